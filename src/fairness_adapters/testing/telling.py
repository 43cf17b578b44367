"""How a check says what it found: whole values, as a difference line by line; never a shortened one.

Written for the author of an adapter: what was found, in which file and cell, where in the author's own code,
what was expected, what to do. `levels.check` shows it without a traceback.
"""

from __future__ import annotations

import inspect
import json
import traceback
from collections.abc import Iterable
from difflib import unified_diff
from pathlib import Path
from typing import NoReturn

from fairness_adapters.source import Source


class Found(AssertionError):
    """What a check found wrong, in words for the author of the adapter."""


def fail(message: str, *lines: str) -> NoReturn:
    """Fail the check with these words; what was being handled is told by them and not by its traceback."""
    __tracebackhide__ = True
    raise Found("\n".join([message, *lines])) from None


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


def raised_at(problem: BaseException, adapter: object) -> list[str]:
    """Say where in the adapter's own file it was raised, and where below that when it was called from there."""
    frames = traceback.extract_tb(problem.__traceback__)
    own = [each for each in frames if each.filename == _file_of(adapter)][-1:]
    below = "which called, in the end," if own else "It was raised in"
    deepest = [each for each in frames[-1:] if each not in own]
    return [f"It was raised in {_spot(each)}" for each in own] + [f"{below} {_spot(each)}" for each in deepest]


def _file_of(adapter: object) -> str | None:
    try:
        return inspect.getsourcefile(type(adapter))
    except TypeError:
        return None


def _spot(frame: traceback.FrameSummary) -> str:
    return f"{Path(frame.filename).name}, line {frame.lineno}, in {frame.name}: {frame.line}"
