"""A case outlives whatever happens while it is written: kill -9, two writers at once, a full disk.

The writers are processes of their own: see `case_writer`. Runs of hundreds are marked `long`; `pytest -s` shows figures.
"""

from __future__ import annotations

import errno
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import sleep

import pytest
from tests.adapters.case_writer import ACTIONS, begin, contacted, destroyed, note, opened, recorded, redacted, say

from fairness_adapters.case_store import FolderStore
from fairness_core.errors import FairnessError, OutputError
from fairness_core.problems import Problem, Severity
from fairness_core.process.store import load, read_log, record, verify

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(os.name == "nt", reason="needs fork and the limits of POSIX")


def writer(*given: object) -> subprocess.Popen[str]:
    """Start the writing program."""
    line = [sys.executable, "-m", "tests.adapters.case_writer", *map(str, given)]
    return subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def said(process: subprocess.Popen[str]) -> str:
    """Return what a program says until its end, which must be a good one."""
    out, err = process.communicate(timeout=300)
    assert (0, "") == (process.returncode, err)
    return out


def grave(found: Sequence[Problem]) -> list[str]:
    """Return the codes of the errors among findings."""
    return [each.code for each in found if each.severity is Severity.ERROR]


def killed_while_appending(store: FolderStore, chance: random.Random, number: int) -> tuple[int, int, int]:
    """Kill a writer at a random moment; return how many events it had reported, are there, and are torn."""
    reference = f"c{number}"
    begin(store, reference)
    slow = ["slow"] if number % 2 else []
    process = writer("append", store.folder, reference, "a", 10_000, *slow)
    assert process.stdout
    lines = [process.stdout.readline()]
    sleep(chance.uniform(0, 0.06))
    process.kill()
    lines += process.stdout.readlines()
    process.communicate()
    reported = [line.split()[0] for line in lines if line.endswith("\n")]

    found = verify(store, reference)
    assert [] == grave(found)
    kept = [each.id for each in load(store, reference).log[3:]]
    assert reported == kept[: len(reported)]
    assert len(kept) <= len(reported) + 1
    after = record(store, reference, contacted("after1", note("And on.").ref), notes=[note("And on.")])
    assert len(kept) + 4 == after.version
    assert [] == grave(verify(store, reference, read_log(store, reference).head))
    return len(reported), len(kept), [each.code for each in found].count("torn_line")


def kill_often(folder: Path, times: int) -> None:
    """Kill so many writers, one after the other, and tell what came of it."""
    store, chance = FolderStore(folder), random.Random(4)
    counts = [killed_while_appending(store, chance, number) for number in range(times)]
    reported, kept, torn = (sum(each) for each in zip(*counts, strict=True))
    say(f"{times} writers killed: {reported} events reported, {kept} kept, {torn} torn and left out")
    assert times <= reported


def test_no_event_is_lost_when_its_writer_is_killed(tmp_path: Path) -> None:
    """After kill -9 at a random moment every reported event is there, none is torn, and the next one is recorded."""
    kill_often(tmp_path, 6)


@pytest.mark.long
def test_no_event_is_lost_in_a_hundred_kills(tmp_path: Path) -> None:
    """A hundred writers that were killed lose no event."""
    kill_often(tmp_path, 100)


def two_writers(folder: Path, each: int) -> None:
    """Let two processes add so many events each to one case, and look at every version."""
    store = FolderStore(folder)
    begin(store)
    processes = [writer("append", folder, "c1", name, each) for name in ("a", "b")]
    told = [line.split() for process in processes for line in said(process).splitlines()]
    stale = sum(int(number) for name, number in told if name == "stale")
    won = {int(version): name for name, version in told if name != "stale"}

    case = load(store, "c1")
    assert 2 * each + 3 == case.version
    assert [won[version] for version in range(4, case.version + 1)] == [event.id for event in case.log[3:]]
    assert 2 * each == len(won)
    # Words of a refused attempt are kept for the next one, so none are left over.
    assert [] == [found.code for found in verify(store, "c1")]
    say(f"two writers of {each} events each: {stale} times the stale one was refused")
    assert stale


