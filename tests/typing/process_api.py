"""Checked by mypy and never run: who and what may stand in a case's log, and what a store and a calendar must have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import assert_type

from fairness_adapters.calendars import BankHolidays
from fairness_adapters.case_store import FolderStore
from fairness_core.process.case import Option, advance, allowed, open_case
from fairness_core.process.chain import Log, note_ref, parse_log
from fairness_core.process.clocks import Calendar, Period, Weekdays
from fairness_core.process.log import Case, Event, Subject, replay
from fairness_core.process.obligations import Owed, due, next_contact
from fairness_core.process.store import CaseStore, StoredNote, record
from fairness_core.process.table import ActorNot, Arrow, EventType, ProcessTable, process_table
from fairness_core.staff import StaffRef


def an_event_has_an_actor_and_two_times(actor: StaffRef, at: datetime) -> None:
    """Who did it is never left out, and nor is when it was recorded."""
    Event(id="e1", what="offer-support", occurred=at, recorded=at, actor=actor)
    Event(id="e1", what="offer-support", occurred=at, recorded=at)  # type: ignore[call-arg]
    Event(id="e1", what="offer-support", occurred=at, actor=actor)  # type: ignore[call-arg]
    Event("e1", "offer-support", at, at, actor)  # type: ignore[call-arg]


def people_are_references(actor: StaffRef, at: datetime) -> None:
    """A name in the place of a reference is refused, and so is a role without a person."""
    Event(id="e1", what="offer-support", occurred=at, recorded=at, actor="A. Person")  # type: ignore[arg-type]
    Event(id="e1", what="name-contact", occurred=at, recorded=at, actor=actor, person="u5")  # type: ignore[arg-type]
    StaffRef(role="contact")  # type: ignore[call-arg]
    Subject(kind="practitioner", id="p1")  # type: ignore[arg-type]


def words_are_beside_the_log(actor: StaffRef, at: datetime) -> None:
    """A reason is the reference of words, evidence a tuple of references; neither is bytes or a loose string."""
    Event(id="e1", what="pause", occurred=at, recorded=at, actor=actor, reason=note_ref("Ill.", "0123456789abcdef"))
    Event(id="e1", what="pause", occurred=at, recorded=at, actor=actor, reason=b"Ill.")  # type: ignore[arg-type]
    Event(id="e1", what="pause", occurred=at, recorded=at, actor=actor, evidence="d1")  # type: ignore[arg-type]
    note_ref(b"Ill.", "0123456789abcdef")  # type: ignore[arg-type]


def a_protected_characteristic_has_no_field(actor: StaffRef, at: datetime) -> None:
    """A log has no place for a name, an ethnicity, a count of what came before, or free text."""
    Event(id="e1", what="pause", occurred=at, recorded=at, actor=actor, text="Ill.")  # type: ignore[call-arg]
    Event(id="e1", what="pause", occurred=at, recorded=at, actor=actor, ethnicity="A")  # type: ignore[call-arg]
    Subject(id="p1", name="A. Person")  # type: ignore[call-arg]


def a_day_is_a_day(table: ProcessTable, case: Case, at: datetime) -> None:
    """What is owed is asked for a day; text is none, and today is never assumed."""
    assert_type(due(table, case, date(2026, 3, 2)), tuple[Owed, ...])
    assert_type(next_contact(table, case, date(2026, 3, 2)), Owed | None)
    assert_type(allowed(table, case, date(2026, 3, 2)), tuple[Option, ...])
    due(table, case)  # type: ignore[call-arg]
    due(table, case, "2026-03-02")  # type: ignore[arg-type]
    next_contact(table, case, date(2026, 3, 2), "everybody")  # type: ignore[arg-type]


def a_case_is_never_changed(table: ProcessTable, case: Case, event: Event) -> None:
    """A step gives another case; the one that was given cannot be written to, nor its table or log."""
    assert_type(advance(table, case, event), Case)
    assert_type(open_case(table, event, reference="c1", subject=Subject(id="p1")), Case)
    assert_type(replay(table, case.header, case.log), Case)
    case.log.append(event)  # type: ignore[attr-defined]
    case.states["steps"] = "closed"  # type: ignore[index]
    event.reason = "n1"  # type: ignore[misc]
    advance(table, case, [event])  # type: ignore[arg-type]
    advance(case, table, event)  # type: ignore[arg-type]
    open_case(table, event, reference="c1", subject="p1")  # type: ignore[arg-type]


def there_are_five_guards_and_four_natures() -> None:
    """What can hold a step up, and what kind of act an event is, are closed lists."""
    guard = ActorNot(who=("decided",), says="Somebody decides who decided nothing else in this case.")
    Arrow(region="steps", at=("help",), event="look-again", needs=(guard,))
    Arrow(region="steps", at=("help",), event="look-again", needs=("after-lunch",))  # type: ignore[arg-type]
    EventType(label="Offer support", nature="supportive")
    EventType(label="Punish", nature="punitive")  # type: ignore[arg-type]
    EventType(label="Offer support", nature="supportive", asks=("apology",))  # type: ignore[arg-type]
    Period(number=2, unit="fortnights")  # type: ignore[arg-type]


def calendars_satisfy_the_protocol() -> tuple[Calendar, ...]:
    """Weekdays, and weekdays without the bank holidays, are both a `Calendar`."""
    return Weekdays(), BankHolidays()


class EverySecondDay:
    """A calendar that does not say what it counts."""

    def is_working_day(self, day: date) -> bool:
        """Tell odd days from even ones."""
        return bool(day.day % 2)


def a_calendar_says_what_it_counts(table: ProcessTable, case: Case) -> None:
    """A calendar without `says` is refused: a date that rests on it could not be explained."""
    due(table, case, date(2026, 3, 2), EverySecondDay())  # type: ignore[arg-type]


def a_folder_is_a_store(folder: FolderStore) -> CaseStore:
    """The store in the adapters is one that the core takes."""
    return folder


class OnlyReads:
    """Half a store."""

    def lines(self, reference: str) -> tuple[str, ...]:
        """Return the lines of a log."""
        return ()


def half_a_store_is_refused(event: Event, note: StoredNote) -> None:
    """A store that could not append is noticed where it is handed over."""
    record(OnlyReads(), "c1", event)  # type: ignore[arg-type]
    record({}, "c1", event, notes=[note])  # type: ignore[arg-type]


def a_log_is_lines(lines: Sequence[str]) -> None:
    """A log is read from lines of text, not from bytes."""
    assert_type(parse_log(lines), Log)
    parse_log([b"{}"])  # type: ignore[list-item]


def tables_come_by_id() -> None:
    """A process is asked for by its id."""
    assert_type(process_table("five-step"), ProcessTable)
