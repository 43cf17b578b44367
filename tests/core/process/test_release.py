"""Release control: what is withheld by default, what a decision changes, and that nothing tells of a hold."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import attrs
import pytest
from tests.core.process.made_cases import (
    CONTACT,
    PRACTITIONER,
    case_until,
    day,
    event,
    happened,
    opened,
)

from fairness_core.documents import from_document, to_document
from fairness_core.errors import CallerError, ConfigError, InvalidData
from fairness_core.process.case import advance
from fairness_core.process.log import Case, Event, follow
from fairness_core.process.obligations import held
from fairness_core.process.release import (
    HELD,
    NOT_ADDRESSED,
    NOT_DECIDED,
    NOT_LINKED,
    NOT_TOLD,
    STRUCK,
    Decision,
    Item,
    Line,
    Plan,
    Seen,
    held_events,
    load_grounds,
    plan,
    release_grounds,
    without_held,
)
from fairness_core.process.table import ProcessTable, load_process, process_table
from fairness_core.staff import StaffRef

TABLE = process_table("five-step")
LATER = day(60)
IG = StaffRef(role="information-governance", id="u9")


def decision(item: str, what: str, ground: str, number: int = 40, **fields: Any) -> Decision:
    """Return a decision about an item, made on a day by the information governance lead."""
    given = {"by": IG, "on": day(number)} | fields
    return Decision(item=item, what=what, ground=ground, **given)  # type: ignore[arg-type]


def line(found: Plan, item: str) -> Line:
    """Return the line of an item."""
    (one,) = (each for each in found.lines if each.item.id == item)
    return one


def id_of(case: Case, what: str) -> str:
    """Return the id of the first event of a kind."""
    return next(each.id for each in case.log if each.what == what)


def held_case(**fields: Any) -> Case:
    """Return a case whose practitioner knows of it, and in which telling is held since the fifth day."""
    case = case_until("wellbeing-contact")
    hold = {"choice": "police", "until": day(30), "reason": "n50"} | fields
    return happened(TABLE, case, "hold-telling", 5, id="h1", **hold)


def without_judging(table: ProcessTable, case: Case, *events: Event) -> Case:
    """Return the case after events of which nobody asked whether they may happen."""
    for each in events:
        case = follow(table, case, each)
    return case


# --- by default ------------------------------------------------------------------------------------------------------


def test_every_event_has_a_line_in_the_order_of_the_log() -> None:
    """Nothing of the log is left out of the plan."""
    case = case_until()
    assert list(case.places) == [each.item.id for each in plan(TABLE, case, at=LATER).lines]


def test_an_event_is_shown_when_the_table_has_a_sentence_for_its_reader() -> None:
    """What has a sentence is shown, what has none is withheld and says so."""
    case = case_until()
    found = plan(TABLE, case, at=LATER)
    for each in case.log:
        told = TABLE.events[each.what].told
        assert (not told) == (NOT_TOLD in line(found, each.id).grounds), each.what
    assert line(found, id_of(case, "exclude-at-once")).shown


@pytest.mark.parametrize(
    ("what", "ground"),
    [
        ("support-raised", "whistleblower"),
        ("answer-raised", "whistleblower"),
        ("no-safeguarding-question", "safeguarding"),
        ("no-health-concern", "health"),
    ],
)
def test_what_belongs_to_a_restricted_region_is_withheld_under_its_ground(what: str, ground: str) -> None:
    """Whoever raised the concern, safeguarding and health are kept apart."""
    case = case_until()
    found = line(plan(TABLE, case, at=LATER), id_of(case, what))
    assert (False, True) == (found.shown, ground in found.grounds)


def test_a_restricted_region_without_a_ground_of_its_own_is_withheld_all_the_same() -> None:
    """A sentence does not help an event of a region that the table calls restricted."""
    table = load_process(
        """
        extends = "five-step"
        id = "ours"
        [regions.restriction]
        restricted = true
        """
    )
    case = case_until("exclude-at-once", table)
    assert ("restricted",) == line(plan(table, case, at=LATER), id_of(case, "exclude-at-once")).grounds


def test_whoever_raised_the_concern_sees_what_may_be_told_to_them_and_no_more() -> None:
    """Their own region is theirs; nothing of the practitioner's is shown."""
    case = case_until()
    shown = {case.event(each.id).what for each in plan(TABLE, case, at=LATER, to="raised").shown("event")}
    assert {"raise-concern", "support-raised", "update-raised", "answer-raised"} == shown


