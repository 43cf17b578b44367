"""Sentences about results, in plain words: who is likelier, by how much, and what it does not prove.

Never a bare ratio: both rates stand beside it. "1.6 times as likely" is said, never "times more".
No sentence blames, and none says that a figure proves or excludes discrimination.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import inf

from fairness_core.equality.assess import Assessment
from fairness_core.equality.indicators import AnyIndicator, PointGap, RateRatio, Standard, StockRatio, SurveyPercent
from fairness_core.equality.results import (
    AnyResult,
    CompositionResult,
    PointGapResult,
    RateRatioResult,
    StockRatioResult,
    SurveyResult,
    Where,
)
from fairness_core.equality.trend import RULES, Change
from fairness_core.readings import Reading
from fairness_core.report.draft import Amount, AmountUnit, Sentence
from fairness_core.report.ledger import amount, count, fact, headcount, percent, pooled, tier_key

HIDDEN = "Not shown, to protect individuals: the numbers behind it are too small."
NO_PROOF = (
    "Neither a figure outside the range nor a p-value proves discrimination, and neither a figure inside it nor a "
    "large p-value excludes it. They say where to look and whom to ask."
)

FOUR_FIFTHS = (Decimal("0.80"), Decimal("1.25"))
"""The range that is called so, four fifths and its inverse; a trust may set another."""

_MOVED = {"up": "rose", "down": "fell", "level": "did not change"}
_JUDGED = ("improved", "worsened")
_POSITION = {"below": "below", "within": "inside", "above": "above"}


def plain(text: str) -> Sentence:
    """Make a sentence without figures; braces are taken as they are."""
    return Sentence(template=text)


def finding(result: AnyResult, assessment: Assessment) -> Sentence:
    """Say what a result found, in one sentence."""
    match result:
        case RateRatioResult():
            return ratio_finding(result, assessment.standard)
        case CompositionResult():
            return composition_finding(result, assessment.standard)
        case SurveyResult():
            return survey_finding(result, assessment.standard)
        case PointGapResult():
            return gap_finding(result, assessment.standard)
        case _:
            return stock_finding(result, assessment)


def not_calculable(why_not: str, result: AnyResult, standard: Standard) -> Sentence:
    """Say of what there is no figure, and why; in a summary no heading says of what."""
    return plain(f"{standard.indicators[result.indicator].title}: not calculable for {result.year}: {why_not}.")


def ratio_finding(result: RateRatioResult, standard: Standard) -> Sentence:
    """Say who was likelier, how many times as likely, and both rates."""
    indicator = standard.indicators[result.indicator]
    assert isinstance(indicator, RateRatio)
    value = result.estimate.value if result.estimate else None
    if value is None:
        return _no_ratio(result, indicator)
    if value in (0, inf):
        return _one_had_none(result, indicator, standard)
    likelier, other = (result.top, result.bottom) if value >= 1 else (result.bottom, result.top)
    exact = result.ratio if result.ratio is not None else Fraction(1)
    times = amount(max(exact, 1 / exact), AmountUnit.RATIO, indicator.decimals, _readings(result))
    label, against = (standard.code_list.label(each.group) for each in (likelier, other))
    rates = (percent(likelier, 1), percent(other, 1))
    if times.rounded == 1:
        template = (
            f"{label} and {against} {indicator.who} were about equally likely {indicator.outcome} ({{1}} and {{2}})."
        )
    else:
        template = (
            f"{label} {indicator.who} were {{0}} times as likely as {against} {indicator.who} {indicator.outcome} "
            "({1} against {2})."
        )
    return Sentence(template=template, parts=(times, *rates), otherwise=f"{indicator.title}: {HIDDEN}")


def _readings(result: RateRatioResult) -> tuple[Reading, ...]:
    return (*result.top.readings, *result.bottom.readings)


def _no_ratio(result: RateRatioResult, indicator: RateRatio) -> Sentence:
    # The reason can tell counts ("more events than people"), so it is hidden with them.
    why_not = fact(result.why_not, _readings(result))
    template = f"{indicator.title}: not calculable for {result.year}: {{0}}."
    return Sentence(template=template, parts=(why_not,), otherwise=f"{indicator.title}: {HIDDEN}")


def _one_had_none(result: RateRatioResult, indicator: RateRatio, standard: Standard) -> Sentence:
    none, some = (
        (result.top, result.bottom)
        if result.top.rate and not result.top.rate.numerator
        else (result.bottom, result.top)
    )
    template = (
        f"None of {{0}} {standard.code_list.label(none.group)} {indicator.who}, against {{1}} of {{2}} "
        f"{standard.code_list.label(some.group)} {indicator.who}, were seen {indicator.outcome}: "
        "no number says how many times as likely."
    )
    parts = (pooled(none.people), pooled(some.events), pooled(some.people))
    return Sentence(template=template, parts=parts, otherwise=f"{indicator.title}: {HIDDEN}")


def ratio_evidence(result: RateRatioResult, standard: Standard) -> Sentence:
    """Say where the ratio lies against the range, and how well chance alone would explain the difference."""
    indicator = standard.indicators[result.indicator]
    assert isinstance(indicator, RateRatio)
    estimate = result.estimate
    if estimate is None or estimate.value is None or estimate.p_mid_p is None:
        return plain("Without a ratio there is no interval to show.")
    low, high = indicator.non_adverse_range
    position = _POSITION[result.position or "within"]
    convention = ", the four-fifths convention" if (low, high) == FOUR_FIFTHS else ""
    ratio = amount(estimate.value, AmountUnit.RATIO, indicator.decimals, _readings(result))
    figure = _figure_of(indicator, ratio.rounded, standard)
    where = f"The {figure} is {position} the non-adverse range ({low} to {high}{convention})"
    chance = (
        "a difference as large as this would be unlikely by chance alone"
        if result.significant
        else "a difference as large as this could well arise by chance"
    )
    few = " The numbers are small: a single person changes the figure a good deal." if result.few_events else ""
    p_value = amount(estimate.p_mid_p, AmountUnit.PROBABILITY, 3, _readings(result))
    return Sentence(template=f"{where}, and {chance} (p {{0}}).{few}", parts=(p_value,), otherwise=HIDDEN)


def _figure_of(indicator: AnyIndicator, rounded: Decimal | None, standard: Standard) -> str:
    """Name a figure; a ratio that prints under 1 with its groups, for its finding is told from the other side."""
    if not isinstance(indicator, RateRatio) or rounded is None or rounded >= 1:
        return "figure"
    top, bottom = (standard.code_list.label(group) for group in (indicator.top, indicator.bottom))
    return f"figure ({top} {indicator.who} relative to {bottom} {indicator.who})"


def composition_finding(result: CompositionResult, standard: Standard) -> Sentence:
    """Say the group's share of the workforce, with its numbers."""
    if result.main.percent is None:
        return not_calculable(result.why_not, result, standard)
    label = standard.code_list.label(result.main.group)
    parts = (percent(result.main, 1), count(result.main.numerator), count(result.main.denominator))
    return Sentence(
        template=f"{label} staff were {{0}} of the workforce ({{1}} of {{2}}).", parts=parts, otherwise=HIDDEN
    )


