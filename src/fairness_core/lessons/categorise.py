"""Suggest codes for a lesson, each with the words that speak for it: no evidence, no suggestion.

A score is 1 less the product of what each rule leaves open: rules of weight 0.6 and 0.5 give 1 - 0.4 x 0.5 = 0.8.
A suggestion decides nothing: a person confirms it or rejects it with a reason. `Categoriser` is what a model of
somebody's own must offer to take the lexicon's place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Protocol

import attrs

from fairness_core.lessons.lexicon import Lexicon, Phrase, Polarity, lexicon
from fairness_core.lessons.matching import pattern_places, phrase_end, span
from fairness_core.lessons.patterns import Row
from fairness_core.lessons.taxonomy import taxonomy
from fairness_core.lessons.tokens import Token, tokens

HALF = Decimal("0.5")


@attrs.frozen(kw_only=True)
class Match:
    """One piece of evidence: where in the text (start and end, as in a slice), by which rule and phrase, how strong."""

    span: tuple[int, int]
    rule: str
    phrase: str
    weight: Decimal
    polarity: Polarity = ""
    hearsay: bool = False


@attrs.frozen(kw_only=True)
class Suggestion:
    """A code that a text may be about: its score from 0 to 1, and every piece of evidence, the strongest first."""

    code: str
    label: str
    score: Decimal
    evidence: tuple[Match, ...]
    made_by: str

    @property
    def formula(self) -> str:
        """What the score is worked out by, from the weights of the evidence; "" where that gives another score.

        A model of somebody's own may score in its own way.
        """
        worked_out = 1 - _left_open(self.evidence)
        if self.score not in (worked_out, _rounded(worked_out)):
            return ""
        left = " x ".join(f"(1 - {each.weight})" for each in self._strongest)
        return f"1 - {left}"

    @property
    def working(self) -> str:
        """How the score came about, so that a reader can work it out again; or who gave it, and no more."""
        formula = self.formula
        return f"{formula} = {self.score}" if formula else f"{self.score}, by {self.made_by}"

    @property
    def _strongest(self) -> tuple[Match, ...]:
        return strongest(self.evidence)


class Categoriser(Protocol):
    """What suggests codes: the lexicon that is shipped, or a model that a trust has trained itself."""

    def suggest(self, text: str) -> tuple[Suggestion, ...]:
        """Return suggestions with evidence, the highest score first; none without evidence."""
        ...


@attrs.frozen
class LexiconCategoriser:
    """Suggests by a lexicon."""

    lexicon: Lexicon

    def suggest(self, text: str) -> tuple[Suggestion, ...]:
        """Return every code whose score reaches the lexicon's threshold and share of the highest, the highest first."""
        return categorise(text, self.lexicon)


def categorise(text: str, words: Lexicon | None = None) -> tuple[Suggestion, ...]:
    """Suggest codes for a text by a lexicon (the packaged one when none is given), the highest score first.

    >>> [each.code for each in categorise("Feedback should be given in writing after each audit.")]
    ['CF-COM']
    """
    used = words or lexicon()
    found: dict[str, list[Match]] = {}
    for match in matches(text, used):
        found.setdefault(used.rules[match.rule].code, []).append(match)
    made_by = f"lexicon {used.id}, revision {used.revision}"
    labels = taxonomy(used.taxonomy, used.shelf).codes
    suggestions = [
        Suggestion(code=code, label=labels[code].label, score=score(each), evidence=_ordered(each), made_by=made_by)
        for code, each in found.items()
    ]
    least = max(used.threshold, used.beside * max((each.score for each in suggestions), default=used.threshold))
    kept = [each for each in suggestions if each.score >= least]
    return tuple(sorted(kept, key=lambda each: (-each.score, each.code)))


def score(evidence: Sequence[Match]) -> Decimal:
    """Return 1 less the product of what each rule leaves open; a rule that is met twice counts once."""
    return _rounded(1 - _left_open(evidence))


