"""What is owed, until when and what became of it: every clock, what moves it and what does not."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.process.made_cases import FIRST_DAY, MANAGER, PRACTITIONER, case_until, day, event, staff
from tests.core.process.made_house import HOUSE, Line, newer, played
from tests.core.process.made_tables import house
from tests.core.process.test_clocks import EASTER

from fairness_core.errors import CallerError
from fairness_core.process.case import advance
from fairness_core.process.clocks import WEEKDAYS, Calendar
from fairness_core.process.log import Case, follow
from fairness_core.process.obligations import (
    Owed,
    due,
    held,
    lapsed,
    ledger,
    next_contact,
    outstanding,
    overdue,
    rights,
)
from fairness_core.process.table import ProcessTable, process_table

FULL: dict[str, Any] = {"reason": "n1", "contact": staff("contact", "u5"), "review_on": day(12)}
SHUT: Line = ("shut", 0, FULL)
LETTER: Line = ("letter", 0, {})


def number(found: Any) -> int | None:
    """Return a day as the number of days after the first."""
    return None if found is None else (found - FIRST_DAY).days


def lines(case: Case, code: str, at: int = 400, calendar: Calendar = WEEKDAYS, table: ProcessTable = HOUSE) -> list[tuple[int | None, ...]]:  # fmt: skip
    """Return (since, due, met, ended) of all that was or is owed of one code, as numbers of days."""
    found = (each for each in ledger(table, case, day(at), calendar) if each.code == code)
    return [tuple(map(number, (each.since, each.due, each.met, each.ended))) for each in found]


def only(case: Case, code: str, at: int = 400) -> Owed:
    """Return the one thing owed of a code."""
    [found] = (each for each in ledger(HOUSE, case, day(at)) if each.code == code)
    return found


def late(case: Case, code: str, *days: int) -> list[int]:
    """Return by how many days the one thing owed of a code is late on each of some days."""
    return [only(case, code, at).days_late(day(at)) for at in days]


# --- what is owed --------------------------------------------------------------------------------------------------


def test_what_is_owed_says_all_that_a_reader_needs() -> None:
    """What, by whom and to whom, since when, until when, from which event, on what basis and by which calendar."""
    assert Owed(
        code="tell",
        title="Tell the guest",
        says="Tell.",
        owed_by="case-manager",
        to="practitioner",
        contact=True,
        event="e1",
        since=day(0),
        due=day(7),
        basis="The rules of a guest house that does not exist.",
        calendar=WEEKDAYS.says,
    ) == only(played(), "tell", 0)
    found = only(played(("shut", 0, FULL)), "limit", 0)
    assert (True, True, "board", "") == (found.ceiling, found.verified, found.to, found.calendar)


def test_what_is_due_first_is_told_first() -> None:
    """The order is that of the days on which things are due."""
    case = played(SHUT, LETTER)
    assert ["talk", "tell", "look", "answer", "limit", "thank"] == [each.code for each in due(HOUSE, case, day(0))]


def test_the_ledger_is_in_the_order_in_which_things_came_to_be_owed() -> None:
    """What was met long ago stands before what is open."""
    case = played(SHUT, ("talk", 3, {}), ("letter", 4, {}))
    assert ["tell", "look", "talk", "limit", "talk", "answer", "thank"] == [
        each.code for each in ledger(HOUSE, case, day(9))
    ]


def test_until_the_end_of_its_day_nothing_is_late() -> None:
    """On its day a thing is due, and on the day after it is late."""
    case = played()
    assert [0, 0, 1, 2] == late(case, "tell", 0, 7, 8, 9)
    assert [(), ("tell",)] == [tuple(each.code for each in overdue(HOUSE, case, day(at))) for at in (7, 8)]


def test_what_was_done_late_is_told_with_its_days() -> None:
    """A report of lateness has what was done since, and what is open still."""
    case = played(LETTER, ("tell", 10, {}))
    assert [3, 3] == late(case, "tell", 10, 99)
    assert [("tell", 3), ("answer", 86), ("thank", 69)] == [(each.code, each.days_late(day(100))) for each in lapsed(HOUSE, case, day(100))]  # fmt: skip
    assert not only(case, "tell").is_open


def test_what_is_no_longer_owed_has_ended() -> None:
    """An event that ends an obligation does not meet it; how late it was then stays known."""
    case = played(LETTER, ("leave", 20, {}))
    assert ([(0, 14, None, 20)], [6]) == (lines(case, "answer"), late(case, "answer", 99))
    assert [(0, 7, None, 20)] == lines(case, "tell")


def test_leaving_a_state_by_what_meets_the_obligation_meets_it() -> None:
    """A room that is opened needs no look any more, and that was one."""
    case = played(SHUT, ("unshut", 5, {}))
    assert [(0, 12, 5, None)] == lines(case, "look")
    assert [(0, 7, None, 5)] == lines(case, "talk")


def test_a_ceiling_is_ended_by_leaving_the_state_alone() -> None:
    """Nothing meets a limit, and looking at the room does not move it."""
    case = played(SHUT, ("look", 9, {"review_on": day(20)}), ("shut", 15, FULL))
    assert [(0, 31, None, None)] == lines(case, "limit")
    assert [(0, 31, None, 40)] == lines(played(SHUT, ("unshut", 40, {})), "limit")


def test_what_runs_from_an_event_runs_each_time() -> None:
    """Two letters are two answers, and one bill meets both."""
    case = played(("clear", 0, {}), LETTER, ("letter", 4, {}))
    assert [(0, 14, None, None), (4, 18, None, None)] == lines(case, "answer")
    met = follow(HOUSE, case, event("bill", 16, id="e9", choice="large"))
    assert [(0, 14, 16, None), (4, 18, 16, None)] == lines(met, "answer")


def test_an_event_that_repeats_an_obligation_begins_it_once() -> None:
    """What repeats from an event does not run twice."""
    table = house(('met_by = ["bill"]\n', 'met_by = ["bill"]\nrepeats = true\n'))
    case = played(LETTER, ("letter", 4, {}), table=table)
    assert [(0, 14, None, None)] == lines(case, "answer", table=table)


def test_an_obligation_without_a_period_is_due_at_once() -> None:
    """A table made by hand may leave the period out; then the day itself is meant."""
    rule = attrs.evolve(HOUSE.obligations["answer"], within=None)
    table = attrs.evolve(HOUSE, obligations={**HOUSE.obligations, "answer": rule})
    assert [(3, 3, None, None)] == lines(played(("letter", 3, {})), "answer", table=table)


def test_an_event_that_the_table_does_not_know_owes_nothing() -> None:
    """A case under a later table may hold what that one dropped."""
    new = newer(('bill = { label', 'invoice = { label'), ('event = "bill"', 'event = "invoice"'), ('met_by = ["bill"]', 'met_by = ["invoice"]'))  # fmt: skip
    case = follow(HOUSE, played(("clear", 0, {}), ("bill", 1, {"choice": "large"})), event("move", 2, id="e9", to_table=new.ref), lambda _: new)  # fmt: skip
    assert ["tell"] == [each.code for each in due(new, case, day(3))]


def test_another_table_is_not_asked() -> None:
    """What a case owes is read under its own table only."""
    for asked in (due, ledger, rights, outstanding, held):
        with pytest.raises(
            CallerError, match="The case c1 is under house, revision 1, and not under house, revision 2"
        ):
            asked(newer(), played(), day(0))


# --- calendars -----------------------------------------------------------------------------------------------------


def test_months_end_with_the_month() -> None:
    """A month from the 31st of January ends with February."""
    letter = (day(26).isoformat(), lines(played(("letter", 26, {})), "thank"))
    assert ("2026-01-31", [(26, 54, None, None)]) == letter
    assert "2026-02-28" == day(54).isoformat()


def test_working_days_over_easter() -> None:
    """A letter that came before Easter has two more working days where the holidays are known."""
    case = played(("letter", 87, {}))
    assert [[(87, 101, None, None)], [(87, 105, None, None)]] == [lines(case, "answer", 90, each) for each in (WEEKDAYS, EASTER)]  # fmt: skip
    found = next(each for each in due(HOUSE, case, day(90), EASTER) if each.code == "answer")
    assert EASTER.says == found.calendar


# --- repeating, and the day of review ------------------------------------------------------------------------------


def test_what_repeats_is_owed_again_from_when_it_was_done() -> None:
    """Each talk begins the next week, early or late."""
    case = played(SHUT, ("talk", 3, {}), ("talk", 14, {}))
    assert [(0, 7, 3, None), (3, 10, 14, None), (14, 21, None, None)] == lines(case, "talk")


def test_the_earlier_of_period_and_review_counts() -> None:
    """A day of review after the period does not put it off."""
    assert [[(0, 12, None, None)], [(0, 14, None, None)], [(0, 14, None, None)]] == [
        lines(played(("shut", 0, FULL | {"review_on": on})), "look") for on in (day(12), day(30), None)
    ]


def test_a_review_sets_the_day_of_the_next() -> None:
    """The review gives the day on which the next is due."""
    case = played(SHUT, ("look", 10, {"review_on": day(15)}), ("look", 16, {"review_on": day(99)}))
    assert [(0, 12, 10, None), (10, 15, 16, None), (16, 30, None, None)] == lines(case, "look")


def test_a_day_of_review_that_was_over_is_no_day_of_review() -> None:
    """A slip in the year neither makes a review late at once nor passes for a day that was given."""
    case = played(("shut", 1, FULL | {"review_on": day(-360)}))
    assert [(1, 15, None, None)] == lines(case, "look")
    assert [(1, 2, None, None)] == lines(case, "review_on:e2")


def test_a_review_day_that_was_supplied_counts_from_the_start() -> None:
    """What was missing and given later is known as if it had been there."""
    case = played(("shut", 0, {}), ("supply", 2, {"about": "e2", "review_on": day(6)}))
    assert [(0, 6, None, None)] == lines(case, "look")
    assert [(0, 1, 2, None)] == lines(case, "review_on:e2")


def test_a_second_restriction_does_not_begin_the_first_anew() -> None:
    """Shutting a room that is shut moves no clock."""
    case = played(SHUT, ("shut", 10, FULL | {"review_on": day(40)}))
    assert [(0, 12, None, None)] == lines(case, "look")


def test_a_room_that_is_shut_again_has_new_clocks() -> None:
    """What ended and begins again is owed again."""
    case = played(SHUT, ("unshut", 5, {}), ("shut", 20, FULL | {"review_on": day(25)}))
    assert [(0, 12, 5, None), (20, 25, None, None)] == lines(case, "look")


# --- what was recorded late, corrected or struck out ---------------------------------------------------------------


def test_what_occurred_before_did_not_meet_it() -> None:
    """A talk in the morning that was written down after the room was shut at noon is no talk about that."""
    case = played(SHUT)
    early = attrs.evolve(event("talk", 0, id="e9"), occurred=case.log[1].occurred.replace(hour=9))
    assert [(0, 7, None, None)] == lines(advance(HOUSE, case, early), "talk")
    same = attrs.evolve(early, occurred=case.log[1].occurred)
    assert [(0, 7, 0, None), (0, 7, None, None)] == lines(advance(HOUSE, case, same), "talk")


def test_what_occurred_before_did_not_end_it_either() -> None:
    """A judgement that was taken before the second letter came does not end that letter's answer."""
    case = played(("clear", 0, {}), LETTER, ("letter", 6, {}), ("judge", 4, {"recorded": 7}))
    assert [(0, 14, None, 4), (6, 18, None, None)] == lines(case, "answer")


