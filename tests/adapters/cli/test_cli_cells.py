"""`fairness cells`: every cell as it is understood, and every workbook of the corpus through the command."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Fairness = Callable[..., Any]
CORPUS = Path(__file__).parents[2] / "corpus"
MANIFEST: list[dict[str, Any]] = json.loads((CORPUS / "manifest.json").read_text(encoding="utf-8"))
MORE: list[dict[str, Any]] = json.loads((CORPUS / "more" / "manifest.json").read_text(encoding="utf-8"))
WORKBOOKS = {entry["file"]: entry for entry in MANIFEST if entry["kind"] == "xlsx"}
FILES = {CORPUS / name: entry for name, entry in WORKBOOKS.items()}
FILES |= {CORPUS / "more" / entry["file"]: entry for entry in MORE}

KEPT_AS_A_VALUE = "x50_formula_no_cache.xlsx"
"""Of this file one cell cannot be read: that is a problem with its place, and the other cell is given."""


def judge(entry: dict[str, Any], code: int, printed: dict[str, Any]) -> None:
    """Check what the command printed for a file against what the manifest expects of it."""
    if "cells" in printed:
        assert entry["expect"] != "error" or entry["file"] == KEPT_AS_A_VALUE
        assert (0, entry["file"]) == (code, printed["file"])
        found = {cell: printed["cells"].get(cell) for cell in entry["cells"]}
        assert entry["cells"] == found
        assert [type(value) for value in entry["cells"].values()] == [type(value) for value in found.values()]
        return
    assert entry["expect"] != "value", printed
    assert (1, entry["file"]) == (code, printed["where"]["file"])
    assert printed["message"]
    assert printed["hint"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_workbook_of_the_corpus_gives_what_its_manifest_expects(fairness: Fairness, path: Path) -> None:
    """Sound data are given exactly; what is broken or hostile gives one error that names the file, and no cells."""
    ran = fairness("cells", str(path), "--json")
    judge(FILES[path], ran.code, json.loads(ran.out))
    assert "Traceback" not in ran.err


def test_the_further_files_and_their_manifest_agree() -> None:
    """Every further file is in its manifest, and every entry has its file."""
    assert {entry["file"] for entry in MORE} == {path.name for path in (CORPUS / "more").iterdir()} - {"manifest.json"}


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="needs to ask the system what a process has used")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_workbook_of_the_corpus_costs_much(path: Path) -> None:
    """In a process of its own none takes over 5 seconds or 300 MB, and the process ends by itself."""
    command = [sys.executable, "-m", "fairness_adapters.cli", "cells", str(path), "--json"]
    began = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in {0, 1}
    assert time.monotonic() - began < 5
    assert used.ru_maxrss < 300 * 1024


def test_the_real_command_does_the_same() -> None:
    """Run in a process of its own the command prints the same JSON, and nothing else, to stdout."""
    name = "x64_datetime_rounding.xlsx"
    command = [sys.executable, "-m", "fairness_adapters.cli", "cells", str(CORPUS / name), "--json"]
    ran = subprocess.run(command, capture_output=True, check=False, timeout=60)
    judge(WORKBOOKS[name], ran.returncode, json.loads(ran.stdout))


def test_a_formula_never_calculated_is_a_problem_with_its_place(fairness: Fairness) -> None:
    """Its cell is not among the cells, neither as a blank nor as a nought."""
    printed = fairness("cells", str(CORPUS / KEPT_AS_A_VALUE), "--json").json
    assert {"Staff!A1": 1} == printed["cells"]
    (problem,) = printed["problems"]
    place = (problem["code"], problem["file"], problem["sheet"], problem["cell"])
    assert ("formula_not_calculated", KEPT_AS_A_VALUE, "Staff", "B1") == place


def test_the_json_is_laid_out_as_that_of_every_verb(fairness: Fairness) -> None:
    """A line for each cell, and the same text as json's own indenting gives, problems and all."""
    for name in ("x50_formula_no_cache.xlsx", "x46_empty_sheet.xlsx", "x77_rich_and_phonetic.xlsx"):
        ran = fairness("cells", str(CORPUS / name), "--json")
        assert json.dumps(json.loads(ran.out), indent=2) + "\n" == ran.out


def test_one_sheet_can_be_chosen(fairness: Fairness) -> None:
    """Only that sheet's cells are given, hidden as it may be."""
    printed = fairness("cells", str(CORPUS / "x44_hidden_sheets.xlsx"), "--sheet", "Deep", "--json").json
    assert {"Deep!A1", "Deep!B1", "Deep!A2", "Deep!B2"} == set(printed["cells"])


def test_a_sheet_that_is_not_there_is_wrong_use(fairness: Fairness) -> None:
    """The message names the sheets that there are."""
    ran = fairness("cells", str(CORPUS / "x44_hidden_sheets.xlsx"), "--sheet", "deep")
    assert (2, "") == (ran.code, ran.out)
    assert "'Cover', 'Staff', 'Deep'" in ran.err


def test_the_listing_in_words(fairness: Fairness) -> None:
    """Without --json each sheet is named with its state, and each cell stands on a line."""
    ran = fairness("cells", str(CORPUS / "x44_hidden_sheets.xlsx"))
    assert 0 == ran.code
    lines = ran.out.splitlines()
    assert ["Sheet 'Cover'", "  A1: 'Cover'", "Sheet 'Staff' (hidden)"] == lines[:3]
    assert ["  A2: 'Band 5'", "  B2: 12"] == lines[-2:]
    assert "0 errors, 0 warnings, 0 notes." in ran.err


def test_the_listing_tells_a_formula_from_a_blank(fairness: Fairness) -> None:
    """A formula that was never calculated says so, and a sheet with nothing in it too."""
    assert "  B1: (a formula that was never calculated)" in fairness("cells", str(CORPUS / KEPT_AS_A_VALUE)).out
    assert "Sheet 'Staff'\n  nothing in it\n" == fairness("cells", str(CORPUS / "x46_empty_sheet.xlsx")).out


def test_text_has_no_sheet_to_name(fairness: Fairness, tmp_path: Path) -> None:
    """The cells of a CSV file go by their names alone, and are text as it was written."""
    path = tmp_path / "staff.csv"
    path.write_text("Band;Count\n007;1,5\n", encoding="utf-8")
    assert {"A1": "Band", "B1": "Count", "A2": "007", "B2": "1,5"} == fairness("cells", str(path), "--json").json[
        "cells"
    ]
    assert fairness("cells", str(path)).out.startswith("One table, without sheets\n  A1: 'Band'\n")


def test_what_a_cell_holds_cannot_steer_the_terminal(fairness: Fairness, tmp_path: Path) -> None:
    """Control characters are printed as escapes."""
    path = tmp_path / "staff.csv"
    path.write_text("Band,\x1b[2J\n", encoding="utf-8")
    assert "\x1b" not in fairness("cells", str(path)).out


def test_the_content_counts_and_not_the_name(fairness: Fairness, tmp_path: Path) -> None:
    """A workbook is read under any name."""
    path = tmp_path / "staff.docx"
    shutil.copy(CORPUS / "x01_control.xlsx", path)
    assert 12 == fairness("cells", str(path), "--json").json["cells"]["Staff!B2"]
