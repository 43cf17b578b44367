"""What stands in several rows and columns where an answer goes, a line for each row: rows never come apart.

A first row whose cells are prompts of the layout is a row of headings, and each cell of the rows below is told with
its heading; without headings the cells of a row stand between bars, blanks in their places. Which cells belong to a
field is found in `fairness_adapters.layouts.form_claims`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

import attrs

from fairness_adapters.layouts.form_lines import without_fillers
from fairness_adapters.office.form_values import Block, Cell, Control
from fairness_adapters.office.wml import TICKED, UNTICKED
from fairness_core.problems import Place

BETWEEN = " | "
"""What stands between the cells of a row that has no headings."""

_SAYS_MORE = re.compile(rf"[\d{TICKED}{UNTICKED}]")
IsPrompt = Callable[[str], bool]
Row = tuple[str, ...]


@attrs.frozen
class Piece:
    """One text of an answer: a block's, or the rest of a line behind its label, which is in no cell."""

    text: str
    place: Place
    cell: Cell | None = None

    @classmethod
    def of(cls, block: Block) -> Piece:
        """Return a block's text as a piece."""
        return cls(block.text, block.place, block.cell)


@attrs.define
class Claim:
    """What belongs to a field: the place of its label or control, the pieces of its answer, and the controls in it.

    `rows` are the cells of its column, a text for each row in which anything stands, blanks in their places; empty
    but under a row of labels with several rows.
    """

    place: Place
    pieces: list[Piece] = attrs.field(factory=list)
    controls: list[Control] = attrs.field(factory=list)
    rows: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The answer: what is not blank, joined by line ends."""
        return "\n".join(each.text.strip("\n") for each in self.pieces if each.text.strip())

    @property
    def answer_place(self) -> Place:
        """Where the answer stands, or would: the first piece that is not blank, the first, or the label."""
        filled = (each.place for each in self.pieces if each.text.strip())
        return next(filled, self.pieces[0].place if self.pieces else self.place)


@attrs.frozen
class Gathered:
    """The pieces of an answer as stretches of text, and where a first row was taken for headings unasked."""

    stretches: tuple[str, ...]
    only_headings: tuple[Place, ...] = ()


def gather(pieces: Iterable[Piece], is_prompt: IsPrompt, without_prompts: Callable[[str], str]) -> Gathered:
    """Return what the pieces say: running text without its prompts, and a line for each row of a table."""
    stretches: list[str] = []
    headings: list[Place] = []
    for table, group in groupby(pieces, key=lambda each: each.cell.table if each.cell else ""):
        members = list(group)
        rows = _rows(members, is_prompt) if table else []
        if len(rows) < 2 or len(rows[0]) < 2:
            plain = "\n".join(each.text.strip("\n") for each in members if each.text.strip())
            stretches.append(without_prompts(plain))
        elif not any(map(any, rows[1:])) and _may_be_headings(members, rows[0], is_prompt):
            headings += [] if _are_prompts(members, is_prompt) else [members[0].place]
        else:
            stretches.append("\n".join(_lines(members, rows, is_prompt)))
    return Gathered(tuple(each for each in stretches if each.strip()), tuple(headings))


def _rows(pieces: Sequence[Piece], is_prompt: IsPrompt) -> list[Row]:
    """Return the cells of each row, from the first column in which anything stands to the last; a prompt is a blank."""
    grid: dict[int, dict[int, str]] = {}
    for each in pieces:
        if each.cell:
            grid.setdefault(each.cell.row, {})[each.cell.column] = _flat(each.text)
    filled = {column for row in grid.values() for column, text in row.items() if text}
    columns = sorted(
        each for each in set().union(*grid.values()) if min(filled, default=each) <= each <= max(filled, default=0)
    )
    first, *others = ([row.get(column, "") for column in columns] for _, row in sorted(grid.items()))
    return [tuple(first), *(tuple("" if is_prompt(text) else text for text in row) for row in others)]


def _flat(text: str) -> str:
    return " ".join(without_fillers(text).split())


def _first_row(pieces: Sequence[Piece]) -> list[str]:
    top = min(each.cell.row for each in pieces if each.cell)
    return [_flat(each.text) for each in pieces if each.cell and each.cell.row == top]


def _are_prompts(pieces: Sequence[Piece], is_prompt: IsPrompt) -> bool:
    return all(is_prompt(text) for text in _first_row(pieces) if text)


def _may_be_headings(pieces: Sequence[Piece], row: Row, is_prompt: IsPrompt) -> bool:
    """Tell whether a row that has only blanks below it asks and does not answer: no gap, no figure, no tick box."""
    first = _first_row(pieces)
    return _are_prompts(pieces, is_prompt) or (all(first) and not any(_SAYS_MORE.search(text) for text in row))


def _lines(pieces: Sequence[Piece], rows: Sequence[Row], is_prompt: IsPrompt) -> Iterator[str]:
    headed = _are_prompts(pieces, is_prompt)
    for row in rows[1:] if headed else rows:
        if headed and any(row):
            yield "; ".join(_told(head, text) for head, text in zip(rows[0], row, strict=True) if text)
        elif any(row):
            yield BETWEEN.join(row)


def _told(heading: str, text: str) -> str:
    return f"{heading.rstrip(' :')}: {text}" if heading else text
