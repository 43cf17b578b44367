"""The time that a text names, and the period that it means for a stock, a flow and a survey."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairness_adapters.grid import CellError, CellValue
from fairness_adapters.layouts.periods import parse_time, period_of, year_of
from fairness_adapters.layouts.schema import SurveySeason
from fairness_core.observations import Period

MARCH = "31 March"
AUTUMN = SurveySeason(start="1 October", end="31 December", years_back=1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31 March 2025", date(2025, 3, 31)),
        ("as at 31st March 2025, headcount", date(2025, 3, 31)),
        ("31st March, 2025", date(2025, 3, 31)),
        ("30 Sept 2025", date(2025, 9, 30)),
        ("2023/24, published May 2025", 2024),
        ("Data of 2023, published May 2025", None),
        ("01/04/2024 to 31/03/2025, as at 02/05/2025", date(2025, 5, 2)),
        ("31/03/2025 to 01/04/2024", date(2025, 3, 31)),
        ("01/04/2024 (to 31/03/2025)", date(2025, 3, 31)),
        (datetime(2025, 3, 31, 9, 30), date(2025, 3, 31)),  # noqa: DTZ001
        ("45747", date(2025, 3, 31)),
        ("2024/25", 2025),
        ("Financial year 2023/24", 2024),
        (2024, 2024),
        ("Last year", None),
        ("2019 to 2021", None),
        ("31/02/2025", None),
        (None, None),
        (True, None),
        (CellError("#N/A"), None),
    ],
)
def test_days_and_years(text: CellValue, expected: object) -> None:
    """Of days that are no span the last counts; a year is that of its end; what is not certain is none."""
    assert expected == parse_time(text, MARCH)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Q1 2024/25", date(2024, 4, 1), date(2024, 6, 30)),
        ("2024/25 Q4", date(2025, 1, 1), date(2025, 3, 31)),
        ("Quarter 3 2024/25", date(2024, 10, 1), date(2024, 12, 31)),
        ("June 2024", date(2024, 6, 1), date(2024, 6, 30)),
        ("Feb 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("Jan to Mar 1971", date(1971, 1, 1), date(1971, 3, 31)),
        ("Nov to Jan 1972", date(1971, 11, 1), date(1972, 1, 31)),
        ("Oct 2023 - Sep 2024", date(2023, 10, 1), date(2024, 9, 30)),
        ("01/07/2025 to 30/09/2025", date(2025, 7, 1), date(2025, 9, 30)),
        ("from 1st July 2025 \u2013 30 September 2025", date(2025, 7, 1), date(2025, 9, 30)),
        ("1 July to 30 September 2025", date(2025, 7, 1), date(2025, 9, 30)),
        ("1st November to 31st January 2025", date(2024, 11, 1), date(2025, 1, 31)),
        ("Year to date, 1 April 2025 to 30 June 2025", date(2025, 4, 1), date(2025, 6, 30)),
    ],
)
def test_quarters_and_months(text: str, start: date, end: date) -> None:
    """Quarters of the year that ends in March; months that run over the new year; days from one to another."""
    assert Period(start=start, end=end) == parse_time(text, MARCH)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("year to 31 December 2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("Appraisals completed, Year Ended 31st March 2025", date(2024, 4, 1), date(2025, 3, 31)),
        ("financial year ending 31/03/2025 (headcount)", date(2024, 4, 1), date(2025, 3, 31)),
        ("year to 29 February 2024", date(2023, 3, 1), date(2024, 2, 29)),
        ("year-end 2025-03-31", date(2024, 4, 1), date(2025, 3, 31)),
        ("12 months to the end of June 2025", date(2024, 7, 1), date(2025, 6, 30)),
        ("rolling 12-month period ending 30 June 2025", date(2024, 7, 1), date(2025, 6, 30)),
        ("two years to 31 March 2025", date(2023, 4, 1), date(2025, 3, 31)),
        ("half year to 30 September 2025", date(2025, 4, 1), date(2025, 9, 30)),
        ("first half of the financial year to 30 September 2025", date(2025, 4, 1), date(2025, 9, 30)),
        ("six months ended 30 September 2025", date(2025, 4, 1), date(2025, 9, 30)),
        ("quarter to 30 September 2025", date(2025, 7, 1), date(2025, 9, 30)),
        ("Q2 to September 2025", date(2025, 7, 1), date(2025, 9, 30)),
        ("H1 to 30 September 2025", date(2025, 4, 1), date(2025, 9, 30)),
        ("month to 30 March 2025", date(2025, 2, 28), date(2025, 3, 30)),
        ("year ended 31st December, 2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("year to end December 2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("year-to-31 December 2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025/26 half year to 30 Sept 2025", date(2025, 4, 1), date(2025, 9, 30)),
        ("Quarter 2 to 30 September 2025", date(2025, 7, 1), date(2025, 9, 30)),
        ("calendar year 2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("between 1 January and 30 June 2025", date(2025, 1, 1), date(2025, 6, 30)),
        ("Recruitment, June 2025", date(2025, 6, 1), date(2025, 6, 30)),
        ("Recruitment April to June 2025 (made up)", date(2025, 4, 1), date(2025, 6, 30)),
    ],
)
def test_a_length_and_an_end(text: str, start: date, end: date) -> None:
    """A stretch that ends on a day is so long as it says, and not the year in which the day falls."""
    assert Period(start=start, end=end) == parse_time(text, MARCH)


@pytest.mark.parametrize(
    "text",
    [
        "nine weeks to 30 September 2025",
        "period ended 30 June 2025",
        "part year to 31 March 2025",
        "half quarter to 31 March 2025",
        "99 months to 31 March 2025",
        "months to 31 March 2025",
        "year to date, 30 September 2025",
        "year to 31 March 2024, year to 31 March 2025",
        "year to 31 February 2025",
        "Half year 2024/25",
        "H1 2024/25",
        "six months 2024/25",
        "September 2025 quarter",
    ],
)
def test_a_stretch_that_cannot_be_told_is_none(text: str) -> None:
    """Neither its last day nor its year is taken in its place."""
    assert None is parse_time(text, MARCH)


def test_twelve_months_of_a_year_are_that_year() -> None:
    """What is said beside a year, and is as long as one, leaves it what it is."""
    assert 2025 == parse_time("2024/25 (12 months)", MARCH)


@pytest.mark.parametrize("text", ["Foo 2024", "White 2025", "Bar to Baz 2024"])
def test_a_word_that_is_no_month_leaves_the_year(text: str) -> None:
    """What stands beside a year may be anything."""
    assert int(text[-4:]) == parse_time(text, MARCH)


def test_a_time_means_what_the_measure_is() -> None:
    """A stock is of a day, a flow of the year, a survey of its season."""
    said = [str(period_of(2025, flow, MARCH, AUTUMN)) for flow in ("stock", "flow", "survey")]
    assert ["31 March 2025", "1 April 2024 to 31 March 2025", "1 October 2024 to 31 December 2024"] == said
    day = date(2024, 6, 3)
    said = [str(period_of(day, flow, MARCH, AUTUMN)) for flow in ("stock", "flow", "survey")]
    assert ["3 June 2024", "1 April 2024 to 31 March 2025", "3 June 2024"] == said
    quarter = Period(start=date(2024, 4, 1), end=date(2024, 6, 30))
    assert [Period(end=quarter.end), quarter] == [period_of(quarter, flow, MARCH, None) for flow in ("stock", "flow")]


@given(st.dates(date(2001, 1, 1), date(2098, 12, 31)))
def test_every_day_falls_in_the_year_that_holds_it(day: date) -> None:
    """The year of a flow begins before the day and ends after it."""
    year = period_of(day, "flow", MARCH, None)
    assert year.start is not None
    assert year.start <= day <= year.end
    assert year.end.year == year_of(day, MARCH)
