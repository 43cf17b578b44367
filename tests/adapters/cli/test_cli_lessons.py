"""`fairness categorise`, `lessons`, `lessons agree` and `taxonomy`: what they print, write and refuse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.core.lessons.made_lessons import DAY, LEAD, lesson, many

from fairness_adapters.cli import lessons as verbs
from fairness_adapters.formats.lessons_register_out import write_register
from fairness_core.lessons.lesson import Coding

Fairness = Callable[..., Any]
TEXT = "Feedback should be given in writing after each audit."
WRITTEN = ["lessons-register.xlsx", "lessons-report.docx", "lessons-report.json", "lessons-report.xlsx"]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a register."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "register.xlsx").write_bytes(write_register([*many(60), lesson(99, text=TEXT)]))
    return tmp_path


def test_categorise(fairness: Fairness) -> None:
    """Each suggestion has its code, label, score, span and rule; in words too."""
    ran = fairness("categorise", TEXT, "--json")
    first = ran.json["suggestions"][0]
    assert (0, "CF-COM", "Communication") == (ran.code, first["code"], first["label"])
    assert 0 < first["score"] <= 1
    assert TEXT[slice(*first["span"])]
    assert first["rule"]
    words = fairness("categorise", TEXT)
    assert (0, "") == (words.code, words.out)
    assert "CF-COM Communication: " in words.err


def test_categorise_by_another_taxonomy(fairness: Fairness) -> None:
    """What a crosswalk loses is told, in JSON too."""
    assert "by way of CF-COM" in fairness("categorise", TEXT, "--taxonomy", "seips").err
    assert "CF-COM" == fairness("categorise", TEXT, "--taxonomy", "seips", "--json").json["suggestions"][0]["via"]
    assert 2 == fairness("categorise", TEXT, "--taxonomy", "none").code


def test_no_evidence_no_suggestion(fairness: Fairness) -> None:
    """A text that no words speak for has none, and that is said."""
    assert "No words speak for a code, so none is suggested." in fairness("categorise", "Hm.").err
    assert [] == fairness("categorise", "Hm.", "--json").json["suggestions"]


def test_a_quarter_is_written(fairness: Fairness, desk: Path) -> None:
    """Three forms of the report and the register with suggestions; no text of a lesson is printed."""
    ran = fairness("lessons", "register.xlsx", "--quarter", "2025Q3", "--out", "made")
    assert (0, WRITTEN) == (ran.code, sorted(each.name for each in (desk / "made").iterdir()))
    assert "Lessons with new suggestions: " in ran.err
    assert "Feedback" not in ran.err


def test_json_writes_nothing_by_itself(fairness: Fairness, desk: Path) -> None:
    """The report is on stdout, and the folder is left alone."""
    ran = fairness(
        "lessons", "--quarter", "2025Q2", "--financial-year", "register.xlsx", "--json", "--on", "2025-09-01"
    )
    assert (0, "lessons") == (ran.code, ran.json["kind"])
    assert ["register.xlsx"] == [each.name for each in desk.iterdir()]


@pytest.mark.usefixtures("desk")
def test_wrong_words(fairness: Fairness) -> None:
    """A quarter or a file that is none is refused with what to do."""
    assert 2 == fairness("lessons", "register.xlsx", "--quarter", "Q9").code
    assert 2 == fairness("lessons", "register.xlsx").code
    assert 1 == fairness("lessons", "missing.xlsx", "--quarter", "2025Q3").code


@pytest.mark.usefixtures("desk")
def test_agree(fairness: Fairness) -> None:
    """Per code kappa and positive agreement with counts, and alpha over all."""
    ran = fairness("lessons", "agree", "register.xlsx", "register.xlsx", "--json")
    assert (0, 1.0, 61) == (ran.code, ran.json["alpha"], ran.json["lessons"])
    label = ran.json["labels"][0]
    assert ("CF-PAT", 1.0, 1.0, 0) == (label["code"], label["kappa"], label["positive_agreement"], label["first_only"])
    words = fairness("lessons", "agree", "register.xlsx", "register.xlsx").err
    assert "Krippendorff's alpha over all codes: 1.00." in words
    assert "kappa 1.00, positive agreement 1.00" in words


def test_help_of_both(fairness: Fairness) -> None:
    """The group, the report and the comparison each have a help of their own."""
    assert "agree" in fairness("lessons", "--help").out
    assert "CODER1.xlsx" in fairness("lessons", "agree", "--help").out
    assert "--quarter" in fairness("lessons", "report", "--help").out


def test_taxonomies(fairness: Fairness) -> None:
    """They are listed and shown, in words and as JSON."""
    assert "lessons" in [each["id"] for each in fairness("taxonomy", "list", "--json").json["taxonomies"]]
    assert "lessons: " in fairness("taxonomy", "list").err
    shown = fairness("taxonomy", "show", "lessons", "--json").json
    assert ("CF-PAT", 18) == (shown["codes"][0]["code"], len(shown["codes"]))
    assert "CF-COM Communication: " in fairness("taxonomy", "show", "lessons").err
    assert 2 == fairness("taxonomy", "show", "none").code


def test_a_bar_where_somebody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal progress is shown, elsewhere not."""
    with verbs._watched("Suggesting codes") as unseen:
        assert unseen is None
    monkeypatch.setenv("FORCE_COLOR", "1")
    with verbs._watched("Suggesting codes") as seen:
        assert seen is not None
        seen(1, 2)


