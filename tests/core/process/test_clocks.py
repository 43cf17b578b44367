"""Periods and the day on which one ends: how days are counted is data, and until the last day's end nothing is late."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairness_core.errors import CallerError
from fairness_core.process.clocks import LONGEST, WEEKDAYS, Period, PeriodUnit, last_day

UNITS: tuple[PeriodUnit, ...] = ("working days", "calendar days", "weeks", "months", "years")
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@attrs.frozen(kw_only=True)
class Without:
    """Monday to Friday without some days."""

    days: frozenset[date]
    says: str = "Monday to Friday without the days that a test takes out"

    def is_working_day(self, day: date) -> bool:
        """Tell whether a day is a weekday that was not taken out."""
        return WEEKDAYS.is_working_day(day) and day not in self.days


EASTER = Without(days=frozenset({date(2026, 4, 3), date(2026, 4, 6)}))
"""Good Friday and Easter Monday of 2026."""


def period(number: int, unit: PeriodUnit, *, including: bool = False) -> Period:
    """Return a period, counted from the day after the start or including it."""
    return Period(number=number, unit=unit, counting="including" if including else "after")


@pytest.mark.parametrize(
    ("expected", "start", "number", "unit"),
    [
        (date(2026, 3, 3), date(2026, 3, 2), 1, "calendar days"),
        (date(2026, 3, 16), date(2026, 3, 2), 2, "weeks"),
        (date(2026, 4, 2), date(2026, 3, 2), 1, "months"),
        (date(2026, 2, 28), date(2026, 1, 31), 1, "months"),
        (date(2028, 2, 29), date(2028, 1, 31), 1, "months"),
        (date(2026, 4, 30), date(2026, 3, 31), 1, "months"),
        (date(2026, 5, 31), date(2026, 3, 31), 2, "months"),
        (date(2027, 2, 28), date(2026, 8, 31), 6, "months"),
        (date(2027, 1, 31), date(2026, 12, 31), 1, "months"),
        (date(2027, 12, 31), date(2026, 12, 31), 12, "months"),
        (date(2032, 3, 2), date(2026, 3, 2), 6, "years"),
        (date(2025, 2, 28), date(2024, 2, 29), 1, "years"),
    ],
)
def test_a_period_counted_from_the_day_after(expected: date, start: date, number: int, unit: PeriodUnit) -> None:
    """A month or year ends on the day of the same number, or on the month's last day where there is none."""
    assert expected == last_day(start, period(number, unit))


@pytest.mark.parametrize(
    ("expected", "start", "number", "unit"),
    [
        (date(2026, 3, 2), date(2026, 3, 2), 1, "calendar days"),
        (date(2026, 3, 15), date(2026, 3, 2), 2, "weeks"),
        (date(2026, 1, 31), date(2026, 1, 1), 1, "months"),
        (date(2026, 3, 31), date(2026, 3, 1), 1, "months"),
        (date(2026, 4, 1), date(2026, 3, 2), 1, "months"),
        (date(2026, 2, 27), date(2026, 1, 28), 1, "months"),
        (date(2026, 2, 28), date(2026, 1, 29), 1, "months"),
        (date(2026, 2, 28), date(2026, 1, 31), 1, "months"),
        (date(2026, 12, 31), date(2026, 1, 1), 1, "years"),
        (date(2025, 2, 28), date(2024, 2, 29), 1, "years"),
    ],
)
def test_a_period_that_includes_the_day_itself(expected: date, start: date, number: int, unit: PeriodUnit) -> None:
    """A month that includes its first day ends on the day before the same number; whole months are not cut short."""
    assert expected == last_day(start, period(number, unit, including=True))


@pytest.mark.parametrize("including", [False, True])
@pytest.mark.parametrize("unit", UNITS)
def test_a_period_of_nothing_is_the_day_itself(unit: PeriodUnit, including: bool) -> None:
    """What is due at once is due on that very day, a Sunday too."""
    sunday = date(2026, 3, 1)
    assert sunday == last_day(sunday, period(0, unit, including=including))


@pytest.mark.parametrize(
    ("expected", "start", "number", "including"),
    [
        (date(2026, 3, 9), date(2026, 3, 6), 1, False),
        (date(2026, 3, 6), date(2026, 3, 6), 1, True),
        (date(2026, 3, 9), date(2026, 3, 6), 2, True),
        (date(2026, 3, 9), date(2026, 3, 7), 1, False),
        (date(2026, 3, 9), date(2026, 3, 8), 1, True),
        (date(2026, 3, 20), date(2026, 3, 6), 10, False),
        (date(2026, 12, 25), date(2026, 12, 24), 1, False),
    ],
)
def test_working_days_skip_weekends(expected: date, start: date, number: int, including: bool) -> None:
    """Working days are Monday to Friday, bank holidays among them, where no calendar knows better."""
    assert expected == last_day(start, period(number, "working days", including=including))


