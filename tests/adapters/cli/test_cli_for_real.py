"""The verbs on the packaged samples, with the real jobs and formats."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fairness_adapters.cli.wres import WRITERS
from fairness_adapters.jobs.wres import demo_paths, sample_path

Fairness = Callable[..., Any]
FAULTY = str(sample_path("made-up-trust-wres-2025-faulty.xlsx"))


def test_check_lists_every_fault_of_the_faulty_sample(fairness: Fairness) -> None:
    """At least twelve errors in one run, each with file, sheet, cell, what was found and what to do; code 1."""
    ran = fairness("check", FAULTY, "--json")
    errors = [each for each in ran.json["problems"] if each["severity"] == "error"]
    assert ran.code == 1
    assert len(errors) == ran.json["errors"] >= 12
    assert [] == [each for each in errors if not all(each[key] for key in ("file", "sheet", "cell", "found", "hint"))]
    for each in errors:
        assert f"sheet '{each['sheet']}', cell {each['cell']}: {each['message']}\n" in ran.err


def test_demo_makes_three_reports(fairness: Fairness, tmp_path: Path) -> None:
    """The demo writes a Word file, a workbook and JSON, says three findings, and nothing on stdout."""
    ran = fairness("demo", "--out", str(tmp_path / "out"))
    files = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert (0, "") == (ran.code, ran.out)
    assert {"wres-report.docx", "wres-metrics.xlsx", "wres-metrics.json"} == set(files)
    assert [b"PK", b"PK"] == [files["wres-report.docx"][:2], files["wres-metrics.xlsx"][:2]]
    assert "equality-standard" == json.loads(files["wres-metrics.json"])["kind"]
    lines = ran.err.splitlines()
    assert 3 == len(lines[1 : lines.index("Written:") - 1])
    assert [f"  {tmp_path / 'out' / name}" for name in WRITERS] == lines[-4:-1]


def test_json_is_that_of_the_file(fairness: Fairness, tmp_path: Path) -> None:
    """What --json prints are the bytes of wres-metrics.json, and without --out no file is written."""
    (sample,) = demo_paths()
    ran = fairness("wres", str(sample), "--policy", "none", "--json", "--out", str(tmp_path))
    assert (tmp_path / "wres-metrics.json").read_text(encoding="utf-8") == ran.out
    assert "No number was hidden (policy none)" in ran.err


def test_nothing_is_written_from_the_faulty_sample(
    fairness: Fairness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The main job on the faulty sample ends with 1 and leaves the folder empty."""
    monkeypatch.chdir(tmp_path)
    ran = fairness("wres", FAULTY)
    assert ran.code == 1
    assert "Nothing was written.\n" in ran.err
    assert [] == list(tmp_path.iterdir())


def test_read_shows_figures_with_their_cells(fairness: Fairness) -> None:
    """Every figure of the sample comes with sheet and cell, and words count them."""
    (sample,) = demo_paths()
    ran = fairness("read", str(sample), "--json")
    figures = ran.json["observations"]
    assert ran.code == 0
    assert [] == [each for each in figures if not (each["sheet"] and each["cell"])]
    assert f"{len(figures):,} figures were understood" in fairness("read", str(sample)).err


def test_a_file_that_is_not_there(fairness: Fairness) -> None:
    """A missing file is the file's fault: code 1, its name, and what to do."""
    ran = fairness("check", "nowhere.xlsx", "--json")
    assert (1, "unreadable_source") == (ran.code, ran.json["error"])
    assert ran.err.startswith("Error: nowhere.xlsx: ")


def test_a_file_of_no_format(fairness: Fairness, tmp_path: Path) -> None:
    """A file that nobody claims is refused with each format's reason, and how to name one."""
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n")
    ran = fairness("read", str(tmp_path / "notes.csv"), "--json")
    assert (1, "unknown_format") == (ran.code, ran.json["error"])
    assert {"england-workforce", "wres-return"} <= {name for name, _ in ran.json["candidates"]}
    for name, reason in ran.json["candidates"]:
        assert f"    {name}: {reason}\n" in ran.err
    assert "--format" in ran.err


def test_a_format_that_is_not_there(fairness: Fairness) -> None:
    """A misspelt format is wrong use, and the nearest one is named."""
    ran = fairness("read", FAULTY, "--format", "wres-retrun")
    assert ran.code == 2
    assert "Did you mean 'wres-return'?" in ran.err
