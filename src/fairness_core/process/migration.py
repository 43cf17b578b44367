"""Moving a case to another table: what would lose its meaning there, and so is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from fairness_core.process.log import Case, carried
from fairness_core.process.obligations import due
from fairness_core.process.table import ProcessTable


def lost(old: ProcessTable, new: ProcessTable, case: Case, day: date) -> Iterator[str]:
    """Yield what a case would lose under a new table, each as a sentence; nothing when it may move.

    Lost would be a state that the new table has no place for, an event of the log that it does not know or that
    does something else there, something owed that it does not know, and a role that somebody holds.
    """
    kept = carried(old, new, case.states)
    renamed = new.migrates.get(f"{old.id}-{old.revision}", {})
    for region, state in case.states.items():
        target = renamed.get(f"{region}.{state}", f"{region}.{state}").partition(".")[0]
        if target not in kept and state != old.regions[region].start:
            yield f"The new process has no place for '{old.regions[region].title}: {_label(old, region, state)}'."
    for code in case.last:
        kind, there = old.events.get(code), new.events.get(code)
        if there is None or (kind and (kind.effect, kind.nature) != (there.effect, there.nature)):
            yield f"The new process does not know the event '{kind.label if kind else code}' as this one does."
    for each in due(old, case, day):
        if ":" not in each.code and each.code not in new.obligations:
            yield f"The new process does not know what is still owed: {each.title}."
    for role, holders in case.holders.items():
        if holders and role not in new.roles:
            yield f"The new process has no role '{role}', which somebody holds."


def _label(table: ProcessTable, region: str, state: str) -> str:
    return table.regions[region].states[state].label
