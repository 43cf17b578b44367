"""A case and the log that it is: what an event carries, and what a log of them amounts to.

`follow` is the whole meaning of an event: it gives the next case and judges nothing. Whether an event may
happen is asked once, before it is recorded, in `case`; what was recorded has happened. Corrections are events
too: they change what is known of an earlier one, and never the log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import takewhile
from typing import Literal, TypeAlias

import attrs

from fairness_core.errors import CallerError
from fairness_core.process.checks import coded, in_a_role, needed, reference, references, with_offset
from fairness_core.process.table import AMENDING, ProcessTable, TableRef
from fairness_core.staff import StaffRef

DECIDED = "decided"
"""In `Case.people`, whoever took a decision in the case."""


@attrs.frozen(kw_only=True)
class Subject:
    """Whom a case is about: a person or a team, by reference."""

    kind: Literal["person", "team"] = "person"
    id: str = attrs.field(validator=needed)


@attrs.frozen(kw_only=True)
class Header:
    """What a log begins with: the case's reference, whom it is about, and the table it began under."""

    reference: str = attrs.field(validator=needed)
    subject: Subject
    process: TableRef


@attrs.frozen(kw_only=True)
class Event:
    """One thing that happened: what, when it occurred and when it was recorded, who in which role, and why.

    `what` is a code of the table. `reason` and `evidence` are references to text and documents beside the log
    (`note_ref` makes the first), `id` is the caller's and says that two records are the same event. The other
    fields are those that a table can ask for: `review_on` the day of the next review, `contact` the named
    contact, `person` whom it concerns, `until` the end of an extension or a hold, `choice` one of the codes of
    the event's type, `about` the event it speaks of, `true_day` the day on which that occurred in truth,
    `obligation` the code it speaks of, `case` another case, `to_table` where a migration leads, `refs` the notes
    that were redacted.

    The day of an event is that of its `occurred` time in its own offset. Raises `CallerError` for words where
    a reference or a code is wanted, a time without offset, and a time of recording before the event.
    """

    id: str = attrs.field(validator=needed)
    what: str = attrs.field(validator=coded)
    occurred: datetime = attrs.field(validator=with_offset)
    recorded: datetime = attrs.field(validator=with_offset)
    actor: StaffRef = attrs.field(validator=in_a_role)
    reason: str = attrs.field(default="", validator=reference)
    evidence: tuple[str, ...] = attrs.field(default=(), validator=references)
    review_on: date | None = None
    contact: StaffRef | None = attrs.field(default=None, validator=in_a_role)
    person: StaffRef | None = attrs.field(default=None, validator=in_a_role)
    until: date | None = None
    choice: str = attrs.field(default="", validator=coded)
    about: str = attrs.field(default="", validator=reference)
    true_day: date | None = None
    obligation: str = attrs.field(default="", validator=coded)
    case: str = attrs.field(default="", validator=reference)
    to_table: TableRef | None = None
    refs: tuple[str, ...] = attrs.field(default=(), validator=references)

    def __attrs_post_init__(self) -> None:
        """Refuse an event that was recorded before it occurred."""
        if self.recorded < self.occurred:
            raise CallerError(
                f"The event {self.id} was recorded before it occurred.",
                hint="`recorded` is when it was written down, `occurred` when it happened.",
            )

    @property
    def day(self) -> date:
        """The day on which it occurred."""
        return self.occurred.date()


@attrs.frozen(kw_only=True)
class Move:
    """A region's change of state: from which, to which, by the event at which place in the log.

    `left` is empty where a migration brought a region that the case did not have before.
    """

    region: str
    left: str
    entered: str
    at: int


@attrs.frozen(kw_only=True)
class Case:
    """What a log amounts to; equal logs under equal tables give equal cases.

    `states` has the state of each region; `last` the place in the log of each kind of event that counts, the
    latest; `people` who held or acted in each role, `holders` who holds one now, `standing` what is declared of
    whom, all by the ids of staff. `struck` are the ids of events that were recorded by mistake: they stay in the
    log, and whoever is in `people` or `last` by them alone is there no more.
    """

    header: Header
    process: TableRef
    log: tuple[Event, ...] = ()
    states: Mapping[str, str]
    moves: tuple[Move, ...] = ()
    last: Mapping[str, int] = attrs.field(factory=dict)
    people: Mapping[str, frozenset[str]] = attrs.field(factory=dict)
    holders: Mapping[str, frozenset[str]] = attrs.field(factory=dict)
    standing: Mapping[str, str] = attrs.field(factory=dict)
    places: Mapping[str, int] = attrs.field(factory=dict)
    struck: frozenset[str] = frozenset()

    @property
    def reference(self) -> str:
        """The case's own reference."""
        return self.header.reference

    @property
    def version(self) -> int:
        """How many events the log holds; an appender says which version it has seen."""
        return len(self.log)

    def event(self, event_id: str) -> Event:
        """Return an event by its id; raise `CallerError` when the log has none."""
        place = self.places.get(event_id)
        if place is None:
            raise CallerError(f"The case {self.reference} has no event {event_id!r}.", hint="Look at its timeline.")
        return self.log[place]


