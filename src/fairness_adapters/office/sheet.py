"""One worksheet part, looked over in a single pass before the engine reads its cells.

The pass refuses what an engine would get wrong in silence (a cell stored twice, a shared text that does
not exist, text where a number must stand), holds the sheet to the limits, finds what the engine does not
tell (formulas never calculated, hidden rows, merged areas), and cuts out the cells alone, so that damage
to decoration (filters, validation, colours, the looks of a text) cannot stop the reading. Values are made by
`fairness_adapters.office.excel`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import attrs

from fairness_adapters.grid import Area, cell_name, parse_cell_name
from fairness_adapters.office.package import damaged_xml
from fairness_adapters.office.texts import Pass, Runs, text_too_long, too_many
from fairness_core.errors import CallerError, UnreadableSource
from fairness_core.problems import Place

if TYPE_CHECKING:
    from fairness_adapters.source import Limits

MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
FIRST_NO_DATE = 2_957_004
"""The lowest day number that is past 31 December 9999 by one of Excel's two date systems (the one from 1904)."""

_ROOT, _SECTION, _ROW, _CELL, _CONTENT = range(1, 6)
_TRUTH = frozenset({"1", "true"})
_TYPES = frozenset({"n", "s", "b", "e", "d", "str", "inlineStr"})
# What XML Schema calls a double; Python's own reading lets "1_000" and the digits of every script through.
_NUMBER = re.compile(r"[ \t\r\n]*[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?[ \t\r\n]*")
_BLANK_CELL = re.compile(
    rb"<c r=[\"'][A-Za-z]{1,3}[1-9][0-9]{0,6}[\"'](?: [st]=[\"'][0-9a-z]{0,9}[\"']){0,2} ?(?:/>|></c>)"
)
_BLANK_ROW = re.compile(
    rb"<row r=[\"'][1-9][0-9]{0,6}[\"'](?: (?!hidden=)[\w:]{1,20}=[\"'][\w:. -]{0,80}[\"']){0,12} ?(?:/>|></row>)"
)


@attrs.frozen(kw_only=True)
class SheetScan:
    """What one pass over a worksheet part found.

    `cells_xml` is the part cut down to its cells; `count` how many there are, blanks included. `texts` has
    each text of several runs that stands in its cell (and is cut out of `cells_xml`), by (row, column).
    `uncalculated` has each formula without a stored result, `beyond_dates` each number that no date
    can be (negative or after the year 9999), by (row, column).
    """

    cells_xml: bytes = attrs.field(repr=False)
    count: int
    formulas: int
    texts: dict[tuple[int, int], str] = attrs.field(repr=False)
    uncalculated: dict[tuple[int, int], str]
    beyond_dates: dict[tuple[int, int], float]
    merged: tuple[Area, ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]


def scan_sheet(data: bytes, part: str, place: Place, limits: Limits, *, texts: int, styles: int) -> SheetScan:
    """Look over a worksheet part; `texts` and `styles` are how many its cells may point to.

    Raises `UnreadableSource` or `SourceTooLarge` naming the file, the sheet and the cell.
    """
    data = _without_blanks(data)
    scan = _Scan(place, part, limits, texts, styles)
    with damaged_xml(place.file, part):
        scan.parse(data)
    return scan.result(data)


def _without_blanks(data: bytes) -> bytes:
    """Cut out cells and rows that hold nothing, which some programs write by the million down to the last row.

    Only where every row and cell says where it stands, so that nothing moves up, and where no comment or CDATA
    could hold what looks like a cell. Rows that are hidden stay.
    """
    placed = data.count(b"<c ") == data.count(b"<c r=") and data.count(b"<row ") == data.count(b"<row r=")
    if not placed or any(mark in data for mark in (b"<!", b"<c>", b"<row>", b"<c\n", b"<row\n", b"<c\t", b"<c\r")):
        return data
    return _BLANK_ROW.sub(b"", _BLANK_CELL.sub(b"", data))


