"""`fairness cells` on Word documents: every one of the corpus through the command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

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
        assert {"file", "blocks", "changes", "hidden", "problems"} == set(printed)
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


def test_a_document_has_no_sheets(fairness: Fairness) -> None:
    """Asking for one is wrong use."""
    ran = fairness("cells", str(CORPUS / "d01_control.docx"), "--sheet", "Staff")
    assert 2 == ran.code
    assert "has no sheets" in ran.err
