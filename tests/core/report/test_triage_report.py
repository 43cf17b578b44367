"""The document of a triage record, and the register of many: what is told, and what is protected."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.risk.made_records import (
    CAME_IN,
    COMPLETE,
    EMPTY,
    REVIEWER,
    TODAY,
    note,
    rating,
    records,
    restricted,
)

from fairness_core.disclosure import NONE, protect
from fairness_core.disclosure.policy import threshold
from fairness_core.report.draft import Amount, Hidden
from fairness_core.report.triage import NOT_YET, build_triage_report
from fairness_core.report.triage_register import NO_WAITING, build_triage_register
from fairness_core.risk.register import register
from fairness_core.risk.triage import Declaration, PractitionerView, TriageRecord
from fairness_core.serial import to_json


def told(record: TriageRecord) -> dict[str, str]:
    """Return the text of every section of a record's document, by its name."""
    found = {}
    for section in build_triage_report(record, TODAY).sections:
        texts = [each.text for each in (*section.paragraphs, *section.bullets, *section.notes)]
        rows = [" | ".join(str(cell) for cell in row) for row in (section.table.rows if section.table else ())]
        found[section.name] = "\n".join([*texts, *rows])
    return found


def test_the_document_of_a_complete_record() -> None:
    """Every field of the template is told, in the order in which it is read."""
    found = told(COMPLETE)
    assert (
        "in-short form summary-of-concern documents protective-steps place-of-work pattern view support fairness "
        + ("rating rationale alternatives recommendation doubts")
        == " ".join(found)
    )
    assert "Risk rating: Amber (amber): likelihood 3 x consequence 3 = 9." in found["in-short"]
    assert "Recommendation: informal resolution.\nNothing is owed." in found["in-short"]
    assert "Registration | GMC 7000001" in found["form"]
    assert "Conflict of interest | professional adviser (u101): no conflict known, 2 March 2026" in found["form"]
    assert "Potential health concern | yes. [Restricted] Says that sleep is poor." in found["form"]
    assert "Audit of records, February\n[Restricted] Letter from the patient" == found["documents"]
    assert (
        "2 March 2026: Letters are checked by a colleague. (deputy medical director (u202))"
        == (found["protective-steps"])
    )
    assert "Isolated or segregated role: Works alone on Fridays." in found["place-of-work"]
    assert "A letter was late in 2024. | The letter's date. | substantiated, 1 May 2024 | not given" in found["pattern"]
    assert "Whoever raised the concern, 2 March 2026: A call each week. (no answer yet)" in found["support"]
    assert "Scheme: rag-3 revision 1. Not adopted: an example banding." in found["rating"]
    assert "Control: Letters are checked (in place)" in found["rating"]
    assert "Extra secretarial time | It mends the cause." == found["alternatives"]
    assert (
        "Informal resolution, 9 March 2026, by professional adviser (u101).\nAgree a plan.\nAlso: Review"
        in (found["recommendation"])
    )
    assert 5 == len(found["fairness"].splitlines())


def test_the_document_of_an_empty_record() -> None:
    """What is not there is said to be so, what is owed is listed, and nothing breaks."""
    found = told(EMPTY)
    assert "Risk rating: not rated yet.\nRecommendation: none yet.\n17 things are still owed" in found["in-short"]
    assert "Conflict of interest | not declared yet" in found["form"]
    assert "Practice | not given" in found["form"]
    empty = ("summary-of-concern", "documents", "support", "rating", "rationale", "alternatives", "recommendation")
    assert {NOT_YET} == {found[name] for name in empty}
    assert "pattern" not in found
    assert "One can be taken and recorded at any time." in found["protective-steps"]
    assert "not answered yet | Not recorded yet." in found["fairness"]
    one = attrs.evolve(COMPLETE, shown_to_practitioner=None)
    assert "1 thing is still owed" in told(one)["in-short"]