def test_a_talk_that_was_written_down_late_counts_on_its_day() -> None:
    """Talks written down in another order are as good as if each had been written down at once."""
    late_ = played(SHUT, ("talk", 12, {}), ("talk", 6, {"recorded": 13}))
    at_once = played(SHUT, ("talk", 6, {}), ("talk", 12, {}))
    assert [(0, 7, 6, None), (6, 13, 12, None), (12, 19, None, None)] == lines(at_once, "talk") == lines(late_, "talk")
    assert () == lapsed(HOUSE, played(SHUT, ("tell", 1, {}), ("talk", 12, {}), ("talk", 6, {"recorded": 13})), day(12))


def test_what_was_done_earlier_than_was_known_is_no_longer_late() -> None:
    """The first of two that met a thing that does not repeat is the one that met it."""
    case = played(("letter", 0, {}), ("talk", 40, {}), ("talk", 20, {"recorded": 41}))
    assert [(0, 31, 20, None)] == lines(case, "thank")
    two = played(
        LETTER, ("letter", 4, {}), ("talk", 40, {}), ("talk", 20, {"recorded": 41}), ("talk", 2, {"recorded": 42})
    )
    assert [(0, 31, 2, None), (4, 35, 20, None)] == lines(two, "thank")


def test_a_talk_after_the_room_was_opened_changes_nothing() -> None:
    """What is over is not met again by what came later, nor by what came before it began."""
    case = played(("talk", 0, {}), ("shut", 2, FULL), ("unshut", 5, {}), ("talk", 6, {}), ("talk", 1, {"recorded": 7}))
    assert [(2, 9, None, 5)] == lines(case, "talk")


