"""The triage record: conflict comes first, fairness is owed, and nothing owed holds up protection or support."""

from __future__ import annotations

import json
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.risk.made_records import (
    CAME_IN,
    COMPLETE,
    EMPTY,
    REVIEWED,
    REVIEWER,
    SECOND,
    TODAY,
    free_of_conflict,
    note,
    rating,
    records,
    restricted,
    second_rating,
)

from fairness_core.errors import CallerError, ConfigError, DocumentVersionError, InvalidData, UnreadableSource
from fairness_core.problems import Severity
from fairness_core.risk.matrix import matrix
from fairness_core.risk.record import override_band
from fairness_core.risk.register import BandOf, median_days, register
from fairness_core.risk.triage import (
    Checked,
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
    load_template,
    raters,
    template,
    templates,
)
from fairness_core.risk.triage_checks import OWED_HEADINGS, days_since, owed, owed_items, problems
from fairness_core.risk.triage_json import SCHEMA, blank_record, parse_record, record_from_json, record_to_json
from fairness_core.staff import StaffRef

FORMAL = Recommendation(route="formal", text=note("Ask the group to investigate."), by=REVIEWER, on=REVIEWED)


def but(**changes: Any) -> TriageRecord:
    """Return the complete record with changes."""
    return attrs.evolve(COMPLETE, **changes)


def found(record: TriageRecord, **named: Any) -> list[tuple[str, str]]:
    """Return the code and field of every problem."""
    return [(each.code, each.where.field) for each in problems(record, **named)]


def codes_owed(record: TriageRecord) -> set[str]:
    """Return the codes of what is owed."""
    return {each.code for each in owed_items(record, TODAY)}


def test_a_complete_record_has_no_problem_and_owes_nothing() -> None:
    """The made-up record is sound, in the same way for whoever checks it."""
    assert ((), ()) == (problems(COMPLETE, on=TODAY), owed(COMPLETE, TODAY))


def test_an_empty_record_has_no_problem_and_owes_everything() -> None:
    """What is not there yet is owed, in the order of a triage, and no problem."""
    assert () == problems(EMPTY)
    expected = [code for code in OWED_HEADINGS if code not in {"rating-details", "shown"}]
    assert expected == [each.code for each in owed_items(EMPTY, TODAY)]
    assert "The practitioner has not been asked for their own view." in owed(EMPTY, TODAY)


def test_owed_says_for_how_long() -> None:
    """Where the day is known, what is owed to people says how many days have gone by."""
    waiting = attrs.evolve(EMPTY, received=CAME_IN)
    assert "There is no recommendation, 14 days after the concern came in." in owed(waiting, TODAY)
    assert "There is no recommendation, 1 day after the concern came in." in owed(waiting, CAME_IN + timedelta(1))
    assert [None, None, 0] == [days_since(None, TODAY), days_since(TODAY, CAME_IN), days_since(TODAY, TODAY)]


@pytest.mark.parametrize("act", ["rating", "second", "override", "recommendation"])
@pytest.mark.parametrize(("state", "code"), [("undeclared", "undeclared"), ("declared", "conflict")])
def test_conflict_comes_first(act: str, state: Any, code: str) -> None:
    """Whoever has not declared, or has a conflict, neither rates, agrees nor recommends; another person may."""
    other = StaffRef(role="case manager", id="u303")
    declared = Declaration(by=other, state=state, note=note("We trained together."))
    rag = matrix("rag-3")
    made: dict[str, Any] = {
        "rating": rating(rater=other),
        "second": second_rating(rating(), other),
        "override": override_band(rating(), rag, to_band="red", reason="Again.", by=REVIEWER, agreed_by=other),
    }
    before = but(declarations=(*COMPLETE.declarations, declared), rating=None, recommendation=None)
    recommendation = attrs.evolve(FORMAL, by=other)
    with pytest.raises(CallerError, match="protective step or support can be recorded at once by anybody"):
        before.recommended(recommendation) if act == "recommendation" else before.rated(made[act])
    read = attrs.evolve(
        before, **({"recommendation": recommendation} if act == "recommendation" else {"rating": made[act]})
    )
    assert code in {each for each, _ in found(read)}
    assert not before.may_act(other)
    assert before.rated(rating()).recommended(FORMAL).rating == rating()


