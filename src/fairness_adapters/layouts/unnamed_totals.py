"""Totals that nobody named: a label that reads like a total's, and a code whose figures are the sums of the others.

Counted as one more group they double every figure, so each is told. Totals that a layout names are compared with
their parts in `fairness_adapters.layouts.totals`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from fairness_adapters.labels import normalise_label, without_footnote
from fairness_adapters.layouts.table_schema import TableDimension, TableLayout
from fairness_core.observations import Observation
from fairness_core.problems import Place, Problem, warning

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
        for name, code in set(each.dimensions) - set(groups):
            rest = tuple(pair for pair in each.dimensions if pair[0] != name)
            slices[name, (each.measure, each.period, rest)].setdefault(code, each)
    held: dict[Pair, list[tuple[int, Observation]]] = defaultdict(list)
    for (name, _), figures in slices.items():
        for code, each in figures.items():
            held[name, code].append((_parts_of_sum(code, figures), each))
    return {pair: found[1] for pair, each in held.items() if (found := _evidence(each))}


def _evidence(found: Sequence[tuple[int, Observation]]) -> tuple[int, Observation] | None:
    """Return the first figure that is a sum, if none is something else and it is no chance: two, or of three parts."""
    sums = [each for each in found if each[0] > 1]
    certain = len(sums) > 1 or any(parts >= _LEAST_PARTS for parts, _ in sums)
    return sums[0] if certain and all(parts >= 0 for parts, _ in found) else None


def _parts_of_sum(code: str, figures: Mapping[str, Observation]) -> int:
    """Return how many figures above 0 a figure is the sum of; 0 when that is not sure, -1 when it is no sum."""
    own = figures[code].value
    others = [each.value for other, each in figures.items() if other != code]
    parts = [value for value in others if isinstance(value, int)]
    if not isinstance(own, int):
        return 0
    if len(parts) < len(others):
        return 0 if own >= sum(parts) else -1
    if len(others) < _LEAST_PARTS:
        return 0
    return sum(value > 0 for value in parts) if own == sum(parts) else -1
