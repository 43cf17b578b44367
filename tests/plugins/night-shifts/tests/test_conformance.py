"""The plugin keeps to the contract: every check of the conformance kit, inherited."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from my_trust_night_shifts import READER, WRITER

from fairness_adapters.source import Source
from fairness_adapters.testing import ReaderSuite, RoundTripSuite, WriterSuite

SAMPLES = Path(__file__).parent / "samples"


class TestNightShifts(ReaderSuite):
    """The list of night shifts."""

    adapter = READER
    samples = SAMPLES
    level = 2
    abilities = frozenset({"any-name", "saved-again", "windows-1252"})


class TestThereAndBack(RoundTripSuite):
    """A list that is made of days is counted."""

    adapter = READER
    values = st.lists(st.dates())
    special = ([date(2024, 2, 29)],)

    def make(self, value: Any) -> Source:
        """Write one day in each line."""
        return Source.from_bytes("shifts.csv", "\n".join(["night shifts", *map(str, value)]).encode())

    def expected(self, value: Any) -> int:
        """Count the days."""
        return len(value)


class TestOneLine(WriterSuite):
    """The title of a report, in one line."""

    adapter = WRITER
    samples = SAMPLES