def test_a_conflict_is_the_person_s_in_whatever_role() -> None:
    """Another role is no way round a declaration, and the last declaration counts."""
    same = StaffRef(role="chair", id=REVIEWER.id)
    assert COMPLETE.may_act(same)
    changed = but(declarations=(*COMPLETE.declarations, Declaration(by=same, state="declared", note=note("Kin."))))
    assert "declared" == changed.declaration(REVIEWER).state
    assert [REVIEWER, SECOND] == list(raters(second_rating(rating())))


@given(records(), st.booleans())
def test_nothing_holds_up_protection_or_support(record: TriageRecord, supports: bool) -> None:
    """On any record, whatever is wrong or owed, a protective step and support are recorded, and are no problem."""
    step = Step(what=note("Chaperones are present."), by=StaffRef(role="on call", id="u909"), on=TODAY)
    offer = Support(to="harmed", on=TODAY, what=note("A named contact."))
    after = record.supported(offer) if supports else record.protected(step)
    assert (offer in after.support) if supports else (step in after.immediate_steps)
    fields = {each.where.field for each in problems(after)} - {each.where.field for each in problems(record)}
    assert not fields & {"immediate_steps", "support", "rating", "recommendation"}


@given(records())
def test_only_a_formal_step_waits(record: TriageRecord) -> None:
    """What is owed in fairness is a problem of a formal recommendation, and of no other."""
    for route in template().routes:
        if record.recommendation:
            changed = attrs.evolve(record, recommendation=attrs.evolve(record.recommendation, route=route))
            assert route == "formal" or "formal_waits" not in {code for code, _ in found(changed)}


def test_what_a_formal_step_waits_for() -> None:
    """A formal recommendation on an otherwise empty record waits for five things, each at its field."""
    fields = [field for code, field in found(attrs.evolve(EMPTY, recommendation=FORMAL)) if code == "formal_waits"]
    assert ["system_factors", "principles", "alternatives", "rating", "practitioner_view"] == fields
    assert [] == found(but(recommendation=FORMAL))


@given(records(), st.sampled_from(["racism", "sexual-misconduct", "deliberate-harm", "bullying-and-harassment"]))
def test_the_same_triage_for_every_kind(record: TriageRecord, kind: str) -> None:
    """The kind of allegation changes nothing: the same is owed and the same is wrong, in the same words."""
    one, other = attrs.evolve(record, kinds=("conduct",)), attrs.evolve(record, kinds=(kind,))
    assert owed(one, TODAY) == owed(other, TODAY)
    assert problems(one) == problems(other)


def test_system_factors_are_asked_and_never_assumed() -> None:
    """Whatever the kind, the question is open until it is asked, and an answer of yes needs words."""
    for kind in template().kinds:
        assert "system-factors" in codes_owed(attrs.evolve(EMPTY, kinds=(kind,)))
    assert "unanswered" == EMPTY.system_factors.asked
    assert [("words_missing", "system_factors.found")] == found(but(system_factors=SystemFactors(asked="yes")))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"safeguarding": Screen(answer="yes")}, "safeguarding"),
        ({"health": Screen(answer="yes", note=restricted(" "))}, "health"),
        ({"practitioner_view": PractitionerView(state="recorded")}, "practitioner_view.view"),
        ({"rationale": Note()}, "rationale"),
        ({"recommendation": attrs.evolve(FORMAL, text=Note())}, "recommendation.text"),
        ({"principles": (PrincipleAnswer(principle="welfare-and-support", met="no"),)}, "principles[1].evidence"),
        (
            {"declarations": (*COMPLETE.declarations, Declaration(by=StaffRef(role="x", id="u1"), state="declared"))},
            "declarations[3].note",
        ),
    ],
)
def test_what_needs_words(changes: dict[str, Any], field: str) -> None:
    """A yes, a conflict, a rating and a recommendation need words, and the problem stands at the field."""
    assert ("words_missing", field) in found(but(**changes))


def test_the_case_log_may_own_a_declaration() -> None:
    """A declared conflict that refers to the case log needs no words here."""
    logged = Declaration(by=StaffRef(role="x", id="u1"), state="declared", log_entry="E17")
    assert [] == found(but(declarations=(*COMPLETE.declarations, logged)))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"discipline": "astrology"}, "discipline"),
        ({"kinds": ("conduct", "gossip")}, "kinds[2]"),
        ({"recommendation": attrs.evolve(FORMAL, route="banishment")}, "recommendation.route"),
        ({"principles": (*COMPLETE.principles, PrincipleAnswer(principle="speed"))}, "principles[6].principle"),
    ],
)
def test_unknown_codes(changes: dict[str, Any], field: str) -> None:
    """A code that the template does not have is a problem that lists those that it has, and quotes nothing."""
    (problem,) = (each for each in problems(but(**changes)) if each.code == "unknown_code")
    assert (field, "") == (problem.where.field, problem.found)
    assert problem.expected.startswith("one of ")


