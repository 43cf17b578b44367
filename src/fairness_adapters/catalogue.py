"""The catalogue of what plugins bring: one finds it, chooses from it, and works through it.

A catalogue is an object that a caller makes and passes on, never a global. A plugin that cannot be
loaded is a listed `Fault`; one that fails at work is an `AdapterFault`. Nothing is read or written here
but through a plugin's own class, and once a format is chosen a failure never falls through to another.
What a format must look like is in `fairness_adapters.contract`; the hook is in `hookspecs`; how plugins are found
and left out, in `gathering`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias, TypeVar

import attrs

from fairness_adapters.contract import (
    Confidence,
    Identification,
    LessonCategoriser,
    Reader,
    ReadResult,
    ReportBuilder,
    Writer,
)
from fairness_adapters.discovery import (
    Fault,
    Origin,
    Registered,
    Stage,
    all_of,
    brought_by,
    kind_of,
)
from fairness_adapters.gathering import RuleFileOf, gather
from fairness_adapters.source import Source
from fairness_core.config import PACKAGED, Shelf
from fairness_core.disclosure import Report
from fairness_core.errors import (
    AdapterFault,
    AmbiguousFormat,
    CallerError,
    FairnessError,
    MissingExtra,
    SourceError,
    UnknownFormat,
)
from fairness_core.problems import Problem

if TYPE_CHECKING:
    from fairness_core.equality.assess import Assessment
    from fairness_core.lessons.categorise import Suggestion
    from fairness_core.report.draft import Draft

__all__ = ["Answer", "Catalogue", "Fault", "Registered", "RuleFileOf", "Stage"]

T = TypeVar("T")
_NOTHING: Mapping[str, Any] = MappingProxyType({})

_Any: TypeAlias = (
    Registered[Reader[object]] | Registered[Writer] | Registered[LessonCategoriser] | Registered[ReportBuilder]
)


@attrs.frozen(kw_only=True)
class Answer:
    """What one reader said of a file; `failure` is what it raised instead of an answer, if it did."""

    registered: Registered[Reader[object]]
    confidence: Confidence
    reason: str
    failure: BaseException | None = None


@attrs.frozen(kw_only=True)
class Catalogue:
    """Everything that was found, by id, and every plugin that was left out: for a fault, or because it is blocked.

    `shelf` holds the rule files of plugins beside the packaged ones; `rule_files` lists those of plugins.

    >>> catalogue = Catalogue.discover()
    >>> [fault for fault in catalogue.faults if fault.distribution == "fairness-core"]
    []
    """

    readers: Mapping[str, Registered[Reader[object]]]
    writers: Mapping[str, Registered[Writer]]
    categorisers: Mapping[str, Registered[LessonCategoriser]] = _NOTHING
    reports: Mapping[str, Registered[ReportBuilder]] = _NOTHING
    shelf: Shelf = PACKAGED
    rule_files: tuple[RuleFileOf, ...] = ()
    faults: tuple[Fault, ...] = ()
    notices: tuple[Fault, ...] = ()
    blocked: tuple[Origin, ...] = ()

    @classmethod
    def discover(cls, blocked: Iterable[str] = (), *, built_in: bool = True) -> Catalogue:
        """Load the built-in formats and every installed plugin, each in isolation.

        A plugin is left out when its name (that of its entry point) or its distribution is in `blocked`.
        Where two bring the same id the first is kept: the built-in ones, then by distribution and name.
        Without `built_in` only what plugins bring is loaded, which is quicker where no format is needed.
        """
        found = gather({*blocked}, built_in=built_in)
        return cls(
            readers=MappingProxyType(found.readers),
            writers=MappingProxyType(found.writers),
            categorisers=MappingProxyType(found.categorisers),
            reports=MappingProxyType(found.reports),
            shelf=found.shelf,
            rule_files=tuple(found.rule_files),
            faults=tuple(found.faults),
            notices=tuple(found.notices),
            blocked=tuple(found.blocked),
        )

    def reader(self, format_id: str) -> Registered[Reader[object]]:
        """Return the reader of this id; raise `CallerError`, listing what there is, if there is none."""
        if format_id not in self.readers:
            self._refuse(format_id, "reads files", self.readers)
        return self.readers[format_id]

    def writer(self, format_id: str) -> Registered[Writer]:
        """Return the writer of this id; raise `CallerError`, listing what there is, if there is none."""
        if format_id not in self.writers:
            self._refuse(format_id, "writes reports", self.writers)
        return self.writers[format_id]

    def categoriser(self, categoriser_id: str) -> Registered[LessonCategoriser]:
        """Return the categoriser of this id; raise `CallerError`, listing what there is, if there is none."""
        if categoriser_id not in self.categorisers:
            self._refuse(categoriser_id, "suggests codes", self.categorisers, "categoriser")
        return self.categorisers[categoriser_id]

    def report(self, report_id: str) -> Registered[ReportBuilder]:
        """Return the report of this id; raise `CallerError`, listing what there is, if there is none."""
        if report_id not in self.reports:
            self._refuse(report_id, "can be built", self.reports, "report")
        return self.reports[report_id]

    def answers(self, source: Source) -> tuple[Answer, ...]:
        """Ask every reader whether the file is its own; one that fails is an answer with its failure."""
        return tuple(_ask(registered, source) for registered in self.readers.values())

    def identify(self, source: Source) -> Registered[Reader[object]]:
        """Return the one reader that is certain, else the one that finds the file likely its own.

        Raises `AmbiguousFormat` when there are several of the strongest answer, and `UnknownFormat` when
        there is none; both hold every candidate with its reason. When none claims the file and one
        failed for a reason of the file's own (a password) or of a missing extra, that is raised instead.
        """
        answers = self.answers(source)
        for confidence in (Confidence.CERTAIN, Confidence.LIKELY):
            claims = [answer for answer in answers if answer.confidence is confidence]
            if len(claims) == 1:
                return claims[0].registered
            if claims:
                raise _ambiguous(source, claims)
        raise next(_telling(answers), _unknown(source, answers))

    def read(self, registered: Registered[Reader[T]], source: Source) -> ReadResult[T]:
        """Read the file with this reader; a failure that is not about the file is an `AdapterFault`."""
        result = _work(registered, Stage.READ, lambda: registered.format.read(source))
        if not _is_result(result):
            raise _fault(registered, Stage.READ, "it did not return a ReadResult with a tuple of Problems")
        return result

    def write(self, registered: Registered[Writer], report: Report) -> bytes:
        """Return the report's bytes from this writer; whatever it raises of its own is an `AdapterFault`."""
        if not isinstance(report, Report):
            raise CallerError(
                f"Only a Report can be written, and this is a {type(report).__name__}.",
                hint="Call fairness_core.disclosure.protect(draft, policy) first.",
            )
        data = _work(registered, Stage.WRITE, lambda: registered.format.write(report))
        if not isinstance(data, bytes):
            raise _fault(registered, Stage.WRITE, "it did not return bytes")
        return data

    def suggest(self, registered: Registered[LessonCategoriser], text: str) -> tuple[Suggestion, ...]:
        """Return what this categoriser suggests for a text; whatever it raises of its own is an `AdapterFault`.

        So is an answer that nobody could follow: a score out of range, a code that its taxonomy does not have,
        evidence that is not in the text.
        """
        from fairness_adapters.suggesting import mistake
        from fairness_core.lessons.categorise import Suggestion

        found = _work(registered, Stage.SUGGEST, lambda: registered.format.suggest(text))
        if not all_of(found, Suggestion):
            raise _fault(registered, Stage.SUGGEST, "it did not return a tuple of Suggestions")
        if said := mistake(found, text, registered.format.taxonomy, self.shelf):
            raise _fault(registered, Stage.SUGGEST, said)
        return found

    def build(
        self, registered: Registered[ReportBuilder], assessment: Assessment, problems: Sequence[Problem]
    ) -> Draft:
        """Return the draft of this report; whatever its builder raises of its own is an `AdapterFault`."""
        from fairness_core.report.draft import Draft

        draft = _work(registered, Stage.BUILD, lambda: registered.format.build(assessment, problems))
        if not isinstance(draft, Draft):
            raise _fault(registered, Stage.BUILD, "it did not return a Draft")
        return draft

    def _refuse(self, format_id: str, purpose: str, there_are: Mapping[str, object], noun: str = "format") -> NoReturn:
        near = get_close_matches(format_id, there_are, n=1)
        guess = f"Did you mean {near[0]!r}? " if near else ""
        left_out = " Some plugins could not be loaded: 'fairness formats' says why." if self.faults else ""
        raise CallerError(
            f"No {noun} called {format_id!r} {purpose}.",
            hint=f"{guess}There are: {', '.join(sorted(there_are)) or 'none'}.{left_out}",
        )


