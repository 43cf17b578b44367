"""Patterns in form layouts, and what the messages say is expected of an answer."""

from __future__ import annotations

import pytest
from tests.adapters.office.made_word import para, read, row, table

from fairness_adapters.layouts.form_loading import form_layout
from fairness_adapters.layouts.word_form import FormAnswers, read_answers
from fairness_core.errors import ConfigError

HEAD = 'kind = "form"\nid = "visit"\nrevision = 1\ntitle = "Visit"\nsource = "made up"\n'
PATTERNS = r"""
ignored = ['/^Signed\b/', '/^Form HR\d+/']
[fields.risk]
labels = ['/\bat risk\b.*\?$/']
kind = "yes-no"
required = true
[fields.seen]
labels = ["Seen on"]
kind = "date"
[fields.group]
labels = ["Professional group"]
kind = "choice"
choices = { medical = ["Medical"], nursing = ["Nursing and midwifery"], ahp = ["Allied health"] }
"""
FAULTY = r"""
ignored = ['/(/']
prompts = ['/^Please/']
[fields.risk]
labels = ['/[/']
[fields.group]
labels = ["Professional group"]
kind = "choice"
prompts = ['/^Choose/']
choices = { medical = ['/^Med/'] }
"""


def answers(body: str) -> FormAnswers:
    """Read a form by the layout with patterns."""
    return read_answers(form_layout(HEAD + PATTERNS), read(body))


@pytest.mark.parametrize(
    "body",
    [
        table(row("Is anyone at risk right now?", "No")),
        table(row("Was anybody else AT RISK of harm?", "No")),
        para("Is anyone at risk right now?: No"),
        para("Is anyone at risk right now?") + para("No"),
    ],
)
def test_a_label_may_be_a_pattern(body: str) -> None:
    """In a cell, on a line and above its answer; case makes no difference."""
    assert "no" == answers(body).answers["risk"].value


def test_a_text_of_two_patterns_is_no_label() -> None:
    """Where the patterns of two fields match, neither is chosen."""
    two = form_layout(HEAD + "[fields.a]\nlabels = ['/risk/']\n[fields.b]\nlabels = ['/any/']\n")
    found = read_answers(two, read(table(row("Any risk", "x"), row("The risk", "y"))))
    assert ("y", "") == (found.answers["a"].value, found.answers["b"].value)
    assert "unknown_label" in [each.code for each in found.problems]


def test_a_line_may_be_ignored_by_a_pattern() -> None:
    """Whatever stands on it, since the layout says so; a tick always says something."""
    body = para("Form HR17 v2.1") + para("Signed by: ........ on ......") + para("\u2612 Signed")
    assert ["\u2612 Signed"] == [each.text for each in answers(body).left_over]


def test_faults_of_patterns_are_told() -> None:
    """One that is no regular expression, and one where patterns are not understood; each with its key."""
    with pytest.raises(ConfigError) as caught:
        form_layout(HEAD + FAULTY)
    assert ["fields.group.choices", "fields.group.prompts", "fields.risk.labels", "ignored", "prompts"] == sorted(
        problem.where.field for problem in caught.value.problems
    )


def test_a_field_known_by_a_pattern_is_called_by_its_name() -> None:
    """In the message that its label is missing."""
    (problem,) = (each for each in answers(para("x")).problems if each.code == "label_missing")
    assert "The form has no place for 'risk'." == problem.message


@pytest.mark.parametrize(
    "text", ["Nursing &amp; Midwifery", "nursing and midwifery.", "\u2612 Nursing&amp;midwifery \u2610 Medical"]
)
def test_and_may_be_a_sign(text: str) -> None:
    """An ampersand means and."""
    assert "nursing" == answers(table(row("Professional group", text))).answers["group"].value


@pytest.mark.parametrize(
    ("label", "text", "expected"),
    [
        ("Seen on", "11/11/26", "a day such as 31 March 2026, the year in four figures"),
        ("Professional group", "Porter", "Medical, Nursing and midwifery or Allied health"),
        ("Is anyone at risk?", "N/A", "yes or no, or one of the two ticked"),
    ],
)
def test_what_is_expected_is_said(label: str, text: str, expected: str) -> None:
    """A year of four figures, and the choices by name."""
    found = answers(table(row(label, text))).problems
    assert [expected] == [each.expected for each in found if each.code == "not_understood"]
