"""The one way in which a case changes: `open_case` and `advance`; and `allowed`, which says what may be next.

An event that may not happen yet raises `TransitionRefused` with everything that is missing, and the case stays
as it was. Nothing holds up protective action: what it lacks is owed at once (`obligations`). Nothing that is
overdue holds up a supportive step. Nothing that a table says can change either: `soundness` refuses such tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import attrs

from fairness_core.errors import CallerError, StaleVersion, TransitionRefused
from fairness_core.process.clocks import WEEKDAYS, Calendar
from fairness_core.process.effects import EFFECTS, effect_unmet
from fairness_core.process.guards import Unmet, guard_unmet, is_any_of
from fairness_core.process.log import (
    DECIDED,
    Case,
    Event,
    Header,
    Subject,
    Tables,
    another_table,
    begin,
    follow,
    no_other_table,
)
from fairness_core.process.table import AMENDING, ActorNot, EventType, Nature, ProcessTable
from fairness_core.staff import StaffRef


@attrs.frozen(kw_only=True)
class Option:
    """One event that a case could take: where it leads, who may, what it must carry, and what is unmet.

    `unmet` is empty when it may happen. `provided` are conditions that depend on who acts, where nobody was
    named. A protective event is never unmet: what it lacks of `asks` is owed once it has happened.
    """

    event: str
    label: str
    nature: Nature
    leads_to: tuple[tuple[str, str], ...]
    by: tuple[str, ...]
    asks: tuple[str, ...]
    unmet: tuple[Unmet, ...]
    provided: tuple[str, ...] = ()

    @property
    def is_allowed(self) -> bool:
        """Whether nothing is unmet."""
        return not self.unmet


def open_case(
    table: ProcessTable, event: Event, *, reference: str, subject: Subject, calendar: Calendar = WEEKDAYS
) -> Case:
    """Open a case with its first event; raise `TransitionRefused` when that is not an opening event of the table.

    `reference` and `subject` are opaque: no name is taken.
    """
    header = Header(reference=reference, subject=subject, process=table.ref)
    return advance(table, begin(table, header), event, calendar=calendar)


def advance(
    table: ProcessTable,
    case: Case,
    event: Event,
    *,
    expected: int | None = None,
    calendar: Calendar = WEEKDAYS,
    tables: Tables = no_other_table,
) -> Case:
    """Return the case after an event; the case that was given stays as it is.

    An event whose id the log holds already changes nothing. `expected` is the version that the caller has seen.
    Raises `StaleVersion` when the case has moved on since, `TransitionRefused` with everything that is unmet, and
    `CallerError` for another table, an event that the table does not have, an id used for another event, or a
    time of recording before the last one's.
    """
    if case.process != table.ref:
        raise another_table(case.reference, case.process, table.ref)
    if event.id in case.places:
        return _again(case, event)
    if expected is not None and expected != case.version:
        raise StaleVersion(expected=expected, found=case.version)
    kind = table.events.get(event.what)
    if kind is None:
        raise CallerError(
            f"The process {table.ref} has no event {event.what!r}.", hint=f"It has: {', '.join(table.events)}."
        )
    if case.log and event.recorded < case.log[-1].recorded:
        raise CallerError(
            f"The event {event.id} was recorded before the last one of the log.",
            hint="Give the time at which it is written down now; `occurred` may be long before.",
        )
    unmet = tuple(_unmet(table, case, event, kind, calendar, tables))
    if unmet:
        raise TransitionRefused(
            event=event.what,
            label=kind.label,
            states=dict(case.states),
            unmet=tuple(each.says for each in unmet),
            allowed=tuple(each.event for each in allowed(table, case, event.day, calendar=calendar) if each.is_allowed),
        )
    return follow(table, case, event, tables)


def _again(case: Case, event: Event) -> Case:
    if case.event(event.id) != event:
        raise CallerError(
            f"The id {event.id} belongs to another event of this case.", hint="Give each event an id of its own."
        )
    return case


def allowed(
    table: ProcessTable, case: Case, at: date, *, actor: StaffRef | None = None, calendar: Calendar = WEEKDAYS
) -> tuple[Option, ...]:
    """Return every event that the case's states know on a day, with what each still lacks; protective ones first.

    With an `actor`, who may act is judged too; without, `provided` says on what it depends. What an event must
    carry is not judged: `asks` lists it. Raises `CallerError` for another table than the case's.
    """
    if case.process != table.ref:
        raise another_table(case.reference, case.process, table.ref)
    order: tuple[Nature, ...] = ("protective", "supportive", "record", "formal")
    return tuple(sorted(_options(table, case, at, actor, calendar), key=lambda each: order.index(each.nature)))


def _options(table: ProcessTable, case: Case, at: date, actor: StaffRef | None, calendar: Calendar) -> Iterator[Option]:
    for code, kind in table.events.items():
        arrows = table.arrows_for(code, case.states)
        if not _is_in_reach(table, case, code, kind):
            continue
        guards = [] if kind.nature == "protective" else [guard for arrow in arrows for guard in arrow.needs]
        judged = [each for each in guards if each.kind != "person_not" and (actor or each.kind != "actor_not")]
        unmet = [found for each in judged if (found := guard_unmet(each, table, case, actor, None, at, calendar, code))]
        if actor and kind.nature != "protective":
            unmet += [*_role_unmet(table, case, kind, actor), *_people_unmet(table, case, kind, actor, None)]
        yield Option(
            event=code,
            label=kind.label,
            nature=kind.nature,
            leads_to=tuple((each.region, each.to or case.states[each.region]) for each in arrows),
            by=kind.by,
            asks=kind.asks,
            unmet=tuple(unmet),
            provided=() if actor else (*_decider(kind), *(each.says for each in guards if isinstance(each, ActorNot))),
        )


def _is_in_reach(table: ProcessTable, case: Case, code: str, kind: EventType) -> bool:
    """Tell whether an event's arrows begin where the case is; only an opening event begins a case, and only once."""
    if (kind.effect == "open") == bool(case.log):
        return False
    return table.is_in_reach(code, case.states)


