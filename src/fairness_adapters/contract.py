"""What a plugin author sees: the Protocols that plugins satisfy, and the values that they return.

Nothing here registers or runs a plugin: `fairness_adapters.hookspecs` and
`fairness_adapters.catalogue` do.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar, runtime_checkable

import attrs

from fairness_adapters.source import Source
from fairness_core.disclosure import Report
from fairness_core.problems import Problem

if TYPE_CHECKING:
    # What an author of these needs is imported by the author; listing formats does without.
    from fairness_core.equality.assess import Assessment
    from fairness_core.lessons.categorise import Suggestion
    from fairness_core.report.draft import Draft

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


@runtime_checkable
class LessonCategoriser(Protocol):
    """What suggests codes for lessons: a model that a trust has trained itself, in the lexicon's place."""

    @property
    def id(self) -> str:
        """Return the name for `--categoriser`: lower case, digits and hyphens."""
        ...

    @property
    def title(self) -> str:
        """Return one line that says what suggests."""
        ...

    @property
    def taxonomy(self) -> str:
        """Return the id of the taxonomy whose codes are suggested."""
        ...

    def suggest(self, text: str) -> tuple[Suggestion, ...]:
        """Return suggestions with evidence, the highest score first; none without evidence."""
        ...


@runtime_checkable
class ReportBuilder(Protocol):
    """What makes a report of its own from an assessment: another choice and order of sections and figures.

    It gives a draft. What could identify a person is hidden afterwards, by the policy that the user names: every
    number stands in an `Amount` that says which of the draft's `counts` it rests on, and never within words.
    """

    @property
    def id(self) -> str:
        """Return the name for `--report`: lower case, digits and hyphens."""
        ...

    @property
    def title(self) -> str:
        """Return one line that says what the report is."""
        ...

    def build(self, assessment: Assessment, problems: Sequence[Problem]) -> Draft:
        """Return the report of an assessment; `problems` are those of the data, for the report to name."""
        ...


@attrs.frozen(kw_only=True)
class Plugin:
    """What a distribution brings, and for which API number it was written.

    `readers` and `writers` are formats. `config` names packages that hold rule files, `data/<kind>/<id>.toml`:
    layouts, forms, standards, classifications, risk, triage, process, taxonomies, crosswalks, lexicons, policies; a
    layout becomes a reader by itself. `categorisers` suggest codes for lessons, `reports` build reports of their own. A
    plugin that does not say its `api` was written for the first: were it the present one, it would never be warned.

    >>> Plugin(name="my-trust").api
    1
    """

    name: str
    readers: tuple[Reader[object], ...] = ()
    writers: tuple[Writer, ...] = ()
    config: tuple[str, ...] = ()
    categorisers: tuple[LessonCategoriser, ...] = ()
    reports: tuple[ReportBuilder, ...] = ()
    api: int = 1
