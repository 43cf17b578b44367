"""Names in Word's XML made short, its switches and symbols read: what every part of the form reader needs.

Both flavours of Open XML (transitional and strict) get the same short names: `w:p` is a paragraph in each.
The walk over a document is in `fairness_adapters.office.form_walk`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

TICKED, UNTICKED = "\u2612", "\u2610"
"""How a ticked box of any kind reads, and an unticked one."""

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "http://schemas.microsoft.com/office/word/2012/wordml": "w15",
    "urn:schemas-microsoft-com:vml": "v",
}
_OFF = frozenset({"0", "false", "off", "none"})
# Ticks and boxes of the symbol fonts, by their last byte: Wingdings, then Wingdings 2 and Webdings.
_SYMBOLS: dict[str, dict[int, str]] = {
    "wingdings": {
        **dict.fromkeys((0xFE, 0xFD, 0xFC, 0x78), TICKED),
        **dict.fromkeys((0xA8, 0x6F, 0x70, 0x71, 0x72), UNTICKED),
        0xFB: "\u2717",
        0x9F: "\u2022",
        0x6C: "\u2022",
        0xA7: "\u2022",
        0xE0: "\u2192",
    },
    "wingdings 2": {
        **dict.fromkeys((0x50, 0x51, 0x52, 0x53, 0x54, 0x98), TICKED),
        **dict.fromkeys((0xA3, 0x2A, 0x30, 0x35, 0x99), UNTICKED),
        0x4F: "\u2717",
    },
    "webdings": {0x61: TICKED, 0x72: "\u2717", 0x63: UNTICKED},
}
_BOXES = str.maketrans(
    {
        **dict.fromkeys("\u2611\u2612\u2327\u25a3\u2bbd\U0001f5f5\U0001f5f7\U0001f5f9\U0001f5f8", TICKED),
        **dict.fromkeys("\u2610\u25a1\u25fb\u25fd\u2751\u2752\u274f\u2750\U0001f78e\U0001f78f\U0001f790", UNTICKED),
    }
)
# A line end inside a text element is a blank to Word; line ends that show are elements of their own.
_BLANKS = str.maketrans("\n\r\t", "   ")


@lru_cache(maxsize=4096)
def short(tag: str) -> str:
    """Return an element's or attribute's name with a short prefix, "?" for a namespace not known here.

    >>> short("{http://purl.oclc.org/ooxml/wordprocessingml/main}tbl"), short("{urn:x}y"), short("val")
    ('w:tbl', '?:y', 'val')
    """
    if not tag.startswith("{"):
        return tag
    namespace, _, local = tag[1:].partition("}")
    return f"{_PREFIXES.get(namespace, '?')}:{local}"


def name(element: Element) -> str:
    """Return an element's short name; empty for a comment or processing instruction."""
    tag: object = element.tag
    return short(tag) if isinstance(tag, str) else ""


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first descendant along a path of short names, None where there is none."""
    for step in path:
        element = next((each for each in element if name(each) == step), None) if element is not None else None
    return element


def attribute(element: Element | None, local: str, default: str = "") -> str:
    """Return an attribute by its local name, whatever its namespace."""
    if element is not None:
        for key, value in element.attrib.items():
            if key.rpartition("}")[2] == local:
                return value
    return default


def is_on(element: Element | None) -> bool:
    """Tell whether a switch is on: there, and not said to be off (ECMA-376 part 1, 17.17.4)."""
    return element is not None and attribute(element, "val", "1").strip().casefold() not in _OFF


def number(element: Element | None, local: str = "val", default: int = 0) -> int:
    """Return a whole number that an attribute states; the default when it states none or an absurd one."""
    text = attribute(element, local)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else default


def is_symbol_font(font: str) -> bool:
    """Tell whether the font shows pictures where the text has letters."""
    return font.strip().casefold() in _SYMBOLS


def symbol(font: str, code: int) -> str:
    r"""Return what a character of a symbol font shows, ticks and boxes as one kind each.

    >>> symbol("Wingdings", 0xF0FE), symbol("Wingdings 2", 0xA3), symbol("Wingdings", 0xF04A)
    ('☒', '☐', '\uf04a')
    """
    known = _SYMBOLS.get(font.strip().casefold(), {})
    shown = known.get(code & 0xFF) if code < 0x100 or 0xF000 <= code <= 0xF0FF else None
    return shown or plain(_character(code))


def _character(code: int) -> str:
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code <= 0x10FFFD else ""


def plain(text: str) -> str:
    """Return the text of an element as it shows: line ends in the XML are blanks."""
    return text.translate(_BLANKS)


def boxes(text: str) -> str:
    r"""Return text with every kind of ticked box as one, and every kind of empty box as another.

    >>> boxes("\u2611 Yes \u25a1 No")
    '☒ Yes ☐ No'
    """
    return text.translate(_BOXES)


def in_symbol_font(font: str, text: str) -> str:
    """Return text that was typed in a symbol font as what it shows."""
    return "".join(symbol(font, ord(letter)) if letter.strip() else letter for letter in text)
