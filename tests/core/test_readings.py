"""Readings: stated figures stay as stated, sums are made only where they may be, and each says which."""

from __future__ import annotations

import pytest
from tests.core.equality.datasets import (
    BY_ROLE,
    MARCH,
    NOT_RECORDED,
    SUPPRESSED,
    YEAR,
    dataset,
    figure,
    groups,
    on_31_march,
    percent,
)

from fairness_core.observations import Dataset, Derived, TableFacts
from fairness_core.readings import Reading, read, read_in_cut
from fairness_core.values import Reason

ZERO = TableFacts(absent="zero")
CAUTION = "People with two posts are counted in each of their bands."
CODES = {"A": 1, "B": 2, "C": 4, "D": 8, "H": 16, "M": 32, "R": 64, "S": 128, "Z": 256, "99": 512}
"""Each code's figure is a bit of its own, so that a sum tells which codes are in it."""


def headcount(data: Dataset, **where: str) -> Reading:
    """Read the headcount of March 2025."""
    return read(data, "headcount", MARCH, where)


def seats(data: Dataset, **where: str) -> Reading:
    """Read the board members of March 2025, who may be added up over everything."""
    return read(data, "board_members", MARCH, where)


def outcome(reading: Reading) -> tuple[str, int | None]:
    """Return how a reading was come by, and its count."""
    return reading.how, reading.count


# --- stated, and never replaced by a sum ------------------------------------------------------------------------------


def test_a_stated_total_is_never_replaced_by_the_sum_of_its_parts() -> None:
    """England's midwives are 26,181 though their grades add up to 26,526: what is stated stands."""
    total = figure("headcount", 26181)
    data = dataset(total, figure("headcount", 20000, band="6"), figure("headcount", 6526, band="7"))
    reading = headcount(data)
    assert ("stated", 26181) == outcome(reading)
    assert ((total,), (), "") == (reading.rests_on, reading.cautions, reading.why_not)


def test_a_stated_group_is_never_replaced_by_the_sum_of_its_codes() -> None:
    """Where BME is stated beside its codes, the stated figure is taken."""
    data = dataset(*groups("board_members", MARCH, {"bme": 10, "D": 4, "H": 7}))
    assert ("stated", 10) == outcome(seats(data, ethnicity="bme"))


def test_the_key_names_the_question_and_not_the_answer() -> None:
    """A stated figure, a sum and a failure of one question have one key."""
    key = "board_members|31 March 2025|ethnicity=bme"
    stated = dataset(*groups("board_members", MARCH, {"bme": 1}))
    summed = dataset(*groups("board_members", MARCH, dict.fromkeys("DEFGHJKLMNPRS", 1)))
    assert {key} == {seats(data, ethnicity="bme").key for data in (stated, summed, dataset())}


def test_a_published_figure_is_stated_and_is_no_count() -> None:
    """A percentage is read as printed, with its base, and never counts people."""
    data = dataset(*groups("survey_discrimination", YEAR, {"bme": percent("14.2", 310)}))
    reading = read(data, "survey_discrimination", YEAR, {"ethnicity": "bme"})
    assert ("stated", percent("14.2", 310), None) == (reading.how, reading.value, reading.count)


# --- summed, from the coarsest cut, over what may be added ------------------------------------------------------------


@pytest.mark.parametrize(
    ("group", "total"), [("white", 7), ("bme", 248), ("known", 255), ("unknown", 768), ("asian", 80), ("D", 8)]
)
def test_groups_cover_their_codes_and_nothing_else(group: str, total: int) -> None:
    """Of the 16+1 codes each group adds up its own; a table that declares gaps to be 0 may have gaps."""
    data = dataset(*groups("headcount", MARCH, dict(CODES)), tables={"headcount": ZERO})
    how = "stated" if group in CODES else "summed"
    assert (how, total) == outcome(headcount(data, ethnicity=group))


def test_all_16_and_1_codes_give_white_bme_unknown_and_everybody() -> None:
    """Without gaps no declaration is needed, and the total counts every code once."""
    data = dataset(*groups("headcount", MARCH, {**dict.fromkeys("ABCDEFGHJKLMNPRSZ", 10), "99": 1, "discontinued": 2}))
    assert [30, 130, 13, 160, 173] == [
        headcount(data, ethnicity=group).count for group in ("white", "bme", "unknown", "known")
    ] + [headcount(data).count]


def test_a_group_is_also_the_sum_of_coarser_groups() -> None:
    """BME is mixed, Asian, Black and other, where these are what is stated."""
    data = dataset(
        *groups("headcount", MARCH, {"white": 100, "mixed": 1, "asian": 2, "black": 4, "other": 8, "unknown": 50})
    )
    bme = headcount(data, ethnicity="bme")
    assert ("summed", 15) == outcome(bme)
    assert {"mixed", "asian", "black", "other"} == {dict(each.dimensions)["ethnicity"] for each in bme.rests_on}


