"""Cases kept in a folder: one JSON-lines file a case, and beside it a folder of its words, one file each.

Files are private to their owner, writing is locked, flushed to the disk and only ever at the end. What a log
means is not known here: `fairness_core.process.store` judges, seals and verifies.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import attrs

from fairness_core.problems import Problem
from fairness_core.process.store import StoredNote


@attrs.frozen(kw_only=True)
class StoreLimits:
    """How much a store reads and writes: bytes of a log, of a line, and of the words of one note."""

    max_log: int = 4 << 20
    max_line: int = 64 << 10
    max_note: int = 1 << 20
    seconds: float = 10
    """How long to wait while somebody else is writing."""


@attrs.frozen
class FolderStore:
    """A folder of cases: `c1.jsonl` is the log of the case c1, `c1.notes/` has the words beside it.

    A reference is letters, digits, ".", "_" and "-", so that it can be a file's name on every system. Needs the
    extra `store`.
    """

    folder: Path = attrs.field(converter=Path)
    suffix: str = ".jsonl"
    limits: StoreLimits = StoreLimits()

    def references(self) -> tuple[str, ...]:
        """Return the references of all cases, sorted; raise `UnreadableSource` when there is no such folder."""
        raise NotImplementedError

    def lines(self, reference: str) -> tuple[str, ...]:
        """Return the lines of a log; raise `UnreadableSource` or `SourceTooLarge`."""
        raise NotImplementedError

    def begin(self, reference: str, lines: Sequence[str]) -> None:
        """Keep a new log; the folder is made when it is missing."""
        raise NotImplementedError

    def append(self, reference: str, line: str, *, expected: int) -> None:
        """Add one line to a log that has `expected` events."""
        raise NotImplementedError

    def notes(self, reference: str) -> tuple[str, ...]:
        """Return the references of all words kept beside a log, sorted."""
        raise NotImplementedError

    def note(self, reference: str, ref: str) -> StoredNote | None:
        """Return words by their reference; None when they are not kept."""
        raise NotImplementedError

    def keep_note(self, reference: str, note: StoredNote) -> None:
        """Keep words beside a log."""
        raise NotImplementedError

    def remove_note(self, reference: str, ref: str) -> None:
        """Remove words for good."""
        raise NotImplementedError

    def remove(self, reference: str, *, expected: int) -> None:
        """Remove a log of `expected` events and all words beside it."""
        raise NotImplementedError

    def certificate(self, reference: str) -> str | None:
        """Return the text of `c1.certificate.json`; None when there is none."""
        raise NotImplementedError

    def keep_certificate(self, reference: str, text: str | None) -> None:
        """Keep the certificate of a case; None takes it back."""
        raise NotImplementedError

    def faults(self, reference: str) -> tuple[Problem, ...]:
        """Return what is wrong with how a case is kept: an end that was torn off, files that others can read."""
        raise NotImplementedError


def case_path(path: Path | str) -> tuple[FolderStore, str]:
    """Return the store and the reference that a file stands for: `cases/c1.jsonl` is c1 in `cases`.

    The file may end in .jsonl or .json and need not be there yet. Raises `CallerError` for another ending.
    """
    raise NotImplementedError


def new_id() -> str:
    """Return an id for an event that no other has."""
    raise NotImplementedError


def new_salt() -> str:
    """Return fresh salt for a note: 32 characters that nobody can guess."""
    raise NotImplementedError