def test_a_talk_before_the_end_that_was_written_down_after_it_counts() -> None:
    """Written down after the room was opened, a talk during the shutting was one, and the last week was cut short."""
    case = played(SHUT, ("unshut", 9, {}), ("talk", 6, {"recorded": 10}))
    assert [(0, 7, 6, None), (6, 13, None, 9)] == lines(case, "talk")


def test_an_event_does_not_meet_what_it_begins() -> None:
    """A letter that is begun and answered by the same kind of event waits for another one."""
    table = house(('met_by = ["bill"]\n', 'met_by = ["letter", "bill"]\n'))
    case = played(LETTER, ("letter", 4, {}), table=table)
    assert [(0, 14, 4, None), (4, 18, None, None)] == lines(case, "answer", table=table)
    entered = house(
        ('met_by = ["talk"]\nsource = "rules"\ndoubt', 'met_by = ["talk", "shut"]\nsource = "rules"\ndoubt')
    )
    assert [(0, 7, None, None)] == lines(played(SHUT, table=entered), "talk", table=entered)


def test_what_was_struck_out_met_nothing() -> None:
    """A talk that never was leaves the week open since it began, and late."""
    case = played(SHUT, ("talk", 6, {}), ("strike", 9, {"about": "e3", "reason": "n1"}))
    assert [(0, 7, None, None)] == lines(case, "talk")
    assert [2] == late(case, "talk", 9)


def test_what_was_struck_out_began_nothing() -> None:
    """A letter that never came needs no answer."""
    assert [] == lines(played(LETTER, ("strike", 9, {"about": "e2", "reason": "n1"})), "answer")


def test_what_a_struck_protective_step_lacked_is_not_owed() -> None:
    """A step recorded by mistake owes nothing."""
    case = played(SHUT, ("shut", 1, {}), ("strike", 2, {"about": "e3", "reason": "n1"}))
    assert [] == lines(case, "reason:e3")


def test_a_corrected_day_moves_what_follows_from_it() -> None:
    """A room that was shut two days earlier than was written has its clocks from then, what it lacked too."""
    case = played(("shut", 4, {}), ("correct", 5, {"about": "e2", "reason": "n1", "true_day": day(2)}))
    assert [(2, 16, None, None)] == lines(case, "look")
    assert [(2, 3, None, None)] == lines(case, "reason:e2")


def test_events_of_one_moment_count_in_their_order() -> None:
    """A talk right after a shutting of the same minute is one."""
    assert [(0, 7, 0, None), (0, 7, None, None)] == lines(played(SHUT, ("talk", 0, {})), "talk")


# --- extensions and explanations -----------------------------------------------------------------------------------


def extended(until: int, **fields: Any) -> dict[str, Any]:
    """Return the fields of an extension of the answer."""
    return {"obligation": "answer", "until": day(until), "reason": "n1", **fields}


def test_an_extension_gives_a_later_day_with_its_reason() -> None:
    """The day moves to the one that is given, and the reason stands beside it."""
    case = played(LETTER, ("extend", 9, extended(30)))
    assert [(0, 30, None, None)] == lines(case, "answer")
    [why] = only(case, "answer").explained
    assert ("n1", "case-manager", day(9), day(30)) == (why.reason, why.role, why.on, why.until)


