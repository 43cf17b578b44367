"""Measure the packaged lexicon on published lessons that were coded by hand.

`python scripts/measure_lexicon.py` measures on the lessons that its writers read, which flatters it. With `--aside` it
measures on the third that was set aside, source by source, before anybody read it. That is to be done once for each
revision of the lexicon, and its texts are not to be read: whoever mends a lexicon on them has nothing left to measure on.
Nine of them stand on a slide that everybody who works on this project has read, so the others are given apart.

`--made-up` measures on 80 made-up lessons, unread too; `--score 0.66` counts only suggestions from that score up.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from attrs import evolve

from fairness_core.lessons.categorise import LexiconCategoriser
from fairness_core.lessons.decisions import CodeMet, check_decisions
from fairness_core.lessons.lesson import Coding, Lesson, Level
from fairness_core.lessons.levels import suggest_level
from fairness_core.lessons.lexicon import lexicon
from fairness_core.lessons.taxonomy import taxonomy

VECTORS = Path(__file__).parent.parent / "tests" / "vectors"
ASIDE = 18
"""At least so many lessons are set aside, a source whole."""
READ_BY_ALL = "the pilot's slides"
LEVELS: dict[str, Level] = {"person": "person", "system": "system", "both": "both"}


def main(words: Sequence[str] | None = None) -> None:
    """Print precision and recall, over all codes and code by code, and the recall of person, system and both."""
    parser = argparse.ArgumentParser(description="Measure the packaged lexicon on lessons coded by hand.")
    parser.add_argument("--aside", action="store_true", help="on the third that was set aside unread")
    parser.add_argument("--made-up", action="store_true", help="on 80 made-up lessons, unread too")
    parser.add_argument("--score", type=Decimal, default=lexicon().threshold, help="the lowest score that counts")
    asked = parser.parse_args(words)
    rest, aside = split(read(VECTORS / "lessons.csv"))
    used = (
        aside if asked.aside else [each for _, each in read(VECTORS / "made_up_lessons.csv")] if asked.made_up else rest
    )
    by = LexiconCategoriser(evolve(lexicon(), threshold=asked.score))
    found = check_decisions(used, by, tuple(taxonomy().codes))
    print(f"{found.lessons} lessons. {line(found.overall)}")
    if used is aside:
        unread = [each for each in aside if each.source != READ_BY_ALL]
        alone = check_decisions(unread, by)
        print(f"{alone.lessons} of them on no slide. {line(alone.overall)}")
    for each in found.codes:
        print(f"  {each.code}: {line(each)}")
    levels: Counter[tuple[str, str]] = Counter(
        (each.level, suggest_level(each.text).level.partition(",")[0]) for each in used
    )
    for level in LEVELS:
        counts = {each: levels[level, each] for each in LEVELS}
        print(f"  level {level}: suggested as {counts}; recall {share(counts[level], sum(counts.values()))}")


def read(path: Path) -> list[tuple[str, Lesson]]:
    """Read the coded lessons, each with its source; of the made-up ones those that are unseen."""
    with path.open(encoding="utf-8", newline="") as file:
        return [(row.get("source", ""), lesson(row)) for row in csv.DictReader(file) if row.get("unseen") != "no"]


def lesson(row: dict[str, str]) -> Lesson:
    """Return a row as a lesson with its codes confirmed."""
    codes = [each.strip() for each in re.split(r"[;,|]", row["category_codes"]) if each.strip()]
    codings = tuple(Coding(code=code, state="confirmed") for code in codes)
    level = LEVELS[row["person_or_system"]]
    source = READ_BY_ALL if row.get("source", "").startswith("Seed deck") else ""
    return Lesson(
        id=row["id"], text=row["text"], recorded=date(2025, 11, 20), source=source, level=level, codings=codings
    )


def split(found: list[tuple[str, Lesson]]) -> tuple[list[Lesson], list[Lesson]]:
    """Return the lessons that may be read, and those set aside: whole sources, in an order that nobody chose."""
    order = sorted(
        {source for source, _ in found}, key=lambda each: hashlib.sha256(f"set aside:{each}".encode()).digest()
    )
    aside: list[Lesson] = []
    for source in order:
        if len(aside) < ASIDE:
            aside += [each for where, each in found if where == source]
    kept = {each.id for each in aside}
    return [each for _, each in found if each.id not in kept], aside


def line(found: CodeMet) -> str:
    """Say precision and recall with their counts."""
    counts = f"met {found.met}, false {found.false}, missed {found.missed}"
    return f"Precision {said(found.precision)}, recall {said(found.recall)} ({counts})"


def said(value: Fraction | None) -> str:
    """Say a share with two decimals."""
    return "none" if value is None else f"{float(value):.2f}"


def share(part: int, whole: int) -> str:
    """Say a part of a whole."""
    return f"{part} of {whole}"


if __name__ == "__main__":
    main()
