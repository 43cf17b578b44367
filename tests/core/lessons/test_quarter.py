"""Quarters: their days, by the calendar and by the financial year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairness_core.errors import CallerError
from fairness_core.lessons.quarter import APRIL, Quarter, parse_quarter


@pytest.mark.parametrize(
    ("text", "first_month", "first", "last"),
    [
        ("2025Q3", 1, date(2025, 7, 1), date(2025, 9, 30)),
        (" 2025-q1 ", 1, date(2025, 1, 1), date(2025, 3, 31)),
        ("2025Q1", APRIL, date(2025, 4, 1), date(2025, 6, 30)),
        ("2025Q4", APRIL, date(2026, 1, 1), date(2026, 3, 31)),
    ],
)
def test_the_days_of_a_quarter(text: str, first_month: int, first: date, last: date) -> None:
    """The financial year begins in April, and its last quarter lies in the next year."""
    found = parse_quarter(text, first_month=first_month)
    assert (first, last) == (found.first, found.last)
    assert f"{first:%B} to {last:%B %Y}" == found.text
    assert [False, True, True, False] == [
        found.holds(day) for day in (first - timedelta(1), first, last, last + timedelta(1))
    ]


@given(st.integers(1901, 2999), st.integers(1, 4), st.sampled_from([1, APRIL]))
def test_the_quarter_before_ends_the_day_before(year: int, number: int, first_month: int) -> None:
    """Quarters follow on one another without a gap."""
    found = Quarter(year=year, number=number, first_month=first_month)
    assert found.first - timedelta(1) == found.previous.last


@pytest.mark.parametrize("text", ["", "2025Q5", "Q3 2025", "25Q3", "0000Q1", "9999Q4"])
def test_what_is_no_quarter(text: str) -> None:
    """It is refused with an example of what is."""
    with pytest.raises(CallerError) as raised:
        parse_quarter(text)
    assert "Write it as 2025Q3, for July to September 2025." == raised.value.hint
