"""The door: writers take a `Report`, only `protect` makes one, a draft is not one; checked, never run."""

from __future__ import annotations

from typing import assert_type

from fairness_adapters.contract import Reader, ReadResult, Writer
from fairness_adapters.source import Source
from fairness_core.disclosure import Policy, Report, protect
from fairness_core.report.draft import Content, Draft


def draft_cannot_be_written(writer: Writer, draft: Draft, content: Content) -> None:
    """A writer refuses a draft, and what a draft and a report have in common."""
    writer.write(draft)  # type: ignore[arg-type]
    writer.write(content)  # type: ignore[arg-type]


def protected_report_can_be_written(writer: Writer, draft: Draft, policy: Policy) -> None:
    """A draft that went through `protect` can be written."""
    assert_type(protect(draft, policy), Report)
    assert_type(writer.write(protect(draft, policy)), bytes)


def report_cannot_be_protected_again(report: Report, policy: Policy) -> None:
    """What went through the door has gone through: `protect` takes drafts only."""
    protect(report, policy)  # type: ignore[arg-type]


class DraftWriter:
    """A writer as a plugin author might get it wrong: it takes a draft."""

    id = "wrong"
    title = "A writer that would write what nobody has protected"
    suffix = ".txt"

    def write(self, report: Draft) -> bytes:
        """Write what has not been through the door."""
        return report.title.encode()


class RightWriter:
    """A writer as it should be."""

    id = "right"
    title = "A writer that takes a report"
    suffix = ".txt"

    def write(self, report: Report) -> bytes:
        """Write what has been through the door."""
        return report.title.encode()


def writer_of_drafts_is_no_writer() -> tuple[Writer, ...]:
    """A class whose `write` asks for a draft does not satisfy the contract; one that asks for a report does."""
    wrong: Writer = DraftWriter()  # type: ignore[assignment]
    right: Writer = RightWriter()
    return wrong, right


def reader_keeps_what_it_reads(reader: Reader[int], source: Source) -> None:
    """What a reader gives is known by its type parameter."""
    assert_type(reader.read(source), ReadResult[int])
    assert_type(reader.read(source).value, int)