def test_an_extension_reaches_the_one_that_it_names() -> None:
    """Of two letters only the one named has a later day."""
    case = played(LETTER, ("letter", 4, {}), ("extend", 9, extended(30, about="e3")))
    assert [(0, 14, None, None), (4, 30, None, None)] == lines(case, "answer")
    assert [0, 1] == [len(each.explained) for each in ledger(HOUSE, case, day(9)) if each.code == "answer"]


def test_an_extension_that_a_correction_made_shorter_moves_nothing_back() -> None:
    """Whatever becomes of an extension, it never brings a day forward."""
    case = played(
        LETTER, ("extend", 9, extended(30)), ("correct", 10, {"about": "e3", "reason": "n1", "until": day(3)})
    )
    assert [(0, 14, None, None)] == lines(case, "answer")


def test_an_extension_of_what_is_over_is_a_reason_and_no_more() -> None:
    """A log that was never judged may extend what was met; the day stays."""
    case = follow(
        HOUSE, played(("clear", 0, {}), LETTER, ("judge", 12, {})), event("extend", 13, id="e9", **extended(30))
    )
    assert [(0, 14, None, 12)] == lines(case, "answer")
    assert 1 == len(only(case, "answer").explained)


def test_an_explanation_moves_no_day() -> None:
    """A day given with an explanation is no extension."""
    case = played(("explain", 9, {"obligation": "tell", "reason": "n1", "until": day(30)}))
    assert [(0, 7, None, None)] == lines(case, "tell")
    assert [None] == [each.until for each in only(case, "tell").explained]


def explained(case: Case, code: str) -> list[int]:
    """Return how many explanations each line of a code has."""
    return [len(each.explained) for each in ledger(HOUSE, case, day(99)) if each.code == code]


def test_an_explanation_speaks_of_what_was_late_and_not_of_what_comes_next() -> None:
    """A talk that came late is explained after it was made, when the next week runs already."""
    case = played(SHUT, ("talk", 10, {}), ("explain", 11, {"obligation": "talk", "reason": "n1"}))
    assert [1, 0] == explained(case, "talk")


def test_an_explanation_speaks_of_what_is_late_now_first() -> None:
    """Where one was late and the next is late too, the open one is meant; the other can be named."""
    both = played(SHUT, ("talk", 10, {}), ("explain", 20, {"obligation": "talk", "reason": "n1"}))
    named = played(SHUT, ("talk", 10, {}), ("explain", 20, {"obligation": "talk", "reason": "n1", "about": "e2"}))
    assert [[0, 1], [1, 0]] == [explained(case, "talk") for case in (both, named)]


def test_an_explanation_of_what_is_not_late_waits_with_it() -> None:
    """A reason can be given before anything is late, and after all was done in time."""
    before = played(LETTER, ("letter", 1, {}), ("explain", 2, {"obligation": "answer", "reason": "n1"}))
    after = played(("tell", 2, {}), ("explain", 3, {"obligation": "tell", "reason": "n1"}))
    assert [1, 1] == explained(before, "answer")
    assert [1] == explained(after, "tell")


def test_an_explanation_of_what_never_began_explains_nothing() -> None:
    """Nothing is owed, so there is nothing to explain, and no harm done."""
    assert [] == explained(played(("explain", 3, {"obligation": "answer", "reason": "n1"})), "answer")


# --- pauses --------------------------------------------------------------------------------------------------------


PAUSES = [
    (14, ()),
    (15, ((3, 4),)),
    (14, ((5, 7),)),
    (15, ((4, 7),)),
    (21, ((2, 9),)),
    (16, ((3, 4), (8, 9))),
    (16, ((14, 16),)),
    (14, ((15, 20),)),
]


def paused(*pauses: tuple[int, int]) -> tuple[Line, ...]:
    """Return the lines of some pauses."""
    found: list[Line] = []
    for since, until in pauses:
        found += [("pause", since, {}), ("resume", until, {})]
    return tuple(found)


@pytest.mark.parametrize(("expected", "pauses"), PAUSES)
def test_a_pause_puts_off_working_days_by_working_days(expected: int, pauses: tuple[tuple[int, int], ...]) -> None:
    """A weekend in a pause costs nobody a working day, and a pause after the last day moves nothing."""
    assert [(0, expected, None, None)] == lines(played(LETTER, *paused(*pauses)), "answer")


def test_a_pause_puts_off_a_month_by_its_days() -> None:
    """What is counted in days of the calendar is put off by all the days."""
    assert [(0, 40, None, None)] == lines(played(LETTER, *paused((5, 14))), "thank")


def test_a_pause_over_easter_is_counted_by_the_calendar_that_is_given() -> None:
    """From Maundy Thursday to Tuesday one working day stood still."""
    case = played(("letter", 84, {}), *paused((87, 92)))
    assert "2026-04-07" == day(92).isoformat()
    assert [[(84, 101, None, None)], [(84, 101, None, None)]] == [lines(case, "answer", 99, each) for each in (WEEKDAYS, EASTER)]  # fmt: skip
    assert [98, 100] == [lines(played(("letter", 84, {})), "answer", 99, each)[0][1] for each in (WEEKDAYS, EASTER)]


def test_while_a_pause_goes_on_nothing_that_stands_still_gets_late() -> None:
    """Each day of a pause puts the day off by another; what is not paused goes on."""
    case = played(LETTER, SHUT, ("pause", 3, {}))
    assert [0, 0] == late(case, "answer", 20, 400)
    assert [1] == late(case, "talk", 8)


def test_what_was_late_before_a_pause_stays_late() -> None:
    """A pause begins too late for what should have been done before it."""
    assert [2, 6] == late(played(LETTER, ("pause", 15, {})), "answer", 16, 20)


