"""The published risk tables, cell by cell: each scheme read from its TOML file, beside `tests/vectors/risk.csv`.

Section 2.1 of the notes on professional standards lists the schemes; every row names its own source.
"""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import attrs
import pytest

from fairness_core.risk.matrix import Matrix, load_matrix, matrix

TESTS = Path(__file__).parents[1]
PACKAGED = {"NPSA-2008": "npsa-2008", "NHSSCOT-CORE": "nhs-scotland", "DCB0129-LOOKUP": "dcb0129"}
OUTSIDE = {
    "HSE-IE-3BAND": "hse-ireland",
    "BTS-HOMEO2-3BAND": "bts-home-oxygen",
    "UCL-4X4": "ucl-4x4",
    "COL-WEIGHTED-4X4": "city-of-london",
}


@attrs.frozen(kw_only=True)
class Row:
    """One published cell."""

    id: str
    likelihood: str
    consequence: str
    score: str
    band: str
    scheme: str
    source: str


def rows() -> list[Row]:
    """Read the published cells."""
    with (TESTS / "vectors" / "risk.csv").open(encoding="utf-8", newline="") as lines:
        return [Row(**row) for row in csv.DictReader(lines)]


@cache
def scheme(name: str) -> Matrix:
    """Return the matrix of a scheme, packaged or of the tests."""
    if name in PACKAGED:
        return matrix(PACKAGED[name])
    path = TESTS / "matrices" / f"{OUTSIDE[name]}.toml"
    return load_matrix(path.read_text(encoding="utf-8"), path.name)


def printed(found: Matrix, row: Row) -> set[str]:
    """Return the ways in which a scheme may write the band of a cell."""
    band = found.band(row.likelihood, row.consequence)
    colour = band.colour_name.capitalize()
    return {band.label, f"{band.label}/{colour}", f"{found.position(band)}-{band.label}", colour}


BANDED = [row for row in rows() if row.scheme in PACKAGED | OUTSIDE]


@pytest.mark.parametrize("row", BANDED, ids=lambda row: row.id)
def test_every_published_cell_has_its_score_and_its_band(row: Row) -> None:
    """The score and the band of a cell are those that the scheme publishes."""
    found = scheme(row.scheme)
    assert int(row.score) == found.score(row.likelihood, row.consequence)
    assert row.band in printed(found, row)


@pytest.mark.parametrize("row", [row for row in rows() if row.scheme == "PRODUCT-ONLY"], ids=lambda row: row.id)
def test_products_without_a_published_band(row: Row) -> None:
    """Where a trust publishes only the product, the score of a five by five matrix is that product."""
    assert int(row.score) == matrix("npsa-2008").score(row.likelihood, row.consequence)


def test_nothing_of_the_file_is_left_untested() -> None:
    """Every row belongs to a scheme that is tested: whole tables, 48 hazards, five products, two weighted scores."""
    counts = Counter(row.scheme for row in rows())
    assert 196 == counts.total()
    assert {"PRODUCT-ONLY"} == counts.keys() - PACKAGED.keys() - OUTSIDE.keys()
    assert {"NPSA-2008": 25, "NHSSCOT-CORE": 25, "DCB0129-LOOKUP": 25 + 48} == {name: counts[name] for name in PACKAGED}
    assert [25, 25, 16, 2] == [counts[name] for name in OUTSIDE]
    assert 48 == sum(row.id.startswith("HAZ-") for row in rows())


COUNTS = {
    "NPSA-2008": [5, 7, 7, 6],
    "NHSSCOT-CORE": [5, 10, 7, 3],
    "HSE-IE-3BAND": [10, 9, 6],
    "BTS-HOMEO2-3BAND": [8, 11, 6],
    "DCB0129-LOOKUP": [3, 7, 7, 5, 3],
}


@pytest.mark.parametrize("name", COUNTS)
def test_how_many_of_the_25_cells_each_band_has(name: str) -> None:
    """Over the 25 cells each band has as many as the notes count, from least to most."""
    found = scheme(name)
    cells = Counter(code for row in found.grid for code in row)
    assert COUNTS[name] == [cells[band.code] for band in found.bands]


def test_the_lookup_falls_while_the_product_rises() -> None:
    """DCB0129 cannot be written with limits: the product 5 is level 3, 6 is 2; 10 is 4, 12 is 3."""
    found = matrix("dcb0129")
    assert [3, 2, 4, 3] == [found.score(*cell) for cell in (("1", "5"), ("2", "3"), ("2", "5"), ("3", "4"))]


def test_scotland_equals_its_limits() -> None:
    """The words of NHS Scotland are those of the limits 1-3, 4-9, 10-16 and 20-25 on the product."""
    found = matrix("nhs-scotland")
    limits = {"low": (1, 3), "medium": (4, 9), "high": (10, 16), "very-high": (20, 25)}
    for row in found.likelihood.levels:
        for column in found.consequence.levels:
            low, high = limits[found.band(row.code, column.code).code]
            assert low <= found.score(row.code, column.code) <= high


def test_two_three_band_schemes_differ_at_two_cells_only() -> None:
    """HSE Ireland and the BTS differ where one axis is 1 and the other 5, and nowhere else."""
    irish, british = scheme("HSE-IE-3BAND"), scheme("BTS-HOMEO2-3BAND")
    places = [(row, column) for row in range(5) for column in range(5)]
    assert [(0, 4), (4, 0)] == [(r, c) for r, c in places if irish.grid[r][c] != british.grid[r][c]]


def test_the_example_banding_is_that_of_its_stated_source() -> None:
    """The limits of rag-3 are those of the BTS table that it names, cell by cell."""
    example, british = matrix("rag-3"), scheme("BTS-HOMEO2-3BAND")
    names = {"low": "green", "medium": "amber", "high": "red"}
    assert tuple(tuple(names[code] for code in row) for row in british.grid) == example.grid
