"""A lexicon: phrases that speak for a code, as data that a reader can follow.

A phrase is words in a row; `a|b` is either word, `...` a gap of a few words, and forms of a word are met too.
No single common word may stand alone: it would be met everywhere and show nothing. How suggestions come of it is
in `categorise`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache, partial
from typing import Literal, TypeAlias

import attrs

from fairness_core.config import PACKAGED, Shelf, Shelved, load
from fairness_core.lessons.taxonomy import DEFAULT, taxonomies, taxonomy
from fairness_core.lessons.tokens import fold, tokens

KIND = "lexicons"
GAP = "..."

Polarity: TypeAlias = Literal["", "problem", "strength"]
Part: TypeAlias = frozenset[str] | None
"""One place of a phrase: the folded words that fit there, or None for a gap."""


@attrs.frozen(kw_only=True)
class Rule:
    """Phrases that speak for one code, and how strongly: `weight` above 0 and at most 1.

    `polarity` says that the phrases tell of a problem or of a strength. `unless` are phrases in whose sentence the
    rule is not met. `source` says where the wording comes from, `added_by` and `since` who put it in and when.
    """

    code: str
    phrases: tuple[str, ...]
    weight: Decimal
    polarity: Polarity = ""
    unless: tuple[str, ...] = ()
    source: str
    added_by: str
    since: int = 1


@attrs.frozen(kw_only=True)
class Phrase:
    """A phrase ready to be looked for: the rule that it belongs to, its words as written, and its parts.

    `last` are the words with one of which it ends: a text without any of them cannot hold it.
    """

    rule: str
    text: str
    parts: tuple[Part, ...]
    last: frozenset[str]


@attrs.frozen(kw_only=True)
class Lexicon(Shelved):
    """Rules for the codes of one taxonomy. A code is suggested from `threshold` up.

    `gap` is how many words a gap may skip. `denials` are phrases after which, within `denial_window` words, nothing
    is met ("no evidence of"); after one of `hearsay` a rule counts half, for it is not the author who says it.
    `common` are the words that may not stand alone.
    """

    taxonomy: str
    threshold: Decimal
    gap: int
    denials: tuple[str, ...]
    denial_window: int
    hearsay: tuple[str, ...]
    common: tuple[str, ...]
    rules: Mapping[str, Rule]
    by_word: Mapping[str, tuple[Phrase, ...]] = attrs.field(init=False, eq=False, repr=False)
    barring: Mapping[str, tuple[tuple[Part, ...], ...]] = attrs.field(init=False, eq=False, repr=False)
    denying: tuple[tuple[Part, ...], ...] = attrs.field(init=False, eq=False, repr=False)
    doubting: tuple[tuple[Part, ...], ...] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Fold every phrase once, and look each up by its first word."""
        found: dict[str, list[Phrase]] = {}
        for name, rule in self.rules.items():
            for text in rule.phrases:
                made = parts(text)
                phrase = Phrase(rule=name, text=text, parts=made, last=(made[-1] if made else None) or frozenset())
                for word in (made[0] if made else None) or ():
                    found.setdefault(word, []).append(phrase)
        set_field = object.__setattr__
        set_field(self, "by_word", {word: tuple(phrases) for word, phrases in found.items()})
        set_field(self, "barring", {name: tuple(map(parts, rule.unless)) for name, rule in self.rules.items()})
        set_field(self, "denying", tuple(map(parts, self.denials)))
        set_field(self, "doubting", tuple(map(parts, self.hearsay)))

    def faults(self) -> Iterable[tuple[str, str]]:
        """Yield every rule that could never be met, would be met everywhere, or speaks for no code."""
        if self.taxonomy not in (there := taxonomies(self.shelf)):
            yield "taxonomy", f"There is no taxonomy '{self.taxonomy}'; there are: {', '.join(there)}."
            return
        if not 0 < self.threshold <= 1:
            yield "threshold", "It lies above 0 and is at most 1."
        seen: dict[tuple[Part, ...], str] = {}
        for name, rule in self.rules.items():
            yield from self._rule_faults(f"rules.{name}", name, rule, seen)

    def _rule_faults(
        self, path: str, name: str, rule: Rule, seen: dict[tuple[Part, ...], str]
    ) -> Iterator[tuple[str, str]]:
        known = taxonomy(self.taxonomy, self.shelf)
        if rule.code not in known.codes or known.codes[rule.code].retired:
            yield f"{path}.code", f"The taxonomy {self.taxonomy} has no code '{rule.code}' in use."
        if not 0 < rule.weight <= 1:
            yield f"{path}.weight", "It lies above 0 and is at most 1."
        if not rule.phrases:
            yield f"{path}.phrases", "There must be at least one."
        for number, text in enumerate(rule.phrases, start=1):
            where, made = f"{path}.phrases[{number}]", parts(text)
            yield from ((where, sentence) for sentence in self._phrase_faults(made))
            if made in seen:
                yield where, f"The same phrase stands in the rule '{seen[made]}'; one phrase speaks for one code."
            seen.setdefault(made, name)

    def _phrase_faults(self, made: tuple[Part, ...]) -> Iterator[str]:
        if not made or made[0] is None or made[-1] is None:
            yield "A phrase begins and ends with a word."
            return
        common = {fold(word) for word in self.common}
        if len(made) == 1 and made[0] & common:
            yield "A common word alone is met everywhere and shows nothing: give the words that go with it."


def parts(phrase: str) -> tuple[Part, ...]:
    """Return a phrase as its places: sets of folded words, and None for each gap.

    >>> parts("late|delayed ... letters") == (frozenset({"late", "delay"}), None, frozenset({"letter"}))
    True
    """
    return tuple(None if each == GAP else _either(each) for each in phrase.split())


def _either(words: str) -> frozenset[str]:
    return frozenset(token.word for word in words.split("|") for token in tokens(word))


def load_lexicon(text: str, file: str = "", shelf: Shelf = PACKAGED) -> Lexicon:
    """Read a lexicon from TOML; `extends` may name one on the shelf. Raises `ConfigError` with every fault."""
    return load(text, Lexicon, file=file, extend=partial(shelf.text, KIND), shelf=shelf)


@cache
def lexicon(lexicon_id: str = DEFAULT, shelf: Shelf = PACKAGED) -> Lexicon:
    """Return a lexicon from the shelf; raise `CallerError` that lists what there is where none is.

    A packaged lexicon is called as its taxonomy is.
    """
    return load_lexicon(shelf.text(KIND, lexicon_id), f"{lexicon_id}.toml", shelf)


def lexicons(shelf: Shelf = PACKAGED) -> tuple[str, ...]:
    """Return the ids of the lexicons on the shelf, the packaged ones first."""
    return shelf.ids(KIND)
