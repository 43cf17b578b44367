"""The chronology: every entry once, late and changed and struck out ones as such, and how long each step took."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from tests.core.process.made_cases import DECIDER, case_until, day, event, happened, opened, staff
from tests.core.report.made_papers import FIVE_STEP, OWN, WORDS, logs, long_case, played, sections, told

from fairness_core.process.case import advance
from fairness_core.process.log import Case, Header, Subject, begin, follow
from fairness_core.process.table import ProcessTable, TableRef
from fairness_core.report.case_papers import CaseFile
from fairness_core.report.chronology import NOTHING_YET, build_chronology
from fairness_core.report.draft import Draft


def chronology(case: Case, table: ProcessTable = FIVE_STEP, on: int = 40) -> Draft:
    """Return the chronology of a case with the words of the made-up notes."""
    return build_chronology(CaseFile(table=table, case=case, on=day(on), words=WORDS.get))


def rows(case: Case, table: ProcessTable = FIVE_STEP) -> list[tuple[str, ...]]:
    """Return the rows of the table of what happened."""
    (happened_,) = (each for each in chronology(case, table).sections if each.name == "happened")
    return [tuple(map(str, row)) for row in happened_.table.rows] if happened_.table else []


@given(logs())
@settings(max_examples=150)
def test_every_entry_is_told_once(case: Case) -> None:
    """Whatever the log, each of its entries stands in the chronology exactly once, under its number."""
    assert list(range(1, case.version + 1)) == sorted(int(row[0]) for row in rows(case))


@given(logs())
@settings(max_examples=50)
def test_entries_stand_in_the_order_in_which_things_happened(case: Case) -> None:
    """The times of the entries never go back."""
    known = CaseFile(table=FIVE_STEP, case=case, on=day(40)).known
    times = [(known[int(row[0]) - 1] or case.log[int(row[0]) - 1]).occurred for row in rows(case)]
    assert sorted(times) == times


def test_an_empty_case() -> None:
    """A case without an entry says so, and has no table."""
    case = begin(FIVE_STEP, Header(reference="c1", subject=Subject(id="p1"), process=FIVE_STEP.ref))
    found = sections(chronology(case))
    assert [f"What happened\n{NOTHING_YET}", f"Time in each step\n{NOTHING_YET}"] == [found["happened"], found["steps"]]
    assert NOTHING_YET in found["in-short"]


def test_one_entry() -> None:
    """An entry is told by its number, time, name, role and documents."""
    assert [
        ("1", "5 January 2026, 10:00", "Receive a concern", "Person who raised the concern or was harmed", "d1")
    ] == rows(opened(evidence=("d1",)))
    assert "The case began on 5 January 2026. Its log has 1 entry." in sections(chronology(opened()))["in-short"]


def test_what_an_entry_says() -> None:
    """Reason, day of review, contact, and what moved stand with the entry, each on a line."""
    row = next(row for row in rows(case_until("exclude-at-once")) if "Exclude at once" in row[2])
    assert [
        "Exclude at once, to keep people safe",
        "Why: Two witnesses work on the same ward. (n6)",
        "To be reviewed by 25 January 2026.",
        "To call: Named contact.",
        "Now: Restriction and exclusion: Excluded at once.",
    ] == row[2].splitlines()


def test_every_field_is_told() -> None:
    """Nothing that an event can carry is left out."""
    fields: dict[str, dict[str, Any]] = {
        "Chosen: Conduct.": {"what": "choose-category", "choice": "conduct"},
        "Chosen: unheard-of.": {"what": "choose-category", "choice": "unheard-of"},
        "Concerns: Named contact.": {"what": "name-contact", "person": staff("contact", "u5")},
        "Until 9 January 2026.": {"what": "hold-telling", "until": day(4)},
        "About: Review the exclusion.": {"what": "explain-lateness", "obligation": "review-exclusion"},
        "About: none-such.": {"what": "explain-lateness", "obligation": "none-such"},
        "About: The reason for a protective step (entry 1).": {
            "what": "explain-lateness",
            "obligation": "reason:raise-concern-0-r1",
        },
        "About: no-field:e1.": {"what": "explain-lateness", "obligation": "no-field:e1"},
        "About entry 1.": {"what": "supply-missing", "about": "raise-concern-0-r1"},
        "The other case: c2.": {"what": "link-case", "case": "c2"},
        "Redacted: n1, n2.": {"what": "redact-notes", "refs": ("n1", "n2")},
        "The true day is 4 January 2026.": {
            "what": "correct-entry",
            "about": "raise-concern-0-r1",
            "true_day": day(-1),
        },
        "From here on under x, revision 2.": {"what": "add-document", "to_table": TableRef(id="x", revision=2)},
    }
    for line, given_ in fields.items():
        case = follow(FIVE_STEP, opened(), event(number=1, **given_))
        assert line in rows(case)[-1][2].splitlines()


def test_an_entry_that_speaks_of_an_unknown_one() -> None:
    """A reference to an entry that the log does not have is left out, and nothing breaks."""
    case = follow(FIVE_STEP, opened(), event("add-document", 1, about="e99"))
    assert "Add a document to the case" == rows(case)[-1][2]


def test_recorded_late() -> None:
    """What was written down on a later day says so, and by how many days."""
    case = happened(FIVE_STEP, opened(), "offer-support", 3, recorded=4)
    assert "Recorded late: written down on 9 January 2026, 1 day afterwards." in rows(case)[-1][2]
    assert "Recorded late" not in rows(opened())[0][2]


def test_struck_out() -> None:
    """What was struck out stays, and says by which entry."""
    case = happened(FIVE_STEP, opened(), "wellbeing-contact", 2, id="e2")
    case = happened(FIVE_STEP, case, "strike-entry", 3, about="e2", reason="n1")
    lines = rows(case)[1][2].splitlines()
    assert [
        "Ask the practitioner how they are",
        "Struck out by entry 3: recorded by mistake, and does not count.",
    ] == lines


def test_changed_entries_tell_what_was_recorded_first() -> None:
    """What an entry first said stays visible beside what is known now, and so does what it lacked."""
    case = happened(FIVE_STEP, opened(), "wellbeing-contact", 5, id="e2", evidence=("d1",), reason="n1")
    fields = {"true_day": day(4), "evidence": ("d2",), "reason": "n2", "review_on": day(30)}
    case = happened(FIVE_STEP, case, "correct-entry", 6, about="e2", **{"reason": "n2", **fields})
    told_ = rows(case)[1]
    assert ("9 January 2026, 10:00", "d2") == (told_[1], told_[4])
    assert (
        "Changed by entry 3. First recorded as of 10 January 2026. "
        "Documents first recorded: d1. No day of review was recorded first."
    ) == told_[2].splitlines()[-1]


def test_supplied_later() -> None:
    """What a protective step lacked and was given later is told with the entry that gave it."""
    case = happened(FIVE_STEP, opened(), "exclude-at-once", 1, id="e2", role="decision-maker", who=DECIDER)
    case = happened(FIVE_STEP, case, "supply-missing", 2, about="e2", reason="n6")
    case = happened(FIVE_STEP, case, "supply-missing", 3, about="e2", contact=staff("contact", "u5"))
    assert (
        "Changed by entries 3 and 4. No reason was recorded first. No contact was recorded first." in rows(case)[1][2]
    )


def test_time_in_each_step() -> None:
    """Each stay is told with its days; a step that was entered twice has its whole time below."""
    found = sections(chronology(case_until()))
    assert "1 Attend: receive the concern, make people safe | 5 January 2026 | 6 January 2026 | 1 day" in found["steps"]
    assert "Closed | 5 February 2026 | goes on | 9 days" in found["steps"]
    case = happened(FIVE_STEP, case_until("begin-engagement"), "look-again", 10, reason="n1")
    again = sections(chronology(case))["steps"]
    assert "2 Understand: triage and review, all in all: 32 days." in again


def test_time_under_an_exclusion() -> None:
    """Each time away from work or under limits is told with its days; a case never excluded has no such part."""
    found = sections(chronology(long_case(lifted=True), on=300))
    assert "Excluded at once, then formally excluded | 14 January 2026 | 24 August 2026 | 222 days" in found["limits"]
    assert "goes on | 26 days" in sections(chronology(case_until("exclude-at-once"), on=35))["limits"]
    assert "limits" not in sections(chronology(opened()))


def test_a_case_under_a_table_of_ones_own() -> None:
    """The labels and the notice are those of the case's own table."""
    case = advance(OWN, opened(OWN), event("declare-no-conflict"))
    case = advance(OWN, case, event("move", 1, reason="n1"))
    case = advance(OWN, case, event("hear", 2))
    found = sections(chronology(case, OWN))
    assert "Made up; nobody's policy." in found["in-short"]
    assert "Hear the two sides\nNow: The route: Heard." in found["happened"]
    assert "Moved to other duties | 6 January 2026 | goes on | 39 days" in found["limits"]


def test_where_the_case_stands() -> None:
    """The step stands first; restricted parts are marked."""
    lines = sections(chronology(case_until("exclude-at-once")))["in-short"].splitlines()
    start = lines.index("Where it stands:")
    assert "The five steps: 4 Help: act, with reviews." == lines[start + 1]
    assert "[Restricted] Health: No health concern known." in lines
    health = next(row for row in rows(case_until("exclude-at-once")) if "health concern" in row[2])
    assert health[2].startswith("[Restricted] Record that no health concern is known")


def test_two_reviewers_are_told_apart() -> None:
    """Where two people act in one role their references tell them apart, and no name does."""
    case = played([(0, "declare-no-conflict", "reviewer", "u2", {}), (0, "declare-no-conflict", "reviewer", "u7", {})])
    assert ["Reviewer (u2)", "Reviewer (u7)"] == [row[3] for row in rows(case)[1:]]
    assert "Reviewer (u2)" not in told(chronology(case_until()))
