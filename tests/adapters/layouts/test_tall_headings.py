"""Headings that are merged downwards: the header ends where they end, so that what stands beside them is read."""

from __future__ import annotations

import pytest
from tests.adapters.layouts.made_tables import HEAD, Row, grid_of, read

LAYOUT = (
    HEAD
    + """
[header]
rows = ["", "ethnicity"]
[period]
day = "2025-03-31"
[dimensions.band]
labels = ["Band"]
classification = "band"
[dimensions.ethnicity]
classification = "ethnicity"
totals = ["All staff"]
[figures.headcount]
measure = "headcount"
"""
)
ROWS: list[Row] = [("Title",), (), ("Band", "Group", "", "All staff"), ("", "White", "BME", ""), ("Band 5", 7, 5, 12)]
TALL = [(3, 1, 4, 1), (3, 4, 4, 4)]
FIGURES = {"headcount 2025 5 white": 7, "headcount 2025 5 bme": 5, "headcount 2025 5": 12}


@pytest.mark.parametrize("merged", [TALL, [*TALL, (3, 2, 3, 3)]])
def test_a_tall_heading_does_not_hide_the_row_beside_it(merged: list[tuple[int, int, int, int]]) -> None:
    """With the labels and the total merged over both rows, the groups in the lower one are read too."""
    found = read(LAYOUT, grid_of(*ROWS, merged=merged))
    assert (FIGURES, []) == (found.named, found.said)


def test_a_header_without_tall_headings_is_as_before() -> None:
    """The same table with the headings in the lower row."""
    rows: list[Row] = [("Title",), (), ("", "Group"), ("Band", "White", "BME", "All staff"), ("Band 5", 7, 5, 12)]
    assert FIGURES == read(LAYOUT, grid_of(*rows)).named
