"""The machine-readable form: plain keys, unrounded numbers, and what each rests on."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import inf
from typing import Any, TypeAlias

import attrs
import pytest
from tests.core.equality.datasets import SUPPRESSED, dataset, figure, groups, made_up_return, on_31_march, percent
from tests.core.report.made_reports import assessed, bands, changed, report_of, tree_leaves, trust

from fairness_core.disclosure import protect, threshold
from fairness_core.observations import Dataset, merge
from fairness_core.readings import Reading
from fairness_core.report.draft import Amount, Fact, Hidden, Tree
from fairness_core.report.metrics import how

Metric: TypeAlias = Mapping[str, Tree]


def metrics(data: Dataset, *by: str) -> Mapping[str, Tree]:
    """Return the tree of a report."""
    return report_of(data, *by).metrics


def listed(tree: Mapping[str, Tree], key: str) -> list[Metric]:
    """Return a list of objects of the tree."""
    found = tree[key]
    assert isinstance(found, list | tuple)
    return [each for each in found if isinstance(each, Mapping)]


def one(data: Dataset, indicator: str, *by: str, **wanted: Tree) -> Metric:
    """Return the only object of an indicator that has these values."""
    every = listed(metrics(data, *by), "metrics")
    (found,) = [each for each in every if each["indicator"] == indicator and wanted.items() <= plain(each).items()]
    return found


def plain(tree: Metric) -> dict[str, Any]:
    """Return the object's values with amounts and facts made bare, mappings left out but for `where`."""
    bare: dict[str, Any] = {key: each.value if isinstance(each, Amount | Fact) else each for key, each in tree.items()}
    return {key: value for key, value in bare.items() if key == "where" or not isinstance(value, Mapping)}


def value(tree: Tree) -> object:
    """Return an amount's or a fact's value."""
    assert isinstance(tree, Amount | Fact)
    return tree.value


def inner(tree: Metric, key: str) -> Metric:
    """Return an object within an object."""
    found = tree[key]
    assert isinstance(found, Mapping)
    return found


def test_the_tree_says_what_it_is_of() -> None:
    """Organisation, standard, years and dimensions stand beside the metrics and the changes."""
    data = attrs.evolve(trust(2024, 2025), organisation="Northmoor (made up)")
    tree = metrics(data, "band")
    assert {
        "organisation": "Northmoor (made up)",
        "standard": "wres-2025",
        "years": (2024, 2025),
        "by": ("band",),
    } == {key: each for key, each in tree.items() if key not in ("metrics", "changes")}


def test_every_metric_says_what_and_where_it_is() -> None:
    """Indicator, number, title, kind, year, period, place with its labels, and which way is better."""
    metric = one(bands(2025), "wres-1", "band", group="bme", base="all", where={"band": "6"})
    assert {
        "indicator": "wres-1",
        "number": "1",
        "kind": "composition",
        "year": 2025,
        "period": "31 March 2025",
        "better": "none",
    }.items() <= plain(metric).items()
    assert {"band": "Band 6"} == inner(metric, "labels")


def test_a_share_has_its_counts_base_and_how_they_were_read() -> None:
    """200 BME of 830 staff in band 6, unrounded; both readings are sums over clusters."""
    metric = one(bands(2025), "wres-1", "band", group="bme", base="all", where={"band": "6"})
    assert {
        "unit": "percent",
        "value": Fraction(100 * 200, 1010),
        "numerator": 200,
        "denominator": 1010,
        "numerator_reading": "summed",
        "denominator_reading": "summed",
        "reading": "summed",
        "why_not": None,
        "cautions": (),
    }.items() <= plain(metric).items()
    assert Fraction(100 * 200, 1010) - Fraction(100 * 725, 3296) == value(metric["points_from_whole"])


def test_only_the_main_share_of_a_stratum_is_compared_with_the_whole() -> None:
    """The share on the other base, of another group, or of the whole has no such difference."""
    every = listed(metrics(bands(2025), "band"), "metrics")
    compared = [each for each in every if "points_from_whole" in each]
    assert {("bme", "all")} == {(str(each["group"]), str(each["base"])) for each in compared}
    assert 3 == len(compared)


def test_a_ratio_has_its_interval_tests_and_flags() -> None:
    """9 of 725 against 17 of 2,505: exact value, the limits in order, both p-values, and their methods."""
    metric = one(made_up_return(), "wres-3")
    bare = plain(metric)
    assert {
        "unit": "ratio",
        "value": Fraction(9, 725) / Fraction(17, 2505),
        "interval_method": "miettinen-nurminen",
        "position": "above",
        "significant": False,
        "few_events": True,
        "years_pooled": 1,
        "reading": "stated",
        "why_not": None,
        "gap_points": 100 * (Fraction(9, 725) - Fraction(17, 2505)),
    }.items() <= bare.items()
    low, middle, high = (
        float(str(value(metric[key]))) if key != "value" else 1.8292 for key in ("low", "value", "high")
    )
    assert low < middle < high
    assert all(0 < float(str(value(metric[key]))) <= 1 for key in ("p_value", "p_mid_p"))
    assert bare["gap_low"] < bare["gap_points"] < bare["gap_high"]
    assert {"group": "bme", "numerator": 9, "denominator": 725, "base": "known", "unit": "percent"}.items() <= plain(
        inner(metric, "top")
    ).items()
    assert Fraction(900, 725) == value(inner(metric, "top")["value"])
    assert ("white", 17) == (inner(metric, "bottom")["group"], value(inner(metric, "bottom")["numerator"]))


