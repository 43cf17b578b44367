"""Laws that the statistics obey whatever the counts: symmetry, order, bounds, and their own definitions.

Counts run from nothing to 10^12 people; the exact test is asked for at sizes where it is quick.
"""

from __future__ import annotations

from fractions import Fraction
from math import inf, isclose, log, sqrt
from typing import TypeAlias

from hypothesis import assume, given
from hypothesis import strategies as st

from fairness_core.statistics import (
    OddsRatio,
    RatioMethod,
    RatioOfRates,
    fisher_exact,
    newcombe_difference,
    non_adverse_position,
    odds_ratio,
    ratio_interval,
    ratio_of_rates,
    wilson,
)
from fairness_core.statistics.intervals import standard_normal
from fairness_core.statistics.scores import odds_score, rate_score

Group: TypeAlias = tuple[int, int]

CONFIDENCES = st.sampled_from([0.01, 0.5, 0.8, 0.9, 0.95, 0.99, 0.998, 0.999999])
METHODS = st.sampled_from(["miettinen-nurminen", "koopman", "katz"])
SCORE_METHODS = st.sampled_from(["miettinen-nurminen", "koopman"])


@st.composite
def groups(draw: st.DrawFn, largest: int = 10**12, smallest: int = 1) -> Group:
    """Draw the events and the people of a group; sizes of every order, and often none or all with events."""
    people = draw(st.integers(smallest, draw(st.sampled_from([5, 50, 5_000, 10**6, largest]))) if largest > 10**6
                  else st.integers(smallest, largest))  # fmt: skip
    some = st.integers(0, people)
    few = st.integers(0, min(people, 50))
    events = draw(st.one_of(some, few, few.map(lambda count: people - count), st.sampled_from([0, people])))
    return events, people


SMALL = groups(largest=3_000)


def upside_down(limit: float | None) -> float | None:
    """Return 1 / limit, where 0 and infinity are each other's; None for None."""
    if limit is None:
        return None
    return inf if limit == 0 else 1 / limit


def same(first: float | None, second: float | None, within: float = 1e-13) -> bool:
    """Tell whether two figures agree; None only with None."""
    if first is None or second is None:
        return first is second
    return isclose(first, second, rel_tol=within, abs_tol=0.0)


def is_turned(found: RatioOfRates | OddsRatio, turned: RatioOfRates | OddsRatio) -> bool:
    """Tell whether the second result is the first upside down, with the same p-values."""
    return (
        same(upside_down(found.value), turned.value)
        and same(upside_down(found.low), turned.high)
        and same(upside_down(found.high), turned.low)
        and same(found.p_value, turned.p_value)
        and same(found.p_mid_p, turned.p_mid_p)
    )


def passes(z: float, log_ratio: float, top: Group, bottom: Group) -> bool:
    """Tell whether the score falls through z at this ratio, give or take its thirteenth digit."""
    before, after = (rate_score(log_ratio + step, *top, *bottom) for step in (-1e-13, 1e-13))
    return before > z > after


@given(SMALL, SMALL, METHODS, CONFIDENCES)
def test_swapping_the_groups_inverts_a_ratio_and_keeps_p(
    top: Group, bottom: Group, method: RatioMethod, confidence: float
) -> None:
    """Bottom over top is the ratio upside down: value, limits (which change places), and the same p-values."""
    found = ratio_of_rates(*top, *bottom, method=method, confidence=confidence)
    turned = ratio_of_rates(*bottom, *top, method=method, confidence=confidence)
    assert is_turned(found, turned), (found, turned)


@given(groups(), groups(), METHODS, CONFIDENCES)
def test_swapping_the_groups_inverts_an_interval_of_any_size(
    top: Group, bottom: Group, method: RatioMethod, confidence: float
) -> None:
    """The limits change places and turn upside down also with groups of up to 10^12 people."""
    found = ratio_interval(*top, *bottom, method=method, confidence=confidence)
    turned = ratio_interval(*bottom, *top, method=method, confidence=confidence)
    assert same(upside_down(found.low), turned.high), (found, turned)
    assert same(upside_down(found.high), turned.low), (found, turned)


@given(groups(), groups(), SCORE_METHODS, CONFIDENCES)
def test_a_ratio_lies_strictly_within_its_score_interval(
    top: Group, bottom: Group, method: RatioMethod, confidence: float
) -> None:
    """The limits are on either side of the ratio, save where the ratio itself is 0 or infinite."""
    assume(top[0] or bottom[0])
    found = ratio_interval(*top, *bottom, method=method, confidence=confidence)
    assert found.low is not None
    assert found.high is not None
    value = top[0] * bottom[1] / (bottom[0] * top[1]) if bottom[0] else inf
    assert found.low < value or found.low == value == 0
    assert value < found.high or found.high == value == inf


