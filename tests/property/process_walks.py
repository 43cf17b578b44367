"""Ways through a process that make sense: what would help next on the way to an event.

Random acts alone seldom get beyond the first step; `towards` knows the table and takes a case as far as closing, an
appeal, or a missed review, with chance deciding wherever several ways lead on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

import attrs
from hypothesis import strategies as st
from tests.property.process_strategies import FIRST, STAFF, SUBJECT, Act, as_event, both, with_effect

from fairness_core.errors import TransitionRefused
from fairness_core.process.case import advance
from fairness_core.process.clocks import WEEKDAYS, Period, last_day
from fairness_core.process.guards import guard_unmet, is_any_of
from fairness_core.process.log import Case, Event, Header, Subject, begin
from fairness_core.process.obligations import overdue
from fairness_core.process.table import (
    ActorNot,
    Evidence,
    Guard,
    InRegion,
    NotOverdue,
    PersonNot,
    ProcessTable,
    process_table,
    processes,
)
from fairness_core.staff import StaffRef

DEEPEST = 9
"""How many events deep a way is looked for."""


@attrs.frozen(kw_only=True)
class Walk:
    """A case on a day, and the chance that decides where several ways lead on."""

    table: ProcessTable
    case: Case
    day: date
    chance: Random

    def shuffled(self, codes: tuple[str, ...]) -> list[str]:
        """Return codes in any order."""
        return self.chance.sample(codes, len(codes))


def goals(table: ProcessTable, case: Case) -> tuple[str, ...]:
    """Return the events that would lead to another step, only to new ones where there are any."""
    main = table.index.main
    been = {case.states[main], *(each.left for each in case.moves if each.region == main)}
    here = (main, case.states[main])
    leads = {
        code: by_place[here].to
        for code, by_place in table.index.arrows.items()
        if here in by_place and code in table.used
    }
    on = tuple(code for code, to in leads.items() if to and to not in been)
    return on or tuple(code for code, to in leads.items() if to and to != here[1])


def towards(walk: Walk, goal: str, seen: tuple[str, ...] = ()) -> Act | None:
    """Return the act that comes next on the way to an event; None where no way is seen.

    That is the event itself when all that it needs is there, else what would meet the first thing that it lacks.
    """
    table, case = walk.table, walk.case
    if goal in (*seen, *table.unused) or len(seen) > DEEPEST or table.events[goal].effect == "open":
        return None
    if not table.is_in_reach(goal, case.states):
        return _way_in(walk, goal, (*seen, goal))
    guards = [guard for arrow in table.arrows_for(goal, case.states) for guard in arrow.needs]
    for guard in guards:
        if isinstance(guard, ActorNot | PersonNot):
            continue
        if guard_unmet(guard, table, case, None, None, walk.day, WEEKDAYS, goal):
            return _remedy(walk, guard, (*seen, goal))
    return _by_somebody(walk, goal, guards, (*seen, goal))


def _way_in(walk: Walk, goal: str, seen: tuple[str, ...]) -> Act | None:
    """Move a region first to where the event has an arrow; by chance, first bring about what it will ask to see."""
    places = walk.table.index.arrows.get(goal, {})
    needs = [guard for arrow in {id(each): each for each in places.values()}.values() for guard in arrow.needs]
    shown = [guard for guard in needs if isinstance(guard, Evidence)] if walk.chance.random() < 0.5 else []
    for guard in shown:
        lacks = guard_unmet(guard, walk.table, walk.case, None, None, walk.day, WEEKDAYS)
        if lacks and (found := _show(walk, guard, seen)):
            return found
    here = {region for region, state in walk.case.states.items() if (region, state) in places}
    away = sorted({region for region, _ in places} - here)
    return _to_one_of(walk, away[0], tuple(state for region, state in places if region == away[0]), seen)


def _to_one_of(walk: Walk, region: str, states: tuple[str, ...], seen: tuple[str, ...]) -> Act | None:
    """Bring about an event that leads to one of the states of a region, else one that leads on from where it is."""
    here = walk.case.states[region]
    arrows = [each for each in walk.table.arrows.values() if each.region == region and each.to not in ("", here)]
    leads = {each.event for each in arrows if each.to in states}
    on = {each.event for each in arrows if here in each.at} - leads
    ways = [*walk.shuffled(tuple(sorted(leads))), *walk.shuffled(tuple(sorted(on)))]
    return _first_of(walk, ways, seen)


def _first_of(walk: Walk, ways: list[str], seen: tuple[str, ...]) -> Act | None:
    return next((found for code in ways if (found := towards(walk, code, seen))), None)


def _remedy(walk: Walk, guard: Guard, seen: tuple[str, ...]) -> Act | None:
    if isinstance(guard, NotOverdue):
        return _do_what_is_late(walk, seen)
    if isinstance(guard, Evidence):
        return _show(walk, guard, seen)
    assert isinstance(guard, InRegion)
    return _to_one_of(walk, guard.region, guard.states, seen)


def _show(walk: Walk, guard: Evidence, seen: tuple[str, ...]) -> Act | None:
    """Bring about what the guard asks to see, with its choice; wait where that is all that is missing."""
    now = attrs.evolve(guard, waited=None)
    if guard.waited and not guard_unmet(now, walk.table, walk.case, None, None, walk.day, WEEKDAYS):
        return _waiting(walk, guard.waited, guard.of)
    act = _first_of(walk, walk.shuffled(guard.of), seen)
    if act and guard.choice and act.what in guard.of:
        return attrs.evolve(act, pick=[*walk.table.events[act.what].choices].index(guard.choice))
    return act


def _waiting(walk: Walk, period: Period, events: tuple[str, ...]) -> Act:
    """Add a document once the whole of a period is over since the last of some events."""
    since = max(walk.case.log[walk.case.last[code]].day for code in events if code in walk.case.last)
    days = (last_day(since, period) - walk.day).days + 1
    return attrs.evolve(_act(walk, "add-document", "case-manager", "u1"), days=days)


def _do_what_is_late(walk: Walk, seen: tuple[str, ...]) -> Act | None:
    for each in overdue(walk.table, walk.case, walk.day):
        if each.ceiling:
            continue
        if ":" in each.code:
            return _confirming(walk, each.event)
        ways = walk.shuffled(walk.table.obligations[each.code].met_by)
        if found := _first_of(walk, ways, seen):
            return found
    return None


def _confirming(walk: Walk, event_id: str) -> Act | None:
    """Give all that a protective step still owes, as somebody else who may take it."""
    about = walk.case.event(event_id)
    codes = with_effect(walk.table, "supply")
    roles = walk.table.events[about.what].by or ("case-manager",)
    if not codes:
        return None
    who = walk.chance.choice([each for each in STAFF if each != about.actor.id])
    return _act(walk, codes[0], walk.chance.choice(roles), who, pick=walk.case.places[event_id])


def _by_somebody(walk: Walk, goal: str, guards: list[Guard], seen: tuple[str, ...]) -> Act | None:
    """Let somebody do it who may: appointed where the role asks for it, and with their interests declared."""
    table, kind = walk.table, walk.table.events[goal]
    roles = kind.by or tuple(code for code, each in table.roles.items() if not each.appointed)
    role = walk.chance.choice(roles)
    pool = walk.case.holders.get(role, frozenset()) if table.roles[role].appointed else STAFF
    if not pool:
        appointing = [code for code, each in table.events.items() if each.effect == "appoint" and each.role == role]
        return _first_of(walk, appointing, seen)
    who = _one_of(walk, role, _fit(walk, goal, guards, role, sorted(pool)) or sorted(pool))
    asked = kind.decides or any(isinstance(guard, ActorNot) for guard in guards)
    if asked and walk.case.standing.get(who, "undeclared") == "undeclared":
        return _act(walk, _declaring(table), role, who)
    if kind.effect == "appoint":
        return _appointing(walk, goal, role, who)
    others = [each for each in STAFF if each != who]
    return _act(walk, goal, role, who, person=walk.chance.choice(others) if kind.standing == "managed" else "")


def _fit(walk: Walk, goal: str, guards: list[Guard], role: str, pool: Sequence[str]) -> list[str]:
    """Return those of some people whom nothing bars from an event but that they have declared nothing yet."""
    asked = [guard for guard in guards if isinstance(guard, ActorNot)]
    barred = {each for guard in asked for each in guard.who} - {"undeclared"}
    if walk.table.events[goal].decides:
        barred |= {"conflicted", "managed", *(code for code, each in walk.table.roles.items() if each.investigates)}
    return [each for each in pool if not is_any_of(walk.case, StaffRef(role=role, id=each), tuple(barred))]


def _one_of(walk: Walk, role: str, pool: Sequence[str]) -> str:
    """Choose who acts in a role: mostly the same person, so that few have two parts in a case."""
    usual = STAFF[[*walk.table.roles].index(role) % len(STAFF)]
    return usual if usual in pool and walk.chance.random() < 0.8 else walk.chance.choice(pool)


def _declaring(table: ProcessTable) -> str:
    return next(code for code, each in table.events.items() if each.standing == "clear")


def _appointing(walk: Walk, goal: str, role: str, who: str) -> Act:
    """Appoint somebody; whoever is to investigate declares their interests first."""
    to = walk.table.events[goal].role
    acted = {each for part, people in walk.case.people.items() if part != to for each in people}
    apart = [each for each in STAFF if each not in acted]
    person = walk.chance.choice(apart if apart and walk.chance.random() < 0.8 else STAFF)
    if walk.table.roles[to].investigates and walk.case.standing.get(person, "undeclared") == "undeclared":
        return _act(walk, _declaring(walk.table), to, person)
    return _act(walk, goal, role, who, person=person)


def _act(walk: Walk, what: str, role: str, who: str, *, person: str = "", pick: int | None = None) -> Act:
    return Act(
        what=what,
        role=role,
        who=who,
        person=person or who,
        days=0,
        minutes=5,
        lag=0,
        offset=0,
        complete=True,
        given=0,
        pick=walk.chance.randrange(60) if pick is None else pick,
    )


# --- whole cases ---------------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Way:
    """How chance plays a case of a process: from which seed, how many steps."""

    process: str
    seed: int
    steps: int


@attrs.frozen(kw_only=True)
class Found:
    """A case that was played, its table, and the day it has come to."""

    table: ProcessTable
    case: Case
    day: date


def ways() -> st.SearchStrategy[Way]:
    """Draw a way of any packaged process, from one that just begins to one that was closed and reopened."""
    return st.builds(Way, process=st.sampled_from(processes()), seed=st.integers(0, 2**32), steps=st.integers(0, 60))


def played(way: Way) -> Found:
    """Play a case as chance has it: mostly on to the next step, now and then to any event."""
    table, chance, now = process_table(way.process), Random(way.seed), FIRST
    header = Header(reference="c1", subject=Subject(id=SUBJECT), process=table.ref)
    walk = Walk(table=table, case=begin(table, header), day=now.date(), chance=chance)
    case = walk.case
    for number in range(way.steps + 1):
        walk = Walk(table=table, case=case, day=now.date(), chance=chance)
        act = _act(walk, with_effect(table, "open")[0], "case-manager", "u1") if not number else _onwards(walk)
        now += timedelta(days=max(act.days if act else 0, chance.choice((0, 0, 0, 1, 6))), minutes=5)
        case = _after(walk, act, now) if act else case
        table = both(way.process)(case.process)
    return Found(table=table, case=case, day=now.date())


def out_of_reach(process: str, tries: int = 6) -> list[str]:
    """Return the events that no case came to, though some made for them, a few hundred steps each."""
    left = set(process_table(process).used)
    for seed in range(tries):
        left -= set(played(Way(process=process, seed=seed, steps=100)).case.last)
    for seed in range(tries):
        for goal in sorted(left):
            left -= set(_striven(process, goal, seed).last)
    return sorted(left)


def ready_for(process: str, goal: str, tries: int = 6) -> tuple[Found, Event] | None:
    """Return a case in which an event may happen at once, and that event; None where chance finds none."""
    for seed in range(tries):
        found, now, chance = played(Way(process=process, seed=seed, steps=3)), FIRST + timedelta(days=100), Random(seed)
        case = found.case
        for _ in range(200):
            walk = Walk(table=found.table, case=case, day=now.date(), chance=chance)
            act = towards(walk, goal)
            now += timedelta(days=act.days if act else 0, minutes=5)
            after = _after(walk, act, now) if act else case
            if after is not case and after.log[-1].what == goal:
                return attrs.evolve(found, case=case, day=now.date()), after.log[-1]
            case = after
            if case.process != found.table.ref:
                break
    return None


def _striven(process: str, goal: str, seed: int) -> Case:
    found, now = played(Way(process=process, seed=seed, steps=3)), FIRST + timedelta(days=100)
    case, chance = found.case, Random(seed)
    for _ in range(200):
        act = towards(Walk(table=found.table, case=case, day=now.date(), chance=chance), goal)
        now += timedelta(days=act.days if act else 0, minutes=5)
        case = _after(Walk(table=found.table, case=case, day=now.date(), chance=chance), act, now) if act else case
        if goal in case.last or case.process != found.table.ref:
            break
    return case


def _onwards(walk: Walk) -> Act | None:
    on = walk.chance.random() < 0.7
    return towards(walk, walk.chance.choice(goals(walk.table, walk.case) if on else tuple(walk.table.used)))


def _after(walk: Walk, act: Act, now: datetime) -> Case:
    try:
        event = as_event(act, walk.table, walk.case, now)
        return advance(walk.table, walk.case, event, tables=both(walk.table.id))
    except TransitionRefused:
        return walk.case
