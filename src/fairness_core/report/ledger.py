"""Amounts from readings: every number of a report with the counts that it rests on.

The ledger of a report is the set of counts behind its numbers, by key, and the sums that tie them
together; `fairness_core.disclosure` hides by it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from fairness_core.equality.assess import Assessment
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
from fairness_core.readings import Reading
from fairness_core.report.draft import Amount, AmountUnit, Fact, Number
from fairness_core.values import Missing, Reason, Stated

Sum = tuple[str, tuple[str, ...]]


def keys(readings: Iterable[Reading]) -> frozenset[str]:
    """Return the keys of the counts among readings, and of the bases of published figures."""
    return frozenset(_counted(readings))


def _counted(readings: Iterable[Reading]) -> dict[str, int]:
    found = {reading.key: reading.value for reading in readings if isinstance(reading.value, int)}
    bases = {
        base_key(reading): reading.value.base
        for reading in readings
        if isinstance(reading.value, Stated) and reading.value.base is not None
    }
    return found | bases


def base_key(reading: Reading) -> str:
    """Name the count of answers that a published percentage rests on."""
    return f"{reading.key}|base"


def tier_key(result: StockRatioResult, group: str, tier: str) -> str:
    """Name the headcount of a group in a tier of pay bands."""
    where = ",".join("=".join(pair) for pair in result.where)
    return f"tier|{result.period}|{where}|{group}|{tier}"


def readings_of(result: AnyResult) -> tuple[Reading, ...]:
    """Return the readings that a result shows, one by one."""
    match result:
        case RateRatioResult():
            return (*result.top.readings, *result.bottom.readings)
        case CompositionResult():
            shares = (*result.shares, result.main)
            return (*result.counts.values(), *(reading for share in shares for reading in _of_share(share)))
        case SurveyResult():
            return tuple(result.groups.values())
        case PointGapResult():
            return (*_of_share(result.part_share), *_of_share(result.whole_share))
        case _:
            return ()


def _of_share(share: Share) -> tuple[Reading, Reading]:
    return (share.numerator, share.denominator)


def counts(assessment: Assessment) -> Mapping[str, int]:
    """Return every count that the report of an assessment shows or rests on, by key."""
    found = {key: count for result in assessment.results for key, count in _counted(list(readings_of(result))).items()}
    tiers = {
        tier_key(result, *pair): count
        for result in assessment.results
        if isinstance(result, StockRatioResult)
        for pair, count in result.counts.items()
        if all(reading.count is not None for reading in result.tiers[pair])
    }
    return found | tiers


def withheld(assessment: Assessment) -> frozenset[str]:
    """Return the keys of the figures that the source itself hid, and of the sums that lack one of those."""
    bands = [
        reading
        for result in assessment.results
        if isinstance(result, StockRatioResult)
        for readings in result.tiers.values()
        for reading in readings
    ]
    shown = (reading for result in assessment.results for reading in readings_of(result))
    return frozenset(
        reading.key
        for reading in (*shown, *bands)
        if isinstance(reading.value, Missing) and reading.value.reason is Reason.SUPPRESSED
    )


def sums(assessment: Assessment) -> tuple[Sum, ...]:
    """Return the sums among the counts: groups within a stratum, strata within a total, bands within a tier."""
    compositions = [result for result in assessment.results if isinstance(result, CompositionResult)]
    within = [line for result in compositions for line in _groups(result)]
    across = _strata(compositions)
    tiers = [
        (tier_key(result, *pair), tuple(reading.key for reading in readings))
        for result in assessment.results
        if isinstance(result, StockRatioResult)
        for pair, readings in result.tiers.items()
    ]
    return (*within, *across, *tiers)


COMPARED = 100
"""Rank of the counts that a report is about; strata of more dimensions go before those of fewer."""


def ranks(assessment: Assessment) -> Mapping[str, int]:
    """Return how long each count is kept when something must be hidden for another's sake.

    Where a small count of unknown group must not be worked out, it is better to leave out how many
    there are in all than how many are of the groups that are compared; and better to leave out a
    figure of a small stratum than one of the whole.
    """
    found: dict[str, int] = {}
    for result in assessment.results:
        if isinstance(result, CompositionResult):
            compared = {share.group for share in result.shares if share.base == "known"}
            named = {"": result.shares[0].denominator, **result.counts}
            found |= {each.key: COMPARED * (name in compared) - len(result.where) for name, each in named.items()}
        if isinstance(result, StockRatioResult):
            found |= {tier_key(result, *pair): COMPARED for pair in result.tiers}
    return found


def _groups(result: CompositionResult) -> Iterable[Sum]:
    """A stratum's groups add up to everybody, and those of known group to all who are known."""
    parts = {group: reading.key for group, reading in result.counts.items()}
    known = [share for share in result.shares if share.base == "known" and share.group in parts]
    yield (result.shares[0].denominator.key, tuple(parts.values()))
    yield from ((share.denominator.key, tuple(parts[each.group] for each in known)) for share in known[:1])