def survey_finding(result: SurveyResult, standard: Standard) -> Sentence:
    """Say what percentage of each group gave the answer, and the gap."""
    indicator = standard.indicators[result.indicator]
    assert isinstance(indicator, SurveyPercent)
    if result.gap is None:
        return not_calculable(result.why_not, result, standard)
    top, bottom = (standard.code_list.label(group) for group in (result.top, result.bottom))
    parts = (*(survey_amount(result, group) for group in (result.top, result.bottom)), survey_gap(result))
    template = f"{{0}} of {top} staff and {{1}} of {bottom} staff {indicator.says} (a gap of {{2}} points)."
    return Sentence(template=template, parts=parts, otherwise=HIDDEN)


def survey_amount(result: SurveyResult, group: str) -> Amount:
    """Return a group's published percentage, with the decimals of the indicator's table."""
    stated = result.percent(group)
    reading = result.groups[group]
    return amount(stated.value if stated else None, AmountUnit.PERCENT, 1, [reading], reading.why_not)


def survey_gap(result: SurveyResult) -> Amount:
    """Return the gap between the two groups, in points."""
    return amount(result.gap, AmountUnit.POINTS, 1, result.groups.values(), result.why_not)


def gap_finding(result: PointGapResult, standard: Standard) -> Sentence:
    """Say the group's share of the board beside its share of the workforce."""
    indicator = standard.indicators[result.indicator]
    assert isinstance(indicator, PointGap)
    if result.difference is None:
        return not_calculable(result.why_not, result, standard)
    label = standard.code_list.label(indicator.group)
    parts = (
        percent(result.part_share, 1),
        count(result.part_share.numerator),
        count(result.part_share.denominator),
        percent(result.whole_share, 1),
        gap_amount(result),
    )
    template = (
        f"{result.part_label}: {label} people were {{0}} ({{1}} of {{2}}), and {{3}} of the workforce: {{4}} points."
    )
    return Sentence(template=template, parts=parts, otherwise=f"{result.part_label}: {HIDDEN}")


