"""Texts of a column that mean the same although each text is a code of its own (`as_written`).

"Surgery1" beside "Surgery" is the same division with a footnote, "SURGERY" is it too, and both are told; "Ward1" and
"Ward2" are two. What a text means in a list of codes is looked up in `fairness_adapters.layouts.tables`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from fairness_adapters.grid import Workbook
from fairness_adapters.labels import normalise_label, without_footnote
from fairness_adapters.layouts.table_cells import SheetCells, text_of
from fairness_adapters.layouts.table_schema import TableLayout
from fairness_adapters.layouts.tables import Head, Meanings
from fairness_adapters.office.quoting import describe_found
from fairness_core.problems import Problem, note

Headed = Sequence[tuple[SheetCells, tuple[Head, ...]]]
Seen = dict[str, tuple[SheetCells, Head, int, int]]
"""Where each code was first met: its sheet, header, row and column."""


def same_texts(texts: Iterable[str]) -> dict[str, str]:
    """Return each text that is another one but for a footnote mark, case or blanks, with that other one.

    Texts that are told apart by numbers alone stay apart, and so does a longer number at the end.

    >>> same_texts(["Surgery1", "Surgery", "Ward", "Ward1", "Ward2", "Site", "Site12"])
    {'Surgery1': 'Surgery'}
    """
    bare = {text: _bare(text) for text in texts}
    plain = {normalise_label(text): text for text in reversed(bare) if bare[text] == text}
    alike = {text: owner for text in bare if (owner := plain.get(normalise_label(bare[text]), text)) != text}
    numbered = Counter(owner for text, owner in alike.items() if _number(text, bare[text]))
    return {text: owner for text, owner in alike.items() if numbered[owner] < 2 or not _number(text, bare[text])}


def _bare(text: str) -> str:
    bare = without_footnote(text)
    return text if re.fullmatch("[0-9]{2,}", text[len(bare) :]) else bare


def _number(text: str, bare: str) -> bool:
    return bool(re.search("[0-9]", text[len(bare) :]))


def unite(layout: TableLayout, workbook: Workbook, meanings: Meanings, headed: Headed) -> Iterator[Problem]:
    """Take texts of a column that mean the same for one, in `meanings`; yield a note on each."""
    for name, dimension in layout.dimensions.items():
        if dimension.as_written:
            seen = _seen(name, meanings, headed)
            same = {text: one for text, one in same_texts(seen).items() if text not in dimension.codes}
            meanings.unite(name, same)
            yield from _notes(name, workbook, seen, same)


def _seen(name: str, meanings: Meanings, headed: Headed) -> Seen:
    seen: Seen = {}
    for cells, heads in headed:
        ends = [*(head.top for head in heads[1:]), max(cells.rows, default=0) + 1]
        for head, end in zip(heads, ends, strict=True):
            for each in head.figures:
                for code in (code for dimension, code in each.codes if dimension == name):
                    seen.setdefault(code, (cells, head, head.bottom, each.column))
            column = head.labels.get(name)
            for row in (row for row in cells.rows if column and head.bottom < row < end):
                meant = meanings.of(name, text_of(cells.spread(row, column or 0)))
                if meant:
                    seen.setdefault(meant, (cells, head, row, column or 0))
    return seen


def _notes(name: str, workbook: Workbook, seen: Seen, same: Mapping[str, str]) -> Iterator[Problem]:
    for text, one in same.items():
        cells, head, row, column = seen[text]
        # Where each row is a person, a text may be somebody's name.
        quoted = f"{text[:60]!r}, taken for {one[:60]!r}" if head.figures else describe_found(text)
        yield note(
            "same_text",
            f"This text in {name} is another one but for a footnote mark, case or blanks; they were taken for one.",
            where=workbook.place(cells.grid, row, column),
            found=quoted,
            hint=f"If they are two, list each under dimensions.{name}.codes in the layout.",
        )
