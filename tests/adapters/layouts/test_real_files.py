"""Published files, as messy as they are, read by a layout alone: figures that were checked by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.adapters.layouts.made_forms import packaged

from fairness_adapters.contract import ReadResult
from fairness_adapters.jobs.wres import sample_path
from fairness_adapters.layouts import layout_reader, packaged_layouts
from fairness_adapters.source import read_source
from fairness_core.observations import Dataset, value_text
from fairness_core.values import Value

REAL = Path(__file__).with_name("real")
NATIONALITY = REAL / "eu-and-uk-nationals-september-2016.xlsx"
MIDWIVES = REAL / "midwives-2009-2022.csv"
ATTENDANCES = REAL / "ae-attendances.csv"


def read(layout_id: str, path: Path) -> ReadResult[Dataset]:
    """Read a file by a packaged layout."""
    return packaged(layout_id).read(read_source(path))


def at(result: ReadResult[Dataset], **codes: str) -> list[Value]:
    """Return the figures that carry these codes, in the file's order."""
    found = [(dict(each.dimensions), each.value) for each in result.value.observations]
    return [value for dimensions, value in found if codes.items() <= dimensions.items()]


def by_cell(result: ReadResult[Dataset]) -> Mapping[str, Value]:
    """Return the figures by their cells."""
    return {each.where.cell: each.value for each in result.value.observations}


@pytest.fixture(scope="module")
def nationality() -> ReadResult[Dataset]:
    """Read the workbook with a header of two rows."""
    return read("nhs-nationality-2016", NATIONALITY)


def test_a_trust_s_row_under_two_header_rows(nationality: ReadResult[Dataset]) -> None:
    """The row of RXR is what it was read to be by eye, EU before UK."""
    assert [146, 60, 32, 54, 7153, 507, 2007, 4641] == at(nationality, organisation="RXR")
    eu = [60, 32, 54]
    groups = ["doctors", "nurses_and_health_visitors", "other"]
    assert eu == [at(nationality, organisation="RXR", nationality="eu", staff_group=group)[0] for group in groups]


def test_the_regions_subtotals_stand_for_their_region(nationality: ReadResult[Dataset]) -> None:
    """A row with a name in column A has no organisation; the rows below it belong to that region."""
    (england,) = [each for each in nationality.value.observations if each.where.cell == "D6"]
    (region,) = [each for each in nationality.value.observations if each.where.cell == "D8"]
    (trust,) = [each for each in nationality.value.observations if each.where.cell == "D9"]
    assert ((("nationality", "eu"),), 59796) == (england.dimensions, england.value)
    assert ("Health Education East Midlands", 2991) == (dict(region.dimensions)["region"], region.value)
    assert {"nationality": "eu", "organisation": "RFS", "region": "Health Education East Midlands"} == dict(
        trust.dimensions
    )


def test_every_figure_of_the_table_and_none_of_the_notes_is_read(nationality: ReadResult[Dataset]) -> None:
    """449 rows of eight figures; the totals agree with their parts, and nothing is left to say."""
    assert (449 * 8, ()) == (len(nationality.value.observations), nationality.problems)
    assert {"30 September 2016"} == {str(each.period) for each in nationality.value.observations}


def test_totals_that_are_no_sums_are_told_when_the_layout_says_that_they_are() -> None:
    """Staff with posts in two groups: in England 59,796 people fill 59,821 places."""
    text = 'extends = "nhs-nationality-2016"\nid = "own"\n[dimensions.staff_group]\ncheck = "sum"\n'
    result = layout_reader(text).read(read_source(NATIONALITY))
    england = [problem for problem in result.problems if problem.where.cell == "D6"]
    assert [("total_disagrees", "59,796")] == [(problem.code, problem.found) for problem in england]
    assert england[0].expected.startswith("59,821, the sum of its 3 parts")


