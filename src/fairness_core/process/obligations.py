"""What a case owes, to whom, until when; what is late, why, and what follows from it.

Time changes no state and extends nothing: a day is passed in, and what is owed on it is worked out from the
log. Everything here is computed from one ledger, in which each obligation stands as often as it was owed.
Which days count is in `clocks`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

import attrs

from fairness_core.process.clocks import WEEKDAYS, Calendar, Period, last_day
from fairness_core.process.log import Case, Event, Move, standing_log
from fairness_core.process.table import CONFIRMATION, EventType, Obligation, Party, ProcessTable


@attrs.frozen(kw_only=True)
class Explanation:
    """Why something is late or was given a later day: a reference to the words, whose role, on which day."""

    reason: str
    role: str
    on: date
    until: date | None = None


@attrs.frozen(kw_only=True)
class Owed:
    """One thing owed: what, by which role and to whom, since when and until when, and what became of it.

    `event` is the id of the event from which it follows. `met` is the day on which it was done, `ended` that on
    which it was no longer owed. `held_until` is set while telling the practitioner is held. `right` is the
    right that follows when it is missed. `basis` gives source and doubt; a period that is not `verified` is
    never shown as law. `calendar` says how days were counted.
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
    held_until: date | None = None
    explained: tuple[Explanation, ...] = ()
    right: str = ""
    verified: bool = False
    basis: str = ""
    calendar: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still owed."""
        return self.met is None and self.ended is None

    def days_late(self, day: date) -> int:
        """Return by how many days it was late when it was met or ended, or is late on this day; 0 when it is not."""
        until = self.met or self.ended or day
        return max(0, (until - max(self.due, self.held_until or self.due)).days)


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
    """Return everything that is still owed on a day, what is due first first; what is late is among it."""
    return tuple(sorted((each for each in ledger(table, case, at, calendar) if each.is_open), key=_by_day))


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
    found = [
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
        for each in lapsed(table, case, at, calendar)
        if (right := table.rights.get(each.right)) and not _used(case, each, right.ended_by)
    ]
    return tuple(found)


def _used(case: Case, missed: Owed, ended_by: Iterable[str]) -> bool:
    start = case.places[missed.event]
    return any(each.what in ended_by and each.day > missed.due for each in case.log[start + 1 :])


def _by_day(owed: Owed) -> tuple[date, date, str]:
    return owed.due, owed.since, owed.code


def ledger(table: ProcessTable, case: Case, at: date, calendar: Calendar = WEEKDAYS) -> tuple[Owed, ...]:
    """Return everything that was or is owed up to a day, in the order in which it came to be owed."""
    book = _Book(table, case, calendar)
    book.read()
    return book.close(at)


def held(table: ProcessTable, case: Case, at: date) -> date | None:
    """Return the day until which telling the practitioner is held on a day; None when it is not."""
    book = _Book(table, case, WEEKDAYS)
    book.read()
    return max((each.until for each in book.holds if each.since <= at <= each.until), default=None)


@attrs.define(kw_only=True)
class _Hold:
    """Telling the practitioner is held from one day until another, at most."""

    since: date
    until: date


class _Book:
    """Goes through a log once and keeps what is open; `done` is what is not owed any more."""

    def __init__(self, table: ProcessTable, case: Case, calendar: Calendar) -> None:
        self.table, self.case, self.calendar = table, case, calendar
        self.log = standing_log(table, case)
        self.done: list[Owed] = []
        self.open: dict[str, list[Owed]] = {}
        self.pauses: list[tuple[date, date | None]] = []
        self.holds: list[_Hold] = []
        self.conflicted: set[str] = set()
        self.moved: dict[int, list[Move]] = {}
        for move in case.moves:
            self.moved.setdefault(move.at, []).append(move)

    def read(self) -> None:
        for place, event in enumerate(self.log):
            if event is None:
                continue
            if not place:
                self._runs(event, "", self.table.index.starts.items())
            for move in self.moved.get(place, ()):
                self._runs(event, move.left, [(move.region, move.entered)])
            self._event(event, self.case.log[place])

    def _runs(self, event: Event, left: str, entered: Iterable[tuple[str, str]]) -> None:
        """Begin and end what runs while a region is in certain states."""
        for region, state in entered:
            for code in self.table.index.in_region.get(region, ()):
                rule = self.table.obligations[code]
                if left in rule.states and state not in rule.states:
                    self._close(code, event, met=event.what in rule.met_by)
                elif state in rule.states and left not in rule.states:
                    self._begin(code, event)

    def _event(self, event: Event, original: Event) -> None:
        index, kind = self.table.index, self.table.events.get(event.what)
        if kind is None:
            return
        for code in index.met_by.get(event.what, ()):
            self._meet(code, event)
        for code in index.ended_by.get(event.what, ()):
            self._close(code, event, met=False)
        for code in index.after.get(event.what, ()):
            if not (self.table.obligations[code].repeats and self.open.get(code)):
                self._begin(code, event)
        if kind.nature == "protective":
            self._owe(kind, original)
        if kind.effect in _KEPT:
            _KEPT[kind.effect](self, event)

    def _begin(self, code: str, event: Event) -> None:
        rule = self.table.obligations[code]
        ends = [last_day(event.day, rule.within, self.calendar)] if rule.within else []
        ends += [event.review_on] if rule.on_review_day and event.review_on else []
        if ends:
            self.open.setdefault(code, []).append(self._owed(code, rule, event, min(ends)))

    def _owed(self, code: str, rule: Obligation, event: Event, day: date) -> Owed:
        return Owed(
            code=code,
            title=rule.title,
            says=rule.says,
            owed_by=rule.owed_by,
            to=rule.to,
            contact=rule.contact,
            ceiling=rule.ceiling,
            event=event.id,
            since=event.day,
            due=day,
            right=rule.missed,
            verified=rule.verified,
            basis=self.table.cite(rule.source, rule.doubt),
            calendar=self._counted(rule.within),
        )

    def _counted(self, period: Period | None) -> str:
        return self.calendar.says if period and period.unit == "working days" else ""

    def _meet(self, code: str, event: Event) -> None:
        met = self.open.pop(code, [])
        self.done += [attrs.evolve(self._timed(each, event.day), met=max(event.day, each.since)) for each in met]
        if met and code in self.table.obligations and self.table.obligations[code].repeats:
            self._begin(code, event)

    def _close(self, code: str, event: Event, *, met: bool) -> None:
        for each in self.open.pop(code, []):
            day = max(event.day, each.since)
            timed = self._timed(each, event.day)
            self.done.append(attrs.evolve(timed, met=day) if met else attrs.evolve(timed, ended=day))

    def _owe(self, kind: EventType, event: Event) -> None:
        """Owe at once what a protective step lacked when it was recorded."""
        entitled = not kind.by or event.actor.role in kind.by
        missing: list[str] = [field for field in kind.asks if not getattr(event, field)]
        missing += [] if entitled and event.actor.id not in self.conflicted else [CONFIRMATION]
        for field in missing:
            rule = self.table.owing[field]
            owed = Owed(
                code=f"{field}:{event.id}",
                title=rule.title,
                says=rule.says,
                owed_by=rule.owed_by,
                event=event.id,
                since=event.day,
                due=last_day(event.day, rule.within, self.calendar),
                basis=self.table.cite(rule.source, rule.doubt),
                calendar=self._counted(rule.within),
            )
            self.open[owed.code] = [owed]

    def _supply(self, event: Event) -> None:
        """Take what was missing as given: a field, or the confirmation by somebody else who is entitled."""
        about = self.case.event(event.about)
        for field in self.table.owing:
            if field != CONFIRMATION and getattr(event, field, None):
                self._meet(f"{field}:{about.id}", event)
        by = self.table.events[about.what].by
        entitled = (not by or event.actor.role in by) and event.actor.id not in {about.actor.id, *self.conflicted}
        if entitled:
            self._meet(f"{CONFIRMATION}:{about.id}", event)

    def _explain(self, event: Event) -> None:
        why = Explanation(reason=event.reason, role=event.actor.role, on=event.day, until=event.until)
        if instances := self.open.get(event.obligation):
            for number, each in enumerate(instances):
                later = max(each.due, event.until) if event.until else each.due
                instances[number] = attrs.evolve(each, due=later, explained=(*each.explained, why))
            return
        for number in reversed(range(len(self.done))):
            if self.done[number].code == event.obligation:
                each = self.done[number]
                self.done[number] = attrs.evolve(each, explained=(*each.explained, why))
                return

    def _declare(self, event: Event) -> None:
        person = event.person.id if event.person else event.actor.id
        conflicted = self.table.events[event.what].standing == "conflicted"
        (self.conflicted.add if conflicted else self.conflicted.discard)(person)

    def _pause(self, event: Event) -> None:
        self.pauses.append((event.day, None))

    def _resume(self, event: Event) -> None:
        self.pauses = [(since, until or event.day) for since, until in self.pauses]

    def _hold(self, event: Event) -> None:
        self.holds.append(_Hold(since=event.day, until=event.until or event.day))

    def _release(self, event: Event) -> None:
        for hold in self.holds:
            hold.until = min(hold.until, event.day)

    def _timed(self, owed: Owed, day: date) -> Owed:
        """Return what is owed with its day moved by pauses, and held as long as telling was held."""
        rule = self.table.obligations.get(owed.code)
        if rule and rule.pausable:
            owed = attrs.evolve(owed, due=self._shifted(owed, day))
        if rule and rule.holdable:
            ends = [hold.until for hold in self.holds if hold.since <= owed.due <= hold.until]
            owed = attrs.evolve(owed, held_until=max(ends, default=None))
        return owed

    def _shifted(self, owed: Owed, day: date) -> date:
        shifted = owed.due
        for since, until in self.pauses:
            first = max(since, owed.since)
            if first <= shifted:
                shifted += max((until or max(day, first)) - first, timedelta(0))
        return shifted

    def close(self, day: date) -> tuple[Owed, ...]:
        """Return everything, what is still open last."""
        still = (self._timed(each, day) for instances in self.open.values() for each in instances)
        return (*self.done, *still)


_KEPT: Mapping[str, Callable[[_Book, Event], None]] = {
    "supply": _Book._supply,
    "correct": _Book._supply,
    "extend": _Book._explain,
    "explain": _Book._explain,
    "declare": _Book._declare,
    "pause": _Book._pause,
    "resume": _Book._resume,
    "hold": _Book._hold,
    "release": _Book._release,
}
