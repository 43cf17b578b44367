"""Made-up trusts' figures, the reports of them, and ways to look into a report. No figure is anybody's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

import attrs
from tests.core.equality.datasets import dataset, groups, made_up_return, on_31_march

from fairness_core.equality.assess import Assessment, assess
from fairness_core.equality.indicators import Standard, standard
from fairness_core.observations import Dataset, Observation, TableFacts, merge
from fairness_core.report.draft import Amount, Content, Draft, Fact, Figure, Hidden, Section, Sentence, Table, Tree
from fairness_core.report.equality import build_equality_report
from fairness_core.values import Value

WRES = standard("wres-2025")
BANDS = {
    ("clinical", "5"): (600, 300, 10),
    ("clinical", "6"): (500, 120, 6),
    ("clinical", "8a"): (200, 20, 3),
    ("non_clinical", "5"): (700, 150, 20),
    ("non_clinical", "6"): (300, 80, 4),
    ("non_clinical", "8a"): (205, 55, 23),
}
"""Cluster and band: White, BME and unknown staff; they add up to the totals of `made_up_return`."""

Leaf: TypeAlias = Amount | Fact | Hidden


def bands(year: int, figures: Mapping[tuple[str, str], tuple[int, int, int]] = BANDS) -> Dataset:
    """Return a year's staff by cluster and band, each person counted once."""
    named = ("white", "bme", "unknown")
    found = [
        each
        for (cluster, band), counts in figures.items()
        for each in groups(
            "headcount", on_31_march(year), dict(zip(named, counts, strict=True)), cluster=cluster, band=band
        )
    ]
    facts = TableFacts(absent="zero", additive_over={"band": "", "cluster": ""})
    return dataset(*found, tables={"headcount": facts})


def trust(*years: int) -> Dataset:
    """Return a whole return with bands for each year; from each year to the next one more person is disciplined."""
    parts = [made_up_return(year, disciplined=(17, 8 + n)) for n, year in enumerate(years)]
    return merge([*parts, *(bands(year) for year in years)])


def changed(data: Dataset, measure: str, value: Value, **codes: str) -> Dataset:
    """Return the data with another value in a measure's figures of these codes."""
    return attrs.evolve(
        data,
        observations=tuple(
            attrs.evolve(each, value=value) if each.measure == measure and _has(each, codes) else each
            for each in data.observations
        ),
    )


def without(data: Dataset, measure: str, **codes: str) -> Dataset:
    """Return the data without a measure's figures of these codes."""
    left = tuple(each for each in data.observations if each.measure != measure or not _has(each, codes))
    return attrs.evolve(data, observations=left)


def _has(each: Observation, codes: Mapping[str, str]) -> bool:
    return codes.items() <= dict(each.dimensions).items()


def assessed(data: Dataset, *by: str, rules: Standard = WRES) -> Assessment:
    """Assess data by dimensions."""
    return assess(data, rules, by=by)


def report_of(data: Dataset, *by: str, rules: Standard = WRES) -> Draft:
    """Return the draft of a report of data."""
    return build_equality_report(assessed(data, *by, rules=rules))


def section(content: Content, name: str) -> Section:
    """Return a section by its name."""
    return next(each for each in content.sections if each.name == name)


def table_of(content: Content, name: str) -> Table:
    """Return the table of a section."""
    table = section(content, name).table
    assert table is not None
    return table


def figure_of(content: Content, name: str) -> Figure:
    """Return the figure of a section."""
    figure = section(content, name).figure
    assert figure is not None
    return figure


def texts(table: Table) -> list[list[str]]:
    """Return a table's cells as a reader sees them."""
    return [[cell if isinstance(cell, str) else cell.text for cell in row] for row in table.rows]


def column(table: Table, label: str) -> list[str]:
    """Return one column's cells as a reader sees them."""
    place = [each.label for each in table.columns].index(label)
    return [row[place] for row in texts(table)]


def said(part: Section) -> str:
    """Return the sentences of a section, notes included."""
    return " ".join(each.text for each in (*part.paragraphs, *part.bullets, *part.notes))


def sentences(content: Content) -> Iterator[Sentence]:
    """Yield every sentence of a report, with what follows in the same paragraph, titles and alternatives of figures."""
    for part in content.sections:
        drawn = (part.figure.title, part.figure.alternative) if part.figure else ()
        for each in (*part.paragraphs, *part.bullets, *part.notes, *drawn):
            following: Sentence | None = each
            while following:
                yield following
                following = following.then


def leaves(content: Content) -> Iterator[Leaf]:
    """Yield every amount, fact and hidden figure of a report, wherever it stands."""
    for sentence in sentences(content):
        yield from sentence.parts
    for table in content.tables():
        yield from (cell for row in table.rows for cell in row if not isinstance(cell, str))
    for part in content.sections:
        for series in part.figure.series if part.figure else ():
            bounds = [each for point in series.points for each in (point.value, point.low, point.high)]
            yield from (each for each in bounds if each is not None)
    yield from tree_leaves(content.metrics)


def tree_leaves(tree: Tree) -> Iterator[Leaf]:
    """Yield the amounts and facts of the machine-readable form."""
    if isinstance(tree, Amount | Fact | Hidden):
        yield tree
    elif isinstance(tree, Mapping):
        yield from _each(tree.values())
    elif isinstance(tree, list | tuple):
        yield from _each(tree)


def _each(trees: Iterable[Tree]) -> Iterator[Leaf]:
    for tree in trees:
        yield from tree_leaves(tree)
