"""The tables of the page on plugins are what tests found: what the kit catches, nine faults, every stage."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from fairness_adapters.api_window import API_FLOOR
from fairness_adapters.contract import API_VERSION
from fairness_adapters.discovery import Stage

HERE = Path(__file__).parents[2]
PAGE = (HERE / "docs" / "explanation" / "plugins.md").read_text(encoding="utf-8")
ADAPTERS = HERE / "tests" / "adapters"


def rows(heading: str) -> list[tuple[str, ...]]:
    """Return the cells of the table whose header begins so, without the marks of code around a whole cell."""
    found = re.search(rf"^\| {re.escape(heading)}.*\n\|[-|]+\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    assert found, heading
    return [tuple(map(plain, re.split(r"(?<!\\) \| ", line[2:-2]))) for line in found[1].splitlines()]


def plain(cell: str) -> str:
    """Return a cell as it was before it was put into a table."""
    return re.sub(r"^`([^`]*)`$", r"\1", cell).replace("\\|", "|")


@pytest.mark.parametrize(
    ("heading", "kept", "keys"),
    [
        ("what is wrong | the check", ADAPTERS / "testing" / "caught.json", ("wrong", "check", "message")),
        ("what is wrong | stage", ADAPTERS / "nine_faults.json", ("wrong", "stage", "says")),
    ],
)
def test_the_table_is_what_the_tests_found(heading: str, kept: Path, keys: tuple[str, ...]) -> None:
    """Row by row, the page says what is kept beside the tests."""
    expected = [tuple(each[key] for key in keys) for each in json.loads(kept.read_text(encoding="utf-8"))]
    assert expected == rows(heading)


def test_every_stage_is_told() -> None:
    """The table has each stage once, in the order in which a plugin passes them."""
    assert [stage.value for stage in Stage] == [name for name, *_ in rows("stage | when")]


def test_the_numbers_are_those_of_the_page() -> None:
    """Whoever raises the number or the floor is led to the page."""
    assert (1, 1) == (API_VERSION, API_FLOOR), "say on the page what they are"
    assert "Both are 1 today." in PAGE
