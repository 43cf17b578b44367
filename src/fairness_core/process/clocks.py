"""Counting days: periods as a table states them, and the day on which one ends.

How a period counts (working or calendar days, from the day after or including the day itself) is data.
Which days are working days is given by a `Calendar`: bank holidays are not known here.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal, Protocol, TypeAlias

import attrs

from fairness_core.errors import CallerError

PeriodUnit: TypeAlias = Literal["working days", "calendar days", "weeks", "months", "years"]
SATURDAY = 5
LONGEST = 1000
"""No period is of more units than this: it would be a slip of the pen, and days end with the year 9999."""


class Calendar(Protocol):
    """Which days are working days; `says` names it where a date that rests on it is shown."""

    @property
    def says(self) -> str:
        """Return the calendar in words, say "Monday to Friday without the bank holidays of England"."""
        ...

    def is_working_day(self, day: date) -> bool:
        """Tell whether a day is a working day."""
        ...


@attrs.frozen(kw_only=True)
class Weekdays:
    """Monday to Friday, bank holidays among them, for want of a calendar that knows better.

    >>> Weekdays().is_working_day(date(2026, 12, 25))
    True
    """

    says: str = "Monday to Friday; bank holidays are not taken out"

    def is_working_day(self, day: date) -> bool:
        """Tell whether a day is a weekday."""
        return day.weekday() < SATURDAY


WEEKDAYS = Weekdays()


def _countable(_: object, __: attrs.Attribute[int], value: int) -> None:
    if not 0 <= value <= LONGEST:
        raise CallerError(
            f"A period is of 0 to {LONGEST} days, weeks, months or years.", hint="0 means on the day itself."
        )


@attrs.frozen(kw_only=True)
class Period:
    """How long, in what, and from when: from the day after the start, or including it.

    Raises `CallerError` for a number below 0, or over 1000.

    >>> Period(number=2, unit="working days", counting="including").text
    '2 working days, including the day itself'
    """

    number: int = attrs.field(validator=_countable)
    unit: PeriodUnit
    counting: Literal["after", "including"] = "after"

    @property
    def text(self) -> str:
        """The period in words."""
        if not self.number:
            return "at once"
        unit = self.unit if self.number > 1 else self.unit.removesuffix("s")
        return f"{self.number} {unit}{', including the day itself' if self.counting == 'including' else ''}"


def last_day(start: date, period: Period, calendar: Calendar = WEEKDAYS) -> date:
    """Return the last day of a period that starts on a day; until its end nothing is late.

    A month ends on the day of the same number (the day before it, where the start is included), or on the
    month's last day where there is none. A period of 0 is the day itself. Only working days look at the
    calendar: another end may fall on a weekend.

    >>> last_day(date(2026, 1, 31), Period(number=1, unit="months"))
    datetime.date(2026, 2, 28)
    >>> last_day(date(2026, 3, 6), Period(number=2, unit="working days", counting="including"))
    datetime.date(2026, 3, 9)
    """
    if not period.number:
        return start
    if period.unit == "working days":
        return _working(start, period, calendar)
    number = period.number * _PARTS.get(period.unit, 1)
    back = int(period.counting == "including")
    if period.unit in ("months", "years"):
        return _months(start, number, back)
    return start + timedelta(days=number - back)


_PARTS = {"weeks": 7, "years": 12}


def _months(start: date, number: int, back: int) -> date:
    years, month = divmod(start.month - 1 + number, 12)
    first = date(start.year + years, month + 1, 1)
    length = monthrange(first.year, first.month)[1]
    return first + timedelta(days=min(start.day - back, length) - 1)


def _working(start: date, period: Period, calendar: Calendar) -> date:
    first = start if period.counting == "including" else start + timedelta(days=1)
    return _nth_working_day(first, period.number, calendar)


def _nth_working_day(day: date, number: int, calendar: Calendar) -> date:
    left = number
    for _ in range(366 + 30 * number):
        left -= calendar.is_working_day(day)
        if not left:
            return day
        day += timedelta(days=1)
    raise CallerError(
        f"The calendar ({calendar.says}) has hardly any working day, so {number} of them cannot be counted.",
        hint="Check the calendar that was given.",
    )


def put_off(end: date, stood_from: date, until: date, period: Period | None, calendar: Calendar = WEEKDAYS) -> date:
    """Return the last day of a period that stood still from one day until before another.

    A period of working days is put off by as many working days as it stood still, any other by all the days.

    >>> put_off(date(2026, 3, 13), date(2026, 3, 6), date(2026, 3, 9), Period(number=5, unit="working days"))
    datetime.date(2026, 3, 16)
    """
    days = (until - stood_from).days
    if period is None or period.unit != "working days":
        return end + timedelta(days=days)
    stood = sum(calendar.is_working_day(stood_from + timedelta(days=number)) for number in range(days))
    return _nth_working_day(end + timedelta(days=1), stood, calendar) if stood else end
