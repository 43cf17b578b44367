"""The checklist for accessible Word documents, as code over the file itself: `failures(data)` lists what it fails.

What is asked for: title and language set, real heading styles in order, contents in a long document, alternative text
that states the finding, tables for data alone with a header row that is repeated, rows that are not split, no merged,
split, nested or empty cells, text aligned to the left, links with words, colours that can be read, text of a size that
can be read, nobody's name in the properties. Sources: GOV.UK, How to produce accessible documents for the Department for
Transport; WCAG 2.2, 1.1.1, 1.3.1, 1.4.3, 2.4.4, 2.4.6, 3.1.1; NHS England, accessible documents.

It reads the XML alone and nothing of ours, so that it can say of any document what it lacks.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_CORE = {
    "title": "{http://purl.org/dc/elements/1.1/}title",
    "language": "{http://purl.org/dc/elements/1.1/}language",
    "creator": "{http://purl.org/dc/elements/1.1/}creator",
    "by": "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}lastModifiedBy",
}
LONG = 40
"""Paragraphs of headings and rows of tables, divided by ten, from which a document is longer than about ten pages."""

LEAST_CONTRAST = 4.5
LEAST_HALF_POINTS = 20
"""The smallest text: 10 points, for tables and notes."""
LEAST_BODY_HALF_POINTS = 24
"""The smallest text that is read in full sentences: 12 points."""


def failures(data: bytes) -> list[str]:
    """Return every point of the checklist that a .docx file fails, with how often."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    document = fromstring(parts["word/document.xml"])
    styles = _styles(fromstring(parts["word/styles.xml"]))
    body = document.find(f"{_W}body")
    assert body is not None
    found = [
        *_properties(parts),
        *_language(fromstring(parts["word/styles.xml"])),
        *_headings(body, styles),
        *_contents(body, styles),
        *_tables(body),
        *_pictures(document),
        *_links(document),
        *_paragraphs(body, styles),
        *_looks(document, styles),
    ]
    return [f"{each} ({found.count(each)})" for each in dict.fromkeys(found)]


def _value(element: Element | None, name: str = "val") -> str:
    return (element.get(f"{_W}{name}") or "") if element is not None else ""


def _text(element: Element) -> str:
    return "".join(each.text or "" for each in element.iter(f"{_W}t"))


def _styles(root: Element) -> dict[str, Element]:
    return {_value(each, "styleId"): each for each in root.iter(f"{_W}style")}


def _style_name(paragraph: Element, styles: dict[str, Element]) -> str:
    style = _value(paragraph.find(f"{_W}pPr/{_W}pStyle"))
    found = styles.get(style)
    return _value(found.find(f"{_W}name")).lower() if found is not None else ""


def _properties(parts: dict[str, bytes]) -> Iterator[str]:
    core = fromstring(parts["docProps/core.xml"])
    said = {name: (core.findtext(tag) or "").strip() for name, tag in _CORE.items()}
    if not said["title"]:
        yield "no title in the properties"
    if not said["language"]:
        yield "no language in the properties"
    if said["creator"] or said["by"]:
        yield "a name in the properties"
    if re.search(rb"<(Company|Manager)>[^<]", parts.get("docProps/app.xml", b"")):
        yield "a company or manager in the properties"


def _language(root: Element) -> Iterator[str]:
    said = root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr/{_W}lang")
    if not _value(said):
        yield "no language of the text"
    others = {_value(each) for each in root.iter(f"{_W}lang")} - {_value(said), ""}
    if others:
        yield "several languages in the styles"


def _headings(body: Element, styles: dict[str, Element]) -> Iterator[str]:
    before = 0
    titles = 0
    for paragraph in body.iter(f"{_W}p"):
        name = _style_name(paragraph, styles)
        titles += name == "title"
        level = int(name.removeprefix("heading ")) if re.fullmatch(r"heading \d", name) else 0
        if level and not _text(paragraph).strip():
            yield "an empty heading"
        if level > before + 1:
            yield "a level of headings is jumped"
        before = level or before
    if titles != 1:
        yield "not exactly one title"
    if not before:
        yield "no heading"


def _contents(body: Element, styles: dict[str, Element]) -> Iterator[str]:
    names = [_style_name(each, styles) for each in body.iter(f"{_W}p")]
    headings = sum(bool(re.fullmatch(r"heading \d", name)) for name in names)
    rows = sum(1 for _ in body.iter(f"{_W}tr"))
    codes = "".join(each.text or "" for each in body.iter(f"{_W}instrText"))
    marks = {_value(each, "name") for each in body.iter(f"{_W}bookmarkStart")}
    anchors = [_value(each, "anchor") for each in body.iter(f"{_W}hyperlink") if _value(each, "anchor")]
    if headings + rows / 10 > LONG and " TOC " not in codes:
        yield "a long document without contents"
    if " TOC " in codes and len(anchors) < headings:
        yield "headings are missing in the contents"
    if set(anchors) - marks:
        yield "a link within the document goes nowhere"


