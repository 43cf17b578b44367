"""Find what else is wrong with a process whose file has faults of form.

A value of the wrong type, a key that is not known or one that is missing keeps a file from becoming a
`ProcessTable`, and so would hide every fault that is found by looking at the table. Here what cannot be read is
taken out, the smallest part first, and the rest is checked. The result is only ever a list of faults: nothing
mended is used.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from copy import deepcopy
from typing import Any

import attrs

from fairness_core.config import structure
from fairness_core.errors import ConfigError
from fairness_core.process.soundness import faults
from fairness_core.process.table import ProcessTable

Tables = dict[str, Any]
Steps = tuple[str | int, ...]

_HEAD: Tables = {"id": "?", "revision": 1, "title": "?", "source": "?"}
_WHOLE: Tables = {**_HEAD, "roles": {}, "regions": {}, "events": {}, "arrows": {}}
_GUARD: Tables = {"kind": "actor_not", "who": ["undeclared"], "says": "?"}
"""Stands in for a guard that cannot be read, so that the others keep their numbers."""


@attrs.frozen(kw_only=True)
class _Form(ProcessTable):
    """A table whose form is right, whatever it says."""

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield nothing."""
        return iter(())


def other_faults(tables: Tables, reported: Collection[str]) -> list[tuple[str, str]]:
    """Return the faults of a process beyond those at the key paths `reported`, without what only follows from those."""
    left = deepcopy(tables)
    gone: set[Steps] = set()
    found = _formed(left)
    more = [each for each in found if each[0] not in reported] if isinstance(found, list) else []
    while isinstance(found, list):
        taken = {steps for path, _ in found if (steps := _take_out(left, path))}
        if not taken:
            return more
        gone |= taken
        found = _formed(left)
    unsure = {each for steps in gone for each in _unsure(tables, steps)}
    return more + [
        (path, message)
        for path, message in faults(found)
        if path not in reported
        and not any(_speaks_of(_steps(path), message, each) for each in gone)
        and not any(_steps(path)[: len(each)] == each for each in unsure)
    ]


def _formed(tables: Tables) -> ProcessTable | list[tuple[str, str]]:
    """Return the table, or what is wrong with its form."""
    try:
        return structure({**_WHOLE, **tables}, _Form)
    except ConfigError as fault:
        return [(each.where.field, each.message) for each in fault.problems]


def _steps(path: str) -> Steps:
    return tuple(int(number) - 1 if number else key for key, number in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path))


def _take_out(tables: Tables, path: str) -> Steps:
    """Take out what stands at a path; where nothing stands there, the entry that lacks it. Return what went."""
    steps = _steps(path)
    return next((each for each in (steps, _entry(steps)) if each and _took_out(tables, each)), ())


def _took_out(tables: Tables, steps: Steps) -> bool:
    *above, last = steps
    holder: Any = tables
    for step in above:
        holder = _inner(holder, step)
    if _inner(holder, last) is None:
        return False
    if isinstance(holder, list) and "needs" in steps:
        holder[last] = _GUARD  # type: ignore[index]
    else:
        del holder[last]
    return True


def _inner(holder: Any, step: str | int) -> Any:
    if isinstance(holder, list) and isinstance(step, int):
        return holder[step] if step < len(holder) else None
    return holder.get(step) if isinstance(holder, dict) else None


def _entry(steps: Steps) -> Steps:
    """Return the smallest named entry in which a path lies: a guard, an element, a state, an arrow, an event."""
    if "needs" in steps[:-1]:
        return steps[: steps.index("needs") + 2]
    if steps[2:3] == ("states",):
        return steps[:6] if "elements" in steps[4:5] and len(steps) > 5 else steps[:4]
    return steps[:1] if steps[:1] == ("retention",) else steps[:2]


def _unsure(tables: Tables, gone: Steps) -> Iterator[Steps]:
    """Yield what cannot be judged any more: where a region's ways lead, and where an event is possible."""
    if gone[0] == "regions":
        yield gone[:2]
    if gone[0] != "arrows" or "needs" in gone:
        return
    arrow = _inner(_inner(tables, "arrows"), gone[1]) if len(gone) > 1 else None
    for part, key in (("regions", "region"), ("events", "event")):
        name = _inner(arrow, key)
        yield (part, name) if isinstance(name, str) else (part,)


def _speaks_of(steps: Steps, message: str, gone: Steps) -> bool:
    """Tell whether a fault is about what went, or about what holds it, or names it."""
    if "needs" in gone:
        guard = gone[: gone.index("needs") + 2]
        return steps[: len(guard)] == guard
    shared = min(len(steps), len(gone))
    if steps[:shared] == gone[:shared]:
        return True
    name = gone[-1] if len(gone) > 1 and gone == _entry(gone) else None
    return name is not None and any(each in message for each in (f"'{name}'", f"'{name}.", f"[owing.{name}]"))
