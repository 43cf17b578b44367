"""Finds the header of a table by a layout of kind `table`: which column holds what.

A header is where every heading that the layout needs is found. Rows are read in
`fairness_adapters.layouts.table_rows`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from fairness_adapters.grid import CellValue
from fairness_adapters.layouts.anchors import capture, is_one_of, matches
from fairness_adapters.layouts.periods import Time
from fairness_adapters.layouts.table_cells import SheetCells, joined, text_of
from fairness_adapters.layouts.table_schema import PERIOD, Condition, Figures, TableDimension, TableLayout
from fairness_adapters.layouts.vocabulary import find_code
from fairness_core.classifications import Classification

Headings = Mapping[int, tuple[CellValue, ...]]


@attrs.frozen(kw_only=True)
class FigureColumn:
    """One column of figures: which of the layout's figures, and what its header rows tell.

    `base` is the column with the number of answers, where the layout names one.
    """

    name: str
    column: int
    heading: str
    codes: tuple[tuple[str, str], ...] = ()
    time: Time | None = None
    base: int | None = None


@attrs.frozen(kw_only=True)
class Head:
    """A table's header: its rows, the columns of labels by dimension (and "period"), and the columns of figures.

    `tested` are the columns of conditions, `once_per` those by which rows are counted once. `twice` are columns
    of figures that say the same as another; `unused` are headings that the layout does not know.
    """

    top: int
    bottom: int
    labels: Mapping[str, int]
    figures: tuple[FigureColumn, ...]
    tested: Mapping[Condition, int]
    once_per: Mapping[str, int]
    twice: tuple[FigureColumn, ...]
    unused: Mapping[int, str]


class Meanings:
    """What texts mean in each dimension of a layout, each text looked up once."""

    def __init__(self, layout: TableLayout) -> None:
        self.layout = layout
        self.lists = layout.code_lists()
        self._known: dict[tuple[str, str], str | None] = {}
        self._same: dict[tuple[str, str], str] = {}

    def of(self, name: str, text: str) -> str | None:
        """Return the code that a text means, "" for a total, None when it is not known."""
        if (name, text) not in self._known:
            code = _meaning(self.layout.dimensions[name], self.lists[name], text)
            self._known[name, text] = code if code is None else self._same.get((name, code), code)
        return self._known[name, text]

    def unite(self, name: str, same: Mapping[str, str]) -> None:
        """Take codes for others from now on: `same` has the other one of each."""
        self._same |= {(name, code): other for code, other in same.items()}
        self._known = {at: code for at, code in self._known.items() if at[0] != name or code not in same}


def _meaning(dimension: TableDimension, code_list: Classification, text: str) -> str | None:
    if matches(dimension.totals, text):
        return ""
    listed = _listed(dimension, text)
    if listed is not None or not text:
        return listed
    if dimension.matching:
        text = capture(dimension.matching, text)
        listed = _listed(dimension, text)
    if listed is not None or not text:
        return listed
    return text if dimension.as_written else find_code(code_list, text)


def _listed(dimension: TableDimension, text: str) -> str | None:
    """Return the code under which a text is listed: just as it is, else but for a footnote mark or by a pattern."""
    exact = (code for code, texts in dimension.codes.items() if is_one_of(texts, text))
    alike = (code for code, texts in dimension.codes.items() if matches(texts, text))
    return next(exact, None) or next(alike, None)


def find_heads(layout: TableLayout, cells: SheetCells, meanings: Meanings) -> tuple[Head, ...]:
    """Return the headers of a sheet from the top: one, or all of them where the layout says that they repeat."""
    found: list[Head] = []
    for row in cells.rows:
        if row > layout.header.within and not (found and layout.header.repeats):
            break
        head, lacking = try_head(layout, cells, meanings, row)
        if not lacking:
            found.append(_lowest(layout, cells, meanings, head))
            if not layout.header.repeats:
                break
    return tuple(found)


def _lowest(layout: TableLayout, cells: SheetCells, meanings: Meanings, head: Head) -> Head:
    """Return the header one row or more below, when headings that are merged downwards stand in both.

    "Pay band" and "All staff", merged over two rows, make a header of the upper row alone; White and BME, which
    stand beside them in the lower row, would be left out.
    """
    columns = {*head.labels.values(), *(each.column for each in head.figures)}
    ends = max((area.bottom for column in columns if (area := cells.area(head.bottom, column))), default=0)
    for bottom in range(min(ends, head.bottom + len(layout.header.rows) - 1), head.bottom, -1):
        lower, lacking = try_head(layout, cells, meanings, bottom)
        if not lacking and len(lower.figures) > len(head.figures):
            return lower
    return head


def nearest(layout: TableLayout, cells: SheetCells, meanings: Meanings) -> tuple[int, tuple[str, ...]]:
    """Return the row that comes nearest to being the header, and what it lacks; (0, ...) when none comes near."""
    best: tuple[int, tuple[str, ...]] = (0, ())
    most = 0
    for row in cells.rows:
        if row > layout.header.within:
            break
        head, lacking = try_head(layout, cells, meanings, row)
        there = len(head.labels) + len({each.name for each in head.figures})
        if there > most:
            best, most = (row, lacking), there
    return best


def try_head(layout: TableLayout, cells: SheetCells, meanings: Meanings, bottom: int) -> tuple[Head, tuple[str, ...]]:
    """Return what would be the header if `bottom` were its lowest row, and what of the layout would be lacking."""
    rows = layout.header.rows
    headings = cells.headings(bottom, len(rows)) if bottom >= len(rows) else {}
    finder = _Finder(layout, headings, meanings)
    labels = finder.labels()
    tested = finder.conditions()
    once_per = finder.once_per()
    figures, twice = finder.figures({*labels.values(), *tested.values()})
    finder.check_without()
    used: set[int | None] = {*labels.values(), *tested.values(), *once_per.values()}
    used |= {column for each in (*figures, *twice) for column in (each.column, each.base)}
    head = Head(
        top=bottom - len(rows) + 1,
        bottom=bottom,
        labels=labels,
        figures=figures,
        tested=tested,
        once_per=once_per,
        twice=twice,
        unused=finder.unused(used),
    )
    return head, tuple(finder.lacking)


class _Finder:
    """Looks for the layout's columns among the headings of one candidate."""

    def __init__(self, layout: TableLayout, headings: Headings, meanings: Meanings) -> None:
        self.layout, self.headings, self.meanings = layout, headings, meanings
        self.lacking: list[str] = []

    def labels(self) -> dict[str, int]:
        period = self.layout.period
        found = {PERIOD: self._place(period.labels, period.column)} if period.labels or period.column else {}
        for name, each in self.layout.dimensions.items():
            if each.labels or each.column:
                found[name] = self._place(each.labels, each.column, optional=each.optional)
        return {name: column for name, column in found.items() if column}

    def conditions(self) -> dict[Condition, int]:
        own = [each for figures in self.layout.figures.values() for each in figures.when]
        every = (*self.layout.rows.only, *own)
        found = {each: self._place(each.labels, each.column, optional=each.optional) for each in every}
        return {each: column for each, column in found.items() if column}

    def once_per(self) -> dict[str, int]:
        named = {name: figures.once_per for name, figures in self.layout.figures.items() if figures.once_per}
        found = {name: self._place(labels, "") for name, labels in named.items()}
        return {name: column for name, column in found.items() if column}

    def figures(self, taken: set[int]) -> tuple[tuple[FigureColumn, ...], tuple[FigureColumn, ...]]:
        # Figures with labels come first, so that what is named is not taken by those that take every column.
        wanted = sorted(self.layout.figures.items(), key=lambda named: not named[1].labels)
        found: list[FigureColumn] = []
        for name, figures in wanted:
            if figures.counts == "figures":
                named = set() if figures.labels else {each.column for each in found if self._has_labels(each)}
                found += self._of(name, figures, taken | named)
        tallied = any(each.counts == "rows" for each in self.layout.figures.values())
        if not (found or tallied or self.lacking):
            self.lacking.append("a column of figures")
        said: dict[object, FigureColumn] = {}
        keys = [(each, (each.name, each.codes, str(each.time))) for each in found]
        twice = tuple(each for each, key in keys if said.setdefault(key, each) is not each)
        return tuple(each for each in found if each not in twice), twice

    def _of(self, name: str, figures: Figures, taken: set[int]) -> list[FigureColumn]:
        columns = [c for c in self.headings if c not in taken and self._is_headed(c, figures.labels)]
        there = [each for c in columns if (each := self._figure(name, figures, c))]
        if not there and not figures.optional:
            self.lacking.append(_any_of(figures.labels) if figures.labels else f"columns of {figures.measure}")
        return there

    def _has_labels(self, column: FigureColumn) -> bool:
        return bool(self.layout.figures[column.name].labels)

    def check_without(self) -> None:
        """Note headings that show the file to be another's."""
        without = self.layout.header.without
        if without and any(self._is_headed(column, without) for column in self.headings):
            self.lacking.append(f"a header without {_any_of(without)}")

    def unused(self, used: set[int | None]) -> dict[int, str]:
        texts = {column: joined(parts) for column, parts in self.headings.items() if column not in used}
        return {
            column: text
            for column, text in texts.items()
            if text and not self._is_headed(column, self.layout.ignored, any_if_none=False)
        }

    def _place(self, labels: tuple[str, ...], column: str, *, optional: bool = False) -> int:
        if column:
            return column_number(column)
        found = next((c for c in self.headings if self._is_headed(c, labels)), 0)
        if not found and not optional:
            self.lacking.append(_any_of(labels))
        return found

    def _is_headed(self, column: int, labels: tuple[str, ...], *, any_if_none: bool = True) -> bool:
        if not labels:
            return any_if_none
        parts = self.headings[column]
        own = [part for part, row in zip(parts, self.layout.header.rows, strict=True) if not row]
        names = {joined(parts), joined(own), text_of(own[-1]) if own else "", text_of(parts[-1])}
        return any(matches(labels, name) for name in names if name)

    def _figure(self, name: str, figures: Figures, column: int) -> FigureColumn | None:
        """Return the column with what its header rows tell; None when one of them is not understood."""
        codes: dict[str, str] = {}
        time: Time | None = None
        for part, row in zip(self.headings[column], self.layout.header.rows, strict=True):
            if row == PERIOD:
                time = self.layout.period.time_of(part)
                if time is None:
                    return None
            elif row:
                code = self.meanings.of(row, text_of(part)) if part is not None else None
                if code is None:
                    return None
                codes[row] = code
        if not figures.labels and not any(self.layout.header.rows):
            return None
        return FigureColumn(
            name=name,
            column=column,
            heading=joined(self.headings[column]),
            codes=tuple(sorted((row, code) for row, code in codes.items() if code)),
            time=time,
            base=self._base(column, figures.base),
        )

    def _base(self, column: int, labels: tuple[str, ...]) -> int | None:
        """Return the column of the base under the same upper headings, else None."""
        upper = self.headings[column][:-1]
        alike = [c for c in self.headings if labels and self._is_headed(c, labels) and self.headings[c][:-1] == upper]
        return min(alike, key=lambda c: abs(c - column), default=None)


def column_number(letters: str) -> int:
    """Return the number of a column from its letters: "A" is 1, "AA" is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _any_of(labels: Iterable[str]) -> str:
    return " or ".join(labels)
