"""A risk matrix as a report: the grid, the bands and what they ask for, the levels, and what is doubtful.

Every cell of the grid holds its score and the label of its band, so that no colour is needed to read
it. How a concern was rated does not live here.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from fairness_core.report.draft import Column, Draft, Provenance, Section, Sentence, Table, Tree
from fairness_core.risk.matrix import Axis, Band, Level, Matrix

NOT_STATED = "not stated"
ABOUT_SCORES = "A score describes a concern, never a person."


def build_matrix_report(matrix: Matrix) -> Draft:
    """Build the report of a matrix: what it is, its grid, bands, levels and doubts.

    It holds no figure about people, so no disclosure policy changes it.
    """
    domains = (_consequences(matrix),) if matrix.domains else ()
    return Draft(
        kind="risk-matrix",
        title=matrix.title,
        subtitle=f"{matrix.id}, revision {matrix.revision}",
        sections=(_about(matrix), _grid(matrix), _bands(matrix), *_levels(matrix), *domains, *_doubts(matrix)),
        metrics={"matrix": _tree(matrix)},
        provenance=Provenance(
            standard={
                "id": matrix.id,
                "revision": str(matrix.revision),
                "source": matrix.source,
                "sha256": matrix.sha256,
            }
        ),
    )


def score_text(score: Decimal) -> str:
    """Return a score as people write it, without a point where it is whole.

    >>> score_text(Decimal("12.0")), score_text(Decimal("2.50"))
    ('12', '2.5')
    """
    return str(int(score)) if score == score.to_integral_value() else f"{score.normalize():f}"


def cell_text(matrix: Matrix, likelihood: Level, consequence: Level) -> str:
    """Return what stands in a cell of the grid: the score and the label of the band, say "12 High"."""
    band = matrix.band(likelihood.code, consequence.code)
    return f"{score_text(matrix.score(likelihood.code, consequence.code))} {band.label}"


def level_text(level: Level) -> str:
    """Return a level as a heading: its code and its label, say "4 Likely"."""
    return f"{level.code} {level.label}"


def band_text(band: Band) -> str:
    """Return a band with its colour in words, say "High (orange)"; a band that is called by its colour says it once."""
    same = band.label.casefold() == band.colour_name.casefold()
    return band.label if same else f"{band.label} ({band.colour_name})"


def band_facts(matrix: Matrix, band: Band) -> dict[str, str]:
    """Return what a band says, by heading, in the order in which it is shown."""
    return {
        "Band": band.label,
        "Colour": band.colour_name,
        "Scores": scores_text(matrix, band),
        "What must be done": band.action,
        "Tell": band.escalate_to or NOT_STATED,
        "Review": review_text(band),
        "Second rater": "yes" if band.second_rater else "no",
    }


def review_text(band: Band) -> str:
    """Say how soon a concern in this band is looked at again."""
    days = band.review_within_days
    return f"within {days} {'day' if days == 1 else 'days'}" if days else NOT_STATED


def scores_text(matrix: Matrix, band: Band) -> str:
    """Say which scores a band has: those that its cells can have, and no others; "none" when it has no cell."""
    found = sorted(
        {
            matrix.score(row.code, column.code)
            for row in matrix.likelihood.levels
            for column in matrix.consequence.levels
            if matrix.band(row.code, column.code) == band
        }
    )
    if not found:
        return "none"
    return score_text(found[0]) if len(found) == 1 else f"{score_text(found[0])} to {score_text(found[-1])}"


def _about(matrix: Matrix) -> Section:
    how = {
        "product": "The score is the weight of the likelihood times the weight of the consequence.",
        "level": "The score is the number of the band; it is looked up, not multiplied.",
    }
    bullets = (
        f"How to choose a level: {matrix.scoring_rule}",
        f"Likelihood: {matrix.likelihood.question}",
        f"Consequence: {matrix.consequence.question}",
        how[matrix.score_from],
        ABOUT_SCORES,
        f"Owner: {matrix.owner}. In force since: {matrix.effective or NOT_STATED}.",
    )
    said = [matrix.notice] if matrix.notice else []
    return Section(
        name="about",
        heading="How to use this matrix",
        paragraphs=tuple(map(_plain, said)),
        bullets=tuple(map(_plain, bullets)),
    )


def _plain(text: str) -> Sentence:
    return Sentence(template=text)


def _grid(matrix: Matrix) -> Section:
    columns = [f"{matrix.likelihood.title} \\ {matrix.consequence.title}"]
    columns += [level_text(level) for level in matrix.consequence.levels]
    rows = tuple(
        (level_text(row), *(cell_text(matrix, row, column) for column in matrix.consequence.levels))
        for row in reversed(matrix.likelihood.levels)
    )
    title = f"Score and band for each {matrix.likelihood.title.lower()} and {matrix.consequence.title.lower()}"
    return _section("grid", "The matrix", title, columns, rows)


def _bands(matrix: Matrix) -> Section:
    facts = [band_facts(matrix, band) for band in matrix.bands]
    rows = tuple(tuple(each.values()) for each in facts)
    return _section("bands", "The bands", "What each band asks for, from least to most", list(facts[0]), rows)


def _levels(matrix: Matrix) -> Iterator[Section]:
    """Yield a section for each axis whose levels are described in other ways than by domain."""
    named = set(matrix.domains)
    for name, axis in (("likelihood", matrix.likelihood), ("consequence", matrix.consequence)):
        ways = [way for way in _ways(axis) if way not in named]
        columns = ["Level", "Weight", *(way.capitalize() for way in ways)]
        rows = tuple(
            (level_text(level), score_text(level.weight), *(level.descriptors.get(way, NOT_STATED) for way in ways))
            for level in axis.levels
        )
        yield _section(name, axis.title, f"Levels of {axis.title.lower()}, from least to most", columns, rows)


def _ways(axis: Axis) -> list[str]:
    return list(dict.fromkeys(way for level in axis.levels for way in level.descriptors))


def _consequences(matrix: Matrix) -> Section:
    """A row for each domain and level that is described; a domain without words says so once."""
    rows = []
    for code, title in matrix.domains.items():
        said = [
            (title, level_text(level), text)
            for level in matrix.consequence.levels
            if (text := level.descriptors.get(code))
        ]
        rows += said or [(title, "all", NOT_STATED)]
    title = f"What each level of {matrix.consequence.title.lower()} means, by domain"
    return _section("domains", "Domains", title, ["Domain", "Level", "What it means"], tuple(rows), level=2)


def _doubts(matrix: Matrix) -> tuple[Section, ...]:
    """Say what is not certain; `matrix.doubts` may be empty."""
    if not matrix.doubts:
        return ()
    return (Section(name="doubts", heading="What is not certain", bullets=tuple(map(_plain, matrix.doubts))),)


def _section(
    name: str, heading: str, title: str, columns: list[str], rows: tuple[tuple[str, ...], ...], level: int = 1
) -> Section:
    table = Table(name=name, title=title, columns=tuple(Column(label=each) for each in columns), rows=rows)
    return Section(name=name, heading=heading, level=level, table=table)


def _tree(matrix: Matrix) -> dict[str, Tree]:
    return {
        "id": matrix.id,
        "revision": matrix.revision,
        "title": matrix.title,
        "owner": matrix.owner,
        "effective": matrix.effective,
        "adopted": matrix.adopted,
        "notice": matrix.notice,
        "scoring_rule": matrix.scoring_rule,
        "score_from": matrix.score_from,
        "domains": dict(matrix.domains),
        "likelihood": _axis_tree(matrix.likelihood),
        "consequence": _axis_tree(matrix.consequence),
        "bands": [_band_tree(matrix, band) for band in matrix.bands],
        "cells": [list(row) for row in matrix.grid],
        "source": matrix.source,
        "doubts": list(matrix.doubts),
    }


def _axis_tree(axis: Axis) -> Tree:
    return {
        "title": axis.title,
        "question": axis.question,
        "levels": [
            {"code": level.code, "label": level.label, "weight": number(level.weight), **_described(level)}
            for level in axis.levels
        ],
    }


def _described(level: Level) -> dict[str, Tree]:
    return {"descriptors": dict(level.descriptors)} if level.descriptors else {}


def number(value: Decimal) -> int | float:
    """Return a weight or a score for JSON: an int when it is whole.

    >>> number(Decimal("8.0")), number(Decimal("2.5"))
    (8, 2.5)
    """
    return int(value) if value == value.to_integral_value() else float(value)


def _band_tree(matrix: Matrix, band: Band) -> Tree:
    return {
        "code": band.code,
        "label": band.label,
        "level": matrix.position(band),
        "colour": band.colour_name,
        "colour_hex": band.colour,
        "action": band.action,
        "escalate_to": band.escalate_to,
        "review_within_days": band.review_within_days,
        "second_rater": band.second_rater,
    }
