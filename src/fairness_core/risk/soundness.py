"""What can be wrong with a risk matrix, each fault with its key path.

Every check looks only at what it needs, so that one fault never hides another. What is wrong with
types (text where a number belongs) is found by `fairness_core.config`; how both kinds come to stand
in one message is in `fairness_core.risk.mending`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby, pairwise, product
from typing import TYPE_CHECKING, TypeAlias

from fairness_core.risk.colours import LEAST_CONTRAST, contrast, is_colour

if TYPE_CHECKING:
    from fairness_core.risk.matrix import Axis, Band, Matrix

Fault: TypeAlias = tuple[str, str]
Place: TypeAlias = tuple[int, int]
Fall: TypeAlias = tuple[Place, Place, str]


def faults_of(matrix: Matrix) -> Iterator[Fault]:
    """Yield every fault: of what the file says of itself, the axes, the bands, and the cells or limits."""
    yield from _statement_faults(matrix)
    yield from _axis_faults("likelihood", matrix.likelihood)
    yield from _axis_faults("consequence", matrix.consequence)
    yield from _domain_faults(matrix)
    yield from _band_faults(matrix.bands)
    if matrix.cells:
        yield from _shape_faults(matrix)
        yield from _fall_faults(matrix)
        yield from _disagreements(matrix)
    else:
        yield from _limit_faults(matrix)


def _statement_faults(matrix: Matrix) -> Iterator[Fault]:
    if matrix.revision < 1:
        yield "revision", "Revisions are counted from 1."
    for name in ("id", "title", "source", "owner", "scoring_rule"):
        if not getattr(matrix, name).strip():
            yield name, "This must not be blank."
    if not matrix.adopted and not matrix.notice.strip():
        yield "notice", "A banding that nobody has adopted is an example: say so here, for every rating to show."


def _axis_faults(path: str, axis: Axis) -> Iterator[Fault]:
    if len(axis.levels) < 2:
        yield f"{path}.levels", "An axis needs two levels or more."
    for number, (lower, upper) in enumerate(pairwise(axis.levels), start=2):
        if upper.weight <= lower.weight:
            message = f"{upper.weight} does not rise above {lower.weight}, the weight before: order from least to most."
            yield f"{path}.levels[{number}].weight", message
    taken: set[str] = set()
    for number, level in enumerate(axis.levels, start=1):
        where = f"{path}.levels[{number}]"
        if level.weight < 0:
            yield f"{where}.weight", f"{level.weight} is below 0: with it a band could fall while an axis rises."
        yield from _name_faults(where, {"code": level.code, "label": level.label}, taken)


def _name_faults(where: str, names: dict[str, str], taken: set[str]) -> Iterator[Fault]:
    """Yield names that are blank, or that stand for an earlier level or band too; then take them."""
    for key, name in names.items():
        if not name.strip():
            yield f"{where}.{key}", f"The {key} must not be blank."
        elif name.strip().casefold() in taken:
            yield f"{where}.{key}", f"The {key} {name!r} is used twice."
    taken.update(name.strip().casefold() for name in names.values())


def _domain_faults(matrix: Matrix) -> Iterator[Fault]:
    for number, level in enumerate(matrix.consequence.levels, start=1):
        for domain in level.descriptors:
            if domain not in matrix.domains:
                there = ", ".join(matrix.domains) or "none"
                path = f"consequence.levels[{number}].descriptors.{domain}"
                yield path, f"There is no domain {domain!r}; under [domains] there are: {there}."


def _band_faults(bands: Sequence[Band]) -> Iterator[Fault]:
    if len(bands) < 2:
        yield "bands", "A matrix needs two bands or more."
    codes: set[str] = set()
    labels: set[str] = set()
    for number, band in enumerate(bands, start=1):
        path = f"bands[{number}]"
        yield from _name_faults(path, {"code": band.code}, codes)
        yield from _signal_faults(path, band, labels)
        yield from _colour_faults(path, band)
        yield from _own_limit_faults(path, band)
        if band.review_within_days < 0:
            yield f"{path}.review_within_days", "Give a number of days, or 0 when the scheme names no time."


def _signal_faults(path: str, band: Band, labels: set[str]) -> Iterator[Fault]:
    only = "Colour must not be the only signal:"
    label = band.label.strip().casefold()
    if not label or label in labels:
        yield f"{path}.label", f"{only} give the band a label{' of its own' if label else ''}."
    if not band.colour_name.strip():
        yield f"{path}.colour_name", f"{only} name the colour in words too."
    if not band.action.strip():
        yield f"{path}.action", f"{only} say what must be done in this band."
    labels.add(label)


def _colour_faults(path: str, band: Band) -> Iterator[Fault]:
    colours = {"colour": band.colour, "text_colour": band.text_colour}
    wrong = [name for name, colour in colours.items() if not is_colour(colour)]
    yield from ((f"{path}.{name}", "A colour is written as # and six digits, such as #DA291C.") for name in wrong)
    if not wrong and contrast(band.colour, band.text_colour) < LEAST_CONTRAST:
        better = max(("#000000", "#FFFFFF"), key=lambda colour: contrast(band.colour, colour))
        message = f"Text of the colour {band.text_colour} cannot be read on {band.colour}; use {better}."
        yield f"{path}.text_colour", message


def _own_limit_faults(path: str, band: Band) -> Iterator[Fault]:
    limits = {"from_score": band.from_score, "to_score": band.to_score}
    missing = [name for name, limit in limits.items() if limit is None]
    if len(missing) == 1:
        yield f"{path}.{missing[0]}", "Give both from_score and to_score, or neither."
    if band.from_score is not None and band.to_score is not None and band.from_score > band.to_score:
        yield f"{path}.to_score", f"{band.to_score} is below {band.from_score}, where the band begins."


def _limit_faults(matrix: Matrix) -> Iterator[Fault]:
    """Yield what is wrong with limits where there are no cells: none given, out of order, holes, overlaps."""
    begin: Decimal | None = None
    for number, band in enumerate(matrix.bands, start=1):
        path = f"bands[{number}].from_score"
        if band.from_score is None and band.to_score is None:
            yield path, "This band has no limits, and the matrix has no cells: give one or the other."
        elif band.from_score is not None and begin is not None and band.from_score < begin:
            yield path, f"The bands do not rise: {band.from_score} is below {begin}, where the band before begins."
        begin = band.from_score if band.from_score is not None else begin
    yield from _score_faults(matrix)


def _score_faults(matrix: Matrix) -> Iterator[Fault]:
    """Yield scores that are in no band, or in two; a score that no two levels make does not matter."""
    made: dict[Decimal, str] = {}
    for row, column in product(matrix.likelihood.levels, matrix.consequence.levels):
        made.setdefault(row.weight * column.weight, f"likelihood {row.code}, consequence {column.code}")
    for held, run in groupby(sorted(made), key=lambda score: _holders(matrix.bands, score)):
        scores = list(run)
        if len(held) == 1:
            continue
        which = f"score {scores[0]}" if len(scores) == 1 else f"scores {scores[0]} to {scores[-1]}"
        where = f"the {which}, such as {made[scores[0]]},"
        if held:
            names = " and in ".join(repr(matrix.bands[place].code) for place in held)
            yield f"bands[{held[1] + 1}].from_score", f"An overlap: {where} would be in {names}."
        else:
            yield _beside(matrix.bands, scores[0]), f"A hole: {where} would be in no band."


def _holders(bands: Sequence[Band], score: Decimal) -> tuple[int, ...]:
    return tuple(place for place, band in enumerate(bands) if band.holds(score))


def _beside(bands: Sequence[Band], score: Decimal) -> str:
    """Name the limit that leaves a score out: where the next band begins, or where the last one ends."""
    above = (place for place, band in enumerate(bands) if band.from_score is not None and band.from_score > score)
    place = next(above, None)
    return f"bands[{len(bands)}].to_score" if place is None else f"bands[{place + 1}].from_score"


def _shape_faults(matrix: Matrix) -> Iterator[Fault]:
    rows, columns = len(matrix.likelihood.levels), len(matrix.consequence.levels)
    if len(matrix.cells) != rows:
        yield "cells", f"The rows of cells are {len(matrix.cells)}, and the levels of likelihood {rows}."
    codes = {band.code for band in matrix.bands}
    for number, row in enumerate(matrix.cells, start=1):
        if len(row) != columns:
            yield f"cells[{number}]", f"The cells in this row are {len(row)}, and the levels of consequence {columns}."
        for place, code in enumerate(row, start=1):
            if code not in codes:
                yield f"cells[{number}][{place}]", f"There is no band {code!r}; there are: {', '.join(sorted(codes))}."


def _fall_faults(matrix: Matrix) -> Iterator[Fault]:
    """Yield cells where the band falls while an axis rises; a lookup may fall while the product rises.

    Of the cells that could be at fault, the one that takes part in most falls is named, so that one
    wrong cell is one fault.
    """
    falls = list(_falls(matrix))
    while falls:
        parts = Counter(place for first, second, _ in falls for place in (first, second))
        worst = max(parts, key=lambda place: (parts[place], place))
        named, falls = (
            [fall for fall in falls if worst in fall[:2]],
            [fall for fall in falls if worst not in fall[:2]],
        )
        said = "; ".join(_said(matrix, fall) for fall in named)
        yield f"cells[{worst[0] + 1}][{worst[1] + 1}]", f"A band must not fall while an axis rises: {said}."


def _falls(matrix: Matrix) -> Iterable[Fall]:
    order = {band.code: number for number, band in reversed([*enumerate(matrix.bands)])}
    rank = {(r, c): order[code] for r, row in enumerate(matrix.cells) for c, code in enumerate(row) if code in order}
    for (r, c), here in rank.items():
        for after, axis in (((r + 1, c), "likelihood"), ((r, c + 1), "consequence")):
            if rank.get(after, here) < here:
                yield (r, c), after, axis


def _said(matrix: Matrix, fall: Fall) -> str:
    (r, c), (below, right), axis = fall
    names = f"from {matrix.cells[r][c]!r} to {matrix.cells[below][right]!r}"
    return f"{names} between cells[{r + 1}][{c + 1}] and cells[{below + 1}][{right + 1}], where {axis} rises"


def _disagreements(matrix: Matrix) -> Iterator[Fault]:
    """Yield one fault when cells contradict limits that are given as well."""
    found = list(_contradictions(matrix))
    if found:
        count = "A cell contradicts" if len(found) == 1 else f"{len(found)} cells contradict"
        yield "cells", f"{count} the limits of the bands: {found[0]}. Leave the limits out, or mend the cells."


def _contradictions(matrix: Matrix) -> Iterator[str]:
    known = {band.code for band in matrix.bands}
    for r, (row, codes) in enumerate(zip(matrix.likelihood.levels, matrix.cells, strict=False), start=1):
        for c, (column, code) in enumerate(zip(matrix.consequence.levels, codes, strict=False), start=1):
            score = row.weight * column.weight
            held = [matrix.bands[place].code for place in _holders(matrix.bands, score)]
            if code in known and held and code not in held:
                yield f"cells[{r}][{c}] says {code!r}, and by the limits the score {score} is {held[0]!r}"
