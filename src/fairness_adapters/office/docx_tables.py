"""Put a table of a report into a Word template, in the look of the sample table that stands there.

The header row is repeated on every page, rows are not split, no cell is merged or empty. The look (style, widths of
margins, shading and face of the header and of the rows) comes from the sample in the control; without one, from the
style "Table Grid", else from thin lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

import attrs

from fairness_adapters.office.docx_fill import content_of, empty, first_look, settle
from fairness_adapters.office.docx_names import (
    NAMESPACES,
    P_PR,
    TBL,
    TC,
    TR,
    P,
    local,
    make,
    parsed,
    remove,
    value,
    w,
)
from fairness_adapters.office.word import WordTable, column_widths, fits_in

if TYPE_CHECKING:
    from lxml.etree import _Element

    from fairness_adapters.office.docx_places import FillPlace

A4_TEXT_WIDTH = 9638
"""The width of the text of an A4 page with margins of 2 cm, in twentieths of a point."""

_NOT_OF_OTHERS = frozenset({"tcW", "gridSpan", "vMerge", "hMerge", "cnfStyle"})
_NOT_OF_A_PARAGRAPH = frozenset(
    {"rPr", "sectPr", "jc", "cnfStyle", "textAlignment", "outlineLvl", "pPrChange", "numPr"}
)
_USUAL_SIZE, _SMALL_HALF_POINTS = 12.0, 18
# ECMA-376 part 1, 17.3.2.28: what follows the size in the properties of a run.
_AFTER_SIZE = frozenset(
    {"szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang"}
    | {"eastAsianLayout", "specVanish", "oMath"}
)
_LINES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="425563"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
# Word refuses a table whose properties stand in another order (ECMA-376 part 1, 17.4.59).
_BEFORE_WIDTH = ("tblStyle", "tblStyleRowBandSize", "tblStyleColBandSize")
_BEFORE_LAYOUT = ("jc", "tblCellSpacing", "tblInd", "tblBorders", "shd")
_BEFORE_LOOK = ("tblCellMar",)


@attrs.frozen(kw_only=True)
class CellLook:
    """How a cell looks: XML for the cell, its paragraph and its text."""

    cell: str = ""
    paragraph: str = ""
    text: str = ""


@attrs.frozen(kw_only=True)
class TableLook:
    """How a table looks: XML of the table's own properties by name, and of the header's, first and other cells."""

    table: Mapping[str, str]
    header: CellLook
    first: CellLook
    rest: CellLook


def fill_table(place: FillPlace, content: WordTable, styles: frozenset[str]) -> None:
    """Put a table in place of what a control stands around, or of the paragraph of a placeholder that is alone."""
    sample = next(iter(place.element.iter(TBL)), None) if place.kind != "alone" else None
    whole = _width(place.element, sample)
    look = _look(sample, styles)
    if not fits_in(content, whole, _USUAL_SIZE):
        look = _smaller(look)
    element = parsed("".join(_parts(content, column_widths(content, whole), look)))
    if place.kind == "alone":
        place.element.addprevious(element)
        after = place.element.getnext()
        if after is not None and after.tag == P and place.element.find(f"{P_PR}/{w('sectPr')}") is None:
            remove(place.element)
            return
        for each in list(place.element):
            if each.tag != P_PR:
                place.element.remove(each)
        return
    settle(place.element)
    holder = content_of(place.element)
    empty(holder)
    holder.append(element)
    after = place.element.getnext()
    if after is None or after.tag not in (P, w("sectPr")):
        # Word joins tables that touch, and a cell has to end with a paragraph.
        holder.append(make(P))


def _smaller(look: TableLook) -> TableLook:
    """Return the look with small text where the sample says no size: long words would be broken in narrow columns."""
    header, first, rest = (
        each if "<w:sz " in each.text else attrs.evolve(each, text=_with_size(each.text))
        for each in (look.header, look.first, look.rest)
    )
    return attrs.evolve(look, header=header, first=first, rest=rest)


def _with_size(text: str) -> str:
    """Put the size where Word wants it: behind the colour and before what comes later in the order of a run's look."""
    from lxml import etree

    run = parsed(f"<w:r {NAMESPACES}>{text or '<w:rPr/>'}</w:r>")[0]
    later = [each for each in run if local(each) in _AFTER_SIZE]
    size = etree.SubElement(run, w("sz"))
    size.set(w("val"), str(_SMALL_HALF_POINTS))
    for each in later:
        run.append(each)
    return _xml(run)


def _width(element: _Element, sample: _Element | None) -> int:
    """Return the width to fill: the sample's own, the cell's around it, else that of the page's text."""
    stated = sample.find(f"{w('tblPr')}/{w('tblW')}") if sample is not None else None
    if value(stated, "type") == "dxa" and value(stated, "w").isdecimal() and int(value(stated, "w")) > 0:
        return int(value(stated, "w"))
    cell = next(element.iterancestors(TC), None)
    wide = value(cell.find(f"{w('tcPr')}/{w('tcW')}"), "w") if cell is not None else ""
    return int(wide) - 216 if wide.isdecimal() and int(wide) > 500 else text_width(element)


