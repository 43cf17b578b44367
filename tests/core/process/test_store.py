"""Cases in a store: judged before they are kept, the same thing twice is once, and what is wrong is said."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from hashlib import sha256
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.process.made_cases import PRACTITIONER, RAISED, event
from tests.core.process.memory_store import MemoryStore
from tests.core.process.store_contract import SALT, StoreContract

from fairness_core.errors import (
    CallerError,
    FairnessError,
    InvalidData,
    StaleVersion,
    TransitionRefused,
    UnreadableSource,
)
from fairness_core.problems import Problem, Severity, warning
from fairness_core.process.chain import note_ref
from fairness_core.process.clocks import Weekdays
from fairness_core.process.log import Case, Event, Subject
from fairness_core.process.obligations import due, lapsed, rights
from fairness_core.process.retention import why_not_destroyed
from fairness_core.process.store import (
    MOST_REFUSED,
    CaseStore,
    StoredNote,
    load,
    open_stored,
    packaged_table,
    read_log,
    record,
    verify,
)
from fairness_core.process.table import ProcessTable, TableRef, process_table
from fairness_core.process.timeline import timeline

WORDS = StoredNote.made("Two records were late.", SALT)
MORE = StoredNote.made("They were made up on the day.", SALT)
FIRST = event("raise-concern", id="e1", role="raised", who=RAISED, reason=WORDS.ref)


class TestMemoryStore(StoreContract):
    """The store of the tests is a store."""

    @pytest.fixture
    def store(self) -> CaseStore:
        """Return a store that holds nothing."""
        return MemoryStore()


def opened(store: CaseStore, first: Event = FIRST, notes: Sequence[StoredNote] = (WORDS,), **also: Any) -> Case:
    """Open the case c1 of the five steps."""
    said: dict[str, Any] = {"reference": "c1", "subject": Subject(id=PRACTITIONER), **also}
    return open_stored(store, process_table("five-step"), first, notes=notes, **said)


def kept() -> MemoryStore:
    """Return a store with the case c1 that was just opened."""
    store = MemoryStore()
    opened(store)
    return store


def codes(found: Sequence[Problem]) -> list[str]:
    """Return the codes of findings."""
    return [each.code for each in found]


def test_words_give_their_reference() -> None:
    """A note is made of words and salt, and can tell whether its words are still those."""
    assert (note_ref("Two records were late.", SALT), True) == (WORDS.ref, WORDS.is_whole)
    assert not attrs.evolve(WORDS, text="Three records were late.").is_whole
    assert ("note", "ordinary") == (WORDS.kind, WORDS.confidentiality)


def test_words_do_not_show_in_what_is_printed() -> None:
    """Neither the words nor the salt stand in a note's representation, which may end up in a log file."""
    assert f"StoredNote(ref='{WORDS.ref}', kind='note', confidentiality='ordinary')" == repr(WORDS)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"text": "  "}, "needs its text"),
        ({"text": "\ud800"}, "cannot be written"),
        ({"salt": "0123456789abcde"}, "at least 16 characters"),
        ({"ref": "Sam Example"}, "has a reference, and never words"),
    ],
)
def test_a_note_that_cannot_be_kept_is_refused(fields: dict[str, Any], message: str) -> None:
    """Words are there and can be written, salt is long enough, a reference is one; nothing is quoted."""
    with pytest.raises(CallerError, match=message) as refused:
        attrs.evolve(WORDS, **fields)
    assert "Sam" not in str(refused.value)


def test_a_packaged_table_is_found_as_it_was() -> None:
    """A table is found by what a case pinned; another text, another revision and another id are refused."""
    table = process_table("five-step")
    assert packaged_table(table.ref) is table
    for other in ({"revision": 99}, {"sha256": "0" * 64}):
        with pytest.raises(CallerError, match=r"The case needs five-step, revision .*the packaged one is revision 1"):
            packaged_table(attrs.evolve(table.ref, **other))
    with pytest.raises(CallerError, match="no process 'grievance-9'"):
        packaged_table(TableRef(id="grievance-9", revision=1))


