"""`fairness triage`: an empty record out, records in, problems and debts said, a document and a register written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.core.risk.made_records import COMPLETE, EMPTY

from fairness_core.risk.triage_json import blank_record, parse_record, record_to_json

Fairness = Callable[..., Any]
ON = ("--on", "2026-03-16")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a complete record and one that has a conflict."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "concerns").mkdir()
    conflict = attrs.evolve(COMPLETE, reference="T-0043", declarations=())
    for name, record in (("one", COMPLETE), ("two", conflict)):
        text = json.dumps(record_to_json(record))
        (tmp_path / "concerns" / f"{name}.json").write_text(text, encoding="utf-8")
    return tmp_path


def test_template(fairness: Fairness, desk: Path) -> None:
    """The empty record is JSON on stdout and is read again; a template of one's own may be asked for."""
    ran = fairness("triage", "template")
    assert (0, blank_record()) == (ran.code, parse_record(ran.out))
    (desk / "ours.toml").write_text(
        'extends = "nw-triage"\nid = "ours"\n[principles.speed]\nlabel = "Speed"\nquestion = "?"', encoding="utf-8"
    )
    assert "speed" == fairness("triage", "template", "--template", "ours.toml").json["principles"][-1]["principle"]


@pytest.mark.usefixtures("desk")
def test_check_of_a_sound_record(fairness: Fairness) -> None:
    """A sound record ends with 0 and says that nothing is owed."""
    ran = fairness("triage", "check", "concerns/one.json", *ON)
    assert (0, "") == (ran.code, ran.out)
    assert ran.err.splitlines() == [
        "one.json: 0 still owed; nothing of it holds up a protective step or support.",
        "0 errors, 0 warnings, 0 notes.",
    ]


def test_check_of_several(fairness: Fairness, desk: Path) -> None:
    """Every problem and every debt of every file is said, in JSON too, and an error ends with 1."""
    (desk / "bad.json").write_text("{", encoding="utf-8")
    ran = fairness("triage", "check", "bad.json", "concerns/two.json", *ON, "--json")
    assert 1 == ran.code
    bad, two = ran.json["records"]
    assert (False, []) == (bad["readable"], bad["owed"])
    assert {"undeclared"} == {each["code"] for each in two["problems"]}
    assert ["Somebody who acts on this record has not declared whether they have a conflict."] == two["owed"]
    assert "  - Somebody who acts on this record has not declared" in ran.err
    assert "3 errors, 0 warnings, 0 notes.\n" in ran.err


@pytest.mark.usefixtures("desk")
def test_an_empty_record_is_no_error(fairness: Fairness, desk: Path) -> None:
    """What is merely owed gives 0: nothing is wrong yet."""
    (desk / "empty.json").write_text(json.dumps(record_to_json(EMPTY)), encoding="utf-8")
    ran = fairness("triage", "check", "empty.json")
    assert 0 == ran.code
    assert "empty.json: 17 still owed" in ran.err


@pytest.mark.usefixtures("desk")
def test_report(fairness: Fairness, desk: Path) -> None:
    """The record becomes a Word document named after its file, and it is said whose copy it is."""
    ran = fairness("triage", "report", "concerns/one.json", *ON, "--out", "case")
    assert (0, b"PK") == (ran.code, (desk / "case" / "one.docx").read_bytes()[:2])
    assert "This is the case file's own copy." in ran.err


@pytest.mark.usefixtures("desk")
def test_share(fairness: Fairness) -> None:
    """The shareable form is on stdout, without identifiers, and what was left out is counted."""
    ran = fairness("triage", "share", "concerns/one.json", "--for", "panel")
    assert (0, "panel", "T-0042") == (ran.code, ran.json["for"], ran.json["record"]["reference"])
    assert "7000001" not in ran.out
    assert f"{len(ran.json['left_out'])} fields were left out" in ran.err
    assert "learning" == fairness("triage", "share", "concerns/one.json", "--for", "learning").json["for"]


def test_summary(fairness: Fairness, desk: Path) -> None:
    """The register is written in three files, protected; a bad file is listed and does not stop it."""
    (desk / "concerns" / "bad.json").write_text("{", encoding="utf-8")
    ran = fairness("triage", "summary", "concerns", *ON)
    assert (0, "") == (ran.code, ran.out)
    written = {each.name for each in (desk / "fairness-triage").iterdir()}
    assert {"triage-register.docx", "triage-register.xlsx", "triage-register.json"} == written
    assert "Warning: bad.json: This file is not in the register.\n" in ran.err
    assert "1 file could not be read, and so the register is not complete.\n" in ran.err
    assert "(policy threshold:5)" in ran.err
    saved = json.loads((desk / "fairness-triage" / "triage-register.json").read_text(encoding="utf-8"))
    assert (None, ["records"]) == (saved["records"], saved["hidden"])


def test_summary_as_json(fairness: Fairness, desk: Path) -> None:
    """With --json the register is on stdout and written only where --out says; a policy may be chosen."""
    ran = fairness("triage", "summary", "concerns", *ON, "--json", "--policy", "none")
    assert (0, 2) == (ran.code, ran.json["records"])
    assert not (desk / "fairness-triage").exists()
    fairness("triage", "summary", "concerns", "--json", "--out", "here")
    assert 3 == len(list((desk / "here").iterdir()))


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check",), "Example: fairness triage check concern.json"),
        (("check", "concerns/one.json", "--on", "yesterday"), "Write it as 2026-03-31."),
        (("check", "concerns/one.json", "--on", "2026-02-30"), "Write it as 2026-03-31."),
        (("check", "concerns/one.json", "--template", "none-such"), "There is no file 'none-such'"),
        (("share", "concerns/one.json", "--for", "press"), "Example: fairness triage share"),
        (("summary", "concerns", "--policy", "some"), "There is no disclosure policy called 'some'."),
    ],
)
def test_wrong_use(fairness: Fairness, words: tuple[str, ...], said: str) -> None:
    """Wrong words end with 2, what is wrong, and an example."""
    ran = fairness("triage", *words)
    assert 2 == ran.code
    assert said in ran.err


@pytest.mark.usefixtures("desk")
def test_errors_in_the_file(fairness: Fairness) -> None:
    """A report of a file that is missing ends with 1 and its name."""
    ran = fairness("triage", "report", "missing.json")
    assert 1 == ran.code
    assert "missing.json: The file cannot be read." in ran.err