def test_what_was_struck_out_is_withheld() -> None:
    """An entry made by mistake is not shown as if it had happened."""
    case = happened(TABLE, opened(), "wellbeing-contact", 1, id="e2", role="contact", who=CONTACT)
    case = happened(TABLE, case, "strike-entry", 1, about="e2", reason="n1")
    assert (STRUCK,) == line(plan(TABLE, case, at=LATER), "e2").grounds


def test_a_letter_is_for_whom_it_went_to() -> None:
    """The practitioner's letters are shown to them, and somebody else's are not."""
    letters = (Item(id="l1", kind="letter", to="practitioner"), Item(id="l2", kind="letter", to="raised"))
    found = plan(TABLE, case_until(), letters, at=LATER)
    assert ((), (NOT_ADDRESSED,)) == (line(found, "l1").grounds, line(found, "l2").grounds)
    assert ("l1",) == tuple(each.id for each in found.shown("letter"))


def test_a_paper_is_withheld_until_somebody_decides() -> None:
    """Documents and reasons of the case wait for a decision; one that no event refers to is never shown."""
    case = case_until()
    document, reason = (
        case.event(id_of(case, "record-account")).evidence[0],
        case.event(id_of(case, "exclude-at-once")).reason,
    )
    items = (
        Item(id=document, kind="document"),
        Item(id=reason, kind="reason"),
        Item(id="d99", kind="document"),
    )
    found = plan(TABLE, case, items, [decision("d99", "release", "law-requires")], at=LATER)
    assert ((NOT_DECIDED,), (NOT_DECIDED,)) == (line(found, document).grounds, line(found, reason).grounds)
    assert (NOT_LINKED,) == line(found, "d99").grounds


def test_further_grounds_can_be_put_on_an_event() -> None:
    """An event with a sentence is withheld when somebody marks it, and keeps its one line."""
    case = case_until()
    marked = id_of(case, "seek-advice" if "seek-advice" in case.last else "tell-practitioner")
    found = plan(TABLE, case, [Item(id=marked, kind="event", grounds=("third-party",))], at=LATER)
    assert ("third-party",) == line(found, marked).grounds


# --- decisions -------------------------------------------------------------------------------------------------------


def test_a_decision_releases_what_its_ground_lifts() -> None:
    """The practitioner's own account is released as their own words; the decision is kept with it."""
    case = case_until()
    account = case.event(id_of(case, "record-account")).evidence[0]
    made = decision(account, "release", "own-words")
    found = line(plan(TABLE, case, [Item(id=account, kind="document")], [made], at=LATER), account)
    assert Line(item=Item(id=account, kind="document"), shown=True, grounds=(), decisions=(made,)) == found


def test_a_decision_lifts_no_more_than_its_ground_does() -> None:
    """A paper that names somebody else is not released because it is also the reader's own."""
    case = case_until()
    account = case.event(id_of(case, "record-account")).evidence[0]
    item = Item(id=account, kind="document", grounds=("third-party",))
    made = decision(account, "release", "own-words")
    found = line(plan(TABLE, case, [item], [made], at=LATER), account)
    assert (False, ("third-party",), (made,)) == (found.shown, found.grounds, found.decisions)


def test_a_decision_withholds_what_would_be_shown() -> None:
    """An event that would be shown is withheld under the ground of the decision."""
    case = case_until()
    item = id_of(case, "exclude-at-once")
    found = line(plan(TABLE, case, (), [decision(item, "withhold", "third-party")], at=LATER), item)
    assert ("third-party",) == found.grounds


def test_decisions_count_in_the_order_of_their_days_and_all_are_kept() -> None:
    """The later one follows the earlier one, in whatever order they are given; one of a later day waits."""
    case = case_until()
    item = id_of(case, "exclude-at-once")
    withheld, released = decision(item, "withhold", "third-party", 40), decision(item, "release", "consent", 41)
    found = line(plan(TABLE, case, (), [released, withheld], at=day(50)), item)
    assert (True, (withheld, released)) == (found.shown, found.decisions)
    before = line(plan(TABLE, case, (), [released, withheld], at=day(40)), item)
    assert (False, (withheld,)) == (before.shown, before.decisions)


