"""Put a value into one place of a Word template, in the look that the place has already.

Only the place itself changes: its text, and of a control what it stores (the day, the choice, the tick). A control
that was bound to data elsewhere in the file is not bound any more, or Word would put that back on opening. Where the
places are is in `fairness_adapters.office.docx_places`; pictures are in `docx_pictures`, tables in `docx_tables`.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from datetime import date
from typing import TYPE_CHECKING

from fairness_adapters.office.docx_names import (
    CONTENT,
    P_PR,
    R_PR,
    SDT_PR,
    SPACE,
    TC,
    WORD_2010,
    P,
    R,
    T,
    about,
    copy_of,
    local,
    make,
    remove,
    value,
    w,
)
from fairness_adapters.office.docx_places import FillPlace, read_about
from fairness_adapters.office.docx_values import day_text
from fairness_adapters.office.wml import TICKED, UNTICKED

if TYPE_CHECKING:
    from lxml.etree import _Element

_OF_A_PROMPT = ("PlaceholderText",)
_UNBOUND = ("dataBinding", "showingPlcHdr", "picture")


def fill_placeholders(found: Sequence[tuple[FillPlace, str]]) -> None:
    """Replace placeholders of one paragraph by text, the last one first; the first run's look stays.

    A line feed becomes a line break; where the placeholder is alone in its paragraph, paragraphs of the same look.
    """
    for place, text in sorted(found, key=lambda each: each[0].span, reverse=True):
        lines = text.split("\n") if place.kind == "alone" else []
        if len(lines) < 2:
            _replace(place, text)
            continue
        for line in lines:
            copied = copy_of(place.element)
            place.element.addprevious(copied)
            _only_text(copied, line)
            if line is not lines[-1]:
                _no_section(copied)
        remove(place.element)


def _replace(place: FillPlace, text: str) -> None:
    start, end = place.span
    at, begun = 0, False
    for each in place.texts:
        length = len(each.text or "") if each.tag == T else 1
        first, last = max(start - at, 0), min(end - at, length)
        if first < last:
            old = each.text or ""
            _put(each, old[:first] + (text if not begun else "") + old[last:])
            begun = True
        at += length


def _put(element: _Element, text: str) -> None:
    """Set a text of a run; line ends and tabs become elements of their own after it."""
    if not text:
        remove(element)
        return
    pieces = _pieces(text)
    element.text = pieces[0].text if pieces and pieces[0].tag == T else ""
    element.set(SPACE, "preserve")
    for each in reversed(pieces[1:] if pieces and pieces[0].tag == T else pieces):
        element.addnext(each)


def _pieces(text: str) -> list[_Element]:
    """Return the text as Word wants it within a run: texts, line breaks and tabs."""
    found: list[_Element] = []
    for number, line in enumerate(text.split("\n")):
        found += [make(w("br"))] if number else []
        for place, part in enumerate(line.split("\t")):
            found += [make(w("tab"))] if place else []
            if part or not (number or place):
                piece = make(T)
                piece.text = part
                piece.set(SPACE, "preserve")
                found.append(piece)
    return found


def _only_text(paragraph: _Element, text: str, look: _Element | None = None) -> None:
    """Leave a paragraph its look and put one run of text into it, in the look of its first run."""
    run = make(R)
    wanted = look if look is not None else first_look(paragraph)
    if wanted is not None:
        run.append(deepcopy(wanted))
    run.extend(_pieces(text))
    for each in list(paragraph):
        if each.tag != P_PR:
            paragraph.remove(each)
    paragraph.append(run)


def first_look(element: _Element) -> _Element | None:
    """Return the look of the first run that has text of its own, without that of a prompt."""
    runs = [each for each in element.iter(R) if any(True for _ in each.iter(T, w("sym")))]
    found = runs[0].find(R_PR) if runs else None
    if found is None:
        return None
    look = deepcopy(found)
    style = look.find(w("rStyle"))
    if style is not None and value(style) in _OF_A_PROMPT:
        look.remove(style)
    return look if len(look) else None


def _no_section(paragraph: _Element) -> None:
    for each in paragraph.findall(f"{P_PR}/{w('sectPr')}"):
        remove(each)


# --- controls --------------------------------------------------------------------------------------------------------


def fill_text(place: FillPlace, text: str) -> None:
    """Put text into a control around part of a paragraph, paragraphs, or a cell."""
    settle(place.element)
    content = content_of(place.element)
    look = _look_of(place.element, content)
    if place.level == "cell":
        cells = list(content.iter(TC))
        _into_blocks(cells[0], text, look, one=_is_plain(place.element))
    elif place.level == "block":
        _into_blocks(content, text, look, one=_is_plain(place.element))
    else:
        run = make(R)
        if look is not None:
            run.append(look)
        run.extend(_pieces(text))
        empty(content)
        content.append(run)


def _into_blocks(holder: _Element, text: str, look: _Element | None, *, one: bool) -> None:
    """Replace the paragraphs of a cell or control by those of the text, in the look of the first."""
    first = next(iter(holder.iter(P)), None)
    pattern = copy_of(first) if first is not None else make(P)
    for each in list(holder):
        if each.tag != w("tcPr"):
            holder.remove(each)
    lines = [text] if one else text.split("\n")
    for line in lines:
        added = copy_of(pattern)
        _only_text(added, line, look)
        if line is not lines[-1]:
            _no_section(added)
        holder.append(added)


def _is_plain(control: _Element) -> bool:
    """Tell whether the control is for plain text, which is one paragraph however many lines it has."""
    found = control.find(SDT_PR)
    return found is not None and found.find(w("text")) is not None


def _look_of(control: _Element, content: _Element) -> _Element | None:
    """Return the look of a control's text: the first run's, else the one that the control gives to new text."""
    found = first_look(content)
    if found is not None:
        return found
    own = control.find(f"{SDT_PR}/{R_PR}")
    return deepcopy(own) if own is not None else None


def content_of(control: _Element) -> _Element:
    """Return what a control stands around; made where there is nothing yet."""
    found = control.find(CONTENT)
    if found is None:
        found = make(CONTENT)
        control.append(found)
    return found


def empty(content: _Element) -> None:
    """Take everything out of what a control stands around."""
    for each in list(content):
        content.remove(each)


def settle(control: _Element) -> None:
    """Say that the control shows an answer, and is not bound to data that Word would put back."""
    for each in list(about(control)):
        if local(each) in _UNBOUND:
            remove(each)


def fill_day(place: FillPlace, day: date) -> None:
    """Put a day into a date control, as its own pattern writes it, and store it for programs."""
    stored = next(each for each in about(place.element) if each.tag == w("date"))
    stored.set(w("fullDate"), f"{day.isoformat()}T00:00:00Z")
    fill_text(place, day_text(day, value(stored.find(w("dateFormat")))))


def choice_of(place: FillPlace, text: str) -> str | None:
    """Return how a list shows a choice, which is given as it is shown or by its code; None when it has no such."""
    items = read_about(place.element).items
    shown = next((label for label, code in items if text in (label, code) and code), None)
    is_free = place.element.find(f"{SDT_PR}/{w('comboBox')}") is not None
    return shown if shown is not None or not is_free else text


def fill_choice(place: FillPlace, text: str) -> None:
    """Choose from a drop-down list or combo box; the choice has been found by `choice_of`."""
    shown = choice_of(place, text) or text
    code = next((code for label, code in read_about(place.element).items if label == shown), shown)
    for each in about(place.element):
        if each.tag in (w("dropDownList"), w("comboBox")):
            each.set(w("lastValue"), code)
    fill_text(place, shown)


def fill_tick(place: FillPlace, *, ticked: bool) -> None:
    """Tick a box or leave it empty, with the symbols that the control itself names."""
    box = next(each for each in about(place.element) if local(each) == "checkbox")
    stated = {local(each): each for each in box}
    if "checked" not in stated:
        stated["checked"] = make(f"{{{WORD_2010}}}checked")
        box.insert(0, stated["checked"])
    stated["checked"].attrib.clear()
    stated["checked"].set(f"{{{WORD_2010}}}val", "1" if ticked else "0")
    state = stated.get("checkedState" if ticked else "uncheckedState")
    symbol, font = _symbol(state, TICKED if ticked else UNTICKED)
    settle(place.element)
    _show(place, symbol, font)


def _symbol(state: _Element | None, usual: str) -> tuple[str, str]:
    code = state.get(f"{{{WORD_2010}}}val", "") if state is not None else ""
    try:
        return chr(int(code, 16)), state.get(f"{{{WORD_2010}}}font", "") if state is not None else ""
    except (ValueError, OverflowError):
        return usual, ""


def _show(place: FillPlace, symbol: str, font: str) -> None:
    """Show the symbol in the first run of the box; a symbol of a picture font stays one."""
    sign = next(iter(place.element.iter(w("sym"))), None)
    if sign is not None:
        sign.set(w("char"), f"{ord(symbol):04X}")
        sign.set(w("font"), font or value(sign, "font"))
        return
    run = next(iter(content_of(place.element).iter(R)), None)
    fill_text(place, symbol)
    if run is not None and font:
        for each in place.element.iter(w("rFonts")):
            for name in ("ascii", "hAnsi", "eastAsia", "cs"):
                each.set(w(name), font)
