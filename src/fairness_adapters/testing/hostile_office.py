"""Hostile workbooks and documents, put together part by part; which files there are for, see `hostile`."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import partial

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument"
_BOMB_MIB = 200

TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.'
    'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.spreadsheetml.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.spreadsheetml.worksheet+xml"/></Types>'
)
WORD_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.'
    'openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    f'ContentType="{_TYPE}.wordprocessingml.document.main+xml"/></Types>'
)
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<!DOCTYPE z [<!ENTITY l0 "ha">{_LAUGHS}]>'
OUTSIDE = '<!DOCTYPE z [<!ENTITY o SYSTEM "file:///etc/hostname">]>'


def _relations(*lines: str) -> str:
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def _relation(target: str, kind: str, more: str = "") -> str:
    return f'<Relationship Id="r1" Type="{_OFFICE}/{kind}" Target="{target}"{more}/>'


def sheet(rows: str, doctype: str = "", dimension: str = "A1:B2") -> str:
    """Return the XML of a worksheet with these rows."""
    return (
        f'{_HEAD}{doctype}<worksheet xmlns="{_MAIN}"><dimension ref="{dimension}"/>'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )


def text_row(number: int, *texts: str) -> str:
    """Return the XML of one row of texts from column A."""
    cells = (
        f'<c r="{"ABCDEFGH"[at]}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in enumerate(texts)
    )
    return f'<row r="{number}">{"".join(cells)}</row>'


PLAIN = (
    text_row(1, "Zone", "Qty") + '<row r="2"><c r="A2" t="inlineStr"><is><t>A</t></is></c><c r="B2"><v>1</v></c></row>'
)


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """Zip these parts; the same parts give the same bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def workbook_parts(sheet_xml: str = sheet(PLAIN)) -> dict[str, str | bytes]:
    """Return the parts of the smallest workbook, with this worksheet."""
    listed = '<sheets><sheet name="Zones" sheetId="1" r:id="r1"/></sheets>'
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": _relations(_relation("xl/workbook.xml", "officeDocument")),
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{listed}</workbook>',
        "xl/_rels/workbook.xml.rels": _relations(_relation("worksheets/sheet1.xml", "worksheet")),
        "xl/worksheets/sheet1.xml": sheet_xml,
    }


def _document(body: str, doctype: str = "") -> bytes:
    xml = f'{_HEAD}{doctype}<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    relations = _relations(_relation("word/document.xml", "officeDocument"))
    return package({"[Content_Types].xml": WORD_TYPES, "_rels/.rels": relations, "word/document.xml": xml})


def _sheet(rows: str, doctype: str = "", dimension: str = "A1:B2") -> bytes:
    return package(workbook_parts(sheet(rows, doctype, dimension)))


def _changed(**changes: str | bytes | None) -> bytes:
    names = {"types": "[Content_Types].xml", "sheet": "xl/worksheets/sheet1.xml", "book": "xl/workbook.xml"}
    parts = {**workbook_parts(), **{names.get(name, name): part for name, part in changes.items()}}
    return package({name: part for name, part in parts.items() if part is not None})


def _bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in workbook_parts().items():
            if not name.endswith("sheet1.xml"):
                archive.writestr(zipfile.ZipInfo(name), part)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part_file:
            start, _, end = sheet(PLAIN).partition("</sheetData>")
            part_file.write(start.encode())
            for _ in range(_BOMB_MIB):
                part_file.write(b" " * (1 << 20))
            part_file.write(f"</sheetData>{end}".encode())
    return held.getvalue()


def _cut(share: float) -> bytes:
    whole = _sheet(PLAIN)
    return whole[: int(len(whole) * share)]


def _flipped() -> bytes:
    whole = bytearray(_sheet(PLAIN))
    at = whole.find(b"xl/worksheets/sheet1.xml") + 40
    whole[at] ^= 0xFF
    return bytes(whole)


def _twice() -> bytes:
    held = io.BytesIO(package({name: part for name, part in workbook_parts().items() if "sheet1" not in name}))
    local = b"xl/worksheets/sheet1.xml"
    other = local.replace(b"sheet1", b"sheet9")
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr(local.decode(), sheet(PLAIN))
        archive.writestr(other.decode(), sheet(text_row(1, "Zone", "Qty")))
    return held.getvalue().replace(other, local)


