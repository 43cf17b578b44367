"""What was read from a Word form: blocks of text with their places, controls, tracked changes, hidden text.

How they are read is in `fairness_adapters.office.form_blocks`; which block answers which question is
decided in `fairness_adapters.layouts.word_form`.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import attrs

from fairness_core.problems import Place, Problem

BlockKind: TypeAlias = Literal[
    "paragraph", "cell", "text box", "header", "footer", "footnote", "endnote", "comment", "embedded",
    "stored date", "ruby",
]  # fmt: skip
ControlKind: TypeAlias = Literal["text", "date", "choice", "tick box"]
ChangeKind: TypeAlias = Literal["inserted", "deleted", "moved here", "moved away", "commented"]


@attrs.frozen(kw_only=True)
class Control:
    """A field of a form that Word knows as one: a content control, or a legacy form field.

    `name` is its tag or, for a legacy field, its bookmark; `title` the alias that people see. `text` is what
    it shows and `value` what is stored behind that (a date as 2026-03-31, the value of a choice). `answered`
    is False for a prompt left in place and for blanks; `raw` is the text to the letter, without a prompt that is
    marked as one; `ticked` is None but for a tick box. `choices` are what a drop-down offers. `blocks` is how many
    blocks, this one first, belong to it.
    """

    kind: ControlKind = "text"
    name: str = ""
    title: str = ""
    text: str = attrs.field(default="", repr=False)
    value: str = attrs.field(default="", repr=False)
    raw: str = attrs.field(default="", repr=False)
    answered: bool = True
    ticked: bool | None = None
    choices: tuple[str, ...] = ()
    blocks: int = 1

    def to_json(self) -> dict[str, object]:
        """Return what the control is, and whether it is answered; what stands in it is told as text."""
        told = {"kind": self.kind, "tag": self.name, "title": self.title, "choices": list(self.choices)}
        return told | {"answered": self.answered if self.ticked is None else None, "ticked": self.ticked}


@attrs.frozen(kw_only=True)
class Cell:
    """Where in a table a block stands: tables by their path, rows and grid columns counted from 1.

    `continues` marks a cell that is merged with the one above it and holds nothing of its own.
    """

    table: str
    row: int
    column: int
    span: int = 1
    continues: bool = False


@attrs.frozen(kw_only=True)
class Block:
    """One piece of text as it stands with all tracked changes accepted, with its place; never in a `repr`."""

    text: str = attrs.field(repr=False)
    place: Place
    kind: BlockKind
    cell: Cell | None = None
    controls: tuple[Control, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the block as plain JSON values; the place without the file."""
        return {"text": self.text, "place": said(self.place), "kind": self.kind}


@attrs.frozen(kw_only=True)
class Change:
    """A tracked change that nobody has accepted or refused yet, or a comment: what, by whom, when, where.

    `who` and `when` are as the file states them, which is only as sure as the clock and the settings of
    whoever wrote it.
    """

    what: ChangeKind
    who: str = attrs.field(repr=False)
    when: str
    text: str = attrs.field(repr=False)
    place: Place

    def to_json(self) -> dict[str, object]:
        """Return the change as plain JSON values."""
        return {**attrs.asdict(self, recurse=False), "place": said(self.place)}


@attrs.frozen(kw_only=True)
class Hidden:
    """Text that is in the file and not shown."""

    text: str = attrs.field(repr=False)
    place: Place

    def to_json(self) -> dict[str, object]:
        """Return the text and its place."""
        return {"text": self.text, "place": said(self.place)}


@attrs.frozen(kw_only=True)
class WordForm:
    """Everything of a Word document that a person can have typed, in the order in which it stands.

    Empty cells are among the blocks, because an empty answer is one too; `to_json` leaves them out.
    """

    file: str
    blocks: tuple[Block, ...]
    changes: tuple[Change, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    problems: tuple[Problem, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the form as plain JSON values."""
        return {
            "file": self.file,
            "blocks": [each.to_json() for each in self.blocks if each.text.strip()],
            "changes": [each.to_json() for each in self.changes],
            "hidden": [each.to_json() for each in self.hidden],
            "controls": [
                {"place": said(block.place), **each.to_json()} for block in self.blocks for each in block.controls
            ],
            "problems": [each.to_json() for each in self.problems],
        }


def said(place: Place) -> str:
    """Return a place in words, without the file.

    >>> said(Place(file="form.docx", field="table 1, row 2, column 1")), said(Place(sheet="Form", cell="B2"))
    ('table 1, row 2, column 1', "sheet 'Form', cell B2")
    """
    return str(attrs.evolve(place, file=""))
