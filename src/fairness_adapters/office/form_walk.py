"""The walk over one part of a Word document: paragraphs, tables, controls, fields, tracked changes.

What is not known here is walked through and not skipped, so that a wrapper that some program invents hides
nothing. Deleted and hidden text never gets among the blocks. Which parts there are, and in which order they
are walked, is in `fairness_adapters.office.form_blocks`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import attrs

from fairness_adapters.office.form_controls import Properties, properties
from fairness_adapters.office.form_reading import DEEPEST, Draft, Styles, too_deep
from fairness_adapters.office.form_text import TextReading, author_of, tick
from fairness_adapters.office.form_values import Cell
from fairness_adapters.office.wml import TICKED, UNTICKED, attribute, boxes, child, is_on, name, number, plain

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["DEEPEST", "Styles", "Walk"]

_WIDEST = 63
_OWN_BLOCKS = frozenset({"w:tbl", "w:tr", "w:tc", "w:txbxContent", "w:altChunk", "w:subDoc", "w:ruby"})
_SKIPPED = frozenset(
    {"w:pPr", "w:rPr", "w:tblPr", "w:tblGrid", "w:trPr", "w:tcPr", "w:sdtPr", "w:sdtEndPr", "w:sectPr", "w:tblPrEx"}
    | {"w:instrText", "w:delInstrText", "w:fldData", "w:proofErr", "w:annotationRef", "m:rPr", "m:ctrlPr", "m:fPr"}
)


@attrs.define(kw_only=True)
class Walk(TextReading):
    """One walk over one part; what it finds is in the fields of `Reading`."""

    def _inside(self, element: Element) -> None:
        """Walk the children of an element."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise too_deep(self.file)
        for each in element:
            kind = name(each)
            if kind in _SKIPPED:
                continue
            step = _STEPS.get(kind)
            if step is None:
                self._inside(each)
            else:
                step(self, each)
        self._depth -= 1

    def _control(self, element: Element) -> None:
        content = child(element, "w:sdtContent")
        about = properties(element)
        if content is None:
            return
        if about.kind == "tick box":
            self._tick_box(about, content)
        elif self._is_between_blocks():
            self._control_of_blocks(about, content)
        else:
            self._control_in_block(about, content)

    def _tick_box(self, about: Properties, content: Element) -> None:
        ticked = bool(about.ticked)
        seen = "".join(boxes(each.text or "") for each in content.iter() if name(each) == "w:t")
        rest = seen.replace(TICKED, "").replace(UNTICKED, "").strip()
        shown = tick(ticked) + (rest if len(rest) > 1 else "")
        if (UNTICKED if ticked else TICKED) in seen:
            message = "A tick box shows one thing and stores another; what is stored is read."
            self._warn("tick_disagrees", message, "Open the form in Word, click the box and save it.")
        if self._is_between_blocks():
            self._tick_box_of_blocks(about, content, shown)
            return
        draft = self._now()
        self._add_control(draft, about.control("", answered=True))
        if any(name(each) in _OWN_BLOCKS for each in content.iter()):
            self._put(shown[0])
            self._inside(content)
            return
        breaks = child(content, "w:p") is not None and draft.begun
        # What the box shows is stored; walking it all the same tells who ticked it with Track Changes on.
        with self._aside():
            self._inside(content)
        self._put(f"\n{shown}" if breaks else shown)
        draft.begun = True

    def _is_between_blocks(self) -> bool:
        return self._draft is None or not (self._single or self._draft.begun)

    def _tick_box_of_blocks(self, about: Properties, content: Element, shown: str) -> None:
        seen = len(self.drafts)
        self._inside(content)
        if not self._single:
            self._finish()
        new = self.drafts[seen:]
        if len(new) == 1:
            new[0].out = [shown]
        elif new:
            new[0].out.insert(0, shown[0])
        if new:
            self._add_control(new[0], about.control("", answered=True))

    def _control_in_block(self, about: Properties, content: Element) -> None:
        draft, seen = self._now(), len(self.drafts)
        begun = draft.begun
        outer, self._prompt_style = self._prompt_style, [True]
        with self._aside() as aside:
            self._inside(content)
        styled, self._prompt_style = self._prompt_style, outer
        text = "".join(aside)
        # A line end that the control's own paragraphs bring is not part of its text; one that was typed is.
        break_before = text.startswith("\n") and begun and any(name(each) == "w:p" for each in content.iter())
        shown = text[1:] if break_before else text
        prompt = bool(shown) and about.is_prompt(shown, in_prompt_style=len(styled) > 1 and all(styled))
        answered = not prompt and bool(shown.strip() or about.stored)
        if answered and not shown.strip():
            shown = about.shown_choice or about.stored
            draft.out.append(f"\n{shown}" if break_before else shown)
        elif not prompt:
            draft.out.extend(aside)
        self._note_control(about, shown, answered, draft, seen)

    def _note_control(self, about: Properties, shown: str, answered: bool, draft: Draft, seen: int) -> None:
        if not self._add_control(draft, about.control(shown, answered=answered)):
            return
        if answered and about.prompting:
            message = "A control is marked as showing its prompt, but what stands there looks like an answer."
            self._warn("prompt_or_answer", message, "It is read as an answer; look at it.")
        if answered and about.kind == "date" and about.stored:
            stored = Draft(place=f"{draft.place}, stored date", kind="stored date", out=[about.stored])
            self.drafts.insert(min(seen, len(self.drafts)), stored)

    def _control_of_blocks(self, about: Properties, content: Element) -> None:
        """A control around whole paragraphs, tables, rows or cells."""
        seen = len(self.drafts)
        outer, self._prompt_style = self._prompt_style, [True]
        self._inside(content)
        styled, self._prompt_style = self._prompt_style, outer
        if not self._single:
            self._finish()
        new = self.drafts[seen:]
        text = "\n".join(each.text for each in new)
        prompt = bool(text) and about.is_prompt(text, in_prompt_style=len(styled) > 1 and all(styled))
        if not new or (len(new) > 1 and any(each.cell for each in new)):
            return
        if prompt:
            del self.drafts[seen + 1 :]
            new[0].out = []
        answered = not prompt and bool(text.strip() or about.stored)
        if answered and not text.strip():
            text = about.shown_choice or about.stored
            new[0].out.append(text)
        self._note_control(about, text, answered, new[0], seen + len(new))
        if len(new) > 1 and not prompt and new[0].controls:
            new[0].controls[-1] = attrs.evolve(new[0].controls[-1], blocks=len(new))

    def _table(self, element: Element) -> None:
        if not self._single:
            self._finish()
        prefix = f"{self._draft.place}, " if self._draft else self._prefix
        count = self._counts[prefix, "table"] = self._counts.get((prefix, "table"), 0) + 1
        path = f"{prefix}table {count}"
        before = (self._draft, self._prefix, self._single, self._rows)
        self._rows = (path, 0)
        self._draft, self._single = None, False
        self._inside(element)
        self._finish()
        self._draft, self._prefix, self._single, self._rows = before

    def _row(self, element: Element) -> None:
        path, row = self._rows
        self._rows = (path, row + 1)
        marks = child(element, "w:trPr")
        outer = (self._column, self._deleting, self._hiding)
        self._column = min(number(child(marks, "w:gridBefore")), _WIDEST) + 1
        removed, added = child(marks, "w:del"), child(marks, "w:ins")
        seen = len(self.drafts)
        if removed is not None:
            self._deleting = author_of(removed)
        if is_on(child(marks, "w:hidden")):
            self._hiding = True
        self._inside(element)
        self._column, self._deleting, self._hiding = outer
        if added is not None:
            for each in self.drafts[seen:]:
                self._change("inserted", author_of(added), each.text, each)

    def _cell(self, element: Element) -> None:
        path, row = self._rows
        marks = child(element, "w:tcPr")
        span = max(1, min(number(child(marks, "w:gridSpan"), default=1), _WIDEST))
        place = f"{path}, row {row}, column {self._column}"
        merged = (child(marks, "w:vMerge"), child(marks, "w:hMerge"))
        continues = any(each is not None and attribute(each, "val", "continue") == "continue" for each in merged)
        cell = Cell(table=path, row=row, column=self._column, span=span, continues=continues)
        removed = child(marks, "w:cellDel")
        before = (self._draft, self._prefix, self._single, self._deleting, self._hiding)
        outer = (self._column, self._rows)
        self._draft, self._prefix, self._single = self._open("cell", place, cell), f"{place}, ", True
        self._deleting = author_of(removed) if removed is not None else self._deleting
        # Word does not show what a merged cell holds below its first row.
        self._hiding = self._hiding or continues
        self._inside(element)
        self._finish()
        self._draft, self._prefix, self._single, self._deleting, self._hiding = before
        self._column, self._rows = outer[0] + span, outer[1]

    def _alternate(self, element: Element) -> None:
        """Read the first choice, and what older programs see instead only when that gives nothing."""
        before = self._letters_read
        for each in element:
            self._inside(each)
            if self._letters_read != before:
                return

    def _text_box(self, element: Element) -> None:
        place = f"{self._prefix}text box {self._count('text box')}"
        self.story(element, "text box", place)

    def _word_art(self, element: Element) -> None:
        if text := attribute(element, "string"):
            self._put(plain(text))

    def _picture(self, element: Element) -> None:
        message = "There is a picture here, and what it shows is not read."
        self._note("picture_not_read", message, "Look at it: it may be a scanned answer or a signature.")

    def _embedded(self, element: Element) -> None:
        message = "There is an embedded object, an ActiveX field, a chart or a diagram here, which is not read."
        self._warn("object_not_read", message, "Open the form and look at it.")

    def _chunk(self, element: Element) -> None:
        if not self._single:
            self._finish()
        place = f"{self._prefix}embedded document {self._count('embedded document')}"
        text, problem = self.chunk(attribute(element, "id"), place)
        if problem:
            self.problems.append(problem)
        if text:
            self._open("embedded", place).out.append(plain_lines(text))

    def _ruby(self, element: Element) -> None:
        if (base := child(element, "w:rubyBase")) is not None:
            self._inside(base)
        if (reading := child(element, "w:rt")) is not None:
            with self._aside() as aside:
                self._inside(reading)
            draft = self._now()
            self.drafts.append(Draft(place=f"{draft.place}, ruby text", kind="ruby", out=aside))

    def _fraction(self, element: Element) -> None:
        for place, part in enumerate(each for each in element if name(each) in ("m:num", "m:den")):
            if place:
                self._put("/")
            self._inside(part)


