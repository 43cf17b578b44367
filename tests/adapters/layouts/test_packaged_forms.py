"""The packaged form layouts: each knows its own form in every wording, and a blank form answers nothing."""

from __future__ import annotations

import pytest
from tests.adapters.office.made_word import cell, para, read, row, table

from fairness_adapters.layouts.form_loading import answers_of, find_form_layout, form_layouts
from fairness_adapters.layouts.word_form import read_answers
from fairness_core.errors import UnknownFormat

LAYOUTS = form_layouts()
ANSWERS = {"text": "x1", "date": "9 March 2026", "yes-no": "No", "list": "one\ntwo"}


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("wording", [0, 1, -1])
def test_a_filled_in_form_is_known_and_read_whole(name: str, wording: int) -> None:
    """In each wording every field is answered, nothing is left over, and no other layout takes the form."""
    layout = LAYOUTS[name]
    rows = []
    for field in layout.fields.values():
        choice = next((texts[0] for texts in field.choices.values()), "")
        answer = choice or ANSWERS[field.kind]
        rows.append(row(field.labels[min(wording, len(field.labels) - 1)], cell(*answer.split("\n"))))
    chosen, answers = answers_of(read(table(*rows)))
    assert (name, (), (), ()) == (chosen.id, answers.unanswered, answers.left_over, answers.problems)


BLANK = para("Clinical Review") + table(
    row("Discipline", "Practitioner Name", "Registration Number", "Practice Details (If available/applicable)"),
    row("", "", "", ""),
)
BLANK += para("To be completed by the professional advisor as appointed by NHS England Northwest:") + table(
    row(cell("Form", marks="<w:gridSpan w:val='4'/>")),
    row("Name of Reviewer", ""),
    row("Date of Review", "XX/XX/XXXX"),
    row(
        "Declaration for Conflict of Interest",
        "Yes/No e.g. I declare that I know of no conflict(s) of interest regarding this practitioner or matters "
        "arising regarding the concerns raised.",
    ),
    row("Summary of Concern(s)", "Please give a brief overview of the case background and the concerns raised."),
    row("Documents Reviewed", cell("1.", "2.", "3.")),
    row("Safeguarding Concern(s)", "Yes/No (If yes, please give further details on any identified concerns)"),
    row(
        "Are there any potential health concerns regarding this practitioner?",
        "Yes/No (If yes, please give further details on any identified concerns)",
    ),
    row(cell("Risk Rating (with score)", marks="<w:vMerge w:val='restart'/>"), "Green", "Amber", "Red"),
    row(cell("", marks="<w:vMerge/>"), cell("x =", marks="<w:gridSpan w:val='3'/>")),
    row("Rationale", "e.g. Potential breach of GMC, GMP and dishonesty"),
    row(
        "Case Recommendation",
        "e.g. Ask PAG to consider interviewing the practitioner and undertake a record review of....",
    ),
    row("Any Additional Recommendations", "e.g. Ask for the performer\u2019s reflections and include for PAG."),
)


def test_the_blank_triage_form_answers_nothing() -> None:
    """Its prompts, examples and printed choices are no answers, nothing is left over, and nothing is wrong."""
    chosen, answers = answers_of(read(BLANK))
    assert "triage-review" == chosen.id
    assert [] == [name for name, each in answers.answers.items() if each.state != "unanswered"]
    assert ((), ()) == (answers.left_over, answers.problems)


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (("Amber", "", ""), ("answered", "amber")),
        (("\u2610 Green", "\u2612 Amber", "\u2610 Red"), ("answered", "amber")),
        (("\u2612 Green", "\u2612 Amber", "\u2610 Red"), ("contradictory", "")),
        (("Green", "Amber", "Red"), ("unanswered", "")),
    ],
)
def test_the_rating_as_it_is_marked(score: tuple[str, ...], expected: tuple[str, str]) -> None:
    """Ticked, or the others taken away; a shaded cell says nothing that could be read."""
    body = table(
        row(cell("Risk Rating (with score)", marks="<w:vMerge w:val='restart'/>"), *score),
        row(cell("", marks="<w:vMerge/>"), cell("3 x 3 = 9", marks="<w:gridSpan w:val='3'/>")),
    )
    found = read_answers(find_form_layout("triage-review"), read(body)).answers["risk_rating"]
    assert expected == (found.state, found.value)


def test_a_form_of_none_of_them_lists_every_candidate() -> None:
    """With how many of its fields are there."""
    with pytest.raises(UnknownFormat) as caught:
        answers_of(read(table(row("Case reference", "x"))))
    assert set(LAYOUTS) == {name for name, _ in caught.value.candidates}
