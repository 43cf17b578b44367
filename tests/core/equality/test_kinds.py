"""What each kind of indicator computes, and what it says when it cannot be computed."""

from __future__ import annotations

from fractions import Fraction
from math import inf, isclose

import pytest
from tests.core.equality.datasets import (
    CODE_LISTS,
    MARCH,
    NOT_RECORDED,
    SUPPRESSED,
    YEAR,
    autumn,
    dataset,
    figure,
    groups,
    made_up_return,
    on_31_march,
    percent,
    to_31_march,
)

from fairness_core.equality.assess import assess
from fairness_core.equality.indicators import load_standard, standard
from fairness_core.equality.kinds import View, compute
from fairness_core.equality.results import (
    AnyResult,
    CompositionResult,
    PointGapResult,
    RateRatioResult,
    StockRatioResult,
    SurveyResult,
    Where,
)
from fairness_core.observations import Dataset, Observation, merge
from fairness_core.statistics import ratio_of_rates
from fairness_core.values import Rate, Value

WRES = standard("wres-2025")
POOLED = load_standard('extends = "wres-2025"\nid = "pooled"\n[indicators.wres-3]\nyears = 2')


def results(name: str, data: Dataset, where: Where = (), year: int = 2025) -> tuple[AnyResult, ...]:
    """Compute one indicator of WRES 2025."""
    return compute(name, WRES.indicators[name], View(dataset=data, standard=WRES, year=year), where)


def rate_ratio(data: Dataset, name: str = "wres-3", where: Where = ()) -> RateRatioResult:
    """Compute an indicator that is a ratio of rates."""
    (result,) = results(name, data, where)
    assert isinstance(result, RateRatioResult)
    return result


def disciplinary(events: dict[str, Value], people: dict[str, Value]) -> Dataset:
    """Return the figures of indicator 3."""
    return dataset(*groups("entered_disciplinary", YEAR, events), *groups("headcount", MARCH, people))


# --- ratio of rates ---------------------------------------------------------------------------------------------------


def test_a_rate_ratio_is_exact_and_has_interval_tests_gap_and_position() -> None:
    """9 of 725 against 17 of 2,505 is 22545/12325, with everything that a ratio may never be without."""
    result = rate_ratio(made_up_return())
    estimate = ratio_of_rates(9, 725, 17, 2505)
    assert (Fraction(9 * 2505, 725 * 17), estimate, "") == (result.ratio, result.estimate, result.why_not)
    assert (Rate(numerator=9, denominator=725, base="known"), Rate(numerator=17, denominator=2505, base="known")) == (
        result.top.rate,
        result.bottom.rate,
    )
    assert Fraction(900, 725) - Fraction(1700, 2505) == result.gap
    assert ("above", False, True) == (result.position, result.significant, result.few_events)
    assert result.gap_interval is not None
    assert (result.gap_interval.low or 0) < result.gap / 100 < (result.gap_interval.high or 0)
    assert ("1 April 2024 to 31 March 2025", 1, 2025) == (result.period, result.years_pooled, result.year)


def test_a_rate_rests_on_the_readings_of_its_own_group() -> None:
    """The keys of what was read are kept, and those of the unknown group are not among them."""
    result = rate_ratio(made_up_return())
    assert [
        "entered_disciplinary|1 April 2024 to 31 March 2025|ethnicity=bme",
        "headcount|31 March 2025|ethnicity=bme",
    ] == [reading.key for reading in result.top.readings]


def test_a_clear_difference_is_significant() -> None:
    """90 of 725 against 17 of 2,505 is no accident, and rests on enough events."""
    result = rate_ratio(made_up_return(disciplined=(17, 90)))
    assert (True, False, "above") == (result.significant, result.few_events, result.position)


def test_significance_rests_on_the_doubled_mid_p() -> None:
    """12 of 40 against 8 of 60: mid-p is under 0.05 and Fisher's own p is not, so it is significant."""
    result = rate_ratio(disciplinary({"white": 8, "bme": 12}, {"white": 60, "bme": 40}))
    assert result.estimate is not None
    assert (result.estimate.p_mid_p or 1) < 0.05 < (result.estimate.p_value or 0)
    assert result.significant is True


