"""Phrases as places to be filled: words in a row, either-or, gaps, sets of words by name, and words together.

How they are found in a text is in `matching`; which of them speak for what, in `lexicon`, `levels` and `wording`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

from fairness_core.lessons.tokens import tokens

GAP = "..."
TOGETHER = "&"

Part: TypeAlias = frozenset[str] | None
"""One place of a phrase: the folded words that fit there, or None for a gap."""
Row: TypeAlias = tuple[Part, ...]
"""Places in a row."""
Pattern: TypeAlias = tuple[Row, ...]
"""Rows that stand in one sentence near each other, in any order; mostly there is but one."""
Sets: TypeAlias = Mapping[str, Sequence[str]]
"""Words that are used alike, by a name that phrases use in braces."""

_NO_SETS: Sets = {}
_NAMED = re.compile(r"\{([^{}]*)\}")


def pattern(phrase: str, sets: Sets = _NO_SETS) -> Pattern:
    """Return a phrase as its rows: `letter & harsh|cold` is one word and either of two others, wherever they stand.

    >>> [sorted(row[0] or ()) for row in pattern("letters & {tone}", {"tone": ["harsh", "cold"]})]
    [['letter'], ['cold', 'harsh']]
    """
    pieces = phrase.split()
    ends = [-1, *(place for place, piece in enumerate(pieces) if piece == TOGETHER), len(pieces)]
    return tuple(_row(pieces[before + 1 : end], sets) for before, end in pairwise(ends))


def parts(phrase: str, sets: Sets = _NO_SETS) -> Row:
    """Return a row as its places: sets of folded words, and None for each gap.

    >>> parts("late|delayed ... letters") == (frozenset({"late", "delay"}), None, frozenset({"letter"}))
    True
    """
    return _row(phrase.split(), sets)


def unknown_sets(phrase: str, sets: Sets) -> tuple[str, ...]:
    """Return what stands in braces and is no set's name, and what has braces elsewhere than around it, in order."""
    braced = (choice for piece in phrase.split() for choice in piece.split("|") if "{" in choice or "}" in choice)
    return tuple(
        choice.strip("{}") for choice in braced if not (named := _NAMED.fullmatch(choice)) or named[1] not in sets
    )


def _row(pieces: Sequence[str], sets: Sets) -> Row:
    return tuple(None if each == GAP else frozenset(_words(each, sets)) for each in pieces)


def _words(choices: str, sets: Sets) -> Iterator[str]:
    for choice in choices.split("|"):
        named = _NAMED.fullmatch(choice)
        for written in sets.get(named[1], ()) if named else (choice,):
            yield from (token.word for token in tokens(written))
