"""Assess: every indicator, year and stratum that the data allow, and no other."""

from __future__ import annotations

import pytest
from tests.core.equality.datasets import (
    BY_ROLE,
    MARCH,
    autumn,
    dataset,
    figure,
    groups,
    made_up_return,
    on_31_march,
    percent,
    to_31_march,
)

from fairness_core.equality.assess import Assessment, assess, reporting_years
from fairness_core.equality.indicators import standard
from fairness_core.equality.results import Where
from fairness_core.errors import CallerError
from fairness_core.observations import Dataset, Observation, TableFacts, merge

WRES = standard("wres-2025")


def strata(assessment: Assessment, indicator: str, year: int | None = None) -> list[Where]:
    """Return where an indicator was computed."""
    return [each.where for each in assessment.of(indicator, year)]


def staff(**where: str) -> tuple[Observation, ...]:
    """Return three groups of staff in one stratum."""
    return groups("headcount", MARCH, {"white": 6, "bme": 3, "unknown": 1}, **where)


BY_BAND = dataset(*staff(), *staff(band="9"), *staff(band="5"), *staff(band="8a"))


def test_a_whole_return_gives_all_nine_indicators() -> None:
    """Eight results, three for the parts of the board; no ratio of tiers without bands is left unsaid."""
    assessment = assess(made_up_return(), WRES)
    counts = {name: len(assessment.of(name)) for name in WRES.indicators}
    assert {f"wres-{number}": 3 if number == 9 else 1 for number in range(1, 10)} == {
        name: count for name, count in counts.items() if name.startswith("wres")
    }
    assert [] == [each.indicator for each in assessment.results if each.why_not and each.indicator.startswith("wres")]
    assert all(each.why_not for each in assessment.of("disparity-lower-upper"))


def test_an_indicator_without_any_figure_of_its_own_is_left_out() -> None:
    """A file of headcounts alone has nothing to say of recruitment, discipline or the board."""
    assert {"wres-1", "disparity-lower-middle", "disparity-middle-upper", "disparity-lower-upper"} == {
        each.indicator for each in assess(BY_BAND, WRES).results
    }


def test_years_come_earliest_first_and_the_survey_belongs_to_the_next() -> None:
    """The survey of autumn 2024 is in the return of 2025."""
    data = dataset(
        figure("headcount", 5, on_31_march(2024)),
        figure("survey_discrimination", percent("5.0"), autumn(2024)),
        figure("shortlisted", 5, to_31_march(2023)),
        figure("own_measure", 5, to_31_march(1999)),
    )
    assert (2023, 2024, 2025) == reporting_years(data, WRES)


def test_each_year_is_assessed_and_can_be_asked_for() -> None:
    """Results of one year or of all, and the latest year by name."""
    assessment = assess(merge([made_up_return(2025), made_up_return(2024)]), WRES)
    assert ((2024, 2025), 2025) == (assessment.years, assessment.latest)
    assert [2024, 2025] == [each.year for each in assessment.of("wres-2")]
    assert [2024] == [each.year for each in assessment.of("wres-2", 2024)]


def test_without_figures_there_is_no_latest_year() -> None:
    """An empty dataset gives no results, and asking for its latest year says why."""
    assessment = assess(dataset(), WRES)
    assert ((), ()) == (assessment.years, assessment.results)
    with pytest.raises(CallerError, match="no figure"):
        _ = assessment.latest


def test_the_whole_comes_first_and_bands_in_the_order_of_pay() -> None:
    """By band: the whole workforce, then bands 5, 8a, 9."""
    found = assess(BY_BAND, WRES, by=["band"])
    assert [(), (("band", "5"),), (("band", "8a"),), (("band", "9"),)] == strata(found, "wres-1")