def test_known_and_unknown_make_the_total_though_nobody_states_it() -> None:
    """'All with known ethnicity' plus the unknown are everybody."""
    data = dataset(*groups("headcount", MARCH, {"known": 100, "unknown": 7}))
    assert ("summed", 107) == outcome(headcount(data))


def test_overlapping_groups_are_not_counted_twice() -> None:
    """Known stands beside White and BME, Asian beside Indian: each person is in the total once."""
    data = dataset(
        *groups("headcount", MARCH, {"known": 100, "white": 60, "bme": 40, "asian": 30, "H": 20, "unknown": 7, "Z": 5})
    )
    total = headcount(data)
    assert ("summed", 107) == outcome(total)
    assert {"known", "unknown"} == {dict(each.dimensions)["ethnicity"] for each in total.rests_on}


def test_a_group_that_would_only_be_part_covered_is_not_calculable() -> None:
    """White and Asian alone do not make BME, unless the table declares that the rest is 0."""
    figures = groups("headcount", MARCH, {"white": 5, "asian": 3})
    assert ("not calculable", None) == outcome(headcount(dataset(*figures), ethnicity="bme"))
    assert ("summed", 3) == outcome(headcount(dataset(*figures, tables={"headcount": ZERO}), ethnicity="bme"))


def test_a_group_is_not_made_of_a_larger_one() -> None:
    """Asian staff cannot be had from BME staff."""
    data = dataset(*groups("headcount", MARCH, {"bme": 5}), tables={"headcount": ZERO})
    assert ("not calculable", None) == outcome(headcount(data, ethnicity="asian"))


def test_a_sum_takes_the_coarsest_cut_that_has_it() -> None:
    """With figures by sex, and by sex and vote, those by sex are added: fewer cells, fewer errors."""
    data = dataset(
        figure("board_members", 5, sex="f"),
        figure("board_members", 6, sex="m"),
        figure("board_members", 99, sex="f", vote="voting"),
    )
    total = seats(data)
    assert ("summed", 11) == outcome(total)
    assert [("sex",), ("sex",)] == [tuple(dict(each.dimensions)) for each in total.rests_on]


def test_headcounts_do_not_add_up_over_bands() -> None:
    """Nobody knows who has two posts: no sum, and the reading names the dimension."""
    data = dataset(figure("headcount", 5, band="6"), figure("headcount", 6, band="7"))
    reading = headcount(data)
    assert ("not calculable", None) == outcome(reading)
    assert reading.why_not == "not recorded: no total is stated, and figures may not be added up over band"


def test_every_dimension_that_forbids_the_sum_is_named() -> None:
    """Both bands and divisions are in the way, and both are said; sex is not."""
    data = dataset(
        *(
            figure("headcount", 1, band=band, division=division, sex=sex)
            for band in "67"
            for division in "ab"
            for sex in "fm"
        )
    )
    assert headcount(data).why_not.endswith("added up over band and division")


def test_a_table_that_counts_people_once_may_be_added_and_the_caution_goes_with_the_sum() -> None:
    """What a source declares of its own table overrules the measure, and is carried to the reader."""
    facts = {"headcount": TableFacts(additive_over={"band": CAUTION, "division": ""})}
    figures = [figure("headcount", 1, band=band, division=division) for band in "67" for division in "ab"]
    data = dataset(*figures, tables=facts)
    total, division = headcount(data), headcount(data, division="a")
    assert (("summed", 4), (CAUTION,)) == (outcome(total), total.cautions)
    assert (("summed", 2), (CAUTION,)) == (outcome(division), division.cautions)
    assert (("summed", 2), ()) == (outcome(headcount(data, band="6")), headcount(data, band="6").cautions)


def test_a_measure_that_nobody_declared_may_be_added() -> None:
    """A measure of the caller's own is additive until it is said not to be."""
    data = dataset(figure("own_measure", 1, band="6"), figure("own_measure", 2, band="7"))
    assert ("summed", 3) == outcome(read(data, "own_measure", MARCH))


def test_percentages_are_never_added_up() -> None:
    """A total of percentages is not calculable, and the reading says which figure is in the way."""
    data = dataset(
        figure("survey_discrimination", percent("14.2"), YEAR, ethnicity="bme", cell="F48"),
        figure("survey_discrimination", percent("5.7"), YEAR, ethnicity="white", cell="E48"),
    )
    reading = read(data, "survey_discrimination", YEAR)
    assert ("not calculable", None) == outcome(reading)
    assert "14.2 (percent) (made-up.xlsx, sheet 'Return', cell F48)" in reading.why_not


