"""The bundle of a case, the log of letters and updates, and the certificate of destruction as a paper."""

from __future__ import annotations

from datetime import date

import attrs
from hypothesis import given, settings
from tests.core.process.made_cases import case_until, day, happened, opened
from tests.core.report.made_papers import (
    FIVE_STEP,
    NOT_EXCLUDED,
    OWN,
    WORDS,
    logs,
    long_case,
    played,
    sections,
    told,
)

from fairness_core.process.log import Case, Header, Subject, begin
from fairness_core.process.retention import Certificate
from fairness_core.process.table import TableRef
from fairness_core.report.case_bundle import BELONGS, Paper, build_case_bundle
from fairness_core.report.case_papers import ROLES_ONLY, CaseFile
from fairness_core.report.destruction_certificate import RECOGNISE, WHAT_WENT, build_destruction_certificate
from fairness_core.report.draft import Draft
from fairness_core.report.updates_log import NOBODY_YET, build_updates_log
from fairness_core.staff import StaffRef


def file_of(case: Case, on: int = 40) -> CaseFile:
    """Return a made-up case as its papers see it."""
    return CaseFile(table=FIVE_STEP, case=case, on=day(on), words=WORDS.get)


def names(case: Case, on: int = 40, further: tuple[Draft, ...] = ()) -> list[str]:
    """Return the names of the papers of a bundle."""
    return [each.name for each in build_case_bundle(file_of(case, on), further)]


def test_a_case_just_opened() -> None:
    """Contents, chronology and updates are always there; a form and records only where there is something for them."""
    assert ["00-contents", "01-chronology", "02-updates-log"] == names(opened())
    empty = begin(FIVE_STEP, Header(reference="c1", subject=Subject(id="p1"), process=FIVE_STEP.ref))
    assert ["00-contents", "01-chronology", "02-updates-log"] == names(empty)


def test_a_case_with_an_exclusion() -> None:
    """Records of all decisions stand in the log's order, and the form for the next review while it goes on."""
    assert [
        "00-contents",
        "01-chronology",
        "02-decision-record",
        "03-decision-record",
        "04-exclusion-review",
        "05-updates-log",
    ] == names(case_until("exclude-at-once"))
    assert "04-exclusion-review" not in names(case_until("lift-restriction"))
    assert ["02-decision-record"] == [each for each in names(played(NOT_EXCLUDED)) if "record" in each]


def test_further_papers_come_last() -> None:
    """What was made elsewhere is handed in and keeps its kind as its name."""
    view = Draft(kind="practitioner-view", title="Your case", subtitle="For you", sections=(), metrics={})
    assert "03-practitioner-view" == names(opened(), further=(view,))[-1]
    contents = sections(build_case_bundle(file_of(opened()), (view,))[0].draft)["contents"]
    assert "3 | Your case | For you | 03-practitioner-view" in contents


def test_a_bundle_of_many_papers() -> None:
    """Names keep the order of the papers where there are more than ninety-nine."""
    view = Draft(kind="letter", title="A letter", sections=(), metrics={})
    found = names(opened(), further=(view,) * 120)
    assert ["000-contents", "001-chronology", "122-letter"] == [found[0], found[1], found[-1]]
    assert sorted(found) == found


def test_the_contents() -> None:
    """Every paper is listed with what it is about and the name of its file."""
    contents, *papers = build_case_bundle(file_of(long_case(), 210))
    lines = sections(contents.draft)["contents"].splitlines()
    assert [each.name for each in papers] == [line.rpartition(" | ")[2] for line in lines if line[:1].isdigit()]
    assert BELONGS in lines
    assert "1 | Chronology of case c1 | As it stands on 3 August 2026 | 01-chronology" in lines


def _every_paper(case: Case) -> list[Paper]:
    return list(build_case_bundle(file_of(case, 200)))


@given(logs())
@settings(max_examples=40, deadline=None)
def test_the_notice_stands_on_every_paper_of_any_log(case: Case) -> None:
    """What is derived is said on each paper, and so is that none names anybody."""
    for each in _every_paper(case):
        assert FIVE_STEP.notice in told(each.draft)
        assert ROLES_ONLY in told(each.draft)


