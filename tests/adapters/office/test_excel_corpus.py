"""Every awkward or hostile workbook of tests/corpus gives its value, or one clear error of ours."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from fairness_adapters.grid import CellError, CellValue, NotCalculated, Workbook, cell_name
from fairness_adapters.office.excel import read_workbook
from fairness_adapters.source import Limits, read_source
from fairness_core.errors import SourceError, SourceTooLarge

CORPUS = Path(__file__).parents[2] / "corpus"
MANIFEST: list[dict[str, Any]] = json.loads((CORPUS / "manifest.json").read_text(encoding="utf-8"))
ENTRIES = [entry for entry in MANIFEST if entry["kind"] == "xlsx"]
BY_FILE = {entry["file"]: entry for entry in ENTRIES}

KNOWN_REFUSED: set[str] = set()
"""Files whose value is wanted and which are refused all the same; this set may only shrink."""

REFUSED_BY_CHOICE = {
    "x07_ods_named_xlsx.xlsx",
    "x12_bomb_sheet_400MB.xlsx",
    "x18_no_content_types.xlsx",
    "x19_zip_path_traversal.xlsx",
    "x21_backslash_paths.xlsx",
    "x87_real_xls_named_xlsx.xlsx",
}
"""Files for which an error is as good as the value, and which are refused."""

KEPT_AS_A_VALUE = {"x50_formula_no_cache.xlsx"}
"""Files of which one cell cannot be read: that cell says so itself, and the others are kept."""


def as_manifest(value: CellValue) -> object:
    """Write a value as the manifest does."""
    if isinstance(value, CellError):
        return f"error:{value.code}"
    if isinstance(value, timedelta):
        return f"duration:{value.total_seconds():.0f}"
    if isinstance(value, datetime) and value.time() == time():
        return f"date:{value.date().isoformat()}"
    if isinstance(value, date):
        return f"date:{value.isoformat()}"
    return value


def cells(book: Workbook) -> dict[str, CellValue]:
    """Return every cell of a workbook by its sheet and name."""
    return {
        f"{grid.name}!{cell_name(row, column)}": value
        for grid in book.grids
        for row, pairs in grid.rows()
        for column, value in pairs
    }


def read(name: str) -> Workbook:
    """Read a file of the corpus."""
    return read_workbook(read_source(CORPUS / name))


def assert_has_its_value(name: str) -> None:
    """Check each cell that the manifest states, and that no number became a truth value or the like."""
    found = {cell: as_manifest(value) for cell, value in cells(read(name)).items()}
    for cell, expected in BY_FILE[name]["cells"].items():
        assert (expected, type(expected)) == (found.get(cell), type(found.get(cell))), cell


def test_the_corpus_and_its_manifest_agree() -> None:
    """Every file is in the manifest and every entry has its file."""
    assert {entry["file"] for entry in MANIFEST} == {path.name for path in CORPUS.glob("[xd]*")}
    assert {entry["file"] for entry in ENTRIES} == {path.name for path in CORPUS.glob("x*")}
    assert (55, 34) == (len(ENTRIES), len(MANIFEST) - len(ENTRIES))


@pytest.mark.parametrize("name", [entry["file"] for entry in ENTRIES if entry["expect"] == "value"])
def test_a_file_with_sound_data_gives_exactly_its_value(name: str) -> None:
    """A file that only looks odd is read, and its cells are what its author put there."""
    if name in KNOWN_REFUSED:
        pytest.xfail("known to be refused")
    assert_has_its_value(name)


@pytest.mark.parametrize(
    "name", sorted({entry["file"] for entry in ENTRIES if entry["expect"] == "error"} - KEPT_AS_A_VALUE)
)
def test_a_broken_or_hostile_file_gives_one_clear_error(name: str) -> None:
    """A file that cannot be trusted raises an error of ours that names it and says what to do."""
    with pytest.raises(SourceError) as caught:
        read(name)
    assert caught.value.where is not None
    assert name == caught.value.where.file
    assert name in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize("name", [entry["file"] for entry in ENTRIES if entry["expect"] == "either"])
def test_a_borderline_file_gives_its_value_or_a_clear_error(name: str) -> None:
    """A file that a strict reader may refuse is refused by choice, or gives exactly its value."""
    if name not in REFUSED_BY_CHOICE:
        assert_has_its_value(name)
        return
    with pytest.raises(SourceError) as caught:
        read(name)
    assert name in str(caught.value)
    assert caught.value.hint


def test_a_formula_without_a_result_is_neither_blank_nor_nought() -> None:
    """The cell says that it was never calculated, and a warning says where and what to do."""
    book = read("x50_formula_no_cache.xlsx")
    assert {"Staff!A1": 1, "Staff!B1": NotCalculated("A1+1")} == cells(book)
    (problem,) = book.problems
    assert "formula_not_calculated" == problem.code
    assert "x50_formula_no_cache.xlsx, sheet 'Staff', cell B1" == str(problem.where)
    assert "Open the file in Excel, let it calculate, and save it." == problem.hint


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("x40_duplicate_cell.xlsx", "x40_duplicate_cell.xlsx, sheet 'Staff', cell B2"),
        ("x79_sst_index_out_of_range.xlsx", "x79_sst_index_out_of_range.xlsx, sheet 'Staff', cell A1"),
    ],
)
def test_damage_in_a_cell_is_placed(name: str, place: str) -> None:
    """An error about one cell names the sheet and the cell."""
    with pytest.raises(SourceError) as caught:
        read(name)
    assert place == str(caught.value.where)


def test_hidden_sheets_are_given_and_say_so() -> None:
    """Sheets keep their order and their state."""
    states = [(grid.name, grid.state) for grid in read("x44_hidden_sheets.xlsx").grids]
    assert [("Cover", "visible"), ("Staff", "hidden"), ("Deep", "very hidden")] == states


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("x01_control.xlsx", []),
        ("x56_early_serials.xlsx", ["doubtful_date"]),
        ("x58_huge_date.xlsx", ["doubtful_date"]),
        ("x81_external_link.xlsx", ["links_not_followed"]),
        ("x82_macros.xlsm", ["macros_ignored"]),
    ],
)
def test_what_deserves_a_remark_gets_one(name: str, codes: list[str]) -> None:
    """Macros, links and numbers that are hardly dates are remarked on; an ordinary file is not."""
    assert codes == [problem.code for problem in read(name).problems]


def test_the_limit_on_cells_is_for_all_sheets_together() -> None:
    """Three sheets of 1, 4 and 4 cells are nine cells: nine are allowed, eight are not."""
    source = read_source(CORPUS / "x44_hidden_sheets.xlsx")
    assert 9 == len(cells(read_workbook(source, Limits(max_cells=9))))
    with pytest.raises(SourceTooLarge, match="cell number"):
        read_workbook(source, Limits(max_cells=8))
