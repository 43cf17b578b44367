"""What the second engine hides in binary workbooks (.xls, .xlsb), found in the records themselves.

Error cells, percentages, hidden rows and columns: the engine gives the first as blanks and does not tell the
others. Only these are looked for; values are the engine's. Sources: [MS-XLS] and [MS-XLSB], the sections named
beside each record. A file whose records make no sense gives what was found so far: the engine judges the file.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from fairness_adapters.office.sheet import joined

if TYPE_CHECKING:
    from fairness_adapters.office.package import Package

_CODES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_PERCENTS = frozenset({9, 10})
_END_OF_CHAIN = 0xFFFFFFFA
_SECTORS = {9: 512, 12: 4096}
"""Bytes of a sector by the number that stands for it ([MS-CFB] 2.2)."""
_MOST_TIMES = 4
"""Times that all of a file may be gone through: its sheets lie beside each other, whatever a file may say."""


@attrs.define
class Marks:
    """What was found in one sheet; rows and columns count from 1."""

    errors: dict[tuple[int, int], str] = attrs.field(factory=dict)
    percents: set[tuple[int, int]] = attrs.field(factory=set)
    hidden_rows: set[int] = attrs.field(factory=set)
    column_spans: list[tuple[int, int]] = attrs.field(factory=list)

    @property
    def hidden_columns(self) -> frozenset[int]:
        """The numbers of the columns within the spans."""
        return joined(self.column_spans)


@attrs.define
class BinaryMarks:
    """What was found in a workbook, its sheets in the order in which the workbook lists them."""

    sheets: list[Marks] = attrs.field(factory=list)
    protected: bool = False


def marks_of_xls(data: bytes) -> BinaryMarks:
    """Look through an old Excel workbook (.xls, from Excel 5 on)."""
    found = BinaryMarks()
    stream = _workbook_stream(data)
    percents = _xls_percents(stream)
    left = _MOST_TIMES * len(stream)
    for kind, content in _xls_records(stream, 0):
        if kind == 0x2F:  # FilePass, 2.4.117
            found.protected = True
        elif kind == 0x85 and len(content) >= 4:  # BoundSheet8, 2.4.28
            marks, size = _xls_sheet(stream, struct.unpack_from("<L", content)[0], percents)
            found.sheets.append(marks)
            left -= size
            if left < 0:
                return BinaryMarks(protected=found.protected)
    return found


def _xls_records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Give the records of one substream; those of charts within it too, which no mark of ours can be taken for."""
    depth = 0
    while 0 <= start and start + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, start)
        yield kind, stream[start + 4 : start + 4 + size]
        depth += (kind == 0x809) - (kind == 0x0A)  # BOF, EOF
        if depth <= 0 and kind == 0x0A:
            return
        start += 4 + size


def _xls_percents(stream: bytes) -> frozenset[int]:
    """Return the numbers of the cell formats that show a percentage."""
    formats: set[int] = set(_PERCENTS)
    styles: list[int] = []
    for kind, content in _xls_records(stream, 0):
        if kind == 0x41E and len(content) > 4:  # Format, 2.4.126
            (number,) = struct.unpack_from("<H", content)
            formats |= {number} if b"%" in content[2:] else set()
        elif kind == 0xE0 and len(content) >= 4:  # XF, 2.4.353
            styles.append(struct.unpack_from("<H", content, 2)[0])
    return frozenset(style for style, number in enumerate(styles) if number in formats)


