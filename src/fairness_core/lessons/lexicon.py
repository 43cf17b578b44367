"""A lexicon: phrases that speak for a code, as data that a reader can follow.

A phrase is words in a row; `a|b` is either word, `...` a gap of a few words, `{name}` any word of a set, and forms of a
word are met too. `a & b` are words that stand near each other in one sentence, in any order.
No single common word may stand alone: it would be met everywhere and show nothing. How suggestions come of it is
in `categorise`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache, partial
from typing import Literal, TypeAlias

import attrs

from fairness_core.config import KEPT, PACKAGED, Shelf, Shelved, load
from fairness_core.lessons.matching import REACH
from fairness_core.lessons.patterns import Pattern, Row, parts, pattern, unknown_sets
from fairness_core.lessons.taxonomy import DEFAULT, taxonomies, taxonomy
from fairness_core.lessons.tokens import fold

KIND = "lexicons"
_NONE: frozenset[str] = frozenset()

Polarity: TypeAlias = Literal["", "problem", "strength"]


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
    """A phrase ready to be looked for: the rule that it belongs to, its words as written, its pattern, its number.

    `needs` are the words of each of its places: a text without one of each cannot hold it.
    """

    number: int
    rule: str
    text: str
    pattern: Pattern
    needs: tuple[frozenset[str], ...]


@attrs.frozen(kw_only=True)
class Lexicon(Shelved):
    """Rules for the codes of one taxonomy.

    A code is suggested from `threshold` up, and only when its score is at least the share `beside` of the highest that
    the same text gives: beside strong evidence weak is mostly chance.

    `gap` is how many words a gap may skip, `reach` how many words in all what stands together may take up. `sets` are
    words that are used alike, under the name that phrases use in braces. `denials` are phrases after which, within
    `denial_window` words, nothing is met ("no evidence of"); after one of `hearsay` a rule counts half, for it is not
    the author who says it. `common` are the words that may not stand alone.
    """

    taxonomy: str
    threshold: Decimal = Decimal("0.5")
    gap: int = 4
    denials: tuple[str, ...] = ()
    denial_window: int = 6
    hearsay: tuple[str, ...] = ()
    common: tuple[str, ...] = ()
    rules: Mapping[str, Rule]
    reach: int = REACH
    beside: Decimal = Decimal(0)
    sets: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    by_word: Mapping[str, tuple[Phrase, ...]] = attrs.field(init=False, eq=False, repr=False)
    barring: Mapping[str, tuple[Row, ...]] = attrs.field(init=False, eq=False, repr=False)
    denying: tuple[Row, ...] = attrs.field(init=False, eq=False, repr=False)
    doubting: tuple[Row, ...] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Fold every phrase once, and look each up by those of its words that other phrases have least."""
        phrases = tuple(self._phrases())
        shared = Counter(word for each in phrases for need in each.needs for word in need)
        found: dict[str, list[Phrase]] = {}
        for each in phrases:
            rarest = min(each.needs, key=lambda need: sum(shared[word] for word in need), default=_NONE)
            for word in rarest:
                found.setdefault(word, []).append(each)
        set_field = object.__setattr__
        set_field(self, "by_word", {word: tuple(phrases) for word, phrases in found.items()})
        barring = {name: tuple(parts(text, self.sets) for text in rule.unless) for name, rule in self.rules.items()}
        set_field(self, "barring", barring)
        set_field(self, "denying", tuple(map(parts, self.denials)))
        set_field(self, "doubting", tuple(map(parts, self.hearsay)))

    def _phrases(self) -> Iterator[Phrase]:
        texts = ((name, text) for name, rule in self.rules.items() for text in rule.phrases)
        for number, (name, text) in enumerate(texts):
            made = pattern(text, self.sets)
            needs = tuple(part for row in made for part in row if part is not None)
            yield Phrase(number=number, rule=name, text=text, pattern=made, needs=needs)

    def faults(self) -> Iterable[tuple[str, str]]:
        """Yield every rule that could never be met, would be met everywhere, or speaks for no code."""
        if self.taxonomy not in (there := taxonomies(self.shelf)):
            yield "taxonomy", f"There is no taxonomy '{self.taxonomy}'; there are: {', '.join(there)}."
            return
        if not 0 < self.threshold <= 1:
            yield "threshold", "It lies above 0 and is at most 1."
        if not 0 <= self.beside <= 1:
            yield "beside", "It is a share from 0 to 1."
        seen: dict[frozenset[Row], str] = {}
        for name, rule in self.rules.items():
            yield from self._rule_faults(f"rules.{name}", name, rule, seen)

    def _rule_faults(
        self, path: str, name: str, rule: Rule, seen: dict[frozenset[Row], str]
    ) -> Iterator[tuple[str, str]]:
        known = taxonomy(self.taxonomy, self.shelf)
        if rule.code not in known.codes or known.codes[rule.code].retired:
            yield f"{path}.code", f"The taxonomy {self.taxonomy} has no code '{rule.code}' in use."
        if not 0 < rule.weight <= 1:
            yield f"{path}.weight", "It lies above 0 and is at most 1."
        if not rule.phrases:
            yield f"{path}.phrases", "There must be at least one."
        for number, text in enumerate(rule.phrases, start=1):
            where, made = f"{path}.phrases[{number}]", frozenset(pattern(text, self.sets))
            yield from ((where, sentence) for sentence in self._phrase_faults(text))
            if made in seen:
                yield where, f"The same phrase stands in the rule '{seen[made]}'; one phrase speaks for one code."
            seen.setdefault(made, name)
        for number, text in enumerate(rule.unless, start=1):
            yield from ((f"{path}.unless[{number}]", each) for each in _unknown(text, self.sets))

    def _phrase_faults(self, text: str) -> Iterator[str]:
        if unknown := tuple(_unknown(text, self.sets)):
            yield from unknown
            return
        made = pattern(text, self.sets)
        if not all(row and row[0] is not None and row[-1] is not None for row in made):
            yield "A phrase begins and ends with a word, and so does each side of '&'."
            return
        common = {fold(word) for word in self.common}
        if len(made) == 1 and len(made[0]) == 1 and (made[0][0] or _NONE) & common:
            yield "A common word alone is met everywhere and shows nothing: give the words that go with it."


def _unknown(text: str, sets: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for name in unknown_sets(text, sets):
        yield f"There is no set of words '{name}'; there are: {', '.join(sets) or 'none'}."


def load_lexicon(text: str, file: str = "", shelf: Shelf = PACKAGED) -> Lexicon:
    """Read a lexicon from TOML; `extends` may name one on the shelf. Raises `ConfigError` with every fault."""
    return load(text, Lexicon, file=file, extend=partial(shelf.text, KIND), shelf=shelf)


@lru_cache(maxsize=KEPT)
def lexicon(lexicon_id: str = DEFAULT, shelf: Shelf = PACKAGED) -> Lexicon:
    """Return a lexicon from the shelf; raise `CallerError` that lists what there is where none is.

    A packaged lexicon is called as its taxonomy is.
    """
    return load_lexicon(shelf.text(KIND, lexicon_id), f"{lexicon_id}.toml", shelf)


def lexicons(shelf: Shelf = PACKAGED) -> tuple[str, ...]:
    """Return the ids of the lexicons on the shelf, the packaged ones first."""
    return shelf.ids(KIND)
