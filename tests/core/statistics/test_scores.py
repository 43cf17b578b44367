"""The score functions far out, where the search for the limits may take them."""

from __future__ import annotations

from itertools import pairwise
from math import isfinite

import pytest

from fairness_core.statistics.scores import odds_score, rate_score

FAR = [-90.0, -63.0, -31.0, -3.0, 0.0, 3.0, 31.0, 63.0, 90.0]


@pytest.mark.parametrize(
    "counts",
    [(7, 27, 1, 33), (0, 99_567_918, 373_177_970_921, 197_310), (9_243_184_850, 1_233_712, 0, 705_328_006_537)],
)
def test_the_score_of_an_odds_ratio_falls_and_stays_finite(counts: tuple[int, int, int, int]) -> None:
    """From one unimaginable odds ratio to the other the score falls, and neither overflows nor divides by 0."""
    scores = [odds_score(at, *counts) for at in FAR]
    assert all(isfinite(score) for score in scores)
    assert all(nearer > farther for nearer, farther in pairwise(scores))


@pytest.mark.parametrize("counts", [(7, 34, 1, 34), (1, 10**12, 10, 10), (10**12 - 1, 10**12, 3, 10**12)])
def test_the_score_of_a_ratio_falls_and_stays_finite(counts: tuple[int, int, int, int]) -> None:
    """From one unimaginable ratio to the other the score falls, and neither overflows nor divides by 0."""
    scores = [rate_score(at, *counts) for at in FAR]
    assert all(isfinite(score) for score in scores)
    assert all(nearer > farther for nearer, farther in pairwise(scores))
