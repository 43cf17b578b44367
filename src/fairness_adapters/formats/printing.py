"""How a report's tables, notes and origins are put into words, the same in every written format.

Pure: a `Report` and its parts go in, text comes out. How the text looks on a page or a sheet is
for the writers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from fairness_adapters.office.safe_text import unique_headers
from fairness_core.disclosure import Report
from fairness_core.problems import Place, Problem, Severity
from fairness_core.report.draft import (
    SHORTHAND_MEANING,
    Amount,
    Cell,
    Column,
    Figure,
    Section,
    Sentence,
    Shorthand,
    Table,
)

_MOST_FINDINGS = 20
_HASH_SHOWN = 12


@attrs.frozen(kw_only=True)
class Printable:
    """A table made ready for any format: unique labels, no empty cell, and notes that say all."""

    name: str
    title: str
    headers: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...]

    @property
    def description(self) -> str:
        """Say what the table holds, for a reader who cannot see it."""
        count = f"{len(self.rows):,} row{'' if len(self.rows) == 1 else 's'}"
        return f"{self.title}. {count}; the columns are: {'; '.join(self.headers)}."

    def texts(self) -> Iterator[str]:
        """Yield the text of every cell, row by row."""
        return (text_of(cell) for row in self.rows for cell in row)


def printable(table: Table) -> Printable:
    """Make a table ready to be written.

    A cell without text says [z]; a table without rows has one that says so; the reasons of amounts
    that could not be calculated are added to the notes, unless a note gives them already.
    """
    nothing = ("No rows", *(Shorthand.NOT_APPLICABLE.value for _ in table.columns[1:]))
    rows = tuple(tuple(_filled(cell) for cell in row) for row in table.rows) or (nothing,)
    return Printable(
        name=table.name,
        title=table.title,
        headers=unique_headers([column.label for column in table.columns]),
        numeric=tuple(_is_numeric(column, place, rows) for place, column in enumerate(table.columns)),
        rows=rows,
        notes=(*table.notes, *_reasons(table)),
    )


def _filled(cell: Cell) -> Cell:
    return cell if text_of(cell).strip() else Shorthand.NOT_APPLICABLE.value


def text_of(cell: Cell) -> str:
    """Return what a reader sees in a cell."""
    return cell if isinstance(cell, str) else cell.text


def _is_numeric(column: Column, place: int, rows: Sequence[Sequence[Cell]]) -> bool:
    return column.unit is not None or any(isinstance(row[place], Amount) for row in rows)


def _reasons(table: Table) -> tuple[str, ...]:
    """Say once for each reason why cells hold no number, and in which cell where it is only one."""
    places: dict[str, list[str]] = {}
    for row in table.rows:
        for column, cell in zip(table.columns, row, strict=True):
            if isinstance(cell, Amount) and cell.value is None and cell.why_not:
                places.setdefault(cell.why_not, []).append(f"{text_of(row[0])}, {column.label}")
    said = " ".join(table.notes)
    return tuple(
        f"{Shorthand.NOT_AVAILABLE} in {_cells(cells)}: {reason}"
        for reason, cells in places.items()
        if reason not in said
    )


def _cells(places: Sequence[str]) -> str:
    return f"'{places[0]}'" if len(places) == 1 else f"{len(places)} cells, the first being '{places[0]}'"


def alternative(figure: Figure) -> str:
    """Return what a figure shows for those who cannot see it: the finding first, then what the chart holds.

    A title that the alternative text begins with is not said twice.
    """
    title, shown = figure.title.text.strip(), figure.alternative.text.strip()
    if not title or shown.startswith(title):
        return shown
    return f"{title}{'' if title.endswith(('.', '!', '?')) else '.'} {shown}"


def levels(sections: Sequence[Section]) -> tuple[int, ...]:
    """Return the heading level of each section, so that no level is jumped on the way down.

    >>> levels([Section(name="a", heading="A"), Section(name="b", heading="B", level=3)])
    (1, 2)
    """
    found: list[int] = []
    for section in sections:
        deepest = found[-1] + 1 if found else 1
        found.append(min(max(section.level, 1), deepest))
    return tuple(found)


def shorthand_used(report: Report) -> tuple[tuple[str, str], ...]:
    """Return the shorthand that the report uses, each with its meaning."""
    return marks_in(_all_texts(report))


def marks_in(texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return the shorthand that stands in any of the texts, each with its meaning.

    >>> marks_in(["1.61", "[z]"])
    (('[z]', 'not applicable'),)
    """
    found = set(texts)
    return tuple(
        (mark.value, meaning)
        for mark, meaning in SHORTHAND_MEANING.items()
        if any(mark.value in text for text in found)
    )


def _all_texts(report: Report) -> Iterator[str]:
    for section in report.sections:
        for sentence in (*section.paragraphs, *section.bullets, *section.notes):
            yield sentence.text
        if section.table:
            yield from printable(section.table).texts()
        if section.figure:
            yield section.figure.title.text
            yield section.figure.alternative.text


def plain(text: str) -> Sentence:
    """Return a text as a sentence without parts; braces in it are only braces."""
    return Sentence(template=text)


def origin_lines(report: Report) -> tuple[str, ...]:
    """Say what the report rests on: each file with the start of its hash, then the standard."""
    files = [f"Source: {_pairs(source)}" for source in report.provenance.sources]
    standard = report.provenance.standard
    return (*files, *([f"Standard: {_pairs(standard)}"] if standard else []))


def _pairs(facts: Mapping[str, str]) -> str:
    named = {key: value for key, value in facts.items() if value}
    first = [named.pop(key) for key in ("name", "id") if key in named]
    rest = [f"{key} {value[:_HASH_SHOWN] if key == 'sha256' else value}" for key, value in named.items()]
    return ", ".join([*first, *rest])


def source_names(report: Report) -> str:
    """Name the files that the report rests on, in one line; empty when there are none."""
    return ", ".join(source["name"] for source in report.provenance.sources if source.get("name"))


def findings_table(problems: Sequence[Problem], most: int | None = _MOST_FINDINGS) -> Table:
    """Return the findings about the data as a table: one row each, or one a kind beyond `most`."""
    if most is not None and len(problems) > most:
        return _findings_by_code(problems)
    columns = ("Kind", "Where", "Finding")
    rows = tuple((each.severity.value, _place(each), _finding(each)) for each in problems)
    return Table(name="findings", title="Findings about the data", columns=_columns(columns), rows=rows)


def _findings_by_code(problems: Sequence[Problem]) -> Table:
    first: dict[tuple[Severity, str], Problem] = {}
    for each in problems:
        first.setdefault((each.severity, each.code), each)
    counts = Counter((each.severity, each.code) for each in problems)
    rows = tuple(
        (severity.value, f"{counts[severity, code]:,}", _place(each), _finding(each))
        for (severity, code), each in first.items()
    )
    columns = _columns(("Kind", "How many", "Where the first is", "The first finding"))
    return Table(name="findings", title="Findings about the data, by kind", columns=columns, rows=rows)


def _columns(labels: Sequence[str]) -> tuple[Column, ...]:
    return tuple(Column(label=label) for label in labels)


def _place(problem: Problem) -> str:
    return str(problem.where) or "whole file"


def _finding(problem: Problem) -> str:
    return str(attrs.evolve(problem, where=Place()))


def in_order(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return the findings with the gravest first, otherwise in their own order."""
    gravity = list(Severity)
    return tuple(sorted(problems, key=lambda each: gravity.index(each.severity)))
