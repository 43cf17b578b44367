"""What can be wrong with data, said so that the person who holds the file can mend it.

Here live the finding (`Problem`) and the place it speaks of (`Place`); the exceptions that carry
findings are in `fairness_core.errors`. Nothing here decides what is wrong: readers and rules do.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import attrs


class Severity(StrEnum):
    """How much a finding matters: an error stops the work, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@attrs.frozen(kw_only=True, order=True)
class Place:
    """Where in the input something stands: a file, its sheet and its cell, its line ("line 5"), or a named field.

    >>> str(Place(file="return.xlsx", sheet="WRES", cell="F41"))
    "return.xlsx, sheet 'WRES', cell F41"
    """

    file: str = ""
    sheet: str = ""
    cell: str = ""
    field: str = ""

    def __str__(self) -> str:
        """Say the place in the words that a spreadsheet user would use."""
        parts = [self.file]
        parts += [f"sheet '{self.sheet}'"] if self.sheet else []
        parts += [self.cell if self.cell.startswith("line ") else f"cell {self.cell}"] if self.cell else []
        parts += [self.field]
        return ", ".join(part for part in parts if part)


@attrs.frozen(kw_only=True)
class Problem:
    """One finding: what rule, how serious, where, what was found, what was expected, what to do.

    `code` is stable and lower_snake_case, for programs; `message` is one sentence for people.
    `found` must never hold a person's name or free text: see `fairness_adapters.office.quoting`.
    """

    code: str
    severity: Severity
    message: str
    where: Place = Place()
    found: str = ""
    expected: str = ""
    hint: str = ""

    def to_json(self) -> dict[str, object]:
        """Return the finding as plain JSON values, the parts of its place beside the others."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            **attrs.asdict(self.where),
            "found": self.found,
            "expected": self.expected,
            "hint": self.hint,
        }

    def __str__(self) -> str:
        """Say the finding in one line: place, message, what was found and expected, what to do."""
        place = str(self.where)
        found = f" Found: {self.found}." if self.found else ""
        expected = f" Expected: {self.expected}." if self.expected else ""
        hint = f" {self.hint}" if self.hint else ""
        return f"{place + ': ' if place else ''}{self.message}{found}{expected}{hint}"


def error(code: str, message: str, **details: object) -> Problem:
    """Make a finding that stops the work; `details` are the other fields of `Problem`."""
    return Problem(code=code, severity=Severity.ERROR, message=message, **details)  # type: ignore[arg-type]


def warning(code: str, message: str, **details: object) -> Problem:
    """Make a finding that a person should look at; the work goes on."""
    return Problem(code=code, severity=Severity.WARNING, message=message, **details)  # type: ignore[arg-type]


def note(code: str, message: str, **details: object) -> Problem:
    """Make a finding that is only worth knowing."""
    return Problem(code=code, severity=Severity.NOTE, message=message, **details)  # type: ignore[arg-type]


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether any of the findings stops the work."""
    return any(problem.severity is Severity.ERROR for problem in problems)
