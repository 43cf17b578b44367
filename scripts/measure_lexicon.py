"""Measure the packaged lexicon on lessons that were coded by hand.

`python scripts/measure_lexicon.py` measures on 54 published lessons, `--made-up` on 592 made-up ones. Whoever wrote words
for it has read both, which flatters it. `--unseen` measures on 100 made-up lessons that nobody who wrote words has read:
that is to be done once for each revision, and their texts are not to be read, for whoever mends a lexicon on them has
nothing left to measure on. Some made-up ones are sentences about nothing: how many get a suggestion all the same is said.

`--score 0.66` counts only suggestions from that score up; `--beside 0` also those that are weak beside others.
"""

from __future__ import annotations

import argparse
import csv
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
LEVELS: dict[str, Level] = {"person": "person", "system": "system", "both": "both"}
MADE_UP = ("made_up_lessons.csv", "more_made_up_lessons.csv")


def main(words: Sequence[str] | None = None) -> None:
    """Print precision and recall, over all codes and code by code, and the recall of person, system and both."""
    parser = argparse.ArgumentParser(description="Measure the packaged lexicon on lessons coded by hand.")
    parser.add_argument("--made-up", action="store_true", help="on 592 made-up lessons")
    parser.add_argument("--unseen", action="store_true", help="on 100 made-up lessons that nobody has read for it")
    parser.add_argument("--score", type=Decimal, default=lexicon().threshold, help="the lowest score that counts")
    parser.add_argument("--beside", type=Decimal, default=lexicon().beside, help="the least share of the highest score")
    asked = parser.parse_args(words)
    files = MADE_UP[1:] if asked.unseen else MADE_UP if asked.made_up else ("lessons.csv",)
    used = [each for file in files for each in read(VECTORS / file, unseen=asked.unseen)]
    by = LexiconCategoriser(evolve(lexicon(), threshold=asked.score, beside=asked.beside))
    coded, neutral = [each for each in used if each.codes], [each for each in used if not each.codes]
    found = check_decisions(coded, by, tuple(taxonomy().codes))
    print(f"{found.lessons} lessons. {line(found.overall)}")
    for each in found.codes:
        print(f"  {each.code}: {line(each)}")
    met = [each for each in neutral if by.suggest(each.text)]
    print(f"{len(neutral)} sentences about nothing; suggestions for {len(met)} of them")
    print_levels(coded)


def print_levels(coded: Sequence[Lesson]) -> None:
    """Print how often person, system and both were suggested for each of them."""
    levels: Counter[tuple[str, str]] = Counter(
        (each.level, suggest_level(each.text).level.partition(",")[0]) for each in coded
    )
    for level in LEVELS:
        counts = {each: levels[level, each] for each in LEVELS}
        print(f"  level {level}: suggested as {counts}; recall {share(counts[level], sum(counts.values()))}")


def read(path: Path, *, unseen: bool) -> list[Lesson]:
    """Read the coded lessons of a file: those that are unseen, or the others."""
    with path.open(encoding="utf-8", newline="") as file:
        mixed = path.name == MADE_UP[1]
        return [lesson(row) for row in csv.DictReader(file) if not mixed or (row["unseen"] == "yes") == unseen]


def lesson(row: dict[str, str]) -> Lesson:
    """Return a row as a lesson with its codes confirmed."""
    codes = [each.strip() for each in re.split(r"[;,|]", row["category_codes"]) if each.strip()]
    codings = tuple(Coding(code=code, state="confirmed") for code in codes)
    level = LEVELS.get(row["person_or_system"], "system")
    return Lesson(id=row["id"], text=row["text"], recorded=date(2025, 11, 20), source="", level=level, codings=codings)


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
