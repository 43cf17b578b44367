"""Lines of a proposed layout: parts, codes, units, how totals compare, measures of the file's own.

Which of them are written is decided in `fairness_adapters.layouts.suggest`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import attrs

from fairness_adapters.layouts.profiles import Column
from fairness_adapters.layouts.table_cells import text_of
from fairness_adapters.layouts.toml_text import comment, quoted, quoted_list

_BASE = re.compile(r"\bbase\b|number of (responses|respondents|answers)|\brespondents\b", re.IGNORECASE)


@attrs.frozen(kw_only=True)
class Part:
    """One table of the layout, with its lines."""

    name: str
    lines: tuple[str, ...]

    def text(self) -> str:
        """Return the part as TOML."""
        return "\n".join([f"[{self.name}]", *self.lines, ""])


def check_line(name: str) -> str:
    """Propose how a total compares with its parts: people stand in one ethnic group, and perhaps in two bands."""
    if name in {"ethnicity", "sex", "disability", "age_band", "religion", "sexual_orientation"}:
        return 'check = "sum"  # decide: a total is the sum of its parts; or "none" for no comparison'
    return 'check = "at most"  # decide: a total may be less than its parts, for people with two posts; else "sum"'


def code_pairs(texts: Iterable[str]) -> Iterator[str]:
    """Yield `code = ["text"]` for each text, each with a code of its own."""
    used: set[str] = set()
    for number, text in enumerate(texts, start=1):
        code = slug(text) or f"code_{number}"
        code = code if code not in used else f"{code}_{number}"
        used.add(code)
        yield f"{code} = {quoted_list([text])}"


def own_measure(name: str, column: Column) -> Part:
    """Propose a measure of the file's own for a column."""
    title = f"title = {quoted(column.heading)}"
    lines = (
        title,
        'unit = "people"  # decide: or "applications", "cases", "answers"',
        'flow = "stock"   # decide: of a day; "flow" for a whole year, "survey" for a survey',
    )
    return Part(name=f"measures.{name}", lines=lines)


def is_base(column: Column) -> bool:
    """Whether a column under a question gives the number of answers."""
    return len(column.headings) > 1 and bool(_BASE.search(text_of(column.headings[-1])))


def unit_lines(columns: Sequence[Column]) -> Iterator[str]:
    """Propose the unit of columns of figures, and list the markers in them for a person to decide."""
    shown = sum(each.percents for each in columns) > 0.5 * sum(each.numbers for each in columns)
    if shown or all(re.search(r"%|per ?cent", text_of(each.headings[-1]), re.IGNORECASE) for each in columns):
        yield 'unit = "percent"  # decide: the numbers are shown as percentages'
    elif any(each.decimals for each in columns):
        yield 'unit = "score"  # decide: the numbers have decimals, so they count nobody'
    markers = sorted({text for each in columns for text in each.markers})
    if markers:
        yield comment(f"decide: what these mean here, as markers = {{ suppressed = [...] }}: {quoted_list(markers)}")


def slug(text: str) -> str:
    """Return a name for a key from a text: lower-case words with underscores.

    >>> slug("Nurses & health visitors")
    'nurses_and_health_visitors'
    """
    return "_".join(re.findall(r"[a-z0-9]+", text.casefold().replace("&", " and ")))[:40].strip("_")