def plain_lines(text: str) -> str:
    """Return text of several lines as it shows."""
    return "\n".join(plain(line) for line in text.split("\n"))


def _letters(text: str) -> Callable[[Walk, Element], None]:
    return lambda walk, _: walk._put(text)


_STEPS: dict[str, Callable[[Walk, Element], None]] = {
    "w:p": Walk._paragraph,
    "w:r": Walk._run,
    "w:t": Walk._text,
    "m:t": Walk._text,
    "a:t": Walk._text,
    "m:f": Walk._fraction,
    "w:delText": Walk._deleted_text,
    "w:sym": Walk._symbol,
    "w:tab": _letters("\t"),
    "w:ptab": _letters("\t"),
    "w:br": _letters("\n"),
    "w:cr": _letters("\n"),
    "w:noBreakHyphen": _letters("-"),
    "w:footnoteReference": Walk._reference,
    "w:endnoteReference": Walk._reference,
    "w:commentReference": Walk._reference,
    "w:ins": Walk._inserted,
    "w:moveTo": Walk._inserted,
    "w:del": Walk._deleted,
    "w:moveFrom": Walk._deleted,
    "w:fldChar": Walk._field_mark,
    "w:sdt": Walk._control,
    "w:tbl": Walk._table,
    "w:tr": Walk._row,
    "w:tc": Walk._cell,
    "w:txbxContent": Walk._text_box,
    "v:textpath": Walk._word_art,
    "a:blip": Walk._picture,
    "v:imagedata": Walk._picture,
    "?:OLEObject": Walk._embedded,
    "?:chart": Walk._embedded,
    "?:relIds": Walk._embedded,
    "w:control": Walk._embedded,
    "w:contentPart": Walk._picture,
    "w14:contentPart": Walk._picture,
    "w:subDoc": Walk._chunk,
    "w:altChunk": Walk._chunk,
    "w:ruby": Walk._ruby,
    "mc:AlternateContent": Walk._alternate,
}
