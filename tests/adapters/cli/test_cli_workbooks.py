"""Every workbook that we write meets the checklist for accessible spreadsheets; and the checklist can fail."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from tests.adapters.office.made_workbook import template
from tests.adapters.office.workbook_checklist import breaches
from tests.core.lessons.made_lessons import many

from fairness_adapters.formats.forms_register import RegisterLine, write_forms_register
from fairness_adapters.formats.lessons_register_out import write_register
from fairness_adapters.source import Source
from fairness_adapters.workbooks import open_workbook
from fairness_core.problems import Place, warning

Fairness = Callable[..., Any]


def written(folder: Path) -> dict[str, list[str]]:
    """Return what is wrong with each workbook of a folder."""
    found = sorted(folder.rglob("*.xlsx"))
    assert found
    return {path.name: each for path in found if (each := breaches(path.read_bytes()))}


def test_reports_on_equality(fairness: Fairness, tmp_path: Path) -> None:
    """The board's report in Excel."""
    assert 0 == fairness("demo", "--out", str(tmp_path / "out")).code
    assert {} == written(tmp_path / "out")


@pytest.mark.parametrize("number", [0, 15, 300])
def test_lessons(fairness: Fairness, tmp_path: Path, number: int) -> None:
    """The register, empty too, and the quarter's report."""
    path = tmp_path / "register.xlsx"
    path.write_bytes(write_register(many(number)))
    assert {} == written(tmp_path)
    assert 0 == fairness("lessons", str(path), "--quarter", "2025Q3", "--out", str(tmp_path / "out")).code
    assert {} == written(tmp_path / "out")


def test_a_register_of_forms(tmp_path: Path) -> None:
    """With forms, and with none."""
    where = Place(file="one.docx")
    line = RegisterLine(
        file="one.docx",
        layout="triage-review",
        read="yes",
        answers=12,
        unanswered=3,
        left_over=0,
        changes=1,
        hidden=0,
        owed=("Say why.",),
        problems=(warning("left_over", "Text that no field claims.", where=where, hint="Look at it."),),
    )
    (tmp_path / "some.xlsx").write_bytes(write_forms_register([line]))
    (tmp_path / "none.xlsx").write_bytes(write_forms_register([]))
    assert {} == written(tmp_path)
    book = open_workbook(Source.from_bytes("some.xlsx", (tmp_path / "some.xlsx").read_bytes()))
    assert 12 in [value for _, pairs in book.grids[0].rows() for _, value in pairs]


def test_the_checklist_can_fail() -> None:
    """A workbook as people make it breaks nearly all of it."""
    told = " ".join(breaches(template()))
    for word in (
        "media/",
        "language is not set",
        "A1 is no heading",
        "merged",
        "fill",
        "formula",
        "hidden",
        "0 tables",
    ):
        assert word in told
    out, book = io.BytesIO(), Workbook()
    book["Sheet"].append(["a", None])
    book.save(out)
    assert {"It names somebody.", "Its title is not set."} <= set(breaches(out.getvalue()))


@pytest.mark.long
def test_the_same_input_gives_the_same_bytes_seconds_apart(fairness: Fairness, tmp_path: Path) -> None:
    """Every file of the board's report and of the lessons', written twice: a zip's stamps count in steps of two seconds."""
    register = tmp_path / "register.xlsx"
    register.write_bytes(write_register(many(60)))
    runs = []
    for number in range(2):
        folder = tmp_path / str(number)
        assert 0 == fairness("demo", "--out", str(folder / "board")).code
        assert 0 == fairness("lessons", str(register), "--quarter", "2025Q3", "--out", str(folder / "lessons")).code
        runs.append(
            {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}
        )
        time.sleep(2.2 * (1 - number))
    assert {".docx", ".xlsx", ".json"} <= {Path(name).suffix for name in runs[0]}
    assert [] == [name for name in runs[0] if runs[0][name] != runs[1].get(name)]
