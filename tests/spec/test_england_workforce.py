"""The NHS workforce of England on 1 June 2022, by ethnicity, role group and grade: real figures, worked out by hand.

Source of the file: Ethnicity facts and figures, NHS workforce; Open Government Licence v3.0. The expected
numbers were added up from the published table with a pocket calculator's means, not with this library.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, TypeAlias

import pytest

from fairness_adapters.catalogue import Catalogue
from fairness_adapters.formats.json_report import JsonReport
from fairness_adapters.jobs.reading import read_sources
from fairness_adapters.jobs.wres import WresOutcome, assess_sources, sample_path
from fairness_core.disclosure import NONE, threshold
from fairness_core.equality.assess import Assessment, assess
from fairness_core.equality.indicators import standard
from fairness_core.equality.results import CompositionResult, StockRatioResult
from fairness_core.errors import CallerError

ENGLAND = sample_path("england-workforce-june-2022.csv")
CATALOGUE = Catalogue.discover()
Metric: TypeAlias = Mapping[str, Any]


@pytest.fixture(scope="session")
def england() -> WresOutcome:
    """Return the report of the file by role and band, with nothing hidden."""
    return assess_sources([ENGLAND], catalogue=CATALOGUE, by=("role", "band"), policy=NONE)


@pytest.fixture(scope="session")
def written(england: WresOutcome) -> Mapping[str, Any]:
    """Return what `fairness wres` writes as JSON."""
    found = json.loads(JsonReport().write(england.report))
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="session")
def assessment() -> Assessment:
    """Return the exact results behind the report."""
    dataset = read_sources([ENGLAND], catalogue=CATALOGUE).value
    return assess(dataset, standard("wres-2025"), by=("role", "band"))


def share(written: Mapping[str, Any], group: str, base: str, **where: str) -> Metric:
    """Return the object of a group's share in one place."""
    wanted = {"indicator": "wres-1", "group": group, "base": base, "where": where}
    (found,) = [each for each in written["metrics"] if wanted.items() <= each.items()]
    assert isinstance(found, dict)
    return found


MIDWIVES = [
    ({"role": "midwives", "band": "6"}, "all", 2200, 18209, "12.082"),
    ({"role": "midwives", "band": "6"}, "known", 2200, 17614, "12.490"),
    ({"role": "midwives", "band": "7"}, "known", 690, 5404, "12.768"),
    ({"role": "midwives", "band": "7"}, "all", 690, 5527, "12.484"),
    ({"role": "midwives"}, "known", 3368, 25329, "13.297"),
    ({"role": "midwives"}, "all", 3368, 26181, "12.864"),
]


@pytest.mark.parametrize(("where", "base", "numerator", "denominator", "printed"), MIDWIVES)
def test_midwives(
    written: Mapping[str, Any], where: dict[str, str], base: str, numerator: int, denominator: int, printed: str
) -> None:
    """BME midwives of band 6, band 7 and all grades, with and without unknowns in the base; percentages unrounded."""
    metric = share(written, "bme", base, **where)
    assert (numerator, denominator) == (metric["numerator"], metric["denominator"])
    assert float(100 * Fraction(numerator, denominator)) == metric["value"]
    assert printed == f"{metric['value']:.3f}"
    assert ("percent", "summed", "stated") == (
        metric["unit"],
        metric["numerator_reading"],
        metric["denominator_reading"],
    )


def test_midwives_in_all_are_the_stated_total(written: Mapping[str, Any]) -> None:
    """26,181 people, although their grades add up to 26,526: people with posts in two grades stand in both."""
    in_grades = [share(written, "bme", "all", role="midwives", band=band) for band in _bands(written, "midwives")]
    assert 26526 == sum(metric["denominator"] for metric in in_grades)
    assert 26181 == share(written, "bme", "all", role="midwives")["denominator"]


def _bands(written: Mapping[str, Any], role: str) -> list[str]:
    places = [each["where"] for each in written["metrics"] if each["indicator"] == "wres-1"]
    return list(dict.fromkeys(each["band"] for each in places if each | {"role": role} == each and "band" in each))