def test_other_problems_of_form() -> None:
    """No reference, a principle answered twice, and an unusual register are each named; the file is said."""
    twice = but(reference=" ", principles=(*COMPLETE.principles, COMPLETE.principles[0]))
    assert [("no_reference", "reference"), ("answered_twice", "principles[6].principle")] == found(twice)
    odd = but(practitioner=Practitioner(register="GDC", number="123456"))
    (problem,) = problems(odd, file="c.json")
    assert ("unusual_register", Severity.WARNING, "c.json") == (problem.code, problem.severity, problem.where.file)
    bare = load_template('extends = "nw-triage"\nid = "x"\n[disciplines.other]\nlabel = "Other"')
    (problem,) = problems(but(discipline="other"), rules=bare)
    assert "one of none" == problem.expected


@attrs.frozen
class Says:
    """A validator that says what it was told to say."""

    answer: Checked

    def check(self, number: str) -> Checked:
        """Return the answer."""
        return self.answer


@pytest.mark.parametrize(
    ("valid", "how", "expected"),
    [
        (False, "check digit", [Severity.ERROR]),
        (False, "shape only", [Severity.WARNING]),
        (True, "check digit", []),
        (None, "shape only", []),
    ],
)
def test_registration_numbers(valid: bool | None, how: Any, expected: list[Severity]) -> None:
    """Only a check digit that a register publishes makes an error; a shape is a warning; the number is not quoted."""
    validator = Says(Checked(valid=valid, how=how, says="It was looked at."))
    made = problems(COMPLETE, validators={"GMC": validator})
    assert expected == [each.severity for each in made]
    assert "7000001" not in str(made)
    assert () == problems(but(practitioner=Practitioner(register="GMC")), validators={"GMC": validator})


def test_dates() -> None:
    """A day ahead is an error; a day before the concern, or a declaration after the deed, is a warning."""
    ahead = [("date_ahead", "shown_to_practitioner")]
    assert ahead == found(COMPLETE, on=TODAY - timedelta(1))
    early = but(reviewed=CAME_IN - timedelta(1))
    assert [("date_before_concern", "reviewed")] == found(early, on=TODAY)
    late = but(declarations=(free_of_conflict(REVIEWER, TODAY), free_of_conflict(SECOND)))
    assert [("declared_later", "rating.on"), ("declared_later", "recommendation.on")] == found(late)


def test_rating_and_outcome_may_owe_more() -> None:
    """A rating's own debts are told as details of it, and a recommendation is to be shown to the practitioner."""
    red = rating("5", "5")
    assert {"rating-details"} == codes_owed(but(rating=red))
    assert {"shown"} == codes_owed(but(shown_to_practitioner=None))
    bare = attrs.evolve(COMPLETE.principles[0], evidence=Note())
    assert {"principles"} == codes_owed(but(principles=(bare, *COMPLETE.principles[1:])))
    assert {"view"} == codes_owed(but(practitioner_view=PractitionerView(state="asked")))
    assert {"declaration"} == codes_owed(but(reviewer=StaffRef(role="case manager", id="u303")))


def test_templates() -> None:
    """A trust adds its own codes in a few lines; a template without codes is refused with every fault."""
    assert ("nw-triage",) == templates()
    ours = load_template(
        'extends = "nw-triage"\nid = "ours"\n[disciplines.nursing]\nlabel = "Nursing"\nregisters=["NMC"]'
    )
    assert [] == found(but(discipline="nursing", practitioner=Practitioner(register="NMC", number="9")), rules=ours)
    assert 5 == len(template().principles)
    with pytest.raises(ConfigError) as raised:
        load_template('id="x"\nrevision=1\ntitle="x"\nsource="x"\ndisciplines={}\nkinds={}\nroutes={}\nprinciples={}')
    assert ["disciplines", "kinds", "routes", "principles"] == [each.where.field for each in raised.value.problems]


