"""What each kind of indicator computes: one pure function a kind.

Each takes the indicator, a `View` (a dataset under a standard, in one reporting year) and a
stratum, and returns its result. Statistics belong to the kind: ratios of rates get ratio
intervals and exact tests, stock ratios odds-ratio intervals, parts of a whole no test at all.
"""

from __future__ import annotations

from fractions import Fraction

import attrs

from fairness_core.equality.indicators import (
    AnyIndicator,
    Base,
    Composition,
    PointGap,
    RateRatio,
    Standard,
    StockRatio,
    SurveyPercent,
)
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
from fairness_core.observations import Dataset, Period
from fairness_core.readings import Reading, read
from fairness_core.statistics import newcombe_difference, non_adverse_position, odds_ratio, ratio_of_rates
from fairness_core.values import Missing, Reason, Stated, ratio

KNOWN = "known"
"""The group of everybody whose group is known; a classification that is compared must have it."""

UNKNOWN = "unknown"
"""The group of everybody whose group is not known; it completes KNOWN."""


@attrs.frozen(kw_only=True)
class View:
    """A dataset seen under a standard in one reporting year."""

    dataset: Dataset
    standard: Standard
    year: int

    def period(self, measure: str, years_back: int = 0) -> Period | None:
        """Return the period of a measure in the year: one that ends on the expected day, else the latest."""
        flow = self.dataset.measures[measure].flow
        wanted = self.year - years_back
        found = [p for p in self.dataset.periods(measure) if self.standard.reporting_year(flow, p.end) == wanted]
        expected = [p for p in found if self.standard.is_expected(flow, p.end)]
        return next(reversed(expected or found), None)

    def read(self, measure: str, where: Where = (), *, group: str = "", years_back: int = 0) -> Reading:
        """Read a measure for a stratum and, where given, a group of the standard's dimension."""
        period = self.period(measure, years_back)
        if period is None:
            year = self.year - years_back
            return self.missing(f"{measure}|{year}", f"there is no figure for {year}")
        codes = dict(where) | ({self.standard.dimension: group} if group else {})
        return read(self.dataset, measure, period, codes)

    def missing(self, key: str, detail: str) -> Reading:
        """Return the reading of a figure that the dataset cannot have."""
        return Reading(key=key, value=Missing(reason=Reason.NOT_RECORDED, detail=detail), how="not calculable")

    def words(self, measure: str) -> str:
        """Say the period of a measure in words."""
        period = self.period(measure)
        return str(period) if period else f"year {self.year}"

    def label(self, group: str) -> str:
        """Return the label of a group of the standard's dimension."""
        return self.standard.code_list.label(group)


def compute(name: str, indicator: AnyIndicator, view: View, where: Where) -> tuple[AnyResult, ...]:
    """Compute one indicator in one stratum; a point gap has a result for each of its parts."""
    match indicator:
        case RateRatio():
            return (compute_rate_ratio(name, indicator, view, where),)
        case Composition():
            return (compute_composition(name, indicator, view, where),)
        case SurveyPercent():
            return (compute_survey_percent(name, indicator, view, where),)
        case PointGap():
            return tuple(compute_point_gap(name, indicator, view, where, part) for part in indicator.parts)
        case _:
            return (compute_stock_ratio(name, indicator, view, where),)


def compute_rate_ratio(name: str, indicator: RateRatio, view: View, where: Where) -> RateRatioResult:
    """Compute (top events / top people) / (bottom events / bottom people) with interval and exact tests.

    Not calculable when a figure is missing, when nobody is in a group, when nobody in either group
    had the outcome, or when a group has more events than people; `why_not` says which.
    """
    top, bottom = (_group_rate(indicator, view, where, group) for group in (indicator.top, indicator.bottom))
    basis = RateRatioResult(
        indicator=name,
        year=view.year,
        period=view.words(indicator.numerator),
        where=where,
        top=top,
        bottom=bottom,
        years_pooled=indicator.years,
    )
    if why_not := _why_no_ratio(view, top) or _why_no_ratio(view, bottom):
        return attrs.evolve(basis, why_not=why_not)
    return _with_estimate(basis, indicator, view)


