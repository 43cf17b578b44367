"""Suggestions: evidence for each, scores that a reader can work out again, denials, hearsay, sentences."""

from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.core.lessons.test_lexicon import HEAD, rule

from fairness_core.lessons.categorise import Categoriser, LexiconCategoriser, Match, Suggestion, categorise, matches
from fairness_core.lessons.lexicon import lexicon, load_lexicon

WORDS = load_lexicon(
    HEAD
    + rule("late-letters", '["letters ... late"]', weight="0.6")
    + rule("tone", '["tone of", "harsh tone"]', weight="0.5")
    + rule("rota", '["rota"]', "CF-ENV", "0.8", 'unless = ["bell rota"]\npolarity = "problem"')
    + rule("weak", '["one phone"]', "CF-EQP", "0.3")
)


def codes(text: str) -> list[str]:
    """Return the codes suggested for a text."""
    return [each.code for each in categorise(text, WORDS)]


def test_no_evidence_no_suggestion() -> None:
    """A text without a phrase gets nothing, nor does an empty one."""
    assert [] == codes("Everybody was kind.")
    assert [] == codes("")


def test_every_suggestion_shows_its_words() -> None:
    """The span cuts the evidence out of the text, and rule, phrase and weight are named."""
    text = "The letters were sent too late."
    (found,) = categorise(text, WORDS)
    (match,) = found.evidence
    assert ("letters were sent too late", "late-letters", "letters ... late") == (
        text[slice(*match.span)],
        match.rule,
        match.phrase,
    )
    assert "lexicon ours, revision 1" == found.made_by
    assert "Communication" == found.label


def test_scores_add_up_as_the_working_says() -> None:
    """Two rules of 0.6 and 0.5 leave 0.4 x 0.5 open; one rule met twice counts once."""
    (found,) = categorise("Letters came late. The tone of them was a harsh tone.", WORDS)
    assert Decimal("0.800") == found.score
    assert "1 - (1 - 0.6) x (1 - 0.5) = 0.800" == found.working
    assert 3 == len(found.evidence)


@pytest.mark.parametrize(
    ("score", "working"),
    [
        ("0.91", "1 - (1 - 0.7) x (1 - 0.7) = 0.91"),
        ("0.9100", "1 - (1 - 0.7) x (1 - 0.7) = 0.9100"),
        ("0.7", "0.7, by a model, version 2"),
    ],
)
def test_a_working_is_told_only_where_it_gives_the_score(score: str, working: str) -> None:
    """A model of somebody's own may score in its own way, and then the equation would be false."""
    evidence = tuple(Match(span=(0, 3), rule=rule, phrase="late", weight=Decimal("0.7")) for rule in ("TIME", "TALK"))
    found = Suggestion(code="TIME", label="Time", score=Decimal(score), evidence=evidence, made_by="a model, version 2")
    assert working == found.working
    assert working.rpartition(" = ")[0] == found.formula


def test_below_the_threshold_nothing_is_suggested() -> None:
    """A weak rule alone is no suggestion."""
    assert [] == codes("There was one phone.")


def test_weak_evidence_counts_only_where_there_is_none_much_stronger() -> None:
    """A code whose score is below its share of the highest is no suggestion beside it; alone it is one."""
    words = evolve(WORDS, beside=Decimal("0.8"))
    assert ["CF-ENV"] == [each.code for each in categorise("The rota, and the tone of it.", words)]
    assert ["CF-COM"] == [each.code for each in categorise("The tone of it.", words)]
    both = categorise("Letters came late. The tone of it. The rota.", words)
    assert ["CF-COM", "CF-ENV"] == [each.code for each in both]
    assert ["CF-ENV", "CF-COM"] == codes("The rota, and the tone of it.")


@pytest.mark.parametrize(
    "text",
    [
        "There was no evidence of rota trouble.",
        "Letters came. Late buses did not matter.",
        "The bell rota was changed.",
        "Letters that went to every one of the people were late.",
    ],
)
def test_denied_barred_or_far_apart_words_are_not_met(text: str) -> None:
    """After a denial, across a sentence, beside a barring phrase and over too wide a gap nothing is met."""
    assert [] == codes(text)


def test_a_denial_reaches_its_own_sentence_and_so_many_words() -> None:
    """The next sentence, and words farther away than the window, are met again."""
    assert ["CF-ENV"] == codes("There was no evidence of harm. The rota was thin.")
    assert ["CF-ENV"] == codes("No evidence of harm came of what was after all a thin rota.")


def test_hearsay_counts_half() -> None:
    """What is only alleged has half the weight, and says so."""
    (match,) = matches("They alleged that the rota was thin.", WORDS)
    assert (Decimal("0.40"), True, "problem") == (match.weight, match.hearsay, match.polarity)
    assert [] == codes("They alleged that the rota was thin.")


def test_a_phrase_whose_last_word_is_elsewhere_is_not_met() -> None:
    """The words of a phrase must stand in its order."""
    assert [] == codes("Late letters came.")


def test_a_model_of_ones_own_can_take_its_place() -> None:
    """The lexicon satisfies the Protocol that a model must satisfy."""
    own: Categoriser = LexiconCategoriser(WORDS)
    assert categorise("The rota was thin.", WORDS) == own.suggest("The rota was thin.")


@pytest.mark.parametrize(
    ("text", "not_suggested"),
    [
        ("Time was a factor.", None),
        ("The characteristics of the equipment were trained.", "CF-EQP"),
        ("HR and the GP met.", None),
    ],
)
def test_generic_words_of_a_public_tool_suggest_nothing(text: str, not_suggested: str | None) -> None:
    """Single generic words that were triggers in a public tool show nothing here."""
    found = [each.code for each in categorise(text)]
    assert [] == found or not_suggested not in found


@given(st.text(max_size=300))
def test_any_text_is_categorised_with_spans_within_it(text: str) -> None:
    """Whatever the text, each piece of evidence lies in it, and scores are above the threshold and at most 1."""
    words = lexicon()
    for found in categorise(text, words):
        assert words.threshold <= found.score <= 1
        assert all(0 <= each.span[0] < each.span[1] <= len(text) for each in found.evidence)


@given(
    st.lists(st.sampled_from(["The rota was thin", "Letters came late", "The tone of it", "All was well"]), max_size=6)
)
def test_more_text_never_lowers_a_score(sentences: list[str]) -> None:
    """Evidence adds up: a text with more sentences scores each code at least as high."""
    before = {each.code: each.score for each in categorise(". ".join(sentences), WORDS)}
    after = {each.code: each.score for each in categorise(". ".join([*sentences, "The rota was thin"]), WORDS)}
    assert all(after[code] >= score for code, score in before.items())
