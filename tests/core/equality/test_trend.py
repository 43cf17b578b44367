"""Comparison of years: which way the point estimate moved, and whether that counts as better."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import inf

import pytest
from tests.core.equality.datasets import (
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
from fairness_core.equality.indicators import Better, standard
from fairness_core.equality.trend import RULES, Change, Verdict, compare_years, judge
from fairness_core.observations import Dataset, merge

WRES = standard("wres-2025")

DECK: list[tuple[str, list[str], Better, Verdict]] = [
    ("indicator 3", ["1.10", "0.80", "1.15", "1.14"], "towards_one", "improved"),
    ("indicator 4", ["1.62", "2.39", "1.84", "1.00"], "towards_one", "improved"),
    ("indicator 5, BME", ["24.0", "23", "24"], "lower", "worsened"),
    ("indicator 5, White", ["21.0", "23", "24"], "lower", "worsened"),
    ("indicator 6, BME", ["21.0", "23", "24"], "lower", "worsened"),
    ("indicator 6, White", ["18.0", "19", "20"], "lower", "worsened"),
    ("indicator 7, BME", ["50.0", "50", "52"], "higher", "improved"),
    ("indicator 9, BME", ["21.1", "28.8", "33.3", "23.53"], "higher", "worsened"),
]
"""Figures and arrows as printed; source: the trust's published slides, 2025. Up is improved, down worsened."""


@pytest.mark.parametrize(("figures", "better", "verdict"), [row[1:] for row in DECK], ids=[row[0] for row in DECK])
def test_the_arrows_of_a_trusts_published_slides_are_reproduced(
    figures: list[str], better: Better, verdict: Verdict
) -> None:
    """The last two years and the indicator's rule give the arrow that the trust printed."""
    assert verdict == judge(Decimal(figures[-2]), Decimal(figures[-1]), better)


def test_another_rule_would_turn_the_boards_arrow_round() -> None:
    """Measured by distance from the workforce's share the board improved: so the rule is printed."""
    workforce_2023, workforce_2024 = Decimal("22.0"), Decimal("26.0")
    gaps = abs(Decimal("33.3") - workforce_2023), abs(Decimal("23.53") - workforce_2024)
    assert ("improved", "worsened") == (judge(*gaps, "lower"), judge(Decimal("33.3"), Decimal("23.53"), "higher"))


@pytest.mark.parametrize(
    ("before", "after", "better", "verdict"),
    [
        (Fraction(3, 2), Fraction(2, 3), "towards_one", "same"),
        (2.0, 0.5, "towards_one", "same"),
        (Fraction(1, 2), Fraction(3, 2), "towards_one", "improved"),
        (Fraction(1), Fraction(9, 10), "towards_one", "worsened"),
        (1.1, Fraction(11, 10), "towards_one", "same"),
        (inf, Fraction(5), "towards_one", "improved"),
        (Fraction(5), inf, "towards_one", "worsened"),
        (inf, inf, "towards_one", "same"),
        (Fraction(0), Fraction(1), "towards_one", "not comparable"),
        (Fraction(1), Fraction(0), "towards_one", "not comparable"),
        (None, Fraction(1), "lower", "not comparable"),
        (Fraction(1), None, "none", "not comparable"),
        (Fraction(1), Fraction(2), "none", "not judged"),
        (Decimal("24.0"), Decimal("24"), "lower", "same"),
        (Decimal("24"), Fraction(47, 2), "lower", "improved"),
        (Fraction(-5), Fraction(-4), "higher", "improved"),
        (Fraction(0), Fraction(0), "higher", "same"),
    ],
)
def test_a_change_is_judged_by_the_rule_of_the_indicator(
    before: Fraction | Decimal | float | None,
    after: Fraction | Decimal | float | None,
    better: Better,
    verdict: Verdict,
) -> None:
    """Lower, higher, or nearer to 1 as a ratio: 0.5 and 2 are equally far; what is undefined is not judged."""
    assert verdict == judge(before, after, better)


def test_every_rule_is_said_in_words() -> None:
    """The rule stands with the table, whichever it is."""
    used = {indicator.better for indicator in WRES.indicators.values()}
    assert used | {"lower", "higher", "towards_one", "none"} == set(RULES)
    assert ("lower is better", "closer to 1 is better") == (RULES["lower"], RULES["towards_one"])


def changes(*parts: Dataset, indicator: str) -> list[Change]:
    """Return the changes of one indicator."""
    return [each for each in compare_years(assess(merge(parts), WRES)) if each.indicator == indicator]


def test_a_ratio_is_compared_with_that_of_the_year_before() -> None:
    """BME staff 9 and then 8 of 725: the ratio falls towards 1, with both exact figures."""
    (change,) = changes(made_up_return(2024), made_up_return(2025, disciplined=(17, 8)), indicator="wres-3")
    expected = Change(
        indicator="wres-3",
        where=(),
        item="",
        from_year=2024,
        to_year=2025,
        before=Fraction(9 * 2505, 725 * 17),
        after=Fraction(8 * 2505, 725 * 17),
        moved="down",
        verdict="improved",
    )
    assert expected == change


