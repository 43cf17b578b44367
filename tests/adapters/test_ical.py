"""A calendar file says when something is due and nothing else, and other programs can read it."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar as Read
from tests.core.process.made_cases import CONTACT, PRACTITIONER, case_until, day

from fairness_adapters.calendars import BankHolidays
from fairness_adapters.ical import Title, to_ical
from fairness_core.errors import CallerError, MissingExtra
from fairness_core.process.obligations import Owed, due
from fairness_core.process.table import process_table

NOW = datetime(2026, 1, 14, 9, 30, 15, 123456, tzinfo=UTC)
OWED = due(process_table("five-step"), case_until("exclude-at-once"), day(9))
ONE = OWED[0]


def entries(data: bytes) -> list[Any]:
    """Return the entries of a calendar file, as a program that reads it has them."""
    return list(Read.from_ical(data).walk("VEVENT"))


def on(due_day: date, **fields: Any) -> Owed:
    """Return something owed on a day."""
    return attrs.evolve(ONE, due=due_day, **fields)


def test_each_thing_owed_is_an_entry_of_its_day() -> None:
    """There is one entry for each thing owed, of a whole day, in the order of the days."""
    found = entries(to_ical({"c1": OWED}, NOW))
    assert [each.due for each in OWED] == [entry.decoded("dtstart") for entry in found]
    assert 5 < len(found)


def test_an_entry_says_when_and_in_which_case_and_nothing_else() -> None:
    """Title and reminder are neutral; what, why and about whom stand nowhere in the file."""
    text = to_ical({"c1": OWED}, NOW).decode()
    assert {"Case c1: something is due"} == {str(entry["summary"]) for entry in entries(text.encode())}
    hidden = {
        PRACTITIONER,
        CONTACT,
        "exclu",
        "review",
        "wellbeing",
        "practitioner",
        "welfare",
        "contact",
        "late",
        "right",
    }
    hidden |= {part for each in OWED for part in (each.code, each.title, each.event, each.owed_by, each.basis) if part}
    said = "\n".join(line for line in text.splitlines() if not line.startswith(("UID:", "TRIGGER:"))).lower()
    assert [] == [each for each in hidden if each.lower() in said]


def test_a_title_may_say_even_less() -> None:
    """A plain title leaves the reference out; there is no other title to choose."""
    text = to_ical({"case-17": OWED}, NOW, title="plain").decode()
    assert {"Something is due"} == {str(entry["summary"]) for entry in entries(text.encode())}
    assert "case-17" not in text.replace("\r\n ", "")
    with pytest.raises(CallerError, match=r"There is no title 'full'. There are: reference, plain"):
        to_ical({"c1": OWED}, NOW, title="full")  # type: ignore[arg-type]


def test_entries_are_private_and_leave_the_day_free() -> None:
    """Other people see neither the title nor that somebody is busy."""
    for entry in entries(to_ical({"c1": OWED}, NOW)):
        assert ("PRIVATE", "TRANSPARENT") == (entry["class"], entry["transp"])
        assert sorted(("UID", "DTSTAMP", "DTSTART", "SUMMARY", "CLASS", "TRANSP")) == sorted(entry.keys())


@pytest.mark.parametrize(
    ("due_day", "reminded"),
    [
        (date(2026, 1, 15), "2026-01-14T09:00"),
        (date(2026, 1, 19), "2026-01-16T09:00"),
        (date(2026, 1, 18), "2026-01-16T09:00"),
        (date(2026, 4, 7), "2026-04-02T09:00"),
        (date(2026, 12, 29), "2026-12-24T09:00"),
    ],
    ids=["Thursday", "Monday", "Sunday", "after Easter", "after Christmas"],
)
def test_the_reminder_is_on_the_working_day_before(due_day: date, reminded: str) -> None:
    """At nine on the last working day before, by the calendar that was given."""
    (entry,) = entries(to_ical({"c1": [on(due_day)]}, NOW, calendar=BankHolidays()))
    (alarm,) = entry.walk("VALARM")
    start = datetime.combine(entry.decoded("dtstart"), datetime.min.time())
    assert datetime.fromisoformat(reminded) == start + alarm.decoded("trigger")
    assert ("DISPLAY", "Case c1: something is due") == (alarm["action"], alarm["description"])


def test_the_same_moment_gives_the_same_bytes() -> None:
    """Whatever the order in which cases and things owed come, and in whichever offset the moment is said."""
    one = to_ical({"c1": OWED, "c2": OWED[:2]}, NOW)
    other = to_ical({"c2": OWED[:2], "c1": OWED}, NOW.astimezone(timezone(timedelta(hours=1))))
    assert one == other
    assert one != to_ical({"c1": OWED, "c2": OWED[:2]}, NOW + timedelta(seconds=1))
    assert one.count(b"DTSTAMP:20260114T093015Z\r\n") == len(entries(one))
    assert {datetime(2026, 1, 14, 9, 30, 15, tzinfo=UTC)} == {each.decoded("dtstamp") for each in entries(one)}


def test_an_entry_keeps_its_uid_when_its_day_moves() -> None:
    """A calendar that reads the file again replaces the entry, also after an extension."""
    (before,) = entries(to_ical({"c1": [ONE]}, NOW))
    (after,) = entries(to_ical({"c1": [on(ONE.due + timedelta(days=9))]}, NOW + timedelta(days=3)))
    assert before["uid"] == after["uid"]
    assert "a72b93f5-8f53-5766-a1f4-2dac0f74cb80" == entries(to_ical({"c1": [named()]}, NOW))[0]["uid"]


def named() -> Owed:
    """Return something owed whose uid was noted when the first calendar was written."""
    return attrs.evolve(ONE, code="reason", event="e1")


def test_every_entry_has_a_uid_of_its_own() -> None:
    """No two things owed share one: not in other cases, from other events, nor twice from one event."""
    twice = [ONE, on(ONE.due + timedelta(days=1))]
    other = [attrs.evolve(ONE, event="e99"), attrs.evolve(ONE, code="x1")]
    data = to_ical({"c1": [*twice, *other], "c2": [ONE]}, NOW)
    assert 5 == len({str(entry["uid"]) for entry in entries(data)})


def test_what_is_done_is_left_out() -> None:
    """What was met or is no longer owed has no entry."""
    assert [] == entries(to_ical({"c1": [on(ONE.due, met=ONE.due), on(ONE.due, ended=ONE.due)]}, NOW))


def test_what_is_held_is_due_when_the_hold_ends() -> None:
    """While telling is held, the entry stands on the last day of the hold; otherwise on its own."""
    held = [on(day(12), holds=((day(10), day(20)),)), on(day(22))]
    assert [day(20), day(22)] == [entry.decoded("dtstart") for entry in entries(to_ical({"c1": held}, NOW))]


def test_nothing_owed_is_an_empty_calendar() -> None:
    """Without anything owed there is a calendar all the same."""
    for nothing in ({}, {"c1": ()}):
        data = to_ical(nothing, NOW)
        assert [] == entries(data)
        assert data.startswith(b"BEGIN:VCALENDAR\r\n")


def test_a_moment_without_its_offset_is_refused() -> None:
    """A moment that could be another one is refused."""
    with pytest.raises(CallerError, match="`now` is a moment with its offset"):
        to_ical({"c1": OWED}, datetime(2026, 1, 14))  # noqa: DTZ001


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library, the message has the line that installs it."""
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(MissingExtra, match="Writing a calendar needs the extra 'cases'"):
        to_ical({"c1": OWED}, NOW)


@given(
    reference=st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=120),
    title=st.sampled_from(["reference", "plain"]),
    due_day=st.dates(date(1950, 1, 1), date(2200, 1, 1)),
)
def test_whatever_the_reference_the_file_is_sound(reference: str, title: Title, due_day: date) -> None:
    """Any reference is escaped and folded as the standard says, and comes back as it was."""
    data = to_ical({reference: [on(due_day)]}, NOW, title=title)
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 75
    (entry,) = entries(data)
    said = f"Case {reference}: something is due" if title == "reference" else "Something is due"
    assert (said, due_day) == (str(entry["summary"]), entry.decoded("dtstart"))
    assert ("2.0", "PUBLISH") == (Read.from_ical(data)["version"], Read.from_ical(data)["method"])
