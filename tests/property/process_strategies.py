"""What the laws of the process share: another revision of a table, acts of random people, days and calendars.

An `Act` is drawn without looking at a case: what it speaks of are numbers, which find their place in the log when
it is tried. Nobody here exists, and everybody is a reference. What takes a case a long way is in `process_walks`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import Any

import attrs
from hypothesis import strategies as st

from fairness_core.errors import CallerError
from fairness_core.process.clocks import Period, PeriodUnit
from fairness_core.process.log import Case, Event, Tables
from fairness_core.process.table import (
    CONFIRMATION,
    Guard,
    InRegion,
    ProcessTable,
    TableRef,
    process_table,
)
from fairness_core.staff import StaffRef

FIRST = datetime(2026, 1, 5, 9, tzinfo=UTC)
FIRST_DAY = FIRST.date()
"""A Monday."""

SUBJECT = "p1"
STAFF = tuple(f"u{number}" for number in range(1, 17))
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
    return tuple(code for code, kind in table.used.items() if kind.effect in effects)


def with_nature(table: ProcessTable, nature: str) -> tuple[str, ...]:
    """Return the codes of the events of a nature."""
    return tuple(code for code, kind in table.used.items() if kind.nature == nature)


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
        what=st.sampled_from(events or tuple(table.used)),
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
        given = {*kind.asks, *_NEEDS.get(kind.effect, ()), *(given & {"true_day", "review_on", "contact", "until"})}
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
        "case": _one(["c1", "c2"], pick // 2),
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
