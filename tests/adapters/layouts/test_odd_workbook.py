"""A trust's odd workbook, made up: two years side by side, merged headings and labels, subtotals, "<5", notes below.

The layout was written from docs/how-to/write-a-layout.md alone.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from fairness_adapters.contract import ReadResult
from fairness_adapters.jobs.layouts import suggest_layout, try_layout
from fairness_adapters.layouts import layout_reader
from fairness_adapters.layouts.marks import Role
from fairness_adapters.source import Source
from fairness_core.observations import Dataset
from fairness_core.values import Missing, Value

LAYOUT = r"""
kind = "table"
id = "northmoor-staff"
revision = 1
title = "Northmoor: staff by division, staff group and ethnicity, two years"
source = "Workforce information team"
organisation = "/^(.*) \\(made up\\)/"

[sheets]
names = ["WF Rpt v2 FINAL"]

[header]
rows = ["period", "ethnicity"]

[dimensions.ethnicity]
classification = "ethnicity"
totals = ["All staff"]

[dimensions.division]
labels = ["Division"]
as_written = true
matching = "/^(.*?)( total)?$/"
totals = ["Trust total"]

[dimensions.staff_group]
labels = ["Staff group"]
codes = { nursing = ["Nursing"], doctors = ["Doctors"], admin = ["Admin & clerical"] }
blank = "total"

[figures.headcount]
measure = "headcount"
markers = { zero = ["-"] }

[rows]
until = ["Notes"]

