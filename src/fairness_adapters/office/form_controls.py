"""Content controls and legacy form fields: what each is, what it stores, and whether it was answered.

A prompt left in place ("Choose an item.") is no answer. Where its text stands in a document is known to
`fairness_adapters.office.form_walk`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from fairness_adapters.office.form_values import Control, ControlKind
from fairness_adapters.office.wml import attribute, child, is_on, name, number

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_PROMPT = re.compile(r"\W*(please\s+)?(click|tap|choose|enter|select|pick|type|insert|delete as|none selected)\b", re.I)
# What Word itself puts into an empty control, word for word in its English versions.
_STANDARD_PROMPT = re.compile(
    r"(click( or tap)?( here)? to enter (text|a date)|choose an item|choose a building block"
    r"|enter any content that you want to repeat.*|click( or tap)? (here )?to (choose|select) .{1,40})\.?",
    re.I | re.S,
)
_KINDS: dict[str, ControlKind] = {
    "w:date": "date",
    "w:dropDownList": "choice",
    "w:comboBox": "choice",
    "w14:checkbox": "tick box",
    "w15:checkbox": "tick box",
    "w:checkbox": "tick box",
}
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(T.*)?")


def looks_like_prompt(text: str) -> bool:
    """Tell whether a text asks for something instead of answering.

    >>> looks_like_prompt("Choose an item."), looks_like_prompt("-- Select --"), looks_like_prompt("Level 2")
    (True, True, False)
    """
    return not re.search(r"\w", text) or bool(_PROMPT.match(text))


def is_standard_prompt(text: str) -> bool:
    """Tell whether a text is what Word itself puts into an empty control."""
    return bool(_STANDARD_PROMPT.fullmatch(text.strip()))


@attrs.frozen(kw_only=True)
class Properties:
    """What a content control says of itself, before its content is looked at."""

    kind: ControlKind
    name: str
    title: str
    prompting: bool
    ticked: bool | None
    stored: str
    items: tuple[tuple[str, str], ...]

    def control(self, text: str, *, answered: bool) -> Control:
        """Return the control with the text that it shows; what is not answered may still be blanks."""
        value = self.stored
        if self.kind == "choice":
            value = next((code for shown, code in self.items if shown == text), "")
        return Control(
            kind=self.kind,
            name=self.name,
            title=self.title,
            text=text if answered else "",
            value=value if answered else "",
            raw="" if self.prompting and not answered else text,
            answered=answered,
            ticked=self.ticked,
            choices=self.choices,
        )

    @property
    def choices(self) -> tuple[str, ...]:
        """What may be chosen, without the entry that only asks for a choice."""
        return tuple(shown for shown, code in self.items if shown and not is_standard_prompt(shown) and code)

    def is_prompt(self, text: str, *, in_prompt_style: bool) -> bool:
        """Tell whether the text that the control shows is its prompt and no answer."""
        if is_standard_prompt(text):
            return True
        chosen = any(text == shown and code for shown, code in self.items) and not looks_like_prompt(text)
        if not self.prompting:
            return in_prompt_style and not chosen
        return not chosen and (in_prompt_style or looks_like_prompt(text))

    @property
    def shown_choice(self) -> str:
        """What the stored choice shows as, for a control without any text."""
        return next((shown for shown, code in self.items if code == self.stored), "") if self.stored else ""


def properties(sdt: Element) -> Properties:
    """Read the properties of a content control."""
    found = child(sdt, "w:sdtPr")
    kind: ControlKind = "text"
    ticked: bool | None = None
    stored, items = "", tuple[tuple[str, str], ...]()
    for each in found if found is not None else ():
        kind = _KINDS.get(name(each), kind)
        if name(each) in ("w:dropDownList", "w:comboBox"):
            stored, items = attribute(each, "lastValue"), _items(each)
        elif name(each) == "w:date" and (day := _DAY.fullmatch(attribute(each, "fullDate"))):
            stored = day[1]
        elif _KINDS.get(name(each)) == "tick box":
            ticked = is_on(next((state for state in each if name(state).endswith(":checked")), None))
    return Properties(
        kind=kind,
        name=attribute(child(found, "w:tag"), "val"),
        title=attribute(child(found, "w:alias"), "val"),
        prompting=is_on(child(found, "w:showingPlcHdr")),
        ticked=ticked,
        stored=stored,
        items=items,
    )


def _items(element: Element) -> tuple[tuple[str, str], ...]:
    pairs = ((attribute(each, "displayText"), attribute(each, "value")) for each in element)
    return tuple((shown or code, code) for shown, code in pairs)


def legacy_control(data: Element) -> Control | None:
    """Return the tick box or drop-down that a legacy form field is, with its state; None for a text field.

    An untouched field shows its default, and a drop-down without one its first entry; an entry that only asks
    for a choice is no answer.
    """
    field = attribute(child(data, "w:name"), "val")
    title = attribute(child(data, "w:statusText"), "val")
    if (box := child(data, "w:checkBox")) is not None:
        state = child(box, "w:checked")
        ticked = is_on(state if state is not None else child(box, "w:default"))
        return Control(kind="tick box", name=field, title=title, ticked=ticked)
    if (choice := child(data, "w:ddList")) is not None:
        entries = [attribute(each, "val") for each in choice if name(each) == "w:listEntry"]
        state = child(choice, "w:result")
        place = number(state if state is not None else child(choice, "w:default"))
        shown = entries[place] if place < len(entries) else ""
        answered = not looks_like_prompt(shown)
        choices = tuple(each for each in entries if each and not looks_like_prompt(each))
        return Control(
            kind="choice",
            name=field,
            title=title,
            text=shown if answered else "",
            answered=answered,
            choices=choices,
        )
    return None


def legacy_text(data: Element, text: str) -> Control:
    """Return a legacy text field with what stands in it; blanks alone are no answer."""
    field = attribute(child(data, "w:name"), "val")
    title = attribute(child(data, "w:statusText"), "val")
    answered = bool(text.strip()) and not is_standard_prompt(text)
    return Control(name=field, title=title, text=text if answered else "", answered=answered)


def is_legacy_default(data: Element, text: str) -> bool:
    """Tell whether a legacy text field still holds the text that it came with."""
    return bool(text.strip()) and text == attribute(child(data, "w:textInput", "w:default"), "val")
