"""Ratings as JSON and back: exact, strict, every fault at once, nothing quoted."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import attrs
import pytest
from tests.core.risk.made_matrices import IN_PLACE, LEAD, MANAGER, SMALL, rated, rating
from tests.core.risk.test_history import FULL, changed

from fairness_core.errors import DocumentVersionError, InvalidData
from fairness_core.risk.rating_json import (
    HISTORY_SCHEMA,
    RATING_SCHEMA,
    history_from_json,
    history_to_json,
    rating_from_json,
    rating_to_json,
)
from fairness_core.risk.record import override_band

WHOLE = override_band(
    rating("current", rated("3", "3", "3"), controls=(IN_PLACE,), second=rated("1", "1")),
    SMALL,
    to_band="middle",
    reason="As agreed.",
    by=MANAGER,
    agreed_by=LEAD,
)


def document() -> dict[str, Any]:
    """Return a rating as it comes out of JSON text."""
    found: dict[str, Any] = json.loads(json.dumps(rating_to_json(WHOLE)))
    return found


def faults(found: object) -> dict[str, str]:
    """Return the message of every fault by its key path."""
    with pytest.raises(InvalidData) as fault:
        rating_from_json(found, "rating.json")
    return {problem.where.field: problem.message for problem in fault.value.problems}


def test_a_rating_survives_the_journey_through_text() -> None:
    """Every part is the same afterwards: override, second rater, controls and levels."""
    assert WHOLE == rating_from_json(document())
    assert rating() == rating_from_json(json.loads(json.dumps(rating_to_json(rating()))))


def test_a_score_keeps_its_decimals() -> None:
    """A score is exact text: 7.50 stays 7.50, and is never a float."""
    exact = attrs.evolve(WHOLE, rated=attrs.evolve(WHOLE.rated, score=Decimal("7.50")), second_rater=None)
    found = rating_to_json(exact)
    assert "7.50" == found["rated"]["score"]  # type: ignore[index]
    assert "7.50" == str(rating_from_json(found).rated.score)


def test_the_form_is_plain_and_says_its_schema() -> None:
    """Days, lists and tables are what any program reads."""
    found = document()
    assert (RATING_SCHEMA, "2026-03-31") == ("fairness-core/rating/1", found["on"]) == (found["schema"], found["on"])
    assert [attrs.asdict(IN_PLACE)] == found["controls"]
    assert {"safety": "3", "duty": "3"} == found["rated"]["levels"]
    assert ["duty"] == found["rated"]["also_driven_by"]


def test_a_history_survives_the_journey_with_its_changes_of_scheme() -> None:
    """Every rating, and every mapped view with what it loses, is the same afterwards."""
    found = json.loads(json.dumps(history_to_json(changed())))
    assert HISTORY_SCHEMA == found["schema"]
    assert changed() == history_from_json(found)
    assert FULL == history_from_json(history_to_json(FULL))


def test_an_unknown_key_is_a_fault_wherever_it_stands() -> None:
    """Ethnicity cannot ride along in a document."""
    found = document() | {"ethnicity": "J"}
    found["rated"]["past_concerns"] = 3
    misspelt = "This key is not known here; is it misspelt?"
    told = faults(found)
    assert {"ethnicity", "rated.past_concerns"} == set(told)
    assert all(message.startswith(f"{misspelt} There are: ") for message in told.values())


def test_every_fault_is_told_with_its_key_path_and_without_what_was_found() -> None:
    """One message holds all of them, and quotes nothing that may be confidential."""
    found = document()
    found["rated"] |= {"score": 9, "level": "3", "adopted": 1, "also_driven_by": "duty", "levels": ["3"]}
    found |= {"stage": "Dr Jane Doe", "on": "31/3/2026", "rationale": 5, "controls": [{"description": "Jane Doe"}]}
    found["second_rater"] |= {"rated": "red", "on": None}
    found["rated"]["matrix_revision"] = True
    del found["rater"]
    expected = {
        "rated.score": 'Expected a number as text, such as "12.5".',
        "rated.level": "Expected a whole number.",
        "rated.matrix_revision": "Expected a whole number.",
        "rated.adopted": "Expected true or false.",
        "rated.also_driven_by": "Expected a list.",
        "rated.levels": "Expected a table of keys.",
        "stage": "Expected one of 'initial', 'current', 'target'.",
        "on": "Expected a day as 2026-03-31.",
        "rationale": "Expected text in quotes.",
        "controls[1].status": "This key is missing.",
        "second_rater.rated": "Expected a table of keys.",
        "second_rater.on": "Expected a day as 2026-03-31.",
        "rater": "This key is missing.",
    }
    assert expected == faults(found)


@pytest.mark.parametrize("score", ["many", "NaN", "Infinity", ""])
def test_a_score_must_be_a_number(score: str) -> None:
    """What Decimal would take and nobody can compare is refused."""
    found = document()
    found["rated"]["score"] = score
    assert ["rated.score"] == list(faults(found))


def test_a_rating_that_breaks_a_rule_is_refused_at_its_place() -> None:
    """The rules of the classes hold for documents too; the whole rating has no key."""
    found = document()
    found["override"]["agreed_by"] = found["override"]["by"]
    assert {"override": "An override needs two people."} == faults(found)
    found = document()
    found["second_rater"]["rater"] = found["rater"]
    assert {"(the record as a whole)": "The second rater must be somebody else."} == faults(found)


@pytest.mark.parametrize("found", [None, [], {}, {"schema": 1}, {"schema": "fairness-core/triage/1"}])
def test_what_is_no_rating_says_so(found: object) -> None:
    """Another kind of document, or none, is not read as a rating."""
    expected = "The schema is missing, or that of another kind; expected fairness-core/rating/1."
    assert {"schema": expected} == faults(found)


def test_a_document_of_another_version_says_which() -> None:
    """A newer form is not guessed at."""
    with pytest.raises(DocumentVersionError, match=r"schema fairness-core/rating/2; this version reads") as fault:
        rating_from_json(document() | {"schema": "fairness-core/rating/2"})
    assert ("fairness-core/rating/2", RATING_SCHEMA) == (fault.value.found, fault.value.expected)
    assert "document_version" == fault.value.to_json()["error"]
    assert RATING_SCHEMA == fault.value.to_json()["expected"]


def test_faults_of_form_name_the_file_and_how_many() -> None:
    """One fault or several; with a file's name or without."""
    with pytest.raises(InvalidData, match="The record has a fault of form"):
        rating_from_json(document() | {"x": 1})
    with pytest.raises(InvalidData, match=r"r\.json has 2 faults of form"):
        rating_from_json(document() | {"x": 1, "y": 2}, "r.json")