def test_a_case_is_opened_and_kept() -> None:
    """The log that is kept replays to the case that was opened, its words are beside it, and all is well."""
    store = MemoryStore()
    case = opened(store)
    assert (case, 1) == (load(store, "c1"), case.version)
    assert (WORDS, ()) == (store.note("c1", WORDS.ref), verify(store, "c1"))


def test_a_case_that_may_not_be_opened_leaves_nothing() -> None:
    """An event that opens no case is refused before anything is kept."""
    store = MemoryStore()
    with pytest.raises(TransitionRefused, match="A case begins with one of"):
        opened(store, event("close", reason=WORDS.ref))
    assert ((), ()) == (store.references(), store.notes("c1"))


def test_opening_again_is_once() -> None:
    """The same opening changes nothing, also when the case has gone on since."""
    store = kept()
    before = store.lines("c1")
    assert 1 == opened(store).version
    record(store, "c1", event("declare-no-conflict", 0))
    opened(store)
    assert before == store.lines("c1")[:2]
    assert 2 == load(store, "c1").version


@pytest.mark.parametrize(
    "other",
    [
        {"first": attrs.evolve(FIRST, id="e9")},
        {"subject": Subject(id="p2")},
        {"first": attrs.evolve(FIRST, evidence=("d1",))},
    ],
)
@pytest.mark.parametrize("late", [False, True])
def test_another_case_of_that_reference_is_refused(other: dict[str, Any], late: bool) -> None:
    """A reference that is taken is refused, also when it was taken a moment ago; the case that has it stays."""

    class Late(MemoryStore):
        """A store whose list of cases was looked at a moment too early."""

        def references(self) -> tuple[str, ...]:
            return () if late else super().references()

    store = Late()
    opened(store)
    before = store.lines("c1")
    opened(store)
    with pytest.raises(CallerError, match="There is another case c1 already"):
        opened(store, **other)
    assert before == store.lines("c1")


def test_an_event_is_recorded_with_its_words() -> None:
    """What is kept replays to what was returned, and the words are beside it."""
    store = kept()
    case = record(
        store, "c1", event("declare-no-conflict", 0, evidence=("d1", MORE.ref)), expected=1, notes=iter([MORE])
    )
    assert (case, 2) == (load(store, "c1"), case.version)
    assert MORE == store.note("c1", MORE.ref)
    assert ["kept_elsewhere"] == codes(verify(store, "c1"))


def test_an_event_that_is_refused_leaves_nothing() -> None:
    """A refused event keeps neither its line nor its words."""
    store = kept()
    before = store.lines("c1")
    with pytest.raises(TransitionRefused):
        record(store, "c1", event("close", 1, reason=MORE.ref), notes=[MORE])
    assert (before, (WORDS.ref,)) == (store.lines("c1"), store.notes("c1"))


def test_a_stale_event_is_refused() -> None:
    """Who has seen another version records nothing."""
    store = kept()
    with pytest.raises(StaleVersion):
        record(store, "c1", event("declare-no-conflict", 0), expected=0)
    assert 1 == load(store, "c1").version


def test_who_is_overtaken_while_recording_is_refused() -> None:
    """When somebody records between reading and writing, the store refuses the line."""

    class Overtaken(MemoryStore):
        """A store in which somebody else is always a moment quicker."""

        def append(self, reference: str, line: str, *, expected: int) -> None:
            super().append(reference, line, expected=expected)
            super().append(reference, line, expected=expected)

    store = Overtaken()
    opened(store)
    with pytest.raises(StaleVersion) as refused:
        record(store, "c1", event("declare-no-conflict", 0))
    assert (1, 2) == (refused.value.expected, refused.value.found)


def test_an_event_recorded_again_is_once() -> None:
    """The same event changes nothing, whatever version was expected; its id for another event is refused."""
    store = kept()
    said = event("declare-no-conflict", 0, id="e2", evidence=(MORE.ref,))
    record(store, "c1", said, expected=1, notes=[MORE])
    before = store.lines("c1")
    assert 2 == record(store, "c1", said, expected=1, notes=[MORE]).version
    with pytest.raises(CallerError, match="The id e2 belongs to another event"):
        record(store, "c1", attrs.evolve(said, evidence=()))
    assert before == store.lines("c1")


