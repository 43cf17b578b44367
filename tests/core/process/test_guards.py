"""The five kinds of guard: when each holds, and what it says when it does not."""

from __future__ import annotations

from typing import Any

import pytest
from tests.core.process.made_cases import MANAGER, day, staff
from tests.core.process.made_house import HOUSE, Line, played
from tests.core.process.test_clocks import EASTER

from fairness_core.process.clocks import WEEKDAYS, Calendar, Period
from fairness_core.process.guards import Unmet, guard_unmet, is_any_of
from fairness_core.process.log import Case
from fairness_core.process.table import ActorNot, Evidence, Guard, InRegion, NotOverdue, PersonNot

SAYS = "Do this first."


def holds(guard: Guard, case: Case, at: int = 9, calendar: Calendar = WEEKDAYS, **fields: Any) -> bool:
    """Tell whether a guard holds for the case manager on a day; where it does not, it says its own sentence."""
    asked: dict[str, Any] = {"actor": staff("case-manager", MANAGER), "person": None, "event": ""} | fields
    found = guard_unmet(
        guard, HOUSE, case, asked["actor"], asked["person"], day(at), calendar, asked["event"]
    )  # fmt: skip
    assert found is None or (guard.kind, SAYS) == (found.kind, found.says)
    return found is None


def evidence(*of: str, **fields: Any) -> Evidence:
    """Return a guard that asks for one of some events."""
    return Evidence(of=of, says=SAYS, **fields)


# --- evidence ------------------------------------------------------------------------------------------------------


def test_one_of_the_events_is_enough() -> None:
    """The guard holds once any of its events is recorded."""
    assert not holds(evidence("talk", "tell"), played())
    assert holds(evidence("talk", "tell"), played(("tell", 1, {})))


@pytest.mark.parametrize(
    ("expected", "order"),
    [(True, ["letter", "talk"]), (False, ["talk", "letter"]), (True, ["talk"]), (False, ["letter"]), (True, ["talk", "letter", "talk"])],
)  # fmt: skip
def test_evidence_since_an_event_is_newer_than_it(expected: bool, order: list[str]) -> None:
    """What was done before the last of `since` does not count; where that never happened, anything does."""
    case = played(*((what, 1, {}) for what in order))
    assert expected == holds(evidence("talk", since=("letter",)), case)


def test_the_choice_of_the_latest_counts() -> None:
    """An event that chose otherwise is no evidence, and a later one overrules an earlier."""
    lines: tuple[Line, ...] = (("clear", 0, {}), ("bill", 1, {"choice": "large"}), ("bill", 2, {"choice": "small"}))
    assert [True, False] == [holds(evidence("bill", choice="large"), played(*lines[:to])) for to in (2, 3)]
    corrected = played(*lines[:2], ("correct", 2, {"about": "e3", "reason": "n1", "choice": "small"}))
    assert holds(evidence("bill", choice="small"), corrected)
    assert not holds(evidence("bill", choice="large"), corrected)


def test_a_period_is_waited_to_its_end() -> None:
    """The guard holds from the day after the period's last."""
    waited = evidence("talk", waited=Period(number=2, unit="working days"))
    case = played(("talk", 4, {}))
    assert [False, False, True] == [holds(waited, case, at) for at in (4, 8, 9)]


def test_a_period_is_waited_by_the_calendar_that_is_given() -> None:
    """Good Friday and Easter Monday are no days that somebody had."""
    waited, case = evidence("talk", waited=Period(number=2, unit="working days")), played(("talk", 87, {}))
    assert "2026-04-02" == day(87).isoformat()
    assert [True, False] == [holds(waited, case, 93, calendar) for calendar in (WEEKDAYS, EASTER)]
    assert holds(waited, case, 97, EASTER)


def test_a_corrected_day_is_waited_from() -> None:
    """The period runs from when it truly happened."""
    waited = evidence("talk", waited=Period(number=5, unit="calendar days"))
    case = played(("talk", 4, {}), ("correct", 5, {"about": "e2", "reason": "n1", "true_day": day(1)}))
    assert [False, True] == [holds(waited, case, at) for at in (6, 7)]


def test_what_was_struck_out_is_no_evidence() -> None:
    """An entry made by mistake shows nothing; an earlier one of its kind still does."""
    once = played(("talk", 1, {}), ("strike", 2, {"about": "e2", "reason": "n1"}))
    twice = played(("talk", 1, {}), ("talk", 1, {}), ("strike", 2, {"about": "e3", "reason": "n1"}))
    assert [False, True] == [holds(evidence("talk"), case) for case in (once, twice)]


# --- regions and people --------------------------------------------------------------------------------------------


def test_a_region_is_in_one_of_the_states() -> None:
    """The guard looks at the state of one region, and a region that is not there is in none."""
    guard = InRegion(region="room", states=("shut",), says=SAYS)
    assert [False, True] == [holds(guard, case) for case in (played(), played(("shut", 1, {})))]
    assert not holds(InRegion(region="cellar", states=("shut",), says=SAYS), played())