def test_midwives_over_nineteen_dates() -> None:
    """Serial numbers are dates; June 2022 says what the other extract of the same table says."""
    result = read("england-workforce", MIDWIVES)
    june = read("england-workforce", sample_path("england-workforce-june-2022.csv"))
    last = [each for each in result.value.observations if str(each.period) == "1 June 2022"]
    assert (1270, 19, ()) == (
        len(result.value.observations),
        len({each.period for each in result.value.observations}),
        result.problems,
    )
    there = {
        (each.dimensions, each.value) for each in june.value.observations if ("role", "midwives") in each.dimensions
    }
    assert there == {(each.dimensions, each.value) for each in last}
    assert 26181 == next(each.value for each in last if each.dimensions == (("role", "midwives"),))


def test_a_layout_of_twenty_lines_reads_what_is_not_about_staff() -> None:
    """Attendances and breaches of a trust, with measures of the layout's own: April 2016 and the sum of three years."""
    text = """
        kind = "table"
        id = "attendances"
        revision = 1
        title = "Attendances and breaches"
        source = "NHS England"
        ignored = ["type", "admissions"]
        [measures.attendances]
        title = "Attendances"
        unit = "cases"
        flow = "stock"
        [measures.breaches]
        title = "Waits over four hours"
        unit = "cases"
        flow = "stock"
        [period]
        labels = ["period"]
        [dimensions.organisation]
        labels = ["org_code"]
        as_written = true
        [figures.attendances]
        measure = "attendances"
        labels = ["attendances"]
        [figures.breaches]
        measure = "breaches"
        labels = ["breaches"]
    """
    result = layout_reader(text).read(read_source(ATTENDANCES))
    own = [each for each in result.value.observations if ("organisation", "RXR") in each.dimensions]
    attendances = [each.value for each in own if each.measure == "attendances" and isinstance(each.value, int)]
    assert (216, ()) == (len(result.value.observations), result.problems)
    # 36 months with a mean of 9151.0556.
    assert (36, 329438) == (len(attendances), sum(attendances))
    assert "Waits over four hours" == result.value.measures["breaches"].title


def test_rolling_quarters_and_thousands_with_a_row_of_codes_among_them() -> None:
    """Headings of three lines, months that run over the new year, a row that is none, and no dimension at all."""
    text = """
        kind = "table"
        id = "labour-market"
        revision = 1
        title = "Labour market by rolling quarter"
        source = "Office for National Statistics"
        ignored = ["/./"]
        [measures.employed]
        title = "People in employment"
        unit = "people"
        flow = "flow"
        [measures.unemployed]
        title = "Unemployment rate"
        unit = "people"
        flow = "flow"
        [period]
        labels = ["/^time period/"]
        [figures.employed]
        measure = "employed"
        labels = ["/^employment level/"]
        times = 1000
        [figures.unemployed]
        measure = "unemployed"
        labels = ["/^unemployment rate/"]
        unit = "percent"
        [rows]
        only = [{ labels = ["/^time period/"], other_than = ["/code$/"] }]
    """
    result = layout_reader(text).read(read_source(REAL / "labour-force-survey.csv"))
    found = {(each.measure, str(each.period)): value_text(each.value) for each in result.value.observations}
    assert (2 * 596, ()) == (len(found), result.problems)
    assert ("24613000", "3.8 (percent)") == (
        found["employed", "1 January 1971 to 31 March 1971"],
        found["unemployed", "1 January 1971 to 31 March 1971"],
    )
    assert "24455000" == found["employed", "1 December 1971 to 29 February 1972"]
    assert "32522000" == found["employed", "1 August 2020 to 31 October 2020"]


@pytest.mark.parametrize(
    ("path", "layout_id"), [(NATIONALITY, "nhs-nationality-2016"), (MIDWIVES, "england-workforce")]
)
def test_one_packaged_layout_claims_each_file(path: Path, layout_id: str) -> None:
    """No other layout is as sure of it."""
    answers = {each.id: each.identify(read_source(path)).confidence.value for each in packaged_layouts()}
    assert {layout_id: "certain"} == {name: said for name, said in answers.items() if said != "no"}
