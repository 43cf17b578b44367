"""A store of cases in a database: that the Protocol is one which an application can fulfil with its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from fairness_core.errors import CallerError, StaleVersion, UnreadableSource
from fairness_core.problems import Problem
from fairness_core.process.store import StoredNote

_TABLES = """
create table line (reference text, version integer, text text not null, primary key (reference, version));
create table note (reference text, ref text, text text, salt text, kind text, confidentiality text,
                   primary key (reference, ref));
create table certificate (reference text primary key, text text not null);
"""


class SqliteStore:
    """Cases in three tables; the key of a line is what refuses a stale one."""

    def __init__(self, path: str) -> None:
        """Open the database, and make its tables."""
        self.base = sqlite3.connect(path)
        self.base.executescript(_TABLES)

    def references(self) -> tuple[str, ...]:
        """Return the references of all cases, sorted."""
        return self._column("select distinct reference from line order by 1")

    def lines(self, reference: str) -> tuple[str, ...]:
        """Return the lines of a log."""
        found = self._column("select text from line where reference = ? order by version", reference)
        if not found:
            raise UnreadableSource(f"There is no case {reference} here.")
        return found

    def begin(self, reference: str, lines: Sequence[str]) -> None:
        """Keep a new log."""
        if self.certificate(reference) is not None:
            raise CallerError(f"There was a case {reference}, which was destroyed.")
        self._put(reference, 0, lines)

    def append(self, reference: str, line: str, *, expected: int) -> None:
        """Add one line to a log."""
        self._need(reference, expected)
        self._put(reference, expected + 1, [line])

    def _put(self, reference: str, version: int, lines: Sequence[str]) -> None:
        rows = [(reference, number, line) for number, line in enumerate(lines, start=version)]
        try:
            with self.base:
                self.base.executemany("insert into line values (?, ?, ?)", rows)
        except sqlite3.IntegrityError:
            raise StaleVersion(expected=max(0, version - 1), found=len(self.lines(reference)) - 1) from None

    def _need(self, reference: str, expected: int) -> None:
        found = len(self.lines(reference)) - 1
        if found != expected:
            raise StaleVersion(expected=expected, found=found)

    def notes(self, reference: str) -> tuple[str, ...]:
        """Return the references of all words kept beside a log, sorted."""
        return self._column("select ref from note where reference = ? order by 1", reference)

    def note(self, reference: str, ref: str) -> StoredNote | None:
        """Return words by their reference."""
        names = ("ref", "text", "salt", "kind", "confidentiality")
        wanted = f"select {', '.join(names)} from note where reference = ? and ref = ?"
        row = self.base.execute(wanted, (reference, ref)).fetchone()
        return StoredNote(**dict(zip(names, row, strict=True))) if row else None

    def keep_note(self, reference: str, note: StoredNote) -> None:
        """Keep words beside a log."""
        row = (reference, note.ref, note.text, note.salt, note.kind, note.confidentiality)
        with self.base:
            self.base.execute("insert or ignore into note values (?, ?, ?, ?, ?, ?)", row)
        if self.note(reference, note.ref) != note:
            raise CallerError("Other words are kept under this reference.")

    def remove_note(self, reference: str, ref: str) -> None:
        """Remove words for good."""
        self._do("delete from note where reference = ? and ref = ?", reference, ref)

    def remove(self, reference: str, *, expected: int) -> None:
        """Remove a log and all words beside it."""
        if reference in self.references():
            self._need(reference, expected)
        with self.base:
            self.base.execute("delete from line where reference = ?", (reference,))
            self.base.execute("delete from note where reference = ?", (reference,))

    def certificate(self, reference: str) -> str | None:
        """Return the text of the certificate of destruction."""
        return next(iter(self._column("select text from certificate where reference = ?", reference)), None)

    def keep_certificate(self, reference: str, text: str) -> None:
        """Keep the certificate of a case."""
        self._do("insert or replace into certificate values (?, ?)", reference, text)

    def withdraw_certificate(self, reference: str) -> None:
        """Take back the certificate of a case that is still there."""
        if reference in self.references():
            self._do("delete from certificate where reference = ?", reference)

    def faults(self, reference: str) -> tuple[Problem, ...]:
        """Find nothing wrong: a database looks after itself."""
        self.lines(reference)
        return ()

    def _column(self, wanted: str, *values: str) -> tuple[str, ...]:
        return tuple(row[0] for row in self.base.execute(wanted, values))

    def _do(self, change: str, *values: str) -> None:
        with self.base:
            self.base.execute(change, values)
