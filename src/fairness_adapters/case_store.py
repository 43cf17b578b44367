"""Cases kept in a folder: one JSON-lines file a case, and beside it a folder of its words, one file each.

`c1.jsonl` is the log of the case c1, `c1.notes/` has the words, `c1.certificate.json` is what stays of a case that
was destroyed. Files are private to their owner; writing is locked, flushed to the disk, and only ever at the end.
What a log means is not known here: `fairness_core.process.store` judges, seals and verifies.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import attrs

from fairness_adapters.case_store_files import (
    fresh_path,
    is_open_to_others,
    locked,
    make_private_folder,
    move,
    names_in,
    not_a_file,
    open_to_add,
    put_private,
    read_private,
    remove_for_good,
    write_at,
)
from fairness_adapters.case_store_lines import END, StoreLimits, Written, line_bytes, read_lines
from fairness_core.documents import from_document, parse_json, to_document
from fairness_core.errors import CallerError, OutputError, StaleVersion, UnreadableSource
from fairness_core.problems import Place, Problem, warning
from fairness_core.process.store import StoredNote
from fairness_core.staff import is_opaque

NOTE = "fairness-core/case-note/1"
_CERTIFICATE = ".certificate"
_SUFFIXES = (".jsonl", ".json")


@attrs.frozen
class FolderStore:
    """A folder of cases; a `fairness_core.process.store.CaseStore`.

    References are ASCII letters, digits, ".", "_" and "-", so that they can be names of files on every system.
    Reading waits for nobody; writing needs the extra `cases`, and waits for whoever else is writing.

    Beside what the Protocol says, methods raise `UnreadableSource` for links and for what may not be read, and
    `SourceTooLarge` beyond the limits.
    """

    folder: Path = attrs.field(converter=Path)
    suffix: str = ".jsonl"
    limits: StoreLimits = StoreLimits()

    def references(self) -> tuple[str, ...]:
        """Return the references of all cases, sorted; none where there is no such folder."""
        stems = (name.removesuffix(self.suffix) for name in names_in(self.folder) if name.endswith(self.suffix))
        return tuple(sorted(each for each in stems if _is_a_name(each) and not each.endswith(_CERTIFICATE)))

    def lines(self, reference: str) -> tuple[str, ...]:
        """Return the lines of a log; an end that was torn off was never written, and is left out."""
        return self._written(reference).lines

    def begin(self, reference: str, lines: Sequence[str]) -> None:
        """Keep a new log; the folder is made when it is missing."""
        path = self._log(reference)
        data = b"".join(line_bytes(each, self.limits.max_line) for each in lines)
        with self._writing():
            if self.certificate(reference) is not None or self._going(reference).exists():
                raise CallerError(
                    f"There was a case {reference}, which was destroyed.", hint="Give each case a reference of its own."
                )
            if path.exists() or path.is_symlink():
                raise StaleVersion(expected=0, found=self._written(reference).version)
            put_private(path, data)

    def append(self, reference: str, line: str, *, expected: int) -> None:
        """Add one line to a log that has `expected` events; an end that was torn off earlier is cut off."""
        path, new = self._log(reference), line_bytes(line, self.limits.max_line)
        if not path.exists():
            raise self._no_case(reference)
        with self._writing(), open_to_add(path) as handle:
            there = self._written(reference)
            _need_version(there, expected)
            new = END + new if there.unended else new
            if there.good + len(new) > self.limits.max_log or expected >= self.limits.max_events:
                hint = "Nothing was written. Raise the store's limits."
                raise OutputError(f"The log of {reference} is as large as a log may be.", hint=hint)
            write_at(path, handle, there.good, new)

    def notes(self, reference: str) -> tuple[str, ...]:
        """Return the references of all words kept beside a log, sorted."""
        stems = (name.removesuffix(".json") for name in names_in(self._notes(reference)) if name.endswith(".json"))
        return tuple(sorted(filter(_is_a_name, stems)))

    def note(self, reference: str, ref: str) -> StoredNote | None:
        """Return words by their reference; None when they are not kept. Raises `InvalidData` for a damaged file."""
        path = self._note(reference, ref)
        data = read_private(path, self.limits.max_note)
        if data is None:
            return None
        found = parse_json(data.decode("utf-8", "replace"), path.name)
        return from_document(found, StoredNote, NOTE, path.name)

    def keep_note(self, reference: str, note: StoredNote) -> None:
        """Keep words beside a log; once more changes nothing, and other words are refused with `CallerError`."""
        path = self._note(reference, note.ref)
        data = (json.dumps(to_document(note, NOTE), indent=2) + "\n").encode()
        if len(data) > self.limits.max_note:
            raise CallerError(
                f"The words are too long: {len(data):,} bytes, and the limit is {self.limits.max_note:,}.",
                hint="Keep a document of that length where documents are kept, and refer to it.",
            )
        with self._writing():
            kept = self.note(reference, note.ref)
            if kept and kept != note:
                raise CallerError("Other words are kept under this reference.", hint="Make the note anew.")
            if kept is None:
                make_private_folder(path.parent)
                put_private(path, data)

    def remove_note(self, reference: str, ref: str) -> None:
        """Remove words for good; nothing happens when they are gone. Copies elsewhere are the keeper's to remove."""
        path = self._note(reference, ref)
        if path.parent.is_dir():
            with self._writing():
                remove_for_good(path, fresh_path(path))

    def remove(self, reference: str, *, expected: int) -> None:
        """Remove a log of `expected` events and all words beside it, or finish what an earlier call began."""
        log, going, notes = self._log(reference), self._going(reference), self._notes(reference)
        if not self.folder.is_dir():
            return
        with self._writing():
            if log.exists():
                _need_version(self._written(reference), expected)
                # From here on there is no such case, whatever happens next.
                move(log, going)
            remove_for_good(notes, fresh_path(log), going)

    def certificate(self, reference: str) -> str | None:
        """Return the text of `c1.certificate.json`; None when there is none."""
        data = read_private(self._certificate(reference), self.limits.max_note)
        return None if data is None else data.decode("utf-8", "replace")

    def keep_certificate(self, reference: str, text: str) -> None:
        """Keep the certificate of a case, in place of an earlier one."""
        with self._writing():
            put_private(self._certificate(reference), text.encode())

    def withdraw_certificate(self, reference: str) -> None:
        """Take back the certificate of a case that is still there; nothing happens when the case is gone."""
        path = self._certificate(reference)
        if path.exists():
            with self._writing():
                if self._log(reference).exists():
                    remove_for_good(path)

    def faults(self, reference: str) -> tuple[Problem, ...]:
        """Return what is wrong with how a case is kept: an end that was torn off, files that others may read."""
        return tuple(self._faults(reference))

    def _faults(self, reference: str) -> Iterator[Problem]:
        log, notes, there = self._log(reference), self._notes(reference), self._written(reference)
        where = Place(file=log.name)
        if there.torn:
            hint = "Nothing that was reported as recorded is lost; the next event takes its place."
            yield warning("torn_line", "The last line was never written to its end.", where=where, hint=hint)
        if there.unended:
            hint = "The line itself is whole; the next event gives it its end."
            yield warning("unended_line", "The last line has lost its end.", where=where, hint=hint)
        for path in (log, notes, *(notes / name for name in names_in(notes))):
            if is_open_to_others(path):
                yield warning(
                    "open_to_others",
                    "Others on this computer may read this.",
                    where=Place(file=path.name),
                    hint="Let only its owner read it.",
                )

    def _written(self, reference: str) -> Written:
        path = self._log(reference)
        data = read_private(path, self.limits.max_log)
        if data is None:
            raise self._no_case(reference)
        return read_lines(data, self.limits, path.name)

    def _no_case(self, reference: str) -> UnreadableSource:
        if self.certificate(reference) is not None:
            hint = f"It was destroyed: see {self._certificate(reference).name}."
        else:
            hint = "Check the reference and the folder."
        return UnreadableSource(f"There is no case {reference} here.", hint=hint, where=Place(file=self.folder.name))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        make_private_folder(self.folder)
        with locked(self.folder, self.limits.wait_seconds):
            yield

    def _log(self, reference: str) -> Path:
        return self.folder / f"{_name(reference)}{self.suffix}"

    def _going(self, reference: str) -> Path:
        """Return where a log stands while its case is being removed."""
        return self.folder / f".{_name(reference)}.going"

    def _certificate(self, reference: str) -> Path:
        return self.folder / f"{_name(reference)}{_CERTIFICATE}.json"

    def _notes(self, reference: str) -> Path:
        path = self.folder / f"{_name(reference)}.notes"
        if path.is_symlink():
            raise not_a_file(path)
        return path

    def _note(self, reference: str, ref: str) -> Path:
        return self._notes(reference) / f"{_name(ref)}.json"


