"""Forms by a layout: every answer found where people put it, and everything else reported."""

from __future__ import annotations

import pytest
from tests.adapters.office.made_word import NAMESPACES, cell, para, read, row, run, sdt, table

from fairness_adapters.layouts.form_loading import form_layout
from fairness_adapters.layouts.form_schema import FormLayout
from fairness_adapters.layouts.word_form import FormAnswers, read_answers
from fairness_core.errors import ConfigError

HEAD = 'kind = "form"\nid = "visit"\nrevision = 1\ntitle = "Visit"\nsource = "made up"\n'
LAYOUT = form_layout(
    HEAD
    + """
ignored = ["Visit form", "Part one"]
prompts = ["Yes/No"]

[fields.reviewer]
labels = ["Name of reviewer", "Reviewer"]
required = true

[fields.seen]
labels = ["Date of visit"]
kind = "date"

[fields.safe]
labels = ["Is the ward safe?"]
kind = "yes-no"

[fields.summary]
labels = ["Summary"]
prompts = ["Please describe."]
"""
)


def answers(*body: str) -> FormAnswers:
    """Read a form with this body."""
    return read_answers(LAYOUT, read("".join(body)))


def said(form: FormAnswers) -> dict[str, str]:
    """Return each answer's text, those not given left out."""
    return {name: each.text for name, each in form.answers.items() if each.state != "unanswered"}


def codes(form: FormAnswers) -> list[str]:
    """Return the codes of the findings, but for the label that is always asked for."""
    return [each.code for each in form.problems if each.code != "label_missing"]


TAGGED = "<w:tag w:val='reviewer'/>"
LONE_BOX = "<w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(table(row("Reviewer", "u1"), row("Summary", "fine")), {"reviewer": "u1", "summary": "fine"}, id="two columns"),
        pytest.param(table(row("Reviewer", "u1", "u2")), {"reviewer": "u1\nu2"}, id="all other cells"),
        pytest.param(table(row("Reviewer", "u1", "Summary", "fine")), {"reviewer": "u1", "summary": "fine"}, id="two pairs in a row"),
        pytest.param(table(row("Reviewer", "", "Summary", "fine")), {"summary": "fine"}, id="pairs with one empty"),
        pytest.param(table(row("Reviewer", "Summary"), row("u1", "fine")), {"reviewer": "u1", "summary": "fine"}, id="labels above"),
        pytest.param(
            table(row("Reviewer", "Summary"), row("u1", "one"), row("u2", "two"), row("Date of visit", "3 April 2026")),
            {"reviewer": "u1\nu2", "summary": "one\ntwo", "seen": "3 April 2026"},
            id="a table of several rows",
        ),
        pytest.param(
            table(row(cell("Summary", marks="<w:gridSpan w:val='2'/>")), row("fine")), {"summary": "fine"}, id="below a label that spans"
        ),
        pytest.param(
            table(row(cell("Summary", marks="<w:vMerge w:val='restart'/>"), "one"), row(cell("", marks="<w:vMerge/>"), "two")),
            {"summary": "one\ntwo"},
            id="a label merged downwards",
        ),
        pytest.param(table(row("Summary", "one"), row("", "two")), {"summary": "one\ntwo"}, id="a row without a label goes on"),
        pytest.param(table(row("Reviewer: u1", "Summary: fine")), {"reviewer": "u1", "summary": "fine"}, id="label and answer in one cell"),
        pytest.param(table(row(cell("Summary", "Please describe."), "fine")), {"summary": "fine"}, id="a hint under the label"),
        pytest.param(table(row("Summary", "Please describe.\nfine")), {"summary": "fine"}, id="a prompt before the answer"),
        pytest.param(table(row("Summary", cell("see", table(row("a", "b"))))), {"summary": "see\na\nb"}, id="a table in the answer"),
        pytest.param(
            table(row("x", cell("y", table(row("Reviewer", "u1"))))), {"reviewer": "u1"}, id="a form in a table for looks"
        ),
        pytest.param(table(row("Summary", cell(para("see", LONE_BOX.format(para("box")))))), {"summary": "see\nbox"}, id="a text box in the answer"),
        pytest.param(para("Reviewer: u1") + para("Summary") + para("one") + para("two"), {"reviewer": "u1", "summary": "one\ntwo"}, id="running text"),
        pytest.param(para("Summary") + table(row("one")) + para("x"), {"summary": "one"}, id="a box drawn under the label"),
        pytest.param(para("Summary") + table(row("Reviewer", "u1")), {"reviewer": "u1"}, id="a table of its own after a label"),
        pytest.param(para("Reviewer", "<w:r><w:tab/></w:r>", "u1"), {"reviewer": "u1"}, id="label, tab, answer"),
        pytest.param(para("Summary") + para("one") + para("Part one") + para("two"), {"summary": "one"}, id="a heading ends an answer"),
        pytest.param(para(LONE_BOX.format(para("Reviewer: u1") + para("Summary: one") + para("two"))), {"reviewer": "u1", "summary": "one\ntwo"}, id="lines in a text box"),
        pytest.param(table(row("Whoever looked", cell(para(sdt(run("u1"), TAGGED))))), {"reviewer": "u1"}, id="a tag against an unknown label"),
        pytest.param(para("By: ", sdt(run("u1"), TAGGED)), {"reviewer": "u1"}, id="a tag in running text"),
        pytest.param(sdt(para("one") + para("two"), "<w:tag w:val='Summary'/>"), {"summary": "one\ntwo"}, id="a tag around paragraphs"),
        pytest.param(para(sdt(run("u1"), "<w:alias w:val='Name of reviewer'/>")), {"reviewer": "u1"}, id="a title that is a label"),
        pytest.param(
            table(row(cell(para(sdt(run("u1"), TAGGED), " on ", sdt(run("3 April 2026"), "<w:tag w:val='seen'/><w:date/>"))))),
            {"reviewer": "u1", "seen": "3 April 2026"},
            id="two tags in a cell",
        ),
        pytest.param(
            para(sdt(run("☒"), "<w:tag w:val='safe_yes'/><w14:checkbox><w14:checked/></w14:checkbox>"), " Yes ", sdt(run("☐"), "<w:tag w:val='safe_no'/><w14:checkbox/>"), " No"),
            {"safe": "☒ Yes ☐ No"},
            id="tagged tick boxes",
        ),
    ],
)  # fmt: skip
def test_answers_are_found_where_people_put_them(body: str, expected: dict[str, str]) -> None:
    """Beside, below, under a merged label, in running text, by a tag alone."""
    assert expected == said(answers(body))


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        (("Reviewer: u1", "Summary: fine"), 0),
        (("Visit form", "Reviewer: u1"), 0),
        (("Somebody rang.", "Reviewer: u1"), 1),
        (("Reviewer: u1", "Witness: u3    Date of visit: 3 April 2026"), 1),
        (("Somebody rang.", "Nobody answered."), 1),
        (("Reviewer: u1", "Reviewer: u2"), 1),
    ],
)
def test_no_line_of_a_block_is_lost(lines: tuple[str, ...], left: int) -> None:
    """A line that belongs to no field leaves its block over, though others of it are read."""
    assert left == len(answers(para(LONE_BOX.format("".join(map(para, lines))))).left_over)


