"""Building blocks of an accessible workbook: sheets with a heading, lines, one marked table each.

XlsxWriter writes; here it is held to the guidance: text is never taken for a formula, no filter, no
fill, no frozen pane, A1 a real heading, the language set, nobody's name. Which sheets there are, and
what they say, does not live here.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias
from xml.sax.saxutils import escape, quoteattr

import attrs

from fairness_adapters.office import safe_text
from fairness_adapters.office.repack import FIXED_DATE, repack
from fairness_core.errors import CallerError, MissingExtra
from fairness_core.problems import Place
from fairness_core.report.draft import Amount, AmountUnit, Cell

if TYPE_CHECKING:
    from lxml.etree import _Element
    from xlsxwriter.chart import Chart
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FONT, SIZE = "Arial", 12
_HEADING_SIZES = {1: 16, 2: 14}
_NARROWEST, _WIDEST = 12, 50
_LEADING, _AIR = 1.28, 3.0  # points of height to a point of size, and to spare


@attrs.frozen(kw_only=True)
class Link:
    """A cell that leads to another sheet, with the words that say where."""

    sheet: str
    words: str


Content: TypeAlias = Cell | Link | float | None
"""What a cell can be given; None leaves it blank, which a line above the table must explain."""


class AccessibleWorkbook:
    """A workbook in the making; `close` returns its bytes.

    Raises `MissingExtra` when XlsxWriter is not installed.
    """

    def __init__(self, title: str, language: str) -> None:
        try:
            import xlsxwriter
        except ImportError as missing:
            raise MissingExtra("office", "Writing Excel reports") from missing
        self._out = io.BytesIO()
        self._language = language
        # XlsxWriter changes the mapping that it is given for the default format.
        face = {"font_name": FONT, "font_size": SIZE, "font_scheme": "none"}
        self.book = xlsxwriter.Workbook(self._out, {**_OPTIONS, "default_format_properties": face})
        fixed = FIXED_DATE.replace(tzinfo=None)
        named = safe_text.clean_text(title, "the title")[:255]
        self.book.set_properties({"title": named, "author": "", "created": fixed})
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self._tables: list[str] = []
        self._charts = 0

    @staticmethod
    def sheet_name(wanted: str, taken: Collection[str]) -> str:
        """Return a name for a sheet that Excel accepts; see `safe_text.sheet_name`."""
        return safe_text.sheet_name(wanted, taken)

    def add_sheet(self, name: str, heading: str) -> Sheet:
        """Add a sheet with its heading in A1."""
        sheet = Sheet(self, self.book.add_worksheet(name), name)
        sheet.heading(heading)
        return sheet

    def format(self, **look: object) -> Format:
        """Return the format of that look, made once."""
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({"valign": "top", **look})
        return self._formats[key]

    def new_table_name(self, wanted: str) -> str:
        """Return a name for a table that no other has."""
        self._tables.append(safe_text.table_name(wanted, self._tables))
        return self._tables[-1]

    def close(self) -> bytes:
        """Return the bytes of the .xlsx file; the same content gives the same bytes."""
        self.book.close()
        edits = {"docProps/core.xml": self._in_properties, "xl/styles.xml": _with_heading_styles}
        charts = {f"xl/charts/chart{number}.xml": self._in_chart for number in range(1, self._charts + 1)}
        return repack(self._out.getvalue(), edits | charts)

    def _in_properties(self, part: bytes) -> bytes:
        language = f"<dc:language>{escape(self._language)}</dc:language></cp:coreProperties>"
        return part.replace(b"</cp:coreProperties>", language.encode())

    def _in_chart(self, part: bytes) -> bytes:
        """Set the chart's language, and say outright that a blank is a gap, which XlsxWriter leaves unsaid."""
        visible = b'<c:plotVisOnly val="1"/>'
        gaps = part.replace(visible, visible + b'<c:dispBlanksAs val="gap"/>')
        return gaps.replace(b'"en-US"', quoteattr(self._language).encode())

    def add_chart(self, kind: str) -> Chart:
        """Return a new chart of a kind that XlsxWriter knows ("line", "bar")."""
        self._charts += 1
        return self.book.add_chart({"type": kind})