@pytest.mark.parametrize(
    ("white", "bme", "position"),
    [(100, 80, "within"), (80, 100, "within"), (100, 79, "below"), (79, 100, "above"), (100, 100, "within")],
)
def test_the_ends_of_the_non_adverse_range_are_inside(white: int, bme: int, position: str) -> None:
    """Exactly 0.80 and exactly 1.25 are within; one person more is not."""
    data = disciplinary({"white": white, "bme": bme}, {"white": 1000, "bme": 1000})
    assert position == rate_ratio(data).position


def test_nobody_with_the_outcome_in_the_bottom_group_is_an_infinite_ratio() -> None:
    """There is no exact ratio; the estimate is infinite, above the range, with a finite lower limit."""
    result = rate_ratio(disciplinary({"white": 0, "bme": 5}, {"white": 100, "bme": 50}))
    assert result.ratio is None
    assert result.estimate is not None
    assert (inf, inf, "above") == (result.estimate.value, result.estimate.high, result.position)
    assert 0 < (result.estimate.low or 0) < inf


def test_nobody_with_the_outcome_in_the_top_group_is_a_ratio_of_0() -> None:
    """A ratio of 0 is a finding, below the range, and not a missing figure."""
    result = rate_ratio(disciplinary({"white": 5, "bme": 0}, {"white": 100, "bme": 50}))
    assert (Fraction(0), "below", "") == (result.ratio, result.position, result.why_not)


def test_nobody_with_the_outcome_in_either_group_gives_no_ratio() -> None:
    """0 against 0 is not calculable, never 0 or 1; the rates and their gap are still there."""
    result = rate_ratio(disciplinary({"white": 0, "bme": 0}, {"white": 100, "bme": 25}))
    assert (None, None, "no events in either group") == (result.ratio, result.position, result.why_not)
    assert (Fraction(0), False) == (result.gap, result.significant)


@pytest.mark.parametrize(
    ("people", "why_not"),
    [
        ({"white": 0, "bme": 25}, "nobody in the bottom group"),
        ({"white": 25, "bme": 0}, "nobody in the top group"),
        ({"white": 0, "bme": 0}, "nobody in either group"),
    ],
)
def test_a_group_of_nobody_gives_nothing(people: dict[str, Value], why_not: str) -> None:
    """Without people there is no rate, no gap, no test, and the group is named."""
    result = rate_ratio(disciplinary({"white": 0, "bme": 0}, people))
    assert (None, None, None, None, None) == (
        result.ratio,
        result.gap,
        result.gap_interval,
        result.position,
        result.significant,
    )
    assert why_not == result.why_not


@pytest.mark.parametrize(
    ("events", "people", "why_not"),
    [
        ({"white": 3}, {"white": 10, "bme": 10}, "BME: not recorded: the source has no such figure"),
        ({"white": 3, "bme": SUPPRESSED}, {"white": 10, "bme": 10}, "BME: suppressed"),
        ({"white": SUPPRESSED, "bme": 3}, {"white": 10, "bme": 10}, "White: suppressed"),
        ({"white": 3, "bme": 1}, {"white": NOT_RECORDED, "bme": 10}, "White: not recorded"),
        ({"white": 3, "bme": percent("1.2")}, {"white": 10, "bme": 10}, "BME: a figure is not a count"),
        ({"white": 3, "bme": 11}, {"white": 10, "bme": 10}, "BME: more events (11) than people (10)"),
        ({"white": 3, "bme": 2}, {"white": 10, "bme": 0}, "BME: more events (2) than people (0)"),
    ],
)
def test_a_ratio_that_cannot_be_says_why(events: dict[str, Value], people: dict[str, Value], why_not: str) -> None:
    """A missing figure, a figure that is no count, more events than people: the group and the reason."""
    result = rate_ratio(disciplinary(events, people))
    assert why_not == result.why_not
    assert (None, None, None, None) == (result.ratio, result.estimate, result.position, result.significant)


