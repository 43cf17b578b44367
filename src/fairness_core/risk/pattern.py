"""A pattern of concerns, told in words: each earlier concern with its evidence and its outcome.

It informs the people who decide, and no rating: it holds no number, nothing counts or weighs what is in
it, and `rate` does not take it. Repetition matters to a decision; a tally of what was never shown does not.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

import attrs

from fairness_core.errors import CallerError
from fairness_core.staff import one_of, required

Outcome: TypeAlias = Literal["substantiated", "partly substantiated", "unsubstantiated", "not decided"]
OUTCOMES: tuple[Outcome, ...] = ("substantiated", "partly substantiated", "unsubstantiated", "not decided")
NEED_A_REASON: tuple[Outcome, ...] = ("unsubstantiated", "not decided")


@attrs.frozen(kw_only=True)
class EarlierConcern:
    """An earlier concern in words: what it was, what shows it, what came of it, and when.

    One that was not substantiated, or not decided, is told only with `why_relevant`: the reason why it
    bears on the present concern although nothing was shown.
    """

    summary: str = attrs.field(validator=required)
    evidence: str = attrs.field(validator=required)
    outcome: Outcome = attrs.field(validator=one_of(*OUTCOMES))
    on: date
    why_relevant: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse an unsubstantiated concern that nobody says the relevance of."""
        if self.outcome in NEED_A_REASON and not self.why_relevant.strip():
            raise CallerError(
                f"An earlier concern with the outcome '{self.outcome}' needs the reason why it is relevant.",
                hint="Say it in why_relevant, or leave the concern out.",
            )


@attrs.frozen(kw_only=True, order=False)
class PatternOfConcerns:
    """Earlier concerns that are told together; `link` says in words what they have to do with each other."""

    concerns: tuple[EarlierConcern, ...]
    link: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse a pattern without a concern."""
        if not self.concerns:
            raise CallerError("A pattern needs the concerns that it is made of.", hint="Tell each with its evidence.")
