"""What may be shared of a triage record: nothing restricted, nobody's identifiers, and a list of what is missing."""

from __future__ import annotations

import json
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.risk.made_records import (
    COMPLETE,
    EMPTY,
    REVIEWED,
    REVIEWER,
    SECOND,
    note,
    rating,
    records,
    restricted,
    second_rating,
)

from fairness_core.errors import CallerError
from fairness_core.risk.matrix import matrix
from fairness_core.risk.record import override_band
from fairness_core.risk.redact import GONE, RARE, READ_FIRST, SHAREABLE, redact
from fairness_core.risk.triage import Note, Recommendation, Screen, SystemFactors, TriageRecord
from fairness_core.staff import StaffRef

IDENTIFIERS = ("P-7781", "7000001", "Anytown", "u101", "u202", "C9")


def shared(record: TriageRecord, audience: Any = "panel") -> str:
    """Return the shareable form as text."""
    # An É written as \u00c9 would look like the identifier C9.
    return json.dumps(redact(record, audience).to_json(), ensure_ascii=False)


def notes_of(value: object) -> list[Note]:
    """Return every note within a record."""
    if isinstance(value, Note):
        return [value]
    if isinstance(value, tuple):
        return [found for each in value for found in notes_of(each)]
    if isinstance(value, dict):
        return [found for each in value.values() for found in notes_of(each)]
    names = [each.name for each in getattr(type(value), "__attrs_attrs__", ())]
    return [found for name in names for found in notes_of(getattr(value, name))]


MARKED = st.integers(0, 99).map(lambda n: f"words{n:03}of")


@given(records(MARKED))
def test_nothing_restricted_survives(record: TriageRecord) -> None:
    """For a panel the words of every ordinary note stay, and those of no restricted one; for learning, none stay."""
    ordinary = {each.text for each in notes_of(record) if each.confidentiality == "ordinary"}
    hidden = {each.text for each in notes_of(record) if each.confidentiality == "restricted"} - ordinary
    assert not [text for text in hidden if text in shared(record)]
    assert not [text for text in ordinary | hidden if text in shared(record, "learning")]


@given(records(MARKED), st.sampled_from(["panel", "learning"]), st.sampled_from(IDENTIFIERS))
def test_no_identifier_survives(record: TriageRecord, audience: str, identifier: str) -> None:
    """References, numbers, practice and staff are in no shared form, not even within ordinary words."""
    said = note(f"It was {identifier.lower()}, they said; ({identifier})")
    whole = attrs.evolve(COMPLETE, summary=said, documents=record.documents, rationale=said)
    if identifier != "Anytown":
        assert identifier.lower() not in shared(whole, audience).lower()
    assert "Anytown Surgery" not in shared(attrs.evolve(whole, summary=note("At Anytown  surgery.")), audience)


def test_what_a_panel_sees() -> None:
    """Ordinary words, codes, days, roles and the working of the rating stay; what is gone is listed with the reason."""
    form = redact(COMPLETE, "panel")
    content: Any = form.content
    assert ("T-0042", "medical", ["conduct"], "2026-03-02") == tuple(
        content[key] for key in ("reference", "discipline", "kinds", "received")
    )
    assert ["Audit of records, February", None] == content["documents"]
    assert (None, None) == (content["health"], content["safeguarding"])
    assert "likelihood 3 x consequence 3 = 9" == content["rating"]["working"]
    assert {"role": "professional adviser", "state": "none", "note": None} == content["declarations"][0]
    assert "Both are about letters." == content["pattern"]["link"]
    assert (READ_FIRST, SHAREABLE) == (form.notice, form.to_json()["schema"])
    assert (
        "practitioner.reference: identifies a person",
        "practitioner.number: identifies a person",
        "practitioner.practice: identifies a person",
        "references of staff: identify a person; their roles stay for a panel",
        "documents[2]: restricted",
        "safeguarding: restricted",
        "health: restricted",
    ) == form.left_out
    assert not any(each in shared(COMPLETE) for each in (*IDENTIFIERS, "sleep", "Letter from the patient"))


