"""Risk matrices as data: two axes, the bands, and which band each cell is in.

A matrix is a TOML file in `data/risk`, or a trust's own. Cells are canonical: limits on the product
of the two weights are only a short way of writing them, and a lookup (DCB0129) needs no limits at
all. What can be wrong with a matrix is in `fairness_core.risk.soundness`; how a concern is rated
with one is in `fairness_core.risk.rating`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any, Literal

import attrs

from fairness_core.config import KEPT, PACKAGED, RuleFile, Shelf, load, parse_toml, structure
from fairness_core.errors import CallerError, ConfigError
from fairness_core.problems import Place, Problem, error
from fairness_core.risk.mending import other_faults
from fairness_core.risk.soundness import faults_of

KIND = "risk"


@attrs.frozen(kw_only=True)
class Level:
    """One level of an axis: a code ("3"), a label ("Possible"), its weight, and what it means by domain."""

    code: str
    label: str
    weight: Decimal
    descriptors: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Axis:
    """An ordered scale, from least to most: how likely, or how severe. `question` is what a rater answers."""

    title: str
    question: str
    levels: tuple[Level, ...]

    def level(self, code: str) -> Level:
        """Return a level by its code or label; raise `CallerError` that lists them when there is none."""
        folded = code.strip().casefold()
        found = next((each for each in self.levels if folded in (each.code.casefold(), each.label.casefold())), None)
        if found is None:
            there = ", ".join(f"{each.code} ({each.label})" for each in self.levels)
            raise CallerError(f"{self.title} has no level {code!r}.", hint=f"There are: {there}.")
        return found


@attrs.frozen(kw_only=True)
class Band:
    """One band, with its label, its colour *and* a text: colour alone never says anything.

    `colour` and `text_colour` are #RRGGBB. `from_score` and `to_score` are limits on the product, both
    inside the band; a matrix with explicit cells leaves them out. `review_within_days` is 0 when the
    scheme names no time, and `escalate_to` is blank when it names nobody.
    """

    code: str
    label: str
    colour: str
    colour_name: str
    text_colour: str
    action: str
    escalate_to: str = ""
    review_within_days: int = 0
    second_rater: bool = False
    from_score: Decimal | None = None
    to_score: Decimal | None = None

    def holds(self, score: Decimal) -> bool:
        """Tell whether a score lies within the band's limits; a band without limits holds none."""
        return self.from_score is not None and self.to_score is not None and self.from_score <= score <= self.to_score


@attrs.frozen(kw_only=True)
class Matrix(RuleFile):
    """A risk matrix: likelihood by consequence, the bands from least to most, and the cells.

    `cells` has a row for each level of likelihood, from least to most, with the band's code for each
    level of consequence; left out, the bands' limits on the product decide. `adopted` is False for an
    example banding, which no body has published as its own: every rating made with it shows `notice`.
    `score_from` says what the scheme calls the score: the product of the weights, or the band's number.
    `scoring_rule` is shown where people choose a level. `domains` name what consequences there can be;
    the descriptors of a level of consequence are by domain. `effective` is blank when not stated.
    """

    owner: str
    effective: str
    scoring_rule: str
    adopted: bool
    notice: str = ""
    likelihood: Axis
    consequence: Axis
    domains: Mapping[str, str] = attrs.field(factory=dict)
    bands: tuple[Band, ...]
    cells: tuple[tuple[str, ...], ...] = ()
    score_from: Literal["product", "level"] = "product"

    def band(self, likelihood: str, consequence: str) -> Band:
        """Return the band of a cell; the levels are given by code or label."""
        return self._cell(self.likelihood.level(likelihood), self.consequence.level(consequence))

    def score(self, likelihood: str, consequence: str) -> Decimal:
        """Return the product of the two weights, or the band's number where the scheme has no other score."""
        if self.score_from == "level":
            return Decimal(self.position(self.band(likelihood, consequence)))
        return self.likelihood.level(likelihood).weight * self.consequence.level(consequence).weight

    @property
    def grid(self) -> tuple[tuple[str, ...], ...]:
        """The code of the band of every cell: a row for each likelihood, from least to most."""
        return self.cells or tuple(
            tuple(self._cell(row, column).code for column in self.consequence.levels) for row in self.likelihood.levels
        )

    def position(self, band: Band) -> int:
        """Return where a band stands among the bands, 1 for the least."""
        return self.bands.index(band) + 1

    def faults(self) -> Iterable[tuple[str, str]]:
        """Yield every fault: of the axes, the bands, the colours, and the cells, each with its key path."""
        return faults_of(self)

    def _cell(self, likelihood: Level, consequence: Level) -> Band:
        if not self.cells:
            return next(band for band in self.bands if band.holds(likelihood.weight * consequence.weight))
        row, column = self.likelihood.levels.index(likelihood), self.consequence.levels.index(consequence)
        return next(band for band in self.bands if band.code == self.cells[row][column])


