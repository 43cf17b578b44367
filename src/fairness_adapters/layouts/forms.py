"""Reads a form by a layout of kind `workbook`: row labels down one side, columns for groups and years.

Labels decide, wherever they stand and on whatever sheet; a row number that disagrees with its label
is reported. Hidden sheets are left out; hidden rows are read, because a filter that was left on must
not change a figure. What blanks mean is decided in `fairness_adapters.layouts.blanks`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import attrs

from fairness_adapters.grid import CellValue, Grid, Workbook, is_blank
from fairness_adapters.labels import without_footnote
from fairness_adapters.layouts.blanks import settle
from fairness_adapters.layouts.figures import Cell, parse_count, parse_percent
from fairness_adapters.layouts.headers import (
    TOTALS,
    FigureColumn,
    Header,
    columns_not_used,
    find_headers,
    header_problems,
)
from fairness_adapters.layouts.hits import Hit, Rule
from fairness_adapters.layouts.profiles import is_number
from fairness_adapters.layouts.schema import Block, WorkbookLayout
from fairness_adapters.office.quoting import describe_found
from fairness_core.classifications import normalised
from fairness_core.problems import Place, Problem, note, warning

Cells = dict[tuple[int, int], CellValue]
_ROW_NUMBER = re.compile(r"\s*\d{1,6}\s*")


@attrs.frozen(kw_only=True)
class FormReading:
    """What was found in a form: every figure's cell, the problems, how many rows, and the organisation's name."""

    hits: tuple[Hit, ...]
    problems: tuple[Problem, ...]
    rows: int
    organisation: str = ""


def read_form(layout: WorkbookLayout, workbook: Workbook) -> FormReading:
    """Find every figure that the layout knows of, on every sheet that the layout speaks of."""
    sheets = [_Sheet(layout, workbook, grid) for grid in layout.sheets.chosen(workbook)]
    hits = [hit for sheet in sheets for hit in sheet.hits()]
    settled, problems = settle(layout, workbook.file, hits)
    found = [problem for sheet in sheets for problem in sheet.problems]
    organisation = next((sheet.organisation for sheet in sheets if sheet.organisation), "")
    rows = len({(hit.cell.where.sheet, hit.rule) for hit in hits})
    return FormReading(hits=settled, problems=(*found, *problems), rows=rows, organisation=organisation)


class _Sheet:
    """One sheet being read: where its headers are, and the block that the rows stand in."""

    def __init__(self, layout: WorkbookLayout, workbook: Workbook, grid: Grid) -> None:
        self.layout, self.workbook, self.grid = layout, workbook, grid
        self.rows = {number: dict(pairs) for number, pairs in grid.rows()}
        self.cells: Cells = {
            (row, column): value for row, pairs in self.rows.items() for column, value in pairs.items()
        }
        self.problems: list[Problem] = []
        self.organisation = self._organisation()
        self.block = ""
        self.label_column = 0

    def hits(self) -> Iterable[Hit]:
        """Yield every figure's cell of the sheet, blank ones included, and note the problems on the way."""
        code_list = self.layout.code_list(self.layout.dimension)
        headers = find_headers(self.cells, self.layout.groups, code_list, self.layout.years)
        if not headers:
            return
        self.problems.extend(self._hidden())
        header_rows = {each.row for each in headers}
        number_columns = {each.row: self._number_column(each) for each in headers}
        used: dict[int, tuple[Header, set[int]]] = {}
        for number in sorted(self.rows):
            above = [each for each in headers if each.row < number]
            if above and number not in header_rows:
                for hit in self._row(number, above[-1], number_columns[above[-1].row]):
                    used.setdefault(above[-1].row, (above[-1], set()))[1].add(number)
                    yield hit
        # Another sheet may name groups too, a list of choices say; what its headings lack does not matter.
        for header, rows in used.values():
            self.problems.extend(header_problems(self.workbook.file, self.grid, header))
            others = self._not_headed(header, rows)
            self.problems.extend(columns_not_used(self.workbook, self.grid, header, others))

    def _row(self, number: int, header: Header, number_column: int | None) -> Iterable[Hit]:
        left = {c: text for c, text in self.rows[number].items() if c < header.first_column and isinstance(text, str)}
        for column in sorted(left):
            self.block = _lookup(_headings(self.layout), left[column]) or self.block
        rule = self._rule(left)
        figures = [each for each in header.columns if each.column in self.rows[number]]
        if rule is None:
            self.problems.extend(self._unknown(number, left, figures))
            return
        self.problems.extend(self._wrong_number(rule, number, number_column))
        if rule.is_read:
            yield from (self._hit(rule, number, each) for each in header.columns if rule.is_for(each.group))

    def _not_headed(self, header: Header, rows: Iterable[int]) -> list[int]:
        """Return columns with numbers beside the figures of these rows whose heading names no group."""
        known = {each.column for each in header.columns}
        beside = {c for row in rows for c, value in self.rows[row].items() if is_number(value)}
        texts = {c: self.rows[header.row].get(c) for c in sorted(beside - known) if c > header.first_column}
        return [c for c, text in texts.items() if isinstance(text, str) and not TOTALS.search(text)]

    def _rule(self, left: Mapping[int, str]) -> Rule | None:
        """Return the rule that a row's labels call for; the label nearest to the figures is asked first."""
        for column in sorted(left, reverse=True):
            rule = self._rule_of(left[column])
            if rule is not None:
                self.label_column = column
                return rule
        return None

    def _rule_of(self, text: str) -> Rule | None:
        line = _lookup(_line_labels(self.layout), text)
        if line:
            return Rule.of_line(line, self.layout.lines[line])
        return _in_block(self.layout, self.layout.blocks[self.block], text) if self.block else None

    def _hit(self, rule: Rule, row: int, figure: FigureColumn) -> Hit:
        value = self.rows[row].get(figure.column)
        percent = (row, figure.column) in self.grid.percent_cells
        cell = Cell(value=value, where=self.workbook.place(self.grid, row, figure.column), is_percent=percent)
        blank = is_blank(value) or (isinstance(value, str) and not value.strip())
        parse = parse_percent if rule.unit == "percent" else parse_count
        parsed = None if blank else parse(cell, self.layout.markers)
        return Hit(rule=rule, group=figure.group, year=figure.year, cell=cell, parsed=parsed)

    def _number_column(self, header: Header) -> int | None:
        wanted = {normalised(text) for text in self.layout.row_number_headings}
        above = [at for at in self.cells if at[0] <= header.row and at[1] < header.first_column]
        named = [at for at in above if isinstance(text := self.cells[at], str) and normalised(text) in wanted]
        return max(named)[1] if named else None

    def _wrong_number(self, rule: Rule, row: int, column: int | None) -> Iterable[Problem]:
        stated = self.rows[row].get(column) if column else None
        number = int(stated) if isinstance(stated, str) and _ROW_NUMBER.fullmatch(stated) else stated
        if column and rule.rows and isinstance(number, int) and number not in rule.rows:
            yield warning(
                "row_number_disagrees",
                "The row's number and its label disagree; the label was followed.",
                where=self.workbook.place(self.grid, row, column),
                found=f"row {number}",
                expected=f"row {' or '.join(map(str, rule.rows))} for this label",
                hint="Check that no row was inserted or moved, and that the label is the right one.",
            )

    def _unknown(self, number: int, left: Mapping[int, str], figures: list[FigureColumn]) -> Iterable[Problem]:
        column = self.label_column if self.label_column in left else max(left, default=1)
        if figures and (_lookup(_headings(self.layout), left.get(column, "")) is None):
            yield warning(
                "unknown_row",
                "This row has figures and a label that the layout does not know, so it was not used.",
                where=self.workbook.place(self.grid, number, column),
                found=describe_found(left.get(column)),
                expected="a label of the form",
                hint="Correct the label, or add it to the layout.",
            )

    def _hidden(self) -> Iterable[Problem]:
        hidden = [row for row in self.rows if row in self.grid.hidden_rows]
        if hidden:
            yield note(
                "hidden_rows",
                f"{len(hidden)} hidden rows were read like the others.",
                where=Place(file=self.workbook.file, sheet=self.grid.name, cell=f"A{hidden[0]}"),
                hint="If they are hidden by a filter, nothing is lost; if they should not count, delete them.",
            )

    def _organisation(self) -> str:
        """Return the text to the right of the organisation's label; empty when there is none."""
        wanted = {normalised(text) for text in self.layout.organisation_labels}
        for (row, column), value in self.cells.items():
            if isinstance(value, str) and normalised(value) in wanted:
                right = [c for c in sorted(self.rows[row]) if c > column]
                return str(self.rows[row][right[0]]).strip() if right else ""
        return ""


def _lookup(labels: Mapping[str, str], text: str) -> str | None:
    return labels.get(normalised(text)) or labels.get(normalised(without_footnote(text)))


def _headings(layout: WorkbookLayout) -> dict[str, str]:
    return {normalised(label): name for name, block in layout.blocks.items() for label in block.labels}


def _line_labels(layout: WorkbookLayout) -> dict[str, str]:
    return {normalised(label): name for name, line in layout.lines.items() for label in line.labels}


def _in_block(layout: WorkbookLayout, block: Block, text: str) -> Rule | None:
    code_list = layout.code_list(block.dimension)
    code = code_list.find(text.strip()) or code_list.find(without_footnote(text).strip())
    return Rule.of_block(block, code) if code in block.codes and code else None
