"""Answers that stand in rows and columns: rows never come apart, and headings alone are no answer."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.adapters.office.made_word import cell, para, read, row, table

from fairness_adapters.layouts.form_loading import form_layout
from fairness_adapters.layouts.word_form import FormAnswers, read_answers

HEAD = 'kind = "form"\nid = "visit"\nrevision = 1\ntitle = "Visit"\nsource = "made up"\n'
ONE_FIELD = """
[fields.actions]
labels = ["Agreed actions"]
kind = "{}"
prompts = [{}]
"""
HEADINGS = '"What", "Who", "By when"'
THREE_FIELDS = """
[fields.what]
labels = ["What"]
kind = "list"
[fields.who]
labels = ["Who"]
kind = "list"
[fields.due]
labels = ["By when"]
kind = "{}"
"""
TOP = row("What", "Who", "By when")
WRITE = row("Write to the clinic", "", "20/11/2026")
ROTA = row("See the rota", "u2", "")
EMPTY = row("", "", "")


def in_cell(*rows: str) -> str:
    """Return a form whose answer is a table in the cell beside the label."""
    return table(row("Agreed actions", cell(para(), table(*rows), para())))


def below(*rows: str) -> str:
    """Return a form whose answer is a table below the label."""
    return para("Agreed actions") + table(*rows)


def under(*rows: str) -> str:
    """Return a form whose answer is the rows below a label that spans them, up to the next label."""
    return table(row(cell("Agreed actions", marks="<w:gridSpan w:val='3'/>")), *rows)


def read_one(body: str, prompts: str = HEADINGS, kind: str = "list") -> FormAnswers:
    """Read a form by the layout of one field."""
    return read_answers(form_layout(HEAD + ONE_FIELD.format(kind, prompts)), read(body))


@pytest.mark.parametrize("draw", [in_cell, below, under])
@pytest.mark.parametrize(
    ("prompts", "rows", "expected"),
    [
        (
            HEADINGS,
            (TOP, WRITE, ROTA),
            ["What: Write to the clinic; By when: 20/11/2026", "What: See the rota; Who: u2"],
        ),
        (HEADINGS, (TOP, WRITE, EMPTY), ["What: Write to the clinic; By when: 20/11/2026"]),
        (HEADINGS, (TOP, EMPTY, WRITE), ["What: Write to the clinic; By when: 20/11/2026"]),
        (HEADINGS, (WRITE, ROTA), ["Write to the clinic |  | 20/11/2026", "See the rota | u2 |"]),
        (HEADINGS, (TOP, EMPTY), []),
        (
            "",
            (TOP, WRITE, ROTA),
            ["What | Who | By when", "Write to the clinic |  | 20/11/2026", "See the rota | u2 |"],
        ),
        ("", (TOP, EMPTY, EMPTY), []),
        ("", (row("Cover", "u1", "Friday"), EMPTY), ["Cover | u1 | Friday"]),
        ("", (row("Cover", "", "Friday"), EMPTY), ["Cover |  | Friday"]),
        (HEADINGS, (TOP, row("See\nthe rota", "____", "......")), ["What: See the rota"]),
        (HEADINGS, (row("", "Who", "By when"), row("See the rota", "u2", "")), ["See the rota; Who: u2"]),
    ],
)  # fmt: skip
def test_a_line_for_each_row(draw: object, prompts: str, rows: tuple[str, ...], expected: list[str]) -> None:
    """With headings where the layout knows them; blanks stay in their places where it does not."""
    assert callable(draw)
    answer = read_one(draw(*rows), prompts).answers["actions"]
    assert (expected, "answered" if expected else "unanswered") == (list(answer.items), answer.state)


def test_rows_beside_a_merged_label_stay_together() -> None:
    """The label stands once, and the rows go on beside it."""
    first = row(cell("Agreed actions", marks="<w:vMerge w:val='restart'/>"), "What", "Who", "By when")
    rest = [row(cell("", marks="<w:vMerge/>"), *each) for each in (("Write", "", "20/11/2026"), ("Rota", "u2", ""))]
    answer = read_one(table(first, *rest)).answers["actions"]
    assert ("What: Write; By when: 20/11/2026", "What: Rota; Who: u2") == answer.items


def test_free_text_keeps_rows_together_too() -> None:
    """A line for each row, below what stands before the table."""
    answer = read_one(table(row("Agreed actions", cell("See below.", table(TOP, WRITE)))), kind="text").answers[
        "actions"
    ]
    assert "See below.\nWhat: Write to the clinic; By when: 20/11/2026" == answer.value


@pytest.mark.parametrize("kind", ["text", "list"])
def test_a_first_row_taken_for_headings_unasked_is_told(kind: str) -> None:
    """Headings that the layout does not know are no answer; a warning says so with the place."""
    form = read_one(in_cell(TOP, EMPTY), "", kind)
    assert [("only_headings", "table 1, row 1, column 2, table 1, row 1, column 1")] == [
        (each.code, each.where.field) for each in form.problems
    ]
    assert "unanswered" == form.answers["actions"].state
    assert () == read_one(in_cell(TOP, EMPTY), HEADINGS, kind).problems


@pytest.mark.parametrize("kind", ["date", "list", "text"])
def test_columns_of_their_own_keep_as_many_lines(kind: str) -> None:
    """Each field has an entry for every row that says anything, "" where it says nothing."""
    body = table(TOP, WRITE, row("", "____", " "), ROTA, EMPTY)
    found = read_answers(form_layout(HEAD + THREE_FIELDS.format(kind)), read(body)).answers
    assert ("Write to the clinic", "See the rota") == found["what"].items
    assert ("", "u2") == found["who"].items
    assert ("20/11/2026", "") == found["due"].items


def test_one_row_under_labels_is_read_as_any_list() -> None:
    """Its lines are the entries, since there is nothing that could come apart."""
    body = table(TOP, row(cell("1. Write", "2. See"), "u2", ""), EMPTY)
    found = read_answers(form_layout(HEAD + THREE_FIELDS.format("date")), read(body)).answers
    assert (("Write", "See"), ("u2",), ()) == (found["what"].items, found["who"].items, found["due"].items)


def test_a_grid_ends_where_the_next_label_begins() -> None:
    """And a label of free text takes no rows of several cells: they may be labels that nobody knows."""
    body = under(WRITE, ROTA, TOP, ROTA)
    layout = form_layout(HEAD + ONE_FIELD.format("list", "") + THREE_FIELDS.format("text"))
    found = read_answers(layout, read(body)).answers
    rows = ("Write to the clinic |  | 20/11/2026", "See the rota | u2 |")
    assert (rows, ("See the rota",), ("u2",)) == tuple(found[name].items for name in ("actions", "what", "who"))
    codes = [each.code for each in read_one(under(row("Ward", "B4", "")), kind="text").problems]
    assert ["unknown_label", "left_over"] == codes


WORDS = st.text("ab12-\u2610 .", max_size=6)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(WORDS, min_size=width, max_size=width), max_size=4)))
def test_no_cell_of_an_answer_is_lost(grid: list[list[str]]) -> None:
    """What stands in the cells stands in the entries, row by row; or the first row was taken for headings, and told."""
    form = read_one(in_cell(*(row(*cells) for cells in grid)), "")
    answer = form.answers["actions"]
    if "only_headings" in [each.code for each in form.problems]:
        assert not any(each.strip(" .") for cells in grid[1:] for each in cells)
        return
    items = "\n".join(answer.items)
    assert [] == [
        word
        for cells in grid
        for each in cells
        for word in re.findall(r"[ab]+|[12]+(?![12.])", each)
        if word not in items
    ]


@pytest.mark.parametrize("text", ["20.11.2026", "1.5 hours of cover"])
def test_a_number_that_counts_nothing_stays(text: str) -> None:
    """A day or a decimal at the beginning of an entry is no number of the list."""
    assert (text,) == read_one(table(row("Agreed actions", text))).answers["actions"].items
