"""Excel workbooks (.xlsx, .xlsm) as grids of values.

The package is looked over first (`fairness_adapters.office.package`), then each worksheet is read in one pass
(`fairness_adapters.office.sheet`); what looks and days mean is openpyxl's word (`fairness_adapters.office.values`).
Macros are never run, links to other workbooks never followed, and declared dimensions never believed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import attrs

from fairness_adapters.grid import Grid, MemoryGrid, Workbook, cell_name
from fairness_adapters.kinds import Kind
from fairness_adapters.office.outline import ListedSheet, Outline, read_formats, read_outline
from fairness_adapters.office.package import Package, open_package
from fairness_adapters.office.sheet import LONGEST_TEXT, SheetScan, scan_sheet
from fairness_adapters.office.texts import read_texts, so_many
from fairness_adapters.office.values import Values
from fairness_adapters.source import wrong_kind
from fairness_core.errors import MissingExtra, SourceError, SourceTooLarge, UnreadableSource
from fairness_core.problems import Place, Problem, note, warning

if TYPE_CHECKING:
    from fairness_adapters.source import Limits, Source


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
    with _engine_faults(source.name):
        values = _values(package, outline, limits)
        scans = _scan_sheets(package, outline, limits, values)
    grids = tuple(_grid(sheet, scan) for sheet, scan in zip(outline.sheets, scans, strict=True))
    found = (_problems(source.name, grid, scan) for grid, scan in zip(grids, scans, strict=True))
    problems = (*_remarks(package, outline, scans), *(problem for each in found for problem in each))
    return Workbook(file=source.name, grids=grids, problems=problems)


def _require_engine() -> None:
    try:
        import openpyxl  # noqa: F401
    except ImportError as problem:
        raise MissingExtra("office", "Reading an Excel workbook") from problem


def _values(package: Package, outline: Outline, limits: Limits) -> Values:
    strings = package.read_xml(outline.strings) if package.has(outline.strings) else b""
    texts = read_texts(strings, outline.strings, package.file, limits) if strings else []
    return Values(texts, read_formats(package, outline.styles), from_1904=outline.from_1904)


def _scan_sheets(package: Package, outline: Outline, limits: Limits, values: Values) -> list[SheetScan]:
    scans: list[SheetScan] = []
    left = limits.max_cells
    for sheet in outline.sheets:
        place = Place(file=package.file, sheet=sheet.name)
        data = package.read_xml(sheet.part)
        scans.append(scan_sheet(data, sheet.part, place, attrs.evolve(limits, max_cells=left), values))
        left -= scans[-1].count
    return scans


@contextmanager
def _engine_faults(file: str) -> Iterator[None]:
    """Translate whatever openpyxl raises: it uses a dozen built-in classes, and their text may quote cells."""
    hint = "Open it in Excel and save it again under a new name."
    try:
        yield
    except SourceError:
        raise
    except MemoryError as problem:
        raise SourceTooLarge("The file needs more memory than there is.", where=Place(file=file)) from problem
    except Exception as problem:
        fault = f"The file cannot be read: the workbook inside it is damaged ({type(problem).__name__})."
        raise UnreadableSource(fault, hint=hint, where=Place(file=file)) from problem


def _grid(sheet: ListedSheet, scan: SheetScan) -> MemoryGrid:
    return MemoryGrid(
        name=sheet.name,
        stored=scan.rows,
        state=sheet.state,
        merged=scan.merged,
        hidden_rows=scan.hidden_rows,
        hidden_columns=scan.hidden_columns,
        percent_cells=scan.percents,
    )


def _problems(file: str, grid: Grid, scan: SheetScan) -> Iterator[Problem]:
    if scan.uncalculated:
        yield warning(
            "formula_not_calculated",
            f"{so_many(len(scan.uncalculated), 'formula was', 'formulas were')} never calculated, "
            "so there is no result to read.",
            where=Place(file=file, sheet=grid.name, cell=cell_name(*min(scan.uncalculated))),
            hint="Open the file in Excel, let it calculate, and save it.",
        )
    if scan.doubtful:
        yield warning(
            "doubtful_date",
            f"{so_many(len(scan.doubtful), 'cell is', 'cells are')} formatted as a date, "
            "and the number in it is hardly one.",
            where=Place(file=file, sheet=grid.name, cell=cell_name(*min(scan.doubtful))),
            expected="a date from March 1900 to the year 9999",
            hint="Check the cell in Excel: is it a date, or is the format wrong?",
        )
    if scan.long:
        yield warning(
            "long_text",
            f"{so_many(len(scan.long), 'cell holds', 'cells hold')} more than {LONGEST_TEXT:,} characters of text.",
            where=Place(file=file, sheet=grid.name, cell=cell_name(*min(scan.long))),
            hint="Excel cuts such a text when it opens the file: what is read here is the whole of it.",
        )


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
