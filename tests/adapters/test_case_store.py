"""Cases in a folder: private files, names that lead nowhere else, and hostile files that are refused in good time."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from threading import Thread
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.case_writer import begin, contacted, note, opened
from tests.adapters.sqlite_store import SqliteStore
from tests.core.process.store_contract import NOTE, StoreContract

from fairness_adapters.case_store import FolderStore, case_path, new_id, new_salt
from fairness_adapters.case_store_files import LOCK, locked
from fairness_adapters.case_store_lines import StoreLimits, line_bytes, read_lines
from fairness_core.errors import (
    CallerError,
    FairnessError,
    InvalidData,
    MissingExtra,
    OutputError,
    SourceTooLarge,
    StaleVersion,
    UnreadableSource,
)
from fairness_core.process.chain import note_ref
from fairness_core.process.store import CaseStore, StoredNote, load, record, verify
from fairness_core.staff import is_opaque

POSIX = pytest.mark.skipif(os.name == "nt", reason="permissions and links as POSIX has them")
NOT_ROOT = pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not hold for root")
MIB = 1 << 20


class TestFolderStore(StoreContract):
    """A folder is a store."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> CaseStore:
        """Return a store whose folder is not there yet."""
        return FolderStore(tmp_path / "not" / "there")


class TestFolderStoreOfJson(StoreContract):
    """A folder whose logs end in .json is a store, and takes no certificate for a case."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> CaseStore:
        """Return a store in an empty folder."""
        return FolderStore(tmp_path, suffix=".json")


class TestSqliteStore(StoreContract):
    """An application can bring its own database."""

    @pytest.fixture
    def store(self) -> Iterator[CaseStore]:
        """Return an empty database."""
        store = SqliteStore(":memory:")
        yield store
        store.base.close()


def test_a_case_lives_in_a_database() -> None:
    """What is done with a case is done in a database as it is in a folder."""
    store = SqliteStore(":memory:")
    begin(store)
    assert 4 == record(store, "c1", contacted("e4", note("Fine.").ref), notes=[note("Fine.")]).version
    assert () == verify(store, "c1")
    store.base.close()


def files(folder: Path) -> list[str]:
    """Return all that is in a folder, however deep, but for the lock."""
    return sorted(str(path.relative_to(folder).as_posix()) for path in folder.rglob("*") if path.name != LOCK)


def test_what_stands_where(tmp_path: Path) -> None:
    """The log is a file of lines, its words are files of a folder, and nothing else is left lying about."""
    store = FolderStore(tmp_path)
    begin(store)
    ref = note("Two records were late.").ref
    assert ["c1.jsonl", "c1.notes", f"c1.notes/{ref}.json"] == files(tmp_path)
    lines = (tmp_path / "c1.jsonl").read_text(encoding="ascii").split("\n")
    assert [*store.lines("c1"), ""] == lines
    assert "Two records were late." == json.loads((tmp_path / f"c1.notes/{ref}.json").read_text())["text"]
    assert "late" not in (tmp_path / "c1.jsonl").read_text()


def test_what_a_crash_left_goes_with_the_case(tmp_path: Path) -> None:
    """What was being written when a computer stopped is removed with the case, or with the words that it holds."""
    store = FolderStore(tmp_path)
    begin(store)
    ref = note("Two records were late.").ref
    for name in (".c1.jsonl.new", f"c1.notes/.{ref}.json.new", "c1.notes/.n1.json.new"):
        (tmp_path / name).write_text("Half a")
    assert (ref,) == store.notes("c1")
    store.remove_note("c1", ref)
    assert [".c1.jsonl.new", "c1.jsonl", "c1.notes", "c1.notes/.n1.json.new"] == files(tmp_path)
    store.remove("c1", expected=3)
    assert [] == files(tmp_path)


@POSIX
def test_everything_is_private(tmp_path: Path) -> None:
    """Folders and files are open to their owner alone, whatever the usual permissions are."""
    usual = os.umask(0)
    try:
        store = FolderStore(tmp_path / "cases")
        begin(store)
        store.keep_certificate("c1", "{}")
    finally:
        os.umask(usual)
    places = [store.folder, *store.folder.rglob("*")]
    assert [0o700 if path.is_dir() else 0o600 for path in places] == [
        stat.S_IMODE(path.stat().st_mode) for path in places
    ]
    assert 5 < len(places)


@POSIX
def test_what_others_may_read_is_told(tmp_path: Path) -> None:
    """A log, a folder of words or a note that others may read is told of by name."""
    store = FolderStore(tmp_path)
    begin(store)
    ref = note("Two records were late.").ref
    for name in ("c1.jsonl", "c1.notes", f"c1.notes/{ref}.json"):
        path = tmp_path / name
        mode = path.stat().st_mode
        path.chmod(mode | 0o040)
        assert [("open_to_others", path.name)] == [(each.code, each.where.file) for each in store.faults("c1")]
        path.chmod(mode)
    assert () == store.faults("c1")


LONGEST = "c" * 99 + "1"


@pytest.mark.parametrize("reference", ["c1", "1", "C1", "2026-17", "a.b_c-1", "17.3", LONGEST, "c1.json"])
def test_references_that_can_be_kept(tmp_path: Path, reference: str) -> None:
    """Letters, digits, dots, dashes and underscores make a name on every system."""
    store = FolderStore(tmp_path)
    opened(store, reference)
    assert ((reference,), 1) == (store.references(), load(store, reference).version)


BAD = [
    "", ".", "..", "../c1", "a/../c1", "/c1", "c1/", "a\\c1", "C:c1", "c1:stream", ".c1", "-c1", "c1.", "c 1", "c1 ", " c1",
    "c1\n", "c1\0", "nul", "com1", "LPT9", "com1.x", "çase1", "c１", "ſ1", "c1.certificate", LONGEST + "1", "case",
    "c1\u202e", "~1", "c1*", "c?1", "<c1>", "c|1", '"c1"',
]  # fmt: skip


@pytest.mark.parametrize("reference", BAD)
def test_references_that_cannot_be_kept(tmp_path: Path, reference: str) -> None:
    """No reference leads out of the folder, to a device, or to a name that another system cannot have."""
    store = FolderStore(tmp_path / "cases")
    with pytest.raises(CallerError, match="cannot be the name of a file") as refused:
        store.begin(reference, ["line"])
    assert [] == files(tmp_path)
    assert len(reference) < 5 or reference not in str(refused.value)
    begin(store)
    before = files(tmp_path)
    calls: list[tuple[Any, ...]] = [
        (store.lines, reference), (store.note, reference, "n1"), (store.note, "c1", reference), (store.notes, reference),
        (store.keep_note, reference, NOTE), (store.remove_note, reference, "n1"), (store.remove_note, "c1", reference),
        (store.certificate, reference), (store.keep_certificate, reference, "x"), (store.faults, reference),
        (store.withdraw_certificate, reference),
    ]  # fmt: skip
    for call, *what in calls:
        with pytest.raises(CallerError, match="cannot be the name of a file"):
            call(*what)
    with pytest.raises(CallerError):
        store.append(reference, "line", expected=0)
    with pytest.raises(CallerError):
        store.remove(reference, expected=0)
    assert before == files(tmp_path)


@given(st.text(max_size=20))
def test_a_reference_names_a_file_of_the_folder_or_nothing(reference: str) -> None:
    """Whatever the reference, the log is a file of the folder itself, or the reference is refused."""
    store = FolderStore("cases")
    try:
        path = store._log(reference)
    except CallerError:
        return
    assert (Path("cases"), f"{reference}.jsonl") == (path.parent, path.name)
    assert is_opaque(reference)


def test_what_is_no_case_is_not_listed(tmp_path: Path) -> None:
    """Files of other names, copies that a desktop made and hidden files are no cases."""
    store = FolderStore(tmp_path)
    begin(store)
    for name in (
        "c1 (copy).jsonl",
        "._c1.jsonl",
        ".c2.jsonl.new",
        "notes.txt",
        "c2.json",
        "c1.jsonl.bak",
        "readme.jsonl",
    ):
        (tmp_path / name).touch()
    assert ("c1",) == store.references()
    assert () == FolderStore(tmp_path / "nowhere").references()
    assert not (tmp_path / "nowhere").exists()


@POSIX
@pytest.mark.parametrize("what", ["link", "dangling", "folder", "pipe"])
def test_only_ordinary_files_are_read_and_written(tmp_path: Path, what: str) -> None:
    """A link, a folder or a device in place of a log is refused at once, and what a link leads to stays as it is."""
    store, elsewhere = FolderStore(tmp_path / "cases"), tmp_path / "elsewhere.jsonl"
    begin(store)
    (store.folder / "c1.jsonl").rename(elsewhere)
    before = elsewhere.read_bytes()
    log = store.folder / "c1.jsonl"
    make: dict[str, Callable[[], None]] = {
        "link": lambda: log.symlink_to(elsewhere),
        "dangling": lambda: log.symlink_to(tmp_path / "nothing"),
        "folder": log.mkdir,
        "pipe": lambda: os.mkfifo(log),
    }
    make[what]()
    for call in (lambda: store.lines("c1"), lambda: store.begin("c1", ["line"]), lambda: store.faults("c1")):
        with pytest.raises(UnreadableSource, match="a link, a folder or a device"):
            call()
    with pytest.raises(FairnessError):
        store.append("c1", "line", expected=3)
    assert (before, False) == (elsewhere.read_bytes(), (tmp_path / "nothing").exists())


@POSIX
def test_words_are_not_looked_for_behind_a_link(tmp_path: Path) -> None:
    """Neither a folder of words nor a note that is a link is followed; what it leads to stays as it is."""
    store, elsewhere = FolderStore(tmp_path / "cases"), tmp_path / "elsewhere"
    begin(store)
    ref = note("Two records were late.").ref
    (store.folder / "c1.notes").rename(elsewhere)
    (store.folder / "c1.notes").symlink_to(elsewhere)
    calls: list[Any] = [
        lambda: store.note("c1", ref), lambda: store.notes("c1"), lambda: store.keep_note("c1", NOTE),
        lambda: store.remove_note("c1", ref), lambda: store.remove("c1", expected=3),
    ]  # fmt: skip
    for call in calls:
        with pytest.raises(UnreadableSource, match="a link, a folder or a device"):
            call()
    assert [f"{ref}.json"] == files(elsewhere)
    (store.folder / "c1.notes").unlink()
    (store.folder / "c1.notes").mkdir()
    (store.folder / f"c1.notes/{ref}.json").symlink_to(elsewhere / f"{ref}.json")
    with pytest.raises(UnreadableSource):
        store.note("c1", ref)
    assert ["unreadable_source"] == [each.code for each in verify(store, "c1") if each.severity == "error"]
    store.remove_note("c1", ref)
    store.remove("c1", expected=3)
    assert [f"{ref}.json"] == files(elsewhere)


@POSIX
def test_the_lock_is_no_way_out(tmp_path: Path) -> None:
    """A link in place of the lock is refused, and what it leads to stays as it is."""
    store = FolderStore(tmp_path)
    begin(store)
    target = tmp_path / "target"
    target.write_text("Keep me.")
    (tmp_path / LOCK).unlink()
    (tmp_path / LOCK).symlink_to(target)
    with pytest.raises(OutputError):
        record(store, "c1", contacted("e4", "d1"))
    assert "Keep me." == target.read_text()


def sealed(content: dict[str, object]) -> bytes:
    """Return a line with its hash, as somebody makes one who knows how."""
    bare = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return f'{bare[:-1]},"hash":"{sha256(bare.encode()).hexdigest()}"}}\n'.encode()


def filled(line: bytes) -> bytes:
    """Return as many of a line as a log may hold."""
    return line * min(4990, (4 * MIB - 2000) // len(line))


HOSTILE = {
    "deep": b"[" * 16_000 + b"\n",
    "deep objects": b'{"a":' * 3_000 + b"\n",
    "huge number": b'{"a":' + b"9" * 16_000 + b"}\n",
    "huge exponent": b'{"a":1e999999999}\n',
    "not a number": sealed({"before": float("nan"), "version": 4}),
    "many keys": b"{" + b",".join(b'"%d":1' % number for number in range(1500)) + b"}\n",
    "one key": b"{" + b",".join([b'"a":1'] * 2500) + b"}\n",
    "many faults": sealed({"before": "x", "schema": "fairness-core/case-event/1", "evidence": [1] * 7000}),
    "unknown keys": sealed({"before": "x", "schema": "fairness-core/case-event/1"} | {f"k{n}": 1 for n in range(1000)}),
    "nul": bytes(800) + b"\n",
    "latin": "Nötiz\n".encode("latin-1"),
    "half a character": b"\xed\xa0\x80\n",
    "empty lines": b"\n",
    "spaces": b" " * 800 + b"\n",
    "byte order mark": b"\xef\xbb\xbf{}\n",
    "carriage returns": b"{}\r\n",
    "text": b'"reference"\n',
    "list": b"[]\n",
    "nothing": b"null\n",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("whole", [False, True], ids=["behind", "whole"])
def test_hostile_lines_are_refused_in_good_time(tmp_path: Path, name: str, whole: bool) -> None:
    """Whatever the lines hold, they are refused with faults that quote nothing, in seconds; not all are listed."""
    store = FolderStore(tmp_path)
    begin(store)
    log = tmp_path / "c1.jsonl"
    log.write_bytes((b"" if whole else log.read_bytes()) + filled(HOSTILE[name]))
    start = process_time()
    with pytest.raises(InvalidData) as refused:
        load(store, "c1")
    found = verify(store, "c1")
    assert {each.code for each in refused.value.problems} <= {each.code for each in found}
    assert len(found) < 13_000
    assert process_time() - start < 20


@pytest.mark.parametrize(
    ("data", "kind", "says"),
    [
        (b"", UnreadableSource, "no whole line"),
        (b"{", UnreadableSource, "no whole line"),
        (bytes(1000), UnreadableSource, "no whole line"),
        ("{}\n".encode("utf-16"), UnreadableSource, "UTF-16"),
        (b"x" * (16 * 1024 + 1) + b"\n", SourceTooLarge, "a line of more than 16,384 bytes"),
        (b"{}\n" * 5002, SourceTooLarge, "more than 5,000 events"),
        (b"x" * (4 * MIB + 1), SourceTooLarge, "the limit is 4,194,304 bytes"),
    ],
)
def test_files_that_are_no_logs(tmp_path: Path, data: bytes, kind: type[FairnessError], says: str) -> None:
    """What is empty, too large or saved in another encoding is refused with what to do."""
    store = FolderStore(tmp_path)
    (tmp_path / "c1.jsonl").write_bytes(data)
    for ask in (store.lines, store.faults):
        with pytest.raises(kind, match=says) as refused:
            ask("c1")
        assert refused.value.hint
        assert "c1.jsonl" == (refused.value.where and refused.value.where.file)
    with pytest.raises(kind):
        store.append("c1", "line", expected=0)
    assert data == (tmp_path / "c1.jsonl").read_bytes()


def test_a_file_of_a_hundred_megabytes_is_not_read(tmp_path: Path) -> None:
    """A huge line is refused by the size of its file."""
    with (tmp_path / "c1.jsonl").open("wb") as stream:
        stream.truncate(100 * MIB)
    start = process_time()
    with pytest.raises(SourceTooLarge):
        FolderStore(tmp_path).lines("c1")
    assert process_time() - start < 1


@pytest.mark.parametrize("line", ["", "two\nlines", "line\n", "x" * (16 * 1024 + 1)])
def test_what_could_not_be_read_again_is_not_written(tmp_path: Path, line: str) -> None:
    """A line that is none, or longer than is read, is refused and nothing is written."""
    store = FolderStore(tmp_path)
    for lines in ([line], ["head", line]):
        with pytest.raises(CallerError):
            store.begin("c1", lines)
    store.begin("c1", ["head"])
    with pytest.raises(CallerError):
        store.append("c1", line, expected=0)
    assert ("head",) == store.lines("c1")


def test_a_full_log_is_said_to_be_full(tmp_path: Path) -> None:
    """Beyond the limits of a log nothing is added, and what is there is still read."""
    store = FolderStore(tmp_path, limits=StoreLimits(max_events=2, max_log=30))
    store.begin("c1", ["head", "one"])
    with pytest.raises(OutputError, match="as large as a log may be"):
        store.append("c1", "x" * 30, expected=1)
    store.append("c1", "two", expected=1)
    with pytest.raises(OutputError, match="as large as a log may be"):
        store.append("c1", "three", expected=2)
    assert ("head", "one", "two") == store.lines("c1")


@given(st.lists(st.text(st.characters(exclude_characters="\n", codec="utf-8"), min_size=1, max_size=20), min_size=1))
def test_lines_come_back_as_they_were(lines: list[str]) -> None:
    """Whatever the lines, their bytes are read as the same lines, whole and to the end."""
    limits = StoreLimits()
    data = b"".join(line_bytes(line, limits.max_line) for line in lines)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    found = read_lines(data, limits, "c1.jsonl")
    assert (tuple(lines), len(data), False, False) == (found.lines, found.good, found.torn, found.unended)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Whatever a file holds, its lines are told or a reason why not; what is good ends where a line does."""
    try:
        found = read_lines(data, StoreLimits(), "c1.jsonl")
    except FairnessError:
        return
    assert data[: found.good].endswith(b"\n")
    assert data.count(b"\n") == len(found.lines)
    assert (found.good < len(data)) == found.torn


