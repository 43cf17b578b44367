"""How a check says what it found: whole values, as a difference line by line; never a shortened one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from difflib import unified_diff
from typing import NoReturn

from fairness_adapters.source import Source


def fail(message: str, *lines: str) -> NoReturn:
    """Fail the check with these words and no traceback through the kit."""
    __tracebackhide__ = True
    raise AssertionError("\n".join([message, *lines]))


def same(expected: object, found: object, message: str) -> None:
    """Fail with every line that differs when two JSON values are not the same."""
    __tracebackhide__ = True
    if expected != found:
        fail(message, *difference(expected, found))


def difference(expected: object, found: object) -> Iterable[str]:
    """Return the whole difference of two JSON values, as lines marked - (expected) and + (found)."""
    one, other = (as_json(value).splitlines() for value in (expected, found))
    return unified_diff(one, other, "expected", "found", lineterm="", n=2)


def as_json(value: object) -> str:
    """Return a JSON value as the golden files hold it: sorted keys, one thing a line, a line end at the end."""
    return json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def name_of(source: Source, odd: str = "") -> str:
    """Name a file for a message, with what is odd about it."""
    return f"{source.name} ({odd})" if odd else source.name