def _unmet(
    table: ProcessTable, case: Case, event: Event, kind: EventType, calendar: Calendar, tables: Tables
) -> Iterator[Unmet]:
    if not _is_in_reach(table, case, event.what, kind):
        yield _out_of_reach(table, case, event, kind)
        return
    choices = _choices(table, case, event, kind)
    if event.choice and event.choice not in choices and kind.nature != "protective":
        there = ", ".join(choices) or "none"
        yield Unmet(kind="choice", says=f"The choice is not one of this event's. There are: {there}.")
    if kind.effect in EFFECTS:
        yield from effect_unmet(table, case, event, kind, calendar, tables)
    if kind.nature == "protective":
        return
    # Whoever appoints without naming anybody appoints themselves.
    person = event.person or (event.actor if kind.effect == "appoint" else None)
    yield from _role_unmet(table, case, kind, event.actor)
    yield from _people_unmet(table, case, kind, event.actor, person)
    for arrow in table.arrows_for(event.what, case.states):
        for guard in arrow.needs:
            if found := guard_unmet(guard, table, case, event.actor, person, event.day, calendar, event.what):
                yield found
    for field in kind.asks:
        if not getattr(event, field):
            yield Unmet(kind="asks", says=_ASKED[field])
    if event.review_on and event.review_on < event.day and kind.effect not in AMENDING:
        yield Unmet(kind="review_on", says="The day of the review is not before the day on which this happens.")


def _choices(table: ProcessTable, case: Case, event: Event, kind: EventType) -> Mapping[str, str]:
    """Return what there is to choose: in what adds to or corrects an earlier event, its choices."""
    if kind.effect in AMENDING and event.about in case.places:
        return table.events[case.event(event.about).what].choices
    return kind.choices


NOT_A_DECIDER = (
    "Whoever decides has declared no conflict of interest, did not investigate, and is not whom it is about."
)
NOT_AN_INVESTIGATOR = "Whoever investigates has declared no conflict of interest, and took no decision in this case."


def _decider(kind: EventType) -> tuple[str, ...]:
    return (NOT_A_DECIDER,) if kind.decides else ()


def _people_unmet(
    table: ProcessTable, case: Case, kind: EventType, actor: StaffRef, person: StaffRef | None
) -> Iterator[Unmet]:
    """Yield why a person may not decide, or may not be made investigator; no table can say otherwise."""
    investigators = tuple(code for code, role in table.roles.items() if role.investigates)
    if kind.decides:
        barred = is_any_of(case, actor, (*_NOT_CLEAR, *investigators))
        if barred or actor.id == case.header.subject.id:
            yield Unmet(kind="actor_not", says=NOT_A_DECIDER)
    if kind.effect == "appoint" and kind.role in investigators and person:
        barred = is_any_of(case, person, (*_NOT_CLEAR, DECIDED))
        if barred or person.id == case.header.subject.id:
            yield Unmet(kind="person_not", says=NOT_AN_INVESTIGATOR)


_NOT_CLEAR = ("undeclared", "conflicted", "managed")

_ASKED = {
    "reason": "Say why: give the reference of the written reason.",
    "evidence": "Give the reference of the document that shows it.",
    "review_on": "Give the day on which it will be reviewed.",
    "contact": "Name a contact for the person, by reference.",
    "person": "Say whom it concerns, by reference.",
    "until": "Give the day until which it lasts.",
    "choice": "Choose one of the event's codes.",
    "about": "Give the id of the event that it speaks of.",
}


def _out_of_reach(table: ProcessTable, case: Case, event: Event, kind: EventType) -> Unmet:
    if event.what in table.unused:
        return Unmet(kind="state", says="This process has no use for this event.")
    if kind.effect == "open":
        return Unmet(kind="state", says="The case is open already; another concern is an event of its own.")
    if not case.log:
        opening = ", ".join(code for code, each in table.events.items() if each.effect == "open")
        return Unmet(kind="state", says=f"A case begins with one of: {opening}.")
    regions = {arrow.region for arrow in table.arrows.values() if arrow.event == event.what}
    now = "; ".join(_now(table, case, each) for each in table.regions if each in regions)
    return Unmet(kind="state", says=f"This is not a step from where the case is ({now}).")


def _now(table: ProcessTable, case: Case, region: str) -> str:
    found = table.regions[region]
    return f"{found.title}: {found.states[case.states[region]].label}"


def _role_unmet(table: ProcessTable, case: Case, kind: EventType, actor: StaffRef) -> list[Unmet]:
    role = table.roles.get(actor.role)
    who = ", ".join(table.roles[each].label.lower() for each in kind.by if each in table.roles)
    if role is None:
        return [Unmet(kind="role", says=f"The process has no role {actor.role!r}. It has: {', '.join(table.roles)}.")]
    if kind.by and actor.role not in kind.by:
        return [Unmet(kind="role", says=f"This is done by: {who}.")]
    # Whoever is asked to take a part declares their interests before they are appointed to it.
    if role.appointed and kind.effect != "declare" and actor.id not in case.holders.get(actor.role, ()):
        return [Unmet(kind="role", says=f"This person has not been appointed as {role.label.lower()} in this case.")]
    return []
