"""Find what else is wrong with a matrix whose file has faults of type.

A value of the wrong type keeps a file from becoming a `Matrix`, and so would hide every fault that
is found by looking at the matrix. Here the wrong values are taken out, harmless ones stand in for
them, and the rest is checked. The result is only ever a list of faults: nothing mended is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from copy import deepcopy
from typing import Any

from fairness_core.errors import ConfigError
from fairness_core.problems import Problem

Tables = dict[str, Any]

_MATRIX: Tables = {"id": "?", "revision": 1, "title": "?", "source": "?", "owner": "?", "effective": "?"} | {
    "scoring_rule": "?",
    "adopted": True,
    "bands": (),
}
_AXIS: Tables = {"title": "?", "question": "?", "levels": ()}
_BAND: Tables = {"colour": "#000000", "text_colour": "#FFFFFF", "colour_name": "?", "action": "?"}

# Where one of these is in doubt, limits and cells cannot be judged.
_NUMBERS = re.compile(r"(^|\.)((likelihood|consequence|levels|bands)(\[\d+\])?|weight|code|(from|to)_score|cells.*)$")
_JUDGED_BY_NUMBERS = re.compile(r"^cells|(from|to)_score$|^bands$|levels$")


def other_faults(tables: Tables, reported: Collection[str], check: Callable[[Tables], object]) -> list[Problem]:
    """Return the faults beyond those at the key paths `reported`; `check` raises `ConfigError` with its own."""
    mended = deepcopy(tables)
    for path in reported:
        _take_out(mended, path)
    try:
        check(_filled(mended))
    except ConfigError as fault:
        unsure = any(_NUMBERS.search(path) for path in reported)
        return [each for each in fault.problems if _is_new(each.where.field, reported, unsure=unsure)]
    return []


def _is_new(path: str, reported: Collection[str], *, unsure: bool) -> bool:
    again = any(re.match(rf"{re.escape(old)}($|[.\[])", path) for old in reported)
    return not again and not (unsure and _JUDGED_BY_NUMBERS.search(path))


def _take_out(tables: Tables, path: str) -> None:
    """Take out what stands at a path like "bands[2].action"; in a list a blank keeps the others' places."""
    *above, last = [int(number) - 1 if number else key for key, number in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path)]
    holder: Any = tables
    for step in above:
        holder = _step(holder, step)
    if isinstance(holder, dict):
        holder.pop(last, None)
    elif isinstance(holder, list) and isinstance(last, int) and last < len(holder):
        holder[last] = {} if isinstance(holder[last], dict) or path.startswith(("bands", "like", "cons")) else ""


def _step(holder: Any, step: object) -> Any:
    if isinstance(holder, list) and isinstance(step, int) and step < len(holder):
        return holder[step]
    return holder.get(step) if isinstance(holder, dict) else None


def _filled(tables: Tables) -> Tables:
    """Return the tables with a harmless value for everything that a matrix needs and these lack."""
    whole = _MATRIX | tables
    for name in ("likelihood", "consequence"):
        axis = _AXIS | _table(whole.get(name))
        levels = [{"weight": 0, **_named(n), **_table(level)} for n, level in enumerate(axis["levels"], start=1)]
        whole[name] = axis | {"levels": levels}
    bands = [_BAND | _named(number) | _table(band) for number, band in enumerate(whole["bands"], start=1)]
    return whole | {"bands": bands}


def _named(number: int) -> dict[str, str]:
    return {"code": f"?{number}", "label": f"?{number}"}


def _table(value: object) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}
