"""What a case owes, to whom, until when; what is late, why, and what follows from it.

Time changes no state and extends nothing: a day is passed in, and what is owed on it is worked out from the
log. Everything here is computed from one ledger, in which each obligation stands as often as it was owed.
Which days count is in `clocks`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

import attrs

from fairness_core.process.clocks import WEEKDAYS, Calendar, last_day
from fairness_core.process.log import Case, Event, Move, standing_log
from fairness_core.process.table import CONFIRMATION, EventType, Obligation, Owing, Party, ProcessTable


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
    return tuple(sorted(_read(table, case, calendar).still_open(at), key=_by_day))


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
    return _read(table, case, calendar).close(at)


def held(table: ProcessTable, case: Case, at: date) -> date | None:
    """Return the day until which telling the practitioner is held on a day; None when it is not."""
    book = _read(table, case, WEEKDAYS)
    return max((each.until for each in book.holds if each.since <= at <= each.until), default=None)


@attrs.define(kw_only=True)
class _Hold:
    """Telling the practitioner is held from one day until another, at most."""

    since: date
    until: date


@attrs.define(kw_only=True)
class _Line:
    """One thing owed while the book is read; what is told of it stands in `rule`."""

    code: str
    rule: Obligation
    event: str
    since: date
    due: date
    met: date | None = None
    ended: date | None = None
    held_until: date | None = None
    explained: tuple[Explanation, ...] = ()


def _read(table: ProcessTable, case: Case, calendar: Calendar) -> _Book:
    book = _Book(table, case, calendar)
    book.read()
    return book


class _Book:
    """Goes through a log once and keeps what is open; `done` is what is not owed any more."""

    def __init__(self, table: ProcessTable, case: Case, calendar: Calendar) -> None:
        self.table, self.case, self.calendar = table, case, calendar
        self.log = standing_log(table, case)
        self.done: list[_Line] = []
        self.open: dict[str, list[_Line]] = {}
        self.pauses: list[tuple[date, date | None]] = []
        self.paused_in = table.index.paused_in
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
                if (move.region, move.left) in self.paused_in:
                    self._resume(event)
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
            self._lacks(kind, original)
        if kind.effect in _KEPT:
            _KEPT[kind.effect](self, event)

    def _begin(self, code: str, event: Event, since: date | None = None) -> None:
        rule, since = self.table.obligations[code], since or event.day
        ends = [last_day(since, rule.within, self.calendar)] if rule.within else []
        ends += [event.review_on] if rule.on_review_day and event.review_on else []
        if ends:
            self._owe(code, rule, event, since, min(ends))

    def _owe(self, code: str, rule: Obligation, event: Event, since: date, day: date) -> None:
        line = _Line(code=code, rule=rule, event=event.id, since=since, due=day)
        self.open.setdefault(code, []).append(line)

    def _meet(self, code: str, event: Event) -> None:
        met = self.open.pop(code, [])
        for each in met:
            self._timed(each, event.day)
            each.met = max(event.day, each.since)
        self.done += met
        if met and code in self.table.obligations and self.table.obligations[code].repeats:
            # What was recorded late does not bring forward what has been done again since.
            self._begin(code, event, max(event.day, *(each.since for each in met)))

    def _close(self, code: str, event: Event, *, met: bool) -> None:
        for each in self.open.pop(code, []):
            self._timed(each, event.day)
            day = max(event.day, each.since)
            each.met, each.ended = (day, None) if met else (None, day)
            self.done.append(each)

    def _lacks(self, kind: EventType, event: Event) -> None:
        """Owe at once what a protective step lacked when it was recorded."""
        entitled = not kind.by or event.actor.role in kind.by
        missing: list[str] = [field for field in kind.asks if not getattr(event, field)]
        missing += [] if entitled and event.actor.id not in self.conflicted else [CONFIRMATION]
        for field in missing:
            rule = self.table.owing[field]
            day = last_day(event.day, rule.within, self.calendar)
            self._owe(f"{field}:{event.id}", _as_obligation(rule), event, event.day, day)

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

    def _extend(self, event: Event) -> None:
        """Give a later day; where the clock stood still before, the day given holds all the same."""
        for each in self.open.get(event.obligation, ()):
            if event.until:
                stood = self._shifted(each, event.day) - each.due if each.rule.pausable else timedelta(0)
                each.due = max(each.due, event.until - stood)
        self._explain(event)

    def _explain(self, event: Event) -> None:
        """Keep why something is or was late; that moves no day."""
        why = Explanation(reason=event.reason, role=event.actor.role, on=event.day, until=event.until)
        if instances := self.open.get(event.obligation):
            for each in instances:
                each.explained = (*each.explained, why)
            return
        late = next((each for each in reversed(self.done) if each.code == event.obligation), None)
        if late:
            late.explained = (*late.explained, why)

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

    def _timed(self, owed: _Line, day: date) -> None:
        """Move its day by pauses, and hold it as long as telling was held."""
        if owed.rule.pausable:
            owed.due = self._shifted(owed, day)
        if owed.rule.holdable:
            owed.held_until = self._held_until(owed.due)

    def _held_until(self, day: date) -> date | None:
        """Return until when what is due on a day is held, where one hold follows another too."""
        held: date | None = None
        for hold in sorted(self.holds, key=lambda each: each.since):
            if hold.since <= (held + timedelta(days=1) if held else day) <= hold.until:
                held = hold.until
        return held

    def _shifted(self, owed: _Line, day: date) -> date:
        shifted = owed.due
        for since, until in self.pauses:
            first = max(since, owed.since)
            if first <= shifted:
                shifted += max((until or max(day, first)) - first, timedelta(0))
        return shifted

    def close(self, day: date) -> tuple[Owed, ...]:
        """Return everything, what is still open last; a book is closed once."""
        return (*(self._told(each) for each in self.done), *self.still_open(day))

    def still_open(self, day: date) -> tuple[Owed, ...]:
        """Return what is still open, its days moved by what goes on; a book is closed once."""
        still = [each for instances in self.open.values() for each in instances]
        for each in still:
            self._timed(each, day)
        return tuple(self._told(each) for each in still)

    def _told(self, line: _Line) -> Owed:
        rule = line.rule
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
            due=line.due,
            met=line.met,
            ended=line.ended,
            held_until=line.held_until,
            explained=line.explained,
            right=rule.missed,
            verified=rule.verified,
            basis=self.table.cite(rule.source, rule.doubt),
            calendar=self.calendar.says if counted else "",
        )


def _as_obligation(rule: Owing) -> Obligation:
    """Return what a protective step lacks as something owed: to nobody in particular, and no right follows from it."""
    return Obligation(
        title=rule.title,
        says=rule.says,
        owed_by=rule.owed_by,
        within=rule.within,
        source=rule.source,
        doubt=rule.doubt,
    )


_KEPT: Mapping[str, Callable[[_Book, Event], None]] = {
    "supply": _Book._supply,
    "correct": _Book._supply,
    "extend": _Book._extend,
    "explain": _Book._explain,
    "declare": _Book._declare,
    "pause": _Book._pause,
    "resume": _Book._resume,
    "hold": _Book._hold,
    "release": _Book._release,
}
