"""The lexicon as data: what may not stand in it, and that the packaged one is sound."""

from __future__ import annotations

import pytest

from fairness_core.errors import CallerError, ConfigError
from fairness_core.lessons.lexicon import lexicon, lexicons, load_lexicon, parts
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


def test_taxonomy_and_threshold_are_checked() -> None:
    """A lexicon for no taxonomy and one that suggests everything are faults."""
    with pytest.raises(ConfigError, match="no taxonomy"):
        load_lexicon(HEAD.replace('"lessons"', '"nowhere"') + rule("x", '["poor letter"]'))
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
