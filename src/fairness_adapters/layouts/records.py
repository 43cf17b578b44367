"""Reads a table by a layout of kind `records`: one header row, then a row per person or per group.

Each row becomes a figure of one measure; rows with a total's label state a total and are kept apart
from their parts. Rows without a count are tallied. Hidden rows are read like the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import attrs

from fairness_adapters.grid import CellError, CellValue, Grid, Workbook, is_blank
from fairness_adapters.labels import normalise_label
from fairness_adapters.layouts.figures import Cell, parse_count, parse_day
from fairness_adapters.layouts.schema import CodeColumn, RecordsLayout
from fairness_adapters.office.quoting import describe_found
from fairness_core.classifications import Classification, normalised
from fairness_core.observations import Dimensions, Observation, Period
from fairness_core.problems import Place, Problem, error, note
from fairness_core.values import Missing, Reason, Value

HEADER_WITHIN = 30
"""The header row must stand among the first so many rows."""


@attrs.frozen(kw_only=True)
class Columns:
    """Where the header row is, and which column holds what."""

    row: int
    period: int
    count: int | None
    dimensions: Mapping[str, int]
    unused: Mapping[int, str]


@attrs.frozen(kw_only=True)
class TableReading:
    """What was found in a table: the observations and the problems."""

    observations: tuple[Observation, ...]
    problems: tuple[Problem, ...]


def find_columns(layout: RecordsLayout, grid: Grid) -> Columns | None:
    """Return where the layout's columns are; None when no row among the first has them all."""
    for number, pairs in grid.rows():
        if number > HEADER_WITHIN:
            return None
        found = _columns(layout, number, {c: normalise_label(v) for c, v in pairs if isinstance(v, str)})
        if found:
            return found
    return None


def _columns(layout: RecordsLayout, row: int, headings: Mapping[int, str]) -> Columns | None:
    def column_of(labels: Iterable[str]) -> int | None:
        wanted = {normalise_label(label) for label in labels}
        return next((column for column, heading in headings.items() if heading in wanted), None)

    period = column_of(layout.period.labels)
    count = column_of(layout.count) if layout.count else None
    dimensions = {name: column_of(column.labels) for name, column in layout.dimensions.items()}
    if period is None or None in dimensions.values() or (layout.count and count is None):
        return None
    placed = {name: column for name, column in dimensions.items() if column is not None}
    ignored = {normalise_label(label) for label in layout.ignored}
    used = {period, count, *placed.values()}
    unused = {column: text for column, text in headings.items() if column not in used and text not in ignored}
    return Columns(row=row, period=period, count=count, dimensions=placed, unused=unused)


def read_table(layout: RecordsLayout, workbook: Workbook) -> TableReading:
    """Read every sheet, of those that the layout speaks of, that has the layout's columns."""
    tables = [_Table(layout, workbook, grid, columns) for grid, columns in _tables(layout, workbook)]
    if not tables:
        return TableReading(observations=(), problems=(_no_header(layout, workbook),))
    found = tuple(each for table in tables for each in table.observations())
    return TableReading(observations=found, problems=tuple(each for table in tables for each in table.problems()))


def _tables(layout: RecordsLayout, workbook: Workbook) -> Iterable[tuple[Grid, Columns]]:
    for grid in layout.sheets.chosen(workbook):
        if columns := find_columns(layout, grid):
            yield grid, columns


def _no_header(layout: RecordsLayout, workbook: Workbook) -> Problem:
    wanted = [layout.period.labels, *(column.labels for column in layout.dimensions.values()), layout.count]
    return error(
        "no_header",
        f"No row among the first {HEADER_WITHIN} has all the column headings that this layout needs.",
        where=Place(file=workbook.file),
        expected="; ".join(" or ".join(labels) for labels in wanted if labels),
        hint="Check that this is the right file, or add the file's own headings to the layout.",
    )


