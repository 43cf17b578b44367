"""A form layout as a reader in the sense of the contract: its answers, with the problems met on the way.

For whoever asks one form layout at a time: the conformance kit, and programs of one's own. Which layout a form is
of, among all that are known, is found by `form_loading.answers_of`, and records are made of answers elsewhere.
"""

from __future__ import annotations

import attrs

from fairness_adapters.contract import Confidence, Identification, ReadResult
from fairness_adapters.kinds import Kind
from fairness_adapters.layouts.form_claims import Claims
from fairness_adapters.layouts.form_loading import FEWEST, open_form
from fairness_adapters.layouts.form_schema import FormLayout
from fairness_adapters.layouts.word_form import FormAnswers, read_answers
from fairness_adapters.source import Source, wrong_kind
from fairness_core.problems import Place, Problem, error

KINDS = (Kind.DOCX, Kind.DOCM, Kind.XLSX, Kind.XLSM)


@attrs.frozen
class FormReader:
    """Reads Word documents, and workbooks laid out as a form, by one form layout."""

    layout: FormLayout

    @property
    def id(self) -> str:
        """The layout's id."""
        return self.layout.id

    @property
    def title(self) -> str:
        """The layout's title."""
        return self.layout.title

    @property
    def reads(self) -> tuple[str, ...]:
        """The kinds of file."""
        return tuple(kind.value for kind in KINDS)

    def identify(self, source: Source) -> Identification:
        """Go by how many fields are there: certain from half of them; raise `SourceError` when it cannot be opened."""
        if source.kind not in KINDS:
            return Identification(confidence=Confidence.NO, reason=f"it is {source.kind.described}")
        there = Claims.recognised(self.layout, open_form(source))
        return Identification(confidence=self._confidence(there), reason=f"{there} of its fields are there")

    def read(self, source: Source) -> ReadResult[FormAnswers]:
        """Read the form; a file in which hardly any field is there gives answers that are blank, and an error."""
        if source.kind not in KINDS:
            raise wrong_kind(source)
        form = open_form(source)
        answers = read_answers(self.layout, form)
        few = Claims.recognised(self.layout, form) < FEWEST
        return ReadResult(value=answers, problems=(*answers.problems, *([_no_fields(source)] if few else ())))

    def _confidence(self, there: int) -> Confidence:
        if there < FEWEST:
            return Confidence.NO
        return Confidence.CERTAIN if 2 * there >= len(self.layout.fields) else Confidence.LIKELY


def _no_fields(source: Source) -> Problem:
    return error(
        "no_fields",
        "Hardly any field of this layout is in the file, so it is another form.",
        where=Place(file=source.name),
        expected=f"at least {FEWEST} of its fields",
        hint="Check that this is the file you meant, or choose another layout.",
    )
