"""A workbook that is laid out as a form, as blocks: each cell with its place, dates as stored.

How blocks become answers is in `fairness_adapters.layouts.word_form`, the same for Word and Excel.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time

from fairness_adapters.grid import CellError, CellValue, Grid, NotCalculated, Workbook
from fairness_adapters.office.form_values import Block, Cell, Control, Hidden, WordForm
from fairness_adapters.office.wml import boxes
from fairness_adapters.source import Source
from fairness_adapters.workbooks import open_workbook
from fairness_core.problems import Place, Problem, error

MOST_FILLED = 63
"""Columns over which empty cells are filled in; Word's tables have no more."""


def read_sheet_form(source: Source) -> WordForm:
    """Read every sheet that is shown; what stands on hidden sheets, rows and columns is listed as hidden.

    Raises a `SourceError` when the workbook cannot be read.
    """
    book = open_workbook(source)
    return sheet_form(book)


def sheet_form(book: Workbook) -> WordForm:
    """Return the cells of a workbook as a form; an error cell or a formula without a result is a problem."""
    blocks: list[Block] = []
    hidden: list[Hidden] = []
    problems: list[Problem] = list(book.problems)
    for grid in book.grids:
        for row, column, value in _cells(grid):
            place = book.place(grid, row, column)
            if isinstance(value, CellError | NotCalculated):
                problems.append(_no_value(place))
            elif grid.state != "visible" or row in grid.hidden_rows or column in grid.hidden_columns:
                hidden += [Hidden(text=_text(value), place=place)] if value != "" else []
            else:
                blocks.append(_block(grid, row, column, value, place))
    return WordForm(file=book.file, blocks=tuple(blocks), hidden=tuple(hidden), problems=tuple(problems))


def _cells(grid: Grid) -> Iterator[tuple[int, int, CellValue]]:
    """Yield every cell, and the empty ones that Word would have in a table: as wide as the rows above without a gap.

    A label that stands alone in its row and does not span it has an empty answer beside it.
    """
    wide = {(area.top, area.left): area.right for area in grid.merged if area.right > area.left}
    above = (-1, 0, 0)
    for row, pairs in grid.rows():
        if not pairs:
            continue
        first, last = pairs[0][0], max(wide.get((row, column), column) for column, _ in pairs)
        spans = len(pairs) == 1 and (row, first) in wide
        goes_on = above[0] == row - 1 and max(last, above[2]) - min(first, above[1]) < MOST_FILLED
        if not spans and goes_on:
            first, last = min(first, above[1]), max(last, above[2])
        if not spans and first == last:
            last += 1
        above = (row, first, last)
        columns = range(first, last + 1) if last - first < MOST_FILLED and not spans else ()
        yield from _with_blanks(row, pairs, columns, wide)


def _with_blanks(
    row: int, pairs: Sequence[tuple[int, CellValue]], columns: Iterable[int], wide: Mapping[tuple[int, int], int]
) -> Iterator[tuple[int, int, CellValue]]:
    ends = {column: min(wide.get((row, column), column), column + MOST_FILLED) for column, _ in pairs}
    covered = {each for column, end in ends.items() for each in range(column, end + 1)}
    blank: list[tuple[int, CellValue]] = [(each, "") for each in columns if each not in covered]
    for column, value in sorted((*pairs, *blank), key=lambda each: each[0]):
        yield row, column, value


def _no_value(place: Place) -> Problem:
    message = "This cell holds an error, or a formula that was never calculated."
    return error("no_value", message, where=place, hint="Open the file in Excel, mend the cell and save it.")


def _block(grid: Grid, row: int, column: int, value: CellValue, place: Place) -> Block:
    span = next((a.right - a.left + 1 for a in grid.merged if (a.top, a.left) == (row, column)), 1)
    text = boxes(_text(value))
    controls: tuple[Control, ...] = ()
    if isinstance(value, date):
        controls = (Control(kind="date", text=text, value=text[:10]),)
    cell = Cell(table=f"sheet {grid.name}", row=row, column=column, span=span)
    return Block(text=text, place=place, kind="cell", cell=cell, controls=controls)


def _text(value: CellValue) -> str:
    """Return a value as text: a whole day as 2026-03-31, a whole number without a fraction."""
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
