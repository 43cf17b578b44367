"""Labels as people type them, made comparable.

Two labels that look alike on screen should be equal after `normalise_label`. What a label means is not
decided here: see `fairness_adapters.layouts` and `fairness_core.classifications`.
"""

from __future__ import annotations

import re
import unicodedata

# Soft hyphen, zero-width characters, marks of writing direction, word joiner, byte order mark.
_INVISIBLE = dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF])
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4\u0060", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d", "-"),
    }
)
_FOOTNOTE = re.compile(
    r"""(?: \s* \[ (?: note \s* )? [0-9a-z]{1,2} \]      # [note 2], [1], [b]
          | \s* \( (?: note \s* )? [0-9]{1,2} \)         # (1)
          | \s* [\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+ # superscript digits
          | (?<= [^\W\d_]{3} ) [0-9]{1,2}                # nationality1, BME1
          | \s* [*\u2020\u2021]+                         # * and daggers
        )+ \s* $""",
    re.IGNORECASE | re.VERBOSE,
)


def normalise_label(text: str) -> str:
    r"""Return `text` as a label to compare by: case, odd blanks, quotation marks and dashes made even.

    Follows Unicode's compatibility folding (NFKC, then case folding), removes invisible characters,
    turns every run of blanks (no-break ones and line ends too) into one space, and every kind of
    apostrophe and dash into the plain one. Digits stay: "Band 1" needs them. Doing it twice changes nothing.

    >>> normalise_label("  Don\u2019t\u00a0know \u2013 BAND\n1 ")
    "don't know - band 1"
    """
    folded = text
    # Folding one character can bring forth another that folds in turn, so go on until nothing moves.
    for _ in range(4):
        before, folded = folded, _fold(folded)
        if folded == before:
            break
    return folded


def without_footnote(text: str) -> str:
    """Return `text` without the footnote mark at its end: "nationality1", "[note 2]", "(1)", superscripts, daggers.

    A digit is one when it is glued to a word of three letters or more: "B1" and "ST3" are codes. Only for a second
    attempt, after the label as it stands was not recognised: "Band5" would become "Band".

    >>> without_footnote("EU nationality1"), without_footnote("Asian [note 2]"), without_footnote("Band 1")
    ('EU nationality', 'Asian', 'Band 1')
    """
    return _FOOTNOTE.sub("", text)


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text.translate(_ALIKE).translate(_INVISIBLE))
    return " ".join(unicodedata.normalize("NFKC", plain.casefold()).translate(_ALIKE).translate(_INVISIBLE).split())
