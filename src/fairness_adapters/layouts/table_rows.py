"""Reads the rows of a table by a layout of kind `table`: labels, carried down or totals; figures; where notes begin.

Headers are found in `fairness_adapters.layouts.tables`, totals are compared with their parts in
`totals`, what is told of columns is in `table_problems`. Hidden rows are read like the others, because a filter
that was left on must not change a figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum

import attrs

from fairness_adapters.grid import Grid, Workbook, cell_name
from fairness_adapters.layouts.anchors import capture, is_pattern, matches
from fairness_adapters.layouts.figures import Cell
from fairness_adapters.layouts.periods import Time, period_of
from fairness_adapters.layouts.same_texts import unite
from fairness_adapters.layouts.stretches import is_untold, names_part
from fairness_adapters.layouts.table_cells import SheetCells, text_of
from fairness_adapters.layouts.table_figures import parse_figure
from fairness_adapters.layouts.table_problems import (
    TableProblems,
    head_problems,
    no_header,
    no_sheet,
    sheets_not_read,
)
from fairness_adapters.layouts.table_schema import PERIOD, Condition, Figures, TableLayout
from fairness_adapters.layouts.tables import FigureColumn, Head, Meanings, find_heads, nearest
from fairness_adapters.layouts.tallies import Tally
from fairness_adapters.layouts.totals import check_at_most, check_totals
from fairness_adapters.layouts.unnamed_totals import totals_by_sum
from fairness_core.observations import Dimensions, Observation, Period
from fairness_core.problems import Place, Problem
from fairness_core.values import Missing, Reason, Stated, Value

Codes = dict[str, str]


class Fate(StrEnum):
    """What became of a row below a header."""

    READ = "read"
    HEADING = "a heading for the rows below it"
    SKIPPED = "skipped, as the layout says"
    NOT_COUNTED = "does not meet the layout's conditions"
    NOTES = "notes"
    NO_FIGURES = "no figures"


@attrs.frozen(kw_only=True)
class SheetReading:
    """One sheet: its headers, what became of each row, what was found, what texts mean, the organisation above."""

    grid: Grid
    heads: tuple[Head, ...]
    fates: Mapping[int, Fate]
    observations: tuple[Observation, ...]
    problems: tuple[Problem, ...]
    meanings: Meanings
    organisation: str = ""


def read_sheets(
    layout: TableLayout, workbook: Workbook, most_rows: int | None = None
) -> tuple[tuple[SheetReading, ...], tuple[Problem, ...]]:
    """Read every sheet that the layout speaks of; sheets without its headings are passed over if another has them.

    With `most_rows` only the first rows of each are looked at, which is enough to recognise a file.
    """
    grids = layout.sheets.chosen(workbook)
    meanings = Meanings(layout)
    found = [(SheetCells.of(grid, most_rows), grid) for grid in grids]
    headed = [(cells, heads) for cells, _ in found if (heads := find_heads(layout, cells, meanings))]
    united = tuple(unite(layout, workbook, meanings, headed))
    if united:
        headed = [(cells, find_heads(layout, cells, meanings)) for cells, _ in headed]
    readings = tuple(_read_sheet(layout, workbook, meanings, cells, heads) for cells, heads in headed)
    if not grids:
        return readings, (no_sheet(layout, workbook),)
    if not readings:
        cells = found[0][0]
        return readings, (no_header(workbook, cells.grid, *nearest(layout, cells, meanings)),)
    everything = [each for reading in readings for each in reading.observations]
    read = {id(reading.grid) for reading in readings}
    others = [] if most_rows else [(cells, grid) for cells, grid in found if id(grid) not in read]
    passed = ((grid, *nearest(layout, cells, meanings)) for cells, grid in others)
    told = [each.where for reading in readings for each in reading.problems if each.code == "unnamed_total"]
    totals = (
        *check_totals(layout, everything),
        *check_at_most(layout, everything),
        *totals_by_sum(layout, everything, told),
    )
    return readings, (*united, *totals, *sheets_not_read(layout, workbook, passed))


def _read_sheet(
    layout: TableLayout, workbook: Workbook, meanings: Meanings, cells: SheetCells, heads: tuple[Head, ...]
) -> SheetReading:
    fates: dict[int, Fate] = {}
    observations: list[Observation] = []
    problems: list[Problem] = []
    ends = [*(head.top for head in heads[1:]), max(cells.rows, default=0) + 1]
    for head, end in zip(heads, ends, strict=True):
        table = _Table(layout, workbook, meanings, cells, head)
        observations += table.read(end)
        fates |= table.fates
        problems += [*head_problems(layout, workbook, cells, head), *table.problems.found()]
    return SheetReading(
        grid=cells.grid,
        heads=heads,
        fates=fates,
        observations=tuple(observations),
        problems=tuple(problems),
        meanings=meanings,
        organisation=_organisation(layout, cells, heads[0]),
    )


def _organisation(layout: TableLayout, cells: SheetCells, head: Head) -> str:
    if not is_pattern(layout.organisation):
        return layout.organisation
    return _found_above(layout.organisation, cells, head)


def _found_above(pattern: str, cells: SheetCells, head: Head) -> str:
    """Return what a pattern finds above a table, in the nearest row first; empty when it finds nothing."""
    return next((text for _, _, text in _places_above(pattern, cells, head)), "")


def _places_above(pattern: str, cells: SheetCells, head: Head) -> Iterator[tuple[int, int, str]]:
    """Yield the row, the column and the text of what a pattern finds above a table."""
    for row in (row for row in reversed(list(cells.rows)) if row < head.top):
        for column, value in cells.rows[row].items():
            if text := capture(pattern, value):
                yield row, column, text


class _Table:
    """One table being read, from its header down."""

    def __init__(
        self, layout: TableLayout, workbook: Workbook, meanings: Meanings, cells: SheetCells, head: Head
    ) -> None:
        self.layout, self.workbook, self.meanings, self.cells, self.head = layout, workbook, meanings, cells, head
        self.problems = TableProblems(layout, workbook, cells.grid, head)
        self.fates: dict[int, Fate] = {}
        self.measures = layout.known_measures()
        # From left to right: a new text in one column ends what was carried down in those to its right.
        placed = ((column, name) for name, column in head.labels.items() if name != PERIOD)
        self.label_names = [name for _, name in sorted(placed)]
        self.carried: Codes = {}
        self.fixed = self._fixed()
        self.fixed_time = self._fixed_time()
        self.tallies = {name: Tally() for name, each in layout.figures.items() if each.counts == "rows"}
        self.used = sorted({*self.tallies, *(each.name for each in head.figures)})

    def read(self, end: int) -> Iterable[Observation]:
        found: list[Observation] = []
        self._check_days()
        rows = [row for row in self.cells.rows if self.head.bottom < row < end]
        for place, row in enumerate(rows):
            if self._is(self.layout.rows.until, row):
                self._end(rows[place:])
                break
            found += self._row(row)
        self._end_headings()
        self.problems.check_units(found)
        for name, tally in self.tallies.items():
            found += tally.observations(self.layout.figures[name].measure, self._place)
            self.problems.tallied(tally)
        return found

    def _check_days(self) -> None:
        """Warn where a heading names a day within a year and the figures are of a time: the year is taken."""
        for each in self.head.figures:
            day = each.time or self.fixed_time
            if day is not None and not isinstance(day, int | Period):
                period = self._period(self.layout.figures[each.name], day)
                if period.start and period.end != day:
                    self.problems.year_of_day(day, period, each.column)
                    return

    def _end(self, rows: list[int]) -> None:
        self.fates |= dict.fromkeys(rows, Fate.NOTES)
        below = [row for row in rows if self._has_figures(row)]
        if below:
            self.problems.figures_below(below[0], self.head.figures[0].column)

    def _end_headings(self) -> None:
        """Take back that the last rows are headings where no row that was read follows: they are notes, say."""
        for row in reversed(self.fates):
            if self.fates[row] is Fate.READ:
                return
            if self.fates[row] is Fate.HEADING:
                self.fates[row] = Fate.NO_FIGURES

    def _row(self, row: int) -> Iterator[Observation]:
        if self._is(self.layout.rows.skip, row):
            self.fates[row] = Fate.SKIPPED
            return
        texts = {name: text_of(self.cells.spread(row, self.head.labels[name])) for name in self.label_names}
        codes = self._codes(texts)
        self.fates[row] = self._fate(row, texts, codes)
        if self.fates[row] is not Fate.READ:
            return
        time = self._time(row)
        if time is None and (self.tallies or any(each.time is None for each in self.head.figures)):
            if PERIOD in self.head.labels:
                self.problems.bad_time(row, self.cells.spread(row, self.head.labels[PERIOD]))
            return
        self.problems.row(row, texts, codes)
        known = {name: f"?{texts[name]}" if code is None else code for name, code in codes.items()}
        yield from self._figures(row, {**self.fixed, **known}, time)
        self._tally(row, {**self.fixed, **known}, time)
        self._tell_unmet(row)

    def _fate(self, row: int, texts: Mapping[str, str], codes: Mapping[str, str | None]) -> Fate:
        if self.tallies and not self.head.figures:
            empty = not any(texts.values())
        else:
            empty = not self._has_figures(row) and not self._stands_alone(texts, codes)
        if empty:
            # What holds for the rows below it was taken up with the codes.
            heads = any(texts[name] and codes[name] is not None and self._may_head(name) for name in texts)
            return Fate.HEADING if heads else Fate.NO_FIGURES
        unmet = self._unmet(self.layout.rows.only, row)
        if unmet is not None:
            self.problems.not_counted(row, [unmet])
        return Fate.READ if unmet is None else Fate.NOT_COUNTED

    def _may_head(self, name: str) -> bool:
        """Whether a text without figures can hold for the rows below; where any text is a code, only if it says so."""
        dimension = self.layout.dimensions[name]
        return not dimension.as_written or dimension.blank == "above"

    def _stands_alone(self, texts: Mapping[str, str], codes: Mapping[str, str | None]) -> bool:
        """Whether a row without any figure is a row of the table all the same: each of its labels is a known one."""
        return bool(texts) and all(
            text and codes[name] is not None and not self.layout.dimensions[name].as_written
            for name, text in texts.items()
        )

    def _has_figures(self, row: int) -> bool:
        return any(self.cells.at(row, each.column) is not None for each in self.head.figures)

    def _codes(self, texts: Mapping[str, str]) -> dict[str, str | None]:
        """Return what each label column says of a row: a code, "" for a total, None when it is not known."""
        codes: dict[str, str | None] = {}
        for place, name in enumerate(self.label_names):
            text, dimension = texts[name], self.layout.dimensions[name]
            code = self.meanings.of(name, text)
            if code is None and (not text or self._is_anothers(name, text, texts)):
                code = {"above": self.carried.get(name), "total": "", "unknown": None}[dimension.blank]
            elif dimension.blank == "above":
                for inner in self.label_names[place + 1 :]:
                    self.carried.pop(inner, None)
                self.carried[name] = f"?{text}" if code is None else code
            codes[name] = code
        return codes

    def _is_anothers(self, name: str, text: str, texts: Mapping[str, str]) -> bool:
        """Whether two dimensions share a column, and the other one knows this text."""
        column = self.head.labels[name]
        return any(
            other != name and self.head.labels[other] == column and self.meanings.of(other, text) is not None
            for other in texts
        )

    def _figures(self, row: int, codes: Codes, time: Time | None) -> Iterator[Observation]:
        for each in self.head.figures:
            figures = self.layout.figures[each.name]
            value = self._value(row, each, figures) if self._meets(figures.when, row) else None
            moment = each.time or time
            if value is not None and moment is not None:
                yield Observation(
                    measure=figures.measure,
                    period=self._period(figures, moment),
                    dimensions=_dimensions({**codes, **dict(each.codes), **figures.where}),
                    value=value,
                    where=self._place(row, each.column),
                )

    def _value(self, row: int, column: FigureColumn, figures: Figures) -> Value | None:
        percent = (row, column.column) in self.cells.grid.percent_cells
        raw = self.cells.rows[row].get(column.column)
        cell = Cell(value=raw, where=self._place(row, column.column), is_percent=percent)
        parsed = parse_figure(cell, figures, self.layout.markers)
        if isinstance(parsed, Problem):
            self.problems.cell(parsed)
            return Missing(reason=Reason.UNREADABLE, detail=f"the cell {cell.where.cell} could not be read")
        if isinstance(parsed, Stated):
            base = self.cells.at(row, column.base) if column.base else None
            return attrs.evolve(parsed, base=int(base) if isinstance(base, int | float) else None)
        return parsed

    def _tally(self, row: int, codes: Codes, time: Time | None) -> None:
        for name, tally in self.tallies.items():
            figures = self.layout.figures[name]
            if time is not None and self._meets(figures.when, row):
                column = self.head.once_per.get(name)
                key = text_of(self.cells.spread(row, column)) if column else ""
                period = self._period(figures, time)
                tally.add(row, key, (period, _dimensions({**codes, **figures.where})), once=bool(column))

    def _period(self, figures: Figures, time: Time) -> Period:
        flow = self.measures[figures.measure].flow
        return period_of(time, flow, self.layout.period.year_end, self.layout.period.survey)

    def _time(self, row: int) -> Time | None:
        column = self.head.labels.get(PERIOD)
        if column is None:
            return self.fixed_time
        return self.layout.period.time_of(self.cells.spread(row, column))

    def _fixed_time(self) -> Time | None:
        period = self.layout.period
        if not period.above:
            return period.fixed
        row, column, text = next(_places_above(period.above, self.cells, self.head), (0, 0, ""))
        time, cell = period.time_of(text), text_of(self.cells.at(row, column))
        whole = period.time_of(cell)
        untold = is_untold(cell) or (isinstance(time, date) and names_part(cell))
        if self._counts_over_time() and untold and not isinstance(whole, Period):
            self.problems.stretch_not_known(row, column)
            return None
        if time is None:
            above = (
                (row, column, self.cells.at(row, column))
                for row, column, _ in _places_above("/./", self.cells, self.head)
            )
            other = next(
                (cell_name(row, column) for row, column, value in above if period.time_of(value) is not None), ""
            )
            self.problems.nothing_above("period", period.above, other)
        elif isinstance(time, int) and isinstance(whole, Period):
            self.problems.only_year(row, column, whole)
        elif isinstance(whole, Period) and whole.end == (time.end if isinstance(time, Period) else time):
            # The pattern finds the last day, or "year to" it, and what stands before says since when.
            return whole
        return time

    def _counts_over_time(self) -> bool:
        flows = (self.measures[each.measure].flow for each in self.layout.figures.values())
        return "flow" in flows

    def _fixed(self) -> Codes:
        """Return the codes that hold for the whole table: from the sheet's name, or from a text above it."""
        codes: Codes = {}
        for name, each in self.layout.dimensions.items():
            if each.sheet_name or each.above:
                text = self.cells.grid.name if each.sheet_name else self._above(each.above)
                code = self.meanings.of(name, text)
                if code is None:
                    self.problems.nothing_above(f"dimensions.{name}", each.above or f"a sheet's name for {name}")
                codes[name] = f"?{text}" if code is None else code
        return codes

    def _above(self, pattern: str) -> str:
        return _found_above(pattern, self.cells, self.head)

    def _is(self, labels: tuple[str, ...], row: int) -> bool:
        """Whether one of a row's labels, those to the left of its figures, is listed."""
        if not labels:
            return False
        first = min((each.column for each in self.head.figures), default=max(self.head.labels.values(), default=1) + 1)
        return any(matches(labels, value) for column, value in self.cells.rows[row].items() if column < first)

    def _tell_unmet(self, row: int) -> None:
        """Tell of a row that counts for none of the figures."""
        unmet = [self._unmet(self.layout.figures[name].when, row) for name in self.used]
        if None not in unmet:
            self.problems.not_counted(row, filter(None, unmet))

    def _meets(self, conditions: Iterable[Condition], row: int) -> bool:
        return self._unmet(conditions, row) is None

    def _unmet(self, conditions: Iterable[Condition], row: int) -> Condition | None:
        """Return the first condition that a row does not meet."""
        return next((each for each in conditions if not self._holds(each, row)), None)

    def _holds(self, condition: Condition, row: int) -> bool:
        if condition not in self.head.tested:
            return True
        text = text_of(self.cells.spread(row, self.head.tested[condition]))
        return matches(condition.texts, text) if condition.texts else not matches(condition.other_than, text)

    def _place(self, row: int, column: int) -> Place:
        return self.workbook.place(self.cells.grid, row, column)


def _dimensions(codes: Mapping[str, str]) -> Dimensions:
    return tuple(sorted((name, code) for name, code in codes.items() if code))