@given(groups(), groups(), SCORE_METHODS, CONFIDENCES)
def test_score_limits_are_where_the_score_says(
    top: Group, bottom: Group, method: RatioMethod, confidence: float
) -> None:
    """At each finite limit the score is z (lower) or -z (upper), times the root of N/(N-1) for one method."""
    assume(top[0] or bottom[0])
    people = top[1] + bottom[1]
    z = standard_normal(confidence) * (sqrt(people / (people - 1)) if method == "miettinen-nurminen" else 1)
    found = ratio_interval(*top, *bottom, method=method, confidence=confidence)
    if found.low:
        assert passes(z, log(found.low), top, bottom)
    if found.high and found.high < inf:
        assert passes(-z, log(found.high), top, bottom)


@given(groups(), groups(), METHODS, CONFIDENCES, CONFIDENCES)
def test_more_confidence_is_never_a_narrower_interval(
    top: Group, bottom: Group, method: RatioMethod, first: float, second: float
) -> None:
    """The interval at a higher confidence contains the one at a lower."""
    narrow = ratio_interval(*top, *bottom, method=method, confidence=min(first, second))
    wide = ratio_interval(*top, *bottom, method=method, confidence=max(first, second))
    if narrow.low is None or narrow.high is None or wide.low is None or wide.high is None:
        assert narrow.low is narrow.high is wide.low is wide.high is None
    else:
        assert wide.low <= narrow.low
        assert narrow.high <= wide.high


@given(groups(), groups())
def test_the_score_at_parity_is_pearsons_chi_square(top: Group, bottom: Group) -> None:
    """At a ratio of 1, of rates or of odds, the squared score is the uncorrected chi-square of the table."""
    (a, top_people), (c, bottom_people) = top, bottom
    b, d = top_people - a, bottom_people - c
    assume(a + c and b + d)
    people = top_people + bottom_people
    chi_square = people * (a * d - b * c) ** 2 / (top_people * bottom_people * (a + c) * (b + d))
    assert isclose(chi_square, rate_score(0.0, *top, *bottom) ** 2, rel_tol=1e-9, abs_tol=1e-12)
    assert isclose(chi_square, odds_score(0.0, a, b, c, d) ** 2, rel_tol=1e-9, abs_tol=1e-9)


@given(groups(largest=10**6), groups(largest=10**6), CONFIDENCES)
def test_odds_ratio_contains_1_when_the_chi_square_is_small(top: Group, bottom: Group, confidence: float) -> None:
    """An odds ratio's interval contains 1 exactly when chi-square times (N-1)/N is at most z²; so does the ratio's."""
    (a, top_people), (c, bottom_people) = top, bottom
    b, d = top_people - a, bottom_people - c
    assume(a + c and b + d)
    people = top_people + bottom_people
    scaled = (people - 1) * (a * d - b * c) ** 2 / (top_people * bottom_people * (a + c) * (b + d))
    z = standard_normal(confidence)
    assume(not isclose(scaled, z * z, rel_tol=1e-6))
    for found in (odds_ratio(a, b, c, d, confidence=confidence), ratio_interval(*top, *bottom, confidence=confidence)):
        assert found.low is not None
        assert found.high is not None
        assert (scaled < z * z) == (found.low <= 1 <= found.high)


@given(SMALL, SMALL, CONFIDENCES)
def test_swapping_groups_or_tiers_inverts_an_odds_ratio(top: Group, bottom: Group, confidence: float) -> None:
    """Either swap turns value and limits upside down and keeps the p-values; both together change nothing."""
    (a, top_people), (c, bottom_people) = top, bottom
    b, d = top_people - a, bottom_people - c
    found = odds_ratio(a, b, c, d, confidence=confidence)
    assert is_turned(found, odds_ratio(c, d, a, b, confidence=confidence))
    assert is_turned(found, odds_ratio(b, a, d, c, confidence=confidence))
    assert is_turned(odds_ratio(b, a, d, c, confidence=confidence), odds_ratio(d, c, b, a, confidence=confidence))


@given(groups(largest=10**6), groups(largest=10**6), CONFIDENCES)
def test_an_odds_ratio_lies_strictly_within_its_interval(top: Group, bottom: Group, confidence: float) -> None:
    """The limits are on either side of the odds ratio, save where it is itself 0 or infinite."""
    (a, top_people), (c, bottom_people) = top, bottom
    found = odds_ratio(a, top_people - a, c, bottom_people - c, confidence=confidence)
    assume(found.value is not None)
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value or found.low == found.value == 0
    assert found.value < found.high or found.high == found.value == inf


