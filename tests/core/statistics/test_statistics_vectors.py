"""The statistics against reference values that other tools computed; see tests/vectors/README.md."""

from __future__ import annotations

import csv
from math import isclose
from pathlib import Path

import pytest

from fairness_core.statistics import RatioMethod, fisher_exact, odds_ratio, ratio_interval, ratio_of_rates

VECTORS = Path(__file__).parents[2] / "vectors"
METHODS: dict[str, RatioMethod] = {
    "katz_log": "katz",
    "koopman_score": "koopman",
    "miettinen_nurminen": "miettinen-nurminen",
    "koopman": "koopman",
    "miettinen-nurminen": "miettinen-nurminen",
}
Row = dict[str, str]


def rows(file: str) -> list[Row]:
    """Return the rows of a file of reference values."""
    with (VECTORS / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def label(row: Row) -> str:
    """Name a row for the test report: its counts, and what it holds."""
    counts = [row[name] for name in ("n1", "d1", "n2", "d2", "a", "b", "c", "d") if name in row]
    return "-".join([*counts, row.get("method", ""), row.get("p_method", ""), row.get("confidence", "")])


def table(row: Row) -> tuple[int, int, int, int]:
    """Return the four counts of a row: events and people of the top group, then of the bottom one."""
    return int(row["n1"]), int(row["d1"]), int(row["n2"]), int(row["d2"])


def agrees(expected: str, found: float | None, within: float) -> bool:
    """Tell whether a figure is the reference value, relative error below `within`; blank means none."""
    if not expected or found is None:
        return not expected and found is None
    return isclose(float(expected), found, rel_tol=within, abs_tol=0.0)


RATIO = rows("ratio.csv")
INTERVALS = [row for row in RATIO if row["method"] in METHODS]
EDGES = rows("ratio_edges.csv")
ODDS = rows("odds_ratio.csv")


def p_values(method: str) -> list[Row]:
    """Return the rows of ratio.csv that hold p-values of one kind."""
    return [row for row in RATIO if row["p_method"] == method]


def within(row: Row) -> float:
    """Return the tolerance for a p-value: those that only scipy gives are good to nine digits, no more."""
    return 1e-9 if row["produced_by"].startswith("scipy") else 1e-12


def test_the_vectors_are_all_there() -> None:
    """The files hold what their README says, so that none of the tests below runs over nothing."""
    found = len(INTERVALS), len(p_values("fisher_two_sided_minlike")), len(p_values("fisher_mid_p_doubled"))
    assert (105, 35, 32) == found
    assert (88, 42) == (len(EDGES), len(ODDS))


@pytest.mark.parametrize("row", INTERVALS, ids=label)
def test_ratio_intervals_agree_with_the_reference(row: Row) -> None:
    """Each method gives the limits of the reference to 13 digits, and none where it is not defined."""
    found = ratio_interval(*table(row), method=METHODS[row["method"]])
    assert agrees(row["lo95"], found.low, 1e-13)
    assert agrees(row["hi95"], found.high, 1e-13)


@pytest.mark.parametrize("row", INTERVALS, ids=label)
def test_ratios_agree_with_the_reference(row: Row) -> None:
    """The ratio itself is the reference's, infinite where only the bottom group has no events."""
    assert agrees(row["ratio"], ratio_of_rates(*table(row)).value, 1e-14)


@pytest.mark.parametrize("row", p_values("fisher_two_sided_minlike"), ids=label)
def test_fisher_p_values_agree_with_the_reference(row: Row) -> None:
    """Fisher's two-sided p-value is that of exact integer arithmetic."""
    assert agrees(row["p_value"], fisher_exact(*table(row)).p_value, within(row))


@pytest.mark.parametrize("row", p_values("fisher_mid_p_doubled"), ids=label)
def test_mid_p_values_agree_with_the_reference(row: Row) -> None:
    """The doubled mid-p is that of exact integer arithmetic."""
    assert agrees(row["p_value"], fisher_exact(*table(row)).p_mid_p, within(row))


@pytest.mark.parametrize("row", EDGES, ids=label)
def test_ratios_at_the_edges_agree_with_a_hundred_digits(row: Row) -> None:
    """Zero cells, full cells and groups of up to 10^12 keep 13 digits, at two confidence levels."""
    found = ratio_of_rates(*table(row), method=METHODS[row["method"]], confidence=float(row["confidence"]))
    assert agrees(row["low"], found.low, 1e-13)
    assert agrees(row["high"], found.high, 1e-13)
    assert agrees(row["p_value"], found.p_value, 1e-13)
    assert agrees(row["p_mid_p"], found.p_mid_p, 1e-13)


@pytest.mark.parametrize("row", ODDS, ids=label)
def test_odds_ratios_agree_with_a_hundred_digits(row: Row) -> None:
    """Value, limits and p-values of odds ratios keep 13 digits, zero cells and 10^12 people included."""
    counts = int(row["a"]), int(row["b"]), int(row["c"]), int(row["d"])
    found = odds_ratio(*counts, confidence=float(row["confidence"]))
    assert agrees(row["value"], found.value, 1e-15)
    assert agrees(row["low"], found.low, 1e-13)
    assert agrees(row["high"], found.high, 1e-13)
    assert agrees(row["p_value"], found.p_value, 1e-13)
    assert agrees(row["p_mid_p"], found.p_mid_p, 1e-13)