def test_a_pause_before_it_began_does_not_count() -> None:
    """Only the days of a pause after a thing came to be owed put it off."""
    case = played(("pause", 0, {}), ("letter", 2, {}), ("resume", 4, {}))
    assert [(2, 18, None, None)] == lines(case, "answer")


def test_a_pause_after_it_was_done_does_not_move_its_day() -> None:
    """What is over stands as it was when it ended."""
    case = played(LETTER, ("leave", 5, {}), ("pause", 6, {}))
    assert [(0, 14, None, 5)] == lines(case, "answer")


def test_two_pauses_that_overlap_count_each_day_once() -> None:
    """A pause that was recorded late may lie over another."""
    case = played(LETTER, *paused((3, 9)), ("pause", 7, {"recorded": 12}), ("resume", 10, {"recorded": 12}))
    assert [(0, 21, None, None)] == lines(case, "answer")


def test_a_pause_that_ends_before_it_begins_moves_nothing() -> None:
    """Days that were mixed up put nothing off."""
    case = played(LETTER, ("pause", 9, {}), ("resume", 7, {"recorded": 9}))
    assert [(0, 14, None, None)] == lines(case, "answer")


def test_whatever_leaves_the_paused_state_ends_the_pause() -> None:
    """A case that ends or is reopened is not paused any more, by whichever event."""
    table = house(
        (
            "[arrows]\n",
            '[arrows]\nrun-on = { region = "run", at = ["*"], event = "back", to = "running", source = "rules" }\n',
        )
    )
    case = played(LETTER, ("leave", 1, {}), ("letter", 2, {}), ("pause", 3, {}), ("back", 4, {}), table=table)
    assert [(0, 14, None, 1), (2, 17, None, None)] == lines(case, "answer", table=table)


def test_a_day_that_was_given_holds_whatever_was_paused_before() -> None:
    """A pause that was over is in the day that is given; one that comes later puts it off."""
    before = (LETTER, *paused((3, 9)), ("extend", 12, extended(30)))
    assert [(0, 30, None, None)] == lines(played(*before), "answer")
    assert [(0, 31, None, None)] == lines(played(*before, *paused((20, 22))), "answer")


def test_a_day_that_was_given_holds_though_it_was_written_down_after_a_pause() -> None:
    """A pause that the log knew when the day was given is in it, also where the giving occurred before the pause."""
    case = played(LETTER, *paused((12, 15)), ("extend", 10, extended(30, recorded=20)))
    assert [(0, 30, None, None)] == lines(case, "answer")


def test_a_day_that_was_given_during_a_pause_is_put_off_by_the_rest_of_it() -> None:
    """The days of the pause after the day was given count."""
    case = played(LETTER, ("pause", 3, {}), ("extend", 8, extended(30)), ("resume", 10, {}))
    assert [(0, 32, None, None)] == lines(case, "answer")


# --- holds on telling ----------------------------------------------------------------------------------------------


def hold(since: int, until: int) -> Line:
    """Return the line of a hold."""
    return ("hold", since, {"until": day(until), "choice": "police"})


def test_what_is_held_waits_and_is_late_from_the_end_of_the_hold() -> None:
    """While telling is held it is not late; after the hold each day counts."""
    case = played(hold(2, 10))
    assert [0, 0, 1, 2] == late(case, "tell", 8, 10, 11, 12)
    found = only(case, "tell", 8)
    assert (day(7), day(10), ((day(8), day(10)),)) == (found.due, found.held_until, found.holds)
    assert [False, True, True, False] == [found.is_held(day(at)) for at in (7, 8, 10, 11)]


def test_what_is_not_held_does_not_wait() -> None:
    """A talk with the guest goes on."""
    case = played(SHUT, hold(2, 30))
    assert [1] == late(case, "talk", 8)
    assert only(case, "talk", 8).held_until is None


def test_a_hold_that_ends_in_time_moves_nothing() -> None:
    """There is still time to tell."""
    case = played(hold(0, 5))
    assert [0, 1] == late(case, "tell", 7, 8)
    assert only(case, "tell", 8).held_until is None


def test_one_hold_may_follow_another() -> None:
    """Holds that touch or overlap are one wait, and the days between two count."""
    assert [0, 1] == late(played(hold(2, 10), hold(8, 15)), "tell", 15, 16)
    assert [0, 1] == late(played(hold(2, 10), hold(11, 15)), "tell", 15, 16)
    assert [0, 2, 2, 3] == late(played(hold(2, 10), hold(13, 15)), "tell", 10, 12, 15, 16)
    assert [0, 1] == late(played(hold(2, 20), hold(8, 10)), "tell", 20, 21)


def test_what_was_late_before_a_hold_is_no_later_for_it() -> None:
    """Nobody may tell now, so no further day counts; those before do."""
    case = played(hold(9, 20))
    assert [1, 1, 1, 2] == late(case, "tell", 8, 9, 20, 21)
    told = advance(HOUSE, case, event("tell", 22, id="e9"))
    assert [3] == late(told, "tell", 99)


def test_a_hold_that_is_released_early_ends_on_that_day() -> None:
    """From the release on telling is possible, and late from the day after it."""
    case = played(hold(2, 30), ("release", 12, {}))
    assert [0, 1] == late(case, "tell", 12, 13)
    assert [day(30), day(30), None] == [held(HOUSE, case, day(at)) for at in (5, 11, 12)]


