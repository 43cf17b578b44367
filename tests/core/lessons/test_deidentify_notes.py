"""Two hundred made-up notes with planted identifiers: how many of each kind are found, and no false alarm on lessons."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from tests.core.lessons.made_notes import how_named, notes

from fairness_core.lessons.deidentify import identifying

LESSONS = Path(__file__).parent.parent.parent / "vectors" / "lessons.csv"
ALL_FOUND = ("date of birth", "NHS number", "registration number", "postcode", "phone number", "e-mail address")


def test_two_hundred_notes() -> None:
    """Whatever has a shape is found, and a name after a title or words that tell of one; of names alone, half."""
    met, there = Counter[str](), Counter[str]()
    for kind, words, text in notes():
        group, start = (f"name, {how_named(words)}" if kind == "name" else kind), text.index(words)
        spans = [each.span for each in identifying(text) if each.kind == kind]
        there[group] += 1
        met[group] += any(first < start + len(words) and start < last for first, last in spans)
    assert 200 == there.total()
    assert {**dict.fromkeys(ALL_FOUND, 30), "name, title": 7, "name, told": 7, "name, alone": 4} == met
    assert 6 == there["name, alone"]


def test_nothing_else_in_the_notes_is_found() -> None:
    """Outside what was planted there is no finding."""
    outside = [
        (each.kind, text)
        for _, words, text in notes()
        for each in identifying(text)
        if each.span[1] <= text.index(words) or each.span[0] >= text.index(words) + len(words)
    ]
    assert [] == outside


def test_no_false_alarm_on_published_lessons() -> None:
    """None of 54 published lessons says who anybody is, and none is said to."""
    with LESSONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (54, []) == (len(rows), [(row["id"], each.kind) for row in rows for each in identifying(row["text"])])
