"""The machine-readable form of a report: every result as plain keys, numbers unrounded.

Percentages are 0 to 100 and unrounded, with `numerator`, `denominator` and `base`; undefined values
are null with `why_not`. Keys are a promise: they change only with the number of the schema.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from fairness_core.equality.assess import Assessment
from fairness_core.equality.indicators import StockRatio
from fairness_core.equality.results import (
    AnyResult,
    CompositionResult,
    GroupRate,
    PointGapResult,
    RateRatioResult,
    Share,
    StockRatioResult,
    SurveyResult,
    Where,
)
from fairness_core.equality.trend import RULES, Change, estimates
from fairness_core.readings import Reading
from fairness_core.report.draft import Amount, AmountUnit, Fact, Tree
from fairness_core.report.ledger import amount, base_key, count, fact, headcount, keys, percent, pooled, tier_key
from fairness_core.report.wording import gap_amount, stock_amount, survey_amount, survey_gap
from fairness_core.values import Stated


def metrics(assessment: Assessment, changes: Sequence[Change]) -> Mapping[str, Tree]:
    """Return the tree of an assessment: what it is of, its metrics, and the changes between years."""
    rests_on = {
        (each.indicator, each.where, item, each.year): frozenset(keys(list(_behind(each)))) | _tiers(each)
        for each in assessment.results
        for item, _ in estimates(each)
    }
    return {
        "organisation": assessment.dataset.organisation,
        "standard": assessment.standard.id,
        "years": assessment.years,
        "by": assessment.by,
        "metrics": [metric for result in assessment.results for metric in _metric(result, assessment)],
        "changes": [_change(change, assessment, rests_on) for change in changes],
    }


def _common(result: AnyResult, assessment: Assessment) -> dict[str, Tree]:
    indicator = assessment.standard.indicators[result.indicator]
    return {
        "indicator": result.indicator,
        "number": indicator.number,
        "title": indicator.title,
        "kind": indicator.kind,
        "year": result.year,
        "period": result.period,
        "where": dict(result.where),
        "labels": {name: assessment.dataset.label(name, code) for name, code in result.where},
        "better": indicator.better,
    }


def _metric(result: AnyResult, assessment: Assessment) -> Iterable[Tree]:
    common = _common(result, assessment)
    match result:
        case RateRatioResult():
            yield common | _rate_ratio(result)
        case CompositionResult():
            yield from (common | _share(share) | _difference(result, share) for share in result.shares)
        case SurveyResult():
            yield from (common | _survey(result, group) for group in result.groups)
        case PointGapResult():
            yield common | _gap(result)
        case _:
            yield common | _stock(result, assessment)


def how(readings: Iterable[Reading]) -> str:
    """Say of several readings: "stated" when all are, "summed" when some are, else "not calculable"."""
    found = {reading.how for reading in readings}
    return next((word for word in ("not calculable", "summed") if word in found), "stated")


def _rate_ratio(result: RateRatioResult) -> dict[str, Tree]:
    readings = (*result.top.readings, *result.bottom.readings)
    estimate = result.estimate
    limits = {
        name: amount(getattr(estimate, name, None), unit, 2, readings)
        for name, unit in (
            ("low", AmountUnit.RATIO),
            ("high", AmountUnit.RATIO),
            ("p_value", AmountUnit.PROBABILITY),
            ("p_mid_p", AmountUnit.PROBABILITY),
        )
    }
    value = result.ratio if result.ratio is not None else getattr(estimate, "value", None)
    interval = result.gap_interval
    return {
        "unit": "ratio",
        "value": amount(value, AmountUnit.RATIO, 2, readings),
        **limits,
        "interval_method": estimate.interval_method if estimate else None,
        "test_method": estimate.test_method if estimate else None,
        "position": fact(result.position, readings),
        "significant": fact(result.significant, readings),
        "few_events": fact(result.few_events, readings),
        "years_pooled": result.years_pooled,
        "top": _group(result.top),
        "bottom": _group(result.bottom),
        "gap_points": amount(result.gap, AmountUnit.POINTS, 1, readings),
        "gap_low": amount(_points(interval.low if interval else None), AmountUnit.POINTS, 1, readings),
        "gap_high": amount(_points(interval.high if interval else None), AmountUnit.POINTS, 1, readings),
        "reading": how(readings),
        "why_not": fact(result.why_not or None, readings),
    }


def _points(proportion: float | None) -> float | None:
    return None if proportion is None else 100 * proportion


def _group(group: GroupRate) -> dict[str, Tree]:
    return {
        "group": group.group,
        "value": percent(group, 1),
        "unit": "percent",
        "numerator": pooled(group.events),
        "denominator": pooled(group.people),
        "base": "known",
        "reading": how(group.readings),
    }


def _share(share: Share) -> dict[str, Tree]:
    readings = (share.numerator, share.denominator)
    return {
        "unit": "percent",
        "group": share.group,
        "value": percent(share, 1),
        "numerator": count(share.numerator),
        "denominator": count(share.denominator),
        "base": share.base,
        "numerator_reading": share.numerator.how,
        "denominator_reading": share.denominator.how,
        "reading": how(readings),
        "cautions": tuple(dict.fromkeys(caution for reading in readings for caution in reading.cautions)),
        "why_not": fact(percent(share, 1).why_not or None, readings),
    }


def _difference(result: CompositionResult, share: Share) -> dict[str, Tree]:
    """The points from the whole workforce's share belong to the share that the indicator is about."""
    if result.difference is None or (share.group, share.base) != (result.main.group, result.main.base):
        return {}
    readings = (result.main.numerator, result.main.denominator, result.whole.numerator, result.whole.denominator)
    return {"points_from_whole": amount(result.difference, AmountUnit.POINTS, 1, readings)}


