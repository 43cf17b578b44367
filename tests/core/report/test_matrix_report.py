"""The report of a risk matrix: every cell in words, what each band asks for, and what is not certain."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import attrs
import pytest

from fairness_core.disclosure import NONE, protect, threshold
from fairness_core.report.draft import Draft, Section
from fairness_core.report.matrix import band_text, build_matrix_report, number, score_text
from fairness_core.risk.matrix import Matrix, load_matrix, matrices, matrix
from fairness_core.serial import to_json

MATRICES = Path(__file__).parents[2] / "matrices"


def section(draft: Draft, name: str) -> Section:
    """Return the section of that name."""
    (found,) = (each for each in draft.sections if each.name == name)
    return found


def rows(draft: Draft, name: str) -> tuple[tuple[object, ...], ...]:
    """Return the rows of the table of that section."""
    table = section(draft, name).table
    assert table is not None
    return table.rows


def words(draft: Draft, name: str) -> str:
    """Return what a section says in sentences."""
    found = section(draft, name)
    return "\n".join(each.text for each in (*found.paragraphs, *found.bullets))


@pytest.mark.parametrize("name", matrices())
def test_every_cell_says_its_score_and_band_in_words(name: str) -> None:
    """The grid has the most likely row on top, and each cell the score and the label of its band."""
    found = matrix(name)
    grid = rows(build_matrix_report(found), "grid")
    for row, cells in zip(reversed(found.likelihood.levels), grid, strict=True):
        assert f"{row.code} {row.label}" == cells[0]
        for column, cell in zip(found.consequence.levels, cells[1:], strict=True):
            score, band = found.score(row.code, column.code), found.band(row.code, column.code)
            assert f"{int(score)} {band.label}" == cell


def test_a_band_says_what_it_asks_for() -> None:
    """Escalation, review and second rater stand beside the action; what the scheme leaves out says so."""
    found = matrix("npsa-2008")
    low, *_, extreme = found.bands
    told = attrs.evolve(extreme, escalate_to="Medical director", review_within_days=1)
    draft = build_matrix_report(attrs.evolve(found, bands=(low, *found.bands[1:-1], told)))
    facts = rows(draft, "bands")
    assert ("Low", "green", "1 to 3", low.action, "not stated", "not stated", "no") == facts[0]
    assert ("Extreme", "red", "15 to 25", told.action, "Medical director", "within 1 day", "yes") == facts[-1]
    week = attrs.evolve(told, review_within_days=7)
    assert (
        "within 7 days" in rows(build_matrix_report(attrs.evolve(found, bands=(*found.bands[:-1], week))), "bands")[-1]
    )


def test_scores_of_a_band_are_those_that_can_come_about() -> None:
    """A band that no cell is in says none, and one with a single score says that one."""
    found = matrix("dcb0129")
    assert ["1", "2", "3", "4", "5"] == [row[2] for row in rows(build_matrix_report(found), "bands")]
    spare = attrs.evolve(found.bands[0], code="0", label="Nothing")
    assert "none" == rows(build_matrix_report(attrs.evolve(found, bands=(*found.bands, spare))), "bands")[-1][2]


def test_how_to_choose_comes_first() -> None:
    """The first section has the rule for scoring, both questions, and that a score is never of a person."""
    found = matrix("npsa-2008")
    draft = build_matrix_report(found)
    assert "about" == draft.sections[0].name
    for said in (found.scoring_rule, found.likelihood.question, found.consequence.question, "never a person"):
        assert said in words(draft, "about")
    assert "times" in words(draft, "about")
    assert "looked up, not multiplied" in words(build_matrix_report(matrix("dcb0129")), "about")


@pytest.mark.parametrize("name", matrices())
def test_notice_source_and_doubts_are_shown(name: str) -> None:
    """What to know before using a matrix, where it is from and what is not certain are in its report."""
    found = matrix(name)
    draft = build_matrix_report(found)
    notices = [each.text for each in draft.sections[0].paragraphs]
    assert ([found.notice] if found.notice else []) == notices
    assert list(found.doubts) == [each.text for each in section(draft, "doubts").bullets]
    assert (found.id, str(found.revision), found.source, found.sha256) == tuple(draft.provenance.standard.values())


def test_domains_and_levels_are_described() -> None:
    """Each domain has a row for each level that is described; one without words says so once."""
    npsa, dcb = build_matrix_report(matrix("npsa-2008")), build_matrix_report(matrix("dcb0129"))
    assert 40 == len(rows(npsa, "domains"))
    assert [("Harm to patients", "4 Major"), ("Harm to patients", "5 Catastrophic")] == [
        row[:2] for row in rows(dcb, "domains")
    ]
    scots = rows(build_matrix_report(matrix("nhs-scotland")), "domains")
    assert {("all", "not stated")} == {row[1:] for row in scots}
    assert ("1 Rare", "1", "This will probably never happen", "Not expected for years", "Under 0.1%") == rows(
        npsa, "likelihood"
    )[0]


def test_a_level_that_lacks_a_description_says_so() -> None:
    """Where one level is described in a way and another is not, the gap is in words."""
    found = matrix("npsa-2008")
    first = attrs.evolve(found.likelihood.levels[0], descriptors={})
    axis = attrs.evolve(found.likelihood, levels=(first, *found.likelihood.levels[1:]))
    draft = build_matrix_report(attrs.evolve(found, likelihood=axis))
    assert ("1 Rare", "1", "not stated", "not stated", "not stated") == rows(draft, "likelihood")[0]


def test_a_matrix_without_domains_or_doubts_has_no_such_sections() -> None:
    """Nothing empty is shown."""
    found = load_matrix((MATRICES / "ucl-4x4.toml").read_text(encoding="utf-8"))
    names = [each.name for each in build_matrix_report(attrs.evolve(found, doubts=())).sections]
    assert ["about", "grid", "bands", "likelihood", "consequence"] == names


def test_no_policy_changes_a_matrix() -> None:
    """A matrix holds no count of people, so that the strictest policy hides nothing of it."""
    draft = build_matrix_report(matrix("npsa-2008"))
    assert protect(draft, NONE).sections == protect(draft, threshold(1000)).sections


def weighted() -> Matrix:
    """Return the published matrix whose weights are 1, 2, 4, 8."""
    return load_matrix((MATRICES / "city-of-london.toml").read_text(encoding="utf-8"))


def test_the_machine_readable_form_is_whole() -> None:
    """Programs get cells, weights, bands in order and descriptors, numbers as numbers."""
    found = to_json(protect(build_matrix_report(weighted()), NONE))["matrix"]
    assert isinstance(found, dict)
    assert [1, 2, 4, 8] == [level["weight"] for level in found["consequence"]["levels"]]
    assert [["Green", 1], ["Amber", 2], ["Red", 3]] == [[band["label"], band["level"]] for band in found["bands"]]
    assert ["amber", "red", "red"] == [found["cells"][row][3] for row in (0, 1, 2)]
    assert "descriptors" not in found["likelihood"]["levels"][0]
    npsa = to_json(protect(build_matrix_report(matrix("npsa-2008")), NONE))["matrix"]
    assert isinstance(npsa, dict)
    assert 8 == len(npsa["consequence"]["levels"][0]["descriptors"])


def test_scores_are_written_as_people_write_them() -> None:
    """A whole score has no point, and another no needless nought; JSON has a number."""
    assert ["12", "2.5", "100"] == [score_text(Decimal(each)) for each in ("12.0", "2.50", "1E+2")]
    assert [12, 2.5] == [number(Decimal(each)) for each in ("12.0", "2.50")]
    assert isinstance(number(Decimal("12.0")), int)


def test_a_band_called_by_its_colour_says_it_once() -> None:
    """Green is not "Green (green)"; High is "High (orange)"."""
    assert ["Green", "Amber", "Red"] == [band_text(band) for band in matrix("rag-3").bands]
    assert "High (orange)" == band_text(matrix("npsa-2008").bands[2])