def test_two_years_pool_events_over_person_years() -> None:
    """With years = 2 the rate is the sum of the events over the sum of the headcounts."""
    years = (made_up_return(2024, disciplined=(20, 5)), made_up_return(2025, disciplined=(17, 9)))
    view = View(dataset=merge(years), standard=POOLED, year=2025)
    (result,) = compute("wres-3", POOLED.indicators["wres-3"], view, ())
    assert isinstance(result, RateRatioResult)
    assert Rate(numerator=14, denominator=1450, base="known") == result.top.rate
    assert Rate(numerator=37, denominator=5010, base="known") == result.bottom.rate
    assert (Fraction(14 * 5010, 1450 * 37), 2) == (result.ratio, result.years_pooled)
    assert ratio_of_rates(14, 1450, 37, 5010) == result.estimate


def test_pooling_needs_every_year() -> None:
    """Without the figures of the year before, two years cannot be pooled, and the year is named."""
    view = View(dataset=made_up_return(2025), standard=POOLED, year=2025)
    (result,) = compute("wres-3", POOLED.indicators["wres-3"], view, ())
    assert "BME: not recorded: there is no figure for 2024" == result.why_not


# --- composition ------------------------------------------------------------------------------------------------------

STAFF = (
    *groups("headcount", MARCH, {"white": 2505, "bme": 725, "unknown": 66}),
    *groups("headcount", MARCH, {"white": 90, "bme": 8, "unknown": 2}, band="8a"),
    figure("headcount", 3296),
)


def composition(data: Dataset, where: Where = ()) -> CompositionResult:
    """Compute indicator 1 in a stratum."""
    (result,) = results("wres-1", data, where)
    assert isinstance(result, CompositionResult)
    return result


def test_a_composition_has_each_groups_share_on_both_bases() -> None:
    """Unknown is in the total of the main share; the share among the known is given beside it."""
    result = composition(dataset(*STAFF))
    assert Fraction(72500, 3296) == result.main.percent
    shares = {(share.group, share.base): share.percent for share in result.shares}
    assert {
        ("white", "all"): Fraction(250500, 3296),
        ("white", "known"): Fraction(250500, 3230),
        ("bme", "all"): Fraction(72500, 3296),
        ("bme", "known"): Fraction(72500, 3230),
        ("unknown", "all"): Fraction(6600, 3296),
    } == shares
    assert {"white": 2505, "bme": 725, "unknown": 66} == {group: each.count for group, each in result.counts.items()}
    assert (None, "", "31 March 2025") == (result.difference, result.why_not, result.period)


def test_a_stratum_is_compared_with_the_whole_workforce() -> None:
    """Band 8a is 8 of 100, the whole 725 of 3,296: the points between them are exact."""
    result = composition(dataset(*STAFF), (("band", "8a"),))
    assert (Fraction(8), Fraction(72500, 3296)) == (result.main.percent, result.whole.percent)
    assert Fraction(8) - Fraction(72500, 3296) == result.difference


def test_an_empty_stratum_has_no_share() -> None:
    """A band of nobody has no percentage, and says so."""
    data = dataset(*STAFF, *groups("headcount", MARCH, {"white": 0, "bme": 0, "unknown": 0}, band="9"))
    result = composition(data, (("band", "9"),))
    assert (None, None, "nobody is in this group of staff") == (
        result.main.percent,
        result.difference,
        result.why_not,
    )


@pytest.mark.parametrize(
    ("figures", "why_not"),
    [
        ({"white": 5, "unknown": 0}, "not recorded: the source has no such figure"),
        ({"white": 5, "bme": SUPPRESSED, "unknown": 0}, "suppressed"),
        ({"white": 5, "bme": percent("12.0"), "unknown": 0}, "a figure is not a count"),
        (
            {"white": 5, "bme": 1053, "unknown": 0},
            "more (1,053) than there are in all (9), so one of the two is wrong",
        ),
    ],
)
def test_a_share_that_cannot_be_says_why(figures: dict[str, Value], why_not: str) -> None:
    """The reason is that of the group's own figure, that it is no count, or that no part is more than its whole."""
    result = composition(dataset(*groups("headcount", MARCH, figures), figure("headcount", 9)))
    assert (why_not, None, None) == (result.why_not, result.main.percent, result.main.rate)


