"""Building blocks of an accessible Word document: real headings, captions, tables and pictures.

Each block follows the guidance for accessible documents: real heading styles, a header row that is
repeated, rows that are not split, no merged cell, an alternative text on every picture. Tables are
built as XML in one go, since python-docx looks every cell up anew and takes minutes for long ones.
How it looks is in `fairness_adapters.office.word_styles`. What a report says, and in which order,
does not live here, and nor does reading Word files.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

import attrs

from fairness_adapters.office.repack import FIXED_DATE, repack
from fairness_adapters.office.safe_text import clean_text
from fairness_adapters.office.word_styles import NAMESPACES, TABLE_SIZE, set_styles
from fairness_core.errors import MissingExtra

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from lxml.etree import _Element

_PORTRAIT_WIDTH, _LANDSCAPE_WIDTH = 9638, 14570  # twentieths of a point: A4 less margins of 2 cm
_WIDE, _NARROW, _SLIM = 0.92, 0.34, "fijlrt.,:;'|!()[] "
_MARGINS, _LONGEST_WORD, _LONGEST_TEXT = 240, 2600, 6500
_MOST_ROWS_KEPT_TOGETHER = 16
_MINUS = re.compile(r"(?<![^\s(])-(?=\d)")
_TEXT, _NUMBER, _COLUMN, _ROW = "TableText", "TableNumber", "TableColumnHeading", "TableRowHeading"


@attrs.frozen(kw_only=True)
class WordTable:
    """A table as text: labels, rows, which columns hold numbers, and what it shows in words."""

    title: str
    description: str
    headers: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]


def blank_document(title: str, language: str) -> Document:
    """Return an empty A4 document with our styles, its title and language set, and nobody's name.

    Raises `MissingExtra` when python-docx is not installed.
    """
    try:
        import docx
    except ImportError as missing:
        raise MissingExtra("office", "Writing Word reports") from missing
    document = docx.Document()
    _set_properties(document, title, language)
    _set_page(document)
    _set_language(document, language)
    set_styles(document)
    _set_footer(document, title)
    return document


def package_bytes(document: Document) -> bytes:
    """Return the document as the bytes of a .docx file; the same document gives the same bytes."""
    out = io.BytesIO()
    document.save(out)
    return repack(out.getvalue(), {"docProps/app.xml": _without_program})


def _without_program(content: bytes) -> bytes:
    return re.sub(rb"<(Application|Template|AppVersion)>[^<]*</\1>", b"", content)


def paragraph(document: Document, text: str, style: str = "Normal", *, keep_next: bool = False) -> Paragraph:
    """Add a paragraph in the style of that name; a line feed in the text becomes a line break."""
    added = document.add_paragraph(clean_text(text, "a paragraph"), style=style)
    if _MINUS.search(text):
        _hold_minus(added)
    if keep_next:
        added.paragraph_format.keep_with_next = True
    return added


def _hold_minus(added: Paragraph) -> None:
    """Keep the sign of a negative number beside it: Word breaks lines after a hyphen, and -0.4 would become 0.4."""
    from docx.oxml.ns import qn

    for text in list(added._p.iter(qn("w:t"))):
        first, *rest = _MINUS.split(text.text or "")
        text.text = first
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        for part in reversed(rest):
            words = _xml(f'<w:t {NAMESPACES} xml:space="preserve">{escape(part)}</w:t>')
            text.addnext(words)
            text.addnext(_xml(f"<w:noBreakHyphen {NAMESPACES}/>"))


def heading(document: Document, text: str, level: int, bookmark: int, *, new_page: bool = False) -> None:
    """Add a real heading with a bookmark that the contents can point to, on a new page when asked for."""
    added = paragraph(document, text, f"Heading {level}")
    if new_page:
        added.paragraph_format.page_break_before = True
    name = quoteattr(bookmark_name(bookmark))
    added._p.insert(1, _xml(f'<w:bookmarkStart {NAMESPACES} w:id="{bookmark}" w:name={name}/>'))
    added._p.append(_xml(f'<w:bookmarkEnd {NAMESPACES} w:id="{bookmark}"/>'))


def bookmark_name(number: int) -> str:
    """Return the name of a heading's bookmark, in the manner of Word's own."""
    return f"_Toc{number:08}"


def caption(document: Document, label: str, number: int, text: str) -> None:
    """Add a caption ("Table 1: ...") whose number is a field, so that Word can list and renumber it."""
    added = paragraph(document, f"{label} ", "Caption", keep_next=True)
    for run in _field(f" SEQ {label} \\* ARABIC ", str(number)):
        added._p.append(run)
    added.add_run(f": {clean_text(text, 'a caption')}")


def contents(document: Document, headings: Sequence[tuple[str, int]]) -> None:
    """Add a table of contents that is filled already: a link for each heading, updatable in Word.

    `headings` are texts with their levels; the first has bookmark 1, the next 2. Page numbers are
    left out, since only Word knows them; the links serve readers on screen from the start.
    """
    paragraph(document, "Contents", "TOC Heading", keep_next=True)
    begin, instruction, middle, *_, end = _field(' TOC \\o "1-3" \\n \\h \\z \\u ', "")
    for number, (text, level) in enumerate(headings, start=1):
        added = paragraph(document, "", f"toc {min(level, 3)}")
        if number == 1:
            added._p.extend([begin, instruction, middle])
        added._p.append(_link(text, bookmark_name(number)))
        if number == len(headings):
            added._p.append(end)


def _link(text: str, bookmark: str) -> _Element:
    words = escape(clean_text(text, "a heading"))
    return _xml(
        f'<w:hyperlink {NAMESPACES} w:anchor={quoteattr(bookmark)} w:history="1">'
        f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:hyperlink>'
    )


def _field(instruction: str, shown: str) -> list[_Element]:
    """Return the runs of a field: begin, instruction, separator, what it shows now, end."""
    inner = (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve">{escape(instruction)}</w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        f"<w:t>{escape(shown)}</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    return [_xml(f"<w:r {NAMESPACES}>{each}</w:r>") for each in inner]


def picture(document: Document, png: bytes, alternative: str, title: str) -> None:
    """Add a picture as wide as the text, with what it shows in words for those who cannot see it."""
    from docx.shared import Emu

    section = document.sections[-1]
    width = min(_twips(_PORTRAIT_WIDTH), (section.page_width or 0) - 2 * (section.left_margin or 0))
    shape = document.add_picture(io.BytesIO(png), width=Emu(width))
    for side in ("distT", "distB", "distL", "distR"):
        # Left unsaid, some programs take an eighth of an inch, and the picture leaves the margin.
        shape._inline.set(side, "0")
    properties = shape._inline.docPr
    properties.set("descr", clean_text(alternative, "an alternative text"))
    properties.set("title", clean_text(title, "the title of a picture"))
    properties.set("name", f"Figure {len(document.inline_shapes)}")


def _twips(number: int) -> int:
    return number * 635


def table(document: Document, content: WordTable) -> None:
    """Add a table: header row repeated on every page, rows unsplit, first column naming the row.

    Raises `CallerError` when a text cannot be written. A table of 5,000 rows takes about a second.
    """
    from docx.enum.section import WD_ORIENT

    landscape = document.sections[-1].orientation is WD_ORIENT.LANDSCAPE
    widths = column_widths(content, _LANDSCAPE_WIDTH if landscape else _PORTRAIT_WIDTH)
    element = _xml("".join(_table_parts(content, widths)))
    body = document.element.body
    body.insert(len(body) - 1, element)


def _table_parts(content: WordTable, widths: Sequence[int]) -> Iterable[str]:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    yield (
        f'<w:tbl {NAMESPACES}><w:tblPr><w:tblStyle w:val="ReportTable"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="00A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" '
        'w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(clean_text(content.title, 'the title of a table'))}/>"
        f"<w:tblDescription w:val={quoteattr(clean_text(content.description, 'a description'))}/>"
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
    )
    starts = [f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>' for width in widths]
    yield _header_row(content, starts)
    yield from _rows(content, starts)
    yield "</w:tbl>"


def _header_row(content: WordTable, starts: Sequence[str]) -> str:
    cells = "".join(
        start + _cell(label, _COLUMN, "<w:keepNext/>" + ('<w:jc w:val="right"/>' if right else ""))
        for start, label, right in zip(starts, content.headers, content.numeric, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _rows(content: WordTable, starts: Sequence[str]) -> Iterable[str]:
    styles = [_ROW, *(_NUMBER if right else _TEXT for right in content.numeric[1:])]
    last = len(content.rows) - 1
    together = last < _MOST_ROWS_KEPT_TOGETHER
    for place, row in enumerate(content.rows):
        keep = "<w:keepNext/>" if together and place < last else ""
        cells = "".join(
            start + _cell(text, style, keep) for start, text, style in zip(starts, row, styles, strict=True)
        )
        yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _cell(text: str, style: str, extra: str) -> str:
    words = escape(clean_text(text, "a cell of a table")).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>'
        f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p></w:tc>'
    )


def column_widths(content: WordTable, whole: int) -> tuple[int, ...]:
    """Share the page's width: each column gets its longest word, then what its texts ask for.

    What is left then goes to all columns alike. Widths are in twentieths of a point, and add up to
    `whole`; only when the longest words do not fit are columns narrower than these.
    """
    needs = _least_widths(content)
    spare = max(0, whole - sum(needs))
    asked = [max(0, wish - need) for wish, need in zip(_wished_widths(content), needs, strict=True)]
    granted = min(1.0, spare / sum(asked)) if sum(asked) else 0.0
    rest = (spare - granted * sum(asked)) / len(needs)
    shares = [need + granted * ask + rest for need, ask in zip(needs, asked, strict=True)]
    scaled = [int(share * whole / sum(shares)) for share in shares]
    return (scaled[0] + whole - sum(scaled), *scaled[1:])


def fits_upright(content: WordTable) -> bool:
    """Tell whether every column of the table can hold its longest word on an upright page."""
    return sum(_least_widths(content)) <= _PORTRAIT_WIDTH


def fits_in(content: WordTable, whole: int, size: float) -> bool:
    """Tell whether every column can hold its longest word in a width, with text of a size in points."""
    least = sum(_least_widths(content)) - _MARGINS * len(content.headers)
    return _MARGINS * len(content.headers) + least * size / TABLE_SIZE <= whole


def _least_widths(content: WordTable) -> list[int]:
    columns = zip(content.headers, *content.rows, strict=True)
    words = ({word for text in texts for word in re.split(r"\s+|(?<=-)", text)} for texts in columns)
    return [_MARGINS + min(max(map(_length, each)), _LONGEST_WORD) for each in words]


def _wished_widths(content: WordTable) -> list[int]:
    columns = zip(content.headers, *content.rows, strict=True)
    return [_MARGINS + min(max(map(_length, texts)), _LONGEST_TEXT) for texts in columns]


def _length(text: str) -> int:
    """Estimate how long a text is in bold Arial of the tables' size, in twentieths of a point."""
    ems = sum(_WIDE if letter in "mwMW%@" else _NARROW if letter in _SLIM else _usual(letter) for letter in text)
    return int(ems * TABLE_SIZE * 20)


