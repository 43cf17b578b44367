"""What columns are called in trusts' files, and what a heading calls for; the code that a text of a file means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import attrs

from fairness_adapters.labels import without_footnote
from fairness_adapters.layouts.anchors import matches, pattern_faults
from fairness_core.classifications import Classification, classification
from fairness_core.config import RuleFile, load, packaged_ids, packaged_text

PACKAGE = "fairness_adapters"
_APART = re.compile("([A-Z]{3,4}) [0-9]")
"""An abbreviation and a number: "BME 1"."""


@attrs.frozen(kw_only=True)
class Named:
    """Headings that call for one thing; for a dimension, the packaged classification of its codes.

    `texts` are codes as they are met, by which a dimension is known where no heading names it.
    """

    headings: tuple[str, ...]
    classification: str = ""
    texts: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Vocabulary(RuleFile):
    """Headings of dimensions, measures, times, keys, and of columns that say who somebody is."""

    dimensions: Mapping[str, Named]
    measures: Mapping[str, Named]
    period: Named
    keys: Named
    personal: Named

    def faults(self) -> Iterable[tuple[str, str]]:
        """Yield patterns that are none."""
        for path, each in {**self.dimensions, **self.measures, "period": self.period, "keys": self.keys}.items():
            yield from pattern_faults(path, (*each.headings, *each.texts))
        yield from pattern_faults("personal", self.personal.headings)

    def dimension(self, heading: str) -> str:
        """Return the dimension that a heading calls for; empty when there is none."""
        return next((name for name, each in self.dimensions.items() if matches(each.headings, heading)), "")

    def dimension_of(self, texts: Sequence[str]) -> str:
        """Return the dimension whose codes most of these texts are; empty when there is none."""
        shares = {name: sum(matches(each.texts, text) for text in texts) for name, each in self.dimensions.items()}
        best = max(shares, key=lambda name: shares[name])
        return best if 2 * shares[best] > len(texts) else ""

    def measure(self, heading: str) -> str:
        """Return the measure that a heading calls for; empty when there is none."""
        return next((name for name, each in self.measures.items() if matches(each.headings, heading)), "")


def find_code(code_list: Classification, text: str) -> str | None:
    """Return the code that a text of a file means: as it stands, else without the footnote mark at its end.

    Here the mark of an abbreviation may stand apart. Words do not give theirs up: "Ward 1" is no ward.

    >>> ethnicity = classification("ethnicity")
    >>> [find_code(ethnicity, text) for text in ("BME", "BME1", "BME 1", "B1", "B 1")]
    ['bme', 'bme', 'bme', 'B', None]
    """
    apart = _APART.fullmatch(text.strip())
    texts = (text, without_footnote(text), *([apart[1]] if apart else []))
    return next((code for each in texts if (code := code_list.find(each))), None)


@cache
def vocabulary() -> Vocabulary:
    """Return the packaged list of headings."""
    return load(packaged_text("vocabulary", "headings", PACKAGE), Vocabulary, file="headings.toml")


@cache
def classifications() -> tuple[Classification, ...]:
    """Return every packaged classification."""
    return tuple(classification(each) for each in packaged_ids("classifications"))