def test_a_release_does_not_touch_what_is_over_or_still_to_come() -> None:
    """A release written down late ends the hold of its own day only."""
    case = played(hold(2, 5), hold(9, 20), ("release", 7, {"recorded": 10}))
    assert [day(5), None, day(20)] == [held(HOUSE, case, day(at)) for at in (5, 7, 10)]


def test_holds_are_told_up_to_their_day() -> None:
    """The longest of those that hold on a day counts, and before and after them none does."""
    case = played(hold(2, 10), hold(4, 8))
    assert [None, day(10), day(10), day(10), None] == [held(HOUSE, case, day(at)) for at in (1, 2, 5, 10, 11)]


def test_a_hold_without_an_end_is_of_one_day() -> None:
    """A log that was never judged may hold nothing but the day itself."""
    case = follow(HOUSE, played(), event("hold", 3, id="e2"))
    assert [day(3), None] == [held(HOUSE, case, day(at)) for at in (3, 4)]


# --- what a protective step owes -----------------------------------------------------------------------------------


def owed_for(case: Case, event_id: str = "e2", at: int = 400) -> dict[str, int | None]:
    """Return what a protective step lacked, with the day on which it was given."""
    codes = (each for each in ledger(HOUSE, case, day(at)) if each.event == event_id and ":" in each.code)
    return {each.code.partition(":")[0]: number(each.met) for each in codes}


def test_what_a_protective_step_lacks_is_owed_at_once_and_gets_late() -> None:
    """Reason, day of review and contact are owed from the day of the step, each within its own period."""
    case = played(("shut", 4, {}))
    found = [each for each in due(HOUSE, case, day(4)) if ":" in each.code]
    assert [("contact:e2", 6), ("reason:e2", 7), ("review_on:e2", 7)] == [
        (each.code, number(each.due)) for each in found
    ]
    assert [0, 1] == late(case, "reason:e2", 7, 8)
    assert ("The reason", "Say why.", "case-manager", "", False) == (found[1].title, found[1].says, found[1].owed_by, found[1].to, found[1].contact)  # fmt: skip


def test_a_whole_protective_step_owes_nothing() -> None:
    """What was given is not owed."""
    assert {} == owed_for(played(SHUT))


def test_what_was_missing_is_met_when_it_is_given() -> None:
    """Each field is met by the entry that gives it, and stays late when that came late."""
    case = played(
        ("shut", 0, {}),
        ("supply", 1, {"about": "e2", "reason": "n1"}),
        ("supply", 5, {"about": "e2", "contact": staff("contact", "u5"), "review_on": day(9)}),
    )
    assert {"reason": 1, "contact": 5, "review_on": 5} == owed_for(case)
    assert ([0], [3]) == (late(case, "reason:e2", 9), late(case, "contact:e2", 9))


def test_a_correction_gives_what_it_corrects_and_no_reason() -> None:
    """Its own reason is why the entry was wrong, and not why the room was shut."""
    case = played(("shut", 0, {}), ("correct", 1, {"about": "e2", "reason": "n1", "contact": staff("contact", "u5")}))
    assert {"reason": None, "contact": 1, "review_on": None} == owed_for(case)


def test_what_is_given_for_another_step_meets_nothing_here() -> None:
    """Each step has what it lacks of its own."""
    case = played(("shut", 0, {}), ("shut", 1, {}), ("supply", 2, {"about": "e3", "reason": "n1"}))
    assert (None, 2) == (owed_for(case)["reason"], owed_for(case, "e3")["reason"])


CONFLICTED: Line = ("conflict", 0, {"who": "u8"})
APPOINTED: tuple[Line, ...] = (
    ("clear", 0, {"who": "u3"}),
    ("appoint", 0, {"who": "u2", "person": staff("finder", "u3")}),
)


@pytest.mark.parametrize(
    ("expected", "before", "fields"),
    [
        (False, (), {}),
        (True, (), {"who": "u9", "role": "practitioner"}),
        (True, (), {"who": "u9", "role": "nobody"}),
        (True, (CONFLICTED,), {"who": "u8"}),
        (True, (("conflict", 0, {"person": staff("case-manager", "u8")}),), {"who": "u8"}),
        (False, (CONFLICTED, ("manage", 0, {"who": "u2", "person": staff("case-manager", "u8")})), {"who": "u8"}),
        (True, (), {"who": "u3", "role": "finder"}),
        (False, APPOINTED, {"who": "u3", "role": "finder"}),
        (True, (*APPOINTED, ("dismiss", 0, {"person": staff("finder", "u3")})), {"who": "u3", "role": "finder"}),
    ],
    ids=["entitled", "other role", "no role", "conflicted", "called conflicted", "managed", "not appointed", "appointed", "dismissed"],
)  # fmt: skip
def test_a_step_by_somebody_whose_part_it_is_not_owes_a_confirmation(
    expected: bool, before: tuple[Line, ...], fields: dict[str, Any]
) -> None:
    """Whoever is not named for it, is not appointed, or has a conflict takes the step, and somebody confirms it."""
    case = played(*before, ("shut", 1, FULL | fields))
    assert expected == ("confirmation" in owed_for(case, case.log[-1].id))


def test_a_step_for_everybody_owes_a_confirmation_only_of_a_conflict() -> None:
    """Where no role is named anybody may warn, even somebody without a part."""
    assert {} == owed_for(played(("warn", 1, {"who": "u9", "role": "nobody"})))
    assert {"confirmation": None} == owed_for(played(CONFLICTED, ("warn", 1, {"who": "u8"})), "e3")


