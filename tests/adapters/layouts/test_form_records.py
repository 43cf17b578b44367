"""A form layout that makes a triage record asks only for what the record knows, and is told at once where not."""

from __future__ import annotations

from typing import get_args

import pytest

from fairness_adapters.layouts.form_loading import form_layout
from fairness_adapters.layouts.form_records import taken_by
from fairness_adapters.layouts.form_schema import AnswerKind
from fairness_core.config import Shelf
from fairness_core.errors import ConfigError
from fairness_core.risk.triage_checks import OWED_HEADINGS

HEAD = 'kind = "form"\nid = "ours"\nrevision = 1\ntitle = "Ours"\nsource = "made up"\nrecord = "triage"\n'
FAULTY = """
[fields.by]
labels = ["Looked at by"]
[fields.discipline]
labels = ["Professional group"]
kind = "choice"
choices = { medical = ["Medical"], nursing = ["Nursing"], ahp = ["Allied health"] }
[fields.conflict]
labels = ["Conflict"]
kind = "yes-no"
[fields.reviewed]
labels = ["Looked at on"]
[fields.route]
labels = ["Where next?"]
kind = "choice"
choices = { none = ["No further action"], formal = ["Formal"] }
"""
EXTENDED = """
extends = "triage-review"
id = "ours"
[fields.discipline]
choices = { nursing = ["Nursing"] }
[fields.signed]
labels = ["Signed"]
"""
TEMPLATE = 'extends = "nw-triage"\nid = "ours-triage"\n[disciplines.nursing]\nlabel = "Nursing"\nregisters = ["NMC"]\n'


def faults(text: str, shelf: Shelf | None = None) -> dict[str, str]:
    """Return the faults of a layout by key path."""
    with pytest.raises(ConfigError) as caught:
        form_layout(text, "ours.toml", shelf or Shelf())
    return {problem.where.field: problem.message for problem in caught.value.problems}


def test_every_fault_is_told_at_once() -> None:
    """Fields, kinds and codes that the record does not know, each with what it knows."""
    found = faults(HEAD + FAULTY)
    assert [
        "fields.by",
        "fields.discipline.choices",
        "fields.conflict.kind",
        "fields.reviewed.kind",
        "fields.route.choices",
    ] == list(found)
    assert "It has: reference, discipline, practitioner," in found["fields.by"]
    assert "in_record = false" in found["fields.by"]
    assert (
        "A triage record does not know 'nursing', 'ahp'; expected codes among: medical, dental, ophthalmic, pharmacy."
        == found["fields.discipline.choices"]
    )
    assert (
        "A triage record does not know 'none'; expected codes among: no-further-action, support,"
        in (found["fields.route.choices"])
    )
    assert "Found 'text'; a triage record takes 'date'." == found["fields.reviewed.kind"]


def test_what_is_added_to_a_known_form_is_held_to_it_too() -> None:
    """A choice beside those of the layout that is extended, and a field."""
    assert ["fields.discipline.choices", "fields.signed"] == sorted(faults(EXTENDED))


def test_a_field_outside_the_record_is_said_to_be_one() -> None:
    """It stays among the answers, and may be of any kind."""
    text = EXTENDED.replace("nursing", "medical") + "in_record = false\n"
    assert not form_layout(text).fields["signed"].in_record


def test_codes_of_templates_on_the_shelf_are_known() -> None:
    """A plugin's own triage template brings the disciplines and routes that its forms ask for."""
    shelf = Shelf({("triage", "ours-triage"): TEMPLATE})
    assert ["fields.signed"] == list(faults(EXTENDED, shelf))


def test_without_a_record_any_field_will_do() -> None:
    """A form that makes no record is held to nothing."""
    assert {} == taken_by("")
    assert "by" in form_layout((HEAD + FAULTY).replace('record = "triage"\n', "")).fields


def test_kinds_and_debts_are_those_that_there_are() -> None:
    """Every kind is one that a field may have, and every code of what is owed has a heading."""
    fields = taken_by("triage").values()
    assert set() == {kind for each in fields for kind in each.kinds} - set(get_args(AnswerKind))
    assert {"", "reference"} == {each.owed for each in fields} - OWED_HEADINGS.keys()
