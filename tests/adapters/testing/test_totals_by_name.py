"""A total that was taken for a group is known by its name, however it is written."""

from __future__ import annotations

from datetime import date

import pytest

from fairness_adapters.testing.totals import counted_twice
from fairness_core import Dataset, Observation, Period, dimensions


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
