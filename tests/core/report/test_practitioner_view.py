"""A case as the person it is about sees it, and as whoever raised the concern does: kind, honest, and no more than may be."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import attrs
import pytest
from tests.core.process.made_cases import CONTACT, case_until, day, event, happened, opened

from fairness_core.disclosure import NONE, protect
from fairness_core.errors import InvalidData
from fairness_core.process.case import advance
from fairness_core.process.clocks import Period
from fairness_core.process.log import Case, follow
from fairness_core.process.release import Decision, Item
from fairness_core.process.table import ProcessTable, load_process, process_table
from fairness_core.report.draft import Draft, Section
from fairness_core.report.letters import SentLetter
from fairness_core.report.practitioner_view import (
    MAY_BE_DONE,
    NO_LETTERS,
    NO_REASON,
    NOT_CHECKED,
    NOT_GIVEN,
    NOTHING,
    NOTHING_NEXT,
    OUR_DAYS,
    SORRY,
    WRITTEN_DOWN,
    Reach,
    practitioner_view,
    raised_view,
)
from fairness_core.serial import to_json
from fairness_core.staff import StaffRef

TABLE = process_table("five-step")
REACH = Reach(
    contact="Robin Example, 01234 567890",
    case_manager="Sam Example, 01234 567891",
    support=("the support line for doctors",),
    wrong="Kim Example, 01234 567892",
)
IG = StaffRef(role="information-governance", id="u9")
DH = "Department of Health, The exclusion process"


def section(draft: Draft, name: str) -> Section:
    """Return the section of a name."""
    (found,) = (each for each in draft.sections if each.name == name)
    return found


def lines(draft: Draft, name: str) -> list[str]:
    """Return everything that a section says, in order."""
    found = section(draft, name)
    return [each.text for each in (*found.paragraphs, *found.bullets, *found.notes)]


def happenings(draft: Draft) -> list[tuple[object, ...]]:
    """Return the rows of the timeline."""
    table = section(draft, "timeline").table
    assert table is not None
    return list(table.rows)


def text(draft: Draft) -> str:
    """Return everything that a page and its data say."""
    return repr(draft.sections) + repr(to_json(protect(draft, NONE)))


def excluded(**fields: Any) -> Case:
    """Return the made-up case up to an exclusion, which is to be reviewed on the twentieth day."""
    return case_until("exclude-at-once")


def released(item: str, ground: str) -> Decision:
    """Return a decision that releases an item."""
    return Decision(item=item, what="release", ground=ground, by=IG, on=day(1))


# --- what happened ---------------------------------------------------------------------------------------------------


def test_what_happened_stands_in_the_sentences_of_the_table_with_its_days() -> None:
    """Each event that has a sentence, in order, addressed to the reader; none without."""
    case = excluded()
    shown = [(f"{each.day.day} {each.day:%B %Y}", TABLE.events[each.what].told) for each in case.log]
    assert [each for each in shown if each[1]] == happenings(practitioner_view(TABLE, case, day(10)))


def test_no_code_no_reference_and_no_role_stands_on_the_page() -> None:
    """Neither in words nor in the data: no event code, no id of an event, of a paper or of anybody, no region."""
    case = case_until()
    said = text(practitioner_view(TABLE, case, day(60), reach=REACH))
    words = set(re.findall(r"[\w-]+", said))
    ids = {each.id for each in case.log} | {ref for each in case.log for ref in (each.reason, *each.evidence)}
    people = {each.actor.id for each in case.log} | {"p1", "r1", case.reference}
    assert set() == words & ({*ids, *people, *TABLE.events, *TABLE.obligations} - {"", "exclude", "close", "pause"})
    assert "third" not in words


def test_a_day_that_was_corrected_stands_right() -> None:
    """The page says what is known now."""
    case = case_until("tell-practitioner")
    last = case.log[-1].id
    case = happened(TABLE, case, "correct-entry", 4, about=last, reason="n60", true_day=day(2))
    told = TABLE.events["tell-practitioner"].told
    assert ("7 January 2026", told) in happenings(practitioner_view(TABLE, case, day(5)))


def test_what_a_decision_releases_is_told_in_the_words_given_for_it() -> None:
    """An event without a sentence stands in its maker's words, or else as what was recorded."""
    case = case_until("record-rating")
    rated, begun = case.log[-1].id, next(each.id for each in case.log if each.what == "decide-immediate-risk")
    items = [Item(id=rated, kind="event", words="The concern was rated; you can see the form.")]
    decisions = [released(rated, "known-already"), released(begun, "known-already")]
    found = happenings(practitioner_view(TABLE, case, day(5), items=items, decisions=decisions))
    assert ("7 January 2026", "The concern was rated; you can see the form.") in found
    label = TABLE.events["decide-immediate-risk"].label
    assert ("5 January 2026", f"We recorded this: {label}.") in found


