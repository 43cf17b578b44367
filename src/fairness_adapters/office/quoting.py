"""How a cell's content may be shown in a message.

The privacy rule: a message may reach a log, a shared screen or an email, and a cell may hold a person's
name by mistake (a slipped column, a remark typed into a figure's place). So figures, dates and errors are
shown in full; of text, only its digits, its signs and words from a closed list (number words, words that
go with a count, and months beside a digit). Every other word becomes "…", and text of which nothing
would be left, or that is long, is described by its length. Runs of nine digits or more (NHS numbers,
telephone numbers) are hidden too. The cell's place is always given, so whoever may open the file can look.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from fairness_adapters.grid import CellError, CellValue, NotCalculated, is_blank

LONGEST_QUOTE = 30
"""Characters of a cell's text that a message shows at most; longer text is described by its length."""

_LONGEST_FIGURE = 8
_MOST_HIDDEN = 2
_WORDS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million
about approx approximately around at between ca circa est estimate estimated fewer from less least more most
nearly no not or over plus roughly than to under up and of per st nd rd th
a c k n u x z band bands bme cases days fte headcount hours people percent cent pp staff total vsm wte year years
applicable available calculated confidential data figure figures known low missing na nil nk none null pending
recorded redacted ref suppressed tba tbc unknown yes
"""
# Months are first names as well, so they are shown only where a digit makes a date of them.
_MONTHS = """
january february march april may june july august september october november december
jan feb mar apr jun jul aug sep sept oct nov dec
"""
_SHOWN = frozenset(_WORDS.split())
_SHOWN_BESIDE_DIGITS = _SHOWN | frozenset(_MONTHS.split())
_WORD = re.compile(r"[^\W_]+")
_RUN = re.compile(r"[^\W\d_]+|\d+")
_CODE = re.compile(r"(?=\D*\d)(?!(?:\d*[^\W\d_]){3})[^\W_]{1,6}")


def describe_found(value: CellValue) -> str:
    """Describe what a cell holds, for the `found` of a `Problem`, without giving away names or free text.

    >>> describe_found("12 (est)"), describe_found(-3), describe_found(date(2025, 3, 1))
    ("the text '12 (est)'", 'the number -3', 'the date 1 March 2025')
    >>> describe_found("Surname 12"), describe_found("rang on Tuesday")
    ("the text '… 12'", 'text of 15 characters')
    """
    if is_blank(value):
        return "nothing"
    if isinstance(value, str):
        return _describe_text(value)
    if isinstance(value, CellError):
        return f"the error {value.code}"
    if isinstance(value, NotCalculated):
        return "a formula that was never calculated"
    return _describe_figure(value)


def _describe_figure(value: bool | float | date | time | timedelta | None) -> str:
    if isinstance(value, bool):
        return f"the value {'TRUE' if value else 'FALSE'}"
    if isinstance(value, int | float):
        digits = len(str(abs(int(value))))
        return f"the number {value}" if digits <= _LONGEST_FIGURE else f"a number of {digits} digits"
    if isinstance(value, timedelta):
        hours, minutes = divmod(round(abs(value).total_seconds() / 60), 60)
        return f"a duration of {'-' if value < timedelta(0) else ''}{hours}:{minutes:02} hours"
    if isinstance(value, datetime):
        return f"the date and time {value.day} {value:%B} {value.year} {value:%H:%M}"
    if isinstance(value, date):
        return f"the date {value.day} {value:%B} {value.year}"
    return f"the time {value:%H:%M}" if value else "nothing"


def _describe_text(text: str) -> str:
    plain = " ".join(text.split())
    if not plain:
        return "blanks only"
    words = _WORD.findall(plain)
    shown = [word for word in words if _may_show(word, beside_digit=bool(re.search(r"\d", plain)))]
    hidden = len(words) - len(shown)
    unsafe = (words and not shown) or hidden > _MOST_HIDDEN or len(plain) > LONGEST_QUOTE or not plain.isprintable()
    if unsafe:
        return f"text of {len(text)} characters"
    return "the text '" + _WORD.sub(lambda word: word[0] if word[0] in shown else "…", plain) + "'"


def _may_show(word: str, *, beside_digit: bool) -> bool:
    """Tell whether a word of letters and digits is a figure, a short code such as 8a, or on the list."""
    listed = _SHOWN_BESIDE_DIGITS if beside_digit else _SHOWN
    runs_are_known = all(
        len(run) <= _LONGEST_FIGURE if run.isdecimal() else run.casefold() in listed for run in _RUN.findall(word)
    )
    return runs_are_known or bool(_CODE.fullmatch(word))