def _group_rate(indicator: RateRatio, view: View, where: Where, group: str) -> GroupRate:
    def over_years(measure: str) -> tuple[Reading, ...]:
        return tuple(view.read(measure, where, group=group, years_back=back) for back in range(indicator.years))

    return GroupRate(group=group, events=over_years(indicator.numerator), people=over_years(indicator.denominator))


def _why_no_ratio(view: View, group: GroupRate) -> str:
    if missing := next((reading.why_not for reading in group.readings if reading.why_not), ""):
        return f"{view.label(group.group)}: {missing}"
    if group.rate is None:
        return f"{view.label(group.group)}: a figure is not a count"
    if group.rate.numerator > group.rate.denominator:
        return f"{view.label(group.group)}: more events ({group.rate.numerator}) than people ({group.rate.denominator})"
    return ""


def _with_estimate(basis: RateRatioResult, indicator: RateRatio, view: View) -> RateRatioResult:
    top, bottom = basis.top.rate, basis.bottom.rate
    assert top is not None  # _why_no_ratio has seen to it
    assert bottom is not None
    confidence = float(view.standard.confidence)
    counts = (top.numerator, top.denominator, bottom.numerator, bottom.denominator)
    estimate = ratio_of_rates(*counts, confidence=confidence)
    exact = (
        ratio(Fraction(top.percent), Fraction(bottom.percent)) if top.percent is not None and bottom.percent else None
    )
    low, high = indicator.non_adverse_range
    return attrs.evolve(
        basis,
        estimate=estimate,
        ratio=exact,
        gap=_difference(top.percent, bottom.percent),
        gap_interval=newcombe_difference(*counts, confidence=confidence)
        if top.denominator and bottom.denominator
        else None,
        position=non_adverse_position(estimate.value if exact is None else exact, low, high),
        significant=None if estimate.p_mid_p is None else estimate.p_mid_p < view.standard.significance,
        few_events=min(top.numerator, bottom.numerator) < indicator.few_events,
        why_not=estimate.why_not,
    )


def _difference(first: Fraction | None, second: Fraction | None) -> Fraction | None:
    return None if first is None or second is None else first - second


def compute_composition(name: str, indicator: Composition, view: View, where: Where) -> CompositionResult:
    """Compute each group's share of a stratum, on both bases, and the points from the whole workforce."""
    groups = view.standard.code_list.groupings[view.standard.grouping].groups
    counts = {group: view.read(indicator.measure, where, group=group) for group in groups}
    shares = tuple(
        _share(view, indicator.measure, where, group, base)
        for group in dict.fromkeys((*groups, indicator.group))
        for base in ("all", "known")
        if _fits(view, group, base)
    )
    main = _share(view, indicator.measure, where, indicator.group, indicator.base)
    whole = _share(view, indicator.measure, (), indicator.group, indicator.base)
    return CompositionResult(
        indicator=name,
        year=view.year,
        period=view.words(indicator.measure),
        where=where,
        counts=counts,
        shares=shares,
        main=main,
        whole=whole,
        difference=_difference(main.percent, whole.percent) if where else None,
        why_not=main.why_not,
    )


def _fits(view: View, group: str, base: str) -> bool:
    """A group outside the known ones has no share among them."""
    return base == "all" or view.standard.code_list.leaves(group) <= view.standard.code_list.leaves(KNOWN)


def _share(view: View, measure: str, where: Where, group: str, base: Base | str) -> Share:
    denominator = view.read(measure, where, group=KNOWN) if base == "known" else _everybody(view, measure, where)
    return Share(
        group=group,
        base="known" if base == "known" else "all",
        numerator=view.read(measure, where, group=group),
        denominator=denominator,
    )


