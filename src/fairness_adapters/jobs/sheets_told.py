"""Sheets that were not read for the same reason, told together: a workbook may have a sheet for each question.

Each sheet is told of in `fairness_adapters.layouts.table_problems`; here nothing is found, only gathered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import attrs

from fairness_core.problems import Place, Problem

MOST_NAMED = 10
"""So many sheets are named."""
_ROW = re.compile(r"^Row \d+ comes nearest, and ")


def sheets_together(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Put notes on sheets that were not read into one for each reason, in the place of its first."""
    told: dict[object, list[Problem]] = {}
    for each in problems:
        one_of_many = each.code == "sheet_not_read"
        key = (each.where.file, _reason(each), each.hint) if one_of_many else (len(told), each)
        told.setdefault(key, []).append(each)
    return tuple(_together(each) if len(each) > 1 else each[0] for each in told.values())


def _reason(problem: Problem) -> str:
    return _ROW.sub("", problem.found)


def _together(notes: Sequence[Problem]) -> Problem:
    first = notes[0]
    names = [f"'{each.where.sheet}'" for each in notes]
    listed = ", ".join(names[:MOST_NAMED]) + (f" and {len(names) - MOST_NAMED} more" if names[MOST_NAMED:] else "")
    return attrs.evolve(
        first,
        message=f"{len(names)} sheets were not read, for the same reason: {listed}.",
        where=Place(file=first.where.file),
        found=f"the row of each that comes nearest {_reason(first)}" if _reason(first) != first.found else first.found,
    )
