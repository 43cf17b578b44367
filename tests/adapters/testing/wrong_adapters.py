# ruff: noqa: D101, D102 - what is wrong with each stands in WRONG
"""Adapters that are wrong in one way each, and the right ones that they are made from.

Run by `test_wrong_adapters.py` in a pytest of its own: each class below must fail the check that is meant for
it, and no other. `WRONG` says what is wrong with each, in the words of the page for authors.
"""

from __future__ import annotations

import itertools
import socket
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from fairness_adapters.contract import Confidence, Identification, ReadResult
from fairness_adapters.source import Source, wrong_kind
from fairness_adapters.testing import Bounds, Hostile, ReaderSuite, WriterSuite, hostile_files
from fairness_adapters.workbooks import open_workbook
from fairness_core.disclosure import Report
from fairness_core.errors import UnreadableSource
from fairness_core.observations import Dataset, Observation, Period
from fairness_core.problems import Place, Problem, warning

SAMPLES = Path(__file__).with_name("right_samples")
END = Period(end=date(2025, 3, 31))
TITLE, HEAD, TOTAL = "Wards made up", ("ward", "staff"), "Total"
KNOWN = {"Ash": "ash", "Birch": "birch", "Cedar": "cedar"}


class Right:
    """Reads a title, a header row and a number of staff for each ward; refuses everything else."""

    id = "wards"
    title = "Staff by ward, made up"
    reads = ("csv", "xlsx")

    def identify(self, source: Source) -> Identification:
        """Look for the title."""
        if source.kind.value in self.reads and self.cells(source).get((1, 1)) == TITLE:
            return Identification(confidence=Confidence.CERTAIN, reason="its title is there")
        return Identification(confidence=Confidence.NO, reason="its title is not there")

    def read(self, source: Source) -> ReadResult[Dataset]:
        """Read the wards."""
        if source.kind.value not in self.reads:
            raise wrong_kind(source)
        cells = self.cells(source)
        if cells.get((1, 1)) != TITLE:
            raise UnreadableSource("The title is not there.", hint="Export it again.", where=source.place)
        rows = sorted(row for row, column in cells if column == 1 and row > 2)
        found = [self.row(source, row, str(cells[row, 1]), cells.get((row, 2))) for row in rows]
        return self.result(
            [each for each in found if isinstance(each, Observation)],
            [each for each in found if isinstance(each, Problem)],
        )

    def cells(self, source: Source) -> Mapping[tuple[int, int], Any]:
        """Return the cells of the first sheet."""
        rows = open_workbook(source).grids[0].rows()
        return {(row, column): value for row, pairs in rows for column, value in pairs}

    def row(self, source: Source, row: int, ward: str, staff: object) -> Observation | Problem | None:
        """Return the figure of one row, or what is wrong with it."""
        where = self.place(source, row)
        if not str(staff).isdecimal():
            return warning("no_number", "This is no number of staff.", where=where)
        if ward == TOTAL:
            return Observation(measure="headcount", period=END, value=int(str(staff)), where=where)
        if ward not in KNOWN:
            return self.unknown(where)
        pairs = (("division", KNOWN[ward]),)
        return Observation(measure="headcount", period=END, dimensions=pairs, value=int(str(staff)), where=where)

    def place(self, source: Source, row: int) -> Place:
        """Say where a figure stands."""
        return Place(file=source.name, cell=f"B{row}")

    def unknown(self, where: Place) -> Problem | None:
        """Report a ward that is not known."""
        return warning("unknown_ward", "This ward is not known.", where=where)

    def result(self, figures: list[Observation], problems: list[Problem]) -> ReadResult[Dataset]:
        """Put figures and problems together."""
        return ReadResult(value=Dataset(observations=tuple(figures)), problems=tuple(problems))


class RightWriter:
    """Writes the report's title and texts as CSV, none of which a spreadsheet would run."""

    id = "plain-texts"
    title = "The texts of a report, one in each line"
    suffix = ".csv"

    def write(self, report: Report) -> bytes:
        """Write the texts."""
        texts = [report.title, *(each.text for section in report.sections for each in section.paragraphs)]
        return "".join('"{}"\r\n'.format(self.safe(each).replace('"', '""')) for each in texts).encode()

    def safe(self, text: str) -> str:
        """Mark what a spreadsheet would run."""
        return f"'{text}" if text.lstrip()[:1] in {"=", "+", "-", "@"} else text


