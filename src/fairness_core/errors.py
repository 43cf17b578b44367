"""Every exception that fairness-core raises, sorted by who can mend it.

`CallerError`: our caller used the library wrongly. `SourceError`: the file is at fault.
`ConfigError`: a TOML file is at fault. `DocumentVersionError`: a document of ours is of another
version. `AdapterFault`: a plugin is at fault. All are `FairnessError`, pickle whole, carry attributes
and not only text, and turn into JSON.

A new class belongs here when somebody would catch it on its own, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

import attrs

from fairness_core.problems import Place, Problem


class FairnessError(Exception):
    """Base of all our exceptions: `message` says what is wrong, `hint` what to do about it."""

    code: ClassVar[str] = "fairness_error"

    def __init__(self, message: str, *, hint: str = "", where: Place | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.where = where

    def __str__(self) -> str:
        """Say place, message and hint in one line."""
        place = f"{self.where}: " if self.where and str(self.where) else ""
        return f"{place}{self.message}{' ' + self.hint if self.hint else ''}"

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by attributes, so that keyword-only arguments survive the journey."""
        return _restore, (type(self), self.args, dict(self.__dict__))

    def to_json(self) -> dict[str, object]:
        """Return the exception as plain JSON values, with every problem it carries."""
        found: dict[str, object] = {"error": self.code, "message": self.message, "hint": self.hint}
        if self.where:
            found["where"] = attrs.asdict(self.where)
        return found


def _restore(kind: type[FairnessError], args: tuple[object, ...], state: dict[str, object]) -> FairnessError:
    restored = kind.__new__(kind)
    restored.args = args
    restored.__dict__.update(state)
    return restored


class CallerError(FairnessError):
    """The library was called wrongly: a name that does not exist, a value out of range."""

    code = "caller_error"


class MissingExtra(CallerError):
    """An optional part of the library is not installed; the hint is the line that installs it."""

    code = "missing_extra"

    def __init__(self, extra: str, needed_for: str) -> None:
        super().__init__(
            f"{needed_for} needs the extra '{extra}', which is not installed.",
            hint=f"Install it with: python -m pip install 'fairness-core[{extra}]'",
        )
        self.extra = extra


class TransitionRefused(CallerError):
    """A case cannot take an event yet; `unmet` says everything that is missing, `allowed` what may happen instead.

    `event` is the event's code, `states` the state of each region. The case is as it was.
    """

    code = "transition_refused"

    def __init__(
        self,
        *,
        event: str,
        label: str,
        states: Mapping[str, str],
        unmet: Iterable[str],
        allowed: Iterable[str] = (),
    ) -> None:
        self.unmet = tuple(unmet)
        super().__init__(f"Not yet: {label}. {' '.join(self.unmet)}", hint="Nothing was recorded.")
        self.event = event
        self.states = dict(states)
        self.allowed = tuple(allowed)

    def to_json(self) -> dict[str, object]:
        """Add the event, the states, what is unmet and what is allowed."""
        return super().to_json() | {
            "event": self.event,
            "states": self.states,
            "unmet": list(self.unmet),
            "allowed": list(self.allowed),
        }


class StaleVersion(CallerError):
    """Somebody else has recorded something since the caller looked; `expected` was seen, `found` is there now."""

    code = "stale_version"

    def __init__(self, *, expected: int, found: int) -> None:
        super().__init__(
            f"The case has {found} events, and the caller had seen {expected}.",
            hint="Read the case again, look at what is new, and decide again.",
        )
        self.expected = expected
        self.found = found

    def to_json(self) -> dict[str, object]:
        """Add the version that was expected, and the one that was found."""
        return super().to_json() | {"expected": self.expected, "found": self.found}


class SourceError(FairnessError):
    """The file that was given is at fault."""

    code = "source_error"


class UnreadableSource(SourceError):
    """The file cannot be opened: damaged, truncated, missing, or hostile."""

    code = "unreadable_source"


class ProtectedSource(UnreadableSource):
    """The file is protected by a password."""

    code = "protected_source"


class WrongKind(UnreadableSource):
    """The file is not what its name says, or of a kind that we do not read."""

    code = "wrong_kind"


class SourceTooLarge(UnreadableSource):
    """The file is larger, or would unpack to more, than the stated limits allow."""

    code = "source_too_large"


class UnknownFormat(SourceError):
    """No format claims the file; `candidates` holds each format with its reason."""

    code = "unknown_format"

    def __init__(
        self,
        message: str,
        *,
        candidates: Iterable[tuple[str, str]] = (),
        hint: str = "",
        where: Place | None = None,
    ) -> None:
        super().__init__(message, hint=hint, where=where)
        self.candidates = tuple(candidates)

    def __str__(self) -> str:
        """Say the message, then every candidate with its reason on a line of its own."""
        return "\n".join([super().__str__(), *(f"- {name}: {reason}" for name, reason in self.candidates)])

    def to_json(self) -> dict[str, object]:
        """Add the candidates and their reasons."""
        return super().to_json() | {"candidates": [list(pair) for pair in self.candidates]}


class AmbiguousFormat(UnknownFormat):
    """More than one format claims the file; the caller must choose."""

    code = "ambiguous_format"


class _ManyProblems(FairnessError):
    def __init__(self, message: str, problems: Iterable[Problem], *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        """Say the message, then every problem on a line of its own."""
        return "\n".join([super().__str__(), *(f"- {problem}" for problem in self.problems)])

    def to_json(self) -> dict[str, object]:
        """Add every problem with its place."""
        return super().to_json() | {"problems": [problem.to_json() for problem in self.problems]}


class InvalidData(_ManyProblems, SourceError):
    """The data break rules; `problems` holds every one of them, not only the first."""

    code = "invalid_data"


class ConfigError(_ManyProblems):
    """A TOML file is at fault; `problems` holds every fault with its key path."""

    code = "config_error"


class DocumentVersionError(FairnessError):
    """A document of ours is newer or older than we can read; `found` is its schema, `expected` the one we read."""

    code = "document_version"

    def __init__(self, *, found: str, expected: str) -> None:
        super().__init__(
            f"This document has the schema {found}; this version reads {expected}.",
            hint="Use the version of fairness-core that wrote it, or a newer one.",
        )
        self.found = found
        self.expected = expected

    def to_json(self) -> dict[str, object]:
        """Add the schema that was found, and the one that can be read."""
        return super().to_json() | {"found": self.found, "expected": self.expected}


class AdapterFault(FairnessError):
    """A plugin is at fault; the original exception is the `__cause__`."""

    code = "adapter_fault"

    def __init__(
        self,
        message: str,
        *,
        adapter: str,
        distribution: str = "",
        version: str = "",
        stage: str = "",
        hint: str = "",
    ) -> None:
        super().__init__(message, hint=hint)
        self.adapter = adapter
        self.distribution = distribution
        self.version = version
        self.stage = stage

    def to_json(self) -> dict[str, object]:
        """Add who brought the plugin and where it failed."""
        return super().to_json() | {
            "adapter": self.adapter,
            "distribution": self.distribution,
            "version": self.version,
            "stage": self.stage,
        }


class OutputError(FairnessError):
    """The place to write to is at fault: full, read-only, or the file is open elsewhere."""

    code = "output_error"
