"""Find what looks like it says who somebody is, before a text is stored: each with its kind and its place.

A program finds what has a shape (numbers, addresses, titles before names) and misses what has none; a finding is a
question to the author, and nothing is taken out. Numbers with a check digit are checked by what the caller gives:
the core knows none. No finding quotes the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Literal, TypeAlias

import attrs

from fairness_core.config import RuleFile, load, packaged_text
from fairness_core.problems import Place, Problem, warning

KIND = "wording"
FILE_ID = "identifiers"

IdentifierKind: TypeAlias = Literal[
    "name", "date of birth", "NHS number", "registration number", "postcode", "phone number", "e-mail address"
]
NumberCheck: TypeAlias = Callable[[str], bool]
"""Tells whether a number can be a real one, say by its check digit."""


@attrs.frozen(kw_only=True)
class Finding:
    """Something that looks like it says who somebody is: which kind, where (as in a slice), and how sure.

    `sure` is False where only the shape speaks for it.
    """

    kind: IdentifierKind
    span: tuple[int, int]
    sure: bool

    def to_problem(self, file: str = "", field: str = "") -> Problem:
        """Return the finding as a problem that names its place and never its words."""
        first, last = self.span[0] + 1, self.span[1]
        article = "an" if self.kind[0].lower() in "aein" and self.kind != "name" else "a"
        return warning(
            "looks_identifying",
            f"This looks like {article} {self.kind}, at letters {first} to {last}.",
            where=Place(file=file, field=field),
            hint="Take it out, or write what matters about the person without saying who it is.",
        )


@attrs.frozen(kw_only=True)
class Identifiers(RuleFile):
    """Words that help to find names: titles before one, words that tell of one, and capitalised words that are none."""

    titles: tuple[str, ...]
    given_names: tuple[str, ...]
    told_by: tuple[str, ...]
    not_names: tuple[str, ...]


@cache
def identifiers() -> Identifiers:
    """Return the packaged words."""
    return load(packaged_text(KIND, FILE_ID), Identifiers, file=f"{FILE_ID}.toml")


def identifying(text: str, checks: Mapping[str, NumberCheck] | None = None) -> tuple[Finding, ...]:
    """Return everything in a text that looks like it says who somebody is, in its order; none overlap.

    `checks` tells for "NHS number" and the like whether a number can be real; one that cannot is left out.

    >>> [each.kind for each in identifying("Dr Example rang from LS1 4AP.")]
    ['name', 'postcode']
    """
    found = sorted(_found(text, checks or {}), key=lambda each: (each.span[0], -each.span[1]))
    kept: list[Finding] = []
    for each in found:
        if not kept or each.span[0] >= kept[-1].span[1]:
            kept.append(each)
    return tuple(kept)


_AREA = r"(?:\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d{1,2}|[A-HK-Y]\d[ABEHMNPRVWXY])"
_POSTCODE = rf"(?:GIR ?0AA|[A-PR-UWYZ]{_AREA} ?\d[ABD-HJLNP-UW-Z]{{2}})"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAYS = (
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}",
    r"\d{4}-\d{2}-\d{2}",
    rf"(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},? \d{{2,4}}",
)
_BORN = r"(?:d\.?o\.?b\.?|date of birth|born(?: on)?|birthday)"
_REGISTER = r"(?:GMC|GDC|NMC|GPhC|HCPC|GOC)(?: (?:no|number|ref|registration|pin))*"
_SHAPES: tuple[tuple[IdentifierKind, str, bool], ...] = (
    ("e-mail address", r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+", True),
    ("postcode", rf"\b{_POSTCODE}\b", True),
    ("date of birth", rf"\b{_BORN}[\s:,(-]*(?:{'|'.join(_DAYS)})", True),
    ("date of birth", r"\bb\. ?(?:19|20)\d\d\b", True),
    ("NHS number", r"(?<![\d-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d-])", False),
    ("phone number", r"(?<![\w-])(?:\+44|0044|0)(?:[\s()-]*\d){9,10}(?![\w-])", True),
    ("registration number", rf"\b{_REGISTER}[.:\s#-]*[A-Z]{{0,2}}\d[\dA-Z-]{{3,8}}\b", True),
    ("registration number", r"\b\d{2}[A-L]\d{4}[A-Z]\b", True),
    ("registration number", r"(?<![\d-])[1-9]\d{6}(?![\d-])", False),
)


def _found(text: str, checks: Mapping[str, NumberCheck]) -> Iterator[Finding]:
    for kind, pattern, sure in _patterns():
        for match in pattern.finditer(text):
            check = checks.get(kind)
            if check is None or sure or check(re.sub(r"[ -]", "", match[0])):
                yield Finding(kind=kind, span=match.span(), sure=sure or check is not None)
    yield from _names(text)


@cache
def _patterns() -> tuple[tuple[IdentifierKind, re.Pattern[str], bool], ...]:
    return tuple((kind, re.compile(pattern, re.IGNORECASE), sure) for kind, pattern, sure in _SHAPES)


_NAME = r"[A-Z][a-z]+(?:[-'’][A-Z]?[a-z]+)*"


def _names(text: str) -> Iterator[Finding]:
    none = frozenset(identifiers().not_names)
    for pattern in _name_patterns():
        for match in pattern.finditer(text):
            if not none.intersection(re.findall(r"[\w'’-]+", match["name"])):
                yield Finding(kind="name", span=match.span("name"), sure=True)


@cache
def _name_patterns() -> tuple[re.Pattern[str], ...]:
    """Match a name after a title, words that tell of one or an initial, and a given name with what follows."""
    words = identifiers()
    titles, told, given = (_either(each) for each in (words.titles, words.told_by, words.given_names))
    return (
        re.compile(rf"\b(?i:{titles})\.? +(?P<name>(?:[A-Z]\.? +){{0,2}}{_NAME}(?: +{_NAME})?)"),
        re.compile(rf"\b(?:{told}) +(?P<name>{_NAME}(?: +{_NAME})?)"),
        re.compile(rf"\b(?P<name>[A-Z]\. ?{_NAME})"),
        re.compile(rf"\b(?P<name>(?:{given})(?: +{_NAME})?)\b"),
    )


def _either(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(each) for each in sorted(words, key=len, reverse=True)) or "(?!)"
