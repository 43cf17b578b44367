"""Risk matrices as data: two axes, the bands, and which band each cell is in.

A matrix is a TOML file in `data/risk`, or a trust's own. Cells are canonical: a matrix that gives
thresholds on the product of the two weights is compiled to cells when it is read, and a lookup
(DCB0129) needs no thresholds at all. How a concern is rated with a matrix is in
`fairness_core.risk.rating`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from itertools import pairwise, product
from typing import Literal

import attrs

from fairness_core.config import RuleFile, load, packaged_ids, packaged_text
from fairness_core.errors import CallerError

KIND = "risk"


@attrs.frozen(kw_only=True)
class Level:
    """One level of an axis: a code ("3"), a label ("possible"), its weight, and what it means by domain."""

    code: str
    label: str
    weight: Decimal
    descriptors: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Axis:
    """An ordered scale, from least to most: how likely, or how severe. `question` is what a rater answers."""

    title: str
    question: str
    levels: tuple[Level, ...]

    def level(self, code: str) -> Level:
        """Return a level by its code or label; raise `CallerError` that lists them when there is none."""
        folded = code.strip().casefold()
        found = next((each for each in self.levels if folded in (each.code.casefold(), each.label.casefold())), None)
        if found is None:
            there = ", ".join(f"{each.code} ({each.label})" for each in self.levels)
            raise CallerError(f"{self.title} has no level {code!r}.", hint=f"There are: {there}.")
        return found


@attrs.frozen(kw_only=True)
class Band:
    """One band, with its label, its colour *and* a text: colour alone never says anything.

    `colour` and `text_colour` are #RRGGBB. `from_score` and `to_score` are limits on the product, both
    inside the band; a matrix with explicit cells leaves them out. `review_within_days` is 0 when the
    scheme names no time.
    """

    code: str
    label: str
    colour: str
    colour_name: str
    text_colour: str
    action: str
    escalate_to: str = ""
    review_within_days: int = 0
    second_rater: bool = False
    from_score: Decimal | None = None
    to_score: Decimal | None = None


@attrs.frozen(kw_only=True)
class Matrix(RuleFile):
    """A risk matrix: likelihood by consequence, the bands from least to most, and the cells.

    `cells` has a row for each level of likelihood, from least to most, with the band's code for each
    level of consequence; left out, the bands' limits on the product decide. `adopted` is False for an
    example banding, which no body has published as its own: every rating made with it says so.
    `score_from` says what the scheme calls the score: the product of the weights, or the band's number.
    `scoring_rule` is shown where people choose a level. `domains` name what consequences there can be.
    """

    owner: str
    effective: str
    scoring_rule: str
    adopted: bool
    notice: str = ""
    likelihood: Axis
    consequence: Axis
    domains: Mapping[str, str] = attrs.field(factory=dict)
    bands: tuple[Band, ...]
    cells: tuple[tuple[str, ...], ...] = ()
    score_from: Literal["product", "level"] = "product"

    def band(self, likelihood: str, consequence: str) -> Band:
        """Return the band of a cell; the levels are given by code or label."""
        row = self.likelihood.levels.index(self.likelihood.level(likelihood))
        column = self.consequence.levels.index(self.consequence.level(consequence))
        return self._bands_by_code[self.grid[row][column]]

    def score(self, likelihood: str, consequence: str) -> Decimal:
        """Return the product of the two weights, or the band's number where the scheme has no other score."""
        if self.score_from == "level":
            return Decimal(self.position(self.band(likelihood, consequence)))
        return self.likelihood.level(likelihood).weight * self.consequence.level(consequence).weight

    @property
    def grid(self) -> tuple[tuple[str, ...], ...]:
        """The code of the band of every cell: a row for each likelihood, from least to most."""
        return self.cells or tuple(
            tuple(self._by_score(row.weight * column.weight)[0] for column in self.consequence.levels)
            for row in self.likelihood.levels
        )

    def position(self, band: Band) -> int:
        """Return where a band stands among the bands, 1 for the least."""
        return self.bands.index(band) + 1

    @property
    def _bands_by_code(self) -> Mapping[str, Band]:
        return {band.code: band for band in self.bands}

    def _by_score(self, score: Decimal) -> list[str]:
        """Return the codes of every band whose limits hold the score; one, in a sound matrix."""
        return [
            band.code
            for band in self.bands
            if band.from_score is not None and band.to_score is not None and band.from_score <= score <= band.to_score
        ]

    def faults(self) -> Iterable[tuple[str, str]]:
        """Yield every fault: of the axes, the bands, the colours, and the cells, each with its key path."""
        yield from _axis_faults("likelihood", self.likelihood)
        yield from _axis_faults("consequence", self.consequence)
        yield from _band_faults(self)
        found = tuple(self._cell_faults())
        yield from found
        if not found:
            yield from _falls(self)

    def _cell_faults(self) -> Iterable[tuple[str, str]]:
        if not self.cells:
            yield from _score_faults(self)
            return
        if len(self.cells) != len(self.likelihood.levels):
            yield "cells", f"There are {len(self.cells)} rows for {len(self.likelihood.levels)} levels of likelihood."
        for number, row in enumerate(self.cells, start=1):
            if len(row) != len(self.consequence.levels):
                yield f"cells[{number}]", f"There are {len(row)} cells for {len(self.consequence.levels)} consequences."
            unknown = [code for code in row if code not in self._bands_by_code]
            yield from ((f"cells[{number}]", f"There is no band {code!r}.") for code in unknown)


