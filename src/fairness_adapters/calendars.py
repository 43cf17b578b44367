"""Working days with the bank holidays of the nations, as a `Calendar` for the counting of days.

The holidays are those of the library `holidays`; how a period counts is data of the process table.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

import attrs

Nation: TypeAlias = Literal["england", "wales", "scotland", "northern-ireland"]


@attrs.frozen(kw_only=True)
class BankHolidays:
    """Monday to Friday without the bank holidays of a nation; a `fairness_core.process.clocks.Calendar`.

    Needs the extra `cli`; making one raises `MissingExtra` without it.
    """

    nation: Nation = "england"

    @property
    def says(self) -> str:
        """Return the calendar in words."""
        raise NotImplementedError

    def is_working_day(self, day: date) -> bool:
        """Tell whether a day is a working day."""
        raise NotImplementedError


EnglandCalendar = BankHolidays
"""The calendar of England: `EnglandCalendar()`."""
