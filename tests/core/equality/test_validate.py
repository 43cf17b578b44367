"""Validation: every problem of a dataset under a standard at once, each with its place."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest
from tests.core.equality.datasets import (
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

from fairness_core.equality.indicators import load_standard, standard
from fairness_core.equality.validate import validate
from fairness_core.observations import Dataset, Observation, Period, SourceFacts, TableFacts, merge
from fairness_core.problems import Problem, Severity
from fairness_core.values import Stated, Unit, Value

WRES = standard("wres-2025")
PLACE = "made-up.xlsx, sheet 'Return', cell"


def problems(*observations: Observation, code: str = "") -> list[Problem]:
    """Return the problems of the figures, of one code where one is named."""
    return of(dataset(*observations), code)


def of(data: Dataset, code: str = "") -> list[Problem]:
    """Return the problems of a dataset, of one code where one is named."""
    return [each for each in validate(data, WRES) if code in ("", each.code)]


def test_a_sound_return_has_no_problem() -> None:
    """Two years of figures that fit give nothing to say."""
    assert [] == of(merge([made_up_return(2024), made_up_return(2025)]))


def test_every_problem_is_told_at_once() -> None:
    """Six faults of six kinds come in one run, with each its place and severity."""
    found = problems(
        figure("headcount", 400, on_31_march(2024)),
        figure("headcount", 1000, cell="B1"),
        figure("headcount", 1000, cell="B1"),
        *groups("headcount", MARCH, {"white": 500, "bme": 300, "unknown": 200}),
        figure("shortlisted", 10, YEAR, ethnicity="bme", cell="C34"),
        figure("appointed", 12, YEAR, ethnicity="bme", cell="C35"),
        figure("shortlisted", -4, YEAR, ethnicity="white", cell="B34"),
        figure("shortlisted", 4, YEAR, ethnicity="white", cell="B99"),
        figure("survey_discrimination", percent("571"), autumn(2024), ethnicity="bme", cell="C49"),
        figure("board_members", 9, Period(end=autumn(2024).end)),
    )
    assert {
        "stated_twice": Severity.ERROR,
        "negative_count": Severity.ERROR,
        "percentage_out_of_range": Severity.ERROR,
        "other_day": Severity.NOTE,
        "part_above_whole": Severity.ERROR,
        "many_unknown": Severity.WARNING,
        "large_change": Severity.WARNING,
    } == {each.code: each.severity for each in found}
    assert all(each.hint for each in found)


def test_a_form_that_nobody_filled_in_is_an_error() -> None:
    """Not one figure that the standard uses: the files are named, and what to do."""
    sources = (SourceFacts(name="a.xlsx", sha256="", format="x"), SourceFacts(name="b.xlsx", sha256="", format="x"))
    (problem,) = of(attrs.evolve(dataset(figure("own_measure", 5)), sources=sources))
    assert ("no_figures", Severity.ERROR, "a.xlsx, b.xlsx") == (problem.code, problem.severity, problem.where.file)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (-1, "negative_count"),
        (0, None),
        (percent("100.0"), None),
        (percent("0"), None),
        (percent("100.1"), "percentage_out_of_range"),
        (percent("-0.1"), "percentage_out_of_range"),
        (Stated(value=Decimal("571"), unit=Unit.SCORE), None),
        (SUPPRESSED, None),
        (NOT_RECORDED, None),
    ],
)
def test_figures_must_lie_where_such_figures_lie(value: Value, code: str | None) -> None:
    """Counts from 0, percentages from 0 to 100 with the ends inside; scores and gaps are not judged."""
    found = problems(figure("survey_discrimination", value, autumn(2024), ethnicity="bme", cell="C49"))
    assert [code] * bool(code) == [each.code for each in found]
    assert [f"{PLACE} C49"] * bool(code) == [str(each.where) for each in found]


def test_figures_of_another_day_are_noted_once_a_period() -> None:
    """June figures are used, and the reader is told; a survey has no day of its own."""
    june = Period(end=MARCH.end.replace(month=6, day=30))
    (problem,) = problems(
        *groups("headcount", june, {"white": 5, "bme": 5}),
        figure("survey_discrimination", percent("5.0"), autumn(2024)),
        figure("shortlisted", 5, YEAR),
    )
    assert ("other_day", Severity.NOTE) == (problem.code, problem.severity)
    assert problem.message == "Staff in post: the figures speak of 30 June 2025, the standard of 31 March."


@pytest.mark.parametrize(
    ("part", "whole", "severity"),
    [("appointed", "shortlisted", Severity.ERROR), ("entered_disciplinary", "headcount", Severity.WARNING)],
)
def test_a_part_may_not_be_above_its_whole(part: str, whole: str, severity: Severity) -> None:
    """The group, the year, both figures and both places are told; equal is fine."""
    period = MARCH if whole == "headcount" else YEAR
    found = problems(
        figure(part, 9, YEAR, ethnicity="bme", cell="C35"),
        figure(whole, 8, period, ethnicity="bme", cell="C34"),
        figure(part, 8, YEAR, ethnicity="white", cell="B35"),
        figure(whole, 8, period, ethnicity="white", cell="B34"),
        code="part_above_whole",
    )
    assert [(f"{PLACE} C35", severity)] == [(str(each.where), each.severity) for each in found]
    assert found[0].message.startswith("BME, 2025: More ")
    assert f"9 of 8 ({PLACE} C34)" == found[0].found


def test_a_whole_that_was_added_up_has_no_place_of_its_own() -> None:
    """A sum has many cells: only the figure is told."""
    shortlisted = groups("shortlisted", YEAR, dict.fromkeys("DEFGHJKLMNPRS", 1))
    (problem,) = problems(
        *shortlisted, figure("appointed", 20, YEAR, ethnicity="bme", cell="C35"), code="part_above_whole"
    )
    assert "20 of 13" == problem.found


def test_a_part_above_a_whole_that_is_0_by_absence_is_told() -> None:
    """A table whose gaps are 0 can be exceeded too; there is no cell to name."""
    data = dataset(
        *groups("shortlisted", YEAR, {"white": 5, "bme": 5}, site="a"),
        *groups("shortlisted", YEAR, {"white": 5}, site="b"),
        figure("appointed", 5, YEAR, ethnicity="unknown"),
        figure("shortlisted", 0, YEAR, ethnicity="unknown"),
        tables={"shortlisted": TableFacts(absent="zero")},
    )
    (problem,) = of(data, "part_above_whole")
    assert ("5 of 0 ()", "") == (problem.found, str(problem.where))


def test_senior_medical_managers_are_some_of_the_consultants() -> None:
    """The whole of a check can be a stratum: consultants among medical staff."""
    consultants = groups("headcount", MARCH, {"white": 5, "bme": 5}, cluster="medical", band="consultant")
    managers = groups("senior_medical_managers", MARCH, {"white": 5, "bme": 6})
    staff = groups("headcount", MARCH, {"white": 500, "bme": 500})
    (problem,) = problems(*staff, *consultants, *managers, code="part_above_whole")
    assert "BME, 2025: There are more senior medical managers than consultants" in problem.message


def test_what_is_missing_is_not_checked_against() -> None:
    """A suppressed whole, and a part that is no count, say nothing about each other."""
    found = problems(
        figure("appointed", 9, YEAR, ethnicity="bme"),
        figure("shortlisted", SUPPRESSED, YEAR, ethnicity="bme"),
        figure("appointed", SUPPRESSED, YEAR, ethnicity="white"),
        figure("shortlisted", 1, YEAR, ethnicity="white"),
    )
    assert [] == found


# --- stated totals and their parts ------------------------------------------------------------------------------------


def board(total: int, voting: int, non_voting: int) -> list[Problem]:
    """Return the problems of a board's figures."""
    return problems(
        figure("board_members", total, ethnicity="bme", cell="C50"),
        figure("board_members", voting, ethnicity="bme", vote="voting"),
        figure("board_members", non_voting, ethnicity="bme", vote="non_voting"),
    )


