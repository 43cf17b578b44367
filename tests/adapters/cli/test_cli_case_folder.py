"""`fairness case due`, `verify`, `bundle` and `destroy`: over folders, and at the end of a case."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import typer
from rich.console import Console
from tests.adapters.made_case_files import (
    LOOKED_AT,
    OUR_WAY,
    SETTLED,
    document,
    made_case,
    moment,
    put_document,
    put_log,
)

from fairness_adapters.cli import case_folder, case_options, shared
from fairness_core.process.chain import line_hash, log_lines

Fairness = Callable[..., Any]
OURS = ("--process", str(OUR_WAY))
KEEPER = ("--by", "u9", "--role", "lead")
AT = ("--at", "2026-01-08")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with some cases, long after they were closed."""
    monkeypatch.chdir(tmp_path)
    later = datetime(2032, 6, 1, 9, tzinfo=UTC)
    for module in (case_options, case_folder):
        monkeypatch.setattr(module, "now", lambda: later)
    put_log(tmp_path / "cases", made_case())
    put_log(tmp_path / "cases", made_case(LOOKED_AT, "c2"))
    put_log(tmp_path / "cases", made_case(SETTLED, "c3"))
    return tmp_path


# due --------------------------------------------------------------------------------------------


def test_due_over_all_cases(fairness: Fairness, desk: Path) -> None:
    """What is late first, each with its case; how many there are, and what to know of their days."""
    ran = fairness("case", "due", "cases", *OURS, *AT)
    assert (0, "") == (ran.code, ran.out)
    assert ran.err.splitlines() == [
        "Late on 8 January 2026:",
        "  c1, 7 January 2026 [unverified]: Listen to the person (listen); owed by lead to the practitioner; 1 day late.",
        "Due:",
        "  c1, 12 January 2026: Write back (write-back); owed by lead to the person who raised the concern or was "
        "harmed.",
        "  c1, 2 February 2026 [unverified]: Look at it (look); owed by lead.",
        "3 cases: 1 thing late in 1 of them, 2 due.",
        "A day marked [unverified] follows from a period that nobody has checked, and is never law.",
        "Note: Ours alone.",
    ]


def test_due_for_programs(fairness: Fairness, desk: Path) -> None:
    """Every thing owed with its case and its file, every case with its state, how many are late or left out."""
    (desk / "cases" / "bad.json").write_text("{", encoding="utf-8")
    ran = fairness("case", "due", "cases", *OURS, *AT, "--days", "4", "--json")
    assert (0, "2026-01-08", 1, 1) == (ran.code, ran.json["at"], ran.json["late"], ran.json["left_out"])
    assert [("c1", "c1.jsonl", "listen", 1), ("c1", "c1.jsonl", "write-back", 0)] == [
        (each["reference"], each["file"], each["code"], each["days_late"]) for each in ran.json["due"]
    ]
    assert [("c1", "heard"), ("c2", "looked-at"), ("c3", "looked-at")] == [
        (each["reference"], each["state"]) for each in ran.json["cases"]
    ]
    assert ["left_out", "unreadable_source"] == [each["code"] for each in ran.json["problems"]]
    assert "Warning: bad.json: This file is left out: what is owed in it is not known." in ran.err
    assert "3 cases: 1 thing late in 1 of them, 1 due. 1 file left out.\n" in ran.err


def test_due_when_all_is_done(fairness: Fairness, desk: Path) -> None:
    """Nothing is late and nothing is due, and no more is said of days."""
    put_log(desk / "done", made_case(SETTLED))
    assert ["1 case: 0 things late in 0 of them, 0 due.", "Note: Ours alone."] == fairness(
        "case", "due", "done", *OURS
    ).err.splitlines()