def test_two_writers_at_once_lose_no_event(tmp_path: Path) -> None:
    """Of two writers one wins each version, the stale one is refused and tries again, and no event is lost or torn."""
    two_writers(tmp_path, 40)


@pytest.mark.long
def test_two_writers_of_hundreds_lose_no_event(tmp_path: Path) -> None:
    """Two writers of three hundred events each lose none."""
    two_writers(tmp_path, 300)


@POSIX
def test_killed_before_each_call_of_the_system(tmp_path: Path) -> None:
    """Wherever a process is killed, what it began can be done again, and is then as if nothing had happened."""
    counts = dict(line.split() for line in said(writer("steps", tmp_path)).splitlines())
    say(f"killed before each call of the system: {counts}")
    assert list(ACTIONS) == list(counts)
    for name, count in counts.items():
        assert 10 <= int(count)
        for number in range(1, int(count) + 2):
            AGAIN[name](FolderStore(tmp_path / f"{name}-{number}"))


def opened_again(store: FolderStore) -> None:
    """A case that was being opened is there whole or not at all; opening it again gives the one case."""
    if store.references():
        assert [] == [found.code for found in verify(store, "c1")]
    opened(store)
    assert [] == [found.code for found in verify(store, "c1")]
    assert (("c1",), 1) == (store.references(), load(store, "c1").version)


def recorded_again(store: FolderStore) -> None:
    """An event that was being recorded is there with its words, or not at all; recording it again gives it once."""
    assert [] == grave(verify(store, "c1"))
    assert load(store, "c1").version in (3, 4)
    recorded(store)
    assert ([], 4) == ([found.code for found in verify(store, "c1")], load(store, "c1").version)


def redacted_again(store: FolderStore) -> None:
    """A redaction that was cut short is finished when it is recorded again; the words are then gone."""
    found = verify(store, "c1")
    gone = note("Two records were late.").ref
    there = store.note("c1", gone) is not None
    assert [] == grave(found)
    # Words never go before it is written down that they were redacted.
    assert there or load(store, "c1").version == 4
    assert (load(store, "c1").version == 4 and there) == ("words_still_there" in [each.code for each in found])
    redacted(store)
    assert [] == [each.code for each in verify(store, "c1")]
    assert (note("Redacted on request.").ref,) == store.notes("c1")
    assert [] == [path.name for path in (store.folder / "c1.notes").iterdir() if gone in path.name]


def destroyed_again(store: FolderStore) -> None:
    """Of a case that was being destroyed there is the case or its certificate, and never neither; then only that."""
    if store.references():
        assert 47 == load(store, "c1").version
    else:
        assert store.certificate("c1")
    certificate = destroyed(store)
    assert certificate == destroyed(store)
    assert [".cases.lock", "c1.certificate.json"] == sorted(path.name for path in store.folder.iterdir())
    with pytest.raises(FairnessError, match="destroyed"):
        opened(store)


AGAIN = {"open": opened_again, "record": recorded_again, "redact": redacted_again, "destroy": destroyed_again}


@pytest.mark.parametrize("keep", [1, 100, -2])
def test_a_torn_line_was_never_written(tmp_path: Path, keep: int) -> None:
    """The beginning of a line is left out, told of, and cut off by the next event."""
    store = FolderStore(tmp_path)
    begin(store)
    log = tmp_path / "c1.jsonl"
    before = log.read_bytes()
    record(store, "c1", contacted("e4", "d1"))
    whole = log.read_bytes()

    log.write_bytes(before + whole[len(before) :][:keep])
    assert 3 == load(store, "c1").version
    assert ["torn_line"] == [found.code for found in verify(store, "c1")]
    assert 4 == record(store, "c1", contacted("e4", "d1")).version
    assert whole == log.read_bytes()


