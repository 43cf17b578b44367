"""What makes a workbook one that everybody can read: the checklist for releasing statistics in spreadsheets, as code.

After the Government Analysis Function's guidance, as gptables and aftables implement it. It is run over every workbook
that we write.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

WITHOUT_TABLE = ("Cover",)
SAYS_OF_BLANKS = re.compile(r"[Bb]lank")
NOT_WANTED = ("media/", "vbaProject", "comments", "externalLinks", "oddHeader", "oddFooter", "AUTOMATIC")
NAMES_LINE = ("http", "www.")


def breaches(data: bytes) -> list[str]:
    """Return everything in a workbook that is against the checklist."""
    return [*_of_package(data), *_of_book(data)]


def _of_package(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for word in NOT_WANTED:
        if any(word in name or (name.endswith(".xml") and word.encode() in part) for name, part in parts.items()):
            yield f"It holds {word}."
    properties = parts["docProps/core.xml"].decode()
    for name in ("title", "language"):
        if not re.search(rf"<dc:{name}[^>]*(?<!/)>[^<]+<", properties):
            yield f"Its {name} is not set."
    if re.search(r"<(?:dc:creator|cp:lastModifiedBy)[^>]*(?<!/)>[^<]", properties):
        yield "It names somebody."
    for name, part in parts.items():
        if (
            "drawings/drawing" in name
            and name.endswith(".xml")
            and re.search(rb'<xdr:cNvPr (?![^>]*descr="[^"]+")', part)
        ):
            yield "A chart has no text that says what it shows."


def _of_book(data: bytes) -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data))
    if len(book.sheetnames) != len({name.casefold() for name in book.sheetnames}):
        yield "Two sheets have one name."
    if book.active is None or book.active.title != book.sheetnames[0]:
        yield "The first sheet is not the one that opens."
    for name in book.sheetnames:
        sheet = book[name]
        if not isinstance(sheet, Worksheet):
            yield f"{name} is no sheet of cells."
            continue
        yield from (f"{name}: {each}" for each in (*_of_sheet(sheet), *_of_table(sheet)))


def _of_sheet(sheet: Worksheet) -> Iterator[str]:
    if not sheet["A1"].value or sheet["A1"].style != "Heading 1":
        yield "A1 is no heading."
    if sheet.sheet_state != "visible":
        yield "The sheet is hidden."
    if sheet.merged_cells.ranges or sheet.freeze_panes or sheet.auto_filter.ref:
        yield "Cells are merged, panes frozen, or a filter is set."
    if sheet.sheet_view.selection[0].activeCell != "A1":
        yield "The cursor is not in A1."
    if any(each.hidden for each in (*sheet.row_dimensions.values(), *sheet.column_dimensions.values())):
        yield "Rows or columns are hidden."
    for row in sheet.iter_rows():
        for cell in row:
            if cell.fill.fill_type not in {"none", None}:
                yield f"{cell.coordinate} has a fill."
            if cell.data_type == "f":
                yield f"{cell.coordinate} is a formula."
            if isinstance(cell.value, str) and cell.hyperlink and cell.value.startswith(NAMES_LINE):
                yield f"{cell.coordinate} is a link without words."


def _of_table(sheet: Worksheet) -> Iterator[str]:
    tables = list(sheet.tables.values())
    if sheet.title in WITHOUT_TABLE and not tables:
        return
    if len(tables) != 1:
        yield f"There are {len(tables)} tables."
        return
    [table] = tables
    if not table.ref.startswith("A") or table.headerRowCount != 1 or table.autoFilter is not None:
        yield "The table does not begin at the left edge with one row of headings and no filter."
    header, *rows = [[cell.value for cell in row] for row in sheet[table.ref]]
    labels = [str(label or "").strip().casefold() for label in header]
    if "" in labels or len(labels) != len(set(labels)):
        yield "A heading is blank, or stands there twice."
    # Before anything below is looked at, which would make cells there.
    last = sheet.max_row
    above = " ".join(str(cell.value or "") for [cell] in sheet["A1:A12"])
    if any(value in (None, "") for row in rows for value in row) and not SAYS_OF_BLANKS.search(above):
        yield "Cells are blank, and nothing says what that means."
    if last > int(re.sub(r".*:[A-Z]+", "", table.ref)):
        yield "Something stands below the table."
