"""The ratio of two odds, with its interval and its test: what a ratio of stocks is.

A race disparity ratio compares how many White staff there are in an upper tier for each one in a lower
tier with the same for BME staff: (White_upper / White_lower) / (BME_upper / BME_lower). Both counts are
stocks, so this is a ratio of odds and not of rates or promotions, and the non-adverse range (0.80 to
1.25) is not meant for it. Ratios of rates live in `proportions`.
"""

from __future__ import annotations

from functools import partial
from math import inf, sqrt
from typing import Literal

import attrs

from fairness_core.statistics._checks import check_confidence, check_count
from fairness_core.statistics.exact import FISHER_TEST, fisher_exact
from fairness_core.statistics.intervals import standard_normal
from fairness_core.statistics.scores import odds_score, score_limits

ODDS_INTERVAL: Literal["miettinen-nurminen-odds"] = "miettinen-nurminen-odds"
"""The score interval of Miettinen and Nurminen for a ratio of odds, variance times N/(N-1)."""


@attrs.frozen(kw_only=True)
class OddsRatio:
    """A ratio of two odds with its interval and its tests, and the methods that made them.

    `value` is 0 or more, 1.0 means equal odds, and it is `math.inf` where the bottom of the fraction is
    0 and the top is not; None where it is not defined. `low` and `high` are the limits (`high` may be
    `math.inf`). `p_value` and `p_mid_p` are those of `FisherTest`. All are None where a group has
    nobody. `why_not` says in words why a figure is None, and is empty where none is.
    """

    value: float | None
    low: float | None
    high: float | None
    p_value: float | None
    p_mid_p: float | None
    interval_method: Literal["miettinen-nurminen-odds"]
    test_method: str
    confidence: float
    why_not: str = ""


def odds_ratio(
    top_upper: int, top_lower: int, bottom_upper: int, bottom_lower: int, *, confidence: float = 0.95
) -> OddsRatio:
    """Return (top_upper / top_lower) / (bottom_upper / bottom_lower), with interval and tests.

    The counts are those of each group in the upper and in the lower tier of a pair. 1.0 means equal
    odds; 2.0 that the top group has twice as many in the upper tier for each one in the lower. Swapping
    the groups, or the tiers, turns value and limits upside down and keeps both p-values.

    The limits are the odds ratios at which the score (`scores.odds_score`), with its variance times
    N/(N-1), is z and -z; without that factor they would be Cornfield's. At the edges: a 0 in the top of
    the fraction gives 0 and a finite upper limit, one in the bottom infinity and a finite lower limit;
    a tier without anybody of either group gives no value, limits of 0 and infinity and p-values of 1;
    a group without anybody gives nothing at all.

    Raises `CallerError` on counts that cannot be. Sources: Miettinen & Nurminen 1985,
    doi:10.1002/sim.4780040211; Cornfield 1956; Fagerland, Lydersen & Laake 2015,
    doi:10.1177/0962280211415469.

    >>> found = odds_ratio(310, 2200, 40, 610)
    >>> round(found.value, 2), round(found.low, 2), round(found.high, 2)
    (2.15, 1.53, 3.02)
    """
    names = ("top_upper", "top_lower", "bottom_upper", "bottom_lower")
    given = (top_upper, top_lower, bottom_upper, bottom_lower)
    a, b, c, d = (check_count(count, name) for count, name in zip(given, names, strict=True))
    z = standard_normal(check_confidence(confidence))
    why_not = _who_is_missing(a, b, c, d)
    low, high = (None, None) if a + b == 0 or c + d == 0 else _limits(a, b, c, d, z)
    test = None if low is None else fisher_exact(a, a + b, c, c + d)
    return OddsRatio(
        value=None if why_not else _value(a, b, c, d),
        low=low,
        high=high,
        p_value=test.p_value if test else None,
        p_mid_p=test.p_mid_p if test else None,
        interval_method=ODDS_INTERVAL,
        test_method=FISHER_TEST,
        confidence=confidence,
        why_not=why_not,
    )


def _who_is_missing(a: int, b: int, c: int, d: int) -> str:
    """Say which group or tier has nobody in it; empty when each has somebody."""
    empty = {
        "nobody in either group": a + b + c + d,
        "nobody in the top group": a + b,
        "nobody in the bottom group": c + d,
        "nobody in the upper tier": a + c,
        "nobody in the lower tier": b + d,
    }
    return next((reason for reason, people in empty.items() if not people), "")


def _value(a: int, b: int, c: int, d: int) -> float:
    return a * d / (b * c) if b * c else inf


def _limits(a: int, b: int, c: int, d: int, z: float) -> tuple[float, float]:
    if not a + c or not b + d:
        return 0.0, inf
    people = a + b + c + d
    score = partial(odds_score, a=a, b=b, c=c, d=d)
    return score_limits(score, _value(a, b, c, d), z * sqrt(people / (people - 1)))
