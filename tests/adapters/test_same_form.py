"""The same triage form filled in by four hands gives the same answers, and nothing is left over."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.adapters.made_triage_forms import (
    ANSWERS,
    by_python_docx,
    pasted_together,
    with_controls,
    with_tracked_changes,
)

from fairness_adapters.formats.triage_answers import record_of
from fairness_adapters.layouts.form_loading import answers_of, open_form
from fairness_adapters.layouts.word_form import FormAnswers
from fairness_adapters.source import Source

HANDS = (by_python_docx, with_controls, with_tracked_changes, pasted_together)


def read(data: bytes) -> FormAnswers:
    """Read a form by the layout that knows it."""
    return answers_of(open_form(Source.from_bytes("form.docx", data)))[1]


def said(form: FormAnswers) -> dict[str, object]:
    """Return the answers as `ANSWERS` has them."""
    given = {name: each for name, each in form.answers.items() if each.state == "answered"}
    found: dict[str, object] = {name: each.items or each.value for name, each in given.items()}
    return found | {"health_note": form.answers["health"].note}


@pytest.mark.parametrize("hand", HANDS, ids=lambda hand: hand.__name__)
def test_every_hand_says_the_same(hand: Callable[[], bytes]) -> None:
    """Each field is recovered, the same from each; no text is left over, and no error is raised."""
    form = read(hand())
    assert ANSWERS == said(form)
    assert () == form.left_over
    assert [] == [str(each) for each in form.problems if each.severity.value != "note"]


def test_the_records_are_the_same() -> None:
    """And so are the records that they make."""
    first, *others = [record_of(read(hand()))[0] for hand in HANDS]
    assert [first] * 3 == others


def test_what_was_struck_out_is_told() -> None:
    """Who deleted what stays on record: it may be evidence."""
    changes = read(with_tracked_changes()).changes
    deleted = [(each.who, each.text) for each in changes if each.what == "deleted"]
    assert ("B", " Never again.") in deleted
    assert ("B", "cannot") in deleted
    assert ("B", "Red") in deleted


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("hand", HANDS, ids=lambda hand: hand.__name__)
def test_saved_again_by_libreoffice(hand: Callable[[], bytes], tmp_path: Path) -> None:
    """Another program writes the same form in other XML, and the answers stay."""
    (tmp_path / "form.docx").write_bytes(hand())
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    kind = "docx:MS Word 2007 XML"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path / "again")]
    subprocess.run([*command, str(tmp_path / "form.docx")], check=True, capture_output=True, timeout=120)
    form = read((tmp_path / "again" / "form.docx").read_bytes())
    assert ANSWERS == said(form)
    # LibreOffice 7.4 forgets that a whole row was deleted: then it stands there again, and is told.
    expected = ["Rating", "Red"] if hand is with_tracked_changes and form.left_over else []
    assert expected == [block.text for block in form.left_over]
