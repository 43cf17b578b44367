"""Results of indicators: one frozen class a kind, each keeping the readings that it rests on.

Values are unrounded. A result that cannot be calculated has `why_not` and no value. How results
are worded and laid out is in `fairness_core.report`.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

import attrs

from fairness_core.equality.indicators import Base
from fairness_core.readings import Reading
from fairness_core.statistics import Interval, OddsRatio, Position, RatioOfRates
from fairness_core.values import Rate, Stated

Where: TypeAlias = tuple[tuple[str, str], ...]


@attrs.frozen(kw_only=True)
class Result:
    """What all results say of themselves.

    `year` is the reporting year, `period` the time in words, `where` the stratum (pairs of dimension
    and code, empty for the whole organisation).
    """

    indicator: str
    year: int
    period: str
    where: Where = ()
    why_not: str = ""


@attrs.frozen(kw_only=True)
class GroupRate:
    """One group's events and people, as read, and the rate where both are there."""

    group: str
    events: tuple[Reading, ...]
    people: tuple[Reading, ...]

    @property
    def rate(self) -> Rate | None:
        """Events of people, summed over the years that are pooled; None when a figure is missing."""
        events, people = _pooled(self.events), _pooled(self.people)
        return None if events is None or people is None else Rate(numerator=events, denominator=people, base="known")

    @property
    def readings(self) -> tuple[Reading, ...]:
        """All readings that the rate rests on."""
        return (*self.events, *self.people)


def _pooled(readings: tuple[Reading, ...]) -> int | None:
    counts = [reading.count for reading in readings]
    return sum(count for count in counts if count is not None) if counts and None not in counts else None


@attrs.frozen(kw_only=True)
class RateRatioResult(Result):
    """How likely the top group is, relative to the bottom group.

    `ratio` is exact where it is finite; `estimate` holds the interval and the tests. `gap` is the
    difference of the rates (top minus bottom) in percentage points, with its Newcombe interval in
    proportions. `position` tells where the ratio lies against the non-adverse range; `significant`
    rests on the doubled mid-p; `few_events` warns of a ratio that rests on few people.
    """

    top: GroupRate
    bottom: GroupRate
    estimate: RatioOfRates | None = None
    ratio: Fraction | None = None
    gap: Fraction | None = None
    gap_interval: Interval | None = None
    position: Position | None = None
    significant: bool | None = None
    few_events: bool = False
    years_pooled: int = 1


@attrs.frozen(kw_only=True)
class Share:
    """A group's share: `numerator` of `denominator` as read, for one base."""

    group: str
    base: Base
    numerator: Reading
    denominator: Reading

    @property
    def rate(self) -> Rate | None:
        """So many of so many; None when a figure is missing, or the part is more than its whole."""
        part, whole = self.numerator.count, self.denominator.count
        if part is None or whole is None or part > whole:
            return None
        return Rate(numerator=part, denominator=whole, base=self.base)

    @property
    def percent(self) -> Fraction | None:
        """The exact percentage; None when there is no rate or nobody is there."""
        return self.rate.percent if self.rate else None

    @property
    def why_not(self) -> str:
        """Why there is no percentage; empty when there is one."""
        part, whole = self.numerator.count, self.denominator.count
        if part is None or whole is None:
            return self.numerator.why_not or self.denominator.why_not or "a figure is not a count"
        if part > whole:
            return f"more ({part:,}) than there are in all ({whole:,}), so one of the two is wrong"
        return "" if whole else "nobody is in this group of staff"


@attrs.frozen(kw_only=True)
class CompositionResult(Result):
    """Who is in one stratum: each group's count, and each group's share on both bases.

    `main` is the share that the indicator is about. `whole` is the same share in the whole
    workforce and `difference` the points between the two (None for the whole itself).
    """

    counts: Mapping[str, Reading]
    shares: tuple[Share, ...]
    main: Share
    whole: Share
    difference: Fraction | None = None


@attrs.frozen(kw_only=True)
class SurveyResult(Result):
    """A published percentage of each group, and the gap (top minus bottom) in points."""

    top: str
    bottom: str
    groups: Mapping[str, Reading]
    gap: Fraction | None = None

    def percent(self, group: str) -> Stated | None:
        """Return the published percentage of a group, None when there is none."""
        value = self.groups[group].value
        return value if isinstance(value, Stated) else None


@attrs.frozen(kw_only=True)
class PointGapResult(Result):
    """A group's share of a part minus its share of the whole, in percentage points."""

    part: str
    part_label: str
    part_share: Share
    whole_share: Share
    difference: Fraction | None = None


@attrs.frozen(kw_only=True)
class StockRatioResult(Result):
    """A ratio of odds between two tiers; `tiers` maps (group, tier) to the readings of its bands."""

    tiers: Mapping[tuple[str, str], tuple[Reading, ...]]
    estimate: OddsRatio | None = None
    ratio: Fraction | None = None

    @property
    def counts(self) -> Mapping[tuple[str, str], int]:
        """The headcount of each (group, tier); a band that is missing counts nobody."""
        return {pair: sum(reading.count or 0 for reading in readings) for pair, readings in self.tiers.items()}


AnyResult: TypeAlias = RateRatioResult | CompositionResult | SurveyResult | PointGapResult | StockRatioResult