@pytest.mark.parametrize(("counts", "expected"), [((0, 9), inf), ((17, 0), 0)])
def test_a_ratio_with_an_empty_group_is_0_or_infinite(counts: tuple[int, int], expected: float) -> None:
    """Where White staff had none the ratio of BME to White is infinite, where BME staff had none it is 0."""
    assert expected == plain(one(made_up_return(disciplined=counts), "wres-3"))["value"]


def test_a_ratio_that_is_not_calculable_is_null_with_its_reason() -> None:
    """Neither limits nor p-values nor flags are made up."""
    metric = plain(one(changed(made_up_return(), "entered_disciplinary", SUPPRESSED, ethnicity="bme"), "wres-3"))
    empty = ("value", "low", "high", "p_value", "p_mid_p", "position", "significant", "gap_points", "gap_low")
    assert {None} == {metric[key] for key in (*empty, "interval_method", "test_method")}
    assert ("BME: suppressed", "not calculable") == (metric["why_not"], metric["reading"])


def test_a_survey_has_an_object_for_each_group() -> None:
    """The published percentage, its base where stated, and the gap between the two."""
    when = made_up_return().periods("survey_discrimination")[0]
    answers = groups("survey_discrimination", when, {"bme": percent("14.2", base=604), "white": percent("5.7")})
    metric = plain(one(dataset(*answers), "wres-8", group="bme"))
    assert {
        "value": Decimal("14.2"),
        "numerator": None,
        "denominator": 604,
        "base": "known",
        "gap_points": Fraction(85, 10),
        "reading": "stated",
        "why_not": None,
    }.items() <= metric.items()
    assert None is plain(one(dataset(*answers), "wres-8", group="white"))["denominator"]


def test_a_survey_figure_that_is_missing_says_why() -> None:
    """No percentage, no gap."""
    gone = changed(made_up_return(), "survey_discrimination", SUPPRESSED, ethnicity="bme")
    metric = plain(one(gone, "wres-8", group="bme"))
    assert (None, None, "suppressed") == (metric["value"], metric["gap_points"], metric["why_not"])


def test_the_board_has_both_shares() -> None:
    """2 of 15 and 725 of 3,296, and the points between them."""
    metric = one(made_up_return(), "wres-9", part="board")
    assert 100 * (Fraction(2, 15) - Fraction(725, 3296)) == value(metric["value"])
    shares = [plain(inner(metric, key)) for key in ("part_share", "whole_share")]
    assert [(2, 15), (725, 3296)] == [(share["numerator"], share["denominator"]) for share in shares]
    assert ("Whole board", "percentage points", None) == (
        metric["part_label"],
        metric["unit"],
        value(metric["why_not"]),
    )


def test_a_disparity_ratio_has_its_headcounts() -> None:
    """Exact value, limits, p-values and four headcounts; the methods are those for odds."""
    metric = one(bands(2025), "disparity-lower-upper", where={"cluster": "clinical"})
    assert {
        "value": Fraction(5),
        "unit": "ratio of odds",
        "lower": "lower",
        "upper": "upper",
        "why_not": None,
    }.items() <= (plain(metric).items())
    assert {"white_upper": 200, "white_lower": 600, "bme_upper": 20, "bme_lower": 300} == {
        key: value(each) for key, each in inner(metric, "headcounts").items()
    }
    assert 0 < float(str(value(metric["p_mid_p"]))) < 0.001
    assert metric["interval_method"]


def test_a_disparity_ratio_without_bands_is_null_with_its_reason() -> None:
    """Headcounts that nobody knows are null too, never 0."""
    metric = one(made_up_return(), "disparity-lower-upper")
    assert {None} == {value(each) for each in inner(metric, "headcounts").values()}
    assert (None, None, None) == (value(metric["value"]), value(metric["low"]), metric["interval_method"])
    assert metric["why_not"]


def test_a_change_has_both_figures_its_verdict_and_its_rule() -> None:
    """From year to year, for each place, and for each group or part where there are several figures."""
    changes = listed(metrics(trust(2024, 2025)), "changes")
    (ratio,) = [each for each in changes if each["indicator"] == "wres-3"]
    assert {
        "from_year": 2024,
        "to_year": 2025,
        "before": Fraction(8, 725) / Fraction(17, 2505),
        "after": Fraction(9, 725) / Fraction(17, 2505),
        "moved": "up",
        "verdict": "worsened",
        "rule": "closer to 1 is better",
        "why_not": None,
        "item": "",
    }.items() <= plain(ratio).items()
    assert ["bme", "white"] == sorted(str(each["item"]) for each in changes if each["indicator"] == "wres-8")
    board = [each["item"] for each in changes if each["indicator"] == "wres-9"]
    assert ["board", "voting", "executive"] == board


