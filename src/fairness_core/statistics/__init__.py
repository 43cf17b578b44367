"""Statistics of counts: numbers in, numbers out, with nothing but the standard library.

Rates, ratios of rates, ratios of odds, differences, and the exact test that goes with them. Every result
names its methods, and zero cells, full cells and empty groups give a reason instead of a guess. Each
function takes counts of events and of people; none knows what a group, an indicator or a year is.
"""

from __future__ import annotations

from fairness_core.statistics.exact import FISHER_TEST, FisherTest, fisher_exact
from fairness_core.statistics.intervals import Interval, newcombe_difference, wilson
from fairness_core.statistics.odds import ODDS_INTERVAL, OddsRatio, odds_ratio
from fairness_core.statistics.proportions import (
    RATIO_METHODS,
    Position,
    RatioMethod,
    RatioOfRates,
    non_adverse_position,
    ratio_interval,
    ratio_of_rates,
)

__all__ = [
    "FISHER_TEST",
    "ODDS_INTERVAL",
    "RATIO_METHODS",
    "FisherTest",
    "Interval",
    "OddsRatio",
    "Position",
    "RatioMethod",
    "RatioOfRates",
    "fisher_exact",
    "newcombe_difference",
    "non_adverse_position",
    "odds_ratio",
    "ratio_interval",
    "ratio_of_rates",
    "wilson",
]