def test_what_a_decision_withholds_is_not_told() -> None:
    """A sentence of the table does not help against a decision."""
    case = excluded()
    made = Decision(item=case.log[0].id, what="withhold", ground="third-party", by=IG, on=day(1))
    assert all(
        row[1] != "A concern was received."
        for row in happenings(practitioner_view(TABLE, case, day(10), decisions=[made]))
    )


def test_a_wrong_decision_gives_no_page() -> None:
    """What may be shown is clear, or nothing is shown."""
    with pytest.raises(InvalidData):
        practitioner_view(TABLE, excluded(), day(10), decisions=[released("x1", "third-party")])


# --- letters and papers ----------------------------------------------------------------------------------------------


def sent(kind: str, number: int, to: Any = "practitioner") -> SentLetter:
    """Return a letter that went out on a day."""
    moment = datetime.combine(day(number), datetime.min.time(), tzinfo=UTC)
    return SentLetter(id=f"l{number}", kind=kind, to=to, at=moment)


def test_letters_stand_in_order_and_in_plain_words() -> None:
    """Letters to the reader, each with its day; one of a kind that we do not know is still a letter."""
    letters = [sent("update", 9), sent("concern", 3), sent("ours", 5), sent("thanks", 4, "raised")]
    assert [
        "8 January 2026: We wrote to you about the concern.",
        "10 January 2026: We wrote to you.",
        "14 January 2026: We wrote to tell you where things stand.",
    ] == lines(practitioner_view(TABLE, excluded(), day(10), sent=letters), "letters")
    assert [NO_LETTERS] == lines(practitioner_view(TABLE, excluded(), day(10)), "letters")


def test_a_letter_that_is_withheld_is_not_listed() -> None:
    """A letter marked as somebody else's affair stays out."""
    items = [Item(id="l3", kind="letter", to="practitioner", grounds=("third-party",))]
    view = practitioner_view(TABLE, excluded(), day(10), sent=[sent("concern", 3)], items=items)
    assert [NO_LETTERS] == lines(view, "letters")


def test_papers_are_listed_once_they_are_released() -> None:
    """A paper without a decision, or without words for it, is not listed."""
    case = excluded()
    account = next(each.evidence[0] for each in case.log if each.what == "record-account")
    item = Item(id=account, kind="document", words="Your own account of 9 January")
    assert "papers" not in {each.name for each in practitioner_view(TABLE, case, day(10), items=[item]).sections}
    decided = [released(account, "own-words")]
    view = practitioner_view(TABLE, case, day(10), items=[item], decisions=decided)
    assert ["Please ask us for them.", "Your own account of 9 January"] == lines(view, "papers")
    bare = attrs.evolve(item, words="")
    view = practitioner_view(TABLE, case, day(10), items=[bare], decisions=decided)
    assert "papers" not in {each.name for each in view.sections}


# --- what comes next and what is late --------------------------------------------------------------------------------