def test_words_that_the_event_does_not_refer_to_are_refused() -> None:
    """Words that nobody would find again are not kept, and nor is the event."""
    store = MemoryStore()
    with pytest.raises(CallerError, match="does not refer to all of the words"):
        opened(store, notes=[WORDS, MORE])
    assert ((), ()) == (store.references(), store.notes("c1"))
    opened(store)
    with pytest.raises(CallerError, match="does not refer to all of the words"):
        record(store, "c1", event("declare-no-conflict", 0, reason=WORDS.ref), notes=[WORDS, MORE])
    assert (1, (WORDS.ref,)) == (load(store, "c1").version, store.notes("c1"))


def test_words_that_are_not_those_of_their_reference_are_refused() -> None:
    """A note whose words were changed before they were kept is refused."""
    with pytest.raises(CallerError, match="are not those"):
        opened(MemoryStore(), notes=[attrs.evolve(WORDS, text="Three records were late.")])


def redaction() -> Event:
    """Return the event that redacts the words of the concern."""
    return event("redact-notes", 4, id="e9", reason=MORE.ref, refs=(WORDS.ref,))


def test_a_redaction_takes_the_words_away() -> None:
    """Redacted words are gone, those that say why are there, the log is whole and the states are the same."""
    store = kept()
    before = load(store, "c1")
    after = record(store, "c1", redaction(), notes=[MORE])
    assert (None, MORE) == (store.note("c1", WORDS.ref), store.note("c1", MORE.ref))
    assert (before.states, ()) == (after.states, verify(store, "c1"))


def test_a_redaction_that_was_cut_short_is_finished() -> None:
    """Words that are still there after their redaction are told of, and go when it is recorded again."""
    store = kept()
    record(store, "c1", redaction(), notes=[MORE])
    store.keep_note("c1", WORDS)
    (found,) = verify(store, "c1")
    assert ("words_still_there", Severity.WARNING, WORDS.ref) == (found.code, found.severity, found.where.field)
    record(store, "c1", redaction(), notes=[MORE])
    assert () == verify(store, "c1")


def test_only_a_redaction_removes_words() -> None:
    """An event of another kind that names notes removes none."""
    store = kept()
    record(store, "c1", event("declare-no-conflict", 0, refs=(WORDS.ref,)))
    assert WORDS == store.note("c1", WORDS.ref)


def test_the_head_shows_an_end_that_was_cut_off() -> None:
    """Who noted the head sees that events are missing at the end; without it, nobody could."""
    store = kept()
    record(store, "c1", event("declare-no-conflict", 0))
    head = read_log(store, "c1").head
    assert () == verify(store, "c1", head)
    store.logs["c1"].pop()
    assert ([], ["another_head"]) == (codes(verify(store, "c1")), codes(verify(store, "c1", head)))


def test_the_log_of_another_case_is_refused() -> None:
    """A log that was kept under another reference is not read as that case."""
    store = kept()
    store.logs["c2"] = store.logs["c1"]
    with pytest.raises(InvalidData, match="c2 is not the log of the case c2"):
        load(store, "c2")
    assert ["another_case"] == codes(verify(store, "c2"))


def test_there_is_no_case() -> None:
    """Nothing is made up of a case that is not there."""
    for ask in (load, verify, read_log):
        with pytest.raises(UnreadableSource, match="There is no case c9 here"):
            ask(MemoryStore(), "c9")
    with pytest.raises(UnreadableSource):
        record(MemoryStore(), "c9", event("declare-no-conflict", 0))


@pytest.mark.parametrize("line", [0, 1, 2])
def test_a_changed_line_is_named(line: int) -> None:
    """A changed character is told of with its line, and what the store finds stands beside it."""
    store = kept()
    record(store, "c1", event("declare-no-conflict", 0))
    text = store.logs["c1"][line]
    store.logs["c1"][line] = text.replace("2026", "2025", 1) if "2026" in text else text.replace("five", "four", 1)
    store.found = (warning("odd", "Something is odd."),)
    found = verify(store, "c1")
    assert ["odd", "changed"] == codes(found)[:2]
    assert (f"line {line + 1}", "c1") == (found[1].where.cell, found[1].where.file)


