"""Words of a text with their places, folded so that forms of one word are met by one pattern.

Folding: small letters, plain quotes, British spelling, and a few endings taken off. It is no grammar: it only
has to fold the words of a pattern and those of a text in the same way. A sentence ends at . ! ? ; or a line's end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize


class Token(NamedTuple):
    """One word: folded, where it stands in the text (start and end, as in a slice), and in which sentence."""

    word: str
    start: int
    end: int
    sentence: int


_WORD = re.compile(r"\bno[ -]one\b|[^\W_]+(?:['’][^\W_]+)?|[.!?;\n]", re.IGNORECASE)
_ENDS = frozenset(".!?;\n")


def tokens(text: str) -> tuple[Token, ...]:
    """Return the words of a text with their places.

    >>> [each.word for each in tokens("Training was organised; nobody came.")]
    ['train', 'was', 'organis', 'nobody', 'came']
    """
    return tuple(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    sentence = 0
    for found in _WORD.finditer(text):
        if found[0] in _ENDS:
            sentence += 1
        else:
            yield Token(fold(found[0]), found.start(), found.end(), sentence)


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Fold one word.

    >>> fold("Investigators"), fold("investigating"), fold("policies"), fold("supervision"), fold("organization")
    ('investigat', 'investigat', 'policy', 'supervis', 'organis')
    """
    plain = normalize("NFKC", word).casefold().replace("’", "'")
    plain = plain.removesuffix("'s").removesuffix("'")
    if plain in {"no one", "no-one"}:
        return "nobody"
    for american, british in _SPELLINGS:
        plain = plain.replace(american, british)
    return _stem(plain)


_SPELLINGS = (("behavior", "behaviour"), ("favor", "favour"), ("labor", "labour"), ("honor", "honour"))

_PLURALS = (("ies", "y"), ("sses", "ss"), ("ss", "ss"), ("us", "us"), ("is", "is"), ("s", ""))
# The longest first: what one word is to another, as in organise, organised, organisation.
_ENDINGS = (
    ("isation", "is"), ("ization", "is"), ("ising", "is"), ("izing", "is"), ("ised", "is"), ("ized", "is"),
    ("ise", "is"), ("ize", "is"), ("ation", "at"), ("ating", "at"), ("ated", "at"), ("ator", "at"), ("ate", "at"),
    ("ment", ""), ("ing", ""), ("ed", ""), ("e", ""),
)  # fmt: skip
_DOERS = (("sion", "s"), ("tion", "t"), ("sor", "s"), ("tor", "t"))
"""As in supervisor, supervision. Only long words: a mentor is no mention, a factor no faction."""
_SHORTEST = 4
"""Fewer letters than these are never left, so that short words stay as they are."""


def _stem(word: str) -> str:
    once = _without(word, _PLURALS, 3)
    stem = _without(once, _ENDINGS, _SHORTEST)
    if stem == once:
        stem = _without(once, _DOERS, _SHORTEST + 1)
    doubled = stem != once and len(stem) > _SHORTEST and stem[-1] == stem[-2] and stem[-1] not in "ls"
    return stem[:-1] if doubled else stem


def _without(word: str, endings: tuple[tuple[str, str], ...], shortest: int) -> str:
    for ending, instead in endings:
        if word.endswith(ending):
            left = word[: len(word) - len(ending)] + instead
            return left if len(left) >= shortest else word
    return word
