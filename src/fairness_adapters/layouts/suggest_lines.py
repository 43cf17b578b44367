"""Lines of a proposed layout: parts, codes, units, how totals compare, measures of the file's own.

Which of them are written is decided in `fairness_adapters.layouts.suggest`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from fairness_adapters.layouts.profiles import Column
from fairness_adapters.layouts.table_cells import text_of
from fairness_adapters.layouts.toml_text import comment, one_line, quoted, quoted_list
from fairness_core.classifications import Classification

_BASE = re.compile(r"\bbase\b|number of (responses|respondents|answers)|\brespondents\b", re.IGNORECASE)


_UNITS: Mapping[str, re.Pattern[str]] = {
    "applications": re.compile(r"^(applied|applica|shortlist|interview|offer|appoint)", re.IGNORECASE),
    "cases": re.compile(r"^(cases|grievances|disciplin|capability)", re.IGNORECASE),
}
_EVENT = re.compile(
    r"^(leavers|starters|joiners|new starters|promot|resign|dismiss|grievances|disciplin)", re.IGNORECASE
)


@attrs.frozen(kw_only=True)
class Part:
    """One table of the layout, with its lines."""

    name: str
    lines: tuple[str, ...]

    def text(self) -> str:
        """Return the part as TOML."""
        return "\n".join([f"[{self.name}]", *self.lines, ""])


def check_line(name: str, *, of_events: bool = False) -> str:
    """Propose how a total compares with its parts: people stand in one ethnic group, and perhaps in two bands.

    Events, such as applications, stand in one part each.
    """
    if of_events or name in {"ethnicity", "sex", "disability", "age_band", "religion", "sexual_orientation"}:
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


def measure_of(name: str, heading: str, *, over_time: bool = False) -> Part:
    """Propose a measure of the file's own for columns with a heading; `over_time` where the title names a stretch."""
    unit = next((unit for unit, pattern in _UNITS.items() if pattern.search(heading)), "people")
    others = ", ".join(f'"{each}"' for each in ("people", "applications", "cases", "answers") if each != unit)
    flow = (
        'flow = "flow"    # decide: counted over a time; or "stock" for what is there on a day'
        if is_event(heading) or over_time
        else 'flow = "stock"   # decide: of a day; "flow" for what is counted over a time, "survey" for a survey'
    )
    lines = (f"title = {quoted(heading)}", f'unit = "{unit}"  # decide: or {others}', flow)
    return Part(name=f"measures.{name}", lines=lines)


def is_event(heading: str) -> bool:
    """Whether a heading is of something that happens, and is counted over a time.

    >>> is_event("Applied"), is_event("Leavers"), is_event("Headcount")
    (True, True, False)
    """
    return bool(_EVENT.search(heading) or _UNITS["applications"].search(heading))


def ask_for_codes(code_list: Classification, texts: Sequence[str]) -> Iterator[str]:
    """Ask which codes of a list some texts mean that it does not know."""
    listed = f"'fairness codes {code_list.id}' lists them"
    yield comment(f"decide: which codes of '{code_list.id}' these texts mean, as CODE = [\"text\"]; {listed}")
    yield comment(f"codes = {{ ... }}    for {quoted_list(texts)}")


_TAIL = re.compile(r"[ ,:-]*total$", re.IGNORECASE)
_HEAD = re.compile(r"^(?:sub-?)?total (?:for |of )?", re.IGNORECASE)


def without_total(text: str) -> str:
    """Return a subtotal's label without the words that say that it is one.

    >>> without_total("Surgery total"), without_total("Total for Surgery"), without_total("Surgery")
    ('Surgery', 'Surgery', 'Surgery')
    """
    return _HEAD.sub("", _TAIL.sub("", text))


def same_code(subtotal: str) -> str:
    """Propose that "Surgery total", or "Total for Surgery", is of the code of Surgery."""
    head = _HEAD.match(subtotal)
    pattern = f"/^(?:{head[0]})?(.*)$/" if head else "/^(.*?)( total)?$/"
    return f"matching = {quoted(pattern)}  # {one_line(subtotal)} is of the same code"


def is_base(column: Column) -> bool:
    """Whether a column under a question gives the number of answers."""
    return len(column.headings) > 1 and bool(_BASE.search(text_of(column.headings[-1])))


def unit_lines(columns: Sequence[Column]) -> Iterator[str]:
    """Propose the unit of columns of figures, and list the markers in them for a person to decide."""
    shown = sum(each.percents for each in columns) > 0.5 * sum(each.numbers for each in columns)
    said = [re.search(r"%|per ?cent", text_of(each.headings[-1]), re.IGNORECASE) for each in columns]
    if shown or (said and all(said)):
        yield 'unit = "percent"  # decide: the numbers are shown as percentages'
    elif any(each.decimals for each in columns):
        yield 'unit = "score"  # decide: the numbers have decimals, so they count nobody'
    markers = sorted({text for each in columns for text in each.markers})
    if markers:
        yield comment(f"decide: what each of these means here: {quoted_list(markers)}")
        yield comment('for example markers = { zero = ["-"], suppressed = ["*"] }: nobody, or hidden to protect people')


def slug(text: str) -> str:
    """Return a name for a key from a text: lower-case words with underscores.

    >>> slug("Nurses & health visitors")
    'nurses_and_health_visitors'
    """
    return "_".join(re.findall(r"[a-z0-9]+", text.casefold().replace("&", " and ")))[:40].strip("_")
