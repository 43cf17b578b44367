"""What a plugin's categoriser answers, looked at before anybody sees it: scores, codes, and evidence that is there.

A type checker in the author's editor says nothing of values, and a trained model may give any. What is wrong is said
without a word of the text. How a categoriser is called, and whose fault it is then, is in `catalogue`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from decimal import Decimal

from fairness_adapters.discovery import all_of
from fairness_core.config import Shelf
from fairness_core.lessons.categorise import Match, Suggestion
from fairness_core.lessons.taxonomy import taxonomies, taxonomy

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")


def mistake(found: tuple[Suggestion, ...], text: str, taxonomy_id: str, shelf: Shelf) -> str:
    """Return the first thing that is wrong with what was suggested for a text, in one clause; "" when nothing is."""
    if taxonomy_id not in (there := taxonomies(shelf)):
        return f"there is no taxonomy {taxonomy_id!r}, whose codes it says it gives; there are: {', '.join(there)}"
    codes = taxonomy(taxonomy_id, shelf).codes
    for number, each in enumerate(found, start=1):
        for said in _mistakes(each, text, codes):
            return f"suggestion {number}{_named(each.code, text)} {said.format(taxonomy=taxonomy_id)}"
    return ""


def _mistakes(each: Suggestion, text: str, codes: Container[str]) -> Iterator[str]:
    if each.code not in codes:
        yield "has a code that the taxonomy {taxonomy} does not have"
    if not _is_share(each.score):
        yield f"has a score that is no Decimal above 0 and at most 1{_number(each.score)}"
    if not each.made_by:
        yield "does not say who made it"
    if not each.evidence or not all_of(each.evidence, Match):
        yield "has no evidence, which is a tuple of Matches"
        return
    for number, match in enumerate(each.evidence, start=1):
        yield from (f"has evidence, the piece {number}, {said}" for said in _of_evidence(match, len(text)))


def _of_evidence(match: Match, length: int) -> Iterator[str]:
    if not _lies_within(match.span, length):
        yield f"whose span is not within the text or is empty; it is (start, end), as in a slice, up to {length}"
    if not _is_share(match.weight):
        yield f"whose weight is no Decimal above 0 and at most 1{_number(match.weight)}"


def _lies_within(span: tuple[int, ...], length: int) -> bool:
    return all_of(span, int) and len(span) == 2 and 0 <= span[0] < span[1] <= length


def _is_share(value: object) -> bool:
    return isinstance(value, Decimal) and value.is_finite() and 0 < value <= 1


def _number(value: object) -> str:
    return f" ({value})" if isinstance(value, int | float | Decimal) else ""


def _named(code: object, text: str) -> str:
    """Name a code, but nothing that may be a piece of the text."""
    is_code = isinstance(code, str) and _CODE.fullmatch(code) and code.casefold() not in text.casefold()
    return f" ({code})" if is_code else ""