@pytest.mark.parametrize(
    ("expected", "start", "number", "including"),
    [
        (date(2026, 4, 7), date(2026, 4, 2), 1, False),
        (date(2026, 4, 7), date(2026, 4, 2), 2, True),
        (date(2026, 4, 7), date(2026, 4, 3), 1, True),
        (date(2026, 4, 8), date(2026, 4, 4), 2, False),
        (date(2026, 4, 13), date(2026, 4, 2), 5, False),
    ],
)
def test_working_days_over_easter(expected: date, start: date, number: int, including: bool) -> None:
    """Good Friday and Easter Monday are no working days under a calendar that says so."""
    assert expected == last_day(start, period(number, "working days", including=including), EASTER)


def test_only_working_days_look_at_the_calendar() -> None:
    """A week over Easter is a week, and may end on a holiday."""
    assert date(2026, 4, 6) == last_day(date(2026, 3, 30), period(1, "weeks"), EASTER)


def test_a_calendar_without_working_days_is_named() -> None:
    """A calendar in which nobody ever works is said to be at fault, and is not searched for ever."""
    never = Without(days=frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(1000)), says="never")
    with pytest.raises(CallerError, match=r"The calendar \(never\) has hardly any working day, so 2 of them"):
        last_day(date(2026, 1, 1), period(2, "working days"), never)


@pytest.mark.parametrize("number", [-1, LONGEST + 1])
def test_a_period_that_cannot_be_counted_is_refused(number: int) -> None:
    """A period is neither below nothing nor longer than any case."""
    with pytest.raises(CallerError, match="A period is of 0 to 1000 days"):
        period(number, "working days")


@pytest.mark.parametrize(
    ("expected", "number", "unit", "including"),
    [
        ("at once", 0, "working days", True),
        ("1 working day", 1, "working days", False),
        ("1 month", 1, "months", False),
        ("2 weeks", 2, "weeks", False),
        ("2 working days, including the day itself", 2, "working days", True),
        ("1 year, including the day itself", 1, "years", True),
    ],
)
def test_a_period_in_words(expected: str, number: int, unit: PeriodUnit, including: bool) -> None:
    """A period is said as people say it: one day, two days, at once."""
    assert expected == period(number, unit, including=including).text


def test_the_weekdays_say_what_they_do_not_know() -> None:
    """Who reads a date that rests on plain weekdays is told that bank holidays were not taken out."""
    assert "Monday to Friday; bank holidays are not taken out" == WEEKDAYS.says


@given(start=DAYS, number=st.integers(0, 60), unit=st.sampled_from(UNITS), including=st.booleans())
def test_a_longer_period_never_ends_sooner(start: date, number: int, unit: PeriodUnit, including: bool) -> None:
    """Each further day, week, month or year ends a period later, and none ends before it starts."""
    shorter, longer = (last_day(start, period(each, unit, including=including)) for each in (number, number + 1))
    assert start <= shorter <= longer
    assert shorter < longer or not number


@given(start=DAYS, number=st.integers(1, 60), unit=st.sampled_from(UNITS))
def test_including_the_day_itself_never_ends_later(start: date, number: int, unit: PeriodUnit) -> None:
    """A period that includes its first day ends before the one that starts on the day after, or with the month."""
    ends = last_day(start, period(number, unit)), last_day(start, period(number, unit, including=True))
    assert ends[1] <= ends[0]
    assert unit in ("working days", "months", "years") or ends[0] - ends[1] == timedelta(days=1)


@given(start=DAYS, number=st.integers(1, 40), off=st.frozensets(DAYS, max_size=20), including=st.booleans())
def test_a_period_holds_as_many_working_days_as_it_says(
    start: date, number: int, off: frozenset[date], including: bool
) -> None:
    """Up to the last day there are exactly so many working days, and the last day is one."""
    calendar = Without(days=off)
    end = last_day(start, period(number, "working days", including=including), calendar)
    counted = [start + timedelta(days=n) for n in range(0 if including else 1, (end - start).days + 1)]
    assert number == sum(calendar.is_working_day(day) for day in counted)
    assert calendar.is_working_day(end)