def _survey(result: SurveyResult, group: str) -> dict[str, Tree]:
    reading = result.groups[group]
    base = reading.value.base if isinstance(reading.value, Stated) else None
    answers = Amount(
        value=base, unit=AmountUnit.COUNT, rests_on=frozenset([base_key(reading)]) if base else frozenset()
    )
    return {
        "unit": "percent",
        "group": group,
        "value": survey_amount(result, group),
        "numerator": None,
        "denominator": answers,
        "base": "known",
        "gap_points": survey_gap(result),
        "reading": reading.how,
        "why_not": reading.why_not or None,
    }


def _gap(result: PointGapResult) -> dict[str, Tree]:
    readings = _behind(result)
    return {
        "unit": "percentage points",
        "part": result.part,
        "part_label": result.part_label,
        "value": gap_amount(result),
        "part_share": _share(result.part_share),
        "whole_share": _share(result.whole_share),
        "reading": how(readings),
        "why_not": fact(result.why_not or None, readings),
    }


def _stock(result: StockRatioResult, assessment: Assessment) -> dict[str, Tree]:
    indicator = assessment.standard.indicators[result.indicator]
    assert isinstance(indicator, StockRatio)
    rests_on = _tiers(result)
    p_values = {
        name: Amount(
            value=getattr(result.estimate, name, None), unit=AmountUnit.PROBABILITY, decimals=3, rests_on=rests_on
        )
        for name in ("p_value", "p_mid_p")
    }
    tiers = {f"{group}_{tier}": headcount(result, group, tier) for group, tier in result.tiers}
    return {
        "unit": "ratio of odds",
        "value": stock_amount(result, 2),
        "low": stock_amount(result, 2, "low"),
        "high": stock_amount(result, 2, "high"),
        **p_values,
        "interval_method": result.estimate.interval_method if result.estimate else None,
        "test_method": result.estimate.test_method if result.estimate else None,
        "lower": indicator.lower,
        "upper": indicator.upper,
        "headcounts": tiers,
        "reading": how(reading for readings in result.tiers.values() for reading in readings),
        "why_not": result.why_not or None,
    }


def _behind(result: AnyResult) -> tuple[Reading, ...]:
    match result:
        case RateRatioResult():
            return (*result.top.readings, *result.bottom.readings)
        case CompositionResult():
            return (result.main.numerator, result.main.denominator)
        case SurveyResult():
            return tuple(result.groups.values())
        case PointGapResult():
            shares = (result.part_share, result.whole_share)
            return tuple(reading for share in shares for reading in (share.numerator, share.denominator))
        case _:
            return ()


def _tiers(result: AnyResult) -> frozenset[str]:
    if not isinstance(result, StockRatioResult):
        return frozenset()
    return frozenset(tier_key(result, *pair) for pair in result.tiers)


def _change(
    change: Change,
    assessment: Assessment,
    rests_on: Mapping[tuple[str, Where, str, int], frozenset[str]],
) -> dict[str, Tree]:
    indicator = assessment.standard.indicators[change.indicator]
    behind = frozenset[str]().union(
        *(
            rests_on.get((change.indicator, change.where, change.item, year), frozenset())
            for year in (change.from_year, change.to_year)
        )
    )
    before, after = (
        Amount(value=value, unit=AmountUnit.RATIO, decimals=indicator.decimals, rests_on=behind)
        for value in (change.before, change.after)
    )
    return {
        "indicator": change.indicator,
        "where": dict(change.where),
        "item": change.item,
        "from_year": change.from_year,
        "to_year": change.to_year,
        "before": before,
        "after": after,
        "moved": Fact(value=change.moved or None, rests_on=behind),
        "verdict": Fact(value=change.verdict, rests_on=behind),
        "rule": RULES[indicator.better],
        "why_not": change.why_not or None,
    }
