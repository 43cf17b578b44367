"""Moving a case to another table: what would lose its meaning there, and so is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from fairness_core.process.clocks import Calendar
from fairness_core.process.log import Case, carried, migrated, place_in
from fairness_core.process.obligations import outstanding, rights
from fairness_core.process.table import EventType, ProcessTable


def lost(old: ProcessTable, new: ProcessTable, case: Case, day: date, calendar: Calendar) -> Iterator[str]:
    """Yield what a case would lose under a new table, each as a sentence; nothing when it may move.

    Lost would be a state that the new table has no place for, an event of the log that it does not know or that
    does something else there, a choice that was made, something owed or a right that stands, and what somebody's
    role means.
    """
    yield from _states(old, new, case)
    yield from _events(old, new, case)
    yield from _roles(old, new, case)
    yield from _owed(old, new, case, day, calendar)


def _states(old: ProcessTable, new: ProcessTable, case: Case) -> Iterator[str]:
    kept = carried(old, new, case.states)
    for region, state in case.states.items():
        to_region, to_state = place_in(new, old, region, state)
        if kept.get(to_region) != to_state and state != old.regions[region].start:
            label = old.regions[region].states[state].label
            yield f"The new process has no place for '{old.regions[region].title}: {label}'."


def _events(old: ProcessTable, new: ProcessTable, case: Case) -> Iterator[str]:
    for code in case.last:
        kind, there = old.events[code], new.events.get(code)
        if there is None or _meaning(kind) != _meaning(there):
            yield f"The new process does not know the event '{kind.label}' as this one does."
            continue
        chosen = {each.choice for each in case.log if each.what == code and each.choice}
        for choice in sorted(chosen - there.choices.keys()):
            yield f"The new process does not know the choice '{kind.choices.get(choice, choice)}' of '{kind.label}'."


def _meaning(kind: EventType) -> tuple[object, ...]:
    return kind.effect, kind.nature, kind.decides, kind.role, kind.standing


def _roles(old: ProcessTable, new: ProcessTable, case: Case) -> Iterator[str]:
    holders: Mapping[str, frozenset[str]] = case.holders
    for role, kind in old.roles.items():
        there = new.roles.get(role)
        if holders.get(role) and there is None:
            yield f"The new process has no role '{kind.label}', which somebody holds."
        elif case.people.get(role) and kind.investigates and not (there and there.investigates):
            yield f"In the new process, '{kind.label}' does not investigate, and here somebody did."


def _owed(old: ProcessTable, new: ProcessTable, case: Case, day: date, calendar: Calendar) -> Iterator[str]:
    """Yield what is owed, and which rights stand, under the old table and not under the new one."""
    moved = migrated(old, new, case)
    owed = {(each.code, each.event) for each in outstanding(new, moved, day, calendar)}
    for each in outstanding(old, case, day, calendar):
        if (each.code, each.event) not in owed:
            yield f"Under the new process this would be owed no more: {each.title}."
    standing = {each.code for each in rights(new, moved, day, calendar)}
    for right in rights(old, case, day, calendar):
        if right.code not in standing:
            yield f"Under the new process this right would be gone: {right.label}."
