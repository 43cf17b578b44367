"""The WRES as its guidance and published reports have it: one test a rule, named after the section.

Sections are those of the WRES: indicators 1 to 9, the map of ethnic categories, ranges, rounding,
race disparity ratios, and the collection. What is only remembered says so in the standard's doubts.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from tests.core.equality.datasets import (
    MARCH,
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
from fairness_core.equality.indicators import RateRatio, StockRatio, load_standard, standard
from fairness_core.equality.results import (
    AnyResult,
    CompositionResult,
    PointGapResult,
    RateRatioResult,
    StockRatioResult,
    SurveyResult,
)
from fairness_core.equality.validate import validate
from fairness_core.observations import Dataset, merge
from fairness_core.problems import Severity
from fairness_core.values import Value, round_half_up

WRES = standard("wres-2025")


def result(data: Dataset, name: str) -> AnyResult:
    """Return the result of an indicator for the whole organisation in the latest year."""
    assessment = assess(data, WRES, by=[])
    return assessment.of(name, assessment.latest)[0]


def likelihood(events: str, people: str, white: tuple[int, int], bme: tuple[int, int]) -> Dataset:
    """Return events and people of White and of BME staff, with many unknown who should not matter."""
    period = MARCH if people == "headcount" else YEAR
    return dataset(
        *groups(events, YEAR, {"white": white[0], "bme": bme[0], "unknown": 500}),
        *groups(people, period, {"white": white[1], "bme": bme[1], "unknown": 900}),
    )


# --- indicators 2, 3 and 4: relative likelihood -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "events", "people", "expected"),
    [
        ("wres-2", "appointed", "shortlisted", Fraction(2)),
        ("wres-3", "entered_disciplinary", "headcount", Fraction(1, 2)),
        ("wres-4", "accessed_training", "headcount", Fraction(2)),
    ],
)
def test_indicators_2_and_4_are_white_over_bme_and_3_is_bme_over_white(
    name: str, events: str, people: str, expected: Fraction
) -> None:
    """White 40 of 100 against BME 20 of 100 is 2.00 in 2 and 4, and 0.50 in 3."""
    found = result(likelihood(events, people, (40, 100), (20, 100)), name)
    assert isinstance(found, RateRatioResult)
    assert expected == found.ratio


@pytest.mark.parametrize("name", ["wres-2", "wres-3", "wres-4"])
def test_above_1_is_worse_for_bme_and_1_is_parity(name: str) -> None:
    """The definition printed in the report says so for each, and closer to 1 counts as improved."""
    indicator = WRES.indicators[name]
    assert "1.00 means equally likely; above 1 is worse for BME" in indicator.definition
    assert "towards_one" == indicator.better


def test_unknown_is_left_out_of_both_rates() -> None:
    """900 people of unknown ethnicity change neither numerator nor denominator."""
    found = result(likelihood("appointed", "shortlisted", (40, 100), (20, 100)), "wres-2")
    assert isinstance(found, RateRatioResult)
    assert [(40, 100), (20, 100)] == [
        (group.rate.numerator, group.rate.denominator) for group in (found.top, found.bottom) if group.rate
    ]


def test_indicator_3_has_the_headcount_of_the_snapshot_as_its_denominator() -> None:
    """Events of April to March stand over staff in post on 31 March."""
    found = result(made_up_return(), "wres-3")
    assert isinstance(found, RateRatioResult)
    assert found.top.people[0].key == "headcount|31 March 2025|ethnicity=bme"
    assert found.period == "1 April 2024 to 31 March 2025"


def test_indicator_3_of_early_years_pools_two_years_over_person_years() -> None:
    """An edition that sets years = 2 sums events over summed headcounts, never a mean over one year's."""
    early = load_standard('extends = "wres-2025"\nid = "early"\n[indicators.wres-3]\nyears = 2')
    data = merge([made_up_return(2024, disciplined=(20, 5)), made_up_return(2025, disciplined=(17, 9))])
    found = assess(data, early, by=[]).of("wres-3", 2025)[0]
    assert isinstance(found, RateRatioResult)
    assert (Fraction(5 + 9, 725 + 725) / Fraction(20 + 17, 2505 + 2505), 2) == (found.ratio, found.years_pooled)


