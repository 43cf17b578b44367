"""The page on reading forms names every field and code that a triage record takes, and none that it does not."""

from __future__ import annotations

import re
from pathlib import Path

from fairness_adapters.layouts.form_records import taken_by
from fairness_core.risk.triage import template

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "read-a-form.md").read_text(encoding="utf-8")
SECTION = PAGE.partition("## What a triage record takes")[2].partition("\n## ")[0]
ROWS = {
    row[1]: (row[2].split(" or "), re.findall(r"`([\w-]+)`", row[3]))
    for row in re.finditer(r"^\| `(\w+)` \| ([\w -]+) \| ?(.*?) ?\|$", SECTION, re.MULTILINE)
}


def test_every_field_is_told_with_its_kinds_and_codes() -> None:
    """In the order of the record."""
    kinds = {"kinds": tuple(template().kinds)}
    expected = {
        name: (list(each.kinds), list(each.codes or kinds.get(name, ()))) for name, each in taken_by("triage").items()
    }
    assert list(expected.items()) == list(ROWS.items())


def test_the_principles_are_named() -> None:
    """All of them, in their order."""
    assert list(template().principles) == re.findall(r"`([\w-]+)`", SECTION.rpartition("its principles are")[2])
