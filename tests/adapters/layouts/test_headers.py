"""Where a form's columns of figures are, for which group, and for which year."""

from __future__ import annotations

from datetime import date

import pytest
from tests.adapters.layouts.made_forms import read, sheet

from fairness_adapters.grid import CellValue, MemoryGrid
from fairness_adapters.layouts.headers import Header, find_headers, header_problems
from fairness_core.classifications import classification
from fairness_core.problems import Place, Problem

GROUPS = ("white", "bme", "unknown")
WHITE_BME = {(2, 3): "White", (2, 4): "BME"}


def headers(cells: dict[tuple[int, int], CellValue]) -> tuple[Header, ...]:
    """Return the headers of a sheet."""
    return find_headers(cells, GROUPS, classification("ethnicity"))


def columns(cells: dict[tuple[int, int], CellValue]) -> list[tuple[int, str, int | None]]:
    """Return the columns of the only header: number, group and year."""
    (header,) = headers(cells)
    return [(each.column, each.group, each.year) for each in header.columns]


def problems(cells: dict[tuple[int, int], CellValue]) -> list[Problem]:
    """Return what is wrong with the headers of a sheet."""
    grid = MemoryGrid.from_cells("Return", cells)
    return [problem for header in headers(cells) for problem in header_problems("form.xlsx", grid, header)]


@pytest.mark.parametrize(
    ("heading", "year"),
    [("31 March 2025", 2025), (date(2025, 3, 31), 2025), ("2024/25", 2025), (2025, 2025), ("31st March 2024", 2024)],
)
def test_the_year_stands_above_the_columns(heading: CellValue, year: int) -> None:
    """A heading over the first column of the block, as a merged one is, gives the year of all of them."""
    assert [(3, "white", year), (4, "bme", year)] == columns({(1, 3): heading, **WHITE_BME})


def test_each_block_of_columns_has_the_year_above_it() -> None:
    """Groups that come round again begin a block, and each block looks above itself only."""
    cells: dict[tuple[int, int], CellValue] = {
        (1, 3): "31 March 2024",
        (1, 6): "31 March 2025",
        **{(2, 3 + n): text for n, text in enumerate(["White", "BME", "Unknown"] * 2)},
    }
    assert [
        (3, "white", 2024),
        (4, "bme", 2024),
        (5, "unknown", 2024),
        (6, "white", 2025),
        (7, "bme", 2025),
        (8, "unknown", 2025),
    ] == columns(cells)


def test_a_block_does_not_borrow_the_year_of_another() -> None:
    """With two blocks and one year, the block without a heading has no year, and the title does not count."""
    cells: dict[tuple[int, int], CellValue] = {
        (1, 1): "Return of 2025",
        (1, 3): "31 March 2024",
        **{(2, 3 + n): text for n, text in enumerate(["White", "BME"] * 2)},
    }
    assert [2024, 2024, None, None] == [year for _, _, year in columns(cells)]


def test_a_title_counts_where_there_is_one_block() -> None:
    """A form for one year may have it in its title, at the side."""
    assert [(3, "white", 2025), (4, "bme", 2025)] == columns({(1, 1): "WRES return 2025", **WHITE_BME})


def test_the_nearest_heading_is_asked_first() -> None:
    """Above a heading with the year, a title may name another one."""
    above: dict[tuple[int, int], CellValue] = {(1, 3): "Strategy of 2020", (2, 3): "31 March 2025"}
    assert [2025, 2025] == [year for _, _, year in columns({**above, (3, 3): "White", (3, 4): "BME"})]


def test_a_heading_far_above_is_no_heading() -> None:
    """Seven rows up is something else."""
    near = {(1, 3): "2025", (7, 3): "White", (7, 4): "BME"}
    far = {(1, 3): "2025", (8, 3): "White", (8, 4): "BME"}
    assert [2025, 2025] == [year for _, _, year in columns(dict(near))]
    assert [None, None] == [year for _, _, year in columns(dict(far))]


