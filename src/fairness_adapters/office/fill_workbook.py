"""Fill cells of a trust's own workbook, and leave everything else in it as it is, byte for byte.

Loading and saving with a library loses charts' texts, text boxes, images, validation lists, macros and the stored
results of formulas, without a word. So the cells alone are replaced in the part of their sheet, and every other part of
the package is copied. Where the workbook has formulas, it is marked so that Excel works them out when it opens it.

Refused, every fault at once and before anything is made: a cell with a formula, one within a merged area but its first,
one that is locked in a protected sheet, the heading of a table, and what no cell can hold.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias
from xml.sax.saxutils import escape, quoteattr

import attrs

from fairness_adapters.grid import Area, cell_name, parse_cell_name
from fairness_adapters.kinds import Kind
from fairness_adapters.office.outline import ListedSheet, Outline, read_formats, read_outline
from fairness_adapters.office.package import Package, open_package
from fairness_adapters.office.safe_text import EXCEL_LONGEST_TEXT, clean_text
from fairness_adapters.office.sheet_map import SheetMap, area, map_sheet
from fairness_adapters.office.sheet_patch import patch_sheet
from fairness_adapters.source import wrong_kind
from fairness_core.errors import CallerError, InvalidData, UnreadableSource
from fairness_core.problems import Place, Problem, error

if TYPE_CHECKING:
    from fairness_adapters.source import Source

CellContent: TypeAlias = str | int | float | bool | date | None
"""What a cell can be given: text, a number, yes or no, a day or a moment; None empties it."""

LARGEST_EXACT = 999_999_999_999_999
"""Excel keeps fifteen digits of a number, and turns further ones into zeros."""
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_MARCH_1900 = date(1900, 3, 1)
_KEPT = ("s", "ph")
_FOLLOWED_BY = (
    rb"<(?:\w+:)?(?:oleSize|customWorkbookViews|pivotCaches|smartTagPr|smartTagTypes|webPublishing|"
    rb"fileRecoveryPr|webPublishObjects|extLst)\b|</(?:\w+:)?workbook\s*>"
)


def fill_workbook(source: Source, values: Mapping[str, CellContent], *, unlock: bool = False) -> bytes:
    """Return the workbook with some cells filled; `values` are by "Sheet!A1".

    A cell keeps its looks. A day goes only into a cell that shows days. With `unlock` the locked cells of a protected
    sheet may be filled too; the protection stays. Raises `InvalidData` with every cell that cannot be filled,
    `UnreadableSource` for a workbook that is damaged or signed, and `WrongKind` for another kind of file.
    """
    if source.kind not in {Kind.XLSX, Kind.XLSM}:
        raise wrong_kind(source)
    package = open_package(source)
    outline = read_outline(package, source.limits)
    _refuse_signed(package)
    problems: list[Problem] = []
    wanted = _by_sheet(source.name, outline, values, problems)
    filling = [_filling(package, outline, sheet, cells, unlock=unlock) for sheet, cells in wanted.items()]
    problems += [problem for each in filling for problem in each.problems()]
    if problems:
        hint = "Change these values, or the template, and run this again."
        raise InvalidData("The workbook cannot be filled, so nothing was made.", problems, hint=hint)
    changed = {each.sheet.part.lower(): each.patched() for each in filling}
    if _has_formulas(package, outline, filling):
        main = _main_part(package)
        changed[main.lower()] = _recalculated(package.read_xml(main))
    return _copied(source.data, changed)


def _refuse_signed(package: Package) -> None:
    if any(name.lower().startswith("_xmlsignatures/") for name in package.names):
        raise UnreadableSource(
            "The workbook has a digital signature, which no changed workbook can keep.",
            hint="Use a copy without the signature.",
            where=Place(file=package.file),
        )


def _by_sheet(
    file: str, outline: Outline, values: Mapping[str, CellContent], problems: list[Problem]
) -> dict[ListedSheet, dict[tuple[int, int], CellContent]]:
    """Sort the values by sheet; what names no cell of the workbook is a problem."""
    sheets = {each.name: each for each in outline.sheets}
    found: dict[ListedSheet, dict[tuple[int, int], CellContent]] = {}
    for key, value in values.items():
        name, _, cell = key.rpartition("!")
        sheet, place = sheets.get(name.strip("'").replace("''", "'")), _cell(cell)
        if sheet and place and place not in found.get(sheet, {}):
            found.setdefault(sheet, {})[place] = value
            continue
        if sheet and place:
            hint = "Give each cell one value; Sheet!$A$1 is Sheet!A1."
            where = Place(file=file, sheet=sheet.name, cell=cell_name(*place))
            problems.append(error("cell_twice", "The cell is given twice.", where=where, hint=hint))
            continue
        said = "This is not the address of a cell." if sheet else "The workbook has no sheet of this name."
        hint = f"Write 'Sheet!A1'. The sheets are: {', '.join(sheets)}."
        problems.append(error("no_such_cell", said, where=Place(file=file, field=key[:80]), hint=hint))
    return found


def _cell(text: str) -> tuple[int, int] | None:
    try:
        row, column = parse_cell_name(text)
    except CallerError:
        return None
    return (row, column) if row <= _LAST_ROW and column <= _LAST_COLUMN else None


def _filling(
    package: Package, outline: Outline, sheet: ListedSheet, cells: dict[tuple[int, int], CellContent], *, unlock: bool
) -> _Filling:
    place = Place(file=package.file, sheet=sheet.name)
    data = package.read_xml(sheet.part)
    return _Filling(
        sheet=sheet,
        place=place,
        data=data,
        there=map_sheet(data, sheet.part, place),
        cells=dict(sorted(cells.items())),
        headings=_headings(package, sheet),
        formats=read_formats(package, outline.styles),
        unlocked=_unlocked(package, outline.styles),
        from_1904=outline.from_1904,
        unlock=unlock,
    )


def _headings(package: Package, sheet: ListedSheet) -> tuple[Area, ...]:
    """Return the heading rows of the sheet's tables: their texts stand in the table's own part too."""
    tables = (package.xml(link.target) for link in package.relationships(sheet.part) if link.kind == "table")
    found = (area(table.get("ref", "A1")) for table in tables if table.get("headerRowCount", "1") != "0")
    return tuple(attrs.evolve(each, bottom=each.top) for each in found)


def _unlocked(package: Package, part: str) -> frozenset[int]:
    """Return the cell styles whose cells may be changed in a protected sheet."""
    if not part or not package.has(part):
        return frozenset()
    styles = next((each for each in package.xml(part) if str(each.tag).endswith("}cellXfs")), ())
    free = [
        any(str(each.tag).endswith("}protection") and each.get("locked") in {"0", "false"} for each in style)
        for style in styles
    ]
    return frozenset(number for number, is_free in enumerate(free) if is_free)


@attrs.frozen(kw_only=True)
class _Filling:
    """One sheet, what is to be put into it, and what there is to know of its cells."""

    sheet: ListedSheet
    place: Place
    data: bytes = attrs.field(repr=False)
    there: SheetMap
    cells: Mapping[tuple[int, int], CellContent]
    headings: tuple[Area, ...]
    formats: tuple[str | int, ...]
    unlocked: frozenset[int]
    from_1904: bool
    unlock: bool

    def problems(self) -> Iterator[Problem]:
        """Yield why each cell cannot be filled, where it cannot."""
        for (row, column), value in self.cells.items():
            where = attrs.evolve(self.place, cell=cell_name(row, column))
            yield from (
                error("cell_not_for_filling", said, where=where, hint=hint) for said, hint in self._barred(row, column)
            )
            yield from self._unfit(row, column, value, where)

    def _barred(self, row: int, column: int) -> Iterator[tuple[str, str]]:
        stored = self.there.rows.get(row)
        cell = stored.cells.get(column) if stored else None
        if (cell and cell.has_formula) or any(_in(each, row, column) for each in self.there.arrays):
            yield "The cell holds a formula.", "Fill the cells that the formula works from."
        if any(_in(each, row, column) and (row, column) != (each.top, each.left) for each in self.there.merged):
            yield "The cell is hidden under a merged one.", "Fill the first cell of the merged ones."
        if any(_in(each, row, column) for each in self.headings):
            yield "The cell is the heading of a table.", "Change a table's headings in Excel."
        if self.there.is_protected and not self.unlock and self.style(row, column) not in self.unlocked:
            yield "The cell is locked, and its sheet is protected.", "Fill the cells that are meant for it."

    def _unfit(self, row: int, column: int, value: CellContent, where: Place) -> Iterator[Problem]:
        if isinstance(value, str):
            try:
                clean_text(value, where, longest=EXCEL_LONGEST_TEXT)
            except CallerError as fault:
                yield error("text_unfit", fault.message, where=where, hint=fault.hint)
        elif isinstance(value, date):
            yield from self._unfit_day(row, column, value, where)
        elif isinstance(value, int | float) and not _is_exact(value):
            said = "The number cannot stand in a cell: it is not finite, or has more than fifteen digits."
            yield error("number_unfit", said, where=where, hint="Give such a number as text.")

    def _unfit_day(self, row: int, column: int, value: date, where: Place) -> Iterator[Problem]:
        from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

        style = self.style(row, column)
        code = self.formats[style] if style < len(self.formats) else 0
        if not is_date_format(BUILTIN_FORMATS[code] if isinstance(code, int) else code):
            hint = "Format the cell as a date in the template, or give the day as text."
            yield error("no_day_here", "A day was given, and the cell does not show days.", where=where, hint=hint)
        if _day_of(value) < (date(1904, 1, 1) if self.from_1904 else _MARCH_1900):
            hint = "Give such a day as text."
            yield error("day_too_early", "Excel cannot hold so early a day.", where=where, hint=hint)
        if isinstance(value, datetime) and value.tzinfo is not None:
            hint = "Give the moment as it is where the workbook is read, without its zone."
            yield error("zone", "A cell cannot hold the zone of a moment.", where=where, hint=hint)

    def style(self, row: int, column: int) -> int:
        """Return the style of a cell: its own, else what its row or its column gives to cells."""
        stored = self.there.rows.get(row)
        cell = stored.cells.get(column) if stored else None
        if cell:
            return int(cell.attributes.get("s", 0))
        if stored and stored.attributes.get("customFormat") in {"1", "true"}:
            return int(stored.attributes.get("s", 0))
        return next((int(style or 0) for first, last, style in self.there.column_styles if first <= column <= last), 0)

    def patched(self) -> bytes:
        """Return the sheet's part with the cells in their places."""
        return patch_sheet(
            self.data, self.there, {place: self._cell(*place, value) for place, value in self.cells.items()}
        )

    def _cell(self, row: int, column: int, value: CellContent) -> bytes:
        prefix, style = self.there.prefix, self.style(row, column)
        stored = self.there.rows.get(row)
        cell = stored.cells.get(column) if stored else None
        kept = {key: text for key, text in cell.attributes.items() if key in _KEPT} if cell else {}
        if not cell and style:
            kept["s"] = str(style)
        kind, content = _content(prefix, value, from_1904=self.from_1904)
        said = {"r": cell_name(row, column), **kept, **({"t": kind} if kind else {})}
        head = f"<{prefix}c {' '.join(f'{key}={quoteattr(text)}' for key, text in said.items())}"
        return f"{head}>{content}</{prefix}c>".encode() if content else f"{head}/>".encode()


