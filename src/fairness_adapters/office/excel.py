"""Excel workbooks (.xlsx, .xlsm) as grids of values, read with openpyxl.

Every exception of openpyxl's is translated here and nowhere else. The engine never sees the file itself
but a plain copy of its cells (`fairness_adapters.office.cleaned`) that has been looked over first
(`fairness_adapters.office.package`, `fairness_adapters.office.sheet`). Macros are never run, links to
other workbooks never followed, and declared dimensions never believed.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import attrs

from fairness_adapters.grid import CellError, CellValue, MemoryGrid, NotCalculated, Workbook, cell_name
from fairness_adapters.kinds import Kind
from fairness_adapters.office.cleaned import ListedSheet, Outline, read_formats, read_outline, write_copy
from fairness_adapters.office.package import Package, open_package
from fairness_adapters.office.sheet import SheetScan, scan_sheet
from fairness_adapters.office.texts import read_texts, so_many
from fairness_adapters.source import wrong_kind
from fairness_core.errors import MissingExtra, SourceTooLarge, UnreadableSource
from fairness_core.problems import Place, Problem, note, warning

if TYPE_CHECKING:
    from openpyxl import Workbook as EngineWorkbook
    from openpyxl.cell.cell import Cell, MergedCell

    from fairness_adapters.source import Limits, Source

_MARCH_1900 = datetime(1900, 3, 1)  # noqa: DTZ001 - a spreadsheet's dates know no time zone
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_workbook(source: Source, limits: Limits | None = None) -> Workbook:
    """Read every worksheet of an Excel workbook, hidden ones too.

    Values are as stored: numbers (whole ones as int), text unchanged, dates as `date` or, where the format
    shows a time, `datetime`; durations as `timedelta`; errors as `CellError`; a formula without a stored
    result as `NotCalculated`. Raises `WrongKind`, `ProtectedSource`, `SourceTooLarge`, `UnreadableSource`,
    and `MissingExtra` when openpyxl is not installed. `limits` are the source's own when not given.
    """
    limits = limits or source.limits
    if source.kind not in {Kind.XLSX, Kind.XLSM}:
        raise wrong_kind(source)
    _require_engine()
    package = open_package(source, limits)
    outline = read_outline(package, limits)
    strings = package.read_xml(outline.strings) if package.has(outline.strings) else b""
    texts = read_texts(strings, outline.strings, source.name, limits) if strings else []
    formats = read_formats(package, outline.styles)
    scans = _scan_sheets(package, outline, limits, texts=len(texts), styles=len(formats))
    copy = write_copy(outline, (scan.cells_xml for scan in scans), formats)
    grids, problems = _read_copy(copy, texts, source.name, outline, scans)
    return Workbook(file=source.name, grids=grids, problems=(*_remarks(package, outline, scans), *problems))


def _require_engine() -> None:
    try:
        import openpyxl  # noqa: F401
    except ImportError as problem:
        raise MissingExtra("office", "Reading an Excel workbook") from problem


def _scan_sheets(package: Package, outline: Outline, limits: Limits, *, texts: int, styles: int) -> list[SheetScan]:
    scans: list[SheetScan] = []
    left = limits.max_cells
    for sheet in outline.sheets:
        place = Place(file=package.file, sheet=sheet.name)
        data = package.read_xml(sheet.part)
        within = attrs.evolve(limits, max_cells=left)
        scans.append(scan_sheet(data, sheet.part, place, within, texts=texts, styles=styles))
        left -= scans[-1].count
    return scans


def _read_copy(
    copy: bytes, texts: list[str], file: str, outline: Outline, scans: list[SheetScan]
) -> tuple[tuple[MemoryGrid, ...], list[Problem]]:
    grids: list[MemoryGrid] = []
    problems: list[Problem] = []
    with _engine_faults(file):
        book = _load(copy, texts)
        for number, (sheet, scan) in enumerate(zip(outline.sheets, scans, strict=True), start=1):
            reading = _SheetReading(sheet=sheet, scan=scan, file=file, from_1904=outline.from_1904)
            # The engine's own store of cells is sparse; its public iteration walks the whole rectangle,
            # which for one stray cell in XFD1048576 is 17 billion cells.
            grids.append(reading.grid(book[f"S{number}"]._cells))
            problems += reading.problems()
    return tuple(grids), problems


def _load(copy: bytes, texts: list[str]) -> EngineWorkbook:
    from openpyxl.reader.excel import ExcelReader

    class WithTexts(ExcelReader):
        # The engine's own reading of shared texts stumbles over their looks, and drops "x005F_" from them.
        def read_strings(self) -> None:
            self.shared_strings = texts

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reader = WithTexts(io.BytesIO(copy), data_only=True, keep_links=False)
        reader.read()
        return reader.wb


@contextmanager
def _engine_faults(file: str) -> Iterator[None]:
    """Translate whatever openpyxl raises: it uses a dozen built-in classes, and their text may quote cells."""
    hint = "Open it in Excel and save it again under a new name."
    try:
        yield
    except MemoryError as problem:
        raise SourceTooLarge("The file needs more memory than there is.", where=Place(file=file)) from problem
    except Exception as problem:
        fault = f"The file cannot be read: the workbook inside it is damaged ({type(problem).__name__})."
        raise UnreadableSource(fault, hint=hint, where=Place(file=file)) from problem


@attrs.define(kw_only=True)
class _SheetReading:
    """The making of one grid, and of what there is to remark on in it."""

    sheet: ListedSheet
    scan: SheetScan
    file: str
    from_1904: bool
    doubtful: list[tuple[int, int]] = attrs.field(factory=list)

    def grid(self, cells: Mapping[tuple[int, int], Cell | MergedCell]) -> MemoryGrid:
        values = {place: self._value(place, cell) for place, cell in cells.items()}
        values |= {place: _unescaped(text) for place, text in self.scan.texts.items()}
        values |= {place: NotCalculated(formula) for place, formula in self.scan.uncalculated.items()}
        return attrs.evolve(
            MemoryGrid.from_cells(self.sheet.name, values),
            state=self.sheet.state,
            merged=self.scan.merged,
            hidden_rows=self.scan.hidden_rows,
            hidden_columns=self.scan.hidden_columns,
            percent_cells=frozenset(place for place, cell in cells.items() if _is_percent(cell)),
        )

    def problems(self) -> Iterator[Problem]:
        if self.scan.uncalculated:
            yield warning(
                "formula_not_calculated",
                f"{so_many(len(self.scan.uncalculated), 'formula was', 'formulas were')} never calculated, "
                "so there is no result to read.",
                where=self._place(min(self.scan.uncalculated)),
                hint="Open the file in Excel, let it calculate, and save it.",
            )
        if self.doubtful:
            yield warning(
                "doubtful_date",
                f"{so_many(len(self.doubtful), 'cell is', 'cells are')} formatted as a date, "
                "and the number in it is hardly one.",
                where=self._place(min(self.doubtful)),
                expected="a date from March 1900 to the year 9999",
                hint="Check the cell in Excel: is it a date, or is the format wrong?",
            )

    def _value(self, place: tuple[int, int], cell: Cell | MergedCell) -> CellValue:
        value = cell.value
        if isinstance(value, str) and cell.data_type != "e":
            return _unescaped(value)
        if isinstance(value, datetime | time) or cell.data_type == "e":
            return self._date_or_error(place, cell, value)
        assert value is None or isinstance(value, bool | int | float | date | timedelta)
        return value

    def _date_or_error(self, place: tuple[int, int], cell: Cell | MergedCell, value: object) -> CellValue:
        """Return a date, a time or an error; a number that cannot be a date stays the number that it is."""
        number = self.scan.beyond_dates.get(place)
        if number is not None and (number < 0 or cell.data_type == "e"):
            self.doubtful.append(place)
            return int(number) if number.is_integer() else number
        if cell.data_type == "e":
            return CellError(str(value))
        assert isinstance(value, datetime | time)
        return self._dated(place, value, _shows(cell.number_format))

    def _dated(self, place: tuple[int, int], value: datetime | time, shown: str | None) -> CellValue:
        if isinstance(value, time):
            self.doubtful += [place] if shown == "date" else []
            return value
        # Excel counts a 29 February 1900 that never was, so days before March 1900 are off by one or typed by mistake.
        self.doubtful += [place] if value < _MARCH_1900 and not self.from_1904 else []
        return value.date() if shown == "date" and value.time() == time() else value

    def _place(self, cell: tuple[int, int]) -> Place:
        return Place(file=self.file, sheet=self.sheet.name, cell=cell_name(*cell))


def _is_percent(cell: Cell | MergedCell) -> bool:
    """Tell whether a number is shown as a percentage; a quoted % in a format is only a letter."""
    if isinstance(cell.value, bool) or not isinstance(cell.value, int | float):
        return False
    return "%" in re.sub(r'"[^"]*"|\\.', "", cell.number_format or "")


def _shows(number_format: str) -> str | None:
    """Tell whether a number format shows a "date", a "time" or both ("datetime")."""
    from openpyxl.styles.numbers import is_datetime

    return is_datetime(number_format)


def _unescaped(text: str) -> str:
    """Undo the escapes of characters that XML cannot hold: _x000D_ is a carriage return (ISO 29500-1, 22.9.2.19)."""
    if "_x" not in text:
        return text
    decoded = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
    return decoded.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _remarks(package: Package, outline: Outline, scans: list[SheetScan]) -> Iterator[Problem]:
    """Give what there is to say of the file as a whole."""
    where = Place(file=package.file)
    names = [name.lower() for name in package.names]
    if any(name.endswith("vbaproject.bin") for name in names):
        yield note("macros_ignored", "The workbook holds macros; they were ignored.", where=where)
    if any("/externallinks/" in name for name in names):
        yield note(
            "links_not_followed",
            "The workbook is linked to other workbooks; their values were taken as last saved in this one.",
            where=where,
        )
    if outline.recalculates and any(scan.formulas > len(scan.uncalculated) for scan in scans):
        yield warning(
            "results_may_be_stale",
            "The program that wrote the workbook left the calculating to Excel, so results may be placeholders.",
            where=where,
            hint="Open the file in Excel and save it.",
        )
