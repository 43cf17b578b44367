"""`fairness fill`: a workbook and values in, a filled workbook out; faults told all at once, and nothing written."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.adapters.office.made_workbook import template

from fairness_adapters.jobs.filling import read_values
from fairness_adapters.source import Source
from fairness_core.errors import InvalidData

Fairness = Callable[..., Any]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a template."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "template.xlsx").write_bytes(template())
    return tmp_path


def values(text: str, name: str = "values.csv") -> dict[str, object]:
    """Read values from a file's text."""
    return dict(read_values(Source.from_bytes(name, text.encode())))


def faults(text: str, name: str = "values.csv") -> list[tuple[str, str]]:
    """Return (place, code) of what is wrong with values."""
    with pytest.raises(InvalidData) as raised:
        read_values(Source.from_bytes(name, text.encode()))
    return [(each.where.cell or each.where.field, each.code) for each in raised.value.problems]


def test_a_table_and_json_give_the_same(desk: Path, fairness: Fairness) -> None:
    """Either fills the cells that it names, beside the template, which stays as it is."""
    (desk / "values.csv").write_text("Cell,Value\nReturn!B4,12\nReturn!B9,fewer than 5\n", encoding="utf-8")
    cells = {"Return!B4": 12, "Return!B9": "fewer than 5", "Return!D4": "date:2026-03-31", "Return!B5": None}
    (desk / "values.json").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    ran = fairness("fill", "template.xlsx", "values.csv", "--json")
    assert (0, 2) == (ran.code, ran.json["cells"])
    assert 0 == fairness("fill", "template.xlsx", "values.json", "--out", "from-json.xlsx").code
    one, two = (
        fairness("cells", name, "--sheet", "Return", "--json").json["cells"]
        for name in ("template-filled.xlsx", "from-json.xlsx")
    )
    assert ("fewer than 5", "fewer than 5") == (one["Return!B9"], two["Return!B9"])
    assert ("date:2026-03-31", False, 12) == (two["Return!D4"], "Return!B5" in two, two["Return!B4"])
    assert template() == (desk / "template.xlsx").read_bytes()


def test_what_cannot_be_filled_writes_nothing(desk: Path, fairness: Fairness) -> None:
    """Every cell is named with what is the matter, and no file appears; --unlock opens the locked ones."""
    (desk / "values.csv").write_text("Cell,Value\nReturn!C4,1\nReturn!A4,x\n", encoding="utf-8")
    ran = fairness("fill", "template.xlsx", "values.csv")
    assert 1 == ran.code
    assert "sheet 'Return', cell C4: The cell holds a formula." in ran.err
    assert "sheet 'Return', cell A4: The cell is locked" in ran.err
    assert ["template.xlsx", "values.csv"] == sorted(each.name for each in desk.iterdir())
    (desk / "values.csv").write_text("Cell,Value\nReturn!A4,x\n", encoding="utf-8")
    assert 0 == fairness("fill", "template.xlsx", "values.csv", "--unlock").code


def test_a_kind_of_file_keeps_its_ending(desk: Path, fairness: Fairness) -> None:
    """Excel refuses one that is named as another; and a cell by two names is given twice."""
    (desk / "values.json").write_text('{"Return!B4": 1, "Return!$B$4": 2}', encoding="utf-8")
    ran = fairness("fill", "template.xlsx", "values.json", "--out", "filled.xlsm")
    assert (2, True) == (ran.code, "ends in .xlsx" in ran.err)
    ran = fairness("fill", "template.xlsx", "values.json")
    assert (1, True) == (ran.code, "cell B4: The cell is given twice." in ran.err)
    assert ["template.xlsx", "values.json"] == sorted(each.name for each in desk.iterdir())


def test_values_of_every_kind() -> None:
    """Numbers stay numbers where the file has them, days begin with date:, the JSON may be bare."""
    assert {"A!A1": 1, "A!A2": date(2026, 3, 31), "A!A3": True, "A!A4": 0.5} == values(
        '{"A!A1": 1, "A!A2": "date:2026-03-31", "A!A3": true, "A!A4": 0.5}', "v.json"
    )


def test_csv_knows_text_alone() -> None:
    """So plain numbers are taken for numbers, and codes are left as they are."""
    given = "Cell,Value\nA!A1,12\nA!A2,-0.5\nA!A3,007\nA!A4,1e5\nA!A5,date:2026-03-31\nA!A6,date:soon\nA!A7,1234567890123456\n"
    assert [12, -0.5, "007", "1e5", date(2026, 3, 31), "date:soon", "1234567890123456"] == list(values(given).values())


def test_values_at_fault() -> None:
    """Each fault has its place."""
    assert [("A3", "cell_named"), ("A4", "cell_named")] == faults("Cell,Value\nA!A1,1\nA!A1,2\n,3\n")
    assert [("A!A1", "no_day"), ("A!A2", "no_value")] == faults('{"A!A1": "date:soon", "A!A2": []}', "v.json")
    assert [("", "not_json")] == faults('{"A!A1": ', "v.json")
    assert [("", "not_json")] == faults('{"A":' * 100_000, "v.json")
    assert [("cells", "not_cells")] == faults('{"cells": [1, 2]}', "v.json")
    assert [("A!A1", "cell_named")] == faults('{"A!A1": 1, "A!A1": 2}', "v.json")
    assert [] == faults("{}", "v.json")
    assert [("", "no_headings")] == faults("Where,What\nA!A1,1\n")
