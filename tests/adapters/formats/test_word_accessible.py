"""Every Word document that we write, under the checklist for accessible documents; and the checklist under test."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import TypeVar

import pytest
from tests.adapters.formats.conftest import make_draft
from tests.adapters.office.word_checklist import failures
from tests.core.lessons.made_lessons import many as lessons
from tests.core.process.made_cases import case_until, day
from tests.core.report.made_letters import KINDS, TUESDAY, made_letter
from tests.core.report.made_papers import FIVE_STEP, WORDS, long_case, many
from tests.core.report.test_case_bundle import CERTIFICATE
from tests.core.report.test_disclosure_schedule_report import SCHEDULE
from tests.core.report.test_practitioner_view import REACH
from tests.core.risk.made_records import COMPLETE, EMPTY, TODAY

from fairness_adapters.catalogue import Catalogue
from fairness_adapters.formats.word_report import WordReport
from fairness_adapters.jobs.wres import assess_sources, demo_paths
from fairness_core.disclosure import NONE, Policy, Report, protect, threshold
from fairness_core.lessons.collate import collate
from fairness_core.lessons.quarter import Quarter
from fairness_core.lessons.taxonomy import taxonomy
from fairness_core.process.log import Case
from fairness_core.report.board_return import build_board_return
from fairness_core.report.case_bundle import build_case_bundle
from fairness_core.report.case_papers import CaseFile
from fairness_core.report.destruction_certificate import build_destruction_certificate
from fairness_core.report.disclosure_schedule import build_disclosure_schedule
from fairness_core.report.draft import Draft
from fairness_core.report.lessons import build_lessons_report
from fairness_core.report.letter_checks import check_letter
from fairness_core.report.letters import draft_letter
from fairness_core.report.matrix import build_matrix_report
from fairness_core.report.practitioner_view import practitioner_view, raised_view
from fairness_core.report.triage import build_triage_report
from fairness_core.report.triage_register import build_triage_register
from fairness_core.risk.matrix import matrices, matrix
from fairness_core.risk.register import register

FIVE = threshold(5)
Given = TypeVar("Given")


def _wres(policy: Policy) -> Report:
    return assess_sources(demo_paths(), catalogue=Catalogue.discover(), policy=policy).report


def _plain(build: Callable[[Given], Draft], given: Given) -> Report:
    return protect(build(given), NONE)


def _letter(kind: str) -> Draft:
    letter = made_letter(kind)
    return draft_letter(letter, check_letter(letter, TUESDAY))


def _letter_with_gaps(kind: str) -> Draft:
    letter = made_letter(kind, without=("writer", "reason", "next_on", "contact"))
    return draft_letter(letter, check_letter(letter, TUESDAY))


def _papers(case: Case, number: int) -> Mapping[str, Draft]:
    file = CaseFile(table=FIVE_STEP, case=case, on=day(number), words=WORDS.get)
    return {each.name: each.draft for each in build_case_bundle(file)}


def _lessons(number: int, hide: int) -> Draft:
    used = taxonomy()
    found = collate(lessons(number), Quarter(year=2025, number=3), used)
    return build_lessons_report(found, used, fewest=hide)


LONG, SHORT = _papers(long_case(), 210), _papers(case_until("exclude-at-once"), 40)
DOCUMENTS: Mapping[str, Callable[[], Report]] = {
    "board report": lambda: _wres(NONE),
    "board report, protected": lambda: _wres(FIVE),
    "every feature": lambda: protect(make_draft(), threshold(9_000)),
    "triage record": lambda: protect(build_triage_report(COMPLETE, TODAY), NONE),
    "triage record, empty": lambda: protect(build_triage_report(EMPTY, TODAY), NONE),
    "triage register": lambda: protect(build_triage_register(register([COMPLETE] * 12, TODAY)), FIVE),
    "lessons": lambda: protect(_lessons(120, 5), FIVE),
    "lessons, none": lambda: protect(_lessons(0, 0), NONE),
    "return to the board": lambda: protect(build_board_return(many(40), since=day(0), on=day(200)), FIVE),
    "certificate": lambda: protect(build_destruction_certificate(CERTIFICATE), NONE),
    "schedule": lambda: protect(build_disclosure_schedule(SCHEDULE), NONE),
    "practitioner's view": lambda: protect(practitioner_view(FIVE_STEP, long_case(), day(210), reach=REACH), NONE),
    "view of who raised it": lambda: protect(raised_view(FIVE_STEP, long_case(), day(210), reach=REACH), NONE),
    **{f"matrix {each}": partial(_plain, build_matrix_report, matrix(each)) for each in matrices()},
    **{f"letter {each}": partial(_plain, _letter, each) for each in KINDS},
    **{f"letter {each}, gaps": partial(_plain, _letter_with_gaps, each) for each in KINDS},
    **{f"long case {name}": partial(protect, draft, NONE) for name, draft in LONG.items()},
    **{f"case {name}": partial(protect, draft, NONE) for name, draft in SHORT.items()},
}


@cache
def written(name: str) -> bytes:
    """Write a document, once."""
    return WordReport().write(DOCUMENTS[name]())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_document_passes_the_checklist(name: str) -> None:
    """Nothing of the checklist fails."""
    assert [] == failures(written(name))


# --- the checklist itself --------------------------------------------------------------------------------------------


def changed(old: str, new: str, part: str = "word/document.xml") -> list[str]:
    """Return what fails when a pattern of a good document is replaced once."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written("every feature"))) as good, zipfile.ZipFile(out, "w") as bad:
        for name in good.namelist():
            text = good.read(name)
            if name == part:
                after = re.sub(old, new, text.decode(), count=1, flags=re.DOTALL).encode()
                assert after != text, f"the pattern is not in {part}"
                text = after
            bad.writestr(name, text)
    return [each.rpartition(" (")[0] for each in failures(out.getvalue())]


