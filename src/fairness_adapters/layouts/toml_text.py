"""Text as it stands in TOML: strings, lists and comments that no text of a file can break out of."""

from __future__ import annotations

import json
from collections.abc import Iterable


def quoted(text: str) -> str:
    r"""Return a TOML string; every sign that TOML forbids in one is escaped.

    >>> quoted('5" x\n')
    '"5\\" x\\n"'
    """
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def quoted_list(texts: Iterable[str]) -> str:
    """Return a TOML list of strings on one line."""
    return f"[{', '.join(map(quoted, texts))}]"


def comment(text: str) -> str:
    """Return a comment of one line; line ends and control characters become spaces."""
    return f"# {one_line(text)}"


def one_line(text: str) -> str:
    """Return a text on one line: line ends and control characters become spaces."""
    return "".join(each if each.isprintable() else " " for each in text)
