"""Grids keep each value at its place, and cells have the names that a spreadsheet shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairness_adapters.grid import Grid, MemoryGrid, Workbook, cell_name, is_blank, parse_cell_name
from fairness_core.errors import CallerError
from fairness_core.problems import Place


@given(st.integers(1, 9_999_999), st.integers(1, 18_278))
def test_a_cell_name_leads_back_to_its_cell(row: int, column: int) -> None:
    """Name a cell and parse the name: the same row and column, with $ and small letters too."""
    name = cell_name(row, column)
    assert (row, column) == parse_cell_name(name)
    assert (row, column) == parse_cell_name(name.lower())


@given(st.integers(1, 18_277))
def test_columns_are_named_in_order(column: int) -> None:
    """Longer names come after shorter ones, and among names of one length the alphabet decides."""
    this, following = cell_name(1, column), cell_name(1, column + 1)
    assert (len(this), this) < (len(following), following)


@pytest.mark.parametrize("name", ["", "F", "41", "F0", "F-1", "ABCD1", "F41:G41", "É1", "F٤"])
def test_what_is_no_cell_name_is_refused(name: str) -> None:
    """Only letters and a number from 1 name a cell."""
    with pytest.raises(CallerError):
        parse_cell_name(name)


@pytest.mark.parametrize(("row", "column"), [(0, 1), (1, 0), (-1, -1)])
def test_cells_count_from_1(row: int, column: int) -> None:
    """There is no row or column 0."""
    with pytest.raises(CallerError):
        cell_name(row, column)


def test_rows_keep_their_numbers_and_blanks_are_left_out() -> None:
    """Blank rows and cells are not given, and nothing moves into their place; 0 and False are values."""
    grid: Grid = MemoryGrid.from_rows("Staff", [[None, "Band"], [], ["", None], [0, False, " "]])
    assert [(1, ((2, "Band"),)), (4, ((1, 0), (2, False), (3, " ")))] == list(grid.rows())
    assert ("Staff", "visible", (), frozenset()) == (grid.name, grid.state, grid.merged, grid.hidden_rows)


def test_cells_in_any_order_come_out_in_order() -> None:
    """Rows come by number and cells by column, whatever the order they were given in."""
    grid = MemoryGrid.from_cells("Staff", {(3, 2): "b", (1, 9): 1, (3, 1): "a", (2, 1): None})
    assert [(1, ((9, 1),)), (3, ((1, "a"), (2, "b")))] == list(grid.rows())


VALUES = st.one_of(st.none(), st.integers(), st.text(max_size=3))


@given(st.lists(st.lists(VALUES, max_size=5), max_size=5))
def test_rows_and_cells_make_the_same_grid(rows: list[list[int | str | None]]) -> None:
    """A grid of whole rows is the grid of their cells."""
    cells = {(r, c): value for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1)}
    assert MemoryGrid.from_cells("x", cells) == MemoryGrid.from_rows("x", rows)
    assert sum(not is_blank(value) for value in cells.values()) == sum(
        len(pairs) for _, pairs in MemoryGrid.from_rows("x", rows).rows()
    )


def test_a_place_is_said_as_in_a_spreadsheet() -> None:
    """A workbook names file, sheet and cell; an unnamed sheet is left unsaid."""
    book = Workbook(file="staff.csv", grids=())
    assert Place(file="staff.csv", sheet="WRES", cell="F41") == book.place(MemoryGrid(name="WRES"), 41, 6)
    assert "staff.csv, cell B7" == str(book.place(MemoryGrid(name=""), 7, 2))