class _Table:
    """One sheet's table being read."""

    def __init__(self, layout: RecordsLayout, workbook: Workbook, grid: Grid, columns: Columns) -> None:
        self.layout, self.workbook, self.grid, self.columns = layout, workbook, grid, columns
        self.lists = layout.code_lists()
        self.known: dict[tuple[str, str], str | None] = {}
        self.unknown: dict[tuple[str, str], list[int]] = {}
        self.cell_problems: list[Problem] = []
        self.hidden = 0

    def observations(self) -> Iterable[Observation]:
        rows = ((number, dict(pairs)) for number, pairs in self.grid.rows() if number > self.columns.row)
        placed = ((number, cells, self._key(number, cells)) for number, cells in rows)
        if self.columns.count is None:
            return self._tallied((number, key) for number, _, key in placed if key)
        return [self._counted(number, cells, key) for number, cells, key in placed if key]

    def _key(self, number: int, cells: Mapping[int, CellValue]) -> tuple[Period, Dimensions] | None:
        """Return the row's period and dimensions; None for a row that has none, such as a note below the table."""
        if all(is_blank(cells.get(column)) for column in self.columns.dimensions.values()):
            return None
        self.hidden += number in self.grid.hidden_rows
        day = parse_day(cells.get(self.columns.period))
        codes = {name: self._code(name, number, cells.get(column)) for name, column in self.columns.dimensions.items()}
        if day is None:
            self.cell_problems.append(self._bad_day(number, cells.get(self.columns.period)))
            return None
        return Period(end=day), tuple(sorted((name, code) for name, code in codes.items() if code))

    def _code(self, name: str, number: int, value: CellValue) -> str:
        """Return what a code cell means: a code, or nothing for a total; unknown texts are kept and reported."""
        text = value.code if isinstance(value, CellError) else "" if value is None else str(value).strip()
        if (name, text) not in self.known:
            self.known[name, text] = code_of(self.layout.dimensions[name], self.lists[name], text)
        code = self.known[name, text]
        if code is None:
            self.unknown.setdefault((name, text), []).append(number)
            return f"?{text}"
        return code

    def _counted(self, number: int, cells: Mapping[int, CellValue], key: tuple[Period, Dimensions]) -> Observation:
        column = self.columns.count or 0
        cell = Cell(value=cells.get(column), where=self._place(number, column))
        blank = is_blank(cell.value)
        parsed = (
            Missing(reason=Reason.NOT_RECORDED, detail="left blank")
            if blank
            else parse_count(cell, self.layout.markers)
        )
        if isinstance(parsed, Problem):
            self.cell_problems.append(parsed)
        value: Value = Missing(reason=Reason.UNREADABLE) if isinstance(parsed, Problem) else parsed
        return Observation(measure=self.layout.measure, period=key[0], dimensions=key[1], value=value, where=cell.where)

    def _tallied(self, rows: Iterable[tuple[int, tuple[Period, Dimensions]]]) -> Iterable[Observation]:
        first: dict[tuple[Period, Dimensions], int] = {}
        tally = Counter[tuple[Period, Dimensions]]()
        for number, key in rows:
            first.setdefault(key, number)
            tally[key] += 1
        return [
            Observation(
                measure=self.layout.measure,
                period=key[0],
                dimensions=key[1],
                value=count,
                where=attrs.evolve(self._place(first[key], 1), field=f"{count} rows, the first one here"),
            )
            for key, count in tally.items()
        ]

    def problems(self) -> Iterable[Problem]:
        yield from self.cell_problems
        for (name, text), rows in self.unknown.items():
            yield self._unknown(name, text, rows)
        if self.columns.unused:
            column, _ = next(iter(self.columns.unused.items()))
            yield note(
                "unused_columns",
                f"{len(self.columns.unused)} columns are not used by this layout.",
                where=self._place(self.columns.row, column),
                hint="If one of them matters, add it to the layout; otherwise list it under 'ignored'.",
            )
        if self.hidden:
            yield note(
                "hidden_rows",
                f"{self.hidden} hidden rows were read like the others.",
                where=Place(file=self.workbook.file, sheet=self.grid.name),
                hint="If they are hidden by a filter, nothing is lost; if they should not count, delete them.",
            )

    def _unknown(self, name: str, text: str, rows: list[int]) -> Problem:
        # A label that is met in several rows, or in a table of counts, is a category and no person's name.
        is_category = self.columns.count is not None or len(rows) >= 5
        return error(
            "unknown_code",
            f"This text in the column for {name} is not known ({len(rows)} rows).",
            where=self._place(rows[0], self.columns.dimensions[name]),
            found=repr(text[:60]) if is_category and text else describe_found(text or None),
            expected=f"a code or label of {self.lists[name].title}",
            hint=f"Correct it, or add it to the layout under dimensions.{name}.codes.",
        )

    def _bad_day(self, number: int, value: CellValue) -> Problem:
        return error(
            "not_a_day",
            "The cell does not hold a date.",
            where=self._place(number, self.columns.period),
            found=describe_found(value),
            expected="a date, such as 2025-03-31 or 31/03/2025",
            hint="Correct the cell.",
        )

    def _place(self, row: int, column: int) -> Place:
        return self.workbook.place(self.grid, row, column)


def code_of(column: CodeColumn, code_list: Classification, text: str) -> str | None:
    """Return the code that a text means, "" for a total, None when it is not known."""
    folded = normalised(text)
    if folded in {normalised(total) for total in column.totals}:
        return ""
    listed = (code for code, texts in column.codes.items() if folded in {normalised(each) for each in texts})
    return next(listed, None) or code_list.find(text)
