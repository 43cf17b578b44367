"""How a Word report looks: its face, sizes, colours, and the styles that tables name.

Only looks live here; the blocks that use them are in `fairness_adapters.office.word`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document

FONT = "Arial"
DARK_BLUE = "003087"
"""The NHS identity's dark blue: 11.9:1 on white."""

BODY_SIZE = 12
"""The size of running text in points: the least that the NHS asks of what people are to read."""

TABLE_SIZE = 10
"""The size of a table's text in points."""

NAMESPACES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

_GREY = "425563"


def set_styles(document: Document) -> None:
    """Give every style that a report uses our face, sizes and colours, and add those that Word lacks."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    _style(document, "Normal", size=BODY_SIZE, after=6)
    document.styles["Normal"].paragraph_format.line_spacing = 1.15
    _style(document, "Title", size=24, colour=DARK_BLUE, bold=True, after=4)
    _style(document, "Subtitle", size=13, colour=_GREY, after=14)
    for level, size in ((1, 18), (2, 15), (3, 13)):
        _style(document, f"Heading {level}", size=size, colour=DARK_BLUE, bold=True, before=16, after=6)
    for level in range(4, 10):
        _style(document, f"Heading {level}", size=BODY_SIZE, colour=DARK_BLUE, bold=True, before=12, after=4)
    _style(document, "Caption", size=BODY_SIZE, colour="231F20", bold=True, before=8, after=4)
    _style(document, "List Bullet", size=BODY_SIZE, after=4)
    # Word joins bullets without a gap by this; those of a report run over several lines.
    for each in document.styles["List Bullet"].element.pPr.findall(qn("w:contextualSpacing")):
        each.getparent().remove(each)
    _style(document, "Footer", size=TABLE_SIZE, colour=_GREY)
    _plain_title(document)
    _add_style(document, "Note", size=TABLE_SIZE, before=3, after=3)
    _style(document, "TOC Heading", size=18, colour=DARK_BLUE, bold=True, before=16, after=6)
    for level in (1, 2, 3):
        added = _add_style(document, f"toc {level}", size=BODY_SIZE, after=3)
        added.paragraph_format.left_indent = Pt(14 * (level - 1))
    _add_table_styles(document)


def _plain_title(document: Document) -> None:
    """Take away the rule below the title, the list level and italics of the subtitle, and wide spacing."""
    from docx.oxml.ns import qn

    for name, tag in (("Title", "w:pBdr"), ("Subtitle", "w:numPr")):
        properties = document.styles[name].element.pPr
        for element in properties.findall(qn(tag)):
            properties.remove(element)
        for element in document.styles[name].element.rPr.findall(qn("w:spacing")):
            document.styles[name].element.rPr.remove(element)
    document.styles["Subtitle"].font.italic = False


def _style(
    document: Document,
    name: str,
    *,
    size: float,
    colour: str = "",
    bold: bool = False,
    before: float = 0,
    after: float = 0,
) -> Any:
    """Give a style our face, and the size, colour and space that are asked for."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style = document.styles[name]
    font = style.font
    font.size, font.bold = Pt(size), bold
    font.name = FONT
    faces = style.element.rPr.rFonts
    for key in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        faces.attrib.pop(qn(f"w:{key}"), None)
    faces.set(qn("w:cs"), FONT)
    faces.set(qn("w:eastAsia"), FONT)
    if colour:
        font.color.rgb = RGBColor.from_string(colour)
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    return style


def _add_style(document: Document, name: str, **look: float | str) -> Any:
    from docx.enum.style import WD_STYLE_TYPE

    word_has_it = name.casefold().startswith("toc")
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=word_has_it)
    style.base_style = document.styles["Normal"]
    return _style(document, name, **look)  # type: ignore[arg-type]


def _add_table_styles(document: Document) -> None:
    """Add the styles that cells name, and a table style with rules between rows and no fills."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import parse_xml

    names = {"Table Text": False, "Table Number": False, "Table Column Heading": True, "Table Row Heading": True}
    for name, bold in names.items():
        style = _add_style(document, name, size=TABLE_SIZE, bold=bold, before=2, after=2)
        style.paragraph_format.line_spacing = 1.0
    number = document.styles["Table Number"]
    number.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.styles.element.append(parse_xml(_TABLE_STYLE))


_TABLE_STYLE = f"""
<w:style {NAMESPACES} w:type="table" w:customStyle="1" w:styleId="ReportTable">
  <w:name w:val="Report Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>
  <w:tblPr>
    <w:tblBorders>
      <w:top w:val="single" w:sz="8" w:space="0" w:color="{DARK_BLUE}"/>
      <w:bottom w:val="single" w:sz="8" w:space="0" w:color="{DARK_BLUE}"/>
      <w:insideH w:val="single" w:sz="4" w:space="0" w:color="768692"/>
    </w:tblBorders>
    <w:tblCellMar>
      <w:left w:w="110" w:type="dxa"/><w:right w:w="110" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:tcPr>
      <w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="{DARK_BLUE}"/></w:tcBorders>
      <w:vAlign w:val="bottom"/>
    </w:tcPr>
  </w:tblStylePr>
</w:style>
"""
