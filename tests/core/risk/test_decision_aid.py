"""Decision aids: every fault of a file at once; a walk goes question by question, and decides nothing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairness_core.config import packaged_ids
from fairness_core.errors import CallerError, ConfigError
from fairness_core.risk.decision_aid import (
    NEVER_AUTOMATIC,
    PROMPTS,
    Answered,
    Walk,
    decision_aid,
    decision_aids,
    load_decision_aid,
    load_prompts,
    prompts,
    walk,
)

DAY = date(2026, 3, 9)
OLD = decision_aid("just-culture-2018")
HERE = "patient-safety-response"
SMALL = """
id = "small"
revision = 1
title = "A small aid"
source = "made up"
first = "one"
usable_where = { here = "Where it may be used." }
[[questions]]
code = "one"
ask = "Is it so?"
evidence = "what was seen"
answers = [{ code = "yes", label = "Yes", to = "two" }, { code = "no", label = "No", advice = "rest" }]
[[questions]]
code = "two"
ask = "Is it really so?"
evidence = "what was seen again"
answers = [{ code = "yes", label = "Yes", advice = "act" }, { code = "no", label = "No", advice = "rest" }]
[advice.act]
label = "Act"
text = "Consider acting."
[advice.rest]
label = "Rest"
text = "Consider resting."
"""


def answered(question: str, answer: str, evidence: str = "As the notes say.") -> Answered:
    """Return an answer given on a day."""
    return Answered(question=question, answer=answer, evidence=evidence, on=DAY)


def through(*answers: str) -> Walk:
    """Walk through the aid of 2018 with these answers to its questions, in order."""
    steps = [answered(each.code, answer) for each, answer in zip(OLD.questions, answers, strict=False)]
    return walk(OLD, steps, circumstance=HERE, allow_superseded=True)


def test_what_is_packaged() -> None:
    """Only the superseded questions are packaged: nothing presents itself as the tool of 2025."""
    assert ("just-culture-2018",) == decision_aids()
    assert "Being fair, NHS England, May 2025" == OLD.superseded_by
    assert any("[memory]" in doubt for doubt in OLD.doubts)


@pytest.mark.parametrize(
    ("answers", "advice"),
    [
        (("yes",), "others-decide"),
        (("no", "yes"), "health-support"),
        (("no", "no", "no"), "system-action"),
        (("no", "no", "yes", "yes"), "system-action"),
        (("no", "no", "yes", "no", "yes"), "system-and-support"),
        (("no", "no", "yes", "no", "no"), "proportionate-action"),
    ],
)
def test_every_way_through_the_questions_of_2018(answers: tuple[str, ...], advice: str) -> None:
    """Each way through ends with its advice, and says that it is no outcome and that it was superseded."""
    found = through(*answers)
    assert (None, OLD.advice[advice]) == (found.next_question, found.advice)
    assert NEVER_AUTOMATIC in found.says
    assert "Superseded by: Being fair, NHS England, May 2025." in found.says
    assert set(OLD.doubts) < set(found.says)


def test_a_walk_on_its_way() -> None:
    """Before the end there is the next question and no advice; the file is named by its hash."""
    found = through("no")
    assert (OLD.questions[1], None) == (found.next_question, found.advice)
    assert (OLD.id, OLD.revision, OLD.sha256, HERE) == (found.aid, found.revision, found.sha256, found.circumstance)
    assert OLD.questions[0] == through().next_question


def test_evidence_is_owed_and_holds_nothing_up() -> None:
    """An answer without evidence is taken; what is owed says which question it is for."""
    aid = load_decision_aid(SMALL)
    found = walk(aid, [answered("one", "no", evidence=" ")], circumstance="here")
    assert "Rest" == (found.advice.label if found.advice else "")
    assert ("Evidence for the answer to 'Is it so?': what was seen.",) == found.owed
    assert (NEVER_AUTOMATIC,) == found.says
    assert "As the notes" not in repr(through("no"))


def test_a_superseded_aid_is_off_by_default() -> None:
    """A superseded aid is refused unless that is allowed by name, and the refusal says what took its place."""
    with pytest.raises(CallerError, match="superseded by: Being fair"):
        walk(OLD, [], circumstance=HERE)


def test_an_aid_is_used_only_where_it_may_be() -> None:
    """Another circumstance is refused with those that there are."""
    with pytest.raises(CallerError, match=r"It may be used where: here \(Where it may be used.\)"):
        walk(load_decision_aid(SMALL), [], circumstance="everyone")


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([("two", "yes")], "The question that comes next is 'one'."),
        ([("one", "maybe")], "There are: yes, no."),
        ([("one", "no"), ("two", "yes")], "There is an answer after the last question."),
    ],
)
def test_answers_out_of_order(steps: list[tuple[str, str]], said: str) -> None:
    """An answer to another question, one that there is not, or one too many, is refused with what to do."""
    with pytest.raises(CallerError, match=said):
        walk(load_decision_aid(SMALL), [answered(*each) for each in steps], circumstance="here")


def test_a_question_that_there_is_not() -> None:
    """Asking an aid for a question that it does not have is refused."""
    with pytest.raises(CallerError, match="no such question"):
        OLD.question("phrenology")


@given(st.lists(st.booleans(), min_size=5, max_size=5))
def test_every_walk_ends(choices: list[bool]) -> None:
    """Whatever is answered, five answers are enough, and either a question or an advice is there, never both."""
    steps: list[Answered] = []
    found = through()
    for choice in choices:
        assert (found.next_question is None) != (found.advice is None)
        if found.next_question is None:
            break
        steps.append(answered(found.next_question.code, found.next_question.answers[choice].code))
        found = walk(OLD, steps, circumstance=HERE, allow_superseded=True)
    assert found.advice is not None


FAULTS = [
    ("usable_where", 'usable_where = { here = "Where it may be used." }', "usable_where = {}"),
    ("first", 'first = "one"', 'first = "none"'),
    ("questions[2].code", 'code = "two"\nask', 'code = "one"\nask'),
    ("questions[1].evidence", 'evidence = "what was seen"', 'evidence = " "'),
    ("questions[2].answers", ', { code = "no", label = "No", advice = "rest" }]\n[advice', "]\n[advice"),
    ("questions[2].answers[2].code", 'advice = "act" }, { code = "no"', 'advice = "act" }, { code = "yes"'),
    ("questions[1].answers[1]", 'to = "two" }', 'to = "two", advice = "act" }'),
    ("questions[1].answers[1]", ', to = "two" }', " }"),
    ("questions[1].answers[1].to", 'to = "two" }', 'to = "three" }'),
    ("questions[2].answers[1].advice", 'advice = "act" }', 'advice = "nought" }'),
    ("questions[2]", 'to = "two" }', 'advice = "rest" }'),
    ("questions[1]", 'advice = "act" }', 'to = "one" }'),
    ("advice.act", 'advice = "act" }', 'advice = "rest" }'),
]


@pytest.mark.parametrize(("path", "old", "new"), FAULTS)
def test_each_fault_of_a_file(path: str, old: str, new: str) -> None:
    """Each kind of fault is named at its key path."""
    assert old in SMALL
    with pytest.raises(ConfigError) as raised:
        load_decision_aid(SMALL.replace(old, new), "small.toml")
    assert path in {each.where.field for each in raised.value.problems}


def test_all_faults_at_once() -> None:
    """A file with several faults has them all in one message."""
    text = SMALL.replace('evidence = "what was seen"', 'evidence = ""').replace('advice = "act" }', 'to = "one" }')
    with pytest.raises(ConfigError) as raised:
        load_decision_aid(text.replace('usable_where = { here = "Where it may be used." }', "usable_where = {}"))
    expected = ["usable_where", "questions[1].evidence", "questions[1]", "questions[2]", "advice.act"]
    assert expected == [each.where.field for each in raised.value.problems]


def test_a_trust_can_change_an_aid() -> None:
    """A file that extends a packaged one states only what is different."""
    text = 'extends = "just-culture-2018"\nid = "ours"\nsuperseded_by = ""\nfirst = "deliberate-harm"'
    found = load_decision_aid(text)
    assert ("ours", "") == (found.id, found.superseded_by)
    assert OLD.questions == found.questions
    assert walk(found, [], circumstance=HERE).next_question == OLD.questions[0]


def test_prompts_are_never_scores() -> None:
    """There are six known risks and four things that protect, and no number stands in a prompt."""
    found = prompts("fair-to-refer-2019")
    assert ("fair-to-refer-2019",) == packaged_ids(PROMPTS)
    groups = [each.group for each in found.prompts.values()]
    assert (6, 4) == (groups.count("risk"), groups.count("protective"))
    assert all(isinstance(value, str) for each in found.prompts.values() for value in (each.label, each.ask))
    assert "never added up" in found.notice
    with pytest.raises(ConfigError, match="not known here"):
        load_prompts('extends = "fair-to-refer-2019"\nid = "ours"\n[prompts.induction]\nweight = 3')
