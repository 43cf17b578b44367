"""Agreement between raters equals what statsmodels and scikit-learn give, on random tables.

Both are in the dependency group `peers`, and `nox -s peers` runs this; where they are missing this
module fails, and is not skipped.
They are imported by name because neither comes with types.
"""

from __future__ import annotations

import importlib
from typing import Any, TypeAlias

from hypothesis import assume, given
from hypothesis import strategies as st

from fairness_core.statistics import Agreement, KappaWeights, cohen_kappa, fleiss_kappa

numpy: Any = importlib.import_module("numpy")
inter_rater: Any = importlib.import_module("statsmodels.stats.inter_rater")
metrics: Any = importlib.import_module("sklearn.metrics")

Table: TypeAlias = list[list[int]]
WEIGHTS: st.SearchStrategy[KappaWeights] = st.sampled_from(["none", "linear", "quadratic"])
WITHIN = 1e-9  # absolute: the peers subtract shares, and lose digits where nearly all is one category
ALMOST_0 = 1e-6  # the root of what rounding leaves of a variance of 0


@st.composite
def squares(draw: st.DrawFn) -> Table:
    """Draw a table of two raters over 2 to 6 categories, with a heavy diagonal as often as not."""
    size = draw(st.integers(2, 6))
    line = st.lists(st.integers(0, 9), min_size=size, max_size=size)
    agreed = draw(st.sampled_from([0, 20, 200]))
    table = draw(st.lists(line, min_size=size, max_size=size))
    return [[count + agreed * (i == j) for j, count in enumerate(row)] for i, row in enumerate(table)]


@st.composite
def rated_by_many(draw: st.DrawFn) -> Table:
    """Draw how many of 2 to 14 raters chose each of 2 to 5 categories, for 1 to 12 subjects."""
    raters, categories = draw(st.integers(2, 14)), draw(st.integers(2, 5))
    chosen = st.lists(st.integers(0, categories - 1), min_size=raters, max_size=raters)
    subjects = draw(st.lists(chosen, min_size=1, max_size=12))
    return [[subject.count(category) for category in range(categories)] for subject in subjects]


def spelt_out(table: Table) -> tuple[list[int], list[int]]:
    """Return the ratings of each of the two raters, a subject at a time."""
    pairs = [(i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)]
    return [i for i, _ in pairs], [j for _, j in pairs]


def cohen(table: Table, weights: KappaWeights) -> Agreement:
    """Return our kappa; leave out tables on which it has no value, where peers give NaN and warn."""
    found = cohen_kappa(*spelt_out(table), categories=range(len(table)), weights=weights)
    assume(found.value is not None)
    return found


def agrees(expected: float, found: float | None) -> bool:
    """Tell whether ours is the peer's figure; NaN is nobody's."""
    return found is not None and abs(float(expected) - found) <= WITHIN


@given(squares(), WEIGHTS)
def test_cohen_is_the_kappa_of_statsmodels(table: Table, weights: KappaWeights) -> None:
    """Value and standard error are those of `cohens_kappa`; ours is None where theirs is 0 but for rounding."""
    found = cohen(table, weights)
    with numpy.errstate(all="ignore"):  # it divides by standard errors of 0, and takes roots just below 0
        peer = inter_rater.cohens_kappa(numpy.array(table), wt=None if weights == "none" else weights)
    assert agrees(peer.kappa, found.value)
    if found.standard_error is None:
        assert not peer.std_kappa > ALMOST_0
    else:
        assert agrees(peer.std_kappa, found.standard_error)


@given(squares(), WEIGHTS)
def test_cohen_is_the_kappa_of_scikit_learn(table: Table, weights: KappaWeights) -> None:
    """The value is that of `cohen_kappa_score`."""
    found = cohen(table, weights)
    peer = metrics.cohen_kappa_score(
        *spelt_out(table), labels=list(range(len(table))), weights=None if weights == "none" else weights
    )
    assert agrees(peer, found.value)


@given(rated_by_many())
def test_fleiss_is_the_kappa_of_statsmodels(table: Table) -> None:
    """The value is that of `fleiss_kappa`."""
    found = fleiss_kappa(table)
    assume(found.value is not None)
    assert agrees(inter_rater.fleiss_kappa(numpy.array(table)), found.value)
