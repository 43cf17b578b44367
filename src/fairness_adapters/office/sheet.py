"""One worksheet part, looked over in a single pass before the engine reads its cells.

The pass refuses what an engine would get wrong in silence (a cell stored twice, a shared text that does
not exist, text where a number must stand), holds the sheet to the limits, finds what the engine does not
tell (formulas never calculated, hidden rows, merged areas), and cuts out the cells alone, so that damage
to decoration (filters, validation, colours) cannot stop the reading. Values are made by
`fairness_adapters.office.excel`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import attrs

from fairness_adapters.grid import Area, cell_name, parse_cell_name
from fairness_adapters.office.package import damaged_xml, declares_entities
from fairness_core.errors import CallerError, SourceTooLarge, UnreadableSource
from fairness_core.problems import Place

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

    from fairness_adapters.source import Limits

MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
FIRST_NO_DATE = 2_957_004
"""The lowest day number that is past 31 December 9999 by one of Excel's two date systems (the one from 1904)."""

_DEEPEST = 64
_ROOT, _SECTION, _ROW, _CELL, _CONTENT = range(1, 6)
_TRUTH = frozenset({"1", "true"})


@attrs.frozen(kw_only=True)
class SheetScan:
    """What one pass over a worksheet part found.

    `cells_xml` is the part cut down to its cells; `count` how many there are, blanks included.
    `uncalculated` has each formula without a stored result, `beyond_dates` each number that no date
    can be (negative or after the year 9999), by (row, column).
    """

    cells_xml: bytes = attrs.field(repr=False)
    count: int
    formulas: int
    uncalculated: dict[tuple[int, int], str]
    beyond_dates: dict[tuple[int, int], float]
    merged: tuple[Area, ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]


def scan_sheet(data: bytes, part: str, place: Place, limits: Limits, *, texts: int, styles: int) -> SheetScan:
    """Look over a worksheet part; `texts` and `styles` are how many its cells may point to.

    Raises `UnreadableSource` or `SourceTooLarge` naming the file, the sheet and the cell.
    """
    scan = _Scan(place, part, limits, texts, styles)
    with damaged_xml(place.file, part):
        scan.parse(data)
    return scan.result(data)


def count_texts(data: bytes, part: str, file: str, limits: Limits) -> int:
    """Count the shared texts of a workbook and hold each to the limit on text."""
    counter = _TextCount(part, file, limits)
    with damaged_xml(file, part):
        counter.parse(data)
    return counter.count


