"""Point an author at words in their own draft of a lesson that blame, and offer the question about the system.

It warns and never changes a text. It is for the author's own words alone, and never run on a witness's words, an
allegation or a finding: whoever calls it says so with `of`. Racism, sexual misconduct and deliberate harm are named
as such: a draft that recasts them as a matter of communication or culture alone is pointed at too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal

import attrs

from fairness_core.config import RuleFile, load, packaged_text
from fairness_core.lessons.matching import pattern_spans
from fairness_core.lessons.patterns import Pattern, pattern
from fairness_core.lessons.tokens import tokens

KIND = "wording"
FILE_ID = "blame"


@attrs.frozen(kw_only=True)
class Wording:
    """Phrases that blame, why that matters, and the question about the system to ask instead."""

    phrases: tuple[str, ...]
    why: str
    ask: str


@attrs.frozen(kw_only=True)
class Named:
    """An allegation that is named as what it is: the words that name it, and what a draft that avoids them is told."""

    names: tuple[str, ...]
    recast: tuple[str, ...]
    says: str


@attrs.frozen(kw_only=True)
class BlameWords(RuleFile):
    """The list: wordings by a name of their own, and allegations that are never recast."""

    wordings: Mapping[str, Wording]
    named: Mapping[str, Named]


@attrs.frozen(kw_only=True)
class Pointer:
    """One place in a draft: where (as in a slice; None for the draft as a whole), why, and what to ask instead."""

    wording: str
    span: tuple[int, int] | None
    why: str
    ask: str


@cache
def blame_words() -> BlameWords:
    """Return the packaged list."""
    return load(packaged_text(KIND, FILE_ID), BlameWords, file=f"{FILE_ID}.toml")


def check_draft(text: str, *, of: Literal["own draft"], allegations: Iterable[str] = ()) -> tuple[Pointer, ...]:
    """Return what an author may want to look at again in their own draft, in the order of the text.

    `of` can only be "own draft". `allegations` are the kinds of allegation of the case (see `Lesson.allegations`).

    >>> [each.ask for each in check_draft("The doctor failed to follow the policy.", of="own draft")]
    ['What made it hard to do here, and would others have done the same?']
    """
    assert of == "own draft"
    found, listed = tokens(text), blame_words()
    pointers = [
        Pointer(wording=name, span=span, why=each.why, ask=each.ask)
        for name, each in listed.wordings.items()
        for span in pattern_spans(found, _phrases(name))
    ]
    pointers.sort(key=lambda each: each.span or (0, 0))
    for allegation in allegations:
        named = listed.named.get(allegation)
        if named and _is_recast(text, named):
            pointers.append(Pointer(wording=allegation, span=None, why=named.says, ask=""))
    return tuple(pointers)


def _is_recast(text: str, named: Named) -> bool:
    """Tell whether a draft speaks of something else in the place of what it is about."""
    found = tokens(text)
    return bool(pattern_spans(found, map(pattern, named.recast))) and not pattern_spans(
        found, map(pattern, named.names)
    )


@cache
def _phrases(name: str) -> tuple[Pattern, ...]:
    return tuple(map(pattern, blame_words().wordings[name].phrases))