_OPTIONS: dict[str, object] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class Sheet:
    """One sheet: a heading, lines of text below it, then one table."""

    def __init__(self, owner: AccessibleWorkbook, sheet: Worksheet, name: str) -> None:
        self.owner, self.sheet, self.name = owner, sheet, name
        self._row = 0
        # Printed, a table is as wide as the page and names its columns on every page.
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    def heading(self, text: str, level: int = 1) -> None:
        """Write a heading of the level into the next cell of column A."""
        size = _HEADING_SIZES[level]
        self.sheet.set_row(self._row, size * _LEADING + _AIR)
        self._text(text, self.owner.format(bold=True, font_size=size))

    def lines(self, texts: Sequence[str]) -> None:
        """Write each text into the next cell of column A."""
        for text in texts:
            self._text(text, self.owner.format())

    def part(self, heading: str, texts: Sequence[str], *, width: int) -> None:
        """Write a heading of level 2 with its texts, wrapped to `width`; nothing when there is no text."""
        if texts:
            self.sheet.set_column(0, 0, width)
            self.heading(heading, level=2)
            for text in texts:
                self.sheet.set_row(self._row, row_height([text], [width]))
                self._text(text, self.owner.format(text_wrap=True))

    def _text(self, text: str, look: Format) -> None:
        self.sheet.write_string(self._row, 0, self._clean(text, self._row, 0), look)
        self._row += 1

    def _clean(self, text: str, row: int, column: int) -> str:
        if safe_text.is_writable(text, safe_text.EXCEL_LONGEST_TEXT):
            # Most are, and naming the place of each takes longer than looking at it.
            return text
        where = Place(sheet=self.name, cell=cell_name(row, column))
        return safe_text.clean_text(text, where, longest=safe_text.EXCEL_LONGEST_TEXT)

    def table(
        self,
        name: str,
        headers: Sequence[str],
        rows: Sequence[Sequence[Content]],
        *,
        numeric: Sequence[bool] = (),
        widths: Sequence[int] = (),
    ) -> int:
        """Write a marked table below the lines, and return the row of its header, counted from 0.

        `widths` are in characters; those that are not given follow from the texts.
        """
        right = [*numeric, *(False for _ in headers)][: len(headers)]
        top = self._row
        for place, row in enumerate(rows, start=top + 1):
            for column, content in enumerate(row):
                self._cell(place, column, content, right=right[column])
        columns = [
            {
                "header": self._clean(label, top, column),
                "header_format": self.owner.format(
                    bold=True, text_wrap=True, bottom=1, **_side(right=right[column], first=column == 0)
                ),
            }
            for column, label in enumerate(headers)
        ]
        options = {"columns": columns, "name": self.owner.new_table_name(name), **_PLAIN_TABLE}
        made = self.sheet.add_table(top, 0, top + len(rows), len(headers) - 1, options)
        if made not in {0, None}:
            raise CallerError(f"Table '{name}' could not be marked as a table in the workbook.")
        self._size(top, widths or column_widths(headers, rows), headers, rows)
        self.sheet.repeat_rows(top)
        self._row = top + len(rows) + 1
        return top

    def _size(self, top: int, widths: Sequence[int], headers: Sequence[str], rows: Sequence[Sequence[Content]]) -> None:
        """Set widths, and the heights of rows whose texts wrap: not every program works them out."""
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        texts = [list(headers), *([_shown(content) for content in row] for row in rows)]
        for place, row in enumerate(texts, start=top):
            height = row_height(row, widths)
            if height > row_height([""], [1]):
                self.sheet.set_row(place, height)

    def _cell(self, row: int, column: int, content: Content, *, right: bool) -> None:
        """Write one cell: a number as a number, everything else as text that is never a formula."""
        if isinstance(content, Link):
            where = f"internal:'{content.sheet.replace(chr(39), chr(39) * 2)}'!A1"
            self.sheet.write_url(row, column, where, string=content.words)
        elif isinstance(content, Amount) and content.rounded is not None and content.value is not None:
            look = self.owner.format(num_format=number_format(content.unit, content.decimals), align="right")
            self.sheet.write_number(row, column, float(content.value), look)
        elif isinstance(content, float):
            self.sheet.write_number(row, column, content, self.owner.format(align="right", num_format="0.0000"))
        elif content is not None:
            look = self.owner.format(text_wrap=True, bold=column == 0, **_side(right=right, first=column == 0))
            self.sheet.write_string(row, column, self._clean(_shown(content), row, column), look)

    def chart(self, chart: Chart, row: int, column: int, alternative: str) -> None:
        """Put a chart at a cell, with what it shows in words for those who cannot see it."""
        words = self._clean(alternative, row, column)
        self.sheet.insert_chart(row, column, chart, {"description": words, "object_position": 2})