def _ask(registered: Registered[Reader[object]], source: Source) -> Answer:
    """Return a reader's answer; whatever it raises is named by its type only, for it may quote the file."""
    try:
        said: object = registered.format.identify(source)
    except KeyboardInterrupt:
        raise
    except BaseException as problem:
        reason = problem.message if isinstance(problem, FairnessError) else type(problem).__name__
        return _no(registered, f"it failed while looking at the file ({reason})", problem)
    if not isinstance(said, Identification) or said.confidence not in tuple(Confidence):
        return _no(registered, f"it failed: it returned {kind_of(said)} where an Identification was expected")
    return Answer(registered=registered, confidence=Confidence(said.confidence), reason=str(said.reason))


def _no(registered: Registered[Reader[object]], reason: str, failure: BaseException | None = None) -> Answer:
    return Answer(registered=registered, confidence=Confidence.NO, reason=reason, failure=failure)


def _telling(answers: Iterable[Answer]) -> Iterator[FairnessError]:
    """Yield the failures that say more than "unknown": the file is protected, or an extra is missing."""
    for answer in answers:
        if isinstance(answer.failure, SourceError | MissingExtra):
            yield answer.failure


def _candidates(answers: Iterable[Answer]) -> tuple[tuple[str, str], ...]:
    return tuple((answer.registered.format.id, answer.reason) for answer in answers)