def test_a_total_that_is_missing_is_the_reason_too() -> None:
    """With BME staff stated but everybody unknown, the reason is that of the total."""
    data = dataset(*groups("headcount", MARCH, {"bme": 5}), figure("headcount", SUPPRESSED))
    assert "suppressed" == composition(data).why_not


# --- survey percentages -----------------------------------------------------------------------------------------------


def survey(figures: dict[str, Value]) -> SurveyResult:
    """Compute indicator 5 from the figures of autumn 2024."""
    (result,) = results("wres-5", dataset(*groups("survey_harassment_public", autumn(2024), figures)))
    assert isinstance(result, SurveyResult)
    return result


def test_survey_percentages_are_taken_as_published_and_their_gap_is_exact() -> None:
    """24.0 less 21.5 is 2.5 points; what was printed stays, with its base."""
    result = survey({"bme": percent("24.0", 310), "white": percent("21.5")})
    assert (Fraction(5, 2), "", "1 September 2024 to 30 November 2024") == (result.gap, result.why_not, result.period)
    assert (percent("24.0", 310), percent("21.5")) == (result.percent("bme"), result.percent("white"))


def test_a_survey_without_a_group_has_no_gap_but_keeps_the_other() -> None:
    """One suppressed percentage takes the gap with it, and is named; the other stands."""
    result = survey({"bme": SUPPRESSED, "white": percent("21.5")})
    assert (None, "BME: suppressed", None) == (result.gap, result.why_not, result.percent("bme"))
    assert percent("21.5") == result.percent("white")


def test_both_reasons_are_told_and_a_count_is_no_percentage() -> None:
    """A count where a percentage is expected is not used, and each group has its reason."""
    result = survey({"bme": 24})
    assert result.why_not == (
        "BME: the figure is a count and not a published percentage; White: not recorded: the source has no such figure"
    )


# --- points between a part and its whole ------------------------------------------------------------------------------


def test_the_board_is_compared_with_the_workforce_in_points_for_each_of_its_parts() -> None:
    """Board share minus workforce share, unknowns in both totals; negative is under-represented."""
    found = results("wres-9", made_up_return())
    workforce = Fraction(72500, 3296)
    expected = {"board": Fraction(200, 15), "voting": Fraction(100, 9), "executive": Fraction(0)}
    assert {part: share - workforce for part, share in expected.items()} == {
        each.part: each.difference for each in found if isinstance(each, PointGapResult)
    }
    assert ["Whole board", "Voting members", "Executive members"] == [
        each.part_label for each in found if isinstance(each, PointGapResult)
    ]
    assert {""} == {each.why_not for each in found}


@pytest.mark.parametrize(
    ("staff", "board", "why_not"),
    [
        (
            {"white": 5, "bme": 5, "unknown": 0},
            {"white": 0, "bme": 0, "unknown": 0},
            "nobody is in this group of staff",
        ),
        ({"white": 5, "bme": SUPPRESSED, "unknown": 0}, {"white": 1, "bme": 1, "unknown": 0}, "suppressed"),
    ],
)
def test_a_point_gap_needs_both_shares(staff: dict[str, Value], board: dict[str, Value], why_not: str) -> None:
    """An empty board, or a workforce with a suppressed group, gives no points, and the reason."""
    data = dataset(*groups("headcount", MARCH, staff), figure("headcount", 10), *groups("board_members", MARCH, board))
    whole = results("wres-9", data)[0]
    assert isinstance(whole, PointGapResult)
    assert (None, why_not) == (whole.difference, whole.why_not)


# --- stock ratios -----------------------------------------------------------------------------------------------------


def bands(figures: dict[str, tuple[Value, Value]], **where: str) -> tuple[Observation, ...]:
    """Return the White and the BME headcount of each band."""
    return tuple(
        each
        for band, (white, bme) in figures.items()
        for each in groups("headcount", MARCH, {"white": white, "bme": bme}, band=band, **where)
    )


def stock_ratio(*observations: Observation, name: str = "disparity-lower-upper") -> StockRatioResult:
    """Compute a disparity ratio."""
    (result,) = results(name, dataset(*observations))
    assert isinstance(result, StockRatioResult)
    return result