def _tables(body: Element) -> Iterator[str]:
    for table in body.iter(f"{_W}tbl"):
        rows = table.findall(f"{_W}tr")
        yield from _table_itself(table)
        if not rows or rows[0].find(f"{_W}trPr/{_W}tblHeader") is None:
            yield "a table without a header row that is repeated"
        if any(row.find(f"{_W}trPr/{_W}tblHeader") is not None for row in rows[1:]):
            yield "a table with several header rows"
        if any(row.find(f"{_W}trPr/{_W}cantSplit") is None for row in rows):
            yield "a row that may be split over pages"
        if len({len(row.findall(f"{_W}tc")) for row in rows}) > 1:
            yield "rows with different numbers of cells"
        for cell in table.iter(f"{_W}tc"):
            if not _text(cell).strip():
                yield "an empty cell"
    inner = [each.tag for each in body]
    if any(one == two == f"{_W}tbl" for one, two in pairwise(inner)):
        yield "two tables that touch"


def _table_itself(table: Element) -> Iterator[str]:
    for name in ("gridSpan", "vMerge", "hMerge"):
        if any(True for _ in table.iter(f"{_W}{name}")):
            yield "a merged cell"
    if sum(1 for _ in table.iter(f"{_W}tbl")) > 1:
        yield "a table within a table"
    about = table.find(f"{_W}tblPr")
    if about is None or not _value(about.find(f"{_W}tblCaption")) or not _value(about.find(f"{_W}tblDescription")):
        yield "a table without a title and a description"
    if about is None or _value(about.find(f"{_W}tblLook"), "firstRow") != "1":
        yield "a table whose first row is not marked as its header"


def _pictures(document: Element) -> Iterator[str]:
    if any(True for _ in document.iter(f"{_WP}anchor")) or any(True for _ in document.iter(f"{_W}txbxContent")):
        yield "something that floats beside the text"
    for each in document.iter(f"{_WP}docPr"):
        said = (each.get("descr") or "").strip()
        if not said:
            yield "a picture without alternative text"
        elif not re.search(r"\d", said) or len(said.split()) < 8 or re.search(r"\.(png|jpe?g)$", said):
            yield "an alternative text that does not state what was found"


def _links(document: Element) -> Iterator[str]:
    for each in document.iter(f"{_W}hyperlink"):
        words = _text(each).strip().lower()
        if not words or words.startswith(("http", "www.")) or words in ("here", "click here", "link", "more"):
            yield "a link without words"


def _paragraphs(body: Element, styles: dict[str, Element]) -> Iterator[str]:
    in_tables = {id(each) for table in body.iter(f"{_W}tbl") for each in table.iter(f"{_W}p")}
    for paragraph in body.iter(f"{_W}p"):
        properties = paragraph.find(f"{_W}pPr")
        shows = _text(paragraph).strip() or any(True for _ in paragraph.iter(f"{_W}drawing"))
        breaks = properties is not None and properties.find(f"{_W}sectPr") is not None
        if id(paragraph) in in_tables:
            continue
        if not shows and not breaks:
            yield "an empty paragraph"
        aligned = _value(properties.find(f"{_W}jc")) if properties is not None else ""
        if aligned not in ("", "left", "start"):
            yield "text that is not aligned to the left"
        runs = [each for each in paragraph.findall(f"{_W}r") if _text(each).strip()]
        if (
            runs
            and not _style_name(paragraph, styles)
            and all(each.find(f"{_W}rPr/{_W}b") is not None for each in runs)
        ):
            yield "bold text that stands in for a heading"


def _looks(document: Element, styles: dict[str, Element]) -> Iterator[str]:
    """Check the styles in use, each with those that it is based on, for size and contrast on white."""
    used = {_value(each) for each in document.iter(f"{_W}pStyle")} | {"Normal"}
    for name in sorted(used & set(styles)):
        colour, size = _inherited(styles, name, "color"), _inherited(styles, name, "sz")
        if re.fullmatch("[0-9A-Fa-f]{6}", colour) and _contrast_on_white(colour) < LEAST_CONTRAST:
            yield f"too little contrast in the style {name}"
        least = LEAST_BODY_HALF_POINTS if name in ("Normal", "ListBullet") else LEAST_HALF_POINTS
        if size.isdecimal() and int(size) < least:
            yield f"too small text in the style {name}"
        if _inherited(styles, name, "i") not in ("", "0") and name in ("Normal", "ListBullet"):
            yield f"italics in the style {name}"
        if _aligned(styles, name) in ("both", "center", "distribute"):
            yield f"text that is not aligned to the left in the style {name}"


def _inherited(styles: dict[str, Element], name: str, tag: str) -> str:
    seen: set[str] = set()
    while name in styles and name not in seen:
        seen.add(name)
        found = styles[name].find(f"{_W}rPr/{_W}{tag}")
        if found is not None:
            return _value(found) or "1"
        name = _value(styles[name].find(f"{_W}basedOn"))
    return ""


def _aligned(styles: dict[str, Element], name: str) -> str:
    return _value(styles[name].find(f"{_W}pPr/{_W}jc"))


def _contrast_on_white(colour: str) -> float:
    """Return the contrast with white by WCAG's formula; 21 is black."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
