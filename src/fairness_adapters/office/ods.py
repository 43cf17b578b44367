"""OpenDocument spreadsheets (.ods) as grids of values, read from their XML with the standard library.

No engine is asked: the one that reads .ods hides error cells and durations. What the parts of the package
may be is checked in `fairness_adapters.office.package`. Rules: OpenDocument 1.3, part 3, sections 9 and 19.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import attrs

from fairness_adapters.grid import (
    Area,
    CellError,
    CellValue,
    Grid,
    MemoryGrid,
    NotCalculated,
    State,
    Workbook,
    cell_name,
)
from fairness_adapters.kinds import Kind
from fairness_adapters.office.package import Package, damaged_xml, open_package
from fairness_adapters.office.texts import Pass, so_many, text_too_long, too_many
from fairness_adapters.source import wrong_kind
from fairness_core.errors import ProtectedSource, UnreadableSource
from fairness_core.problems import Place, Problem, note, warning

if TYPE_CHECKING:
    from fairness_adapters.source import Limits, Source

_CONTENT = "content.xml"
# A file of a few bytes can repeat one cell five million times; real ones repeat a few rows.
_MOST_COPIES = 500_000
_HIDDEN = frozenset({"collapse", "filter"})
_CELLS = frozenset({"table-cell", "covered-table-cell"})
_DURATION = re.compile(
    r"(-?)P(?:([0-9]{1,7})D)?T?(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9}(?:\.[0-9]{1,9})?)S)?"
)
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_NUMERIC = frozenset({"float", "currency", "percentage"})
# Older programs store an error as a number, and only show that it is none.
_SHOWN_ERROR = re.compile(r"Err:[0-9]{3}|#[A-Z/0]{2,8}[!?]?")
_STORED_IN = {"date": "date-value", "time": "time-value", "boolean": "boolean-value"}
_NO_TEXT = frozenset({"annotation", "ruby-text", "frame", "custom-shape"})
_SPACE = {"s": " ", "tab": "\t", "line-break": "\n"}


def read_ods(source: Source, limits: Limits | None = None) -> Workbook:
    """Read every sheet of an OpenDocument spreadsheet, hidden ones too.

    Values are as stored: dates as `date`, or `datetime` where a time goes with them; every time as a
    `timedelta`, because the file does not tell a time of day from a duration; errors as `CellError`; a formula
    without a stored result as `NotCalculated`. Raises `WrongKind`, `ProtectedSource`, `SourceTooLarge` and
    `UnreadableSource`.
    """
    limits = limits or source.limits
    if source.kind is not Kind.ODS:
        raise wrong_kind(source)
    package = open_package(source, limits, needs=_CONTENT)
    _refuse_protected(package)
    reading = _Reading(source.name, limits)
    with damaged_xml(source.name, _CONTENT):
        reading.parse(package.read_xml(_CONTENT))
    return Workbook(file=source.name, grids=tuple(reading.grids), problems=(*_remarks(package), *reading.problems))


def _refuse_protected(package: Package) -> None:
    manifest = "META-INF/manifest.xml"
    locked = package.has("encrypted-package") or (
        package.has(manifest) and b"encryption-data" in package.read_xml(manifest)
    )
    if locked:
        raise ProtectedSource(
            "The file is protected by a password.", hint=Kind.PROTECTED.advice, where=Place(file=package.file)
        )


def _remarks(package: Package) -> Iterator[Problem]:
    if any(name.lower().startswith(("basic/", "scripts/")) for name in package.names):
        yield note("macros_ignored", "The workbook holds macros; they were ignored.", where=Place(file=package.file))


@attrs.define(kw_only=True)
class _Table:
    """One sheet in the making; `row` and `column` are the last ones begun, `rows` how often its row repeats."""

    name: str
    state: State
    row: int = 0
    rows: int = 1
    column: int = 0
    next_column: int = 1
    cells: dict[tuple[int, int], CellValue] = attrs.field(factory=dict)
    merged: list[Area] = attrs.field(factory=list)
    hidden: list[tuple[int, int]] = attrs.field(factory=list)
    hidden_columns: set[int] = attrs.field(factory=set)
    percents: set[tuple[int, int]] = attrs.field(factory=set)

    def grid(self) -> MemoryGrid:
        return attrs.evolve(
            MemoryGrid.from_cells(self.name, self.cells),
            state=self.state,
            merged=tuple(self.merged),
            hidden_rows=frozenset(self._hidden_rows()),
            hidden_columns=frozenset(self.hidden_columns),
            percent_cells=frozenset(self.percents),
        )

    def _hidden_rows(self) -> Iterator[int]:
        """Give the hidden rows down to the last that holds anything; often all below it are hidden too."""
        last_used = max((row for row, _ in self.cells), default=0)
        for first, last in self.hidden:
            yield from range(first, min(last, last_used) + 1)


class _Reading(Pass):
    """One pass over the content: sheets, rows and cells, each of which may stand for many alike."""

    def __init__(self, file: str, limits: Limits) -> None:
        super().__init__(_CONTENT, file)
        self.limits = limits
        self.grids: list[Grid] = []
        self.problems: list[Problem] = []
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.table: _Table | None = None
        self.table_depth = self.cell_depth = self.count = self.length = self.deaf = self.copies = 0
        self.in_line = False
        self.cell: dict[str, str] = {}
        self.lines: list[list[str]] = []
        self.names: set[str] = set()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.cell_depth:
            self._within_cell(name, attributes)
        elif self.table is not None:
            self._within_table(self.table, name, _local(attributes))
        elif name == "table":
            self._start_table(_local(attributes))
        elif name == "style":
            self.style = _local(attributes).get("name", "")
        elif name == "table-properties" and _local(attributes).get("display") == "false":
            self.hidden_styles.add(self.style)

    def end(self, name: str) -> None:
        if self.depth == self.deaf:
            self.deaf = 0
        elif self.depth == self.cell_depth + 1:
            self.in_line = False
        if self.table is None:
            return
        if self.depth == self.cell_depth:
            self._end_cell(self.table)
        elif name == "table-row" and not self.cell_depth:
            self._end_row(self.table)
        elif self.depth == self.table_depth:
            self._end_table(self.table)

    def _start_table(self, attributes: dict[str, str]) -> None:
        name = attributes.get("name", "")
        if len(self.grids) >= self.limits.max_sheets:
            raise too_many(Place(file=self.file), "sheet", len(self.grids) + 1, self.limits.max_sheets)
        if name in self.names:
            raise self._refused(f"The workbook lists two sheets called '{name}'.", Place(file=self.file, sheet=name))
        self.names.add(name)
        hidden = attributes.get("style-name", "") in self.hidden_styles
        self.table = _Table(name=name, state="hidden" if hidden else "visible")
        self.table_depth = self.depth

    def _end_table(self, table: _Table) -> None:
        # A table without a name is the source of a link, one with a quoted name a copy of another file's sheet.
        if table.name and not table.name.startswith("'file:"):
            grid = table.grid()
            self.grids.append(grid)
            self.problems += _uncalculated(self.file, table)
        self.table = None

    def _within_table(self, table: _Table, name: str, attributes: dict[str, str]) -> None:
        if name == "table-row":
            table.row += 1
            table.rows = self._repeat(attributes, "number-rows-repeated")
            table.column = 0
            if attributes.get("visibility") in _HIDDEN:
                table.hidden.append((table.row, table.row + table.rows - 1))
        elif name == "table-column":
            self._column(table, attributes)
        elif name in _CELLS:
            table.column += 1
            self.cell_depth, self.cell, self.lines, self.length = self.depth, attributes, [], 0
            self.parser.CharacterDataHandler = self._gather

    def _column(self, table: _Table, attributes: dict[str, str]) -> None:
        first, count = table.next_column, self._repeat(attributes, "number-columns-repeated")
        table.next_column = first + count
        if attributes.get("visibility") in _HIDDEN:
            table.hidden_columns.update(range(first, min(first + count - 1, self.limits.max_columns) + 1))

    def _end_row(self, table: _Table) -> None:
        table.row += table.rows - 1

    def _within_cell(self, name: str, attributes: dict[str, str]) -> None:
        """Take up the cell's own paragraphs; notes and drawings in it lie deeper and are not its text."""
        if self.deaf:
            return
        below = self.depth - self.cell_depth
        if below == 1 and name == "p":
            self.lines.append([])
            self.in_line = True
        elif name in _NO_TEXT:
            self.deaf = self.depth
        elif name in _SPACE:
            many = self._repeat(_local(attributes), "c") if name == "s" else 1
            self._gather(_SPACE[name] * min(many, self.limits.max_text + 1))

    def _gather(self, text: str) -> None:
        if self.deaf or not self.in_line:
            return
        self.length += len(text)
        if self.length > self.limits.max_text:
            raise text_too_long(self._here(), self.limits.max_text)
        self.lines[-1].append(text)

    def _end_cell(self, table: _Table) -> None:
        columns = self._repeat(self.cell, "number-columns-repeated")
        value = self._value()
        if value is not None and value != "":
            self._keep(table, value, columns)
        if self.cell.get("number-columns-spanned") or self.cell.get("number-rows-spanned"):
            self._merge(table)
        table.column += columns - 1
        self.cell_depth = 0
        self.parser.CharacterDataHandler = None

    def _keep(self, table: _Table, value: CellValue, columns: int) -> None:
        last_row, last_column = table.row + table.rows - 1, table.column + columns - 1
        for what, found, most in (
            ("row", last_row, self.limits.max_rows),
            ("column", last_column, self.limits.max_columns),
            ("cell", self.count + columns * table.rows, self.limits.max_cells),
        ):
            if found > most:
                raise too_many(Place(file=self.file, sheet=table.name), what, found, most)
        self.count += columns * table.rows
        self.copies += columns * table.rows - 1
        if self.copies > _MOST_COPIES:
            raise too_many(Place(file=self.file, sheet=table.name), "repeated cell", self.copies, _MOST_COPIES)
        for row in range(table.row, last_row + 1):
            for column in range(table.column, last_column + 1):
                table.cells[row, column] = value
                if self.cell.get("value-type") == "percentage":
                    table.percents.add((row, column))

    def _merge(self, table: _Table) -> None:
        down, across = (self._repeat(self.cell, f"number-{what}-spanned") for what in ("rows", "columns"))
        if down > 1 or across > 1:
            table.merged.append(
                Area(top=table.row, left=table.column, bottom=table.row + down - 1, right=table.column + across - 1)
            )

    def _value(self) -> CellValue:
        cell, text = self.cell, "\n".join("".join(line) for line in self.lines)
        kind = cell.get("value-type", "")
        if cell.get("error-type") == "error":
            return CellError(text or "#ERROR")
        if not kind:
            return NotCalculated(cell.get("formula", "")) if "formula" in cell and not self.lines else text
        if kind == "string":
            return text if self.lines else cell.get("string-value", "")
        if kind in _NUMERIC and _SHOWN_ERROR.fullmatch(text):
            return CellError(text)
        value = _PARSERS.get(kind, _nothing)(cell.get(_STORED_IN.get(kind, "value"), ""))
        if value is None:
            raise self._refused(f"The cell is marked as {kind[:20]} and holds none.", self._here())
        return value

    def _repeat(self, attributes: dict[str, str], key: str) -> int:
        stated = attributes.get(key, "1")
        if not (stated.isascii() and stated.isdigit() and 0 < len(stated) < 10):
            raise self._refused("A count of repeated cells is not a whole number.", self._here())
        return max(1, int(stated))

    def _here(self) -> Place:
        if self.table is None:
            return Place(file=self.file)
        cell = cell_name(self.table.row, self.table.column) if self.table.row and self.table.column else ""
        return Place(file=self.file, sheet=self.table.name, cell=cell)

    def _refused(self, fault: str, where: Place) -> UnreadableSource:
        return UnreadableSource(fault, hint="Open the file, look at this place, and save it again.", where=where)


