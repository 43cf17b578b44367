"""Paragraphs of a Word document and what stands in them: runs, tracked changes, fields.

Tables, content controls and drawings are in `fairness_adapters.office.form_walk`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from fairness_adapters.office.form_controls import is_legacy_default, legacy_control, legacy_text
from fairness_adapters.office.form_reading import Author, Field, Reading, too_deep
from fairness_adapters.office.wml import (
    TICKED,
    UNTICKED,
    attribute,
    child,
    in_symbol_font,
    is_on,
    is_symbol_font,
    name,
    plain,
    symbol,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from fairness_adapters.office.form_values import ChangeKind

MOST_FIELDS = 100
"""Fields within fields."""


@attrs.define(kw_only=True)
class TextReading(Reading):
    """The steps of a walk that stay within a paragraph."""

    def _paragraph(self, element: Element) -> None:
        draft = self._now()
        if draft.begun and not draft.joined:
            draft.out.append("\n")
        draft.begun, draft.joined = True, False
        style = attribute(child(element, "w:pPr", "w:pStyle"), "val")
        before, self._hiding_style = self._hiding_style, style in self.styles.hiding
        self._inside(element)
        self._hiding_style = before
        self._end_fields_of_paragraph()
        mark = child(element, "w:pPr", "w:rPr")
        draft.joined = child(mark, "w:del") is not None or child(mark, "w:moveFrom") is not None
        if not self._single and not draft.joined and self._draft is draft:
            self._finish()

    def _run(self, element: Element) -> None:
        marks = child(element, "w:rPr")
        fonts, style = child(marks, "w:rFonts"), attribute(child(marks, "w:rStyle"), "val")
        found = (attribute(fonts, key) for key in ("ascii", "hAnsi", "cs"))
        before, self._font = self._font, next((font for font in found if is_symbol_font(font)), "")
        vanish = child(marks, "w:vanish")
        hides = is_on(vanish) if vanish is not None else self._hiding_style or style in self.styles.hiding
        if self._prompt_style and any(name(each) == "w:t" for each in element):
            self._prompt_style.append(style in self.styles.prompts)
        if any(is_on(child(marks, mark)) for mark in ("w:strike", "w:dstrike")) and child(element, "w:t") is not None:
            message = "Some text here is struck through by hand, and not as a tracked change."
            self._warn("struck_through", message, "It is read as if it stood; look at what was meant.")
        if hides and not self._hiding:
            self._hidden_run(element)
        else:
            self._inside(element)
        self._font = before

    def _hidden_run(self, element: Element) -> None:
        self._hiding = True
        with self._aside() as aside:
            self._inside(element)
        self._hiding = False
        self._now().hidden.extend(aside)

    def _text(self, element: Element) -> None:
        text = element.text or ""
        self._put(in_symbol_font(self._font, text) if self._font else plain(text))

    def _symbol(self, element: Element) -> None:
        code = attribute(element, "char")
        value = int(code, 16) if code and len(code) <= 6 and all(c in "0123456789abcdefABCDEF" for c in code) else 0
        self._put(symbol(attribute(element, "font"), value))

    def _deleted_text(self, element: Element) -> None:
        """Deleted text outside any deletion: a fault of the program that wrote it, and still deleted."""
        self._change("deleted", Author("", ""), plain(element.text or ""))

    def _reference(self, element: Element) -> None:
        key = (name(element)[2:].removesuffix("Reference"), attribute(element, "id"))
        self.references[key] = self._now().place
        if self._deleting:
            self.gone.add(key)

    def _inserted(self, element: Element) -> None:
        if self._deleting:
            self._inside(element)
            return
        draft = self._now() if self._single or self._draft else None
        start, seen = (len(draft.out) if draft else 0), len(self.drafts)
        self._inside(element)
        what: ChangeKind = "moved here" if name(element) == "w:moveTo" else "inserted"
        if draft:
            self._change(what, author_of(element), "".join(draft.out[start:]), draft)
        for each in self.drafts[seen:]:
            self._change(what, author_of(element), each.text, each)

    def _deleted(self, element: Element) -> None:
        what: ChangeKind = "moved away" if name(element) == "w:moveFrom" else "deleted"
        before, self._deleting = self._deleting, Author(attribute(element, "author"), attribute(element, "date"))
        for each in element.iter():
            if name(each) == "w:delText":
                each.tag = each.tag.replace("delText", "t")
        if self._draft is None and not self._single:
            self._inside(element)
            self._finish()
        else:
            with self._aside() as aside:
                self._inside(element)
            self._change(what, before or self._deleting, "".join(aside))
        self._deleting = before

    def _field_mark(self, element: Element) -> None:
        mark = attribute(element, "fldCharType")
        if mark == "begin":
            self._field_begins(child(element, "w:ffData"))
        elif mark == "separate" and self._fields:
            field = self._fields[-1]
            field.in_code, field.out, field.start = False, self._now().out, len(self._now().out)
        elif mark == "end" and self._fields:
            self._field_ends(self._fields.pop())

    def _field_begins(self, data: Element | None) -> None:
        control = legacy_control(data) if data is not None else None
        if control is not None:
            self._put(control.text if control.ticked is None else tick(control.ticked))
            self._add_control(self._now(), control)
        if len(self._fields) >= MOST_FIELDS:
            raise too_deep(self.file)
        out = self._now().out
        self._fields.append(Field(data, out, len(out), swallows=control is not None))

    def _field_ends(self, field: Field) -> None:
        if field.data is None or field.swallows or child(field.data, "w:textInput") is None:
            return
        draft = self._now()
        text = "".join(draft.out[field.start :]) if draft.out is field.out and not field.in_code else ""
        self._add_control(draft, legacy_text(field.data, text))
        if is_legacy_default(field.data, text):
            self._warn("default_left", "A form field still holds the text that it came with.", "Is it the answer?")


def tick(ticked: bool) -> str:
    """Return how a tick box reads."""
    return TICKED if ticked else UNTICKED


def author_of(element: Element) -> Author:
    """Return who made a tracked change, and when."""
    return Author(attribute(element, "author"), attribute(element, "date"))