def _everybody(view: View, measure: str, where: Where) -> Reading:
    """Read how many there are in all; a sum over groups needs those of unknown group too."""
    total = view.read(measure, where)
    over_groups = any(name == view.standard.dimension for each in total.rests_on for name, _ in each.dimensions)
    if total.how == "summed" and over_groups and view.read(measure, where, group=UNKNOWN).count is None:
        return view.missing(total.key, "there is no figure for unknown, so how many there are in all cannot be told")
    return total


def compute_survey_percent(name: str, indicator: SurveyPercent, view: View, where: Where) -> SurveyResult:
    """Take the published percentage of each group, and compute the gap (top minus bottom) in points."""
    groups = {group: view.read(indicator.measure, where, group=group) for group in (indicator.top, indicator.bottom)}
    values = {group: reading.value for group, reading in groups.items()}
    percents = {group: value.value for group, value in values.items() if isinstance(value, Stated)}
    missing = [
        f"{view.label(group)}: {_why_no_percent(reading)}" for group, reading in groups.items() if group not in percents
    ]
    gap = Fraction(percents[indicator.top]) - Fraction(percents[indicator.bottom]) if not missing else None
    return SurveyResult(
        indicator=name,
        year=view.year,
        period=view.words(indicator.measure),
        where=where,
        top=indicator.top,
        bottom=indicator.bottom,
        groups=groups,
        gap=gap,
        why_not="; ".join(missing),
    )


def _why_no_percent(reading: Reading) -> str:
    return reading.why_not or "the figure is a count and not a published percentage"


def compute_point_gap(name: str, indicator: PointGap, view: View, where: Where, part: str) -> PointGapResult:
    """Compute a group's share of a part minus its share of the whole, in percentage points."""
    at = tuple(sorted((*where, *indicator.parts[part].where.items())))
    part_share = _share(view, indicator.measure, at, indicator.group, indicator.base)
    whole_share = _share(view, indicator.whole, where, indicator.group, indicator.base)
    return PointGapResult(
        indicator=name,
        year=view.year,
        period=view.words(indicator.measure),
        where=where,
        part=part,
        part_label=indicator.parts[part].label,
        part_share=part_share,
        whole_share=whole_share,
        difference=_difference(part_share.percent, whole_share.percent),
        why_not=part_share.why_not or whole_share.why_not,
    )


def compute_stock_ratio(name: str, indicator: StockRatio, view: View, where: Where) -> StockRatioResult:
    """Compute (top upper / top lower) / (bottom upper / bottom lower), with an odds-ratio interval."""
    tiers = {
        (group, tier): _tier(indicator, view, where, group, tier)
        for group in (indicator.top, indicator.bottom)
        for tier in (indicator.upper, indicator.lower)
    }
    basis = StockRatioResult(
        indicator=name, year=view.year, period=view.words(indicator.measure), where=where, tiers=tiers
    )
    if why_not := next((reading.why_not for readings in tiers.values() for reading in readings if reading.why_not), ""):
        return attrs.evolve(basis, why_not=why_not)
    counts = list(basis.counts.values())
    estimate = odds_ratio(*counts, confidence=float(view.standard.confidence))
    return attrs.evolve(basis, estimate=estimate, ratio=_odds(*counts), why_not=estimate.why_not)


def _tier(indicator: StockRatio, view: View, where: Where, group: str, tier: str) -> tuple[Reading, ...]:
    """Read each band of a tier that the data know of; one that they do not is nobody's band here."""
    period = view.period(indicator.measure)
    there = view.dataset.codes(indicator.measure, period, indicator.dimension) if period else ()
    bands = [code for code in view.standard.tiers[tier].codes if code in there]
    readings = tuple(view.read(indicator.measure, (*where, (indicator.dimension, band)), group=group) for band in bands)
    if readings:
        return readings
    detail = f"the data name none of {view.standard.tiers[tier].label}"
    return (view.missing(f"{indicator.measure}|{group}|{tier}", detail),)


def _odds(top_upper: int, top_lower: int, bottom_upper: int, bottom_lower: int) -> Fraction | None:
    top, bottom = ratio(top_upper, top_lower), ratio(bottom_upper, bottom_lower)
    return None if top is None or not bottom else top / bottom
