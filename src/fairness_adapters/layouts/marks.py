"""What a layout makes of each cell of a file: a heading, a label, a figure; or what was left over.

The marks are worked out beside the reading and change nothing in it. Each kind of layout explains its headings
and labels here; figures and problems come from the reading itself. Drawing them lives in `marked_html`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

import attrs

from fairness_adapters.contract import ReadResult
from fairness_adapters.grid import CellValue, Grid, Workbook, is_blank, parse_cell_name
from fairness_adapters.layouts.anchors import capture, matches
from fairness_adapters.layouts.figures import parse_year
from fairness_adapters.layouts.forms import read_form
from fairness_adapters.layouts.headers import Header, find_headers
from fairness_adapters.layouts.loading import AnyLayout
from fairness_adapters.layouts.records import Columns, code_of, find_columns
from fairness_adapters.layouts.schema import RecordsLayout, WorkbookLayout
from fairness_adapters.layouts.table_cells import SheetCells, text_of
from fairness_adapters.layouts.table_rows import Fate, SheetReading, read_sheets
from fairness_adapters.layouts.table_schema import PERIOD, TableLayout
from fairness_adapters.layouts.tables import Head, Meanings
from fairness_core.classifications import Classification
from fairness_core.observations import Dataset, Observation, value_text
from fairness_core.problems import Problem
from fairness_core.values import Missing


class Role(StrEnum):
    """What a cell is to a layout."""

    HEADING = "heading"
    LABEL = "label"
    FIGURE = "figure"
    NO_FIGURE = "no figure"
    IGNORED = "known, not used"
    SKIPPED = "skipped"
    LEFT_OVER = "left over"
    EMPTY = "empty"


@attrs.frozen(kw_only=True)
class Mark:
    """What one cell is, what it means ("White", "headcount, 31 March 2025"), and what is wrong with it."""

    row: int
    column: int
    role: Role
    meaning: str = ""
    problems: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class MarkedSheet:
    """A sheet with a mark for every cell that holds something, or of which something is said.

    `was_read` is false for a sheet that was passed over.
    """

    grid: Grid
    was_read: bool
    marks: Mapping[tuple[int, int], Mark]

    def count(self, role: Role) -> int:
        """Return how many cells have a role."""
        return sum(mark.role is role for mark in self.marks.values())


At = tuple[int, int]
Explanation = tuple[At, tuple[Role, str]]
Explained = Mapping[At, tuple[Role, str]]


def mark_workbook(layout: AnyLayout, workbook: Workbook, result: ReadResult[Dataset]) -> tuple[MarkedSheet, ...]:
    """Mark every cell of a file that was read by a layout."""
    explained = _explain(layout, workbook)
    return tuple(_sheet(grid, explained.get(grid.name), result) for grid in workbook.grids)


def _sheet(grid: Grid, explained: Explained | None, result: ReadResult[Dataset]) -> MarkedSheet:
    found = dict(explained or {})
    figures = [each for each in result.value.observations if each.where.sheet == grid.name and not each.where.field]
    for each in figures:
        if each.where.cell:
            found[parse_cell_name(each.where.cell)] = _of_figure(each, result.value)
    told = _told(grid, result.problems)
    cells = [(row, column) for row, pairs in grid.rows() for column, value in pairs if not is_blank(value)]
    filled = set(cells)
    marks = {
        at: Mark(row=at[0], column=at[1], role=role, meaning=meaning, problems=told.get(at, ()))
        for at in dict.fromkeys((*cells, *(at for at in told if explained is not None)))
        for role, meaning in [found.get(at, (Role.LEFT_OVER if at in filled else Role.EMPTY, ""))]
    }
    return MarkedSheet(grid=grid, was_read=bool(found), marks=marks)


def _of_figure(each: Observation, dataset: Dataset) -> tuple[Role, str]:
    cut = ", ".join(dataset.label(name, code) for name, code in each.dimensions) or "in all"
    role = Role.NO_FIGURE if isinstance(each.value, Missing) else Role.FIGURE
    return role, f"{each.measure}, {each.period}, {cut}: {value_text(each.value)}"


def _told(grid: Grid, problems: Iterable[Problem]) -> dict[At, tuple[str, ...]]:
    told: dict[At, tuple[str, ...]] = {}
    for problem in problems:
        if problem.where.sheet == grid.name and problem.where.cell:
            at = parse_cell_name(problem.where.cell)
            told[at] = (*told.get(at, ()), f"{problem.severity.value}: {problem.message}")
    return told


def _explain(layout: AnyLayout, workbook: Workbook) -> dict[str, Explained]:
    """Return what is known of headings and labels, by sheet; sheets that are not read are left out."""
    if isinstance(layout, TableLayout):
        return {each.grid.name: dict(_table(layout, each)) for each in read_sheets(layout, workbook)[0]}
    if isinstance(layout, RecordsLayout):
        found = {grid.name: (grid, find_columns(layout, grid)) for grid in layout.sheets.chosen(workbook)}
        return {name: dict(_records(layout, grid, columns)) for name, (grid, columns) in found.items() if columns}
    return _form(layout, workbook)


def _table(layout: TableLayout, reading: SheetReading) -> Iterator[Explanation]:
    cells, meanings = SheetCells.of(reading.grid), reading.meanings
    for place, head in enumerate(reading.heads):
        end = reading.heads[place + 1].top if place + 1 < len(reading.heads) else max(cells.rows) + 1
        yield from _head(layout, cells, head, meanings)
        yield from _above(layout, cells, head)
        for row in (row for row in cells.rows if head.bottom < row < end):
            yield from _row(layout, cells, head, row, reading.fates.get(row, Fate.NO_FIGURES), meanings)


def _above(layout: TableLayout, cells: SheetCells, head: Head) -> Iterator[Explanation]:
    named = {PERIOD: layout.period.above, "the organisation's name": layout.organisation} | {
        name: each.above for name, each in layout.dimensions.items()
    }
    patterns = {name: pattern for name, pattern in named.items() if pattern}
    for row in (row for row in cells.rows if row < head.top):
        for column, value in cells.rows[row].items():
            for name, pattern in patterns.items():
                if capture(pattern, value):
                    yield (row, column), (Role.LABEL, f"says {name}")


def _head(layout: TableLayout, cells: SheetCells, head: Head, meanings: Meanings) -> Iterator[Explanation]:
    roles = {column: (Role.LABEL, f"the column of {name}") for name, column in head.labels.items()}
    roles |= {column: (Role.LABEL, "a condition") for column in head.tested.values() if column not in roles}
    roles |= dict.fromkeys(head.once_per.values(), (Role.LABEL, "counted once for each"))
    for each in head.figures:
        codes = (meanings.lists[name].label(code) for name, code in each.codes)
        told = ", ".join([layout.figures[each.name].measure, *codes])
        roles[each.column] = (Role.HEADING, f"{told}{'' if each.time is None else f', {each.time}'}")
        if each.base:
            roles.setdefault(each.base, (Role.HEADING, "the number of answers"))
    for column in head.unused:
        roles.setdefault(column, (Role.LEFT_OVER, "a column that is not used"))
    for row in range(head.top, head.bottom + 1):
        for column in cells.rows.get(row, {}):
            area = cells.area(row, column)
            reach = range(column, area.right + 1) if area else [column]
            role, meaning = next((roles[each] for each in reach if each in roles), (Role.IGNORED, "ignored"))
            if role is Role.HEADING and len(reach) > 1:
                meaning = f"a heading over {len(reach)} columns"
            # A heading over several columns is one of them, whatever the first of them is.
            yield (row, column), (Role.HEADING if role is Role.LABEL else role, meaning)


def _row(
    layout: TableLayout, cells: SheetCells, head: Head, row: int, fate: Fate, meanings: Meanings
) -> Iterator[Explanation]:
    values = cells.rows[row]
    if fate in (Fate.SKIPPED, Fate.NOT_COUNTED, Fate.NOTES):
        yield from (((row, column), (Role.SKIPPED, fate.value)) for column in values)
        return
    others = {*head.tested.values(), *head.once_per.values(), *(each.base for each in head.figures)}
    known = set(head.labels.values()) | {each.column for each in head.figures} | others
    for column in values:
        if column in others:
            yield (row, column), (Role.LABEL, "used for counting")
        elif column not in known and column not in head.unused and column <= max(filter(None, known)):
            yield (row, column), (Role.IGNORED, "ignored")
    for name, column in head.labels.items():
        text = text_of(cells.at(row, column))
        code = "" if name == PERIOD else meanings.of(name, text)
        if text and code is not None and fate is not Fate.NO_FIGURES:
            yield (row, column), (Role.LABEL, _label_text(name, code, meanings))


def _label_text(name: str, code: str, meanings: Meanings) -> str:
    if name == PERIOD:
        return "the time"
    return f"{name}: {meanings.lists[name].label(code)}" if code else f"the total over {name}"


def _records(layout: RecordsLayout, grid: Grid, columns: Columns) -> Iterator[Explanation]:
    names = {column: name for name, column in columns.dimensions.items()} | {columns.period: PERIOD}
    lists = layout.code_lists()
    for row, pairs in grid.rows():
        for column, value in pairs:
            if row == columns.row and column not in columns.unused:
                meaning = names.get(column) or (layout.measure if column == columns.count else "ignored")
                role = Role.HEADING if column in names or column == columns.count else Role.IGNORED
                yield (row, column), (role, f"the column of {meaning}" if meaning != "ignored" else meaning)
            elif row > columns.row and column in names:
                yield from _record(layout, lists, (row, column), names[column], text_of(value))
            elif row > columns.row and column not in columns.unused and column != columns.count:
                yield (row, column), (Role.IGNORED, "ignored")


def _record(
    layout: RecordsLayout, lists: Mapping[str, Classification], at: At, name: str, text: str
) -> Iterator[Explanation]:
    code = "" if name == PERIOD else code_of(layout.dimensions[name], lists[name], text)
    if name == PERIOD:
        yield at, (Role.LABEL, "the time")
    elif code is not None:
        yield at, (Role.LABEL, f"{name}: {lists[name].label(code)}" if code else f"the total over {name}")


def _form(layout: WorkbookLayout, workbook: Workbook) -> dict[str, Explained]:
    form = read_form(layout, workbook)
    code_list = layout.code_list(layout.dimension)
    rules: dict[tuple[str, int], str] = {}
    for hit in form.hits:
        if hit.cell.where.cell:
            row, _ = parse_cell_name(hit.cell.where.cell)
            rules[hit.cell.where.sheet, row] = ", ".join(filter(None, (hit.rule.name, hit.rule.code)))
    found: dict[str, Explained] = {}
    for grid in layout.sheets.chosen(workbook):
        cells = {(row, column): value for row, pairs in grid.rows() for column, value in pairs}
        rows = {row: name for (sheet, row), name in rules.items() if sheet == grid.name}
        headers = find_headers(cells, layout.groups, code_list, layout.years)
        if headers and rows:
            found[grid.name] = dict(_form_sheet(layout, cells, rows, headers))
    return found


def _form_sheet(
    layout: WorkbookLayout, cells: Mapping[At, CellValue], rows: Mapping[int, str], headers: tuple[Header, ...]
) -> Iterator[Explanation]:
    headings = [label for block in layout.blocks.values() for label in block.labels]
    worked_out = [label for line in layout.lines.values() if not line.is_read for label in line.labels]
    above_table = (*layout.organisation_labels, *layout.row_number_headings)
    first, top = headers[0].first_column, headers[0].row
    left_out = {row for (row, column), value in cells.items() if column < first and matches(worked_out, value)}
    named = {(header.row, each.column): each for header in headers for each in header.columns}
    for (row, column), value in cells.items():
        if (row, column) in named:
            each = named[row, column]
            yield (row, column), (Role.HEADING, f"{each.group}, {each.year or 'the year is not known'}")
        elif row in left_out:
            yield (row, column), (Role.IGNORED, "worked out by the form itself")
        elif column < first and row in rows:
            role = Role.LABEL if isinstance(value, str) else Role.IGNORED
            yield (row, column), (role, rows[row] if role is Role.LABEL else "the row's number")
        elif column < first and matches(headings, value):
            yield (row, column), (Role.HEADING, "the heading of a block of rows")
        elif row <= top and (parse_year(value) or matches(above_table, value)):
            yield (row, column), (Role.HEADING, "a year, or what the layout looks for above the table")
