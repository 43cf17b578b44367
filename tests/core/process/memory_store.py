"""A store of cases that keeps them in memory: what any store must do, in as few lines as it takes."""

from __future__ import annotations

from collections.abc import Sequence

from fairness_core.errors import CallerError, StaleVersion, UnreadableSource
from fairness_core.problems import Problem
from fairness_core.process.store import StoredNote


class MemoryStore:
    """Cases as lists of lines; `found` is what the store itself finds wrong."""

    def __init__(self, found: Sequence[Problem] = ()) -> None:
        """Keep nothing yet."""
        self.logs: dict[str, list[str]] = {}
        self.words: dict[str, dict[str, StoredNote]] = {}
        self.certificates: dict[str, str] = {}
        self.found = tuple(found)

    def references(self) -> tuple[str, ...]:
        """Return the references of all cases, sorted."""
        return tuple(sorted(self.logs))

    def lines(self, reference: str) -> tuple[str, ...]:
        """Return the lines of a log."""
        if reference not in self.logs:
            raise UnreadableSource(f"There is no case {reference} here.")
        return tuple(self.logs[reference])

    def begin(self, reference: str, lines: Sequence[str]) -> None:
        """Keep a new log."""
        if reference in self.certificates:
            raise CallerError(f"There was a case {reference}, which was destroyed.")
        if reference in self.logs:
            raise StaleVersion(expected=0, found=len(self.logs[reference]) - 1)
        self.logs[reference] = list(lines)

    def append(self, reference: str, line: str, *, expected: int) -> None:
        """Add one line to a log."""
        self._need(reference, expected)
        self.logs[reference].append(line)

    def _need(self, reference: str, expected: int) -> None:
        if len(self.lines(reference)) - 1 != expected:
            raise StaleVersion(expected=expected, found=len(self.lines(reference)) - 1)

    def notes(self, reference: str) -> tuple[str, ...]:
        """Return the references of all words kept beside a log, sorted."""
        return tuple(sorted(self.words.get(reference, {})))

    def note(self, reference: str, ref: str) -> StoredNote | None:
        """Return words by their reference."""
        return self.words.get(reference, {}).get(ref)

    def keep_note(self, reference: str, note: StoredNote) -> None:
        """Keep words beside a log."""
        if self.words.setdefault(reference, {}).setdefault(note.ref, note) != note:
            raise CallerError("Other words are kept under this reference.")

    def remove_note(self, reference: str, ref: str) -> None:
        """Remove words for good."""
        self.words.get(reference, {}).pop(ref, None)

    def remove(self, reference: str, *, expected: int) -> None:
        """Remove a log and all words beside it."""
        if reference in self.logs:
            self._need(reference, expected)
            del self.logs[reference]
        self.words.pop(reference, None)

    def certificate(self, reference: str) -> str | None:
        """Return the text of the certificate of destruction."""
        return self.certificates.get(reference)

    def keep_certificate(self, reference: str, text: str) -> None:
        """Keep the certificate of a case."""
        self.certificates[reference] = text

    def withdraw_certificate(self, reference: str) -> None:
        """Take back the certificate of a case that is still there."""
        if reference in self.logs:
            self.certificates.pop(reference, None)

    def faults(self, reference: str) -> tuple[Problem, ...]:
        """Return what the store itself finds wrong."""
        return self.found if self.lines(reference) else ()