def test_what_learning_sees() -> None:
    """Codes alone stay: no words, no day, no reference; and the form warns of rare combinations."""
    form = redact(COMPLETE, "learning")
    assert {
        "template": "nw-triage",
        "discipline": "medical",
        "kinds": ["conduct"],
        "system_factors": {"asked": "yes", "prompts": ["isolation"]},
        "practitioner_view": {"state": "recorded"},
        "support": [
            {"to": "practitioner", "answer": "accepted"},
            {"to": "raised the concern", "answer": "waiting"},
        ],
        "principles": [{"principle": each.principle, "met": "yes"} for each in COMPLETE.principles],
        "recommendation": {"route": "informal"},
    } == {key: value for key, value in form.content.items() if key != "rating"}
    assert "T-0042" not in shared(COMPLETE, "learning")
    assert "2026" not in json.dumps({key: value for key, value in form.content.items() if key != "rating"})
    assert RARE == form.notice
    assert {"summary: free text", "received: a date can point to a person", "reference: points to the case"} < set(
        form.left_out
    )


def test_an_identifier_within_words() -> None:
    """An identifier is taken out however it is spaced, the longest first, and the field is listed."""
    said = attrs.evolve(
        COMPLETE, summary=note("GMC 700 0001, file P 7781-b; seen by U101."), rationale=note("u1015 is a room.")
    )
    form = redact(said, "panel")
    assert f"GMC {GONE}, file {GONE}-b; seen by {GONE}." == form.content["summary"]
    assert "u1015 is a room." == form.content["rationale"]
    assert "summary: an identifier within the words" in form.left_out
    longer = attrs.evolve(
        EMPTY,
        practitioner=attrs.evolve(EMPTY.practitioner, reference="P1", number="P1-22"),
        summary=note("It is P1-22."),
    )
    assert f"It is {GONE}." == redact(longer, "panel").content["summary"]


def test_codes_that_could_be_anything() -> None:
    """A code that the template does not know is left out, for either audience."""
    odd = attrs.evolve(
        COMPLETE,
        discipline="Secret",
        kinds=("Secret",),
        principles=(attrs.evolve(COMPLETE.principles[0], principle="Secret"),),
        system_factors=SystemFactors(prompts={"Secret": note("x"), "blame": note("y")}),
        recommendation=Recommendation(route="Secret", text=note("z"), by=REVIEWER, on=REVIEWED),
    )
    assert "Secret" not in shared(odd)
    assert "Secret" not in shared(odd, "learning")
    assert "discipline: not a known code" in redact(odd, "learning").left_out
    assert {"blame": "y"} == redact(odd, "panel").content["system_factors"]["prompts"]  # type: ignore[index]


def test_an_ordinary_screen_is_shared_with_a_panel_only() -> None:
    """Where somebody decided that an answer is ordinary a panel sees it; learning never does."""
    record = attrs.evolve(EMPTY, safeguarding=Screen(answer="yes", note=note("A child was present.")))
    assert {"answer": "yes", "note": "A child was present."} == redact(record, "panel").content["safeguarding"]
    assert "child" not in shared(record, "learning")
    assert "safeguarding and health: not needed for learning" in redact(record, "learning").left_out


def test_empty_records_and_ratings_in_full() -> None:
    """An empty record is shared as such; a second rater and an override leave no identifier behind."""
    assert (None, None, None) == tuple(redact(EMPTY, "panel").content[key] for key in ("rating", "pattern", "received"))
    assert None is redact(EMPTY, "learning").content["rating"]
    staff = StaffRef(role="chair", id="u777")
    moved = override_band(
        second_rating(rating()), matrix("rag-3"), to_band="red", reason="As u777 saw.", by=SECOND, agreed_by=staff
    )
    content: Any = redact(attrs.evolve(COMPLETE, rating=moved), "panel").content
    assert ("amber", "red", f"As {GONE} saw.") == tuple(
        content["rating"][key] for key in ("band", "band_in_force", "override_reason")
    )
    assert "u777" not in shared(attrs.evolve(COMPLETE, rating=moved))


def test_another_audience_is_refused() -> None:
    """There are two audiences, and the refusal names them."""
    with pytest.raises(CallerError, match="There are: panel, learning"):
        redact(COMPLETE, "press")  # type: ignore[arg-type]


def test_restricted_beats_words() -> None:
    """A restricted note is listed as restricted for either audience."""
    record = attrs.evolve(EMPTY, summary=restricted("Quiet."))
    for audience in ("panel", "learning"):
        assert "summary: restricted" in redact(record, audience).left_out
