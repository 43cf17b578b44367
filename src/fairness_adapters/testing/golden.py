"""Golden results: what a sample must give, kept beside it as JSON of meaning and compared whole.

`FAIRNESS_UPDATE_GOLDEN=1 pytest` writes what was found as what is expected, for a person to read through
before it is kept. It refuses where `CI` is set: there nobody reads it through.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from fairness_adapters.testing.telling import as_json, fail, same

UPDATE = "FAIRNESS_UPDATE_GOLDEN"
ENDING = ".expected.json"
WRITTEN = "was written: read it through, beside the file opened in Excel, before you keep it"
HOW_TO_UPDATE = f"""\
Have it written on your own computer, from what is read now. In a Windows command prompt: set {UPDATE}=1
(in PowerShell: $env:{UPDATE}=1), then pytest. Elsewhere: {UPDATE}=1 pytest.
Then read it through, beside the file opened in Excel, and keep it."""
_OFF = {"", "0", "false"}


def golden_of(sample: Path) -> Path:
    """Return where the expected result of a sample is kept: beside it, under its name and one ending more."""
    return sample.with_name(sample.name + ENDING)


def equals_golden(golden: Path, found: object) -> None:
    """Fail with the whole difference when what was found is not what is kept; write it when that was asked for."""
    __tracebackhide__ = True
    if _is_set(UPDATE):
        _update(golden, found)
    if not golden.is_file():
        fail(
            f"There is no expected result {golden.name}.",
            HOW_TO_UPDATE,
            "This is what was found now:",
            as_json(found).rstrip(),
        )
    expected = json.loads(golden.read_text(encoding="utf-8"))
    # Through JSON and back, so that a tuple and a list, or 1 and "1" as a key, are what the file can hold.
    same(
        expected, json.loads(as_json(found)), f"What was read is not what {golden.name} expects (- expected, + found):"
    )


def _update(golden: Path, found: object) -> None:
    __tracebackhide__ = True
    if _is_set("CI"):
        fail(f"{UPDATE} is set in CI, where nobody reads the new results through. Take it away there.", HOW_TO_UPDATE)
    if golden.is_file() and golden.read_text(encoding="utf-8") == as_json(found):
        return
    golden.write_text(as_json(found), encoding="utf-8")
    pytest.skip(f"{golden.name} {WRITTEN}")


def _is_set(name: str) -> bool:
    return os.environ.get(name, "").lower() not in _OFF