FEW = frozenset({"noise.bin", "plain.csv", "paper.pdf", "letter.rtf", "bytes.csv", "plain.xlsx"})


class Fewer(ReaderSuite):
    """The suite with a few of the hostile files, and less noise: enough to tell what is wrong, and quick."""

    noise_kib = 8

    @classmethod
    def hostile(cls) -> list[Hostile]:
        """Return those few."""
        return [each for each in hostile_files() if each.name in FEW]


def reader_suite(name: str, wrong: type[Right], **members: object) -> type[Fewer]:
    """Make the suite of an adapter."""
    return type(name, (Fewer,), {"adapter": wrong(), "samples": SAMPLES, "__module__": __name__, **members})


def writer_suite(name: str, wrong: type[RightWriter]) -> type[WriterSuite]:
    """Make the suite of a writer; only the one that reads the clock is given time to show it."""
    pause = WriterSuite.seconds_between if wrong is ReadsTheClock else 0.01
    return type(name, (WriterSuite,), {"adapter": wrong(), "__module__": __name__, "seconds_between": pause})


# --- each wrong in one way -----------------------------------------------------------------------------


class LoudId(Right):
    id = "Our Wards!"


class Trips(Right):
    def identify(self, source: Source) -> Identification:
        source.data.decode("ascii")
        return super().identify(source)


class Grabs(Right):
    def identify(self, source: Source) -> Identification:
        if source.kind.value == "csv":
            return Identification(confidence=Confidence.LIKELY, reason="it is a CSV file")
        return super().identify(source)


class Wavers(Right):
    turns = itertools.cycle([Confidence.CERTAIN, Confidence.LIKELY])

    def identify(self, source: Source) -> Identification:
        said = super().identify(source)
        sure = said.confidence is Confidence.CERTAIN
        return Identification(confidence=next(self.turns), reason=said.reason) if sure else said


class SaysNoWhy(Right):
    def identify(self, source: Source) -> Identification:
        return Identification(confidence=super().identify(source).confidence, reason="")


class OffByOne(Right):
    def result(self, figures: list[Observation], problems: list[Problem]) -> ReadResult[Dataset]:
        import attrs

        whole = [attrs.evolve(each, value=each.value + 1) for each in figures if isinstance(each.value, int)]
        return super().result(whole, problems)


class Remembers(Right):
    def __init__(self) -> None:
        self.seen: list[Problem] = []

    def result(self, figures: list[Observation], problems: list[Problem]) -> ReadResult[Dataset]:
        before, self.seen = [*self.seen], [*self.seen, warning("again", "It was read.")]
        return super().result(figures, problems + before)


class NoPlace(Right):
    def place(self, source: Source, row: int) -> Place:
        return Place(file=source.name)


class Drops(Right):
    def unknown(self, where: Place) -> Problem | None:
        return None


class CountsTwice(Right):
    def row(self, source: Source, row: int, ward: str, staff: object) -> Observation | Problem | None:
        found = super().row(source, row, ward, staff)
        if ward != TOTAL or not isinstance(found, Observation):
            return found
        pairs = (("division", "whole"),)
        return Observation(measure="headcount", period=END, dimensions=pairs, value=found.value, where=found.where)


class Chats(Right):
    def result(self, figures: list[Observation], problems: list[Problem]) -> ReadResult[Dataset]:
        print(f"{len(figures)} figures")  # noqa: T201
        return super().result(figures, problems)


class Calls(Right):
    def result(self, figures: list[Observation], problems: list[Problem]) -> ReadResult[Dataset]:
        try:
            # An address that is set apart for examples: nothing is there, and no name is looked up.
            socket.create_connection(("192.0.2.1", 443), timeout=0.01)
        except Exception:
            return super().result(figures, problems)
        return super().result(figures, problems)


class LeavesFiles(Right):
    def result(self, figures: list[Observation], problems: list[Problem]) -> ReadResult[Dataset]:
        Path("wards.tmp").write_text("x", encoding="utf-8")
        return super().result(figures, problems)


class Bursts(Right):
    def read(self, source: Source) -> ReadResult[Dataset]:
        if source.kind.value == "pdf":
            raise KeyError("title")
        return super().read(source)


class NoHint(Right):
    def read(self, source: Source) -> ReadResult[Dataset]:
        if source.kind.value == "pdf":
            raise UnreadableSource("It is a PDF.", where=source.place)
        return super().read(source)


class Hangs(Right):
    def read(self, source: Source) -> ReadResult[Dataset]:
        if source.kind.value == "rtf":
            time.sleep(30)
        return super().read(source)


