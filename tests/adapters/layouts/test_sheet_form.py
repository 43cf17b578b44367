"""A workbook laid out as a form is read by the same layouts."""

from __future__ import annotations

from datetime import date, datetime

from tests.adapters.layouts.test_word_form import HEAD, LAYOUT, codes, said

from fairness_adapters.grid import Area, CellError, CellValue, MemoryGrid, NotCalculated, Workbook
from fairness_adapters.layouts.form_loading import form_layout
from fairness_adapters.layouts.sheet_form import sheet_form
from fairness_adapters.layouts.word_form import FormAnswers, read_answers

FORM = MemoryGrid.from_rows(
    "Visit",
    [
        ["Visit form"],
        ["Name of reviewer", "u1"],
        ["Date of visit", datetime(2026, 4, 3)],  # noqa: DTZ001 - as a workbook has it
        ["Is the ward safe?", True],
        ["Summary"],
        ["Ward", 4.0],
    ],
)


def answers(*grids: MemoryGrid) -> FormAnswers:
    """Read a workbook of these sheets as a form."""
    return read_answers(LAYOUT, sheet_form(Workbook(file="visit.xlsx", grids=grids)))


def test_labels_and_answers_beside_them() -> None:
    """Dates and ticks are as stored; a label without an answer does not take the next row for one."""
    form = answers(FORM)
    assert {"reviewer": "u1", "seen": "2026-04-03", "safe": "Yes"} == said(form)
    assert ("2026-04-03", "yes") == (form.answers["seen"].value, form.answers["safe"].value)
    assert ["unknown_label", "left_over"] == codes(form)
    assert ["sheet 'Visit', cell A6", "sheet 'Visit', cell B6"] == [each.to_json()["place"] for each in form.left_over]


def test_a_label_that_spans_its_row_is_answered_below() -> None:
    """As in Word."""
    grid = MemoryGrid(
        name="V",
        stored=((1, ((1, "Summary"),)), (2, ((1, "fine"),)), (3, ((1, "Reviewer"), (2, "u1")))),
        merged=(Area(top=1, left=1, bottom=1, right=2), Area(top=2, left=1, bottom=2, right=2)),
    )
    assert {"summary": "fine", "reviewer": "u1"} == said(answers(grid))


def test_what_is_hidden_or_no_value_is_told_apart() -> None:
    """Neither is an answer."""
    shown = MemoryGrid.from_rows("V", [["Reviewer", CellError("#N/A")], ["Summary", NotCalculated("A1")]])
    rows = MemoryGrid(name="R", stored=((1, ((1, "Reviewer"), (2, "u1"))),), hidden_rows=frozenset({1}))
    sheet = MemoryGrid(name="S", stored=((1, ((1, date(2026, 1, 2)),)),), state="hidden")
    form = answers(shown, rows, sheet)
    assert {} == said(form)
    assert ["no_value", "no_value"] == codes(form)
    assert ["Reviewer", "u1", "2026-01-02"] == [each.text for each in form.hidden]


ACTIONS = form_layout(
    HEAD
    + """
[fields.actions]
labels = ["Agreed actions"]
kind = "list"
prompts = ["What", "Who", "By when"]
[fields.what]
labels = ["Task"]
kind = "list"
[fields.who]
labels = ["Lead"]
kind = "list"
[fields.ward]
labels = ["Ward"]
"""
)


def of_actions(rows: list[list[CellValue | None]]) -> dict[str, object]:
    """Return what a sheet with these rows says, by the layout with actions."""
    form = sheet_form(Workbook(file="visit.xlsx", grids=(MemoryGrid.from_rows("V", rows),)))
    found = read_answers(ACTIONS, form)
    assert [] == [each.code for each in found.problems]
    return {name: list(each.items) or each.value for name, each in found.answers.items() if each.state == "answered"}


def test_rows_beside_a_label_go_on_with_its_answer() -> None:
    """Their first cell is empty, as it would be in Word; blanks keep their places."""
    rows: list[list[CellValue | None]] = [
        ["Agreed actions", "What", "Who", "By when"],
        [None, "Write", None, "20/11/2026"],
        [None, "Rota", "u2"],
        ["Ward", "B4"],
    ]
    expected = ["What: Write; By when: 20/11/2026", "What: Rota; Who: u2"]
    assert {"actions": expected, "ward": "B4"} == of_actions(rows)


def test_cells_below_labels_may_be_empty() -> None:
    """As many entries for each label as there are rows, whatever stood above."""
    rows: list[list[CellValue | None]] = [["Ward", "B4", "", None], ["Task", "Lead"], ["Write"], [None, "u2"]]
    assert {"ward": "B4", "what": ["Write", ""], "who": ["", "u2"]} == of_actions(rows)


def test_a_sheet_as_wide_as_it_can_be_is_not_filled_in() -> None:
    """Empty cells by the million would be no form."""
    wide = MemoryGrid(name="V", stored=((1, ((1, "Ward"), (16384, "x"))), (2, ((1, "Ward"), (2, "B4")))))
    alone = MemoryGrid(name="V", stored=((1, ((1, "Ward"), (16384, "x"))), (2, ((1, "Ward"),))))
    assert 4 == len(sheet_form(Workbook(file="visit.xlsx", grids=(alone,))).blocks)
    assert 4 == len(sheet_form(Workbook(file="visit.xlsx", grids=(wide,))).blocks)
