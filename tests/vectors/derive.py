"""Compute the reference values of ratio_edges.csv and odds_ratio.csv, at a hundred digits.

Run it by hand where mpmath is installed: `python tests/vectors/derive.py`. It imports nothing of the
library, and uses the textbook form of every formula: no rearrangement, plain bisection, and sums of
whole weights, so that it shares no idea with the code whose results it judges.
"""

from __future__ import annotations

import csv
import importlib
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

mp: Any = importlib.import_module("mpmath").mp  # by name, because type checks run where it is not installed

HERE = Path(__file__).parent
BIG = 10**12

RATES = [
    (10, 10, 20, 20),
    (1, 1, 1, 1),
    (BIG, BIG, BIG, BIG),
    (BIG, BIG, 5, 5),
    (BIG - 1, BIG, BIG - 4, BIG),
    (10**9, 10**9, 10**9 - 5, 10**9),
    (BIG - 1, BIG, 3, 4),
    (0, BIG, 10, 10),
    (0, BIG, 1, BIG),
    (1, BIG, 10, 10),
    (10, 10, 0, BIG),
    (1, 1, 0, BIG),
    (0, 1, 1, BIG),
    (0, 40, 5, 120),
    (3, 7, 70_000, 200_000),
    (6, 116_588_122, 0, 2),
    (10_000_000, BIG, 9_997_000, BIG),
    (10_000, 2_000_000, 12_000, 2_000_000),
    (2_600, 35_000, 4_800, 105_000),
    (60, 100, 40, 2_000),
    (250, 1_000, 1_200, 3_000),
    (9, 725, 17, 2_505),
]
STOCKS = [
    (310, 2_200, 40, 610),
    (27, 95, 44, 713),
    (7, 27, 1, 33),
    (3, 4, 1, 8),
    (12, 1_438, 20, 3_880),
    (90, 10, 30, 70),
    (5, 5, 5, 5),
    (1, 1, 1, 1),
    (0, 15, 5, 10),
    (15, 0, 10, 5),
    (4, 9, 0, 12),
    (4, 9, 12, 0),
    (0, 3, 7, 0),
    (7, 0, 0, 3),
    (1, BIG - 1, 10**6, BIG - 10**6),
    (10**6, BIG - 10**6, 10**6 - 900, BIG - 10**6 + 900),
    (BIG - 3, 3, BIG - 11, 11),
    (0, BIG, 8, 2),
    (BIG, 0, 2, 8),
    (BIG - 9, 1, 1, 7),
    (60_000, 80_000, 20_000, 61_000),
]


def falling_root(falling: Callable[[Any], Any]) -> Any:
    """Return the root of a falling function between -60 and 60, by bisection."""
    low, high = mp.mpf(-60), mp.mpf(60)
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if falling(middle) > 0 else (low, middle)
    return low


def limits(score: Callable[[Any], Any], top: int, bottom: int, z: Any) -> tuple[str, str]:
    """Return the ratios at which the score is z and -z, for a ratio top / bottom."""
    low = mp.exp(falling_root(lambda at: score(mp.exp(at)) - z)) if top else mp.mpf(0)
    high = mp.exp(falling_root(lambda at: score(mp.exp(at)) + z)) if bottom else mp.inf
    return mp.nstr(low, 17), mp.nstr(high, 17)


def ratio_score(theta: Any, n1: int, d1: int, n2: int, d2: int) -> Any:
    """Return Koopman's score in its textbook form."""
    a, b, c = (d1 + d2) * theta, d1 * theta + n1 + d2 + n2 * theta, n1 + n2
    p2 = (b - mp.sqrt(b * b - 4 * a * c)) / (2 * a)
    p1 = theta * p2
    variance = p1 * (1 - p1) / d1 + theta**2 * p2 * (1 - p2) / d2
    return (mp.mpf(n1) / d1 - theta * mp.mpf(n2) / d2) / mp.sqrt(variance) if variance else mp.mpf(0)