def _ambiguous(source: Source, claims: list[Answer]) -> AmbiguousFormat:
    return AmbiguousFormat(
        f"{len(claims)} formats claim this file, and it can only be read as one.",
        candidates=_candidates(claims),
        hint="Say which is right by its name, on the command line with --format.",
        where=source.place,
    )


def _unknown(source: Source, answers: Iterable[Answer]) -> UnknownFormat:
    return UnknownFormat(
        "No format recognises this file.",
        candidates=_candidates(answers),
        hint="If it is one of these formats all the same, name it, on the command line with --format; "
        "if it is laid out in a way of your own, describe that in a layout and give it with --layout.",
        where=source.place,
    )


def _work(registered: _Any, stage: Stage, work: Callable[[], T]) -> T:
    """Do a format's work: our own errors and Ctrl-C pass, everything else is the format's fault."""
    try:
        return work()
    except (FairnessError, KeyboardInterrupt):
        raise
    except BaseException as problem:
        raise _fault(registered, stage, type(problem).__name__) from problem


_DOING: Mapping[Stage, str] = {
    Stage.READ: "reading a file",
    Stage.WRITE: "writing a report",
    Stage.SUGGEST: "suggesting codes",
    Stage.BUILD: "building a report",
}
_NOUNS: Mapping[Stage, str] = {Stage.SUGGEST: "categoriser", Stage.BUILD: "report"}


def _is_result(result: object) -> bool:
    return isinstance(result, ReadResult) and all_of(result.problems, Problem)


def _fault(registered: _Any, stage: Stage, cause: str) -> AdapterFault:
    makers = brought_by(registered.distribution, registered.version)
    return AdapterFault(
        f"The {_NOUNS.get(stage, 'format')} '{registered.format.id}' failed while {_DOING[stage]}: {cause}.",
        adapter=registered.format.id,
        distribution=registered.distribution,
        version=registered.version,
        stage=stage.value,
        hint=f"This is a fault of the software, not of your file: tell the people who make {makers}.",
    )