def test_what_comes_next_is_promised_with_its_day() -> None:
    """Each promise once, the next first, and none of them as law."""
    found = lines(practitioner_view(TABLE, excluded(), day(9)), "next")
    assert "We will look again at whether you need to be away from work by 25 January 2026." in found
    assert "We will finish looking into the concern by 9 February 2026." in found
    assert 1 == sum("ask you how you are" in each for each in found)
    assert OUR_DAYS == found[-1]
    assert not any(DH in each for each in found)


def test_a_missed_review_is_said_and_the_right_that_follows_from_it() -> None:
    """We said that we would, we have not; you have the right, since when, and how sure we are of it."""
    view = practitioner_view(TABLE, excluded(), day(21))
    late = lines(view, "late")
    assert (
        "We said that we would look again at whether you need to be away from work by 25 January 2026. "
        "We have not done so yet."
    ) in late
    assert [SORRY, NO_REASON] == late[:2]
    right = lines(view, "rights")
    assert right[0].startswith("You have the right to return to work,")
    assert right[0].endswith("You have had this right since 26 January 2026.")
    assert right[-1].startswith(f"Where this comes from: {DH}")
    assert "What is not certain: The final agreement of 2005 was not opened." in right[-1]
    assert right[-1].endswith(NOT_CHECKED)


def test_a_right_is_gone_once_it_was_used() -> None:
    """After the return it is no news."""
    case = happened(TABLE, excluded(), "return-by-right", 22)
    assert "rights" not in {each.name for each in practitioner_view(TABLE, case, day(23)).sections}


def test_a_right_that_was_gained_twice_is_told_once() -> None:
    """Each missed review gives the same right; the page says since when it stands."""
    rules = {**TABLE.obligations}
    rules["again"] = attrs.evolve(rules["end-of-immediate-exclusion"], within=Period(number=13, unit="calendar days"))
    right = lines(practitioner_view(attrs.evolve(TABLE, obligations=rules), excluded(), day(30)), "rights")
    assert 1 == sum("You have had this right since 26 January 2026." in each for each in right)
    assert 1 == sum("You have had this right since" in each for each in right)


def test_a_right_without_words_of_its_own_is_told_by_its_name() -> None:
    """No right is lost because a table has no sentence for it; one that was verified needs no caution."""
    rights = {code: attrs.evolve(each, told="") for code, each in TABLE.rights.items()}
    rules = {code: attrs.evolve(each, verified=True) for code, each in TABLE.obligations.items()}
    table = attrs.evolve(TABLE, rights=rights, obligations=rules)
    right = lines(practitioner_view(table, excluded(), day(21)), "rights")
    assert right[0].startswith("You have this, because something was not done in time: right to return to work.")
    assert not any(NOT_CHECKED in each for each in right)


def test_a_period_that_was_verified_names_its_rule() -> None:
    """Only then is a day more than a promise."""
    rules = {**TABLE.obligations, "investigation": attrs.evolve(TABLE.obligations["investigation"], verified=True)}
    found = lines(practitioner_view(attrs.evolve(TABLE, obligations=rules), excluded(), day(9)), "next")
    (line,) = (each for each in found if "looking into" in each)
    assert "by 9 February 2026. This is a rule: Maintaining High Professional Standards" in line


def test_what_is_promised_late_is_not_promised_again() -> None:
    """Two calls that are owed, one late and one to come, are told as the late one."""
    view = practitioner_view(TABLE, excluded(), day(12))
    assert 1 == sum("ask you how you are" in each for each in lines(view, "late"))
    assert not any("ask you how you are" in each for each in lines(view, "next"))


def test_a_reason_is_told_when_it_may_be_shown_and_else_that_there_is_one() -> None:
    """Why something is late stands there in words once they are released."""
    case = happened(TABLE, excluded(), "explain-lateness", 21, obligation="end-of-immediate-exclusion", reason="n60")
    item = Item(id="n60", kind="reason", words="The doctor who decides was ill.")
    unsaid = practitioner_view(TABLE, case, day(22), items=[item])
    said = practitioner_view(TABLE, case, day(22), items=[item], decisions=[released("n60", "own-words")])
    (before,) = (each for each in lines(unsaid, "late") if "look again" in each)
    (after,) = (each for each in lines(said, "late") if "look again" in each)
    assert before.endswith(f"We have not done so yet. {WRITTEN_DOWN}")
    assert after.endswith("We have not done so yet. The reason: The doctor who decides was ill.")


