"""A case is kept as long as its table says, and destroyed whole with a certificate that says nothing of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from tests.core.process.made_cases import PRACTITIONER, case_until, day, event, happened, staff
from tests.core.process.memory_store import MemoryStore

from fairness_core.documents import to_document
from fairness_core.errors import CallerError, InvalidData, StaleVersion, TransitionRefused, UnreadableSource
from fairness_core.process.case import advance
from fairness_core.process.chain import log_lines
from fairness_core.process.log import Case
from fairness_core.process.retention import (
    CERTIFICATE,
    Certificate,
    certificate_json,
    closed_on,
    destroy,
    held_since,
    parse_certificate,
    retention_until,
    why_not_destroyed,
)
from fairness_core.process.store import StoredNote, read_log, record
from fairness_core.process.table import ProcessTable, TableRef, process_table
from fairness_core.staff import StaffRef

TABLE = process_table("five-step")
CLOSED = case_until()
LAST_DAY = date(2032, 2, 5)
AFTER = date(2032, 2, 6)
AUTHORITY = staff("information-governance", "u9")


def kept(case: Case = CLOSED) -> MemoryStore:
    """Return a store with a case, and words beside it."""
    store = MemoryStore()
    store.begin("c1", log_lines(case))
    store.keep_note("c1", StoredNote.made("Two records were late.", "0123456789abcdef"))
    return store


def done(store: MemoryStore, at: date = AFTER, authority: StaffRef = AUTHORITY) -> Certificate:
    """Destroy the case c1."""
    return destroy(store, "c1", at=at, authority=authority)


def placed(case: Case, name: str, on: int = 40, **fields: Any) -> Case:
    """Return the case with a legal hold placed."""
    return happened(TABLE, case, "place-legal-hold", on, id=name, reason="n1", **fields)


def ended(case: Case, on: int = 50, **fields: Any) -> Case:
    """Return the case with a legal hold ended."""
    return happened(TABLE, case, "end-legal-hold", on, role="information-governance", who="u9", reason="n1", **fields)


def test_an_open_case_has_no_end_of_retention() -> None:
    """As long as it is open a case is kept, and that is the only reason said."""
    for case in (case_until("begin-triage"), case_until("plan-aftercare")):
        assert (None, None) == (closed_on(TABLE, case), retention_until(TABLE, case))
        assert ("It is open: only a closed case is destroyed.",) == why_not_destroyed(TABLE, case, date(2090, 1, 1))


def test_a_closed_case_is_kept_for_its_period() -> None:
    """Six years from the day of closing, of which the last still counts."""
    assert (day(31), LAST_DAY) == (closed_on(TABLE, CLOSED), retention_until(TABLE, CLOSED))
    assert ("It is kept until the end of 05/02/2032.",) == why_not_destroyed(TABLE, CLOSED, LAST_DAY)
    assert () == why_not_destroyed(TABLE, CLOSED, AFTER)


def test_a_corrected_day_of_closing_counts() -> None:
    """When the closing was recorded with a wrong day, the true one counts."""
    said = event("correct-entry", 33, about=CLOSED.log[-1].id, true_day=day(30), reason="n1")
    corrected = advance(TABLE, CLOSED, said)
    assert (day(30), date(2032, 2, 4)) == (closed_on(TABLE, corrected), retention_until(TABLE, corrected))


def test_a_reopened_case_is_open() -> None:
    """After reopening there is no end of retention; it is counted anew from the next closing."""
    reopened = happened(TABLE, CLOSED, "reopen", 40, reason="n1")
    assert (None, None) == (closed_on(TABLE, reopened), retention_until(TABLE, reopened))


def test_a_table_without_a_period_keeps_everything() -> None:
    """Where no period is stated nothing is destroyed, and it is said what to do."""
    forever = attrs.evolve(TABLE, retention=None)
    assert retention_until(forever, CLOSED) is None
    assert (
        "Its process states no period for which it is kept: add one to the table, with its source.",
    ) == why_not_destroyed(forever, CLOSED, AFTER)


@pytest.mark.parametrize(
    ("case", "since"),
    [
        (CLOSED, None),
        (placed(CLOSED, "h1"), day(40)),
        (ended(placed(CLOSED, "h1")), None),
        (ended(placed(CLOSED, "h1"), about="h1"), None),
        (placed(placed(CLOSED, "h1"), "h2", 45), day(40)),
        (ended(placed(placed(CLOSED, "h1"), "h2", 45)), day(40)),
        (ended(placed(placed(CLOSED, "h1"), "h2", 45), about="h1"), day(45)),
        (ended(ended(placed(placed(CLOSED, "h1"), "h2", 45), about="h1"), 51), None),
        (ended(placed(CLOSED, "h1"), about="e2"), day(40)),
        (ended(CLOSED, 40), None),
        (placed(ended(placed(CLOSED, "h1")), "h2", 60), day(60)),
    ],
    ids=["none", "one", "ended", "named", "two", "two, unnamed", "first of two", "both", "other", "no hold", "again"],
)  # fmt: skip
def test_a_legal_hold_lasts_until_it_is_ended(case: Case, since: date | None) -> None:
    """A hold stands until it is ended; of several none ends unless it is named."""
    assert since == held_since(TABLE, case)
    held = f"It has been on legal hold since {since:%d/%m/%Y}: that must be ended first, hold by hold." if since else ""
    assert tuple(filter(None, [held])) == why_not_destroyed(TABLE, case, AFTER)


def test_on_legal_hold_no_words_are_redacted() -> None:
    """Words are kept as the case is; once the hold is ended they can go."""
    held = placed(CLOSED, "h1")
    said = event("redact-notes", 60, reason="n1", refs=("n2",))
    with pytest.raises(TransitionRefused) as refused:
        advance(TABLE, held, said)
    assert (
        "The case has been on legal hold since 14/02/2026: no words are removed until that is ended.",
    ) == refused.value.unmet
    assert 50 == advance(TABLE, ended(held), said).version


def test_every_reason_is_said_at_once() -> None:
    """A case that is kept for two reasons has both said."""
    assert 2 == len(why_not_destroyed(TABLE, placed(CLOSED, "h1"), day(60)))
    assert 2 == len(why_not_destroyed(TABLE, placed(case_until("begin-triage"), "h1"), day(60)))


def test_a_case_is_destroyed_whole_with_a_certificate() -> None:
    """Log and words are gone; what stays says which case, how much, when, by whom and by which rule."""
    store = kept()
    head = read_log(store, "c1").head
    made = done(store)
    assert made == Certificate(
        reference="c1",
        table=TABLE.ref,
        events=47,
        head=head,
        opened=day(0),
        closed=day(31),
        kept_until=LAST_DAY,
        destroyed=AFTER,
        authority=AUTHORITY,
        rule="6 years",
        basis=made.basis,
    )
    assert "Records Management Code" in made.basis
    assert "Doubt: The period was recalled" in made.basis
    assert ((), (), certificate_json(made)) == (store.references(), store.notes("c1"), store.certificate("c1"))


def test_a_certificate_says_nothing_of_what_was_in_the_case() -> None:
    """Neither whom it was about, nor who took part, nor any event or note stands in it."""
    text = certificate_json(done(kept()))
    for hidden in (PRACTITIONER, "u1", "u3", "n21", "conduct", "exclu", "late", "no-case-to-answer"):
        assert f'"{hidden}' not in text
        assert hidden not in text.replace(TABLE.sha256, "").replace(done(kept()).head, "")


def test_a_certificate_is_a_document() -> None:
    """It is read back as it was written; what is none has every fault said."""
    made = done(kept())
    assert made == parse_certificate(certificate_json(made))
    assert f'"schema": "{CERTIFICATE}"' in certificate_json(made)
    assert certificate_json(made).endswith("}\n")
    with pytest.raises(InvalidData) as refused:
        parse_certificate(certificate_json(made).replace('"events"', '"evnts"'), "c1.certificate.json")
    assert 2 == len(refused.value.problems)
    assert to_document(made, CERTIFICATE)["destroyed"] == "2032-02-06"


@pytest.mark.parametrize(
    ("case", "at", "authority", "says"),
    [
        (CLOSED, LAST_DAY, AUTHORITY, "It is kept until the end of 05/02/2032."),
        (placed(CLOSED, "h1"), AFTER, AUTHORITY, "It has been on legal hold since 14/02/2026"),
        (case_until("begin-triage"), AFTER, AUTHORITY, "It is open"),
        (CLOSED, AFTER, staff("archivist", "u9"), "The process has no role 'archivist': it has case-manager"),
        (CLOSED, AFTER, staff("practitioner", PRACTITIONER), "Whom it is about does not destroy it."),
        (placed(CLOSED, "h1"), LAST_DAY, staff("archivist", PRACTITIONER), "no role .* Whom .* kept until .* legal hold"),
    ],
    ids=["kept", "held", "open", "no role", "about whom", "all"],
)  # fmt: skip
def test_what_is_not_destroyed_stays_as_it_was(case: Case, at: date, authority: StaffRef, says: str) -> None:
    """Where anything stands against it, every reason is said, and case, words and certificates are as before."""
    store = kept(case)
    with pytest.raises(CallerError, match=f"The case c1 is not destroyed. .*{says}") as refused:
        done(store, at, authority)
    assert "Nothing was removed." == refused.value.hint
    assert (log_lines(case), 1, None) == (store.lines("c1"), len(store.notes("c1")), store.certificate("c1"))


def test_there_is_no_case_to_destroy() -> None:
    """A case that never was has no certificate."""
    store = MemoryStore()
    with pytest.raises(UnreadableSource):
        done(store)
    assert store.certificate("c1") is None


def test_destroying_again_gives_the_first_certificate() -> None:
    """Once it is gone, a second call on another day by somebody else changes nothing."""
    store = kept()
    made = done(store)
    assert made == done(store, date(2040, 1, 1), staff("decision-maker", "u8"))
    assert certificate_json(made) == store.certificate("c1")


class CutShort(Exception):
    """Stands for a computer that stops."""


class Stopping(MemoryStore):
    """A store whose computer stops at a certain moment, once."""

    when = ""

    def stop(self, here: str) -> None:
        """Stop when this is the moment."""
        if self.when == here:
            self.when = ""
            raise CutShort

    def keep_certificate(self, reference: str, text: str) -> None:
        """Stop before or after."""
        self.stop("before the certificate")
        super().keep_certificate(reference, text)
        self.stop("after the certificate")

    def remove(self, reference: str, *, expected: int) -> None:
        """Stop when the log is gone and the words are not."""
        if self.when == "among the words":
            del self.logs[reference]
        self.stop("among the words")
        super().remove(reference, expected=expected)
        self.stop("at the end")


@pytest.mark.parametrize(
    ("when", "left"),
    [
        ("before the certificate", (1, 1, False)),
        ("after the certificate", (1, 1, True)),
        ("among the words", (0, 1, True)),
        ("at the end", (0, 0, True)),
    ],
)
def test_what_was_cut_short_is_finished(when: str, left: tuple[int, int, bool]) -> None:
    """There is always the case or its certificate; a second call finishes, and keeps the day of the first if it can."""
    store = Stopping()
    store.begin("c1", log_lines(CLOSED))
    store.keep_note("c1", StoredNote.made("Two records were late.", "0123456789abcdef"))
    store.when = when
    with pytest.raises(CutShort):
        done(store)
    assert left == (len(store.references()), len(store.notes("c1")), store.certificate("c1") is not None)
    later = date(2032, 3, 1)
    assert (AFTER if not left[0] else later) == done(store, later).destroyed
    assert ((), ()) == (store.references(), store.notes("c1"))


def test_a_hold_that_comes_in_between_is_heeded() -> None:
    """When a hold is placed after a destruction was cut short, the case stays and no certificate says otherwise."""
    store = Stopping()
    store.begin("c1", log_lines(CLOSED))
    store.when = "after the certificate"
    with pytest.raises(CutShort):
        done(store)
    record(store, "c1", event("place-legal-hold", 40, reason="n1"))
    with pytest.raises(CallerError, match="legal hold"):
        done(store)
    assert (("c1",), None) == (store.references(), store.certificate("c1"))


def test_a_hold_at_the_same_moment_is_heeded() -> None:
    """When a hold is placed between judging and removing, nothing is removed and no certificate stays."""

    class Overtaken(MemoryStore):
        """A store in which somebody places a hold at the last moment."""

        def remove(self, reference: str, *, expected: int) -> None:
            """Place the hold first."""
            record(self, "c1", event("place-legal-hold", 40, reason="n1"))
            super().remove(reference, expected=expected)

    store = Overtaken()
    store.begin("c1", log_lines(CLOSED))
    with pytest.raises(StaleVersion):
        done(store)
    assert (48, None) == (read_log(store, "c1").events.__len__(), store.certificate("c1"))


def test_a_case_that_moved_is_judged_by_its_new_table() -> None:
    """After a migration the period of the table that the case moved to counts, and the certificate names that."""
    assert TABLE.retention
    longer = attrs.evolve(TABLE.retention, within=attrs.evolve(TABLE.retention.within, number=20))
    new = attrs.evolve(TABLE, revision=2, sha256="1" * 64, retention=longer)
    tables: dict[TableRef, ProcessTable] = {TABLE.ref: TABLE, new.ref: new}
    store = kept()
    record(store, "c1", event("move-to-table", 40, reason="n1", to_table=new.ref), find_table=tables.__getitem__)
    with pytest.raises(CallerError, match="kept until the end of 05/02/2046"):
        destroy(store, "c1", at=AFTER, authority=AUTHORITY, find_table=tables.__getitem__)
    made = destroy(store, "c1", at=date(2046, 2, 6), authority=AUTHORITY, find_table=tables.__getitem__)
    assert (new.ref, 48, "20 years") == (made.table, made.events, made.rule)