@pytest.mark.parametrize(
    ("expected", "fields"),
    [
        (5, {}),
        (5, {"reason": "n2"}),
        (None, {"who": "u9"}),
        (None, {"role": "decision-maker"}),
        (None, {"who": "u8"}),
        (None, {"who": PRACTITIONER}),
    ],
    ids=["entitled", "with a reason", "the same person", "not entitled", "conflicted", "whom it is about"],
)
def test_only_another_who_is_entitled_confirms(expected: int | None, fields: dict[str, Any]) -> None:
    """Neither whoever took the step, nor somebody without the part or with a conflict, nor the guest confirms it."""
    taken: Line = ("shut", 1, FULL | {"who": "u9", "role": "practitioner"})
    case = follow(HOUSE, played(CONFLICTED, taken), event("supply", 5, id="e9", about="e3", **fields))
    assert {"confirmation": expected} == owed_for(case, "e3")


# --- rights --------------------------------------------------------------------------------------------------------


def standing(case: Case, *days: int) -> list[list[tuple[str, int | None]]]:
    """Return (code, since when) of the rights that stand on each of some days."""
    return [[(each.code, number(each.since)) for each in rights(HOUSE, case, day(at))] for at in days]


def test_a_missed_review_gives_the_right_from_the_day_after() -> None:
    """On the day of review there is none yet; from the next on there is, with its words and its basis."""
    case = played(SHUT)
    assert [[], [("open-up", 13)], [("open-up", 13)]] == standing(case, 12, 13, 300)
    [right] = rights(HOUSE, case, day(13))
    assert ("Right to have the room opened", "Nobody looked in time.", "practitioner", "look", False) == (
        right.label, right.says, right.holder, right.obligation, right.verified
    )  # fmt: skip
    assert "The rules of a guest house that does not exist." == right.basis


@pytest.mark.parametrize(
    "later",
    [
        ("look", 14, {"review_on": day(20)}),
        ("shut", 14, FULL | {"review_on": day(40)}),
        ("explain", 14, {"obligation": "look", "reason": "n1"}),
        ("pause", 13, {}),
        ("hold", 13, {"until": day(40), "choice": "police"}),
        ("talk", 14, {}),
    ],
)
def test_nothing_done_late_takes_the_right_away(later: Line) -> None:
    """A late review, another shutting, a reason, a pause and a hold leave the right where it is."""
    assert [[("open-up", 13)]] == standing(played(SHUT, later), 15)


def test_the_right_ends_when_it_is_used() -> None:
    """Once the room was opened there is nothing left to claim; the next missed review gives it anew."""
    case = played(SHUT, ("unshut", 15, {}))
    assert [[("open-up", 13)], [], []] == standing(case, 14, 15, 99)
    again = advance(HOUSE, case, event("shut", 20, id="e9", **{**FULL, "review_on": day(22)}))
    assert [[], [("open-up", 23)]] == standing(again, 22, 23)


def test_what_ends_a_right_on_the_day_of_review_itself_uses_none() -> None:
    """There is nothing to use yet on the day itself; on the next there is."""
    table = house(
        (
            'says = "Nobody looked in time."\nended_by = ["unshut"]',
            'says = "Nobody looked in time."\nended_by = ["tell"]',
        )
    )
    found = [rights(table, played(SHUT, ("tell", on, {}), table=table), day(20)) for on in (12, 13)]
    assert [["open-up"], []] == [[each.code for each in some] for some in found]


def test_opening_in_time_is_no_use_of_a_right() -> None:
    """A review that was met gives no right."""
    assert [[], []] == standing(played(SHUT, ("unshut", 12, {})), 12, 99)


def test_two_missed_reviews_are_two_reasons_for_the_right() -> None:
    """Each missed review is told."""
    case = played(SHUT, ("look", 14, {"review_on": day(16)}))
    assert [[("open-up", 13), ("open-up", 17)]] == standing(case, 17)


def test_what_was_struck_out_uses_no_right() -> None:
    """An opening that never was, written down while the room was free, takes nothing away."""
    table = house(('unshut = { region = "room", at = ["shut"], event = "unshut", to = "free", source = "rules" }', 'unshut = { region = "room", at = ["shut"], event = "unshut", source = "rules" }\nopened = { region = "room", at = ["shut"], event = "tell", to = "free", source = "rules" }'))  # fmt: skip
    struck = played(SHUT, ("unshut", 15, {}), ("strike", 16, {"about": "e3", "reason": "n1"}), table=table)
    assert ["open-up"] == [each.code for each in rights(table, struck, day(20))]
    used = played(SHUT, ("unshut", 15, {}), table=table)
    assert [] == [each.code for each in rights(table, used, day(20))]


# --- another day than today ----------------------------------------------------------------------------------------


def test_what_came_later_is_not_known_yet() -> None:
    """Asked for a day that is over, everything is as it was on that day."""
    case = played(SHUT, ("talk", 9, {}), ("tell", 9, {}), ("letter", 10, {}), ("unshut", 15, {}))
    assert ["talk", "tell", "look", "limit"] == [each.code for each in due(HOUSE, case, day(8))]
    assert ["talk", "tell"] == [each.code for each in lapsed(HOUSE, case, day(8))]
    assert [1, 1] == [each.days_late(day(8)) for each in lapsed(HOUSE, case, day(8))]
    assert [each.code for each in due(HOUSE, played(SHUT), day(8))] == [each.code for each in due(HOUSE, case, day(8))]


def test_before_the_case_nothing_was_owed() -> None:
    """A day before the first event knows of nothing."""
    assert () == due(HOUSE, played(SHUT), day(-1))


