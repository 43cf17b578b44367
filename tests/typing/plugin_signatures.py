"""A plugin as its author's type-checker sees it: what keeps to the Protocols, and what does not; checked, never run."""

from __future__ import annotations

from typing import assert_type

from fairness_adapters.contract import Confidence, Identification, Plugin, Reader, ReadResult, Writer
from fairness_adapters.source import Source
from fairness_core.disclosure import Report

NO = Identification(confidence=Confidence.NO, reason="it is not mine")


class Counts:
    """A reader as it should be, without a base class of ours."""

    id = "counts"
    title = "Counts"
    reads = ("csv",)

    def identify(self, source: Source) -> Identification:
        """Say no."""
        return NO

    def read(self, source: Source) -> ReadResult[int]:
        """Count."""
        return ReadResult(value=len(source.data))


class IdentifyWithoutSource(Counts):
    """Its `identify` cannot be given the file."""

    # No override of a reader's method may change what it is given or gives.
    def identify(self) -> Identification:  # type: ignore[override]
        """Say no."""
        return NO


class ReadsAList:
    """Its `read` returns a list, so that problems have no place."""

    id = "list"
    title = "List"
    reads = ("csv",)

    def identify(self, source: Source) -> Identification:
        """Say no."""
        return NO

    def read(self, source: Source) -> list[int]:
        """Count."""
        return [len(source.data)]


class NumberAsId:
    """Its id is a number."""

    id = 7
    title = "Number"
    suffix = ".txt"

    def write(self, report: Report) -> bytes:
        """Write the title."""
        return report.title.encode()


class WritesText:
    """Its `write` returns text, so that nobody knows in which encoding."""

    id = "text"
    title = "Text"
    suffix = ".txt"

    def write(self, report: Report) -> str:
        """Write the title."""
        return report.title


reader: Reader[int] = Counts()
assert_type(reader.read(Source.from_bytes("a.csv", b"")), ReadResult[int])
Plugin(name="ours", readers=(Counts(),))

# The mistakes of an author, each at the line where the adapter is said to keep to the contract.
without_source: Reader[int] = IdentifyWithoutSource()  # type: ignore[assignment]
a_list: Reader[int] = ReadsAList()  # type: ignore[assignment]
numbered: Writer = NumberAsId()  # type: ignore[assignment]
text: Writer = WritesText()  # type: ignore[assignment]
Plugin(name="ours", readers=(ReadsAList(),))  # type: ignore[arg-type]
Plugin(name="ours", writers=(WritesText(),))  # type: ignore[arg-type]
