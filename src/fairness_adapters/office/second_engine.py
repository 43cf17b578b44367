"""Binary workbooks (.xls, .xlsb) as grids of values, read by a second engine in a process of its own.

python-calamine is quick and reads what openpyxl does not, but it can abort the process that it runs in, and it
gives error cells as blanks. So it runs in `fairness_adapters.office.second_engine_child`, held to limits, and what
it hides is found in the file itself (`fairness_adapters.office.binary_marks`) and put back. What neither of them
tells is said in a note.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import attrs

from fairness_adapters.grid import Area, CellError, CellValue, MemoryGrid, State, Workbook, cell_name
from fairness_adapters.kinds import Kind
from fairness_adapters.office import second_engine_child
from fairness_adapters.office.binary_marks import BinaryMarks, Marks, marks_of_xls, marks_of_xlsb
from fairness_adapters.office.package import open_package
from fairness_adapters.office.texts import so_many
from fairness_adapters.source import wrong_kind
from fairness_core.errors import ProtectedSource, SourceTooLarge, UnreadableSource, WrongKind
from fairness_core.problems import Place, Problem, note, warning

if TYPE_CHECKING:
    from fairness_adapters.source import Limits, Source

EXTRA = "old-workbooks"
_MOST_BYTES = 1 << 30
_STATES: dict[str, State] = {"Hidden": "hidden", "VeryHidden": "very hidden"}
_WHOLE_UP_TO = 2**53
_FIRST_SOUND_DAY = date(1900, 3, 1)
_DATED: dict[str, Callable[[str], date | time]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}
_AGAIN = "Open it in Excel and save it as an Excel workbook (.xlsx)."


def read_binary(source: Source, limits: Limits | None = None) -> Workbook:
    """Read every worksheet of a binary workbook (.xls, .xlsb), hidden ones too.

    Values are as stored, errors are `CellError`. Raises `WrongKind`, with the line that installs the engine when
    it is missing; `ProtectedSource`; and `UnreadableSource` or `SourceTooLarge` when the file or its limits
    stop the engine. These formats always store a result with a formula, so none is ever `NotCalculated`.
    """
    limits = limits or source.limits
    if source.kind not in {Kind.XLS, Kind.XLSB}:
        raise wrong_kind(source)
    if importlib.util.find_spec("python_calamine") is None:
        raise _without_engine(source)
    marks = marks_of_xls(source.data) if source.kind is Kind.XLS else marks_of_xlsb(open_package(source, limits))
    if marks.protected:
        raise ProtectedSource("The file is protected by a password.", hint=Kind.PROTECTED.advice, where=source.place)
    return _workbook(source.name, _answer(source, limits), marks)


def _without_engine(source: Source) -> WrongKind:
    plain = wrong_kind(source)
    install = f"python -m pip install 'fairness-core[{EXTRA}]'"
    hint = f"{plain.hint} Or install what reads such files: {install}"
    return WrongKind(plain.message, hint=hint, where=source.place)


def _answer(source: Source, limits: Limits) -> bytes:
    """Let the child read the file, and return what it says."""
    # -P: nothing that lies in the folder from which we were started is taken for a module of ours.
    command = [sys.executable, "-P", "-m", second_engine_child.__name__, str(_MOST_BYTES), str(limits.max_cells)]
    try:
        ran = subprocess.run(  # noqa: S603 - our own module, nothing of the file's in the words
            command, input=source.data, capture_output=True, timeout=limits.max_seconds, check=False
        )
    except subprocess.TimeoutExpired as problem:
        raise SourceTooLarge(
            f"The file takes more than {limits.max_seconds:,.0f} seconds to read.", hint=_AGAIN, where=source.place
        ) from problem
    if ran.returncode == second_engine_child.TOO_MANY:
        raise SourceTooLarge(
            f"The file has more than {limits.max_cells:,} cells.", hint="Split the file.", where=source.place
        )
    if ran.returncode:
        raise UnreadableSource(
            f"The file cannot be read: it is {source.kind.described}, and is damaged, made to do harm, or has a stray "
            "cell so far outside its data that it would fill the memory.",
            hint=_AGAIN,
            where=source.place,
        )
    return ran.stdout


@attrs.define
class _Said:
    """What the child said of one sheet."""

    about: dict[str, Any]
    rows: list[tuple[int, list[list[Any]]]] = attrs.field(factory=list)


def _workbook(file: str, answer: bytes, marks: BinaryMarks) -> Workbook:
    said: list[_Said] = []
    for line in answer.splitlines():
        part = json.loads(line)
        if isinstance(part, dict):
            said.append(_Said(part))
        else:
            said[-1].rows.append((part[0], part[1]))
    # Where the records made no sense to us, there is nothing to put back, and the note below says so.
    known = len(marks.sheets) == len(said)
    marked = marks.sheets if known else [Marks() for _ in said]
    grids: list[MemoryGrid] = []
    problems: list[Problem] = []
    for sheet, found in zip(said, marked, strict=True):
        if sheet.about["worksheet"]:
            grids.append(_grid(sheet, found))
            problems += _doubtful(file, grids[-1])
    return Workbook(file=file, grids=tuple(grids), problems=(_about_engine(file, known=known), *problems))


def _grid(said: _Said, marks: Marks) -> MemoryGrid:
    cells: dict[tuple[int, int], CellValue] = {
        (row, column): _value(stored) for row, pairs in said.rows for column, *stored in pairs
    }
    cells |= {at: CellError(code) for at, code in marks.errors.items()}
    return attrs.evolve(
        MemoryGrid.from_cells(said.about["name"], cells),
        state=_STATES.get(said.about["state"], "visible"),
        merged=tuple(_areas(said.about["merged"])),
        hidden_rows=frozenset(marks.hidden_rows),
        hidden_columns=marks.hidden_columns,
        percent_cells=frozenset(at for at in marks.percents if isinstance(cells.get(at), int | float)),
    )


def _value(stored: Sequence[Any]) -> CellValue:
    value: CellValue = stored[-1]
    if len(stored) == 1:
        whole = isinstance(value, float) and value.is_integer() and abs(value) <= _WHOLE_UP_TO
        return int(value) if whole and isinstance(value, float) else value
    if stored[0] == "timedelta":
        return timedelta(seconds=stored[1])
    return _DATED[stored[0]](stored[1])


def _areas(stored: Iterable[Any]) -> Iterator[Area]:
    for (top, left), (bottom, right) in stored:
        yield Area(top=top + 1, left=left + 1, bottom=bottom + 1, right=right + 1)


def _doubtful(file: str, grid: MemoryGrid) -> Iterator[Problem]:
    # The engine gives a number that is no date as midnight or as a day before Excel's calendar is right.
    doubtful = [(row, column) for row, pairs in grid.rows() for column, value in pairs if _is_doubtful(value)]
    if doubtful:
        yield warning(
            "doubtful_date",
            f"{so_many(len(doubtful), 'cell is', 'cells are')} formatted as a date or a time, and hardly one.",
            where=Place(file=file, sheet=grid.name, cell=cell_name(*doubtful[0])),
            expected="a date from March 1900 to the year 9999",
            hint="Check the cell in Excel: is it a date, or is the format wrong?",
        )


def _is_doubtful(value: CellValue) -> bool:
    if isinstance(value, datetime):
        return value.date() < _FIRST_SOUND_DAY
    return value == time() if isinstance(value, time) else isinstance(value, date) and value < _FIRST_SOUND_DAY


def _about_engine(file: str, *, known: bool) -> Problem:
    if not known:
        return warning(
            "errors_may_be_hidden",
            "The file was read by a second engine that shows error cells such as #N/A as blanks.",
            where=Place(file=file),
            hint=_AGAIN,
        )
    return note(
        "second_engine",
        "The file was read by a second engine; numbers longer than 15 digits may have been rounded.",
        where=Place(file=file),
        hint=f"If a figure looks wrong: {_AGAIN}",
    )