NOTE_FILE = {"schema": "fairness-core/case-note/1", "ref": NOTE.ref, "text": NOTE.text, "salt": NOTE.salt}
NOTE_FILE |= {"kind": "note", "confidentiality": "ordinary"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "unreadable_source"),
        (b"\xff\xfe{\0}\0", "unreadable_source"),
        (b"[" * 100_000, "unreadable_source"),
        (b"{}", "invalid_data"),
        (json.dumps(NOTE_FILE | {"text": ""}).encode(), "invalid_data"),
        (json.dumps(NOTE_FILE | {"text": "\ud800"}).encode(), "invalid_data"),
        (json.dumps(NOTE_FILE | {"salt": "short"}).encode(), "invalid_data"),
        (json.dumps(NOTE_FILE | {"kind": "letter"}).encode(), "invalid_data"),
        (json.dumps(NOTE_FILE | {"mood": "low"}).encode(), "invalid_data"),
        (json.dumps(NOTE_FILE | {"text": "They were never late."}).encode(), "words_changed"),
        (json.dumps(NOTE_FILE | {"ref": "n1"}).encode(), "words_changed"),
        (b" " * (MIB + 1), "source_too_large"),
    ],
)
def test_a_damaged_note_is_told_and_not_quoted(tmp_path: Path, content: bytes, code: str) -> None:
    """Words that were damaged or changed are an error of the case, and nothing of them is said."""
    store = FolderStore(tmp_path)
    opened(store)
    ref = note("Two records were late.").ref
    assert NOTE.ref == ref
    (tmp_path / f"c1.notes/{ref}.json").write_bytes(content)
    (found,) = [each for each in verify(store, "c1") if each.severity == "error"]
    assert (code, ref) == (found.code, found.where.field)
    assert not [word for word in ("late", "letter", "mood", "short") if word in str(found)]