def test_smaller_things_of_the_document() -> None:
    """Marks, several paragraphs, unknown codes, an unknown prompt and the states of the account are told."""
    odd = attrs.evolve(
        COMPLETE,
        kinds=("unheard-of",),
        summary=restricted("One {0}.\n\nTwo."),
        practitioner_view=PractitionerView(state="declined"),
        system_factors=attrs.evolve(COMPLETE.system_factors, prompts={"ours": note("So.")}),
        declarations=(Declaration(by=REVIEWER, state="declared", log_entry="E17", note=note("Kin.")),),
        rating=attrs.evolve(rating(matrix_id="npsa-2008"), controls=()),
    )
    found = told(odd)
    assert "[Restricted] One {0}.\nTwo." == found["summary-of-concern"]
    assert "Kind of allegation | unheard-of" in found["form"]
    assert "ours: So." in found["place-of-work"]
    assert "declined to give an account" in found["view"]
    assert "a conflict is declared, case log entry E17. Kin." in found["form"]
    assert "Adopted." in found["rating"]


@given(records(), st.sampled_from(["racism", "sexual-misconduct"]))
@settings(max_examples=40)
def test_no_kind_is_softened(record: TriageRecord, kind: str) -> None:
    """The document says the same of every kind of allegation, but for the line that names it."""
    one, other = (told(attrs.evolve(record, kinds=(each,))) for each in ("conduct", kind))
    one["form"], other["form"] = (
        "\n".join(line for line in text["form"].splitlines() if not line.startswith("Kind of allegation"))
        for text in (one, other)
    )
    assert one == other


def test_the_document_is_written_whole() -> None:
    """Nothing is hidden in the case file's copy, and its JSON form holds the record."""
    report = protect(build_triage_report(COMPLETE, TODAY), NONE)
    found: Any = json.loads(json.dumps(to_json(report)))
    assert ("fairness-core/triage/1", "T-0042") == (found["record"]["schema"], found["record"]["reference"])
    assert "nw-triage" == found["provenance"]["standard"]["id"]


def several(count: int, **changes: Any) -> list[TriageRecord]:
    """Return so many records that are the complete one with changes."""
    return [attrs.evolve(COMPLETE, **changes) for _ in range(count)]


MANY = [
    *several(6),
    *several(7, recommendation=None, rating=rating("5", "5")),
    *several(5, recommendation=None, received=CAME_IN + timedelta(4), rating=None),
    *several(6, discipline="dental"),
    *several(2, discipline="dental", recommendation=None, rating=rating("5", "5")),
    *several(1, discipline="pharmacy", recommendation=None, received=None),
]


def table(name: str, report: Any) -> list[list[str]]:
    """Return a table of a report as text, row by row."""
    (found,) = (each for each in report.tables() if each.name == name)
    return [[cell if isinstance(cell, str) else cell.text for cell in row] for row in found.rows]


def test_the_register_in_full() -> None:
    """Under no policy every count is there, and rows and columns add up."""
    report = protect(build_triage_register(register(MANY, TODAY)), NONE)
    assert [
        ["Medical", "6", "7", "5", "18"],
        ["Dental", "6", "2", "0", "8"],
        ["Pharmacy", "1", "0", "0", "1"],
        ["All", "13", "9", "5", "27"],
    ] == table("triage_bands", report)
    assert [
        ["Amber", "1", "[x]", "[x]", "1"],
        ["Red", "9", "14.0", "14", "0"],
        ["Not rated yet", "5", "10.0", "10", "0"],
        ["All", "15", "14.0", "14", "1"],
    ] == table("triage_waiting", report)
    assert ["Recommendation", "15"] in table("triage_owed", report)
    said = [each.text for each in report.sections[0].paragraphs]
    assert ["Records in the register: 27.", "Still waiting for a recommendation: 15."] == said
    assert any("example banding" in each.text for each in report.sections[0].notes)
    assert NO_WAITING == report.sections[2].notes[0].text


