"""Documents embedded in a document as they are (altChunk): web pages and plain text are read as text.

Word takes them in when it next saves. Nothing in them is followed or run. Other kinds are not read, and
whoever calls says so.
"""

from __future__ import annotations

import re
from html import unescape

LONGEST = 1 << 20
"""Bytes of a chunk that are still read."""

_BREAKS = frozenset(
    {"p", "div", "br", "tr", "li", "table", "ul", "ol", "blockquote", "pre", "hr", "section", "article"}
    | {"h1", "h2", "h3", "h4", "h5", "h6"}
)
_UNSEEN = frozenset({"script", "style", "head", "template", "noscript"})
_NAME = re.compile(r"/?([A-Za-z][A-Za-z0-9:-]{0,20})")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]{1,20})", re.I)


def chunk_text(data: bytes, part: str) -> str | None:
    r"""Return the text of an embedded web page or plain text; None for another kind, or one that is too long.

    >>> chunk_text(b"<html><style>p {}</style><p>Fish &amp; chips</p><p>twice</p></html>", "a.html")
    'Fish & chips\ntwice'
    """
    if len(data) > LONGEST or data.startswith((b"PK", b"{\\rtf", b"\xd0\xcf\x11\xe0")):
        return None
    text = _decoded(data)
    ending = part.rpartition(".")[2].lower()
    head = text[:2000].lstrip("\ufeff \t\r\n").lower()
    if ending in {"html", "htm", "xhtml", "xht"} or head.startswith(("<html", "<!doctype html", "<?xml", "<body")):
        return _html_text(text)
    return text.replace("\r\n", "\n") if ending == "txt" else None


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    named = _CHARSET.search(data[:2000])
    for encoding in (named[1].decode() if named else "utf-8", "utf-8"):
        try:
            return data.decode(encoding)
        except (LookupError, ValueError):
            continue
    return data.decode("cp1252", "replace")


def _html_text(text: str) -> str:
    """Take the text out of a web page in one pass from left to right: no input takes more than linear time."""
    out: list[str] = []
    text = text.removeprefix("\ufeff")
    # Lowered letter by letter, since a few letters grow in lowering and places would shift.
    place, lower = 0, "".join(each.lower() if each.isascii() else each for each in text)
    while (start := text.find("<", place)) >= 0:
        out.append(" ".join(_squeezed(text[place:start])))
        place = _after_tag(lower, start, out)
    out.append(" ".join(_squeezed(text[place:])))
    lines = (re.sub(" {2,}", " ", line).strip() for line in "".join(out).split("\n"))
    return "\n".join(line for line in lines if line)


def _squeezed(text: str) -> list[str]:
    """Return words with blanks at the edges kept as empty words, so that joining keeps one blank there."""
    plain = unescape(text)
    words = plain.split()
    return ([""] if plain[:1].isspace() else []) + words + ([""] if words and plain[-1:].isspace() else [])


def _after_tag(lower: str, start: int, out: list[str]) -> int:
    """Return where the text goes on after the tag, comment or unseen element that begins at `start`."""
    if lower.startswith("<!--", start):
        end = lower.find("-->", start)
        return end + 3 if end >= 0 else len(lower)
    found = _NAME.match(lower, start + 1)
    if found is None and lower[start + 1 : start + 2] not in {"!", "?", "/"}:
        out.append("<")
        return start + 1
    end = lower.find(">", start)
    if end < 0:
        return len(lower)
    if found is None:
        return end + 1
    if found[1] in _BREAKS:
        out.append("\n")
    if found[1] in ("td", "th"):
        out.append(" ")
    if found[1] in _UNSEEN and lower[start + 1] != "/" and lower[end - 1] != "/":
        close = lower.find(f"</{found[1]}", end)
        return close if close >= 0 else len(lower)
    return end + 1
