"""A workbook laid out as a form is read by the same layouts."""

from __future__ import annotations

from datetime import date, datetime

from tests.adapters.layouts.test_word_form import LAYOUT, codes, said

from fairness_adapters.grid import Area, CellError, MemoryGrid, NotCalculated, Workbook
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
    assert ["Reviewer", "u1", "2026-01-02"] == [each.text for each in form.hidden if each.text]
