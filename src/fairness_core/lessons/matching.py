"""Where phrases stand in a text: words in a row, either-or, and gaps, never across the end of a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fairness_core.lessons.lexicon import Part
from fairness_core.lessons.tokens import Token

GAP = 4
"""How many words a gap may skip where nothing else is said."""


def phrase_end(found: Sequence[Token], place: int, phrase: Sequence[Part], gap: int = GAP) -> int:
    """Return the place of a phrase's last word when it begins at a place, else -1."""
    at, most, sentence = place, 0, found[place].sentence
    for part in phrase:
        if part is None:
            most = gap
            continue
        stop = min(len(found), at + most + 1)
        here = next((n for n in range(at, stop) if found[n].word in part and found[n].sentence == sentence), -1)
        if here < 0:
            return -1
        at, most = here + 1, 0
    return at - 1


def phrase_spans(
    found: Sequence[Token], phrases: Iterable[Sequence[Part]], gap: int = GAP
) -> tuple[tuple[int, int], ...]:
    """Return where in the text any of the phrases stands, as in a slice, in order."""
    spans = {
        (found[place].start, found[end].end)
        for phrase in phrases
        for place in range(len(found))
        if (end := phrase_end(found, place, phrase, gap)) >= 0
    }
    return tuple(sorted(spans))
