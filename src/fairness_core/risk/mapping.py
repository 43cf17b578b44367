"""From one scheme to another: level by level, through cells, saying what is lost.

A mapped rating is a view that stands beside the rating it was made from, and never replaces it. Scores
are never converted: only the levels are, and the other matrix gives its own score and band for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise, product

import attrs

from fairness_core.errors import CallerError
from fairness_core.risk.matrix import Axis, Band, Matrix
from fairness_core.risk.rating import OVERALL, Judgement, Rated, rate, scheme_of


@attrs.frozen(kw_only=True)
class MappedRated:
    """A rating, what another scheme would call it, and what is lost between them, each in a sentence."""

    rated: Rated
    mapped: Rated
    lossy: tuple[str, ...]


@attrs.frozen(kw_only=True)
class MappedCell:
    """One cell of a scheme beside the cell of another that it becomes; bands are codes."""

    likelihood: str
    consequence: str
    score: Decimal
    band: str
    to_likelihood: str
    to_consequence: str
    to_score: Decimal
    to_band: str
    differs: bool


@attrs.frozen(kw_only=True)
class SchemeMapping:
    """Which level of another scheme each level of a scheme becomes, on both axes.

    Levels are given by code or label, and kept by code. Raises `CallerError` with everything that is
    wrong: a level that is missing, given twice or unknown, and an order that is turned round.
    """

    from_matrix: Matrix
    to_matrix: Matrix
    likelihood: Mapping[str, str]
    consequence: Mapping[str, str]

    def __attrs_post_init__(self) -> None:
        """Check both axes and keep codes."""
        found: list[str] = []
        for name in ("likelihood", "consequence"):
            old, new = getattr(self.from_matrix, name), getattr(self.to_matrix, name)
            codes = _by_code(getattr(self, name), old, new, found)
            object.__setattr__(self, name, codes)
        if found:
            raise CallerError(
                f"The mapping from {self.from_matrix.id} to {self.to_matrix.id} has {len(found)} faults: "
                f"{' '.join(found)}",
                hint="Give every level of the one scheme a level of the other, in the same order.",
            )

    @property
    def losses(self) -> tuple[str, ...]:
        """What the mapping loses over the whole grid: levels that merge, levels not reached, bands that differ."""
        return (
            *_merged("Likelihood", self.likelihood, self.from_matrix.likelihood, self.to_matrix.likelihood),
            *_merged("Consequence", self.consequence, self.from_matrix.consequence, self.to_matrix.consequence),
            *_not_reached("Likelihood", self.likelihood, self.to_matrix.likelihood),
            *_not_reached("Consequence", self.consequence, self.to_matrix.consequence),
            *_cells_that_differ(mapping_table(self)),
        )


def map_rating(rated: Rated, mapping: SchemeMapping) -> MappedRated:
    """Return a rating beside what the other scheme calls the same levels, and what is lost.

    Where the other scheme has every domain that was judged, each is mapped; else the highest level is
    mapped for the concern as a whole. Raises `CallerError` when the rating is of another scheme.
    """
    if rated.scheme != scheme_of(mapping.from_matrix):
        raise CallerError(f"The rating was made with {rated.scheme}, which this mapping does not start from.")
    strange = [domain for domain in rated.levels if domain not in (OVERALL, *mapping.to_matrix.domains)]
    levels = {OVERALL: rated.consequence} if strange else rated.levels
    consequences = {domain: mapping.consequence[level] for domain, level in levels.items()}
    mapped = rate(
        mapping.to_matrix, Judgement(likelihood=mapping.likelihood[rated.likelihood], consequences=consequences)
    )
    lossy = (*_levels_shared(rated, mapping), *_domains_lost(rated, strange, mapping), *_bands(rated, mapped, mapping))
    return MappedRated(rated=rated, mapped=mapped, lossy=lossy)


def mapping_table(mapping: SchemeMapping) -> tuple[MappedCell, ...]:
    """Return every cell of the one scheme with the cell of the other that it becomes, rows from least to most."""
    return tuple(_cell(mapping, row, column) for row, column in product(mapping.likelihood, mapping.consequence))


def _cell(mapping: SchemeMapping, row: str, column: str) -> MappedCell:
    old, new = mapping.from_matrix, mapping.to_matrix
    to_row, to_column = mapping.likelihood[row], mapping.consequence[column]
    band, to_band = old.band(row, column), new.band(to_row, to_column)
    return MappedCell(
        likelihood=row,
        consequence=column,
        score=old.score(row, column),
        band=band.code,
        to_likelihood=to_row,
        to_consequence=to_column,
        to_score=new.score(to_row, to_column),
        to_band=to_band.code,
        differs=not _same(band, old, to_band, new),
    )


def _same(band: Band, old: Matrix, to_band: Band, new: Matrix) -> bool:
    """Whether two bands mean the same: the same label in the same place of as many bands."""
    place, to_place = (old.position(band), len(old.bands)), (new.position(to_band), len(new.bands))
    return place == to_place and band.label.casefold() == to_band.label.casefold()


def _by_code(given: Mapping[str, str], old: Axis, new: Axis, found: list[str]) -> dict[str, str]:
    """Return the mapping of one axis by code, in the axis's order; put what is wrong into `found`."""
    codes: dict[str, str] = {}
    for source, target in given.items():
        try:
            code, to_code = old.level(source).code, new.level(target).code
        except CallerError as fault:
            found.append(f"{fault.message} {fault.hint}")
            continue
        if code in codes:
            found.append(f"{old.title} {code} is given twice.")
        codes[code] = to_code
    ordered = [level.code for level in old.levels if level.code in codes]
    missing = [f"{level.code} ({level.label})" for level in old.levels if level.code not in codes]
    found.extend(f"{old.title} {level} is missing." for level in missing)
    place = {level.code: number for number, level in enumerate(new.levels)}
    for lower, upper in pairwise(ordered):
        if place[codes[lower]] > place[codes[upper]]:
            found.append(f"{old.title} {upper} is above {lower}, and would come to stand below it.")
    return {code: codes[code] for code in ordered}


