"""Totals that nobody named: a label that reads like a total's, and a code whose figures are the sums of the others.

Counted as one more group they double every figure, so each is told. Totals that a layout names are compared with
their parts in `fairness_adapters.layouts.totals`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import attrs

from fairness_adapters.labels import normalise_label, without_footnote
from fairness_adapters.layouts.table_schema import TableDimension, TableLayout
from fairness_core.observations import Observation
from fairness_core.problems import Place, Problem, warning
from fairness_core.values import Value

_TOTAL = re.compile(
    r"(?:grand|sub|trust|overall)?[- ]?totals?\b.*|.*\b(?:sub)?totals?|overall|everybody|everyone"
    r"|all[- ](?:staff|bands|groups|wards|divisions|employees|people)|all"
)
_LEAST_PARTS = 3
"""With fewer others, one that is their sum says little."""
Pair = tuple[str, str]


def reads_like_total(text: str) -> bool:
    """Whether a label reads like a total's.

    >>> [reads_like_total(text) for text in ("Grand total", "Total Surgery", "All wards 2", "All Saints", "Totality")]
    [True, True, False, False, False]
    """
    return bool(_TOTAL.fullmatch(normalise_label(without_footnote(text))))


def totals_by_name(dimension: TableDimension, labels: Mapping[str, Mapping[str, int]]) -> Iterator[tuple[str, str]]:
    """Yield the text and code of labels that read like a total's when no other label has their code.

    `labels` are the texts of each code, with their rows. Where every label reads so, each is a group, and none is
    told; nor is a text that the layout lists.
    """
    if not dimension.as_written or all(reads_like_total(text) for texts in labels.values() for text in texts):
        return
    for code, texts in labels.items():
        if code not in dimension.codes and all(reads_like_total(text) for text in texts):
            yield next(iter(texts)), code


def totals_by_sum(
    layout: TableLayout, observations: Sequence[Observation], told: Collection[Place]
) -> Iterator[Problem]:
    """Warn of each code of the layout's own whose figures are the sums of the others'; not again of a row in `told`."""
    own = {name for name, each in layout.dimensions.items() if not each.classification}
    if not own or all(each.counts == "rows" for each in layout.figures.values()):
        return
    rows = {(place.sheet, _row(place.cell)) for place in told}
    for (name, code), first in sums_of_others(observations).items():
        if name in own and (first.where.sheet, _row(first.where.cell)) not in rows:
            yield warning(
                "looks_like_total",
                f"This looks like a total: read as one more {name}, it has the sums of all the others as its figures.",
                where=first.where,
                found=repr(code[:60]),
                hint=f"If it is a total, name its text under dimensions.{name}.totals in the layout.",
            )


def _row(cell: str) -> str:
    return cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def sums_of_others(
    observations: Iterable[Observation], groups: Collection[Pair] = frozenset()
) -> dict[Pair, Observation]:
    """Return each dimension and code that is the sum of all others wherever it stands, with its first such figure.

    A part without a figure leaves room for more. `groups` are codes known to hold others, which are not added up.
    """
    slices: dict[tuple[str, object], dict[str, Observation]] = defaultdict(dict)
    for each in observations:
        for name, code in (pair for pair in each.dimensions if pair not in groups):
            rest = tuple(pair for pair in each.dimensions if pair[0] != name)
            slices[name, (each.measure, each.period, rest)].setdefault(code, each)
    held: dict[Pair, list[tuple[int, Observation]]] = defaultdict(list)
    for (name, _), figures in slices.items():
        known = _Figures.of([each.value for each in figures.values() if isinstance(each.value, int)])
        for code, each in figures.items():
            held[name, code].append((_parts_of_sum(each.value, known, len(figures)), each))
    return {pair: found[1] for pair, each in held.items() if (found := _evidence(each))}


@attrs.frozen
class _Figures:
    """The figures of one slice, told once: each code's others are the rest of them."""

    total: int
    count: int
    above_zero: int

    @classmethod
    def of(cls, values: Sequence[int]) -> _Figures:
        return cls(sum(values), len(values), sum(value > 0 for value in values))


def _evidence(found: Sequence[tuple[int, Observation]]) -> tuple[int, Observation] | None:
    """Return the first figure that is a sum, if none is something else and it is no chance: two, or of three parts."""
    sums = [each for each in found if each[0] > 1]
    certain = len(sums) > 1 or any(parts >= _LEAST_PARTS for parts, _ in sums)
    return sums[0] if certain and all(parts >= 0 for parts, _ in found) else None


def _parts_of_sum(own: Value, known: _Figures, how_many: int) -> int:
    """Return how many figures above 0 a figure is the sum of; 0 when that is not sure, -1 when it is no sum."""
    if not isinstance(own, int):
        return 0
    rest = known.total - own
    if known.count < how_many:
        return 0 if own >= rest else -1
    if how_many <= _LEAST_PARTS:
        return 0
    return known.above_zero - (own > 0) if own == rest else -1