def gap_amount(result: PointGapResult) -> Amount:
    """Return the difference of the two shares, in points."""
    shares = (result.part_share, result.whole_share)
    readings = [reading for share in shares for reading in (share.numerator, share.denominator)]
    return amount(result.difference, AmountUnit.POINTS, 1, readings, result.why_not)


def stock_finding(result: StockRatioResult, assessment: Assessment) -> Sentence:
    """Say how the odds of being in the upper tier compare."""
    indicator = assessment.standard.indicators[result.indicator]
    assert isinstance(indicator, StockRatio)
    place = where_words(assessment, result.where) or "All staff"
    top, bottom = (assessment.standard.code_list.label(group) for group in (indicator.top, indicator.bottom))
    lower, upper = (assessment.standard.tiers[tier].label for tier in (indicator.lower, indicator.upper))
    if result.estimate is None or result.estimate.value is None:
        odds = f"the odds of being in {upper} rather than in {lower}"
        return plain(f"{place}: {odds} cannot be compared for {result.year}: {result.why_not}.")
    template = (
        f"{place}: the odds of {top} staff being in {upper} rather than in {lower} "
        f"were {{0}} times those of {bottom} staff."
    )
    parts: tuple[Amount, ...] = (stock_amount(result, indicator.decimals),)
    if result.estimate.value in (0, inf):
        template = (
            f"{place}: {{0}} {top} staff were in {upper} and {{1}} in {lower}, against {{2}} and {{3}} {bottom} staff: "
            "no number says how their odds compare."
        )
        tiers = (indicator.upper, indicator.lower)
        parts = tuple(headcount(result, group, tier) for group in (indicator.top, indicator.bottom) for tier in tiers)
    return Sentence(template=template, parts=parts, otherwise=f"{place}: {HIDDEN}")


def stock_amount(result: StockRatioResult, decimals: int, bound: str = "value") -> Amount:
    """Return the stock ratio (or its "low" or "high" limit)."""
    estimate = result.estimate
    value = None if estimate is None else getattr(estimate, bound)
    if bound == "value" and result.ratio is not None:
        value = result.ratio
    rests_on = frozenset(tier_key(result, *pair) for pair in result.tiers)
    return Amount(value=value, unit=AmountUnit.RATIO, decimals=decimals, rests_on=rests_on, why_not=result.why_not)


def where_words(assessment: Assessment, where: Where) -> str:
    """Say a stratum in words; empty for the whole organisation."""
    return ", ".join(assessment.dataset.label(name, code) for name, code in where)


def change_words(change: Change, parts: tuple[Amount, Amount], assessment: Assessment) -> Sentence:
    """Say how a figure moved since the year before, and whether the indicator's rule calls that better."""
    indicator = assessment.standard.indicators[change.indicator]
    if change.why_not:
        return plain(f"No comparison with {change.from_year} is made: {change.why_not}.")
    before, after = parts
    figure = _figure_of(indicator, after.rounded, assessment.standard)
    if before.rounded == after.rounded:
        template = f"The {figure} was {{1}} in {change.to_year}, as in {change.from_year}."
    else:
        verdict = f": {change.verdict} ({RULES[indicator.better]})" if change.verdict in _JUDGED else ""
        moved = f"From {change.from_year} to {change.to_year} the {figure} {_MOVED[change.moved]}"
        template = f"{moved}, from {{0}} to {{1}}{verdict}."
    return Sentence(template=template, parts=parts, otherwise=HIDDEN)
