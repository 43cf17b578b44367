"""Print what a ratio with its interval and exact test costs here, and what it costs with scipy.

Run by hand: `python benchmarks/statistics_vs_scipy.py`. Both are timed in the same process, taking
turns; each figure is the fastest of several rounds. A ratio below 2 is a tie on a shared machine.
Where scipy is not installed the script says so and stops: the library does without it.

The comparison favours scipy in one thing: its `relative_risk` gives Katz's interval, which is closed
form and cheap, and undefined at zero; ours is the score interval, found by search.
"""

from __future__ import annotations

import importlib
import importlib.util
import timeit
from collections.abc import Callable
from typing import Any

from fairness_core.statistics import fisher_exact, ratio_interval, ratio_of_rates

TABLES = {
    "26 events": (9, 750, 17, 2430),
    "530 events": (310, 1100, 220, 1000),
    "74,000 events": (26_000, 350_000, 48_000, 1_050_000),
    "250 of 2 million": (150, 10**6, 100, 10**6),
}
ROUNDS = 5
SECONDS_A_ROUND = 0.05

Call = Callable[[], object]


def with_scipy(stats: Any, table: tuple[int, int, int, int]) -> tuple[Call, Call, Call]:
    """Return scipy's calls for a ratio with interval, for the exact test, and for both."""
    n1, d1, n2, d2 = table
    risk = importlib.import_module("scipy.stats.contingency").relative_risk
    cells = [[n1, d1 - n1], [n2, d2 - n2]]

    def interval() -> object:
        found = risk(n1, d1, n2, d2)
        return found.relative_risk, found.confidence_interval(0.95)

    def test() -> object:
        return stats.fisher_exact(cells)

    return interval, test, lambda: (interval(), test())


def with_ours(table: tuple[int, int, int, int]) -> tuple[Call, Call, Call]:
    """Return our calls for the same three jobs; the last is one function, and adds the mid-p."""
    return lambda: ratio_interval(*table), lambda: fisher_exact(*table), lambda: ratio_of_rates(*table)


def microseconds(pair: tuple[Call, Call]) -> tuple[float, float]:
    """Return the fastest microseconds a call of each of two, which take turns."""
    timers = [timeit.Timer(call) for call in pair]
    counts = [max(1, round(SECONDS_A_ROUND / max(timer.timeit(1), 1e-7))) for timer in timers]
    rounds = [[timer.timeit(count) / count for timer, count in zip(timers, counts, strict=True)] for _ in range(ROUNDS)]
    ours, theirs = (1e6 * min(taken) for taken in zip(*rounds, strict=True))
    return ours, theirs


def main() -> None:
    """Print a table of microseconds and ratios."""
    if importlib.util.find_spec("scipy") is None:
        print("scipy is not installed, so there is nothing to compare with: python -m pip install scipy")
        return
    stats = importlib.import_module("scipy.stats")
    jobs = ("interval", "exact test", "ratio, interval and test")
    print(f"{'table':18} {'job':26} {'ours':>10} {'scipy':>10}   scipy / ours")
    for name, table in TABLES.items():
        for job, pair in zip(jobs, zip(with_ours(table), with_scipy(stats, table), strict=True), strict=True):
            ours, theirs = microseconds(pair)
            print(f"{name:18} {job:26} {ours:7.0f} us {theirs:7.0f} us   {theirs / ours:8.2f}")


if __name__ == "__main__":
    main()
