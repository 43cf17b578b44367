"""Messages show figures and never names or free text."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairness_adapters.grid import CellError, CellValue, NotCalculated
from fairness_adapters.office.quoting import LONGEST_QUOTE, describe_found


@pytest.mark.parametrize(
    ("value", "described"),
    [
        (None, "nothing"),
        ("", "nothing"),
        (" \n ", "blanks only"),
        (-3, "the number -3"),
        (12.5, "the number 12.5"),
        (9434765919, "a number of 10 digits"),
        (True, "the value TRUE"),
        (date(2025, 3, 1), "the date 1 March 2025"),
        (datetime.fromisoformat("2025-03-01T09:30"), "the date and time 1 March 2025 09:30"),
        (time(9, 30), "the time 09:30"),
        (timedelta(hours=37.5), "a duration of 37:30 hours"),
        (timedelta(hours=-2), "a duration of -2:00 hours"),
        (CellError("#REF!"), "the error #REF!"),
        (NotCalculated("A1+1"), "a formula that was never calculated"),
    ],
)
def test_figures_dates_and_errors_are_told_in_full(value: CellValue, described: str) -> None:
    """Everything that is not text is described by its content, except long numbers, which name people."""
    assert described == describe_found(value)


@pytest.mark.parametrize(
    "text",
    [
        "12 (est)",
        "24.0%",
        "<5",
        "-",
        "..",
        "[c]",
        "*",
        "N/A",
        "n/a",
        "approx. 12",
        "Band 8a",
        "31/04/2026",
        "00A7",
        "1,234",
        "12 March 2025",
        "five",
        "not known",
        "12th",
        "#N/A",
        "5 or fewer",
    ],
)
def test_what_people_type_for_a_figure_is_quoted(text: str) -> None:
    """Figures with remarks, markers for missing values, codes and number words are shown."""
    assert f"the text '{text}'" == describe_found(text)


@pytest.mark.parametrize(
    ("text", "described"),
    [
        ("Surname", "text of 7 characters"),
        ("Surname, Firstname", "text of 18 characters"),
        ("Surname 12", "the text '… 12'"),
        ("surname12", "text of 9 characters"),
        ("June", "text of 4 characters"),
        ("June 2025", "the text 'June 2025'"),
        ("rang the ward on 3 March", "text of 24 characters"),
        ("943 476 5919 and 9434765919", "the text '943 476 5919 and …'"),
        ("j.surname@example.nhs.uk", "text of 24 characters"),
        ("1 " * 20, "text of 40 characters"),
        ("12\x07", "text of 3 characters"),
    ],
)
def test_other_words_are_hidden(text: str, described: str) -> None:
    """A word that is not on the list is never shown; long text and odd characters are only measured."""
    assert described == describe_found(text)


@given(st.text(st.characters(categories=["L", "N", "P", "Z"]), min_size=1, max_size=40))
def test_no_unlisted_word_of_a_text_is_ever_shown(text: str) -> None:
    """Put a name into any text: the description does not hold it, and is short."""
    described = describe_found(f"{text} Featherstonehaugh {text}")
    assert "eatherston" not in described
    assert len(described) <= LONGEST_QUOTE + len("the text ''")
