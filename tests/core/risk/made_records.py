"""Made-up triage records for the tests: one that is complete, and any that hypothesis can think of."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
from hypothesis import strategies as st

from fairness_core.risk.matrix import matrix
from fairness_core.risk.pattern import EarlierConcern, PatternOfConcerns
from fairness_core.risk.rating import Judgement, rate
from fairness_core.risk.record import Control, Rating, SecondRating
from fairness_core.risk.triage import (
    Alternative,
    Declaration,
    Note,
    Practitioner,
    PractitionerView,
    PrincipleAnswer,
    Recommendation,
    Screen,
    Step,
    Support,
    SystemFactors,
    TriageRecord,
    template,
)
from fairness_core.staff import StaffRef

CAME_IN = date(2026, 3, 2)
REVIEWED = date(2026, 3, 9)
TODAY = date(2026, 3, 16)
REVIEWER = StaffRef(role="professional adviser", id="u101")
SECOND = StaffRef(role="deputy medical director", id="u202")


def note(text: str) -> Note:
    """Return an ordinary note."""
    return Note(text=text)


def restricted(text: str) -> Note:
    """Return a restricted note."""
    return Note(text=text, confidentiality="restricted")


def free_of_conflict(staff: StaffRef, on: date = CAME_IN) -> Declaration:
    """Return the declaration of somebody without a conflict."""
    return Declaration(by=staff, state="none", on=on)


def rating(
    likelihood: str = "3", consequence: str = "3", *, matrix_id: str = "rag-3", rater: StaffRef = REVIEWER
) -> Rating:
    """Return an initial rating."""
    rated = rate(matrix(matrix_id), Judgement(likelihood=likelihood, consequences={"overall": consequence}))
    return Rating(stage="initial", rated=rated, rater=rater, on=REVIEWED, rationale="Records were late twice.")


def second_rating(first: Rating, rater: StaffRef = SECOND) -> Rating:
    """Return a rating with a second rater who judged the same."""
    return attrs.evolve(first, second_rater=SecondRating(rater=rater, on=REVIEWED, rated=first.rated))


COMPLETE = TriageRecord(
    reference="T-0042",
    discipline="medical",
    practitioner=Practitioner(reference="P-7781", register="GMC", number="7000001", practice="Anytown Surgery"),
    received=CAME_IN,
    reviewer=REVIEWER,
    reviewed=REVIEWED,
    declarations=(free_of_conflict(REVIEWER), free_of_conflict(SECOND)),
    kinds=("conduct",),
    summary=note("Two sets of records were completed late.\nA patient's letter was sent a week after the visit."),
    documents=(note("Audit of records, February"), restricted("Letter from the patient")),
    safeguarding=Screen(answer="no"),
    health=Screen(answer="yes", note=restricted("Says that sleep is poor.")),
    immediate_steps=(Step(what=note("Letters are checked by a colleague."), by=SECOND, on=CAME_IN),),
    system_factors=SystemFactors(
        asked="yes",
        found=note("One secretary for nine doctors."),
        prompts={"isolation": note("Works alone on Fridays.")},
    ),
    pattern=PatternOfConcerns(
        link="Both are about letters.",
        concerns=(
            EarlierConcern(
                summary="A letter was late in 2024.",
                evidence="The letter's date.",
                outcome="substantiated",
                on=date(2024, 5, 1),
            ),
        ),
    ),
    practitioner_view=PractitionerView(state="recorded", on=REVIEWED, view=note("There was no cover for leave.")),
    support=(
        Support(to="practitioner", on=CAME_IN, what=note("A named contact."), answer="accepted"),
        Support(to="raised the concern", on=CAME_IN, what=note("A call each week."), answer="waiting"),
    ),
    principles=tuple(
        PrincipleAnswer(principle=code, met="yes", evidence=note("See the file.")) for code in template().principles
    ),
    alternatives=(Alternative(what=note("Extra secretarial time"), why=note("It mends the cause.")),),
    rating=attrs.evolve(rating(), controls=(Control(description="Letters are checked", status="in place", ref="C9"),)),
    rationale=note("The delay is real and its cause can be mended."),
    recommendation=Recommendation(route="informal", text=note("Agree a plan."), by=REVIEWER, on=REVIEWED),
    additional=(note("Review in three months."),),
    shown_to_practitioner=TODAY,
)
"""A record with nothing wrong and nothing owed."""

EMPTY = TriageRecord(reference="T-0001")

_texts = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
_days = st.integers(0, 400).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
_staff = st.sampled_from([REVIEWER, SECOND, StaffRef(role="case manager", id="u303")])


def _notes(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Note]:
    return st.builds(Note, text=texts, confidentiality=st.sampled_from(["ordinary", "restricted"]))


def records(texts: st.SearchStrategy[str] = _texts) -> st.SearchStrategy[TriageRecord]:
    """Draw records, sound and unsound; `texts` is what notes hold."""
    notes, answers = _notes(texts), st.sampled_from(["unanswered", "yes", "no"])
    rules = template()
    screens = st.builds(Screen, answer=answers, note=notes)
    ratings = st.builds(
        rating,
        likelihood=st.sampled_from("12345"),
        consequence=st.sampled_from("12345"),
        matrix_id=st.sampled_from(["rag-3", "npsa-2008"]),
        rater=_staff,
    )
    return st.builds(
        TriageRecord,
        reference=st.just("T-0001"),
        discipline=st.sampled_from(["", *rules.disciplines]),
        practitioner=st.builds(
            Practitioner, register=st.sampled_from(["", "GMC"]), number=st.sampled_from(["", "7000001"])
        ),
        received=st.none() | _days,
        reviewer=st.none() | _staff,
        reviewed=st.none() | _days,
        declarations=st.lists(
            st.builds(Declaration, by=_staff, state=st.sampled_from(["undeclared", "none", "declared"]), note=notes),
            max_size=3,
        ).map(tuple),
        kinds=st.lists(st.sampled_from(list(rules.kinds)), max_size=2).map(tuple),
        summary=notes,
        documents=st.lists(notes, max_size=2).map(tuple),
        safeguarding=screens,
        health=screens,
        immediate_steps=st.lists(st.builds(Step, what=notes, by=_staff, on=_days), max_size=1).map(tuple),
        system_factors=st.builds(
            SystemFactors,
            asked=answers,
            found=notes,
            prompts=st.dictionaries(st.sampled_from(["isolation", "blame"]), notes, max_size=2),
        ),
        practitioner_view=st.builds(
            PractitionerView,
            state=st.sampled_from(["not asked", "asked", "recorded", "declined"]),
            on=st.none() | _days,
            view=notes,
        ),
        support=st.lists(
            st.builds(
                Support,
                to=st.sampled_from(["practitioner", "raised the concern", "harmed"]),
                on=_days,
                what=notes,
                answer=st.sampled_from(["waiting", "accepted", "declined"]),
            ),
            max_size=2,
        ).map(tuple),
        principles=st.lists(
            st.builds(PrincipleAnswer, principle=st.sampled_from(list(rules.principles)), met=answers, evidence=notes),
            max_size=2,
            unique_by=lambda each: each.principle,
        ).map(tuple),
        alternatives=st.lists(st.builds(Alternative, what=notes, why=notes), max_size=2).map(tuple),
        rating=st.none() | ratings,
        rationale=notes,
        recommendation=st.none()
        | st.builds(Recommendation, route=st.sampled_from(list(rules.routes)), text=notes, by=_staff, on=_days),
        additional=st.lists(notes, max_size=1).map(tuple),
        shown_to_practitioner=st.none() | _days,
    )