def test_a_board_is_the_sum_of_its_voting_and_non_voting_members() -> None:
    """A difference is an error at the total's cell, with both figures; the same number is none."""
    assert [] == board(5, 2, 3)
    (problem,) = board(5, 2, 4)
    assert ("total_differs_from_parts", Severity.ERROR) == (problem.code, problem.severity)
    assert (f"{PLACE} C50", "5 stated, 6 added up", "the same number") == (
        str(problem.where),
        problem.found,
        problem.expected,
    )
    assert problem.message.startswith("Board members, BME, 2025: the stated total is not the sum of its parts by vote;")


def test_each_way_to_divide_a_board_is_checked_by_itself() -> None:
    """Votes may fit while seats do not."""
    (problem,) = problems(
        figure("board_members", 5),
        figure("board_members", 2, vote="voting"),
        figure("board_members", 3, vote="non_voting"),
        figure("board_members", 2, seat="executive"),
        figure("board_members", 4, seat="non_executive"),
    )
    assert "its parts by seat;" in problem.message


def test_a_total_is_compared_with_the_next_finer_cut_and_not_with_those_below() -> None:
    """One wrong cell far down is told once, against the total just above it."""
    (problem,) = problems(
        figure("board_members", 5, cell="A1"),
        figure("board_members", 5, vote="voting", cell="A2"),
        figure("board_members", 4, vote="voting", sex="f"),
        figure("board_members", 2, vote="voting", sex="m"),
    )
    assert (f"{PLACE} A2", True) == (str(problem.where), "its parts by sex;" in problem.message)


