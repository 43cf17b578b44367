"""Sentences: who is likelier, by how much, and what it does not prove."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.equality.datasets import SUPPRESSED, made_up_return, percent
from tests.core.report.made_reports import WRES, assessed, bands, changed, trust

from fairness_core.equality.assess import Assessment, assess
from fairness_core.equality.indicators import load_standard
from fairness_core.equality.results import AnyResult, RateRatioResult, StockRatioResult
from fairness_core.equality.trend import compare_years
from fairness_core.observations import Dataset, merge
from fairness_core.report import tables, wording
from fairness_core.report.draft import Hidden, Sentence
from fairness_core.values import Value

ENTERED = "to enter the formal disciplinary process"
RANGE = "the non-adverse range (0.80 to 1.25, the four-fifths convention)"
CHANCE = "a difference as large as this could well arise by chance"


def result_of(assessment: Assessment, name: str, year: int | None = None) -> AnyResult:
    """Return the first result of an indicator."""
    return assessment.of(name, year)[0]


def finding(data: Dataset, name: str) -> Sentence:
    """Return the sentence on the first result of an indicator."""
    assessment = assessed(data)
    return wording.finding(result_of(assessment, name), assessment)


def disciplined(white: int, bme: int) -> Dataset:
    """Return a trust in which so many White and so many BME staff entered the disciplinary process."""
    return made_up_return(disciplined=(white, bme))


def evidence(data: Dataset, name: str = "wres-3") -> str:
    """Return the sentence on evidence."""
    result = result_of(assessed(data), name)
    assert isinstance(result, RateRatioResult)
    return wording.ratio_evidence(result, WRES).text


def test_the_likelier_group_is_named_first() -> None:
    """9 of 725 is 1.24 %, 17 of 2,505 is 0.68 %: both rates stand beside the ratio."""
    text = f"BME staff were 1.83 times as likely as White staff {ENTERED} (1.2% against 0.7%)."
    assert text == finding(disciplined(17, 9), "wres-3").text


def test_a_ratio_under_1_is_told_from_the_other_side() -> None:
    """Two of 725 against seventeen of 2,505 is 0.41: White staff are 2.46 times as likely, and nobody 0.41 times."""
    text = f"White staff were 2.46 times as likely as BME staff {ENTERED} (0.7% against 0.3%)."
    assert text == finding(disciplined(17, 2), "wres-3").text


def test_likelihoods_that_round_to_1_are_called_about_equal() -> None:
    """501 of 2,505 and 145 of 725 are both a fifth; 502 is still 1.00."""
    equal = "White and BME staff were about equally likely to take up non-mandatory training (20.0% and 20.0%)."
    assert equal == finding(made_up_return(), "wres-4").text
    nearly = changed(made_up_return(), "accessed_training", 502, ethnicity="white")
    assert equal == finding(nearly, "wres-4").text


@pytest.mark.parametrize(
    ("white", "bme", "expected"),
    [
        (17, 0, "None of 725 BME staff, against 17 of 2,505 White staff, were seen to enter"),
        (0, 9, "None of 2,505 White staff, against 9 of 725 BME staff, were seen to enter"),
    ],
)
def test_where_one_group_had_none_no_number_is_said(white: int, bme: int, expected: str) -> None:
    """Neither 0 times nor infinitely many times as likely: the counts are told."""
    text = finding(disciplined(white, bme), "wres-3").text
    assert text.startswith(expected)
    assert text.endswith("no number says how many times as likely.")
    assert "infinity" not in text


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (SUPPRESSED, "BME: suppressed"),
        (800, "BME: more events (800) than people (725)"),
        (percent("1.0"), "BME: a figure is not a count"),
    ],
)
def test_what_is_not_calculable_says_why(value: Value, reason: str) -> None:
    """A missing figure, more events than people, a percentage where a count should be."""
    text = finding(changed(made_up_return(), "entered_disciplinary", value, ethnicity="bme"), "wres-3").text
    assert f"Entering the formal disciplinary process: not calculable for 2025: {reason}." == text


def test_where_nobody_in_either_group_had_the_outcome_there_is_no_ratio() -> None:
    """0/0 is not 1."""
    text = finding(disciplined(0, 0), "wres-3").text
    title = "Entering the formal disciplinary process: not calculable for 2025: "
    assert text.startswith(title)
    assert "1" not in text.removeprefix(title)


def test_a_reason_that_tells_counts_rests_on_them() -> None:
    """'More events (4) than people (3)' would give both away, so it is hidden with them."""
    small = changed(
        changed(made_up_return(), "headcount", 3, ethnicity="bme"), "entered_disciplinary", 4, ethnicity="bme"
    )
    sentence = finding(small, "wres-3")
    assert "more events (4) than people (3)" in sentence.text
    assert {"headcount", "entered_disciplinary"} == {key.split("|")[0] for key in sentence.parts[0].rests_on}  # type: ignore[union-attr]
    assert wording.HIDDEN in sentence.otherwise
    assert not any(character.isdigit() for character in sentence.otherwise)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            disciplined(17, 9),
            f"The figure is above {RANGE}, and {CHANCE} (p 0.155). "
            "The numbers are small: a single person changes the figure a good deal.",
        ),
        (
            disciplined(100, 90),
            f"The figure is above {RANGE}, and a difference as large as this would be unlikely by chance alone "
            "(p under 0.001).",
        ),
        (disciplined(170, 49), f"The figure is inside {RANGE}, and {CHANCE} (p 0.990)."),
    ],
)
def test_position_and_evidence_are_told_apart(data: Dataset, expected: str) -> None:
    """Where the ratio lies, how well chance would explain it, and whether it rests on few: three things."""
    assert expected == evidence(data)


def test_a_ratio_below_the_range_is_below_it() -> None:
    """0.41 is outside on the other side."""
    assert "below the non-adverse range" in evidence(disciplined(17, 2))


def test_a_ratio_that_is_told_from_the_other_side_is_named_where_it_stands() -> None:
    """White staff are 2.46 times as likely: it is BME staff relative to White staff who are below the range."""
    assert f"The figure (BME staff relative to White staff) is below {RANGE}, and" in evidence(disciplined(17, 2))
    assert evidence(disciplined(17, 9)).startswith("The figure is above")


def test_only_four_fifths_and_its_inverse_are_called_the_convention() -> None:
    """A trust that sets a range of its own is not told that it is the convention."""
    own = 'extends = "wres-2025"\nid = "ours"\nrevision = 1\n[indicators.wres-3]\nnon_adverse_range = [0.90, 1.10]\n'
    assessment = assess(disciplined(170, 49), load_standard(own))
    result = result_of(assessment, "wres-3")
    assert isinstance(result, RateRatioResult)
    assert (
        "inside the non-adverse range (0.90 to 1.10), and" in wording.ratio_evidence(result, assessment.standard).text
    )


def test_without_a_ratio_there_is_no_evidence_to_tell() -> None:
    """Neither interval nor p-value."""
    assert "Without a ratio there is no interval to show." == evidence(disciplined(0, 0))
    missing = changed(made_up_return(), "entered_disciplinary", SUPPRESSED, ethnicity="bme")
    assert "Without a ratio there is no interval to show." == evidence(missing)


def test_representation_is_a_share_with_its_numbers() -> None:
    """725 of 3,296."""
    assert "BME staff were 22.0% of the workforce (725 of 3,296)." == finding(made_up_return(), "wres-1").text
    missing = changed(made_up_return(), "headcount", SUPPRESSED, ethnicity="bme")
    assert "Representation by pay band: not calculable for 2025: suppressed." == finding(missing, "wres-1").text


def test_the_survey_is_two_percentages_and_their_gap() -> None:
    """The gap is top minus bottom, with its sign; without one of the two it is not calculable."""
    assert (
        "14.2% of BME staff and 5.7% of White staff experienced discrimination at work from a manager, team leader or "
        "other colleagues (a gap of +8.5 points)." == finding(made_up_return(), "wres-8").text
    )
    assert "(a gap of -14.1 points)." in finding(made_up_return(), "wres-7").text
    missing = changed(made_up_return(), "survey_discrimination", SUPPRESSED, ethnicity="bme")
    assert "Discrimination at work: not calculable for 2025: BME: suppressed." == finding(missing, "wres-8").text


def test_the_board_stands_beside_the_workforce() -> None:
    """2 of 15 is 13.3 %, beside 22.0 %: 8.7 points fewer."""
    assert (
        "Whole board: BME people were 13.3% (2 of 15), and 22.0% of the workforce: -8.7 points."
        == finding(made_up_return(), "wres-9").text
    )
    missing = changed(made_up_return(), "board_members", SUPPRESSED)
    assert "Board representation: not calculable for 2025: suppressed." == finding(missing, "wres-9").text


def test_the_disparity_ratio_tells_odds() -> None:
    """(205/700) / (55/150) is 0.80 and (200/600) / (20/300) is 5; the place comes first."""
    assessment = assessed(bands(2025))
    told = [wording.finding(each, assessment).text for each in assessment.of("disparity-lower-upper")]
    odds = "the odds of White staff being in bands 8a and above rather than in bands 5 and below were"
    assert [
        f"Non-clinical: {odds} 0.80 times those of BME staff.",
        f"Clinical, not medical: {odds} 5.00 times those of BME staff.",
    ] == told


def test_a_disparity_ratio_without_bands_says_why() -> None:
    """A return without bands has no tiers; the sentence stands by itself in a summary, so it says what is meant."""
    text = finding(made_up_return(), "disparity-lower-upper").text
    odds = "the odds of being in bands 8a and above rather than in bands 5 and below"
    assert text.startswith(f"All staff: {odds} cannot be compared for 2025: ")


def test_a_disparity_ratio_of_a_tier_without_anybody_is_told_in_words() -> None:
    """No BME staff in the upper tier: neither 0 times nor infinity times; the headcounts are told."""
    nobody = changed(bands(2025), "headcount", 0, ethnicity="bme", band="8a")
    assert (
        "Non-clinical: 205 White staff were in bands 8a and above and 700 in bands 5 and below, against 0 and 150 BME "
        "staff: no number says how their odds compare." == finding(nobody, "disparity-lower-upper").text
    )
    none = changed(bands(2025), "headcount", 0, ethnicity="white", band="8a")
    assert "0 White staff were in bands 8a" in finding(none, "disparity-lower-upper").text


def moved(data: Dataset, name: str) -> Sentence:
    """Return the sentence on how an indicator moved in its latest year."""
    assessment = assessed(data)
    change = next(each for each in reversed(compare_years(assessment)) if each.indicator == name)
    before, after = (result_of(assessment, name, year) for year in (change.from_year, change.to_year))
    parts = (tables.main_amount(before, assessment), tables.main_amount(after, assessment))
    return wording.change_words(change, parts, assessment)


def test_a_change_is_told_with_both_figures_and_its_rule() -> None:
    """From 8 to 9 BME staff, the ratio rose away from 1, which is worse."""
    assert (
        "From 2024 to 2025 the figure rose, from 1.63 to 1.83: worsened (closer to 1 is better)."
        == moved(trust(2024, 2025), "wres-3").text
    )


def test_a_change_that_is_not_judged_has_no_verdict() -> None:
    """Representation going up is neither better nor worse here."""
    data = merge([made_up_return(2024), changed(made_up_return(2025), "headcount", 825, ethnicity="bme")])
    assert "From 2024 to 2025 the figure rose, from 22.0% to 25.0%." == moved(data, "wres-1").text


def test_a_change_that_print_does_not_show_is_no_change() -> None:
    """Two years whose figures print alike are said to be alike, whatever the next decimal."""
    data = merge([made_up_return(2024), changed(made_up_return(2025), "accessed_training", 502, ethnicity="white")])
    assert "The figure was 1.00 in 2025, as in 2024." == moved(data, "wres-4").text


def test_a_change_of_a_ratio_under_1_says_of_whom() -> None:
    """The finding is told from the other side, so that the figure's own side is named with its change."""
    lower = changed(made_up_return(2025), "accessed_training", 480, ethnicity="white")
    figure = "the figure (White staff relative to BME staff)"
    assert (
        f"From 2024 to 2025 {figure} fell, from 1.00 to 0.96: worsened (closer to 1 is better)."
        == moved(merge([made_up_return(2024), lower]), "wres-4").text
    )
    same = changed(made_up_return(2024), "accessed_training", 480, ethnicity="white")
    assert f"T{figure[1:]} was 0.96 in 2025, as in 2024." == moved(merge([same, lower]), "wres-4").text


