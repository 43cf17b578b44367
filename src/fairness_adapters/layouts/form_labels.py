"""Which label of a form means which field: by its set of words, and never by resemblance.

Likeness is not enough where people's work is judged: it would put "Category of concern" into the date of the
concern. So a label is known when its words are those of one of the field's labels, in any order; otherwise the
nearest fields are named as suggestions, for a person to add the label to a layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

import attrs

from fairness_adapters.labels import normalise_label
from fairness_adapters.layouts.anchors import is_pattern, matches

LONGEST_LABEL = 200
"""Characters of a text that may still be a label."""

_NUMBERING = re.compile(r"^\s*(?:\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-z]|[ivx]{1,4})[.):]\s*)+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_PLURAL_IN_BRACKETS = re.compile(r"\((?:e?s|ies)\)")
# "By", "on" and the like are no small words: "Reviewed by" and "Reviewed on" ask for two things.
_SMALL = frozenset(
    {
        "a",
        "an",
        "and",
        "any",
        "are",
        "be",
        "is",
        "it",
        "its",
        "of",
        "or",
        "please",
        "the",
        "their",
        "there",
        "this",
        "your",
    }
)
_SHORTEST_PLURAL = 4
_MOST_SUGGESTED = 3


@lru_cache(maxsize=8192)
def label_words(text: str, *, brackets: bool = True) -> frozenset[str]:
    """Return the words that a label is known by: without numbering, small words, and the s of a plural.

    >>> sorted(label_words("3. Conflict(s) of interest:")), sorted(label_words("Interests and conflicts"))
    (['conflict', 'interest'], ['conflict', 'interest'])
    """
    plain = _NUMBERING.sub("", _PLURAL_IN_BRACKETS.sub("", normalise_label(text)))
    if not brackets:
        plain = _BRACKETS.sub(" ", plain)
    words = {_singular(word.replace("'s", "").replace("'", "")) for word in _WORD.findall(plain)}
    return frozenset(words - _SMALL) or frozenset(words)


def _singular(word: str) -> str:
    plural = len(word) >= _SHORTEST_PLURAL and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if plural else word


@attrs.frozen(kw_only=True)
class Labels:
    """The labels of a layout, by their words."""

    by_words: Mapping[frozenset[str], str]
    shown: Mapping[str, str]
    patterns: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, labels: Mapping[str, Iterable[str]]) -> Labels:
        """Make the labels of each field comparable."""
        every = [(field, label) for field, texts in labels.items() for label in texts]
        pairs = [(field, label) for field, label in every if not is_pattern(label)]
        return cls(
            by_words={label_words(label): field for field, label in reversed(pairs)},
            shown=dict(reversed(pairs)),
            patterns=tuple((label, field) for field, label in every if is_pattern(label)),
        )

    def match(self, text: str) -> str | None:
        """Return the field that a text is a label of; None when it is none, or of several.

        The text with what stands in brackets is asked first, then without, then the patterns: of them, too, only one
        field's may match, and a text with a colon or a tab in it is more than a label.
        """
        if not text.strip() or len(text) > LONGEST_LABEL:
            return None
        whole = self.by_words.get(label_words(text))
        return whole or self.by_words.get(label_words(text, brackets=False)) or self._by_pattern(text)

    def _by_pattern(self, text: str) -> str | None:
        label = text.strip().rstrip(":")
        if not self.patterns or ":" in label or "\t" in label or "__" in label or ".." in label:
            return None
        found = {field for pattern, field in self.patterns if matches((pattern,), label)}
        return found.pop() if len(found) == 1 else None

    def nearest(self, text: str) -> tuple[str, ...]:
        """Return the labels that share most words with a text, as suggestions and no more."""
        words = label_words(text[:LONGEST_LABEL])
        scored = [
            (len(words & other) / len(words | other), field) for other, field in self.by_words.items() if words & other
        ]
        best = dict.fromkeys(field for _, field in sorted(scored, key=lambda each: (-each[0], each[1])))
        return tuple(self.shown[field] for field in list(best)[:_MOST_SUGGESTED])

    def describe(self, text: str) -> str:
        """Show an unknown label without giving away what may be a name: words of the layout's labels alone.

        >>> labels = Labels.of({"reviewed": ["Date of review"]})
        >>> labels.describe("Date of the last review"), labels.describe("Sam Example")
        ("'Date of the … review'", 'text of 11 characters')
        """
        known = {word for words in self.by_words for word in words} | _SMALL
        words = [(word, _singular(normalise_label(word)) in known) for word in text.split()]
        if len(text) > LONGEST_LABEL or not any(shown and word.casefold() not in _SMALL for word, shown in words):
            return f"text of {len(text)} character{'' if len(text) == 1 else 's'}"
        return "'" + " ".join(word if shown else "…" for word, shown in words) + "'"