def test_a_day_that_was_moved_says_so() -> None:
    """An extension is told as a later day than the first."""
    case = happened(TABLE, excluded(), "extend-period", 10, obligation="investigation", until=day(60), reason="n60")
    found = lines(practitioner_view(TABLE, case, day(11)), "next")
    assert (
        "We will finish looking into the concern by 6 March 2026. This is later than the day that we first set."
    ) in found


def test_what_may_be_done_unknown_to_the_reader_is_not_said_to_be_undone() -> None:
    """A report that is in is no event that reaches the practitioner: the page says what they were told."""
    (line,) = (each for each in lines(practitioner_view(TABLE, excluded(), day(40)), "late") if "looking into" in each)
    assert line == f"We said that we would finish looking into the concern by 9 February 2026. {MAY_BE_DONE}"


def test_what_was_done_late_is_told_with_how_late_it_was() -> None:
    """One day and several days, each once."""
    case = happened(TABLE, excluded(), "wellbeing-contact", 11, role="contact", who=CONTACT)
    found = lines(practitioner_view(TABLE, case, day(11)), "late")
    assert (
        "We said that we would ask you how you are by 15 January 2026. We did it on 16 January 2026, 1 day late."
        in found
    )
    case = happened(TABLE, excluded(), "wellbeing-contact", 13, role="contact", who=CONTACT)
    found = lines(practitioner_view(TABLE, case, day(13)), "late")
    assert any(each.endswith("We did it on 18 January 2026, 3 days late.") for each in found)


def test_a_ceiling_is_no_promise() -> None:
    """How long a state may last at most is nothing that we said we would do."""
    limit = attrs.evolve(TABLE.obligations["investigation"], ceiling=True, told="let this last")
    table = attrs.evolve(TABLE, obligations={**TABLE.obligations, "limit": limit})
    assert "let this last" not in text(practitioner_view(table, excluded(), day(40)))


def test_when_there_is_nothing_to_come_the_page_says_so() -> None:
    """No day is made up."""
    rules = {code: attrs.evolve(each, told="") for code, each in TABLE.obligations.items()}
    view = practitioner_view(attrs.evolve(TABLE, obligations=rules), excluded(), day(50))
    assert [NOTHING_NEXT] == lines(view, "next")
    assert "late" not in {each.name for each in view.sections}


def test_what_is_owed_in_a_part_that_is_kept_apart_is_not_told() -> None:
    """An obligation of a restricted region stays there, whatever words it has."""
    table = load_process(
        """
        extends = "five-step"
        id = "ours"
        [regions.welfare]
        restricted = true
        """
    )
    found = practitioner_view(table, case_until("tell-practitioner", table), day(4))
    assert not any("ask you how you are" in each for each in lines(found, "next"))


# --- whom to call ----------------------------------------------------------------------------------------------------


def test_whom_to_call_stands_first_and_how_to_say_that_something_is_wrong_last() -> None:
    """The contact, whoever looks after the case, support from outside, and whom to tell of a mistake."""
    view = practitioner_view(TABLE, excluded(), day(10), reach=REACH)
    assert ["opening", "call"] == [each.name for each in view.sections][:2]
    assert [
        "Your named contact: Robin Example, 01234 567890",
        "Whoever looks after the case: Sam Example, 01234 567891",
    ] == lines(view, "call")
    assert "From outside: the support line for doctors" in lines(view, "support")
    assert "Tell or write to: Kim Example, 01234 567892" == lines(view, "wrong")[-1]


