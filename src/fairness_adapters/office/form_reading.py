"""What one walk over a part of a Word document has found so far, and where each text it meets goes.

Text goes to the block being read, to a field's code, to the deleted or to the hidden text. How the XML is
walked is in `fairness_adapters.office.form_walk`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import attrs

from fairness_adapters.office.form_values import Block, BlockKind, Cell, Change, ChangeKind, Control, Hidden
from fairness_adapters.office.wml import boxes
from fairness_core.errors import UnreadableSource
from fairness_core.problems import Place, Problem, note, warning

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


DEEPEST = 120
"""Elements within elements; a form with tables in tables in controls has about forty."""


@attrs.define(kw_only=True)
class Draft:
    """A block while it is read."""

    place: str
    kind: BlockKind
    cell: Cell | None = None
    out: list[str] = attrs.field(factory=list)
    controls: list[Control] = attrs.field(factory=list)
    hidden: list[str] = attrs.field(factory=list)
    begun: bool = False
    joined: bool = False

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self.out)


@attrs.define
class Field:
    """A field between its begin and end marks: its code is not text, its result is."""

    data: Element | None
    out: list[str]
    start: int
    in_code: bool = True
    swallows: bool = False
    code: list[str] = attrs.field(factory=list)


@attrs.frozen
class Author:
    """Who made a tracked change, and when, as the file says."""

    who: str
    when: str


@attrs.frozen(kw_only=True)
class Styles:
    """The styles that matter: those that hide text, those of prompts, those in a symbol font."""

    hiding: frozenset[str] = frozenset()
    prompts: frozenset[str] = frozenset({"PlaceholderText"})


@attrs.define(kw_only=True)
class Reading:
    """One walk over one part; what it finds is in `drafts`, `changes`, `hidden` and `problems`.

    `references` has where footnotes and comments are pointed to from, by kind and id; `chunk` is asked for
    the text of embedded documents.
    """

    file: str
    styles: Styles
    chunk: Callable[[str, str], tuple[str, Problem | None]]
    drafts: list[Draft] = attrs.field(factory=list)
    changes: list[Change] = attrs.field(factory=list)
    hidden: list[Hidden] = attrs.field(factory=list)
    problems: list[Problem] = attrs.field(factory=list)
    references: dict[tuple[str, str], str] = attrs.field(factory=dict)
    gone: set[tuple[str, str]] = attrs.field(factory=set)
    _draft: Draft | None = None
    _prefix: str = ""
    _single: bool = False
    _counts: dict[tuple[str, str], int] = attrs.field(factory=dict)
    _fields: list[Field] = attrs.field(factory=list)
    _depth: int = 0
    _deleting: Author | None = None
    _hiding: bool = False
    _font: str = ""
    _prompt_style: list[bool] = attrs.field(factory=list)
    _hiding_style: bool = False
    _rows: tuple[str, int] = ("", 0)
    _column: int = 0
    _letters_read: int = 0

    def flow(self, element: Element) -> None:
        """Walk the body: each paragraph is a block of its own."""
        self._inside(element)
        self._finish()
        self._fields = []

    def story(self, element: Element, kind: BlockKind, place: str) -> None:
        """Walk a header, footnote, comment or text box: its paragraphs are one block, its tables have theirs."""
        before = (self._draft, self._prefix, self._single, self._fields, self._font, self._prompt_style)
        self._draft, self._prefix, self._single, self._fields = self._open(kind, place), f"{place}, ", True, []
        self._font, self._prompt_style = "", []
        self._inside(element)
        self._end_fields_of_paragraph()
        self._finish()
        self._draft, self._prefix, self._single, self._fields, self._font, self._prompt_style = before

    def blocks(self) -> tuple[Block, ...]:
        """Return what was read as blocks."""
        return tuple(
            Block(
                text=boxes(draft.text),
                place=Place(file=self.file, field=draft.place),
                kind=draft.kind,
                cell=draft.cell,
                controls=tuple(draft.controls),
            )
            for draft in self.drafts
            if draft.text or draft.cell or draft.controls
        )

    def _open(self, kind: BlockKind, place: str, cell: Cell | None = None) -> Draft:
        draft = Draft(place=place, kind=kind, cell=cell)
        self.drafts.append(draft)
        return draft

    def _finish(self) -> None:
        """Close the present block: what was deleted or hidden as a whole goes where it belongs."""
        draft, self._draft = self._draft, None
        if draft is None:
            return
        if draft.hidden:
            self.hidden.append(Hidden(text="".join(draft.hidden), place=self._at(draft)))
        if draft.text and self._deleting:
            self._change("deleted", self._deleting, draft.text, draft)
        elif draft.text and self._hiding:
            self.hidden.append(Hidden(text=draft.text, place=self._at(draft)))
        if self._deleting or self._hiding:
            draft.out, draft.controls = [], []

    def _add_control(self, draft: Draft, control: Control) -> bool:
        """Note a control of a block, but for one that is deleted or hidden: it answers nothing."""
        there = not (self._deleting or self._hiding)
        draft.controls += [control] if there else []
        return there

    def _count(self, what: str) -> int:
        key = (self._prefix, what)
        self._counts[key] = self._counts.get(key, 0) + 1
        return self._counts[key]

    def _at(self, draft: Draft | None = None) -> Place:
        draft = draft or self._draft
        return Place(file=self.file, field=draft.place if draft else self._prefix.rstrip(", "))

    def _change(self, what: ChangeKind, author: Author, text: str, draft: Draft | None = None) -> None:
        if text:
            where = self._at(draft)
            self.changes.append(Change(what=what, who=author.who, when=author.when, text=text, place=where))

    def _inside(self, element: Element) -> None:
        """Walk the children of an element."""
        raise NotImplementedError

    def _put(self, text: str) -> None:
        """Add text where it belongs: to the block, or to a field's code, or nowhere."""
        self._letters_read += len(text)
        for field in reversed(self._fields):
            if field.in_code:
                field.code.append(text)
                return
            if field.swallows:
                return
        self._now().out.append(text)

    def _now(self) -> Draft:
        """Return the present block; one is begun for text that stands where only blocks should."""
        if self._draft is None:
            self._draft = self._open("paragraph", f"{self._prefix}paragraph {self._count('paragraph')}")
        return self._draft

    @contextmanager
    def _aside(self) -> Iterator[list[str]]:
        """Let what is read go into a list of its own."""
        draft, aside = self._now(), list[str]()
        before, draft.out = draft.out, aside
        try:
            yield aside
        finally:
            draft.out = before

    def _end_fields_of_paragraph(self) -> None:
        """A field that never ends would swallow what follows: give its text where it stands, and say so."""
        lost = [field for field in self._fields if field.in_code and field.code]
        self._fields = [field for field in self._fields if field not in lost]
        for field in self._fields:
            field.swallows = False
        for field in lost:
            self._put("".join(field.code))
            self._warn("field_not_closed", "A field has no end, so its code may be among the text.", "Look at it.")

    def _note(self, code: str, message: str, hint: str) -> None:
        self.problems.append(note(code, message, where=self._at(), hint=hint))

    def _warn(self, code: str, message: str, hint: str) -> None:
        self.problems.append(warning(code, message, where=self._at(), hint=hint))


def too_deep(file: str) -> UnreadableSource:
    """Make the error for a document that is nested beyond reason."""
    return UnreadableSource(
        f"The document is nested more than {DEEPEST} levels deep, which no form needs.",
        hint="Do not open it if you do not know where it comes from; ask whoever sent it for another copy.",
        where=Place(file=file),
    )