def test_years_that_cannot_be_compared_say_why() -> None:
    """A figure that is missing in one of them, or a break in the series."""
    gone = changed(made_up_return(2024), "entered_disciplinary", SUPPRESSED)
    assert (
        "No comparison with 2024 is made: there is no figure for 2024."
        == moved(merge([gone, made_up_return(2025)]), "wres-3").text
    )
    across = moved(merge([made_up_return(2021), made_up_return(2022)]), "wres-7").text
    assert across.startswith("No comparison with 2021 is made: from the survey of 2021")


def test_places_are_told_in_words() -> None:
    """A stratum by its labels, the whole by nothing."""
    assessment = assessed(bands(2025), "band")
    where = (("band", "8a"), ("cluster", "clinical"))
    assert "Band 8a, Clinical, not medical" == wording.where_words(assessment, where)
    assert "" == wording.where_words(assessment, ())


def test_braces_in_plain_words_stay() -> None:
    """A sentence without figures is printed as it is."""
    assert "A {0} in a title {x}." == wording.plain("A {0} in a title {x}.").text


@given(
    people=st.tuples(st.integers(1, 5000), st.integers(1, 5000)),
    data=st.data(),
)
def test_any_ratio_is_told_without_blame_or_proof(people: tuple[int, int], data: st.DataObject) -> None:
    """For any counts: the likelier group comes first, never 'times more', never a number under 1 times as likely."""
    white, bme = (data.draw(st.integers(0, each)) for each in people)
    changed_return = made_up_return(disciplined=(white, bme))
    for group, value in zip(("white", "bme"), people, strict=True):
        changed_return = changed(changed_return, "headcount", value, ethnicity=group)
    text = finding(changed_return, "wres-3").text
    assert "times more" not in text
    assert text.endswith(".")
    if white and bme and "equally" not in text:
        bme_is_likelier = Fraction(bme, people[1]) > Fraction(white, people[0])
        assert text.startswith("BME" if bme_is_likelier else "White")
        assert float(text.split(" times")[0].split()[-1].replace(",", "")) > 1


def test_hidden_parts_have_another_sentence_without_a_figure() -> None:
    """What is said instead of each finding has no digit that could tell."""
    assessment = assessed(trust(2024, 2025))
    for result in assessment.results:
        sentence = wording.finding(result, assessment)
        assert not any(isinstance(part, Hidden) for part in sentence.parts)
        if sentence.parts:
            assert not any(character.isdigit() for character in sentence.otherwise)
            assert "protect" in sentence.otherwise
    assert any(isinstance(each, StockRatioResult) for each in assessment.results)