def test_what_is_outstanding_knows_what_was_done_since() -> None:
    """For an entry that is written down late, what was done in between is done."""
    case = played(SHUT, ("talk", 9, {}), ("tell", 9, {}))
    assert ["talk", "tell", "look", "limit"] == [each.code for each in due(HOUSE, case, day(8))]
    assert ["look", "talk", "limit"] == [each.code for each in outstanding(HOUSE, case, day(8))]


# --- contacts ------------------------------------------------------------------------------------------------------


def test_the_next_contact_is_the_first_that_is_due() -> None:
    """The next contact with somebody is known as long as one is owed, late or not."""
    case = played(SHUT)
    found = [
        next_contact(HOUSE, each, day(8)) for each in (case, played(SHUT, ("talk", 3, {})), played(("tell", 1, {})))
    ]
    assert ["talk", "tell", None] == [each and each.code for each in found]
    assert next_contact(HOUSE, case, day(8), "raised") is None


def test_the_next_contact_with_whoever_raised_the_concern() -> None:
    """In the five steps both have somebody who is in touch, from the first day to after the case."""
    table, case = process_table("five-step"), case_until("begin-triage")
    assert {"practitioner": "practitioner", "raised": "raised"} == {
        party: found.to for party in ("practitioner", "raised") if (found := next_contact(table, case, day(2), party))
    }  # fmt: skip
    assert next_contact(table, case_until(), day(40)) is not None


# --- laws ----------------------------------------------------------------------------------------------------------

WHATS = [
    "talk",
    "letter",
    "tell",
    "shut",
    "unshut",
    "look",
    "pause",
    "resume",
    "hold",
    "release",
    "leave",
    "back",
    "judge",
]


def at_random(drawn: list[tuple[str, int, int]], table: ProcessTable = HOUSE) -> Case:
    """Return a case of drawn (event, days after the last entry, lag), each followed where it is in reach."""
    case, now = played(table=table), 0
    for count, (what, after, lag) in enumerate(drawn, start=2):
        now += after
        fields: dict[str, Any] = {"until": day(now + 4)} if what == "hold" else {}
        found = event(what, max(0, now - lag), id=f"e{count}", recorded=now, who=MANAGER, **fields)
        if table.is_in_reach(what, case.states):
            case = follow(table, case, found)
    return case


DRAWN = st.lists(st.tuples(st.sampled_from(WHATS), st.integers(0, 9), st.integers(0, 12)), max_size=14)


@given(DRAWN, st.integers(0, 150), st.integers(0, 30))
def test_time_alone_undoes_nothing(drawn: list[tuple[str, int, int]], at: int, more: int) -> None:
    """After the last event, what is over stays as it was, days only move on, and lateness only grows."""
    case = at_random(drawn)
    now = max(at, *(number(each.recorded.date()) or 0 for each in case.log))
    then, later = (ledger(HOUSE, case, day(each)) for each in (now, now + more))
    assert [(each.code, each.since) for each in then] == [(each.code, each.since) for each in later]
    assert [each for each in then if not each.is_open] == [each for each in later if not each.is_open]
    for one, other in zip(then, later, strict=True):
        assert one.due <= other.due
        assert one.days_late(day(now)) <= other.days_late(day(now + more))


@given(DRAWN, st.integers(0, 150))
def test_the_ledger_holds_together(drawn: list[tuple[str, int, int]], at: int) -> None:
    """Nothing ends before it began or both ways, and what is due is what the ledger has open."""
    case = at_random(drawn)
    found = ledger(HOUSE, case, day(at))
    assert all(each.since <= day(at) for each in found)
    assert all(each.since <= over <= day(at) for each in found if (over := each.met or each.ended))
    assert not any(each.met and each.ended for each in found)
    assert {(each.code, each.event) for each in found if each.is_open} == {(each.code, each.event) for each in due(HOUSE, case, day(at))}  # fmt: skip
    assert {each.code for each in overdue(HOUSE, case, day(at))} <= {each.code for each in lapsed(HOUSE, case, day(at))}


@given(st.permutations(range(2, 9)))
def test_talks_written_down_in_any_order_are_the_same_talks(order: list[int]) -> None:
    """Whatever the order in which talks of different days were written down, the weeks between them are the same."""
    at_once = played(SHUT, *(("talk", on * 3, {}) for on in sorted(order)))
    in_disorder = played(SHUT, *(("talk", on * 3, {"recorded": 30}) for on in order))
    assert lines(at_once, "talk") == lines(in_disorder, "talk")


def test_a_choice_that_is_none_holds_up_no_protection_and_is_owed() -> None:
    """The door is shut all the same; a code that the event has not counts as not given, until one is."""
    table = house(
        (
            'asks = ["reason", "review_on", "contact"] }',
            'asks = ["choice"], choices = { now = "Now", tonight = "Tonight" } }',
        ),
        ("[owing]\n", '[owing]\nchoice = { title = "Which", says = "Say which.", owed_by = "case-manager", within = { number = 1, unit = "working days" }, source = "rules" }\n'),
    )  # fmt: skip
    wrong = played(("shut", 1, {"choice": "later", "role": "case-manager"}), table=table)
    assert "choice:e2" in {each.code for each in due(table, wrong, day(1))}
    given = advance(table, wrong, event("supply", 2, id="e3", about="e2", choice="now"))
    assert "choice:e2" not in {each.code for each in due(table, given, day(2))}
    right = played(("shut", 1, {"choice": "now", "role": "case-manager"}), table=table)
    assert "choice:e2" not in {each.code for each in due(table, right, day(1))}
