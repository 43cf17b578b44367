"""Workbooks made part by part, so that a test can make any one part odd."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from fairness_adapters.source import Source

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
ROWS = (
    "<row r='1'><c r='A1' t='inlineStr'><is><t>Band</t></is></c><c r='B1' t='inlineStr'><is><t>Count</t></is></c></row>"
    "<row r='2'><c r='A2' t='inlineStr'><is><t>Band 5</t></is></c><c r='B2'><v>12</v></c></row>"
)
VALUES = {"Staff!A1": "Band", "Staff!B1": "Count", "Staff!A2": "Band 5", "Staff!B2": 12}


def link(key: str, kind: str, target: str) -> str:
    """Write one relationship."""
    return f"<Relationship Id='{key}' Type='{LINKS}/{kind}' Target='{target}'/>"


def sheet_xml(rows: str = ROWS, *, before: str = "", after: str = "") -> str:
    """Write a worksheet part of rows, and what stands before and after them."""
    return f"<worksheet xmlns='{MAIN}' xmlns:r='{LINKS}'>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def workbook_xml(sheets: str = "<sheet name='Staff' sheetId='1' r:id='r1'/>", before: str = "", after: str = "") -> str:
    """Write the main part, with the sheets that it lists."""
    return f"<workbook xmlns='{MAIN}' xmlns:r='{LINKS}'>{before}<sheets>{sheets}</sheets>{after}</workbook>"


def links_xml(*more: str) -> str:
    """Write the main part's relationships: the sheet, the shared texts, the styles, and more."""
    usual = (
        link("r1", "worksheet", "worksheets/sheet1.xml"),
        link("r2", "sharedStrings", "sharedStrings.xml"),
        link("r3", "styles", "styles.xml"),
    )
    return f"<Relationships xmlns='{PACKAGE}/relationships'>{''.join((*usual, *more))}</Relationships>"


def styles_xml(*codes: str) -> str:
    """Write styles of which the first is plain and each other has a number format, by its code or Excel's number."""
    custom = "".join(
        f'<numFmt numFmtId="{200 + n}" formatCode="{code}"/>' for n, code in enumerate(codes) if not code.isdigit()
    )
    used = "".join(f"<xf numFmtId='{code if code.isdigit() else 200 + n}'/>" for n, code in enumerate(codes))
    return f"<styleSheet xmlns='{MAIN}'><numFmts>{custom}</numFmts><cellXfs><xf numFmtId='0'/>{used}</cellXfs></styleSheet>"


def parts(changes: Mapping[str, str | bytes | None] | None = None) -> dict[str, bytes]:
    """Return the parts of a sound workbook with one sheet, some of them changed, added, or (None) left out."""
    sound: dict[str, str | bytes | None] = {
        "[Content_Types].xml": f"<Types xmlns='{PACKAGE}/content-types'>"
        f"<Override PartName='/xl/workbook.xml' ContentType='{SHEET_TYPE}'/></Types>",
        "_rels/.rels": f"<Relationships xmlns='{PACKAGE}/relationships'>"
        f"{link('r1', 'officeDocument', 'xl/workbook.xml')}</Relationships>",
        "xl/workbook.xml": workbook_xml(),
        "xl/_rels/workbook.xml.rels": links_xml(),
        "xl/worksheets/sheet1.xml": sheet_xml(),
        **(changes or {}),
    }
    texts = {name: content.encode() if isinstance(content, str) else content for name, content in sound.items()}
    return {name: content for name, content in texts.items() if content is not None}


def zipped(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Zip the parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def made(changes: Mapping[str, str | bytes | None] | None = None, name: str = "odd.xlsx") -> Source:
    """Make a workbook of which some parts are odd."""
    return Source.from_bytes(name, zipped(parts(changes)))


def of_rows(rows: str, **more: str) -> Source:
    """Make a workbook of rows; `strings` are shared texts, `codes` number formats with blanks between."""
    changes: dict[str, str | bytes | None] = {"xl/worksheets/sheet1.xml": sheet_xml(rows)}
    if "strings" in more:
        changes["xl/sharedStrings.xml"] = f"<sst xmlns='{MAIN}'>{more['strings']}</sst>"
    if "codes" in more:
        changes["xl/styles.xml"] = styles_xml(*more["codes"].split("¦"))
    return made(changes)
