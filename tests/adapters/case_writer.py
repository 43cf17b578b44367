"""A program for the tests of crashes: it writes to a folder of cases until it is done, or killed.

`python -m tests.adapters.case_writer append FOLDER CASE NAME COUNT [slow]` adds so many events, each with words, and
says each one once it is recorded; when `slow`, it writes byte by byte, so that a kill can tear a line.
`... full FOLDER CASE ROOM` adds one event where files may grow by so many bytes only. `... steps FOLDER` does each
thing that writes as often as it takes, killed before the first, the second, ... call of the system, in a folder of
its own: `record-3` was killed before the third call while an event was recorded.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.core.process.made_cases import CONTACT, PRACTITIONER, RAISED, WHOLE, day, event, staff

from fairness_adapters import case_store_files
from fairness_adapters.case_store import FolderStore, new_salt
from fairness_core.errors import OutputError, StaleVersion
from fairness_core.process.log import Case, Event, Subject
from fairness_core.process.retention import destroy
from fairness_core.process.store import CaseStore, StoredNote, load, open_stored, record
from fairness_core.process.table import process_table

SALT = "0123456789abcdef"
CALLS = ("open", "write", "fsync", "ftruncate", "replace", "unlink", "rmdir", "mkdir")


def note(words: str, salt: str = SALT) -> StoredNote:
    """Return made-up words, kept with some salt."""
    return StoredNote.made(words, salt)


def begin(store: CaseStore, reference: str = "c1") -> Case:
    """Open a case whose contact can then be recorded any number of times."""
    opened(store, reference)
    record(store, reference, event("declare-no-conflict", 0, id="e2"))
    return record(store, reference, event("name-contact", 0, id="e3", person=staff("contact", CONTACT)))


def opened(store: CaseStore, reference: str = "c1") -> Case:
    """Open a case, with the words of the concern."""
    words = note("Two records were late.")
    first = event("raise-concern", id="e1", role="raised", who=RAISED, evidence=(words.ref,))
    subject = Subject(id=PRACTITIONER)
    return open_stored(store, process_table("five-step"), first, reference=reference, subject=subject, notes=[words])


def contacted(name: str, evidence: str) -> Event:
    """Return the event that a contact was made, by this id."""
    return event("wellbeing-contact", 3, id=name, role="contact", who=CONTACT, evidence=(evidence,))


def append(folder: str, reference: str, name: str, count: str, *how: str) -> None:
    """Add events one after the other, again when somebody else was quicker; say each with its version."""
    if how:
        case_store_files._write_all = _byte_by_byte
    store, stale = FolderStore(Path(folder)), 0
    for number in range(int(count)):
        words = note(f"Contact {number}.", new_salt())
        while True:
            seen = load(store, reference).version
            try:
                case = record(store, reference, contacted(f"{name}{number}", words.ref), expected=seen, notes=[words])
                break
            except StaleVersion:
                stale += 1
        say(f"{name}{number}", case.version)
    say("stale", stale)


def say(*words: object) -> None:
    """Say a line to whoever started this program, at once."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def _byte_by_byte(handle: int, data: bytes) -> None:
    for place in range(len(data)):
        os.write(handle, data[place : place + 1])


def full(folder: str, reference: str, room: str) -> None:
    """Add one event while no file may grow beyond the log as it is, and so many bytes more."""
    import resource

    store = FolderStore(Path(folder))
    words = note("Not kept.", new_salt())
    store.keep_note(reference, words)
    size = (Path(folder) / f"{reference}.jsonl").stat().st_size + int(room)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    try:
        record(store, reference, contacted("x1", words.ref))
    except OutputError as refused:
        say(refused)


def whole(store: CaseStore) -> Case:
    """Keep a case from its concern to its end, all of whose reasons have words."""
    words = note("Why.")
    opened(store)
    for number, (on, name, role, who, fields) in enumerate(WHOLE):
        said: dict[str, Any] = {**fields, "reason": words.ref} if "reason" in fields else fields
        happened = event(name, on, id=f"e{number + 2}", role=role, who=who, **said)
        case = record(store, "c1", happened, notes=[words] if "reason" in fields else [])
    return case


def recorded(store: CaseStore) -> object:
    """Record one more event, with words."""
    words = note("How are you?")
    return record(store, "c1", contacted("e4", words.ref), notes=[words])


def redacted(store: CaseStore) -> object:
    """Redact the words of the concern."""
    words = note("Redacted on request.")
    said = event("redact-notes", 4, id="e4", reason=words.ref, refs=(note("Two records were late.").ref,))
    return record(store, "c1", said, notes=[words])


def destroyed(store: CaseStore) -> object:
    """Destroy the case when its time has come."""
    return destroy(store, "c1", at=day(6 * 366 + 60), authority=staff("information-governance", "u9"))


def _nothing(store: CaseStore) -> object:
    return store


ACTIONS: dict[str, tuple[Callable[[CaseStore], object], Callable[[CaseStore], object]]] = {
    "open": (_nothing, opened),
    "record": (begin, recorded),
    "redact": (begin, redacted),
    "destroy": (whole, destroyed),
}
"""What is done, each with what must have been done before."""


def steps(folder: str) -> None:
    """Do everything, killed before each call in turn, until it comes to its end; say how often it was killed."""
    for name, (before, action) in ACTIONS.items():
        made = Path(folder) / f"{name}-0"
        made.mkdir()
        before(FolderStore(made))
        calls = 0
        while _was_killed(action, FolderStore(shutil.copytree(made, made.with_name(f"{name}-{calls + 1}"))), calls + 1):
            calls += 1
        say(name, calls)


def _was_killed(action: Callable[[CaseStore], object], store: FolderStore, at: int) -> bool:
    child = os.fork()
    if not child:
        _arm(at)
        with suppress(BaseException):
            action(store)
            os._exit(0)
        os._exit(1)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if ended > 0:
        raise SystemExit("The action failed.")
    return ended < 0


def _arm(at: int) -> None:
    """Kill this process before so many calls of the system that change something."""
    left = [at]

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*given: Any, **named: Any) -> Any:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*given, **named)

        return counting

    for name in CALLS:
        setattr(os, name, counted(getattr(os, name)))


if __name__ == "__main__":
    COMMANDS: dict[str, Callable[..., None]] = {"append": append, "full": full, "steps": steps}
    COMMANDS[sys.argv[1]](*sys.argv[2:])
