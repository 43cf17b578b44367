"""Text and names that an Office file can hold."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairness_adapters.office.safe_text import EXCEL_LONGEST_TEXT, clean_text, sheet_name, table_name, unique_headers
from fairness_core.errors import CallerError
from fairness_core.problems import Place


@pytest.mark.parametrize("bad", ["\x00", "\x01", "\x0b", "\x1f", "\x7f", "\ud800", "\ufffe", "\uffff", "\r"])
def test_a_character_that_no_file_can_hold_is_refused_with_its_place(bad: str) -> None:
    """The message names the sheet and the cell, and the character by number, never the text."""
    with pytest.raises(CallerError) as caught:
        clean_text(f"secret{bad}", Place(sheet="WRES", cell="F41"))
    assert Place(sheet="WRES", cell="F41") == caught.value.where
    assert f"U+{ord(bad):04X}" in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("good", ["", "=1+1", "a\tb\nc", "Ünïcode – ≤ 5", "\U0001f600", "_x0041_"])
def test_every_other_text_comes_back_unchanged(good: str) -> None:
    """Text is checked and never changed."""
    assert good == clean_text(good, "here")


def test_a_text_longer_than_a_cell_is_refused_and_never_cut() -> None:
    """The longest text passes; one more character, or a character that counts twice, does not."""
    fits = "x" * EXCEL_LONGEST_TEXT
    assert fits == clean_text(fits, "here", longest=EXCEL_LONGEST_TEXT)
    for long in (f"{fits}x", f"{fits[:-1]}\U0001f600"):
        with pytest.raises(CallerError, match="32,768"):
            clean_text(long, "here", longest=EXCEL_LONGEST_TEXT)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("Indicator 2: shortlisting", "Indicator 2 shortlisting"),
        ("'quoted'", "quoted"),
        ("HISTORY", "HISTORY sheet"),
        ("[]:*?/\\", "Sheet"),
        ("  ", "Sheet"),
        ("x" * 40, "x" * 31),
        ("Indicator 5: harassment by patients", "Indicator 5 harassment by"),
    ],
)
def test_a_sheet_name_is_made_one_that_excel_accepts(wanted: str, expected: str) -> None:
    """Each of Excel's rules for sheet names is met, words are kept whole where that can be."""
    assert expected == sheet_name(wanted, ())


def test_a_sheet_name_that_is_taken_gets_a_number_without_regard_to_case() -> None:
    """Excel takes "data" and "DATA" for one name; the number never makes the name too long."""
    assert "DATA 3" == sheet_name("DATA", ("data", "Data 2"))
    assert "x" * 29 + " 2" == sheet_name("x" * 40, ("X" * 31,))


SHEETS = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=60)


@given(st.lists(SHEETS, max_size=8))
def test_sheet_names_obey_every_rule_whatever_is_wanted(wanted: list[str]) -> None:
    """At most 31 characters as Excel counts, none forbidden, no edge apostrophe, all different."""
    taken: list[str] = []
    for each in wanted:
        taken.append(sheet_name(each, taken))
    assert len(taken) == len({name.casefold() for name in taken})
    for name in taken:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not re.search(r"[\[\]:*?/\\]", name)
        assert name == name.strip("'")
        assert name.strip()
        assert "history" != name.casefold()


@given(st.lists(st.text(max_size=12), max_size=8))
def test_table_names_obey_every_rule_whatever_is_wanted(wanted: list[str]) -> None:
    """A table's name begins with a letter, holds no space, is not like a cell's, and is its own."""
    taken: list[str] = []
    for each in wanted:
        taken.append(table_name(each, taken))
    assert len(taken) == len({name.casefold() for name in taken})
    for name in taken:
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name)
        assert not re.fullmatch(r"[A-Za-z]{1,3}\d+|[rR]\d*([cC]\d*)?|[cC]\d*", name)


@given(st.lists(st.sampled_from(["", "Rate", "rate", "rate (2)", " Rate ", "Row"]), max_size=7))
def test_column_labels_are_never_empty_and_all_different(labels: list[str]) -> None:
    """Excel refuses a table with an empty or repeated label."""
    found = unique_headers(labels)
    assert len(labels) == len(found) == len({label.casefold() for label in found})
    assert all(label.strip() for label in found)
