"""Form layouts that are proposed: a field for each label, and each proposal loads as it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.adapters.made_triage_forms import by_python_docx, with_controls
from tests.adapters.office.made_word import cell, para, read, row, run, sdt, table

from fairness_adapters.layouts.form_loading import form_layout, open_form
from fairness_adapters.layouts.form_schema import FormField
from fairness_adapters.layouts.form_suggest import suggest_form
from fairness_adapters.office.form_values import Block, Cell, WordForm
from fairness_adapters.source import Source
from fairness_core.problems import Place

EMPTY = "<w:p></w:p>"
CHOICES = (
    "<w:tag w:val='ddl1'/><w:showingPlcHdr/><w:dropDownList><w:listItem w:displayText='Choose an item.' w:value=''/>"
    "<w:listItem w:displayText='Medical' w:value='1'/><w:listItem w:displayText='Allied health' w:value='2'/>"
    "</w:dropDownList>"
)
DAY = "<w:showingPlcHdr/><w:date/>"


def fields(body: str) -> dict[str, FormField]:
    """Return the fields of the layout that is proposed for a form, which must load as it is."""
    return dict(form_layout(suggest_form(read(body)).text).fields)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("", FormField(labels=("Ward",))),
        (cell(para(sdt(run("Click or tap to enter a date."), DAY))), FormField(labels=("Ward",), kind="date")),
        ("DD/MM/YYYY", FormField(labels=("Ward",), kind="date", prompts=("DD/MM/YYYY",))),
        ("3 April 2026", FormField(labels=("Ward",), kind="date")),
        ("\u2610 Yes \u2610 No", FormField(labels=("Ward",), kind="yes-no")),
        ("Yes / No", FormField(labels=("Ward",), kind="yes-no")),
        (
            "\u2610 Green \u2610 Dark red",
            FormField(labels=("Ward",), kind="choice", choices={"green": ("Green",), "dark_red": ("Dark red",)}),
        ),
        (
            "Green \u2610 Red \u2610",
            FormField(labels=("Ward",), kind="choice", choices={"green": ("Green",), "red": ("Red",)}),
        ),
        (
            cell(para(sdt(run("Choose an item."), CHOICES))),
            FormField(
                labels=("Ward",),
                kind="choice",
                tags=("ddl1",),
                choices={"medical": ("Medical",), "allied_health": ("Allied health",)},
            ),
        ),
        (
            cell(table(row("What", "Who"), row("", ""))),
            FormField(labels=("Ward",), kind="list", prompts=("What", "Who")),
        ),
    ],
)
def test_the_kind_is_what_stands_beside_the_label(answer: str, expected: FormField) -> None:
    """Controls first, then tick boxes and what is printed; text where nothing speaks for another."""
    assert {"ward": expected} == fields(table(row("Ward:", answer)))


def test_alternatives_under_the_label_are_choices_and_prompts() -> None:
    """They are printed there, so they answer nothing."""
    field = FormField(
        labels=("Where next?",),
        kind="choice",
        choices={"informal": ("informal",), "formal": ("formal",)},
        prompts=("(informal / formal)",),
    )
    assert {"where_next": field} == fields(table(row(cell("Where next?", "(informal / formal)"), "")))


def test_what_looks_like_a_pattern_is_not_proposed() -> None:
    """Texts between slashes would be patterns, or faults, in a layout."""
    boxes = row("Rating", "\u2610 /Green/ \u2610 Red")
    found = fields(table(row(cell("Ward", "/hint/"), cell(table(row("/What/", "Who"), row("", "")))), boxes))
    assert (("Who",), {"green": ("Green",), "red": ("Red",)}) == (found["ward"].prompts, found["rating"].choices)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (table(row("Ward", "Seen by"), row("", "")), ["ward", "seen_by"]),
        (table(row("Ward:", "", "Seen by:", "")), ["ward", "seen_by"]),
        (table(row("Ward"), row("")), ["ward"]),
        (table(row("Ward: ____   Seen by: ____")), ["ward", "seen_by"]),
        (para("Ward: ______   Date: ____"), ["ward", "date"]),
        (para("Visit") + para("Our reading") + EMPTY + para("Seen by: ____"), ["our_reading", "seen_by"]),
        (para("Is the ward safe?") + para("Thank you."), ["is_the_ward_safe"]),
        (table(row("Ward", ""), row("ward", ""), row("Seen ward", "")), ["ward", "seen_ward"]),
        (table(row("Ward 1", ""), row("Ward (1)!", "")), ["ward_1"]),
        (table(row("\u0416\u0443\u043a", ""), row("\u0416", "")), ["field", "field_2"]),
        (table(row("/ward/", ""), row("?", "")), []),
    ],
)  # fmt: skip
def test_labels_are_seen_where_people_put_them(body: str, expected: list[str]) -> None:
    """Beside, above and before their answers; each once, and none that a layout could not hold."""
    assert expected == list(suggest_form(read(body)).fields)


def test_the_triage_form_is_seen_as_what_it_is() -> None:
    """Filled in by hand or with controls: what stands in an answer's place is not quoted."""
    for data in (by_python_docx(), with_controls()):
        found = suggest_form(open_form(Source.from_bytes("form.docx", data)))
        assert found.filled_in
        assert {"date", "text", "yes-no"} <= set(found.fields.values())
        assert found.fields.keys() == form_layout(found.text).fields.keys()
        assert found.text.count("# decide:") == found.to_decide


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30)), min_size=1, max_size=5))
def test_every_proposal_with_a_label_loads(pairs: list[tuple[str, str]]) -> None:
    """Whatever is written on the form: no text breaks out of its place, and no two fields clash."""
    blocks = [
        Block(text=text, place=Place(field=f"table 1, row {number}, column {column}"), kind="cell", cell=at)
        for number, pair in enumerate(pairs, start=1)
        for column, text in enumerate(pair, start=1)
        for at in [Cell(table="table 1", row=number, column=column)]
    ]
    found = suggest_form(WordForm(file="form.docx", blocks=tuple(blocks)))
    if found.fields:
        assert list(found.fields) == list(form_layout(found.text).fields)
