"""`fairness triage read` and `form`: forms in, answers, debts and a register out; a record to a form and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.adapters.office.made_word import para, row, table, word_bytes
from tests.core.risk.made_records import COMPLETE

from fairness_core.risk.triage_json import record_to_json

Fairness = Callable[..., Any]
ON = ("--on", "2026-03-16")
ROWS = (
    ("Reference", "T-0042"),
    ("Name of Reviewer", "professional adviser u101"),
    ("Date of Review", "9 March 2026"),
    ("Declaration for Conflict of Interest", "No"),
    ("Summary of Concern(s)", "Two sets of records were late."),
    ("Safeguarding Concern(s)", "☐ Yes ☒ No"),
    ("Are there any potential health concerns regarding this practitioner?", "☐ Yes ☐ No"),
    ("Rationale", "The cause can be mended."),
    ("Case Recommendation", "Agree a plan."),
)


def form(*rows: tuple[str, str], more: str = "") -> bytes:
    """Return a form with these rows."""
    return word_bytes(table(*(row(*pair) for pair in rows)) + more)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a good form, one with a remark, and a file that is no form."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.docx").write_bytes(form(*ROWS))
    (tmp_path / "remark.docx").write_bytes(form(*ROWS, ("Ward", "B4"), more=para("Sam Example rang.")))
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04 broken")
    return tmp_path


@pytest.mark.usefixtures("desk")
def test_answers_become_a_record(fairness: Fairness) -> None:
    """What fits the record is in it, what is not answered is owed, and no free text is shown to people."""
    ran = fairness("triage", "read", "good.docx", *ON, "--json")
    (found,) = ran.json["forms"]
    assert (0, True, "triage-review (revision 1)") == (ran.code, found["readable"], found["layout"])
    record = found["record"]
    assert ("T-0042", "2026-03-09", {"role": "professional adviser", "id": "u101"}) == (
        record["reference"],
        record["reviewed"],
        record["reviewer"],
    )
    assert [("none", "2026-03-09")] == [(each["state"], each["on"]) for each in record["declarations"]]
    assert ("no", "unanswered") == (record["safeguarding"]["answer"], record["health"]["answer"])
    assert "The question about the practitioner's health is not answered." in found["owed"]
    assert ([], {"not_taken"}) == (found["left_over"], {each["code"] for each in found["problems"]})
    assert "mended" not in ran.err


def test_one_bad_form_never_stops_the_rest(fairness: Fairness, desk: Path) -> None:
    """It is told; the others are read, and the register has a line for each."""
    ran = fairness(
        "triage", "read", "bad.docx", "missing.docx", "good.docx", "remark.docx", *ON, "--out", "all/register.xlsx"
    )
    assert 1 == ran.code
    assert "4 forms, 2 of them not read." in ran.err
    assert "Sam" not in ran.err
    assert "unknown" not in ran.out
    book = load_workbook(desk / "all" / "register.xlsx")
    lines = [[cell.value for cell in line] for line in book["Forms"].iter_rows(min_row=4)]
    assert ["bad.docx", "missing.docx", "good.docx", "remark.docx"] == [line[0] for line in lines]
    assert ["no", "no", "yes", "yes"] == [line[2] for line in lines]
    assert [0, 0, 0, 3] == [line[5] for line in lines]
    codes = {line[2].value for line in book["Findings"].iter_rows(min_row=2) if line[0].value == "remark.docx"}
    assert {"unknown_label", "left_over", "not_taken"} == codes
    everything = " ".join(str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line)
    assert not any(word in everything for word in ("Sam", "mended", "records were late"))


def test_a_record_goes_to_word_and_back(fairness: Fairness, desk: Path) -> None:
    """The form that is written is known by its tags, and gives the same record."""
    record = record_to_json(COMPLETE)
    (desk / "concern.json").write_text(json.dumps(record), encoding="utf-8")
    assert 0 == fairness("triage", "form", "concern.json", "--out", "concern.docx").code
    ran = fairness("triage", "read", "concern.docx", *ON, "--json")
    (found,) = ran.json["forms"]
    assert (0, "record", record, []) == (ran.code, found["layout"], found["record"], found["owed"])


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("read", "good.docx", "--layout", "nothing"), "There are: case-management-note, conflict-of-interest"),
        (("read", "good.docx", "--out", "register.docx"), "must end in .xlsx"),
        (("form", "concern.json", "--out", "form.pdf"), "must end in .docx"),
        (("read", "good.docx", "--on", "soon"), "Write it as 2026-03-31"),
    ],
)
def test_wrong_use_says_what_is_right(fairness: Fairness, words: tuple[str, ...], says: str) -> None:
    """With the exit code 2."""
    ran = fairness("triage", *words)
    assert 2 == ran.code
    assert says in ran.err


def test_a_layout_that_is_not_there(fairness: Fairness, desk: Path) -> None:
    """Its name is said, and what it should be."""
    ran = fairness("triage", "read", str(desk / "good.docx"), "--layout", "ours.toml")
    assert 1 == ran.code
    assert "The layout ours.toml cannot be read." in ran.err


def test_a_layout_of_ones_own(fairness: Fairness, desk: Path) -> None:
    """Its answers are given; a form without a record owes its required answers."""
    (desk / "visit.toml").write_text(
        'kind = "form"\nid = "visit"\nrevision = 1\ntitle = "Visit"\nsource = "ours"\n'
        '[fields.ward]\nlabels = ["Ward"]\nrequired = true\n[fields.by]\nlabels = ["Seen by"]\nrequired = true\n',
        encoding="utf-8",
    )
    (desk / "visit.docx").write_bytes(form(("Ward", "B4"), ("Seen by", "")))
    ran = fairness("triage", "read", "visit.docx", "--layout", "visit.toml", "--json")
    (found,) = ran.json["forms"]
    assert (0, "B4", None) == (ran.code, found["answers"]["ward"]["value"], found["record"])
    assert ["'Seen by' has no answer that counts."] == found["owed"]
    assert "visit.docx: 1 still owed" in ran.err


def test_a_form_that_nobody_knows(fairness: Fairness, desk: Path) -> None:
    """Every candidate gives its reason, and the text of the form is not lost: it can be looked at as cells."""
    (desk / "other.docx").write_bytes(form(("Ward", "B4")))
    ran = fairness("triage", "read", "other.docx", "--json")
    (found,) = ran.json["forms"]
    assert (1, True, "unknown_format") == (ran.code, found["readable"], found["problems"][0]["code"])
    assert "triage-review: 0 of its fields are there" in found["problems"][0]["found"]


def test_a_form_that_nobody_knows_is_not_said_to_be_read(fairness: Fairness, desk: Path) -> None:
    """Neither on the screen nor in the register: nothing owed would mean that all is well."""
    (desk / "other.docx").write_bytes(form(("Ward", "B4")))
    ran = fairness("triage", "read", "other.docx", "good.docx", "bad.docx", *ON, "--out", "register.xlsx", "--json")
    assert "other.docx: not read: this form is not known." in ran.err
    assert "bad.docx: not read." in ran.err
    assert "3 forms, 2 of them not read (1 not known)." in ran.err
    assert [False, True, False] == [each["read"] for each in ran.json["forms"]]
    lines = list(load_workbook(desk / "register.xlsx")["Forms"].iter_rows(min_row=4, values_only=True))
    assert ["no: this form is not known", "yes", "no"] == [line[2] for line in lines]


def test_a_folder_in_place_of_forms(fairness: Fairness, desk: Path) -> None:
    """The message says how all forms of a folder are given."""
    ran = fairness("triage", "read", str(desk))
    assert 1 == ran.code
    assert "Give the files inside it, such as FOLDER/*.docx." in ran.err


def test_a_hundred_forms_list_their_debts_in_the_register(fairness: Fairness, desk: Path) -> None:
    """On the screen only the first are listed one by one."""
    ran = fairness("triage", "read", *["good.docx"] * 22, *ON)
    assert 20 == ran.err.count(" still owed; nothing of it")
    assert "... and 2 more forms" in ran.err


def test_a_workbook_laid_out_as_a_form(fairness: Fairness, desk: Path) -> None:
    """The same layouts read it; days are as Excel stores them."""
    from datetime import date

    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for pair in ROWS:
        sheet.append([pair[0], date(2026, 3, 9) if pair[0] == "Date of Review" else pair[1]])
    book.save(desk / "form.xlsx")
    word, excel = fairness("triage", "read", "good.docx", "form.xlsx", *ON, "--json").json["forms"]
    assert word["record"] == excel["record"]
    assert ([], "sheet 'Sheet', cell B3") == (excel["left_over"], excel["answers"]["reviewed"]["place"])


def test_required_answers_are_owed_beside_those_of_the_record(fairness: Fairness, desk: Path) -> None:
    """What the layout requires and the record says nothing of is owed too; what the record says is told once."""
    (desk / "ours.toml").write_text(
        'extends = "triage-review"\nid = "ours"\n'
        '[fields.signed]\nlabels = ["Signed"]\nrequired = true\nin_record = false\n',
        encoding="utf-8",
    )
    rows = [(label, "" if label == "Name of Reviewer" else answer) for label, answer in ROWS]
    (desk / "blank.docx").write_bytes(form(*rows, ("Signed", "........")))
    (found,) = fairness("triage", "read", "blank.docx", "--layout", "ours.toml", *ON, "--json").json["forms"]
    assert ["'Name of reviewer' has no answer that counts.", "'Signed' has no answer that counts."] == [
        each for each in found["owed"] if "no answer that counts" in each
    ]
    assert 1 == sum("health" in each for each in found["owed"])


def test_an_answer_outside_the_record_is_not_taken_into_it(fairness: Fairness, desk: Path) -> None:
    """Even where the record has a field of that name."""
    (desk / "ours.toml").write_text(
        'extends = "triage-review"\nid = "ours"\n[fields.rationale]\nin_record = false\n', encoding="utf-8"
    )
    (found,) = fairness("triage", "read", "good.docx", "--layout", "ours.toml", *ON, "--json").json["forms"]
    assert ("The cause can be mended.", "") == (
        found["answers"]["rationale"]["value"],
        found["record"]["rationale"]["text"],
    )


def test_the_register_has_coded_answers_where_they_are_asked_for(fairness: Fairness, desk: Path) -> None:
    """A row for each form with days, yes or no, and choices; never what somebody wrote, nor unless it is asked for."""
    rows = [(label, "soon" if label == "Date of Review" else answer) for label, answer in ROWS]
    (desk / "unclear.docx").write_bytes(form(*rows))
    files = ("good.docx", "unclear.docx", "bad.docx")
    assert 1 == fairness("triage", "read", *files, *ON, "--out", "register.xlsx", "--answers").code
    sheet = load_workbook(desk / "register.xlsx")["Answers"]
    heads, good, unclear, bad = [list(line) for line in sheet.iter_rows(min_row=3, values_only=True)]
    found = dict(zip(heads, good, strict=True))
    assert ("good.docx", "2026-03-09", "none", "no", None) == (
        found["File"],
        found["reviewed"],
        found["conflict"],
        found["safeguarding"],
        found["health"],
    )
    assert "(not understood)" == unclear[heads.index("reviewed")]
    assert ["bad.docx"] == [each for each in bad if each]
    assert not {"summary", "rationale", "reviewer", "documents"} & set(heads)
    fairness("triage", "read", *files, *ON, "--out", "plain.xlsx")
    assert ["Forms", "Owed", "Findings"] == load_workbook(desk / "plain.xlsx").sheetnames
    assert (2, True) == ((ran := fairness("triage", "read", "good.docx", "--answers")).code, "Give --out" in ran.err)
