"""Agreement of two coders: what is compared, and the measures against a table worked by hand."""

from __future__ import annotations

import pytest

from fairness_core.lessons.coders import compare_coders


def test_a_table_worked_by_hand() -> None:
    """Of ten lessons both give a code to four, each alone to one, neither to four: kappa 0.6, positive 0.8."""
    first = {f"l{place}": ["A"] if place < 5 else [] for place in range(10)}
    second = {f"l{place}": ["A"] if 0 < place < 6 else [] for place in range(10)}
    found = compare_coders(first, second)
    [label] = found.labels
    assert (4, 1, 1, 4) == (label.both, label.first_only, label.second_only, label.neither)
    assert (0.6, 0.8) == pytest.approx((label.kappa.value, label.positive.value))
    # Ten of each among 20 ratings: 1 - 19 x 4 / (2 x 10 x 10).
    assert pytest.approx(1 - 19 * 4 / 200) == label.alpha.value == found.alpha.value


def test_lessons_that_only_one_has_coded() -> None:
    """They are named and count nowhere."""
    found = compare_coders({"l1": ["A"], "l2": ["B"]}, {"l1": ["A"], "l3": ["C"]})
    assert (1, ("l2",), ("l3",), ["A"]) == (
        found.lessons,
        found.first_only,
        found.second_only,
        [each.code for each in found.labels],
    )


def test_codes_come_in_the_order_asked_for() -> None:
    """Codes that the order lacks follow it."""
    both = {"l1": ["A", "B", "C"]}
    assert ["C", "A", "B"] == [each.code for each in compare_coders(both, both, order=["C", "X"]).labels]


def test_nothing_in_common() -> None:
    """There is then no measure, and a reason why."""
    found = compare_coders({"l1": ["A"]}, {})
    assert (0, (), None) == (found.lessons, found.labels, found.alpha.value)
    assert found.alpha.why_not
