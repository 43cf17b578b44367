"""Disclosure policies: what they are called, what they hide, and how they say it."""

from __future__ import annotations

import pytest

from fairness_core.config import Shelf
from fairness_core.disclosure import NONE, Policy, parse_policy, threshold
from fairness_core.disclosure.policy import load_policy
from fairness_core.errors import CallerError, ConfigError


def test_none_hides_nothing_and_says_so() -> None:
    """The policy none has no threshold and tells who such a report is for."""
    assert parse_policy("none") is NONE
    assert ("none", 0) == (NONE.id, NONE.threshold)
    assert "No number was hidden (policy none)" in NONE.describe
    assert Policy(id="none", threshold=1).describe == NONE.describe


@pytest.mark.parametrize("minimum", [2, 5, 10, 9999])
def test_a_threshold_is_read_by_its_name(minimum: int) -> None:
    """The name holds the number, and what is read is what is made."""
    policy = parse_policy(f"threshold:{minimum}")
    assert threshold(minimum) == policy
    assert (f"threshold:{minimum}", minimum) == (policy.id, policy.threshold)


def test_a_threshold_says_which_counts_it_hides() -> None:
    """Threshold 5 hides 1 to 4, and what would give them away."""
    said = threshold(5).describe
    assert "Counts from 1 to 4" in said
    assert "[c] (policy threshold:5)" in said


@pytest.mark.parametrize("minimum", [1, 0, -3])
def test_a_threshold_that_would_hide_nothing_is_refused(minimum: int) -> None:
    """Who asks for protection and would get none is told."""
    with pytest.raises(CallerError, match=f"A threshold of {minimum} hides nothing"):
        threshold(minimum)


@pytest.mark.parametrize(
    "text", ["", "None", "threshold", "threshold:", "threshold:five", "threshold:-5", "threshold:5 ", "threshold:12345"]
)
def test_an_unknown_policy_is_refused_by_its_name(text: str) -> None:
    """Nothing is guessed where protection is at stake; the hint says what there is."""
    with pytest.raises(CallerError, match="no disclosure policy called") as caught:
        parse_policy(text)
    assert repr(text) in caught.value.message
    assert "threshold:5" in caught.value.hint


@pytest.mark.parametrize("text", ["threshold:0", "threshold:1"])
def test_a_threshold_below_2_is_refused_by_name_too(text: str) -> None:
    """A name that looks like protection and is none does not pass."""
    with pytest.raises(CallerError, match="hides nothing"):
        parse_policy(text)


OURS = 'id = "ours"\nrevision = 1\ntitle = "Ours"\nsource = "made up"\nthreshold = {}\n'
SHELF = Shelf({("policies", "ours"): OURS.format(10)})


def test_a_policy_of_a_plugin_is_named_by_its_id() -> None:
    """It hides as a threshold of its number does, and has the sum of its file."""
    found = parse_policy("ours", SHELF)
    assert ("ours", 10, 64) == (found.id, found.threshold, len(found.sha256))
    assert found.describe.endswith("are shown as [c] (policy ours).")
    assert "Counts from 1 to 9" == found.describe.partition(",")[0]
    with pytest.raises(CallerError) as told:
        parse_policy("yours", SHELF)
    assert "Use none, or threshold:5 (any whole number from 2), or one of: ours." == told.value.hint
    with pytest.raises(CallerError) as told:
        parse_policy("ours")
    assert "Use none, or threshold:5 (any whole number from 2)." == told.value.hint


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (OURS.format(1), "threshold"),
        (OURS.format(-5), "threshold"),
        (OURS.format(10).replace('"ours"', '"none"'), "id"),
        (OURS.format(10).replace('"ours"', '"threshold:3"'), "id"),
    ],
)
def test_a_policy_that_hides_nothing_or_has_a_name_that_is_taken(text: str, field: str) -> None:
    """Either is a fault of the file with its key."""
    with pytest.raises(ConfigError) as told:
        load_policy(text)
    assert [field] == [each.where.field for each in told.value.problems]
