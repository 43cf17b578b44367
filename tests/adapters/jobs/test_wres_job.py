"""The main job: files in, a report that may be written out; nothing is written here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fairness_adapters.catalogue import Catalogue
from fairness_adapters.formats.json_report import JsonReport
from fairness_adapters.jobs.wres import DEMO, HEADLINES, WresOutcome, assess_sources, demo_paths, sample_path
from fairness_core.disclosure import NONE, Report, threshold
from fairness_core.errors import CallerError, InvalidData

CATALOGUE = Catalogue.discover()
HEAD = "Row,Data item,31 March 2025,,\n,,White,BME,Unknown\n"
ROWS = (
    "34,Shortlisted,400,300,20\n35,Appointed,80,40,2\n38,Total workforce,600,200,10\n"
    "39,Entered the formal disciplinary process,9,8,0\n"
)


def outcome_of(folder: Path, rows: str = ROWS) -> WresOutcome:
    """Run the job on a small form."""
    path = folder / "form.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    return assess_sources([path], catalogue=CATALOGUE, policy=NONE, by=())


@pytest.fixture(scope="module")
def demo() -> WresOutcome:
    """Return the outcome on the embedded sample."""
    return assess_sources(demo_paths(), catalogue=CATALOGUE, policy=NONE)


def test_the_demo_is_the_embedded_sample() -> None:
    """It is a file of the package, and there."""
    (path,) = demo_paths()
    assert (DEMO, True) == (path.name, path.is_file())
    assert sample_path(DEMO) == path


def test_the_outcome_is_a_report_with_headlines(demo: WresOutcome) -> None:
    """The report may be written; the headlines are the first bullets of its summary."""
    assert isinstance(demo.report, Report)
    summary = demo.report.sections[0]
    assert ("summary", HEADLINES) == (summary.name, len(demo.headlines))
    assert tuple(bullet.text for bullet in summary.bullets[:HEADLINES]) == demo.headlines
    assert demo.problems == demo.report.problems


def test_warnings_stop_nothing(tmp_path: Path) -> None:
    """A form that lacks rows is assessed as far as it goes, and says so."""
    outcome = outcome_of(tmp_path)
    assert {"row_missing"} == {problem.code for problem in outcome.problems}
    assert "White applicants were 1.50 times as likely" in outcome.headlines[1]


def test_one_error_is_counted_as_one(tmp_path: Path) -> None:
    """The message is good English for one error, too, and has all the problems with it."""
    with pytest.raises(InvalidData, match=r"^There is an error in the data, so nothing was worked out\.") as caught:
        outcome_of(tmp_path, ROWS.replace("400", "x"))
    assert "not_a_number" == caught.value.problems[0].code
    assert "row_missing" in {problem.code for problem in caught.value.problems}


def test_by_left_empty_is_the_layouts_own_choice(demo: WresOutcome, tmp_path: Path) -> None:
    """The return is broken down by cluster and band unless another dimension is asked for."""
    assert ("cluster", "band") == demo.report.metrics["by"]
    by_band = assess_sources(demo_paths(), catalogue=CATALOGUE, by=("band",), policy=NONE)
    assert ("band",) == by_band.report.metrics["by"]


def test_the_policy_is_applied_to_headlines_too(tmp_path: Path) -> None:
    """What the command prints is what the report may show."""
    path = tmp_path / "form.csv"
    path.write_text(HEAD + ROWS.replace("9,8,0", "9,3,0"), encoding="utf-8")
    outcome = assess_sources([path], catalogue=CATALOGUE, policy=threshold(5))
    said = " ".join(outcome.headlines)
    assert ("threshold:5", True) == (outcome.report.policy.id, outcome.report.hidden_counts > 0)
    assert "Not shown, to protect individuals" in said
    assert "1.5%" not in said


def test_a_standard_that_is_not_there_is_refused() -> None:
    """The names of those that are there stand in the advice."""
    with pytest.raises(CallerError) as caught:
        assess_sources(demo_paths(), catalogue=CATALOGUE, standard="wres-1999", policy=NONE)
    assert "wres-2025" in caught.value.hint


def test_the_json_has_every_indicator_with_its_numbers(demo: WresOutcome) -> None:
    """Nine indicators and the disparity ratios, for both years; percentages are 0 to 100 and unrounded."""
    found = json.loads(JsonReport().write(demo.report))
    numbers = {each["number"] for each in found["metrics"]}
    assert {str(number) for number in range(1, 10)} <= numbers
    assert [2024, 2025] == found["years"]
    (disciplinary,) = [
        each for each in found["metrics"] if (each["indicator"], each["year"], each["where"]) == ("wres-3", 2025, {})
    ]
    assert (13 / 1365) / (17 / 3053) == pytest.approx(disciplinary["value"], rel=1e-15)
    top = disciplinary["top"]
    assert ("bme", 13, 1365, "known", "stated") == tuple(
        top[key] for key in ("group", "numerator", "denominator", "base", "reading")
    )
    assert 100 * 13 / 1365 == pytest.approx(top["value"], rel=1e-15)
