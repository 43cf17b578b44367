"""Observations and the datasets that hold them.

An observation is one figure of one measure, for one period, in one cut (the set of dimensions
it is broken down by). An absent dimension means a *stated total*: headcounts do not add up over
bands or divisions where people hold two posts, so a stated total is never replaced by a sum.
How a figure is looked up or added up is in `fairness_core.readings`; files do not live here (a layout
makes observations of them), nor do rules (`equality`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Literal, TypeAlias

import attrs

from fairness_core.classifications import Classification
from fairness_core.config import RuleFile, load, packaged_text
from fairness_core.errors import CallerError
from fairness_core.problems import Place, Problem, error
from fairness_core.values import Missing, Reason, Stated, Value

Dimensions: TypeAlias = tuple[tuple[str, str], ...]
Cut: TypeAlias = frozenset[str]
Flow: TypeAlias = Literal["stock", "flow", "survey"]


@attrs.frozen(kw_only=True, order=True)
class Period:
    """The time that a figure speaks of: from `start` to `end`, or the day `end` when there is no start.

    >>> str(Period(end=date(2025, 3, 31))), str(Period(start=date(2024, 4, 1), end=date(2025, 3, 31)))
    ('31 March 2025', '1 April 2024 to 31 March 2025')
    """

    end: date
    start: date | None = attrs.field(default=None, order=lambda start: start or date.min)

    def __str__(self) -> str:
        """Say the period in words."""
        end = f"{self.end.day} {self.end:%B %Y}"
        return f"{self.start.day} {self.start:%B %Y} to {end}" if self.start else end


@attrs.frozen(kw_only=True)
class Measure:
    """What is measured: `unit` is what is counted, `flow` whether on a day, in a period, or in a survey.

    Figures may not be added up over the dimensions in `not_additive_over`.
    """

    title: str
    unit: Literal["people", "applications", "cases", "answers"]
    flow: Flow
    not_additive_over: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Measures(RuleFile):
    """A file of measures."""

    measures: Mapping[str, Measure]


@cache
def measures(file_id: str = "workforce") -> Measures:
    """Return a packaged file of measures."""
    return load(packaged_text("measures", file_id), Measures, file=f"{file_id}.toml")


def dimensions(**codes: str) -> Dimensions:
    """Make the sorted pairs that an observation is keyed by.

    >>> dimensions(ethnicity="bme", band="6")
    (('band', '6'), ('ethnicity', 'bme'))
    """
    return tuple(sorted(codes.items()))


def _sorted_pairs(pairs: Iterable[tuple[str, str]]) -> Dimensions:
    return tuple(sorted(pairs))


@attrs.frozen(kw_only=True)
class Observation:
    """One figure: its measure, period, dimensions (sorted pairs), value, and where it was found."""

    measure: str
    period: Period
    dimensions: Dimensions = attrs.field(default=(), converter=_sorted_pairs)
    value: Value
    where: Place = Place()

    @property
    def key(self) -> str:
        """A text that names the figure, the same for everything that states it."""
        return count_key(self.measure, self.period, self.dimensions)


def count_key(measure: str, period: Period, codes: Dimensions) -> str:
    """Name a figure: measure, period, and dimensions with their codes."""
    return "|".join([measure, str(period), *(f"{name}={code}" for name, code in codes)])


@attrs.frozen(kw_only=True)
class TableFacts:
    """What a source says of its figures of one measure.

    `absent`: whether a combination that is not in the table is 0 or unknown. `additive_over`:
    dimensions that may be added over although the measure as such may not, because of how this
    table was counted; each with the caution that goes with such a sum ("" for none).
    """

    absent: Literal["zero", "unknown"] = "unknown"
    additive_over: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Derived:
    """A dimension that follows from another: each of its codes stands for some codes of `dimension`."""

    dimension: str
    codes: Mapping[str, tuple[str, ...]]
    doubt: str = ""


@attrs.frozen(kw_only=True)
class SourceFacts:
    """A file that figures came from: its name, hash, and the format that read it."""

    name: str
    sha256: str
    format: str
    notes: tuple[str, ...] = ()


def _with_packaged(given: Mapping[str, Measure]) -> Mapping[str, Measure]:
    return {**measures().measures, **given}


_Index: TypeAlias = Mapping[tuple[str, Period], Mapping[Cut, Mapping[Dimensions, Observation]]]


@attrs.frozen(kw_only=True)
class Dataset:
    """Observations with what is known of them; the input of `assess`.

    `measures` are the source's own, beside the packaged ones. `classifications` maps a dimension to its
    code list, `tables` a measure to what its source says of it, `derived` a dimension to the one it
    follows from, `default_by` the dimensions to show.
    """

    observations: tuple[Observation, ...]
    measures: Mapping[str, Measure] = attrs.field(factory=dict, converter=_with_packaged)
    classifications: Mapping[str, Classification] = attrs.field(factory=dict)
    tables: Mapping[str, TableFacts] = attrs.field(factory=dict)
    derived: Mapping[str, Derived] = attrs.field(factory=dict)
    default_by: tuple[str, ...] = ()
    organisation: str = ""
    sources: tuple[SourceFacts, ...] = ()
    _index: _Index = attrs.field(init=False, eq=False, repr=False)
    _in_use: Mapping[tuple[str, Period, Cut], Mapping[str, frozenset[str]]] = attrs.field(
        init=False, eq=False, repr=False
    )

    @_index.default
    def _build_index(self) -> _Index:
        index: dict[tuple[str, Period], dict[Cut, dict[Dimensions, Observation]]] = {}
        for each in self.observations:
            cuts = index.setdefault((each.measure, each.period), {})
            entries = cuts.setdefault(frozenset(name for name, _ in each.dimensions), {})
            if each.dimensions not in entries or _is_blank(entries[each.dimensions]):
                entries[each.dimensions] = each
        return index

    @_in_use.default
    def _find_codes_in_use(self) -> Mapping[tuple[str, Period, Cut], Mapping[str, frozenset[str]]]:
        return {
            (measure, period, cut): {
                name: frozenset(code for key in entries for dimension, code in key if dimension == name) for name in cut
            }
            for (measure, period), cuts in self._index.items()
            for cut, entries in cuts.items()
        }

    def periods(self, measure: str) -> tuple[Period, ...]:
        """Return the periods for which the measure has figures, earliest first."""
        return tuple(sorted(period for name, period in self._index if name == measure))

    def cuts(self, measure: str, period: Period) -> tuple[Cut, ...]:
        """Return the cuts in which the measure is stated, coarsest first."""
        return tuple(sorted(self._index.get((measure, period), {}), key=lambda cut: (len(cut), sorted(cut))))

    def known_dimensions(self) -> frozenset[str]:
        """Return every dimension that a reading may ask for, derived ones included."""
        stated = {name for each in self.observations for name, _ in each.dimensions}
        return frozenset(stated | {name for name, each in self.derived.items() if each.dimension in stated})

    def codes(self, measure: str, period: Period, dimension: str) -> tuple[str, ...]:
        """Return the codes of a dimension that occur for the measure, in the classification's order."""
        cuts = self._index.get((measure, period), {})
        found = {code for entries in cuts.values() for key in entries for name, code in key if name == dimension}
        derived = self.derived.get(dimension)
        if not found and derived:
            there = set(self.codes(measure, period, derived.dimension))
            found = {code for code, members in derived.codes.items() if there & set(members)}
        return tuple(
            sorted(found, key=self.classifications[dimension].order if dimension in self.classifications else str)
        )

    def label(self, dimension: str, code: str) -> str:
        """Return the label of a code."""
        classification = self.classifications.get(dimension)
        return classification.label(code) if classification else code

    def conflicts(self) -> tuple[Problem, ...]:
        """Report figures that the sources state twice with different values; a blank contradicts nothing."""
        first: dict[str, Observation] = {}
        filled = [each for each in self.observations if not _is_blank(each)]
        return tuple(
            _conflict(first[each.key], each) for each in filled if first.setdefault(each.key, each).value != each.value
        )

    def entries(self, measure: str, period: Period, cut: Cut) -> Mapping[Dimensions, Observation]:
        """Return the observations of one cut by their dimensions; empty when there are none."""
        return self._index.get((measure, period), {}).get(cut, {})

    def codes_in_use(self, measure: str, period: Period, cut: Cut, dimension: str) -> frozenset[str]:
        """Return the codes of a dimension that occur in one cut."""
        return self._in_use.get((measure, period, cut), {}).get(dimension, frozenset())


