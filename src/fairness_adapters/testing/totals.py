"""Two things that may be wrong with values that were read: no place, and totals taken for groups."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

import attrs

from fairness_adapters.testing.meaning import fields_of
from fairness_core.observations import Dataset
from fairness_core.problems import Place

_TOTAL = re.compile(
    r"(grand|sub|trust|overall)?[-_ ]?total|all|overall|everybody|everyone"
    r"|all[-_ ](staff|bands|groups|wards|divisions)",
    # A layout that takes labels as they are written gives "Trust total" as a code.
    re.IGNORECASE,
)
_LEAST_PARTS = 3


def without_place(value: object) -> list[str]:
    """Return the name of each value that could say where it stands and does not: every figure of a dataset must."""
    if isinstance(value, Dataset):
        return [each.key for each in value.observations if not _is_told(each.where)]
    return list(_untold(value, "value"))


def _is_told(place: Place) -> bool:
    return bool(place.file and (place.cell or place.field))


def _untold(value: object, path: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from _untold(each, f"{path}[{name!r}]")
    elif isinstance(value, list | tuple):
        for number, each in enumerate(value):
            yield from _untold(each, f"{path}[{number}]")
    elif attrs.has(type(value)) and not isinstance(value, Place):
        if isinstance(place := getattr(value, "where", None), Place) and not _is_told(place):
            yield path
        for field in fields_of(value):
            yield from _untold(getattr(value, field.name), f"{path}.{field.name}")


def counted_twice(value: object) -> list[str]:
    """Return each code of a dataset that is a total by its name, or is the sum of all the others wherever it stands."""
    if not isinstance(value, Dataset):
        return []
    # A group of a classification ("known") is known to hold its codes, and is not added to them.
    grouped = {(name, group) for name, listed in value.classifications.items() for group in listed.groups}
    codes = {pair for each in value.observations for pair in each.dimensions} - grouped
    named = {(name, code) for name, code in codes if _TOTAL.fullmatch(code)}
    by_name = [f"{name}={code}: its name says that it is a total" for name, code in sorted(named)]
    summed = sorted({*_sums(value)} - named - grouped)
    return by_name + [f"{name}={code}: it is the sum of all the others" for name, code in summed]


def _sums(dataset: Dataset) -> list[tuple[str, str]]:
    slices: dict[tuple[str, object], dict[str, int]] = defaultdict(dict)
    for each in dataset.observations:
        for name, code in each.dimensions:
            if isinstance(each.value, int):
                rest = tuple(pair for pair in each.dimensions if pair[0] != name)
                slices[name, (each.measure, each.period, rest)][code] = each.value
    verdicts: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for (name, _), values in slices.items():
        for code, count in values.items():
            verdicts[name, code].append(len(values) > _LEAST_PARTS and 0 < count == sum(values.values()) - count)
    return sorted(pair for pair, held in verdicts.items() if all(held))
