"""What a reading means, as plain JSON: compared instead of bytes and of Python objects.

The wording of messages and the fingerprint of a file are left out, so that neither a better sentence nor
another copy of the file changes a golden result.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, TypeAlias, cast

import attrs

from fairness_adapters.contract import ReadResult
from fairness_core.observations import Dataset, Observation
from fairness_core.problems import Place, Problem

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


class _PlaceText(str):
    """A place as text, by which it is known for one whatever its field is called."""

    __slots__ = ()


def meaning(result: ReadResult[object]) -> dict[str, Json]:
    """Return what was read and what was found wrong: problems by code, severity and place.

    >>> meaning(ReadResult(value=3))
    {'value': 3, 'problems': []}
    """
    problems = sorted((_problem(each) for each in result.problems), key=str)
    return {"value": plain(result.value), "problems": [*problems]}


def plain(value: object) -> Json:
    """Return any value as plain JSON: dates as ISO text, fractions and decimals as text, attrs classes by field."""
    if value is None or (isinstance(value, bool | int | float | str) and not isinstance(value, Enum)):
        return value
    for kinds, turned in _PLAIN:
        if isinstance(value, kinds):
            return turned(value)
    if attrs.has(type(value)):
        return {each.name: plain(getattr(value, each.name)) for each in fields_of(value) if each.eq}
    return f"{type(value).__name__}: {value!s}"


def fields_of(value: object) -> tuple[attrs.Attribute[Any], ...]:
    """Return the fields of an attrs object."""
    return tuple(attrs.fields(cast("type[attrs.AttrsInstance]", type(value))))


def values_only(result: ReadResult[object]) -> Json:
    """Return what was read without saying where: the same for a table that has moved."""
    value = result.value
    return _dataset(value, places=False) if isinstance(value, Dataset) else _without_places(plain(value))


def size(result: ReadResult[object]) -> int:
    """Count the values that were read: the figures of a dataset, else everything that holds something."""
    value = result.value
    return len(value.observations) if isinstance(value, Dataset) else sum(1 for _ in _leaves(plain(value)))


def _problem(problem: Problem) -> Json:
    return {"code": problem.code, "severity": problem.severity.value, "where": str(problem.where)}


def _dataset(dataset: Dataset, *, places: bool = True) -> Json:
    figures = sorted(_figure(each, places=places) for each in dataset.observations)
    return {"organisation": dataset.organisation, "figures": [*figures]}


def _figure(each: Observation, *, places: bool) -> str:
    """Write a figure as one line, so that a golden file is read, and differs, figure by figure."""
    codes = ", ".join(f"{name}={code}" for name, code in each.dimensions) or "everybody"
    value = each.value if isinstance(each.value, int) else json.dumps(plain(each.value), sort_keys=True)
    cell = "!".join(part for part in (each.where.sheet, each.where.cell or each.where.field) if part)
    return " | ".join([each.measure, str(each.period), codes, str(value), *([cell] if places else [])])


def _without_places(value: Json) -> Json:
    if isinstance(value, list):
        return sorted((_without_places(each) for each in value), key=str)
    if isinstance(value, dict):
        kept = {name: each for name, each in value.items() if not isinstance(each, _PlaceText)}
        return {name: _without_places(each) for name, each in kept.items()}
    return value


def _leaves(value: Json) -> Iterator[Json]:
    if isinstance(value, list | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _leaves(each)
    elif value not in (None, ""):
        yield value


_PLAIN: tuple[tuple[Any, Callable[[Any], Json]], ...] = (
    (Enum, lambda value: plain(value.value)),
    (Dataset, _dataset),
    (Place, _PlaceText),
    ((Decimal, Fraction), str),
    ((datetime, date, time), lambda value: value.isoformat()),
    (Mapping, lambda value: {str(key): plain(each) for key, each in value.items()}),
    ((set, frozenset), lambda value: sorted((plain(each) for each in value), key=str)),
    ((list, tuple), lambda value: [plain(each) for each in value]),
)
"""How each kind of value becomes JSON; the first that fits counts."""