def merge(parts: Iterable[Dataset]) -> Dataset:
    """Put the parts of one return together; raise `CallerError` when there is none."""
    parts = tuple(parts)
    if not parts:
        raise CallerError("There is nothing to put together.", hint="Give at least one file.")
    packaged = measures().measures
    return Dataset(
        observations=tuple(each for part in parts for each in part.observations),
        measures={name: each for part in parts for name, each in part.measures.items() if each != packaged.get(name)},
        classifications={name: each for part in parts for name, each in part.classifications.items()},
        tables={name: each for part in parts for name, each in part.tables.items()},
        derived={name: each for part in parts for name, each in part.derived.items()},
        default_by=tuple(dict.fromkeys(name for part in parts for name in part.default_by)),
        organisation=next((part.organisation for part in parts if part.organisation), ""),
        sources=tuple(each for part in parts for each in part.sources),
    )


def _is_blank(each: Observation) -> bool:
    return isinstance(each.value, Missing) and each.value.reason is Reason.NOT_RECORDED


_TAKEN_FOR_ONE = (
    "If both are right, the layout of the file takes two figures for one: look at what it says under blank and totals, "
    "and which sheets it reads. If one is wrong, correct it, or leave it empty."
)


def _conflict(first: Observation, second: Observation) -> Problem:
    return error(
        "stated_twice",
        "This figure is given twice with different values.",
        where=second.where,
        found=f"{value_text(second.value)} here, {value_text(first.value)} in {first.where}",
        expected="one value, or the same one twice",
        hint=_TAKEN_FOR_ONE if first.where.file == second.where.file else "Correct the wrong one, or leave it empty.",
    )


def value_text(value: Value) -> str:
    """Say a value in a message: the number, the published figure with its unit, or why it is missing."""
    if isinstance(value, Stated):
        return f"{value.value} ({value.unit.value})"
    return str(value)
