"""The ratio of two rates: its value, its interval by three methods, and its test, all in one result.

Also the position of such a ratio towards the non-adverse range. The ratio of two *odds*, which is what
a race disparity ratio is, lives in `odds`; the mathematics of score intervals lives in `scores`.
Which group is top and which is bottom is the caller's business: a standard says so as data.
"""

from __future__ import annotations

from functools import partial
from math import exp, inf, sqrt
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import attrs

from fairness_core.errors import CallerError
from fairness_core.statistics._checks import check_confidence, check_group
from fairness_core.statistics.exact import FISHER_TEST, fisher_exact
from fairness_core.statistics.intervals import Interval, standard_normal
from fairness_core.statistics.scores import rate_score, score_limits

if TYPE_CHECKING:
    from decimal import Decimal
    from fractions import Fraction

RatioMethod: TypeAlias = Literal["miettinen-nurminen", "koopman", "katz"]
RATIO_METHODS: tuple[RatioMethod, ...] = get_args(RatioMethod)
"""The methods of `ratio_interval`, the default first."""

Position: TypeAlias = Literal["below", "within", "above"]

_Limits: TypeAlias = tuple[float, float] | tuple[None, None]
_Group: TypeAlias = tuple[int, int]


@attrs.frozen(kw_only=True)
class RatioOfRates:
    """A ratio of two rates with its interval and its tests, and the methods that made them.

    `value` is 0 or more, 1.0 means equal rates, and it is `math.inf` where only the bottom group has no
    events; None where it is not defined. `low` and `high` are the limits (`high` may be `math.inf`),
    None where the method defines none. `p_value` and `p_mid_p` are those of `FisherTest`, None where a
    group has nobody. `why_not` says in words why a figure is None, and is empty where none is.
    """

    value: float | None
    low: float | None
    high: float | None
    p_value: float | None
    p_mid_p: float | None
    interval_method: RatioMethod
    test_method: str
    confidence: float
    why_not: str = ""


def ratio_of_rates(
    top_events: int,
    top_people: int,
    bottom_events: int,
    bottom_people: int,
    *,
    method: RatioMethod = "miettinen-nurminen",
    confidence: float = 0.95,
) -> RatioOfRates:
    """Return (top_events / top_people) / (bottom_events / bottom_people), with interval and tests.

    1.0 means equal rates; 2.0 that the top group is twice as likely to have an event. At the edges: no
    events at the top gives 0; none at the bottom gives infinity, with a finite lower limit; none in
    either gives no value, limits of 0 and infinity and p-values of 1; nobody in a group gives nothing
    at all. For the methods of the interval see `ratio_interval`, for those of the test `fisher_exact`.

    Raises `CallerError` on counts that cannot be, an unknown method, or a confidence outside 0.01 to 1.

    >>> found = ratio_of_rates(9, 725, 17, 2505)
    >>> round(found.value, 2), round(found.low, 2), round(found.high, 2), round(found.p_mid_p, 3)
    (1.83, 0.83, 4.0, 0.155)
    >>> ratio_of_rates(0, 40, 0, 120).why_not
    'no events in either group'
    """
    top, bottom = _check_groups(top_events, top_people, bottom_events, bottom_people)
    interval = ratio_interval(*top, *bottom, method=method, confidence=confidence)
    empty = _who_is_missing(top[1], bottom[1])
    test = None if empty else fisher_exact(*top, *bottom)
    return RatioOfRates(
        value=_ratio(top, bottom),
        low=interval.low,
        high=interval.high,
        p_value=test.p_value if test else None,
        p_mid_p=test.p_mid_p if test else None,
        interval_method=method,
        test_method=FISHER_TEST,
        confidence=confidence,
        why_not=empty or _what_is_undefined(top[0], bottom[0], interval),
    )


