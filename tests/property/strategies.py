"""Strategies that the laws of the core share: counts, groups of people, tables with their sums.

Test modules import it as a module of the project: pytest's setting `pythonpath` is its root.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs
from hypothesis import strategies as st

from fairness_core.classifications import classification
from fairness_core.observations import Dataset, Observation, Period, dimensions

NATIONAL_CODES = tuple(classification("ethnicity").codes)
"""The 16+1 codes, 99 and the discontinued ones: together everybody, nobody twice."""

Events = tuple[int, int]
"""Events, and the people among whom they happened."""


def counts(most: int = 10_000) -> st.SearchStrategy[int]:
    """Draw a number of people."""
    return st.integers(0, most)


@st.composite
def events_of_people(draw: st.DrawFn, most: int = 400) -> Events:
    """Draw a group of at least one person, and how many of them had the outcome."""
    people = draw(st.integers(1, most))
    return draw(st.integers(0, people)), people


def ratios() -> st.SearchStrategy[Fraction]:
    """Draw a ratio above 0, exactly."""
    return st.fractions(min_value=Fraction(1, 1000), max_value=1000, max_denominator=1000)


@st.composite
def by_code(draw: st.DrawFn, /, measure: str, period: Period, **codes: str) -> tuple[Observation, ...]:
    """Draw the figures of a measure for each national code, in any order."""
    figures = [
        Observation(
            measure=measure, period=period, dimensions=dimensions(ethnicity=code, **codes), value=draw(counts())
        )
        for code in NATIONAL_CODES
    ]
    return tuple(draw(st.permutations(figures)))


def dataset(*observations: Observation) -> Dataset:
    """Return a dataset of the figures with the ethnic categories and bands."""
    return Dataset(
        observations=observations, classifications={name: classification(name) for name in ("ethnicity", "band")}
    )


@attrs.frozen(kw_only=True)
class Sums:
    """Counts, the sums among them, and the threshold under which a count is small."""

    counts: Mapping[str, int]
    sums: tuple[tuple[str, tuple[str, ...]], ...]
    threshold: int


@st.composite
def tables_with_sums(draw: st.DrawFn) -> Sums:
    """Draw a table of two dimensions with its row, column and grand totals, and every sum among them."""
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    cells = {(row, column): draw(st.integers(0, 12)) for row in range(rows) for column in range(columns)}
    lines: list[tuple[str, tuple[str, ...]]] = [
        *((f"row{row}", tuple(f"{row},{column}" for column in range(columns))) for row in range(rows)),
        *((f"column{column}", tuple(f"{row},{column}" for row in range(rows))) for column in range(columns)),
        ("all", tuple(f"row{row}" for row in range(rows))),
        ("all", tuple(f"column{column}" for column in range(columns))),
    ]
    found = {f"{row},{column}": count for (row, column), count in cells.items()}
    for total, parts in lines:
        found[total] = sum(found[part] for part in parts)
    return Sums(counts=found, sums=tuple(draw(st.permutations(lines))), threshold=draw(st.integers(2, 8)))
