"""`fairness layout`: tried on a file, listed and shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from tests.adapters.office.made_word import cell, para, row, table, word_bytes

from fairness_adapters.jobs.wres import DEMO, sample_path
from fairness_adapters.layouts import layout_reader, packaged_layouts
from fairness_adapters.layouts.form_loading import form_layout, form_layouts

Fairness = Callable[..., Any]
FAULTY = str(sample_path("made-up-trust-wres-2025-faulty.xlsx"))


def test_a_layout_is_tried_on_a_file(fairness: Fairness) -> None:
    """What was understood, what was left over, what was assumed, and what is wrong; nothing on stdout."""
    ran = fairness("layout", "try", "wres-return", FAULTY)
    assert (1, "") == (ran.code, ran.out)
    assert "figures were understood by wres-return.\n" in ran.err
    assert "Sheet 'WRES return', cells by what they are: " in ran.err
    assert "  Left over: A1, " in ran.err
    assert "Sheet 'Notes' was not read.\n" in ran.err
    assert "Assumed:\n" in ran.err
    assert "Error: made-up-trust-wres-2025-faulty.xlsx, sheet 'WRES return', cell I8: " in ran.err


def test_for_programs_every_cell_has_its_role(fairness: Fairness) -> None:
    """The figures, the counts of each sheet, and the cells by sheet and name."""
    ran = fairness("layout", "try", "wres-return", str(sample_path(DEMO)), "--json")
    found = ran.json
    assert (0, "wres-return", DEMO) == (ran.code, found["layout"], found["file"])
    told = found["cells"]
    figures = [name for name, each in told.items() if each["role"] == "figure"]
    assert all(name.startswith("WRES return!") for name in told)
    assert found["sheets"][0]["cells"]["figure"] == len(figures) > 200


def test_the_page_is_written_where_it_is_asked_for(fairness: Fairness, tmp_path: Path) -> None:
    """Its name is that of the option, and its place is said."""
    page = tmp_path / "marked.html"
    ran = fairness("layout", "try", "wres-return", str(sample_path(DEMO)), "--out", str(page))
    assert (0, True) == (ran.code, f"Written:\n  {page}\n" in ran.err)
    assert page.read_bytes().startswith(b"<!DOCTYPE html>")


def test_the_packaged_layouts_are_listed_and_shown(fairness: Fairness) -> None:
    """Each with its kind; what is shown loads as it is."""
    listed = fairness("layout", "list", "--json").json["layouts"]
    assert [*(each.id for each in packaged_layouts()), *form_layouts()] == [each["id"] for each in listed]
    assert "wres-return (workbook): " in fairness("layout", "list").err
    assert "triage-review (form): " in fairness("layout", "list").err
    assert "wres-return" == layout_reader(fairness("layout", "show", "wres-return").out).id
    assert "triage-review" == form_layout(fairness("layout", "show", "triage-review").out).id


@pytest.mark.parametrize("words", [("try", "wres", FAULTY), ("show", "wres")])
def test_an_unknown_layout_is_answered_with_those_there_are(fairness: Fairness, words: tuple[str, ...]) -> None:
    """Wrong use, with the list."""
    ran = fairness("layout", *words)
    assert (2, True) == (ran.code, "There are: bank-wres, " in ran.err)
    assert "triage-review" in ran.err


def test_a_faulty_layout_is_told_with_every_fault(fairness: Fairness, tmp_path: Path) -> None:
    """Nothing is read, and each key is named."""
    path = tmp_path / "ours.toml"
    path.write_text('kind = "table"\nid = "x"\n', encoding="utf-8")
    ran = fairness("layout", "try", str(path), FAULTY)
    assert 1 == ran.code
    for key in ("revision", "title", "source", "figures"):
        assert f"ours.toml, {key}: This key is missing." in ran.err


def test_a_layout_is_proposed_on_stdout(fairness: Fairness, tmp_path: Path) -> None:
    """The proposal can be kept in a file and tried; how much is to decide goes to people."""
    source = tmp_path / "staff.csv"
    source.write_text("Date,Ethnic group,Headcount\n31/03/2025,White,3\n31/03/2025,BME,4\n", encoding="utf-8")
    ran = fairness("layout", "suggest", str(source))
    reads = "As it stands it reads 2 figures (0 errors, 0 warnings, 0 notes), rightly or not.\nDecide first"
    assert (0, True) == (ran.code, reads in ran.err)
    assert ran.out == fairness("layout", "suggest", str(source), "--sheet", "").out
    assert "There is no sheet 'Staff'" in fairness("layout", "suggest", str(source), "--sheet", "Staff").err
    named = fairness("layout", "suggest", str(source), "--id", "my-trust-staff").out
    assert "my-trust-staff" == layout_reader(named).id
    (tmp_path / "ours.toml").write_text(ran.out, encoding="utf-8")
    assert 0 == fairness("layout", "try", str(tmp_path / "ours.toml"), str(source)).code
    told = fairness("layout", "suggest", str(source), "--json").json
    assert (ran.out, {"A": "period", "B": "ethnicity", "C": "headcount"}, 2, []) == (
        told["layout"],
        told["columns"],
        told["figures"],
        told["to_fill"],
    )


def test_a_proposal_that_needs_filling_in_says_where(fairness: Fairness, tmp_path: Path) -> None:
    """The file does not say its day."""
    source = tmp_path / "staff.csv"
    source.write_text("Ethnic group,Headcount\nWhite,3\nBME,4\n", encoding="utf-8")
    ran = fairness("layout", "suggest", str(source))
    assert (0, True) == (ran.code, "Before it can be tried, fill in:\n  period: " in ran.err)


def test_the_schema_is_printed(fairness: Fairness) -> None:
    """As JSON, for an editor."""
    assert "definitions" in fairness("layout", "schema").json


def test_a_file_that_is_known_already_is_said_to_be(fairness: Fairness) -> None:
    """Whoever has a return need not write a layout."""
    ran = fairness("layout", "suggest", str(sample_path(DEMO)))
    assert "The packaged layout 'wres-return' recognises this file: " in ran.err
    assert ["wres-return"] == fairness("layout", "suggest", str(sample_path(DEMO)), "--json").json["known"]


BLANK = para("Practice visit") + table(row("Visited by", ""), row("Visited on", "DD/MM/YYYY"), row("Safe?", "Yes / No"))
FILLED = para("Practice visit") + table(
    row("Visited by", "u101"), row("Visited on", "soon"), row("Safe?", "No - two weeks"), row("Notes", "Quite so.")
)


@pytest.fixture
def visit(fairness: Fairness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Propose a layout for a blank form; keep it beside a form that is filled in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "blank.docx").write_bytes(word_bytes(BLANK))
    (tmp_path / "filled.docx").write_bytes(word_bytes(FILLED))
    ran = fairness("layout", "suggest", "blank.docx")
    assert (0, True) == (ran.code, "3 labels were seen, and 5 things are for a person to decide." in ran.err)
    (tmp_path / "visit.toml").write_text(ran.out, encoding="utf-8")
    return str(ran.out)


@pytest.mark.usefixtures("visit")
def test_a_form_layout_is_tried_field_by_field(fairness: Fairness) -> None:
    """Codes and days are shown; what people wrote is counted; the rest is left over; findings follow."""
    ran = fairness("layout", "try", "visit.toml", "filled.docx")
    assert (1, "") == (ran.code, ran.out)
    assert (
        "2 of 3 fields are answered, as our-form reads the form.\n"
        "  visited_by: 4 characters (table 1, row 1, column 2)\n"
        "  visited_on: not understood (table 1, row 2, column 2)\n"
        "  safe: no, and 9 characters beside it (table 1, row 3, column 2)\n"
        "  Left over: table 1, row 4, column 1; table 1, row 4, column 2.\n"
    ) in ran.err
    assert "Quite so" not in ran.err
    assert "no" == fairness("layout", "try", "visit.toml", "filled.docx", "--json").json["answers"]["safe"]["value"]


@pytest.mark.usefixtures("visit")
def test_a_form_layout_is_tried_by_its_id_too(fairness: Fairness, tmp_path: Path) -> None:
    """And so is one that extends a packaged one without saying its kind."""
    (tmp_path / "ours.toml").write_text('extends = "lessons-form"\nid = "ours"\n', encoding="utf-8")
    for name in ("lessons-form", "ours.toml"):
        assert "0 of 10 fields are answered" in fairness("layout", "try", name, "filled.docx").err
    ran = fairness("layout", "try", "visit.toml", "filled.docx", "--out", "page.html")
    assert (2, True) == (ran.code, "Leave --out away" in ran.err)


@pytest.mark.usefixtures("visit")
@pytest.mark.parametrize("name", ["visit.toml", "ours.toml"])
def test_figures_are_not_read_by_a_form_layout(fairness: Fairness, tmp_path: Path, name: str) -> None:
    """The message says which command reads forms."""
    (tmp_path / "ours.toml").write_text('extends = "lessons-form"\nid = "ours"\n', encoding="utf-8")
    ran = fairness("read", str(sample_path(DEMO)), "--layout", name)
    assert 1 == ran.code
    assert "describes a form, which has answers and no figures." in ran.err
    assert "fairness triage read FORM.docx --layout FILE.toml" in ran.err


@pytest.mark.usefixtures("visit")
def test_a_layout_that_is_not_there_is_told_as_any_other(fairness: Fairness, tmp_path: Path) -> None:
    """And one that is no TOML; a form without anything left over says nothing of it."""
    (tmp_path / "bad.toml").write_text("kind = ", encoding="utf-8")
    assert "nothere.toml cannot be read" in fairness("layout", "try", "nothere.toml", "filled.docx").err
    assert "bad.toml cannot be read as TOML" in fairness("layout", "try", "bad.toml", "filled.docx").err
    ran = fairness("layout", "try", "visit.toml", "blank.docx")
    assert (0, False) == (ran.code, "Left over" in ran.err)


def test_a_form_layout_is_proposed(fairness: Fairness, visit: str) -> None:
    """For programs with the kind of each field; a form that is filled in is said to be."""
    told = fairness("layout", "suggest", "blank.docx", "--json").json
    assert (visit, {"visited_by": "text", "visited_on": "date", "safe": "yes-no"}, 3) == (
        told["layout"],
        told["fields"],
        told["found"],
    )
    assert "our-visit" == form_layout(fairness("layout", "suggest", "blank.docx", "--id", "our-visit").out).id
    ran = fairness("layout", "suggest", "filled.docx")
    assert "The form seems to be filled in" in ran.err
    assert not any(text in ran.out for text in ("u101", "soon", "two weeks", "Quite so", "Practice visit"))


def test_a_form_in_excel_is_proposed_as_one_when_it_is_said_to_be(fairness: Fairness, tmp_path: Path) -> None:
    """It cannot be told from a small table for certain, so the table's proposal says how."""
    book = Workbook()
    sheet = book.create_sheet("Form", 0)
    for line in [("Visited by", "u1"), ("Visited on", "3 June 2025"), ("Was it safe?", "Yes")]:
        sheet.append(line)
    book.save(tmp_path / "visit.xlsx")
    told = "If it is a form, labels with room for answers, propose again with --form."
    assert told in fairness("layout", "suggest", str(tmp_path / "visit.xlsx")).err
    ran = fairness("layout", "suggest", str(tmp_path / "visit.xlsx"), "--form", "--id", "our-visit")
    assert ("our-visit", {"visited_by", "visited_on", "was_it_safe"}) == (
        form_layout(ran.out).id,
        set(form_layout(ran.out).fields),
    )
    (tmp_path / "staff.csv").write_text("Date,Ethnic group,Headcount\n31/03/2025,White,3\n31/03/2025,BME,4\n")
    assert told not in fairness("layout", "suggest", str(tmp_path / "staff.csv")).err


def test_a_form_that_is_known_already_is_said_to_be(fairness: Fairness, tmp_path: Path) -> None:
    """And a document without a label has no layout."""
    labels = ("Name of Reviewer", "Date of Review", "Rationale", "Case Recommendation")
    (tmp_path / "review.docx").write_bytes(word_bytes(table(*(row(each, "") for each in labels))))
    assert (
        "The packaged layout 'triage-review' knows" in fairness("layout", "suggest", str(tmp_path / "review.docx")).err
    )
    (tmp_path / "letter.docx").write_bytes(word_bytes(para("Thank you.") + table(row(cell("")))))
    ran = fairness("layout", "suggest", str(tmp_path / "letter.docx"))
    assert (2, True) == (ran.code, "No label can be seen in letter.docx." in ran.err)