@pytest.mark.parametrize(
    ("expected", "who", "lines"),
    [
        (False, "undeclared", ()),
        (True, "undeclared", (("clear", 0, {}),)),
        (False, "conflicted", (("conflict", 0, {}),)),
        (False, "managed", (("conflict", 0, {}), ("manage", 0, {"who": "u2", "person": staff("case-manager", MANAGER)}))),
        (True, "conflicted", (("conflict", 0, {}), ("manage", 0, {"who": "u2", "person": staff("case-manager", MANAGER)}))),
        (False, "case-manager", (("talk", 0, {}),)),
        (True, "case-manager", ()),
        (False, "finder", (("clear", 0, {}), ("appoint", 0, {"who": "u2", "person": staff("finder", MANAGER)}))),
        (False, "decided", (("clear", 0, {}), ("judge", 0, {}))),
        (False, "did:talk", (("talk", 0, {}),)),
        (True, "did:talk", (("talk", 0, {"who": "u2"}),)),
        (True, "did:talk", (("talk", 0, {}), ("strike", 0, {"about": "e2", "reason": "n1"}))),
        (False, "did:talk", (("talk", 0, {}), ("talk", 0, {}), ("strike", 0, {"about": "e2", "reason": "n1"}))),
    ],
)  # fmt: skip
def test_who_acts_and_who_is_named_are_none_of_some(expected: bool, who: str, lines: tuple[Line, ...]) -> None:
    """A role once acted in or held, what is declared, a decision, an event brought about: each bars, of either."""
    case = played(*lines, first={"who": "u7"})
    assert expected == holds(ActorNot(who=(who,), says=SAYS), case)
    person: dict[str, Any] = {"actor": staff("decision-maker", "u9"), "person": staff("finder", MANAGER)}
    assert expected == holds(PersonNot(who=(who,), says=SAYS), case, **person)


def test_nobody_is_barred_who_is_not_known() -> None:
    """Without an actor or a person there is nobody to judge."""
    assert holds(ActorNot(who=("undeclared",), says=SAYS), played(), actor=None)
    assert holds(PersonNot(who=("undeclared",), says=SAYS), played())


def test_any_of_several_bars() -> None:
    """One reason is enough."""
    case = played(("clear", 0, {}), ("talk", 0, {}))
    assert is_any_of(case, staff("case-manager", MANAGER), ("undeclared", "did:talk"))
    assert not is_any_of(case, staff("case-manager", MANAGER), ("undeclared", "did:tell"))


# --- what is overdue -----------------------------------------------------------------------------------------------


def overdue_codes(case: Case, at: int, *, named: tuple[str, ...] = (), for_event: str = "") -> tuple[str, ...]:
    """Return what the guard finds overdue."""
    guard = NotOverdue(obligations=named, says=SAYS)
    found: Unmet | None = guard_unmet(guard, HOUSE, case, None, None, day(at), WEEKDAYS, for_event)
    return found.codes if found else ()


def test_what_is_overdue_is_named() -> None:
    """The guard says by code what should have been done."""
    case = played(("letter", 0, {}), ("shut", 0, {}))
    assert () == overdue_codes(case, 1)
    assert ("reason:e3", "review_on:e3", "contact:e3") == overdue_codes(case, 5)[:3]
    assert {"tell", "talk", "reason:e3", "review_on:e3", "contact:e3"} == {*overdue_codes(case, 9)}


def test_only_what_is_named_counts() -> None:
    """A guard with obligations of its own looks at no others."""
    case = played(("shut", 0, {}))
    assert ("tell",) == overdue_codes(case, 12, named=("tell",))
    assert () == overdue_codes(case, 12, named=("answer",))


def test_a_ceiling_counts_only_where_it_is_named() -> None:
    """Nothing meets a ceiling, so it would hold up everything for ever."""
    full: dict[str, Any] = {"reason": "n1", "review_on": day(9), "contact": staff("contact", "u5")}
    lines: tuple[Line, ...] = (("tell", 0, {}), ("shut", 0, full), ("look", 9, {"review_on": day(23)}))
    more: tuple[Line, ...] = (*lines, ("look", 20, {"review_on": day(34)}), ("look", 32, {"review_on": day(46)}))
    case = played(*more, ("talk", 32, {}))
    assert () == overdue_codes(case, 33)
    assert ("limit",) == overdue_codes(case, 33, named=("limit",))


def test_what_is_late_is_not_held_up_by_its_own_lateness() -> None:
    """The event that meets what is late is not told to do it first, unless it is named."""
    case = played(("tell", 0, {}), ("letter", 0, {}))
    assert ("answer",) == overdue_codes(case, 20)
    assert () == overdue_codes(case, 20, for_event="bill")
    assert ("answer",) == overdue_codes(case, 20, for_event="bill", named=("answer",))


def test_what_gave_a_right_when_it_was_missed_counts_in_any_case() -> None:
    """A formal step does not make up for a review that was missed, though it would meet it."""
    full: dict[str, Any] = {"reason": "n1", "contact": staff("contact", "u5"), "review_on": day(2)}
    case = played(("tell", 0, {}), ("shut", 0, full))
    assert ("look",) == overdue_codes(case, 3, for_event="unshut")


def test_what_may_not_be_told_now_need_not_be_done_first() -> None:
    """While telling is held nobody can do what waits for it, though it was late before."""
    case = played(("hold", 9, {"until": day(20), "choice": "police"}))
    assert [("tell",), (), (), ("tell",)] == [overdue_codes(case, at) for at in (8, 9, 20, 21)]


def test_what_has_been_done_since_does_not_hold_up_a_late_entry() -> None:
    """What was overdue on a day and was done later is no reason to refuse what occurred on that day."""
    case = played(("tell", 12, {}))
    assert () == overdue_codes(case, 9)
    assert ("tell",) == overdue_codes(played(), 9)