def load_matrix(text: str, file: str = "", shelf: Shelf = PACKAGED) -> Matrix:
    """Read a matrix from TOML; `extends` may name one on the shelf.

    Everything is inherited but the notice of an example banding, which ends when a trust adopts it.
    Raises `ConfigError` with every fault and its key path: of TOML, of types and of what a matrix means.
    """
    own = _tables(text, file)
    tables: dict[str, Any] = load(text, dict, file=file, extend=partial(_parent_text, shelf))
    problems: tuple[Problem, ...] = ()
    try:
        found = structure(tables, Matrix, file)
    except ConfigError as fault:
        reported = [problem.where.field for problem in fault.problems]
        hidden = other_faults(tables, reported, lambda mended: structure(mended, Matrix, file))
        problems = (*fault.problems, *hidden)
    parent = _parent(own, shelf)
    problems += tuple(_problem(file, path, message) for path, message in _inheritance_faults(own, parent))
    if problems:
        count = "a fault" if len(problems) == 1 else f"{len(problems)} faults"
        raise ConfigError(f"{file or 'The matrix'} has {count}.", problems)
    ends = parent is not None and found.adopted and not parent.adopted and "notice" not in own
    return attrs.evolve(found, notice="") if ends else found


def _tables(text: str, file: str) -> dict[str, Any]:
    """Parse TOML; numbers too long and lists too deep for the parser are faults of the file as well."""
    try:
        return parse_toml(text, file)
    except (RecursionError, ValueError) as fault:
        problem = error("not_toml", "This cannot be read as TOML.", where=Place(file=file))
        raise ConfigError(f"{file or 'The text'} cannot be read as TOML.", [problem]) from fault


def _parent_text(shelf: Shelf, parent: str) -> str:
    if parent not in matrices(shelf):
        there = ", ".join(matrices(shelf))
        message = f"There is no packaged matrix {parent!r}; there are: {there}."
        raise ConfigError("The matrix extends one that is not there.", [_problem("", "extends", message)])
    return shelf.text(KIND, parent)


def _parent(own: Mapping[str, Any], shelf: Shelf) -> Matrix | None:
    parent = own.get("extends")
    return matrix(parent, shelf) if isinstance(parent, str) and parent in matrices(shelf) else None


def _inheritance_faults(own: Mapping[str, Any], parent: Matrix | None) -> Iterable[tuple[str, str]]:
    """Yield what a file that extends another must state itself, lest its ratings pass for the other's."""
    if parent is None:
        return
    if own.get("id", parent.id) == parent.id:
        yield "id", f"Give an id of your own: {parent.id!r} is that of the matrix it extends."
    if "revision" not in own:
        yield "revision", "Give a revision of your own, counted from 1."
    if own.get("adopted") is True and not parent.adopted and "owner" not in own:
        yield "owner", "Say who has adopted this banding."


def _problem(file: str, path: str, message: str) -> Problem:
    return error("bad_config", message, where=Place(file=file, field=path))


@lru_cache(maxsize=KEPT)
def matrix(matrix_id: str, shelf: Shelf = PACKAGED) -> Matrix:
    """Return a matrix from the shelf, say "npsa-2008"; raise `CallerError` that lists them when there is none.

    >>> matrix("npsa-2008").band("likely", "4").label
    'Extreme'
    """
    return load_matrix(shelf.text(KIND, matrix_id), f"{matrix_id}.toml", shelf)


def matrices(shelf: Shelf = PACKAGED) -> tuple[str, ...]:
    """Return the ids of the matrices on the shelf, the packaged ones first."""
    return shelf.ids(KIND)
