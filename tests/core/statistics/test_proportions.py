"""The ratio of two rates: its edges, its words, its methods, and its position towards the range."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import exp, inf, log, sqrt

import pytest

from fairness_core.errors import CallerError
from fairness_core.statistics import (
    FISHER_TEST,
    RATIO_METHODS,
    RatioMethod,
    RatioOfRates,
    non_adverse_position,
    ratio_interval,
    ratio_of_rates,
)

SCORE_METHODS: tuple[RatioMethod, ...] = ("miettinen-nurminen", "koopman")


def test_the_result_carries_its_methods() -> None:
    """A ratio comes with both limits, both p-values, the confidence, and the names of its methods."""
    found = ratio_of_rates(9, 725, 17, 2505)
    assert pytest.approx(9 * 2505 / (17 * 725), rel=1e-15) == found.value
    assert ("miettinen-nurminen", FISHER_TEST, 0.95, "") == (
        found.interval_method,
        found.test_method,
        found.confidence,
        found.why_not,
    )
    assert "fisher two-sided (minimum likelihood) and doubled mid-p" == FISHER_TEST


def test_the_default_is_the_first_method() -> None:
    """Without a word about the method it is Miettinen and Nurminen's."""
    assert ("miettinen-nurminen", "koopman", "katz") == RATIO_METHODS
    assert ratio_interval(9, 725, 17, 2505) == ratio_interval(9, 725, 17, 2505, method="miettinen-nurminen")


@pytest.mark.parametrize("method", SCORE_METHODS)
def test_no_events_at_all_is_undefined_and_not_parity(method: RatioMethod) -> None:
    """0 of 40 against 0 of 120 has no ratio; its limits are 0 and infinity, and both p-values are 1."""
    expected = RatioOfRates(
        value=None,
        low=0.0,
        high=inf,
        p_value=1.0,
        p_mid_p=1.0,
        interval_method=method,
        test_method=FISHER_TEST,
        confidence=0.95,
        why_not="no events in either group",
    )
    assert expected == ratio_of_rates(0, 40, 0, 120, method=method)


@pytest.mark.parametrize(
    ("counts", "why_not"),
    [
        ((0, 0, 3, 9), "nobody in the top group"),
        ((3, 9, 0, 0), "nobody in the bottom group"),
        ((0, 0, 0, 0), "nobody in either group"),
    ],
)
@pytest.mark.parametrize("method", RATIO_METHODS)
def test_a_group_without_people_gives_nothing_but_the_reason(
    counts: tuple[int, int, int, int], why_not: str, method: RatioMethod
) -> None:
    """Without a denominator there is no ratio, no interval and no test, and the empty group is named."""
    found = ratio_of_rates(*counts, method=method)
    assert (None, None, None, None, None) == (found.value, found.low, found.high, found.p_value, found.p_mid_p)
    assert why_not == found.why_not


def test_no_events_at_the_top_gives_0_and_a_finite_upper_limit() -> None:
    """0 of 40 against 5 of 120 is a ratio of 0, from 0 to 2.198."""
    found = ratio_of_rates(0, 40, 5, 120)
    assert (0.0, 0.0, 2.198, "") == (found.value, found.low, round(found.high or 0, 3), found.why_not)


def test_no_events_at_the_bottom_gives_infinity_and_a_finite_lower_limit() -> None:
    """3 of 400 against 0 of 1,200 is an infinite ratio, from 2.345 to infinity."""
    found = ratio_of_rates(3, 400, 0, 1200)
    assert (inf, 2.345, inf, "") == (found.value, round(found.low or 0, 3), found.high, found.why_not)


def test_everybody_in_both_groups_gives_1_and_an_interval_with_width() -> None:
    """10 of 10 against 20 of 20: the limits are 10/(10 + z²) and 1 + z²/20, as one finds by hand."""
    z = 1.959963984540054
    found = ratio_of_rates(10, 10, 20, 20, method="koopman")
    assert (1.0, 1.0, 1.0) == (found.value, found.p_value, found.p_mid_p)
    assert pytest.approx(10 / (10 + z * z), rel=1e-14) == found.low
    assert pytest.approx(1 + z * z / 20, rel=1e-14) == found.high


@pytest.mark.parametrize(
    ("counts", "why_not"),
    [
        ((0, 40, 5, 120), "no events in the top group, so Katz's interval is not defined"),
        ((3, 400, 0, 1200), "no events in the bottom group, so Katz's interval is not defined"),
        ((0, 40, 0, 120), "no events in either group"),
    ],
)
def test_katz_is_not_defined_without_events(counts: tuple[int, int, int, int], why_not: str) -> None:
    """Where a group has no events Katz's limits are None, and the result says why."""
    found = ratio_of_rates(*counts, method="katz")
    assert (None, None, why_not) == (found.low, found.high, found.why_not)