def test_words_that_are_too_long_are_refused(tmp_path: Path) -> None:
    """What could not be read again is not kept, and it is said what to do."""
    store = FolderStore(tmp_path)
    with pytest.raises(CallerError, match=r"The words are too long: .* the limit is 1,048,576"):
        store.keep_note("c1", note("x" * MIB))
    assert [] == files(tmp_path)
    store.keep_note("c1", note("x" * (MIB - 1000)))
    assert note("x" * (MIB - 1000)) == store.note("c1", note("x" * (MIB - 1000)).ref)


@given(st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip), st.sampled_from(["note", "document"]))
def test_words_come_back_as_they_were(text: str, kind: Any) -> None:
    """Every character comes back, line ends and direction marks too."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as place:
        kept = StoredNote.made(text, new_salt(), kind=kind)
        FolderStore(Path(place)).keep_note("c1", kept)
        found = FolderStore(Path(place)).note("c1", kept.ref)
    assert (kept, True) == (found, found and found.is_whole)


def test_somebody_else_is_writing(tmp_path: Path) -> None:
    """Who waits too long is told so, and nothing was written; reading does not wait."""
    store = FolderStore(tmp_path, limits=StoreLimits(wait_seconds=0.05))
    begin(store)
    with locked(tmp_path, 1):
        for call in (
            lambda: record(store, "c1", contacted("e4", "d1")),
            lambda: store.keep_note("c1", NOTE),
            lambda: store.remove("c1", expected=3),
        ):
            with pytest.raises(OutputError, match="Somebody else is writing to these cases"):
                call()
        assert 3 == load(store, "c1").version
    assert 4 == record(store, "c1", contacted("e4", "d1")).version


def test_threads_of_one_program_wait_for_each_other(tmp_path: Path) -> None:
    """The lock holds between threads as it does between programs."""
    begin(FolderStore(tmp_path))
    refused = []

    def write(name: str) -> None:
        store = FolderStore(tmp_path)
        for number in range(10):
            while True:
                try:
                    record(store, "c1", contacted(f"{name}{number}", "d1"))
                    break
                except StaleVersion as stale:
                    refused.append(stale)

    threads = [Thread(target=write, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {f"{name}{number}" for name in "abc" for number in range(10)} == {
        each.id for each in load(FolderStore(tmp_path), "c1").log[3:]
    }
    assert ["kept_elsewhere"] == [each.code for each in verify(FolderStore(tmp_path), "c1")]


@NOT_ROOT
def test_a_folder_that_may_not_be_written_to_is_read(tmp_path: Path) -> None:
    """Who may only read reads; to write is refused in plain words."""
    store = FolderStore(tmp_path)
    begin(store)
    tmp_path.chmod(0o500)
    (tmp_path / "c1.jsonl").chmod(0o400)
    try:
        assert 3 == load(store, "c1").version
        with pytest.raises(OutputError, match="you may not write there"):
            record(store, "c1", contacted("e4", "d1"))
    finally:
        tmp_path.chmod(0o700)


def test_a_file_stands_where_the_folder_should(tmp_path: Path) -> None:
    """A folder that is a file is no store, and is said not to be one."""
    (tmp_path / "cases").write_text("Not a folder.")
    store = FolderStore(tmp_path / "cases")
    assert () == store.references()
    with pytest.raises(OutputError, match="cases cannot be written"):
        store.begin("c1", ["head"])


def test_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library that locks, cases can be read, and to write says the line that installs it."""
    store = FolderStore(tmp_path)
    begin(store)
    monkeypatch.setitem(sys.modules, "filelock", None)
    assert 3 == load(store, "c1").version
    with pytest.raises(MissingExtra, match="Writing cases to a folder needs the extra 'cases'"):
        record(store, "c1", contacted("e4", "d1"))