def _xls_sheet(stream: bytes, start: int, percents: frozenset[int]) -> tuple[Marks, int]:
    """Return the marks of a sheet, and how many bytes it took to find them."""
    marks, size = Marks(), 0
    for kind, content in _xls_records(stream, start):
        size += 4 + len(content)
        if kind in {0x203, 0x27E, 0x06, 0x205} and len(content) >= 8:  # Number, RK, Formula, BoolErr
            row, column, style = struct.unpack_from("<HHH", content)
            code = _xls_error(kind, content)
            if code is not None:
                marks.errors[row + 1, column + 1] = _CODES.get(code, "#ERROR")
            elif style in percents and kind != 0x205:
                marks.percents.add((row + 1, column + 1))
        elif kind == 0xBD and len(content) >= 6:  # MulRk, 2.4.175
            row, first = struct.unpack_from("<HH", content)
            for at in range((len(content) - 6) // 6):
                if struct.unpack_from("<H", content, 4 + 6 * at)[0] in percents:
                    marks.percents.add((row + 1, first + at + 1))
        elif kind == 0x208 and len(content) >= 14 and content[12] & 0x20:  # Row, 2.4.221
            marks.hidden_rows.add(struct.unpack_from("<H", content)[0] + 1)
        elif kind == 0x7D and len(content) >= 10 and content[8] & 1:  # ColInfo, 2.4.53
            first, last = struct.unpack_from("<HH", content)
            marks.column_spans.append((first + 1, min(last, 255) + 1))
    return marks, size


def _xls_error(kind: int, content: bytes) -> int | None:
    if kind == 0x205 and content[7]:
        return content[6]
    if kind == 0x06 and content[6] == 2 and content[12:14] == b"\xff\xff":  # FormulaValue, 2.5.133
        return content[8]
    return None


def _workbook_stream(data: bytes) -> bytes:
    """Return the stream of an OLE file that holds the workbook; empty when there is none ([MS-CFB])."""
    try:
        ole = _Ole(data)
        return ole.stream("Workbook") or ole.stream("Book")
    except (struct.error, LookupError, ValueError):
        return b""


class _Ole:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.size = _SECTORS[struct.unpack_from("<H", data, 30)[0]]
        self.small = 64
        directory, _, self.cutoff, small_start = struct.unpack_from("<4L", data, 48)
        tables = self._tables()
        self.fat = [number for table in tables for number in self._numbers(table)]
        self.directory = self.chain(directory)
        small_table = self.chain(small_start)
        self.small_fat = list(struct.unpack(f"<{len(small_table) // 4}L", small_table))

    def _numbers(self, sector: int) -> tuple[int, ...]:
        return struct.unpack_from(f"<{self.size // 4}L", self.data, (sector + 1) * self.size)

    def _tables(self) -> list[int]:
        """Return the sectors of the allocation table: 109 in the header, the rest in a chain."""
        listed = list(struct.unpack_from("<109L", self.data, 76))
        following, seen = struct.unpack_from("<L", self.data, 68)[0], set[int]()
        while following < _END_OF_CHAIN and following not in seen:
            seen.add(following)
            *more, following = self._numbers(following)
            listed += more
        # Tables for more sectors than the file has can only be there to fill the memory.
        most = 109 + len(self.data) // (self.size * self.size // 4)
        return [sector for sector in listed if sector < _END_OF_CHAIN][:most]

    def chain(self, start: int) -> bytes:
        """Return the bytes of a chain of sectors."""
        return b"".join(self.data[(at + 1) * self.size : (at + 2) * self.size] for at in _chain(start, self.fat))

    def stream(self, name: str) -> bytes:
        """Return a stream by its name; empty when there is none."""
        root = struct.unpack_from("<L", self.directory, 116)[0]
        for at in range(0, len(self.directory) - 127, 128):
            length = struct.unpack_from("<H", self.directory, at + 64)[0]
            if self.directory[at : at + max(0, length - 2)].decode("utf-16-le", "replace") == name:
                start, size = struct.unpack_from("<LL", self.directory, at + 116)
                return (self.chain(start) if size >= self.cutoff else self._small(root, start))[:size]
        return b""

    def _small(self, root: int, start: int) -> bytes:
        store = self.chain(root)
        return b"".join(store[at * self.small : (at + 1) * self.small] for at in _chain(start, self.small_fat))


def _chain(start: int, table: list[int]) -> Iterator[int]:
    """Give the sectors of a chain; one that bites its own tail ends there."""
    seen = 0
    while start < len(table) and seen <= len(table):
        yield start
        seen += 1
        start = table[start]


def marks_of_xlsb(package: Package) -> BinaryMarks:
    """Look through a binary workbook (.xlsb)."""
    main = next((link.target for link in package.relationships() if link.kind == "officeDocument"), "xl/workbook.bin")
    links = {link.id: link for link in package.relationships(main)}
    styles = next((link.target for link in links.values() if link.kind == "styles"), "")
    percents = _xlsb_percents(package.read(styles)) if package.has(styles) else frozenset[int]()
    found = BinaryMarks()
    read: dict[str, Marks] = {}
    for kind, content in _xlsb_records(package.read(main)):
        if kind == 156:  # BrtBundleSh, 2.4.305
            link = links.get(_xlsb_text(content, 8))
            part = link.target if link and not link.external else ""
            if part not in read:
                read[part] = _xlsb_sheet(package.read(part), percents) if package.has(part) else Marks()
            found.sheets.append(read[part])
    return found


def _xlsb_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Give the records of a binary part; kind and size are numbers of seven bits a byte (2.1.4)."""
    at = 0
    while at < len(data):
        kind, at = _seven_bits(data, at, 2)
        size, at = _seven_bits(data, at, 4)
        yield kind, data[at : at + size]
        at += size


def _seven_bits(data: bytes, at: int, most: int) -> tuple[int, int]:
    number = 0
    for place in range(most):
        byte = data[at] if at < len(data) else 0
        number |= (byte & 0x7F) << (7 * place)
        at += 1
        if not byte & 0x80:
            break
    return number, at


def _xlsb_text(content: bytes, at: int) -> str:
    length = struct.unpack_from("<L", content, at)[0] if len(content) >= at + 4 else 0
    return content[at + 4 : at + 4 + 2 * length].decode("utf-16-le", "replace")


def _xlsb_percents(styles: bytes) -> frozenset[int]:
    formats: set[int] = set(_PERCENTS)
    used: list[int] = []
    within = False
    for kind, content in _xlsb_records(styles):
        if kind == 44 and len(content) > 2 and "%" in _xlsb_text(content, 2):  # BrtFmt
            formats.add(struct.unpack_from("<H", content)[0])
        elif kind in {617, 618}:  # BrtBeginCellXFs, BrtEndCellXFs
            within = kind == 617
        elif kind == 47 and within and len(content) >= 4:  # BrtXF
            used.append(struct.unpack_from("<H", content, 2)[0])
    return frozenset(style for style, number in enumerate(used) if number in formats)


def _xlsb_sheet(data: bytes, percents: frozenset[int]) -> Marks:
    marks = Marks()
    row = 0
    for kind, content in _xlsb_records(data):
        if kind == 0 and len(content) >= 12:  # BrtRowHdr, 2.4.748
            row = struct.unpack_from("<L", content)[0] + 1
            marks.hidden_rows |= {row} if content[11] & 0x10 else set()
        elif kind in {2, 3, 5, 9, 11} and len(content) >= 9:  # BrtCellRk, -Error, -Real, BrtFmlaNum, BrtFmlaError
            column = struct.unpack_from("<L", content)[0] + 1
            if kind in {3, 11}:
                marks.errors[row, column] = _CODES.get(content[8], "#ERROR")
            elif int.from_bytes(content[4:7], "little") in percents:
                marks.percents.add((row, column))
        elif kind == 60 and len(content) >= 18 and content[16] & 1:  # BrtColInfo
            first, last = struct.unpack_from("<LL", content)
            marks.column_spans.append((first + 1, min(last, 16_383) + 1))
    return marks
