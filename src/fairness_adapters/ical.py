"""What is owed as a calendar file (iCalendar, RFC 5545), with titles that give nothing away.

A calendar is seen by colleagues, on telephones and on shared screens: an entry says that something is due and never
what, nor about whom. What is owed is worked out in `fairness_core.process.obligations`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal, TypeAlias
from uuid import NAMESPACE_URL, uuid5

import attrs

from fairness_core.errors import CallerError, MissingExtra
from fairness_core.process.clocks import WEEKDAYS, Calendar
from fairness_core.process.obligations import Owed

if TYPE_CHECKING:
    from icalendar import Event

Title: TypeAlias = Literal["reference", "plain"]
"""What an entry's title may say; there are no others, so that none can be made that gives something away."""

_TITLES: Mapping[Title, str] = {"reference": "Case {reference}: something is due", "plain": "Something is due"}
_REMINDED_AT = timedelta(hours=9)


@attrs.frozen(kw_only=True, order=True)
class _Entry:
    """One thing owed as a calendar has it: on which day, of which case, and an id that says nothing."""

    day: date
    reference: str
    uid: str


def to_ical(
    owed: Mapping[str, Iterable[Owed]], now: datetime, *, title: Title = "reference", calendar: Calendar = WEEKDAYS
) -> bytes:
    """Return what is owed in each case, by its reference, as the bytes of one calendar file; what is done is left out.

    Each is an entry of a whole day, on the last day on which it is not late, private and free, with a reminder at
    nine on the working day before. Its uid follows from the case, what is owed and the event from which it follows,
    and so stays the same when the day moves: a calendar that reads the file again replaces the entry. The same
    `now`, a moment with its offset, gives the same bytes.

    Raises `CallerError` for another title or a moment without its offset, `MissingExtra` without the extra `cases`.
    """
    if title not in _TITLES:
        raise CallerError(f"There is no title {title!r}.", hint=f"There are: {', '.join(_TITLES)}.")
    if now.tzinfo is None:
        raise CallerError("`now` is a moment with its offset.", hint="Give a datetime with a timezone.")
    try:
        import icalendar
    except ModuleNotFoundError as missing:
        raise MissingExtra("cases", "Writing a calendar") from missing
    made = icalendar.Calendar()
    made.add("prodid", "-//fairness-core//Cases//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    for entry in sorted(each for reference, those in owed.items() for each in _entries(reference, those)):
        made.add_component(_event(entry, now, _TITLES[title].format(reference=entry.reference), calendar))
    written: bytes = made.to_ical()
    return written


def _entries(reference: str, owed: Iterable[Owed]) -> Iterator[_Entry]:
    before: Counter[tuple[str, str]] = Counter()
    for each in owed:
        if not each.is_open:
            continue
        what = (each.code, each.event)
        before[what] += 1
        uid = uuid5(NAMESPACE_URL, "\n".join(("fairness-core", reference, *what, str(before[what]))))
        yield _Entry(day=max(each.due, each.held_until or each.due), reference=reference, uid=str(uid))


def _event(entry: _Entry, now: datetime, title: str, calendar: Calendar) -> Event:
    from icalendar import Alarm, Event

    event, alarm = Event(), Alarm()
    event.add("uid", entry.uid)
    event.add("dtstamp", now)
    event.add("dtstart", entry.day)
    event.add("summary", title)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", _REMINDED_AT - (entry.day - _working_day_before(entry.day, calendar)))
    event.add_component(alarm)
    return event


def _working_day_before(day: date, calendar: Calendar) -> date:
    before = day - timedelta(days=1)
    while not calendar.is_working_day(before):
        before -= timedelta(days=1)
    return before
