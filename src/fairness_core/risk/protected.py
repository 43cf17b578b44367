"""What may not stand in a risk matrix: protected characteristics, and counts of past concerns.

The first guard is elsewhere: `Judgement` and `rate` have no place for either. This is the second, for
somebody who makes an axis or a domain of it. The words are data (`data/fairness`), a closed list;
a list finds what is named plainly, and not what is disguised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, TypeAlias

import attrs

from fairness_core.config import RuleFile, load, packaged_text

if TYPE_CHECKING:
    from fairness_core.risk.matrix import Axis, Matrix

FILE_ID = "protected-characteristics"

_Texts: TypeAlias = tuple[tuple[str, str], ...]


@attrs.frozen(kw_only=True)
class Characteristic:
    """One protected characteristic: its title and section in the Act, the words that name it, and what is not meant.

    What only stands in for one, such as where somebody trained, has no section.
    """

    title: str
    words: tuple[str, ...]
    section: str = ""
    not_meant: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class ProtectedWords(RuleFile):
    """The closed list: characteristics, stand-ins, words of conduct, and phrases for past concerns."""

    characteristics: Mapping[str, Characteristic]
    stand_ins: Mapping[str, Characteristic]
    conduct: tuple[str, ...]
    because: tuple[str, ...]
    past_concerns: tuple[str, ...]

    @property
    def everyone(self) -> tuple[Characteristic, ...]:
        """The nine characteristics of the Act, then what stands in for them."""
        return (*self.characteristics.values(), *self.stand_ins.values())


@cache
def protected_characteristics() -> ProtectedWords:
    """Return the packaged list.

    >>> [each.title for each in protected_characteristics().characteristics.values()][:3]
    ['age', 'disability', 'gender reassignment']
    """
    return load(packaged_text("fairness", FILE_ID), ProtectedWords, file=f"{FILE_ID}.toml")


def protected_words(matrix: Matrix) -> _Texts:
    """Return (key path, sentence) for everything in a matrix that would let who somebody is into a rating.

    Looked at are domains, and the titles, questions and levels of both axes; in what a level means for a
    domain only past concerns are looked for, since harm is described with the same words as people.
    Empty for a sound matrix. `rate` refuses one that is not; a check of matrix files may call it too.
    """
    return _found(tuple(_names(matrix)), tuple(_descriptors(matrix)))


@lru_cache(maxsize=64)
def _found(names: _Texts, descriptors: _Texts) -> _Texts:
    """Search texts by key path; kept, because every concern that is rated asks it of the same few matrices."""
    people = [(path, _names_a_person(text)) for path, text in names]
    past = [(path, _weighs_the_past(text)) for path, text in (*names, *descriptors)]
    return tuple((path, sentence) for path, sentence in (*people, *past) if sentence)


def _names(matrix: Matrix) -> Iterator[tuple[str, str]]:
    for code, title in matrix.domains.items():
        yield f"domains.{code}", f"{code} / {title}"
    for name, axis in _axes(matrix):
        yield f"{name}.title", axis.title
        yield f"{name}.question", axis.question
        for number, level in enumerate(axis.levels, start=1):
            yield f"{name}.levels[{number}]", " / ".join((level.code, level.label, *level.descriptors))


def _descriptors(matrix: Matrix) -> Iterator[tuple[str, str]]:
    for name, axis in _axes(matrix):
        for number, level in enumerate(axis.levels, start=1):
            for domain, text in level.descriptors.items():
                yield f"{name}.levels[{number}].descriptors.{domain}", text


def _axes(matrix: Matrix) -> tuple[tuple[str, Axis], ...]:
    return ("likelihood", matrix.likelihood), ("consequence", matrix.consequence)


def _names_a_person(text: str) -> str:
    """Say which characteristic a text names; empty when it names none."""
    plain = _about_conduct().sub(" / ", _plain(text))
    for characteristic, words, not_meant in _patterns():
        if words.search(not_meant.sub(" / ", plain)):
            act = f" (Equality Act 2010, section {characteristic.section})" if characteristic.section else ""
            return (
                f"This names {characteristic.title}{act}. A score describes a concern and never a person, so nobody's "
                "characteristics can be rated. Take it out; a warning belongs in scoring_rule or notice."
            )
    return ""


def _weighs_the_past(text: str) -> str:
    """Say that a text weighs past concerns; empty when it does not."""
    if not _past_concerns().search(_plain(text)):
        return ""
    return (
        "This weighs past concerns, and no number of them can enter a rating. Take it out; a pattern is told in "
        "words, with the evidence and the outcome of each."
    )


def _plain(text: str) -> str:
    """Fold a text for comparison: small letters, one space for what joins two words, a stroke for what parts them.

    >>> _plain("Ethnic_group-BME; harm")
    'ethnic group bme / harm'
    """
    parted = re.sub(r"[^\w\s-]+", " / ", text.casefold())
    return re.sub(r"[\s_-]+", " ", parted).strip()


def _any_of(words: tuple[str, ...]) -> str:
    """Write a pattern for any of the words, as whole words; with none, one that is met nowhere."""
    return rf"\b(?:{'|'.join(re.escape(_plain(word)) for word in words)})\b" if words else r"(?!)"


@cache
def _patterns() -> tuple[tuple[Characteristic, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (each, re.compile(_any_of(each.words)), re.compile(_any_of(each.not_meant)))
        for each in protected_characteristics().everyone
    )


@cache
def _about_conduct() -> re.Pattern[str]:
    """Match what somebody did because of who another is: "race and sex discrimination", "abuse related to faith"."""
    listed = protected_characteristics()
    word = _any_of(tuple(word for each in listed.everyone for word in each.words))
    several = f"{word}(?: (?:and|or) {word})*"
    conduct, because = _any_of(listed.conduct), _any_of(listed.because)
    return re.compile(f"{several} {conduct}|{conduct} {because} {several}")


@cache
def _past_concerns() -> re.Pattern[str]:
    return re.compile(_any_of(protected_characteristics().past_concerns))
