"""Labels in a layout: word for word, or a pattern between slashes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairness_adapters.grid import CellValue
from fairness_adapters.layouts.anchors import LONGEST, capture, is_pattern, matches, pattern_faults
from fairness_adapters.layouts.table_cells import joined, text_of


@pytest.mark.parametrize(
    ("label", "value", "expected"),
    [
        ("Band 5", "band\u00a05", True),
        ("Band", "Band 5", False),
        ("All staff", "All staff1", True),
        ("All staff", "All staff [note 2]", True),
        ("/^q15/", "Q15. Does", True),
        ("/^q15/", "See Q15", False),
        ("/a b/", "a \n b", True),
        ("", "", True),
        ("5", 5, False),
        ("/./", None, False),
        ("/", "/", True),
    ],
)
def test_a_label_is_met_or_not(label: str, value: CellValue, expected: bool) -> None:
    """Case, blanks and footnotes are even; a pattern looks anywhere; only texts have labels."""
    assert expected is matches([label], value)


def test_a_remark_is_no_label() -> None:
    """A long text is not compared: patterns are for labels."""
    assert not matches(["/x/"], "x" * (LONGEST + 1))
    assert "" == capture("/x/", "x" * (LONGEST + 1))


def test_what_a_pattern_finds() -> None:
    """The first group, or all of it; nothing where it does not fit, or is no pattern."""
    found = [capture(each, "as at 31 March") for each in ("/as at (.*)/", "/as at/", "/(x)?as/", "/of (.*)/", "as at")]
    assert ["31 March", "as at", "", "", ""] == found


def test_patterns_that_are_none_are_faults() -> None:
    """The pattern is quoted with what is wrong with it."""
    ((path, message),) = pattern_faults("rows.skip", ["plain (", "/(/", "/fine/"])
    assert ("rows.skip", True) == (path, message.startswith("/(/ is not a regular expression: "))


@given(st.text(min_size=1, max_size=40))
def test_every_text_is_its_own_label(text: str) -> None:
    """What a file says can be written into a layout as it is, unless it looks like a pattern."""
    assert is_pattern(text) or matches([text], text)


def test_headings_are_joined_from_the_top() -> None:
    """Blanks are left out, a heading merged over two rows is said once, numbers are text."""
    assert "2024 / White" == joined([2024.0, None, "White", "White"])
    assert ["", "3", "3.5", "x"] == [text_of(None), text_of(3.0), text_of(3.5), text_of(" x ")]