CORE, STYLES = "docProps/core.xml", "word/styles.xml"
CELL = '<w:tc><w:tcPr><w:tcW w:w="1" w:type="dxa"/></w:tcPr><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>'


@pytest.mark.parametrize(
    ("old", "new", "part", "fails"),
    [
        ("<dc:title>.*?</dc:title>", "<dc:title> </dc:title>", CORE, "no title in the properties"),
        ("<dc:language>.*?</dc:language>", "", CORE, "no language in the properties"),
        ("<dc:creator>.*?</dc:creator>|<dc:creator/>", "<dc:creator>u1</dc:creator>", CORE, "a name in the properties"),
        ("(<w:rPrDefault>.*?)<w:lang [^>]*/>", r"\1", STYLES, "no language of the text"),
        ('"Heading2"', '"Heading3"', "", "a level of headings is jumped"),
        ('w:val="Title"', 'w:val="Note"', "", "not exactly one title"),
        ("<w:tblHeader/>", "", "", "a table without a header row that is repeated"),
        ("<w:trPr><w:cantSplit/></w:trPr>", "", "", "a row that may be split over pages"),
        ("</w:tcPr>", '<w:gridSpan w:val="2"/></w:tcPr>', "", "a merged cell"),
        ("</w:tr>", f"{CELL}</w:tr>", "", "rows with different numbers of cells"),
        (">2,505<", "> <", "", "an empty cell"),
        ('<w:tblDescription w:val="[^"]*"/>', "", "", "a table without a title and a description"),
        ('w:firstRow="1"', 'w:firstRow="0"', "", "a table whose first row is not marked as its header"),
        ('(wp:docPr [^>]*)descr="[^"]*"', r"\1", "", "a picture without alternative text"),
        ('descr="[^"]*"', 'descr="image1.png"', "", "an alternative text that does not state what was found"),
        ("<w:sectPr", "<w:p/><w:sectPr", "", "an empty paragraph"),
        (
            '<w:pPr><w:pStyle w:val="Subtitle"/>',
            r'\g<0><w:jc w:val="both"/>',
            "",
            "text that is not aligned to the left",
        ),
        (
            "<w:sectPr",
            "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Head</w:t></w:r></w:p><w:sectPr",
            "",
            "bold text that stands in for a heading",
        ),
        (
            "<w:sectPr",
            "<w:p><w:hyperlink><w:r><w:t>https://x.test</w:t></w:r></w:hyperlink></w:p><w:sectPr",
            "",
            "a link without words",
        ),
        (
            '(w:styleId="Heading1".*?<w:color )w:val="[^"]*"',
            r'\1w:val="AAAAAA"',
            STYLES,
            "too little contrast in the style Heading1",
        ),
        (
            '(w:styleId="TableText".*?<w:sz )w:val="[^"]*"',
            r'\1w:val="16"',
            STYLES,
            "too small text in the style TableText",
        ),
    ],
)
def test_the_checklist_notices(old: str, new: str, part: str, fails: str) -> None:
    """One thing made worse in a good document, one failure."""
    assert [fails] == changed(old, new, part or "word/document.xml")


AGAIN = ("board report, protected", "triage record", "lessons", "letter update", "long case 01-chronology")


def test_the_same_document_again_is_the_same_bytes() -> None:
    """No clock and no chance is in a document: written again, seconds later, it is the same to the byte."""
    before = {name: written(name) for name in AGAIN}
    time.sleep(2.1)
    assert before == {name: WordReport().write(DOCUMENTS[name]()) for name in AGAIN}
