"""Year-on-year comparison: which way the point estimate moved, and whether that counts as better.

How strong the evidence for a change is does not live here: a direction is not a test, and reports
show the two apart. What counts as better is data of the indicator.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from math import isinf
from typing import Literal, TypeAlias

import attrs

from fairness_core.equality.assess import Assessment
from fairness_core.equality.indicators import AnyIndicator, Better
from fairness_core.equality.results import (
    AnyResult,
    CompositionResult,
    PointGapResult,
    RateRatioResult,
    StockRatioResult,
    Where,
)

Figure: TypeAlias = Fraction | Decimal | float
Verdict: TypeAlias = Literal["improved", "worsened", "same", "not comparable", "not judged"]

RULES: dict[Better, str] = {
    "lower": "lower is better",
    "higher": "higher is better",
    "towards_one": "closer to 1 is better",
    "none": "neither up nor down is called better",
}


@attrs.frozen(kw_only=True)
class Change:
    """How an indicator's point estimate moved from one year to the next, for one stratum and one `item`.

    `item` is the group of a survey percentage or the part of a board, empty where there is one figure.
    `moved` says up, down or level; `verdict` judges by the indicator's rule; `why_not` says why not.
    """

    indicator: str
    where: Where
    item: str
    from_year: int
    to_year: int
    before: Figure | None
    after: Figure | None
    moved: Literal["up", "down", "level", ""]
    verdict: Verdict
    why_not: str = ""


def judge(before: Figure | None, after: Figure | None, better: Better) -> Verdict:
    """Compare two point estimates by a rule; "not comparable" when one is undefined.

    Towards 1 compares |ln ratio|, so that 0.5 and 2 are equally far; it is done exactly, without logarithms.

    >>> judge(1.15, 1.14, "towards_one"), judge(23, 24, "lower"), judge(23.53, 33.3, "higher")
    ('improved', 'worsened', 'improved')
    """
    if before is None or after is None or (better == "towards_one" and min(before, after) <= 0):
        return "not comparable"
    if better == "none":
        return "not judged"
    if better == "towards_one":
        before, after = _distance(before), _distance(after)
    if before == after:
        return "same"
    return "improved" if (after > before) == (better == "higher") else "worsened"


def _distance(ratio: Figure) -> Figure:
    """How far a ratio is from 1, as a ratio of 1 or more."""
    if isinstance(ratio, float) and isinf(ratio):
        return ratio
    exact = Fraction(str(ratio)) if isinstance(ratio, float) else Fraction(ratio)
    return max(exact, 1 / exact)


def compare_years(assessment: Assessment) -> tuple[Change, ...]:
    """Compare each result with that of the year before; years that are not there are skipped over.

    A comparison across a break in the series is not made, and says why.
    """
    figures = {
        (result.indicator, result.where, item, result.year): figure
        for result in assessment.results
        for item, figure in estimates(result)
    }
    earlier = dict(zip(assessment.years[1:], assessment.years, strict=False))
    return tuple(
        _change(assessment.standard.indicators[name], (name, where, item), earlier[year], year, figures)
        for name, where, item, year in figures
        if year in earlier
    )


def _change(
    indicator: AnyIndicator,
    key: tuple[str, Where, str],
    from_year: int,
    to_year: int,
    figures: dict[tuple[str, Where, str, int], Figure | None],
) -> Change:
    before, after = figures.get((*key, from_year)), figures.get((*key, to_year))
    broken = next((why for year, why in indicator.breaks.items() if from_year < int(year) <= to_year), "")
    missing = f"there is no figure for {from_year if before is None else to_year}" if None in (before, after) else ""
    verdict: Verdict = "not comparable" if broken or missing else judge(before, after, indicator.better)
    zero = "a ratio of 0 has no distance from 1" if verdict == "not comparable" else ""
    return Change(
        indicator=key[0],
        where=key[1],
        item=key[2],
        from_year=from_year,
        to_year=to_year,
        before=before,
        after=after,
        moved="" if verdict == "not comparable" or before is None or after is None else _moved(before, after),
        verdict=verdict,
        why_not=broken or missing or zero,
    )


def _moved(before: Figure, after: Figure) -> Literal["up", "down", "level"]:
    if before == after:
        return "level"
    return "up" if after > before else "down"


def estimates(result: AnyResult) -> Iterable[tuple[str, Figure | None]]:
    """Yield the point estimates of a result, each with its item: a group, a part, or nothing."""
    match result:
        case RateRatioResult() | StockRatioResult():
            undefined = result.estimate is None
            yield "", result.ratio if result.ratio is not None or undefined else _value(result)
        case CompositionResult():
            yield "", result.main.percent
        case PointGapResult():
            yield result.part, result.difference
        case _:
            for group in result.groups:
                stated = result.percent(group)
                yield group, stated.value if stated else None


def _value(result: RateRatioResult | StockRatioResult) -> float | None:
    return result.estimate.value if result.estimate else None