def ratio_interval(
    top_events: int,
    top_people: int,
    bottom_events: int,
    bottom_people: int,
    *,
    method: RatioMethod = "miettinen-nurminen",
    confidence: float = 0.95,
) -> Interval:
    """Return the confidence interval of the ratio of two rates, 0 to infinity; 1.0 means equal rates.

    - "koopman" inverts the score test: the limits are the ratios at which `scores.rate_score` is z and
      -z. At a ratio of 1 it agrees with Pearson's chi-square. Koopman 1984, doi:10.2307/2531405.
    - "miettinen-nurminen", the default, is the same with the variance times N/(N-1), N being all the
      people, which makes it a little wider. Miettinen & Nurminen 1985, doi:10.1002/sim.4780040211.
    - "katz" is exp(ln ratio -/+ z sqrt(1/n1 - 1/d1 + 1/n2 - 1/d2)), with n events of d people. It is
      here to reproduce older reports: it is not defined where a group has no events, and has no width
      at all where everybody in both groups has one. Katz and others 1978, doi:10.2307/2530610.

    Fagerland, Lydersen & Laake 2015, doi:10.1177/0962280211415469, compare them. Both score intervals
    contain their ratio and are proper at the edges: without any events they reach from 0 to infinity.
    The limits are None where a group has nobody, or where Katz's are not defined.

    Raises `CallerError` on counts that cannot be, an unknown method, or a confidence outside 0.01 to 1.

    >>> interval = ratio_interval(10, 10, 20, 20, method="koopman")
    >>> round(interval.low, 4), round(interval.high, 4)
    (0.7225, 1.1921)
    """
    top, bottom = _check_groups(top_events, top_people, bottom_events, bottom_people)
    if method not in RATIO_METHODS:
        raise CallerError(
            f"There is no interval method '{method}' for a ratio.", hint=f"Choose one of: {', '.join(RATIO_METHODS)}."
        )
    z = standard_normal(check_confidence(confidence))
    low, high = _LIMITS[method](top, bottom, z) if top[1] and bottom[1] else (None, None)
    return Interval(low=low, high=high, confidence=confidence, method=method)


def non_adverse_position(
    value: float | Fraction | Decimal | None,
    low: float | Fraction | Decimal = 0.80,
    high: float | Fraction | Decimal = 1.25,
) -> Position | None:
    """Tell whether a ratio of rates is below, within or above the non-adverse range; None for None.

    The range is the four-fifths convention and its inverse, and its ends are inside. It is a convention
    about the size of a ratio, not a test: neither being inside nor being outside proves or excludes
    discrimination, and a ratio of odds (`odds_ratio`) has no place in it. The comparison is exact: a
    float counts as its shortest decimal text, so that 0.8 means four fifths.

    >>> from fractions import Fraction
    >>> non_adverse_position(Fraction(4, 5)), non_adverse_position(1.2501), non_adverse_position(None)
    ('within', 'above', None)
    """
    if value is None:
        return None
    exact = _exactly(value)
    return "below" if exact < _exactly(low) else "above" if exact > _exactly(high) else "within"


def _exactly(value: float | Fraction | Decimal) -> Fraction | float:
    # Imported here because fractions and decimal would double the time that importing this package takes.
    from fractions import Fraction

    if value in {inf, -inf}:
        return float(value)
    try:
        return Fraction(repr(value) if isinstance(value, float) else value)
    except ValueError as fault:
        raise CallerError(f"{value} is not a ratio.", hint="Give a number, or None where there is none.") from fault


def _check_groups(top_events: int, top_people: int, bottom_events: int, bottom_people: int) -> tuple[_Group, _Group]:
    return check_group(top_events, top_people, "top"), check_group(bottom_events, bottom_people, "bottom")


def _ratio(top: _Group, bottom: _Group) -> float | None:
    # Whole numbers are divided once, so that the result is the nearest float to the exact ratio.
    numerator, denominator = top[0] * bottom[1], bottom[0] * top[1]
    if denominator:
        return numerator / denominator
    return inf if numerator else None


def _who_is_missing(top_people: int, bottom_people: int) -> str:
    """Say which group has nobody in it; empty when both have somebody."""
    if top_people and bottom_people:
        return ""
    if not top_people and not bottom_people:
        return "nobody in either group"
    return f"nobody in the {'bottom' if top_people else 'top'} group"


def _what_is_undefined(top_events: int, bottom_events: int, interval: Interval) -> str:
    """Say why the value or the limits of two groups with people in them are missing, if they are."""
    if not top_events and not bottom_events:
        return "no events in either group"
    if interval.low is None:
        return f"no events in the {'bottom' if top_events else 'top'} group, so Katz's interval is not defined"
    return ""


def _katz(top: _Group, bottom: _Group, z: float) -> _Limits:
    (n1, d1), (n2, d2) = top, bottom
    if not n1 or not n2:
        return None, None
    value = n1 * d2 / (n2 * d1)
    reach = z * sqrt((d1 - n1) / (n1 * d1) + (d2 - n2) / (n2 * d2))
    return value * exp(-reach), value * exp(reach)


def _koopman(top: _Group, bottom: _Group, z: float) -> _Limits:
    value = _ratio(top, bottom)
    if value is None:
        return 0.0, inf
    return score_limits(partial(rate_score, n1=top[0], d1=top[1], n2=bottom[0], d2=bottom[1]), value, z)


def _miettinen_nurminen(top: _Group, bottom: _Group, z: float) -> _Limits:
    people = top[1] + bottom[1]
    return _koopman(top, bottom, z * sqrt(people / (people - 1)))


_LIMITS = {"miettinen-nurminen": _miettinen_nurminen, "koopman": _koopman, "katz": _katz}
