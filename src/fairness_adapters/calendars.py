"""Working days without the bank holidays of the nations: a `Calendar` for the counting of days.

The holidays are those that the library `holidays` knows. Which periods count working days, and from when, is data of
the process table.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Literal, TypeAlias

import attrs

from fairness_core.errors import CallerError, MissingExtra
from fairness_core.process.clocks import SATURDAY

Nation: TypeAlias = Literal["england", "wales", "scotland", "northern-ireland"]

_NATIONS: dict[Nation, tuple[str, str]] = {
    "england": ("England", "ENG"),
    "wales": ("Wales", "WLS"),
    "scotland": ("Scotland", "SCT"),
    "northern-ireland": ("Northern Ireland", "NIR"),
}


@attrs.frozen(kw_only=True)
class BankHolidays:
    """Monday to Friday without the bank holidays of a nation; a `fairness_core.process.clocks.Calendar`.

    Bank holidays that are moved or added by proclamation are known once they are in the installed version of the
    library; those of later years follow from today's rules, to the year 2100. In years beyond that, and before
    1872, all weekdays count. Boards in Scotland keep local holidays too, which are not known here.

    Source: https://www.gov.uk/bank-holidays; Banking and Financial Dealings Act 1971. Needs the extra `cases`, and
    raises `MissingExtra` when one is made without it.

    >>> from datetime import date
    >>> BankHolidays().is_working_day(date(2026, 12, 28)), BankHolidays().is_working_day(date(2026, 12, 29))
    (False, True)
    """

    nation: Nation = "england"

    def __attrs_post_init__(self) -> None:
        """Refuse what is no nation, and miss the library, before a single day is counted."""
        if self.nation not in _NATIONS:
            raise CallerError(f"There is no nation {self.nation!r} here.", hint=f"There are: {', '.join(_NATIONS)}.")
        _bank_holidays(self.nation, 2026)

    @property
    def says(self) -> str:
        """Return the calendar in words."""
        return f"Monday to Friday without the bank holidays of {_NATIONS[self.nation][0]}"

    def is_working_day(self, day: date) -> bool:
        """Tell whether a day is a working day."""
        return day.weekday() < SATURDAY and day not in _bank_holidays(self.nation, day.year)


KNOWN = range(1872, 2101)
"""From the first Bank Holidays Act to where nobody would vouch for today's rules."""


@cache
def _bank_holidays(nation: Nation, year: int) -> frozenset[date]:
    try:
        from holidays import country_holidays
    except ModuleNotFoundError as missing:
        raise MissingExtra("cases", "Counting working days without bank holidays") from missing
    return frozenset(country_holidays("GB", subdiv=_NATIONS[nation][1], years=year) if year in KNOWN else ())
