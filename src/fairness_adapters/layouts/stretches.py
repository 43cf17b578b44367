"""A stretch of time that is named by its length and its end: "year to 31 March 2025", "six months ended June 2025".

Days, spans from one day to another, quarters by number and years are read in `fairness_adapters.layouts.periods`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from fairness_adapters.layouts.figures import parse_day
from fairness_core.observations import Period

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
"""A month's name, for a regular expression."""
_DAY = rf"\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH},?\s+\d{{4}}"
_STRETCH = re.compile(
    r"(?:(?<![/\w])(?P<many>\w+)[ -])?"
    r"\b(?P<unit>years?|half|quarters?(?: [1-4])?|months?|weeks?|days?|periods?|terms?|q[1-4]|h[12])"
    r"(?: period)?[ -](?:up to|to|until|till|end(?:ed|ing|s)?),?(?: on)?(?: the)?(?: end(?: of)?)?[ -]"
    rf"(?P<end>{_DAY}|{MONTH} \d{{4}})",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
_SEPT = re.compile(r"\bsept\b", re.IGNORECASE)
_HALF_OF_YEAR = re.compile(r"\bhalf[ -](?:of )?(?:the |a )?(?:financial |reporting )?year\b", re.IGNORECASE)
_SO_FAR = re.compile(r"\b(?:year[ -]to[ -]date|ytd)\b", re.IGNORECASE)
_PART = re.compile(r"\b(?:half|h[12]|quarter(?! ?[1-4])|(?P<many>\w+)[ -]months?|\d+m)\b", re.IGNORECASE)
_CALENDAR = re.compile(r"\bcalendar year (20\d\d)\b(?!/)", re.IGNORECASE)
_MONTHS_OF: Mapping[str, int] = {"year": 12, "half": 6, "h": 6, "quarter": 3, "q": 3, "month": 1}
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_PARTLY = frozenset({"part", "mid", "some", "several", "few", "fewer", "many", "week", "day"})
MOST_MONTHS = 60
"""What is longer is no stretch that figures are counted over."""


def stretch_in(text: str) -> Period | None:
    """Return the stretch of time that a text names by its length and its end; None where there is none, or several.

    >>> str(stretch_in("Appraisals, half year to 30 September 2025"))
    '1 April 2025 to 30 September 2025'
    """
    years = (int(year) for year in _CALENDAR.findall(text))
    found = {_period(each) for each in _all(text)} | {Period(start=date(y, 1, 1), end=date(y, 12, 31)) for y in years}
    return found.pop() if len(found) == 1 else None


def is_untold(text: str) -> bool:
    """Whether a text names a stretch of time that cannot be told: "nine weeks to 3 June 2025", "half year 2024/25".

    >>> is_untold("period ended 30 June 2025"), is_untold("year to 31 March 2025"), is_untold("30 June 2025")
    (True, False, False)
    """
    if _all(text):
        return stretch_in(text) is None
    part = None if re.search(_DAY, text, re.IGNORECASE) else _PART.search(text)
    return bool(_SO_FAR.search(text)) or (part is not None and _number(part["many"] or "") != _MONTHS_OF["year"])


def names_part(text: str) -> bool:
    """Whether a text says that its time is a part of a year, or so many months, wherever the words stand."""
    return _PART.search(text) is not None


def plain_day(text: str) -> str:
    """Return a day as it is read: "30th Sept, 2025" is 30 Sep 2025."""
    return _SEPT.sub("Sep", _ORDINAL.sub("", text.replace(",", "")))


def months_on(day: date, months: int) -> date:
    """Return the day so many months on, or back; the month's last day where it has no such day.

    >>> months_on(date(2025, 4, 1), -12), months_on(date(2025, 1, 31), 1)
    (datetime.date(2024, 4, 1), datetime.date(2025, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _all(text: str) -> list[re.Match[str]]:
    return list(_STRETCH.finditer(_HALF_OF_YEAR.sub("half year", " ".join(text.split()))))


def _period(said: re.Match[str]) -> Period | None:
    end, months = _last_day(said["end"]), _months(said["many"] or "", said["unit"])
    return Period(start=months_on(end + timedelta(days=1), -months), end=end) if end and months else None


def _last_day(text: str) -> date | None:
    """Return the day that a text names, or the last one of the month that it names."""
    if text[0].isdigit():
        return parse_day(plain_day(text))
    name, year = text.split()
    month = _NAMES.index(name[:3].casefold()) + 1
    return date(int(year), month, monthrange(int(year), month)[1])


def _months(many: str, unit: str) -> int | None:
    """Return how many months "six" and "months" are; None when it cannot be told."""
    of_one = _MONTHS_OF.get(unit.casefold().rstrip("s0123456789 "))
    if of_one is None or many.casefold() in _PARTLY:
        return None
    if many.casefold() == "half":
        return of_one // 2 if of_one == _MONTHS_OF["year"] else None
    number = _number(many)
    if number is None:
        return None if unit.casefold().endswith("s") else of_one
    return number * of_one if 0 < number * of_one <= MOST_MONTHS else None


def _number(word: str) -> int | None:
    if word.casefold() in _NUMBERS:
        return _NUMBERS.index(word.casefold()) + 1
    return int(word) if word.isascii() and word.isdigit() and len(word) < 3 else None