GONE = "<w:del w:author='u2'>{}</w:del>"


@pytest.mark.parametrize(
    "body",
    [
        para(GONE.format(sdt(run("u1"), TAGGED))),
        para(run("x"), GONE.format(sdt(run("u1"), TAGGED))),
        table(row(cell(para(sdt(run("3 April 2026"), "<w:tag w:val='seen'/><w:date w:fullDate='2026-04-03T00:00:00Z'/>"))), marks="<w:del w:author='u2'/>")),
        para(GONE.format(sdt(run("3 April 2026"), "<w:tag w:val='seen'/><w:date w:fullDate='2026-04-03T00:00:00Z'/>"))),
        para(GONE.format(sdt(run("\u2612"), "<w:tag w:val='safe_yes'/><w14:checkbox><w14:checked/></w14:checkbox>"))),
    ],
)  # fmt: skip
def test_a_control_that_was_deleted_answers_nothing(body: str) -> None:
    """Whatever it held is told among the changes, and its stored date is no text of the form."""
    form = answers(body)
    assert {"unanswered"} == {each.state for each in form.answers.values()}
    assert "2026-04-03" not in [each.text for each in read(body).blocks]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            table(row("Reviewer", "u1"), row("Reviewer", "u2")), ["label_twice", "left_over"], id="two labels"
        ),
        pytest.param(
            para("Reviewer: u1") + para("Reviewer: u2"), ["label_twice", "left_over"], id="two labels in text"
        ),
        pytest.param(table(row("Reviewer of the ward", "u1")), ["unknown_label", "left_over"], id="unknown label"),
        pytest.param(table(row("Ward", "")), ["unknown_label"], id="unknown label without an answer"),
        pytest.param(para("Ward: B4"), ["unknown_label"], id="unknown label in text"),
        pytest.param(para("A remark that nobody asked for."), ["left_over"], id="a remark"),
        pytest.param(table(row("Is the ward safe?", "☒ Yes ☒ No")), ["contradictory"], id="both ticked"),
        pytest.param(table(row("Is the ward safe?", "☐ Yes ☐ No")), [], id="neither ticked"),
        pytest.param(table(row("Is the ward safe?", "Yes/No")), [], id="as printed"),
        pytest.param(table(row("Date of visit", "31/02/2026")), ["not_understood"], id="no such day"),
        pytest.param(
            table(row("Summary", cell(para(sdt(run("u1"), TAGGED))))), ["tag_disagrees"], id="tag and label disagree"
        ),
        pytest.param(
            para("see ", sdt(run("u1"), TAGGED), " and her letter"), ["left_over"], id="text beside a control"
        ),
        pytest.param(para("Visit form") + table(row("Part one")), [], id="headings"),
    ],
)
def test_what_is_not_clear_is_said(body: str, expected: list[str]) -> None:
    """Two labels, unknown ones, contradictions and text that nobody claims: each is a finding."""
    assert expected == codes(answers(body))


