"""The charts of an equality report, as data: each states its finding and has a text that says it all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from fairness_core.equality.assess import Assessment
from fairness_core.equality.indicators import PointGap, RateRatio, StockRatio, SurveyPercent
from fairness_core.equality.results import (
    CompositionResult,
    PointGapResult,
    RateRatioResult,
    StockRatioResult,
    SurveyResult,
)
from fairness_core.report import tables, wording
from fairness_core.report.draft import Amount, AmountUnit, Figure, Point, Sentence, Series
from fairness_core.report.ledger import percent
from fairness_core.report.wording import stock_amount, survey_amount

MOST_BARS = 30
"""More bars than this in one chart cannot be read."""


def figure(name: str, assessment: Assessment) -> Figure | None:
    """Return the chart of an indicator; None when there is nothing that could be drawn."""
    results = assessment.of(name)
    match assessment.standard.indicators[name]:
        case RateRatio():
            drawn = _rate_ratio(
                name, assessment, [r for r in results if isinstance(r, RateRatioResult) and not r.where]
            )
        case StockRatio():
            drawn = _stock_ratio(name, assessment, [r for r in results if isinstance(r, StockRatioResult)])
        case SurveyPercent():
            drawn = _survey(name, assessment, [r for r in results if isinstance(r, SurveyResult) and not r.where])
        case PointGap():
            drawn = _point_gap(name, assessment, [r for r in results if isinstance(r, PointGapResult) and not r.where])
        case _:
            drawn = _composition(name, assessment, [r for r in results if isinstance(r, CompositionResult)])
    points = [point for series in drawn.series for point in series.points]
    return drawn if any(isinstance(p.value, Amount) and p.value.rounded is not None for p in points) else None


def _rate_ratio(name: str, assessment: Assessment, results: Sequence[RateRatioResult]) -> Figure:
    indicator = assessment.standard.indicators[name]
    assert isinstance(indicator, RateRatio)
    low, high = indicator.non_adverse_range
    top, bottom = (assessment.standard.code_list.label(group) for group in (indicator.top, indicator.bottom))
    points = tuple(
        Point(
            label=str(result.year),
            value=tables.ratio_amount(result, indicator.decimals),
            low=tables.ratio_amount(result, indicator.decimals, "low"),
            high=tables.ratio_amount(result, indicator.decimals, "high"),
        )
        for result in results
    )
    range_label = f"non-adverse range, {low} to {high}"
    about = f"Ratio of the {top} rate to the {bottom} rate by year, with its interval and the {range_label}."
    return Figure(
        name=name,
        kind="intervals",
        title=wording.finding(results[-1], assessment),
        alternative=_alternative(about, (Series(label=f"{top} to {bottom}", points=points),)),
        series=(Series(label=f"{top} to {bottom}", points=points),),
        axis_label=f"{top} rate divided by {bottom} rate",
        unit=AmountUnit.RATIO,
        reference=1.0,
        reference_label="equally likely",
        range_low=float(low),
        range_high=float(high),
        range_label=range_label,
    )


def _alternative(about: str, series: Sequence[Series]) -> Sentence:
    """Say every point of a chart in words, after what the chart is about."""
    said: list[str] = []
    parts: list[Amount] = []
    for line in series:
        for point in line.points:
            bounds = [b for b in (point.value, point.low, point.high) if isinstance(b, Amount)]
            places = [f"{{{len(parts) + n}}}" for n in range(len(bounds))]
            interval = f" ({places[1]} to {places[2]})" if len(places) > 2 else ""
            named = f"{line.label}, {point.label}" if len(series) > 1 else point.label
            said.append(f"{named}: {places[0]}{interval}.")
            parts += bounds
    otherwise = f"{about} Some figures are not shown, to protect individuals; the table below has the others."
    return Sentence(template=" ".join([about, *said]), parts=tuple(parts), otherwise=otherwise)


def _stock_ratio(name: str, assessment: Assessment, results: Sequence[StockRatioResult]) -> Figure:
    indicator = assessment.standard.indicators[name]
    assert isinstance(indicator, StockRatio)
    own = [r for r in results if not r.where or r.where[0][0] in indicator.strata]
    strata = list(dict.fromkeys(result.where for result in own))
    series = tuple(
        Series(
            label=wording.where_words(assessment, where) or "All staff",
            points=tuple(_stock_point(r, indicator.decimals) for r in own if r.where == where),
        )
        for where in strata
    )
    return Figure(
        name=name,
        kind="intervals",
        title=wording.finding(next(r for r in own if r.year == assessment.latest), assessment),
        alternative=_alternative(f"{indicator.title}, by year, with its interval; 1 means equal odds.", series),
        series=series,
        axis_label="ratio of odds",
        unit=AmountUnit.RATIO,
        reference=1.0,
        reference_label="equal odds",
    )


def _stock_point(result: StockRatioResult, decimals: int) -> Point:
    value, low, high = (stock_amount(result, decimals, bound) for bound in ("value", "low", "high"))
    return Point(label=str(result.year), value=value, low=low, high=high)


def _survey(name: str, assessment: Assessment, results: Sequence[SurveyResult]) -> Figure:
    groups = tuple(results[0].groups)
    series = tuple(
        Series(
            label=assessment.standard.code_list.label(group),
            points=tuple(Point(label=str(r.year), value=survey_amount(r, group)) for r in results),
        )
        for group in groups
    )
    about = f"{assessment.standard.indicators[name].title}: percentage of staff by group and year."
    kind: Literal["lines", "bars"] = "lines" if len(results) > 2 else "bars"
    return _percentages(name, kind, wording.finding(results[-1], assessment), about, series)


def _percentages(
    name: str, kind: Literal["lines", "bars"], title: Sentence, about: str, series: tuple[Series, ...]
) -> Figure:
    return Figure(
        name=name,
        kind=kind,
        title=title,
        alternative=_alternative(about, series),
        series=series,
        axis_label="percent",
        unit=AmountUnit.PERCENT,
    )


def _point_gap(name: str, assessment: Assessment, results: Sequence[PointGapResult]) -> Figure:
    years = list(dict.fromkeys(result.year for result in results))
    series = tuple(
        Series(label=str(year), points=_board_points([r for r in results if r.year == year])) for year in years
    )
    label = assessment.standard.code_list.label(results[0].part_share.group)
    latest = next(result for result in results if result.year == assessment.latest)
    about = f"{label} share of the board and of the workforce, by year."
    return _percentages(name, "bars", wording.finding(latest, assessment), about, series)


def _board_points(results: Sequence[PointGapResult]) -> tuple[Point, ...]:
    parts = tuple(Point(label=result.part_label, value=percent(result.part_share, 1)) for result in results)
    return (*parts, Point(label="Workforce", value=percent(results[0].whole_share, 1)))


def _composition(name: str, assessment: Assessment, results: Sequence[CompositionResult]) -> Figure:
    """Draw the group's share along the last dimension that was asked for, for the latest year."""
    latest = [result for result in results if result.year == assessment.latest]
    along = [result for result in latest if [dimension for dimension, _ in result.where] == list(assessment.by[-1:])]
    bars = [result for result in along if result.where and result.main.percent is not None][:MOST_BARS]
    whole = next(result for result in latest if not result.where)
    points = tuple(Point(label=wording.where_words(assessment, r.where), value=percent(r.main, 1)) for r in bars)
    label = assessment.standard.code_list.label(whole.main.group)
    series = (
        Series(label=f"{label} share", points=(*points, Point(label="Whole workforce", value=percent(whole.main, 1)))),
    )
    by = f" by {assessment.by[-1].replace('_', ' ')}" if assessment.by else ""
    about = f"{label} share of staff{by}, {whole.period}."
    return _percentages(name, "bars", wording.finding(whole, assessment), about, series)