def test_one_code_in_use_is_still_a_sum_of_one() -> None:
    """A total that is had from its only part is not called stated."""
    data = dataset(figure("board_members", 5, sex="f"))
    assert ("summed", 5) == outcome(seats(data))


# --- suppressed, not recorded, absent ---------------------------------------------------------------------------------


def test_a_suppressed_figure_is_never_worked_out_from_its_parts() -> None:
    """Though men and women are stated, the suppressed figure of both stays suppressed."""
    data = dataset(
        figure("board_members", SUPPRESSED, ethnicity="bme"),
        figure("board_members", 1, ethnicity="bme", sex="f"),
        figure("board_members", 2, ethnicity="bme", sex="m"),
    )
    reading = seats(data, ethnicity="bme")
    assert (("not calculable", None), SUPPRESSED, "suppressed") == (outcome(reading), reading.value, reading.why_not)


def test_a_sum_with_a_suppressed_part_is_not_calculable() -> None:
    """A total without one of its parts would be too small, and its reader would not know."""
    data = dataset(
        figure("board_members", 4, ethnicity="white"), figure("board_members", SUPPRESSED, ethnicity="bme", cell="C3")
    )
    reading = seats(data)
    assert ("not calculable", None) == outcome(reading)
    assert "a part of it is suppressed (made-up.xlsx, sheet 'Return', cell C3)" in reading.why_not
    assert 2 == len(reading.rests_on)


def test_a_total_that_would_tell_a_suppressed_part_is_not_rebuilt_from_a_finer_cut() -> None:
    """The total less the shown part would be the suppressed one."""
    data = dataset(
        figure("board_members", 4, ethnicity="white"),
        figure("board_members", SUPPRESSED, ethnicity="bme"),
        figure("board_members", 4, ethnicity="white", sex="f"),
        figure("board_members", 1, ethnicity="bme", sex="f"),
    )
    assert ("not calculable", None) == outcome(seats(data))


def test_a_figure_that_was_not_recorded_may_be_had_from_its_parts() -> None:
    """An empty total is no secret: where the parts are stated and may be added, they are."""
    data = dataset(
        figure("board_members", NOT_RECORDED),
        figure("board_members", 4, ethnicity="white"),
        figure("board_members", 1, ethnicity="bme"),
    )
    assert ("summed", 5) == outcome(seats(data))


def test_where_nothing_helps_the_coarsest_failure_is_told() -> None:
    """With an empty total and parts that may not be added, the empty total is what is said."""
    data = dataset(
        figure("headcount", NOT_RECORDED), figure("headcount", 1, band="6"), figure("headcount", 2, band="7")
    )
    reading = headcount(data)
    assert (("not calculable", None), NOT_RECORDED) == (outcome(reading), reading.value)


def test_an_absent_combination_is_0_only_where_the_source_declares_so() -> None:
    """Nobody at Band 7 among BME staff: 0 in a table that lists all others, else unknown."""
    figures = (
        *groups("headcount", MARCH, {"white": 3, "bme": 2}, band="6"),
        *groups("headcount", MARCH, {"white": 4}, band="7"),
    )
    unknown = headcount(dataset(*figures), band="7", ethnicity="bme")
    zero = headcount(dataset(*figures, tables={"headcount": ZERO}), band="7", ethnicity="bme")
    assert (("not calculable", None), Reason.NOT_RECORDED) == (outcome(unknown), getattr(unknown.value, "reason", None))
    assert "no such figure" in unknown.why_not
    assert (("stated", 0), ()) == (outcome(zero), zero.rests_on)


@pytest.mark.parametrize("where", [{"ward": "W7"}, {"band": "9", "ward": "W7"}])
def test_a_dimension_that_the_table_lacks_is_unknown_even_where_gaps_are_0(where: dict[str, str]) -> None:
    """A table that says nothing of wards does not say that a ward is empty."""
    data = dataset(figure("headcount", 3, band="6"), tables={"headcount": ZERO})
    assert ("not calculable", None) == outcome(headcount(data, **where))


@pytest.mark.parametrize("measure", ["headcount", "appointed"])
def test_a_year_or_measure_without_figures_is_unknown(measure: str) -> None:
    """Nothing is known of a period that the data do not speak of, gaps declared 0 or not."""
    data = dataset(figure("headcount", 3), tables={"headcount": ZERO, "appointed": ZERO})
    assert ("not calculable", None) == outcome(read(data, measure, on_31_march(2024)))


