"""What a sheet looks like: where its header is, how many rows it has, and what each column holds.

Only for proposing a layout: nothing here decides what a figure is. See `fairness_adapters.layouts.suggest`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

import attrs

from fairness_adapters.grid import Area, CellError, CellValue, NotCalculated
from fairness_adapters.layouts.figures import marker_meaning, parse_day, parse_year
from fairness_adapters.layouts.schema import Markers
from fairness_adapters.layouts.table_cells import SheetCells, joined, text_of

HEADER_WITHIN, MOST_ROWS, MOST_HEADER_ROWS = 30, 5000, 3
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?")


@attrs.frozen(kw_only=True)
class Column:
    """One column below a header: its headings from the top, and what stands in it.

    `texts` counts its texts, `numbers` and `days` how many cells are one, `blanks` rows of the table with nothing
    here, `markers` the texts that stand for a missing figure; `decimals` counts numbers that are not whole,
    `is_constant` says that every cell of many is the same.
    """

    number: int
    headings: tuple[CellValue, ...]
    texts: Counter[str]
    numbers: int
    days: int
    blanks: int
    percents: int
    markers: Counter[str]
    decimals: int = 0
    is_constant: bool = False

    @property
    def heading(self) -> str:
        """All headings, from the top, with " / " between."""
        return joined(self.headings)

    @property
    def filled(self) -> int:
        """How many cells hold something."""
        return self.numbers + self.days + sum(self.texts.values()) + sum(self.markers.values())

    @property
    def is_figures(self) -> bool:
        """Whether nearly all cells are numbers, or stand for one."""
        return self.numbers > 0 and self.numbers + sum(self.markers.values()) >= 0.8 * self.filled

    @property
    def is_days(self) -> bool:
        """Whether nearly all cells are dates."""
        return self.days > 0 and self.days >= 0.8 * self.filled


@attrs.frozen(kw_only=True)
class Profile:
    """A sheet's table: the lowest header row, how many header rows there are, the columns, and where it ends."""

    cells: SheetCells
    bottom: int
    header_rows: int
    columns: tuple[Column, ...]
    last_row: int


def profile(cells: SheetCells) -> Profile | None:
    """Describe the table of a sheet; None when it has none that can be seen."""
    bottom = _header_row(cells)
    if not bottom:
        return None
    how_many = _header_rows(cells, bottom)
    headings = cells.headings(bottom, how_many)
    last = _last_row(cells, bottom, headings)
    rows = [row for row in cells.rows if bottom < row <= last][:MOST_ROWS]
    every = sorted({column for row in rows for column in cells.rows[row]} | set(headings))
    blank = (None,) * how_many
    columns = tuple(_column(cells, each, headings.get(each, blank), rows) for each in every)
    kept = tuple(each for each in columns if each.filled or each.heading)
    return Profile(cells=cells, bottom=bottom, header_rows=how_many, columns=kept, last_row=last)


def is_number(value: CellValue) -> bool:
    """Tell whether a cell holds a number, typed as text or not."""
    if isinstance(value, bool | CellError | NotCalculated):
        return False
    return isinstance(value, int | float) or (isinstance(value, str) and bool(_NUMBER.fullmatch(value.strip())))


def _is_heading(value: CellValue) -> bool:
    return (isinstance(value, str) and not is_number(value)) or parse_year(value) is not None


def _header_row(cells: SheetCells) -> int:
    """Return the row with the most headings that have something below them; 0 when no row has two."""
    rows = sorted(cells.rows)
    best = most = 0
    for place, row in enumerate(rows):
        if row > HEADER_WITHIN:
            break
        below = rows[place + 1 : place + 21]
        headed = [column for column, value in cells.rows[row].items() if _is_heading(value)]
        figures = sum(any(is_number(cells.at(each, column)) for each in below) for column in headed)
        labels = sum(any(cells.at(each, column) is not None for each in below) for column in headed)
        numbers = sum(is_number(value) for value in cells.rows[row].values() if parse_year(value) is None)
        score = 2 * figures + labels - 3 * numbers
        if labels >= 2 and score > most:
            best, most = row, score
    return best


def _header_rows(cells: SheetCells, bottom: int) -> int:
    """Count the header rows: one above belongs to it that is merged over columns, or that tells repeated ones apart."""
    columns, how_many = (
        sorted({*cells.rows[bottom], *(c for row in cells.rows if row > bottom for c in cells.rows[row])}),
        1,
    )
    before: set[Area | None] = set()
    for row in range(bottom - 1, max(bottom - MOST_HEADER_ROWS, 0), -1):
        areas = {cells.area(row, column) for column in columns}
        over = {each for each in areas if each and _is_over_figures(cells, bottom, each, columns)} - before
        told = [joined(parts) for parts in cells.headings(bottom, how_many).values()]
        repeated = len(set(told)) < len(told) and len(cells.rows.get(row, {})) > 1
        if not (over or repeated):
            break
        before |= over
        how_many += 1
    return how_many


def _is_over_figures(cells: SheetCells, bottom: int, area: Area, columns: Sequence[int]) -> bool:
    """Whether a merged heading stands over several columns, most of which have numbers below."""
    under = [column for column in columns if area.left <= column <= area.right]
    below = [row for row in cells.rows if bottom < row <= bottom + 20]
    numbers = sum(any(is_number(cells.at(row, column)) for row in below) for column in under)
    return area.right > area.left > columns[0] and 2 * numbers > len(under)


def _last_row(cells: SheetCells, bottom: int, headings: Mapping[int, object]) -> int:
    """Return the last row in which two cells are filled, one of them under a heading: below it are notes."""
    rows = [
        row
        for row, values in cells.rows.items()
        if row > bottom and len(values) > 1 and any(column in headings for column in values)
    ]
    return max(rows, default=bottom)


def _column(cells: SheetCells, column: int, headings: tuple[CellValue, ...], rows: list[int]) -> Column:
    texts: Counter[str] = Counter()
    markers: Counter[str] = Counter()
    numbers = days = blanks = percents = decimals = 0
    for row in rows:
        value = cells.spread(row, column)
        if value is None:
            blanks += 1
        elif isinstance(value, date) or (isinstance(value, str) and parse_day(value) and not _NUMBER.fullmatch(value)):
            days += 1
        elif isinstance(value, NotCalculated):
            numbers += 1
        elif is_number(value):
            numbers += 1
            decimals += "." in text_of(value)
            percents += (row, column) in cells.grid.percent_cells or text_of(value).endswith("%")
        elif isinstance(value, str) and marker_meaning(value.strip(), Markers()) is not None:
            markers[value.strip()] += 1
        else:
            texts[text_of(value)] += 1
    return Column(
        number=column,
        headings=headings,
        texts=texts,
        numbers=numbers,
        days=days,
        blanks=blanks,
        percents=percents,
        decimals=decimals,
        markers=markers,
        is_constant=len(rows) >= 10 and len({text_of(cells.at(row, column)) for row in rows}) == 1,
    )
