"""Quarters of a year: the first and last day of each, by the calendar or by the financial year."""

from __future__ import annotations

import re
from datetime import date, timedelta

import attrs

from fairness_core.errors import CallerError

APRIL = 4


@attrs.frozen(kw_only=True, order=True)
class Quarter:
    """A quarter. `first_month` is the month in which the year begins: 1, or 4 for the financial year.

    >>> Quarter(year=2025, number=3).text
    'July to September 2025'
    >>> Quarter(year=2025, number=4, first_month=4).text
    'January to March 2026'
    """

    year: int
    number: int
    first_month: int = 1

    @property
    def first(self) -> date:
        """The first day."""
        return _month(self.year, self.first_month + 3 * (self.number - 1))

    @property
    def last(self) -> date:
        """The last day."""
        return _month(self.year, self.first_month + 3 * self.number) - timedelta(days=1)

    @property
    def text(self) -> str:
        """The quarter by its months."""
        return f"{self.first:%B} to {self.last:%B %Y}"

    @property
    def previous(self) -> Quarter:
        """The quarter before."""
        if self.number > 1:
            return attrs.evolve(self, number=self.number - 1)
        return attrs.evolve(self, year=self.year - 1, number=4)

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in the quarter."""
        return self.first <= day <= self.last


def _month(year: int, month: int) -> date:
    over, within = divmod(month - 1, 12)
    return date(year + over, within + 1, 1)


def parse_quarter(text: str, *, first_month: int = 1) -> Quarter:
    """Read a quarter such as "2025Q3"; raise `CallerError` for any other text.

    >>> parse_quarter("2025q3").first
    datetime.date(2025, 7, 1)
    """
    found = re.fullmatch(r"\s*(\d{4})\s*-?\s*[Qq]([1-4])\s*", text)
    if not found or not 1900 <= int(found[1]) <= 9000:
        raise CallerError("This is not a quarter.", hint="Write it as 2025Q3, for July to September 2025.")
    return Quarter(year=int(found[1]), number=int(found[2]), first_month=first_month)