def _left_open(evidence: Sequence[Match]) -> Decimal:
    left = Decimal(1)
    for each in strongest(evidence):
        left *= 1 - each.weight
    return left


def _rounded(share: Decimal) -> Decimal:
    return share.quantize(Decimal("0.001"))


def strongest(evidence: Sequence[Match]) -> tuple[Match, ...]:
    """Return the strongest match of each rule, in the order in which the rules were first met."""
    best: dict[str, Match] = {}
    for each in evidence:
        if each.rule not in best or each.weight > best[each.rule].weight:
            best[each.rule] = each
    return tuple(best.values())


def _ordered(evidence: Sequence[Match]) -> tuple[Match, ...]:
    return tuple(sorted(evidence, key=lambda each: (-each.weight, each.span)))


def matches(text: str, words: Lexicon) -> tuple[Match, ...]:
    """Return every place where a phrase of the lexicon is met and not denied, in the order of the text."""
    return tuple(_matches(tokens(text), words))


def _matches(found: Sequence[Token], words: Lexicon) -> Iterator[Match]:
    denied = _cues(found, words.denying, words)
    doubted = _cues(found, words.doubting, words)
    barring: dict[str, list[Row]] = {}
    for place, phrase in _starts(found, words):
        places = pattern_places(found, place, phrase.pattern, words.gap, words.reach)
        begins = [begin for begin, _ in places]
        if not places or any(_near(denied, found, each, words.denial_window) for each in begins):
            continue
        if phrase.rule not in barring:
            barring[phrase.rule] = _begun(found, words.barring[phrase.rule])
        if any(_in_sentence(found, found[place].sentence, each, words.gap) for each in barring[phrase.rule]):
            continue
        hearsay = any(_near(doubted, found, each, words.denial_window) for each in begins)
        yield _match(phrase, span(found, places), words, hearsay)


def _starts(found: Sequence[Token], words: Lexicon) -> list[tuple[int, Phrase]]:
    """Return where phrases may begin of which every word is in the text, in the order of the text."""
    places: dict[str, list[int]] = {}
    for place, token in enumerate(found):
        places.setdefault(token.word, []).append(place)
    there = frozenset(places)
    likely = {each.number: each for word in there for each in words.by_word.get(word, ())}
    whole = [each for each in likely.values() if not any(map(there.isdisjoint, each.needs))]
    starts = [(place, each) for each in whole for word in there & each.needs[0] for place in places[word]]
    return sorted(starts, key=lambda start: (start[0], start[1].number))


def _match(phrase: Phrase, where: tuple[int, int], words: Lexicon, hearsay: bool) -> Match:
    rule = words.rules[phrase.rule]
    weight = rule.weight * HALF if hearsay else rule.weight
    return Match(
        span=where, rule=phrase.rule, phrase=phrase.text, weight=weight, polarity=rule.polarity, hearsay=hearsay
    )


def _cues(found: Sequence[Token], cues: Sequence[Row], words: Lexicon) -> list[int]:
    """Return the place of the last word of every cue that is met."""
    said = _begun(found, cues)
    ends = (phrase_end(found, place, cue, words.gap) for place in range(len(found)) for cue in said)
    return [end for end in ends if end >= 0]


def _begun(found: Sequence[Token], rows: Sequence[Row]) -> list[Row]:
    """Return the rows whose first and last words are in a text at all: few are, and looking for the others costs."""
    there = frozenset(token.word for token in found) if rows else frozenset()
    return [row for row in rows if not there.isdisjoint(row[0] or ()) and not there.isdisjoint(row[-1] or ())]


def _near(ends: Sequence[int], found: Sequence[Token], place: int, window: int) -> bool:
    return any(0 < place - end <= window and found[end].sentence == found[place].sentence for end in ends)


def _in_sentence(found: Sequence[Token], sentence: int, parts: Row, gap: int) -> bool:
    return any(
        token.word in (parts[0] or ()) and token.sentence == sentence and phrase_end(found, place, parts, gap) >= 0
        for place, token in enumerate(found)
    )
