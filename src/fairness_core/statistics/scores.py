"""Score tests and their inversion: the limits of Koopman and of Miettinen and Nurminen.

A score compares what was seen with what would be expected if the true ratio had a given value, in
standard errors under that value. The confidence limits are the ratios at which the score is +z (lower
limit) and -z (upper limit). Here live the scores of a ratio of rates and of a ratio of odds, and the
search for the limits. Checks of the input, edge cases in words and test results live elsewhere.

Everything is a function of the *logarithm* of the ratio, and written so that nothing cancels: large
groups, rates of nearly 0 or 100 % and ratios near 1 keep all their digits. Swapping the two groups
negates both the logarithm and the score; each score uses that to need only ratios of 1 and above.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, expm1, hypot, inf, log, sqrt


def rate_score(log_ratio: float, n1: int, d1: int, n2: int, d2: int) -> float:
    """Return Koopman's score for the ratio (n1/d1) / (n2/d2) at a hypothetical ratio theta.

    (p1 - theta p2) / sqrt(P1 (1-P1) / d1 + theta² P2 (1-P2) / d2), with p the rates seen, and P1 and
    P2 = P1 / theta the likeliest rates if the ratio were theta. P2 is the smaller root of
    (d1+d2) theta x² - (d1 theta + n1 + d2 + n2 theta) x + n1 + n2 = 0. At theta = 1 the square of the
    score is Pearson's chi-square. Falls as `log_ratio` rises. Needs an event, and people in both groups.
    """
    if log_ratio < 0:
        return -rate_score(-log_ratio, n2, d2, n1, d1)
    theta, excess = exp(log_ratio), expm1(log_ratio)
    m1, m2, people = d1 - n1, d2 - n2, d1 + d2
    # The discriminant, and 1 - P1 and 1 - P2 as roots of their own, rewritten in the excess theta - 1.
    root = hypot((d1 + n2) * excess + (m1 - m2), 2 * sqrt(theta * (m1 * m2)))
    rate_2 = 2 * (n1 + n2) / ((d1 + n2) * theta + (n1 + d2) + root)
    rest_2 = ((people + m2) * excess + (m1 + m2) + root) / (2 * people * theta)
    rest_1 = ((m1 + m2) - (d1 + n2) * excess + root) / (2 * people)
    variance = theta * rate_2 * (rest_1 / d1 + theta * rest_2 / d2)
    distance = (n1 * d2 - n2 * d1) / (d1 * d2) - excess * n2 / d2
    return distance / sqrt(variance) if variance else 0.0


def odds_score(log_ratio: float, a: int, b: int, c: int, d: int) -> float:
    """Return the score for the odds ratio (a/b) / (c/d) at a hypothetical odds ratio psi.

    (a - A) sqrt(1/A + 1/B + 1/C + 1/D), where A, B, C and D are the counts that have the margins of the
    table seen and the odds ratio psi (the likeliest, and Cornfield's). At psi = 1 the square of the
    score is Pearson's chi-square. Falls as `log_ratio` rises. Needs all four margins above 0.
    """
    if log_ratio < 0:
        return -odds_score(-log_ratio, c, d, a, b)
    seen = a, b, c, d
    expected = _cells_with_odds_ratio(log_ratio, a + b, c + d, a + c, b + d)
    # All four cells are equally far from what is expected: the smallest one shows it with most digits.
    smallest = min(range(4), key=seen.__getitem__)
    distance = (seen[smallest] - expected[smallest]) * (1 if smallest in {0, 3} else -1)
    return distance * sqrt(sum(1 / cell for cell in expected))


def _cells_with_odds_ratio(
    log_ratio: float, top: int, bottom: int, left: int, right: int
) -> tuple[float, float, float, float]:
    """Return the four cells that have these margins and this odds ratio, which is 1 or more."""
    psi, excess = exp(log_ratio), expm1(log_ratio)
    people = top + bottom
    root = sqrt(people**2 + 2 * excess * (top * right + left * bottom) + (excess * (top - left)) ** 2)

    def on_diagonal(row: int, column: int) -> float:
        return 2 * psi * row * column / (people + (row + column) * excess + root)

    def off_diagonal(row: int, column: int, lean: int) -> float:
        # The second form keeps its digits, and never divides by 0, where the cell is far from empty.
        part = people + lean * excess
        return 2 * row * column / (part + root) if part >= 0 else (root - part) / (2 * excess)

    return (
        on_diagonal(top, left),
        off_diagonal(top, right, left - top),
        off_diagonal(bottom, left, top - left),
        on_diagonal(bottom, right),
    )


def score_limits(score: Callable[[float], float], value: float, z: float) -> tuple[float, float]:
    """Return the ratios at which `score` is z and -z: the limits around the estimate `value`.

    An estimate of 0 has the lower limit 0, and an infinite one has no upper limit.
    """
    start = log(value) if 0 < value < inf else 0.0
    low = 0.0 if value == 0 else exp(_crossing(lambda at: score(at) - z, start))
    high = inf if value == inf else exp(_crossing(lambda at: score(at) + z, start))
    return low, high


def _crossing(falling: Callable[[float], float], start: float) -> float:
    """Return where a falling function is 0, looking outward from `start`."""
    low, high, step = start, start, 1.0
    while (at_low := falling(low)) <= 0:
        low, step = low - step, 2 * step
    while (at_high := falling(high)) >= 0:
        high, step = high + step, 2 * step
    return _bracketed_root(falling, (low, at_low), (high, at_high))


def _bracketed_root(falling: Callable[[float], float], left: tuple[float, float], right: tuple[float, float]) -> float:
    """Return the root between two points (place, value), by Chandrupatla's method.

    It interpolates where the last three points show that this is safe, and halves the bracket where
    not: about ten steps as a rule, and never many more than the fifty of plain bisection.
    Source: Chandrupatla 1997, doi:10.1016/S0965-9978(96)00051-8.
    """
    (a, fa), (b, fb) = left, right
    share = 0.5
    while True:
        x = a + share * (b - a)
        fx = falling(x)
        c, fc = (a, fa) if (fx > 0) == (fa > 0) else (b, fb)
        if c == b:
            b, fb = a, fa
        a, fa = x, fx
        best, at_best = min((a, fa), (b, fb), key=lambda point: abs(point[1]))
        tolerance = 1e-16 + 2e-16 * abs(best)
        if not at_best or abs(b - a) <= 2 * tolerance:
            return best
        least = tolerance / abs(b - a)
        share = min(max(_inverse_quadratic((a, fa), (b, fb), (c, fc)), least), 1 - least)


def _inverse_quadratic(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    """Return how far from a to b the inverse parabola is 0, or a half where it cannot be trusted."""
    (xa, ya), (xb, yb), (xc, yc) = a, b, c
    xi, phi = (xa - xb) / (xc - xb), (ya - yb) / (yc - yb)
    if not 1 - sqrt(1 - xi) < phi < sqrt(xi):
        return 0.5
    return ya / (yb - ya) * yc / (yb - yc) + (xc - xa) / (xb - xa) * ya / (yc - ya) * yb / (yc - yb)
