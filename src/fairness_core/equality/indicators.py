"""Indicators and the standards that hold them, as read from TOML: one frozen class a kind.

What a kind computes is in `fairness_core.equality.kinds`, one pure function each. Orientation,
rounding, treatment of unknowns, years in the numerator, what counts as better and the
non-adverse range are fields here, set by data in `data/standards`, and never constants of code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from typing import Literal, TypeAlias

import attrs

from fairness_core.classifications import Classification, classification, classifications
from fairness_core.config import KEPT, PACKAGED, Shelf, Shelved, load
from fairness_core.observations import Flow, Measure, measures

KIND = "standards"

Better: TypeAlias = Literal["lower", "higher", "towards_one", "none"]
"""What counts as an improvement: a lower or higher figure, one closer to 1, or no such claim."""

MOST_DECIMALS = 10
"""More decimals than anybody could mean."""

Base: TypeAlias = Literal["all", "known"]
"""Who is in a percentage's denominator: everybody, or only people of known group."""


@attrs.frozen(kw_only=True)
class Indicator:
    """What all indicators say of themselves.

    `definition` is for the reader of a report. `decimals` are those printed; nothing is rounded
    before. `breaks` are years before which figures may not be compared, with the reason. `in_summary` says
    whether the report's summary tells of it.
    """

    number: str
    title: str
    definition: str
    better: Better
    decimals: int
    breaks: Mapping[str, str] = attrs.field(factory=dict)
    doubts: tuple[str, ...] = ()
    in_summary: bool = True


@attrs.frozen(kw_only=True)
class RateRatio(Indicator):
    """How likely one group is, relative to another: (top events / top people) / (bottom ...).

    1.0 is parity. Unknown group is left out of both rates. With `years` above 1, events are pooled
    over person-years: the sum of the events over the sum of the denominators. `who` and `outcome`
    complete the sentence "White {who} were 1.6 times as likely as BME {who} {outcome}".
    """

    kind: Literal["rate_ratio"]
    numerator: str
    denominator: str
    top: str
    bottom: str
    unknown: Literal["out"]
    years: int
    non_adverse_range: tuple[Decimal, ...]
    who: str
    outcome: str
    few_events: int
    caution: str = ""

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that the indicator reads."""
        return (self.numerator, self.denominator)


@attrs.frozen(kw_only=True)
class Composition(Indicator):
    """The share of a group among staff, in percent, beside its share of the whole workforce.

    `base` says whether staff of unknown group are in the denominator; the other base is given too.
    A part is compared with its whole, so no two-sample test applies.
    """

    kind: Literal["composition"]
    measure: str
    group: str
    base: Base

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that the indicator reads."""
        return (self.measure,)


@attrs.frozen(kw_only=True)
class SurveyPercent(Indicator):
    """A published percentage for each of two groups, and the gap: top minus bottom, in points.

    The percentages are taken as stated; with a base, the number of answers stands beside them.
    """

    kind: Literal["survey_percent"]
    measure: str
    top: str
    bottom: str
    says: str

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that the indicator reads."""
        return (self.measure,)


@attrs.frozen(kw_only=True)
class Part:
    """One part that is compared with the whole: its label, and where it is found."""

    label: str
    where: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class PointGap(Indicator):
    """A group's share of a part minus its share of the whole, in percentage points.

    Negative means under-represented. A part is compared with its whole, so no two-sample test.
    """

    kind: Literal["point_gap"]
    measure: str
    whole: str
    group: str
    base: Base
    parts: Mapping[str, Part]

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that the indicator reads."""
        return (self.measure, self.whole)


