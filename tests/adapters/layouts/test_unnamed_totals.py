"""A total that the layout does not name is told: by its label as it stands in the file, or because it is a sum."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from time import perf_counter

import pytest
from tests.adapters.layouts.made_tables import HEAD, Row, grid_of, read

from fairness_adapters.layouts.unnamed_totals import sums_of_others
from fairness_core.observations import Observation, Period, dimensions

DIVISIONS = (
    HEAD
    + """
[period]
day = "2025-03-31"
[dimensions.division]
labels = ["Division"]
as_written = true
matching = "/^(.*?)( total)?$/"
totals = ["Trust"]
blank = "above"
[dimensions.band]
labels = ["Band"]
classification = "band"
blank = "total"
[figures.headcount]
measure = "headcount"
labels = ["Staff"]
[figures.appointed]
measure = "recruited"
labels = ["Joined"]
[measures.recruited]
title = "Joined"
unit = "people"
flow = "stock"
"""
)
ROWS: tuple[Row, ...] = (
    ("Division", "Band", "Staff", "Joined"),
    ("Surgery", "Band 5", 40, 3),
    ("", "Band 6", 25, "*"),
    ("Surgery total", "", 65, 5),
    ("Medicine", "Band 5", 55, 4),
    ("Medicine total", "", 55, 4),
    ("Estates", "Band 5", 20, "-"),
    ("Estates total", "", 20, "-"),
)


def said_of(*rows: Row, layout: str = DIVISIONS) -> list[tuple[str, str]]:
    """Return what is told of these rows behind the right ones."""
    return read(layout, grid_of(*ROWS, *rows)).said


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("Trust", "", 140, 9)], []),
        ([("Grand total", "", 140, 9)], [("unnamed_total", "A9")]),
        ([("Trust total", "", 140, 9)], [("unnamed_total", "A9")]),
        ([("Overall", "", 140, 9)], [("unnamed_total", "A9")]),
        ([("Everything", "", 140, 9)], [("looks_like_total", "C9")]),
        ([("Everything", "", 140, "*")], [("looks_like_total", "C9")]),
        ([("Everything", "", 141, 9)], []),
        ([("Everything", "", 140, 8)], []),
    ],
)
def test_a_forgotten_total_is_told(rows: Sequence[Row], expected: list[tuple[str, str]]) -> None:
    """By its label before anything is cut off it, else by its sums; a part that is hidden leaves room for more."""
    assert expected == said_of(*rows)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Theatres total", []),
        ("Theatrs total", [("unnamed_total", "A10")]),
        ("Total Theatres", [("unnamed_total", "A10")]),
    ],
)
def test_a_subtotal_of_nobody_is_told(label: str, expected: list[tuple[str, str]]) -> None:
    """A total of one code has rows of that code beside it, else its label is misspelt or not understood."""
    assert expected == said_of(("Theatres", "Band 5", 9, 1), (label, "", 9, 1))


def test_the_text_and_the_code_are_told() -> None:
    """What the layout made of the label is what surprises."""
    found = read(DIVISIONS, grid_of(*ROWS, ("Grand total", "", 140, 9)))
    assert "'Grand total', read as 'Grand'" == found.problems[0].found


def test_what_the_layout_lists_is_no_surprise() -> None:
    """A division that is really called so is listed under codes; where all labels read so, each is a group."""
    listed = DIVISIONS.replace('totals = ["Trust"]', 'totals = ["Trust"]\ncodes = { "Total Care" = ["Total Care"] }')
    assert [] == said_of(("Total Care", "Band 5", 9, 1), layout=listed)
    alone = grid_of(ROWS[0], ("Surgery total", "", 40, 3), ("Medicine total", "", 55, 4))
    assert [] == read(DIVISIONS, alone).said


def test_small_numbers_add_up_by_chance() -> None:
    """2 = 1 + 1 + 0 once is no sign of a total."""
    plain = DIVISIONS.replace('[figures.appointed]\nmeasure = "recruited"\nlabels = ["Joined"]\n', "")
    rows: list[Row] = [ROWS[0], *((each, "", count, 0) for each, count in zip("ABCD", (2, 1, 1, 0), strict=True))]
    assert [] == [each for each in read(plain, grid_of(*rows)).said if each[0] == "looks_like_total"]


def test_many_codes_are_looked_at_once_each() -> None:
    """Five thousand wards take no longer than their figures: each one's others are the rest of the whole."""
    period = Period(end=date(2025, 3, 31))
    counts = [*range(5000), sum(range(5000))]
    figures = [
        Observation(measure="headcount", period=period, dimensions=dimensions(ward=f"w{number}"), value=count)
        for number, count in enumerate(counts)
    ]
    begun = perf_counter()
    assert [("ward", "w5000")] == list(sums_of_others(figures))
    assert perf_counter() - begun < 1
