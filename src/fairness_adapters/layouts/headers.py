"""Where a form's columns of figures are, which group each is for, and which year.

A header is a row in which at least two groups are named. Groups that repeat (White, BME, Unknown,
then White, BME, Unknown again) make blocks of columns, one for each year; the year stands in the
header itself or in a heading above the block.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import attrs

from fairness_adapters.grid import CellValue, Grid, Workbook, cell_name
from fairness_adapters.layouts.figures import parse_year
from fairness_adapters.layouts.vocabulary import find_code
from fairness_core.classifications import Classification, normalised
from fairness_core.problems import Place, Problem, error, note, warning

LONGEST = 60
"""Characters of a heading that names a group; a longer text is none."""
TOTALS = re.compile(r"\btotals?\b|^all\b|^overall\b", re.IGNORECASE)
"""Headings of columns that a form adds up beside its groups."""
ROWS_ABOVE = 6
"""How many rows above a header a heading with the year may stand."""

Cells = Mapping[tuple[int, int], CellValue]


@attrs.frozen(kw_only=True)
class FigureColumn:
    """One column of figures: where it is, the group, and the year (None when no heading names one)."""

    column: int
    group: str
    year: int | None


@attrs.frozen(kw_only=True)
class Header:
    """A header row with its columns of figures, in order."""

    row: int
    columns: tuple[FigureColumn, ...]

    @property
    def first_column(self) -> int:
        """The column in which the figures begin; labels stand to the left of it."""
        return self.columns[0].column


def find_headers(
    cells: Cells, groups: Iterable[str], code_list: Classification, years: Mapping[str, int] | None = None
) -> tuple[Header, ...]:
    """Return every header of a sheet, from the top down; `years` says what headings such as "This year" mean."""
    told = {normalised(text): year for text, year in (years or {}).items()}
    wanted = frozenset(groups)
    named: dict[int, dict[int, str]] = {}
    met: dict[str, str] = {}
    for (row, column), value in cells.items():
        # A big extract repeats its texts, and numbers typed as text name no group.
        if not isinstance(value, str) or len(value) > LONGEST or value.isdecimal():
            continue
        if value not in met:
            met[value] = _group(value, wanted, code_list)
        group = met[value]
        if group:
            named.setdefault(row, {})[column] = group
    rows = sorted(row for row, found in named.items() if len(set(found.values())) > 1)
    return tuple(_header(cells, row, dict(sorted(named[row].items())), told) for row in rows)


def _group(value: str, wanted: frozenset[str], code_list: Classification) -> str:
    found = find_code(code_list, value) or _without_year(value, code_list)
    return found if found in wanted else ""


def _without_year(value: str, code_list: Classification) -> str | None:
    words = [word for word in value.split() if parse_year(word.strip("()")) is None]
    return code_list.find(" ".join(words)) if words else None


def _header(cells: Cells, row: int, groups: Mapping[int, str], told: Mapping[str, int]) -> Header:
    blocks = _blocks(groups)
    columns = [
        FigureColumn(column=column, group=groups[column], year=_year(cells, row, column, block, len(blocks), told))
        for block in blocks
        for column in block
    ]
    return Header(row=row, columns=tuple(columns))


def _blocks(groups: Mapping[int, str]) -> list[list[int]]:
    """Cut the columns where a group comes round again."""
    blocks: list[list[int]] = [[]]
    for column, group in groups.items():
        if group in {groups[each] for each in blocks[-1]}:
            blocks.append([])
        blocks[-1].append(column)
    return blocks


def _year(cells: Cells, row: int, column: int, block: list[int], how_many: int, told: Mapping[str, int]) -> int | None:
    """Read the year in the header cell, else above the block; a title counts where there is one block only."""
    own = _said_year(cells[row, column], told)
    if own is not None:
        return own
    above = [(r, c) for r, c in cells if row - ROWS_ABOVE <= r < row and (how_many == 1 or block[0] <= c <= block[-1])]
    nearest = sorted(above, key=lambda at: (-at[0], abs(at[1] - column)))
    return next((year for at in nearest if (year := _said_year(cells[at], told)) is not None), None)


def _said_year(value: CellValue, told: Mapping[str, int]) -> int | None:
    year = parse_year(value)
    return told.get(normalised(value)) if year is None and isinstance(value, str) else year


def header_problems(file: str, grid: Grid, header: Header) -> Iterable[Problem]:
    """Report columns without a year, and a year that two blocks claim."""
    unknown = [each for each in header.columns if each.year is None]
    if unknown:
        yield error(
            "year_unknown",
            "Which year these columns are for cannot be told.",
            where=Place(file=file, sheet=grid.name, cell=cell_name(header.row, unknown[0].column)),
            found="no year in the heading",
            expected="a heading above the columns with the year, such as 31 March 2025",
            hint="Write the year into the heading; 'last year' and 'this year' do not say which. "
            "Or say which in a layout that extends this one, under 'years'.",
        )
    seen: dict[tuple[str, int | None], FigureColumn] = {}
    twice = [
        each for each in header.columns if each.year and seen.setdefault((each.group, each.year), each) is not each
    ]
    if twice:
        yield error(
            "year_twice",
            f"Two blocks of columns have the same year, {twice[0].year}.",
            where=Place(file=file, sheet=grid.name, cell=cell_name(header.row, twice[0].column)),
            found=f"{twice[0].year} here and from {cell_name(header.row, seen[twice[0].group, twice[0].year].column)}",
            expected="another year in each heading",
            hint="Correct the heading of one block.",
        )


def columns_not_used(workbook: Workbook, grid: Grid, header: Header, columns: Iterable[int]) -> Iterable[Problem]:
    """Report columns of numbers whose headings name no group: a warning where they stand among those that do."""
    for column in columns:
        tell = warning if column < header.columns[-1].column else note
        yield tell(
            "unknown_heading",
            "This column has figures and a heading that names no group of this layout; it was not used.",
            where=workbook.place(grid, header.row, column),
            expected="the name of a group",
            hint="If its figures are to count, correct the heading.",
        )
