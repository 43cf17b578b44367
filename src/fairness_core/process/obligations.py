"""What a case owes, to whom, until when; what is late, why, and what follows from it.

Time changes no state and extends nothing: a day is passed in, and what is owed on it is worked out from the
log. Everything here is computed from one ledger, in which each obligation stands as often as it was owed.
Which days count is in `clocks`.
"""

from __future__ import annotations

from datetime import date, timedelta

import attrs

from fairness_core.process.book import Book, Explanation, Line, days_late
from fairness_core.process.clocks import WEEKDAYS, Calendar
from fairness_core.process.log import Case
from fairness_core.process.table import Party, ProcessTable, Right


@attrs.frozen(kw_only=True)
class Owed:
    """One thing owed: what, by which role and to whom, since when and until when, and what became of it.

    `event` is the id of the event from which it follows. `met` is the day on which it was done, `ended` that on
    which it was no longer owed. `holds` are (first, last) day of each time after its day in which telling the
    practitioner was held. `right` is the right that follows when it is missed. `basis` gives source and doubt; a
    period that is not `verified` is never shown as law. `calendar` says how days were counted.
    """

    code: str
    title: str
    says: str
    owed_by: str
    to: Party = ""
    contact: bool = False
    ceiling: bool = False
    event: str
    since: date
    due: date
    met: date | None = None
    ended: date | None = None
    holds: tuple[tuple[date, date], ...] = ()
    explained: tuple[Explanation, ...] = ()
    right: str = ""
    verified: bool = False
    basis: str = ""
    calendar: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still owed."""
        return self.met is None and self.ended is None

    @property
    def held_until(self) -> date | None:
        """The day until which it waits, or waited, after its own day; None when telling was not held then."""
        return self.holds[-1][1] if self.holds else None

    def is_held(self, day: date) -> bool:
        """Tell whether it waits on a day because telling the practitioner is held."""
        return any(first <= day <= last for first, last in self.holds)

    def days_late(self, day: date) -> int:
        """Return by how many days it was late when it was met or ended, or is late on this day; 0 when it is not.

        Days on which telling was held do not count.
        """
        return days_late(self.due, self.met or self.ended or day, self.holds)


@attrs.frozen(kw_only=True)
class StandingRight:
    """A right that somebody has on a day because an obligation was missed."""

    code: str
    label: str
    says: str
    holder: Party
    since: date
    obligation: str
    verified: bool
    basis: str


def due(table: ProcessTable, case: Case, at: date, calendar: Calendar = WEEKDAYS) -> tuple[Owed, ...]:
    """Return everything that is still owed on a day, what is due first first; what is late is among it.

    What occurred after that day does not count, though it may be recorded. Raises `CallerError` for another table
    than the case's, as do all the functions here.
    """
    return _still_open(Book(table, case, calendar, at), at)


def outstanding(table: ProcessTable, case: Case, at: date, calendar: Calendar = WEEKDAYS) -> tuple[Owed, ...]:
    """Return what was owed on a day and has not been done since, as far as the whole log tells."""
    return _still_open(Book(table, case, calendar), at)


def overdue(table: ProcessTable, case: Case, at: date, calendar: Calendar = WEEKDAYS) -> tuple[Owed, ...]:
    """Return what is still owed on a day and should have been done before it."""
    return tuple(each for each in due(table, case, at, calendar) if each.days_late(at))


def lapsed(table: ProcessTable, case: Case, at: date, calendar: Calendar = WEEKDAYS) -> tuple[Owed, ...]:
    """Return everything that was late up to a day, done since or not, each with its reasons; a report, no error."""
    late = (each for each in ledger(table, case, at, calendar) if each.days_late(at))
    return tuple(sorted(late, key=_by_day))


def next_contact(
    table: ProcessTable, case: Case, at: date, party: Party = "practitioner", calendar: Calendar = WEEKDAYS
) -> Owed | None:
    """Return the contact that is owed next to a party; None when none is owed any more."""
    return next((each for each in due(table, case, at, calendar) if each.contact and each.to == party), None)


def rights(table: ProcessTable, case: Case, at: date, calendar: Calendar = WEEKDAYS) -> tuple[StandingRight, ...]:
    """Return the rights that stand on a day because something was missed; doing it late takes none away."""
    book = Book(table, case, calendar, at)
    missed = sorted((each for line in book.lines if (each := _told(book, line, at)).right), key=_by_day)
    found = ((each, table.rights[each.right]) for each in missed if each.days_late(at))
    return tuple(
        StandingRight(
            code=each.right,
            label=right.label,
            says=right.says,
            holder=right.holder,
            since=each.due + timedelta(days=1),
            obligation=each.code,
            verified=each.verified,
            basis=each.basis,
        )
        for each, right in found
        if not _is_used(book, each, right)
    )


def _is_used(book: Book, missed: Owed, right: Right) -> bool:
    """Tell whether a right was used, or what it is about has ended, since something was missed."""
    later = book.log[book.case.places[missed.event] + 1 :]
    return any(each.what in right.ended_by and missed.due < each.day <= book.at for each in later if each)


def ledger(table: ProcessTable, case: Case, at: date, calendar: Calendar = WEEKDAYS) -> tuple[Owed, ...]:
    """Return everything that was or is owed up to a day, in the order in which it came to be owed."""
    book = Book(table, case, calendar, at)
    return tuple(_told(book, line, at) for line in book.lines)


def held(table: ProcessTable, case: Case, at: date) -> date | None:
    """Return the day until which telling the practitioner is held on a day; None when it is not."""
    return max((each.until for each in Book(table, case, WEEKDAYS, at).holds if each.holds_on(at)), default=None)


def _still_open(book: Book, day: date) -> tuple[Owed, ...]:
    return tuple(sorted((_told(book, line, day) for line in book.lines if not line.over), key=_by_day))


def _by_day(owed: Owed) -> tuple[date, date, str]:
    return owed.due, owed.since, owed.code


def _told(book: Book, line: Line, day: date) -> Owed:
    rule, end = line.rule, book.shifted(line, day)
    counted = rule.within is not None and rule.within.unit == "working days"
    return Owed(
        code=line.code,
        title=rule.title,
        says=rule.says,
        owed_by=rule.owed_by,
        to=rule.to,
        contact=rule.contact,
        ceiling=rule.ceiling,
        event=line.event,
        since=line.since,
        due=end,
        met=line.met,
        ended=line.ended,
        holds=tuple(book.held_after(end)) if rule.holdable else (),
        explained=line.explained,
        right=rule.missed,
        verified=rule.verified,
        basis=book.table.cite(rule.source, rule.doubt),
        calendar=book.calendar.says if counted else "",
    )
