"""The triage record of a concern: its fields, who may rate, and who may recommend.

Conflict of interest comes first: whoever has not declared, or has declared a conflict, neither rates nor
recommends on this record. Protective steps and support can always be recorded, whatever is owed.
Every kind of allegation goes through the same triage. What is wrong with a record, and what it still
owes, is in `triage_checks`; its JSON in `triage_json`; the form that may be shared in `redact`.

No field holds a name: people stand here by reference, and notes say how confidential they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache, partial
from typing import Literal, Protocol, TypeAlias

import attrs

from fairness_core.config import KEPT, PACKAGED, RuleFile, Shelf, load
from fairness_core.errors import CallerError
from fairness_core.risk.pattern import PatternOfConcerns
from fairness_core.risk.record import Rating
from fairness_core.staff import StaffRef

KIND = "triage"
TEMPLATE = "nw-triage"

Confidentiality: TypeAlias = Literal["ordinary", "restricted"]
YesOrNo: TypeAlias = Literal["unanswered", "yes", "no"]


@attrs.frozen(kw_only=True)
class Note:
    """Free text, with who may see it: "restricted" is for the case file alone. Never shown in a `repr`."""

    text: str = attrs.field(default="", repr=False)
    confidentiality: Confidentiality = "ordinary"

    def __bool__(self) -> bool:
        """Tell whether anything is written."""
        return bool(self.text.strip())


def _restricted() -> Note:
    return Note(confidentiality="restricted")


@attrs.frozen(kw_only=True)
class Screen:
    """A question that is answered yes or no, where a yes needs words: safeguarding, or health.

    Both the answer and the words are as confidential as the note says, which is "restricted" unless
    somebody decides otherwise.
    """

    answer: YesOrNo = "unanswered"
    note: Note = attrs.field(factory=_restricted)


@attrs.frozen(kw_only=True)
class Practitioner:
    """Whom the concern is about: a reference, the register and number there, and the practice if any."""

    reference: str = attrs.field(default="", repr=False)
    register: str = ""
    number: str = attrs.field(default="", repr=False)
    practice: str = attrs.field(default="", repr=False)


@attrs.frozen(kw_only=True)
class Declaration:
    """One person's declaration about this practitioner and about the matters raised, both at once.

    `state` "declared" means that there is a conflict, and `note` says which. Where a case log exists, the
    log owns the declaration and `log_entry` refers to it.
    """

    by: StaffRef
    state: Literal["undeclared", "none", "declared"] = "undeclared"
    on: date | None = None
    note: Note = attrs.field(factory=_restricted)
    log_entry: str = attrs.field(default="", repr=False)


@attrs.frozen(kw_only=True)
class SystemFactors:
    """Whether the place of work was asked about, and what was found. Asked of every kind of allegation.

    Nothing is assumed before the question is asked. `prompts` holds what was said to each prompt that was
    used (see `fairness_core.risk.decision_aid.prompts`); prompts are never added up.
    """

    asked: YesOrNo = "unanswered"
    found: Note = attrs.field(factory=Note)
    prompts: Mapping[str, Note] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class PractitionerView:
    """The practitioner's own account: whether it was asked for, and what they said or that they declined."""

    state: Literal["not asked", "asked", "recorded", "declined"] = "not asked"
    on: date | None = None
    view: Note = attrs.field(factory=Note)


@attrs.frozen(kw_only=True)
class Support:
    """Support that was offered, to whom by their part in this and never by name, and what they said to it."""

    to: Literal["practitioner", "raised the concern", "harmed"]
    on: date
    what: Note = attrs.field(factory=Note)
    answer: Literal["waiting", "accepted", "declined"] = "waiting"


@attrs.frozen(kw_only=True)
class Step:
    """A protective step that was taken: what, by whom and when. It waits for nothing."""

    what: Note
    by: StaffRef
    on: date


@attrs.frozen(kw_only=True)
class Alternative:
    """An alternative to formal action, and why it will or will not do."""

    what: Note
    why: Note


@attrs.frozen(kw_only=True)
class PrincipleAnswer:
    """One group of the fairness checklist: is it met, and the evidence."""

    principle: str
    met: YesOrNo = "unanswered"
    evidence: Note = attrs.field(factory=Note)


@attrs.frozen(kw_only=True)
class Recommendation:
    """What the reviewer recommends: the route (a code of the template), the words, by whom and when."""

    route: str
    text: Note
    by: StaffRef
    on: date


