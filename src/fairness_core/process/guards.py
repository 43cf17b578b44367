"""Whether a guard holds: the five kinds that a table may use, and the sentence when one does not.

There are no others, so that a reader of a table knows all that can hold a step up.
"""

from __future__ import annotations

from datetime import date

import attrs

from fairness_core.process.clocks import Calendar, last_day
from fairness_core.process.log import Case, standing_log
from fairness_core.process.obligations import Owed, outstanding
from fairness_core.process.table import (
    DID,
    ActorNot,
    Evidence,
    Guard,
    InRegion,
    NotOverdue,
    PersonNot,
    ProcessTable,
)
from fairness_core.staff import StaffRef


@attrs.frozen(kw_only=True)
class Unmet:
    """One thing that an event still lacks: which kind of condition, what to do, and what exactly, by code."""

    kind: str
    says: str
    codes: tuple[str, ...] = ()


def guard_unmet(
    guard: Guard,
    table: ProcessTable,
    case: Case,
    actor: StaffRef | None,
    person: StaffRef | None,
    day: date,
    calendar: Calendar,
    event: str = "",
) -> Unmet | None:
    """Return what is unmet of a guard on a day; None when it holds. `event` is what it guards."""
    if isinstance(guard, Evidence):
        return _evidence(guard, table, case, day, calendar)
    if isinstance(guard, InRegion):
        return None if case.states.get(guard.region) in guard.states else _said(guard)
    if isinstance(guard, ActorNot):
        return _said(guard) if actor and is_any_of(case, actor, guard.who) else None
    if isinstance(guard, PersonNot):
        return _said(guard) if person and is_any_of(case, person, guard.who) else None
    owed = (each for each in outstanding(table, case, day, calendar) if each.days_late(day) and not each.is_held(day))
    late = [each.code for each in owed if _counts(guard, table, each, event)]
    return _said(guard, tuple(late)) if late else None


def _said(guard: Guard, codes: tuple[str, ...] = ()) -> Unmet:
    return Unmet(kind=guard.kind, says=guard.says, codes=codes)


def _counts(guard: NotOverdue, table: ProcessTable, owed: Owed, event: str) -> bool:
    """Tell whether something overdue counts: a ceiling, and what the event itself would meet, only where named.

    What gave somebody a right when it was missed counts in any case: a formal step does not make up for it.
    """
    if guard.obligations:
        return owed.code in guard.obligations
    return not owed.ceiling and (bool(owed.right) or owed.code not in table.index.met_by.get(event, ()))


def _evidence(guard: Evidence, table: ProcessTable, case: Case, day: date, calendar: Calendar) -> Unmet | None:
    last = max((case.last[each] for each in guard.of if each in case.last), default=-1)
    after = max((case.last[each] for each in guard.since if each in case.last), default=-1)
    if last <= after:
        return _said(guard)
    event = standing_log(table, case)[last]
    if event is None or (guard.choice and event.choice != guard.choice):
        return _said(guard)
    if guard.waited and day <= last_day(event.day, guard.waited, calendar):
        return _said(guard)
    return None


def is_any_of(case: Case, person: StaffRef, who: tuple[str, ...]) -> bool:
    """Tell whether a person is one of `who`: a role that they hold or ever acted in, or a standing of theirs.

    "undeclared" is somebody who has declared nothing, "decided" somebody who took a decision in this case, and
    "did:x" somebody who brought about an event x in it that was not struck out.
    """
    return any(_is(case, person.id, each) for each in who)


def _is(case: Case, person: str, each: str) -> bool:
    if each.startswith(DID):
        did = (event for event in case.log if event.what == each.removeprefix(DID) and event.id not in case.struck)
        return any(event.actor.id == person for event in did)
    standing = case.standing.get(person, "undeclared")
    return each == standing or person in case.people.get(each, ())
