"""The one way in which a case changes: what is refused and why, what is owed instead, and what may come next."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest
from tests.core.process.made_cases import (
    CONTACT,
    DECIDER,
    INVESTIGATOR,
    MANAGER,
    PRACTITIONER,
    case_until,
    day,
    event,
    happened,
    opened,
    staff,
)
from tests.core.process.made_house import HEADER, HOUSE, newer, played
from tests.core.process.made_tables import house

from fairness_core.errors import CallerError, StaleVersion, TransitionRefused
from fairness_core.process.case import NOT_A_DECIDER, NOT_AN_INVESTIGATOR, Option, advance, allowed, open_case
from fairness_core.process.log import Case, Event, Subject, begin
from fairness_core.process.obligations import due
from fairness_core.process.table import ProcessTable, process_table, processes

FIVE = process_table("five-step")


def refused(case: Case, event: Event, table: ProcessTable = HOUSE, **fields: Any) -> tuple[str, ...]:
    """Return everything that is unmet of an event that must be refused; the case stays as it was."""
    before = attrs.evolve(case)
    with pytest.raises(TransitionRefused) as caught:
        advance(table, case, event, **fields)
    assert before == case
    assert (event.what, dict(case.states)) == (caught.value.event, caught.value.states)
    return caught.value.unmet


def option(code: str, case: Case, at: int = 0, *, table: ProcessTable = HOUSE, **fields: Any) -> Option:
    """Return the option of an event."""
    return next(each for each in allowed(table, case, day(at), **fields) if each.event == code)


# --- one event twice, and two people at once -----------------------------------------------------------------------


def test_the_same_event_again_changes_nothing() -> None:
    """Whoever sends an event twice gets the very same case, however old the version that they have seen."""
    case = played(("talk", 1, {}), ("talk", 2, {}))
    again = event("talk", 1, id="e2")
    assert case is advance(HOUSE, case, again)
    assert case is advance(HOUSE, case, again, expected=1)
    assert case is advance(HOUSE, case, case.log[0])


@pytest.mark.parametrize("change", [{"what": "tell"}, {"reason": "n1"}, {"recorded": event("talk", 3).recorded}])
def test_an_id_belongs_to_one_event(change: dict[str, Any]) -> None:
    """The same id with any other content is refused."""
    case = played(("talk", 1, {}))
    with pytest.raises(CallerError, match="The id e2 belongs to another event of this case"):
        advance(HOUSE, case, attrs.evolve(event("talk", 1, id="e2"), **change))


def test_a_stale_version_is_refused() -> None:
    """Whoever has not seen the latest event looks again before they decide."""
    case = played(("talk", 1, {}))
    for seen in (1, 3):
        with pytest.raises(StaleVersion) as caught:
            advance(HOUSE, case, event("talk", 2), expected=seen)
        assert (seen, 2) == (caught.value.expected, caught.value.found)
    assert 3 == advance(HOUSE, case, event("talk", 2), expected=2).version


def test_nothing_is_recorded_before_the_last_entry() -> None:
    """The log's own times only go forward; when things occurred is free."""
    case = played(("talk", 5, {}))
    with pytest.raises(CallerError, match="The event e3 was recorded before the last one of the log"):
        advance(HOUSE, case, event("talk", 4, id="e3"))
    assert 3 == advance(HOUSE, case, event("talk", 1, id="e3", recorded=5)).version


def test_two_events_of_one_moment_are_two_events() -> None:
    """Events that bear the same time stand in the order in which they were recorded."""
    case = played(("talk", 1, {}), ("tell", 1, {}), ("talk", 1, {}))
    assert ["arrive", "talk", "tell", "talk"] == [each.what for each in case.log]


def test_a_case_moves_under_its_own_table_only() -> None:
    """Another revision is another table, and so is another text of the same revision."""
    case = played()
    with pytest.raises(CallerError, match="The case c1 is under house, revision 1, and not under house, revision 2"):
        advance(newer(), case, event("talk", 1))
    altered = house(("Talk with the guest each week", "Talk with the guest"))
    with pytest.raises(CallerError, match="The text of house, revision 1 is not the one that the case c1 is under"):
        allowed(altered, case, day(0))


