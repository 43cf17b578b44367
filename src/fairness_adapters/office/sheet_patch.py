"""Put cells into a worksheet part, byte by byte: every other byte of it stays as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from fairness_adapters.grid import Area, cell_name
from fairness_adapters.office.sheet_map import SheetMap, Span, StoredRow, area

Piece: TypeAlias = tuple[int, int, bytes]
"""A stretch of bytes, as in a slice, and what stands there instead."""


def patch_sheet(data: bytes, there: SheetMap, cells: Mapping[tuple[int, int], bytes]) -> bytes:
    """Return the part with cells, given as elements by (row, column), in place of those stored or where they belong."""
    by_row: dict[int, dict[int, bytes]] = {}
    for (row, column), cell in sorted(cells.items()):
        by_row.setdefault(row, {})[column] = cell
    pieces: list[Piece] = []
    for row, found in by_row.items():
        if stored := there.rows.get(row):
            pieces += _in_row(data, there, stored, found)
    pieces += _new_rows(data, there, {row: found for row, found in by_row.items() if row not in there.rows})
    pieces += _dimension(data, there, cells)
    return _spliced(data, pieces)


def _in_row(data: bytes, there: SheetMap, row: StoredRow, cells: Mapping[int, bytes]) -> Iterator[Piece]:
    """Yield each cell of a stored row in its place; a row that gets wider no longer states its span."""
    if cells.keys() - row.cells.keys():
        head = _without_spans(data[row.span.start : row.span.inner])
        if row.span.inner == row.span.end:
            yield _filled_up(row.span, head, b"".join(cells.values()), f"</{there.prefix}row>".encode())
            return
        yield row.span.start, row.span.inner, head
    last = data.rindex(b"</", row.span.inner, row.span.end)
    for column, cell in cells.items():
        if stored := row.cells.get(column):
            yield stored.span.start, stored.span.end, cell
        else:
            place = min((each.span.start for number, each in row.cells.items() if number > column), default=last)
            yield place, place, cell


def _new_rows(data: bytes, there: SheetMap, rows: Mapping[int, Mapping[int, bytes]]) -> Iterator[Piece]:
    """Yield each row that is not stored yet, before the next one that is, else last."""
    span, prefix = there.data, there.prefix
    if span is None or not rows:
        return
    whole = {
        row: f'<{prefix}row r="{row}">'.encode() + b"".join(cells.values()) + f"</{prefix}row>".encode()
        for row, cells in rows.items()
    }
    if span.inner == span.end:
        head, tail = data[span.start : span.inner], f"</{prefix}sheetData>".encode()
        yield _filled_up(span, head, b"".join(whole.values()), tail)
        return
    last = data.rindex(b"</", span.inner, span.end)
    for row, element in whole.items():
        place = next((each.span.start for number, each in there.rows.items() if number > row), last)
        yield place, place, element


def _filled_up(span: Span, head: bytes, content: bytes, tail: bytes) -> Piece:
    """Return an empty element (its only tag is `head`) with content and its last tag."""
    return span.start, span.end, head.removesuffix(b"/>").rstrip() + b">" + content + tail


def _without_spans(tag: bytes) -> bytes:
    return re.sub(rb"\sspans=([\"']).*?\1", b"", tag, count=1)


def _dimension(data: bytes, there: SheetMap, cells: Mapping[tuple[int, int], bytes]) -> Iterator[Piece]:
    """Widen the stated dimension where a new cell lies outside it: some programs read no further."""
    if there.dimension is None or not cells:
        return
    span, reference = there.dimension
    stated = area(reference)
    rows, columns = zip(*cells, strict=True)
    wide = Area(
        top=min(stated.top, *rows),
        left=min(stated.left, *columns),
        bottom=max(stated.bottom, *rows),
        right=max(stated.right, *columns),
    )
    if wide != stated:
        name = f"{cell_name(wide.top, wide.left)}:{cell_name(wide.bottom, wide.right)}".encode()
        tag = data[span.start : span.inner]
        yield span.start, span.inner, re.sub(rb"(\sref=)([\"']).*?\2", rb'\1"' + name + b'"', tag, count=1)


def _spliced(data: bytes, pieces: list[Piece]) -> bytes:
    """Return the bytes with some stretches replaced; what is put in at one place keeps its order."""
    out, at = [], 0
    for start, end, piece in sorted(pieces, key=lambda each: (each[0], each[1])):
        out += [data[at:start], piece]
        at = end
    return b"".join([*out, data[at:]])
