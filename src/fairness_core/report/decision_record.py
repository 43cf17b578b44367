"""The record of one decision, also of one *not* to exclude: what, by which role, why, and on what it rests.

It is told as the log stood when the decision was recorded: what came later is said to be later, and what is not
there is shown as a gap. A gap is a matter for whoever keeps the file, and says nothing about anybody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import cached_property

import attrs

from fairness_core.errors import CallerError
from fairness_core.process.case import NOT_A_DECIDER
from fairness_core.process.log import Case, Event
from fairness_core.process.obligations import Owed, overdue
from fairness_core.process.table import CONFIRMATION, Evidence, InRegion, ProcessTable
from fairness_core.report.case_papers import (
    REACHES,
    CaseFile,
    day_text,
    days_text,
    doubts,
    draft,
    entries_text,
    lowered,
    notices,
    plain,
    table_of,
)
from fairness_core.report.draft import Draft, Section
from fairness_core.report.spells import reviewed

NOT_ON_RECORD = "Not on record when this was decided."
LATER = "What is not on record can still be added to the log; it then shows as added later."
NOTHING_LATE = "Nothing was overdue when this was decided."

LOOKED_FOR: Mapping[str, tuple[str, ...]] = {
    "Alternatives looked at": ("record-alternatives",),
    "The practitioner's account": ("record-account", "decline-account"),
    "Equity check": ("check-equity",),
    "How the practitioner is": ("wellbeing-contact",),
}
"""What is looked for behind every decision, with the events that show it, where the table has them."""

_STANDING = {
    "clear": "Declared: no conflict known.",
    "managed": "A conflict was declared, and is managed.",
    "conflicted": "A conflict was declared.",
}


def decisions(table: ProcessTable, case: Case) -> tuple[Event, ...]:
    """Return what records can be made of, in the log's order: decisions, and protective steps that set limits."""
    return tuple(each for each in case.log if is_decision(table, each))


def is_decision(table: ProcessTable, event: Event) -> bool:
    """Tell whether a record can be made of an event: it decides, or it is a protective step that sets limits."""
    kind = table.events.get(event.what)
    sets_limits = any(region in reviewed(table) for region in table.index.regions_of.get(event.what, ()))
    return kind is not None and (kind.decides or (kind.nature == "protective" and sets_limits))


def build_decision_record(file: CaseFile, event_id: str) -> Draft:
    """Build the record of the decision with this id, as it is known on a day.

    Raises `CallerError` when the case has no such event, or it is none of `decisions`.
    """
    event = file.case.event(event_id)
    if not is_decision(file.table, event):
        raise CallerError(
            f"The event {event_id} of the case {file.case.reference} decides nothing.",
            hint="Give the id of a decision; the chronology tells of everything else.",
        )
    record = _Record(file=file, place=file.case.places[event_id])
    return draft(
        file,
        "decision-record",
        f"Record of a decision: case {file.case.reference}, entry {record.place + 1}",
        (_in_short(record), _decided(record), _rested_on(record), _late(record), doubts(file, record.overdue)),
        subtitle=f"{file.label(event)}, {day_text(record.known.day)}. As it stands on {day_text(file.on)}",
    )


@attrs.frozen(kw_only=True)
class _Finding:
    """One thing that was looked for: what the log holds of it, and whether it is a gap."""

    what: str
    says: str
    is_gap: bool = False


@attrs.frozen(kw_only=True)
class _Record:
    """A decision at its place in the log, with what its log held before."""

    file: CaseFile
    place: int

    @property
    def event(self) -> Event:
        """The decision as it was recorded."""
        return self.file.case.log[self.place]

    @property
    def known(self) -> Event:
        """The decision as it is now known."""
        return self.file.known[self.place] or self.event

    @cached_property
    def before(self) -> Case:
        """The case as its log stood just before."""
        case = self.file.case
        moves = tuple(each for each in case.moves if each.at < self.place)
        states = dict(self.file.table.index.starts) | {each.region: each.entered for each in moves}
        return attrs.evolve(case, log=case.log[: self.place], moves=moves, states=states)

    @cached_property
    def overdue(self) -> tuple[Owed, ...]:
        """What was overdue on the day of the decision, as far as its log told."""
        return overdue(self.file.table, self.before, self.event.day, self.file.calendar)

    @cached_property
    def findings(self) -> tuple[_Finding, ...]:
        """Everything that was looked for, in order."""
        return (*_fields(self), *_looked_for(self), _interests(self), *_conditions(self))


