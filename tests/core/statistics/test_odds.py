"""The ratio of two odds: its edges, its words, and its place beside the ratio of rates."""

from __future__ import annotations

from math import inf

import pytest

from fairness_core.errors import CallerError
from fairness_core.statistics import FISHER_TEST, ODDS_INTERVAL, OddsRatio, fisher_exact, odds_ratio


def test_a_disparity_ratio_is_the_white_ratio_over_the_bme_ratio() -> None:
    """310 upper and 2,200 lower against 40 and 610 is (310/2200) / (40/610), methods named."""
    found = odds_ratio(310, 2200, 40, 610)
    test = fisher_exact(310, 2510, 40, 650)
    assert pytest.approx((310 / 2200) / (40 / 610), rel=1e-15) == found.value
    assert (test.p_value, test.p_mid_p) == (found.p_value, found.p_mid_p)
    assert ("miettinen-nurminen-odds", FISHER_TEST, 0.95, "") == (
        found.interval_method,
        found.test_method,
        found.confidence,
        found.why_not,
    )


def test_steps_of_tiers_multiply() -> None:
    """Lower to upper is lower to middle times middle to upper."""
    white, bme = (2200, 900, 310), (610, 150, 40)
    steps = [
        odds_ratio(white[upper], white[lower], bme[upper], bme[lower]).value or 0
        for upper, lower in ((1, 0), (2, 1), (2, 0))
    ]
    assert pytest.approx(steps[2], rel=1e-15) == steps[0] * steps[1]


@pytest.mark.parametrize("counts", [(0, 15, 5, 10), (4, 9, 12, 0), (0, 3, 7, 0)])
def test_a_0_in_the_top_of_the_fraction_gives_0(counts: tuple[int, int, int, int]) -> None:
    """The odds ratio is 0, its lower limit is 0, and the upper one is finite."""
    found = odds_ratio(*counts)
    assert (0.0, 0.0, "") == (found.value, found.low, found.why_not)
    assert 0 < (found.high or 0) < inf


@pytest.mark.parametrize("counts", [(15, 0, 10, 5), (4, 9, 0, 12), (7, 0, 0, 3)])
def test_a_0_in_the_bottom_of_the_fraction_gives_infinity(counts: tuple[int, int, int, int]) -> None:
    """The odds ratio is infinite, with a finite lower limit above 0."""
    found = odds_ratio(*counts)
    assert (inf, inf, "") == (found.value, found.high, found.why_not)
    assert 0 < (found.low or 0) < inf


@pytest.mark.parametrize(
    ("counts", "why_not"),
    [((0, 9, 0, 12), "nobody in the upper tier"), ((9, 0, 12, 0), "nobody in the lower tier")],
)
def test_an_empty_tier_says_nothing_about_the_odds(counts: tuple[int, int, int, int], why_not: str) -> None:
    """Without anybody in a tier there is no value; the limits are 0 and infinity, the p-values 1."""
    expected = OddsRatio(
        value=None,
        low=0.0,
        high=inf,
        p_value=1.0,
        p_mid_p=1.0,
        interval_method=ODDS_INTERVAL,
        test_method=FISHER_TEST,
        confidence=0.95,
        why_not=why_not,
    )
    assert expected == odds_ratio(*counts)


@pytest.mark.parametrize(
    ("counts", "why_not"),
    [
        ((0, 0, 3, 9), "nobody in the top group"),
        ((3, 9, 0, 0), "nobody in the bottom group"),
        ((0, 0, 0, 0), "nobody in either group"),
    ],
)
def test_an_empty_group_gives_nothing_but_the_reason(counts: tuple[int, int, int, int], why_not: str) -> None:
    """Without anybody in a group there is no value, no interval and no test."""
    found = odds_ratio(*counts)
    assert (None, None, None, None, None) == (found.value, found.low, found.high, found.p_value, found.p_mid_p)
    assert why_not == found.why_not


@pytest.mark.parametrize(
    ("counts", "name"),
    [((-1, 1, 1, 1), "top_upper"), ((1, 0.5, 1, 1), "top_lower"), ((1, 1, True, 1), "bottom_upper"),
     ((1, 1, 1, -2), "bottom_lower")],
)  # fmt: skip
def test_impossible_counts_are_refused_by_name(counts: tuple[int, int, int, int], name: str) -> None:
    """A count that cannot be is refused, and named by its group and tier."""
    with pytest.raises(CallerError, match=f"The count '{name}' is "):
        odds_ratio(*counts)


def test_a_wrong_confidence_is_refused() -> None:
    """1 is not a confidence level."""
    with pytest.raises(CallerError, match="The confidence level is 1"):
        odds_ratio(1, 2, 1, 2, confidence=1)
