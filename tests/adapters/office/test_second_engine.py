"""Binary workbooks are read in a process of their own, and what the engine hides is found and put back."""

from __future__ import annotations

import importlib.util
import struct
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.adapters.made_binary import failed, made_xlsb, number, row, words

from fairness_adapters.grid import Area, CellError, CellValue, Grid
from fairness_adapters.office.binary_marks import marks_of_xls
from fairness_adapters.office.second_engine import read_binary
from fairness_adapters.source import Limits, Source, read_source
from fairness_adapters.workbooks import open_workbook
from fairness_core.errors import ProtectedSource, SourceError, SourceTooLarge, UnreadableSource, WrongKind

CORPUS = Path(__file__).parents[2] / "corpus"
OLD = CORPUS / "more" / "kinds.xls"

pytestmark = pytest.mark.skipif(importlib.util.find_spec("python_calamine") is None, reason="the extra is not there")


def values(grid: Grid) -> dict[tuple[int, int], CellValue]:
    """Return the cells of a sheet."""
    return {(row, column): value for row, pairs in grid.rows() for column, value in pairs}


def test_an_old_workbook_gives_its_values() -> None:
    """A real Excel 97 file is read, whatever its name says."""
    (grid,) = open_workbook(read_source(CORPUS / "x87_real_xls_named_xlsx.xlsx")).grids
    assert {(1, 1): "Band", (1, 2): "Count", (2, 1): "Band 5", (2, 2): 12} == values(grid)
    assert int is type(values(grid)[2, 2])


def test_what_the_engine_hides_in_an_old_workbook_is_put_back() -> None:
    """Errors are errors and no blanks; percentages, hidden rows and columns, merged areas and states are known."""
    staff, deep = read_binary(read_source(OLD)).grids
    errors = {at: value.code for at, value in values(staff).items() if isinstance(value, CellError)}
    assert {(2, 9): "#DIV/0!", (2, 10): "#N/A", (3, 4): "#N/A"} == errors
    assert {(2, 3)} == set(staff.percent_cells)
    assert ({7}, {2}) == (set(staff.hidden_rows), set(staff.hidden_columns))
    assert (Area(top=5, left=1, bottom=6, right=3),) == staff.merged
    assert ("visible", "hidden") == (staff.state, deep.state)


def test_what_the_engine_hides_in_a_binary_workbook_is_put_back() -> None:
    """The same holds for .xlsb."""
    cells = row(1) + words(1, "Band") + number(2, 12.0) + number(3, 0.24, style=1) + failed(4, 0x2A)
    columns = struct.pack("<LLLLH", 1, 2, 2560, 0, 1)
    source = made_xlsb(cells + row(2, hidden=True) + number(1, 1.5), before=b"\x3c\x12" + columns)
    (grid,) = open_workbook(source).grids
    expected = {(1, 1): "Band", (1, 2): 12, (1, 3): 0.24, (1, 4): CellError("#N/A"), (2, 1): 1.5}
    assert expected == values(grid)
    assert ({(1, 3)}, {2}, {2, 3}) == (set(grid.percent_cells), set(grid.hidden_rows), set(grid.hidden_columns))


def test_that_a_second_engine_read_it_is_told() -> None:
    """One note says so and what it may have changed."""
    assert ["second_engine"] == [problem.code for problem in read_binary(made_xlsb(row(1) + number(1, 1.0))).problems]


def test_a_stray_far_cell_makes_the_engine_abort_and_nothing_else() -> None:
    """A file of 1 kB that would take the process down ends in one clear error, soon and in little memory."""
    source = made_xlsb(row(1) + number(1, 1.0) + row(1_048_576) + number(16_384, 1.0))
    assert len(source.data) < 2_000
    began = time.monotonic()
    with pytest.raises(SourceError, match=r"odd\.xlsb.*made to do harm"):
        read_binary(source)
    assert time.monotonic() - began < 5


def test_what_takes_too_long_is_stopped() -> None:
    """The limit on seconds ends the engine's process, and the error says what to do."""
    with pytest.raises(SourceTooLarge, match="seconds to read") as caught:
        read_binary(read_source(OLD), Limits(max_seconds=0.001))
    assert caught.value.hint


def test_more_cells_than_the_limit_are_refused() -> None:
    """The engine stops counting at the limit."""
    with pytest.raises(SourceTooLarge, match="more than 5 cells"):
        read_binary(read_source(OLD), Limits(max_cells=5))


def test_a_stub_is_refused_as_damaged() -> None:
    """A binary workbook with nothing in it is our error and names the file."""
    with pytest.raises(UnreadableSource, match="x06_xlsb_named_xlsx"):
        open_workbook(read_source(CORPUS / "x06_xlsb_named_xlsx.xlsx"))


def test_a_protected_old_workbook_is_named_as_such() -> None:
    """The record that says so is looked for before the engine is asked."""
    data = OLD.read_bytes()
    first = data.index(struct.pack("<HH", 0x809, 16)) + 20
    marked = data[:first] + struct.pack("<H", 0x2F) + data[first + 2 :]
    with pytest.raises(ProtectedSource, match="password"):
        read_binary(Source.from_bytes("old.xls", marked))


def test_without_the_engine_the_line_that_installs_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is refused as what it is, with both ways on."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(WrongKind, match="an old Excel workbook") as caught:
        open_workbook(read_source(OLD))
    assert "python -m pip install 'fairness-core[old-workbooks]'" in caught.value.hint
    assert "save it as an Excel workbook (.xlsx)" in caught.value.hint


def test_other_kinds_are_not_given_to_the_engine() -> None:
    """An ordinary workbook is refused here."""
    with pytest.raises(WrongKind):
        read_binary(read_source(CORPUS / "x01_control.xlsx"))


def test_records_that_make_no_sense_are_told() -> None:
    """Where errors cannot be looked for, a warning says that they may be missing."""
    from fairness_adapters.office.binary_marks import BinaryMarks
    from fairness_adapters.office.second_engine import _workbook

    answer = b'{"name": "Staff", "worksheet": true, "state": "Visible", "merged": []}\n[1, [[1, 2.0]]]\n'
    book = _workbook("old.xls", answer, BinaryMarks())
    assert ["errors_may_be_hidden"] == [problem.code for problem in book.problems]
    assert {(1, 1): 2} == values(book.grids[0])


def test_a_file_whose_sheets_overlap_is_not_gone_through_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many sheets that begin at the same place end the search, and what was found of them does not count."""

    def stream(sheets: int) -> bytes:
        record = struct.pack("<HHLHB", 0x85, 7, 0, 0, 0)
        begin, end = struct.pack("<HHLLLL", 0x809, 16, 0, 0, 0, 0), struct.pack("<HH", 0x0A, 0)
        return begin + record * sheets + end

    monkeypatch.setattr("fairness_adapters.office.binary_marks._workbook_stream", stream)
    assert 3 == len(marks_of_xls(3).sheets)  # type: ignore[arg-type]
    assert [] == marks_of_xls(9).sheets  # type: ignore[arg-type]


@given(st.lists(st.tuples(st.integers(0, 7679), st.integers(0, 255)), max_size=30))
@settings(max_examples=200, deadline=None)
def test_the_search_for_marks_survives_any_damage(changes: list[tuple[int, int]]) -> None:
    """Bytes changed anywhere end the search sooner or later, without an exception."""
    data = bytearray(OLD.read_bytes())
    for at, byte in changes:
        data[at] = byte
    marks_of_xls(bytes(data))
