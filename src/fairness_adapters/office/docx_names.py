"""Names in the XML of a trust's own Word template, and the few moves on it that filling needs.

Elements here are lxml's, whose names are written in full; reading forms uses the short names of
`fairness_adapters.office.wml`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
INLINE = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

NAMESPACES = (
    f'xmlns:w="{WORD}" xmlns:wp="{INLINE}" xmlns:a="{DRAWING}" xmlns:pic="{PICTURE}" '
    f'xmlns:r="{RELATIONS}" xmlns:w14="{WORD_2010}"'
)
_OF_ONE_COPY = ("paraId", "textId")
_MARKS = ("bookmarkStart", "bookmarkEnd")


def w(name: str) -> str:
    """Return the full name of an element or attribute of Word's XML.

    >>> w("p")
    '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p'
    """
    return f"{{{WORD}}}{name}"


P, R, T, TR, TC, TBL, SDT = w("p"), w("r"), w("t"), w("tr"), w("tc"), w("tbl"), w("sdt")
SDT_PR, CONTENT, R_PR, P_PR, VAL = w("sdtPr"), w("sdtContent"), w("rPr"), w("pPr"), w("val")


def value(element: _Element | None, name: str = "val") -> str:
    """Return an attribute of an element, empty where either is not there."""
    return str(element.get(w(name)) or "") if element is not None else ""


def ancestor(element: _Element, tag: str) -> _Element | None:
    """Return the nearest element around this one that has the tag; None when there is none."""
    return next(element.iterancestors(tag), None)


def make(tag: str, **attributes: str) -> _Element:
    """Make an element with attributes of Word's own namespace."""
    from lxml import etree

    made = etree.Element(tag, nsmap={"w": WORD})
    for name, text in attributes.items():
        made.set(w(name), text)
    return made


def parsed(text: str) -> _Element:
    """Return an element of its text; every word in it must have been cleaned and escaped."""
    from lxml import etree

    return etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def remove(element: _Element) -> None:
    """Take an element out of its parent."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def drop(element: _Element, attribute: str) -> None:
    """Take an attribute away, where there is one of that name."""
    if attribute in element.attrib:
        del element.attrib[attribute]


def about(control: _Element) -> _Element:
    """Return what a control says of itself; made where it says nothing."""
    found = control.find(SDT_PR)
    if found is None:
        found = make(SDT_PR)
        control.insert(0, found)
    return found


def local(element: _Element) -> str:
    """Return an element's name without its namespace; empty for a comment.

    Word's programs of each year have one of their own for what is the same to us.
    """
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def copy_of(element: _Element) -> _Element:
    """Copy an element without what may stand in a document but once: ids, bookmarks, the end of a section."""
    from copy import deepcopy

    copied = deepcopy(element)
    copied.tail = None
    for each in list(copied.iter()):
        for name in _OF_ONE_COPY:
            drop(each, f"{{{WORD_2010}}}{name}")
        if each.tag in map(w, _MARKS):
            remove(each)
    for each in copied.findall(f".//{SDT_PR}/{w('id')}"):
        remove(each)
    return copied


def own_texts(paragraph: _Element) -> Iterator[_Element]:
    """Yield the texts and line ends that are of this paragraph, not of one in a text box within it.

    What was deleted with Track Changes on is left out.
    """
    stack = [*reversed(paragraph)]
    while stack:
        each = stack.pop()
        if each.tag in (T, w("br"), w("tab"), w("cr")):
            yield each
        elif local(each) and each.tag not in (P, w("del"), w("moveFrom")):
            stack += reversed(each)
