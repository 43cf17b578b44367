"""Print what 10,000 lessons cost: suggestions for each, and a register of as many rows to its report.

Run by hand: `python benchmarks/lessons.py`. Beside the suggestions stands the least that any of it could cost here:
one pass over the same texts with a regular expression that finds their words.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from fairness_adapters.catalogue import Catalogue
from fairness_adapters.formats.lessons_register import read_register
from fairness_adapters.formats.lessons_register_out import write_register
from fairness_adapters.jobs.lessons import quarter_report
from fairness_adapters.source import read_source
from fairness_core.disclosure import threshold
from fairness_core.lessons.categorise import categorise
from fairness_core.lessons.collate import collate
from fairness_core.lessons.lesson import Action, Lesson
from fairness_core.lessons.quarter import Quarter
from fairness_core.lessons.taxonomy import taxonomy

LESSONS = 10_000
SENTENCES = (
    "Letters should say when the next one comes, and who may be called meanwhile.",
    "The investigator had no training, and the report took nine months to arrive.",
    "Staffing on the ward was below the agreed number for most of the spring.",
    "A named contact rang each week, and the doctor felt supported throughout.",
    "The rota changed at short notice, and nobody checked who had been inducted.",
)
Result = TypeVar("Result")


def main() -> None:
    """Time each part once and print it."""
    lessons = [made(number) for number in range(LESSONS)]
    texts = [each.text for each in lessons]
    timed("one pass of a regular expression", lambda: [re.findall(r"\w+", text) for text in texts])
    timed("suggestions for each lesson", lambda: [categorise(text) for text in texts])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.xlsx"
        path.write_bytes(timed("a register written", lambda: write_register(lessons)))
        quarter = Quarter(year=2025, number=3)
        timed("the register read", lambda: read_register(read_source(path), taxonomy()))
        timed("its lessons collated", lambda: collate(lessons, quarter, taxonomy()))
        outcome = timed("all of it, as one job", lambda: quarter_report(path, quarter, policy=threshold(5)))
        catalogue = Catalogue.discover()
        for writer in ("word-report", "excel-report", "json-report"):
            timed(f"written as {writer}", lambda: catalogue.write(catalogue.writer(writer), outcome.report))  # noqa: B023


def made(number: int) -> Lesson:
    """Return a lesson without codes, of one of two quarters."""
    text = f"{SENTENCES[number % 5]} {SENTENCES[number // 5 % 5]} It was lesson {number}."
    action = Action(what="Change the letter.", owner="head of people", due=date(2025, 10, 1))
    day = date(2025, 4 + number % 6, 1 + number % 28)
    return Lesson(id=f"l{number}", text=text, recorded=day, case=f"c{number // 2}", actions=(action,))


def timed(what: str, work: Callable[[], Result]) -> Result:
    """Do some work, print how long it took, and return what it gives."""
    start = time.perf_counter()
    found = work()
    print(f"{time.perf_counter() - start:8.2f} s  {what}")
    return found


if __name__ == "__main__":
    main()
