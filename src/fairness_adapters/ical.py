"""What is owed as a calendar file (iCalendar, RFC 5545) for the case manager, with titles that give nothing away.

What is owed is worked out in `fairness_core.process.obligations`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal, TypeAlias

from fairness_core.process.clocks import WEEKDAYS, Calendar
from fairness_core.process.obligations import Owed

Title: TypeAlias = Literal["reference", "plain"]
"""What an entry's title may say: "Case c1: something is due", or "Something is due"."""


def to_ical(
    owed: Mapping[str, Iterable[Owed]], now: datetime, *, title: Title = "reference", calendar: Calendar = WEEKDAYS
) -> bytes:
    """Return what is owed in each case, by its reference, as the bytes of one calendar file.

    Each is an entry of a whole day on the day it is due, private, with a reminder the working day before. The title never
    says what is due or about whom. The same entry has the same uid for ever, so that a calendar that is read in
    again replaces it; the same `now`, a moment with its offset, gives the same bytes.
    """
    raise NotImplementedError
