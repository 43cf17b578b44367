"""The interval that every estimate carries, and the intervals of one rate and of a difference of rates.

Here live `Interval`, Wilson's interval for one rate and Newcombe's for a difference, both in closed
form. Ratios live in `proportions` and `odds`; tests of significance live in `exact`.
"""

from __future__ import annotations

from functools import lru_cache
from math import hypot, sqrt

import attrs

from fairness_core.statistics._checks import check_confidence, check_group


@attrs.frozen(kw_only=True)
class Interval:
    """A confidence interval: its two limits, the confidence level, and the method that made it.

    `high` may be infinite (`math.inf`). A limit is None where the interval is not defined, which is
    not the same as an interval that is very wide. `confidence` is between 0 and 1, such as 0.95.
    """

    low: float | None
    high: float | None
    confidence: float
    method: str


@lru_cache(maxsize=64)
def standard_normal(confidence: float) -> float:
    """Return z, so that a standard normal variable is between -z and z with this probability.

    >>> round(standard_normal(0.95), 12)
    1.95996398454
    """
    # The module is imported here because it brings decimal, random and more; a cold start is 10 ms dearer.
    from statistics import NormalDist

    return -NormalDist().inv_cdf((1 - confidence) / 2)


def wilson(events: int, people: int, *, confidence: float = 0.95) -> Interval:
    """Return Wilson's score interval for the rate events / people, from 0 to 1.

    The limits are (p + z²/2d -/+ z sqrt(p(1-p)/d + z²/4d²)) / (1 + z²/d), with p the rate and d the
    people. Never outside 0 to 1; with no events the lower limit is exactly 0, with everybody the upper
    is exactly 1. Nobody in the group: both limits None.

    Raises `CallerError` on counts that cannot be. Source: Wilson 1927, doi:10.2307/2276774; the
    interval that public health in England prints beside a percentage.

    >>> interval = wilson(9, 725)
    >>> round(interval.low, 6), round(interval.high, 6)
    (0.006544, 0.023423)
    """
    events, people = check_group(events, people)
    z = standard_normal(check_confidence(confidence))
    low, high = _wilson_limits(events, people, z) if people else (None, None)
    return Interval(low=low, high=high, confidence=confidence, method="wilson")


def newcombe_difference(
    events_1: int, people_1: int, events_2: int, people_2: int, *, confidence: float = 0.95
) -> Interval:
    """Return Newcombe's interval for rate 1 minus rate 2, from -1 to 1; 0 means equal rates.

    Built from Wilson's limits l and u of the two rates: the lower limit is
    p1 - p2 - sqrt((p1 - l1)² + (u2 - p2)²), and the upper is its mirror. Multiply by 100 for
    percentage points. Nobody in one of the groups: both limits None.

    Raises `CallerError` on counts that cannot be. Source: Newcombe 1998, method 10,
    doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I.

    >>> interval = newcombe_difference(56, 70, 48, 80)
    >>> round(interval.low, 4), round(interval.high, 4)
    (0.0524, 0.3339)
    """
    first, second = check_group(events_1, people_1, "first"), check_group(events_2, people_2, "second")
    z = standard_normal(check_confidence(confidence))
    low, high = _newcombe_limits(first, second, z) if first[1] and second[1] else (None, None)
    return Interval(low=low, high=high, confidence=confidence, method="newcombe")


def _wilson_limits(events: int, people: int, z: float) -> tuple[float, float]:
    # The limits are the roots of one quadratic, whose product is known: dividing by the larger root
    # keeps every digit of a small limit, and makes it exactly 0 without events.
    larger = events + z * z / 2 + z * sqrt(events * (people - events) / people + z * z / 4)
    low = events * events / (people * larger)
    if 2 * events > people:
        return low, 1 - _wilson_limits(people - events, people, z)[0]
    return low, larger / (people + z * z)


def _newcombe_limits(first: tuple[int, int], second: tuple[int, int], z: float) -> tuple[float, float]:
    rate_1, rate_2 = first[0] / first[1], second[0] / second[1]
    (low_1, high_1), (low_2, high_2) = _wilson_limits(*first, z), _wilson_limits(*second, z)
    difference = rate_1 - rate_2
    below, above = hypot(rate_1 - low_1, high_2 - rate_2), hypot(high_1 - rate_1, rate_2 - low_2)
    return difference - below, difference + above
