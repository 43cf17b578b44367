"""What no view of a case ever tells, whatever its log: nothing withheld, nobody else, and not that anything is held.

Logs are random and nobody judges them: whatever may stand in a log, the page is safe. Everything of the table that
is not meant for a reader bears a mark, so that it would be seen on the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import cache

import attrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairness_core.disclosure import NONE, protect
from fairness_core.process.log import Case, Event, Header, Subject, begin, follow
from fairness_core.process.obligations import held
from fairness_core.process.release import Decision, Item, held_events, plan, reached
from fairness_core.process.table import EventType, ProcessTable, process_table
from fairness_core.report.draft import Draft
from fairness_core.report.practitioner_view import practitioner_view, raised_view
from fairness_core.serial import to_json
from fairness_core.staff import StaffRef

PROCESS = "five-step"
FIRST = datetime(2026, 1, 5, 9, tzinfo=UTC)
SUBJECT = "person1"
PEOPLE = (SUBJECT, "person2", "person3", "person4", "person5")
SECRET, APART, THEIRS, PAPER = "SECRET", "APART", "THEIRS", "PAPER"
quick = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


@cache
def marked() -> ProcessTable:
    """Return the process with a mark on everything that is not for the practitioner."""
    table = process_table(PROCESS)
    return attrs.evolve(
        table,
        events={code: _marked(table, code, each) for code, each in table.events.items()},
        obligations={
            code: attrs.evolve(
                each,
                title=SECRET,
                says=SECRET,
                told=each.told and (THEIRS if each.to == "raised" else each.told),
            )
            for code, each in table.obligations.items()
        },
        regions={
            code: attrs.evolve(
                each,
                title=SECRET,
                states={name: attrs.evolve(state, label=SECRET) for name, state in each.states.items()},
            )
            for code, each in table.regions.items()
        },
        roles={code: attrs.evolve(each, label=SECRET) for code, each in table.roles.items()},
        rights={code: attrs.evolve(each, label=SECRET, says=SECRET) for code, each in table.rights.items()},
    )


def _marked(table: ProcessTable, code: str, each: EventType) -> EventType:
    apart = any(table.regions[region].restricted for region in table.index.regions_of.get(code, ()))
    return attrs.evolve(
        each,
        label=SECRET,
        choices=dict.fromkeys(each.choices, SECRET),
        told=each.told and (APART if apart else f"Told: {code}."),
        told_raised=each.told_raised and THEIRS,
    )


@st.composite
def logs(draw: st.DrawFn, events: tuple[str, ...] = (), start: Case | None = None, most: int = 25) -> Case:
    """Draw a case whose log nobody judged, beginning with a concern, or going on from a case."""
    table = marked()
    case = start or begin(table, Header(reference="case1", subject=Subject(id=SUBJECT), process=table.ref))
    there = events or tuple(code for code, each in table.events.items() if each.effect not in ("open", "migrate"))
    names = [*([] if start else ["raise-concern"]), *draw(st.lists(st.sampled_from(there), max_size=most))]
    at = case.log[-1].recorded if case.log else FIRST
    for what in names:
        at += timedelta(days=draw(st.sampled_from((0, 0, 1, 3, 10, 30))))
        case = follow(table, case, _event(draw, table, case, what, at))
    return case


def _event(draw: st.DrawFn, table: ProcessTable, case: Case, what: str, at: datetime) -> Event:
    number = len(case.log) + 1
    kind = table.events[what]
    ids = [each.id for each in case.log if not table.events[each.what].effect] or [case.log[0].id if case.log else ""]
    person = StaffRef(role=kind.role or "contact", id=draw(st.sampled_from(PEOPLE)))
    return Event(
        id=f"event{number}",
        what=what,
        occurred=at - timedelta(days=draw(st.sampled_from((0, 0, 0, 2)))),
        recorded=at,
        actor=StaffRef(role=draw(st.sampled_from(("case-manager", *table.roles))), id=draw(st.sampled_from(PEOPLE))),
        reason=f"note{number}",
        evidence=(f"paper{number}",),
        review_on=at.date() + timedelta(days=draw(st.integers(0, 30))),
        contact=person,
        person=person,
        until=at.date() + timedelta(days=draw(st.integers(0, 30))) if kind.effect in ("hold", "extend") else None,
        choice=draw(st.sampled_from([*kind.choices])) if kind.choices else "",
        about=draw(st.sampled_from(ids)) if kind.effect in ("supply", "correct", "strike") else "",
        obligation=draw(st.sampled_from([*table.obligations])) if kind.effect in ("extend", "explain") else "",
    )


def on_some_day(case: Case) -> st.SearchStrategy[date]:
    """Draw a day from the first of a case until a while after the last."""
    last = case.log[-1].recorded.date()
    return st.dates(FIRST.date(), last + timedelta(days=60))


def said(draft: Draft) -> str:
    """Return everything that a page says, in words and as data."""
    return repr(draft.sections) + repr(draft.title) + repr(draft.subtitle) + repr(to_json(protect(draft, NONE)))


def happened(draft: Draft) -> list[object]:
    """Return the sentences of the timeline."""
    return [row[1] for each in draft.sections if each.table for row in each.table.rows]


@quick
@given(st.data())
def test_nothing_that_is_withheld_and_nobody_else_is_on_the_practitioners_page(data: st.DataObject) -> None:
    """No event without a sentence, nothing of a restricted region, no label, no code, no reference to anybody."""
    case = data.draw(logs())
    page = said(practitioner_view(marked(), case, data.draw(on_some_day(case))))
    assert [] == [each for each in (SECRET, APART, THEIRS) if each in page]
    assert [] == [each for each in (*PEOPLE, "case1", "event", "note", "paper") if f"{each}" in _without(page)]


def _without(page: str) -> str:
    """Return a page without the keys of its data and the words of ours that look like references."""
    return page.replace("'events'", "").replace("notes=", "").replace("'notes'", "").replace("papers", "")


@quick
@given(st.data())
def test_what_stands_on_the_page_is_what_the_plan_shows(data: st.DataObject) -> None:
    """Each event that may be shown has its sentence, once for each time that it happened, and no other has."""
    case = data.draw(logs())
    day = data.draw(on_some_day(case))
    page = practitioner_view(marked(), case, day)
    shown = {each.id for each in plan(marked(), case, at=day).shown("event")}
    wanted = [f"Told: {each.what}." for each in case.log if each.id in shown and each.day <= day]
    assert sorted(wanted) == sorted(map(str, happened(page))) or "nothing" == page.sections[0].name


@quick
@given(st.data())
def test_the_page_of_whoever_raised_the_concern_tells_of_nobody_else(data: st.DataObject) -> None:
    """Nothing that was told to the practitioner, nothing that has no sentence for them, no reference to anybody."""
    case = data.draw(logs())
    page = said(raised_view(marked(), case, data.draw(on_some_day(case))))
    assert [] == [each for each in (SECRET, APART, "Told: ") if each in page]
    assert [] == [each for each in (*PEOPLE, "case1", "event", "note", "paper") if each in _without(page)]


@quick
@given(st.data())
def test_with_a_hold_in_place_the_page_is_that_of_the_case_without_what_is_held(data: st.DataObject) -> None:
    """Whatever was recorded, and whenever: the page, its dates and its data are the same as if it had not been."""
    table, case = marked(), data.draw(logs())
    day = data.draw(on_some_day(case))
    gone = held_events(table, case, day)
    hold = held(table, case, day)
    assert hold is not None or not gone
    # What the practitioner recorded themselves is no secret to them, not even a hold: these logs are not judged.
    assert gone or hold is None or all(reached(table, case, each) for each in case.log if each.what == "hold-telling")
    case_without = begin(table, case.header)
    for each in case.log:
        case_without = case_without if each.id in gone else follow(table, case_without, each)
    assert practitioner_view(table, case_without, day) == practitioner_view(table, case, day)


@quick
@given(st.data())
def test_nothing_recorded_during_a_hold_changes_the_page(data: st.DataObject) -> None:
    """From the hold on the page stays what it would have been, unless something itself reaches the practitioner."""
    table = marked()
    quiet = tuple(
        code for code, each in table.events.items() if each.effect not in ("open", "migrate", "hold", "release")
    )
    before = data.draw(logs(quiet, most=10))
    moment = before.log[-1].recorded
    told = attrs.evolve(_by_manager("told1", "tell-practitioner", moment), evidence=("paper900",))
    before = follow(table, before, told)
    hold = attrs.evolve(
        _by_manager("hold1", "hold-telling", moment), until=moment.date() + timedelta(days=900), choice="police"
    )
    after = holding = follow(table, before, hold)
    for each in data.draw(logs(quiet, start=holding)).log[len(holding.log) :]:
        if not reached(table, after, each) and (not each.about or each.about in after.places):
            after = follow(table, after, each)
    day = moment.date() + timedelta(days=data.draw(st.integers(0, 60)))
    assert practitioner_view(table, before, day) == practitioner_view(table, after, day)


def _by_manager(event_id: str, what: str, moment: datetime) -> Event:
    manager = StaffRef(role="case-manager", id="person2")
    return Event(id=event_id, what=what, occurred=moment, recorded=moment, actor=manager)


@quick
@given(st.data())
def test_a_paper_is_on_the_page_only_by_a_decision_that_lifts_every_ground(data: st.DataObject) -> None:
    """Whatever is decided about papers: what stands on the page was released last, and is not held."""
    table, case = marked(), data.draw(logs(most=10))
    day = data.draw(on_some_day(case))
    marks = st.sampled_from(((), ("third-party",), ("legal-privilege",)))
    items = [
        Item(id=f"paper{number}", kind="document", words=f"{PAPER}-{number}-", grounds=data.draw(marks))
        for number in range(1, len(case.log) + 1)
    ]
    decisions = data.draw(st.lists(_decisions(len(items)), max_size=6))
    page = said(practitioner_view(table, case, day, items=items, decisions=decisions))
    held_now = held_events(table, case, day)
    for number, item in enumerate(items, start=1):
        if f"{PAPER}-{number}-" in page:
            assert any(each.item == item.id and each.what == "release" and each.on <= day for each in decisions)
            assert f"event{number}" not in held_now
            assert "third-party" not in item.grounds or any(each.ground == "consent" for each in decisions)


def _decisions(most: int) -> st.SearchStrategy[Decision]:
    what = st.sampled_from((("release", "consent"), ("release", "own-words"), ("withhold", "confidential-advice")))
    return st.builds(
        _decision,
        number=st.integers(1, max(1, most)),
        pair=what,
        days=st.integers(0, 90),
    )


def _decision(number: int, pair: tuple[str, str], days: int) -> Decision:
    by = StaffRef(role="information-governance", id="person9")
    what, ground = pair
    on = FIRST.date() + timedelta(days=days)
    return Decision(item=f"paper{number}", what=what, ground=ground, by=by, on=on)  # type: ignore[arg-type]


def _ids(events: Iterable[Event]) -> list[str]:
    return [each.id for each in events]


@quick
@given(st.data())
def test_a_hold_takes_nothing_away_that_reached_the_practitioner(data: st.DataObject) -> None:
    """What they were told, and what they did themselves, stays."""
    table, case = marked(), data.draw(logs())
    day = data.draw(on_some_day(case))
    gone = held_events(table, case, day)
    known = [each for each in case.log if reached(table, case, each) and not each.about]
    assert [] == [each for each in _ids(known) if each in gone]