def _named(axis: Axis, code: str) -> str:
    return f"{code} ({axis.level(code).label})"


def _merged(noun: str, codes: Mapping[str, str], old: Axis, new: Axis) -> Iterator[str]:
    for target in dict.fromkeys(codes.values()):
        sources = [_named(old, source) for source, reached in codes.items() if reached == target]
        if len(sources) > 1:
            yield f"{noun} {' and '.join(sources)} become {_named(new, target)}: they can no longer be told apart."


def _not_reached(noun: str, codes: Mapping[str, str], new: Axis) -> Iterator[str]:
    for level in new.levels:
        if level.code not in codes.values():
            yield f"{noun} {_named(new, level.code)} is reached by no level of the other scheme."


def _cells_that_differ(table: tuple[MappedCell, ...]) -> Iterator[str]:
    differing = sum(cell.differs for cell in table)
    if differing:
        yield f"In {differing} of {len(table)} cells the band is another one, or stands in another place."
    rescored = sum(cell.score != cell.to_score for cell in table)
    if rescored:
        yield f"In {rescored} of {len(table)} cells the score is another: scores of two schemes are not comparable."
    becomes = {cell.band: [other.to_band for other in table if other.band == cell.band] for cell in table}
    stems_from = {cell.to_band: [other.band for other in table if other.to_band == cell.to_band] for cell in table}
    for band, reached in becomes.items():
        if len(distinct := dict.fromkeys(reached)) > 1:
            yield f"The band {band} can become {' or '.join(distinct)}."
    for band, sources in stems_from.items():
        if len(distinct := dict.fromkeys(sources)) > 1:
            yield f"The bands {' and '.join(distinct)} can become {band}."


def _levels_shared(rated: Rated, mapping: SchemeMapping) -> Iterator[str]:
    """Say which other levels would have been mapped to the same ones."""
    old, new = mapping.from_matrix, mapping.to_matrix
    for noun, axis, to_axis, codes, chosen in (
        ("likelihood", old.likelihood, new.likelihood, mapping.likelihood, [rated.likelihood]),
        ("consequence", old.consequence, new.consequence, mapping.consequence, dict.fromkeys(rated.levels.values())),
    ):
        for code in chosen:
            others = [_named(axis, each) for each, target in codes.items() if target == codes[code] and each != code]
            if others:
                became = _named(to_axis, codes[code])
                yield f"{_named(axis, code)} became {became} in {noun}, as {' and '.join(others)} would have."


def _domains_lost(rated: Rated, strange: list[str], mapping: SchemeMapping) -> Iterator[str]:
    if strange:
        yield (
            f"{mapping.to_matrix.id} does not have the domain {' or '.join(strange)}: only the highest level was "
            f"mapped, and that {rated.driver} drove the rating stays with the earlier one."
        )


def _bands(rated: Rated, mapped: Rated, mapping: SchemeMapping) -> Iterator[str]:
    old, new = mapping.from_matrix, mapping.to_matrix
    was, now = len(old.bands), len(new.bands)
    if (rated.band_label.casefold(), rated.level, was) != (mapped.band_label.casefold(), mapped.level, now):
        yield (
            f"{rated.band_label}, band {rated.level} of {was} in {old.id}, is {mapped.band_label}, band "
            f"{mapped.level} of {now} in {new.id}."
        )
    if rated.score != mapped.score:
        yield f"The score was {rated.score:f} and is {mapped.score:f}: scores of two schemes are not comparable."