def test_the_year_may_stand_in_the_header_cell() -> None:
    """'White 2024' and 'BME (2024)' are a group and a year, whatever stands above."""
    cells: dict[tuple[int, int], CellValue] = {
        (1, 3): "2019",
        (2, 3): "White 2024",
        (2, 4): "BME (2024)",
        (2, 5): "2025 White",
        (2, 6): "BME 2024/25",
    }
    assert [(3, "white", 2024), (4, "bme", 2024), (5, "white", 2025), (6, "bme", 2025)] == columns(cells)


@pytest.mark.parametrize(
    ("white", "bme"),
    [
        ("WHITE", "Black and Minority Ethnic"),
        ("White1", "BME [note 2]"),
        ("White\u00a0staff", "BAME\u00b9"),
        ("white", "Black,\nAsian and minority ethnic"),
        ("White*", "BME\u2020"),
        ("White1", "BME1"),
        ("White1", "BME 1"),
    ],
)
def test_groups_are_known_by_their_labels(white: str, bme: str) -> None:
    """Other labels of the classification, footnotes, no-break spaces and line ends make no difference."""
    assert [(3, "white", 2025), (4, "bme", 2025)] == columns({(1, 3): 2025, (2, 3): white, (2, 4): bme})


@pytest.mark.parametrize(
    "cells",
    [
        {(2, 3): "White"},
        {(2, 3): "White", (2, 4): "White"},
        {(2, 3): "White", (3, 3): "BME"},
        {(2, 3): "Indian", (2, 4): "Caribbean"},
        {(2, 3): "White " + "and so on " * 6, (2, 4): "BME"},
        {(2, 3): 1, (2, 4): 2},
    ],
)
def test_a_row_with_fewer_than_two_groups_is_no_header(cells: dict[tuple[int, int], CellValue]) -> None:
    """One group, one group twice, groups below one another, other codes, sentences: no header."""
    assert () == headers(cells)


def test_headers_come_from_the_top_down() -> None:
    """A form may repeat its header; each has its own year."""
    again: dict[tuple[int, int], CellValue] = {(9, 3): "2025", (10, 3): "White", (10, 4): "BME"}
    found = headers({**again, (1, 3): "2024", **WHITE_BME})
    assert [(2, 2024), (10, 2025)] == [(each.row, each.columns[0].year) for each in found]
    assert 3 == found[0].first_column


def test_columns_without_a_year_are_an_error_at_the_first_of_them() -> None:
    """'Last year' and 'this year' do not say which year they are."""
    (problem,) = problems({(1, 3): "This year", **WHITE_BME})
    assert ("year_unknown", "error") == (problem.code, problem.severity.value)
    assert Place(file="form.xlsx", sheet="Return", cell="C2") == problem.where


def test_two_blocks_of_one_year_are_an_error_that_names_both() -> None:
    """The first column of the later block is where, and the earlier one is named."""
    cells: dict[tuple[int, int], CellValue] = {
        (1, 3): "31 March 2025",
        (1, 5): "2024/25",
        **{(2, 3 + n): text for n, text in enumerate(["White", "BME"] * 2)},
    }
    (problem,) = problems(cells)
    assert ("year_twice", "E2", "2025 here and from C2") == (problem.code, problem.where.cell, problem.found)


def test_a_clear_header_has_no_problem() -> None:
    """Two years, each with its own heading, are as they should be."""
    assert [] == problems({(1, 3): "2025", **WHITE_BME})


def test_a_column_of_figures_whose_heading_names_no_group_is_told() -> None:
    """Among the groups it is a warning, beside them a note; what the form adds up, and remarks, are neither."""
    heads = ("Row", "Data item", "White", "Elves", "BME", "Total", "Dwarves", "Remarks", None)
    form = read(sheet((34, "Shortlisted", 1, 2, 3, 6, 4, "none", 5), head=(("", "", "31 March 2025"), heads)))
    assert [("unknown_heading", "D2", "warning"), ("unknown_heading", "G2", "note")] == [
        (each.code, each.where.cell, each.severity.value) for each in form.problems if each.code == "unknown_heading"
    ]
    assert "Elves" not in "".join(map(str, form.problems))