@attrs.frozen(kw_only=True)
class TriageRecord:
    """One triage of one concern, with every field of the template; most of them may be empty for a while.

    `reference` names the record and is no person's name. `received` is the day on which the concern came
    in, `reviewed` the day of the review. `kinds` are codes of the template. `rationale` is the reasoning of
    the whole; the rating has its own. `pattern` tells of other concerns in words, and no number of them
    is used anywhere.
    """

    reference: str
    template: str = TEMPLATE
    discipline: str = ""
    practitioner: Practitioner = Practitioner()
    received: date | None = None
    reviewer: StaffRef | None = None
    reviewed: date | None = None
    declarations: tuple[Declaration, ...] = ()
    kinds: tuple[str, ...] = ()
    summary: Note = Note()
    documents: tuple[Note, ...] = ()
    safeguarding: Screen = Screen()
    health: Screen = Screen()
    immediate_steps: tuple[Step, ...] = ()
    system_factors: SystemFactors = SystemFactors()
    pattern: PatternOfConcerns | None = None
    practitioner_view: PractitionerView = PractitionerView()
    support: tuple[Support, ...] = ()
    principles: tuple[PrincipleAnswer, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    rating: Rating | None = None
    rationale: Note = Note()
    recommendation: Recommendation | None = None
    additional: tuple[Note, ...] = ()
    shown_to_practitioner: date | None = None

    def declaration(self, staff: StaffRef) -> Declaration:
        """Return what a person has declared on this record, in whatever role; the last where there are several."""
        own = [each for each in self.declarations if each.by.id == staff.id]
        return own[-1] if own else Declaration(by=staff)

    def may_act(self, staff: StaffRef) -> bool:
        """Tell whether a person may rate and recommend: they have declared that they have no conflict."""
        return self.declaration(staff).state == "none"

    def rated(self, rating: Rating) -> TriageRecord:
        """Return the record with a rating; raise `CallerError` when one who had a hand in it may not act here."""
        for rater in raters(rating):
            self._refuse(rater, "rate this concern")
        return attrs.evolve(self, rating=rating)

    def recommended(self, recommendation: Recommendation) -> TriageRecord:
        """Return the record with a recommendation; raise `CallerError` when that person may not make it."""
        self._refuse(recommendation.by, "recommend")
        return attrs.evolve(self, recommendation=recommendation)

    def protected(self, step: Step) -> TriageRecord:
        """Return the record with a protective step; nothing that is owed or undeclared holds it up."""
        return attrs.evolve(self, immediate_steps=(*self.immediate_steps, step))

    def supported(self, support: Support) -> TriageRecord:
        """Return the record with an offer of support; nothing holds it up."""
        return attrs.evolve(self, support=(*self.support, support))

    def _refuse(self, staff: StaffRef, act: str) -> None:
        state = self.declaration(staff).state
        if state == "none":
            return
        why = "has not declared yet" if state == "undeclared" else "has declared a conflict of interest"
        raise CallerError(
            f"This person {why}, so they do not {act}.",
            hint="Record their declaration first, or ask somebody who has no conflict. "
            "A protective step or support can be recorded at once by anybody.",
        )


def raters(rating: Rating) -> Iterator[StaffRef]:
    """Yield whoever had a hand in a rating: the rater, a second rater, and the two people of an override."""
    yield rating.rater
    if rating.second_rater:
        yield rating.second_rater.rater
    if rating.override:
        yield from (rating.override.by, rating.override.agreed_by)


@attrs.frozen(kw_only=True)
class Discipline:
    """A profession, with the registers where its members may be found."""

    label: str
    registers: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Named:
    """A code's label."""

    label: str


@attrs.frozen(kw_only=True)
class Route:
    """What a recommendation leads to; only a formal one waits for what is owed."""

    label: str
    formal: bool = False


@attrs.frozen(kw_only=True)
class Principle:
    """A group of the fairness checklist, and the question that its evidence answers."""

    label: str
    question: str


@attrs.frozen(kw_only=True)
class Template(RuleFile):
    """The codes that a record uses, each with what readers see. A trust extends the packaged one."""

    disciplines: Mapping[str, Discipline]
    kinds: Mapping[str, Named]
    routes: Mapping[str, Route]
    principles: Mapping[str, Principle]

    def faults(self) -> Iterable[tuple[str, str]]:
        """Yield every table that is empty."""
        for name in ("disciplines", "kinds", "routes", "principles"):
            if not getattr(self, name):
                yield name, "There must be at least one."


def load_template(text: str, file: str = "", shelf: Shelf = PACKAGED) -> Template:
    """Read a template from TOML; `extends` may name one on the shelf. Raises `ConfigError` with every fault."""
    return load(text, Template, file=file, extend=partial(shelf.text, KIND))


@lru_cache(maxsize=KEPT)
def template(template_id: str = TEMPLATE, shelf: Shelf = PACKAGED) -> Template:
    """Return a template from the shelf; raise `CallerError` that lists what there is for another id.

    >>> list(template().disciplines)
    ['medical', 'dental', 'ophthalmic', 'pharmacy']
    """
    return load_template(shelf.text(KIND, template_id), f"{template_id}.toml", shelf)


def templates(shelf: Shelf = PACKAGED) -> tuple[str, ...]:
    """Return the ids of the templates on the shelf, the packaged ones first."""
    return shelf.ids(KIND)


@attrs.frozen(kw_only=True)
class Checked:
    """What is known of a registration number: `valid` is None when nothing speaks against it and no more is known.

    `how` says whether a check digit was worked out or the shape alone was looked at; `says` says it to a reader.
    """

    valid: bool | None
    how: Literal["check digit", "shape only"]
    says: str


class Validator(Protocol):
    """What looks at the registration numbers of one register; it is given to the core, which has none."""

    def check(self, number: str) -> Checked:
        """Say what is known of a number; `says` must not quote it."""
        ...
