"""Whether a lesson's remedy is a change in a person, in the system, or in both: suggested, never assumed.

*Person* when the remedy is only a change in one individual; *system* when it changes a rule, a resource, a role, a
design or a culture; *both* when either alone would not be enough. Without evidence the suggestion is "system,
unconfirmed", for most errors come from the system; for racism, sexual misconduct and deliberate harm there is no
such default: they are named as what they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal, TypeAlias

import attrs

from fairness_core.config import RuleFile, load, packaged_text
from fairness_core.lessons.matching import pattern_spans
from fairness_core.lessons.patterns import Pattern, pattern
from fairness_core.lessons.tokens import tokens

KIND = "wording"
FILE_ID = "levels"

Suggested: TypeAlias = Literal["person", "system", "both", "system, unconfirmed", "not said"]


@attrs.frozen(kw_only=True)
class LevelWords(RuleFile):
    """Phrases that speak for a change in a person or in the system, and the allegations without a default."""

    person: tuple[str, ...]
    system: tuple[str, ...]
    no_default: tuple[str, ...]
    sets: Mapping[str, tuple[str, ...]]


@attrs.frozen(kw_only=True)
class LevelSuggestion:
    """A suggestion with its evidence: where in the text the phrases stand, as in a slice."""

    level: Suggested
    person: tuple[tuple[int, int], ...]
    system: tuple[tuple[int, int], ...]


@cache
def level_words() -> LevelWords:
    """Return the packaged words."""
    return load(packaged_text(KIND, FILE_ID), LevelWords, file=f"{FILE_ID}.toml")


def suggest_level(text: str, allegations: Iterable[str] = ()) -> LevelSuggestion:
    """Suggest the level of a lesson's remedy.

    >>> suggest_level("The rota was changed so that nobody works alone.").level
    'system'
    """
    found = tokens(text)
    person = pattern_spans(found, _phrases("person"))
    system = pattern_spans(found, _phrases("system"))
    return LevelSuggestion(level=_level(bool(person), bool(system), allegations), person=person, system=system)


def _level(person: bool, system: bool, allegations: Iterable[str]) -> Suggested:
    if person and system:
        return "both"
    if person or system:
        return "person" if person else "system"
    named = set(level_words().no_default) & set(allegations)
    return "not said" if named else "system, unconfirmed"


@cache
def _phrases(side: Literal["person", "system"]) -> tuple[Pattern, ...]:
    words = level_words()
    return tuple(pattern(text, words.sets) for text in getattr(words, side))
