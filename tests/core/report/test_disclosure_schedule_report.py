"""The disclosure schedule as a paper: every row in words, grounds with their doubts, nothing for a reader but theirs."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.core.process.made_cases import case_until, day

from fairness_core.disclosure import NONE, protect
from fairness_core.process.disclosure_schedule import Row, Schedule, schedule
from fairness_core.process.release import Decision, Seen, plan, release_grounds
from fairness_core.process.table import process_table
from fairness_core.report.disclosure_schedule import NOT_ALL, build_disclosure_schedule
from fairness_core.report.draft import Draft, Section
from fairness_core.serial import to_json
from fairness_core.staff import StaffRef

IG = StaffRef(role="information governance lead", id="u9")
MADE = Decision(item="doc4", what="release", ground="own-words", by=IG, on=day(10), reason="n7")
KEPT = Decision(item="doc5", what="withhold", ground="legal-privilege", by=IG, on=day(9))
SEEN = (datetime(2026, 2, 2, 9, tzinfo=UTC), datetime(2026, 2, 2, 10, tzinfo=UTC), datetime(2026, 3, 1, 9, tzinfo=UTC))
SCHEDULE = Schedule(
    reference="c1",
    at=day(20),
    rows=(
        Row(item="e1", what="Receive a concern", to="practitioner", seen=SEEN),
        Row(item="doc4", what="document", to="practitioner", decisions=(MADE,)),
        Row(item="doc5", what="document", to="practitioner", withheld=("legal-privilege", "held"), decisions=(KEPT,)),
        Row(item="e2", what="Refer to the regulator", to="outside", seen=SEEN[:1]),
    ),
)


def section(draft: Draft, name: str) -> Section:
    """Return the section of a name."""
    (found,) = (each for each in draft.sections if each.name == name)
    return found


def rows(draft: Draft, name: str) -> list[tuple[object, ...]]:
    """Return the rows of a section's table."""
    table = section(draft, name).table
    assert table is not None
    return list(table.rows)


def test_who_saw_what_and_on_which_days() -> None:
    """A day stands once, however often something was shown on it; what may be seen and was not says so."""
    draft = build_disclosure_schedule(SCHEDULE)
    assert [
        ("e1", "Receive a concern", "the practitioner", "2 February 2026; 1 March 2026"),
        ("doc4", "document", "the practitioner", "may be seen, and was not shown yet"),
        ("e2", "Refer to the regulator", "an outside body", "2 February 2026"),
    ] == rows(draft, "seen")
    assert [NOT_ALL] == [each.text for each in section(draft, "seen").paragraphs]


def test_what_is_withheld_and_why() -> None:
    """Every ground stands in words."""
    held = release_grounds().grounds["held"].label
    assert [("doc5", "document", "the practitioner", f"Legal privilege; {held}")] == rows(
        build_disclosure_schedule(SCHEDULE), "withheld"
    )


def test_who_decided_what_on_which_ground() -> None:
    """Decisions stand in the order of their days, by role and reference."""
    own = release_grounds().grounds["own-words"].label
    by = "information governance lead (u9)"
    assert [
        ("14 January 2026", "doc5", "the practitioner", "withhold", "Legal privilege", by, "not given"),
        ("15 January 2026", "doc4", "the practitioner", "release", own, by, "n7"),
    ] == rows(build_disclosure_schedule(SCHEDULE), "decisions")


def test_every_ground_used_is_cited_with_its_doubt() -> None:
    """Nothing is presented as law that was not seen."""
    said = [each.text for each in section(build_disclosure_schedule(SCHEDULE), "grounds").bullets]
    assert ["Held for ", "Legal pri", "It is the"] == [each[:9] for each in said[:3]]
    assert said[1].endswith("Doubt: Recalled; the paragraph was not opened.")
    assert list(release_grounds().doubts) == said[3:]


def test_an_empty_schedule_says_that_nothing_was_shown() -> None:
    """There is no table without rows, and no part about decisions that nobody made."""
    draft = build_disclosure_schedule(Schedule(reference="c1", at=day(1), rows=()))
    assert ["seen"] == [each.name for each in draft.sections]
    assert ["Nothing was shown to anybody yet."] == [each.text for each in draft.sections[0].paragraphs]


def test_a_readers_copy_tells_of_nothing_that_is_withheld() -> None:
    """Neither a row, nor a ground, nor a decision, in words or in data."""
    draft = build_disclosure_schedule(SCHEDULE.for_reader("practitioner"))
    assert ["seen"] == [each.name for each in draft.sections]
    words = str(to_json(protect(draft, NONE))) + str(draft.sections)
    assert all(each not in words for each in ("doc5", "Held for", "privilege", "u9", "regulator"))


def test_a_party_without_a_name_is_somebody_else() -> None:
    """Something shown to a party that is not among ours is still listed."""
    draft = build_disclosure_schedule(Schedule(reference="c1", at=day(1), rows=(Row(item="d1", what="paper", to=""),)))
    assert "somebody else" == rows(draft, "seen")[0][2]


def test_the_schedule_is_data_too() -> None:
    """Every row, with its moments, grounds and decisions, as plain values."""
    case_rows = to_json(protect(build_disclosure_schedule(SCHEDULE), NONE))["rows"]
    assert isinstance(case_rows, list)
    assert {
        "item": "doc5",
        "what": "document",
        "to": "practitioner",
        "seen": [],
        "withheld": ["legal-privilege", "held"],
        "decisions": [
            {
                "what": "withhold",
                "ground": "legal-privilege",
                "by": {"role": "information governance lead", "id": "u9"},
                "on": "2026-01-14",
                "reason": "",
            }
        ],
    } == case_rows[2]


def test_a_real_case_can_be_scheduled() -> None:
    """A made-up case from its log to the paper, with a view that was shown."""
    table, case = process_table("five-step"), case_until()
    found = plan(table, case, at=day(40))
    shown: tuple[Seen, ...] = (found.seen(datetime(2026, 2, 20, 9, tzinfo=UTC), IG),)
    draft = build_disclosure_schedule(schedule(table, case, [found], shown, at=day(40)))
    assert ["seen", "withheld", "grounds"] == [each.name for each in draft.sections]
    assert all("20 February 2026" in str(row[3]) for row in rows(draft, "seen") if row[2] == "the practitioner"
               and row[0] in shown[0].items)  # fmt: skip