def test_due_as_a_calendar(fairness: Fairness, desk: Path) -> None:
    """The calendar is written, and its place said; its titles give nothing away."""
    ran = fairness("case", "due", "cases", *OURS, *AT, "--ical", "out/due.ics")
    text = (desk / "out" / "due.ics").read_text(encoding="utf-8")
    assert (0, 3) == (ran.code, text.count("BEGIN:VEVENT"))
    assert "Written:\n  out/due.ics\n" in ran.err
    assert "Listen" not in text
    assert "p1" not in text
    (desk / "dir.ics").mkdir()
    ran = fairness("case", "due", "cases", *OURS, "--ical", "dir.ics")
    assert (1, "there is a folder of that name" in ran.err) == (ran.code, True)


def test_due_shows_how_far_it_has_come(
    fairness: Fairness, desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """When somebody is watching a bar is shown, and goes; else the files are simply read."""
    files = [desk / "a", desk / "b"]
    assert files is case_folder._watched(files)
    monkeypatch.setattr(shared, "console", lambda: Console(stderr=True, force_terminal=True, width=60))
    assert files == list(case_folder._watched(files))
    assert "Reading the cases" in capsys.readouterr().err


# verify -----------------------------------------------------------------------------------------


def test_verify_a_whole_log(fairness: Fairness, desk: Path) -> None:
    """Its version and head, and that only a head that was noted shows an end cut off."""
    head = line_hash(log_lines(made_case(LOOKED_AT, "c2"))[-1])
    ran = fairness("case", "verify", "cases/c2.jsonl", *OURS)
    assert (0, "") == (ran.code, ran.out)
    assert f"c2.jsonl is whole: version 6, head {head}.\n" in ran.err
    assert "Whether something was cut off at the end shows only against a head that was noted" in ran.err
    noted = fairness("case", "verify", "cases/c2.jsonl", *OURS, "--head", head)
    assert (0, True) == (noted.code, "It ends with the head that was noted.\n" in noted.err)


def test_verify_what_was_changed(fairness: Fairness, desk: Path) -> None:
    """Every fault of every log of a folder, and the code is 1."""
    path = desk / "cases" / "c1.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace('"u1"', '"u2"').replace('"r1"', '"r2"'), encoding="utf-8")
    ran = fairness("case", "verify", "cases", *OURS, "--json")
    assert 1 == ran.code
    assert [("c1", False, ""), ("c2", True), ("c3", True)] == [
        (each["reference"], each["whole"], *([] if each["whole"] else [each["head"]])) for each in ran.json["cases"]
    ]
    assert {"changed"} == {each["code"] for each in ran.json["cases"][0]["problems"]}
    assert "c1.jsonl is not as it should be. Keep it as it is, and compare it with a copy.\n" in ran.err
    assert "1 error, 0 warnings, 2 notes.\n" in ran.err
    cut = fairness("case", "verify", "cases/c2.jsonl", *OURS, "--head", "ab")
    assert (1, True) == (cut.code, "The log does not end where it ended when its head was noted." in cut.err)


# bundle -----------------------------------------------------------------------------------------


def test_bundle(fairness: Fairness, desk: Path) -> None:
    """The papers are written and listed; what lay there before is let be and said."""
    (desk / "out").mkdir()
    (desk / "out" / "older.docx").write_bytes(b"")
    ran = fairness("case", "bundle", "cases/c3.jsonl", *OURS, "--out", "out")
    assert (0, "") == (ran.code, ran.out)
    written = {each.name for each in (desk / "out").iterdir()} - {"older.docx"}
    assert "contents.json" in written
    for name in written:
        assert f"  {Path('out') / name}\n" in ran.err
    assert "and was let be: older.docx.\n" in ran.err
    assert "These are drafts, and the case file's own copies: what is restricted is in them.\n" in ran.err


def test_bundle_of_a_document_on_a_day(fairness: Fairness, desk: Path) -> None:
    """A document has papers too; for programs the contents are on stdout."""
    put_document(desk, document(made_case(LOOKED_AT)))
    ran = fairness("case", "bundle", "c1.json", *OURS, "--out", "out", "--at", "2026-01-06", "--json")
    assert (0, "c1", "2026-01-06", 3) == (ran.code, ran.json["case"], ran.json["on"], ran.json["log"]["entries"])


# destroy ----------------------------------------------------------------------------------------


def test_destroy(fairness: Fairness, desk: Path) -> None:
    """With --yes the case goes, and the certificate stays, with a copy and on stdout where asked for."""
    words = ("case", "destroy", "cases/c3.jsonl", *KEEPER, *OURS, "--yes")
    ran = fairness(*words, "--out", "certificate.json", "--json")
    assert (0, "c3", "2032-06-01") == (ran.code, ran.json["reference"], ran.json["destroyed"])
    assert {"role": "lead", "id": "u9"} == ran.json["authority"]
    assert not (desk / "cases" / "c3.jsonl").exists()
    assert (desk / "certificate.json").is_file()
    assert "The case c3 was destroyed. Its certificate:\n  cases/c3.certificate.json\n  certificate.json\n" in ran.err
    assert "Copies elsewhere, such as backups, papers and calendars, were not reached.\n" in ran.err
    again = fairness(*words)
    assert (0, True) == (again.code, "The case c3 was destroyed." in again.err)
    gone = fairness("case", "event", "cases/c3.jsonl", "listen", *KEEPER, *OURS)
    assert (1, True) == (gone.code, "It was destroyed: see c3.certificate.json." in gone.err)


def test_destroy_asks_first(fairness: Fairness, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal it asks, and no means no; where nobody can be asked it refuses."""
    words = ("case", "destroy", "cases/c3.jsonl", *KEEPER, *OURS)
    refused = fairness(*words)
    assert (2, "") == (refused.code, refused.out)
    assert "Nothing was destroyed: nobody can be asked here.\nGive --yes when you are sure" in refused.err
    asked: list[str] = []

    def answer(with_what: bool) -> Callable[..., bool]:
        def confirm(question: str, err: bool) -> bool:
            asked.append(question)
            return with_what

        return confirm

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(typer, "confirm", answer(False))
    no = fairness(*words)
    assert (2, True) == (no.code, "Nothing was destroyed.\nIt was not confirmed." in no.err)
    assert (desk / "cases" / "c3.jsonl").exists()
    monkeypatch.setattr(typer, "confirm", answer(True))
    assert 0 == fairness(*words).code
    assert ["Destroy c3.jsonl, its 8 events and all words beside it? It cannot be undone."] * 2 == asked


def test_a_case_that_must_be_kept(fairness: Fairness, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every reason is said, nothing is asked, and the code is 1."""
    monkeypatch.setattr(case_options, "now", lambda: moment(9))
    ran = fairness("case", "destroy", "cases/c3.jsonl", *KEEPER, *OURS, "--json")
    assert (1, "caller_error") == (ran.code, ran.json["error"])
    assert "It is kept until the end of 10/01/2032." in ran.err
    assert "Nothing was removed." in ran.err
    still = fairness("case", "destroy", "cases/c1.jsonl", *KEEPER, *OURS)
    assert (1, True) == (still.code, "It is open: only a closed case is destroyed." in still.err)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--by", "p1", "--role", "lead"), 2, "Whom it is about does not destroy it."),
        (("--by", "u9", "--role", "boss"), 2, "The process has no role 'boss'"),
        (("--by", "u9", "--role", "Sam Example"), 2, "What --role gives is not the code of a role."),
        (("--by", "Sam Example", "--role", "lead"), 2, "never a name"),
    ],
)
def test_who_may_not_destroy(fairness: Fairness, desk: Path, words: tuple[str, ...], code: int, said: str) -> None:
    """Each is told, and nothing is removed."""
    ran = fairness("case", "destroy", "cases/c3.jsonl", *words, *OURS, "--yes")
    assert (code, True) == (ran.code, said in ran.err)
    assert "Sam" not in ran.err
    assert (desk / "cases" / "c3.jsonl").exists()