def test_a_hole_in_a_sum_is_0_only_where_the_source_declares_so() -> None:
    """BME women are 3 and BME men are in no row: without a declaration BME staff are unknown, not 3."""
    figures = (
        *groups("board_members", MARCH, {"white": 10, "bme": 3}, sex="f"),
        *groups("board_members", MARCH, {"white": 5}, sex="m"),
    )
    assert ("summed", 3) == outcome(seats(dataset(*figures, tables={"board_members": ZERO}), ethnicity="bme"))
    assert ("not calculable", None) == outcome(seats(dataset(*figures), ethnicity="bme"))


# --- derived dimensions -----------------------------------------------------------------------------------------------

ROLES = (
    figure("headcount", 10, role="midwife"),
    figure("headcount", 20, role="nurse"),
    figure("headcount", 40, role="clerk"),
)
MAY_ADD_ROLES = {"headcount": TableFacts(additive_over={"role": CAUTION})}


def test_a_derived_dimension_is_the_sum_of_the_codes_it_stands_for() -> None:
    """Clinical staff are midwives and nurses, with the caution of the sum over roles."""
    data = dataset(*ROLES, tables=MAY_ADD_ROLES, derived={"cluster": BY_ROLE})
    clinical = headcount(data, cluster="clinical")
    assert (("summed", 30), (CAUTION,)) == (outcome(clinical), clinical.cautions)
    assert {"midwife", "nurse"} == {dict(each.dimensions)["role"] for each in clinical.rests_on}


def test_a_derived_dimension_may_not_be_had_by_a_sum_that_is_not_allowed() -> None:
    """Without the declaration nurses who are midwives too would be counted twice."""
    data = dataset(*ROLES, derived={"cluster": BY_ROLE})
    assert headcount(data, cluster="clinical").why_not.endswith("may not be added up over role")


def test_a_derived_dimension_limits_the_one_it_follows_from() -> None:
    """Among the clinical staff midwives are midwives, and clerks are nobody that one knows of."""
    data = dataset(*ROLES, tables=MAY_ADD_ROLES, derived={"cluster": BY_ROLE})
    assert 10 == headcount(data, cluster="clinical", role="midwife").count
    assert ("not calculable", None) == outcome(headcount(data, cluster="clinical", role="clerk"))


def test_a_stated_derived_code_is_not_replaced_by_a_sum() -> None:
    """Where clinical staff are stated, they are not added up from roles."""
    data = dataset(
        *ROLES, figure("headcount", 29, cluster="clinical"), tables=MAY_ADD_ROLES, derived={"cluster": BY_ROLE}
    )
    assert ("stated", 29) == outcome(headcount(data, cluster="clinical"))


@pytest.mark.parametrize("code", ["medical", "martian"])
def test_a_derived_code_without_members_in_the_data_is_unknown(code: str) -> None:
    """A cluster whose roles do not occur, or that is not defined, has no figure."""
    derived = Derived(dimension="role", codes={**BY_ROLE.codes, "medical": ("surgeon",)})
    data = dataset(*ROLES, tables=MAY_ADD_ROLES, derived={"cluster": derived})
    assert ("not calculable", None) == outcome(headcount(data, cluster=code))


def test_a_derived_dimension_of_another_table_is_no_help() -> None:
    """Figures by band know nothing of roles, so nothing of clusters."""
    data = dataset(figure("headcount", 1, band="6"), derived={"cluster": BY_ROLE})
    assert ("not calculable", None) == outcome(headcount(data, cluster="clinical"))


# --- one cut alone ----------------------------------------------------------------------------------------------------


def test_one_cut_can_be_asked_alone() -> None:
    """To compare a stated total with its parts, each cut answers for itself; a silent one gives None."""
    data = dataset(
        figure("board_members", 12), figure("board_members", 5, sex="f"), figure("board_members", 6, sex="m")
    )
    parts = read_in_cut(data, "board_members", MARCH, {}, frozenset(["sex"]))
    stated = read_in_cut(data, "board_members", MARCH, {}, frozenset())
    assert (("summed", 11), ("stated", 12)) == (outcome(parts or seats(data)), outcome(stated or seats(data)))
    assert read_in_cut(data, "board_members", MARCH, {"sex": "f"}, frozenset()) is None
    assert read_in_cut(data, "board_members", MARCH, {}, frozenset(["vote"])) is None


def test_a_code_that_the_list_does_not_know_stands_for_itself() -> None:
    """A strange code is kept: it is in the total, in no group, and can be asked for."""
    data = dataset(*groups("headcount", MARCH, {"white": 1, "bme": 2, "martian": 4}))
    assert [7, 2, 4] == [headcount(data).count] + [
        headcount(data, ethnicity=group).count for group in ("bme", "martian")
    ]
    assert ("not calculable", None) == outcome(headcount(data, ethnicity="venusian"))
