"""The machine-readable form: what a report becomes in JSON, and what may not become it."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from math import inf, nan

import attrs
import pytest

from fairness_core.disclosure import NONE, protect, threshold
from fairness_core.errors import CallerError
from fairness_core.problems import Place, warning
from fairness_core.report.draft import Amount, AmountUnit, Draft, Fact, Number, Provenance, Tree
from fairness_core.serial.envelope import SCHEMA, require_report, to_json


def _amount(value: Number | None, key: str = "") -> Amount:
    return Amount(value=value, unit=AmountUnit.RATIO, rests_on=frozenset([key] if key else []))


def _draft(**metrics: Tree) -> Draft:
    return Draft(kind="made-up", title="A title", sections=(), metrics=metrics, counts={"few": 3})


def test_the_envelope_says_what_it_is_before_the_metrics_and_problems_after() -> None:
    """Schema, kind, title, policy and provenance come first, then the metrics, then the findings."""
    draft = attrs.evolve(
        _draft(indicators={}),
        provenance=Provenance(sources=({"name": "a.xlsx"},), standard={"id": "s"}, methods=("m",)),
        subtitle="2025",
    )
    found = to_json(protect(draft, threshold(5)))
    assert {
        "schema": SCHEMA,
        "kind": "made-up",
        "title": "A title",
        "subtitle": "2025",
        "language": "en-GB",
        "policy": {"id": "threshold:5", "threshold": 5, "hidden_counts": 1},
        "provenance": {"sources": [{"name": "a.xlsx"}], "standard": {"id": "s"}, "methods": ["m"]},
        "indicators": {},
        "problems": [],
    } == found
    assert ["indicators", "problems"] == list(found)[-2:]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (_amount(7), 7),
        (_amount(Fraction(1, 3)), 1 / 3),
        (_amount(Decimal("6.25")), 6.25),
        (_amount(inf), "infinity"),
        (_amount(-inf), "-infinity"),
        (_amount(Decimal("Infinity")), "infinity"),
        (_amount(None), None),
        (Fact(value="above"), "above"),
        (Fact(value=False), False),
        (Fact(value=None), None),
        (None, None),
        (True, True),
        (3, 3),
        (0.5, 0.5),
        ("text", "text"),
        ((1, "two"), [1, "two"]),
        ({"a": {"b": 1}}, {"a": {"b": 1}}),
    ],
)
def test_each_kind_of_value_becomes_plain_json(given: Tree, expected: object) -> None:
    """Numbers stay unrounded and whole numbers whole; what is infinite is a word, what is not there is null."""
    found = to_json(protect(_draft(value=given), NONE))["value"]
    assert expected == found
    assert type(expected) is type(found)


def test_a_hidden_value_is_null_and_named_by_the_mapping_that_holds_it() -> None:
    """A reader can tell a hidden value from one that does not exist, in mappings and in lists."""
    draft = _draft(
        rate={
            "value": _amount(3, "few"),
            "other": _amount(None),
            "said": Fact(value=True, rests_on=frozenset({"few"})),
        },
        rows=(_amount(1), _amount(3, "few"), {"deep": _amount(3, "few")}),
    )
    found = to_json(protect(draft, threshold(5)))
    assert {"value": None, "other": None, "said": None, "hidden": ["value", "said"]} == found["rate"]
    assert [1, None, {"deep": None, "hidden": ["deep"]}] == found["rows"]
    assert ["rows[1]"] == found["hidden"]


def test_nothing_is_called_hidden_when_nothing_is() -> None:
    """The list of hidden names stands only where something was hidden."""
    assert {"value": 3} == to_json(protect(_draft(rate={"value": _amount(3, "few")}), NONE))["rate"]


def test_a_finding_is_told_field_by_field() -> None:
    """A finding keeps its code, severity, place and advice."""
    finding = warning("odd", "Odd.", where=Place(file="f", sheet="s", cell="A1"), found="1", expected="2", hint="h")
    found = to_json(protect(attrs.evolve(_draft(), problems=(finding,)), NONE))["problems"]
    assert [
        {
            "code": "odd",
            "severity": "warning",
            "message": "Odd.",
            "file": "f",
            "sheet": "s",
            "cell": "A1",
            "field": "",
            "found": "1",
            "expected": "2",
            "hint": "h",
        }
    ] == found
    assert json.loads(json.dumps(found)) == found


def test_metrics_may_not_use_the_names_of_the_envelope() -> None:
    """A metric called "title" or "problems" would hide the report's own, and is refused by name."""
    with pytest.raises(CallerError, match="problems, title"):
        to_json(protect(_draft(title="x", problems="y"), NONE))


def test_a_value_called_hidden_is_refused_where_something_is_hidden() -> None:
    """Two meanings of "hidden" in one mapping are refused, with the place in the tree."""
    draft = _draft(rate={"value": _amount(3, "few"), "hidden": 1})
    assert {"value": 3, "hidden": 1} == to_json(protect(draft, NONE))["rate"]
    with pytest.raises(CallerError, match=r"metrics\.rate"):
        to_json(protect(draft, threshold(5)))


@pytest.mark.parametrize(("value", "named"), [({1, 2}, "set"), (object(), "object")])
def test_what_json_has_no_form_for_is_refused(value: Tree, named: str) -> None:
    """The message names the place in the tree and the kind of thing."""
    with pytest.raises(CallerError, match=rf"metrics\.a\[0\].*{named}"):
        to_json(protect(_draft(a=(value,)), NONE))


def test_a_value_that_is_not_a_number_is_refused() -> None:
    """NaN never reaches a file: it is not JSON, and it says nothing."""
    with pytest.raises(CallerError, match=r"metrics\.a"):
        to_json(protect(_draft(a=_amount(nan)), NONE))


def test_a_draft_does_not_pass_the_door() -> None:
    """Only a report is turned into JSON; a report passes the check unchanged."""
    draft = _draft()
    with pytest.raises(CallerError, match="Draft"):
        to_json(draft)  # type: ignore[arg-type]
    report = protect(draft, NONE)
    assert report is require_report(report)