def odds_score(psi: Any, n1: int, d1: int, n2: int, d2: int) -> Any:
    """Return the score for an odds ratio as Miettinen and Nurminen write it."""
    events = n1 + n2
    a, b = d2 * (psi - 1), d1 * psi + d2 - events * (psi - 1)
    p2 = (mp.sqrt(b * b + 4 * a * events) - b) / (2 * a) if a else mp.mpf(events) / (d1 + d2)
    p1 = psi * p2 / (1 + p2 * (psi - 1))
    return (n1 - d1 * p1) * mp.sqrt(1 / (d1 * p1 * (1 - p1)) + 1 / (d2 * p2 * (1 - p2)))


def fisher(n1: int, d1: int, n2: int, d2: int) -> tuple[str, str]:
    """Return the two-sided p by minimum likelihood and the doubled mid-p, from every weight there is.

    Weights below 1e-60 of the one seen, and below 1e-60 of the largest, are left out.
    """
    events = n1 + n2
    mode = (events + 1) * (d1 + 1) // (d1 + d2 + 2)
    weights = {mode: mp.mpf(1)}
    for step, stop in ((1, min(events, d1)), (-1, max(0, events - d2))):
        x, weight = mode, mp.mpf(1)
        while x != stop and (weight > mp.mpf(10) ** -60 or (n1 - x) * step > -2_000):
            low = min(x, x + step)
            factor = mp.mpf((events - low) * (d1 - low)) / ((low + 1) * (d2 - events + low + 1))
            x, weight = x + step, weight * (factor if step > 0 else 1 / factor)
            weights[x] = weight
    seen, total = weights[n1], mp.fsum(weights.values())
    likely = mp.fsum(weight for weight in weights.values() if weight <= seen * (1 + mp.mpf(10) ** -70))
    sides = [mp.fsum(w for x, w in weights.items() if (x - n1) * side > 0) + seen / 2 for side in (1, -1)]
    return mp.nstr(likely / total, 17), mp.nstr(min(1, 2 * min(sides) / total), 17)


def ratio_rows() -> Iterable[list[object]]:
    """Yield the rows of ratio_edges.csv: each table by both score methods, at two confidence levels."""
    for n1, d1, n2, d2 in RATES:
        p_values = fisher(n1, d1, n2, d2)
        for confidence in ("0.95", "0.998"):
            z = mp.sqrt(2) * mp.erfinv(mp.mpf(confidence))
            for method, factor in (("koopman", 1), ("miettinen-nurminen", mp.mpf(d1 + d2) / (d1 + d2 - 1))):
                score = partial(ratio_score, n1=n1, d1=d1, n2=n2, d2=d2)
                found = limits(score, n1, n2, z * mp.sqrt(factor))
                yield [n1, d1, n2, d2, method, confidence, *found, *p_values]


def odds_rows() -> Iterable[list[object]]:
    """Yield the rows of odds_ratio.csv: each table at two confidence levels."""
    for a, b, c, d in STOCKS:
        p_values = fisher(a, a + b, c, c + d)
        value = mp.nstr(mp.mpf(a * d) / (b * c), 17) if b * c else "inf"
        factor = mp.sqrt(mp.mpf(a + b + c + d) / (a + b + c + d - 1))
        for confidence in ("0.95", "0.998"):
            z = mp.sqrt(2) * mp.erfinv(mp.mpf(confidence)) * factor
            score = partial(odds_score, n1=a, d1=a + b, n2=c, d2=c + d)
            found = limits(score, a * d, b * c, z)
            yield [a, b, c, d, value, confidence, *found, *p_values]


def write(name: str, header: str, rows: Iterable[list[object]]) -> None:
    """Write one file of reference values beside this script."""
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split())
        writer.writerows(rows)


def main() -> int:
    """Write both files."""
    mp.dps = 100
    write("ratio_edges.csv", "n1 d1 n2 d2 method confidence low high p_value p_mid_p", ratio_rows())
    write("odds_ratio.csv", "a b c d value confidence low high p_value p_mid_p", odds_rows())
    return 0


if __name__ == "__main__":
    sys.exit(main())
