"""The wise-compassion quadrant: the split, its words and doubts, and that no case and no person can come near it."""

from __future__ import annotations

import ast
import inspect

import attrs
import pytest

from fairness_core.errors import CallerError, ConfigError
from fairness_core.process import reflection
from fairness_core.process.reflection import Quadrants, Reflection, load_quadrants, quadrants, reflect


@pytest.mark.parametrize(
    ("wisdom", "compassion", "label"),
    [
        (4, 4, "Wise compassion"),
        (5, 4, "Wise compassion"),
        (2, 4, "Caring avoidance"),
        (1, 5, "Caring avoidance"),
        (4, 2, "Uncaring execution"),
        (5, 1, "Uncaring execution"),
        (2, 2, "Ineffective indifference"),
        (1, 1, "Ineffective indifference"),
        (3, 3, ""),
        (3, 5, ""),
        (1, 3, ""),
    ],
)
def test_the_split_is_at_the_midpoint_which_is_neither(wisdom: int, compassion: int, label: str) -> None:
    """Above and below the midpoint there are four corners; on it there is no name, and the words say so."""
    found = reflect(wisdom=wisdom, compassion=compassion)
    assert label == found.label
    assert (label == "") == (found.quadrant == "") == ("neither high nor low" in found.says)


@pytest.mark.parametrize("wisdom", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("compassion", [1, 2, 3, 4, 5])
def test_every_answer_has_words_one_thing_to_try_and_where_it_comes_from(wisdom: int, compassion: int) -> None:
    """Nobody is left with a label alone, and each label has its source or its doubt."""
    found = reflect(wisdom=wisdom, compassion=compassion)
    assert found.says
    assert found.try_this
    assert quadrants().notice == found.notice
    assert found.source or found.doubt


def test_the_recalled_label_says_that_it_is_doubtful() -> None:
    """One label was not seen in a source: it carries a doubt, and no source."""
    found = reflect(wisdom=5, compassion=1)
    assert "" == found.source
    assert found.doubt.startswith("The label is recalled and was not seen")


@pytest.mark.parametrize(
    ("wisdom", "compassion", "named"), [(0, 3, "wisdom"), (3, 6, "compassion"), (0, 6, "wisdom and compassion")]
)
def test_a_number_outside_the_scale_is_refused(wisdom: int, compassion: int, named: str) -> None:
    """Every number that is not on the scale is named, and what the scale is; the number itself is not quoted."""
    with pytest.raises(CallerError) as caught:
        reflect(wisdom=wisdom, compassion=compassion)
    assert f"Not on the scale: {named}." == caught.value.message
    assert "Give a whole number from 1 to 5." == caught.value.hint


def test_half_a_point_is_not_on_the_scale() -> None:
    """Whole numbers only, and true is no number."""
    with pytest.raises(CallerError, match="wisdom and compassion"):
        reflect(wisdom=2.5, compassion=True)  # type: ignore[arg-type]


def test_no_case_and_no_person_has_a_place_in_it() -> None:
    """It takes two numbers and the words, gives words back, and knows neither logs nor staff nor time."""
    assert ["wisdom", "compassion", "rules"] == list(inspect.signature(reflect).parameters)
    words = {field.name: str(field.type) for field in attrs.fields(Reflection)}
    assert {"quadrant", "label", "says", "try_this", "notice", "source", "doubt"} == set(words)
    assert {"str"} == set(words.values())
    tree = ast.parse(inspect.getsource(reflection))
    ours = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    assert {"fairness_core.config", "fairness_core.errors"} == {name for name in ours if name.startswith("fairness")}
    assert "datetime" not in ours


def test_words_of_ones_own_extend_the_packaged_ones() -> None:
    """An organisation may change what is said, and give longer scales."""
    own = load_quadrants(
        """
        extends = "wise-compassion"
        id = "ours"
        lowest = 0
        highest = 10
        [middle]
        says = "Somewhere in between."
        """
    )
    assert "Somewhere in between." == reflect(wisdom=5, compassion=9, rules=own).says
    assert "Caring avoidance" == reflect(wisdom=4, compassion=6, rules=own).label


def test_every_fault_of_a_file_is_told_at_once() -> None:
    """No midpoint, a third scale, a corner twice: three messages, each with its key."""
    with pytest.raises(ConfigError) as caught:
        load_quadrants(
            """
            extends = "wise-compassion"
            id = "ours"
            highest = 4
            [scales.hope]
            asks = "?"
            low = "-"
            high = "+"
            [quadrants.caring-avoidance]
            compassion = "low"
            """
        )
    assert ["highest", "scales", "quadrants"] == [each.where.field for each in caught.value.problems]


@pytest.mark.parametrize(("lowest", "highest"), [(5, 1), (3, 3)])
def test_a_scale_goes_up(lowest: int, highest: int) -> None:
    """A scale whose end is not above its beginning is a fault."""
    found = attrs.evolve(quadrants(), lowest=lowest, highest=highest)
    assert ["highest"] == [path for path, _ in Quadrants.faults(found)]
