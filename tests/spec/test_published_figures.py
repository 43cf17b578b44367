"""Figures as NHS bodies printed them, computed again from the counts; see tests/vectors/README.md.

`notes` select the rows and say what a reader of the pages found; no formula below looks at them.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from fairness_core.values import percentage, ratio, round_half_up

VECTORS = Path(__file__).parents[1] / "vectors" / "wres.csv"
Row = dict[str, str]


def rows() -> list[Row]:
    """Return every row of the file, its notes read into keys of their own."""
    with VECTORS.open(encoding="utf-8", newline="") as lines:
        found = list(csv.DictReader(lines))
    noted = [dict(each.strip().split("=", 1) for each in row["notes"].split(";")[:4]) for row in found]
    return [{**row, "kind": notes["kind"], "check": notes["check"]} for row, notes in zip(found, noted, strict=True)]


ROWS = rows()
COMPUTABLE = ("percentage", "ratio", "pp_difference")


def select(check: str) -> list[Row]:
    """Return the rows of the kinds that are computed here, by what their readers found."""
    return [row for row in ROWS if row["kind"] in COMPUTABLE and row["check"] == check]


def name(row: Row) -> str:
    """Name a row for the test report."""
    return row["id"]


def rate(row: Row, side: str) -> Fraction:
    """Return the rate of group a or b, exactly; its counts may be written with decimals."""
    found = ratio(Decimal(row[f"num_{side}"]), Decimal(row[f"den_{side}"]))
    assert found is not None
    return found


def computed(row: Row) -> Fraction | None:
    """Return the figure that follows from the counts of a row, unrounded."""
    if row["kind"] == "percentage":
        return percentage(Decimal(row["num_a"]), Decimal(row["den_a"]))
    if row["kind"] == "ratio":
        return ratio(rate(row, "a"), rate(row, "b"))
    return 100 * (rate(row, "a") - rate(row, "b"))


@pytest.mark.parametrize("row", select("match"), ids=name)
def test_a_published_figure_is_reproduced_at_its_printed_decimals(row: Row) -> None:
    """From the counts, rounded once and half up, comes what was printed."""
    figure = computed(row)
    assert figure is not None
    assert Decimal(row["published_value"]) == round_half_up(figure, int(row["published_decimals"]))


@pytest.mark.parametrize("row", select("mismatch"), ids=name)
def test_a_published_figure_that_does_not_follow_from_its_counts_does_not_follow(row: Row) -> None:
    """What readers found wrong (truncated, misprinted, another denominator) is not reproduced."""
    figure = computed(row)
    assert figure is not None
    assert Decimal(row["published_value"]) != round_half_up(figure, int(row["published_decimals"]))


@pytest.mark.parametrize("row", select("match-after-our-correction"), ids=name)
def test_a_misprint_that_was_corrected_is_reproduced(row: Row) -> None:
    """With the digit that the page dropped the figure follows; the correction is ours and says so."""
    figure = computed(row)
    assert figure is not None
    assert Decimal(row["published_value"]) == round_half_up(figure, int(row["published_decimals"]))


@pytest.mark.parametrize("row", select("undefined-as-expected"), ids=name)
def test_no_cases_for_anybody_gives_no_ratio(row: Row) -> None:
    """0 of 25 against 0 is not calculable, neither 0 nor 1."""
    assert (row["num_a"], row["num_b"]) == ("0", "0")
    assert ratio(rate(row, "a"), Decimal(row["num_b"])) is None


def test_a_ratio_of_rounded_rates_is_another_figure() -> None:
    """17 of 2,504.96 and 9 of 725.12 give 1.8; the rates as printed, 0.7 and 1.2, would give 1.7."""
    white, bme = (next(row for row in ROWS if row["id"] == each) for each in ("W014", "W015"))
    unrounded = ratio(rate(bme, "a"), rate(white, "a"))
    rounded = ratio(Decimal(bme["published_value"]), Decimal(white["published_value"]))
    assert unrounded is not None
    assert rounded is not None
    assert (Decimal("1.8"), Decimal("1.7")) == (round_half_up(unrounded, 1), round_half_up(rounded, 1))


def test_every_row_has_its_source() -> None:
    """Each figure says on which public page it stands, and no two rows share an id."""
    assert [] == [
        row["id"] for row in ROWS if not row["source_url"].startswith("https://") and "http" not in row["source_url"]
    ]
    assert len(ROWS) == len({row["id"] for row in ROWS}) == 48


def test_the_rows_that_are_computed_are_those_that_are_meant() -> None:
    """33 figures follow and 4 do not; a file that lost its rows would not pass in silence."""
    assert (33, 4, 1, 1) == tuple(
        len(select(check)) for check in ("match", "mismatch", "match-after-our-correction", "undefined-as-expected")
    )
