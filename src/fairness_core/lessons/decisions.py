"""How suggestions stand beside what people decided: met, missed, and suggested again though it was rejected.

A rejection is a test: whoever changes a lexicon, or brings a model, sees which rejected suggestions come back, and by
which rule. Counted are lessons that somebody has coded to the end; rejections count wherever they stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

import attrs

from fairness_core.lessons.categorise import Categoriser, Suggestion
from fairness_core.lessons.lesson import Lesson


@attrs.frozen(kw_only=True)
class CodeMet:
    """How often a code was suggested and confirmed (`met`), suggested alone (`false`), or confirmed alone (`missed`).

    `precision` is met / (met + false) and `recall` met / (met + missed); None where nobody can say.
    """

    code: str
    met: int
    false: int
    missed: int

    @property
    def precision(self) -> Fraction | None:
        """The share of what was suggested that people confirmed."""
        return _share(self.met, self.false)

    @property
    def recall(self) -> Fraction | None:
        """The share of what people confirmed that was suggested."""
        return _share(self.met, self.missed)


@attrs.frozen(kw_only=True)
class SuggestedAgain:
    """A code that people rejected for a lesson and that is suggested all the same; `evidence` says by which rules."""

    lesson: str
    code: str
    evidence: Suggestion


@attrs.frozen(kw_only=True)
class Decisions:
    """How suggestions met decisions: over how many lessons, code by code, in all, and the rejected that came back."""

    lessons: int
    codes: tuple[CodeMet, ...]
    again: tuple[SuggestedAgain, ...]

    @property
    def overall(self) -> CodeMet:
        """All codes together, each suggestion counting once."""
        met, false, missed = (sum(getattr(each, name) for each in self.codes) for name in ("met", "false", "missed"))
        return CodeMet(code="", met=met, false=false, missed=missed)


def check_decisions(lessons: Iterable[Lesson], categoriser: Categoriser, order: Sequence[str] = ()) -> Decisions:
    """Compare what a categoriser suggests with what people decided; codes come in `order`, others after it."""
    decided = [each for each in lessons if each.is_confirmed or any(c.state == "rejected" for c in each.codings)]
    found = [(each, {made.code: made for made in categoriser.suggest(each.text)}) for each in decided]
    again = [
        SuggestedAgain(lesson=lesson.id, code=coding.code, evidence=suggested[coding.code])
        for lesson, suggested in found
        for coding in lesson.codings
        if coding.state == "rejected" and coding.code in suggested
    ]
    whole = [(set(lesson.codes), set(suggested)) for lesson, suggested in found if lesson.is_confirmed]
    given = set().union(*(codes | suggested for codes, suggested in whole))
    codes = [*(code for code in order if code in given), *sorted(given - set(order))]
    return Decisions(lessons=len(whole), codes=tuple(_met(code, whole) for code in codes), again=tuple(again))


def _met(code: str, whole: Sequence[tuple[set[str], set[str]]]) -> CodeMet:
    pairs = [(code in confirmed, code in suggested) for confirmed, suggested in whole]
    return CodeMet(
        code=code, met=pairs.count((True, True)), false=pairs.count((False, True)), missed=pairs.count((True, False))
    )


def _share(part: int, rest: int) -> Fraction | None:
    return Fraction(part, part + rest) if part + rest else None
