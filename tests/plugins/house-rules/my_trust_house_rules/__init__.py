"""What My Trust has of its own: rule files of every kind, what suggests codes for lessons, and a report of one page."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import attrs

from fairness_adapters import hookimpl
from fairness_adapters.contract import LessonCategoriser, Plugin, ReportBuilder
from fairness_core.equality.assess import Assessment
from fairness_core.lessons.categorise import Match, Suggestion
from fairness_core.problems import Problem
from fairness_core.report.draft import Draft
from fairness_core.report.equality import build_equality_report

WORDS = {"letter": ("CF-COM", "Communication"), "rota": ("CF-ORG", "Organisation")}


class Keywords:
    """A stand-in for a model that a trust has trained: one word speaks for one code."""

    id = "my-trust-keywords"
    title = "One word, one code"
    taxonomy = "lessons"

    def suggest(self, text: str) -> tuple[Suggestion, ...]:
        """Return a suggestion for each word that is met, with its place."""
        return tuple(
            Suggestion(
                code=code, label=label, score=Decimal("0.9"), evidence=(self._match(text, word),), made_by=self.id
            )
            for word, (code, label) in WORDS.items()
            if word in text.lower()
        )

    def _match(self, text: str, word: str) -> Match:
        start = text.lower().index(word)
        return Match(span=(start, start + len(word)), rule=word, phrase=word, weight=Decimal("0.9"))


class OnePage:
    """The summary of the board report and nothing else: the first page of My Trust's paper."""

    id = "my-trust-one-page"
    title = "The year on one page"

    def build(self, assessment: Assessment, problems: Sequence[Problem]) -> Draft:
        """Return the usual report with its summary alone; the counts stay with it, so that small ones are hidden."""
        whole = build_equality_report(assessment, problems=problems)
        return attrs.evolve(whole, kind=self.id, title=f"{whole.title}, on one page", sections=whole.sections[:1])


# A type checker sees here whether the classes keep to the contract.
CATEGORISER: LessonCategoriser = Keywords()
REPORT: ReportBuilder = OnePage()


@hookimpl
def fairness_plugin() -> Plugin:
    """Return what this plugin brings."""
    return Plugin(
        name="my-trust-house-rules",
        config=("my_trust_house_rules",),
        categorisers=(CATEGORISER,),
        reports=(REPORT,),
    )
