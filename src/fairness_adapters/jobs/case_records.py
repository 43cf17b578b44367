"""Jobs that write to a case: open one, record an event in it; and what the event changed.

The words of a reason are kept beside the log, and only a reference to them goes into it. The clock is read by
whoever calls; how a case is kept is in `fairness_adapters.case_store`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path

import attrs

from fairness_adapters.case_store import case_path, new_id, new_salt
from fairness_adapters.jobs.cases import log_path, words_beside, working_days
from fairness_adapters.jobs.process import find_tables, needs, open_process
from fairness_core.errors import CallerError, TransitionRefused
from fairness_core.process.chain import line_hash, log_lines, note_ref
from fairness_core.process.guards import guard_unmet
from fairness_core.process.log import Case, Event, Subject, Tables
from fairness_core.process.obligations import Owed, due, overdue
from fairness_core.process.store import CaseStore, StoredNote, load, open_stored, record
from fairness_core.process.table import Evidence, Guard, InRegion, NotOverdue, ProcessTable
from fairness_core.staff import StaffRef

OTHER = "other"
"""The role of a person who is named without one, and who has none in the case."""


@attrs.frozen(kw_only=True)
class Said:
    """What somebody says of an event: the fields of `Event`, with the reason in words and people as references.

    `reason` are words, `reason_ref` is a reference to words that are kept elsewhere; `restricted` words are for
    fewer eyes than the case. A person is "u3" or "investigator:u3". `occurred` is None for now, and an id is
    made where none is given.
    """

    what: str
    actor: StaffRef
    id: str = ""
    occurred: datetime | None = None
    reason: str = attrs.field(default="", repr=False)
    reason_ref: str = ""
    restricted: bool = False
    evidence: tuple[str, ...] = ()
    review_on: date | None = None
    contact: str = ""
    person: str = ""
    until: date | None = None
    choice: str = ""
    about: str = ""
    true_day: date | None = None
    obligation: str = ""
    case: str = ""
    to_process: str = ""
    refs: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Recorded:
    """A case after an event, the hash of its log's last line, and what the event brought to be owed or was done by it.

    `is_new` is false where the log had the event already; then nothing was written.
    """

    table: ProcessTable
    case: Case
    event: Event
    head: str
    is_new: bool
    now_owed: tuple[Owed, ...] = ()
    done: tuple[Owed, ...] = ()


def open_new(path: Path, said: Said, *, table: ProcessTable, subject: Subject, now: datetime) -> Recorded:
    """Open a case as a file of its own.

    Raises `CallerError` when there is such a case already, `TransitionRefused` when the event opens none.
    """
    store, reference = case_path(path)
    _check_event(table, said.what)
    event, notes = _made(said, table, None, now)
    case = open_stored(store, table, event, reference=reference, subject=subject, notes=notes, calendar=working_days())
    return _recorded(find_tables([table]), None, case, event, now.date())


def opening_event(table: ProcessTable) -> str:
    """Return the event that opens a case; raise `CallerError` where the process has several to choose from."""
    codes = [code for code, kind in table.used.items() if kind.effect == "open"]
    if len(codes) > 1:
        hint = f"Give --what with one of: {', '.join(codes)}."
        raise CallerError(f"A case of the process {table.id} can begin in several ways.", hint=hint)
    return codes[0]


def record_said(
    path: Path, said: Said, *, now: datetime, expected: int | None = None, own: Sequence[ProcessTable] = ()
) -> Recorded:
    """Record an event in a case that is kept in a file, and say what came of it.

    An id that the log has already changes nothing, when what is said is the same. Raises `TransitionRefused` with
    everything that is unmet, `StaleVersion` when the case has moved on from the version expected, `CallerError`
    for an event that the process does not have. Then nothing was written.
    """
    store, reference = log_path(path)
    tables = find_tables((*own, *([_table_of(said.to_process, own)] if said.to_process else [])))
    before = load(store, reference, tables)
    table = tables(before.process)
    notes: tuple[StoredNote, ...] = ()
    _check_event(table, said.what)
    if said.id in before.places:
        event = _once_more(said, table, before, store)
    else:
        event, notes = _made(said, table, before, now, own)
    after = record(store, reference, event, expected=expected, notes=notes, find_table=tables, calendar=working_days())
    return _recorded(tables, before, after, event, now.date())


def _check_event(table: ProcessTable, what: str) -> None:
    if what in table.events:
        return
    near = get_close_matches(what, table.used, n=3)
    hint = f"Did you mean {' or '.join(map(repr, near))}?" if near else "'fairness process show' lists them."
    raise CallerError(f"The process {table.ref} has no event of that name.", hint=hint)


def _table_of(name: str, own: Sequence[ProcessTable]) -> ProcessTable:
    """Return a process by its id, one of your own before a packaged one, or by the path of its file."""
    return next((each for each in own if each.id == name), None) or open_process(name)


def _made(
    said: Said, table: ProcessTable, case: Case | None, now: datetime, own: Sequence[ProcessTable] = ()
) -> tuple[Event, tuple[StoredNote, ...]]:
    """Return the event that is said, with the words that it refers to."""
    notes: tuple[StoredNote, ...] = ()
    if said.reason:
        fewer = said.restricted or _is_restricted(table, said.what)
        notes = (StoredNote.made(said.reason, new_salt(), confidentiality="restricted" if fewer else "ordinary"),)
    reason = notes[0].ref if notes else said.reason_ref
    event = Event(
        id=said.id or new_id(),
        what=said.what,
        occurred=said.occurred or now,
        recorded=now,
        actor=said.actor,
        reason=reason,
        evidence=said.evidence,
        review_on=said.review_on,
        contact=_person(said.contact, "contact", table, case),
        person=_person(said.person, table.events[said.what].role, table, case),
        until=said.until,
        choice=said.choice,
        about=said.about,
        true_day=said.true_day,
        obligation=said.obligation,
        case=said.case,
        to_table=_table_of(said.to_process, own).ref if said.to_process else None,
        refs=said.refs,
    )
    return event, notes


def _is_restricted(table: ProcessTable, what: str) -> bool:
    return any(table.regions[each].restricted for each in table.index.regions_of.get(what, ()))


def _person(text: str, usual: str, table: ProcessTable, case: Case | None) -> StaffRef | None:
    """Read "investigator:u3", or "u3": then the role is the usual one of such an event, else theirs in the case."""
    if not text:
        return None
    role, colon, person = text.rpartition(":")
    if colon:
        if role not in table.roles:
            raise CallerError("A person was named in a role that the process does not have.", hint=_roles(table))
        return StaffRef(role=role, id=person)
    held = (role for role, people in (case.people if case else {}).items() if text in people and role in table.roles)
    return StaffRef(role=usual or next(held, OTHER), id=text)


def _roles(table: ProcessTable) -> str:
    return f"It has: {', '.join(table.roles)}."


def _once_more(said: Said, table: ProcessTable, case: Case, store: CaseStore) -> Event:
    """Return the event as it was recorded where it is said once more, with other salt and by a later clock.

    What is said otherwise gives another event of the same id, which the store refuses.
    """
    earlier = case.event(said.id)
    now = earlier.recorded
    event, _ = _made(attrs.evolve(said, reason="", occurred=said.occurred or earlier.occurred), table, case, now)
    person = earlier.person if earlier.person and earlier.person.id == said.person else event.person
    reason = event.reason
    if said.reason:
        kept = store.note(case.reference, earlier.reason) if earlier.reason else None
        # Other words have another reference, so that this is told as another event.
        reason = earlier.reason if kept and kept.text == said.reason else note_ref(said.reason, new_salt())
    return attrs.evolve(event, reason=reason, person=person)


def _recorded(tables: Tables, before: Case | None, after: Case, event: Event, at: date) -> Recorded:
    table, counted = tables(after.process), working_days()
    is_new = before is None or event.id not in before.places
    earlier = due(tables(before.process), before, at, counted) if before else ()
    now = due(table, after, at, counted)
    was, still = {_key(each) for each in earlier}, {_key(each) for each in now}
    return Recorded(
        table=table,
        case=after,
        event=event,
        head=line_hash(log_lines(after)[-1]),
        is_new=is_new,
        now_owed=tuple(each for each in now if _key(each) not in was) if is_new else (),
        done=tuple(each for each in earlier if _key(each) not in still) if is_new else (),
    )


def _key(owed: Owed) -> tuple[str, str, date]:
    return owed.code, owed.event, owed.since


@attrs.frozen(kw_only=True)
class Way:
    """One thing that is unmet, in a sentence, and the events that would bring it about."""

    says: str
    events: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Ways:
    """What would bring about a step that was refused: way by way, under which table; and what it waits for, if late.

    `missing` are the fields that it must carry and that were not given; `instead` are the events that may happen
    now and that protect, support or lead somewhere.
    """

    table: ProcessTable
    ways: tuple[Way, ...]
    late: tuple[Owed, ...]
    missing: tuple[str, ...]
    instead: tuple[str, ...]


def _missing(table: ProcessTable, said: Said) -> tuple[str, ...]:
    given = attrs.evolve(said, reason=said.reason or said.reason_ref)
    kind = table.events.get(said.what)
    return tuple(each for each in needs(kind) if not getattr(given, each)) if kind else ()


def ways(path: Path, said: Said, refused: TransitionRefused, *, at: date, own: Sequence[ProcessTable] = ()) -> Ways:
    """Return how each thing that an event lacks on a day can be brought about, as far as an event does."""
    store, reference = case_path(path)
    tables, counted = find_tables(own), working_days()
    case = load(store, reference, tables)
    table = tables(case.process)
    found: dict[str, tuple[str, ...]] = {}
    late: set[str] = set()
    for arrow in table.arrows_for(refused.event, case.states):
        for guard in arrow.needs:
            found[guard.says] = (*found.get(guard.says, ()), *_brought_about(guard, table, case))
            if isinstance(guard, NotOverdue) and (lacks := guard_unmet(guard, table, case, None, None, at, counted)):
                late.update(lacks.codes)
    return Ways(
        table=table,
        ways=tuple(Way(says=says, events=tuple(dict.fromkeys(found.get(says, ())))) for says in refused.unmet),
        late=tuple(each for each in overdue(table, case, at, counted) if each.code in late),
        missing=_missing(table, said),
        instead=tuple(each for each in refused.allowed if each != said.what and _leads_somewhere(table, case, each)),
    )


def _leads_somewhere(table: ProcessTable, case: Case, what: str) -> bool:
    moves = any(each.to not in ("", case.states[each.region]) for each in table.arrows_for(what, case.states))
    return moves or table.events[what].nature != "record"


def _brought_about(guard: Guard, table: ProcessTable, case: Case) -> Iterator[str]:
    if isinstance(guard, Evidence):
        yield from guard.of
    if isinstance(guard, InRegion):
        for event in table.events:
            for arrow in table.arrows_for(event, case.states):
                if arrow.region == guard.region and arrow.to in guard.states:
                    yield event


def kept_words(path: Path, case: Case) -> Mapping[str, str]:
    """Return the words that are kept beside a case's log, by their references."""
    words = words_beside(path, case.reference)
    named = {ref for each in case.log for ref in (each.reason, *each.evidence) if ref}
    return {ref: said for ref in sorted(named) if (said := words(ref))}