@pytest.mark.parametrize(
    ("path", "folder", "suffix", "reference"),
    [
        ("cases/c1.jsonl", "cases", ".jsonl", "c1"),
        ("c1.jsonl", ".", ".jsonl", "c1"),
        ("/srv/a b/2026.17.json", "/srv/a b", ".json", "2026.17"),
        ("cases/C1.JSONL", "cases", ".JSONL", "C1"),
        ("../c1.json", "..", ".json", "c1"),
    ],
)
def test_a_file_stands_for_a_case(path: str, folder: str, suffix: str, reference: str) -> None:
    """The file of a log says folder and reference, as text or as a path."""
    for given_path in (path, Path(path)):
        store, found = case_path(given_path)
        assert (Path(folder), suffix, reference) == (store.folder, store.suffix, found)


@pytest.mark.parametrize(
    "path", ["cases/c1", "cases", "c1.txt", "c1.jsonl/", "case.jsonl", "Sam Example.jsonl", "c1.jsonl.gz"]
)
def test_a_file_that_stands_for_no_case(path: str) -> None:
    """Another ending, or a name that is no reference, is refused with what to give."""
    if path.endswith("/"):
        assert "c1" == case_path(path)[1]
        return
    with pytest.raises(CallerError) as refused:
        case_path(path)
    assert refused.value.hint
    assert "Sam" not in str(refused.value)


def test_ids_and_salt_are_new_each_time() -> None:
    """Ids can stand in a log, salt is long enough to be kept, and no two are the same."""
    ids, salts = {new_id() for _ in range(1000)}, {new_salt() for _ in range(1000)}
    assert [1000, 1000, True] == [len(ids), len(salts), all(map(is_opaque, ids))]
    assert {32} == {len(salt) for salt in salts}
    assert note_ref("Words.", new_salt()) != note_ref("Words.", new_salt())
