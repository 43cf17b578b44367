"""What blank cells of a form mean, and what the form lacks.

A column that is wholly blank says nothing. In a column with figures, a blank in the rows by band means
that nobody is there, which is noted; any other blank is a figure that was not recorded. Rows that a
form should have and lacks are reported, and their figures are missing, never 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from fairness_adapters.layouts.figures import Cell
from fairness_adapters.layouts.hits import Hit, Rule
from fairness_adapters.layouts.schema import WorkbookLayout
from fairness_adapters.office.quoting import describe_found
from fairness_core.problems import Place, Problem, note, warning
from fairness_core.values import Missing, Reason

LEFT_BLANK = Missing(reason=Reason.NOT_RECORDED, detail="left blank")
NO_SUCH_ROW = Missing(reason=Reason.NOT_RECORDED, detail="the form has no such row")


def settle(layout: WorkbookLayout, file: str, hits: Sequence[Hit]) -> tuple[tuple[Hit, ...], tuple[Problem, ...]]:
    """Give each blank its meaning, add the figures of rows that are lacking, and report what was assumed."""
    # A form that nobody filled in still shows the zeros that its formulas work out.
    filled_years = {hit.year for hit in hits if hit.parsed not in (None, 0)} - {None}
    kept = [hit for hit in _once(hits) if hit.year in filled_years]
    counted = {(hit.year, hit.group) for hit in kept if hit.rule.blank_is_nobody and hit.parsed is not None}
    settled = [_settled(hit, counted) for hit in kept]
    zeros = [hit for before, hit in zip(kept, settled, strict=True) if before.parsed is None and hit.parsed == 0]
    lacking, reports = _lacking(layout, file, settled)
    problems = (
        *_unfilled(hits, filled_years),
        *_zero_notes(zeros),
        *_blank_warnings(kept),
        *_marked(kept),
        *reports,
    )
    return (*settled, *lacking), problems


def _once(hits: Sequence[Hit]) -> Iterable[Hit]:
    """Leave out blanks in a row that the form repeats where another of its rows has the figure."""
    given = {(hit.rule, hit.group, hit.year) for hit in hits if hit.parsed is not None}
    return (hit for hit in hits if hit.parsed is not None or (hit.rule, hit.group, hit.year) not in given)


def _settled(hit: Hit, counted: set[tuple[int | None, str]]) -> Hit:
    if hit.parsed is not None:
        return hit
    nobody = hit.rule.blank_is_nobody and (hit.year, hit.group) in counted
    return attrs.evolve(hit, parsed=0 if nobody else LEFT_BLANK)


def _unfilled(hits: Sequence[Hit], filled: set[int | None]) -> Iterable[Problem]:
    for year in sorted({hit.year for hit in hits if hit.year is not None} - filled):
        first = next(hit for hit in hits if hit.year == year)
        yield note(
            "year_not_filled",
            f"Nothing is filled in for {year}.",
            where=attrs.evolve(first.cell.where, cell=""),
            hint="If the figures exist, fill them in; the other year is used on its own.",
        )


def _zero_notes(zeros: Sequence[Hit]) -> Iterable[Problem]:
    for sheet in sorted({hit.cell.where.sheet for hit in zeros}):
        places = [hit.cell.where for hit in zeros if hit.cell.where.sheet == sheet]
        cells = ", ".join(place.cell for place in places[:10]) + (", ..." if len(places) > 10 else "")
        yield note(
            "blank_is_nobody",
            f"{len(places)} blank cells in the rows by band or grade were read as 0.",
            where=places[0],
            found=cells,
            hint="If a figure is not known, write 'not known' into the cell.",
        )


def _blank_warnings(hits: Sequence[Hit]) -> Iterable[Problem]:
    """Report blanks outside the rows by band where the same row is filled in for another group of that year."""
    filled = {(hit.cell.where.sheet, hit.rule, hit.year) for hit in hits if hit.parsed is not None}
    for hit in hits:
        if hit.parsed is None and not hit.rule.blank_is_nobody and not _optional(hit, filled):
            yield warning(
                "blank_figure",
                "This figure is blank, so what rests on it cannot be calculated.",
                where=hit.cell.where,
                found="nothing",
                expected="a figure",
                hint="Fill it in; write 0 when it is none.",
            )


def _marked(hits: Sequence[Hit]) -> Iterable[Problem]:
    """Report cells that say in so many words, or by a sign, that there is no figure."""
    for hit in hits:
        if isinstance(hit.parsed, Missing):
            yield warning(
                "no_figure",
                "The cell says that there is no figure, so what rests on it cannot be calculated.",
                where=hit.cell.where,
                found=f"{describe_found(hit.cell.value)}, read as {hit.parsed.reason.value}",
                expected="a figure",
                hint="Give the figure if it is known; if the sign means none, write 0.",
            )


def _optional(hit: Hit, filled: set[tuple[str, Rule, int | None]]) -> bool:
    return not hit.rule.required and (hit.cell.where.sheet, hit.rule, hit.year) not in filled


def _lacking(layout: WorkbookLayout, file: str, hits: Sequence[Hit]) -> tuple[list[Hit], list[Problem]]:
    present = {hit.rule for hit in hits}
    expected = [rule for rule in _expected(layout, present) if rule not in present]
    columns = sorted({(hit.year, hit.group) for hit in hits if hit.year is not None})
    lacking = [
        Hit(rule=rule, group=group, year=year, cell=Cell(value=None, where=Place(file=file)), parsed=NO_SUCH_ROW)
        for rule in expected
        for year, group in columns
        if rule.is_for(group)
    ]
    return lacking, [_row_missing(layout, file, rule) for rule in expected] if present else []


def _expected(layout: WorkbookLayout, present: set[Rule]) -> Iterable[Rule]:
    """Yield the rules of required lines, and of every code of the blocks that the form has."""
    for block in layout.blocks.values():
        rules = [Rule.of_block(block, code) for code in block.codes]
        if any(rule in present for rule in rules):
            yield from (rule for rule in rules if rule.code not in block.optional)
    yield from (Rule.of_line(name, line) for name, line in layout.lines.items() if line.required)


def _row_missing(layout: WorkbookLayout, file: str, rule: Rule) -> Problem:
    label = f"{rule.name}, {_code_label(layout, rule)}" if rule.code else layout.lines[rule.name].labels[0]
    number = f" (row {rule.rows[0]} of the form)" if rule.rows else ""
    return warning(
        "row_missing",
        f"The form has no row for '{label}'{number}, so what rests on it cannot be calculated.",
        where=Place(file=file),
        expected=f"a row labelled '{label}'",
        hint="Add the row, or correct its label; the row's number alone is not enough.",
    )


def _code_label(layout: WorkbookLayout, rule: Rule) -> str:
    dimension = next(name for name, code in rule.where if code == rule.code)
    return layout.code_list(dimension).label(rule.code)