def text_width(element: _Element) -> int:
    """Return the width of the text on the page where an element stands, in twentieths of a point."""
    around = (each for each in (element, *element.iterancestors()))
    after = (each for outer in around for each in (outer, *outer.itersiblings()) if outer.getparent() is not None)
    section = next((found for each in after for found in each.iter(w("sectPr"))), None)
    if section is None:
        return A4_TEXT_WIDTH
    page, margins = section.find(w("pgSz")), section.find(w("pgMar"))
    numbers = [value(page, "w"), value(margins, "left"), value(margins, "right")]
    if not all(each.isdecimal() for each in numbers):
        return A4_TEXT_WIDTH
    whole, left, right = map(int, numbers)
    return whole - left - right if whole - left - right > 1000 else A4_TEXT_WIDTH


def _look(sample: _Element | None, styles: frozenset[str]) -> TableLook:
    if sample is None or len(rows := sample.findall(TR)) == 0:
        bold = CellLook(text='<w:rPr><w:b/><w:sz w:val="19"/></w:rPr>')
        plain = CellLook(text='<w:rPr><w:sz w:val="19"/></w:rPr>')
        grid = {"tblStyle": '<w:tblStyle w:val="TableGrid"/>'}
        own = grid if "TableGrid" in styles else {"tblBorders": f"<w:tblBorders>{_LINES}</w:tblBorders>"}
        return TableLook(table=own, header=bold, first=plain, rest=plain)
    properties = sample.find(w("tblPr"))
    own = {local(each): _xml(each) for each in properties} if properties is not None else {}
    header, *body = [[_cell_look(cell) for cell in row.iter(TC)] for row in rows]
    header = header or [CellLook()]
    cells = body[0] if body and body[0] else [attrs.evolve(header[0], cell="")]
    return TableLook(table=own, header=header[0], first=cells[0], rest=cells[-1])


def _cell_look(cell: _Element) -> CellLook:
    about, paragraph = cell.find(w("tcPr")), next(iter(cell.iter(P)), None)
    run = first_look(cell)
    return CellLook(
        cell=_all_but(about, _NOT_OF_OTHERS),
        paragraph=_all_but(paragraph.find(P_PR) if paragraph is not None else None, _NOT_OF_A_PARAGRAPH),
        text=_xml(run) if run is not None else "",
    )


def _all_but(properties: _Element | None, names: frozenset[str]) -> str:
    return "".join(_xml(each) for each in properties if local(each) not in names) if properties is not None else ""


def _xml(element: _Element) -> str:
    """Return an element's XML without the names of namespaces, which the table around it declares."""
    from lxml import etree

    return re.sub(r' xmlns:\w+="[^"]*"', "", etree.tostring(element, encoding="unicode", with_tail=False))


def _parts(content: WordTable, widths: Sequence[int], look: TableLook) -> Iterator[str]:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    style, rest, last = (
        "".join(look.table.get(name, "") for name in names) for names in (_BEFORE_WIDTH, _BEFORE_LAYOUT, _BEFORE_LOOK)
    )
    yield (
        f"<w:tbl {NAMESPACES}><w:tblPr>{style}"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>{rest}<w:tblLayout w:type="fixed"/>{last}'
        '<w:tblLook w:val="00A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" '
        'w:noHBand="0" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(content.title)}/><w:tblDescription w:val={quoteattr(content.description)}/>"
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    )
    for label, width, right in zip(content.headers, widths, content.numeric, strict=True):
        yield _cell(label, width, look.header, right=right)
    yield "</w:tr>"
    looks = [look.first, *([look.rest] * (len(widths) - 1))]
    starts = [
        _cell_start(width, each, right=right) for width, each, right in zip(widths, looks, content.numeric, strict=True)
    ]
    for row in content.rows:
        cells = "".join(f"{start}{_words(text)}</w:r></w:p></w:tc>" for start, text in zip(starts, row, strict=True))
        yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"
    yield "</w:tbl>"


def _cell(text: str, width: int, look: CellLook, *, right: bool) -> str:
    return f"{_cell_start(width, look, right=right)}{_words(text)}</w:r></w:p></w:tc>"


def _cell_start(width: int, look: CellLook, *, right: bool) -> str:
    aligned = '<w:jc w:val="right"/>' if right else ""
    paragraph = f"<w:pPr>{look.paragraph}{aligned}</w:pPr>" if look.paragraph or aligned else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{look.cell}</w:tcPr><w:p>{paragraph}<w:r>{look.text}'


def _words(text: str) -> str:
    inner = escape(text).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    return f'<w:t xml:space="preserve">{inner}</w:t>'