def test_a_disparity_ratio_is_a_ratio_of_odds_between_tiers() -> None:
    """White upper over lower, divided by BME upper over lower; bands of a tier are added."""
    result = stock_ratio(*bands({"4": (1000, 300), "5": (1200, 310), "8a": (200, 30), "vsm": (110, 10)}))
    assert {("white", "upper"): 310, ("white", "lower"): 2200, ("bme", "upper"): 40, ("bme", "lower"): 610} == (
        result.counts
    )
    assert Fraction(310, 2200) / Fraction(40, 610) == result.ratio
    assert result.estimate is not None
    assert isclose(310 / 2200 / (40 / 610), result.estimate.value or 0)


def test_a_tier_without_bme_staff_gives_an_infinite_or_no_ratio() -> None:
    """No BME staff in the upper tier is infinite odds against them; no exact ratio is made of it."""
    result = stock_ratio(*bands({"5": (10, 5), "8a": (3, 0)}))
    assert (None, "") == (result.ratio, result.why_not)
    assert result.estimate is not None
    assert inf == result.estimate.value


def test_a_tier_without_white_staff_below_is_infinite_too() -> None:
    """Nobody White in the lower tier: no exact ratio."""
    result = stock_ratio(*bands({"5": (0, 5), "8a": (3, 2)}))
    assert result.ratio is None


def test_an_empty_tier_is_not_calculable() -> None:
    """Nobody of either group in a tier says nothing about the odds."""
    result = stock_ratio(*bands({"5": (10, 5), "8a": (0, 0)}))
    assert (None, "nobody in the upper tier") == (result.ratio, result.why_not)


def test_a_suppressed_band_takes_its_tier_with_it() -> None:
    """A tier without one of its bands would be too small."""
    result = stock_ratio(*bands({"5": (10, 5), "8a": (3, SUPPRESSED), "8b": (2, 1)}))
    assert (None, None, "suppressed") == (result.ratio, result.estimate, result.why_not)


def test_a_tier_that_the_data_do_not_have_is_not_calculable() -> None:
    """Where no band of the upper tier is in the data at all, nothing is taken for 0."""
    result = stock_ratio(*bands({"5": (10, 5)}))
    assert "not recorded: the data name none of bands 8a and above" == result.why_not
    assert 0 == result.counts["white", "upper"]


def test_a_year_without_a_workforce_has_no_disparity_ratio() -> None:
    """No headcount in the year is a reason, not a crash."""
    (result,) = results("disparity-lower-upper", dataset(*bands({"5": (1, 1), "8a": (1, 1)})), year=2019)
    assert ("year 2019", True) == (result.period, "bands 8a and above" in result.why_not)


# --- the view ---------------------------------------------------------------------------------------------------------


def test_of_two_snapshots_in_one_year_the_expected_one_is_used() -> None:
    """Both days fall into the year; the standard's own day is read, whatever the order of the figures."""
    data = dataset(figure("headcount", 6, autumn(2025)), figure("headcount", 5, on_31_march(2025)))
    assert 5 == View(dataset=data, standard=WRES, year=2025).read("headcount").count


def test_a_view_says_periods_and_labels_in_words() -> None:
    """Where a year has no figure the year is said."""
    view = View(dataset=dataset(figure("shortlisted", 5, to_31_march(2025))), standard=WRES, year=2025)
    assert ("1 April 2024 to 31 March 2025", "year 2025") == (view.words("shortlisted"), view.words("headcount"))
    assert CODE_LISTS["ethnicity"].label("bme") == view.label("bme") == "BME"


def test_without_an_unknown_column_the_share_of_all_is_not_calculable() -> None:
    """Known staff are not all staff: the share of known is given, that of all says what is missing."""
    data = dataset(*groups("headcount", MARCH, {"white": 80, "bme": 20}))
    (result,) = assess(data, WRES).of("wres-1")
    assert isinstance(result, CompositionResult)
    assert "there is no figure for unknown, so how many there are in all cannot be told" in result.why_not
    assert [Fraction(20)] == [share.percent for share in result.shares if share.percent and share.group == "bme"]
