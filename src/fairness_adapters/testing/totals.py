"""What may be wrong with values that were read: no place, totals taken for groups, one figure with two values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import attrs

from fairness_adapters.layouts.unnamed_totals import sums_of_others
from fairness_adapters.testing.meaning import fields_of
from fairness_core.observations import Dataset
from fairness_core.problems import Place, Problem

_TOTAL = re.compile(
    r"(grand|sub|trust|overall)?[-_ ]?total|all|overall|everybody|everyone"
    r"|all[-_ ](staff|bands|groups|wards|divisions)",
    # A layout that takes labels as they are written gives "Trust total" as a code.
    re.IGNORECASE,
)


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


def counted_twice(value: object, problems: Sequence[Problem] = ()) -> list[str]:
    """Return each code of a dataset that is a total by its name, or is the sum of all the others wherever it stands.

    What the reader itself tells of labels that read like totals counts too: a layout may have cut "total" off a code.
    """
    if not isinstance(value, Dataset):
        return []
    # A group of a classification ("known") is known to hold its codes, and is not added to them.
    grouped = {(name, group) for name, listed in value.classifications.items() for group in listed.groups}
    codes = {pair for each in value.observations for pair in each.dimensions} - grouped
    named = {(name, code) for name, code in codes if _TOTAL.fullmatch(code)}
    by_name = [f"{name}={code}: its name says that it is a total" for name, code in sorted(named)]
    summed = sorted({*sums_of_others(value.observations, grouped)} - named)
    told = [f"{each.where}: {each.found}. {each.hint}" for each in problems if each.code == "unnamed_total"]
    return (by_name or told) + [f"{name}={code}: it is the sum of all the others" for name, code in summed]


def given_twice(value: object) -> list[str]:
    """Return each figure of a dataset that stands in two places with different values."""
    return [str(each) for each in value.conflicts()] if isinstance(value, Dataset) else []
