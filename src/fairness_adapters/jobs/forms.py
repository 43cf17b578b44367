"""Jobs on filled-in forms: read many, one bad one stopping nothing; a register of them; a record as a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TypeAlias

import attrs

from fairness_adapters.formats.forms_register import RegisterLine, write_forms_register
from fairness_adapters.formats.record_form import is_record_form, read_record_form, write_record_form
from fairness_adapters.formats.triage_answers import record_of
from fairness_adapters.jobs.triage import read_record
from fairness_adapters.layouts.form_loading import answers_of, open_form
from fairness_adapters.layouts.form_records import taken_by
from fairness_adapters.layouts.form_schema import FormLayout
from fairness_adapters.layouts.word_form import FormAnswers
from fairness_adapters.office.form_values import Block, WordForm
from fairness_adapters.source import read_source
from fairness_adapters.validators import VALIDATORS
from fairness_core.config import PACKAGED, Shelf
from fairness_core.errors import FairnessError
from fairness_core.problems import Place, Problem, error
from fairness_core.risk.triage import Template, TriageRecord, template
from fairness_core.risk.triage_checks import owed, problems
from fairness_core.risk.triage_json import record_to_json

Seen: TypeAlias = Callable[[int, int], object]
RECORD_FORM = "record"
"""Said for the layout of a form that was written of a record: its tags say what each field is."""
NOT_KNOWN = "no: this form is not known"
_CODED = ("date", "yes-no", "choice")
_IN_FOLDER = "Give the files inside it, such as FOLDER/*.docx."


@attrs.frozen(kw_only=True)
class ReadForm:
    """What one file gave: its answers, the record they make where they make one, findings, and what is owed."""

    file: str
    layout: str = ""
    answers: FormAnswers | None = None
    record: TriageRecord | None = None
    form: WordForm | None = None
    problems: tuple[Problem, ...] = ()
    owed: tuple[str, ...] = ()
    coded: Mapping[str, str] = attrs.field(factory=dict, repr=False)

    @property
    def readable(self) -> bool:
        """Whether the file could be opened; whether the form is known is another question."""
        return self.form is not None

    @property
    def was_read(self) -> bool:
        """Whether the form is one that is known, by its layout or as a record; of others nothing could be read."""
        return bool(self.layout)

    @property
    def left_over(self) -> tuple[Block, ...]:
        """The text that no rule claims."""
        return self.answers.left_over if self.answers else ()

    def to_json(self) -> dict[str, object]:
        """Return everything as plain JSON values."""
        form, answers = self.form, self.answers.to_json() if self.answers else {}
        return {
            "file": self.file,
            "readable": self.readable,
            "read": self.was_read,
            "layout": self.layout,
            "answers": answers.get("answers", {}),
            "record": record_to_json(self.record) if self.record else None,
            "left_over": [each.to_json() for each in self.left_over],
            "changes": [each.to_json() for each in form.changes] if form else [],
            "hidden": [each.to_json() for each in form.hidden] if form else [],
            "owed": list(self.owed),
            "problems": [each.to_json() for each in self.problems],
        }


def read_forms(
    paths: Sequence[Path],
    *,
    on: date,
    layout: FormLayout | None = None,
    rules: Template | None = None,
    seen: Seen | None = None,
    shelf: Shelf = PACKAGED,
) -> tuple[ReadForm, ...]:
    """Read every form; one that cannot be read is told as such, and the rest go on.

    Without a layout, each form is read by the layout on the shelf that knows most of it. `seen` is told how many are
    done, of how many.
    """
    found = []
    for number, path in enumerate(paths, start=1):
        found.append(_read(path, on, layout, rules, shelf))
        if seen:
            seen(number, len(paths))
    return tuple(found)


def _read(path: Path, on: date, layout: FormLayout | None, rules: Template | None, shelf: Shelf) -> ReadForm:
    form: WordForm | None = None
    try:
        form = open_form(read_source(path))
        if layout is None and is_record_form(form):
            return _of_record(form, on, rules)
        return _of_answers(form, on, answers_of(form, layout, shelf), rules)
    except FairnessError as fault:
        return ReadForm(file=path.name, form=form, problems=(*(form.problems if form else ()), *_told(fault, path)))


def _told(fault: FairnessError, path: Path) -> tuple[Problem, ...]:
    """Return what is wrong with a file as findings."""
    found: tuple[Problem, ...] = getattr(fault, "problems", ())
    candidates = "; ".join(f"{name}: {reason}" for name, reason in getattr(fault, "candidates", ()))
    where = fault.where or Place(file=path.name)
    hint = _IN_FOLDER if path.is_dir() else fault.hint
    return found or (error(fault.code, fault.message, where=where, found=candidates, hint=hint),)


def _of_record(form: WordForm, on: date, rules: Template | None) -> ReadForm:
    record = read_record_form(form)
    used = rules or template(record.template)
    checked = problems(record, rules=used, validators=VALIDATORS, on=on, file=form.file)
    return ReadForm(
        file=form.file,
        layout=RECORD_FORM,
        form=form,
        record=record,
        problems=(*form.problems, *checked),
        owed=owed(record, on, used),
    )


def _of_answers(form: WordForm, on: date, read: tuple[FormLayout, FormAnswers], rules: Template | None) -> ReadForm:
    chosen, answers = read
    needed = {
        name: f"'{chosen.asked(name)}' has no answer that counts."
        for name in answers.unanswered
        if chosen.fields[name].required
    }
    if chosen.record != "triage":
        return ReadForm(
            file=form.file,
            layout=answers.layout,
            form=form,
            answers=answers,
            problems=answers.problems,
            owed=tuple(needed.values()),
            coded=_coded(chosen, answers),
        )
    asked = {name: each for name, each in answers.answers.items() if chosen.fields[name].in_record}
    record, not_taken = record_of(attrs.evolve(answers, answers=asked), rules)
    used = rules or template(record.template)
    told = {name for name, each in taken_by(chosen.record, chosen.shelf).items() if each.owed and name in asked}
    # What the record lacks because the form does not ask for it is owed, and no fault of the form.
    checked = problems(record, rules=used, validators=VALIDATORS, on=on, file=form.file)
    kept = tuple(each for each in checked if each.code != "no_reference")
    return ReadForm(
        file=form.file,
        layout=answers.layout,
        form=form,
        answers=answers,
        record=record,
        problems=(*answers.problems, *not_taken, *kept),
        coded=_coded(chosen, answers),
        owed=(*_owed(record, on, used), *(says for name, says in needed.items() if name not in told)),
    )


def _owed(record: TriageRecord, on: date, rules: Template) -> tuple[str, ...]:
    return (*([] if record.reference else ["The record has no reference."]), *owed(record, on, rules))


def _coded(layout: FormLayout, answers: FormAnswers) -> dict[str, str]:
    """Return the answers that are days or codes; one that counts as none by its state, in brackets."""
    coded = {name: each for name, each in answers.answers.items() if layout.fields[name].kind in _CODED}
    unclear = ("contradictory", "not understood")
    return {name: f"({each.state})" if each.state in unclear else each.value for name, each in coded.items()}


def register_of(forms: Sequence[ReadForm]) -> bytes:
    """Return the register of forms as a workbook: no free text, and nobody's name."""
    return write_forms_register(_line(each) for each in forms)


def register_with_answers(forms: Sequence[ReadForm]) -> bytes:
    """Return the register with a sheet of the answers that are days, yes or no, or a choice; they may be sensitive."""
    return write_forms_register(attrs.evolve(_line(each), coded=each.coded) for each in forms)


def _line(read: ReadForm) -> RegisterLine:
    answers, form = read.answers, read.form
    unanswered = len(answers.unanswered) if answers else 0
    return RegisterLine(
        file=read.file,
        layout=read.layout,
        read="yes" if read.was_read else NOT_KNOWN if read.readable else "no",
        answers=len(answers.answers) - unanswered if answers else 0,
        unanswered=unanswered,
        left_over=len(read.left_over),
        changes=len(form.changes) if form else 0,
        hidden=len(form.hidden) if form else 0,
        owed=read.owed,
        problems=read.problems,
    )


def form_of_record(path: Path) -> bytes:
    """Return a record's file as a Word form with tagged controls; raise as `read_record` and the writer do."""
    return write_record_form(read_record(path))
