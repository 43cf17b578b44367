"""A total that was taken for a group is known by its name, however it is written."""

from __future__ import annotations

from datetime import date

import pytest

from fairness_adapters.testing.totals import counted_twice
from fairness_core import Dataset, Observation, Period, dimensions
from fairness_core.problems import Place, warning
from fairness_core.values import Missing, Reason


def named(code: str) -> list[str]:
    """Return what is said of a dataset of one ward of that name, which no other figure adds up to."""
    figure = Observation(
        measure="headcount", period=Period(end=date(2025, 3, 31)), dimensions=dimensions(ward=code), value=7
    )
    return counted_twice(Dataset(observations=(figure,)))


@pytest.mark.parametrize("code", ["total", "Trust total", "GRAND TOTAL", "All wards", "all_staff", "Overall"])
def test_a_name_of_a_total_is_told(code: str) -> None:
    """Labels that a layout takes as they are written keep their capitals."""
    assert [f"ward={code}: its name says that it is a total"] == named(code)


@pytest.mark.parametrize("code", ["All Saints", "Totality", "Ash", "wall"])
def test_a_ward_is_none(code: str) -> None:
    """A ward whose name merely begins like a total's is a ward."""
    assert [] == named(code)


def figures_of(**counts: object) -> Dataset:
    """Return a dataset of divisions with three groups each; "*" is suppressed."""
    hidden = Missing(reason=Reason.SUPPRESSED)
    return Dataset(
        observations=tuple(
            Observation(
                measure="headcount",
                period=Period(end=date(2025, 3, 31)),
                dimensions=dimensions(division=division, ethnicity=group),
                value=value if isinstance(value, int) else hidden,
            )
            for division, listed in counts.items()
            for group, value in zip(("white", "bme", "99"), listed if isinstance(listed, tuple) else (), strict=True)
        )
    )


@pytest.mark.parametrize(
    ("grand", "expected"),
    [
        ((214, 95, 9), ["division=Grand: it is the sum of all the others"]),
        ((214, 95, 2), []),
        ((214, 94, 9), []),
        (("*", "*", 9), []),
    ],
)
def test_a_sum_is_told_beside_parts_that_are_hidden(grand: tuple[object, ...], expected: list[str]) -> None:
    """A part without a figure leaves room for more, and a total under its parts is none."""
    found = figures_of(Surgery=(77, 30, 3), Medicine=(100, 51, "*"), Estates=(37, 14, 0), Grand=grand)
    assert expected == counted_twice(found)


def test_what_the_reader_tells_of_a_total_counts() -> None:
    """A layout cuts "total" off "Grand total", and its code no longer shows what it was."""
    told = warning(
        "unnamed_total", "It reads like a total's.", where=Place(cell="A17"), found="'Grand total'", hint="Name it."
    )
    assert ["cell A17: 'Grand total'. Name it."] == counted_twice(figures_of(), [told])


def test_a_total_is_told_once() -> None:
    """What its code says already is not said again by its label."""
    told = warning(
        "unnamed_total", "It reads like a total's.", where=Place(cell="A17"), found="'Total'", hint="Name it."
    )
    figure = Observation(
        measure="headcount", period=Period(end=date(2025, 3, 31)), dimensions=dimensions(ward="Total"), value=7
    )
    assert ["ward=Total: its name says that it is a total"] == counted_twice(Dataset(observations=(figure,)), [told])
