"""What is told of a table: columns and texts that are not known, hidden rows, what notes hide, mixed-up units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from fairness_adapters.grid import CellValue, Grid, Workbook, cell_name, parse_cell_name
from fairness_adapters.layouts.table_cells import SheetCells
from fairness_adapters.layouts.table_schema import PERIOD, Condition, TableLayout
from fairness_adapters.layouts.unnamed_totals import totals_by_name
from fairness_adapters.office.quoting import describe_found
from fairness_core.observations import Observation, Period
from fairness_core.problems import Place, Problem, error, note, warning
from fairness_core.values import Stated

if TYPE_CHECKING:
    from fairness_adapters.layouts.tables import Head
    from fairness_adapters.layouts.tallies import Tally

FEWEST_PERCENTAGES = 3
"""So many percentages of a column must be there to say anything of all of them."""
LONGEST_QUOTED = 60
"""Characters of a label that is quoted; a longer text is somebody's words."""
MOST_NAMED = 10
"""So many texts that would have been expected are named in a message."""
CATEGORY_FROM = 5
"""A text that stands with so many rows is a category and no person's name, and may be quoted."""


def no_sheet(layout: TableLayout, workbook: Workbook) -> Problem:
    """Say that the file has none of the sheets that the layout speaks of."""
    there = ", ".join(f"'{grid.name}' ({grid.state})" for grid in workbook.grids if grid.name)
    return error(
        "no_sheet",
        "The file has no sheet that this layout speaks of.",
        where=Place(file=workbook.file),
        found=f"the sheets {there}" if there else "one sheet without a name",
        expected="; ".join((*layout.sheets.names, *(f"a sheet with the text {each}" for each in layout.sheets.holding)))
        or "a visible sheet",
        hint="Correct sheets.names or sheets.holding in the layout, or check that this is the right file.",
    )


def no_header(workbook: Workbook, grid: Grid, row: int, lacking: tuple[str, ...]) -> Problem:
    """Say that no header was found, and what the row that comes nearest lacks."""
    return error(
        "no_header",
        "No row has all the column headings that this layout needs.",
        where=Place(file=workbook.file, sheet=grid.name, cell=f"A{row}" if row else ""),
        found=_nearest(row, lacking),
        expected="every heading of the layout's columns that is not optional",
        hint="Check that this is the right file, or add the file's own headings to the layout's labels.",
    )


def sheets_not_read(
    layout: TableLayout, workbook: Workbook, passed: Iterable[tuple[Grid, int, tuple[str, ...]]]
) -> Iterable[Problem]:
    """Yield a note on each sheet that was passed over although the layout names it, or a row comes near to a header."""
    for grid, row, lacking in passed:
        if row or (grid.name and grid.name in layout.sheets.names):
            yield note(
                "sheet_not_read",
                "This sheet was not read: no row of it has all the column headings that the layout needs.",
                where=Place(file=workbook.file, sheet=grid.name, cell=f"A{row}" if row else ""),
                found=_nearest(row, lacking),
                hint="If it belongs to the data, correct its headings, or add them to the layout's labels; "
                "if it holds another table, give a second layout for it.",
            )


def head_problems(layout: TableLayout, workbook: Workbook, cells: SheetCells, head: Head) -> Iterable[Problem]:
    """Yield what is to be said of a header: headings twice, headings that are not known, hidden columns."""
    for each in head.twice:
        yield error(
            "heading_twice",
            "Two columns of figures have the same heading, so which is which cannot be told.",
            where=workbook.place(cells.grid, head.bottom, each.column),
            found=f"the heading of {layout.figures[each.name].measure} a second time",
            expected="a heading of its own for each column",
            hint='Correct the heading, or name its upper heading in the layout too, with " / " between.',
        )
    yield from _unused(workbook, cells, head)
    used = {each.column for each in head.figures} | set(head.labels.values())
    hidden = sorted(used & cells.grid.hidden_columns)
    if hidden:
        yield note(
            "hidden_columns",
            f"{len(hidden)} hidden columns were read like the others.",
            where=workbook.place(cells.grid, head.bottom, hidden[0]),
            hint="If they should not count, delete them.",
        )


def _unused(workbook: Workbook, cells: SheetCells, head: Head) -> Iterable[Problem]:
    first = min((each.column for each in head.figures), default=0)
    between = [column for column in head.unused if first < column and _has_numbers(cells, head, column)]
    for column in between:
        yield warning(
            "unknown_heading",
            "This column stands among the figures and has a heading that the layout does not know; it was not used.",
            where=workbook.place(cells.grid, head.bottom, column),
            found=_quoted(head.unused[column]),
            expected="a heading that the layout knows",
            hint="Add the heading to the layout, or list it under 'ignored'.",
        )
    rest = [column for column in head.unused if column not in between]
    if rest:
        yield note(
            "unused_columns",
            f"{len(rest)} columns are not used by this layout.",
            where=workbook.place(cells.grid, head.bottom, rest[0]),
            hint="If one of them matters, add it to the layout; otherwise list it under 'ignored'.",
        )