_DEEP = "<x>" * 100_000 + "</x>" * 100_000
_LINK = f'{_HEAD}<externalLink xmlns="{_MAIN}"><externalBook xmlns:r="{_OFFICE}" r:id="r1"/></externalLink>'
_FETCHED = _relations(_relation("https://example.invalid/a.xlsx", "externalLinkPath", ' TargetMode="External"'))

OFFICE: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "plain.xlsx": ("an honest workbook of somebody else's", partial(_sheet, PLAIN)),
    "no-rows.xlsx": ("a workbook whose sheet is empty", partial(_sheet, "")),
    "no-sheets.xlsx": ("a workbook without a sheet", partial(_changed, book=f'{_HEAD}<workbook xmlns="{_MAIN}"/>')),
    "billion-laughs.xlsx": (
        "entities that unfold to a thousand million",
        partial(_sheet, text_row(1, "&l9;"), LAUGHS),
    ),
    "outside-entity.xlsx": ("an entity that fetches another file", partial(_sheet, text_row(1, "&o;"), OUTSIDE)),
    "zip-bomb.xlsx": (f"{_BOMB_MIB} MiB of blanks, zipped to almost nothing", _bomb),
    "deep.xlsx": ("100,000 elements within one another", partial(_sheet, _DEEP)),
    "cut.xlsx": ("a workbook of which two thirds arrived", partial(_cut, 0.66)),
    "cut-tail.xlsx": ("a workbook whose last part is missing", partial(_cut, 0.97)),
    "flipped.xlsx": ("a workbook with one byte changed", _flipped),
    "twice.xlsx": ("a workbook with two parts of one name, which disagree", _twice),
    "no-part.xlsx": ("a workbook that lists a sheet which is not there", partial(_changed, sheet=None)),
    "no-types.xlsx": ("a workbook that does not say what its parts are", partial(_changed, types=None)),
    "broken-xml.xlsx": ("a sheet that ends in the middle of a cell", partial(_changed, sheet=sheet(PLAIN)[:-60])),
    "climbing.xlsx": (
        "a part that wants to be written outside its folder",
        partial(_changed, **{"../../evil.xml": "<x/>"}),
    ),
    "far-cell.xlsx": (
        "one cell in the last corner that there is",
        partial(_sheet, PLAIN + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    ),
    "claims-all.xlsx": ("a sheet that claims to fill every cell", partial(_sheet, PLAIN, dimension="A1:XFD1048576")),
    "no-such-text.xlsx": (
        "a cell that shares a text which is not there",
        partial(_sheet, '<row r="1"><c r="A1" t="s"><v>99999</v></c></row>'),
    ),
    "errors.xlsx": ("error cells", partial(_sheet, '<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>')),
    "formula.xlsx": (
        "a formula that was never calculated",
        partial(_sheet, '<row r="1"><c r="A1"><f>1+1</f></c></row>'),
    ),
    "odd-number.xlsx": ("a number that is none", partial(_sheet, '<row r="1"><c r="A1"><v>1e999</v></c></row>')),
    "bad-cell.xlsx": (
        "a cell without a place that there is",
        partial(_sheet, '<row r="0"><c r="?0"><v>1</v></c></row>'),
    ),
    "link.xlsx": (
        "a link to a workbook on the web",
        partial(
            _changed,
            **{"xl/externalLinks/externalLink1.xml": _LINK, "xl/externalLinks/_rels/externalLink1.xml.rels": _FETCHED},
        ),
    ),
    "letter.docx": ("a Word document", partial(_document, "<w:p><w:r><w:t>Zone</w:t></w:r></w:p>")),
    "laughs.docx": ("a Word document of unfolding entities", partial(_document, "<w:p>&l9;</w:p>", LAUGHS)),
    "document.xlsx": ("a Word document under the name of a workbook", partial(_document, "<w:p/>")),
    "photos.zip": ("a zip that is no Office file", partial(package, {"a.txt": "Zone", "b.txt": "Qty"})),
}
"""Each file's name, what is odd about it, and how it is made."""