def test_indicator_3_is_of_one_year_now() -> None:
    """The edition of 2025 uses one year in all three ratios."""
    assert {1} == {each.years for each in WRES.indicators.values() if isinstance(each, RateRatio)}


def test_zero_cases_are_not_calculable_and_never_0_or_1() -> None:
    """No cases in either group: no ratio, and the reason."""
    found = result(likelihood("entered_disciplinary", "headcount", (0, 317), (0, 418)), "wres-3")
    assert isinstance(found, RateRatioResult)
    assert (None, "no events in either group") == (found.ratio, found.why_not)


# --- non-adverse range and significance -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("white", "bme", "position"), [(40, 50, "within"), (50, 40, "within"), (40, 51, "below"), (51, 40, "above")]
)
def test_the_non_adverse_range_is_080_to_125_with_both_ends_inside(white: int, bme: int, position: str) -> None:
    """Ratios of exactly 0.80 and 1.25 are inside; 'more than' and 'less than' are outside."""
    found = result(likelihood("appointed", "shortlisted", (white, 1000), (bme, 1000)), "wres-2")
    assert isinstance(found, RateRatioResult)
    assert position == found.position


def test_range_and_significance_are_two_flags() -> None:
    """A ratio can be outside without being significant, and significant while inside."""
    outside = result(likelihood("appointed", "shortlisted", (4, 20), (3, 20)), "wres-2")
    inside = result(likelihood("appointed", "shortlisted", (55_000, 100_000), (50_000, 100_000)), "wres-2")
    assert isinstance(outside, RateRatioResult)
    assert isinstance(inside, RateRatioResult)
    assert (("above", False), ("within", True)) == (
        (outside.position, outside.significant),
        (inside.position, inside.significant),
    )


def test_a_ratio_on_few_people_says_so() -> None:
    """9 events in the smaller group are few, 10 are not."""
    few, enough = (result(likelihood("appointed", "shortlisted", (40, 100), (bme, 100)), "wres-2") for bme in (9, 10))
    assert isinstance(few, RateRatioResult)
    assert isinstance(enough, RateRatioResult)
    assert (True, False) == (few.few_events, enough.few_events)


# --- indicator 1: composition -----------------------------------------------------------------------------------------


def test_indicator_1_keeps_the_unknown_in_its_denominator() -> None:
    """A trust's published return: 990 of 990 + 6,307 + 125 is 13%; among the known it would be 13.6%."""
    data = dataset(*groups("headcount", MARCH, {"white": 6307, "bme": 990, "unknown": 125}))
    found = result(data, "wres-1")
    assert isinstance(found, CompositionResult)
    assert (7422, Decimal(13)) == (found.main.denominator.count, round_half_up(found.main.percent or 0, 0))
    known = next(share for share in found.shares if (share.group, share.base) == ("bme", "known"))
    assert Decimal("13.6") == round_half_up(known.percent or 0, 1)


def test_indicator_1_compares_a_band_with_the_whole_and_tests_nothing() -> None:
    """A part is compared with its whole: points, and no p-value anywhere in the result."""
    data = dataset(
        *groups("headcount", MARCH, {"white": 80, "bme": 20, "unknown": 0}),
        *groups("headcount", MARCH, {"white": 9, "bme": 1, "unknown": 0}, band="8a"),
    )
    band = assess(data, WRES, by=["band"]).of("wres-1")[1]
    assert isinstance(band, CompositionResult)
    assert Fraction(-10) == band.difference
    assert not hasattr(band, "estimate")