def _axis_faults(path: str, axis: Axis) -> Iterable[tuple[str, str]]:
    if len(axis.levels) < 2:
        yield f"{path}.levels", "An axis needs two levels or more."
    for number, (lower, upper) in enumerate(pairwise(axis.levels), start=2):
        if upper.weight <= lower.weight:
            yield (
                f"{path}.levels[{number}].weight",
                f"{upper.weight} does not rise above {lower.weight}, the one before.",
            )
    codes = [level.code for level in axis.levels]
    for number, code in enumerate(codes, start=1):
        if code in codes[: number - 1]:
            yield f"{path}.levels[{number}].code", f"The code {code!r} is used twice."


def _band_faults(matrix: Matrix) -> Iterable[tuple[str, str]]:
    codes = [band.code for band in matrix.bands]
    for number, band in enumerate(matrix.bands, start=1):
        path = f"bands[{number}]"
        if band.code in codes[: number - 1]:
            yield f"{path}.code", f"The code {band.code!r} is used twice."
        if not band.label.strip() or not band.action.strip():
            yield path, "Colour must not be the only signal: give the band a label and say what must be done."
        for name in ("colour", "text_colour"):
            if not _is_colour(getattr(band, name)):
                yield f"{path}.{name}", "A colour is written as # and six digits, such as #DA291C."
        if (
            _is_colour(band.colour)
            and _is_colour(band.text_colour)
            and contrast(band.colour, band.text_colour) < LEAST_CONTRAST
        ):
            yield f"{path}.text_colour", f"Text of this colour cannot be read on {band.colour}; use #000000 or #FFFFFF."
        if (band.from_score is None) != (band.to_score is None):
            yield path, "Give both from_score and to_score, or neither."


def _score_faults(matrix: Matrix) -> Iterable[tuple[str, str]]:
    """Yield products that can come about and are in no band, or in two; products that cannot do not matter."""
    for row, column in product(matrix.likelihood.levels, matrix.consequence.levels):
        score = row.weight * column.weight
        bands = matrix._by_score(score)
        where = f"likelihood {row.code}, consequence {column.code} (score {score})"
        if not bands:
            yield "bands", f"A hole: {where} is in no band."
        if len(bands) > 1:
            yield "bands", f"An overlap: {where} is in {' and in '.join(bands)}."


def _falls(matrix: Matrix) -> Iterable[tuple[str, str]]:
    """Yield cells where the band falls while an axis rises; a lookup may fall while the product rises."""
    order = {band.code: number for number, band in enumerate(matrix.bands)}
    grid = matrix.grid
    for row, column in product(range(len(grid)), range(len(grid[0]))):
        for name, (r, c) in (("likelihood", (row + 1, column)), ("consequence", (row, column + 1))):
            if r < len(grid) and c < len(grid[r]) and order[grid[r][c]] < order[grid[row][column]]:
                yield (
                    f"cells[{r + 1}][{c + 1}]",
                    f"The band falls from {grid[row][column]!r} to {grid[r][c]!r} while {name} rises.",
                )


LEAST_CONTRAST = 4.5
"""Contrast of text on its ground that can be read (WCAG 2.x, 1.4.3)."""


def _is_colour(text: str) -> bool:
    return len(text) == 7 and text[0] == "#" and all(digit in "0123456789abcdefABCDEF" for digit in text[1:])


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.x formula).

    >>> round(contrast("#000000", "#FFFFFF"))
    21
    """
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def load_matrix(text: str, file: str = "") -> Matrix:
    """Read a matrix from TOML; `extends` may name a packaged one. Raises `ConfigError` with every fault."""
    return load(text, Matrix, file=file, extend=lambda parent: packaged_text(KIND, parent))


@cache
def matrix(matrix_id: str) -> Matrix:
    """Return a packaged matrix, say "npsa-2008".

    >>> matrix("npsa-2008").band("likely", "4").label
    'extreme'
    """
    return load_matrix(packaged_text(KIND, matrix_id), f"{matrix_id}.toml")


def matrices() -> tuple[str, ...]:
    """Return the ids of the packaged matrices."""
    return packaged_ids(KIND)
