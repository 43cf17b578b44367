"""A report as data: sections, sentences, tables and figures, before anything is hidden.

A `Draft` is what a builder makes of results. It cannot be written: `fairness_core.disclosure`
turns it into a `Report`, and writers take a `Report` and nothing else. Every number in either is
an `Amount` that knows which counts it rests on, so that hiding a count hides all that tells it.
How things look (fonts, files) does not live here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import inf, isinf
from typing import Literal, TypeAlias

import attrs

from fairness_core.errors import CallerError
from fairness_core.problems import Problem
from fairness_core.values import round_half_up

Number: TypeAlias = int | float | Decimal | Fraction


class AmountUnit(StrEnum):
    """What an amount is counted in; decides how it is printed."""

    COUNT = "count"
    PERCENT = "percent"
    POINTS = "percentage points"
    RATIO = "ratio"
    PROBABILITY = "probability"


class Shorthand(StrEnum):
    """What stands in a cell that holds no number (the civil service's shorthand for tables)."""

    HIDDEN = "[c]"
    NOT_AVAILABLE = "[x]"
    NOT_APPLICABLE = "[z]"


SHORTHAND_MEANING: Mapping[Shorthand, str] = {
    Shorthand.HIDDEN: "hidden to protect individuals",
    Shorthand.NOT_AVAILABLE: "not available or not calculable; the note says why",
    Shorthand.NOT_APPLICABLE: "not applicable",
}


@attrs.frozen(kw_only=True)
class Amount:
    """One number of a report: unrounded value, unit, decimals to print, and the counts it rests on.

    `value` is None when there is no number, and then `why_not` says why. `rests_on` holds keys of
    `Draft.counts`. A percentage is 0 to 100; a difference of two percentages is in points.
    """

    value: Number | None
    unit: AmountUnit
    decimals: int = 0
    rests_on: frozenset[str] = frozenset()
    why_not: str = ""

    @property
    def text(self) -> str:
        """The amount as a reader sees it, rounded half up, with its unit."""
        if self.value is None:
            return Shorthand.NOT_AVAILABLE.value
        if isinstance(self.value, float) and isinf(self.value):
            return "infinity" if self.value > 0 else "minus infinity"
        return _PRINT[self.unit](self.value, self.decimals)

    @property
    def rounded(self) -> Decimal | None:
        """The value rounded for print; None when there is no finite number."""
        if self.value is None or self.value in (inf, -inf):
            return None
        return round_half_up(self.value, self.decimals)


def _print_count(value: Number, decimals: int) -> str:
    return f"{round_half_up(value, decimals):,}"


def _print_percent(value: Number, decimals: int) -> str:
    return f"{round_half_up(value, decimals):,}%"


def _print_points(value: Number, decimals: int) -> str:
    rounded = round_half_up(value, decimals)
    return f"{rounded:+,}" if rounded else f"{abs(rounded)}"


def _print_probability(value: Number, decimals: int) -> str:
    least = Decimal(1).scaleb(-decimals)
    return f"under {least}" if value < least else f"{round_half_up(value, decimals)}"


_PRINT = {
    AmountUnit.COUNT: _print_count,
    AmountUnit.PERCENT: _print_percent,
    AmountUnit.POINTS: _print_points,
    AmountUnit.RATIO: _print_count,
    AmountUnit.PROBABILITY: _print_probability,
}


@attrs.frozen(kw_only=True)
class Fact:
    """Words or a flag that tell of counts ("above the range", significant or not), so can be hidden."""

    value: str | bool | None
    rests_on: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """The fact as a reader sees it."""
        if isinstance(self.value, bool):
            return "yes" if self.value else "no"
        return Shorthand.NOT_AVAILABLE.value if self.value is None else self.value


@attrs.frozen(kw_only=True)
class Hidden:
    """Stands where an amount or a fact was, when showing it could identify a person."""

    unit: AmountUnit | None = None

    @property
    def text(self) -> str:
        """The shorthand for a hidden figure."""
        return Shorthand.HIDDEN.value


Cell: TypeAlias = str | Amount | Fact | Hidden
Leaf: TypeAlias = Cell | int | float | bool | None
Tree: TypeAlias = "Leaf | Mapping[str, Tree] | Sequence[Tree]"


_PLACE = re.compile(r"\{(\d{1,3})\}")


@attrs.frozen(kw_only=True)
class Sentence:
    """One sentence or paragraph; `{0}`, `{1}` in the template stand for the parts, in order.

    `otherwise` is said instead when one of the parts is hidden. `then` is a sentence that follows in the
    same paragraph and is protected on its own.
    """

    template: str
    parts: tuple[Amount | Fact | Hidden, ...] = ()
    otherwise: str = "Not shown, to protect individuals: the numbers are too small."
    then: Sentence | None = None

    @property
    def text(self) -> str:
        """The sentence with its parts printed, and what follows it."""
        own = _PLACE.sub(self._part, self.template)
        return f"{own} {self.then.text}" if self.then else own

    def _part(self, place: re.Match[str]) -> str:
        """Print the part that a place stands for; braces around anything else are only braces."""
        number = int(place[1])
        return self.parts[number].text if number < len(self.parts) else place[0]


@attrs.frozen(kw_only=True)
class Column:
    """A column of a table: its label and, for numbers, the unit that all its cells share."""

    label: str
    unit: AmountUnit | None = None


@attrs.frozen(kw_only=True)
class Table:
    """A table with one header row; the first column names the row.

    `name` is unique in the report, letters, digits and underscores (Excel's rule for tables).
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse rows whose length is not that of the header."""
        uneven = [row for row in self.rows if len(row) != len(self.columns)]
        if uneven:
            raise CallerError(f"Table '{self.name}' has {len(self.columns)} columns but a row of {len(uneven[0])}.")


@attrs.frozen(kw_only=True)
class Point:
    """One point of a figure: its label on the axis, the value, and its interval where there is one."""

    label: str
    value: Amount | Hidden
    low: Amount | Hidden | None = None
    high: Amount | Hidden | None = None


@attrs.frozen(kw_only=True)
class Series:
    """Points that belong together: one group, or one indicator."""

    label: str
    points: tuple[Point, ...]


@attrs.frozen(kw_only=True)
class Figure:
    """A chart as data. `title` states the finding; `alternative` says in words what the chart shows.

    `kind` "intervals" draws points with their intervals on a logarithmic axis (ratios), "lines"
    draws values over the years, "bars" compares categories. `range_low` to `range_high` is shaded
    and named by `range_label`; `reference` is a line (parity at 1).
    """

    name: str
    kind: Literal["intervals", "lines", "bars"]
    title: Sentence
    alternative: Sentence
    series: tuple[Series, ...]
    axis_label: str
    unit: AmountUnit
    reference: float | None = None
    reference_label: str = ""
    range_low: float | None = None
    range_high: float | None = None
    range_label: str = ""


@attrs.frozen(kw_only=True)
class Section:
    """A heading with its paragraphs, at most one figure and at most one table, and notes below.

    A letter's section may have an empty heading: its greeting, say.
    """

    name: str
    heading: str
    level: int = 1
    paragraphs: tuple[Sentence, ...] = ()
    bullets: tuple[Sentence, ...] = ()
    figure: Figure | None = None
    table: Table | None = None
    notes: tuple[Sentence, ...] = ()


@attrs.frozen(kw_only=True)
class Provenance:
    """What a report rests on: files with their hash, the standard with its revision and hash."""

    sources: tuple[Mapping[str, str], ...] = ()
    standard: Mapping[str, str] = attrs.field(factory=dict)
    methods: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Content:
    """What a draft and a report have in common.

    `metrics` is the machine-readable form: a tree of mappings and sequences whose numbers are
    amounts. `problems` are findings about the data that the reader should know. A "letter" speaks to one
    person: what it rests on stands in its metrics, and writers for people add nothing to its words.
    """

    kind: str
    form: Literal["report", "letter"] = "report"
    title: str
    subtitle: str = ""
    language: str = "en-GB"
    sections: tuple[Section, ...]
    metrics: Mapping[str, Tree]
    provenance: Provenance = Provenance()
    problems: tuple[Problem, ...] = ()

    def tables(self) -> tuple[Table, ...]:
        """Return the tables in reading order."""
        return tuple(section.table for section in self.sections if section.table)


@attrs.frozen(kw_only=True)
class Draft(Content):
    """A report before protection. `counts` maps each key to the count that amounts rest on.

    `sums` lists relations between counts, each a total's key and the keys of its parts, with which
    a hidden count could be worked out from those that are shown. Where something must be hidden for
    another's sake, counts of a low rank go first; a count that `ranks` does not name has rank 0. `withheld` are
    members of sums that the source itself hid: they are no counts, and must not be worked out either.
    """

    counts: Mapping[str, int] = attrs.field(factory=dict)
    sums: tuple[tuple[str, tuple[str, ...]], ...] = ()
    ranks: Mapping[str, int] = attrs.field(factory=dict)
    withheld: frozenset[str] = frozenset()