def test_katz_is_its_formula_even_where_that_has_no_width() -> None:
    """Katz's limits are the textbook's; where everybody has an event that is no width, from 1 to 1."""
    reach = 1.959963984540054 * sqrt(1 / 9 - 1 / 725 + 1 / 17 - 1 / 2505)
    value = 9 * 2505 / (17 * 725)
    found = ratio_interval(9, 725, 17, 2505, method="katz")
    assert pytest.approx(exp(log(value) - reach), rel=1e-14) == found.low
    assert pytest.approx(exp(log(value) + reach), rel=1e-14) == found.high
    certain = ratio_interval(10, 10, 20, 20, method="katz")
    assert (1.0, 1.0) == (certain.low, certain.high)


def test_miettinen_nurminen_is_koopman_with_a_factor() -> None:
    """The factor N/(N-1) makes the interval wider than Koopman's, and matters less the more people."""
    small = ratio_interval(3, 9, 1, 9), ratio_interval(3, 9, 1, 9, method="koopman")
    large = ratio_interval(3, 9**6, 1, 9**6), ratio_interval(3, 9**6, 1, 9**6, method="koopman")
    widths = [log((found.high or 0) / (found.low or 1)) for found in (*small, *large)]
    assert widths[0] > 1.02 * widths[1]
    assert pytest.approx(widths[3], rel=1e-5) == widths[2]
    assert widths[2] > widths[3]


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ((5, 4, 1, 9), "There are more events than people in the top group: top_events is 5, top_people is 4."),
        (
            (1, 4, 10, 9),
            "There are more events than people in the bottom group: bottom_events is 10, bottom_people is 9.",
        ),
        ((1, 4, 2.5, 9), "The count 'bottom_events' is 2.5."),
        ((1, -4, 2, 9), "The count 'top_people' is -4."),
    ],
)
def test_impossible_counts_are_refused(counts: tuple[int, int, int, int], message: str) -> None:
    """A count that cannot be is refused by ratio and interval alike, and the group is named."""
    for function in (ratio_of_rates, ratio_interval):
        with pytest.raises(CallerError) as refused:
            function(*counts)
        assert message == refused.value.message


def test_an_unknown_method_is_refused_with_those_there_are() -> None:
    """The message says which method was asked for, the hint which ones there are."""
    with pytest.raises(CallerError) as refused:
        ratio_interval(1, 2, 1, 2, method="wald")  # type: ignore[arg-type]
    assert "There is no interval method 'wald' for a ratio." == refused.value.message
    assert "Choose one of: miettinen-nurminen, koopman, katz." == refused.value.hint


def test_a_wrong_confidence_is_refused() -> None:
    """95 is not a confidence level."""
    with pytest.raises(CallerError, match="The confidence level is 95"):
        ratio_of_rates(1, 2, 1, 2, confidence=95)


@pytest.mark.parametrize(
    ("value", "position"),
    [
        (0.8, "within"),
        (Fraction(4, 5), "within"),
        (Decimal("0.80"), "within"),
        (Fraction(4, 5) - Fraction(1, 10**30), "below"),
        (0.7999999999999999, "below"),
        (0, "below"),
        (1, "within"),
        (1.25, "within"),
        (Fraction(5, 4), "within"),
        (Fraction(5, 4) + Fraction(1, 10**30), "above"),
        (1.2500000000000002, "above"),
        (inf, "above"),
        (Decimal("Infinity"), "above"),
        (None, None),
    ],
)
def test_the_ends_of_the_non_adverse_range_are_inside(
    value: float | Fraction | Decimal | None, position: str | None
) -> None:
    """0.80 and 1.25 are inside, whichever kind of number says so; the nearest number beyond is not."""
    assert position == non_adverse_position(value)


def test_a_ratio_of_four_fifths_is_inside_as_a_float_too() -> None:
    """8 of 1,000 against 10 of 1,000 is exactly four fifths, and so within the range."""
    assert "within" == non_adverse_position(ratio_of_rates(8, 1000, 10, 1000).value)


def test_the_range_is_an_argument() -> None:
    """Another range moves the ends, also one without an upper end."""
    assert "within" == non_adverse_position(Fraction(9, 10), Fraction(9, 10), Fraction(10, 9))
    assert "below" == non_adverse_position(0.85, 0.9, 1.1)
    assert "within" == non_adverse_position(100, low=0.9, high=inf)


@pytest.mark.parametrize("value", [float("nan"), Decimal("NaN")])
def test_not_a_number_has_no_position(value: float | Decimal) -> None:
    """What is not a number is refused, not filed under within."""
    with pytest.raises(CallerError, match="is not a ratio"):
        non_adverse_position(value)