# --- indicators 5 to 8: staff survey ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "better"), [("wres-5", "lower"), ("wres-6", "lower"), ("wres-7", "higher"), ("wres-8", "lower")]
)
def test_indicators_5_to_8_are_published_percentages_of_the_autumn_before(name: str, better: str) -> None:
    """The return of 2025 takes the survey of autumn 2024 as printed; only belief in equal chances should rise."""
    found = result(made_up_return(2025), name)
    assert isinstance(found, SurveyResult)
    assert (2025, "1 September 2024 to 30 November 2024", better) == (
        found.year,
        found.period,
        WRES.indicators[name].better,
    )


def test_indicator_7_is_broken_at_2022() -> None:
    """From the survey of 2021 'don't know' stays in the base: the return of 2022 begins a new series."""
    assert ["2022"] == list(WRES.indicators["wres-7"].breaks)


def test_a_survey_gap_is_in_points_bme_less_white() -> None:
    """24.0% and 21.5% are 2.5 points apart."""
    data = dataset(
        *groups("survey_harassment_public", autumn(2024), {"bme": percent("24.0"), "white": percent("21.5")})
    )
    found = result(data, "wres-5")
    assert isinstance(found, SurveyResult)
    assert Fraction(5, 2) == found.gap


# --- indicator 9: board -----------------------------------------------------------------------------------------------


def test_indicator_9_is_board_less_workforce_in_points_unknown_in_both() -> None:
    """2 of 15 on the board and 725 of 3,296 in post; negative is under-represented."""
    found = result(made_up_return(), "wres-9")
    assert isinstance(found, PointGapResult)
    assert Fraction(200, 15) - Fraction(72500, 3296) == found.difference
    assert Decimal("-8.7") == round_half_up(found.difference or 0, 1)


# --- ethnic categories ------------------------------------------------------------------------------------------------


def test_white_is_a_to_c_bme_d_to_s_and_the_rest_unknown() -> None:
    """The 16+1 codes become three groups; White minorities, Roma and Travellers are White, Arab is BME."""
    codes = {**dict.fromkeys("ABCDEFGHJKLMNPRSZ", 1), "99": 1, "discontinued": 1}
    found = result(dataset(*groups("headcount", MARCH, {**codes})), "wres-1")
    assert isinstance(found, CompositionResult)
    assert {"white": 3, "bme": 13, "unknown": 3} == {group: each.count for group, each in found.counts.items()}
    assert ["C", "C", "S"] == [WRES.code_list.find(text) for text in ("Roma", "Irish Traveller", "Arab")]


# --- rounding ---------------------------------------------------------------------------------------------------------


def test_figures_are_rounded_once_at_the_end_and_half_up() -> None:
    """9 of 725 over 17 of 2,505 is 1.83; rates rounded first to 1.2 and 0.7 would give 1.71."""
    found = result(made_up_return(), "wres-3")
    assert isinstance(found, RateRatioResult)
    assert Decimal("1.83") == round_half_up(found.ratio or 0, WRES.indicators["wres-3"].decimals)
    assert Decimal("1.71") == round_half_up(Fraction(12, 7), 2)
    assert Decimal("0.13") == round_half_up(Fraction(1, 8), 2)


def test_ratios_have_two_decimals_and_percentages_one() -> None:
    """The decimals that are printed are data of the standard."""
    ratios = [each.decimals for each in WRES.indicators.values() if isinstance(each, RateRatio | StockRatio)]
    shares = [each.decimals for each in WRES.indicators.values() if not isinstance(each, RateRatio | StockRatio)]
    assert ({2}, {1}) == (set(ratios), set(shares))


# --- race disparity ratios --------------------------------------------------------------------------------------------


def bands(**figures: tuple[int, int]) -> Dataset:
    """Return clinical staff by band, White and BME; `b5` is band 5."""
    return dataset(
        *(
            each
            for band, (white, bme) in figures.items()
            for each in groups(
                "headcount", MARCH, {"white": white, "bme": bme, "unknown": 50}, band=band[1:], cluster="clinical"
            )
        )
    )


