"""The time that a figure speaks of, from what a file says: a day, a year, or a stretch of time such as a quarter.

A stretch that is named by its length and its end is read in `fairness_adapters.layouts.stretches`.
Years are named by the year in which they end ("2023/24" is 2024). What a year or a day means depends on the
measure: a stock is of a day, a flow of the whole year, a survey of its season.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TypeAlias

from fairness_adapters.grid import CellValue
from fairness_adapters.layouts.figures import parse_day, parse_year
from fairness_adapters.layouts.schema import SurveySeason
from fairness_adapters.layouts.stretches import MONTH, is_untold, months_on, plain_day, stretch_in
from fairness_core.observations import Flow, Period

Time: TypeAlias = date | int | Period
"""A day, a year (by the year of its end), or months such as a quarter."""

_QUARTER = re.compile(r"\bQ(?:uarter)?\s*([1-4])\b", re.IGNORECASE)
_DAY_IN_TEXT = re.compile(
    r"\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{1,2}(?:st|nd|rd|th)?\s+[a-z]{3,9},?\s+\d{4}", re.IGNORECASE
)
_BEGUN = re.compile(r"(\d{1,2}(?:st|nd|rd|th)?\s+[a-z]{3,9})\s*(?:to|until|and|-|\u2013|\u2014)\s*$", re.IGNORECASE)
_SPAN = re.compile(r"\s*(?:to|until|and|-|\u2013|\u2014)\s*", re.IGNORECASE)
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = re.compile(
    r"(?P<first>[a-z]{3,9})\.?(?: (?P<first_year>20\d\d|19\d\d))?"
    r"(?: ?(?:to|-|\u2013) ?(?P<last>[a-z]{3,9})\.?)? (?P<year>20\d\d|19\d\d)",
    re.IGNORECASE,
)


_REAL_MONTHS = re.compile(rf"\b{MONTH}\.?(?: ?(?:to|-|\u2013) ?{MONTH}\.?)? (?P<year>20\d\d)\b", re.IGNORECASE)


def parse_time(value: CellValue, year_end: str) -> Time | None:
    """Read a day, a span of days or months, a quarter or a year; of other days the last. None when none is sure.

    >>> parse_time("as at 31st March 2025", "31 March"), parse_time("2023/24", "31 March")
    (datetime.date(2025, 3, 31), 2024)
    >>> str(parse_time("Q1 2024/25", "31 March")), str(parse_time("Nov to Jan 1972", "31 March"))
    ('1 April 2024 to 30 June 2024', '1 November 1971 to 31 January 1972')
    """
    day = parse_day(value)
    if day is not None:
        return day
    if not isinstance(value, str):
        return parse_year(value)
    if (stretch := stretch_in(value)) or is_untold(value):
        return _from_to(value) or stretch
    if _DAY_IN_TEXT.search(value):
        return _from_to(value) or _last_day(value)
    months = _MONTHS.fullmatch(" ".join(value.split()))
    span = (_span(months) if months else None) or _month_beside(value)
    if span:
        return span
    year, quarter = parse_year(_QUARTER.sub("", value)), _QUARTER.search(value)
    return _quarter(year, int(quarter[1]), year_end) if quarter and year else year


def _month_beside(text: str) -> Period | None:
    """Return the month, or months, of the only year in a text: "Recruitment, June 2025"."""
    found = list(_REAL_MONTHS.finditer(" ".join(text.split())))
    if len(found) != 1 or parse_year(text) != int(found[0]["year"]) or "/" in text:
        return None
    months = _MONTHS.fullmatch(found[0][0])
    return _span(months) if months else None


def _from_to(text: str) -> Period | None:
    """Return the days from one to another: "1 July 2025 to 30 September 2025", "1 July to 30 September 2025"."""
    said = list(_DAY_IN_TEXT.finditer(text))
    last = _day(said[-1][0]) if said else None
    if last is None:
        return None
    first = _day(said[0][0]) if len(said) == 2 else None
    between = text[said[0].end() : said[-1].start()]
    if len(said) == 1 and (begun := _BEGUN.search(text[: said[0].start()])):
        years = (last.year, last.year - 1)
        first, between = next((day for year in years if (day := _day(f"{begun[1]} {year}")) and day < last), None), "to"
    return Period(start=first, end=last) if first and first < last and _SPAN.fullmatch(between) else None


def _last_day(text: str) -> date | None:
    days = (_day(each[0]) for each in _DAY_IN_TEXT.finditer(text))
    return max(filter(None, days), default=None)


def _day(text: str) -> date | None:
    return parse_day(plain_day(text))


def _span(months: re.Match[str]) -> Period | None:
    """Return the time from the first day of a month to the last of another: "Nov to Jan 1972", "June 2024"."""
    first, first_year, last, year = months["first"], months["first_year"], months["last"], int(months["year"])
    ends = [_month_of(first), _month_of(last or first)]
    if None in ends:
        return None
    start, end = (each or 0 for each in ends)
    begun = int(first_year) if first_year else year - (start > end)
    return Period(start=date(begun, start, 1), end=months_on(date(year, end, 1), 1) - timedelta(days=1))


def _month_of(name: str) -> int | None:
    short = name[:3].casefold()
    return _NAMES.index(short) + 1 if short in _NAMES else None


def period_of(time: Time, flow: Flow, year_end: str, survey: SurveySeason | None) -> Period:
    """Return the period that a time means for a measure of this flow."""
    if isinstance(time, Period):
        return Period(end=time.end) if flow == "stock" else time
    if isinstance(time, date):
        return period_of_year(year_of(time, year_end), flow, year_end, survey) if flow == "flow" else Period(end=time)
    return period_of_year(time, flow, year_end, survey)


def period_of_year(year: int, flow: Flow, year_end: str, survey: SurveySeason | None) -> Period:
    """Return the period that a reporting year means: its last day, all of it, or the survey that it takes up."""
    if flow == "survey" and survey is not None:
        back = year - survey.years_back
        return Period(start=day_of(survey.start, back), end=day_of(survey.end, back))
    end = day_of(year_end, year)
    return Period(end=end, start=day_of(year_end, year - 1) + timedelta(days=1) if flow == "flow" else None)


def year_of(day: date, year_end: str) -> int:
    """Return the reporting year in which a day falls.

    >>> year_of(date(2024, 4, 1), "31 March"), year_of(date(2024, 3, 31), "31 March")
    (2025, 2024)
    """
    return day.year if day <= day_of(year_end, day.year) else day.year + 1


def day_of(text: str, year: int) -> date:
    """Return a day and month, such as "31 March", in a year."""
    return datetime.strptime(f"{text} {year}", "%d %B %Y").date()  # noqa: DTZ007 - a day has no time zone


def _quarter(year: int, number: int, year_end: str) -> Period:
    start = day_of(year_end, year - 1) + timedelta(days=1)
    begins = [months_on(start, 3 * each) for each in range(5)]
    return Period(start=begins[number - 1], end=begins[number] - timedelta(days=1))