def test_each_group_and_each_part_has_its_own_change() -> None:
    """A survey has a change for BME and for White staff, the board one for each of its parts."""
    parts = (made_up_return(2024), made_up_return(2025))
    assert [("bme", "level", "same"), ("white", "level", "same")] == [
        (each.item, each.moved, each.verdict) for each in changes(*parts, indicator="wres-5")
    ]
    assert ["board", "voting", "executive"] == [each.item for each in changes(*parts, indicator="wres-9")]


def test_no_direction_of_composition_is_called_better() -> None:
    """The share of BME staff moved up; whether that is better is not for a rule to say."""
    (change,) = changes(
        dataset(*groups("headcount", on_31_march(2024), {"white": 8, "bme": 2, "unknown": 0})),
        dataset(*groups("headcount", on_31_march(2025), {"white": 7, "bme": 3, "unknown": 0})),
        indicator="wres-1",
    )
    assert (Fraction(20), Fraction(30), "up", "not judged") == (
        change.before,
        change.after,
        change.moved,
        change.verdict,
    )


def test_a_year_between_that_is_missing_is_skipped_over() -> None:
    """2025 is compared with 2023 when there is nothing for 2024."""
    (change,) = changes(made_up_return(2023), made_up_return(2025), indicator="wres-2")
    assert (2023, 2025) == (change.from_year, change.to_year)


def survey(year: int, text: str) -> Dataset:
    """Return the belief in equal opportunities in the return of a year."""
    return dataset(
        *groups("survey_equal_opportunity", autumn(year - 1), {"bme": percent(text), "white": percent("60")})
    )


def test_a_break_in_the_series_is_not_stepped_over() -> None:
    """Up to 2021 'don't know' was left out: no comparison, and the reason is that of the standard."""
    first, _, second, _ = changes(survey(2021, "78.0"), survey(2022, "48.0"), survey(2023, "49.0"), indicator="wres-7")
    assert ("not comparable", "", 2022) == (first.verdict, first.moved, first.to_year)
    assert "don't know" in first.why_not
    assert ("improved", "up", "") == (second.verdict, second.moved, second.why_not)


@pytest.mark.parametrize(("years", "missing"), [((2024, 2025), 2024), ((2025, 2024), 2025)])
def test_a_figure_that_is_missing_in_one_year_is_not_compared(years: tuple[int, int], missing: int) -> None:
    """The year without a figure is named, and nothing is said to have moved."""
    unsaid, said = years
    data = dataset(
        *groups("entered_disciplinary", to_31_march(unsaid), {"white": 0, "bme": 0}),
        *groups("entered_disciplinary", to_31_march(said), {"white": 2, "bme": 2}),
        *(each for year in years for each in groups("headcount", on_31_march(year), {"white": 9, "bme": 9})),
    )
    (change,) = changes(data, indicator="wres-3")
    assert ("not comparable", "", f"there is no figure for {missing}") == (change.verdict, change.moved, change.why_not)


def test_an_infinite_ratio_can_be_compared() -> None:
    """From infinite to 1: improved, and down."""
    data = dataset(
        *groups("entered_disciplinary", to_31_march(2024), {"white": 0, "bme": 2}),
        *groups("entered_disciplinary", to_31_march(2025), {"white": 2, "bme": 2}),
        *(each for year in (2024, 2025) for each in groups("headcount", on_31_march(year), {"white": 9, "bme": 9})),
    )
    (change,) = changes(data, indicator="wres-3")
    assert (inf, Fraction(1), "down", "improved") == (change.before, change.after, change.moved, change.verdict)


def disparity(year: int, middle: int) -> Dataset:
    """Return staff of two tiers, `middle` of them BME staff in band 6."""
    return dataset(
        *groups("headcount", on_31_march(year), {"white": 50, "bme": 50}, band="5"),
        *groups("headcount", on_31_march(year), {"white": 50, "bme": middle}, band="6"),
        figure("headcount", 200, on_31_march(year)),
    )


def test_disparity_ratios_are_compared_too() -> None:
    """From 50/25 to 50/40 the odds come closer to 1."""
    (change,) = changes(disparity(2024, 25), disparity(2025, 40), indicator="disparity-lower-middle")
    assert (Fraction(2), Fraction(5, 4), "improved") == (change.before, change.after, change.verdict)


def test_a_missing_survey_figure_is_named() -> None:
    """A group without a published percentage in the later year has no change."""
    later = dataset(*groups("survey_equal_opportunity", autumn(2024), {"bme": percent("50")}))
    bme, white = changes(survey(2024, "49.0"), later, indicator="wres-7")
    assert ("improved", "there is no figure for 2025") == (bme.verdict, white.why_not)


def test_what_is_not_comparable_always_says_why() -> None:
    """A ratio of 0 has no distance from 1, and the reader is told so."""
    (change,) = changes(made_up_return(2024), made_up_return(2025, disciplined=(17, 0)), indicator="wres-3")
    assert "not comparable" == change.verdict
    assert change.why_not


def test_the_first_year_has_nothing_to_be_compared_with() -> None:
    """One year alone has no change."""
    assert () == compare_years(assess(made_up_return(2025), WRES))