OURS = """
id = "ours"
extends = "lessons"
revision = 1
title = "Our words"
source = "Our register."

[rules.ours]
code = "CF-EQP"
weight = 0.9
phrases = ["tea urn"]
source = "Our register."
added_by = "u7"
"""


def test_words_of_ones_own(fairness: Fairness, desk: Path) -> None:
    """A lexicon that extends the packaged one suggests what that does not; its faults are told."""
    (desk / "ours.toml").write_text(OURS, encoding="utf-8")
    text = "The tea urn was empty."
    assert [] == fairness("categorise", text, "--json").json["suggestions"]
    ran = fairness("categorise", text, "--lexicon", "ours.toml", "--json")
    assert [("CF-EQP", "ours")] == [(each["code"], each["rule"]) for each in ran.json["suggestions"]]
    (desk / "bad.toml").write_text(OURS.replace('"tea urn"', '"equipment"'), encoding="utf-8")
    assert (1, True) == (
        (ran := fairness("categorise", text, "--lexicon", "bad.toml")).code,
        "rules.ours.phrases[1]" in ran.err,
    )
    assert 1 == fairness("categorise", text, "--lexicon", "none.toml").code
    assert 2 == fairness("categorise", text, "--lexicon", "none").code


def test_a_rejection_is_a_test(fairness: Fairness, desk: Path) -> None:
    """A rejected code that is suggested again is told with its rule and phrase, and the exit code is 1."""
    one = lesson(1, "CF-COM", text=TEXT)
    (desk / "fine.xlsx").write_bytes(write_register([one]))
    ran = fairness("lessons", "check", "fine.xlsx")
    assert (0, True) == (ran.code, "CF-COM: precision 1.00, recall 1.00" in ran.err)
    open_one = lesson(2, text=TEXT, codings=(Coding(code="CF-COM", made_by="lexicon"),))
    (desk / "back.xlsx").write_bytes(write_register([one, open_one.rejected("CF-COM", LEAD, DAY, "No.")]))
    ran = fairness("lessons", "check", "back.xlsx")
    assert 1 == ran.code
    assert "l2: CF-COM was rejected and is suggested again, by rule com-" in ran.err
    assert "audit" not in ran.err
    back = fairness("lessons", "check", "back.xlsx", "--json").json
    assert (1, [("l2", "CF-COM")]) == (
        back["lessons"],
        [(each["lesson"], each["code"]) for each in back["suggested_again"]],
    )
    assert {"met": 1, "false": 0, "missed": 0, "precision": 1.0, "recall": 1.0, "code": ""} == back["overall"]
