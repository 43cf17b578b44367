"""Where phrases stand in a text: words in a row, either-or, gaps, and words together, never across a sentence's end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fairness_core.lessons.patterns import Pattern, Row
from fairness_core.lessons.tokens import Token

GAP = 4
"""How many words a gap may skip where nothing else is said."""
REACH = 9
"""How many words, from the first to the last, rows that stand together may take up where nothing else is said."""


def phrase_end(found: Sequence[Token], place: int, phrase: Row, gap: int = GAP) -> int:
    """Return the place of a row's last word when it begins at a place, else -1."""
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


def pattern_places(
    found: Sequence[Token], place: int, pattern: Pattern, gap: int = GAP, reach: int = REACH
) -> tuple[tuple[int, int], ...]:
    """Return the first and the last word's place of each row when the first row begins at a place, else nothing.

    The rows share no word, and each is taken where it stands nearest to the first, at most `reach` words from end to
    end with all before it.
    """
    end = phrase_end(found, place, pattern[0], gap)
    taken = [(place, end)] if end >= 0 else []
    for row in pattern[1:] if taken else ():
        near = _nearest(found, taken, row, gap, reach)
        if near is None:
            return ()
        taken.append(near)
    return tuple(taken)


def _nearest(
    found: Sequence[Token], taken: Sequence[tuple[int, int]], row: Row, gap: int, reach: int
) -> tuple[int, int] | None:
    first, last = min(taken)[0], max(end for _, end in taken)
    begin, sentence = taken[0][0], found[taken[0][0]].sentence
    around = range(max(0, last + 1 - reach), min(len(found), first + reach))
    starts = [n for n in around if found[n].word in (row[0] or ()) and found[n].sentence == sentence]
    for at in sorted(starts, key=lambda n: abs(n - begin)):
        end = phrase_end(found, at, row, gap)
        apart = all(end < one or at > other for one, other in taken)
        if end >= 0 and apart and max(last, end) - min(first, at) < reach:
            return at, end
    return None


def pattern_spans(found: Sequence[Token], patterns: Iterable[Pattern], gap: int = GAP) -> tuple[tuple[int, int], ...]:
    """Return where in the text any of the patterns stands, as in a slice, in order."""
    there = {token.word for token in found}
    likely = [each for each in patterns if not any(there.isdisjoint(row[-1] or ()) for row in each)]
    starts = ((each, place) for each in likely for place, token in enumerate(found) if token.word in (each[0][0] or ()))
    met = (pattern_places(found, place, each, gap) for each, place in starts)
    return tuple(sorted({span(found, places) for places in met if places}))


def span(found: Sequence[Token], places: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return from where to where in the text rows reach, as in a slice."""
    return found[min(places)[0]].start, found[max(end for _, end in places)].end