def test_a_decision_is_for_one_reader() -> None:
    """What is withheld from one is not withheld from the other."""
    case = case_until()
    item = id_of(case, "raise-concern")
    made = [decision(item, "withhold", "third-party", to="raised")]
    assert line(plan(TABLE, case, (), made, at=LATER), item).shown
    assert not line(plan(TABLE, case, (), made, at=LATER, to="raised"), item).shown


def test_a_decision_about_something_else_is_kept_apart() -> None:
    """A decision about an item that is not there changes nothing and is not lost."""
    made = decision("x99", "release", "consent")
    assert (made,) == plan(TABLE, case_until(), (), [made], at=LATER).unplaced


@pytest.mark.parametrize("who", [PRACTITIONER, "u7"])
def test_nobody_decides_in_their_own_cause(who: str) -> None:
    """Whom the case is about, and whoever has a conflict of interest, decides nothing here."""
    case = happened(TABLE, opened(), "declare-conflict", 0, role="hr", who="u7", reason="n1")
    made = decision("x1", "release", "consent", by=StaffRef(role="hr", id=who))
    with pytest.raises(InvalidData) as caught:
        plan(TABLE, case, (), [made], at=LATER)
    assert ["decided_in_own_cause"] == [each.code for each in caught.value.problems]


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_quoted() -> None:
    """Words for a reference, an item twice, an event that is none, grounds of the wrong sort: each with its place."""
    case = opened()
    items = [
        Item(id="the letter of Tuesday", kind="letter"),
        Item(id="d1", kind="document", grounds=("consent",)),
        Item(id="d1", kind="document"),
        Item(id="e9", kind="event"),
        Item(id=case.log[0].id, kind="document"),
    ]
    made = [decision("d1", "release", "third-party"), decision("d1", "withhold", HELD)]
    with pytest.raises(InvalidData) as caught:
        plan(TABLE, case, items, made, at=LATER)
    assert [
        ("not_a_reference", "items[1]"),
        ("unknown_ground", "items[2]"),
        ("item_twice", "items[3]"),
        ("not_an_event", "items[4]"),
        ("not_an_event", "items[5]"),
        ("unknown_ground", "decisions[1]"),
        ("unknown_ground", "decisions[2]"),
    ] == [(each.code, each.where.field) for each in caught.value.problems]
    assert "Tuesday" not in str(caught.value)


def test_what_was_shown_can_be_recorded() -> None:
    """The record names what may be shown, to whom, when and by whom, and nothing that is withheld."""
    case = case_until("tell-practitioner")
    found = plan(TABLE, case, at=LATER)
    moment = datetime(2026, 3, 6, 9, tzinfo=UTC)
    seen = found.seen(moment, IG)
    assert ("practitioner", moment, IG) == (seen.to, seen.at, seen.by)
    assert [each.item.id for each in found.lines if each.shown] == list(seen.items)


def test_decisions_and_what_was_seen_can_be_kept_as_documents() -> None:
    """Each is a record that goes to plain JSON values and comes back the same."""
    made = decision("d4", "release", "own-words", reason="n7")
    seen = plan(TABLE, case_until("tell-practitioner"), at=LATER).seen(datetime(2026, 3, 6, 9, tzinfo=UTC), IG)
    assert made == from_document(to_document(made, "x/decision/1"), Decision, "x/decision/1")
    assert seen == from_document(to_document(seen, "x/seen/1"), Seen, "x/seen/1")


# --- what is held ----------------------------------------------------------------------------------------------------


def test_nothing_is_held_where_there_is_no_hold() -> None:
    """The case as the practitioner may know it is then the case itself."""
    case = case_until()
    assert frozenset() == held_events(TABLE, case, LATER)
    assert case is without_held(TABLE, case, LATER)