def test_an_event_that_the_table_does_not_have_is_told_with_those_that_it_has() -> None:
    """A wrong code is answered with the right ones."""
    with pytest.raises(CallerError, match=r"The process house, revision 1 has no event 'dance'. It has: arrive, shut"):
        advance(HOUSE, played(), event("dance", 1))


# --- opening -------------------------------------------------------------------------------------------------------


def test_a_case_is_opened_by_an_opening_event_and_once() -> None:
    """Nothing else begins a case, and nothing begins it twice."""
    closed = begin(HOUSE, HEADER)
    assert ("A case begins with one of: arrive.",) == refused(closed, event("talk", 0))
    assert ("A case begins with one of: arrive.",) == refused(closed, event("shut", 0))
    again = refused(played(), event("arrive", 1))
    assert ("The case is open already; another concern is an event of its own.",) == again
    assert ["arrive"] == [each.event for each in allowed(HOUSE, closed, day(0))]
    assert "arrive" not in [each.event for each in allowed(HOUSE, played(), day(0))]


def test_a_refused_opening_opens_nothing() -> None:
    """A case is opened under the rules of its table."""
    with pytest.raises(TransitionRefused, match=r"Not yet: Talk with the guest\. A case begins with one of: arrive"):
        open_case(HOUSE, event("talk", 0), reference="c1", subject=Subject(id="p1"))


# --- what is refused, and everything at once -----------------------------------------------------------------------


def test_an_event_out_of_reach_says_where_the_case_is() -> None:
    """What is no step from here is told with the state of the region that it speaks of."""
    assert ("This is not a step from where the case is (The room: Free).",) == refused(played(), event("unshut", 1))


def test_everything_that_is_missing_is_told_at_once() -> None:
    """Role, standing, overdue work, choice and fields come in one answer."""
    case = played(("clear", 0, {"who": "u2", "role": "decision-maker"}))
    late = event("bill", 9, who="u2", role="decision-maker", choice="huge")
    assert (
        "The choice is not one of this event's. There are: large, small.",
        "This is done by: keeper.",
        "Do first what is overdue.",
    ) == refused(case, late)
    assert (
        "The process has no role 'nobody'. It has: case-manager, decision-maker, practitioner, finder.",
        NOT_A_DECIDER,
        "Do first what is overdue.",
        "Choose one of the event's codes.",
    ) == refused(case, event("bill", 9, role="nobody"))


def test_a_refusal_says_what_may_happen_instead() -> None:
    """The error carries the events that are possible now."""
    with pytest.raises(TransitionRefused) as caught:
        advance(HOUSE, played(), event("unshut", 1))
    assert {"shut", "talk", "leave"} <= {*caught.value.allowed}
    assert "unshut" not in caught.value.allowed


@pytest.mark.parametrize(
    ("field", "says"),
    [
        ("reason", "Say why: give the reference of the written reason."),
        ("evidence", "Give the reference of the document that shows it."),
        ("review_on", "Give the day on which it will be reviewed."),
        ("contact", "Name a contact for the person, by reference."),
        ("person", "Say whom it concerns, by reference."),
        ("until", "Give the day until which it lasts."),
        ("about", "Give the id of the event that it speaks of."),
    ],
)
def test_what_an_event_asks_for_is_asked_in_words(field: str, says: str) -> None:
    """Each field that is missing says how to give it."""
    asking = house(('letter = { label = "Receive a letter", nature = "record"', f'letter = {{ label = "Receive a letter", nature = "record", asks = ["{field}"]'))  # fmt: skip
    assert (says,) == refused(played(table=asking), event("letter", 1), asking)


