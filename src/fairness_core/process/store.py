"""How cases are kept: the Protocol that any store fulfils, and the four things that are done with it.

`open_stored` and `record` judge an event before anything is written, `load` replays, `verify` says everything
that is not as it should be. Ids, salts and the clock are given. What a store is made of does not live here:
`fairness_adapters.case_store` keeps cases in a folder, and an application may bring its own database.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, Protocol

import attrs

from fairness_core.problems import Problem
from fairness_core.process.chain import Log, note_ref
from fairness_core.process.clocks import WEEKDAYS, Calendar
from fairness_core.process.log import Case, Event, Subject, Tables
from fairness_core.process.table import ProcessTable, TableRef


@attrs.frozen(kw_only=True)
class StoredNote:
    """Words kept beside a log: their reference, the words, the salt, what they are and how confidential.

    `restricted` words (health, safeguarding, whoever raised the concern) are for fewer eyes than the case itself.
    """

    ref: str
    text: str = attrs.field(repr=False)
    salt: str = attrs.field(repr=False)
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

    def keep_certificate(self, reference: str, text: str | None) -> None:
        """Keep the certificate of a case in place of an earlier one; None takes it back."""
        ...

    def faults(self, reference: str) -> tuple[Problem, ...]:
        """Return what the store itself finds wrong with how a case is kept; mostly nothing."""
        ...


def packaged_table(ref: TableRef) -> ProcessTable:
    """Find the packaged table that a case names; raise `CallerError` when it is not packaged as it was."""
    raise NotImplementedError


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
    """Open a case with its first event and keep it; the words that the event refers to are kept first.

    The same call again changes nothing. Raises what `open_case` raises, and `CallerError` when the store has, or
    had, another case of that reference.
    """
    raise NotImplementedError


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
    raise NotImplementedError


def read_log(store: CaseStore, reference: str, head: str = "") -> Log:
    """Read the log of a case; its `head` is the hash of the last line, to be noted elsewhere.

    Raises `UnreadableSource` when there is none, and `InvalidData` with every fault when it was tampered with or
    is the log of another case.
    """
    raise NotImplementedError


def load(store: CaseStore, reference: str, find_table: Tables = packaged_table) -> Case:
    """Read a case: its log, replayed. Raises what `read_log` and `replay` raise."""
    raise NotImplementedError


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
    redacted and are still there; what the store finds.

    Raises `UnreadableSource` when there is no such case.
    """
    raise NotImplementedError