def test_dimensions_are_taken_alone_and_together() -> None:
    """By band and site: the whole, each band, each site, and each pair that the data have."""
    data = dataset(*staff(), *staff(band="5", site="b"), *staff(band="5", site="a"), *staff(band="9", site="a"))
    found = assess(data, WRES, by=["band", "site", "band"])
    assert ("band", "site") == found.by
    assert [
        (),
        (("band", "5"),),
        (("band", "9"),),
        (("site", "a"),),
        (("site", "b"),),
        (("band", "5"), ("site", "a")),
        (("band", "5"), ("site", "b")),
        (("band", "9"), ("site", "a")),
    ] == strata(found, "wres-1")


def test_the_datasets_own_choice_is_used_unless_the_caller_says_otherwise() -> None:
    """Left out, `by` is the dataset's; an empty one means the whole alone."""
    data = dataset(*staff(), *staff(band="5"), default_by=("band",))
    assert [(), (("band", "5"),)] == strata(assess(data, WRES), "wres-1")
    assert [()] == strata(assess(data, WRES, by=[]), "wres-1")


def test_a_derived_dimension_can_be_broken_down_by() -> None:
    """Clusters that follow from roles are strata like any other; a role of no cluster is in none."""
    roles = (*staff(role="midwife"), *staff(role="clerk"), *staff(role="poet"))
    data = dataset(
        *staff(), *roles, derived={"cluster": BY_ROLE}, tables={"headcount": TableFacts(additive_over={"role": ""})}
    )
    found = assess(data, WRES, by=["cluster"])
    assert [(), (("cluster", "non_clinical"),), (("cluster", "clinical"),)] == strata(found, "wres-1")
    assert ["", "", ""] == [each.why_not for each in found.of("wres-1")]


@pytest.mark.parametrize(
    ("by", "message"),
    [
        (["ethnicity"], "is what is compared"),
        (["band", "ward"], "no dimension 'ward'"),
        (["a", "b", "c", "band"], "4 dimensions are too many"),
    ],
)
def test_what_cannot_be_broken_down_by_is_refused(by: list[str], message: str) -> None:
    """The compared dimension, one that is not there, and more than three at once."""
    everywhere = staff(a="1", b="1", c="1", band="5")
    with pytest.raises(CallerError, match=message) as caught:
        assess(dataset(*everywhere), WRES, by=by)
    assert ("at the most" if len(by) > 3 else "broken down by: a, b, band, c") in caught.value.hint


def test_data_without_dimensions_say_that_there_are_none() -> None:
    """The hint for data that are a single total."""
    with pytest.raises(CallerError) as caught:
        assess(dataset(figure("headcount", 5)), WRES, by=["band"])
    assert "broken down by: nothing" in caught.value.hint


def workforce(*clusters: str) -> Dataset:
    """Return a workforce by cluster, band and site."""
    return dataset(
        *(each for cluster in clusters for band in "56" for each in staff(cluster=cluster, band=band, site="a"))
    )


def test_disparity_ratios_come_for_clinical_and_non_clinical_staff_apart() -> None:
    """Medical staff are left out; `by` adds further dimensions, never the tiers' own."""
    found = assess(workforce("medical", "clinical", "non_clinical"), WRES, by=["cluster", "band", "site"])
    assert [(("cluster", "non_clinical"),), (("cluster", "clinical"),), (("site", "a"),)] == strata(
        found, "disparity-lower-middle"
    )


def test_data_without_clusters_have_one_disparity_ratio() -> None:
    """Where nobody says who is clinical, the whole workforce is one stratum."""
    data = dataset(*staff(band="5"), *staff(band="6"))
    found = assess(data, WRES)
    assert [()] == strata(found, "disparity-lower-middle")
    assert [""] == [each.why_not for each in found.of("disparity-lower-middle")]


def test_clusters_of_medical_staff_alone_leave_the_whole() -> None:
    """With none of its own strata in the data, a disparity ratio is that of the whole."""
    assert [()] == strata(assess(workforce("medical"), WRES), "disparity-lower-middle")
