"""How cases are kept: the Protocol that any store fulfils, and the four things that are done with it.

`open_stored` and `record` judge an event before anything is written, `load` replays, `verify` says everything
that is not as it should be. Ids, salts and the clock are given. What a store is made of does not live here:
`fairness_adapters.case_store` keeps cases in a folder, and an application may bring its own database.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, Protocol

import attrs

from fairness_core.errors import CallerError, InvalidData, SourceError, StaleVersion, TransitionRefused
from fairness_core.problems import Place, Problem, error, note, warning
from fairness_core.process.case import advance, open_case
from fairness_core.process.chain import Log, event_line, log_lines, note_ref, parse_log
from fairness_core.process.clocks import WEEKDAYS, Calendar
from fairness_core.process.log import Case, Event, Subject, Tables, begin, follow, replay
from fairness_core.process.table import ProcessTable, TableRef, process_table
from fairness_core.staff import is_opaque, required

SHORTEST_SALT = 16


def _opaque(_: object, __: attrs.Attribute[str], ref: str) -> None:
    if not is_opaque(ref):
        raise CallerError("A note has a reference, and never words or a name.", hint="Let StoredNote.made make it.")


def _can_be_written(_: object, __: attrs.Attribute[str], text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        hint = "Half a character is left of one: type the words anew."
        raise CallerError("The words of a note cannot be written.", hint=hint) from None


def _long_enough(_: object, __: attrs.Attribute[str], salt: str) -> None:
    if len(salt) < SHORTEST_SALT:
        hint = "Use fairness_adapters.case_store.new_salt()."
        raise CallerError(f"The salt of a note has at least {SHORTEST_SALT} characters.", hint=hint)


@attrs.frozen(kw_only=True)
class StoredNote:
    """Words kept beside a log: their reference, the words, the salt, what they are and how confidential.

    `restricted` words (health, safeguarding, whoever raised the concern) are for fewer eyes than the case itself.
    Raises `CallerError` for words or salt that are missing, and never quotes them.
    """

    ref: str = attrs.field(validator=_opaque)
    text: str = attrs.field(repr=False, validator=[required, _can_be_written])
    salt: str = attrs.field(repr=False, validator=_long_enough)
    kind: Literal["note", "document"] = "note"
    confidentiality: Literal["ordinary", "restricted"] = "ordinary"

    @classmethod
    def made(
        cls,
        text: str,
        salt: str,
        *,
        kind: Literal["note", "document"] = "note",
        confidentiality: Literal["ordinary", "restricted"] = "ordinary",
    ) -> StoredNote:
        """Make a note of words and a fresh salt; the reference follows from them."""
        _can_be_written(cls, attrs.fields(cls).text, text)
        return cls(ref=note_ref(text, salt), text=text, salt=salt, kind=kind, confidentiality=confidentiality)

    @property
    def is_whole(self) -> bool:
        """Whether the words are still those that the reference was made of."""
        return self.ref == note_ref(self.text, self.salt)


class CaseStore(Protocol):
    """Where logs and the words beside them are kept; every method that writes has written for good when it returns.

    A store judges no event. All raise `OutputError` when the place is at fault, and `CallerError` for a reference
    that it cannot keep.
    """

    def references(self) -> tuple[str, ...]:
        """Return the references of all cases, sorted."""
        ...

    def lines(self, reference: str) -> tuple[str, ...]:
        """Return the lines of a log, the header first; raise `UnreadableSource` when there is no such case."""
        ...

    def begin(self, reference: str, lines: Sequence[str]) -> None:
        """Keep a new log, all of its lines or nothing.

        Raises `StaleVersion` (expected 0) when there is one already, `CallerError` when one was destroyed.
        """
        ...

    def append(self, reference: str, line: str, *, expected: int) -> None:
        """Add one line to a log that has `expected` events; raise `StaleVersion` when it has another number."""
        ...

    def notes(self, reference: str) -> tuple[str, ...]:
        """Return the references of all words kept beside a log, sorted."""
        ...

    def note(self, reference: str, ref: str) -> StoredNote | None:
        """Return words by their reference; None when they are not kept."""
        ...

    def keep_note(self, reference: str, note: StoredNote) -> None:
        """Keep words beside a log; once more changes nothing, and other words are refused with `CallerError`."""
        ...

    def remove_note(self, reference: str, ref: str) -> None:
        """Remove words for good; nothing happens when they are gone."""
        ...

    def remove(self, reference: str, *, expected: int) -> None:
        """Remove a log of `expected` events and all words beside it, or finish what an earlier call began.

        Raises `StaleVersion` when the log has another number of events.
        """
        ...

    def certificate(self, reference: str) -> str | None:
        """Return the text of the certificate of destruction; None when there is none."""
        ...

    def keep_certificate(self, reference: str, text: str) -> None:
        """Keep the certificate of a case, in place of an earlier one."""
        ...

    def withdraw_certificate(self, reference: str) -> None:
        """Take back the certificate of a case that is still there; nothing happens when the case is gone."""
        ...

    def faults(self, reference: str) -> tuple[Problem, ...]:
        """Return what the store itself finds wrong with how a case is kept; mostly nothing."""
        ...


def packaged_table(ref: TableRef) -> ProcessTable:
    """Find the packaged table that a case names; raise `CallerError` when it is not packaged as it was then."""
    table = process_table(ref.id)
    if table.ref != ref:
        raise CallerError(
            f"The case needs {ref}; the packaged one is revision {table.revision}, or its text is another.",
            hint="Use the version of fairness-core that the case was opened with, or move the case to the new table.",
        )
    return table


def open_stored(
    store: CaseStore,
    table: ProcessTable,
    event: Event,
    *,
    reference: str,
    subject: Subject,
    notes: Iterable[StoredNote] = (),
    calendar: Calendar = WEEKDAYS,
) -> Case:
    """Open a case with its first event, keep it, and return it as opened; `notes` are the words the event refers to.

    The same call again changes nothing. Raises what `open_case` raises, and `CallerError` when the store has, or
    had, another case of that reference.
    """
    case = open_case(table, event, reference=reference, subject=subject, calendar=calendar)
    words = _referred_to(event, notes)
    if reference in store.references():
        _refuse_other_case(store, case)
        return case
    for each in words:
        store.keep_note(reference, each)
    try:
        store.begin(reference, log_lines(case))
    except StaleVersion:
        # Somebody was quicker; it may have been this very call.
        _refuse_other_case(store, case)
    return case


def _refuse_other_case(store: CaseStore, case: Case) -> None:
    kept = read_log(store, case.reference)
    if (kept.header, kept.events[:1]) != (case.header, case.log):
        raise CallerError(
            f"There is another case {case.reference} already.", hint="Give each case a reference of its own."
        )


def _referred_to(event: Event, notes: Iterable[StoredNote]) -> tuple[StoredNote, ...]:
    """Refuse words that the event does not refer to: nobody would find them again, or know when to remove them."""
    words = tuple(notes)
    if {each.ref for each in words} - {event.reason, *event.evidence}:
        raise CallerError(
            f"The event {event.id} does not refer to all of the words given with it.",
            hint="Give the note's reference as the event's reason, or among its evidence.",
        )
    if not all(each.is_whole for each in words):
        raise CallerError("Some words are not those that their reference was made of.", hint="Make the notes anew.")
    return words


def record(
    store: CaseStore,
    reference: str,
    event: Event,
    *,
    expected: int | None = None,
    notes: Iterable[StoredNote] = (),
    find_table: Tables = packaged_table,
    calendar: Calendar = WEEKDAYS,
) -> Case:
    """Add an event to a case that is kept, and return the case as it is now.

    The event is judged first; then the words that it refers to are kept, then its line. `expected` is the version
    that the caller has seen; without it, that which is found. An event that redacts removes the words that it
    names once it is recorded. An event that the log has already changes nothing, but finishes what was begun.

    Raises what `advance` raises: `TransitionRefused`, `StaleVersion`, `CallerError`; and what `read_log` raises.
    """
    words = _referred_to(event, notes)
    log = read_log(store, reference)
    case = replay(find_table(log.header.process), log.header, log.events, find_table)
    table = find_table(case.process)
    after = advance(table, case, event, expected=expected, calendar=calendar, tables=find_table)
    if after.version > case.version:
        for each in words:
            store.keep_note(reference, each)
        store.append(reference, event_line(event, after.version, log.head), expected=case.version)
    if table.events[event.what].effect == "redact":
        for ref in event.refs:
            store.remove_note(reference, ref)
    return after


def read_log(store: CaseStore, reference: str, head: str = "") -> Log:
    """Read the log of a case; its `head` is the hash of the last line, to be noted elsewhere.

    Raises `UnreadableSource` when there is none, and `InvalidData` with every fault when it was tampered with or
    is the log of another case.
    """
    log = parse_log(store.lines(reference), reference, head)
    if log.header.reference != reference:
        problem = error(
            "another_case",
            "The log kept under this reference says that it is that of another case.",
            where=Place(file=reference, cell="line 1"),
            hint="Was a file renamed? Give it the name that it had.",
        )
        raise InvalidData(f"{reference} is not the log of the case {reference}.", [problem])
    return log


def load(store: CaseStore, reference: str, find_table: Tables = packaged_table) -> Case:
    """Read a case: its log, replayed. Raises what `read_log` and `replay` raise."""
    log = read_log(store, reference)
    return replay(find_table(log.header.process), log.header, log.events, find_table)


def verify(
    store: CaseStore,
    reference: str,
    head: str = "",
    *,
    find_table: Tables = packaged_table,
    calendar: Calendar = WEEKDAYS,
) -> tuple[Problem, ...]:
    """Return everything that is not as it should be with a case; nothing when all is well.

    Errors: a line that was changed, put in or taken out; an end that is not `head`, the hash as noted elsewhere;
    words that are not those referred to; words that are missing and were not redacted; a log that cannot be
    replayed. Warnings: an event that would not have been allowed; words that nothing refers to, or that were
    redacted and are still there; what the store finds. A note says how many references lead out of the store.

    Raises `UnreadableSource` when there is no such case.
    """
    found = store.faults(reference)
    try:
        log = read_log(store, reference, head)
    except InvalidData as fault:
        return (*found, *fault.problems)
    return (*found, *_judged(log, find_table, calendar), *_words(store, log))


MOST_REFUSED = 100
"""When so many events would not have been allowed, the others are not judged: each takes its time."""


def _judged(log: Log, find_table: Tables, calendar: Calendar) -> Iterator[Problem]:
    """Yield what would have been refused, and what cannot be replayed at all."""
    where = Place(file=log.header.reference, cell="line 1")
    refused = 0
    try:
        table = find_table(log.header.process)
        case = begin(table, log.header)
        for number, event in enumerate(log.events, start=2):
            where = attrs.evolve(where, cell=f"line {number}")
            if refused < MOST_REFUSED:
                found = tuple(_refused(table, case, event, find_table, calendar, where))
                refused += len(found)
                yield from found
                if refused >= MOST_REFUSED:
                    yield note("not_judged", "The events after this one were not judged.", where=where)
            case = follow(table, case, event, find_table)
            table = find_table(case.process)
    except CallerError as fault:
        yield error("not_replayed", f"The log cannot be replayed. {fault.message}", where=where, hint=fault.hint)


def _refused(
    table: ProcessTable, case: Case, event: Event, find_table: Tables, calendar: Calendar, where: Place
) -> Iterator[Problem]:
    if event.id in case.places:
        yield error("id_twice", "Another event of this log has the same id.", where=where)
        return
    try:
        advance(table, case, event, calendar=calendar, tables=find_table)
    except TransitionRefused as fault:
        says = f"This event would not have been allowed. {' '.join(fault.unmet)}"
        yield warning("not_allowed", says, where=where)
    except CallerError as fault:
        yield warning("not_allowed", f"This event would not have been allowed. {fault.message}", where=where)


_MADE_OF_WORDS = re.compile(r"n2[0-9a-f]{40}")
"""What `note_ref` makes; any other reference leads to a document that is kept elsewhere."""


def _words(store: CaseStore, log: Log) -> Iterator[Problem]:
    """Yield what is wrong with the words beside a log."""
    reference = log.header.reference
    named: dict[str, int] = {}
    for number, event in enumerate(log.events, start=2):
        for ref in filter(None, (event.reason, *event.evidence)):
            named.setdefault(ref, number)
    redacted = {ref for each in log.events for ref in each.refs}
    for ref, number in named.items():
        yield from _referred(store, reference, ref, ref in redacted, Place(file=reference, cell=f"line {number}"))
    for ref in sorted(set(store.notes(reference)) - named.keys()):
        yield warning(
            "words_without_event",
            "Words are kept that no event refers to.",
            where=Place(file=reference, field=ref),
            hint="Their event was not recorded. Record it, or remove them.",
        )
    elsewhere = [ref for ref in named if not _MADE_OF_WORDS.fullmatch(ref)]
    if elsewhere:
        says = "References that lead to documents kept elsewhere were not looked at."
        yield note("kept_elsewhere", says, where=Place(file=reference), found=str(len(elsewhere)))


def _referred(store: CaseStore, reference: str, ref: str, redacted: bool, line: Place) -> Iterator[Problem]:
    """Yield what is wrong with the words that one reference leads to."""
    where = attrs.evolve(line, field=ref)
    try:
        kept = store.note(reference, ref)
    except SourceError as fault:
        yield error(fault.code, fault.message, where=where, hint=fault.hint)
        return
    if kept is None and not redacted and _MADE_OF_WORDS.fullmatch(ref):
        hint = "Look for them in a copy; only a redaction takes words away."
        yield error("words_missing", "The words that this event refers to are not kept.", where=where, hint=hint)
    elif kept and (kept.ref != ref or not kept.is_whole):
        says = "The words were changed after the event was recorded."
        yield error("words_changed", says, where=where, hint="Compare them with a copy.")
    elif kept and redacted:
        hint = "The redaction was cut short: record it once more, with the same id."
        yield warning("words_still_there", "These words were redacted and are still kept.", where=where, hint=hint)
