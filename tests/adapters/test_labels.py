"""Labels that look alike are equal once they are normalised."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairness_adapters.labels import normalise_label, without_footnote


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Don\u2019t know", "don't know"),
        ("White \u2013 British", "white - british"),
        ("White\u00a0-\u2009British", "white - british"),
        ("BAND\u00a08a", "band 8a"),
        ("\ufeffBand\u200b 5\u00ad", "band 5"),
        ("  two\r\n lines\t", "two lines"),
        ("ＢＭＥ", "bme"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("ﬁnal", "final"),
        ("Band 1", "band 1"),
        ("", ""),
    ],
)
def test_labels_that_look_alike_become_equal(typed: str, plain: str) -> None:
    """Case, odd blanks, invisible characters, apostrophes and dashes make no difference; digits do."""
    assert plain == normalise_label(typed)


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    """What is normalised is normal."""
    assert normalise_label(text) == normalise_label(normalise_label(text))


@given(st.text("abcXYZ -'\u2019\u2013\u00a0"))
def test_blanks_and_case_never_matter(text: str) -> None:
    """Blanks around a label, wider blanks within it, and capitals change nothing."""
    assert normalise_label(text) == normalise_label(f" \u00a0{text.upper().replace(' ', chr(0x2003) + ' ')}\n")


@pytest.mark.parametrize(
    ("label", "plain"),
    [
        ("EU nationality1", "EU nationality"),
        ("UK nationality12", "UK nationality"),
        ("BME1", "BME"),
        ("Asian [note 2]", "Asian"),
        ("Asian[1]", "Asian"),
        ("Total (1)", "Total"),
        ("Total\u00b9\u00b2", "Total"),
        ("Total *", "Total"),
        ("Total\u2020 [note 1]", "Total"),
    ],
)
def test_footnote_marks_are_taken_off(label: str, plain: str) -> None:
    """Marks glued to a word, in brackets, raised, and daggers all go."""
    assert plain == without_footnote(label)


@pytest.mark.parametrize(
    "label",
    ["Band 1", "Band 8a", "Q16c", "B1", "PC1", "ST3", "2024/25", "WRES 2025", "VSM", "March 2025", "*", "12", ""],
)
def test_digits_that_belong_to_a_label_stay(label: str) -> None:
    """A number that stands by itself, a year or a question's number is no footnote; a lone marker is a value."""
    assert (label if label != "*" else "") == without_footnote(label)
