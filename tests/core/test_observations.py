"""Observations and datasets: periods, cuts, codes, what is stated twice, and parts put together."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs
import pytest
from tests.core.equality.datasets import (
    MARCH,
    NOT_RECORDED,
    SUPPRESSED,
    YEAR,
    dataset,
    figure,
    groups,
    on_31_march,
    percent,
    to_31_march,
)

from fairness_core.classifications import classification
from fairness_core.errors import CallerError
from fairness_core.observations import (
    Dataset,
    Derived,
    Measure,
    Observation,
    Period,
    SourceFacts,
    TableFacts,
    count_key,
    dimensions,
    measures,
    merge,
    value_text,
)
from fairness_core.problems import Severity
from fairness_core.readings import read
from fairness_core.values import Missing, Reason, Stated, Unit


def test_periods_are_said_in_words() -> None:
    """A day is a day, twelve months are from and to."""
    assert ("31 March 2025", "1 April 2024 to 31 March 2025") == (str(MARCH), str(YEAR))


def test_periods_sort_by_their_end_snapshot_first() -> None:
    """A day and a time that end together can be compared; the earlier end comes first."""
    later = on_31_march(2026)
    assert [to_31_march(2024), MARCH, YEAR, later] == sorted([later, YEAR, MARCH, to_31_march(2024)])


def test_keys_name_a_figure_whatever_the_order_of_its_dimensions() -> None:
    """Measure, period and sorted dimensions make the key; where it was found does not."""
    first = figure("headcount", 5, ethnicity="bme", band="6", cell="A1")
    second = figure("headcount", 6, band="6", ethnicity="bme")
    assert "headcount|31 March 2025|band=6|ethnicity=bme" == first.key == second.key
    assert count_key("headcount", MARCH, dimensions(ethnicity="bme", band="6")) == first.key


def test_the_packaged_measures_are_those_that_the_indicators_need() -> None:
    """Headcounts do not add up over bands, roles, staff groups and divisions; flows are flows."""
    there = measures().measures
    assert ("people", "stock") == (there["headcount"].unit, there["headcount"].flow)
    assert {"band", "role", "staff_group", "division"} == set(there["headcount"].not_additive_over)
    assert {"appointed": "flow", "shortlisted": "flow", "survey_discrimination": "survey"} == {
        name: there[name].flow for name in ("appointed", "shortlisted", "survey_discrimination")
    }


def test_periods_and_cuts_of_a_measure_are_listed_in_order() -> None:
    """Periods come earliest first, cuts coarsest first; a measure that is not there has none."""
    data = dataset(
        figure("headcount", 1, band="6", ethnicity="bme"),
        figure("headcount", 2, ethnicity="bme"),
        figure("headcount", 3, band="6"),
        figure("headcount", 4),
        figure("headcount", 5, on_31_march(2024)),
        figure("shortlisted", 6, YEAR),
    )
    assert (on_31_march(2024), MARCH) == data.periods("headcount")
    assert ((), ()) == (data.periods("appointed"), data.cuts("appointed", YEAR))
    assert (
        frozenset(),
        frozenset(["band"]),
        frozenset(["ethnicity"]),
        frozenset(["band", "ethnicity"]),
    ) == data.cuts("headcount", MARCH)


def test_entries_of_a_cut_are_found_by_their_dimensions() -> None:
    """A cut gives its figures and no others; a cut that is not there gives none."""
    six = figure("headcount", 1, band="6")
    data = dataset(six, figure("headcount", 9))
    assert {(("band", "6"),): six} == data.entries("headcount", MARCH, frozenset(["band"]))
    assert {} == data.entries("headcount", MARCH, frozenset(["ward"]))
    assert {} == data.entries("appointed", MARCH, frozenset())


def test_the_codes_in_use_are_those_of_one_cut() -> None:
    """Bands that occur only beside a role are not in use in the cut by band alone."""
    data = dataset(
        figure("headcount", 1, band="6"),
        figure("headcount", 1, band="7"),
        figure("headcount", 1, band="9", role="nurse"),
    )
    assert {"6", "7"} == data.codes_in_use("headcount", MARCH, frozenset(["band"]), "band")
    assert frozenset() == data.codes_in_use("headcount", MARCH, frozenset(["band"]), "role")
    assert frozenset() == data.codes_in_use("appointed", MARCH, frozenset(["band"]), "band")


def test_codes_come_in_the_order_of_the_code_list() -> None:
    """Bands sort by pay, not by letters; without a code list by letters."""
    data = dataset(*(figure("headcount", 1, band=band, ward=band) for band in ("vsm", "9", "8a", "2", "under_1")))
    assert ("under_1", "2", "8a", "9", "vsm") == data.codes("headcount", MARCH, "band")
    assert ("2", "8a", "9", "under_1", "vsm") == data.codes("headcount", MARCH, "ward")
    assert () == data.codes("headcount", MARCH, "division")


def test_a_derived_dimension_has_the_codes_whose_members_occur() -> None:
    """With midwives in the data there are clinical staff; without clerks no non-clinical ones."""
    derived = Derived(dimension="role", codes={"clinical": ("midwife", "nurse"), "non_clinical": ("clerk",)})
    data = dataset(figure("headcount", 1, role="midwife"), derived={"cluster": derived})
    assert ("clinical",) == data.codes("headcount", MARCH, "cluster")
    assert frozenset(["role", "cluster"]) == data.known_dimensions()


def test_a_derived_dimension_is_unknown_without_the_one_it_follows_from() -> None:
    """Nothing follows from what is not in the data."""
    derived = Derived(dimension="role", codes={"clinical": ("midwife",)})
    data = dataset(figure("headcount", 1, band="6"), derived={"cluster": derived})
    assert frozenset(["band"]) == data.known_dimensions()
    assert () == data.codes("headcount", MARCH, "cluster")


def test_labels_are_those_of_the_code_list_or_the_code_itself() -> None:
    """A dimension without a code list shows its codes."""
    data = dataset()
    assert ("White British", "Band 6", "W7") == (
        data.label("ethnicity", "A"),
        data.label("band", "6"),
        data.label("ward", "W7"),
    )


def test_a_figure_given_twice_with_two_values_is_a_conflict_at_the_second_place() -> None:
    """The problem says both values and both places; the same value twice is none."""
    data = dataset(
        figure("headcount", 1200, cell="B2"),
        figure("headcount", 1200, cell="C2"),
        figure("headcount", 1300, cell="D2"),
        figure("shortlisted", 4, YEAR, cell="E2"),
    )
    (problem,) = data.conflicts()
    assert (Severity.ERROR, "stated_twice", "D2") == (problem.severity, problem.code, problem.where.cell)
    assert problem.found == "1300 here, 1200 in made-up.xlsx, sheet 'Return', cell B2"
    assert problem.hint.startswith("If both are right, the layout of the file takes two figures for one: ")


def test_of_two_files_it_is_the_figure_that_is_to_be_corrected() -> None:
    """What one file says of its parts explains nothing where another says something else."""
    first = figure("headcount", 1200, cell="B2")
    second = attrs.evolve(first, value=1300, where=attrs.evolve(first.where, file="other.xlsx"))
    assert ["Correct the wrong one, or leave it empty."] == [each.hint for each in dataset(first, second).conflicts()]


def test_of_two_figures_with_one_name_the_first_is_read() -> None:
    """What a conflict leaves open is at least not a matter of chance."""
    assert read(dataset(figure("headcount", 1, cell="A1"), figure("headcount", 2)), "headcount", MARCH).count == 1


def test_published_figures_of_different_decimals_do_not_conflict() -> None:
    """24 and 24.0 are one figure; 24 and 24.1 are two."""
    same = dataset(figure("survey", percent("24")), figure("survey", percent("24.0")))
    other = dataset(figure("survey", percent("24")), figure("survey", percent("24.1")))
    assert (0, 1) == (len(same.conflicts()), len(other.conflicts()))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (7, "7"),
        (Stated(value=Decimal("24.0"), unit=Unit.PERCENT), "24.0 (percent)"),
        (SUPPRESSED, "suppressed"),
        (Missing(reason=Reason.NOT_RECORDED, detail="blank"), "not recorded: blank"),
    ],
)
def test_values_are_said_in_messages(value: int | Stated | Missing, said: str) -> None:
    """A count is its number, a published figure has its unit, what is missing its reason."""
    assert said == value_text(value)


def test_parts_of_one_return_are_put_together() -> None:
    """Everything that the parts know is in the whole, and nothing is listed twice."""
    workforce = Dataset(
        observations=groups("headcount", MARCH, {"white": 5, "bme": 3}),
        measures={"headcount": Measure(title="Staff", unit="people", flow="stock")},
        classifications={"ethnicity": classification("ethnicity")},
        tables={"headcount": TableFacts(absent="zero")},
        default_by=("band", "cluster"),
        sources=(SourceFacts(name="a.xlsx", sha256="aa", format="x"),),
    )
    flows = Dataset(
        observations=(figure("shortlisted", 9, YEAR),),
        measures={"shortlisted": Measure(title="Shortlisted", unit="people", flow="flow")},
        classifications={"band": classification("band")},
        derived={"cluster": Derived(dimension="role", codes={})},
        default_by=("cluster", "division"),
        organisation="Made-up Trust",
        sources=(SourceFacts(name="b.csv", sha256="bb", format="y"),),
    )
    whole = merge(iter([workforce, flows]))
    assert (*workforce.observations, *flows.observations) == whole.observations
    assert ("Staff", "Shortlisted") == tuple(whole.measures[name].title for name in ("headcount", "shortlisted"))
    assert {"ethnicity", "band"} == set(whole.classifications)
    assert (workforce.tables, flows.derived) == (whole.tables, whole.derived)
    assert ("band", "cluster", "division") == whole.default_by
    assert ("Made-up Trust", ["a.xlsx", "b.csv"]) == (whole.organisation, [each.name for each in whole.sources])


def test_there_is_no_whole_of_no_parts() -> None:
    """Nothing can be put together from nothing."""
    with pytest.raises(CallerError, match="nothing to put together"):
        merge([])


def test_a_datasets_measures_are_the_packaged_ones_unless_it_brings_its_own() -> None:
    """A dataset made by hand knows the workforce measures."""
    assert measures().measures == dataset().measures


def test_a_missing_figure_is_an_observation_too() -> None:
    """That a cell was left empty is known, and differs from a cell that is not there."""
    data = dataset(figure("headcount", NOT_RECORDED, cell="B2"), figure("headcount", 3, date_of(2024)))
    assert (MARCH, NOT_RECORDED) == (data.periods("headcount")[1], read(data, "headcount", MARCH).value)


def date_of(year: int) -> Period:
    """Return New Year's Eve as a snapshot day."""
    return Period(end=date(year, 12, 31))


def test_a_blank_in_one_part_gives_way_to_the_figure_in_another() -> None:
    """Two half-filled copies of one form make a whole, in either order, and contradict nothing."""
    blank = figure("headcount", NOT_RECORDED, MARCH, ethnicity="white")
    filled = figure("headcount", 5, MARCH, ethnicity="white")
    for order in ((blank, filled), (filled, blank)):
        whole = merge(Dataset(observations=(each,)) for each in order)
        assert () == whole.conflicts()
        assert filled == whole.entries("headcount", MARCH, frozenset({"ethnicity"}))[filled.dimensions]


def test_dimensions_are_sorted_however_they_are_given() -> None:
    """A figure is found whatever the order in which its dimensions were named."""
    pairs = (("ethnicity", "bme"), ("band", "6"))
    assert (("band", "6"), ("ethnicity", "bme")) == Observation(
        measure="headcount", period=MARCH, dimensions=pairs, value=1
    ).dimensions
