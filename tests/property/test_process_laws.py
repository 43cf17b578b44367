"""Laws of the process: how days are counted, what time does to what is owed, and what no table may say."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.property.played_case import ACCOUNTS, NO_CASE
from tests.property.process_strategies import (
    FIRST,
    FIRST_DAY,
    Holidays,
    both,
    calendars,
    days,
    periods,
    renamed,
    with_effect,
    with_nature,
)
from tests.property.process_walks import Found, Way, out_of_reach, played, ready_for, ways

from fairness_core.errors import ConfigError, TransitionRefused
from fairness_core.process.case import advance
from fairness_core.process.clocks import Period, last_day
from fairness_core.process.log import Case, Event, follow
from fairness_core.process.obligations import Owed, held, ledger, outstanding, rights
from fairness_core.process.table import (
    ANY,
    ActorNot,
    Arrow,
    Evidence,
    Guard,
    InRegion,
    NotOverdue,
    Obligation,
    Owing,
    PersonNot,
    ProcessTable,
    load_process,
    process_table,
    processes,
)
from fairness_core.staff import StaffRef

# --- counting days -------------------------------------------------------------------------------------------------


@given(start=days(), later=st.integers(0, 70), period=periods(), calendar=calendars())
def test_who_starts_later_never_ends_earlier(start: date, later: int, period: Period, calendar: Holidays) -> None:
    """The last day of a period never moves back when its start moves on."""
    assert last_day(start, period, calendar) <= last_day(start + timedelta(days=later), period, calendar)


@given(start=days(), period=periods(), more=st.integers(0, 20), calendar=calendars())
def test_longer_periods_never_end_earlier(start: date, period: Period, more: int, calendar: Holidays) -> None:
    """More of the same unit never ends earlier."""
    longer = attrs.evolve(period, number=period.number + more)
    assert last_day(start, period, calendar) <= last_day(start, longer, calendar)


@given(start=days(), period=periods(), calendar=calendars())
def test_including_the_day_never_ends_after_counting_from_the_next(
    start: date, period: Period, calendar: Holidays
) -> None:
    """A period that includes its first day ends on the day of one that does not, or before, and never before it starts."""
    including, after = (attrs.evolve(period, counting=counting) for counting in ("including", "after"))
    assert start <= last_day(start, including, calendar) <= last_day(start, after, calendar)


@given(start=days(), number=st.integers(1, 40), counting=st.sampled_from(("after", "including")), data=st.data())
def test_working_days_end_on_working_days(
    start: date, number: int, counting: Literal["after", "including"], data: st.DataObject
) -> None:
    """A period of working days ends on a working day, with exactly so many of them up to it."""
    calendar = data.draw(calendars(start))
    first = start if counting == "including" else start + timedelta(days=1)
    end = last_day(start, attrs.evolve(Period(number=number, unit="working days"), counting=counting), calendar)
    assert calendar.is_working_day(end)
    assert number == sum(
        calendar.is_working_day(first + timedelta(days=each)) for each in range((end - first).days + 1)
    )


# --- what time does ------------------------------------------------------------------------------------------------


@given(way=ways(), wait=st.integers(0, 400), longer=st.integers(0, 400), calendar=calendars())
def test_time_brings_nothing_forward_and_undoes_nothing(way: Way, wait: int, longer: int, calendar: Holidays) -> None:
    """As time passes, what was done stays done, nothing new is owed, and no day moves earlier."""
    found = played(way)
    first, then = found.day + timedelta(days=wait), found.day + timedelta(days=wait + longer)
    was, now = (ledger(found.table, found.case, day, calendar) for day in (first, then))
    assert [each for each in was if not each.is_open] == [each for each in now if not each.is_open]
    assert [each.code for each in was] == [each.code for each in now]
    assert [] == [one.code for one, other in zip(was, now, strict=True) if other.due < one.due]
    assert [] == [one.code for one, other in zip(was, now, strict=True) if other.days_late(then) < one.days_late(first)]


@given(way=ways(), pause=st.integers(0, 60), length=st.integers(0, 90))
def test_pausing_brings_nothing_forward(way: Way, pause: int, length: int) -> None:
    """While a case is paused and after, nothing is due earlier than without the pause, and support is due as it was."""
    found = played(way)
    table, plain = found.table, found.case
    began, ended = found.day + timedelta(days=pause), found.day + timedelta(days=pause + length)
    paused = _also(table, plain, "pause", began)
    resumed = _also(table, paused, "resume", ended)
    assume(paused.states != plain.states and resumed.states == plain.states)
    for case, day in ((paused, ended), (resumed, ended), (resumed, ended + timedelta(days=50))):
        _none_earlier(table, ledger(table, plain, day), ledger(table, case, day))


def _also(table: ProcessTable, case: Case, effect: str, day: date, until: date | None = None) -> Case:
    """Return the case after an event of an effect on a day, whoever may bring it about."""
    at = FIRST + (day - FIRST_DAY)
    event = Event(
        id=f"e{case.version + 1}",
        what=with_effect(table, effect)[0],
        occurred=at,
        recorded=at,
        actor=StaffRef(role="case-manager", id="u1"),
        until=until,
    )
    return follow(table, case, event)


def _none_earlier(table: ProcessTable, without: tuple[Owed, ...], with_it: tuple[Owed, ...]) -> None:
    days_without = {(each.code, each.event, each.since): each.due for each in without}
    for each in with_it:
        was = days_without.get((each.code, each.event, each.since))
        rule = table.obligations.get(each.code)
        if was is not None:
            assert was <= each.due
            assert was == each.due or (rule is not None and rule.pausable)


@given(
    way=ways(),
    holds=st.lists(st.tuples(st.integers(-8, 8), st.integers(0, 20)), max_size=4),
    wait=st.integers(0, 60),
)
def test_nothing_becomes_late_while_telling_is_held(way: Way, holds: list[tuple[int, int]], wait: int) -> None:
    """What waits for a hold is late by the days after its own on which telling was not held, and by no more."""
    found = played(way)
    table, case, since = found.table, found.case, found.day
    for gap, length in holds:
        since += timedelta(days=gap)
        case = _also(table, case, "hold", since, until=since + timedelta(days=length))
    day = max(since, found.day) + timedelta(days=wait)
    waiting = [each for each in ledger(table, case, day) if each.is_open and _is_holdable(table, each)]
    assert [_days_late(table, case, each.due, day) for each in waiting] == [each.days_late(day) for each in waiting]


def _is_holdable(table: ProcessTable, owed: Owed) -> bool:
    rule = table.obligations.get(owed.code)
    return rule is not None and rule.holdable


def _days_late(table: ProcessTable, case: Case, due: date, day: date) -> int:
    after = [due + timedelta(days=each) for each in range(1, (day - due).days + 1)]
    return sum(held(table, case, each) is None for each in after)


@given(way=ways())
def test_all_that_is_owed_says_where_its_rule_comes_from(way: Way) -> None:
    """Each thing owed shows a source or a doubt, and one that was not verified shows its doubt."""
    found = played(way)
    owed = ledger(found.table, found.case, found.day)
    assert [] == [each.code for each in owed if not each.basis or not (each.verified or "Doubt: " in each.basis)]


@given(way=ways())
def test_a_case_may_move_to_a_revision_that_only_names_states_otherwise(way: Way) -> None:
    """Moving there is always allowed, and everything is owed, due and late as it was, with the same rights."""
    found = played(way)
    table, new = found.table, renamed(way.process)
    assume(found.case.process != new.ref)
    moved = advance(table, found.case, _moving(found, new), tables=both(way.process))
    for asked in (ledger, rights, outstanding):
        assert asked(table, found.case, found.day) == asked(new, moved, found.day)


def _moving(found: Found, new: ProcessTable) -> Event:
    at = FIRST + (found.day - FIRST_DAY) + timedelta(hours=14)
    return Event(
        id=f"e{found.case.version + 1}",
        what=with_effect(found.table, "migrate")[0],
        occurred=at,
        recorded=at,
        actor=StaffRef(role="case-manager", id="u1"),
        reason="n1",
        to_table=new.ref,
    )


# --- what no table may say -----------------------------------------------------------------------------------------

SAYS = "Do first what a table must not ask for."


def _guards(table: ProcessTable) -> st.SearchStrategy[Guard]:
    """Draw a guard of any kind, of anything that the table knows."""
    standings = ("undeclared", "conflicted", "managed", "decided")
    who = st.tuples(st.sampled_from((*standings, *table.roles)))
    places = [(code, state) for code, region in table.regions.items() for state in region.states]
    return st.one_of(
        st.builds(Evidence, of=st.tuples(st.sampled_from([*table.events])), says=st.just(SAYS)),
        st.sampled_from(places).map(lambda place: InRegion(region=place[0], states=(place[1],), says=SAYS)),
        st.builds(ActorNot, who=who, says=st.just(SAYS)),
        st.builds(PersonNot, who=who, says=st.just(SAYS)),
        _waits(table),
    )


def _waits(table: ProcessTable) -> st.SearchStrategy[NotOverdue]:
    """Draw a guard that waits for what is overdue, of all obligations or of one."""
    one = st.lists(st.sampled_from([*table.obligations]), max_size=1).map(tuple)
    return st.builds(NotOverdue, obligations=one, says=st.just(SAYS))


def _faults_of(table: ProcessTable, event: str, guard: Guard, pick: int) -> list[str]:
    """Return the key paths of what is wrong with a guard when an arrow of this event has it; it may be a new arrow."""
    arrows = {code: arrow for code, arrow in table.arrows.items() if arrow.event == event}
    code = [*arrows, "new"][pick % (len(arrows) or 1)]
    arrow = arrows.get(code, Arrow(region=table.index.main, at=(ANY,), event=event, doubt="None."))
    guarded = attrs.evolve(arrow, needs=(*arrow.needs, guard))
    changed = attrs.evolve(table, arrows={**table.arrows, code: guarded})
    return [path for path, _ in changed.faults() if path.startswith(f"arrows.{code}.needs")]


@given(data=st.data(), process=st.sampled_from(processes()), pick=st.integers(0, 9))
def test_no_table_can_hold_up_protective_action(data: st.DataObject, process: str, pick: int) -> None:
    """A guard of any kind on any protective event is a fault of the process, so that it cannot be loaded."""
    table = process_table(process)
    event = data.draw(st.sampled_from(with_nature(table, "protective")))
    assert [] != _faults_of(table, event, data.draw(_guards(table)), pick)


@given(data=st.data(), process=st.sampled_from(processes()), pick=st.integers(0, 9))
def test_no_table_can_let_support_wait_for_what_is_overdue(data: st.DataObject, process: str, pick: int) -> None:
    """To let a supportive event, or one that records, wait for what is overdue is a fault of the process."""
    table = process_table(process)
    event = data.draw(st.sampled_from([*with_nature(table, "supportive"), *with_nature(table, "record")]))
    assert [] != _faults_of(table, event, data.draw(_waits(table)), pick)


@pytest.mark.parametrize("process", processes())
def test_a_file_that_holds_up_protective_action_is_not_loaded(process: str) -> None:
    """A file that puts a guard on a protective event of a packaged process is refused, and says where it is."""
    table = process_table(process)
    code = next(code for code, arrow in table.arrows.items() if table.events[arrow.event].nature == "protective")
    guard = f'{{ kind = "not_overdue", says = "{SAYS}" }}'
    with pytest.raises(ConfigError) as refused:
        load_process(f'extends = "{process}"\nid = "changed"\n[arrows.{code}]\nneeds = [{guard}]\n')
    assert f"arrows.{code}.needs" in [each.where.field for each in refused.value.problems]


# --- what each packaged process keeps ------------------------------------------------------------------------------


@pytest.mark.parametrize("process", processes())
def test_each_rule_says_where_it_comes_from(process: str) -> None:
    """Each arrow, obligation and owing shows a source or a doubt; a period that was not verified shows its doubt."""
    table = process_table(process)
    rules: dict[str, Arrow | Obligation | Owing] = {
        **table.arrows,
        **table.obligations,
        **{f"owing {code}": rule for code, rule in table.owing.items()},
    }
    assert [] == [code for code, rule in rules.items() if not table.cite(rule.source, rule.doubt)]
    assert [] == [code for code, rule in table.obligations.items() if not (rule.verified or rule.doubt)]


@pytest.mark.parametrize("process", processes())
def test_a_revision_that_only_names_states_otherwise_is_sound(process: str) -> None:
    """The revision that the random cases move to is a table like any other."""
    assert [] == [*renamed(process).faults()]


@pytest.mark.parametrize("process", processes())
def test_each_event_can_happen(process: str) -> None:
    """In each packaged process there is a way from the beginning to every event that it uses."""
    assert [] == out_of_reach(process)


OUTCOMES = [
    (process, code)
    for process in processes()
    for code, kind in process_table(process).used.items()
    if NO_CASE in kind.choices
]


@pytest.mark.parametrize(("process", "outcome"), OUTCOMES)
def test_no_outcome_rests_on_an_account_that_was_struck_out(process: str, outcome: str) -> None:
    """Where an outcome may be recorded, it may not be once every account and refusal was struck out."""
    ready = ready_for(process, outcome)
    assert ready
    found, event = ready
    table, case = found.table, found.case
    assert [each.what for each in case.log if each.what in ACCOUNTS]
    for each in found.case.log:
        if each.what in ACCOUNTS and each.id not in case.struck:
            case = follow(table, case, attrs.evolve(_striking(table, each, case.version), recorded=event.recorded))
    with pytest.raises(TransitionRefused):
        advance(table, case, attrs.evolve(event, id="e9999"))


def _striking(table: ProcessTable, about: Event, version: int) -> Event:
    return Event(
        id=f"s{version + 1}",
        what=with_effect(table, "strike")[0],
        occurred=about.recorded,
        recorded=about.recorded,
        actor=StaffRef(role="case-manager", id="u1"),
        reason="n1",
        about=about.id,
    )