def _local(attributes: dict[str, str]) -> dict[str, str]:
    """Return attributes by their names without prefix; an extension's type of value goes by "error-type"."""
    found = {key.rpartition(":")[2]: value for key, value in attributes.items() if not key.startswith("calcext:")}
    return found | ({"error-type": attributes["calcext:value-type"]} if "calcext:value-type" in attributes else {})


def _uncalculated(file: str, table: _Table) -> Iterator[Problem]:
    missing = [at for at, value in table.cells.items() if isinstance(value, NotCalculated)]
    if missing:
        yield warning(
            "formula_not_calculated",
            f"{so_many(len(missing), 'formula was', 'formulas were')} never calculated, so there is no result to read.",
            where=Place(file=file, sheet=table.name, cell=cell_name(*min(missing))),
            hint="Open the file, let it calculate, and save it.",
        )


def _nothing(_: str) -> None:
    """Read a kind of value that does not exist."""


def _number(stored: str) -> int | float | None:
    if not _NUMBER.fullmatch(stored) or abs(float(stored)) == float("inf"):
        return None
    return int(stored) if stored.lstrip("+-").isdigit() else float(stored)


def _truth(stored: str) -> bool | None:
    return {"true": True, "false": False}.get(stored)


def _moment(stored: str) -> date | datetime | None:
    try:
        found = datetime.fromisoformat(stored)
    except ValueError:
        return None
    return found.date() if "T" not in stored and found.time() == time() else found.replace(tzinfo=None)


def _duration(stored: str) -> timedelta | None:
    match = _DURATION.fullmatch(stored)
    if not match or not any(match.groups()[1:]):
        return None
    days, hours, minutes, seconds = (float(part or 0) for part in match.groups()[1:])
    found = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -found if match[1] else found


_PARSERS = {
    "float": _number,
    "currency": _number,
    "percentage": _number,
    "boolean": _truth,
    "date": _moment,
    "time": _duration,
}