def _in_short(record: _Record) -> Section:
    gaps = [each for each in record.findings if each.is_gap]
    counted = "1 thing was" if len(gaps) == 1 else f"{len(gaps)} things were"
    missing = f"{counted} not on record when this was decided:"
    said = [*_history(record), *_lateness(record), missing if gaps else "Everything that was looked for was on record."]
    return Section(
        name="in-short",
        heading="In short",
        paragraphs=plain(said),
        bullets=plain(each.what for each in gaps),
        notes=(*plain([LATER] if gaps else []), *notices(record.file)),
    )


def _lateness(record: _Record) -> Iterator[str]:
    number = len(record.overdue)
    if number == 1:
        yield "1 thing was overdue at the time; it is listed below."
    elif number:
        yield f"{number} things were overdue at the time; they are listed below."


def _history(record: _Record) -> Iterator[str]:
    """Yield what became of the entry itself: struck out, changed, recorded late."""
    file, event = record.file, record.known
    numbers = file.amended_by.get(event.id, ())
    if file.known[record.place] is None:
        yield f"This entry was struck out by {entries_text(numbers)}: it was recorded by mistake, and does not count."
    elif numbers:
        yield f"This entry was added to or changed by {entries_text(numbers)}; the chronology says how."
    late = (event.recorded.date() - event.day).days
    if late > 0:
        yield f"It was written down on {day_text(event.recorded.date())}, {days_text(late)} afterwards."


def _decided(record: _Record) -> Section:
    file, event = record.file, record.known
    kind = file.table.events[event.what]
    moved = [_state(file.table, each.region, each.entered) for each in file.case.moves if each.at == record.place]
    reached = [REACHES[each] for each in kind.tells if each]
    rows = (
        ("Decided", file.label(event)),
        ("Chosen", kind.choices.get(event.choice, event.choice)),
        ("Day", day_text(event.day)),
        ("By", file.role(event.actor)),
        ("Why", file.reason(event) or NOT_ON_RECORD),
        ("What changed", "; ".join(moved) or "No state of the case."),
        ("To be reviewed by", day_text(event.review_on) if event.review_on else ""),
        ("Named contact", file.role(event.contact) if event.contact else ""),
        ("Documents", file.documents(event) or "None are named."),
        ("It is told to", ", ".join(reached)),
    )
    table = table_of("decided", "The decision", ("What", "Entry"), (row for row in rows if row[1]))
    return Section(name="decided", heading="What was decided", table=table)


def _state(table: ProcessTable, region: str, state: str) -> str:
    found = table.regions[region]
    return f"{found.title}: {found.states[state].label}"


def _fields(record: _Record) -> Iterator[_Finding]:
    """Yield what this kind of decision asks for and the entry lacked: given later, or owed still."""
    file, kind = record.file, record.file.table.events[record.event.what]
    asked = dict.fromkeys(("reason", *kind.asks))
    for field in (*asked, CONFIRMATION):
        owed = next((each for each in file.ledger if each.code == f"{field}:{record.event.id}"), None)
        if owed:
            yield _Finding(what=owed.title, says=_owed_says(owed, file.on), is_gap=True)
        elif field != CONFIRMATION and not getattr(record.event, field):
            given = bool(getattr(record.known, field))
            yield _Finding(what=_FIELDS[field], says="Given later." if given else NOT_ON_RECORD, is_gap=True)


_FIELDS = {
    "reason": "The reason",
    "evidence": "A document that shows it",
    "review_on": "The day of the next review",
    "contact": "A named contact",
    "person": "Whom it concerns",
    "until": "Until when it lasts",
    "choice": "What was chosen",
    "about": "Which entry it speaks of",
}


def _owed_says(owed: Owed, on: date) -> str:
    late = owed.days_late(on)
    lateness = f", {days_text(late)} late" if late else ""
    if owed.met:
        return f"Owed by {day_text(owed.due)}; given on {day_text(owed.met)}{lateness}."
    return f"Owed by {day_text(owed.due)}; not given yet{lateness}."


def _looked_for(record: _Record) -> Iterator[_Finding]:
    for what, codes in LOOKED_FOR.items():
        if any(code in record.file.table.events for code in codes):
            yield _found(record, what, codes)