[tables.headcount]
absent = "zero"
"""
ROWS: tuple[tuple[str | int, ...], ...] = (
    ("Medicine", "Nursing", 210, 64, 8, 282, 205, 72, 6, 283),
    ("", "Doctors", 40, 52, "<5", 96, 41, 55, "<5", 99),
    ("", "Admin & clerical", 88, 9, "-", 97, 85, 11, "-", 96),
    ("Medicine total", "", 338, 125, 12, 475, 331, 138, 9, 478),
    ("Surgery", "Nursing", 150, 41, 5, 196, 148, 47, 5, 200),
    ("", "Doctors", 35, 38, "<5", 75, 33, 41, "<5", 76),
    ("", "Admin & clerical", 60, "<5", "-", 63, 61, "<5", "-", 65),
    ("Surgery total", "", 245, 82, 7, 334, 242, 91, 8, 341),
    ("Trust total", "", 583, 207, 19, 809, 573, 229, 17, 820),
)


def odd_workbook() -> bytes:
    """Write the workbook; the last figure is wrong by one."""
    from xlsxwriter import Workbook

    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True})
    page = book.add_worksheet("WF Rpt v2 FINAL")
    page.write("A1", "Northmoor Hospitals (made up): workforce by division, staff group and ethnicity1")
    page.write("A2", "Headcount as at year end")
    page.merge_range("C4:F4", "31 March 2024")
    page.merge_range("G4:J4", "31 March 2025")
    groups = ["White", "BME", "Not known", "All staff"]
    page.write_row("A5", ["Division", "Staff group2", *groups, *groups])
    for number, row in enumerate(ROWS, start=5):
        for column, value in enumerate(row):
            if value != "":
                page.write(number, column, value)
    page.merge_range("A6:A8", "Medicine")
    page.merge_range("A10:A12", "Surgery")
    page.write("A16", "Notes")
    page.write("A17", "1 Ethnicity as recorded on the staff record.")
    page.merge_range("A18:J19", "Figures under 5 are shown as <5; a dash means none.")
    page.set_row(6, None, None, {"hidden": True})
    book.add_worksheet("Lists").hide()
    book.close()
    return stream.getvalue()


@pytest.fixture(scope="module")
def result() -> ReadResult[Dataset]:
    """Read the workbook by the layout."""
    return layout_reader(LAYOUT).read(Source.from_bytes("odd.xlsx", odd_workbook()))


def test_every_figure_is_read_where_it_stands(result: ReadResult[Dataset]) -> None:
    """Nine rows of eight figures, each with its year, group, division and staff group; totals lack what they total."""
    by_cell = {
        each.where.cell: (dict(each.dimensions), each.period.end.year, each.value) for each in result.value.observations
    }
    assert 72 == len(by_cell)
    medicine, surgery = {"division": "Medicine"}, {"division": "Surgery"}
    assert (medicine | {"staff_group": "nursing", "ethnicity": "white"}, 2024, 210) == by_cell["C6"]
    assert (surgery | {"staff_group": "doctors", "ethnicity": "bme"}, 2025, 41) == by_cell["H11"]
    assert (surgery | {"ethnicity": "bme"}, 2025, 91) == by_cell["H13"]
    assert ({}, 2024, 809) == by_cell["F14"]


def test_the_organisation_is_named_above_the_table(result: ReadResult[Dataset]) -> None:
    """Reports are headed by it; a layout may also give the name itself."""
    assert "Northmoor Hospitals" == result.value.organisation
    named = LAYOUT.replace('"/^(.*) \\\\(made up\\\\)/"', '"Northmoor"')
    assert "Northmoor" == layout_reader(named).read(Source.from_bytes("x.xlsx", odd_workbook())).value.organisation


def test_markers_mean_what_the_notes_say(result: ReadResult[Dataset]) -> None:
    """A dash is none, <5 is suppressed, and neither is lost."""
    values: dict[str, Value] = {each.where.cell: each.value for each in result.value.observations}
    assert (0, 0) == (values["E8"], values["I12"])
    suppressed = [cell for cell, value in values.items() if isinstance(value, Missing)]
    assert ["E7", "I7", "E11", "I11", "D12", "H12"] == suppressed


def test_the_one_wrong_total_is_found(result: ReadResult[Dataset]) -> None:
    """J14 disagrees with its groups and with its divisions; the hidden row was read, and is noted."""
    told = [(problem.code, problem.where.cell) for problem in result.problems]
    assert [("hidden_rows", "A7"), ("total_disagrees", "J14"), ("total_disagrees", "J14")] == told


def test_every_cell_is_explained(tmp_path: Path) -> None:
    """A merged year stands over four columns; a group's heading says its group; a title is left over."""
    (tmp_path / "odd.toml").write_text(LAYOUT, encoding="utf-8")
    (tmp_path / "odd.xlsx").write_bytes(odd_workbook())
    sheet, hidden = try_layout(str(tmp_path / "odd.toml"), tmp_path / "odd.xlsx").sheets
    told = {at: (mark.role.value, mark.meaning) for at, mark in sheet.marks.items()}
    assert ("heading", "a heading over 4 columns") == told[4, 3]
    assert ("heading", "headcount, BME, 2025-03-31") == told[5, 8]
    assert ("label", "division: Medicine") == told[9, 1]
    assert ("label", "the total over division") == told[14, 1]
    assert [(2, 1)] == [at for at, mark in sheet.marks.items() if mark.role is Role.LEFT_OVER]
    assert not hidden.was_read


def test_the_proposal_is_nearly_the_layout(tmp_path: Path) -> None:
    """Years, groups, subtotals and blanks are seen; what the dash means is left to a person."""
    path = tmp_path / "odd.xlsx"
    path.write_bytes(odd_workbook())
    proposal = suggest_layout(path)
    text = proposal.suggestion.text
    assert 72 == proposal.figures
    for line in ('rows = ["period", "ethnicity"]', 'matching = "/^(.*?)( total)?$/"', 'totals = ["Trust total"]'):
        assert line in text
    (tmp_path / "odd.toml").write_text(text, encoding="utf-8")
    trial = try_layout(str(tmp_path / "odd.toml"), path)
    assert [] == [problem.code for problem in trial.problems if problem.severity.value == "error"]
    assert (66, 6) == (
        trial.sheets[0].count(Role.FIGURE) + 4,
        trial.sheets[0].count(Role.NO_FIGURE) - 4,
    )