def test_a_line_torn_anywhere_is_left_out_or_whole(tmp_path: Path) -> None:
    """Wherever a crash tears the last line, the log has the events before it; with all but its end, it is whole."""
    store = FolderStore(tmp_path)
    begin(store)
    log = tmp_path / "c1.jsonl"
    before = log.read_bytes()
    record(store, "c1", contacted("e4", "d1"))
    whole = log.read_bytes()
    for end in (*range(len(before), len(whole), 9), len(whole) - 2, len(whole) - 1, len(whole)):
        log.write_bytes(whole[:end])
        assert (5 if end >= len(whole) - 1 else 4) == len(store.lines("c1"))


def test_a_line_without_its_end_is_completed(tmp_path: Path) -> None:
    """A whole line that some program took the end off is kept, told of, and given its end by the next event."""
    store = FolderStore(tmp_path)
    begin(store)
    log = tmp_path / "c1.jsonl"
    log.write_bytes(log.read_bytes().removesuffix(b"\n"))
    assert ["unended_line"] == [found.code for found in verify(store, "c1")]
    assert 4 == record(store, "c1", contacted("e4", "d1"), expected=3).version
    assert [5, True] == [len(log.read_bytes().split(b"\n")) - 1, log.read_bytes().endswith(b"\n")]
    assert ["kept_elsewhere"] == [found.code for found in verify(store, "c1")]


def test_zeros_that_a_power_cut_left_are_cut_off(tmp_path: Path) -> None:
    """Some file systems fill what was not written with zeros: that is a torn line as well."""
    store = FolderStore(tmp_path)
    begin(store)
    log = tmp_path / "c1.jsonl"
    log.write_bytes(log.read_bytes() + bytes(4096))
    assert ["torn_line"] == [found.code for found in verify(store, "c1")]
    assert 4 == record(store, "c1", contacted("e4", "d1")).version
    assert (b"", ["kept_elsewhere"]) == (
        log.read_bytes().split(b"\n")[5],
        [found.code for found in verify(store, "c1")],
    )


@POSIX
@pytest.mark.parametrize("room", [0, 1, 200])
def test_a_full_disk_leaves_the_log_as_it_was(tmp_path: Path, room: int) -> None:
    """Where a line does not fit, the writer says so and the log has not changed by a byte."""
    store = FolderStore(tmp_path)
    begin(store)
    before = (tmp_path / "c1.jsonl").read_bytes()
    told = said(writer("full", tmp_path, "c1", room))
    assert "c1.jsonl cannot be written: there is not enough room for it." in told
    assert before == (tmp_path / "c1.jsonl").read_bytes()
    assert 4 == record(store, "c1", contacted("e4", "d1")).version


@pytest.mark.parametrize("call", ["write", "fsync"])
@pytest.mark.parametrize(("number", "why"), [(errno.ENOSPC, "not enough room"), (errno.EIO, "")])
def test_a_refused_call_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, why: str
) -> None:
    """When the disk refuses to write or to flush, nothing has changed, and it can be done again."""
    store = FolderStore(tmp_path)
    begin(store)
    before = (tmp_path / "c1.jsonl").read_bytes()

    def refuse(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(os, call, refuse)
        with pytest.raises(OutputError, match=f"c1.jsonl cannot be written: .*{why}"):
            record(store, "c1", contacted("e4", "d1"))
    assert before == (tmp_path / "c1.jsonl").read_bytes()
    assert 4 == record(store, "c1", contacted("e4", "d1")).version


def test_a_second_opening_at_the_same_moment(tmp_path: Path) -> None:
    """Of two who open one case at once, one does; the other is told unless it is the very same opening."""

    class Late(FolderStore):
        """A store whose list of cases was looked at a moment too early."""

        def references(self) -> tuple[str, ...]:
            return ()

    opened(FolderStore(tmp_path))
    opened(Late(tmp_path))
    assert 1 == load(FolderStore(tmp_path), "c1").version