STAFF = bands(b2=(300, 120), b5=(900, 400), b6=(700, 200), b7=(400, 60), b8a=(150, 20), bvsm=(12, 1))


def disparity(data: Dataset, name: str) -> StockRatioResult:
    """Return a disparity ratio of the clinical staff."""
    found = result(data, f"disparity-{name}")
    assert isinstance(found, StockRatioResult)
    return found


def test_disparity_tiers_are_bands_up_to_5_then_6_and_7_then_8a_and_above() -> None:
    """Lower, middle and upper, VSM among the upper; unknown and medical staff are in none."""
    assert (1200, 520, 1100, 260) == tuple(
        disparity(STAFF, "lower-middle").counts[pair]
        for pair in (("white", "lower"), ("bme", "lower"), ("white", "middle"), ("bme", "middle"))
    )
    assert (162, 21) == tuple(disparity(STAFF, "lower-upper").counts[group, "upper"] for group in ("white", "bme"))


def test_disparity_of_lower_to_upper_is_the_product_of_the_two_steps() -> None:
    """Exactly, before rounding."""
    steps = [disparity(STAFF, name).ratio or 0 for name in ("lower-middle", "middle-upper")]
    assert steps[0] * steps[1] == disparity(STAFF, "lower-upper").ratio


def test_disparity_ratios_have_no_non_adverse_range() -> None:
    """They are ratios of odds in post, not of likelihoods: the four-fifths convention does not apply."""
    assert not hasattr(disparity(STAFF, "lower-upper"), "position")
    assert disparity(STAFF, "lower-upper").estimate is not None


def test_medical_staff_have_no_disparity_ratio() -> None:
    """Consultants are in no band, so in no tier, and medical is no stratum of these ratios."""
    data = merge(
        [STAFF, dataset(*groups("headcount", MARCH, {"white": 9, "bme": 9}, band="consultant", cluster="medical"))]
    )
    found = assess(data, WRES, by=[]).of("disparity-lower-upper")
    assert [(("cluster", "clinical"),)] == [each.where for each in found]
    assert [disparity(STAFF, "lower-upper").ratio] == [
        each.ratio for each in found if isinstance(each, StockRatioResult)
    ]


# --- the collection ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figures", "code", "severity"),
    [
        ({("appointed", "bme"): 5, ("shortlisted", "bme"): 4}, "part_above_whole", Severity.ERROR),
        ({("entered_disciplinary", "bme"): 5, ("headcount", "bme"): 4}, "part_above_whole", Severity.WARNING),
        ({("accessed_training", "white"): 5, ("headcount", "white"): 4}, "part_above_whole", Severity.WARNING),
        ({("shortlisted", "white"): -1}, "negative_count", Severity.ERROR),
        ({("survey_discrimination", "bme"): percent("141")}, "percentage_out_of_range", Severity.ERROR),
        ({("headcount", "known"): 80, ("headcount", "unknown"): 20}, "many_unknown", Severity.WARNING),
    ],
)
def test_the_collections_checks(figures: dict[tuple[str, str], Value], code: str, severity: Severity) -> None:
    """A flow above its flow is an error, a flow above a stock a warning; ranges and unknowns are looked at."""
    periods = {"headcount": MARCH, "survey_discrimination": autumn(2024)}
    data = dataset(
        *(
            figure(measure, value, periods.get(measure, YEAR), ethnicity=group)
            for (measure, group), value in figures.items()
        )
    )
    assert [(code, severity)] == [(each.code, each.severity) for each in validate(data, WRES)]


def test_a_jump_from_one_31_march_to_the_next_is_looked_at() -> None:
    """A workforce that shrank by 30% in a year is worth a question."""
    data = dataset(
        figure("headcount", 1000, on_31_march(2024)),
        figure("headcount", 700, on_31_march(2025)),
        figure("shortlisted", 7, to_31_march(2025)),
    )
    assert ["large_change"] == [each.code for each in validate(data, WRES)]
