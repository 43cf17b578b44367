r"""How a layout names a text in a file: word for word, by an alias, or by a pattern between slashes.

Wherever a layout lists labels, a text such as "/^Q15\b/" is a regular expression that may match anywhere;
every other text is compared as a whole, after case, blanks, dashes and quotation marks are made even,
and once more without a footnote mark at its end. Which texts are looked for is said by each layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from fairness_adapters.grid import CellValue
from fairness_adapters.labels import normalise_label, without_footnote

LONGEST = 1000
"""Characters of a cell that are compared; a longer text is a remark and no label."""


def is_pattern(label: str) -> bool:
    """Tell whether a label of a layout is a pattern: a regular expression between slashes."""
    return len(label) > 2 and label.startswith("/") and label.endswith("/")


def matches(labels: Iterable[str], value: CellValue) -> bool:
    r"""Tell whether a cell holds one of the labels.

    >>> matches(["Band 5"], " BAND 5 "), matches(["EU staff"], "EU staff1"), matches([r"/^Q15\b/"], "Q15. Does")
    (True, True, True)
    """
    if not isinstance(value, str) or len(value) > LONGEST:
        return False
    folded, bare = _folded(value), _folded(without_footnote(value))
    return any(_matches(label, value, folded, bare) for label in labels)


def is_one_of(labels: Iterable[str], value: CellValue) -> bool:
    """Tell whether a cell holds one of the labels as it is written, footnote mark and all; no pattern is tried.

    >>> is_one_of(["Ward1"], " WARD1"), is_one_of(["Ward"], "Ward1")
    (True, False)
    """
    return isinstance(value, str) and len(value) <= LONGEST and _folded(value) in {_folded(label) for label in labels}


def capture(pattern: str, value: CellValue) -> str:
    """Return what a pattern's first group (or all of it) finds in a cell; empty when it finds nothing.

    >>> capture("/as at (.*)/", "NHS Trusts, as at 30 September 2016")
    '30 September 2016'
    """
    if not isinstance(value, str) or len(value) > LONGEST or not is_pattern(pattern):
        return ""
    found = _compiled(pattern).search(_spaced(value))
    return (found[1] or "") if found and found.re.groups else found[0] if found else ""


def pattern_faults(path: str, labels: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Yield a fault for each pattern that is no regular expression."""
    for label in labels:
        if is_pattern(label):
            try:
                _compiled(label)
            except re.error as fault:
                yield path, f"{label} is not a regular expression: {fault}."


def _matches(label: str, value: str, folded: str, bare: str) -> bool:
    if is_pattern(label):
        return bool(_compiled(label).search(_spaced(value)))
    return _folded(label) in {folded, bare}


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern[1:-1], re.IGNORECASE)


@lru_cache(maxsize=8192)
def _folded(label: str) -> str:
    return normalise_label(label)


def _spaced(text: str) -> str:
    return " ".join(text.split())
