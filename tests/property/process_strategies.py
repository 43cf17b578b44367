"""What the laws of the process share: random acts of random people, and helpers that take a case a long way.

An `Act` is drawn without looking at a case: what it speaks of are numbers, which find their place in the log when
it is tried. `towards` knows the table and says what would help next, so that random cases get as far as closing.
Nobody here exists, and everybody is a reference.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from random import Random
from typing import Any

import attrs
from hypothesis import strategies as st

from fairness_core.errors import CallerError
from fairness_core.process.clocks import WEEKDAYS, Period, PeriodUnit
from fairness_core.process.guards import guard_unmet
from fairness_core.process.log import Case, Event, Tables
from fairness_core.process.obligations import due, overdue
from fairness_core.process.table import (
    CONFIRMATION,
    ActorNot,
    Evidence,
    Guard,
    InRegion,
    NotOverdue,
    PersonNot,
    ProcessTable,
    TableRef,
    process_table,
)
from fairness_core.staff import StaffRef

FIRST = datetime(2026, 1, 5, 9, tzinfo=UTC)
FIRST_DAY = FIRST.date()
"""A Monday."""

SUBJECT = "p1"
STAFF = ("u1", "u2", "u3", "u4", "u5", "u6")
PEOPLE = (*STAFF, SUBJECT, "r1")
UNITS: tuple[PeriodUnit, ...] = ("working days", "calendar days", "weeks", "months", "years")
FIELDS = (
    "reason", "evidence", "review_on", "contact", "person", "until", "choice", "about", "true_day",
    "obligation", "case", "to_table", "refs",
)  # fmt: skip
EVERYTHING = 2 ** len(FIELDS) - 1

_NEEDS = {
    "supply": ("about", "reason", "review_on", "contact", "evidence"),
    "extend": ("obligation", "until", "reason"),
    "explain": ("obligation", "reason"),
    "hold": ("until", "choice"),
    "link": ("case",),
    "redact": ("refs",),
    "migrate": ("to_table",),
    "stand-down": ("person",),
}
"""What an effect needs beside what its event asks for."""


# --- tables --------------------------------------------------------------------------------------------------------


@cache
def renamed(process_id: str) -> ProcessTable:
    """Return a process's next revision, in which every state has another name; it maps the old ones to them."""
    table = process_table(process_id)

    def new(states: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(state if state in ("*", "") else f"{state}-2" for state in states)

    def guard(each: Guard) -> Guard:
        return attrs.evolve(each, states=new(each.states)) if isinstance(each, InRegion) else each

    return attrs.evolve(
        table,
        revision=table.revision + 1,
        regions={
            code: attrs.evolve(
                each,
                start=new((each.start,))[0],
                states={new((state,))[0]: said for state, said in each.states.items()},
            )
            for code, each in table.regions.items()
        },
        arrows={
            code: attrs.evolve(
                each, at=new(each.at), to=new((each.to,))[0], needs=tuple(guard(one) for one in each.needs)
            )
            for code, each in table.arrows.items()
        },
        obligations={code: attrs.evolve(each, states=new(each.states)) for code, each in table.obligations.items()},
        migrates={
            f"{table.id}-{table.revision}": {
                f"{code}.{state}": f"{code}.{state}-2" for code, each in table.regions.items() for state in each.states
            }
        },
    )


def both(process_id: str) -> Tables:
    """Return how a process and its next revision are found."""
    known = {each.ref: each for each in (process_table(process_id), renamed(process_id))}

    def find(ref: TableRef) -> ProcessTable:
        if ref not in known:
            raise CallerError(f"There is no process {ref}.", hint="Give the table of that revision.")
        return known[ref]

    return find


def with_effect(table: ProcessTable, *effects: str) -> tuple[str, ...]:
    """Return the codes of the events that have one of these effects."""
    return tuple(code for code, kind in table.events.items() if kind.effect in effects)


def with_nature(table: ProcessTable, nature: str) -> tuple[str, ...]:
    """Return the codes of the events of a nature."""
    return tuple(code for code, kind in table.events.items() if kind.nature == nature)


# --- acts of random people -----------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Act:
    """What somebody tries: which event, who in which role, how long after the last, what is given, and what of it.

    `given` has a bit for each of `FIELDS`; what the event needs is given too where `complete`. `pick` chooses
    among what the case has. `lag` is by how many days the event is recorded late, `offset` the hours of its clock.
    """

    what: str
    role: str
    who: str
    person: str
    days: int
    minutes: int
    lag: int
    offset: int
    complete: bool
    given: int
    pick: int


def acts(table: ProcessTable, *events: str) -> st.SearchStrategy[Act]:
    """Draw what anybody in any role tries, of these events or of all; sometimes in a role that nobody knows."""
    return st.builds(
        Act,
        what=st.sampled_from(events or tuple(table.events)),
        role=st.sampled_from(("case-manager", *table.roles, "nobody")),
        who=st.sampled_from(PEOPLE),
        person=st.sampled_from(PEOPLE),
        days=st.sampled_from((0, 0, 0, 1, 2, 7, 15, 40, 200)),
        minutes=st.integers(0, 900),
        lag=st.sampled_from((0, 0, 0, 0, 1, 20)),
        offset=st.sampled_from((0, 1)),
        complete=st.booleans(),
        given=st.integers(0, EVERYTHING),
        pick=st.integers(0, 999),
    )


def as_event(act: Act, table: ProcessTable, case: Case, now: datetime) -> Event:
    """Return the event that an act amounts to in a case, recorded now."""
    recorded = now.astimezone(timezone(timedelta(hours=act.offset)))
    occurred = recorded - timedelta(days=act.lag)
    given = {name for bit, name in enumerate(FIELDS) if act.given >> bit & 1}
    kind = table.events[act.what]
    if act.complete:
        given = {*kind.asks, *_NEEDS.get(kind.effect, ()), *(given & {"true_day", "review_on", "contact"})}
    if not kind.choices:
        given.discard("choice")
    found = {name: _field(name, act, table, case, occurred.date()) for name in FIELDS if name in given}
    return Event(
        id=f"e{len(case.log) + 1}",
        what=act.what,
        occurred=occurred,
        recorded=recorded,
        actor=StaffRef(role=act.role, id=act.who),
        **found,
    )


def _field(name: str, act: Act, table: ProcessTable, case: Case, day: date) -> Any:
    pick, kind = act.pick, table.events[act.what]
    if name == "obligation":
        return _one([*table.obligations, *_owed_codes(table, case)], pick)
    made: dict[str, Any] = {
        "reason": f"n{pick}",
        "evidence": (f"d{pick}",),
        "review_on": day + timedelta(days=pick % 45 - 3),
        "contact": StaffRef(role="contact", id=act.person),
        "person": StaffRef(role=kind.role or act.role, id=act.person),
        "until": day + timedelta(days=pick % 45 - 3),
        "choice": _one([*kind.choices], pick),
        "about": _one([*(each.id for each in case.log), "e999"], pick),
        "true_day": day - timedelta(days=pick % 30),
        "case": _one(["c1", "c2"], pick),
        "to_table": _one([renamed(table.id).ref, TableRef(id=table.id, revision=99)], pick),
        "refs": tuple(sorted({_one([*_refs(case), "n9999"], pick), _one([*_refs(case)], pick + 1)} - {""})),
    }
    return made[name]


def _one(there: list[Any], pick: int) -> Any:
    return there[pick % len(there)] if there else ""


def _refs(case: Case) -> list[str]:
    return [ref for each in case.log for ref in (each.reason, *each.evidence) if ref]


def _owed_codes(table: ProcessTable, case: Case) -> Iterator[str]:
    for each in case.log:
        if table.events[each.what].nature == "protective":
            yield from (f"{field}:{each.id}" for field in (*table.events[each.what].asks, CONFIRMATION))


# --- what would help next ------------------------------------------------------------------------------------------


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
    leads = {code: by_place[here].to for code, by_place in table.index.arrows.items() if here in by_place}
    on = tuple(code for code, to in leads.items() if to and to not in been)
    return on or tuple(code for code, to in leads.items() if to and to != here[1])


def towards(walk: Walk, goal: str, seen: tuple[str, ...] = ()) -> Act | None:
    """Return the act that comes next on the way to an event; None where no way is seen.

    That is the event itself when all that it needs is there, else what would meet the first thing that it lacks.
    """
    table, case = walk.table, walk.case
    if goal in seen or len(seen) > DEEPEST or table.events[goal].effect == "open":
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
    """Move a region first to where the event has an arrow."""
    places = walk.table.index.arrows.get(goal, {})
    for region in {region for region, _ in places} - {
        place for place in walk.case.states if places.get((place, walk.case.states[place]))
    }:
        return _to_one_of(walk, region, tuple(state for where, state in places if where == region), seen)
    return None


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
        return _first_of(walk, walk.shuffled(guard.of), seen)
    assert isinstance(guard, InRegion)
    return _to_one_of(walk, guard.region, guard.states, seen)


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
    who = walk.chance.choice(sorted(pool))
    asked = kind.decides or any(isinstance(guard, ActorNot) for guard in guards)
    if asked and walk.case.standing.get(who, "undeclared") == "undeclared":
        return _act(walk, _declaring(table), role, who)
    if kind.effect == "appoint":
        return _appointing(walk, goal, role, who)
    others = [each for each in STAFF if each != who]
    return _act(walk, goal, role, who, person=walk.chance.choice(others) if kind.standing == "managed" else "")


def _declaring(table: ProcessTable) -> str:
    return next(code for code, each in table.events.items() if each.standing == "clear")


def _appointing(walk: Walk, goal: str, role: str, who: str) -> Act:
    """Appoint somebody; whoever is to investigate declares their interests first."""
    to, person = walk.table.events[goal].role, walk.chance.choice(STAFF)
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


# --- days ----------------------------------------------------------------------------------------------------------


def days() -> st.SearchStrategy[date]:
    """Draw a day, ends of months and leap years among them."""
    return st.dates(date(2023, 12, 1), date(2028, 3, 31))


def periods(most: int = 40) -> st.SearchStrategy[Period]:
    """Draw a period of any unit, counted either way."""
    return st.builds(
        Period,
        number=st.integers(0, most),
        unit=st.sampled_from(UNITS),
        counting=st.sampled_from(("after", "including")),
    )


@attrs.frozen(kw_only=True)
class Holidays:
    """Monday to Friday without some days: a calendar as an organisation would bring it."""

    off: frozenset[date] = frozenset()
    says: str = "Monday to Friday without the holidays of nowhere"

    def is_working_day(self, day: date) -> bool:
        """Tell whether a day is a weekday and no holiday."""
        return day.weekday() < 5 and day not in self.off


def calendars(start: date = FIRST_DAY) -> st.SearchStrategy[Holidays]:
    """Draw a calendar with holidays in the weeks around a day."""
    near = st.integers(-10, 60).map(lambda number: start + timedelta(days=number))
    return st.builds(Holidays, off=st.frozensets(near, max_size=12))


def open_codes(table: ProcessTable, case: Case, at: date) -> tuple[str, ...]:
    """Return the codes of all that is owed on a day, as often as it is."""
    return tuple(each.code for each in due(table, case, at))