class _Pass:
    """A pass over one XML part: depth, local names, no document types, no runaway nesting."""

    def __init__(self, part: str, file: str) -> None:
        from xml.parsers.expat import ParserCreate

        self.part, self.file, self.depth = part, file, 0
        self.parser: XMLParserType = ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype

    def parse(self, data: bytes) -> None:
        """Go through the whole part."""
        self.parser.Parse(data, True)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take note that an element begins; `name` is without its prefix."""

    def end(self, name: str) -> None:
        """Take note that an element ends; `name` is without its prefix."""

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise UnreadableSource(
                f"The file cannot be read: its part {self.part} is nested too deeply.", where=Place(file=self.file)
            )
        self.start(tag.rpartition(":")[2], attributes)

    def _end(self, tag: str) -> None:
        self.end(tag.rpartition(":")[2])
        self.depth -= 1

    def _refuse_doctype(self, *_: object) -> None:
        raise declares_entities(self.file, self.part)


class _TextCount(_Pass):
    def __init__(self, part: str, file: str, limits: Limits) -> None:
        super().__init__(part, file)
        self.count = self.length = 0
        self.most = limits.max_text
        self.parser.CharacterDataHandler = self._measure

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si" and self.depth == _SECTION:
            self.count += 1
            self.length = 0

    def _measure(self, text: str) -> None:
        self.length += len(text)
        if self.length > self.most:
            raise text_too_long(Place(file=self.file), self.most)


class _Scan(_Pass):
    def __init__(self, place: Place, part: str, limits: Limits, texts: int, styles: int) -> None:
        super().__init__(part, place.file)
        self.place, self.limits, self.texts, self.styles = place, limits, texts, styles
        self.row = self.column = self.count = self.formulas = self.areas = 0
        self.sections: list[tuple[str, int]] = []
        self.section = ""
        self.rows_seen: set[int] = set()
        self.columns_seen: set[int] = set()
        self.type, self.styled = "n", False
        self.formula: str | None = None
        self.value: str | None = None
        self.gathered: list[str] = []
        self.length = 0
        self.merged: list[Area] = []
        self.hidden_rows: set[int] = set()
        self.column_spans: list[tuple[int, int]] = []
        self.uncalculated: dict[tuple[int, int], str] = {}
        self.beyond_dates: dict[tuple[int, int], float] = {}
        self.starts: dict[tuple[str, int, str], Callable[[dict[str, str]], None]] = {
            ("sheetData", _ROW, "row"): self._start_row,
            ("sheetData", _CELL, "c"): self._start_cell,
            ("mergeCells", _ROW, "mergeCell"): self._merge,
            ("cols", _ROW, "col"): self._columns,
        }

    def result(self, data: bytes) -> SheetScan:
        return SheetScan(
            cells_xml=self._cut(data),
            count=self.count,
            formulas=self.formulas,
            uncalculated=self.uncalculated,
            beyond_dates=self.beyond_dates,
            merged=tuple(self.merged),
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=_joined(self.column_spans),
        )

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.depth == _SECTION:
            self.section = name
            self.sections.append((name, self.parser.CurrentByteIndex))
        elif self.depth == _CONTENT and self.section == "sheetData":
            self._start_content(name)
        elif handle := self.starts.get((self.section, self.depth, name)):
            handle(attributes)

    def end(self, name: str) -> None:
        if self.depth == _CONTENT and self.section == "sheetData":
            self._end_content(name)
        elif self.depth == _CELL and self.section == "sheetData" and name == "c":
            self._end_cell()
        elif self.depth == _ROOT:
            self.sections.append(("", self.parser.CurrentByteIndex))

    def _start_row(self, attributes: dict[str, str]) -> None:
        self.row = self._whole(attributes["r"], "row number") if "r" in attributes else self.row + 1
        self.column = 0
        if self.row in self.rows_seen:
            raise self._refused(f"Row {self.row} is stored twice, and programs disagree which one counts.")
        if not 1 <= self.row <= self.limits.max_rows:
            raise too_many(self.place, "row", self.row, self.limits.max_rows)
        self.rows_seen.add(self.row)
        self.columns_seen = set()
        if attributes.get("hidden", "") in _TRUTH:
            self.hidden_rows.add(self.row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._locate(attributes.get("r"))
        self.count += 1
        if self.count > self.limits.max_cells:
            raise too_many(self.place, "cell", self.count, self.limits.max_cells)
        if self.column in self.columns_seen:
            raise self._refused("The cell is stored twice, and programs disagree which one counts.")
        self.columns_seen.add(self.column)
        self.type, self.styled = attributes.get("t", "n"), "s" in attributes
        if self.styled and self._whole(attributes["s"], "style number") >= self.styles:
            raise self._refused(f"The cell points to a style that the file does not have (it has {self.styles}).")
        self.formula = self.value = None
        self.length = 0

    def _locate(self, name: str | None) -> None:
        if name is None:
            self.column += 1
        else:
            try:
                row, self.column = parse_cell_name(name)
            except CallerError as problem:
                raise self._refused(f"A cell of row {self.row} has no usable name.") from problem
            if row != self.row:
                raise self._refused(f"The cell {name} is stored in row {self.row}, where it does not belong.")
        if self.column > self.limits.max_columns:
            raise too_many(self.place, "column", self.column, self.limits.max_columns)

    def _start_content(self, name: str) -> None:
        if name in {"f", "v", "is"}:
            self.gathered = []
            self.parser.CharacterDataHandler = self._gather

    def _gather(self, text: str) -> None:
        self.length += len(text)
        if self.length > self.limits.max_text:
            raise text_too_long(self._here(), self.limits.max_text)
        self.gathered.append(text)

    def _end_content(self, name: str) -> None:
        self.parser.CharacterDataHandler = None
        if name == "f":
            self.formula = "".join(self.gathered)
            self.formulas += 1
        elif name == "v":
            self.value = "".join(self.gathered)

    def _end_cell(self) -> None:
        empty = not (self.value or "").strip()
        # A formula whose result is empty text is stored as a text with nothing in it: that one was calculated.
        if self.formula is not None and empty and not (self.type == "str" and self.value is not None):
            self.uncalculated[self.row, self.column] = self.formula
        if not empty:
            self._check_value(self.value or "")

    def _check_value(self, value: str) -> None:
        if self.type == "n":
            number = self._number(value)
            if self.styled and not 0 <= number < FIRST_NO_DATE:
                self.beyond_dates[self.row, self.column] = number
        elif self.type == "s" and not 0 <= self._whole(value, "text number") < self.texts:
            raise self._refused(f"The cell points to shared text {value}, and the file has only {self.texts}.")
        elif self.type == "b" and value not in {"0", "1"}:
            raise self._refused("The cell is marked as true or false and holds neither.")

    def _number(self, value: str) -> float:
        try:
            number = float(value)
        except ValueError as problem:
            raise self._refused("The cell is marked as a number and holds something else.") from problem
        if not abs(number) < float("inf"):
            raise self._refused("The cell is marked as a number and holds none that a spreadsheet could.")
        return number

    def _whole(self, value: str, what: str) -> int:
        if not (value.isascii() and value.isdigit() and len(value) < 12):
            raise self._refused(f"A {what} is not a whole number.")
        return int(value)

    def _merge(self, attributes: dict[str, str]) -> None:
        self._count_area()
        first, colon, last = attributes.get("ref", "").partition(":")
        try:
            (top, left), (bottom, right) = parse_cell_name(first), parse_cell_name(last if colon else first)
        except CallerError as problem:
            raise self._refused("A merged area has no usable name.") from problem
        self.merged.append(Area(top=top, left=left, bottom=bottom, right=right))

    def _columns(self, attributes: dict[str, str]) -> None:
        self._count_area()
        if attributes.get("hidden", "") in _TRUTH:
            first = self._whole(attributes.get("min", ""), "column number")
            last = self._whole(attributes.get("max", ""), "column number")
            self.column_spans.append((first, min(last, self.limits.max_columns)))

    def _count_area(self) -> None:
        self.areas += 1
        if self.areas > self.limits.max_cells:
            raise too_many(self.place, "merged area", self.areas, self.limits.max_cells)

    def _here(self) -> Place:
        cell = cell_name(self.row, self.column) if self.row and self.column else ""
        return attrs.evolve(self.place, cell=cell)

    def _refused(self, fault: str) -> UnreadableSource:
        hint = "Open the file in Excel, look at this place, and save it again."
        return UnreadableSource(fault, hint=hint, where=self._here())

    def _cut(self, data: bytes) -> bytes:
        """Return the part without anything but its cells, by the places where its sections begin."""
        if not self.sections or not any(name == "sheetData" for name, _ in self.sections):
            return b'<worksheet xmlns="' + MAIN + b'"><sheetData/></worksheet>'
        head = data[: self.sections[0][1]].replace(STRICT, MAIN)
        ends = [start for _, start in self.sections[1:]]
        cells = (
            data[start:end] for (name, start), end in zip(self.sections, ends, strict=False) if name == "sheetData"
        )
        return head + b"".join(cells) + data[self.sections[-1][1] :]


def too_many(place: Place, what: str, number: int, most: int) -> SourceTooLarge:
    """Make the error for a sheet with more rows, columns or cells than the limit."""
    return SourceTooLarge(
        f"The sheet has a {what} number {number:,}; the limit is {most:,}.",
        hint="Split the file, or delete what lies far outside the data.",
        where=place,
    )


def text_too_long(place: Place, most: int) -> SourceTooLarge:
    """Make the error for a cell with more text than the limit."""
    hint = "Excel itself allows 32,767 characters: shorten the text."
    return SourceTooLarge(f"A cell holds more than {most:,} characters of text.", hint=hint, where=place)


def _joined(spans: list[tuple[int, int]]) -> frozenset[int]:
    """Return every number that lies in a span; overlapping spans cost no more than one."""
    found: set[int] = set()
    reach = 0
    for first, last in sorted(spans):
        found.update(range(max(first, reach + 1), last + 1))
        reach = max(reach, last)
    return frozenset(found)
