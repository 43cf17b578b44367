"""What a plugin author sees: the Protocols that formats satisfy, and the values that they return.

Nothing here registers or runs a format: `fairness_adapters.hookspecs` and
`fairness_adapters.catalogue` do.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Generic, Protocol, TypeVar, runtime_checkable

import attrs

from fairness_adapters.source import Source
from fairness_core.disclosure import Report
from fairness_core.problems import Problem

API_VERSION = 1
"""The number of this contract; a plugin says which one it was written for."""

T_co = TypeVar("T_co", covariant=True)


class Confidence(StrEnum):
    """How sure a format is that a file is its own."""

    CERTAIN = "certain"
    LIKELY = "likely"
    NO = "no"


@attrs.frozen(kw_only=True)
class Identification:
    """A format's answer to "is this file yours?": how sure, and the reason in one clause."""

    confidence: Confidence
    reason: str


@attrs.frozen(kw_only=True)
class ReadResult(Generic[T_co]):
    """What was read, and every problem met on the way; the value is there even when problems are."""

    value: T_co
    problems: tuple[Problem, ...] = ()


@runtime_checkable
class Reader(Protocol[T_co]):
    """A format that can be read. `T` is what it gives: a `Dataset`, triage records, lessons, cases."""

    @property
    def id(self) -> str:
        """Return the format's name for `--format`: lower case, digits and hyphens."""
        ...

    @property
    def title(self) -> str:
        """Return one line that says what the format is."""
        ...

    @property
    def reads(self) -> tuple[str, ...]:
        """Return the kinds of file it reads, as in `fairness_adapters.source.Kind`."""
        ...

    def identify(self, source: Source) -> Identification:
        """Say whether the file is of this format, and why.

        Never raise on a file of another kind; a `SourceError` means that nobody could open the file.
        """
        ...

    def read(self, source: Source) -> ReadResult[T_co]:
        """Read the file leniently: raise only when nothing can be read, else report problems."""
        ...


@runtime_checkable
class Writer(Protocol):
    """A format that reports are written in."""

    @property
    def id(self) -> str:
        """Return the writer's name: lower case, digits and hyphens."""
        ...

    @property
    def title(self) -> str:
        """Return one line that says what it writes."""
        ...

    @property
    def suffix(self) -> str:
        """Return the file ending, with its dot."""
        ...

    def write(self, report: Report) -> bytes:
        """Return the file's bytes; the same report gives the same bytes."""
        ...


@attrs.frozen(kw_only=True)
class Plugin:
    """What a distribution brings: formats that read, formats that write, for which API number.

    >>> Plugin(name="my-trust").api
    1
    """

    name: str
    readers: tuple[Reader[object], ...] = ()
    writers: tuple[Writer, ...] = ()
    api: int = API_VERSION