def test_a_review_is_not_before_the_day_itself() -> None:
    """A slip in the year of a review is noticed; the very day will do."""
    case = played(("shut", 1, {}))
    assert ("The day of the review is not before the day on which this happens.",) == refused(
        case, event("look", 3, review_on=day(2))
    )
    assert 3 == advance(HOUSE, case, event("look", 3, review_on=day(3))).version


def test_an_event_has_no_choice_where_there_is_none() -> None:
    """A code where none is asked for is refused."""
    says = "The choice is not one of this event's. There are: none."
    assert (says,) == refused(played(), event("talk", 1, choice="large"))


def test_what_is_added_to_an_event_can_be_one_of_its_choices() -> None:
    """A correction chooses among the codes of the event that it corrects."""
    case = played(("clear", 0, {}), ("bill", 1, {"choice": "large"}))
    corrected = advance(HOUSE, case, event("correct", 2, about="e3", reason="n1", choice="small"))
    assert 4 == corrected.version
    assert ("The choice is not one of this event's. There are: large, small.",) == refused(
        case, event("correct", 2, about="e3", reason="n1", choice="huge")
    )
    assert (
        "The choice is not one of this event's. There are: none.",
        "Give in `about` the id of an event of this case.",
    ) == refused(case, event("correct", 2, about="e99", reason="n1", choice="large"))


# --- who may -------------------------------------------------------------------------------------------------------


def test_only_somebody_appointed_acts_in_such_a_role() -> None:
    """Whoever was stood down, or never appointed, does not act in it; they may declare their interests before."""
    as_finder: dict[str, Any] = {"who": "u3", "role": "finder"}
    case = played(("clear", 0, as_finder))
    says = ("This person has not been appointed as finder in this case.",)
    assert says == refused(case, event("letter", 1, **as_finder))
    case = advance(HOUSE, case, event("appoint", 1, person=staff("finder", "u3")))
    case = advance(HOUSE, case, event("letter", 1, **as_finder))
    case = advance(HOUSE, case, event("dismiss", 2, person=staff("finder", "u3")))
    assert says == refused(case, event("letter", 3, **as_finder))


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (("conflict", 0, {}),),
        (("conflict", 0, {}), ("manage", 0, {"who": "u2", "person": staff("case-manager", MANAGER)})),
        (("clear", 0, {}), ("conflict", 0, {})),
        (("clear", 0, {}), ("appoint", 0, {"who": "u2", "person": staff("finder", MANAGER)})),
        (
            ("clear", 0, {}),
            ("appoint", 0, {"who": "u2", "person": staff("finder", MANAGER)}),
            ("dismiss", 0, {"who": "u2", "person": staff("finder", MANAGER)}),
        ),
    ],
    ids=["undeclared", "conflicted", "managed", "conflicted later", "investigates", "investigated"],
)
def test_nobody_decides_who_is_not_clear_of_the_case(lines: tuple[Any, ...]) -> None:
    """A decision takes somebody who declared no conflict and never investigated; no table can say otherwise."""
    assert (NOT_A_DECIDER,) == refused(played(*lines), event("judge", 1))


def test_nobody_decides_about_themselves() -> None:
    """Whom the case is about takes no decision in it, whatever their role."""
    case = played(("clear", 0, {"who": PRACTITIONER, "role": "decision-maker"}))
    assert (NOT_A_DECIDER,) == refused(case, event("judge", 1, who=PRACTITIONER, role="decision-maker"))


@pytest.mark.parametrize("who", ["u2", "u8", "u9", PRACTITIONER, MANAGER])
def test_nobody_investigates_who_is_not_clear_of_the_case(who: str) -> None:
    """Whoever decided, has a conflict, declared nothing or is the subject is not made investigator."""
    case = played(
        ("clear", 0, {"who": "u2", "role": "decision-maker"}),
        ("judge", 0, {"who": "u2", "role": "decision-maker"}),
        ("conflict", 0, {"who": "u8"}),
        ("clear", 0, {"who": PRACTITIONER, "role": "practitioner"}),
    )
    named = event("appoint", 1, who="u1", person=staff("finder", who))
    assert (NOT_AN_INVESTIGATOR,) == refused(case, named)


