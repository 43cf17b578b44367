"""A sheet's cells as a table reader needs them: by row and column, with merged headings spread out.

What the cells mean is said in `fairness_adapters.layouts.tables`; figures are never spread, labels are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import islice

import attrs

from fairness_adapters.grid import Area, CellError, CellValue, Grid, NotCalculated, is_blank


@attrs.frozen
class SheetCells:
    """The cells of one sheet, and the merged areas in them."""

    grid: Grid
    rows: Mapping[int, Mapping[int, CellValue]]
    _areas: dict[int, list[Area]] = attrs.field(factory=dict, init=False, eq=False, repr=False)
    _tall: dict[int, list[Area]] = attrs.field(init=False, eq=False, repr=False)

    @_tall.default
    def _find_tall(self) -> dict[int, list[Area]]:
        """Return the merged areas of several rows by the rows they reach, their first one left out."""
        found: dict[int, list[Area]] = {}
        for each in self.grid.merged:
            for row in range(each.top + 1, min(each.bottom, each.top + _TALLEST) + 1):
                found.setdefault(row, []).append(each)
        return found

    @classmethod
    def of(cls, grid: Grid, most_rows: int | None = None) -> SheetCells:
        """Take up every cell of a sheet, or of its first rows only."""
        return cls(grid, {number: dict(pairs) for number, pairs in islice(grid.rows(), most_rows)})

    def at(self, row: int, column: int) -> CellValue:
        """Return the cell's own value; blanks and empty text are None."""
        value = self.rows.get(row, {}).get(column)
        return None if is_blank(value) or (isinstance(value, str) and not value.strip()) else value

    def spread(self, row: int, column: int) -> CellValue:
        """Return the cell's value, or that of the merged area it lies in."""
        value = self.at(row, column)
        area = self.area(row, column) if value is None else None
        return self.at(area.top, area.left) if area else value

    def area(self, row: int, column: int) -> Area | None:
        """Return the merged area in which a cell lies."""
        if column not in self._areas:
            reaching = [each for each in self.grid.merged if each.left <= column <= each.right]
            self._areas[column] = sorted(reaching, key=lambda each: each.top)
        areas = self._areas[column]
        # Merged areas do not overlap: the last that begins at or above the row is the only one that can hold it.
        place = bisect_right(areas, row, key=lambda each: each.top) - 1
        return areas[place] if place >= 0 and areas[place].bottom >= row else None

    def headings(self, bottom: int, how_many: int) -> dict[int, tuple[CellValue, ...]]:
        """Return each column's headings from the top, for a header whose lowest row is `bottom`.

        In a row above the lowest, a heading that is not merged stands for the columns to its right too, up to
        the next heading or a column without any.
        """
        rows = range(bottom - how_many + 1, bottom + 1)
        columns = self._columns(rows)
        upper = [self._carried(row, bottom, columns) for row in rows[:-1]]
        return {column: (*(each[column] for each in upper), self.spread(bottom, column)) for column in columns}

    def _columns(self, rows: Iterable[int]) -> list[int]:
        found: set[int] = set()
        for row in rows:
            areas = [area for column in self.rows.get(row, {}) if (area := self.area(row, column))]
            found |= set(self.rows.get(row, {}))
            for area in (*areas, *self._tall.get(row, ())):
                found |= set(range(area.left, min(area.right, area.left + _WIDEST) + 1))
        return sorted(found)

    def _carried(self, row: int, bottom: int, columns: Sequence[int]) -> dict[int, CellValue]:
        found: dict[int, CellValue] = {}
        carried: CellValue = None
        before = 0
        for column in columns:
            own = self.spread(row, column)
            has_lowest = self.spread(bottom, column) is not None
            if own is not None:
                carried = None if self.area(row, column) else own
            elif column != before + 1 or not has_lowest:
                carried = None
            found[column] = own if own is not None else carried
            before = column
        return found


_TALLEST = 10
"""Rows of a merged heading that are looked at."""
_WIDEST = 500
"""Columns of a merged heading that are looked at; a heading merged over the whole sheet is a title."""


def text_of(value: CellValue) -> str:
    """Return a label's cell as text: a date as ISO, a whole number without a decimal point; no formula is a label."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, CellError):
        return value.code
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None or isinstance(value, NotCalculated) else str(value).strip()


def joined(parts: Iterable[CellValue]) -> str:
    """Join headings from the top with " / "; one that is merged over two rows is said once.

    >>> joined(["EU", None, "All staff"]), joined(["Band", "Band"])
    ('EU / All staff', 'Band')
    """
    texts = [text for part in parts if (text := text_of(part))]
    return " / ".join(text for place, text in enumerate(texts) if place == 0 or text != texts[place - 1])