def test_no_free_text_in_a_repr() -> None:
    """Logs and tracebacks show neither notes nor numbers."""
    shown = repr((COMPLETE.summary, COMPLETE.practitioner, COMPLETE.health))
    assert not any(each in shown for each in ("records", "7000001", "P-7781", "Anytown", "sleep"))


def test_health_and_safeguarding_are_restricted_unless_somebody_decides() -> None:
    """The two screens and a declared conflict begin restricted."""
    kinds = [each.note.confidentiality for each in (EMPTY.health, EMPTY.safeguarding, Declaration(by=REVIEWER))]
    assert ["restricted"] * 3 == kinds


@given(records())
def test_json_round_trip(record: TriageRecord) -> None:
    """What was written as JSON text is read as the same record."""
    assert record == parse_record(json.dumps(record_to_json(record)))


def test_json_of_a_whole_record() -> None:
    """The complete record makes the journey, with its rating, pattern and second rater."""
    whole = but(rating=second_rating(rating("5", "5")))
    assert whole == record_from_json(record_to_json(whole))
    assert SCHEMA == record_to_json(whole)["schema"]
    assert TriageRecord(reference="T-1") == record_from_json({"schema": SCHEMA, "reference": "T-1"})


def test_every_fault_of_form_at_once() -> None:
    """Wrong types, choices, days and keys come in one message, each with its key path, and nothing is quoted."""
    faulty: dict[str, Any] = record_to_json(COMPLETE)
    faulty["received"] = "second of Secret"
    faulty["health"]["answer"] = "Secret"
    faulty["documents"][1] = "Secret"
    faulty["support"][0]["when"] = 1
    faulty["declarations"][0]["by"]["id"] = "Secret Name"
    faulty["summary"] = None
    del faulty["reference"]
    with pytest.raises(InvalidData) as raised:
        record_from_json(faulty, "c.json")
    fields = {each.where.field for each in raised.value.problems}
    expected = {"received", "health.answer", "documents[2]", "support[1].when", "summary", "reference"}
    assert expected <= fields
    assert any(field.startswith("declarations[1].by") for field in fields)
    assert "Secret" not in str(raised.value)


def test_what_is_no_record() -> None:
    """Text that is no JSON is unreadable at its line; another schema or version says so; a double key is a fault."""
    with pytest.raises(UnreadableSource, match=r"c.json, line 2: This is not JSON"):
        parse_record('{\n"schema" 1}', "c.json")
    with pytest.raises(UnreadableSource):
        parse_record("[" * 100_000)
    with pytest.raises(InvalidData):
        parse_record("[]")
    with pytest.raises(DocumentVersionError):
        parse_record('{"schema": "fairness-core/triage/99"}')
    with pytest.raises(InvalidData) as raised:
        parse_record('{"reference": "T-1", "reference": "T-2"}', "c.json")
    assert ["reference"] == [each.where.field for each in raised.value.problems]


def test_the_blank_record_is_whole() -> None:
    """The empty record to fill in is read again, lists the five principles, and has no problem."""
    blank = blank_record()
    assert blank == parse_record(json.dumps(record_to_json(blank)))
    assert list(template().principles) == [each.principle for each in blank.principles]
    assert () == problems(blank)


def test_the_register() -> None:
    """A register knows band, discipline, waiting and debts of each record, the band in force, and the notices."""
    moved = override_band(rating(), matrix("rag-3"), to_band="red", reason="New facts.", by=REVIEWER, agreed_by=SECOND)
    waiting = but(recommendation=None, discipline="gossip", rating=moved)
    made = register([COMPLETE, waiting, EMPTY], TODAY)
    amber, red = BandOf("rag-3", 1, 2, "Amber"), BandOf("rag-3", 1, 3, "Red")
    assert (amber, red) == made.bands
    assert [(amber, False, None), (red, True, 14), (None, True, None)] == [
        (line.band, line.waiting, line.days) for line in made.lines
    ]
    assert ["medical", "", ""] == [line.discipline for line in made.lines]
    assert [frozenset(), {"recommendation", "rating-details"}] == [line.owed for line in made.lines[:2]]
    assert (COMPLETE.rating.rated.notice,) == made.notices  # type: ignore[union-attr]
    assert (14,) == made.waited(made.lines)
    assert [None, Fraction(14), Fraction(17, 2)] == [median_days(each) for each in ((), (3, 14, 40), (3, 14))]
    assert date(2026, 3, 16) == made.on