def _found(
    record: _Record, what: str, codes: Collection[str], choice: str = "", since: Collection[str] = ()
) -> _Finding:
    """Tell the latest of some events before the decision; what was only recorded afterwards says so."""
    log = record.file.known
    after = max((place for place in range(record.place) if (each := log[place]) and each.what in since), default=-1)
    hits = [
        place
        for place, each in enumerate(log)
        if each and each.what in codes and choice in ("", each.choice) and place > after and place != record.place
    ]
    earlier = [place for place in hits if place < record.place]
    if earlier:
        return _Finding(what=what, says=_told(record, earlier[-1], named=len(codes) > 1))
    later = [f"Recorded afterwards: {_told(record, place, named=len(codes) > 1)}" for place in hits[:1]]
    return _Finding(what=what, says=" ".join([NOT_ON_RECORD, *later]), is_gap=True)


def _told(record: _Record, place: int, *, named: bool) -> str:
    """Tell an earlier or later entry; it is named where it is one of several that would do."""
    file = record.file
    event = file.known[place] or file.case.log[place]
    days = (record.known.day - event.day).days
    before = f", {days_text(days)} before" if days > 0 else ""
    parts = [f"{file.label(event)}."] if named else []
    parts += [f"{day_text(event.day)}{before}; {lowered(file.role(event.actor))} (entry {place + 1})."]
    parts += [file.reason(event)] if event.reason else []
    parts += [f"Documents: {file.documents(event)}."] if event.evidence else []
    return " ".join(parts)


def _interests(record: _Record) -> _Finding:
    """Tell what whoever decided had declared of their interests by then."""
    file, who = record.file, record.event.actor.id
    declared = [
        (place, kind.standing)
        for place, each in enumerate(file.case.log)
        if (kind := file.kind(each)) and kind.effect == "declare" and (each.person or each.actor).id == who
    ]
    earlier = [each for each in declared if each[0] < record.place]
    if earlier:
        place, standing = earlier[-1]
        day = day_text(file.case.log[place].day)
        return _Finding(what="Conflict of interest", says=f"{_STANDING[standing]} {day} (entry {place + 1}).")
    later = [f"Declared afterwards (entry {place + 1})." for place, _ in declared[:1]]
    return _Finding(what="Conflict of interest", says=" ".join([NOT_ON_RECORD, *later]), is_gap=True)


def _conditions(record: _Record) -> Iterator[_Finding]:
    """Yield what else the process asks for before this decision, and whether the log held it."""
    table = record.file.table
    asked = {code for codes in LOOKED_FOR.values() for code in codes}
    told = {region for code in asked for region in table.index.regions_of.get(code, ())}
    for arrow in table.arrows_for(record.event.what, record.before.states):
        for guard in arrow.needs:
            if isinstance(guard, Evidence) and not set(guard.of) <= asked:
                yield _found(record, guard.says, guard.of, guard.choice, guard.since)
            elif isinstance(guard, InRegion) and guard.region not in told:
                yield _in_region(record, guard)


def _in_region(record: _Record, guard: InRegion) -> _Finding:
    region, now = record.file.table.regions[guard.region], record.before.states[guard.region]
    label, is_gap = region.states[now].label, now not in guard.states
    return _Finding(what=region.title, says=f"{label}. {guard.says}" if is_gap else f"{label}.", is_gap=is_gap)


def _rested_on(record: _Record) -> Section:
    rows = ((each.what, each.says) for each in record.findings)
    table = table_of("rested_on", "What was looked for, and what the log held", ("Looked for", "Found"), rows)
    return Section(name="rested-on", heading="What it rested on", table=table, notes=plain([NOT_A_DECIDER]))


def _late(record: _Record) -> Section:
    file, rows = record.file, []
    for each in record.overdue:
        why = "; ".join(file.note(said.reason) for said in each.explained) or "no reason on record"
        rows.append((each.title, day_text(each.due), days_text(each.days_late(record.event.day)), why))
    heading = "What was overdue at the time"
    if not rows:
        return Section(name="overdue", heading=heading, paragraphs=plain([NOTHING_LATE]))
    headings = ("Owed", "Due by", "Late by", "Why it was late")
    table = table_of("overdue", "What was overdue when this was decided", headings, rows)
    return Section(name="overdue", heading=heading, table=table)