@given(SMALL, SMALL)
def test_an_odds_ratio_is_further_from_1_than_the_ratio_of_rates(top: Group, bottom: Group) -> None:
    """The odds ratio is on the same side of 1 as the ratio of rates, and never closer to it."""
    rates = ratio_of_rates(*top, *bottom).value
    odds = odds_ratio(top[0], top[1] - top[0], bottom[0], bottom[1] - bottom[0]).value
    assume(rates is not None and odds is not None)
    assert rates is not None
    assert odds is not None
    assert odds >= rates * (1 - 1e-15) if rates >= 1 else odds <= rates * (1 + 1e-15)


@given(groups(smallest=1), CONFIDENCES)
def test_wilson_solves_its_own_equation(group: Group, confidence: float) -> None:
    """Each limit x has (p - x)² = z² x (1 - x) / d, and the limits contain the rate and stay in 0 to 1."""
    events, people = group
    z, found = standard_normal(confidence), wilson(*group, confidence=confidence)
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= events / people <= found.high <= 1
    for limit in (found.low, found.high):
        distance, reach = abs(events / people - limit), z * sqrt(limit * (1 - limit) / people)
        assert isclose(distance, reach, rel_tol=1e-6, abs_tol=1e-15)


@given(groups(), CONFIDENCES)
def test_wilson_of_those_without_an_event_is_the_mirror(group: Group, confidence: float) -> None:
    """Counting those without an event instead gives one minus the limits, in the other order."""
    events, people = group
    found, mirror = (wilson(n, people, confidence=confidence) for n in (events, people - events))
    assert found.low is not None
    assert found.high is not None
    assert isclose(1 - found.low, mirror.high or 0, rel_tol=1e-9, abs_tol=1e-15)
    assert isclose(1 - found.high, mirror.low or 0, rel_tol=1e-9, abs_tol=1e-15)


@given(groups(), groups(), CONFIDENCES)
def test_newcombe_changes_sign_with_the_groups(first: Group, second: Group, confidence: float) -> None:
    """Swapping the groups negates the interval exactly, and it contains the difference, from -1 to 1."""
    found = newcombe_difference(*first, *second, confidence=confidence)
    swapped = newcombe_difference(*second, *first, confidence=confidence)
    assert found.low is not None
    assert found.high is not None
    assert (-found.high, -found.low) == (swapped.low, swapped.high)
    assert -1 <= found.low <= first[0] / first[1] - second[0] / second[1] <= found.high <= 1


@given(SMALL, SMALL)
def test_fisher_does_not_mind_how_the_table_is_turned(top: Group, bottom: Group) -> None:
    """Counting those without an event, swapping the groups, or reading the table by columns keeps both p-values."""
    (a, top_people), (c, bottom_people) = top, bottom
    b, d = top_people - a, bottom_people - c
    found = fisher_exact(*top, *bottom)
    for turned in (
        fisher_exact(b, top_people, d, bottom_people),
        fisher_exact(*bottom, *top),
        fisher_exact(a, a + c, b, b + d),
    ):
        assert same(found.p_value, turned.p_value, 1e-12)
        assert same(found.p_mid_p, turned.p_mid_p, 1e-12)


@given(SMALL, SMALL)
def test_p_values_are_probabilities_in_the_order_they_must_have(top: Group, bottom: Group) -> None:
    """Both are from 0 to 1, and the doubled mid-p is at most twice Fisher's p."""
    found = fisher_exact(*top, *bottom)
    assert 0 <= found.p_value <= 1
    assert 0 <= found.p_mid_p <= 1
    assert found.p_mid_p <= 2 * found.p_value


@given(SMALL, st.data())
def test_a_more_extreme_table_has_no_larger_p(bottom: Group, data: st.DataObject) -> None:
    """With the margins held, one more event for a group that has its likeliest number or more lowers Fisher's p."""
    people = data.draw(st.integers(1, 3_000))
    events = data.draw(st.integers(0, people - 1))
    mode = (events + bottom[0] + 1) * (people + 1) // (people + bottom[1] + 2)
    assume(bottom[0] >= 1 and events >= mode)
    nearer, farther = fisher_exact(events, people, *bottom), fisher_exact(events + 1, people, bottom[0] - 1, bottom[1])
    assert farther.p_value <= nearer.p_value * (1 + 1e-12)


@given(st.fractions(Fraction(1, 1000), 1000), st.fractions(Fraction(1, 1000), 1))
def test_the_position_of_the_inverse_is_the_opposite(value: Fraction, low: Fraction) -> None:
    """In a range from x to 1/x, a ratio turned upside down is above where it was below, and else within."""
    opposite = {"below": "above", "above": "below", "within": "within"}
    position = non_adverse_position(value, low, 1 / low)
    assert position is not None
    assert opposite[position] == non_adverse_position(1 / value, low, 1 / low)