def test_two_ways_to_divide_a_board_that_agree_are_no_finding() -> None:
    """Five members either way, for each group of the board on its own."""
    assert [] == problems(
        figure("board_members", 2, vote="voting"),
        figure("board_members", 3, vote="non_voting"),
        figure("board_members", 1, seat="executive"),
        figure("board_members", 4, seat="non_executive"),
    )


def test_two_ways_to_divide_a_board_must_agree_without_a_total() -> None:
    """Voting and non-voting members are as many as executives and non-executives."""
    found = problems(
        figure("board_members", 2, vote="voting"),
        figure("board_members", 3, vote="non_voting"),
        figure("board_members", 2, seat="executive"),
        figure("board_members", 4, seat="non_executive"),
    )
    assert [("parts_disagree", "6 added up by seat, 5 by vote")] == [(each.code, each.found) for each in found]


def test_where_people_may_stand_in_two_parts_a_difference_is_only_a_note() -> None:
    """26,181 midwives and 26,526 by grade: the caution is the hint, and no number is demanded."""
    caution = "People with two posts are counted in each of their bands."
    data = dataset(
        figure("headcount", 26181),
        figure("headcount", 20000, band="6"),
        figure("headcount", 6526, band="7"),
        tables={"headcount": TableFacts(additive_over={"band": caution})},
    )
    (problem,) = of(data, "total_differs_from_parts")
    assert (Severity.NOTE, caution, "") == (problem.severity, problem.hint, problem.expected)
    assert "26,181 stated, 26,526 added up" == problem.found


@pytest.mark.parametrize(
    "parts",
    [
        [figure("headcount", 7, band="6"), figure("headcount", 7, band="7")],
        [figure("board_members", SUPPRESSED, vote="voting"), figure("board_members", 9, vote="non_voting")],
    ],
)
def test_parts_that_may_not_be_added_are_not_compared(parts: list[Observation]) -> None:
    """Bands of a headcount, and parts of which one is hidden, have no sum to compare with."""
    measure = parts[0].measure
    assert [] == problems(figure(measure, 8), *parts, code="total_differs_from_parts")


def test_a_total_that_is_no_count_is_not_compared() -> None:
    """A suppressed total has no number to be wrong."""
    assert [] == problems(figure("board_members", SUPPRESSED), figure("board_members", 9, vote="voting"))


# --- shares and changes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("unknown", "found"), [(10, []), (11, ["11 of 100, 11.0%"]), (0, [])])
def test_many_people_of_unknown_group_are_worth_a_warning(unknown: int, found: list[str]) -> None:
    """Up to 10% is fine, above is told with both counts; the share itself is rounded."""
    told = problems(
        figure("headcount", 100 - unknown, ethnicity="known"),
        figure("headcount", unknown, ethnicity="unknown", cell="D1"),
    )
    assert found == [each.found for each in told]
    assert [f"{PLACE} D1"] * len(found) == [str(each.where) for each in told]


def test_the_unknown_share_is_told_in_words() -> None:
    """1 of 3 is 33.3%, at most 10% expected; the sentence itself holds no figure, for it may be published."""
    (problem,) = problems(*groups("headcount", MARCH, {"known": 2, "unknown": 1}))
    assert ("In 2025 the group of many people is unknown.", "1 of 3, 33.3%", "at most 10%") == (
        problem.message,
        problem.found,
        problem.expected,
    )


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (1000, 1250, ""),
        (1000, 1251, "1,000, then 1,251: +25.1%"),
        (1000, 749, "1,000, then 749: -25.1%"),
        (1000, 750, ""),
        (0, 500, ""),
        (500, SUPPRESSED, ""),
        (SUPPRESSED, 500, ""),
    ],
)
def test_a_jump_of_the_workforce_is_worth_a_warning(before: Value, after: Value, found: str) -> None:
    """More than a quarter up or down is told; exactly a quarter is not, nor what cannot be compared."""
    told = problems(figure("headcount", before, on_31_march(2024)), figure("headcount", after, cell="B1"))
    assert [found] * bool(found) == [each.found for each in told]
    assert [f"{PLACE} B1"] * bool(found) == [str(each.where) for each in told]


def test_checks_are_data_of_the_standard() -> None:
    """An edition with another level warns at that level."""
    strict = load_standard('extends = "wres-2025"\nid = "strict"\n[checks.unknown-share]\npercent = 5')
    data = dataset(*groups("headcount", MARCH, {"known": 94, "unknown": 6}))
    assert ([], ["many_unknown"]) == (of(data), [each.code for each in validate(data, strict)])


def test_each_year_is_checked() -> None:
    """The same fault in two years is told twice."""
    found = problems(
        *(
            figure(measure, value, to_31_march(year), ethnicity="bme")
            for year in (2024, 2025)
            for measure, value in (("shortlisted", 1), ("appointed", 2))
        )
    )
    assert ["BME, 2024: ", "BME, 2025: "] == [each.message[:11] for each in found]
