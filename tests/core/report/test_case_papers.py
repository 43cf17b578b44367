"""What the papers of one case share: words beside the log, roles in place of names, what is doubtful."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from tests.core.process.made_cases import day, event, happened, opened, staff
from tests.core.report.made_papers import FIVE_STEP, OWN, WORDS, long_case, sections

from fairness_core.errors import CallerError
from fairness_core.process.log import follow
from fairness_core.process.store import StoredNote
from fairness_core.report.case_papers import NO_ROLE, NOT_LAW, ROLES_ONLY, CaseFile, doubts, no_words, notices
from fairness_core.report.chronology import build_chronology

TODAY = day(40)


def file_of(case: object = None, **changes: object) -> CaseFile:
    """Return a made-up case as its papers see it."""
    made = {"table": FIVE_STEP, "case": case or opened(), "on": TODAY, "words": WORDS.get, **changes}
    return CaseFile(**made)  # type: ignore[arg-type]


def test_another_table_is_refused() -> None:
    """A case is not read under a table that it is not under."""
    with pytest.raises(CallerError, match="is under five-step, revision"):
        file_of(table=OWN)


def test_words_of_a_note() -> None:
    """A note gives its words on one line with its reference; without words, the reference alone."""
    file = file_of(words={"n1": "Two\n lines. {0}", "n2": ""}.get)
    assert "Two lines. {0} (n1)" == file.note("n1")
    assert "see note n2" == file.note("n2")
    assert "see note n3" == file.note("n3")
    assert "[Restricted] see note n3" == file.note("n3", restricted=True)
    assert "[Restricted] Two lines. {0} (n1)" == file.note("n1", restricted=True)
    assert "see note n1" == file_of(words=no_words).note("n1")


def test_words_of_a_store() -> None:
    """A note of a store is marked when it is restricted there."""
    kept = {
        "n1": StoredNote(ref="n1", text="For few.", salt="0123456789abcdef", confidentiality="restricted"),
        "n2": StoredNote(ref="n2", text="For all.", salt="0123456789abcdef"),
    }
    file = file_of(words=kept.get)
    assert ["[Restricted] For few. (n1)", "For all. (n2)"] == [file.note("n1"), file.note("n2")]


def test_redacted_notes_are_never_asked_for() -> None:
    """What was redacted is marked with its day, even where its words are still to be had."""
    case = opened(reason="n1", evidence=("d1", "d2"))
    case = happened(FIVE_STEP, case, "redact-notes", 3, reason="n9", refs=("n1", "d2"))
    asked: list[str] = []

    def words(ref: str) -> str:
        asked.append(ref)
        return "Words."

    file = file_of(case, words=words)
    assert "[Redacted on 8 January 2026] (n1)" == file.reason(case.log[0])
    assert "d1, d2 [redacted on 8 January 2026]" == file.documents(case.log[0])
    assert "Words. (n9)" == file.reason(case.log[1])
    assert ["n9"] == asked


def test_restricted_parts_of_a_case() -> None:
    """The words of an event of health, safeguarding or whoever raised the concern are marked, and only those."""
    case = happened(FIVE_STEP, opened(), "refer-safeguarding", reason="n1")
    case = happened(FIVE_STEP, case, "exclude-at-once", reason="n2")
    said = [file_of(case).reason(each) for each in case.log[1:]]
    assert ["[Restricted] Nobody is at risk at present. (n1)", f"{WORDS['n2']} (n2)"] == said


def test_roles_stand_for_people() -> None:
    """A role is told by its label, with the reference only where two people had it; an unknown one is not repeated."""
    case = happened(FIVE_STEP, opened(), "declare-no-conflict", role="reviewer", who="u1")
    file = file_of(case)
    assert "Reviewer" == file.role(staff("reviewer", "u1"))
    assert NO_ROLE == file.role(staff("Sam Example", "u1"))
    two = file_of(happened(FIVE_STEP, case, "declare-no-conflict", role="reviewer", who="u2"))
    assert "Reviewer (u1)" == two.role(staff("reviewer", "u1"))


def test_events_that_the_table_does_not_know() -> None:
    """After a migration an old entry is told by its code; it has no effect and belongs to no restricted part."""
    old = event("no-longer-there")
    file = file_of()
    assert ("no-longer-there", "", None, False) == (
        file.label(old),
        file.effect(old),
        file.kind(old),
        file.is_restricted(old),
    )


def test_what_stands_on_every_paper() -> None:
    """The notice of the table and the promise of no names are always there; a log beyond the day says so."""
    assert FIVE_STEP.notice == notices(file_of())[0].text
    assert ROLES_ONLY in [each.text for each in notices(file_of())]
    beyond = "The log holds entries recorded after this day; they are told too."
    assert [False, True] == [beyond in [e.text for e in notices(file_of(on=on))] for on in (day(0), day(-1))]


def test_what_is_not_certain() -> None:
    """The doubts of the table are listed, and each unverified period once with its source; verified ones are not."""
    owed = file_of(long_case()).ledger
    found = [each.text for each in doubts(file_of(), owed).bullets]
    assert list(FIVE_STEP.doubts) == found[: len(FIVE_STEP.doubts)]
    (reviews,) = (each for each in found if "Review the exclusion" in each)
    assert "period not verified. Department of Health, The exclusion process" in reviews
    verified = [attrs.evolve(each, verified=True) for each in owed]
    assert len(FIVE_STEP.doubts) == len(doubts(file_of(), verified).bullets)
    counted = "Working days: Monday to Friday; bank holidays are not taken out."
    assert [NOT_LAW, counted] == [each.text for each in doubts(file_of(), owed).notes]
    assert [counted] == [each.text for each in doubts(file_of(), verified).notes]


def test_a_paper_says_what_it_rests_on() -> None:
    """The log up to which entry, with the hash of its last line, and the table's fingerprint."""
    paper = build_chronology(file_of())
    (source,) = paper.provenance.sources
    assert ("Log of case c1", "1", 64) == (source["name"], source["entries"], len(source["sha256"]))
    assert ("five-step", FIVE_STEP.sha256) == (paper.provenance.standard["id"], paper.provenance.standard["sha256"])
    assert {"case": "c1", "version": 1, "on": "2026-02-14"} == paper.metrics


def test_long_references() -> None:
    """A long reference is printed by its beginning, and stands in full in a list of its own."""
    ref = "n2" + "ab12" * 10
    case = opened(reason=ref, evidence=("d1",))
    found = sections(build_chronology(file_of(case)))
    assert "see note n2ab12ab12ab..." in found["happened"]
    assert f"n2ab12ab12ab... | {ref}" == found["references"].splitlines()[-1]
    assert "references" not in sections(build_chronology(file_of()))


def test_names_never_stand_in_a_paper() -> None:
    """A role that somebody wrote as a name does not reach any paper."""
    case = follow(FIVE_STEP, opened(), event("refer-police", 1, role="sam-example", who="u9", reason="n1"))
    case = follow(FIVE_STEP, case, event("name-contact", 1, person=staff("alex-example", "u8")))
    assert "example" not in "".join(sections(build_chronology(file_of(case))).values())


def test_dates_are_read_as_days() -> None:
    """A paper's day is the one given."""
    assert "As it stands on 1 March 2026" == build_chronology(file_of(on=date(2026, 3, 1))).subtitle
