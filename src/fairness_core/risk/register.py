"""A register of triage records: how many in each band, waiting how long, and what is owed. No words, no people.

Here is what is counted; how it is told, and how small numbers are protected, is in
`fairness_core.report.triage_register`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from statistics import median
from typing import NamedTuple

import attrs

from fairness_core.risk.record import Rating
from fairness_core.risk.triage import Template, TriageRecord, template
from fairness_core.risk.triage_checks import days_since, owed_items

NOT_KNOWN = ""
"""The discipline of a record that gives none, or one that the template does not know."""


class BandOf(NamedTuple):
    """A band of a scheme in force, in the order of schemes and, within one, from least to most."""

    scheme: str
    revision: int
    level: int
    label: str


@attrs.frozen(kw_only=True)
class Line:
    """One record: its discipline's code, band if rated, whether it waits for a recommendation, what it owes.

    `days` is how long it has waited since the concern came in; None when it does not wait, or the day is
    not given. `owed` holds codes of `fairness_core.risk.triage_checks.OWED_HEADINGS`, each once.
    """

    discipline: str
    band: BandOf | None
    waiting: bool
    days: int | None
    owed: frozenset[str]


@attrs.frozen(kw_only=True)
class Register:
    """All lines on a day, with the disciplines' labels and what must be said of the bandings used."""

    on: date
    lines: tuple[Line, ...]
    disciplines: Mapping[str, str]
    notices: tuple[str, ...] = ()

    @property
    def bands(self) -> tuple[BandOf, ...]:
        """The bands that occur, in order."""
        return tuple(sorted({line.band for line in self.lines if line.band}))

    def waited(self, lines: Iterable[Line]) -> tuple[int, ...]:
        """Return the days that lines have waited, shortest first; those without a day are not among them."""
        return tuple(sorted(line.days for line in lines if line.days is not None))


def median_days(days: tuple[int, ...]) -> Fraction | None:
    """Return the median, which may be half a day; None when there is nothing to take it of.

    >>> median_days((3, 4, 10, 11))
    Fraction(7, 1)
    """
    return Fraction(median(map(Fraction, days))) if days else None


def register(records: Iterable[TriageRecord], on: date, rules: Template | None = None) -> Register:
    """Make the register of records on a day; `rules` are those of each record's own template when not given."""
    found = [(record, rules or template(record.template)) for record in records]
    labels = {code: each.label for _, used in found for code, each in used.disciplines.items()}
    ratings = [record.rating for record, _ in found if record.rating]
    return Register(
        on=on,
        lines=tuple(_line(record, on, used) for record, used in found),
        disciplines=labels,
        notices=tuple(dict.fromkeys(each.rated.notice for each in ratings if each.rated.notice)),
    )


def _line(record: TriageRecord, on: date, rules: Template) -> Line:
    waiting = record.recommendation is None
    return Line(
        discipline=record.discipline if record.discipline in rules.disciplines else NOT_KNOWN,
        band=_band(record.rating) if record.rating else None,
        waiting=waiting,
        days=days_since(record.received, on) if waiting else None,
        owed=frozenset(each.code for each in owed_items(record, on, rules)),
    )


def _band(rating: Rating) -> BandOf:
    label = rating.override.to_label if rating.override else rating.rated.band_label
    return BandOf(rating.rated.matrix_id, rating.rated.matrix_revision, rating.level_in_force, label)
