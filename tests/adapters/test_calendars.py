"""Working days without bank holidays, against the lists that the government publishes.

Source: https://www.gov.uk/bank-holidays, as published for the years 2022 to 2027.
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.process.made_cases import case_until, day

from fairness_adapters import calendars
from fairness_adapters.calendars import BankHolidays
from fairness_core.errors import CallerError, MissingExtra
from fairness_core.process.clocks import WEEKDAYS, Calendar, Period, last_day
from fairness_core.process.obligations import due
from fairness_core.process.table import process_table

ENGLAND_AND_WALES = {
    # The platinum jubilee moved the spring holiday and added a day; the state funeral was proclaimed nine days before.
    2022: "3 Jan, 15 Apr, 18 Apr, 2 May, 2 Jun, 3 Jun, 29 Aug, 19 Sep, 26 Dec, 27 Dec",
    # The coronation added a day.
    2023: "2 Jan, 7 Apr, 10 Apr, 1 May, 8 May, 29 May, 28 Aug, 25 Dec, 26 Dec",
    2024: "1 Jan, 29 Mar, 1 Apr, 6 May, 27 May, 26 Aug, 25 Dec, 26 Dec",
    2025: "1 Jan, 18 Apr, 21 Apr, 5 May, 26 May, 25 Aug, 25 Dec, 26 Dec",
    # Boxing Day is a Saturday: the Monday is its substitute.
    2026: "1 Jan, 3 Apr, 6 Apr, 4 May, 25 May, 31 Aug, 25 Dec, 28 Dec",
    # Christmas Day is a Saturday, Boxing Day a Sunday: Monday and Tuesday are their substitutes.
    2027: "1 Jan, 26 Mar, 29 Mar, 3 May, 31 May, 30 Aug, 27 Dec, 28 Dec",
}
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def listed(year: int, days: str) -> list[date]:
    """Return the days of a list such as "1 Jan, 29 Mar"."""
    parts = (each.split() for each in days.split(", "))
    return [date(year, MONTHS.index(month) + 1, int(number)) for number, month in parts]


def weekdays_off(calendar: Calendar, year: int) -> list[date]:
    """Return the weekdays of a year that are no working days; a 31 December never is one in our lists."""
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(365))
    return [each for each in days if each.weekday() < 5 and not calendar.is_working_day(each)]


@pytest.mark.parametrize("year", ENGLAND_AND_WALES)
@pytest.mark.parametrize("nation", ["england", "wales"])
def test_bank_holidays_as_published(nation: Any, year: int) -> None:
    """The weekdays without work are those that are published, substitute days among them, and no others."""
    assert listed(year, ENGLAND_AND_WALES[year]) == weekdays_off(BankHolidays(nation=nation), year)


@pytest.mark.parametrize(
    ("nation", "days"),
    [
        ("scotland", "1 Jan, 2 Jan, 18 Apr, 5 May, 26 May, 4 Aug, 1 Dec, 25 Dec, 26 Dec"),
        ("northern-ireland", "1 Jan, 17 Mar, 18 Apr, 21 Apr, 5 May, 26 May, 14 Jul, 25 Aug, 25 Dec, 26 Dec"),
    ],
)
def test_the_other_nations_have_their_own(nation: Any, days: str) -> None:
    """The lists of 2025, with the substitutes for St Andrew's Day and the Battle of the Boyne."""
    assert listed(2025, days) == weekdays_off(BankHolidays(nation=nation), 2025)


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_no_weekend_is_a_working_day(on: date) -> None:
    """In any year a Saturday or Sunday is no working day; a working day is a weekday."""
    assert BankHolidays().is_working_day(on) <= WEEKDAYS.is_working_day(on)


@pytest.mark.parametrize("year", [1, 1871, 2101, 9999])
def test_in_years_that_are_not_known_all_weekdays_count(year: int) -> None:
    """Far from today a slip of the pen in a date stops nothing."""
    assert [] == weekdays_off(BankHolidays(), year)


def test_years_ahead_follow_today_s_rules() -> None:
    """A year that is not published yet has the holidays of the law as it is."""
    assert listed(2100, "1 Jan, 26 Mar, 29 Mar, 3 May, 31 May, 30 Aug, 27 Dec, 28 Dec") == weekdays_off(
        BankHolidays(), 2100
    )


def test_it_says_which_calendar_it_is() -> None:
    """The words stand where a date that rests on them is shown."""
    assert "Monday to Friday without the bank holidays of England" == BankHolidays().says
    assert BankHolidays(nation="northern-ireland").says.endswith(" of Northern Ireland")


def test_a_nation_that_is_none_is_refused() -> None:
    """What there is, is said."""
    with pytest.raises(CallerError, match=r"no nation 'cornwall' here. There are: england, wales, scotland"):
        BankHolidays(nation="cornwall")  # type: ignore[arg-type]


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library no calendar is made, and the line that installs it is in the message."""
    calendars._bank_holidays.cache_clear()
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(MissingExtra, match="needs the extra 'cases'") as refused:
        BankHolidays()
    assert "fairness-core[cases]" in refused.value.hint


def test_a_period_is_counted_over_easter() -> None:
    """Two working days from the Thursday before Easter end on the Wednesday after it."""
    two = Period(number=2, unit="working days")
    assert date(2026, 4, 8) == last_day(date(2026, 4, 2), two, BankHolidays())
    assert date(2026, 4, 6) == last_day(date(2026, 4, 2), two, WEEKDAYS)


def test_what_is_owed_says_how_it_was_counted() -> None:
    """What is counted in working days names its calendar."""
    owed = due(process_table("five-step"), case_until("exclude-at-once"), day(9), BankHolidays())
    assert {"", BankHolidays().says} == {each.calendar for each in owed}