def test_what_was_not_given_is_said_to_be_missing() -> None:
    """A page without a contact says so, and asks its reader to ask."""
    view = practitioner_view(TABLE, excluded(), day(10))
    assert [f"Your named contact: {NOT_GIVEN}"] == lines(view, "call")
    assert lines(view, "wrong")[-1].endswith(NOT_GIVEN)
    mine = practitioner_view(TABLE, excluded(), day(10), reach=Reach(contact="Robin Example"))
    assert "Tell or write to: Robin Example" == lines(mine, "wrong")[-1]


def test_names_stay_out_of_a_representation() -> None:
    """What is printed by mistake names nobody."""
    assert "Example" not in repr(REACH)


# --- what is held ----------------------------------------------------------------------------------------------------


def held(case: Case, number: int, until: int = 90) -> Case:
    """Return the case after telling is held from a day on."""
    return happened(TABLE, case, "hold-telling", number, id="h1", choice="police", until=day(until), reason="n50")


def test_during_a_hold_the_page_is_as_if_there_were_none() -> None:
    """Nothing that is recorded is told, neither what happened, nor what comes next, nor what is late."""
    before = excluded()
    after = happened(TABLE, held(before, 9), "seek-advice", 12, id="a1", evidence=("d50",))
    after = happened(TABLE, after, "explain-lateness", 21, obligation="end-of-immediate-exclusion", reason="n60")
    after = happened(TABLE, after, "extend-period", 21, obligation="investigation", until=day(60), reason="n61")
    for number in (10, 15, 22, 40, 80):
        assert practitioner_view(TABLE, before, day(number)) == practitioner_view(TABLE, after, day(number))


def test_what_was_struck_out_during_a_hold_still_stands_on_the_page() -> None:
    """Even what disappears from a page would tell that something is going on."""
    before = excluded()
    contact = next(each.id for each in before.log if each.what == "wellbeing-contact")
    after = happened(TABLE, held(before, 9), "strike-entry", 10, about=contact, reason="n60")
    assert practitioner_view(TABLE, before, day(11)) == practitioner_view(TABLE, after, day(11))
    assert practitioner_view(TABLE, before, day(95)) != practitioner_view(TABLE, after, day(95))


def test_after_the_hold_the_page_tells_what_happened_and_nothing_of_the_hold() -> None:
    """What was held comes to be known; that it was held does not stand on the page."""
    after = happened(TABLE, held(excluded(), 9, 12), "seek-advice", 10, id="a1", evidence=("d50",))
    view = practitioner_view(TABLE, after, day(13))
    assert ("15 January 2026", TABLE.events["seek-advice"].told) in happenings(view)
    assert not re.search(r"police|\bheld\b|\bhold\b", text(view))


def test_somebody_who_knows_of_nothing_is_shown_nothing() -> None:
    """Before anything has reached the practitioner the page is the same whatever there is, hold or not."""
    pages = [
        practitioner_view(TABLE, each, day(1), reach=REACH)
        for each in (opened(), held(opened(), 0), happened(TABLE, opened(), "add-document", 0, evidence=("d1",)))
    ]
    assert pages[0] == pages[1] == pages[2]
    assert [NOTHING] == lines(pages[0], "nothing")
    assert ["nothing", "call", "wrong"] == [each.name for each in pages[0].sections]
    assert "Robin" in text(pages[0])


def test_their_own_act_is_known_to_them() -> None:
    """Somebody who has given an account knows of the case."""
    case = happened(TABLE, opened(), "record-account", 1, role="practitioner", who="p1", evidence=("d1",))
    assert [] != happenings(practitioner_view(TABLE, case, day(1)))


def test_every_page_says_what_it_leaves_out_in_the_same_words() -> None:
    """Whether there is anything or not, so that the words tell nothing."""
    one = practitioner_view(TABLE, case_until("tell-practitioner"), day(10))
    two = practitioner_view(TABLE, case_until(), day(60))
    assert section(one, "left-out") == section(two, "left-out")
    assert "whether or not there is anything of the kind" in lines(one, "left-out")[0]


