"""Disclosure policies: what they are called, what they hide, and how they say it."""

from __future__ import annotations

import pytest

from fairness_core.disclosure import NONE, Policy, parse_policy, threshold
from fairness_core.errors import CallerError


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