WHOLE = [
    ("5", 142_095, 83_858, 12_864 + 11),
    ("8d", 4_476, 528, 192),
    ("vsm", 2_010, 189, 152),
]


@pytest.mark.parametrize(("band", "white", "bme", "unknown"), WHOLE)
def test_the_whole_workforce_of_a_band_is_summed_over_role_groups(
    written: Mapping[str, Any], band: str, white: int, bme: int, unknown: int
) -> None:
    """The table states no total over roles, so it is added up, says so, and warns of people with two posts."""
    metrics = [share(written, group, "all", band=band) for group in ("white", "bme", "unknown")]
    assert [white, bme, unknown] == [metric["numerator"] for metric in metrics]
    assert {white + bme + unknown} == {metric["denominator"] for metric in metrics}
    assert {"summed"} == {metric["reading"] for metric in metrics}
    assert ("Added up over role groups: people with posts in two role groups are counted twice.",) == tuple(
        metrics[0]["cautions"]
    )


def test_every_reading_says_how_it_was_come_by(written: Mapping[str, Any]) -> None:
    """Each metric is stated or summed, and none is left undefined but where nobody is there."""
    assert 900 < len(written["metrics"])
    assert {"stated", "summed"} == {each["reading"] for each in written["metrics"]}
    undefined = [each for each in written["metrics"] if each["value"] is None]
    assert all(each["why_not"] for each in undefined)


def test_a_total_that_its_grades_do_not_meet_is_a_note(england: WresOutcome) -> None:
    """For midwives the note has both numbers and the reason; no such note is a warning or an error."""
    notes = [each for each in england.problems if each.code == "total_differs_from_parts"]
    assert {"note"} == {each.severity.value for each in england.problems}
    (midwives,) = [each for each in notes if each.message.startswith("Staff in post, Midwives, 2022:")]
    assert "26,181 stated, 26,526 added up" == midwives.found
    assert "Added up over grades: people with posts in two grades are counted twice." == midwives.hint
    with ENGLAND.open(encoding="utf-8", newline="") as lines:
        head, *rows = csv.reader(lines)
    row = dict(zip(head, rows[int(midwives.where.cell[1:]) - 2], strict=True))
    assert ("Midwives", "All Grades", "26181") == (row["Role_Group"], row["Grade"], row["Value"])


def test_a_combination_that_the_file_lacks_is_nobody(assessment: Assessment) -> None:
    """No midwife is in band 2 of a discontinued code, so the file has no such row: that is 0 and stated."""
    lacking = [
        reading
        for result in assessment.of("wres-1")
        if isinstance(result, CompositionResult)
        for reading in result.counts.values()
        if reading.value == 0 and not reading.rests_on
    ]
    assert lacking
    assert {"stated"} == {reading.how for reading in lacking}


def test_all_grades_and_all_are_never_added_up(assessment: Assessment) -> None:
    """No sum rests on a total beside its parts: all observations of a sum have the same dimensions."""
    sums = [
        reading
        for result in assessment.of("wres-1")
        if isinstance(result, CompositionResult)
        for reading in (*result.counts.values(), result.main.denominator)
        if reading.how == "summed"
    ]
    assert 100 < len(sums)
    for reading in sums:
        assert 1 == len({frozenset(name for name, _ in each.dimensions) for each in reading.rests_on})
        assert sum(each.value for each in reading.rests_on if isinstance(each.value, int)) == reading.value


DISPARITIES = ("disparity-lower-middle", "disparity-middle-upper", "disparity-lower-upper")


def test_lower_to_upper_is_the_product_of_the_two_steps(assessment: Assessment) -> None:
    """Exactly, in fractions, wherever the three ratios are defined."""
    results = {(each.indicator, each.where): each for name in DISPARITIES for each in assessment.of(name)}
    ratios = {key: each.ratio for key, each in results.items() if isinstance(each, StockRatioResult) and each.ratio}
    places = [where for name, where in ratios if name == DISPARITIES[2]]
    assert 10 < len(places)
    for where in places:
        first, second, both = (ratios[name, where] for name in DISPARITIES)
        assert first * second == both