def test_an_unknown_label_comes_with_suggestions_and_no_decision() -> None:
    """The finding names its place and the nearest fields, and neither the name in it nor the answer."""
    form = answers(table(row("Reviewer Sam", "Example")))
    (problem,) = [each for each in form.problems if each.code == "unknown_label"]
    assert ("form.docx, table 1, row 1, column 1", "'Reviewer …'") == (str(problem.where), problem.found)
    assert problem.hint.startswith("It may mean 'Name of reviewer'.")
    assert {} == said(form)
    assert not any("Sam" in str(each) or "Example" in str(each) for each in form.problems)


def test_a_required_label_that_is_not_there_is_an_error() -> None:
    """And an empty answer to it is none: that is owed."""
    assert ["label_missing"] == [each.code for each in answers(para("Visit form")).problems]
    form = answers(table(row("Reviewer", "")))
    assert ([], "unanswered") == ([each.code for each in form.problems], form.answers["reviewer"].state)
    assert ("reviewer", "seen", "safe", "summary") == form.unanswered


def test_what_stands_in_notes_and_comments_is_left_over() -> None:
    """A comment is no answer, whatever it says; it is listed with its place."""
    parts = {
        "word/comments.xml": f"<w:comments {NAMESPACES}><w:comment w:id='1'>{para('Reviewer: u9')}</w:comment></w:comments>"
    }
    form = read_answers(LAYOUT, read(para("Reviewer: u1"), parts, {"c": ("comments", "comments.xml")}))
    assert {"reviewer": "u1"} == said(form)
    assert ["comment"] == [block.kind for block in form.left_over]


@pytest.mark.parametrize(
    ("extra", "says"),
    [
        (
            '[fields.a]\nlabels = ["Date of visit"]\n[fields.b]\nlabels = ["Visit date"]',
            "same words as one of the field 'a'",
        ),
        ('[fields.a]\nlabels = ["..."]', "no word to know it by"),
        ("[fields.a]\nlabels = []", "needs a label or a tag"),
        ('[fields.a]\nlabels = ["A"]\nkind = "choice"', "choices if its kind is choice"),
        ('[fields.a]\nlabels = ["A"]\n[fields.b]\nlabels = ["B"]\ntags = ["A"]', "belongs to the field 'a' too"),
        ('[fields.a]\nlabels = ["A"]\nkind = "number"', "expected one of"),
    ],
)
def test_a_faulty_layout_names_its_faults(extra: str, says: str) -> None:
    """With the key path."""
    with pytest.raises(ConfigError) as caught:
        form_layout(HEAD + extra, "ours.toml")
    assert says in str(caught.value)


def test_rows_of_very_many_cells_are_left_over_in_no_time() -> None:
    """Word stops at 63 cells; more are no form, and must not take the square of their number."""
    form = answers(table(row(*["Reviewer"] * 5000)))
    assert 5000 == len(form.left_over)


def test_layouts_are_rule_files() -> None:
    """A trust's own extends a packaged one and states what changes."""
    ours = form_layout('extends = "triage-review"\nid = "ours"\n[fields.reviewer]\nlabels = ["Assessor"]', "ours.toml")
    assert isinstance(ours, FormLayout)
    assert ("Assessor",) == ours.fields["reviewer"].labels
    assert "triage" == ours.record