def _need_version(there: Written, expected: int) -> None:
    if there.version != expected:
        raise StaleVersion(expected=expected, found=there.version)


# Windows keeps some names for its devices, whatever their ending.
_NAME = re.compile(r"(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))[a-z0-9][a-z0-9._-]{0,98}[a-z0-9_-]|\d", re.I | re.A)


def _is_a_name(reference: str) -> bool:
    return bool(_NAME.fullmatch(reference)) and is_opaque(reference) and not reference.endswith(_CERTIFICATE)


def _name(reference: str) -> str:
    """Return a reference that can be a file's name; refuse any other, so that no path leads out of the folder."""
    if not _is_a_name(reference):
        raise CallerError(
            "This reference cannot be the name of a file.",
            hint="Use letters without accents, digits, '.', '_' and '-', one digit at least, at most 100 characters.",
        )
    return reference


def case_path(path: Path | str) -> tuple[FolderStore, str]:
    """Return the store and the reference that a file stands for: `cases/c1.jsonl` is c1 in `cases`.

    The file may end in .jsonl or .json and need not be there yet. Raises `CallerError` for another ending, and for
    a name that is no reference.
    """
    path = Path(path)
    if path.suffix.lower() not in _SUFFIXES:
        raise CallerError(
            f"{path.name} is not the file of a case.",
            hint="Give its log, which ends in .jsonl or .json.",
        )
    return FolderStore(path.parent, suffix=path.suffix), _name(path.stem)


def new_id() -> str:
    """Return an id for an event that no other has."""
    return f"e1{secrets.token_hex(10)}"


def new_salt() -> str:
    """Return fresh salt for a note: 32 characters that nobody can guess."""
    return secrets.token_hex(16)