Tables: TypeAlias = Callable[[TableRef], ProcessTable]
"""How a table is found for a revision that a case has moved to."""


def no_other_table(ref: TableRef) -> ProcessTable:
    """Find no table: what is used where a case has stayed with one."""
    raise CallerError(f"The process {ref} is needed to read this case.", hint="Give the table of that revision.")


def another_table(reference: str, wanted: TableRef, given: TableRef) -> CallerError:
    """Make the error that says that a case is under another table than the one that was given."""
    if str(wanted) == str(given):
        says = f"The text of {given} is not the one that the case {reference} is under: it was changed since."
        return CallerError(says, hint="A released revision is never changed: give the text as it was.")
    return CallerError(
        f"The case {reference} is under {wanted}, and not under {given}.",
        hint="Give the table of that revision; a migration is an event of the case.",
    )


def found_table(tables: Tables, ref: TableRef) -> ProcessTable:
    """Find the table of a revision; raise `CallerError` when what is found is another one."""
    found = tables(ref)
    if (found.id, found.revision) != (ref.id, ref.revision) or (ref.sha256 and found.sha256 != ref.sha256):
        raise CallerError(f"The process {ref} is needed, and {found.ref} was found.", hint="Give that very table.")
    return found


def begin(table: ProcessTable, header: Header) -> Case:
    """Return the case before its first event: every region where it starts."""
    return Case(header=header, process=table.ref, states=table.index.starts)


def follow(table: ProcessTable, case: Case, event: Event, tables: Tables = no_other_table) -> Case:
    """Return the case after an event, whatever it is; nothing is judged here.

    Raises `CallerError` for an event that the table does not have.
    """
    kind = table.events.get(event.what)
    if kind is None:
        raise CallerError(f"The process {table.ref} has no event {event.what!r}.", hint="See 'fairness process show'.")
    place = len(case.log)
    states, moves = case.states, case.moves
    for arrow in table.arrows_for(event.what, states):
        left = states[arrow.region]
        if arrow.to and arrow.to != left:
            moves = (*moves, Move(region=arrow.region, left=left, entered=arrow.to, at=place))
            states = {**states, arrow.region: arrow.to}
    people, actor = case.people, event.actor
    if actor.id not in people.get(actor.role, ()):
        people = _joined(people, actor.role, actor.id)
    if kind.decides and actor.id not in people.get(DECIDED, ()):
        people = _joined(people, DECIDED, actor.id)
    after = Case(
        header=case.header,
        process=case.process,
        log=(*case.log, event),
        states=states,
        moves=moves,
        last={**case.last, event.what: place},
        people=people,
        holders=case.holders,
        standing=case.standing,
        places={**case.places, event.id: place},
        struck=case.struck,
    )
    return _EFFECTS[kind.effect](table, after, event, tables) if kind.effect in _EFFECTS else after


def _joined(people: Mapping[str, frozenset[str]], role: str, person: str) -> dict[str, frozenset[str]]:
    return {**people, role: people.get(role, frozenset()) | {person}}


def _appoint(table: ProcessTable, case: Case, event: Event, _: Tables) -> Case:
    role = table.events[event.what].role
    person = event.person.id if event.person else event.actor.id
    return attrs.evolve(case, people=_joined(case.people, role, person), holders=_joined(case.holders, role, person))


def _stand_down(table: ProcessTable, case: Case, event: Event, _: Tables) -> Case:
    role = table.events[event.what].role
    person = event.person.id if event.person else event.actor.id
    return attrs.evolve(case, holders={**case.holders, role: case.holders.get(role, frozenset()) - {person}})


def _declare(table: ProcessTable, case: Case, event: Event, _: Tables) -> Case:
    person = event.person.id if event.person else event.actor.id
    return attrs.evolve(case, standing={**case.standing, person: table.events[event.what].standing})


def _amend(table: ProcessTable, case: Case, event: Event, _: Tables) -> Case:
    """Change nothing yet, and refuse what speaks of no event: a log that was never judged may hold it."""
    case.event(event.about)
    return case


def _strike(table: ProcessTable, case: Case, event: Event, _: Tables) -> Case:
    """Let the latest event of its kind that still stands count, and nobody who acted by this one alone."""
    gone = case.struck | {case.event(event.about).id}
    last: dict[str, int] = {}
    people: dict[str, frozenset[str]] = {}
    for place, each in enumerate(case.log):
        if each.id not in gone:
            last[each.what] = place
            for role, person in _parts(table, each):
                people = _joined(people, role, person)
    return attrs.evolve(case, last=last, people=people, struck=gone)


def _parts(table: ProcessTable, event: Event) -> Iterator[tuple[str, str]]:
    """Yield (role, person) for each part that somebody has in the case by an event."""
    kind = table.events.get(event.what)
    yield event.actor.role, event.actor.id
    if kind and kind.decides:
        yield DECIDED, event.actor.id
    if kind and kind.effect == "appoint":
        yield kind.role, (event.person or event.actor).id