def _content(prefix: str, value: CellContent, *, from_1904: bool) -> tuple[str, str]:
    """Return the type that a cell states and what stands in it."""
    if value is None or value == "":
        return "", ""
    if isinstance(value, str):
        text = escape(_escaped(value), {"\r": "&#13;"})
        return "inlineStr", f'<{prefix}is><{prefix}t xml:space="preserve">{text}</{prefix}t></{prefix}is>'
    if isinstance(value, bool):
        return "b", f"<{prefix}v>{int(value)}</{prefix}v>"
    number = _serial(value, from_1904=from_1904) if isinstance(value, date) else value
    return "", f"<{prefix}v>{number!r}</{prefix}v>"


def _escaped(text: str) -> str:
    """Write what Excel would take for a code of its own (_x0041_) so that it comes back as it was."""
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)


def _serial(value: date, *, from_1904: bool) -> float | int:
    start = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
    days = (_day_of(value) - start).days
    if not isinstance(value, datetime):
        return days
    clock = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
    return days + clock / timedelta(days=1)


def _day_of(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _is_exact(value: float) -> bool:
    return math.isfinite(value) and (isinstance(value, float) or abs(value) <= LARGEST_EXACT)


def _in(each: Area, row: int, column: int) -> bool:
    return each.top <= row <= each.bottom and each.left <= column <= each.right


def _has_formulas(package: Package, outline: Outline, filling: list[_Filling]) -> bool:
    """Tell whether any sheet of the workbook, or any name in it, works something out."""
    known = {each.sheet.part for each in filling}
    if any(each.there.has_formulas for each in filling):
        return True
    others = (sheet.part for sheet in outline.sheets if sheet.part not in known)
    return any(re.search(rb"<(?:\w+:)?f[\s>/]", package.read_xml(part)) for part in others)


def _main_part(package: Package) -> str:
    return next(link.target for link in package.relationships() if link.kind == "officeDocument")


def _recalculated(main: bytes) -> bytes:
    """Return the workbook's part with the mark to work everything out on opening."""
    found = re.search(rb"<(?:\w+:)?calcPr\b[^>]*?(/?)>", main)
    if found:
        tag = re.sub(rb"\sfullCalcOnLoad=([\"']).*?\1", b"", found[0])
        end = b"/>" if found[1] else b">"
        tag = tag.removesuffix(end).rstrip() + b' fullCalcOnLoad="1"' + end
        return main[: found.start()] + tag + main[found.end() :]
    after = re.search(_FOLLOWED_BY, main)
    root = re.search(rb"<(\w+:)?workbook[\s>]", main)
    if after is None or root is None:
        return main
    prefix = root[1] or b""
    return main[: after.start()] + b"<" + prefix + b'calcPr fullCalcOnLoad="1"/>' + main[after.start() :]


def _copied(package: bytes, changed: Mapping[str, bytes]) -> bytes:
    """Return the package with some parts replaced; order, stamps and all other parts stay as they are."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            content = changed.get(member.filename.lower())
            new.writestr(member, old.read(member) if content is None else content, compress_type=member.compress_type)
    return out.getvalue()
