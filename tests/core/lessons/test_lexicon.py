"""The lexicon as data: what may not stand in it, and that the packaged one is sound."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve

from fairness_core.config import packaged_text
from fairness_core.errors import CallerError, ConfigError
from fairness_core.lessons.categorise import categorise, matches
from fairness_core.lessons.lexicon import lexicon, lexicons, load_lexicon
from fairness_core.lessons.patterns import parts
from fairness_core.lessons.taxonomy import taxonomy

HEAD = """
id = "ours"
revision = 1
title = "Ours"
source = "Made up."
taxonomy = "lessons"
threshold = 0.5
gap = 3
denials = ["no evidence of"]
denial_window = 4
hearsay = ["alleged that"]
common = ["time", "factor", "GP", "equipment"]
"""


def rule(name: str, phrases: str, code: str = "CF-COM", weight: str = "0.6", more: str = "") -> str:
    """Return one rule as TOML."""
    return (
        f'\n[rules.{name}]\ncode = "{code}"\nweight = {weight}\nphrases = {phrases}\n'
        f'source = "Made up."\nadded_by = "test"\n{more}\n'
    )


def faults(text: str) -> list[str]:
    """Return the key paths of what is wrong with a lexicon."""
    with pytest.raises(ConfigError) as caught:
        load_lexicon(HEAD + text, "ours.toml")
    return [each.where.field for each in caught.value.problems]


def test_a_lexicon_of_ones_own_states_its_rules_alone() -> None:
    """How far words reach is then as in the packaged file; no words deny or doubt, and none is too common."""
    bare = 'id = "ours"\nrevision = 1\ntitle = "Ours"\nsource = "Made up."\ntaxonomy = "lessons"\n'
    found, packaged = load_lexicon(bare + rule("x", '["bell"]')), lexicon()
    assert (packaged.threshold, packaged.gap, packaged.denial_window) == (
        found.threshold,
        found.gap,
        found.denial_window,
    )
    assert ((), (), (), {}) == (found.denials, found.hearsay, found.common, found.sets)


@pytest.mark.parametrize("word", ["time", "Factor", "GP", "equipment", "time|equipment"])
def test_no_common_word_stands_alone(word: str) -> None:
    """A single common word is a fault: it would be met everywhere (a defect seen in a public tool)."""
    assert ["rules.x.phrases[1]"] == faults(rule("x", f'["{word}"]'))


def test_one_phrase_speaks_for_one_code() -> None:
    """A phrase in two rules is a fault, in whatever form of its words (a defect seen in a public tool)."""
    assert ["rules.y.phrases[1]"] == faults(rule("x", '["poor letter"]') + rule("y", '["poor letters"]', "CF-TSK"))


def test_a_rule_needs_a_code_in_use_a_weight_and_phrases() -> None:
    """Everything is said at once, with its key path."""
    found = faults(rule("x", "[]", "CF-NONE", "1.5") + rule("y", '["... poor", "poor ...", ""]'))
    assert [
        "rules.x.code",
        "rules.x.weight",
        "rules.x.phrases",
        "rules.y.phrases[1]",
        "rules.y.phrases[2]",
        "rules.y.phrases[3]",
    ] == found


def test_each_side_of_together_begins_and_ends_with_a_word() -> None:
    """A side without words, or with a gap at its end, can never be met; common words may stand together."""
    wrong = rule("x", '["letter &", "& late", "letter & ... late", "letter & late ..."]')
    assert [f"rules.x.phrases[{number}]" for number in (1, 2, 3, 4)] == faults(wrong)
    assert load_lexicon(HEAD + rule("x", '["time & factor"]')).rules["x"].phrases


def test_words_together_are_one_phrase_in_either_order() -> None:
    """The same words on the other side of '&' are the same phrase, and speak for one code."""
    assert ["rules.y.phrases[1]"] == faults(rule("x", '["letter & late"]') + rule("y", '["late & letters"]', "CF-TSK"))


def test_a_set_of_words_must_be_there() -> None:
    """A name in braces without a set is told with its place and the sets that there are."""
    with pytest.raises(ConfigError) as caught:
        load_lexicon(HEAD + rule("x", '["{tone} letter"]', more='unless = ["{mood}"]') + '[sets]\npost = ["letter"]\n')
    found = [(each.where.field, each.message) for each in caught.value.problems]
    assert [
        ("rules.x.phrases[1]", "There is no set of words 'tone'; there are: post."),
        ("rules.x.unless[1]", "There is no set of words 'mood'; there are: post."),
    ] == found


def test_braces_stand_around_a_whole_word() -> None:
    """A name with something beside its braces would be taken for a word that nobody writes, so it is a fault."""
    sets = '[sets]\npost = ["letter"]\n'
    wrong = rule("x", '["late {post}s", "the-{post} came", "{post came"]') + sets
    assert ["rules.x.phrases[1]", "rules.x.phrases[2]", "rules.x.phrases[3]"] == faults(wrong)


def test_a_common_word_in_a_set_does_not_stand_alone_either() -> None:
    """A set stands for its words."""
    assert ["rules.x.phrases[1]"] == faults(rule("x", '["{s}"]') + '[sets]\ns = ["time", "letter"]\n')


def test_taxonomy_and_threshold_are_checked() -> None:
    """A lexicon for no taxonomy and one that suggests everything are faults."""
    with pytest.raises(ConfigError, match="no taxonomy"):
        load_lexicon(HEAD.replace('"lessons"', '"nowhere"') + rule("x", '["poor letter"]'))
    with pytest.raises(ConfigError, match="share from 0 to 1"):
        load_lexicon(HEAD + "beside = 1.5" + rule("x", '["poor letter"]'))
    with pytest.raises(ConfigError, match="above 0"):
        load_lexicon(HEAD.replace("0.5", "0") + rule("x", '["poor letter"]'))


def test_phrases_are_folded_with_gaps_and_choices() -> None:
    """Words fold, a bar is a choice, three dots are a gap."""
    assert (frozenset({"letter"}), None, frozenset({"late", "delay"})) == parts("Letters ... late|delayed")


def test_packaged_lexicon_is_sound_and_speaks_for_every_code() -> None:
    """It loads, its rules have source, author and revision, and every code of the taxonomy has at least one."""
    words = lexicon()
    assert ("lessons",) == lexicons()
    assert set(taxonomy().codes) == {each.code for each in words.rules.values()}
    assert all(each.source and each.added_by and each.since for each in words.rules.values())


def test_unknown_lexicon_says_what_there_is() -> None:
    """A taxonomy without words of its own is an error that lists those that have some."""
    with pytest.raises(CallerError, match="There are: lessons"):
        lexicon("yorkshire")


def test_a_word_stands_in_the_lexicon_as_people_spell_it() -> None:
    """A misspelt word is never met (a defect seen in a public tool), so each was once checked against a dictionary.

    Whoever adds a word checks its spelling, and adds it to the list.
    """
    checked = (Path(__file__).parent / "words-of-the-lexicon.txt").read_text(encoding="utf-8").split()
    words = lexicon()
    texts = [*words.denials, *words.hearsay, *words.common]
    texts += [text for each in words.rules.values() for text in (*each.phrases, *each.unless)]
    texts = [re.sub(r"\{[a-z-]+\}", "", text) for text in texts] + [
        text for each in words.sets.values() for text in each
    ]
    found = {word for text in texts for word in re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text)}
    assert set() == found - set(checked)
    assert len(checked) == len(set(checked))


def test_every_phrase_of_the_lexicon_can_be_met() -> None:
    """Each of its words, in its place, makes a text in which the phrase is found: none is there in vain."""
    words = lexicon()
    never = []
    for name, each in words.rules.items():
        alone = evolve(words, rules={name: evolve(each, unless=())})
        texts = [text for phrase in each.phrases for text in _texts(phrase, words.sets)]
        never += [(name, text) for text in texts if not matches(text, alone)]
    assert [] == never


def _texts(phrase: str, sets: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return texts of a phrase's words that have each of them once at least."""
    written = re.sub(r"\{([a-z-]+)\}", lambda named: "|".join(sets[named[1]]), phrase)
    places = [place.split("|") for place in written.split() if place not in {"...", "&"}]
    return [" ".join(place[min(number, len(place) - 1)] for place in places) for number in range(max(map(len, places)))]


def test_no_words_are_commented_out() -> None:
    """What does not count is not there to mislead (a defect seen in a public tool): no comment holds a phrase."""
    text = packaged_text("lexicons", "lessons")
    assert [] == [line for line in text.splitlines() if line.lstrip().startswith("#") and re.search(r'",\s*"', line)]


def test_a_score_can_be_worked_out_again_from_what_is_shown() -> None:
    """From rules and weights of the evidence alone (a defect seen in a public tool: nobody could)."""
    for found in categorise(
        "Letters came late, nobody kept in touch, and the rota had gaps: the case took nine months."
    ):
        best: dict[str, Decimal] = {}
        for each in found.evidence:
            best[each.rule] = max(best.get(each.rule, Decimal(0)), each.weight)
        left = math.prod(1 - weight for weight in best.values())
        assert round(1 - left, 3) == found.score
        assert all(weight <= lexicon().rules[rule].weight for rule, weight in best.items())
