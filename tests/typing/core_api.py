"""The core as a user's type-checker sees it: values, results, drafts, indicators; checked, never run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import assert_never, assert_type

from fairness_core.classifications import Classification, classification
from fairness_core.config import load
from fairness_core.disclosure import NONE, Policy, Report, hidden_counts, parse_policy, protect
from fairness_core.equality.assess import Assessment, assess
from fairness_core.equality.indicators import (
    AnyIndicator,
    Composition,
    PointGap,
    RateRatio,
    Standard,
    StockRatio,
    SurveyPercent,
    standard,
)
from fairness_core.equality.results import (
    AnyResult,
    CompositionResult,
    PointGapResult,
    RateRatioResult,
    StockRatioResult,
    SurveyResult,
)
from fairness_core.equality.trend import Change, compare_years, judge
from fairness_core.equality.validate import validate
from fairness_core.observations import Dataset, Observation, Period, TableFacts, merge
from fairness_core.problems import Problem
from fairness_core.readings import Reading, read
from fairness_core.report.draft import Amount, AmountUnit, Cell, Draft, Fact, Hidden, Sentence, Table
from fairness_core.values import Missing, Stated, Value


def a_value_is_matched_to_its_end(value: Value) -> str:
    """A count, a published figure or a reason: nothing else is left to handle."""
    match value:
        case int():
            return assert_type(value, int).__format__(",")
        case Stated():
            return str(value.value)
        case Missing():
            return str(value.reason)
        case _:
            assert_never(value)


def a_value_that_is_matched_in_part_is_noticed(value: Value) -> str:
    """Whoever forgets what is missing is told."""
    match value:
        case int() | Stated():
            return str(value)
        case _:
            assert_never(value)  # type: ignore[arg-type]


def every_kind_of_result_is_told_apart(result: AnyResult) -> object:
    """Each kind has its own fields, found without a cast."""
    match result:
        case RateRatioResult():
            return assert_type(result.ratio, Fraction | None)
        case CompositionResult():
            return assert_type(result.counts, Mapping[str, Reading])
        case SurveyResult():
            return assert_type(result.percent("bme"), Stated | None)
        case PointGapResult():
            return assert_type(result.difference, Fraction | None)
        case StockRatioResult():
            return assert_type(result.counts, Mapping[tuple[str, str], int])
        case _:
            assert_never(result)


def every_kind_of_indicator_is_told_apart(indicator: AnyIndicator) -> object:
    """A sixth kind would be noticed wherever kinds are told apart."""
    match indicator:
        case RateRatio():
            return assert_type(indicator.non_adverse_range, tuple[Decimal, ...])
        case Composition():
            return indicator.base
        case SurveyPercent():
            return indicator.says
        case PointGap():
            return indicator.parts
        case StockRatio():
            return indicator.strata
        case _:
            assert_never(indicator)


def results_have_no_range_where_none_applies(stock: StockRatioResult, share: CompositionResult) -> None:
    """A stock ratio has no position, a composition no test: the checker knows."""
    _ = stock.position  # type: ignore[attr-defined]
    _ = share.estimate  # type: ignore[attr-defined]


def a_draft_is_no_report(draft: Draft, report: Report) -> None:
    """Neither stands for the other, and only `protect` turns one into the other."""
    _: Report = draft  # type: ignore[assignment]
    __: Draft = report  # type: ignore[assignment]
    assert_type(protect(draft, NONE), Report)
    protect(draft)  # type: ignore[call-arg]
    protect(draft, "none")  # type: ignore[arg-type]
    Report(kind="k", title="T", sections=(), metrics={}, policy=NONE, hidden_counts=0)  # type: ignore[call-arg]


def the_main_path_is_typed(parts: tuple[Dataset, ...]) -> None:
    """From datasets to results, problems and changes, every step says what it gives."""
    data = merge(parts)
    edition = standard("wres-2025")
    assert_type(data, Dataset)
    assert_type(edition, Standard)
    assert_type(validate(data, edition), tuple[Problem, ...])
    assessment = assess(data, edition, by=["band"])
    assert_type(assessment, Assessment)
    assert_type(assessment.of("wres-3", 2025), tuple[AnyResult, ...])
    assert_type(compare_years(assessment), tuple[Change, ...])
    assess(data, "wres-2025")  # type: ignore[arg-type]
    assess(data, edition, ["band"])  # type: ignore[call-arg]
    assess(data, edition, by=5)  # type: ignore[arg-type]


def observations_are_made_by_name() -> None:
    """Period before date, text before number, and nothing left out."""
    day = Period(end=date(2025, 3, 31))
    Observation(measure="headcount", period=day, value=5)
    Observation("headcount", day)  # type: ignore[call-arg]
    Observation(measure="headcount", period=date(2025, 3, 31), value=5)  # type: ignore[arg-type]
    Observation(measure="headcount", period=day, value="5")  # type: ignore[arg-type]
    Observation(measure="headcount", period=day, value=5.5)  # type: ignore[arg-type]
    Observation(measure="headcount", period=day, value=5, dimension=())  # type: ignore[call-arg]
    Period(end="2025-03-31")  # type: ignore[arg-type]
    TableFacts(absent="nought")  # type: ignore[arg-type]


def readings_may_have_no_figure(data: Dataset, day: Period) -> None:
    """A count must be looked at before it is reckoned with."""
    reading = read(data, "headcount", day, {"ethnicity": "bme"})
    assert_type(reading.value, Value)
    assert_type(reading.count, int | None)
    _ = reading.count + 1  # type: ignore[operator]
    reading.value = 5  # type: ignore[misc]
    read(data, "headcount", day, ethnicity="bme")  # type: ignore[call-arg]


def rule_files_are_what_they_are_read_into(text: str) -> None:
    """The class that is asked for is the class that comes."""
    assert_type(load(text, Standard), Standard)
    assert_type(load(text, Classification), Classification)
    assert_type(classification("ethnicity").find("BAME"), str | None)


def policies_are_values(policy: Policy) -> None:
    """A policy is read from its name, and never just a name or a number."""
    assert_type(parse_policy("threshold:5"), Policy)
    assert_type(hidden_counts({"a": 1}, [("t", ("a",))], 5), frozenset[str])
    parse_policy(5)  # type: ignore[arg-type]
    policy.threshold = 3  # type: ignore[misc]


def numbers_of_a_report_are_amounts(cell: Cell) -> str:
    """A cell holds words, amounts, facts or what is hidden; a bare number is refused."""
    Table(name="t", title="T", columns=(), rows=((5,),))  # type: ignore[arg-type]
    Sentence(template="{0}", parts=(5,))  # type: ignore[arg-type]
    Amount(value=5, unit="count")  # type: ignore[arg-type]
    Amount(5, AmountUnit.COUNT)  # type: ignore[call-arg]
    match cell:
        case str():
            return cell
        case Amount() | Fact() | Hidden():
            return assert_type(cell.text, str)
        case _:
            assert_never(cell)


def figures_are_judged_by_a_known_rule() -> None:
    """A rule is one of four words."""
    judge(Fraction(1), Decimal(2), "lower")
    judge(1.5, None, "towards_one")
    judge(1, 2, "smaller")  # type: ignore[arg-type]
    judge("1", 2, "lower")  # type: ignore[arg-type]
