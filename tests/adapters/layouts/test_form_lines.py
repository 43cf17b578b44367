"""Lines of a form: several labels on one, and lines that are only there to be written on."""

from __future__ import annotations

import re
import time

import pytest
from tests.adapters.office.made_word import cell, para, read, row, table

from fairness_adapters.layouts.form_lines import split_line, without_fillers
from fairness_adapters.layouts.form_loading import form_layout
from fairness_adapters.layouts.word_form import FormAnswers, read_answers

HEAD = 'kind = "form"\nid = "visit"\nrevision = 1\ntitle = "Visit"\nsource = "made up"\n'
SIGNED = '[fields.signed]\nlabels = ["Countersigned"]\nrequired = true\n'
DATE = '[fields.on]\nlabels = ["Date"]\nkind = "date"\n'
BLANK = "Countersigned: ____________   Date: ______"


def answers(body: str, fields: str = SIGNED, ignored: str = "") -> FormAnswers:
    """Read a form by a layout with these fields and ignored texts."""
    return read_answers(form_layout(f"{HEAD}ignored = [{ignored}]\n{fields}"), read(body))


@pytest.mark.parametrize("fields", [SIGNED, SIGNED + DATE])
@pytest.mark.parametrize(
    "text",
    [
        BLANK,
        "Countersigned: ....................    Date: ............",
        "Countersigned: \u2026\u2026\u2026\u2026 Date: \u2026\u2026\u2026",
        "Countersigned: _ _ _ _ _ _   Date: _ _ _ _ _",
        "Countersigned:                    Date:",
        "Countersigned ____________   Date: ______",
        "Countersigned: ...",
        "Countersigned:",
    ],
)
@pytest.mark.parametrize("draw", [para, lambda text: table(row(cell(text)))])
def test_a_line_to_write_on_is_no_answer(fields: str, text: str, draw: object) -> None:
    """Whatever it is drawn with, and whether the second label on it is known or not."""
    assert callable(draw)
    form = answers(draw(text), fields)
    assert {"unanswered"} == {each.state for each in form.answers.values()}


@pytest.mark.parametrize(
    ("text", "signed", "on"),
    [
        ("Countersigned: u1    Date: 9 November 2026", "u1", "2026-11-09"),
        ("Countersigned: u1\tDate: 9 November 2026", "u1", "2026-11-09"),
        ("Countersigned: u1........Date: 09/11/2026....", "u1", "2026-11-09"),
        ("Countersigned: ........   Date: 09/11/2026", "", "2026-11-09"),
        ("Countersigned: u1   Date: ____", "u1", ""),
        ("Countersigned ____u1____ Date ____09/11/2026____", "u1", "2026-11-09"),
        ("Date: 09/11/2026\nCountersigned: u1", "u1", "2026-11-09"),
    ],
)  # fmt: skip
def test_each_label_of_a_line_gets_its_answer(text: str, signed: str, on: str) -> None:
    """The second as well as the first; a line to write on around an answer is left out of it."""
    body = "".join(para(*_lines(text)))
    found = answers(body, SIGNED + DATE).answers
    assert (signed, on) == (found["signed"].value, found["on"].value)


def _lines(text: str) -> list[str]:
    marks = {"\n": "<w:r><w:br/></w:r>", "\t": "<w:r><w:tab/></w:r>"}
    return [marks.get(part, part) for part in re.split("([\n\t])", text)]


def test_an_answer_behind_an_unknown_label_is_not_lost() -> None:
    """Where the second label is no field, what stands behind it stays with the first."""
    found = answers(para("Countersigned: u1    Date: 9 November 2026")).answers["signed"]
    assert "u1    Date: 9 November 2026" == found.value


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Signed: ....................    Date: ............", []),
        ("Signed ______ Date: ______", []),
        ("Signed ______", []),
        ("Signed ______ Countersigned ______", []),
        ("Signed:", []),
        ("Signed: u1    Date: ............", ["unknown_label"]),
        ("Signed: ..........    Date: 9 November 2026", ["unknown_label"]),
        ("____________________", []),
        ("....................", []),
        ("Signed ______ u1", ["left_over"]),
        ("Signed ______ u1 ______", ["left_over"]),
        ("Witnessed ______", ["left_over"]),
    ],
)
def test_an_ignored_label_covers_the_line_to_write_on(text: str, codes: list[str]) -> None:
    """As long as nothing is filled in; what somebody wrote is reported."""
    form = answers(para(text), SIGNED, '"Signed"')
    assert codes == [each.code for each in form.problems if each.code not in ("label_missing",)]


def test_a_known_label_behind_an_ignored_one() -> None:
    """It gets its answer, and the line to write on before it is covered; what is written there is left over."""
    blank = answers(para("Signed: ........   Date: 9 November 2026"), DATE, '"Signed"')
    assert ("2026-11-09", ()) == (blank.answers["on"].value, blank.left_over)
    filled = answers(para("Signed: u1   Date: 9 November 2026"), DATE, '"Signed"')
    assert ("2026-11-09", 1) == (filled.answers["on"].value, len(filled.left_over))


def test_dates_of_controls_go_to_their_own_label() -> None:
    """Two date controls on one line each answer the label before them."""
    picker = "<w:sdt><w:sdtPr><w:date w:fullDate='{}T00:00:00Z'/></w:sdtPr><w:sdtContent><w:r><w:t>{}</w:t></w:r></w:sdtContent></w:sdt>"
    body = para(
        "Date: ", picker.format("2026-11-09", "09/11/26"), "    Seen: ", picker.format("2026-11-10", "10/11/26")
    )
    found = answers(body, DATE + '[fields.seen]\nlabels = ["Seen"]\nkind = "date"\n').answers
    assert ("2026-11-09", "2026-11-10") == (found["on"].value, found["seen"].value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We met.  It was agreed:\n1. to go on", "We met.  It was agreed:\n1. to go on"),
        ("and so on...", "and so on..."),
        ("the file a__b", "the file a__b"),
        ("first\n______\n\nsecond", "first\n\nsecond"),
        ("x" * 401 + "____", "x" * 401 + "____"),
    ],
)
def test_what_somebody_wrote_stays(text: str, expected: str) -> None:
    """Colons, dots and underscores within it too."""
    assert expected == without_fillers(text)


@pytest.mark.parametrize("text", ["_" * 400 + "x", "_ " * 200 + ":", "a  " * 130 + "____:", "a:" * 200, ". " * 200])
def test_no_line_takes_long(text: str) -> None:
    """Whatever is in it; a pattern that tries every way of splitting would never end."""
    begun = time.perf_counter()
    split_line(text, lambda _: None)
    without_fillers(text)
    assert time.perf_counter() - begun < 1
