"""A return with at least twelve realistic faults: all of them come out in one run, each with its cell and what to do.

The samples are made up; their figures are those of the script that made them, restated here by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from fairness_adapters.catalogue import Catalogue
from fairness_adapters.formats.json_report import JsonReport
from fairness_adapters.jobs.reading import check_sources, read_sources
from fairness_adapters.jobs.wres import WresOutcome, assess_sources, demo_paths, sample_path
from fairness_core.disclosure import NONE, threshold
from fairness_core.equality.assess import assess
from fairness_core.equality.indicators import standard
from fairness_core.equality.results import PointGapResult, RateRatioResult, SurveyResult
from fairness_core.errors import InvalidData
from fairness_core.problems import Problem
from fairness_core.report.equality import build_equality_report

FAULTY = sample_path("made-up-trust-wres-2025-faulty.xlsx")
BLANK = sample_path("wres-return-blank.xlsx")
CATALOGUE = Catalogue.discover()

FAULTS = [
    ("not_a_number", "error", "I8"),
    ("not_whole", "error", "F10"),
    ("date_for_number", "error", "I13"),
    ("error_cell", "error", "F22"),
    ("never_calculated", "error", "F23"),
    ("fraction_or_percentage", "error", "I52"),
    ("stated_twice", "error", "H47"),
    ("negative_count", "error", "F11"),
    ("percentage_out_of_range", "error", "H51"),
    ("total_differs_from_parts", "error", "E59"),
    ("part_above_whole", "error", "I40"),
    ("part_above_whole", "error", "H35"),
    ("row_number_disagrees", "warning", "B25"),
    ("unknown_row", "warning", "C31"),
    ("unknown_row", "warning", "C37"),
    ("blank_figure", "warning", "I44"),
    ("row_missing", "warning", ""),
    ("row_missing", "warning", ""),
    ("part_above_whole", "warning", "J48"),
    ("blank_is_nobody", "note", "E7"),
]


def three(problem: Problem) -> tuple[str, str, str]:
    """Return code, severity and cell of a problem."""
    return (problem.code, problem.severity.value, problem.where.cell)


@pytest.fixture(scope="module")
def problems() -> tuple[Problem, ...]:
    """Return what is wrong with the faulty sample."""
    return check_sources([FAULTY], catalogue=CATALOGUE)


@pytest.fixture(scope="module")
def outcome() -> WresOutcome:
    """Return the report of the good sample, with nothing hidden."""
    return assess_sources(demo_paths(), catalogue=CATALOGUE, policy=NONE)


def test_every_fault_comes_out_in_one_run(problems: tuple[Problem, ...]) -> None:
    """The complete list, errors first; at least twelve kinds of faults are among it."""
    assert FAULTS == [three(problem) for problem in problems]
    assert 12 <= len({code for code, _, _ in FAULTS})


def test_every_fault_says_where_it_is_what_was_found_and_what_to_do(problems: tuple[Problem, ...]) -> None:
    """All have the file and advice; all but a row that is not there have a sheet, a cell and what was found."""
    for problem in problems:
        assert FAULTY.name == problem.where.file
        assert problem.hint.endswith((".", "cell."))
        if problem.code != "row_missing":
            assert "WRES return" == problem.where.sheet
            assert problem.found


def test_what_was_found_is_what_stands_in_the_cell(problems: tuple[Problem, ...]) -> None:
    """An analyst recognises the fault without opening the file."""
    found = {problem.where.cell: problem.found for problem in problems}
    assert "the text 'one hundred and thirty'" == found["I8"]
    assert "the date 9 March 2025" == found["I13"]
    assert "the error #N/A" == found["F22"]
    assert "228" == found["H51"]
    assert "13 stated, 14 added up" == found["E59"]
    assert found["I40"].startswith("2,703 of 2,304 (")
    assert found["H47"].startswith("2999 here, 3053 in ")


def test_a_missing_row_is_named_by_its_label_and_number(problems: tuple[Problem, ...]) -> None:
    """Band 8d of the clinical workforce was mislabelled, and so were the trainees."""
    lacking = [problem.message for problem in problems if problem.code == "row_missing"]
    assert ["'Clinical workforce, Band 8d' (row 26", "'Trainee grades' (row 32"] == [
        message.split("for ")[1].split(" of the form")[0] for message in lacking
    ]


def test_nothing_is_worked_out_from_faulty_data(
    problems: tuple[Problem, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job raises with every problem, counts the errors, and writes no file."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InvalidData, match="There are 12 errors in the data") as caught:
        assess_sources([FAULTY], catalogue=CATALOGUE, policy=NONE)
    assert problems == caught.value.problems
    assert [] == list(tmp_path.iterdir())


def test_a_blank_form_says_that_it_is_blank() -> None:
    """Its headings name no year and nothing is filled in; a hundred blank cells are not a hundred problems."""
    found = check_sources([BLANK], catalogue=CATALOGUE)
    assert [("year_unknown", "error", "E5"), ("no_figures", "error", "")] == [three(each) for each in found]
    with pytest.raises(InvalidData, match="There are 2 errors"):
        assess_sources([BLANK], catalogue=CATALOGUE, policy=NONE)


def test_the_good_sample_has_one_note_and_nothing_else() -> None:
    """Blanks in the rows by band were read as 0, which the report says."""
    assert [("blank_is_nobody", "note", "E7")] == [
        three(each) for each in check_sources(demo_paths(), catalogue=CATALOGUE)
    ]


def of_2025(indicator: str) -> list[object]:
    """Return the whole trust's results of an indicator in 2025."""
    dataset = read_sources(demo_paths(), catalogue=CATALOGUE).value
    assessment = assess(dataset, standard("wres-2025"), by=())
    return list(assessment.of(indicator, 2025))


