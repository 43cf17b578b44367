"""The made-up report that every writer is given: texts that strain it, and marks by which they are found again."""

from __future__ import annotations

from collections.abc import Mapping

from fairness_core.disclosure import NONE, Report, protect
from fairness_core.report.draft import Amount, AmountUnit, Cell, Column, Draft, Fact, Section, Sentence, Table

TITLE = "Zq report of made-up figures"
LIVE: tuple[str, ...] = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", '=HYPERLINK("https://example.invalid","zq")', "\t=1+1")
"""Texts that a spreadsheet would run if they were written as they are and not marked as text."""
MARKUP: Mapping[str, str] = {
    "angle": "<b>zq</b>",
    "amp": "Zq & zq",
    "quote": "zq \"q\" 'q'",
    "far": "Zq \u2013 \u00e9 \u4e2d",
}


def strained_report() -> Report:
    """Return the report; its content is the same each time."""
    texts = [*LIVE, *MARKUP.values()]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (text, Amount(value=number, unit=AmountUnit.COUNT), Fact(value=text)) for number, text in enumerate(texts)
    )
    columns = (Column(label="Zq what"), Column(label="Zq count", unit=AmountUnit.COUNT), Column(label="Zq note"))
    table = Table(name="zq", title="Zq table", columns=columns, rows=rows)
    paragraphs = tuple(Sentence(template=text) for text in texts)
    section = Section(name="zq", heading="Zq section", paragraphs=paragraphs, table=table)
    metrics = {"zq": Amount(value=3, unit=AmountUnit.COUNT)}
    return protect(Draft(kind="zq", title=TITLE, sections=(section,), metrics=metrics), NONE)


def small_report() -> Report:
    """Return a report with a title and nothing else."""
    return protect(Draft(kind="zq", title=TITLE, sections=(), metrics={}), NONE)
