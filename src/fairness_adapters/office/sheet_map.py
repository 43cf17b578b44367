"""Where everything stands in a worksheet part, byte by byte, so that single cells can be replaced in it.

Nothing is changed here and no value is understood: that is `fairness_adapters.office.fill_workbook`'s work.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import attrs

from fairness_adapters.grid import Area, parse_cell_name
from fairness_adapters.office.package import damaged_xml
from fairness_core.errors import CallerError, UnreadableSource
from fairness_core.problems import Place

_TAG = re.compile(rb"<(?:\"[^\"]*\"|'[^']*'|[^>\"'])*>")
_TRUTH = frozenset({"1", "true"})


@attrs.frozen(kw_only=True)
class Span:
    """A stretch of bytes, as in a slice; `inner` is where the content of an element begins (`end` when it has none)."""

    start: int
    end: int
    inner: int


@attrs.frozen(kw_only=True)
class StoredCell:
    """A cell as it is stored: where, with which attributes, and whether it holds a formula."""

    span: Span
    attributes: Mapping[str, str]
    has_formula: bool


@attrs.frozen(kw_only=True)
class StoredRow:
    """A row as it is stored: where, with which attributes, and its cells by column."""

    span: Span
    attributes: Mapping[str, str]
    cells: Mapping[int, StoredCell]


@attrs.define(kw_only=True)
class SheetMap:
    """A worksheet part laid out: `prefix` is what stands before the names of its elements ("" or "x:").

    `column_styles` are the styles that columns give to cells that are not stored, by the columns' first and last.
    """

    prefix: str = ""
    data: Span | None = None
    rows: dict[int, StoredRow] = attrs.field(factory=dict)
    merged: list[Area] = attrs.field(factory=list)
    arrays: list[Area] = attrs.field(factory=list)
    column_styles: list[tuple[int, int, str]] = attrs.field(factory=list)
    dimension: tuple[Span, str] | None = None
    is_protected: bool = False

    @property
    def has_formulas(self) -> bool:
        """Whether any cell holds a formula."""
        return any(cell.has_formula for row in self.rows.values() for cell in row.cells.values())


def map_sheet(data: bytes, part: str, place: Place) -> SheetMap:
    """Lay out a worksheet part.

    Raises `UnreadableSource` for a part that is not UTF-8, leaves out the addresses of rows or cells, or is damaged.
    """
    mapping = _Mapping(data, part, place)
    with damaged_xml(place.file, part):
        mapping.parse()
    return mapping.found


class _Mapping:
    """One pass of a parser that tells where in the bytes it is."""

    def __init__(self, data: bytes, part: str, place: Place) -> None:
        self.data, self.part, self.place = data, part, place
        self.found = SheetMap()
        self.path: list[str] = []
        self.row: tuple[Span, dict[str, str], dict[int, StoredCell]] | None = None
        self.cell: tuple[Span, dict[str, str]] | None = None
        self.has_formula = False
        self.last_row = 0

    def parse(self) -> None:
        # A plain parser: whoever opened the package has refused document types, and with them all entities.
        from xml.parsers.expat import ParserCreate

        self.parser = ParserCreate("UTF-8")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.Parse(self.data, True)
        if self.found.data is None:
            raise self.unfit("has no cells at all")

    def unfit(self, fault: str) -> UnreadableSource:
        return UnreadableSource(
            f"The sheet cannot be filled: its part {self.part} {fault}.",
            hint="Open it in Excel and save it again under a new name.",
            where=self.place,
        )

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        self.path.append(name)
        where = self.parser.CurrentByteIndex
        match self.path:
            case ["worksheet", "sheetData"]:
                self.found.prefix = tag.removesuffix(name)
                self.found.data = self.span(where)
            case ["worksheet", "sheetData", "row"]:
                self.row = (self.span(where), attributes, {})
            case ["worksheet", "sheetData", "row", "c"]:
                self.cell, self.has_formula = (self.span(where), attributes), False
            case ["worksheet", "sheetData", "row", "c", "f"]:
                self.has_formula = True
                if attributes.get("t") in {"array", "dataTable"} and attributes.get("ref"):
                    self.found.arrays.append(area(attributes["ref"]))
            case ["worksheet", "mergeCells", "mergeCell"]:
                self.found.merged.append(area(attributes.get("ref", "A1")))
            case ["worksheet", "cols", "col"]:
                first, last = int(attributes.get("min", 1)), int(attributes.get("max", 1))
                self.found.column_styles.append((first, last, attributes.get("style", "")))
            case ["worksheet", "dimension"]:
                self.found.dimension = (self.span(where), attributes.get("ref", ""))
            case ["worksheet", "sheetProtection"]:
                self.found.is_protected = attributes.get("sheet") in _TRUTH

    def span(self, start: int) -> Span:
        """Return where an element's first tag stands; where the element ends is known when it has ended."""
        match = _TAG.match(self.data, start)
        if match is None:
            raise self.unfit("is not stored as UTF-8")
        return Span(start=start, end=match.end(), inner=match.end())

    def end(self, tag: str) -> None:
        del tag
        match self.path:
            case ["worksheet", "sheetData"] if self.found.data:
                self.found.data = self.closed(self.found.data)
            case ["worksheet", "sheetData", "row"]:
                self.end_row()
            case ["worksheet", "sheetData", "row", "c"]:
                self.end_cell()
        self.path.pop()

    def end_row(self) -> None:
        assert self.row is not None
        span, attributes, cells = self.row
        number = int(attributes.get("r", 0))
        if number <= self.last_row:
            raise self.unfit("leaves out the numbers of rows, or does not keep their order")
        self.last_row = number
        self.found.rows[number] = StoredRow(span=self.closed(span), attributes=attributes, cells=cells)

    def end_cell(self) -> None:
        assert self.row is not None
        assert self.cell is not None
        span, attributes = self.cell
        if "r" not in attributes:
            raise self.unfit("leaves out the addresses of cells")
        _, column = parse_cell_name(attributes["r"])
        self.row[2][column] = StoredCell(span=self.closed(span), attributes=attributes, has_formula=self.has_formula)

    def closed(self, span: Span) -> Span:
        """Return the span with the element's last tag, which an empty element does not have."""
        if self.data[span.inner - 2 : span.inner] == b"/>":
            return span
        last = _TAG.match(self.data, self.parser.CurrentByteIndex)
        if last is None:
            raise self.unfit("is not stored as UTF-8")
        return attrs.evolve(span, end=last.end())


def area(reference: str) -> Area:
    """Return the rectangle of a reference such as B2:D4; a single cell is one too."""
    first, _, last = reference.partition(":")
    try:
        (top, left), (bottom, right) = parse_cell_name(first), parse_cell_name(last or first)
    except CallerError:
        return Area(top=1, left=1, bottom=1, right=1)
    return Area(top=min(top, bottom), left=min(left, right), bottom=max(top, bottom), right=max(left, right))
