"""A report on a trust's own Word template: what its fields are called, and what each holds.

A field is a section's name and a part of it, as in `{{summary.findings}}`: `heading`, `text`, `findings`, `notes`,
`table`, `table-title`, `table-notes`, `figure`, `figure-title`, `figure-notes`. One figure of a table is
`SECTION.cell.ROW.COLUMN`, and a table row with `SECTION.rows.COLUMN` is repeated for each row of the table. How a
template is filled is in `fairness_adapters.office.docx_template`; what the report says is made in the core.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

import attrs

from fairness_adapters.formats import charts, plotting, printing
from fairness_adapters.formats.word_report import ARROW, NOT_DRAWN, word_table
from fairness_adapters.office.docx_template import FilledTemplate, fill_template, template_names
from fairness_adapters.office.docx_values import FieldValue, FigurePng, Filling, Item
from fairness_adapters.source import Source
from fairness_core.disclosure import Report
from fairness_core.errors import MissingExtra
from fairness_core.report.draft import Figure, Section, Sentence
from fairness_core.serial.envelope import require_report

FieldKind: TypeAlias = Literal["text", "day", "table", "figure", "cell", "rows"]


@attrs.frozen(kw_only=True)
class TemplateField:
    """A name that a template may use: what kind of place it fills, what it says now, and how its value is had.

    A field of the kind "rows" belongs to a list, and stands in a row of a table. `value` makes a picture only when
    it is asked for; None means that the report has nothing to put there, which is an error; notes may be empty.
    """

    name: str
    kind: FieldKind
    says: str
    value: Callable[[], FieldValue] = attrs.field(repr=False, eq=False)


def slug(text: str) -> str:
    """Return a label as part of a name: lower case, words joined by hyphens.

    >>> slug("BME % of all"), slug("2025")
    ('bme-percent-of-all', '2025')
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower().replace("%", " percent ")).strip("-") or "blank"


def report_fields(report: Report) -> tuple[TemplateField, ...]:
    """Return every field that a report offers, in reading order, but for those of repeated rows."""
    known = report.metrics.get("organisation")
    head = {
        "title": report.title,
        "subtitle": report.subtitle,
        "organisation": known if isinstance(known, str) else "",
    }
    marks = {
        "policy": report.policy.describe if report.counted else "",
        "sources": "\n".join(printing.origin_lines(report)),
        "shorthand": "\n".join(f"{mark}: {meaning}" for mark, meaning in printing.shorthand_used(report)),
    }
    return (
        *(_text(name, text) for name, text in head.items()),
        *(_may_be_empty(name, text) for name, text in marks.items()),
        *(each for section in report.sections for each in _section(section)),
    )


def _text(name: str, text: str) -> TemplateField:
    return TemplateField(name=name, kind="text", says=text, value=lambda: text or None)


def _may_be_empty(name: str, text: str) -> TemplateField:
    """Return a field that a report may have nothing to say in, such as the notes below a table."""
    return TemplateField(name=name, kind="text", says=text, value=lambda: text)


def _section(section: Section) -> Iterator[TemplateField]:
    start = section.name
    yield _text(f"{start}.heading", section.heading)
    for part, said in (("text", section.paragraphs), ("findings", section.bullets)):
        if said:
            yield _text(f"{start}.{part}", _lines(said))
    yield _may_be_empty(f"{start}.notes", _lines(section.notes))
    if section.figure:
        yield from _figure(f"{start}.figure", section.figure)
    if section.table:
        yield from _table(start, printing.printable(section.table))


def _lines(said: Sequence[Sentence]) -> str:
    return "\n".join(each.text for each in said)


def _figure(name: str, figure: Figure) -> Iterator[TemplateField]:
    title = figure.title.text
    yield TemplateField(name=name, kind="figure", says=title, value=lambda: _drawn(figure))
    yield _text(f"{name}-title", title)
    notes = (*plotting.notes_below(figure), *((ARROW,) if plotting.goes_beyond(figure) else ()))
    yield _may_be_empty(f"{name}-notes", "\n".join(notes))


def _drawn(figure: Figure) -> FieldValue:
    if not plotting.drawable(figure):
        return NOT_DRAWN
    png = charts.draw_png(figure)
    if png is None:
        raise MissingExtra("charts", "Drawing a figure into a template")
    return FigurePng(png=png, alternative=printing.alternative(figure), title=figure.title.text)


def _table(start: str, table: printing.Printable) -> Iterator[TemplateField]:
    content = word_table(table)
    yield TemplateField(name=f"{start}.table", kind="table", says=table.title, value=lambda: content)
    yield _text(f"{start}.table-title", table.title)
    yield _may_be_empty(f"{start}.table-notes", "\n".join(table.notes))
    columns = [slug(label) for label in content.headers]
    rows = Counter(slug(row[0]) for row in content.rows)
    for row in content.rows:
        if rows[slug(row[0])] == 1:
            for column, text in zip(columns[1:], row[1:], strict=True):
                yield attrs.evolve(_text(f"{start}.cell.{slug(row[0])}.{column}", text), kind="cell")


def report_rows(report: Report) -> Mapping[str, tuple[Item, ...]]:
    """Return the rows of every table as a list, by the name that a template repeats a row under."""
    found = ((section.name, section.table) for section in report.sections)
    return {f"{name}.rows": _items(printing.printable(table)) for name, table in found if table}


def _items(table: printing.Printable) -> tuple[Item, ...]:
    content = word_table(table)
    columns = [slug(label) for label in content.headers]
    return tuple(dict(zip(columns, row, strict=True)) for row in content.rows)


def report_filling(report: Report, wanted: Collection[str]) -> Filling:
    """Return what a template is filled with; only what is `wanted` is drawn."""
    fields = {each.name: each.value() for each in report_fields(report) if each.name in wanted}
    lists = {name: items for name, items in report_rows(report).items() if _asked(name, wanted)}
    return Filling(fields=fields, lists=lists)


def _asked(name: str, wanted: Collection[str]) -> bool:
    return any(each == name or each.startswith(f"{name}.") for each in wanted)


def fill_report(template: Source, report: Report, *, fields_from: str = "") -> FilledTemplate:
    """Write a report on a trust's own template; the same report and template give the same bytes.

    Raises what `fill_template` raises, and `MissingExtra` when the template asks for a figure and matplotlib is not
    there.
    """
    accepted = require_report(report)
    filling = report_filling(accepted, frozenset(template_names(template)))
    rows = (f"{name}.{column}" for name, items in report_rows(accepted).items() for column in items[0])
    known = [*(each.name for each in report_fields(accepted)), *rows]
    return fill_template(template, filling, fields_from=fields_from, known=known)
