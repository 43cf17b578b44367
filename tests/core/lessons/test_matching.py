"""Where patterns stand in a text: rows, and words together in any order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairness_core.lessons.matching import REACH, pattern_places, pattern_spans
from fairness_core.lessons.patterns import parts, pattern, unknown_sets
from fairness_core.lessons.tokens import tokens

FILLERS = st.lists(st.sampled_from(["then", "once", "there", "quietly"]), max_size=30)


def spans(text: str, phrase: str) -> list[str]:
    """Return what of a text a phrase meets."""
    return [text[slice(*each)] for each in pattern_spans(tokens(text), [pattern(phrase)])]


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("Letters that were harsh came.", ["Letters that were harsh"]),
        ("A harsh set of letters came.", ["harsh set of letters"]),
        ("Letters came. Harsh winds blew.", []),
        ("Letters came.", []),
        ("Harsh winds blew.", []),
    ],
)
def test_words_together_are_met_in_either_order_within_a_sentence(text: str, met: list[str]) -> None:
    """The span reaches from the first of the words to the last."""
    assert met == spans(text, "letters & harsh|cold")


def test_rows_may_have_words_in_a_row_and_gaps() -> None:
    """Each side is a phrase of its own."""
    assert ["late at night a cold letter"] == spans(
        "It came late at night a cold letter.", "cold letter & late ... night"
    )
    assert [] == spans("A letter that was cold came late.", "cold letter & late")


def test_rows_share_no_word() -> None:
    """One word does not stand together with itself; two of a kind do, and the nearest is taken."""
    assert [] == spans("Support came.", "support & support|help")
    assert ["Support and help"] == spans("Support and help and more help came.", "support & support|help")
    assert [] == spans("Our letters were kind.", "letters were & letters|were")


def test_three_rows_lie_within_reach_together() -> None:
    """The reach is that of the whole, from its first word to its last."""
    near = tokens("one a two b three")
    assert ((0, 0), (2, 2), (4, 4)) == pattern_places(near, 0, pattern("one & two & three"), reach=5)
    assert () == pattern_places(near, 0, pattern("one & two & three"), reach=4)
    assert () == pattern_places(near, 1, pattern("one & two & three"))


@given(st.permutations(["letter", "harsh", "late"]), FILLERS, FILLERS)
def test_the_order_of_words_in_a_text_makes_no_difference(
    words: list[str], first: list[str], second: list[str]
) -> None:
    """What is met is met whichever comes first, and exactly when the words lie within reach."""
    text = " ".join([words[0], *first, words[1], *second, words[2]])
    expected = [text] if len(text.split()) <= REACH else []
    assert expected == spans(text, "letter & harsh & late")


@given(FILLERS)
def test_two_sides_of_a_phrase_may_be_swapped(between: list[str]) -> None:
    """`a & b` and `b & a` meet the same."""
    text = " ".join(["then", "letter", *between, "harsh", "once"])
    assert spans(text, "letter & harsh") == spans(text, "harsh & letter")


@given(st.sampled_from(".!?;\n"), FILLERS)
def test_a_sentence_that_ends_between_them_parts_words(end: str, between: list[str]) -> None:
    """Words on both sides of a sentence's end never stand together."""
    assert [] == spans(" ".join(["letter", *between]) + end + " harsh", "letter & harsh")


def test_a_set_stands_for_its_words() -> None:
    """A name in braces is any of them, alone or beside others; one that is not there is told."""
    sets = {"tone": ["harsh", "cold"]}
    assert parts("harsh|cold|late letter") == parts("{tone}|late letter", sets)
    assert pattern("letter & harsh|cold") == pattern("letter & {tone}", sets)
    assert ("mood",) == unknown_sets("{tone} & {mood}", sets)
