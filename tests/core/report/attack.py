"""Working out what a protected return hides, as a reader with pencil and paper would: by subtraction.

What is printed is known. The relations below are those that a reader knows of the numbers themselves (what was due
was done in time, late, or not at all); they are written down here anew and not taken from the builder. Whatever
they determine together is found by elimination.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from fairness_core.report.board_cells import AGE_BANDS, BANDS, step_key
from fairness_core.report.board_lines import Board
from fairness_core.report.draft import Amount, Cell, Content

Relation = Mapping[str, int]
"""Keys with their factors; the sum is 0."""


def total(whole: str, *parts: str) -> Relation:
    """Return the relation of a whole and its parts."""
    return {whole: -1, **dict.fromkeys(parts, 1)}


def relations(board: Board) -> list[Relation]:
    """Return what holds of the numbers of any return."""
    found = [
        {"away|start": 1, "away|begun": 1, "away|ended": -1, "away|now": -1},
        total("away|now", *(f"away|{band}" for band in BANDS)),
        total("cases|open", *(f"age|{band}" for band in AGE_BANDS)),
        total("cases|open", "away|now", "away|not"),
        total("away|not", "limits|now", "limits|not"),
        total("away|now", "right|stands", "right|none"),
        total("cases|all", "cases|open", "cases|closed", "cases|earlier"),
        total("cases|open", *(step_key(step) for steps in board.steps.values() for step in steps)),
    ]
    for key in ("reviews|exclusions", "reviews|limits", "contacts|practitioner", "contacts|raised"):
        found += [
            total(f"{key}|due", f"{key}|in_time", f"{key}|late", f"{key}|not_done"),
            total(f"{key}|untimely", f"{key}|late", f"{key}|not_done"),
            total(f"{key}|untimely", f"{key}|explained", f"{key}|unexplained"),
        ]
    for decision, choices in board.outcomes.items():
        found += [
            total(f"chosen|{decision}", *(f"chosen|{decision}|{each}" for each in choices)),
            total("cases|all", f"chosen|{decision}", f"open|{decision}"),
        ]
    return found


def printed(content: Content, plain: Content) -> dict[str, int]:
    """Return what a protected return prints anywhere, by key; `plain` is the same return with nothing hidden."""
    pairs = list(zip(_cells(content), _cells(plain), strict=False))
    return {
        next(iter(true.rests_on)): int(shown.value)
        for shown, true in pairs
        if isinstance(shown, Amount) and isinstance(true, Amount) and shown.value is not None and _is_count(true)
    }


def _is_count(amount: Amount) -> bool:
    return not any(key.rpartition("|")[2] in ("half", "quarter", "longest") for key in amount.rests_on)


def _cells(content: Content) -> Iterable[Cell]:
    for section in content.sections:
        for row in section.table.rows if section.table else ():
            yield from row
    yield from _tree(content.metrics)


def _tree(tree: object) -> Iterable[Cell]:
    if isinstance(tree, Mapping):
        for each in tree.values():
            yield from _tree(each)
    elif isinstance(tree, tuple):
        for each in tree:
            yield from _tree(each)
    else:
        yield tree  # type: ignore[misc]


def said(content: Content) -> list[str]:
    """Return every sentence of a return."""
    return [
        each.text for section in content.sections for each in (*section.paragraphs, *section.bullets, *section.notes)
    ]


def determined(known: Mapping[str, int], rules: Iterable[Relation]) -> dict[str, Fraction]:
    """Return every unknown key that the relations determine, with its value, by elimination."""
    rows: list[tuple[dict[str, Fraction], Fraction]] = []
    for rule in rules:
        row = {key: Fraction(factor) for key, factor in rule.items() if key not in known}
        right = -sum((Fraction(factor * known[key]) for key, factor in rule.items() if key in known), Fraction(0))
        rows.append((row, right))
    solved: list[tuple[str, dict[str, Fraction], Fraction]] = []
    for first, value_of_first in rows:
        row, right = _reduced(first, value_of_first, solved)
        if row:
            pivot = min(row)
            factor = row[pivot]
            line = {key: each / factor for key, each in row.items()}
            solved = [
                (other, *_reduced(others, value, [(pivot, line, right / factor)])) for other, others, value in solved
            ]
            solved.append((pivot, line, right / factor))
    return {pivot: right for pivot, row, right in solved if set(row) == {pivot}}


def _reduced(
    row: Mapping[str, Fraction], right: Fraction, solved: Iterable[tuple[str, Mapping[str, Fraction], Fraction]]
) -> tuple[dict[str, Fraction], Fraction]:
    found = dict(row)
    for pivot, line, value in solved:
        if factor := found.get(pivot):
            for key, each in line.items():
                found[key] = found.get(key, Fraction(0)) - factor * each
            right -= factor * value
    return {key: each for key, each in found.items() if each}, right


__all__ = ["determined", "printed", "relations", "said", "total"]
