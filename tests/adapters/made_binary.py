"""Binary workbooks (.xlsb) made record by record ([MS-XLSB] 2.1.4), for nothing here writes them."""

from __future__ import annotations

import struct

from tests.adapters.made_workbooks import LINKS, PACKAGE, link, zipped

from fairness_adapters.source import Source

TYPES = (
    f"<Types xmlns='{PACKAGE}/content-types'><Override PartName='/xl/workbook.bin' "
    "ContentType='application/vnd.ms-excel.sheet.binary.macroEnabled.main'/></Types>"
)


def record(kind: int, content: bytes = b"") -> bytes:
    """Write one record: its kind and its size in seven bits a byte, then its content."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, left = b"", len(content)
    while left > 0x7F:
        size += bytes([left & 0x7F | 0x80])
        left >>= 7
    return head + size + bytes([left]) + content


def text(words: str) -> bytes:
    """Write text with its length."""
    return struct.pack("<L", len(words)) + words.encode("utf-16-le")


def row(number: int, *, hidden: bool = False) -> bytes:
    """Begin a row, counted from 1."""
    return record(
        0, struct.pack("<LLH", number - 1, 0, 300) + bytes([0, 0x10 if hidden else 0, 0]) + struct.pack("<L", 0)
    )


def cell(kind: int, column: int, content: bytes, style: int = 0) -> bytes:
    """Write a cell of a kind; columns count from 1."""
    return record(kind, struct.pack("<L", column - 1) + style.to_bytes(3, "little") + b"\0" + content)


def number(column: int, value: float, style: int = 0) -> bytes:
    """Write a number."""
    return cell(5, column, struct.pack("<d", value), style)


def words(column: int, value: str) -> bytes:
    """Write text of the cell's own."""
    return cell(6, column, text(value))


def failed(column: int, code: int) -> bytes:
    """Write an error."""
    return cell(3, column, bytes([code]))


def made_xlsb(cells: bytes, name: str = "odd.xlsb", before: bytes = b"") -> Source:
    """Make a binary workbook with one sheet "Staff" of these records; style 1 is a percentage."""
    bounds = struct.pack("<LLLL", 0, 0, 0, 0)
    sheet = record(129) + record(148, bounds) + before + record(145) + cells + record(146) + record(130)
    book = record(131) + record(143) + record(156, struct.pack("<LL", 0, 1) + text("r1") + text("Staff")) + record(144)
    xfs = b"".join(record(47, struct.pack("<HH", 0, form) + b"\0" * 12) for form in (0, 200))
    styles = record(278) + record(615, struct.pack("<L", 1)) + record(44, struct.pack("<H", 200) + text("0.0%"))
    styles += record(616) + record(617, struct.pack("<L", 2)) + xfs + record(618) + record(279)
    parts = {
        "[Content_Types].xml": TYPES.encode(),
        "_rels/.rels": f"<Relationships xmlns='{PACKAGE}/relationships'>"
        f"{link('r1', 'officeDocument', 'xl/workbook.bin')}</Relationships>".encode(),
        "xl/workbook.bin": book + record(132),
        "xl/_rels/workbook.bin.rels": f"<Relationships xmlns='{PACKAGE}/relationships'>"
        f"{link('r1', 'worksheet', 'worksheets/sheet1.bin')}"
        f"<Relationship Id='r2' Type='{LINKS}/styles' Target='styles.bin'/></Relationships>".encode(),
        "xl/worksheets/sheet1.bin": sheet,
        "xl/styles.bin": styles,
    }
    return Source.from_bytes(name, zipped(parts))
