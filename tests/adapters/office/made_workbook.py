"""A workbook with nearly every feature that a trust's template can have, made for tests and filled in them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from fairness_adapters.office.repack import repack

SHEET = "Return"
EXTRAS: Mapping[str, bytes] = {
    "customXml/item1.xml": b"<label xmlns='made-up'>OFFICIAL</label>",
    "xl/threadedComments/threadedComment1.xml": b"<ThreadedComments xmlns='made-up'/>",
    "xl/slicers/slicer1.xml": b"<slicers xmlns='made-up'/>",
    "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 no real macros",
}
"""Parts that the writing library does not make, as a program that does not know them would find them."""


def png(width: int = 8, height: int = 8) -> bytes:
    """Return a small picture."""
    rows = b"".join(b"\x00" + b"\x00\x5e\xb8" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    )


@cache
def template() -> bytes:
    """Return the workbook: B4:B9 are for filling, C4:C9 hold formulas, D4 shows a day, row 2 is merged."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": "A made-up collection", "comments": "for tests"})
    book.set_custom_property("Label", "OFFICIAL")
    _return(book)
    _others(book)
    book.define_name("Total", f"={SHEET}!$B$9")
    book.close()
    # As Excel leaves it: worked out already, so that nothing asks for it on opening.
    worked_out = repack(out.getvalue(), {"xl/workbook.xml": lambda part: part.replace(b' fullCalcOnLoad="1"', b"")})
    return with_parts(worked_out, EXTRAS)


def _return(book: Any) -> None:
    sheet = book.add_worksheet(SHEET)
    free, percent, day = (
        book.add_format({"locked": False, "bg_color": "#FFF2CC", **look})
        for look in ({"border": 1}, {"num_format": "0.0%"}, {"num_format": "d mmm yyyy"})
    )
    sheet.write_rich_string("A1", book.add_format({"bold": True}), "Made-up ", "collection")
    sheet.merge_range("A2:D2", "White and BME staff", book.add_format({"align": "center"}))
    sheet.write_row("A3", ["Band", "Headcount", "Share", "Day"])
    for row in range(3, 8):
        sheet.write_row(row, 0, [f"Band {row}"])
        sheet.write_number(row, 1, row * 10, free)
        sheet.write_formula(row, 2, f"=B{row + 1}/B$9", percent, row / 25)
    sheet.write_row("A9", ["Total"])
    sheet.write_blank("B9", None, free)
    sheet.write_blank("D4", None, day)
    sheet.write_array_formula("F4:F6", "{=B4:B6*2}", None, 60)
    sheet.set_column("H:H", 12, free)
    sheet.data_validation("B4:B8", {"validate": "integer", "criteria": ">=", "value": 0, "input_title": "Headcount"})
    sheet.data_validation("E4", {"validate": "list", "source": "=Lists!$A$1:$A$3"})
    sheet.conditional_format("B4:B8", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("C4:C8", {"type": "icon_set", "icon_style": "3_arrows"})
    sheet.insert_textbox("J2", "Please read the notes.", {"description": "A note for whoever fills this in"})
    sheet.insert_button("J8", {"caption": "Check"})
    sheet.insert_image("J12", "logo.png", {"image_data": io.BytesIO(png()), "description": "A blue square"})
    if hasattr(sheet, "insert_checkbox"):
        # The lowest supported version cannot make one.
        sheet.insert_checkbox("K4", boolean=True)
    sheet.write_comment("B4", "Count people, not posts.")
    sheet.write_url("A11", "https://example.org/guidance", string="Guidance")
    sheet.add_sparkline("G4", {"range": f"{SHEET}!B4:B8"})
    sheet.ignore_errors({"number_stored_as_text": "A1:A20"})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"={SHEET}!$B$4:$B$8", "trendline": {"type": "linear"}})
    sheet.insert_chart("J16", chart, {"description": "Most staff are in band 7"})
    sheet.freeze_panes(3, 1)
    sheet.set_header("&C&G", {"image_center": "logo.png", "image_data_center": io.BytesIO(png())})
    sheet.set_footer("&CPage &P of &N")
    sheet.protect("", {"objects": True})


def _others(book: Any) -> None:
    lists = book.add_worksheet("Lists")
    lists.write_column("A1", ["Yes", "No", "Not known"])
    lists.very_hidden()
    table = book.add_worksheet("A table's sheet")
    rows = [["one", 1], ["two", 2]]
    table.add_table("A1:B3", {"name": "pairs", "data": rows, "columns": [{"header": "Word"}, {"header": "Number"}]})
    book.add_worksheet("Empty")
    dated = book.add_worksheet("Dates")
    dated.set_column("A:A", 12, book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
    dated.write_datetime("A1", date(2026, 3, 31), book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))


def with_parts(package: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return a package with more parts."""
    out = io.BytesIO(package)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def parts_of(package: bytes) -> dict[str, bytes]:
    """Return the parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
