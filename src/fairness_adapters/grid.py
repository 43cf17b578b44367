"""Cells without an engine: what a sheet holds, whichever library read it.

Coordinates count from 1 and only cells that hold something appear, so that nothing can shift and a
stray far cell costs nothing. Values are as stored and never guessed: the text "007" stays text, and
turning it into something else is the column's business. Reading files lives in
`fairness_adapters.workbooks`; finding headers and labels lives in `fairness_adapters.layouts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Literal, Protocol, TypeAlias

import attrs

from fairness_core.errors import CallerError
from fairness_core.problems import Place, Problem


@attrs.frozen
class CellError:
    """An error that the spreadsheet shows in place of a value, such as #N/A; typed text is never this."""

    code: str


@attrs.frozen
class NotCalculated:
    """A formula whose result was never stored, because no spreadsheet program has calculated it yet.

    `formula` is empty where the file shares the text of another cell's formula.
    """

    formula: str


CellValue: TypeAlias = str | int | float | bool | datetime | date | time | timedelta | CellError | NotCalculated | None
Row: TypeAlias = tuple[int, tuple[tuple[int, CellValue], ...]]
State: TypeAlias = Literal["visible", "hidden", "very hidden"]


@attrs.frozen(kw_only=True)
class Area:
    """A rectangle of cells, all four edges included and counted from 1.

    It is as large as the file says, perhaps the whole sheet: look cells up in it, never walk over it.
    """

    top: int
    left: int
    bottom: int
    right: int


class Grid(Protocol):
    """One sheet: its cells in order of row and column, and what is merged or hidden."""

    @property
    def name(self) -> str:
        """The sheet's name; empty for a file that has only one unnamed sheet, such as CSV."""
        ...

    @property
    def state(self) -> State:
        """Whether the sheet is shown; a very hidden sheet is one that Excel's menus do not list."""
        ...

    @property
    def merged(self) -> tuple[Area, ...]:
        """The merged areas; only the top left cell of each holds a value."""
        ...

    @property
    def hidden_rows(self) -> frozenset[int]:
        """The rows that are hidden or filtered away; `rows` gives them all the same."""
        ...

    @property
    def hidden_columns(self) -> frozenset[int]:
        """The columns that are hidden; `rows` gives their cells all the same."""
        ...

    @property
    def percent_cells(self) -> frozenset[tuple[int, int]]:
        """The cells, as (row, column), whose number is shown as a percentage: 0.24 is seen as 24%."""
        ...

    def rows(self) -> Iterator[Row]:
        """Give each row that holds anything: its number, and pairs of column number and value."""
        ...


@attrs.frozen(kw_only=True)
class MemoryGrid:
    """A sheet held in memory.

    >>> grid = MemoryGrid.from_rows("Staff", [["Band", "Headcount"], [], ["Band 5", 12]])
    >>> list(grid.rows())
    [(1, ((1, 'Band'), (2, 'Headcount'))), (3, ((1, 'Band 5'), (2, 12)))]
    """

    name: str
    stored: tuple[Row, ...] = ()
    state: State = "visible"
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    percent_cells: frozenset[tuple[int, int]] = frozenset()

    def rows(self) -> Iterator[Row]:
        """Give each row that holds anything: its number, and pairs of column number and value."""
        return iter(self.stored)

    @classmethod
    def from_rows(cls, name: str, rows: Iterable[Iterable[CellValue]]) -> MemoryGrid:
        """Make a grid of whole rows that begin at A1; None and empty text are blank cells."""
        return cls(name=name, stored=tuple(_sparse(rows)))

    @classmethod
    def from_cells(cls, name: str, cells: Mapping[tuple[int, int], CellValue]) -> MemoryGrid:
        """Make a grid of values by (row, column), in any order; None and empty text are blank cells."""
        rows: dict[int, list[tuple[int, CellValue]]] = {}
        for row, column in sorted(cells):
            if not is_blank(cells[row, column]):
                rows.setdefault(row, []).append((column, cells[row, column]))
        return cls(name=name, stored=tuple((row, tuple(pairs)) for row, pairs in rows.items()))


@attrs.frozen(kw_only=True)
class Workbook:
    """Every sheet of one file, in the file's order, and what there was to remark on in opening it."""

    file: str
    grids: tuple[Grid, ...]
    problems: tuple[Problem, ...] = ()

    def place(self, grid: Grid, row: int, column: int) -> Place:
        """Name a cell of one of the sheets as a spreadsheet user would.

        >>> book = Workbook(file="return.xlsx", grids=())
        >>> str(book.place(MemoryGrid(name="WRES"), 41, 6))
        "return.xlsx, sheet 'WRES', cell F41"
        """
        return Place(file=self.file, sheet=grid.name, cell=cell_name(row, column))


def is_blank(value: CellValue) -> bool:
    """Tell whether a cell counts as empty: nothing in it, or empty text; text of blanks alone is text."""
    return value is None or (isinstance(value, str) and not value)


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell, counting rows and columns from 1.

    >>> cell_name(41, 6), cell_name(1048576, 16384)
    ('F41', 'XFD1048576')
    """
    if row < 1 or column < 1:
        raise CallerError(f"Rows and columns count from 1; row {row}, column {column} does not exist.")
    return f"{column_letters(column)}{row}"


@lru_cache(maxsize=16_384)
def column_letters(column: int) -> str:
    """Return the letters of a column, counting from 1: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


def parse_cell_name(name: str) -> tuple[int, int]:
    """Return (row, column) of a cell's name; raise `CallerError` when it is none.

    >>> parse_cell_name("F41"), parse_cell_name("$xfd$1048576")
    ((41, 6), (1048576, 16384))
    """
    match = _CELL.fullmatch(name)
    if not match:
        raise CallerError(f"'{name[:20]}' is not the name of a cell.", hint="Write letters and a number, such as F41.")
    return int(match[2]), _column_number(match[1])


@cache
def _column_number(letters: str) -> int:
    """Return the number of a column of at most three letters (so the cache stays small)."""
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


def _sparse(rows: Iterable[Iterable[CellValue]]) -> Iterator[Row]:
    for number, row in enumerate(rows, start=1):
        pairs = tuple((column, value) for column, value in enumerate(row, start=1) if not is_blank(value))
        if pairs:
            yield number, pairs