def test_what_is_recorded_during_a_hold_is_held_unless_it_reached_the_practitioner() -> None:
    """The hold itself, and outside advice, are held; contact, and their own account, they know of."""
    case = held_case()
    case = happened(TABLE, case, "wellbeing-contact", 6, id="a1", role="contact", who=CONTACT)
    case = happened(TABLE, case, "seek-advice", 6, id="a2", evidence=("d50",))
    case = happened(TABLE, case, "record-account", 7, id="a3", role="practitioner", who=PRACTITIONER, evidence=("d51",))
    assert {"h1", "a2"} == held_events(TABLE, case, day(8))
    found = plan(TABLE, case, at=day(8))
    assert [(True, ()), (False, (HELD,)), (True, ())] == [
        (each.shown, each.grounds) for each in (line(found, "a1"), line(found, "a2"), line(found, "a3"))
    ]


def test_no_decision_releases_what_is_held() -> None:
    """Whatever the ground: it ends when the hold ends. A paper that only a held event refers to is held as well."""
    case = happened(TABLE, held_case(), "seek-advice", 6, id="a2", evidence=("d50",))
    made = [decision(each, "release", "law-requires", 6) for each in ("a2", "d50")]
    items = [Item(id="d50", kind="document")]
    during, after = plan(TABLE, case, items, made, at=day(7)), plan(TABLE, case, items, made, at=day(31))
    assert [(HELD,), (HELD,)] == [line(during, each).grounds for each in ("a2", "d50")]
    assert [True, True] == [line(after, each).shown for each in ("a2", "d50")]


@pytest.mark.parametrize(("number", "there"), [(4, False), (5, True), (11, True), (12, False), (13, False)])
def test_a_hold_lasts_from_its_day_until_it_is_released(number: int, there: bool) -> None:
    """Before its day and from its release on nothing is held, as with what is owed; without a release, to its end."""
    case = happened(TABLE, held_case(), "release-telling", 12, id="h2")
    assert there == ("h1" in held_events(TABLE, case, day(number)))
    assert there == (held(TABLE, case, day(number)) is not None)
    assert ("h1" in held_events(TABLE, held_case(), day(30))) == (held(TABLE, held_case(), day(30)) is not None)
    assert frozenset() == held_events(TABLE, held_case(), day(31))


def test_a_second_hold_does_not_take_away_what_was_open_between_the_two() -> None:
    """What was recorded after the first hold ended was known, and stays so."""
    case = happened(TABLE, held_case(until=day(7)), "release-telling", 7, id="h2")
    case = happened(TABLE, case, "seek-advice", 9, id="a1", evidence=("d50",))
    case = happened(TABLE, case, "hold-telling", 10, id="h3", choice="police", until=day(20), reason="n51")
    case = happened(TABLE, case, "release-telling", 11, id="h4")
    case = happened(TABLE, case, "hold-telling", 12, id="h5", choice="police", until=day(30), reason="n52")
    assert {"h5"} == held_events(TABLE, case, day(13))


def test_where_nothing_had_reached_the_practitioner_everything_before_the_hold_is_held_too() -> None:
    """A page that says that a concern came in would itself tell that there is one."""
    case = happened(TABLE, opened(), "hold-telling", 0, id="h1", choice="police", until=day(30), reason="n50")
    assert {each.id for each in case.log} == held_events(TABLE, case, day(1))
    assert () == without_held(TABLE, case, day(1)).log


def test_what_speaks_of_a_held_event_is_held() -> None:
    """A correction of something that is held goes with it, whoever made it."""
    case = happened(TABLE, held_case(), "seek-advice", 6, id="a2", evidence=("d50",))
    theirs = event("correct-entry", 6, id="a3", role="practitioner", who=PRACTITIONER, about="a2", reason="n9")
    assert {"h1", "a2", "a3"} == held_events(TABLE, without_judging(TABLE, case, theirs), day(7))


def test_a_hold_that_was_struck_out_is_none() -> None:
    """Only what still stands holds anything."""
    case = held_case()
    struck = without_judging(TABLE, case, event("strike-entry", 6, id="s1", about="h1", reason="n9"))
    assert frozenset() == held_events(TABLE, struck, day(7))


