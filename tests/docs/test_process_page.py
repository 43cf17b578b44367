"""The page on writing a process names every key that a process can have: a key nobody is told of is of no use."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import attrs
import pytest

from fairness_core.process.clocks import PeriodUnit
from fairness_core.process.table import (
    Arrow,
    EventType,
    Evidence,
    Field,
    InRegion,
    Nature,
    NotOverdue,
    Obligation,
    Owing,
    PersonNot,
    ProcessTable,
    Region,
    Retention,
    Right,
    Role,
    State,
)

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "write-a-process.md").read_text(encoding="utf-8")
HEAD = "the file"
TABLES = ("sources", "roles", "regions", "events", "arrows", "obligations", "owing", "rights", "retention", "migrates")
NOT_WRITTEN = {"index", "sha256", "elements", "states"}
"""What the library makes itself, and what has a row of its own or is told in the packaged processes."""


def row(first: str) -> set[str]:
    """Return the words in code type in the row of the page's tables that begins so."""
    (found,) = re.findall(rf"^\| {re.escape(first)} \|(.*)$", PAGE, re.MULTILINE)
    return set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`]*)`", found))))


@pytest.mark.parametrize(
    ("first", "kind"),
    [
        ("`[roles.x]`", Role),
        ("`[regions.x]`", Region),
        ("`[regions.x.states.y]`", State),
        ("`[events.x]`", EventType),
        ("`[arrows.x]`", Arrow),
        ("`[obligations.x]`", Obligation),
        ("`[owing.x]`", Owing),
        ("`[rights.x]`", Right),
        ("`[retention]`", Retention),
    ],
)
def test_every_key_of_a_table_is_named(first: str, kind: type[attrs.AttrsInstance]) -> None:
    """The row of each table of the file names all of its keys."""
    assert set() == {each.name for each in attrs.fields(kind)} - NOT_WRITTEN - row(first)


def test_every_key_of_the_file_is_named() -> None:
    """What stands outside the tables is named, and each table has a row."""
    assert set() == {each.name for each in attrs.fields(ProcessTable)} - NOT_WRITTEN - set(TABLES) - row(HEAD)
    assert [] == [each for each in TABLES if f"[{each}" not in PAGE]


@pytest.mark.parametrize("kind", [Evidence, InRegion, NotOverdue, PersonNot])
def test_every_key_of_a_guard_is_named(kind: type[attrs.AttrsInstance]) -> None:
    """Each kind of guard has a row with its keys; `actor_not` and `person_not` have the same."""
    code = attrs.fields_dict(kind)["kind"].default
    named = row(f"`{code}`") | row("`actor_not`") | {"kind", "says"}
    assert set() == {each.name for each in attrs.fields(kind)} - named


def test_every_word_that_a_key_can_have_is_named() -> None:
    """Natures, fields that an event can ask for, and units of periods are closed lists, and all are on the page."""
    words = (*get_args(Nature), *get_args(Field), *get_args(PeriodUnit))
    assert [] == [each for each in words if f"`{each}`" not in PAGE]