def test_unverified_periods_are_never_shown_as_law() -> None:
    """A paper that shows an unverified period says that it is not verified."""
    for each in _every_paper(long_case()):
        if "Six months is the usual limit" in told(each.draft):
            assert "period not verified" in told(each.draft)


def test_the_same_case_gives_the_same_papers() -> None:
    """Made twice, a bundle is the same."""
    assert _every_paper(long_case()) == _every_paper(long_case())


def test_nobody_was_told_anything() -> None:
    """A log in which nobody was told anything says so."""
    assert f"Who was told what\n{NOBODY_YET}" in sections(build_updates_log(file_of(opened())))["told"]


def test_who_was_told_what() -> None:
    """Letters, updates and contacts are told with their day, for whom, by which role, and the document."""
    lines = sections(build_updates_log(file_of(case_until("tell-practitioner"))))["told"].splitlines()
    assert (
        "16 | 8 January 2026 | Tell the practitioner what the concern is, in person and then in writing | "
        "the practitioner | Case manager | d3"
    ) in lines
    assert (
        "6 | 5 January 2026 | Thank and support the person who raised the concern or was harmed | "
        "whoever raised the concern or was harmed | Case manager | none"
    ) in lines
    assert not any("triage" in line for line in lines)


def test_what_was_struck_out_was_not_told() -> None:
    """An update that was recorded by mistake is not among those that reached anybody."""
    case = happened(FIVE_STEP, opened(), "wellbeing-contact", 2, id="e2")
    case = happened(FIVE_STEP, case, "strike-entry", 3, about="e2", reason="n1")
    assert NOBODY_YET in sections(build_updates_log(file_of(case)))["told"]


def test_telling_that_was_held() -> None:
    """While telling is held for the police, an entry that reaches the practitioner says so; later ones do not."""
    case = happened(FIVE_STEP, opened(), "hold-telling", 1, choice="police", until=day(9), reason="n1")
    case = happened(FIVE_STEP, case, "exclude-at-once", 2)
    case = happened(FIVE_STEP, case, "wellbeing-contact", 12)
    lines = sections(build_updates_log(file_of(case)))["told"].splitlines()
    assert "the practitioner (telling the practitioner was held until 14 January 2026)" in lines[-2]
    assert "held" not in lines[-1]


def test_an_event_from_before_a_migration() -> None:
    """An entry that the table of today does not know reached nobody, as far as it can tell."""
    case = attrs.evolve(opened(), process=OWN.ref, log=(attrs.evolve(opened().log[0], what="exclude-at-once"),))
    file = CaseFile(table=OWN, case=case, on=day(3))
    assert NOBODY_YET in sections(build_updates_log(file))["told"]


CERTIFICATE = Certificate(
    reference="c1",
    table=TableRef(id="five-step", revision=1, sha256="ab" * 32),
    events=46,
    head="cd" * 32,
    opened=date(2026, 1, 5),
    closed=date(2026, 2, 5),
    kept_until=date(2032, 2, 5),
    destroyed=date(2032, 2, 6),
    authority=StaffRef(role="information-governance", id="u9"),
    rule="6 years",
    basis="Records Management Code. Doubt: check it.",
)


def test_the_certificate_of_destruction() -> None:
    """It says which case went, when, by which rule and on whose authority, and nothing of what was in it."""
    found = build_destruction_certificate(CERTIFICATE)
    assert "Certificate of destruction: case c1" == found.title
    lines = sections(found)["destruction"].splitlines()
    assert [
        "Reference of the case | c1",
        "Process | five-step, revision 1",
        "Opened | 5 January 2026",
        "Closed | 5 February 2026",
        "Kept until the end of | 5 February 2032",
        "Destroyed | 6 February 2032",
        "On the authority of | information-governance (u9)",
        "How much | 46 entries of the log, and the words beside them",
        f"Fingerprint of the last line | {'cd' * 32}",
        "The rule | Kept for 6 years after it was closed.",
        "Where the rule comes from | Records Management Code. Doubt: check it.",
    ] == lines[4:]
    assert [WHAT_WENT, RECOGNISE] == lines[1:3]


def test_a_certificate_of_one_entry() -> None:
    """One entry is one entry."""
    found = build_destruction_certificate(attrs.evolve(CERTIFICATE, events=1))
    assert "How much | 1 entry of the log, and the words beside them" in sections(found)["destruction"]
