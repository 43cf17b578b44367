"""Wilson's interval for a rate, and Newcombe's for a difference of rates."""

from __future__ import annotations

from math import erfc, sqrt

import pytest

from fairness_core.errors import CallerError
from fairness_core.statistics import Interval, newcombe_difference, wilson
from fairness_core.statistics.intervals import standard_normal

WILSON_PUBLISHED = [
    ((81, 263), (0.2553, 0.3662)),
    ((15, 148), (0.0624, 0.1605)),
    ((0, 20), (0.0, 0.1611)),
    ((1, 29), (0.0061, 0.1718)),
]
NEWCOMBE_PUBLISHED = [
    ((56, 70, 48, 80), (0.0524, 0.3339)),
    ((9, 10, 3, 10), (0.1705, 0.8090)),
    ((6, 7, 2, 7), (0.0582, 0.8062)),
    ((5, 56, 0, 29), (-0.0381, 0.1926)),
    ((0, 10, 0, 20), (-0.1611, 0.2775)),
    ((0, 10, 0, 10), (-0.2775, 0.2775)),
    ((10, 10, 0, 20), (0.6791, 1.0)),
    ((10, 10, 0, 10), (0.6075, 1.0)),
]


def rounded(interval: Interval) -> tuple[float, float]:
    """Return the limits at four decimals, as the papers print them."""
    assert interval.low is not None
    assert interval.high is not None
    return round(interval.low, 4), round(interval.high, 4)


@pytest.mark.parametrize(("counts", "limits"), WILSON_PUBLISHED)
def test_wilson_reproduces_the_published_examples(counts: tuple[int, int], limits: tuple[float, float]) -> None:
    """The four examples of Newcombe's paper on one proportion come out at its four decimals."""
    assert limits == rounded(wilson(*counts))


@pytest.mark.parametrize(("counts", "limits"), NEWCOMBE_PUBLISHED)
def test_newcombe_reproduces_the_published_examples(
    counts: tuple[int, int, int, int], limits: tuple[float, float]
) -> None:
    """The eight examples of Newcombe's paper on differences come out at its four decimals."""
    assert limits == rounded(newcombe_difference(*counts))


def test_wilson_is_exact_at_both_ends() -> None:
    """Without events the lower limit is exactly 0 and the upper z²/(d + z²); with everybody, the mirror."""
    z = standard_normal(0.95)
    none, everybody = wilson(0, 20), wilson(20, 20)
    assert (0.0, 1.0) == (none.low, everybody.high)
    assert pytest.approx(z * z / (20 + z * z), rel=1e-15) == none.high
    assert pytest.approx(20 / (20 + z * z), rel=1e-15) == everybody.low


def test_wilson_keeps_its_digits_for_a_rare_event() -> None:
    """The limits of one event among 10^12 people are right to 14 digits, both of them."""
    z, people = standard_normal(0.95), 10**12
    reach = z * sqrt(1 + z * z / 4)
    found = wilson(1, people)
    assert pytest.approx(1 / (people * (1 + z * z / 2 + reach)), rel=1e-11) == found.low
    assert pytest.approx((1 + z * z / 2 + reach) / people, rel=1e-11) == found.high


def test_nobody_gives_no_limits_and_still_names_the_method() -> None:
    """A group without people has no interval: both limits are None."""
    assert Interval(low=None, high=None, confidence=0.95, method="wilson") == wilson(0, 0)
    empty = Interval(low=None, high=None, confidence=0.9, method="newcombe")
    assert empty == newcombe_difference(0, 0, 3, 9, confidence=0.9)
    assert empty == newcombe_difference(3, 9, 0, 0, confidence=0.9)


def test_the_confidence_level_sets_the_width() -> None:
    """The z of a level is 1.959964 at 95 %, 3.090232 at 99.8 %, and stays accurate close to certainty."""
    assert pytest.approx(1.9599639845400542, rel=1e-15) == standard_normal(0.95)
    assert pytest.approx(3.0902323061678135, rel=1e-14) == standard_normal(0.998)
    for missed in (2.0**-40, 2.0**-53):
        assert pytest.approx(missed, rel=1e-13) == erfc(standard_normal(1 - missed) / sqrt(2))
    assert wilson(9, 725, confidence=0.998) != wilson(9, 725)


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ((5, 4), "There are more events than people: events is 5, people is 4."),
        ((-1, 4), "The count 'events' is -1."),
        ((1, 4.0), "The count 'people' is 4.0."),
        ((True, 4), "The count 'events' is True."),
        (("3", 4), "The count 'events' is a value of type str."),
        ((1, 10**12 + 1), "The count 'people' is 1000000000001."),
    ],
)
def test_impossible_counts_are_refused_by_name(counts: tuple[int, int], message: str) -> None:
    """A count that cannot be is refused: the message names it, and never repeats text that was given."""
    with pytest.raises(CallerError) as refused:
        wilson(*counts)
    assert message == refused.value.message


def test_the_group_at_fault_is_named() -> None:
    """With two groups the message says which of them has more events than people."""
    with pytest.raises(CallerError) as refused:
        newcombe_difference(1, 2, 4, 3)
    expected = "There are more events than people in the second group: second_events is 4, second_people is 3."
    assert expected == refused.value.message


@pytest.mark.parametrize("confidence", [0.0, 0.009, 1.0, 95.0, -0.5, float("nan")])
def test_a_confidence_outside_0_and_1_is_refused(confidence: float) -> None:
    """95 is not a confidence level, and nor are 0, 1, less than a hundredth, or not-a-number."""
    with pytest.raises(CallerError) as refused:
        wilson(1, 2, confidence=confidence)
    assert f"The confidence level is {confidence}." == refused.value.message
    assert "Give a share from 0.01 to below 1, such as 0.95." == refused.value.hint


def test_whole_numbers_of_other_libraries_are_welcome() -> None:
    """Anything that says it is a whole number counts as one, as the integers of a data frame do."""

    class Whole:
        def __index__(self) -> int:
            return 9

    assert wilson(9, 725) == wilson(Whole(), 725)  # type: ignore[arg-type]
