"""The same table as other people would send it: moved, renamed, in another encoding, one label changed.

Made from an author's own samples, so that every adapter is asked about its own format. A variant that cannot
be made of a sample (a sheet's name in a CSV file) is None. What the checks do with them lives in the suites.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from functools import partial
from itertools import islice
from typing import Any

import attrs

from fairness_adapters.kinds import Kind
from fairness_adapters.source import Source

NOISE = "zq unheard of"
"""A text that no format knows."""
_WORKBOOKS = {Kind.XLSX, Kind.XLSM}
_CODE = "utf-8-sig"


@attrs.frozen(kw_only=True)
class Ability:
    """Something that an adapter may be able to do and need not: what it is, and the file that asks for it."""

    asks: str
    make: Callable[[Source], Source | None]


def _named(name: str, source: Source) -> Source | None:
    return Source.from_bytes(name, source.data)


def _text(source: Source) -> str | None:
    if source.kind is not Kind.CSV:
        return None
    try:
        return source.data.decode(_CODE)
    except UnicodeDecodeError:
        return None


def _encoded(encoding: str, source: Source) -> Source | None:
    text = _text(source)
    try:
        return Source.from_bytes(source.name, text.encode(encoding)) if text is not None else None
    except UnicodeEncodeError:
        return None


def _rows(source: Source) -> list[list[str]] | None:
    text = _text(source)
    return list(csv.reader(io.StringIO(text, newline=""))) if text is not None else None


def _from_rows(source: Source, rows: list[list[str]], delimiter: str = ",") -> Source:
    held = io.StringIO()
    csv.writer(held, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return Source.from_bytes(source.name, held.getvalue().encode())


def _delimited(delimiter: str, source: Source) -> Source | None:
    rows = _rows(source)
    wide = rows is not None and any(len(row) > 1 for row in rows)
    return _from_rows(source, rows, delimiter) if rows is not None and wide else None


def _opened(source: Source) -> Any:
    if source.kind not in _WORKBOOKS:
        return None
    import openpyxl

    # Formulas are replaced by their results: a copy by openpyxl would have none.
    return openpyxl.load_workbook(io.BytesIO(source.data), data_only=True)


def _saved(book: Any, source: Source) -> Source:
    held = io.BytesIO()
    book.save(held)
    return Source.from_bytes(source.name, held.getvalue())


def saved_again(source: Source) -> Source | None:
    """Return a workbook as it is after another program has saved it, or CSV with its rows written anew."""
    if book := _opened(source):
        return _saved(book, source)
    rows = _rows(source)
    return _from_rows(source, rows) if rows is not None else None


def _shifted(down: int, right: int, source: Source) -> Source | None:
    if book := _opened(source):
        for sheet in book.worksheets:
            _shift(sheet, down, right)
        return _saved(book, source)
    rows = _rows(source)
    if rows is None:
        return None
    return _from_rows(source, [[NOISE]] * bool(down) + [[]] * (down - 1) + [[""] * right + row for row in rows])


def _shift(sheet: Any, down: int, right: int) -> None:
    if sheet.max_row * sheet.max_column > 1:
        areas = [str(area) for area in sheet.merged_cells.ranges]
        for area in areas:
            sheet.unmerge_cells(area)
        sheet.move_range(sheet.dimensions, rows=down, cols=right)
        for area in areas:
            _merge_again(sheet, area, down, right)
    if down:
        sheet.cell(1, 1, NOISE)


def _merge_again(sheet: Any, area: str, down: int, right: int) -> None:
    from openpyxl.utils.cell import range_boundaries

    left, top, last, bottom = (int(edge or 1) for edge in range_boundaries(area))
    sheet.merge_cells(start_row=top + down, end_row=bottom + down, start_column=left + right, end_column=last + right)


def _other_sheet_first(source: Source) -> Source | None:
    if not (book := _opened(source)):
        return None
    book.create_sheet("Read me", 0).cell(1, 1, NOISE)
    return _saved(book, source)


def _sheets_renamed(source: Source) -> Source | None:
    if not (book := _opened(source)):
        return None
    for number, sheet in enumerate(book.worksheets, 1):
        sheet.title = f"Sheet{number} (2)"
    return _saved(book, source)


ABILITIES: Mapping[str, Ability] = {
    "any-name": Ability(asks="reads its file under any name", make=partial(_named, "download")),
    "column-before": Ability(asks="reads it with an empty column put before", make=partial(_shifted, 0, 1)),
    "other-sheet-first": Ability(asks="reads it when another sheet stands first", make=_other_sheet_first),
    "rows-above": Ability(asks="reads it with a title and two empty rows put above", make=partial(_shifted, 3, 0)),
    "saved-again": Ability(asks="reads it when another program has saved it", make=saved_again),
    "semicolons": Ability(asks="reads CSV with semicolons, as Excel writes it abroad", make=partial(_delimited, ";")),
    "sheets-renamed": Ability(asks="reads it when its sheets have other names", make=_sheets_renamed),
    "tabs": Ability(asks="reads text with tabs, as copied from Excel", make=partial(_delimited, "\t")),
    "utf-16": Ability(asks="reads Excel's 'Unicode text'", make=partial(_encoded, "utf-16")),
    "windows-1252": Ability(asks="reads CSV in the encoding of older Windows", make=partial(_encoded, "cp1252")),
}
"""Every ability by the name that an author declares it by."""


def with_one_label_changed(source: Source, most: int) -> tuple[tuple[str, Source], ...]:
    """Return up to `most` copies of a table, each with another text cell changed to `NOISE`, and which cell."""
    if book := _opened(source):
        return tuple(_changed_cells(book, source, most))
    rows = _rows(source)
    if rows is None:
        return ()
    cells = [(row, column) for row, line in enumerate(rows) for column, text in enumerate(line) if _is_label(text)]
    return tuple(
        (f"line {row + 1}, column {column + 1}", _from_rows(source, _changed_row(rows, row, column)))
        for row, column in _spread(cells, most)
    )


def _changed_row(rows: list[list[str]], row: int, column: int) -> list[list[str]]:
    changed = [*rows[row][:column], NOISE, *rows[row][column + 1 :]]
    return [*rows[:row], changed, *rows[row + 1 :]]


def _changed_cells(book: Any, source: Source, most: int) -> list[tuple[str, Source]]:
    texts = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if _is_label(cell.value)]
    changed = []
    for cell in _spread(texts, most):
        kept, cell.value = cell.value, NOISE
        changed.append((f"sheet '{cell.parent.title}', cell {cell.coordinate}", _saved(book, source)))
        cell.value = kept
    return changed


def _is_label(value: object) -> bool:
    return isinstance(value, str) and any(letter.isalpha() for letter in value)


def _spread(things: list[Any], most: int) -> list[Any]:
    """Return at most so many of the things, evenly from the first to the last."""
    step = max(1, -(-len(things) // most))
    return list(islice(things, 0, None, step))
