"""`fairness template fields`, `fairness wres --template`, `fairness case letter`: a trust's own Word templates."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.adapters.office.made_word import para, texts, word_bytes

from fairness_adapters.jobs.wres import demo_paths
from fairness_adapters.office.form_blocks import read_form_blocks
from fairness_adapters.source import read_source

Fairness = Callable[..., Any]
FACTS = {
    "name": "p1",
    "writer": "u1",
    "writer_role": "case manager",
    "contact": "u2",
    "contact_reach": "extension 1",
    "support": "the union",
    "news": "We have met.",
    "reason": "We wait for a date.",
    "next_step": "We meet.",
    "next_on": "2026-03-02",
    "update_on": "2026-03-09",
}


@pytest.fixture
def ours(tmp_path: Path) -> Callable[[str], str]:
    """Return a function that writes a template of a body and gives its path."""

    def write(body: str) -> str:
        path = tmp_path / "ours.docx"
        path.write_bytes(word_bytes(body))
        return str(path)

    return write


def shown(path: Path) -> list[str]:
    """Return the texts of a document."""
    return texts(read_form_blocks(read_source(path)))


@pytest.mark.parametrize(
    ("purpose", "name"),
    [("wres", "wres-2.figure"), ("letter", "fact.name"), ("triage", "rating.text"), ("lessons", "in-short.text")],
)
def test_the_names_for_each_purpose_are_listed(fairness: Fairness, purpose: str, name: str) -> None:
    """In words for people, and whole for programs."""
    said = fairness("template", "fields", purpose)
    assert (0, "") == (said.code, said.out)
    assert f"\n{name}: " in said.err
    listed = fairness("template", "fields", purpose, "--json").json["fields"]
    assert name in [each["name"] for each in listed]


def test_single_figures_are_told_by_an_example_and_listed_for_programs(fairness: Fairness) -> None:
    """There are hundreds of them."""
    assert "wres-2.cell.ROW.COLUMN: one figure. 30 of them" in fairness("template", "fields", "wres").err
    names = [each["name"] for each in fairness("template", "fields", "wres", "--json").json["fields"]]
    assert "wres-2.cell.ratio-white-to-bme.2025" in names


def test_a_board_report_stands_on_the_template(fairness: Fairness, ours: Callable[[str], str], tmp_path: Path) -> None:
    """In place of our own; workbook and JSON are written as ever."""
    template = ours(para("Ratio: {{wres-2.cell.ratio-white-to-bme.2025}}"))
    out = tmp_path / "out"
    ran = fairness("wres", str(demo_paths()[0]), "--template", template, "--out", str(out))
    assert 0 == ran.code
    assert ["wres-metrics.json", "wres-metrics.xlsx", "wres-report.docx"] == sorted(each.name for each in out.iterdir())
    assert ["Ratio: 1.63"] == shown(out / "wres-report.docx")


def test_a_template_at_fault_writes_nothing(fairness: Fairness, ours: Callable[[str], str], tmp_path: Path) -> None:
    """Each name with its place, and where the names are listed."""
    out = tmp_path / "out"
    ran = fairness("wres", str(demo_paths()[0]), "--template", ours(para("{{nmae}}")), "--out", str(out))
    assert 1 == ran.code
    assert "ours.docx, paragraph 1: The placeholder 'nmae' is not known." in ran.err
    assert "'fairness template fields wres' lists the names" in ran.err
    assert not out.exists()


@pytest.fixture
def case(fairness: Fairness, tmp_path: Path) -> str:
    """Return the path of a case that was just opened."""
    path = str(tmp_path / "c1.jsonl")
    opened = fairness("case", "open", path, "--process", "five-step", "--about", "p1", "--by", "r1", "--role", "raised")
    assert 0 == opened.code
    return path


def facts_file(tmp_path: Path, **other: object) -> str:
    """Write the facts of a letter, and return the path."""
    path = tmp_path / "facts.json"
    path.write_text(json.dumps({**FACTS, **other}), encoding="utf-8")
    return str(path)


def test_a_letter_without_template_is_a_draft(fairness: Fairness, case: str, tmp_path: Path) -> None:
    """What is missing stands as a gap and is told; nothing is recorded in the case."""
    before = Path(case).read_bytes()
    ran = fairness("case", "letter", case, "update", "--at", "2026-02-23T10:00", "--out", str(tmp_path / "o"))
    assert 0 == ran.code
    assert "Still missing: who writes." in ran.err
    assert "Nothing was sent" in ran.err
    assert "Draft of a letter" in shown(tmp_path / "o" / "letter-update.docx")
    assert before == Path(case).read_bytes()


def test_a_letter_stands_on_the_template(
    fairness: Fairness, case: str, ours: Callable[[str], str], tmp_path: Path
) -> None:
    """Facts come from a file; the day of the letter is that of `--at`."""
    template = ours(para("{{date}}") + para("{{greeting}}") + para("{{fact.update_on}}"))
    words = ("--facts", facts_file(tmp_path), "--template", template, "--at", "2026-02-23T10:00")
    ran = fairness("case", "letter", case, "update", *words, "--out", str(tmp_path / "o"))
    assert 0 == ran.code
    assert ["23 February 2026", "Dear p1,", "9 March 2026"] == shown(tmp_path / "o" / "letter-update.docx")


def test_facts_at_fault_are_told_at_once_and_not_quoted(fairness: Fairness, case: str, tmp_path: Path) -> None:
    """A day that is none, a number where text is wanted: by their names."""
    facts = facts_file(tmp_path, next_on="soon and secret", news=7)
    ran = fairness("case", "letter", case, "update", "--facts", facts)
    assert 1 == ran.code
    assert "facts.json, next_on: This is a day; write it as 2026-03-31." in ran.err
    assert "facts.json, news: This is to be text." in ran.err
    assert "secret" not in ran.err


@pytest.mark.parametrize("text", ["[1]", "{", "\ud800"])
def test_a_file_without_facts_is_told(fairness: Fairness, case: str, tmp_path: Path, text: str) -> None:
    """A list, half a text, and bytes that are none."""
    path = tmp_path / "facts.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    ran = fairness("case", "letter", case, "update", "--facts", str(path))
    assert 1 == ran.code
    assert "one JSON object" in ran.err


def test_an_unknown_kind_or_fact_is_wrong_use(fairness: Fairness, case: str, tmp_path: Path) -> None:
    """Both name what there is."""
    assert "There are: concern, update" in fairness("case", "letter", case, "nonsense").err
    ran = fairness("case", "letter", case, "update", "--facts", facts_file(tmp_path, nmae="p1"))
    assert 2 == ran.code
    assert "nmae" in ran.err
