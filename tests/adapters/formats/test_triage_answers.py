"""Answers of a triage form to a record: what fits is taken, and what does not is told and never bent."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from tests.adapters.office.made_word import cell, read, row, table

from fairness_adapters.formats.triage_answers import record_of
from fairness_adapters.layouts.form_loading import find_form_layout
from fairness_adapters.layouts.word_form import read_answers
from fairness_core.problems import Problem
from fairness_core.risk.triage import (
    Declaration,
    Note,
    Practitioner,
    Recommendation,
    Screen,
    TriageRecord,
)
from fairness_core.staff import StaffRef

REVIEWER = StaffRef(role="professional adviser", id="u101")
FULL = {
    "Reference": "T-0042",
    "Discipline": "Dentist",
    "Practitioner reference": "P-7781",
    "Register": "GDC",
    "Registration number": "700001",
    "Practice details": "Anytown Surgery",
    "Date concern received": "2 March 2026",
    "Name of reviewer": "professional adviser, u101",
    "Date of review": "9 March 2026",
    "Conflict of interest": "Yes. We trained together.",
    "Category of concern": "Conduct\nBullying and harassment",
    "Summary of concerns": "Late records.",
    "Documents reviewed": "1. Audit",
    "Safeguarding concerns": "No",
    "Health concerns": "Yes: sleep is poor.",
    "Rationale": "It can be mended.",
    "Recommendation": "Agree a plan.",
    "Recommended route": "Informal",
    "Additional recommendations": "Review it.",
    "Date shown to practitioner": "16 March 2026",
}


def made(**changes: str) -> tuple[TriageRecord, tuple[Problem, ...]]:
    """Return what a form makes, with some answers changed; labels are written with underscores for blanks."""
    answers = FULL | {label.replace("_", " "): text for label, text in changes.items()}
    body = table(*(row(cell(label), cell(*text.split("\n"))) for label, text in answers.items()))
    return record_of(read_answers(find_form_layout("triage-review"), read(body)))


def restricted(text: str) -> Note:
    """Return a restricted note."""
    return Note(text=text, confidentiality="restricted")


def test_every_field_that_fits_is_taken() -> None:
    """Each into its own field; what speaks of health, safety and conflicts is restricted."""
    record, problems = made()
    expected = TriageRecord(
        reference="T-0042",
        discipline="dental",
        practitioner=Practitioner(reference="P-7781", register="GDC", number="700001", practice="Anytown Surgery"),
        received=date(2026, 3, 2),
        reviewer=REVIEWER,
        reviewed=date(2026, 3, 9),
        declarations=(
            Declaration(by=REVIEWER, state="declared", on=date(2026, 3, 9), note=restricted("We trained together.")),
        ),
        kinds=("conduct", "bullying-and-harassment"),
        summary=Note(text="Late records."),
        documents=(Note(text="Audit"),),
        safeguarding=Screen(answer="no"),
        health=Screen(answer="yes", note=restricted("sleep is poor.")),
        rationale=Note(text="It can be mended."),
        recommendation=Recommendation(
            route="informal", text=Note(text="Agree a plan."), by=REVIEWER, on=date(2026, 3, 9)
        ),
        additional=(Note(text="Review it."),),
        shown_to_practitioner=date(2026, 3, 16),
    )
    assert expected == record
    assert () == problems


@pytest.mark.parametrize(
    ("changes", "codes", "taken"),
    [
        ({"Practitioner_reference": "Sam Example"}, ["not_taken"], {"practitioner": {"reference": ""}}),
        ({"Name_of_reviewer": "u7"}, [], {"reviewer": {"role": "reviewer", "id": "u7"}}),
        ({"Category_of_concern": "Conduct\nGossip"}, ["not_taken"], {"kinds": ["conduct"]}),
        ({"Recommended_route": ""}, ["not_taken"], {"recommendation": None}),
        ({"Risk_rating": "Amber, 9"}, ["rating_not_taken"], {"rating": None}),
        ({"Safeguarding_concerns": "☒ Yes ☒ No"}, [], {"safeguarding": {"answer": "unanswered"}}),
        ({"Date_of_review": "soon"}, ["not_taken"], {"reviewed": None, "recommendation": None}),
    ],
)
def test_what_does_not_fit_is_told(changes: dict[str, str], codes: list[str], taken: dict[str, object]) -> None:
    """A name is no reference, a kind must be the template's, a route is needed; no finding quotes what was written."""
    record, problems = made(**changes)
    assert codes == [problem.code for problem in problems]
    plain = attrs.asdict(record)
    for field, value in taken.items():
        found = plain[field]
        assert value == ({key: found[key] for key in value} if isinstance(value, dict) else _listed(found))
    assert not any(word in str(problem) for problem in problems for word in ("Sam", "Gossip", "Amber", "soon"))


@pytest.mark.parametrize(
    ("changes", "lacks"),
    [
        ({"Recommended_route": ""}, "route"),
        ({"Date_of_review": ""}, "day"),
        ({"Name_of_reviewer": "", "Date_of_review": ""}, "reviewer or day"),
        ({"Recommended_route": "", "Name_of_reviewer": "Sam Example", "Date_of_review": ""}, "route, reviewer or day"),
    ],
)
def test_what_a_recommendation_lacks_is_named(changes: dict[str, str], lacks: str) -> None:
    """And nothing that it has."""
    _, problems = made(**changes)
    assert [f"The recommendation has no {lacks}. It is not in the record, and stays among the answers."] == [
        problem.message for problem in problems if "recommendation" in problem.message
    ]


def _listed(found: object) -> object:
    return list(found) if isinstance(found, tuple) else found


def test_a_name_takes_what_belongs_to_it_along() -> None:
    """Without a reference for the reviewer there is nobody to declare or recommend."""
    record, problems = made(Name_of_reviewer="Sam Example")
    assert (None, (), None) == (record.reviewer, record.declarations, record.recommendation)
    assert ["table 1, row 8, column 2", "table 1, row 10, column 2", "table 1, row 17, column 2"] == [
        problem.where.field for problem in problems
    ]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("No", "none"),
        ("None.", "none"),
        (
            "I declare that I know of no conflict(s) of interest regarding this practitioner or matters arising regarding the concerns raised.",
            "none",
        ),
        ("Yes", "declared"),
        ("Yes/No", None),
        ("", None),
        ("Yes\nI know of no conflict of interest", None),
        ("Not that I am aware of", None),
    ],
)
def test_a_declaration_is_clear_or_none(text: str, state: str | None) -> None:
    """Yes beside a sentence that there is none says two things at once, and is taken for neither."""
    record, _ = made(Conflict_of_interest=text)
    assert ([state] if state else []) == [each.state for each in record.declarations]
