"""One worksheet part, read in a single pass.

The pass refuses what programs would read differently or get wrong in silence (a cell stored twice, a shared text
that does not exist, text where a number must stand), holds the sheet to the limits, and heeds nothing but the cells
and what is merged or hidden, so that damage to decoration (filters, validation, colours, the looks of a text) cannot
stop the reading. What a cell's text means is `fairness_adapters.office.values`' business.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import attrs

from fairness_adapters.grid import Area, CellValue, NotCalculated, Row, cell_name, parse_cell_name
from fairness_adapters.office.package import damaged_xml
from fairness_adapters.office.texts import SPREADSHEET, Pass, Runs, text_too_long, too_many
from fairness_adapters.office.values import Values, error_of, unescaped
from fairness_core.errors import CallerError, UnreadableSource
from fairness_core.problems import Place

if TYPE_CHECKING:
    from fairness_adapters.source import Limits

LONGEST_TEXT = 32_767
"""Characters that a cell can hold in Excel; other programs write more, and Excel cuts it."""

_ROOT, _SECTION, _ROW, _CELL, _CONTENT = range(1, 6)
_ALLOWED = {_ROW: ("row",), _CELL: ("c", "extLst"), _CONTENT: ("f", "v", "is", "extLst")}
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

    `count` is how many cells there are, blanks included where they cost anything. By (row, column): `uncalculated`
    are the formulas without a stored result, `doubtful` the numbers shown as dates that they hardly are, `long` the
    texts longer than Excel can hold, `percents` the numbers shown as percentages.
    """

    rows: tuple[Row, ...] = attrs.field(repr=False)
    count: int
    formulas: int
    uncalculated: tuple[tuple[int, int], ...]
    doubtful: tuple[tuple[int, int], ...]
    long: tuple[tuple[int, int], ...]
    percents: frozenset[tuple[int, int]] = attrs.field(repr=False)
    merged: tuple[Area, ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]