def _strata(compositions: Iterable[CompositionResult]) -> list[Sum]:
    """A dimension's strata add up to the stratum without it, where the figures say that they do."""
    lines: dict[tuple[str, int, Where, str, str], list[Reading]] = defaultdict(list)
    totals: dict[tuple[str, int, Where, str], Reading] = {}
    for result in compositions:
        named = {"": result.shares[0].denominator, **result.counts}
        for group, reading in named.items():
            totals[result.indicator, result.year, result.where, group] = reading
            for left_out in result.where:
                rest = tuple(pair for pair in result.where if pair != left_out)
                lines[result.indicator, result.year, rest, left_out[0], group].append(reading)
    return [
        (totals[indicator, year, rest, group].key, tuple(part.key for part in parts))
        for (indicator, year, rest, _, group), parts in lines.items()
        if _adds_up(totals.get((indicator, year, rest, group)), parts)
    ]


def _adds_up(total: Reading | None, parts: Iterable[Reading]) -> bool:
    """Tell whether parts may be taken for all of a total: what is not known speaks against nothing."""
    if total is None or total.count is None:
        # What is printed nowhere may be worked out; what no result speaks of is no total.
        return total is not None
    found = [part.count for part in parts]
    known = sum(filter(None, found))
    return known <= total.count if None in found else known == total.count


def count(reading: Reading) -> Amount:
    """Return a reading as a count."""
    return amount(reading.count, AmountUnit.COUNT, 0, [reading], reading.why_not)


def pooled(readings: tuple[Reading, ...]) -> Amount:
    """Return readings of several years as one count: their sum."""
    found = [reading.count for reading in readings]
    total = None if None in found else sum(filter(None, found))
    return amount(total, AmountUnit.COUNT, 0, readings, next((r.why_not for r in readings if r.why_not), ""))


def headcount(result: StockRatioResult, group: str, tier: str) -> Amount:
    """Return the headcount of a group in a tier; None when one of the tier's bands is missing."""
    why_not = next((r.why_not or "a figure is not a count" for r in result.tiers[group, tier] if r.count is None), "")
    value = None if why_not else result.counts[group, tier]
    rests_on = frozenset([tier_key(result, group, tier)])
    return Amount(value=value, unit=AmountUnit.COUNT, rests_on=rests_on, why_not=why_not)


def percent(share: Share | GroupRate, decimals: int) -> Amount:
    """Return a share or a group's rate as a percentage."""
    value = share.rate.percent if share.rate else None
    if isinstance(share, Share):
        return amount(value, AmountUnit.PERCENT, decimals, _of_share(share), share.why_not)
    missing = next((r.why_not for r in share.readings if r.why_not), "nobody is in the base")
    return amount(value, AmountUnit.PERCENT, decimals, share.readings, "" if value is not None else missing)


def amount(
    value: Number | None, unit: AmountUnit, decimals: int, readings: Iterable[Reading], why_not: str = ""
) -> Amount:
    """Make an amount that rests on readings."""
    return Amount(value=value, unit=unit, decimals=decimals, rests_on=keys(list(readings)), why_not=why_not)


def fact(value: str | bool | None, readings: Iterable[Reading]) -> Fact:
    """Make a fact that rests on readings."""
    return Fact(value=value, rests_on=keys(list(readings)))
