"""Figures found in a form, each with the rule that it was found by, and the observations they become."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from fairness_adapters.layouts.figures import Cell, Parsed
from fairness_adapters.layouts.periods import period_of_year
from fairness_adapters.layouts.schema import Block, FigureUnit, Line, WorkbookLayout
from fairness_core.observations import Dimensions, Observation, Period
from fairness_core.problems import Problem
from fairness_core.values import Missing, Reason, Stated, Value


@attrs.frozen(kw_only=True)
class Rule:
    """What a row gives: a measure at a place in the cut, or the base of a survey figure.

    `name` is the line or the block, `code` the block's code; `rows` the row numbers it may have.
    """

    name: str
    measure: str
    where: Dimensions
    unit: FigureUnit = "count"
    rows: tuple[int, ...] = ()
    groups: tuple[str, ...] = ()
    required: bool = False
    blank_is_nobody: bool = False
    base_of: str = ""
    code: str = ""

    @classmethod
    def of_line(cls, name: str, line: Line) -> Rule:
        """Make the rule of a line."""
        return cls(
            name=name,
            measure=line.measure,
            where=tuple(sorted(line.where.items())),
            unit=line.unit,
            rows=line.rows,
            groups=line.groups,
            required=line.required,
            blank_is_nobody=line.blank == "nobody",
            base_of=line.base_of,
        )

    @classmethod
    def of_block(cls, block: Block, code: str) -> Rule:
        """Make the rule of one code of a block."""
        rows = (block.first_row + block.codes.index(code),) if block.first_row else ()
        where = tuple(sorted({**block.where, block.dimension: code}.items()))
        return cls(name=block.labels[0], measure=block.measure, where=where, rows=rows, blank_is_nobody=True, code=code)

    @property
    def is_read(self) -> bool:
        """Whether the row's figures are taken, rather than only recognised."""
        return bool(self.measure or self.base_of)

    def is_for(self, group: str) -> bool:
        """Whether the row is filled in for a group."""
        return not self.groups or group in self.groups


@attrs.frozen(kw_only=True)
class Hit:
    """One cell of figures: the rule, the group, the year, and what it holds (None when blank)."""

    rule: Rule
    group: str
    year: int | None
    cell: Cell
    parsed: Parsed | None


def observations(layout: WorkbookLayout, hits: Iterable[Hit]) -> tuple[Observation, ...]:
    """Turn settled hits into observations; a cell that could not be read becomes a missing figure."""
    hits = tuple(hits)
    bases = {_base_key(hit): hit.parsed for hit in hits if hit.rule.base_of and isinstance(hit.parsed, int)}
    return tuple(
        Observation(
            measure=hit.rule.measure,
            period=period_of(layout, hit.rule.measure, hit.year),
            dimensions=tuple(sorted((*hit.rule.where, (layout.dimension, hit.group)))),
            value=_value(hit, bases),
            where=hit.cell.where,
        )
        for hit in hits
        if hit.rule.measure and hit.year is not None and hit.parsed is not None
    )


def _base_key(hit: Hit) -> tuple[str, str, int | None]:
    return (hit.rule.base_of or hit.rule.measure, hit.group, hit.year)


def _value(hit: Hit, bases: Mapping[tuple[str, str, int | None], int]) -> Value:
    parsed = hit.parsed
    if isinstance(parsed, Stated):
        return attrs.evolve(parsed, base=bases.get(_base_key(hit)))
    if parsed is None or isinstance(parsed, Problem):
        return Missing(reason=Reason.UNREADABLE, detail=f"the cell {hit.cell.where.cell} could not be read")
    return parsed


def period_of(layout: WorkbookLayout, measure: str, year: int) -> Period:
    """Return the time that a figure of a reporting year speaks of, by the measure's flow."""
    return period_of_year(year, layout.known_measures()[measure].flow, layout.year_end, layout.survey)