def _migrate(table: ProcessTable, case: Case, event: Event, tables: Tables) -> Case:
    if event.to_table is None:
        raise CallerError("A migration names the table that it leads to.", hint="Give to_table.")
    return migrated(table, found_table(tables, event.to_table), case)


def migrated(old: ProcessTable, new: ProcessTable, case: Case) -> Case:
    """Return a case as it is under a new table, from its last event on."""
    states = carried(old, new, case.states)
    moves = [_renamed_move(old, new, each) for each in case.moves]
    moves += [
        Move(region=region, left="", entered=start, at=len(case.log) - 1)
        for region, start in new.index.starts.items()
        if region not in states
    ]
    return attrs.evolve(case, process=new.ref, states={**new.index.starts, **states}, moves=tuple(moves))


def _renamed_move(old: ProcessTable, new: ProcessTable, move: Move) -> Move:
    """Name the states of a move as the new table does, so that its clocks run on from when they began."""
    (_, left), (region, entered) = (place_in(new, old, move.region, state) for state in (move.left, move.entered))
    return attrs.evolve(move, region=region, left=left, entered=entered)


def place_in(new: ProcessTable, old: ProcessTable, region: str, state: str) -> tuple[str, str]:
    """Return where a new table has a state of an old one: by its own map, else under the same name."""
    named = f"{region}.{state}"
    to_region, _, to_state = new.migrates.get(f"{old.id}-{old.revision}", {}).get(named, named).partition(".")
    return to_region, to_state


_EFFECTS: Mapping[str, Callable[[ProcessTable, Case, Event, Tables], Case]] = {
    "appoint": _appoint,
    "stand-down": _stand_down,
    "declare": _declare,
    "supply": _amend,
    "correct": _amend,
    "strike": _strike,
    "migrate": _migrate,
}


def carried(old: ProcessTable, new: ProcessTable, states: Mapping[str, str]) -> dict[str, str]:
    """Return the states that a case has under a new table: by the table's own map, else of the same name.

    A state that the new table has no place for is left out.
    """
    found: dict[str, str] = {}
    for region, state in states.items():
        to_region, to_state = place_in(new, old, region, state)
        if to_region in new.regions and to_state in new.regions[to_region].states:
            found[to_region] = to_state
    return found


def _effect(table: ProcessTable, event: Event) -> str:
    kind = table.events.get(event.what)
    return kind.effect if kind else ""


_AMENDED = ("evidence", "review_on", "contact", "person", "until", "choice")
"""What a later event can change of an earlier one. The reason of a correction is why it is made, and no new reason."""


def standing_log(table: ProcessTable, case: Case) -> tuple[Event | None, ...]:
    """Return the log as it is now known: with later supplies and corrections, None for what was struck out."""
    if not any(code in case.last for code in table.index.amending):
        return case.log
    known: list[Event | None] = list(case.log)
    for each in case.log:
        effect = _effect(table, each)
        earlier = known[case.places[each.about]] if effect in AMENDING else None
        if earlier is not None:
            known[case.places[each.about]] = _AMEND[effect](earlier, each)
    return tuple(known)


def _supplied(earlier: Event, later: Event) -> Event:
    """Add what was missing; what was there stays, for to change it is a correction."""
    missing = [name for name in ("reason", *_AMENDED) if not getattr(earlier, name)]
    said = {name: value for name in missing if (value := getattr(later, name))}
    return attrs.evolve(earlier, **said)


def _corrected(earlier: Event, later: Event) -> Event:
    said = {name: value for name in _AMENDED if (value := getattr(later, name))}
    if later.true_day:
        day = later.true_day
        moved = earlier.occurred.replace(year=day.year, month=day.month, day=day.day)
        # On the day on which it was recorded, it occurred by then, whatever hour was first given.
        said["occurred"] = min(moved, earlier.recorded.astimezone(moved.tzinfo))
    return attrs.evolve(earlier, **said)


_AMEND: Mapping[str, Callable[[Event, Event], Event | None]] = {
    "supply": _supplied,
    "correct": _corrected,
    "strike": lambda earlier, later: None,
}


def replay(table: ProcessTable, header: Header, events: Iterable[Event], tables: Tables = no_other_table) -> Case:
    """Return the case that a log amounts to; `table` is the one that the header names.

    Raises `CallerError` for another table, and for an event that its table does not have.
    """
    if header.process != table.ref:
        raise another_table(header.reference, header.process, table.ref)
    case = begin(table, header)
    for event in events:
        case = follow(table, case, event, tables)
        if case.process != table.ref:
            table = tables(case.process)
    return case


def as_of(table: ProcessTable, case: Case, day: date, tables: Tables = no_other_table) -> Case:
    """Return the case as its log stood at the end of a day; `table` is the one that the header names.

    That is always the beginning of the log, also where clocks of two offsets put its days in another order.
    """
    return replay(table, case.header, takewhile(lambda each: each.recorded.date() <= day, case.log), tables)
