"""`fairness cells` on Word documents: every one of the corpus through the command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.adapters.office.made_word import para, run, sdt, word_bytes

Fairness = Callable[..., Any]
CORPUS = Path(__file__).parents[2] / "corpus"
MANIFEST: list[dict[str, Any]] = json.loads((CORPUS / "manifest.json").read_text(encoding="utf-8"))
FORMS = {entry["file"]: entry for entry in MANIFEST if entry["kind"] == "docx"}


def test_every_word_file_has_its_entry() -> None:
    """No document lies in the corpus without an expectation."""
    assert sorted(FORMS) == sorted(path.name for path in CORPUS.glob("d*"))


@pytest.mark.parametrize("name", FORMS)
def test_every_document_of_the_corpus_gives_what_its_manifest_expects(fairness: Fairness, name: str) -> None:
    """Every text is there and none that must be absent; or one error that names the file, and no blocks."""
    entry = FORMS[name]
    ran = fairness("cells", str(CORPUS / name), "--json")
    printed = json.loads(ran.out)
    if "blocks" in printed:
        assert entry["expect"] != "error"
        assert (0, name) == (ran.code, printed["file"])
        assert {"file", "blocks", "changes", "hidden", "controls", "problems"} == set(printed)
        text = "\n".join(block["text"] for block in printed["blocks"])
        assert [] == [each for each in entry["texts"] if each not in text]
        assert [] == [each for each in entry["absent"] if each in text]
        return
    assert entry["expect"] != "value", printed
    assert (1, name) == (ran.code, printed["where"]["file"])
    assert printed["message"]
    assert printed["hint"]


def test_people_see_text_changes_and_what_is_hidden(fairness: Fairness) -> None:
    """Each with its place; who changed what is for --json alone."""
    assert (
        "Text\n  table 1, row 1, column 1: 'Concern category'\n  table 1, row 1, column 2: 'Level 2'\n"
        "Tracked changes and comments (--json says by whom and when)\n"
        "  table 1, row 1, column 2: deleted: 'Level 1'\n  table 1, row 1, column 2: inserted: 'Level 2'\n"
    ) == fairness("cells", str(CORPUS / "d17_tracked_replace.docx")).out
    assert (
        "Hidden text\n  table 1, row 1, column 2: 'HIDDEN'\n"
        in fairness("cells", str(CORPUS / "d28_hidden_text.docx")).out
    )


def test_controls_are_shown_with_their_names_and_choices(fairness: Fairness, tmp_path: Path) -> None:
    """Empty ones too, since a layout names them by tag or title; what stands in them is told as text alone."""
    choices = "".join(f"<w:listItem w:displayText='{each}' w:value='{each}'/>" for each in ("Medical", "Dental"))
    empty = sdt(
        run("Choose an item."),
        "<w:alias w:val='Prof group'/><w:tag w:val='ddl1'/><w:showingPlcHdr/><w:dropDownList>"
        f"<w:listItem w:displayText='Choose an item.' w:value=''/>{choices}</w:dropDownList>",
    )
    ticked = sdt(run("\u2612"), "<w:tag w:val='safe'/><w14:checkbox><w14:checked/></w14:checkbox>")
    filled = sdt(run("u1"), "<w:tag w:val='by'/>")
    deleted = sdt(run("u3"), "<w:tag w:val='was'/>")
    gone = f"<w:del w:author='u2'>{deleted}</w:del>"
    (tmp_path / "form.docx").write_bytes(word_bytes(para(empty) + para(ticked) + para(filled, gone)))
    out = fairness("cells", str(tmp_path / "form.docx")).out
    assert (
        "Controls\n"
        "  paragraph 1: choice, empty; tag 'ddl1'; title 'Prof group'; choices 'Medical', 'Dental'\n"
        "  paragraph 2: tick box, ticked; tag 'safe'\n"
        "  paragraph 3: text, answered; tag 'by'\n"
    ) in out
    told = fairness("cells", str(tmp_path / "form.docx"), "--json").json
    expected = {"place": "paragraph 1", "kind": "choice", "tag": "ddl1", "title": "Prof group"}
    assert expected | {"choices": ["Medical", "Dental"], "answered": False, "ticked": None} == told["controls"][0]
    assert ["\u2612", "u1"] == [each["text"] for each in told["blocks"]]


def test_a_document_has_no_sheets(fairness: Fairness) -> None:
    """Asking for one is wrong use."""
    ran = fairness("cells", str(CORPUS / "d01_control.docx"), "--sheet", "Staff")
    assert 2 == ran.code
    assert "has no sheets" in ran.err