_PLAIN_TABLE: dict[str, object] = {
    "autofilter": False,
    "banded_rows": False,
    "first_column": True,
    "style": "Table Style Light 1",
}


def _side(*, right: bool, first: bool) -> dict[str, object]:
    # Without an indent a text would touch the right-aligned number to its left.
    return {"align": "right"} if right else {"align": "left", "indent": 0 if first else 1}


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell counted from 0.

    >>> cell_name(0, 0), cell_name(9, 27)
    ('A1', 'AB10')
    """
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def number_format(unit: AmountUnit, decimals: int) -> str:
    """Return Excel's format for an amount, so that it shows what `Amount.text` says.

    >>> number_format(AmountUnit.PERCENT, 1), number_format(AmountUnit.POINTS, 1)
    ('#,##0.0"%"', '+#,##0.0;-#,##0.0;0.0')
    """
    places = "0" + ("." + "0" * decimals if decimals else "")
    plain = f"#,##{places}"
    if unit is AmountUnit.PERCENT:
        return f'{plain}"%"'
    if unit is AmountUnit.POINTS:
        return f"+{plain};-{plain};{places}"
    if unit is AmountUnit.PROBABILITY:
        least = Decimal(1).scaleb(-decimals)
        return f'[<{least}]"under {least}";{places}'
    return plain


def row_height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """Return the height in points of a row whose texts wrap in columns of these widths, in characters.

    >>> row_height(["short"], [20]) < row_height(["long enough to need two lines"], [20])
    True
    """
    lines = max((_lines_in(text, width) for text, width in zip(texts, widths, strict=False)), default=1)
    return lines * SIZE * _LEADING + _AIR


def _lines_in(text: str, width: int) -> int:
    # Widths are counted in digits, which are wider than most letters; the indent takes one of them.
    room = max(4, width - 1)
    if len(text) <= room and "\n" not in text:
        return 1
    return sum(max(1, len(textwrap.wrap(line, room))) for line in text.split("\n")) if text else 1


def column_widths(headers: Sequence[str], rows: Sequence[Sequence[Content]]) -> list[int]:
    """Return a width in characters for each column: its longest text, within bounds; the rest wraps."""
    lengths = [max(min(len(label), 20), *(len(word) for word in label.split())) + 1 for label in headers]
    for row in rows:
        for column, content in enumerate(row):
            lengths[column] = max(lengths[column], len(_shown(content)))
    return [min(_WIDEST, max(_NARROWEST, int(length * 1.1) + 3)) for length in lengths]


def _shown(content: Content) -> str:
    if content is None:
        return ""
    if isinstance(content, Link):
        return content.words
    if isinstance(content, float):
        return f"{content:.6g}"
    return content if isinstance(content, str) else content.text


def _with_heading_styles(styles: bytes) -> bytes:
    """Tag the cells of our two heading sizes with Excel's own styles "Heading 1" and "Heading 2".

    XlsxWriter has no named styles; a screen reader and the accessibility guidance look for them.
    """
    from lxml import etree

    root = etree.fromstring(styles)
    found = {child.tag.rpartition("}")[2]: child for child in root}
    for level, size in _HEADING_SIZES.items():
        font = _font_of_size(found["fonts"], size)
        if font is not None:
            _name_style(found, font, level)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _font_of_size(fonts: _Element, size: int) -> int | None:
    """Return the place of the bold font of that size, which only our headings have."""
    for place, font in enumerate(fonts):
        marks = {child.tag.rpartition("}")[2]: child.get("val") for child in font}
        if "b" in marks and marks.get("sz") == str(size):
            return place
    return None


def _name_style(found: dict[str, _Element], font: int, level: int) -> None:
    """Add the named style for a heading, and hang every cell format with that font below it."""
    from lxml import etree

    base = found["cellStyleXfs"]
    space = base.tag.rpartition("}")[0] + "}"
    place = str(len(base))
    look = {"numFmtId": "0", "fontId": str(font), "fillId": "0", "borderId": "0", "applyFont": "1"}
    etree.SubElement(base, f"{space}xf", look)
    for cell_format in found["cellXfs"]:
        if cell_format.get("fontId") == str(font):
            cell_format.set("xfId", place)
    name = {"name": f"Heading {level}", "xfId": place, "builtinId": str(15 + level)}
    etree.SubElement(found["cellStyles"], f"{space}cellStyle", name)
    for part in (base, found["cellStyles"]):
        part.set("count", str(len(part)))