def test_what_was_struck_out_before_the_hold_stays_so_though_it_is_struck_out_again() -> None:
    """A log that was not judged may strike one entry twice; the second, which is held, brings nothing back."""
    what = "wellbeing-contact"
    case = case_until(what)
    strike = event("strike-entry", 5, id="s1", about=id_of(case, what), reason="n9")
    again = event("strike-entry", 6, id="s2", about=id_of(case, what), reason="n9")
    hold = event("hold-telling", 5, id="h1", choice="police", until=day(30), reason="n50")
    case = without_judging(TABLE, case, strike, hold, again)
    assert "s2" in held_events(TABLE, case, day(7))
    assert STRUCK in line(plan(TABLE, case, at=day(7)), id_of(case, what)).grounds


def test_the_known_case_is_the_case_without_what_is_held() -> None:
    """It is what the log without those events would amount to."""
    case = happened(TABLE, held_case(), "seek-advice", 6, id="a2", evidence=("d50",))
    assert case_until("wellbeing-contact") == without_held(TABLE, case, day(7))


def test_holds_do_not_bind_what_whoever_raised_the_concern_may_see() -> None:
    """What they were told themselves they know."""
    case = happened(TABLE, held_case(), "update-raised", 6, id="a1")
    assert line(plan(TABLE, case, at=day(7), to="raised"), "a1").shown


def test_a_case_that_moved_to_another_table_keeps_its_move() -> None:
    """A migration is never shown, and is kept when the case is read without what is held."""
    new = load_process('extends = "five-step"\nid = "five-step-2"\nrevision = 2')
    moving = event("move-to-table", 6, id="m1", reason="n60", to_table=new.ref)
    moved = advance(TABLE, held_case(), moving, tables=lambda _: new)
    moved = advance(new, moved, event("seek-advice", 7, id="a2", evidence=("d50",)))
    both = {TABLE.ref: TABLE, new.ref: new}
    known = without_held(new, moved, day(8), lambda ref: both[ref])
    assert (new.ref, "m1") == (known.process, known.log[-1].id)
    assert not line(plan(new, moved, at=day(8)), "m1").shown
    with pytest.raises(CallerError, match="is needed to read this case"):
        without_held(new, moved, day(8))


def test_an_event_that_only_an_older_table_knows_is_withheld() -> None:
    """What the present table has no word for is not shown."""
    smaller = attrs.evolve(TABLE, events={c: e for c, e in TABLE.events.items() if c != "exclude-at-once"})
    case = case_until("exclude-at-once")
    assert (NOT_TOLD,) == line(plan(smaller, case, at=LATER), case.log[-1].id).grounds
    assert case.log[-1].id not in held_events(smaller, case, LATER)


# --- the grounds -----------------------------------------------------------------------------------------------------


def test_every_ground_has_a_sentence_for_readers_and_a_source_or_a_doubt() -> None:
    """Whoever asks why gets an answer, and can ask where it comes from."""
    for code, each in release_grounds().grounds.items():
        assert each.says.endswith("."), code
        assert each.source or each.doubt, code
    assert release_grounds().doubts


def test_no_ground_lifts_a_hold() -> None:
    """The packaged grounds keep what the code promises, and a file that would not is refused."""
    assert not any(HELD in each.lifts for each in release_grounds().grounds.values())


def test_every_fault_of_a_file_is_told_at_once() -> None:
    """A needed ground of the wrong sort, an unknown region's ground, a hold that is lifted, no source."""
    with pytest.raises(ConfigError) as caught:
        load_grounds(
            """
            extends = "grounds"
            id = "ours"
            [regions]
            appeal = "nothing"
            [grounds.struck]
            sort = "release"
            [grounds.consent]
            lifts = ["held", "own-words"]
            doubt = ""
            """
        )
    assert ["grounds.struck", "regions.appeal", "grounds.own-words.lifts", "grounds.known-already.lifts"] == [
        each.where.field for each in caught.value.problems
    ][:4]
    said = {each.where.field: each.message for each in caught.value.problems}
    assert "These cannot be lifted: held, own-words." == said["grounds.consent.lifts"]
    assert "Give its source, or the doubt that there is none." == said["grounds.consent"]


def test_words_stay_out_of_a_representation() -> None:
    """What stands for an item in a view does not get into a log by being printed."""
    assert "kind words" not in repr(Item(id="d1", kind="document", words="kind words"))
