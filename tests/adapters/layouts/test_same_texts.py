"""Texts of a column of codes as written that differ by a footnote mark, case or blanks are one; numbers tell apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.layouts.made_tables import HEAD, Row, grid_of, read

from fairness_adapters.layouts.same_texts import same_texts

DIVISIONS = (
    HEAD
    + """
[header]
rows = ["ethnicity"]
[period]
day = "2025-03-31"
[dimensions.ethnicity]
classification = "ethnicity"
[dimensions.division]
labels = ["Division"]
as_written = true
matching = "/^(.*?)( total)?$/"
blank = "above"
[dimensions.band]
labels = ["Band"]
classification = "band"
blank = "total"
[figures.headcount]
measure = "headcount"
"""
)
ROWS: tuple[Row, ...] = (
    ("Division", "Band", "White"),
    ("Surgery1", "Band 5", 120),
    ("", "Band 6", 70),
    ("Surgery total", "", 191),
)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Surgery", "Surgery1"], {"Surgery1": "Surgery"}),
        (["Surgery1", "Surgery"], {"Surgery1": "Surgery"}),
        (["Surgery", "Surgery\u00b9", "Surgery (2)"], {"Surgery\u00b9": "Surgery", "Surgery (2)": "Surgery"}),
        (["Surgery", "SURGERY ", "surgery*"], {"SURGERY ": "Surgery", "surgery*": "Surgery"}),
        (["ICU", "ICU1"], {"ICU1": "ICU"}),
        (["Ward", "Ward1", "Ward2"], {}),
        (["Ward", "Ward (1)", "Ward (2)", "Ward*"], {"Ward*": "Ward"}),
        (["Ward", "Ward 1"], {}),
        (["Site", "Site12"], {}),
        (["A", "A1"], {}),
        (["Surgery1"], {}),
    ],
)
def test_a_footnote_mark_makes_no_other_code(texts: list[str], expected: dict[str, str]) -> None:
    """One mark of any kind, case and blanks; not several numbers, a number apart or of two digits, nor one alone."""
    assert expected == same_texts(texts)


@given(st.lists(st.text("Aab1 2*(\u00b9)", max_size=6)))
def test_what_is_taken_for_another_is_none_of_those_others(texts: list[str]) -> None:
    """Each text leads to one that stays, so nothing is lost on the way."""
    found = same_texts(texts)
    assert set() == set(found) & set(found.values())
    assert set(texts) >= {*found, *found.values()}


def test_a_division_with_a_footnote_is_the_one_of_its_total() -> None:
    """The total is compared with its parts, there is one division, and the note says which text was taken for it."""
    found = read(DIVISIONS, grid_of(*ROWS))
    assert {"Surgery"} == {dict(each.dimensions)["division"] for each in found.observations}
    assert [("same_text", "A2"), ("total_disagrees", "C4")] == sorted(found.said)
    assert ["'Surgery1', taken for 'Surgery'"] == [each.found for each in found.problems if each.code == "same_text"]


def test_a_footnote_on_another_sheet_makes_no_other_code() -> None:
    """Sheets of one file speak of the same divisions."""
    plain = grid_of(ROWS[0], ("Surgery", "Band 5", 120), name="One")
    found = read(DIVISIONS, plain, grid_of(ROWS[0], ("Surgery1", "Band 6", 70), name="Two"))
    assert {"headcount 2025 5 Surgery white": 120, "headcount 2025 6 Surgery white": 70} == found.named


def test_a_header_row_of_codes_as_written_is_held_to_the_same() -> None:
    """Two columns of one division are told as such."""
    layout = DIVISIONS.replace('rows = ["ethnicity"]', 'rows = ["division"]').replace('labels = ["Division"]\n', "")
    layout = layout.replace('[dimensions.ethnicity]\nclassification = "ethnicity"\n', "")
    found = read(layout.replace('blank = "above"\n', ""), grid_of(("Band", "Surgery", "Surgery1"), ("Band 5", 1, 2)))
    assert [("heading_twice", "C1"), ("same_text", "C1")] == sorted(found.said)


def test_codes_of_the_layout_keep_such_texts_apart() -> None:
    """A text that is listed under a code of its own is that code, whatever others look like."""
    codes = 'as_written = true\ncodes = { Surgery = ["Surgery"], Surgery1 = ["Surgery1"] }'
    listed = DIVISIONS.replace("as_written = true", codes)
    found = read(listed, grid_of(ROWS[0], ("Surgery", "Band 5", 120), ("Surgery1", "Band 5", 70)))
    expected = {"headcount 2025 5 Surgery white": 120, "headcount 2025 5 Surgery1 white": 70}
    assert (expected, []) == (found.named, found.said)


def test_texts_of_a_file_of_persons_are_not_quoted() -> None:
    """Where rows are counted a text may be a name: the note has its place only."""
    layout = (
        HEAD
        + """
        [period]
        day = "2025-03-31"
        [dimensions.ward]
        labels = ["Ward"]
        as_written = true
        [figures.headcount]
        measure = "headcount"
        counts = "rows"
        """
    )
    found = read(layout, grid_of(("Ward", "Id"), ("Heron", 1), ("Heron1", 2)))
    assert [("same_text", "A3", "text of 6 characters")] == [
        (each.code, each.where.cell, each.found) for each in found.problems if each.code == "same_text"
    ]
