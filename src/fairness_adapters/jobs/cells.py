"""What a file holds, as we understand it and before any layout looks at it.

`look_into` tells the kind of a file from its content and gives a `Look`: what stands in it as plain JSON
values, and as lines for people. Reading lives in `fairness_adapters.workbooks`; making figures of cells
lives in `fairness_adapters.layouts`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import chain
from typing import Protocol

import attrs

from fairness_adapters.grid import CellError, CellValue, Grid, NotCalculated, Workbook, cell_name
from fairness_adapters.jobs.form_look import look_at_form
from fairness_adapters.kinds import Kind
from fairness_adapters.source import Source
from fairness_adapters.workbooks import open_workbook
from fairness_core.errors import CallerError
from fairness_core.problems import Place, Problem, note, warning

_MOST_NAMES = 20
_MOST_NAMED = 1_000


class Look(Protocol):
    """What one file holds: for programs, for people, and what there was to remark on."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What there was to remark on in reading the file."""
        ...

    def to_json(self) -> dict[str, object]:
        """Return everything as plain JSON values."""
        ...

    def lines(self) -> Iterator[str]:
        """Give the content in lines for people, without the problems."""
        ...


@attrs.frozen(kw_only=True)
class CellsLook:
    """The cells of a file of tables, sheet by sheet.

    `problems` names every formula that was never calculated: its cell is not among the cells, since there is
    no value to give, and is not blank either.
    """

    file: str
    grids: tuple[Grid, ...]
    problems: tuple[Problem, ...]

    def to_json(self) -> dict[str, object]:
        """Return the file's name, each cell that holds something by "Sheet!A1", and the problems.

        A cell of a file that has no sheets, such as CSV, goes by its name alone.
        """
        shown = ((key, to_plain(value)) for grid in self.grids for key, value in _cells(grid))
        return {
            "file": self.file,
            "cells": {key: value for key, value in shown if value is not None},
            "problems": [problem.to_json() for problem in self.problems],
        }

    def lines(self) -> Iterator[str]:
        """Give each sheet with its state, and each of its cells on a line."""
        for grid in self.grids:
            state = "" if grid.state == "visible" else f" ({grid.state})"
            yield f"Sheet '{grid.name}'{state}" if grid.name else "One table, without sheets"
            cells = [(cell_name(row, column), value) for row, pairs in grid.rows() for column, value in pairs]
            yield from (f"  {name}: {_in_words(value)}" for name, value in cells)
            if not cells:
                yield "  nothing in it"


def look_into(source: Source, sheet: str = "") -> Look:
    """Read what a file holds; `sheet` names the one sheet to look at.

    Raises a `SourceError` that names the file when it cannot be read or must not be, and `CallerError` when
    there is no such sheet.
    """
    return _LOOKS.get(source.kind, _look_at_cells)(source, sheet)


def _look_at_cells(source: Source, sheet: str) -> Look:
    book = open_workbook(source)
    grids = _chosen(book, sheet)
    kept = [problem for problem in book.problems if _concerns(problem, grids)]
    found = chain(kept, *(_remarks(book, grid) for grid in grids))
    return CellsLook(file=book.file, grids=grids, problems=tuple(found))


_LOOKS: Mapping[Kind, Callable[[Source, str], Look]] = {Kind.DOCX: look_at_form, Kind.DOCM: look_at_form}
"""How to look into kinds of files other than tables."""


def to_plain(value: CellValue) -> str | int | float | bool | None:
    """Write a cell's value as JSON can hold it: what is no text, number or truth value says so in front.

    A whole day is written without a time. A formula that was never calculated has no value.

    >>> to_plain(CellError("#N/A")), to_plain(timedelta(hours=37.5)), to_plain(datetime(2026, 3, 31, 9, 30))
    ('error:#N/A', 'duration:135000', 'date:2026-03-31T09:30:00')
    """
    if isinstance(value, CellError):
        return f"error:{value.code}"
    if isinstance(value, NotCalculated):
        return None
    if isinstance(value, timedelta):
        return f"duration:{_seconds(value)}"
    if isinstance(value, datetime) and value.time() == time():
        return f"date:{value.date().isoformat()}"
    if isinstance(value, date):
        return f"date:{value.isoformat()}"
    return f"time:{value.isoformat()}" if isinstance(value, time) else value


def _seconds(duration: timedelta) -> str:
    """Write a duration in seconds, with a fraction only where there is one."""
    seconds = duration.total_seconds()
    return f"{seconds:.0f}" if seconds.is_integer() else f"{seconds:f}".rstrip("0")


def _in_words(value: CellValue) -> str:
    if isinstance(value, NotCalculated):
        return "(a formula that was never calculated)"
    return repr(value) if isinstance(value, str | bool) else str(to_plain(value))


def _cells(grid: Grid) -> Iterator[tuple[str, CellValue]]:
    front = f"{grid.name}!" if grid.name else ""
    for row, pairs in grid.rows():
        for column, value in pairs:
            yield f"{front}{cell_name(row, column)}", value


def _chosen(book: Workbook, sheet: str) -> tuple[Grid, ...]:
    grids = tuple(grid for grid in book.grids if not sheet or grid.name == sheet)
    if sheet and not grids:
        names = ", ".join(f"'{grid.name}'" for grid in book.grids[:_MOST_NAMES]) or "none"
        more = f" and {len(book.grids) - _MOST_NAMES} more" if len(book.grids) > _MOST_NAMES else ""
        raise CallerError(
            f"{book.file} has no sheet '{sheet}'.", hint=f"Give one of its sheets as it is written: {names}{more}."
        )
    return grids


def _concerns(problem: Problem, grids: tuple[Grid, ...]) -> bool:
    """Tell whether a problem is one of the file or of the sheets looked at, and is not told cell by cell here."""
    ours = not problem.where.sheet or any(grid.name == problem.where.sheet for grid in grids)
    return ours and problem.code != "formula_not_calculated"


def _remarks(book: Workbook, grid: Grid) -> Iterator[Problem]:
    missing = [
        (row, column) for row, pairs in grid.rows() for column, value in pairs if isinstance(value, NotCalculated)
    ]
    yield from (_uncalculated("The formula was", book.place(grid, *at)) for at in missing[:_MOST_NAMED])
    more = len(missing) - _MOST_NAMED
    if more > 0:
        yield _uncalculated(f"Here and below, {more:,} more formulas were", book.place(grid, *missing[_MOST_NAMED]))
    if grid.hidden_rows:
        yield note(
            "hidden_rows",
            f"{_rows(len(grid.hidden_rows))} hidden or filtered away, and given like the others.",
            where=book.place(grid, min(grid.hidden_rows), 1),
        )


def _rows(number: int) -> str:
    return "1 row is" if number == 1 else f"{number:,} rows are"


def _uncalculated(what: str, where: Place) -> Problem:
    return warning(
        "formula_not_calculated",
        f"{what} never calculated, so there is no result to read.",
        where=where,
        hint="Open the file in Excel, let it calculate, and save it.",
    )