def scan_sheet(data: bytes, part: str, place: Place, limits: Limits, values: Values) -> SheetScan:
    """Read a worksheet part; `values` knows the texts and styles that its cells point to.

    Raises `UnreadableSource` or `SourceTooLarge` naming the file, the sheet and the cell.
    """
    scan = _Scan(place, part, limits, values)
    with damaged_xml(place.file, part):
        scan.parse(_without_blanks(data))
    return scan.result()


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
    def __init__(self, place: Place, part: str, limits: Limits, values: Values) -> None:
        super().__init__(part, place.file, SPREADSHEET)
        self.place, self.limits, self.values = place, limits, values
        self.row = self.column = self.count = self.formulas = self.areas = self.length = self.style = 0
        self.section = self.content = ""
        self.rows_seen: set[int] = set()
        self.columns_seen: set[int] = set()
        self.type = "n"
        self.formula: str | None = None
        self.value: str | None = None
        self.gathered: list[str] = []
        self.runs = Runs(limits.max_text, self._here)
        self.own_text = ""
        self.rows: list[tuple[int, list[tuple[int, CellValue]]]] = []
        self.pairs: list[tuple[int, CellValue]] = []
        self.uncalculated: list[tuple[int, int]] = []
        self.doubtful: list[tuple[int, int]] = []
        self.long: list[tuple[int, int]] = []
        self.percents: set[tuple[int, int]] = set()
        self.merged: list[Area] = []
        self.hidden_rows: set[int] = set()
        self.column_spans: list[tuple[int, int]] = []
        self.starts: dict[tuple[str, int, str], Callable[[dict[str, str]], None]] = {
            ("sheetData", _ROW, "row"): self._start_row,
            ("sheetData", _CELL, "c"): self._start_cell,
            ("mergeCells", _ROW, "mergeCell"): self._merge,
            ("cols", _ROW, "col"): self._columns,
        }

    def result(self) -> SheetScan:
        filled = sorted((row, pairs) for row, pairs in self.rows if pairs)
        return SheetScan(
            rows=tuple((row, tuple(sorted(pairs, key=_first))) for row, pairs in filled),
            count=self.count,
            formulas=self.formulas,
            uncalculated=tuple(self.uncalculated),
            doubtful=tuple(self.doubtful),
            long=tuple(self.long),
            percents=frozenset(self.percents),
            merged=tuple(self.merged),
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=joined(self.column_spans),
        )

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.depth == _SECTION:
            self.section = name
        elif self.section == "sheetData" and name not in _ALLOWED.get(self.depth, (name,)):
            raise self._refused("The sheet holds something among its cells that is none, or is damaged.")
        elif self.depth == _CONTENT and self.section == "sheetData":
            self._start_content(name)
        elif self.content == "v" and self.depth > _CONTENT:
            raise self._refused("The cell's value holds something other than characters.")
        elif self.content == "is" and self.depth > _CONTENT:
            self.parser.CharacterDataHandler = self.runs.start(name, self.depth - _CONTENT)
        elif handle := self.starts.get((self.section, self.depth, name)):
            handle(attributes)

    def end(self, name: str) -> None:
        if self.depth == _CONTENT and self.section == "sheetData":
            self._end_content(name)
        elif self.content == "is":
            self.parser.CharacterDataHandler = None
        elif self.depth == _CELL and self.section == "sheetData" and name == "c":
            self._end_cell()

    def _start_row(self, attributes: dict[str, str]) -> None:
        self.row = self._whole(attributes["r"], "row number") if "r" in attributes else self.row + 1
        self.column = 0
        if self.row in self.rows_seen:
            raise self._refused(f"Row {self.row} is stored twice, and programs disagree which one counts.")
        if not 1 <= self.row <= self.limits.max_rows:
            raise too_many(self.place, "row", self.row, self.limits.max_rows)
        self.rows_seen.add(self.row)
        self.columns_seen, self.pairs = set(), []
        self.rows.append((self.row, self.pairs))
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
        self.type = attributes.get("t", "n")
        if self.type not in _TYPES:
            raise self._refused("The cell is marked as of a kind that does not exist.")
        self.style = self._whole(attributes["s"], "style number") if "s" in attributes else 0
        if self.style >= len(self.values.looks):
            raise self._refused(
                f"The cell points to a style that the file does not have (it has {len(self.values.looks)})."
            )
        self.formula = self.value = None
        self.own_text, self.length = "", 0

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
            self.own_text = self.runs.take()
        self.content = ""

    def _end_cell(self) -> None:
        value = self._made()
        if value is not None and value != "":
            self.pairs.append((self.column, value))
            if isinstance(value, str) and len(value) > LONGEST_TEXT:
                self.long.append((self.row, self.column))

    def _made(self) -> CellValue:
        """Return the cell's value; None for a blank."""
        stored = self.value or ""
        if self.type == "inlineStr":
            return self._text_of_its_own(stored)
        if self.type == "str" and stored:
            return unescaped(stored)
        if not stored.strip():
            return self._without_value()
        return _MAKERS[self.type](self, stored)

    def _text_of_its_own(self, stored: str) -> CellValue:
        if stored.strip():
            raise self._refused("The cell is marked as text of its own and points to something else.")
        return unescaped(self.own_text) or (self._without_value() if self.formula is not None else None)

    def _without_value(self) -> CellValue:
        # A formula whose result is empty text is stored as a text with nothing in it: that one was calculated.
        if self.formula is not None and not (self.type == "str" and self.value is not None):
            self.uncalculated.append((self.row, self.column))
            return NotCalculated(self.formula)
        if self.type == "e":
            raise self._refused("The cell is marked as an error and does not say which.")
        return None

    def _number(self, stored: str) -> CellValue:
        if not _NUMBER.fullmatch(stored):
            raise self._refused("The cell is marked as a number and holds something else.")
        if not abs(float(stored)) < float("inf"):
            raise self._refused("The cell is marked as a number and holds none that a spreadsheet could.")
        return self._kept(*self.values.number(stored.strip(), self.style))

    def _date(self, stored: str) -> CellValue:
        try:
            return self._kept(*self.values.written_out(stored, self.style))
        except (ValueError, OverflowError) as problem:
            raise self._refused("The cell is marked as a date and holds none.") from problem

    def _kept(self, value: CellValue, doubtful: bool) -> CellValue:
        """Take note of what there is to remark on in a number or a date."""
        if doubtful:
            self.doubtful.append((self.row, self.column))
        elif self.values.looks[self.style].percent and isinstance(value, int | float):
            self.percents.add((self.row, self.column))
        return value

    def _shared_text(self, stored: str) -> CellValue:
        number = self._whole(stored, "text number")
        if number >= len(self.values.texts):
            raise self._refused(
                f"The cell points to shared text {number}, and the file has only {len(self.values.texts)}."
            )
        return self.values.texts[number]

    def _truth(self, stored: str) -> CellValue:
        if stored not in {"0", "1"}:
            raise self._refused("The cell is marked as true or false and holds neither.")
        return stored == "1"

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


_MAKERS: dict[str, Callable[[_Scan, str], CellValue]] = {
    "n": _Scan._number,
    "d": _Scan._date,
    "s": _Scan._shared_text,
    "b": _Scan._truth,
    "e": lambda _, stored: error_of(stored),
    "str": lambda _, stored: unescaped(stored),
}


def _first(pair: tuple[int, CellValue]) -> int:
    return pair[0]


def joined(spans: list[tuple[int, int]]) -> frozenset[int]:
    """Return every number that lies in a span; overlapping spans cost no more than one."""
    found: set[int] = set()
    reach = 0
    for first, last in sorted(spans):
        found.update(range(max(first, reach + 1), last + 1))
        reach = max(reach, last)
    return frozenset(found)