def test_a_case_that_moved_can_be_shown_during_a_hold() -> None:
    """The tables that it was under are found by the caller's own means."""
    new = load_process('extends = "five-step"\nid = "five-step-2"\nrevision = 2')
    moved = advance(
        TABLE, held(excluded(), 9), event("move-to-table", 10, reason="n60", to_table=new.ref), tables=lambda _: new
    )
    both = {TABLE.ref: TABLE, new.ref: new}
    shown = happenings(practitioner_view(new, moved, day(11), tables=lambda ref: both[ref]))
    assert happenings(practitioner_view(TABLE, excluded(), day(11))) == shown


# --- whoever raised the concern --------------------------------------------------------------------------------------


def test_whoever_raised_the_concern_is_told_of_their_own_contacts_alone() -> None:
    """Their sentences, what is promised to them, and nothing about the practitioner."""
    view = raised_view(TABLE, case_until("begin-engagement"), day(4), reach=REACH)
    assert ("raised-view", "Your concern") == (view.kind, view.title)
    assert [
        ("5 January 2026", TABLE.events["raise-concern"].told_raised),
        ("5 January 2026", TABLE.events["support-raised"].told_raised),
    ] == happenings(view)
    assert ["We will bring you up to date by 2 February 2026.", OUR_DAYS] == lines(view, "next")
    said = text(view)
    assert not re.search(r"practitioner|exclusion|inquiry|account|Your case", said)
    assert "Nobody may treat you worse because you spoke up." in lines(view, "support")[0]


def test_what_is_late_to_whoever_raised_the_concern_is_said() -> None:
    """They are owed honesty too."""
    found = lines(raised_view(TABLE, case_until("begin-engagement"), day(40)), "late")
    assert [SORRY, NO_REASON] == found[:2]
    assert "We said that we would bring you up to date by 2 February 2026. We have not done so yet." == found[2]


def test_a_right_of_theirs_would_be_told_to_them_and_none_of_the_practitioners_is() -> None:
    """Rights go to those who hold them."""
    assert "rights" not in {each.name for each in raised_view(TABLE, excluded(), day(21)).sections}


def test_their_letters_are_theirs() -> None:
    """A letter to the practitioner is not on their page."""
    letters = [sent("thanks", 1, "raised"), sent("concern", 3)]
    view = raised_view(TABLE, excluded(), day(10), sent=letters)
    assert ["6 January 2026: We wrote to thank you."] == lines(view, "letters")


# --- the page as data ------------------------------------------------------------------------------------------------


def test_the_page_is_data_too_and_says_no_more_than_its_words() -> None:
    """Days, sentences, promises, and what is late by how many days."""
    found = to_json(protect(practitioner_view(TABLE, excluded(), day(21)), NONE))
    events = found["events"]
    assert isinstance(events, list)
    assert {"day": "2026-01-05", "says": "A concern was received."} == events[0]
    late = found["late"]
    assert isinstance(late, list)
    assert {"what": "look again at whether you need to be away from work", "by": "2026-01-25", "days": 1} in late
    assert "2026-01-26" == found["at"]


def test_what_occurs_later_is_not_on_the_page_of_a_day() -> None:
    """A page of the past tells what had happened and been sent by then."""
    view = practitioner_view(TABLE, excluded(), day(3), sent=[sent("concern", 3), sent("update", 4)])
    assert "8 January 2026" == happenings(view)[-1][0]
    assert ["8 January 2026: We wrote to you about the concern."] == lines(view, "letters")


def test_an_event_that_the_table_does_not_know_is_left_out() -> None:
    """Under a table without it, nothing can be said of it."""
    known = {code: each for code, each in TABLE.events.items() if code != "seek-advice"}
    table: ProcessTable = attrs.evolve(TABLE, events=known)
    case = follow(TABLE, excluded(), event("seek-advice", 10, evidence=("d50",)))
    assert practitioner_view(table, excluded(), day(11)) == practitioner_view(table, case, day(11))