@pytest.mark.parametrize(
    ("indicator", "top", "bottom"),
    [
        ("wres-2", (655, 2505), (370, 2304)),
        ("wres-3", (13, 1365), (17, 3053)),
        ("wres-4", (1612, 3053), (731, 1365)),
    ],
)
def test_the_ratios_of_the_good_sample(indicator: str, top: tuple[int, int], bottom: tuple[int, int]) -> None:
    """Events and people as the form has them, and the exact ratio of the two rates."""
    (result,) = of_2025(indicator)
    assert isinstance(result, RateRatioResult)
    rates = [(each.rate.numerator, each.rate.denominator) for each in (result.top, result.bottom) if each.rate]
    assert [top, bottom] == rates
    assert Fraction(*top) / Fraction(*bottom) == result.ratio


def test_the_survey_and_the_board_of_the_good_sample() -> None:
    """Percentages as published with their bases; 5 of 17 on the board beside 1,365 of 4,582 in the workforce."""
    (survey,) = of_2025("wres-8")
    board = of_2025("wres-9")[0]
    assert isinstance(survey, SurveyResult)
    assert isinstance(board, PointGapResult)
    percents = [(stated.value, stated.base) for group in ("white", "bme") if (stated := survey.percent(group))]
    assert [(Decimal("6.4"), 1748), (Decimal("14.1"), 671)] == percents
    assert Fraction(77, 10) == survey.gap
    assert 100 * (Fraction(5, 17) - Fraction(1365, 4582)) == board.difference


def test_the_headlines_of_the_good_sample(outcome: WresOutcome) -> None:
    """The three lines that the command prints are the first findings of the summary."""
    assert 3 == len(outcome.headlines)
    assert outcome.headlines[0].startswith("BME staff were 29.8% of the workforce (1,365 of 4,582).")
    assert outcome.headlines[1].startswith(
        "White applicants were 1.63 times as likely as BME applicants to be appointed from shortlisting "
        "(26.1% against 16.1%)."
    )
    assert outcome.headlines[2].startswith(
        "BME staff were 1.71 times as likely as White staff to enter the formal disciplinary process "
        "(1.0% against 0.6%)."
    )
    assert ("none", 0) == (outcome.report.policy.id, outcome.report.hidden_counts)


def test_small_counts_of_the_good_sample_are_hidden_under_a_threshold() -> None:
    """Under threshold:5 the JSON shows no count from 1 to 4, and something is hidden; 13 and 17 cases are shown."""
    hidden = assess_sources(demo_paths(), catalogue=CATALOGUE, policy=threshold(5)).report
    plain = assess_sources(demo_paths(), catalogue=CATALOGUE, policy=NONE).report
    assert set(range(1, 5)) <= set(_counts(plain.metrics))
    assert not set(range(1, 5)) & set(_counts(hidden.metrics))
    assert {13, 17, 655, 370} <= set(_counts(hidden.metrics))
    dataset = read_sources(demo_paths(), catalogue=CATALOGUE).value
    draft = build_equality_report(assess(dataset, standard("wres-2025")))
    small = [key for key, count in draft.counts.items() if 0 < count < 5]
    assert len(small) < hidden.hidden_counts < len(draft.counts) / 2


COUNTS = {"numerator", "denominator"}


def _counts(tree: object, key: str = "") -> Iterable[int]:
    """Yield every count of a tree of metrics that is shown: numerators, denominators and headcounts of tiers."""
    if isinstance(tree, Mapping):
        for name, value in tree.items():
            yield from _counts(value, "headcounts" if key == "headcounts" else str(name))
    elif isinstance(tree, list | tuple):
        for value in tree:
            yield from _counts(value, key)
    elif key in COUNTS | {"headcounts"} and isinstance(value := getattr(tree, "value", None), int):
        yield value


def test_the_json_of_the_good_sample_is_written() -> None:
    """The bytes say the same whenever they are made."""
    first, again = (
        JsonReport().write(assess_sources(demo_paths(), catalogue=CATALOGUE, policy=NONE).report) for _ in range(2)
    )
    assert first == again