def test_nobody_makes_themselves_investigator_who_may_not_be() -> None:
    """Whoever appoints without naming anybody is judged as the one who is appointed."""
    assert (NOT_AN_INVESTIGATOR,) == refused(played(), event("appoint", 1))
    assert 3 == advance(HOUSE, played(("clear", 0, {})), event("appoint", 1)).version


def test_what_was_struck_out_bars_nobody() -> None:
    """A decision recorded by mistake does not keep its author from investigating."""
    case = played(("clear", 0, {}), ("judge", 1, {}))
    assert (NOT_AN_INVESTIGATOR,) == refused(case, event("appoint", 2))
    case = advance(HOUSE, case, event("strike", 2, id="e4", about="e3", reason="n1"))
    assert 5 == advance(HOUSE, case, event("appoint", 3)).version


# --- protective action ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"role": "nobody"},
        {"who": PRACTITIONER, "role": "practitioner"},
        {"who": "u8"},
        {"review_on": day(-400)},
        {"role": "finder"},
    ],
)
def test_nothing_holds_up_protective_action(fields: dict[str, Any]) -> None:
    """Whoever takes it, whatever it lacks and however much is late, a protective step happens."""
    case = played(("conflict", 0, {"who": "u8"}), ("letter", 0, {}), ("pause", 1, {}))
    assert "shut" == advance(HOUSE, case, event("shut", 100, **fields)).states["room"]
    assert option("shut", case, 100).is_allowed
    assert option("shut", case, 100, actor=staff("nobody", "u8")).is_allowed


@pytest.mark.parametrize("process_id", processes())
def test_every_packaged_protective_step_can_be_taken_bare(process_id: str) -> None:
    """In each packaged process each protective step is taken by anybody, without anything, from the first moment."""
    table = process_table(process_id)
    opening = next(code for code, kind in table.used.items() if kind.effect == "open")
    first = event(opening, role=next(iter(table.events[opening].by or table.roles)), id="e1", reason="n1")
    case = open_case(table, first, reference="c1", subject=Subject(id=PRACTITIONER))
    protective = [code for code, kind in table.events.items() if kind.nature == "protective"]
    for code in protective:
        bare = event(code, 1, role="nobody", who="u9")
        owed = {each.code for each in due(table, advance(table, case, bare), day(1)) if each.event == bare.id}
        assert {f"{field}:{bare.id}" for field in table.events[code].asks} <= owed


# --- what may come next --------------------------------------------------------------------------------------------


def test_options_begin_with_protection_and_end_with_what_is_formal() -> None:
    """A screen shows first what keeps people safe."""
    natures = list(dict.fromkeys(each.nature for each in allowed(HOUSE, played(), day(0))))
    assert ["protective", "supportive", "record", "formal"] == natures


def test_an_option_says_where_it_leads_and_what_it_carries() -> None:
    """Everything that a form needs stands in the option."""
    found = option("shut", played())
    assert (("room", "shut"),) == found.leads_to
    assert (("case-manager", "finder"), ("reason", "review_on", "contact"), ()) == (found.by, found.asks, found.provided)  # fmt: skip
    assert (("room", "shut"),) == option("look", played(("shut", 0, {}))).leads_to


def test_without_an_actor_an_option_says_on_whom_it_depends() -> None:
    """Who may decide is told as a condition, and judged once somebody is named."""
    case = played(("tell", 0, {}))
    assert ((NOT_A_DECIDER,), True) == (option("bill", case, 1).provided, option("bill", case, 1).is_allowed)
    named = option("bill", case, 1, actor=staff("decision-maker", "u2"))
    assert ("This is done by: keeper.", NOT_A_DECIDER) == tuple(each.says for each in named.unmet)
    assert () == named.provided


