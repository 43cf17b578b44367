"""What stands above and below a table, for a proposed layout: the time in a title, and where the notes begin."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fairness_adapters.layouts.anchors import capture
from fairness_adapters.layouts.periods import Time, parse_time
from fairness_adapters.layouts.profiles import Profile
from fairness_adapters.layouts.suggest_lines import Part
from fairness_adapters.layouts.table_cells import text_of
from fairness_adapters.layouts.toml_text import quoted, quoted_list

_DAY = r"\d{1,2}(?:st|nd|rd|th)? [a-z]+ 20\d\d|\d{1,2}/\d{1,2}/20\d\d"
_TIMES = (
    "/as (?:at|of) (.+)/",
    r"/\b((?:half[ -])?year (?:to|ended|ending) .*)/",
    r"/\b(quarter (?:to|ended|ending) .*)/",
    r"/\b(\w+[ -]months?(?: period)? (?:to|ended|ending) .*)/",
    rf"/((?:{_DAY}) (?:to|-|–) (?:{_DAY}))/",
    r"/([a-z]+(?: 20\d\d)? (?:to|-|–) [a-z]+ 20\d\d)/",
    r"/(q(?:uarter)? ?[1-4],? 20\d\d/\d\d)/",
    r"/\b(20\d\d/\d\d)\b/",
)
"""Patterns of a time in a title, the most exact first; the layout is given the first that finds one."""
SURVEY = 'survey = { start = "1 October", end = "31 December", years_back = 1 }  # decide: when the survey takes place'
OWN_DAY = re.compile(r"birth|start|hire|join|leav|end|terminat|expir", re.IGNORECASE)
"""Headings of dates that are a person's own, and never the time that figures are of."""
_NOTES = re.compile(r"(?:foot)?notes?|sources?|key", re.IGNORECASE)
NO_ID = 'id = "our-layout"                    # decide: a short name of your own'
NO_DAY = (
    'day = ""  # decide: the day that the figures are of, such as "2025-03-31"; the file does not say it',
    '# (for what is counted over a time, in place of day: first_day = "2025-07-01", last_day = "2025-09-30")',
)
NO_DAYS = (
    'first_day = ""  # decide: the time in which these were counted, such as "2025-07-01"',
    'last_day = ""   # decide: its last day, such as "2025-09-30"; the file does not say it',
)
"""What a person must fill in where no time is found: of a stock, and of what is counted over a time."""
LONGEST_LABEL = 20
"""Characters of a label that begins the notes; a longer text is quoted by its first word."""


def period_above(seen: Profile) -> tuple[tuple[str, ...], Time | None]:
    """Return the line that finds the time above the table, in the row nearest to it, and the time; else nothing."""
    top = seen.bottom - seen.header_rows
    for row in (row for row in reversed(list(seen.cells.rows)) if row <= top):
        for value in seen.cells.rows[row].values():
            for pattern in _TIMES:
                time = parse_time(said, "31 March") if (said := capture(pattern, value)) else None
                if time is not None:
                    return (f"above = {_in_toml(pattern)}  # a text above the table says it",), time
    return (), None


def _in_toml(pattern: str) -> str:
    """Write a pattern as TOML; in single quotes a backslash stays one."""
    return f"'{pattern}'" if "\\" in pattern and "'" not in pattern else quoted(pattern)


def notes_below(seen: Profile) -> Iterator[Part]:
    """Yield the part that says where the notes begin, if a row below the table says that it begins them."""
    for row in (row for row in seen.cells.rows if row > seen.last_row):
        text = text_of(next(iter(seen.cells.rows[row].values()), None))
        word = _NOTES.match(text)
        if word and not text[word.end() : word.end() + 1].isalnum():
            label = text if len(text) <= LONGEST_LABEL else f"/^{word[0]}\\b/"
            yield Part(name="rows", lines=(f"until = {quoted_list([label])}  # where the notes begin",))
            return
