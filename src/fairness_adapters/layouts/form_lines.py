"""One line of a form that holds labels and answers: where each label ends, and what is only a line to write on.

Which label means which field is known to `fairness_adapters.layouts.form_labels`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import attrs

LONGEST_LINE = 400
"""Characters at the beginning of a line in which labels are looked for."""

_DOTS = r"(?:_{2,}|\.{4,}|\u2026{2,}|(?:[_.\u2026]\s){3,}[_.\u2026]?)"
FILLER = re.compile(_DOTS)
"""Dots or a line to write on: they are no answer."""

_BLANK = re.compile(r"[\s_.\u2026]*")
_LABEL = r"[^\W\d_][^:_.\u2026\n]{0,40}"
_BLANK_LABEL = re.compile(rf"(?:^|\s{{2,}}|\t|(?<=[_.\u2026][_.\u2026])\s*){_LABEL}:[\s_.\u2026]*$")
_LABEL_AFTER_GAP = re.compile(rf"(?:\s{{3,}}|\t){_LABEL}:\s*$")
_MARK = r"\s*[:\t]\s*|\s+[\u2013\u2014]\s+|\s+-\s+|\s*=\s*"
_BEHIND_PLAIN = re.compile(_MARK)
_BEHIND_LABEL = re.compile(rf"{_MARK}|\s*(?={_DOTS})")
_BEHIND_FURTHER = re.compile(rf"\s*:\s*|\s*(?={_DOTS})")
_FURTHER = re.compile(r"(?:\s{2,}|\t|(?<=[_.\u2026][_.\u2026])\s*)(?=[^\W\d_])")
_HINTS = ("__", "..", "\u2026\u2026", "_ _", ". .", "\u2026 \u2026")
_WORDS_OF_LABEL = 4
_MOST_LABELS = 4
_LETTERS = " \t\u00a0_.\u2026"


@attrs.frozen
class Pair:
    """A label of a line with the field that it means, and what follows up to the next label."""

    field: str
    text: str


@attrs.frozen
class Line:
    """The labels of a line that are known, with their answers; `before` is what stands in front of the first."""

    pairs: tuple[Pair, ...]
    before: str = ""


def split_line(text: str, match: Callable[[str], str | None]) -> Line | None:
    """Split "Signed: ....  Date: 3 April 2026" at the labels that are known; None where the line has none.

    A label further on counts where a gap, a tab or a line to write on stands before it. What follows the first
    line of the text belongs to its last label.
    """
    line = text[:LONGEST_LINE].split("\n", 1)[0]
    dotted = has_filler(line)
    found = [each for each in (_label(line, 0, _BEHIND_LABEL if dotted else _BEHIND_PLAIN, match),) if each]
    may_go_on = dotted or ":" in line[found[0][2] if found else 0 :]
    for gap in _FURTHER.finditer(line) if may_go_on else ():
        if gap.end() >= (found[-1][2] if found else 0) and gap.end() > 0:
            found += [each for each in (_label(line, gap.end(), _BEHIND_FURTHER, match),) if each]
    if not found or not (found[0][0] == 0 or _has_label(line[: found[0][0]])):
        return None
    ends = [start for start, _, _ in found[1:]] + [len(text)]
    pairs = (
        Pair(field, _without_blank_label(text, behind, end).rstrip(" \t"))
        for (_, field, behind), end in zip(found, ends, strict=True)
    )
    return Line(tuple(pairs), text[: found[0][0]])


def _without_blank_label(text: str, behind: int, end: int) -> str:
    """Return the answer behind a label; after a gap, a further label with nothing behind it is none of it."""
    gap = len(text[:behind]) - len(text[:behind].rstrip(" "))
    shown = " " * gap + text[behind:end]
    blank = _LABEL_AFTER_GAP.search(shown[:LONGEST_LINE]) if len(shown) <= LONGEST_LINE and "\n" not in shown else None
    return shown[gap : blank.start()] if blank else text[behind:end]


def has_filler(text: str) -> bool:
    """Tell whether dots or a line to write on are in a text; looked for twice, because most texts have none."""
    return any(hint in text for hint in _HINTS) and bool(FILLER.search(text))


def _label(
    line: str, start: int, behind: re.Pattern[str], match: Callable[[str], str | None]
) -> tuple[int, str, int] | None:
    """Return where a label begins, its field, and where its answer begins."""
    for mark in behind.finditer(line, start):
        if field := match(line[start : mark.start()]):
            return start, field, mark.end()
        if behind is _BEHIND_FURTHER:
            return None
    return None


def _has_label(text: str) -> bool:
    return has_filler(text) or looks_like_label(text)


def looks_like_label(text: str) -> bool:
    """Tell whether a text begins with a few words and a colon, as an unknown label would."""
    label, colon, _ = text.partition(":")
    return bool(colon) and len(label[:LONGEST_LINE].split()) <= _WORDS_OF_LABEL


def without_fillers(text: str) -> str:
    r"""Return an answer without lines to write on, and without a label behind it that has no answer.

    >>> without_fillers("____________   Date: ______"), without_fillers("u1........   Date: "), without_fillers("1.5")
    ('', 'u1', '1.5')
    """
    if not has_filler(text):
        return "" if _BLANK.fullmatch(text) else text
    return "\n".join(plain for line in text.split("\n") if (plain := _without_filler(line)) or not line.strip())


def _without_filler(line: str) -> str:
    if len(line) > LONGEST_LINE or not has_filler(line):
        return line
    plain = _BLANK_LABEL.sub("", line)
    for _ in range(_MOST_LABELS):
        plain = _BLANK_LABEL.sub("", plain)
    head = plain.lstrip(_LETTERS)
    plain = head if FILLER.search(plain[: len(plain) - len(head)]) else plain
    tail = plain.rstrip(_LETTERS)
    return tail if FILLER.search(plain[len(tail) :]) else plain


def blanks_of(line: str) -> list[str] | None:
    """Return the labels of a line that is only there to be written on; None for any other line."""
    if len(line) > LONGEST_LINE or not has_filler(line):
        return None
    *pieces, last = FILLER.split(line)
    if last.strip() and not last.rstrip().endswith(":"):
        return None
    return [piece.strip() for piece in (*pieces, last) if piece.strip()]