def test_words_that_are_missing_or_changed_or_left_over_are_told() -> None:
    """Missing and changed words are errors with the line that refers to them, words left over a warning."""
    store = kept()
    record(store, "c1", event("declare-no-conflict", 0, evidence=(MORE.ref, WORDS.ref, "d1")), notes=[MORE])
    store.words["c1"] = {
        MORE.ref: attrs.evolve(MORE, text="They were never late."),
        "n5": attrs.evolve(WORDS, ref="n5"),
    }
    assert [
        ("words_missing", "error", "line 2", WORDS.ref),
        ("words_changed", "error", "line 3", MORE.ref),
        ("words_without_event", "warning", "", "n5"),
        ("kept_elsewhere", "note", "", ""),
    ] == [(each.code, each.severity.value, each.where.cell, each.where.field) for each in verify(store, "c1")]
    assert not [each for each in verify(store, "c1") if "late" in str(each)]


def test_words_kept_under_another_reference_are_changed_words() -> None:
    """Words that are whole but those of another reference are not those referred to."""
    store = kept()
    store.words["c1"][WORDS.ref] = MORE
    assert ["words_changed"] == codes(verify(store, "c1"))


def test_words_that_cannot_be_read_are_told_and_do_not_hide_others() -> None:
    """A store that cannot read some words does not keep the others from being looked at."""

    class Damaged(MemoryStore):
        """A store of which one note is damaged."""

        def note(self, reference: str, ref: str) -> StoredNote | None:
            if ref == WORDS.ref:
                raise UnreadableSource("This is not JSON.", hint="Look at it.")
            return super().note(reference, ref)

    store = Damaged()
    opened(store)
    record(store, "c1", event("declare-no-conflict", 0, evidence=(MORE.ref,)))
    found = verify(store, "c1")
    assert ["unreadable_source", "words_missing"] == codes(found)
    assert ("This is not JSON.", "Look at it.") == (found[0].message, found[0].hint)


def resealed(store: MemoryStore, *contents: dict[str, Any]) -> None:
    """Add lines to the case c1 as somebody would who writes the log anew: sealed, but never judged."""
    for each in contents:
        before = store.logs["c1"][-1].rpartition('"hash":"')[2].removesuffix('"}')
        content = {**json.loads(store.logs["c1"][1]), **each, "before": before, "version": len(store.logs["c1"])}
        del content["hash"]
        bare = json.dumps(content, sort_keys=True, separators=(",", ":"))
        store.logs["c1"].append(f'{bare[:-1]},"hash":"{sha256(bare.encode()).hexdigest()}"}}')


EARLIER = {"what": "declare-no-conflict", "occurred": "2026-01-05T09:00:00Z", "recorded": "2026-01-05T09:00:00Z"}


def test_an_event_that_would_not_have_been_allowed_is_told() -> None:
    """A log that was sealed without being judged is told of, event by event, and read all the same."""
    store = kept()
    resealed(store, {"id": "e2", "what": "begin-learning"}, {"id": "e3", **EARLIER})
    found = verify(store, "c1")
    assert [("not_allowed", "line 3"), ("not_allowed", "line 4")] == [(each.code, each.where.cell) for each in found]
    assert {Severity.WARNING} == {each.severity for each in found}
    assert "This event would not have been allowed. This is not a step from where the case is" in found[0].message
    assert 3 == load(store, "c1").version


def test_two_events_of_one_id_are_told() -> None:
    """An id that stands twice is an error."""
    store = kept()
    resealed(store, {"what": "declare-no-conflict"})
    assert ["id_twice"] == codes(verify(store, "c1"))


def test_a_log_that_cannot_be_replayed_is_told() -> None:
    """An event that its table does not have is an error; its words are looked at all the same."""
    store = kept()
    resealed(store, {"id": "e2", "what": "promote", "reason": MORE.ref})
    found = verify(store, "c1")
    assert ["not_allowed", "not_replayed", "words_missing"] == codes(found)
    assert "no event 'promote'" in found[1].message