def _has_numbers(cells: SheetCells, head: Head, column: int) -> bool:
    return any(isinstance(values.get(column), int | float) for row, values in cells.rows.items() if row > head.bottom)


def _nearest(row: int, lacking: tuple[str, ...]) -> str:
    return f"Row {row} comes nearest, and lacks: {'; '.join(lacking)}" if row else "no row with any of them"


def _quoted(text: str) -> str:
    """Quote a label or a heading; what is longer than one is a remark, and only described."""
    return repr(text) if 0 < len(text) <= LONGEST_QUOTED else describe_found(text or None)


def _listed(names: list[str], between: str) -> str:
    return between.join(names[:MOST_NAMED]) + (" ..." if len(names) > MOST_NAMED else "")


class TableProblems:
    """The problems of one table, gathered while its rows are read; the same text is told once, with its rows."""

    def __init__(self, layout: TableLayout, workbook: Workbook, grid: Grid, head: Head) -> None:
        self.layout, self.workbook, self.grid, self.head = layout, workbook, grid, head
        self._problems: list[Problem] = []
        self._unknown: dict[tuple[str, str], list[int]] = {}
        self._labels: dict[str, dict[str, dict[str, int]]] = {}
        self._hidden: list[int] = []
        self._not_counted: dict[int, tuple[list[int], list[str]]] = {}

    def found(self) -> tuple[Problem, ...]:
        """Return every problem."""
        unknown = tuple(self._of_unknown(name, text, rows) for (name, text), rows in self._unknown.items())
        hidden = () if not self._hidden else (self._of_hidden(),)
        passed = tuple(self._of_not_counted(column, *told) for column, told in self._not_counted.items())
        named = tuple(self._of_totals_by_name())
        return (*self._problems, *unknown, *named, *hidden, *passed)

    def cell(self, problem: Problem) -> None:
        """Take up the problem of one cell."""
        self._problems.append(problem)

    def row(self, row: int, texts: Mapping[str, str], codes: Mapping[str, str | None]) -> None:
        """Take up what a row's labels say that is not known, and that it is hidden."""
        if row in self.grid.hidden_rows:
            self._hidden.append(row)
        for name, code in codes.items():
            if code is None or code.startswith("?"):
                self._unknown.setdefault((name, code[1:] if code else texts[name]), []).append(row)
            elif code and texts[name]:
                self._labels.setdefault(name, {}).setdefault(code, {}).setdefault(texts[name], row)

    def not_counted(self, row: int, unmet: Iterable[Condition]) -> None:
        """Take up that a row does not count, because of texts that are none of those that these conditions list."""
        for condition in unmet:
            if condition.texts:
                rows, texts = self._not_counted.setdefault(self.head.tested[condition], ([], []))
                rows += [row] if row not in rows[-1:] else []
                texts += [text for text in condition.texts if text not in texts]

    def bad_time(self, row: int, value: CellValue) -> None:
        """Say that a row has figures and no time."""
        column = self.head.labels.get(PERIOD)
        self._problems.append(
            error(
                "not_a_day",
                "The time that this row speaks of cannot be told, so it was not read.",
                where=self._place(row, column or 1),
                found=describe_found(value),
                expected="a date, such as 2025-03-31 or 31/03/2025, or a year, such as 2024/25",
                hint="Correct the cell, or say in the layout where the time stands.",
            )
        )

    def year_of_day(self, day: date, period: Period, column: int) -> None:
        """Say that a day was taken for the year that it lies in, because the figures are of a time."""
        self._problems.append(
            warning(
                "year_of_day",
                "These figures count what happens over a time, and the file names one day; its year was taken.",
                where=self._place(self.head.bottom, column),
                found=f"the day {day}, read as {period}",
                expected="the time that is meant, such as July to September 2025, or 2025/26",
                hint="Write the time into the file, or say it in the layout: [period] with first_day and last_day.",
            )
        )

    def only_year(self, row: int, column: int, whole: Period) -> None:
        """Say that a pattern takes the year from a text that names a quarter, say."""
        self._problems.append(
            warning(
                "only_year",
                "This text names a part of a year, and the layout takes the year from it, so that was read.",
                where=self._place(row, column),
                expected=f"{whole}, as the text says",
                hint=r"Let the pattern under period.above find all of it, such as '/(Q\d 20\d\d.\d\d)/'.",
            )
        )

    def stretch_not_known(self, row: int, column: int) -> None:
        """Say that a text above names a stretch of time of which the length cannot be told."""
        self._problems.append(
            error(
                "stretch_not_known",
                "How long the time is that this text names cannot be told, so the figures were not read.",
                where=self._place(row, column),
                expected="a length and an end, such as year to 31 March 2025, six months ended 30 September 2025, or"
                " quarter to 30 June 2025; or the first day and the last, such as 1 July to 30 September 2025",
                hint="Correct the text, or say the time in the layout: [period] with first_day and last_day.",
            )
        )

    def nothing_above(self, key: str, pattern: str, other: str = "") -> None:
        """Say that what should stand above the table, or in the sheet's name, does not; another cell may have it."""
        self._problems.append(
            error(
                "nothing_above",
                "What the layout looks for above the table, or in the sheet's name, is not there or is not known.",
                where=Place(file=self.workbook.file, sheet=self.grid.name, cell=cell_name(self.head.top, 1)),
                found=f"nothing that fits, but cell {other} names a time" if other else "nothing that fits",
                expected=pattern,
                hint=f"Correct {key} in the layout.",
            )
        )

    def figures_below(self, row: int, column: int) -> None:
        """Say that figures stand below the place where the notes begin."""
        self._problems.append(
            warning(
                "figures_below_notes",
                "Figures stand below the row where the notes begin; they were not read.",
                where=self._place(row, column),
                hint="If they belong to the table, make rows.until in the layout more exact.",
            )
        )

    def check_units(self, observations: Iterable[Observation]) -> None:
        """Warn of a column of percentages in which no figure is above 1: they are fractions, as like as not."""
        by_column: dict[int, list[Observation]] = {}
        percents = {each.column for each in self.head.figures if self.layout.figures[each.name].unit == "percent"}
        for each in observations:
            column = parse_cell_name(each.where.cell)[1]
            if column in percents and isinstance(each.value, Stated) and each.value.value:
                by_column.setdefault(column, []).append(each)
        for found in by_column.values():
            values = [each.value.value for each in found if isinstance(each.value, Stated)]
            if len(values) >= FEWEST_PERCENTAGES and all(abs(value) <= 1 for value in values):
                self._problems.append(
                    warning(
                        "looks_like_fractions",
                        "No percentage in this column is above 1, so they may be fractions of a whole.",
                        where=found[0].where,
                        found=f"{len(values)} figures from {min(values)} to {max(values)}",
                        expected="percentages from 0 to 100",
                        hint='If 0.24 means 24%, write unit = "fraction" in the layout.',
                    )
                )

    def tallied(self, tally: Tally) -> None:
        """Say what was counted once only, and what could not be."""
        if tally.again:
            self._problems.append(
                note(
                    "counted_once",
                    f"{len(tally.again)} rows repeat what was counted before; {len(tally.elsewhere)} of them say"
                    " something else than the first row, which was followed.",
                    where=self._place((tally.elsewhere or tally.again)[0], 1),
                    hint="If the first row is not the one that counts, sort the file or use 'only' in the layout.",
                )
            )
        if tally.unnamed:
            self._problems.append(
                warning(
                    "nothing_to_count_by",
                    f"{len(tally.unnamed)} rows have nothing in the column by which rows count once; each one counts.",
                    where=self._place(tally.unnamed[0], 1),
                    hint="Fill in the column, so that nobody is counted twice.",
                )
            )

    def _of_unknown(self, name: str, text: str, rows: list[int]) -> Problem:
        is_category = bool(self.head.figures) or len(rows) >= CATEGORY_FROM
        return error(
            "unknown_code",
            f"This text in the column for {name} is not known ({len(rows)} rows).",
            where=self._place(rows[0], self.head.labels[name]),
            found=_quoted(text) if is_category else describe_found(text or None),
            expected=f"a code or label of {self._list_of(name)}",
            hint=f"Correct it, or add it to the layout under dimensions.{name}.codes (or .totals, or rows.skip)."
            if text
            else f'Fill it in, or say under dimensions.{name} what an empty cell means: blank = "above", or "total".',
        )

    def _of_totals_by_name(self) -> Iterable[Problem]:
        for name, labels in self._labels.items() if self.head.figures else ():
            for text, code in totals_by_name(self.layout.dimensions[name], labels):
                yield warning(
                    "unnamed_total",
                    f"This label in {name} reads like a total's, and no other row has its code: it counts as one more.",
                    where=self._place(labels[code][text], self.head.labels[name]),
                    found=f"{_quoted(text)}, read as {_quoted(code)}",
                    expected="a total that the layout names, or one of a code that has rows of its own",
                    hint=f"If it is the total of everybody, name it under dimensions.{name}.totals in the layout; if"
                    f" that of one code, correct it; else list it under dimensions.{name}.codes.",
                )

    def _list_of(self, name: str) -> str:
        dimension = self.layout.dimensions[name]
        title = dimension.code_list(name, self.layout.shelf).title
        listed = dimension.classification
        return f"{title} ('fairness codes {listed}' lists them)" if listed else title

    def _of_not_counted(self, column: int, rows: list[int], texts: list[str]) -> Problem:
        how_many = "One row does" if len(rows) == 1 else f"{len(rows)} rows do"
        return note(
            "rows_not_counted",
            f"{how_many} not count, because of what stands in this column.",
            where=self._place(rows[0], column),
            expected=f"for a row that counts: {_listed([repr(text) for text in texts], ' or ')}",
            hint="If one of them should count, correct it, or add its text to the condition in the layout.",
        )

    def _of_hidden(self) -> Problem:
        return note(
            "hidden_rows",
            f"{len(self._hidden)} hidden rows were read like the others.",
            where=self._place(self._hidden[0], 1),
            hint="If they are hidden by a filter, nothing is lost; if they should not count, delete them.",
        )

    def _place(self, row: int, column: int) -> Place:
        return self.workbook.place(self.grid, row, column)
