"""Laws of risk matrices: packaged ones, those of the tests, and any sound one that can be drawn."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise, product
from pathlib import Path

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fairness_core.risk.matrix import Axis, Band, Level, Matrix, load_matrix, matrices, matrix

OUTSIDE = sorted((Path(__file__).parents[1] / "matrices").glob("*.toml"))
KNOWN = [
    *map(matrix, matrices()),
    *(load_matrix(path.read_text(encoding="utf-8"), path.name) for path in OUTSIDE),
]
SHADES = ("#FFFFFF", "#E8EDEE", "#FAE100", "#FFB81C", "#ED8B00")


@st.composite
def axes(draw: st.DrawFn, title: str) -> Axis:
    """Draw an axis of two to six levels whose weights rise, whole or not."""
    weights = draw(st.lists(st.decimals("0.1", "40", places=1), min_size=2, max_size=6, unique=True))
    levels = (
        Level(code=str(number), label=f"level {number}", weight=weight)
        for number, weight in enumerate(sorted(weights), start=1)
    )
    return Axis(title=title, question="How much?", levels=tuple(levels))


def band(number: int, low: Decimal | None = None, high: Decimal | None = None) -> Band:
    """Return a band of that number, with or without limits."""
    return Band(
        code=f"b{number}",
        label=f"Band {number}",
        colour=SHADES[number],
        colour_name=f"shade {number}",
        text_colour="#000000",
        action="Look at it.",
        from_score=low,
        to_score=high,
    )


def whole(likelihood: Axis, consequence: Axis, bands: tuple[Band, ...]) -> Matrix:
    """Return a matrix of these axes and bands."""
    return Matrix(
        id="drawn",
        revision=1,
        title="Drawn",
        source="hypothesis",
        owner="Nobody",
        effective="",
        scoring_rule="None.",
        adopted=True,
        likelihood=likelihood,
        consequence=consequence,
        bands=bands,
    )


@st.composite
def by_limits(draw: st.DrawFn) -> Matrix:
    """Draw a sound matrix whose bands share out every score that can come about."""
    likelihood, consequence = draw(axes("Likelihood")), draw(axes("Consequence"))
    pairs = product(likelihood.levels, consequence.levels)
    scores = sorted({row.weight * column.weight for row, column in pairs})
    most = min(len(SHADES), len(scores)) - 1
    cuts = sorted(draw(st.sets(st.integers(1, len(scores) - 1), min_size=1, max_size=most)))
    starts, ends = [0, *cuts], [*cuts, len(scores)]
    limits = [(scores[start], scores[end - 1]) for start, end in zip(starts, ends, strict=True)]
    return whole(likelihood, consequence, tuple(band(number, *each) for number, each in enumerate(limits)))


@st.composite
def by_cells(draw: st.DrawFn) -> Matrix:
    """Draw a sound matrix of explicit cells: each at least as high as those before it on both axes."""
    likelihood, consequence = draw(axes("Likelihood")), draw(axes("Consequence"))
    ranks: list[list[int]] = []
    for r in range(len(likelihood.levels)):
        ranks.append([])
        for c in range(len(consequence.levels)):
            least = max(ranks[r - 1][c] if r else 0, ranks[r][c - 1] if c else 0)
            ranks[r].append(draw(st.integers(least, len(SHADES) - 1)))
    made = whole(likelihood, consequence, tuple(map(band, range(len(SHADES)))))
    return attrs.evolve(made, cells=tuple(tuple(f"b{rank}" for rank in row) for row in ranks))


def sound() -> st.SearchStrategy[Matrix]:
    """Draw a sound matrix of either kind."""
    return st.one_of(by_limits(), by_cells())


def falls(found: Matrix) -> list[tuple[str, str]]:
    """Return every pair of neighbouring cells where the band falls while an axis rises."""
    order = {each.code: number for number, each in enumerate(found.bands)}
    lines = [*found.grid, *zip(*found.grid, strict=True)]
    return [(lower, upper) for line in lines for lower, upper in pairwise(line) if order[upper] < order[lower]]


@pytest.mark.parametrize("found", KNOWN, ids=lambda each: each.id)
def test_bands_never_fall_in_a_known_matrix(found: Matrix) -> None:
    """In every packaged matrix, and every published one of the tests, no band falls along an axis."""
    assert [] == falls(found)
    assert [] == list(found.faults())


@given(found=sound())
def test_a_sound_matrix_has_no_faults_and_no_falls(found: Matrix) -> None:
    """What shares out all scores in order, or rises along both axes, is sound and never falls."""
    assert [] == list(found.faults())
    assert [] == falls(found)


@given(found=by_limits())
def test_limits_are_only_a_short_way_of_writing_cells(found: Matrix) -> None:
    """A matrix by limits, and the same with its grid as explicit cells, agree in every cell; so do both at once."""
    bare = tuple(attrs.evolve(each, from_score=None, to_score=None) for each in found.bands)
    explicit = attrs.evolve(found, cells=found.grid, bands=bare)
    assert [] == list(explicit.faults())
    assert [] == list(attrs.evolve(found, cells=found.grid).faults())
    for row, column in product(found.likelihood.levels, found.consequence.levels):
        assert found.band(row.code, column.code).code == explicit.band(row.label, column.label).code
        assert found.score(row.code, column.code) == explicit.score(row.code, column.code)


@given(found=by_limits())
def test_every_cell_is_in_exactly_one_band(found: Matrix) -> None:
    """The limits of one band, and of one only, hold the score of a cell."""
    for row, column in product(found.likelihood.levels, found.consequence.levels):
        score = row.weight * column.weight
        assert [found.band(row.code, column.code)] == [each for each in found.bands if each.holds(score)]


@given(found=by_limits(), data=st.data())
def test_a_band_that_is_cut_short_leaves_a_hole(found: Matrix, data: st.DataObject) -> None:
    """Taking the lowest score from any band is noticed at that band, as a hole, and as nothing else."""
    place = data.draw(st.integers(0, len(found.bands) - 1))
    least = found.bands[place].from_score
    assert least is not None
    # A band of one score would end before it begins, which is another fault.
    assume(found.bands[place].to_score != least)
    cut = attrs.evolve(found.bands[place], from_score=least + Decimal("0.001"))
    faulty = attrs.evolve(found, bands=(*found.bands[:place], cut, *found.bands[place + 1 :]))
    ((path, message),) = faulty.faults()
    assert f"bands[{place + 1}].from_score" == path
    assert message.startswith("A hole")


@given(found=by_cells(), data=st.data())
def test_a_cell_that_is_too_low_is_noticed(found: Matrix, data: st.DataObject) -> None:
    """Lowering one cell below a neighbour before it is noticed, and some fault is at that cell or that neighbour."""
    rows, columns = len(found.grid), len(found.grid[0])
    r, c = data.draw(st.integers(0, rows - 1)), data.draw(st.integers(1, columns - 1))
    rank = int(found.grid[r][c - 1][1:])
    assume(rank > 0)
    row = (*found.grid[r][:c], f"b{rank - 1}", *found.grid[r][c + 1 :])
    faulty = attrs.evolve(found, cells=(*found.grid[:r], row, *found.grid[r + 1 :]))
    paths = {path for path, _ in faulty.faults()}
    assert paths & {f"cells[{r + 1}][{c + 1}]", f"cells[{r + 1}][{c}]"}


@given(found=sound())
def test_scores_rise_with_both_axes(found: Matrix) -> None:
    """A product never falls while an axis rises."""
    rows, columns = found.likelihood.levels, found.consequence.levels
    table = [[found.score(row.code, column.code) for column in columns] for row in rows]
    assert all(line == sorted(line) for line in (*table, *map(list, zip(*table, strict=True))))