def test_a_table_that_is_not_there_is_told() -> None:
    """A case of a revision that is not to be had is told of; the chain and the words are looked at all the same."""

    def none(ref: TableRef) -> ProcessTable:
        raise CallerError(f"There is no {ref}.", hint="Find it.")

    store = kept()
    store.words.clear()
    found = verify(store, "c1", find_table=none)
    assert [("not_replayed", "line 1"), ("words_missing", "line 2")] == [(each.code, each.where.cell) for each in found]


def test_not_every_event_of_a_hostile_log_is_judged() -> None:
    """After a hundred events that would not have been allowed the others are replayed and not judged."""
    store = kept()
    resealed(store, *({"id": f"x{number}", "what": "begin-learning"} for number in range(MOST_REFUSED + 5)))
    found = verify(store, "c1")
    assert [*["not_allowed"] * MOST_REFUSED, "not_judged"] == codes(found)
    assert f"line {MOST_REFUSED + 2}" == found[-1].where.cell


def test_a_case_moves_to_another_table_and_is_still_found() -> None:
    """After a migration the later events are judged by the table that the case moved to."""
    old = process_table("five-step")
    new = attrs.evolve(old, revision=2, sha256="1" * 64)
    tables = {old.ref: old, new.ref: new}
    store = kept()
    resealed(store, {"id": "e2", "what": "move-to-table", "to_table": attrs.asdict(new.ref)})
    assert new.ref == load(store, "c1", tables.__getitem__).process
    assert 3 == record(store, "c1", event("declare-no-conflict", 3), find_table=tables.__getitem__).version
    assert "not_replayed" in codes(verify(store, "c1"))


@attrs.frozen
class Asked(Weekdays):
    """A calendar that notes that it was asked."""

    asked: list[date] = attrs.field(factory=list)

    def is_working_day(self, day: date) -> bool:
        """Note the day, and call it a working day."""
        self.asked.append(day)
        return True


def test_the_calendar_that_was_given_is_asked() -> None:
    """Whoever judges an event counts days by the calendar that was given."""
    store, calendar = kept(), Asked()
    with pytest.raises(TransitionRefused):
        record(store, "c1", event("close", 1), calendar=calendar)
    assert [] != calendar.asked
    resealed(store, {"id": "e2", "what": "close"})
    calendar.asked.clear()
    assert ["not_allowed"] == codes(verify(store, "c1", calendar=calendar))
    assert [] != calendar.asked


TABLE = process_table("five-step")
DAYS = st.sampled_from(["2026-01-01", "2026-01-31", "0001-01-01", "9999-12-31"])
UNJUDGED = st.fixed_dictionaries(
    {"what": st.sampled_from(sorted(TABLE.events))},
    optional={
        "about": st.sampled_from(["e1", "x0", "x1", "nobody1"]),
        "obligation": st.sampled_from([*TABLE.obligations, "reason:x0", "tea1"]),
        "choice": st.sampled_from(["conduct", "tea"]),
        "until": DAYS,
        "true_day": DAYS,
        "review_on": DAYS,
        "case": st.sampled_from(["c1", "c2"]),
        "refs": st.just([WORDS.ref, "n1"]),
        "evidence": st.just(["d1"]),
        "person": st.sampled_from([{"role": "contact", "id": "u1"}, {"role": "cook", "id": "u2"}]),
        "actor": st.sampled_from([{"role": "case-manager", "id": "u1"}, {"role": "cook", "id": "u2"}]),
        "to_table": st.sampled_from([attrs.asdict(TABLE.ref), {"id": "tea", "revision": 1, "sha256": ""}]),
    },
)


@given(st.lists(UNJUDGED, max_size=12))
def test_whatever_was_sealed_without_being_judged_is_read_or_refused(said: list[dict[str, Any]]) -> None:
    """A log that somebody sealed without judging it is verified to its end, and read, or refused in our words."""
    store = kept()
    resealed(store, *({**each, "id": f"x{number}"} for number, each in enumerate(said)))
    assert all(each.where.file == "c1" for each in verify(store, "c1"))
    with suppress(FairnessError):
        case = load(store, "c1")
        table = packaged_table(case.process)
        for tell in (due, lapsed, rights):
            tell(table, case, date(2026, 3, 1))
        why_not_destroyed(table, case, date(2040, 3, 1))
        timeline(table, case)
