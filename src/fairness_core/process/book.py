"""Reading a log into what came to be owed: each obligation as often as it was, with what became of it.

A `Book` goes through the log once. Only what the log says moves a day: pauses, holds and extensions. What is told
of a line, and which questions can be asked, is in `obligations`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

import attrs

from fairness_core.process.clocks import Calendar, last_day, put_off
from fairness_core.process.log import Case, Event, Move, another_table, standing_log
from fairness_core.process.table import CONFIRMATION, EventType, Obligation, Owing, ProcessTable
from fairness_core.staff import StaffRef


@attrs.frozen(kw_only=True)
class Explanation:
    """Why something is late or was given a later day: a reference to the words, whose role, on which day."""

    reason: str
    role: str
    on: date
    until: date | None = None


def days_late(due: date, until: date, holds: Iterable[tuple[date, date]]) -> int:
    """Return how many days after its day something is on another, without those on which telling was held."""
    waited = sum(max(0, (min(last, until) - first).days + 1) for first, last in holds)
    return max(0, (until - due).days - waited)


@attrs.define(kw_only=True)
class Hold:
    """Telling the practitioner is held from one day until another, at most."""

    since: date
    until: date
    released: bool = False

    def holds_on(self, day: date) -> bool:
        """Tell whether it holds on a day; on that of its release it does no more."""
        return self.since <= day <= self.until and not (self.released and day == self.until)


@attrs.define(kw_only=True)
class Line:
    """One thing owed while the book is read; what is told of it stands in `rule`, and pauses move `due` later.

    `began` is the moment of the event from which it follows: nothing that occurred before can have met it. Pauses
    before the `settled`th, and all before `counted_from`, are in `due` already.
    """

    code: str
    rule: Obligation
    event: str
    began: datetime
    since: date
    due: date
    met: date | None = None
    ended: date | None = None
    explained: tuple[Explanation, ...] = ()
    settled: int = 0
    counted_from: date

    @property
    def over(self) -> date | None:
        """The day on which it was met or ended; None while it is open."""
        return self.met or self.ended


class Book:
    """Goes through a log once, up to a day, and keeps a line for all that came to be owed."""

    def __init__(self, table: ProcessTable, case: Case, calendar: Calendar, at: date = date.max) -> None:
        if case.process != table.ref:
            raise another_table(case.reference, case.process, table.ref)
        self.table, self.case, self.calendar, self.at = table, case, calendar, at
        self.log = standing_log(table, case)
        self.lines: list[Line] = []
        self.open: dict[str, list[Line]] = {}
        self.pauses: list[tuple[date, date | None]] = []
        self.holds: list[Hold] = []
        self.conflicted: set[str] = set()
        self.holders: set[tuple[str, str]] = set()
        self.latest = date.min
        self.moved: dict[int, list[Move]] = {}
        for move in case.moves:
            self.moved.setdefault(move.at, []).append(move)
        self._read()

    def _read(self) -> None:
        for place, event in enumerate(self.log):
            if event is None or event.day > self.at:
                continue
            if not place:
                self._runs(event, "", self._starts().items())
            for move in self.moved.get(place, ()):
                if (move.region, move.left) in self.table.index.paused_in:
                    self._resume(event)
                self._runs(event, move.left, [(move.region, move.entered)])
            self._event(event, self.case.log[place])
            self.latest = max(self.latest, event.day)

    def _starts(self) -> dict[str, str]:
        """Return in which state each region was at first: one that a migration brought was in none."""
        first: dict[str, str] = {}
        for move in self.case.moves:
            first.setdefault(move.region, move.left)
        return {region: first.get(region, state) for region, state in self.case.states.items()}

    def _runs(self, event: Event, left: str, entered: Iterable[tuple[str, str]]) -> None:
        """Begin and end what runs while a region is in certain states."""
        for region, state in entered:
            for code in self.table.index.in_region.get(region, ()):
                rule = self.table.obligations[code]
                if left in rule.states and state not in rule.states:
                    for line in self.open.pop(code, ()):
                        _close(line, event, met=event.what in rule.met_by)
                elif state in rule.states and left not in rule.states:
                    self._begin(code, event)

    def _event(self, event: Event, original: Event) -> None:
        index, kind = self.table.index, self.table.events.get(event.what)
        if kind is None:
            return
        for code in index.met_by.get(event.what, ()):
            self._meet(code, event)
        for code in index.ended_by.get(event.what, ()):
            self._finish(code, event, met=False)
        for code in index.after.get(event.what, ()):
            if not (self.table.obligations[code].repeats and self.open.get(code)):
                self._begin(code, event)
        if kind.nature == "protective":
            self._lacks(kind, event, original)
        if kind.effect in _KEPT:
            _KEPT[kind.effect](self, event)

    def _begin(self, code: str, event: Event) -> None:
        line = self._line(code, event)
        self.lines.append(line)
        self.open.setdefault(code, []).append(line)

    def _line(self, code: str, event: Event) -> Line:
        rule = self.table.obligations[code]
        ends = [last_day(event.day, rule.within, self.calendar)] if rule.within else []
        ends += [event.review_on] if rule.on_review_day and _reviewed(event) and event.review_on else []
        return self._new(code, rule, event, min(ends, default=event.day))

    def _new(self, code: str, rule: Obligation, event: Event, day: date) -> Line:
        since = event.day
        return Line(
            code=code, rule=rule, event=event.id, began=event.occurred, since=since, due=day, counted_from=since
        )

    def _meet(self, code: str, event: Event) -> None:
        repeats = self.table.obligations[code].repeats
        if self._finish(code, event, met=True):
            if repeats:
                self._begin(code, event)
        elif event.day < self.latest:
            self._met_before(code, event, repeats=repeats)

    def _finish(self, code: str, event: Event, *, met: bool) -> bool:
        """Close what an event meets or ends: not what began after it occurred, nor what it began itself."""
        there = self.open.pop(code, None)
        if not there:
            return False
        ours = [line for line in there if line.event != event.id and line.began <= event.occurred]
        for line in ours:
            _close(line, event, met=met)
        if left := [line for line in there if line not in ours]:
            self.open[code] = left
        return bool(ours)

    def _met_before(self, code: str, event: Event, *, repeats: bool) -> None:
        """Let what was recorded late count for what it met when it occurred, in the midst of what was known."""
        for number in reversed(range(len(self.lines))):
            line = self.lines[number]
            if line.code == code and line.over and line.began <= event.occurred and event.day < line.over:
                if repeats:
                    again = self._line(code, event)
                    again.met, again.ended = line.met, line.ended
                    self.lines.insert(number + 1, again)
                line.met, line.ended = event.day, None

    def _lacks(self, kind: EventType, event: Event, original: Event) -> None:
        """Owe at once what a protective step lacked when it was recorded."""
        missing: list[str] = [field for field in kind.asks if not getattr(original, field)]
        if "review_on" in kind.asks and original.review_on and not _reviewed(original):
            missing.append("review_on")
        if "choice" in kind.asks and original.choice and original.choice not in kind.choices:
            missing.append("choice")
        if not self._may(kind, event.actor):
            missing.append(CONFIRMATION)
        for field in missing:
            rule, code = self.table.owing[field], f"{field}:{event.id}"
            day = last_day(event.day, rule.within, self.calendar)
            line = self._new(code, _as_obligation(rule), event, day)
            self.lines.append(line)
            self.open[code] = [line]

    def _may(self, kind: EventType, actor: StaffRef) -> bool:
        """Tell whether somebody is entitled to a protective step, so that nobody else need confirm it."""
        role = self.table.roles.get(actor.role)
        appointed = role is None or not role.appointed or (actor.role, actor.id) in self.holders
        return (not kind.by or actor.role in kind.by) and appointed and actor.id not in self.conflicted

    def _supply(self, event: Event) -> None:
        """Take what was missing as given: a field, or the confirmation by somebody else who is entitled."""
        about = self.case.event(event.about)
        given = [field for field in _GIVEN if getattr(event, field)]
        if self.table.events[event.what].effect == "supply":
            given += ["reason"] if event.reason else []
        others = {about.actor.id, self.case.header.subject.id}
        if self._may(self.table.events[about.what], event.actor) and event.actor.id not in others:
            given.append(CONFIRMATION)
        for field in given:
            for line in self.open.pop(f"{field}:{about.id}", ()):
                _close(line, event, met=True)

    def _extend(self, event: Event) -> None:
        """Give a later day; pauses before that do not move it again."""
        ours = [line for line in self.open.get(event.obligation, ()) if event.about in ("", line.event)]
        for line in ours:
            if event.until and event.until > self.shifted(line, event.day):
                line.due, line.counted_from = event.until, max(line.since, event.day)
                line.settled = sum(until is not None for _, until in self.pauses)
        self._keep_reason(event, ours or self._meant(event), event.until)

    def _explain(self, event: Event) -> None:
        """Keep why something is or was late; that moves no day."""
        self._keep_reason(event, self._meant(event), None)

    def _keep_reason(self, event: Event, lines: Iterable[Line], until: date | None) -> None:
        why = Explanation(reason=event.reason, role=event.actor.role, on=event.day, until=until)
        for line in lines:
            line.explained = (*line.explained, why)

    def _meant(self, event: Event) -> list[Line]:
        """Return what an explanation speaks of: what is late and open, else what was late last, else what there is."""
        ours = [each for each in self.lines if each.code == event.obligation and event.about in ("", each.event)]
        late = [each for each in ours if self._days_late(each, event.day)]
        still = [each for each in ours if not each.over]
        return [each for each in late if not each.over] or late[-1:] or still or ours[-1:]

    def _appoint(self, event: Event) -> None:
        self.holders.add((self.table.events[event.what].role, (event.person or event.actor).id))

    def _stand_down(self, event: Event) -> None:
        self.holders.discard((self.table.events[event.what].role, (event.person or event.actor).id))

    def _declare(self, event: Event) -> None:
        person = (event.person or event.actor).id
        conflicted = self.table.events[event.what].standing == "conflicted"
        (self.conflicted.add if conflicted else self.conflicted.discard)(person)

    def _pause(self, event: Event) -> None:
        self.pauses.append((event.day, None))

    def _resume(self, event: Event) -> None:
        self.pauses = [(since, until or event.day) for since, until in self.pauses]

    def _hold(self, event: Event) -> None:
        self.holds.append(Hold(since=event.day, until=event.until or event.day))

    def _release(self, event: Event) -> None:
        for hold in self.holds:
            if hold.since <= event.day <= hold.until:
                hold.until, hold.released = event.day, True

    def _days_late(self, line: Line, day: date) -> int:
        due = self.shifted(line, day)
        return days_late(due, line.over or day, self.held_after(due) if line.rule.holdable else ())

    def shifted(self, line: Line, day: date) -> date:
        """Return its day, moved by the pauses up to a day in which its clock stood still."""
        shifted, counted, day = line.due, line.counted_from, line.over or day
        for since, until in self.pauses[line.settled :] if line.rule.pausable else ():
            first, end = max(since, counted), min(until or day, day)
            if first <= shifted and first < end:
                shifted = put_off(shifted, first, end, line.rule.within, self.calendar)
                counted = end
        return shifted

    def held_after(self, day: date) -> Iterator[tuple[date, date]]:
        """Yield each time after a day in which telling was held, one after the other."""
        for hold in sorted(self.holds, key=lambda each: each.since):
            first = max(hold.since, day + timedelta(days=1))
            if first <= hold.until:
                yield first, hold.until
                day = hold.until


_GIVEN = ("evidence", "review_on", "contact", "person", "until", "choice")
"""What can be given to an earlier event, whose lack it then meets; a reason too, but not that of a correction."""


def _reviewed(event: Event) -> bool:
    """Tell whether an event names a day of review that is not over before it begins."""
    return event.review_on is not None and event.review_on >= event.day


def _close(line: Line, event: Event, *, met: bool) -> None:
    day = max(event.day, line.since)
    line.met, line.ended = (day, None) if met else (None, day)


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


_KEPT: Mapping[str, Callable[[Book, Event], None]] = {
    "appoint": Book._appoint,
    "stand-down": Book._stand_down,
    "supply": Book._supply,
    "correct": Book._supply,
    "extend": Book._extend,
    "explain": Book._explain,
    "declare": Book._declare,
    "pause": Book._pause,
    "resume": Book._resume,
    "hold": Book._hold,
    "release": Book._release,
}
