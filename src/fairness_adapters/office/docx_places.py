"""The places of a Word template that are to be filled: controls by their tag, placeholders by their name.

A placeholder is a name between two braces, `{{title}}`, however many runs Word has split it into. Nothing in it is
ever more than a name: there is no template language. A control is named by its tag; one without a tag, or whose tag
begins with "_", is the trust's own and is left alone. What fills a place is in `fairness_adapters.office.docx_fill`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

import attrs

from fairness_adapters.office.docx_names import (
    CONTENT,
    SDT,
    SDT_PR,
    TBL,
    TC,
    TR,
    P,
    T,
    ancestor,
    own_texts,
    value,
    w,
)
from fairness_adapters.office.form_controls import properties

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from lxml.etree import _Element

    from fairness_adapters.office.docx_package import Story
    from fairness_adapters.office.form_controls import Properties

PlaceKind: TypeAlias = Literal["text", "date", "choice", "tick box", "picture", "placeholder", "alone"]
"""What kind of control it is; a placeholder is "alone" where its paragraph holds nothing else."""

NAME = re.compile(r"[\w][\w.-]*")
_PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
_LEFT_ALONE = ("_", "goog_rdk_")


@attrs.frozen(kw_only=True, eq=False)
class FillPlace:
    """One place: its name, its kind, where it stands in words, and what it is made of.

    `texts` are the texts of its paragraph and `span` where the placeholder lies in them; both are empty for a control.
    `row` is the table row around it, and `part` the part of the package.
    """

    name: str
    kind: PlaceKind
    where: str
    part: str
    element: _Element = attrs.field(repr=False)
    row: _Element | None = attrs.field(default=None, repr=False)
    texts: tuple[_Element, ...] = attrs.field(default=(), repr=False)
    span: tuple[int, int] = (0, 0)
    inside: str = ""

    @property
    def level(self) -> str:
        """What a control stands around: "row", "cell", "block" or "run"."""
        content = self.element.find(CONTENT)
        while content is not None and len(content) and content[0].tag == SDT:
            content = content[0].find(CONTENT)
        around = {TR: "row", TC: "cell", P: "block", TBL: "block"}
        if content is not None and len(content):
            return next((around[each.tag] for each in content if each.tag in around), "run")
        parent = self.element.getparent()
        by_parent = {TBL: "row", TR: "cell", P: "run", w("hyperlink"): "run", w("ins"): "run"}
        return by_parent.get(parent.tag, "block") if parent is not None else "block"


def places(story: Story) -> Iterator[FillPlace]:
    """Yield every place of a part, controls and placeholders, in the order of the document."""
    where = _Where(story)
    for element in story.root.iter(SDT, P):
        yield from places_at(element, where.of(element), story.part)


def places_within(row: _Element, part: str) -> Iterator[FillPlace]:
    """Yield the places within a row that was copied from the template."""
    for element in row.iter(SDT, P):
        yield from places_at(element, "", part)


def places_at(element: _Element, where: str, part: str) -> Iterator[FillPlace]:
    """Yield the place that a control is, or those of a paragraph."""
    inside = next((name for each in element.iterancestors(SDT) if (name := tag_of(each))), "")
    row = ancestor(element, TR)
    if element.tag == P:
        yield from _placeholders(element, where, part, row, inside)
    elif name := tag_of(element):
        yield FillPlace(
            name=name, kind=control_kind(element), where=where, part=part, element=element, row=row, inside=inside
        )


def tag_of(control: _Element) -> str:
    """Return the tag of a control that is ours to fill; empty where it is the trust's own."""
    found = control.find(SDT_PR)
    name = value(found.find(w("tag"))).strip() if found is not None else ""
    return "" if name.startswith(_LEFT_ALONE) else name


def read_about(control: _Element) -> Properties:
    """Return what a control says of itself, as the reader of forms understands it."""
    return properties(cast("Element", control))


def control_kind(control: _Element) -> PlaceKind:
    """Return what kind of control it is; one of any other kind is filled like text."""
    found = control.find(SDT_PR)
    if found is not None and found.find(w("picture")) is not None:
        return "picture"
    kind = read_about(control).kind
    return cast("PlaceKind", kind) if kind in ("date", "choice", "tick box") else "text"


def _placeholders(paragraph: _Element, where: str, part: str, row: _Element | None, inside: str) -> Iterator[FillPlace]:
    texts = tuple(own_texts(paragraph))
    whole = "".join(each.text or "" if each.tag == T else "\n" for each in texts)
    if "{{" not in whole:
        return
    for found in _PLACEHOLDER.finditer(whole):
        around = next((name for each in texts for control in each.iterancestors(SDT) if (name := tag_of(control))), "")
        alone = found[0] == whole.strip() and not any(True for _ in paragraph.iter(w("drawing"), w("pict"), SDT))
        yield FillPlace(
            name=found[1].strip(),
            kind="alone" if alone else "placeholder",
            where=where,
            part=part,
            element=paragraph,
            row=row,
            texts=texts,
            span=found.span(),
            inside=inside or around,
        )
    if "{{" in _PLACEHOLDER.sub("", whole):
        yield FillPlace(name="{{", kind="placeholder", where=where, part=part, element=paragraph, row=row)


class _Where:
    """Says where an element stands, in the words that forms are read in: "table 1, row 2", "paragraph 3"."""

    def __init__(self, story: Story) -> None:
        self.name = story.name
        tables = (each for each in story.root.iter(TBL) if ancestor(each, TBL) is None)
        paragraphs = (each for each in story.root.iter(P) if ancestor(each, TBL) is None and ancestor(each, P) is None)
        self.tables = {each: number for number, each in enumerate(tables, start=1)}
        self.paragraphs = {each: number for number, each in enumerate(paragraphs, start=1)}

    def of(self, element: _Element) -> str:
        """Return the place of a control or a paragraph."""
        box = "text box" if ancestor(element, w("txbxContent")) is not None else ""
        return ", ".join(each for each in (self.name, self._table(element) or self._paragraph(element), box) if each)

    def _table(self, element: _Element) -> str:
        around = [*element.iterancestors(TBL)]
        outer = around[-1] if around else next(iter(element.iter(TBL)), None)
        if outer is None or outer not in self.tables:
            return ""
        rows = [each for each in element.iterancestors(TR) if ancestor(each, TBL) is outer]
        rows_of_it = [each for each in outer.iter(TR) if ancestor(each, TBL) is outer]
        row = f", row {rows_of_it.index(rows[0]) + 1}" if rows else ""
        return f"table {self.tables[outer]}{row}"

    def _paragraph(self, element: _Element) -> str:
        own = [each for each in (element, *element.iterancestors(P)) if each in self.paragraphs]
        found = own[0] if own else next((each for each in element.iter(P) if each in self.paragraphs), None)
        return f"paragraph {self.paragraphs[found]}" if found is not None else ""