@attrs.frozen(kw_only=True)
class StockRatio(Indicator):
    """A ratio of odds between two tiers: (top upper / top lower) / (bottom upper / bottom lower).

    1.0 is parity; above 1 the top group is further up. It compares stocks, not promotions, so its
    interval is that of an odds ratio, and the non-adverse range does not apply.
    """

    kind: Literal["stock_ratio"]
    measure: str
    top: str
    bottom: str
    dimension: str
    lower: str
    upper: str
    strata: Mapping[str, tuple[str, ...]]

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that the indicator reads."""
        return (self.measure,)


AnyIndicator: TypeAlias = RateRatio | Composition | SurveyPercent | PointGap | StockRatio


@attrs.frozen(kw_only=True)
class Tier:
    """A named stretch of pay bands."""

    label: str
    codes: tuple[str, ...]


@attrs.frozen(kw_only=True)
class AtMost:
    """A check: per group, `part` may not be above `whole`."""

    kind: Literal["at_most"]
    part: str
    whole: str
    whole_where: Mapping[str, str] = attrs.field(factory=dict)
    severity: Literal["error", "warning"]
    message: str
    hint: str


@attrs.frozen(kw_only=True)
class AddsUp:
    """A check: totals that are stated should be the sum of their stated parts."""

    kind: Literal["adds_up"]
    measure: str
    severity: Literal["error", "warning"]
    hint: str


@attrs.frozen(kw_only=True)
class UnknownShare:
    """A check: the share of people of unknown group, in percent, should not be above a level."""

    kind: Literal["unknown_share"]
    measure: str
    percent: Decimal
    hint: str


@attrs.frozen(kw_only=True)
class Jump:
    """A check: from one year to the next a total should not change by more than so many percent."""

    kind: Literal["jump"]
    measure: str
    percent: Decimal
    hint: str


AnyCheck: TypeAlias = AtMost | AddsUp | UnknownShare | Jump


@attrs.frozen(kw_only=True)
class YearRule:
    """How a period falls into a reporting year: the calendar year of its end, plus `years_later`.

    `expected_end` ("31 March") is the day that figures should speak of; another is noted.
    """

    years_later: int = 0
    expected_end: str = ""


@attrs.frozen(kw_only=True)
class Standard(Shelved):
    """An edition of a standard: its indicators, checks, tiers, and the groups that it compares.

    `measures` are measures of the standard's own, beside the packaged ones.
    """

    short: str
    year: int
    dimension: str
    classification: str
    grouping: str
    confidence: Decimal
    significance: Decimal
    year_rules: Mapping[str, YearRule]
    measures: Mapping[str, Measure] = attrs.field(factory=dict)
    tiers: Mapping[str, Tier] = attrs.field(factory=dict)
    indicators: Mapping[str, AnyIndicator]
    checks: Mapping[str, AnyCheck] = attrs.field(factory=dict)

    @property
    def code_list(self) -> Classification:
        """The classification whose groups are compared."""
        return classification(self.classification, self.shelf)

    def reporting_year(self, flow: Flow, end: date) -> int:
        """Return the reporting year that a figure belongs to."""
        return end.year + self.year_rules[flow].years_later

    def is_expected(self, flow: Flow, end: date) -> bool:
        """Tell whether a figure ends on the day that the standard names; True when it names none."""
        return self.year_rules[flow].expected_end in ("", f"{end.day} {end:%B}")

    def faults(self) -> Iterable[tuple[str, str]]:
        """Yield measures, groups and tiers that do not exist, and ranges that do not hold parity."""
        if self.classification not in classifications(self.shelf):
            yield "classification", f"There is no classification {self.classification!r}."
            return
        if self.grouping not in self.code_list.groupings:
            yield "grouping", f"There is no grouping {self.grouping!r} in {self.classification!r}."
        for name in ("confidence", "significance"):
            if not 0 < getattr(self, name) < 1:
                yield name, "This must lie between 0 and 1, such as 0.95 or 0.05."
        known = {**measures().measures, **self.measures}
        for flow in ("stock", "flow", "survey"):
            if flow not in self.year_rules:
                yield "year_rules", f"A rule for {flow!r} is missing."
        for name, indicator in self.indicators.items():
            path = f"indicators.{name}"
            yield from ((path, f"There is no measure {each!r}.") for each in indicator.measures if each not in known)
            yield from ((path, message) for message in _group_faults(self, indicator))
        for name, check in self.checks.items():
            used = (check.part, check.whole) if isinstance(check, AtMost) else (check.measure,)
            yield from ((f"checks.{name}", f"There is no measure {each!r}.") for each in used if each not in known)


def _group_faults(standard: Standard, indicator: AnyIndicator) -> Iterable[str]:
    if not 0 <= indicator.decimals <= MOST_DECIMALS:
        yield f"decimals must be from 0 to {MOST_DECIMALS}."
    for year in indicator.breaks:
        if not year.isdigit():
            yield f"breaks must be named by years, such as 2022; {year!r} is none."
    there = standard.code_list
    named = [getattr(indicator, field, None) for field in ("top", "bottom", "group")]
    for group in named:
        if group is not None and group not in {*there.groups, *there.codes}:
            yield f"There is no group {group!r} in the classification {there.id!r}."
    if isinstance(indicator, StockRatio):
        tiers = (indicator.lower, indicator.upper)
        yield from (f"There is no tier {tier!r}." for tier in tiers if tier not in standard.tiers)
    if isinstance(indicator, RateRatio):
        ends = indicator.non_adverse_range
        if len(ends) != 2 or not 0 < ends[0] <= 1 <= ends[1]:
            yield "non_adverse_range must be two numbers with 1 between them, such as [0.80, 1.25]."
        if indicator.years < 1:
            yield "years must be 1 or more."


def load_standard(text: str, file: str = "", shelf: Shelf = PACKAGED) -> Standard:
    """Read a standard from TOML; `extends` may name one on the shelf. Raises `ConfigError` with every fault."""
    return load(text, Standard, file=file, extend=partial(shelf.text, KIND), shelf=shelf)


@lru_cache(maxsize=KEPT)
def standard(standard_id: str, shelf: Shelf = PACKAGED) -> Standard:
    """Return a standard from the shelf, say "wres-2025".

    >>> standard("wres-2025").indicators["wres-3"].title
    'Entering the formal disciplinary process'
    """
    return load_standard(shelf.text(KIND, standard_id), f"{standard_id}.toml", shelf)


def standards(shelf: Shelf = PACKAGED) -> tuple[str, ...]:
    """Return the ids of the standards on the shelf, the packaged ones first."""
    return shelf.ids(KIND)