def test_years_that_cannot_be_compared_say_why() -> None:
    """Across the break of indicator 7 there is no direction and no verdict."""
    changes = listed(metrics(merge([made_up_return(2021), made_up_return(2022)])), "changes")
    across = [plain(each) for each in changes if each["indicator"] == "wres-7"]
    assert {(None, "not comparable")} == {(each["moved"], each["verdict"]) for each in across}
    assert all("don't know" in str(each["why_not"]) for each in across)


def test_the_change_of_each_part_of_a_board_rests_on_its_own_counts() -> None:
    """The voting members' change is hidden with the voting members, whatever the executives' numbers are."""
    changes = listed(metrics(trust(2024, 2025)), "changes")
    board = {str(each["item"]): each["before"] for each in changes if each["indicator"] == "wres-9"}
    keys = {part: amount.rests_on for part, amount in board.items() if isinstance(amount, Amount)}
    assert any("vote=voting" in key for key in keys["voting"])
    assert not any("vote=voting" in key or "seat=" in key for key in keys["board"])
    assert any("seat=executive" in key for key in keys["executive"])


def test_a_hidden_part_of_a_board_hides_its_change() -> None:
    """With 3 voting BME members and 6 executive ones, the change of the voting share would tell of the 3."""
    data = trust(2024, 2025)
    for code, count in ({"seat": "executive"}, 6), ({"vote": "voting"}, 3):
        data = changed(data, "board_members", count, ethnicity="bme", **code)
    report = protect(report_of(data), threshold(5))
    changes = listed(report.metrics, "changes")
    (voting,) = [each for each in changes if (each["indicator"], each["item"]) == ("wres-9", "voting")]
    assert isinstance(voting["before"], Hidden)
    assert isinstance(voting["moved"], Hidden)


def test_every_number_is_an_amount_so_that_it_can_be_hidden() -> None:
    """No bare count stands in the tree but years, and how many years were pooled."""
    bare = {key for each in listed(metrics(trust(2024, 2025), "band"), "metrics") for key in _bare_numbers(each)}
    assert {"year", "years_pooled"} == bare


def _bare_numbers(tree: Metric) -> set[str]:
    own = {key for key, each in tree.items() if isinstance(each, int | float) and not isinstance(each, bool)}
    return own.union(*(_bare_numbers(each) for each in tree.values() if isinstance(each, Mapping)))


def test_amounts_rest_on_counts_wherever_there_is_a_number() -> None:
    """An amount that rests on nothing could never be hidden; published percentages without a base are the exception."""
    tree = metrics(trust(2024, 2025), "cluster", "band")
    found = [leaf for leaf in tree_leaves(tree) if isinstance(leaf, Amount) and leaf.value is not None]
    loose = {leaf.value for leaf in found if not leaf.rests_on}
    surveys = {Decimal(text) for text in ("24.0", "21.0", "19.5", "50.0", "64.1", "14.2", "5.7")}
    assert loose <= surveys | {Decimal("3.0"), Decimal("4.5"), Decimal("-14.1"), Decimal("8.5")}
    assert len(found) > 500


@pytest.mark.parametrize(
    ("ways", "expected"),
    [
        (("stated", "stated"), "stated"),
        (("stated", "summed"), "summed"),
        (("summed", "not calculable"), "not calculable"),
        ((), "stated"),
    ],
)
def test_several_readings_are_as_good_as_the_weakest(ways: tuple[str, ...], expected: str) -> None:
    """One sum makes a sum, one gap makes it not calculable."""
    assert expected == how(Reading(key="a", value=1, how=way) for way in ways)  # type: ignore[arg-type]


def test_a_place_that_has_nobody_says_so() -> None:
    """A share of nobody is null with its reason."""
    march = on_31_march(2025)
    empty = groups("headcount", march, {"white": 0, "bme": 0, "unknown": 0}, band="9")
    data = dataset(
        *empty,
        figure("headcount", 0, march, band="9"),
        *groups("headcount", march, {"white": 5, "bme": 2, "unknown": 1}),
    )
    metric = plain(one(data, "wres-1", "band", group="bme", base="all", where={"band": "9"}))
    assert (None, "nobody is in this group of staff", 0) == (metric["value"], metric["why_not"], metric["denominator"])


def test_years_and_places_have_one_object_each() -> None:
    """No metric is given twice."""
    every = listed(metrics(trust(2024, 2025), "cluster", "band"), "metrics")
    named = [
        (
            each["indicator"],
            each["year"],
            str(each["where"]),
            str(each.get("group")),
            str(each.get("base")),
            each.get("part"),
        )
        for each in every
    ]
    assert len(named) == len(set(named)) == len(every)
    assert assessed(trust(2024)).years == (2024,)
