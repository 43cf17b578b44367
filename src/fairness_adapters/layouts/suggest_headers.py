"""What the header rows over figures tell, as far as our vocabulary goes: a dimension, the time, or only names.

Only for proposing a layout; see `fairness_adapters.layouts.suggest`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import attrs

from fairness_adapters.labels import without_footnote
from fairness_adapters.layouts.figures import parse_year
from fairness_adapters.layouts.periods import parse_time
from fairness_adapters.layouts.profiles import Column
from fairness_adapters.layouts.suggest_lines import is_event
from fairness_adapters.layouts.table_cells import joined, text_of
from fairness_adapters.layouts.vocabulary import classifications, find_code, vocabulary
from fairness_core.classifications import Classification

KNOWN_SHARE = 0.6
"""The share of distinct texts that a classification must know for a column to be taken as of its codes."""
SHARE_BESIDE_TOTAL, FEWEST_BESIDE_TOTAL = 0.4, 2
"""Beside a heading such as "All staff" so large a share is enough, if it is so many headings at least."""
MOST_CODES = 40
"""A column with more distinct texts is no list of codes."""
LONGEST_CODE = 60
"""A heading with more characters is a question or a title and no code."""
_CODE = re.compile(r"[A-Z0-9]{3,6}")
_TOTAL = re.compile(r"^(all|total|grand total|overall|england|trust total)\b|\btotal$", re.IGNORECASE)


@attrs.frozen(kw_only=True)
class HeaderRow:
    """What a header row tells over the figures: a dimension, "period", or nothing (an empty name).

    `measures` says that it names what is counted: Applied, Shortlisted, Appointed under each group. `invented`, that
    nothing is known of its texts, and its name is made up.
    """

    name: str
    measures: bool = False
    code_list: Classification | None = None
    texts: frozenset[str] = frozenset()
    invented: bool = False

    def knows(self, text: str) -> bool:
        """Whether a heading in this row is one that it tells something by."""
        if self.name == "period":
            return parse_time(text, "31 March") is not None
        if self.code_list:
            return finds(self.code_list, text) or bool(totals([text]))
        return text in self.texts


def header_meanings(figures: Sequence[Column], how_many: int) -> list[HeaderRow]:
    """Tell what each header row says; empty when the one header row only names the columns."""
    if how_many == 1 and not _are_known([text_of(each.headings[0]) for each in figures]):
        return []
    found: list[HeaderRow] = []
    for place in range(how_many):
        texts = [text_of(each.headings[place]) for each in figures if each.headings[place] is not None]
        distinct = without_totals(dict.fromkeys(texts))
        code_list = _list_of(texts)
        if distinct and all(parse_year(text) for text in distinct):
            found.append(HeaderRow(name="period"))
        elif _name_measures(distinct) or (not code_list and _repeats(figures, place)):
            found.append(HeaderRow(name="", measures=True))
        elif code_list:
            found.append(HeaderRow(name=code_list.id, code_list=code_list))
        elif not texts or len(distinct) > MOST_CODES or max(map(len, texts)) > LONGEST_CODE:
            # Questions and the like: the row only names the columns, and then so do the others.
            return []
        else:
            name = vocabulary().dimension_of(distinct)
            row = HeaderRow(name=name or f"heading_{place + 1}", texts=frozenset(texts), invented=not name)
            found.append(row)
    if not any(each.name for each in found):
        return []
    return [_with_own_name(each, place, found[:place]) for place, each in enumerate(found)]


def _with_own_name(row: HeaderRow, place: int, before: Sequence[HeaderRow]) -> HeaderRow:
    """Give a row that tells what another told before a name of its own; a second row of years only names columns."""
    if not row.name or row.name not in {each.name for each in before}:
        return row
    return attrs.evolve(row, name="" if row.name == "period" else f"heading_{place + 1}")


def _are_known(texts: Sequence[str]) -> bool:
    """Whether headings are codes of one of our lists, or years, rather than names of columns."""
    distinct = [text for text in without_totals(dict.fromkeys(texts)) if text]
    if len(distinct) < 2:
        return False
    return all(parse_year(text) for text in distinct) or _list_of(texts) is not None


def _list_of(texts: Sequence[str]) -> Classification | None:
    """Return the code list that most of these headings are of; beside a total, several of them are enough."""
    distinct = [text for text in without_totals(dict.fromkeys(texts)) if text]
    shares = {each.id: (share(each, distinct), each) for each in classifications()}
    best, code_list = max(shares.values(), key=lambda found: found[0])
    several = best * len(distinct) >= FEWEST_BESIDE_TOTAL and best >= SHARE_BESIDE_TOTAL
    return code_list if best >= KNOWN_SHARE or (several and bool(totals(texts))) else None


def _name_measures(texts: Sequence[str]) -> bool:
    """Whether headings say what is counted: half of them at least are measures or events that are known."""
    known = [text for text in texts if vocabulary().measure(text) or is_event(text)]
    return bool(known) and 2 * len(known) >= len(texts)


def _repeats(figures: Sequence[Column], place: int) -> bool:
    """Whether a row that nothing is known of has the same texts under each heading above it, and no total.

    Groups would have a list, or a total beside them; what is there again under each group is what is counted.
    """
    below: dict[str, list[str]] = {}
    for each in figures:
        below.setdefault(joined(each.headings[:place]), []).append(text_of(each.headings[place]))
    first = next(iter(below.values()), [])
    alike = len(below) > 1 and all(each == first for each in below.values())
    known = bool(totals(first)) or bool(vocabulary().dimension_of(first))
    return place > 0 and alike and len(set(first)) == len(first) > 1 and all(first) and not known


def totals(texts: Iterable[str]) -> list[str]:
    """Return those texts that look like a total's, with or without a footnote mark."""
    return [text for text in texts if _TOTAL.search(without_footnote(text))]


def without_totals(texts: Iterable[str]) -> list[str]:
    """Return those texts that do not look like a total's."""
    return [text for text in texts if not _TOTAL.search(without_footnote(text))]


def share(code_list: Classification, texts: Sequence[str]) -> float:
    """Return the share of texts that a classification knows, 0 to 1."""
    return sum(finds(code_list, text) for text in texts) / len(texts) if texts else 0.0


def finds(code_list: Classification, text: str) -> bool:
    """Tell whether a classification knows a text, with or without a footnote mark at its end."""
    return find_code(code_list, text) is not None


def list_of_column(column: Column, known: str) -> Classification | None:
    """Return the code list of a column: the known one, else that which knows most of its texts."""
    texts = without_totals(column.texts)
    if known:
        return next(each for each in classifications() if each.id == known)
    best = max(classifications(), key=lambda each: share(each, texts))
    return best if len(texts) > 1 and share(best, texts) >= KNOWN_SHARE else None


def are_codes(column: Column) -> bool:
    """Whether a column holds codes of capitals and digits, such as those of organisations."""
    fitting = sum(count for text, count in column.texts.items() if _CODE.fullmatch(text))
    return bool(column.texts) and fitting >= 0.9 * sum(column.texts.values())