def test_the_disparity_of_clinical_staff(written: Mapping[str, Any]) -> None:
    """White and BME clinical staff in bands 5 and below, 6 and 7, 8a and above, added up from the file."""
    with ENGLAND.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    lower = _staff(rows, "White", LOWER), _staff_bme(rows, LOWER)
    upper = _staff(rows, "White", UPPER), _staff_bme(rows, UPPER)
    (metric,) = [
        each
        for each in written["metrics"]
        if each["indicator"] == DISPARITIES[2] and each["where"] == {"cluster": "clinical"}
    ]
    assert {
        "white_upper": upper[0],
        "white_lower": lower[0],
        "bme_upper": upper[1],
        "bme_lower": lower[1],
    } == metric["headcounts"]
    assert float(Fraction(upper[0], lower[0]) / Fraction(upper[1], lower[1])) == metric["value"]
    assert metric["low"] < metric["value"] < metric["high"]


LOWER = {"Under Band 1", "Band 1", "Band 2", "Band 3", "Band 4", "Band 5"}
UPPER = {"Band 8a", "Band 8b", "Band 8c", "Band 8d", "Band 9", "Very Senior Manager"}
NOT_CLINICAL = {
    "Hchs Doctors",
    "Central Functions",
    "Hotel, Property & Estates",
    "Managers",
    "Senior Managers",
    "Unknown",
}


def _staff(rows: list[dict[str, str]], ethnicity: str, grades: set[str]) -> int:
    folded = {grade.casefold() for grade in grades}
    there = [row for row in rows if row["Ethnicity"] == ethnicity and row["Grade"].casefold() in folded]
    return sum(int(row["Value"]) for row in there if row["Role_Group"] not in NOT_CLINICAL)


def _staff_bme(rows: list[dict[str, str]], grades: set[str]) -> int:
    return sum(_staff(rows, ethnicity, grades) for ethnicity in ("Asian", "Black", "Chinese", "Mixed", "Other"))


def test_the_day_of_the_file_is_not_the_standards(england: WresOutcome) -> None:
    """1 June is not 31 March, which is noted once."""
    (note,) = [each for each in england.problems if each.code == "other_day"]
    assert "1 June 2022" in note.message


def test_the_doubts_of_the_layout_are_printed(england: WresOutcome) -> None:
    """Which roles are clinical, and where Chinese belongs, stand in the report as doubts, with what a headcount is."""
    (doubts,) = [section for section in england.report.sections if section.name == "doubts"]
    said = " ".join(bullet.text for bullet in doubts.bullets)
    assert "Which role groups count as clinical" in said
    assert "Chinese is folded into Asian" in said
    assert "Counts are headcounts" in said


def test_the_report_names_its_file_by_its_hash(written: Mapping[str, Any]) -> None:
    """Name, hash and layout stand in the provenance, with the standard's own hash."""
    (source,) = written["provenance"]["sources"]
    assert (ENGLAND.name, 64) == (source["name"], len(source["sha256"]))
    assert "england-workforce (revision 1)" == source["format"]
    assert ("wres-2025", 64) == tuple(
        len(value) if key == "sha256" else value
        for key, value in written["provenance"]["standard"].items()
        if key in ("id", "sha256")
    )


def test_small_cells_of_england_are_hidden_under_a_threshold() -> None:
    """No numerator, denominator or headcount from 1 to 4 is written, nor a sentence of the data's problems with one."""
    report = assess_sources([ENGLAND], catalogue=CATALOGUE, by=("role", "band"), policy=threshold(5)).report
    metrics = json.loads(JsonReport().write(report))["metrics"]
    counts = [each.get(name) for each in metrics for name in ("numerator", "denominator")]
    tiers = [count for each in metrics for key, count in each.get("headcounts", {}).items() if key != "hidden"]
    assert not {1, 2, 3, 4} & {*counts, *tiers}
    assert None in counts
    assert {""} == {each.found for each in report.problems}


def test_a_dimension_that_the_file_lacks_is_refused_with_those_it_has() -> None:
    """Division is not in a table of role groups and grades."""
    with pytest.raises(CallerError, match="no dimension 'division'") as caught:
        assess_sources([ENGLAND], catalogue=CATALOGUE, by=("division",), policy=NONE)
    assert "band, cluster, role" in caught.value.hint