def test_guards_about_the_actor_are_told_or_judged() -> None:
    """A guard on who acts is a condition without an actor, and unmet or not with one."""
    case, says = case_until("begin-triage"), "Whoever rates has declared that they have no conflict of interest."
    assert says in option("record-rating", case, 2, table=FIVE).provided
    unknown = option("record-rating", case, 2, table=FIVE, actor=staff("reviewer", "u9"))
    known = option("record-rating", case, 2, table=FIVE, actor=staff("reviewer", "u2"))
    assert [True, False] == [says in [each.says for each in found.unmet] for found in (unknown, known)]


def test_an_option_agrees_with_what_happens() -> None:
    """What is told to be possible on a day is possible, and what lacks something is refused for that."""
    case = played(("clear", 0, {}), ("letter", 0, {}))
    for at in (5, 9):
        found = option("bill", case, at, actor=staff("case-manager", MANAGER))
        bill = event("bill", at, choice="large")
        if found.is_allowed:
            assert 4 == advance(HOUSE, case, bill).version
        else:
            assert tuple(each.says for each in found.unmet) == refused(case, bill)
    assert not option("bill", case, 9).is_allowed


def test_time_alone_takes_nothing_supportive_away() -> None:
    """Ten years later the same support is possible as on the first day."""
    case = played(("shut", 1, {}), ("letter", 1, {}))
    now, then = ([each.event for each in allowed(HOUSE, case, day(at)) if each.nature == "supportive" and each.is_allowed] for at in (1, 3650))  # fmt: skip
    assert ["unshut", "talk"] == now == then


# --- whole cases ---------------------------------------------------------------------------------------------------


def test_a_case_can_be_reopened_and_runs_again() -> None:
    """A closed case that is reopened is at its beginning again, with support offered anew."""
    case = happened(FIVE, case_until(), "reopen", 40, reason="n20")
    assert ("understand", "running") == (case.states["steps"], case.states["activity"])
    again = [each.event for each in allowed(FIVE, case, day(40)) if each.is_allowed]
    assert "record-rating" in again
    assert "close" not in again


def test_two_concerns_can_be_one_case_or_two_that_know_of_each_other() -> None:
    """Another concern is added, or another case is linked."""
    case = happened(FIVE, case_until("begin-triage"), "add-concern", 3, reason="n20")
    case = advance(FIVE, case, event("link-case", 3, case="c2"))
    assert ("link-case", "c2") == (case.log[-1].what, case.log[-1].case)


def test_investigator_and_decider_differ_to_the_end() -> None:
    """In the whole made-up case, whoever investigated decided nothing."""
    case = case_until()
    assert {INVESTIGATOR} == case.people["investigator"]
    assert {MANAGER, DECIDER} == case.people["decided"]
    assert {CONTACT} == case.holders["contact"]


def test_the_case_that_was_given_stays_as_it_was() -> None:
    """Advancing makes a new case."""
    case = played(("talk", 1, {}))
    copy = attrs.evolve(case)
    advance(HOUSE, case, event("shut", 2))
    assert copy == case


def test_an_event_may_occur_long_before_it_is_recorded() -> None:
    """What is written down later is judged by the day on which it occurred."""
    case = played(("clear", 0, {}))
    late = event("bill", 3, recorded=90, choice="large")
    assert timedelta(days=87) == late.recorded - late.occurred
    assert 3 == advance(HOUSE, case, late).version


def test_a_declared_conflict_outlasts_whatever_happens_after_it() -> None:
    """Events later the conflict still stands, so the person cannot declare that they have none after all."""
    conflicted = happened(FIVE, opened(FIVE), "declare-conflict", 1, reason="n1")
    later = happened(FIVE, happened(FIVE, conflicted, "offer-support", 2), "wellbeing-contact", 3)
    assert "conflicted" == later.standing[MANAGER]
    assert ("A conflict that was declared is not taken back; somebody else records how it is managed.",) == refused(
        later, event("declare-no-conflict", 4, id="again1"), FIVE
    )