def _usual(letter: str) -> float:
    return 0.75 if letter.isupper() else 0.6


def turn_page(document: Document, *, landscape: bool) -> None:
    """Begin a new page, across or upright, when the present one is the other way round."""
    from docx.enum.section import WD_ORIENT, WD_SECTION

    wanted = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    present = document.sections[-1]
    if present.orientation is wanted:
        return
    height, width = present.page_height, present.page_width
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = wanted
    section.page_width, section.page_height = height, width


def _set_properties(document: Document, title: str, language: str) -> None:
    properties = document.core_properties
    properties.title = clean_text(title, "the title")[:255]
    properties.language = language
    properties.author = properties.last_modified_by = properties.comments = ""
    fixed = FIXED_DATE.replace(tzinfo=None)
    properties.created = properties.modified = fixed
    package = document.part.package
    # The template's preview shows an empty page.
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]


def _set_page(document: Document) -> None:
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    section.header_distance = section.footer_distance = Mm(10)


def _set_language(document: Document, language: str) -> None:
    """Set the language wherever the template names one, and tell Word that the file is a modern one."""
    from docx.oxml.ns import qn

    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), language)
        element.set(qn("w:eastAsia"), language)
    settings = document.settings.element
    for element in settings.iter(qn("w:themeFontLang")):
        element.set(qn("w:val"), language)
    for element in settings.iter(qn("w:compatSetting")):
        if element.get(qn("w:name")) == "compatibilityMode":
            element.set(qn("w:val"), "15")
    for element in settings.iter(qn("w:zoom")):
        element.set(qn("w:percent"), "100")


def _set_footer(document: Document, title: str) -> None:
    """Say on every page what it belongs to, and its number: papers of a board are printed and taken apart."""
    footer = document.sections[0].footer.paragraphs[0]
    footer.add_run(f"{title}{'' if title.endswith(('.', '?')) else '.'} Page ")
    for run in _field(" PAGE ", "1"):
        footer._p.append(run)
    footer.add_run(" of ")
    for run in _field(" NUMPAGES ", "1"):
        footer._p.append(run)


def element(text: str) -> _Element:
    """Return an element of Word's XML, made of its text; every text in it must have been cleaned and escaped."""
    return _xml(text)


def _xml(text: str) -> _Element:
    from docx.oxml import parse_xml

    return parse_xml(text)
