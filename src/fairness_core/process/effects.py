"""What an event with an effect must be sound in, whatever the table says: appointing, declaring, correcting, holding.

What an effect does is in `log` and `obligations`; here is what would make no sense, each with a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from fairness_core.errors import CallerError
from fairness_core.process.clocks import Calendar
from fairness_core.process.guards import Unmet
from fairness_core.process.legal_hold import held_since
from fairness_core.process.log import Case, Event, Tables, found_table, standing_log
from fairness_core.process.migration import lost
from fairness_core.process.obligations import outstanding
from fairness_core.process.table import EventType, ProcessTable


def effect_unmet(
    table: ProcessTable, case: Case, event: Event, kind: EventType, calendar: Calendar, tables: Tables
) -> Iterator[Unmet]:
    """Yield what would make no sense in an event's effect, each as a sentence."""
    for says in EFFECTS[kind.effect](table, case, event, calendar, tables):
        yield Unmet(kind=kind.effect, says=says)


def _declare(table: ProcessTable, case: Case, event: Event, _: Calendar, __: Tables) -> Iterator[str]:
    person = event.person.id if event.person else event.actor.id
    own = person == event.actor.id
    standing = table.events[event.what].standing
    if standing == "clear" and not own:
        yield "Only the person can declare that they have no conflict of interest."
    if standing == "clear" and case.standing.get(person) in ("conflicted", "managed"):
        yield "A conflict that was declared is not taken back; somebody else records how it is managed."
    if standing == "managed" and own:
        yield "Somebody else decides how a person's conflict of interest is managed."


def _about(table: ProcessTable, case: Case, event: Event, _: Calendar, __: Tables) -> Iterator[str]:
    if event.about not in case.places:
        yield "Give in `about` the id of an event of this case."


def _supply(table: ProcessTable, case: Case, event: Event, calendar: Calendar, tables: Tables) -> Iterator[str]:
    yield from _about(table, case, event, calendar, tables)
    known = _known(table, case, event)
    if event.about in case.places and known is None:
        yield "This event was struck out: record it anew where it did happen."
    elif known and event.review_on and event.review_on < known.day:
        yield "The day of the review is not before the day on which the event occurred."


def _known(table: ProcessTable, case: Case, event: Event) -> Event | None:
    place = case.places.get(event.about)
    return None if place is None else standing_log(table, case)[place]


_NAMING = ("appoint", "stand-down", "declare")


def _correct(table: ProcessTable, case: Case, event: Event, calendar: Calendar, tables: Tables) -> Iterator[str]:
    yield from _supply(table, case, event, calendar, tables)
    known = _known(table, case, event)
    if known is None:
        return
    if event.true_day and event.true_day > known.recorded.date():
        yield "The event cannot have occurred after it was recorded."
    if event.person and table.events[known.what].effect in _NAMING:
        yield "Somebody was named by this event, and has had that part since: record the event that puts it right."
    if event.review_on and known.review_on and event.review_on > known.review_on:
        yield "A day of review is not put off by a correction: review it, and give the next day then."


def _strike(table: ProcessTable, case: Case, event: Event, calendar: Calendar, tables: Tables) -> Iterator[str]:
    yield from _about(table, case, event, calendar, tables)
    place = case.places.get(event.about, -1)
    if place < 0:
        return
    kind = table.events.get(case.log[place].what)
    if any(move.at == place for move in case.moves) or kind is None or kind.effect or not place:
        yield "This event moved the case or did more than record, so it stays: record the event that puts it right."
    if standing_log(table, case)[place] is None:
        yield "This event was struck out already."


def _extend(table: ProcessTable, case: Case, event: Event, calendar: Calendar, _: Tables) -> Iterator[str]:
    rule = table.obligations.get(event.obligation)
    if rule is None:
        yield "Give in `obligation` the code of what is to be extended."
        return
    if not rule.extendable:
        yield f"This cannot be extended: {rule.title}."
    if not event.until:
        yield _UNTIL
    owed = [each for each in outstanding(table, case, event.day, calendar) if each.code == event.obligation]
    still = [each for each in owed if event.about in ("", each.event)]
    if not still:
        yield f"This is not owed at the moment: {rule.title}."
    if len(still) > 1:
        yield f"This is owed {len(still)} times: give in `about` the event from which the one follows that is extended."
    if event.until and still and event.until <= max(*(each.due for each in still), event.day):
        yield "An extension gives a day that is later than the present one, and still to come."
    if not event.reason:
        yield _WHY


def _explain(table: ProcessTable, case: Case, event: Event, _: Calendar, __: Tables) -> Iterator[str]:
    known = table.obligations.keys() | {f"{field}:{each.id}" for field in table.owing for each in case.log}
    if event.obligation not in known:
        yield "Give in `obligation` the code of what is explained."
    if not event.reason:
        yield _WHY


_WHY = "Say why: give the reference of the written reason."
_UNTIL = "Give the day until which it lasts."


def _hold(table: ProcessTable, case: Case, event: Event, _: Calendar, __: Tables) -> Iterator[str]:
    if not event.until or event.until < event.day:
        yield "Give the day until which telling is held; it is not before the day itself."
    if not event.choice:
        yield "Say who asked for it: choose one of the event's codes."


def _link(table: ProcessTable, case: Case, event: Event, _: Calendar, __: Tables) -> Iterator[str]:
    if not event.case or event.case == case.reference:
        yield "Give the reference of the other case."


def _redact(table: ProcessTable, case: Case, event: Event, _: Calendar, __: Tables) -> Iterator[str]:
    known = {ref for each in case.log for ref in (each.reason, *each.evidence)}
    if not event.refs or not set(event.refs) <= known:
        yield "Give in `refs` the references of notes of this case."
    if held := held_since(table, case):
        yield f"The case has been on legal hold since {held:%d/%m/%Y}: no words are removed until that is ended."


def _migrate(table: ProcessTable, case: Case, event: Event, calendar: Calendar, tables: Tables) -> Iterator[str]:
    if event.to_table is None:
        yield "Give in `to_table` the table that the case moves to."
        return
    try:
        new = found_table(tables, event.to_table)
    except CallerError as fault:
        yield fault.message
        return
    yield from lost(table, new, case, event.day, calendar)


EFFECTS: Mapping[str, Callable[[ProcessTable, Case, Event, Calendar, Tables], Iterator[str]]] = {
    "declare": _declare,
    "supply": _supply,
    "correct": _correct,
    "strike": _strike,
    "extend": _extend,
    "explain": _explain,
    "hold": _hold,
    "link": _link,
    "redact": _redact,
    "migrate": _migrate,
}
