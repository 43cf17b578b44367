"""Statistics of counts: numbers in, numbers out, with nothing but the standard library.

Rates, ratios of rates, ratios of odds, differences, and the exact test that goes with them. Every result
names its methods, and zero cells, full cells and empty groups give a reason instead of a guess. Each
function takes counts of events and of people, or the ratings of raters; none knows what a group, an
indicator or a year is.
"""

from __future__ import annotations

from fairness_core.statistics.agreement import (
    Agreement,
    KappaWeights,
    MeasurementLevel,
    cohen_kappa,
    fleiss_kappa,
    krippendorff_alpha,
    positive_agreement,
)
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
    "Agreement",
    "FisherTest",
    "Interval",
    "KappaWeights",
    "MeasurementLevel",
    "OddsRatio",
    "Position",
    "RatioMethod",
    "RatioOfRates",
    "cohen_kappa",
    "fisher_exact",
    "fleiss_kappa",
    "krippendorff_alpha",
    "newcombe_difference",
    "non_adverse_position",
    "odds_ratio",
    "positive_agreement",
    "ratio_interval",
    "ratio_of_rates",
    "wilson",
]