class _Scan(Pass):
    def __init__(self, place: Place, part: str, limits: Limits, texts: int, styles: int) -> None:
        super().__init__(part, place.file)
        self.place, self.limits, self.texts, self.styles = place, limits, texts, styles
        self.row = self.column = self.count = self.formulas = self.areas = 0
        self.sections: list[tuple[str, int]] = []
        self.section = self.content = ""
        self.rows_seen: set[int] = set()
        self.columns_seen: set[int] = set()
        self.type, self.styled = "n", False
        self.formula: str | None = None
        self.value: str | None = None
        self.gathered: list[str] = []
        self.length = 0
        self.runs = Runs(limits.max_text, self._here)
        self.inner: int | None = None
        self.several = False
        self.cuts: list[tuple[int, int]] = []
        self.own_texts: dict[tuple[int, int], str] = {}
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
            texts=self.own_texts,
            uncalculated=self.uncalculated,
            beyond_dates=self.beyond_dates,
            merged=tuple(self.merged),
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=joined(self.column_spans),
        )

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.depth == _SECTION:
            self.section = name
            self.sections.append((name, self.parser.CurrentByteIndex))
        elif self.depth == _CONTENT and self.section == "sheetData":
            self._start_content(name)
        elif self.content == "is" and self.depth > _CONTENT:
            self._start_own_text(name)
        elif handle := self.starts.get((self.section, self.depth, name)):
            handle(attributes)

    def end(self, name: str) -> None:
        if self.depth == _CONTENT and self.section == "sheetData":
            self._end_content(name)
        elif self.content == "is":
            self.parser.CharacterDataHandler = None
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
        if self.type not in _TYPES:
            raise self._refused("The cell is marked as of a kind that does not exist.")
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
        self.content = name
        if name == "v" and self.value is not None:
            raise self._refused("The cell holds two values, and programs disagree which one counts.")
        if name in {"f", "v"}:
            self.gathered = []
            self.parser.CharacterDataHandler = self._gather

    def _start_own_text(self, name: str) -> None:
        if self.inner is None:
            self.inner = self.parser.CurrentByteIndex
        self.several = self.several or name != "t"
        self.parser.CharacterDataHandler = self.runs.start(name, self.depth - _CONTENT)

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
        elif name == "is":
            self._end_own_text(self.runs.take())
        self.content = ""

    def _end_own_text(self, text: str) -> None:
        # A text of one piece is left to the engine; looks and phonetic help can be damaged and make it give up.
        if self.several and self.inner is not None:
            self.cuts.append((self.inner, self.parser.CurrentByteIndex))
            self.own_texts[self.row, self.column] = text
        self.inner, self.several = None, False

    def _end_cell(self) -> None:
        empty = not (self.value or "").strip()
        if self.type == "inlineStr" and not empty:
            raise self._refused("The cell is marked as text of its own and points to something else.")
        if self.type == "e" and empty and self.formula is None:
            raise self._refused("The cell is marked as an error and does not say which.")
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
        if not _NUMBER.fullmatch(value):
            raise self._refused("The cell is marked as a number and holds something else.")
        number = float(value)
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
        cells = [(start, end) for (name, start), end in zip(self.sections, ends, strict=False) if name == "sheetData"]
        return head + b"".join(_without(data, cells, self.cuts)) + data[self.sections[-1][1] :]


def _without(data: bytes, spans: list[tuple[int, int]], cuts: list[tuple[int, int]]) -> Iterator[bytes]:
    """Give what lies within the spans and outside the cuts; each cut lies within a span, all are in order."""
    waiting = iter(cuts)
    cut = next(waiting, None)
    for first, end in spans:
        start = first
        while cut is not None and cut[0] < end:
            yield data[start : cut[0]]
            start, cut = cut[1], next(waiting, None)
        yield data[start:end]


def joined(spans: list[tuple[int, int]]) -> frozenset[int]:
    """Return every number that lies in a span; overlapping spans cost no more than one."""
    found: set[int] = set()
    reach = 0
    for first, last in sorted(spans):
        found.update(range(max(first, reach + 1), last + 1))
        reach = max(reach, last)
    return frozenset(found)