class Silent(Right):
    def read(self, source: Source) -> ReadResult[Dataset]:
        return self.result([], []) if source.kind.value == "rtf" else super().read(source)


class CanMore(Right):
    pass


class RunsFormulas(RightWriter):
    def safe(self, text: str) -> str:
        return text


class LeavesPlaceholders(RightWriter):
    def write(self, report: Report) -> bytes:
        return super().write(report) + b'"Made for {{ organisation }}"\r\n'


class ReadsTheClock(RightWriter):
    def write(self, report: Report) -> bytes:
        return super().write(report) + f'"{time.time():.3f}"\r\n'.encode()


class StatesTwice(Right):
    def result(self, figures: list[Observation], problems: list[Problem]) -> ReadResult[Dataset]:
        import attrs

        more = [attrs.evolve(each, value=each.value + 1000) for each in figures[:1] if isinstance(each.value, int)]
        return super().result(figures + more, problems)


BOTH = frozenset({"any-name", "saved-again", "semicolons", "tabs", "utf-16", "windows-1252"})
WRONG: Mapping[str, tuple[type[Right] | type[RightWriter], str, str]] = {
    "TestLoudId": (LoudId, "its id has capitals and blanks", "test_identity_has_every_part"),
    "TestTrips": (Trips, "`identify` raises on a file of another kind", "test_identify_never_raises"),
    "TestGrabs": (Grabs, "`identify` claims every CSV file", "test_identify_claims_nothing_else"),
    "TestWavers": (Wavers, "`identify` answers another way the second time", "test_identify_answers_twice_the_same"),
    "TestSaysNoWhy": (SaysNoWhy, "`identify` gives no reason", "test_identify_gives_a_reason"),
    "TestOffByOne": (OffByOne, "every figure is one too high", "test_read_equals_the_golden_result"),
    "TestRemembers": (Remembers, "it remembers the file before", "test_read_twice_the_same"),
    "TestNoPlace": (NoPlace, "figures do not say where they stand", "test_read_says_where_each_value_stands"),
    "TestDrops": (Drops, "a row with a label that is not known is left out", "test_read_reports_unknown_labels"),
    "TestCountsTwice": (CountsTwice, "the total is read as one more ward", "test_read_does_not_count_totals_twice"),
    "TestStatesTwice": (StatesTwice, "one figure has two values", "test_read_gives_no_figure_twice"),
    "TestChats": (Chats, "it prints", "test_read_prints_nothing"),
    "TestCalls": (Calls, "it opens a connection", "test_read_uses_no_network"),
    "TestLeavesFiles": (LeavesFiles, "it leaves a file behind", "test_read_changes_no_file"),
    "TestBursts": (Bursts, "a PDF makes it raise KeyError", "test_refuse_raises_only_our_errors"),
    "TestNoHint": (NoHint, "its error does not say what to do", "test_refuse_gives_a_hint"),
    "TestHangs": (Hangs, "it is still at work after the time that is allowed", "test_refuse_raises_only_our_errors"),
    "TestSilent": (Silent, "a file of another kind is read as empty, without a word", "test_refuse_is_not_silent"),
    "TestCanMore": (CanMore, "it can do something that it does not declare", "test_ability"),
    "TestRunsFormulas": (RunsFormulas, "a text becomes a formula", "test_write_has_nothing_live"),
    "TestLeavesPlaceholders": (
        LeavesPlaceholders,
        "a placeholder is left unfilled",
        "test_write_fills_every_placeholder",
    ),
    "TestReadsTheClock": (ReadsTheClock, "the time of writing is in the bytes", "test_write_is_the_same_later"),
}
"""Each suite's adapter, what is wrong with it, and the check that must fail."""


def _suites() -> Mapping[str, type]:
    made: dict[str, type] = {"TestRight": reader_suite("TestRight", Right, abilities=BOTH)}
    made["TestRightWriter"] = writer_suite("TestRightWriter", RightWriter)
    for name, (wrong, _, _) in WRONG.items():
        if issubclass(wrong, RightWriter):
            made[name] = writer_suite(name, wrong)
        else:
            declared = BOTH - {"tabs"} if wrong is CanMore else None
            bounds = Bounds(seconds=3) if wrong is Hangs else Bounds()
            level = 2 if wrong is StatesTwice else 1
            made[name] = reader_suite(name, wrong, abilities=declared, bounds=bounds, level=level)
    return made


globals().update(_suites())
