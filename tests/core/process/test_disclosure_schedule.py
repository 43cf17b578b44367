"""The disclosure schedule: who saw what when, what was withheld and why, and what a reader may have of it."""

from __future__ import annotations

from datetime import UTC, datetime, time

import attrs
import pytest
from tests.core.process.made_cases import case_until, day, happened

from fairness_core.errors import CallerError
from fairness_core.process.disclosure_schedule import Row, schedule
from fairness_core.process.log import Case
from fairness_core.process.release import Decision, Item, Plan, Seen, plan
from fairness_core.process.table import process_table
from fairness_core.staff import StaffRef

TABLE = process_table("five-step")
AT = day(60)
IG = StaffRef(role="information-governance", id="u9")


def plans(case: Case, *items: Item, decisions: tuple[Decision, ...] = ()) -> tuple[Plan, ...]:
    """Return the plans for both readers."""
    return (
        plan(TABLE, case, items, decisions, at=AT),
        plan(TABLE, case, items, decisions, at=AT, to="raised"),
    )


def test_every_item_of_every_plan_has_a_row_in_the_order_of_the_log() -> None:
    """The rows of one item stand together, and letters and papers follow the events."""
    case = case_until("tell-practitioner")
    found = schedule(TABLE, case, plans(case, Item(id="l1", kind="letter", to="practitioner")), at=AT)
    order = list(dict.fromkeys(each.item for each in found.rows))
    assert [*case.places, "l1"] == order
    assert {"practitioner", "raised"} == {each.to for each in found.rows if each.item == "l1"}


def test_an_event_that_reaches_somebody_was_seen_when_it_occurred() -> None:
    """The log itself says whom an event told, and a view that was shown is added to it."""
    case = case_until("tell-practitioner")
    told = case.log[-1]
    shown = Seen(items=(told.id, case.log[0].id), to="practitioner", at=datetime(2026, 2, 2, 9, tzinfo=UTC), by=IG)
    found = schedule(TABLE, case, plans(case), [shown, shown], at=AT)
    rows = {(each.item, each.to): each for each in found.rows}
    assert (told.occurred, shown.at) == rows[told.id, "practitioner"].seen
    assert (shown.at,) == rows[case.log[0].id, "practitioner"].seen
    assert () == rows[told.id, "raised"].seen


def test_what_is_withheld_says_why_and_who_decided() -> None:
    """Grounds and decisions of a plan stand in its row, with what the item is."""
    case = case_until("tell-practitioner")
    item = case.log[-1].id
    made = Decision(item=item, what="withhold", ground="third-party", by=IG, on=day(10))
    found = schedule(TABLE, case, plans(case, decisions=(made,)), at=AT)
    row = next(each for each in found.rows if (each.item, each.to) == (item, "practitioner"))
    label = TABLE.events["tell-practitioner"].label
    seen = (case.log[-1].occurred,)
    assert Row(item=item, what=label, to="practitioner", seen=seen, withheld=("third-party",), decisions=(made,)) == row


def test_parties_without_a_plan_have_what_reached_them() -> None:
    """A board or an outside body that an event reached, or that was sent a paper, is in the schedule."""
    case = case_until("tell-practitioner")
    to_board = Seen(items=("b1",), to="board", at=datetime.combine(day(20), time(9), tzinfo=UTC), by=IG)
    found = schedule(TABLE, case, (), [to_board], at=AT)
    assert Row(item="b1", what="paper", to="board", seen=(to_board.at,)) == found.rows[-1]
    assert {"practitioner", "raised", "board"} == {each.to for each in found.rows}


def test_a_reader_has_what_is_theirs_and_learns_of_nothing_else() -> None:
    """No row of anybody else, nothing that is withheld or held, and no decision."""
    case = case_until("tell-practitioner")
    before = schedule(TABLE, case, plans(case), at=AT).for_reader("practitioner")
    held = happened(TABLE, case, "hold-telling", 5, id="h1", choice="police", until=day(90), reason="n50")
    held = happened(TABLE, held, "add-document", 6, id="a2", evidence=("d50",))
    item = case.log[0].id
    made = Decision(item=item, what="release", ground="known-already", by=IG, on=day(10))
    found = schedule(TABLE, held, plans(held, decisions=(made,)), at=AT).for_reader("practitioner")
    assert before == found
    assert {"practitioner"} == {each.to for each in found.rows}
    assert all(not each.withheld and not each.decisions for each in found.rows)


def test_a_plan_of_another_case_or_day_is_refused() -> None:
    """What holds of one day says nothing of another."""
    case = case_until("tell-practitioner")
    with pytest.raises(CallerError, match="another day"):
        schedule(TABLE, case, plans(case), at=day(61))


def test_an_event_that_the_table_does_not_know_is_listed_all_the_same() -> None:
    """Under a table without it, it has no label and reached nobody, and it is withheld."""
    case = case_until("tell-practitioner")
    smaller = attrs.evolve(TABLE, events={c: e for c, e in TABLE.events.items() if c != "tell-practitioner"})
    found = schedule(smaller, case, [plan(smaller, case, at=AT)], at=AT)
    assert Row(item=case.log[-1].id, what="event", to="practitioner", withheld=("not-told",)) == found.rows[-1]