def test_the_register_is_protected() -> None:
    """Under threshold:5 no small count is shown, nor one from which it could be worked out."""
    report = protect(build_triage_register(register(MANY, TODAY)), threshold(5))
    rows = table("triage_bands", report)
    shown = [[int(cell) for cell in row[1:] if cell != "[c]"] for row in rows]
    assert not [count for row in shown for count in row if 0 < count < 5]
    assert all(row.count("[c]") != 1 for row in rows)
    assert all(column.count("[c]") != 1 for column in zip(*rows, strict=True))
    assert ["Amber", "[c]"] == table("triage_waiting", report)[0][:2]
    owed = dict(table("triage_owed", report))
    assert ("[c]", "[c]") == (table("triage_waiting", report)[-1][1], owed["Recommendation"])
    assert ("[c]", "[c]") == (rows[-1][3], owed["Risk rating"])
    assert "not shown, to protect individuals" in report.sections[0].paragraphs[1].text


def test_a_register_of_enough_records_hides_nothing() -> None:
    """Where no count is small nothing is hidden: the totals stay first of all."""
    report = protect(
        build_triage_register(register([*several(6), *several(7, recommendation=None)], TODAY)), threshold(5)
    )
    assert (0, [["Medical", "13", "0", "13"], ["All", "13", "0", "13"]]) == (
        report.hidden_counts,
        table("triage_bands", report),
    )


@given(st.lists(records(), max_size=12), st.sampled_from([0, 3, 5]))
@settings(max_examples=40)
def test_no_words_and_no_reference_in_the_register(drawn: list[TriageRecord], least: int) -> None:
    """Whatever the records hold, the register holds counts and codes: not one of their words or references."""
    marked = [
        attrs.evolve(each, reference=f"REF{n:03}", summary=note("SECRET"), discipline=each.discipline or "SECRET")
        for n, each in enumerate(drawn)
    ]
    report = protect(build_triage_register(register(marked, TODAY)), threshold(least) if least else NONE)
    text = json.dumps(to_json(report)) + str([table(each.name, report) for each in report.tables()])
    assert "SECRET" not in text
    assert "REF0" not in text


@given(st.lists(records(), max_size=12))
@settings(max_examples=40)
def test_every_sum_of_the_register_is_true(drawn: list[TriageRecord]) -> None:
    """Each total that protection is told of is the sum of its parts, so that hiding works on what is true."""
    draft = build_triage_register(register(drawn, TODAY))
    assert draft.sums
    for total, parts in draft.sums:
        assert draft.counts[total] == sum(draft.counts[part] for part in parts)
    used = {key for each in draft.tables() for row in each.rows for cell in row if isinstance(cell, Amount | Hidden)
            for key in getattr(cell, "rests_on", ())}  # fmt: skip
    assert used <= draft.counts.keys()


def test_two_schemes_are_kept_apart() -> None:
    """Bands of two schemes stand in columns of their own, each named with its scheme."""
    made = register([*several(1), *several(1, rating=rating(matrix_id="npsa-2008"))], TODAY)
    report = protect(build_triage_register(made), NONE)
    labels = [column.label for column in report.tables()[0].columns]
    assert "Amber (rag-3 revision 1)" in labels
    assert [label for label in labels if "npsa-2008 revision" in label]


def test_files_left_out_and_nothing_owed() -> None:
    """Files that could not be read are counted and not named; a register that owes nothing says so."""
    for count, said in ((1, "1 file could not be read"), (2, "2 files could not be read")):
        report = protect(build_triage_register(register(several(2), TODAY), unreadable=count), NONE)
        assert report.sections[0].paragraphs[-1].text.startswith(said)
    assert "Nothing is owed." == report.sections[-1].paragraphs[0].text
    assert 2 == report.metrics["unreadable_files"]
    odd = protect(build_triage_register(register(several(1, discipline="gossip"), TODAY)), NONE)
    assert "Other, or not given" == table("triage_bands", odd)[0][0]
