"""Jobs on how cases are kept: whole or not, destroyed with a certificate, bundled with the words beside them."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from tests.adapters.made_case_files import (
    HEARD,
    LOOKED_AT,
    SETTLED,
    day,
    document,
    made_case,
    our_way,
    put_document,
    put_log,
)

from fairness_adapters.case_store import FolderStore
from fairness_adapters.jobs.case_keeping import Verified, bundle_case, destroy_case, keeping, verify_path
from fairness_adapters.jobs.cases import read_case
from fairness_core.errors import CallerError, OutputError, SourceError, UnreadableSource
from fairness_core.process.chain import line_hash, log_lines
from fairness_core.process.store import StoredNote
from fairness_core.staff import StaffRef

KEEPER = StaffRef(role="lead", id="u9")
LONG_AFTER = date(2032, 6, 1)
NOTE = StoredNote.made("The rota came late.", "0123456789abcdef")


def verified(path: Path, head: str = "") -> tuple[Verified, ...]:
    """Verify under our own process."""
    return verify_path(path, head=head, own=[our_way()])


# verify -----------------------------------------------------------------------------------------


def test_a_whole_log(tmp_path: Path) -> None:
    """Its version and head are given; the head that was noted is found again."""
    case = made_case(SETTLED)
    head = line_hash(log_lines(case)[-1])
    path = put_log(tmp_path, case)
    for noted in ("", head):
        (found,) = verified(path, noted)
        assert (True, "c1.jsonl", "c1", 8, head) == (
            found.is_whole,
            found.file,
            found.reference,
            found.version,
            found.head,
        )


def test_an_end_that_was_cut_off(tmp_path: Path) -> None:
    """Against the head that was noted a shorter log is not whole, and has no head."""
    head = line_hash(log_lines(made_case(SETTLED))[-1])
    (found,) = verified(put_log(tmp_path, made_case(LOOKED_AT)), head)
    assert (False, 0, "", ["another_head"]) == (
        found.is_whole,
        found.version,
        found.head,
        [each.code for each in found.problems if each.code != "kept_elsewhere"],
    )


def test_a_folder_of_logs(tmp_path: Path) -> None:
    """Every log is looked at, whatever the others are."""
    put_log(tmp_path, made_case())
    put_log(tmp_path, made_case(LOOKED_AT, "c2"))
    path = put_log(tmp_path, made_case(HEARD, "c3"))
    path.write_text(path.read_text(encoding="utf-8").replace('"r1"', '"r2"'), encoding="utf-8")
    (tmp_path / "c4.jsonl").write_text("", encoding="utf-8")
    assert [("c1", True), ("c2", True), ("c3", False), ("c4", False)] == [
        (each.reference, each.is_whole) for each in verified(tmp_path)
    ]


def test_what_cannot_be_verified(tmp_path: Path) -> None:
    """A folder without a case, a head for a whole folder, a document, and a case that is not there."""
    with pytest.raises(SourceError, match="There is no case in"):
        verified(tmp_path)
    put_log(tmp_path, made_case())
    with pytest.raises(CallerError, match="A head is that of one case"):
        verified(tmp_path, "abc")
    with pytest.raises(CallerError, match="is a document and no log"):
        verified(put_document(tmp_path, document(made_case()), "c2.json"))
    (found,) = verified(tmp_path / "c7.jsonl")
    assert (False, "There is no case c7 here.") == (found.is_whole, found.problems[0].message)


def test_a_log_under_a_table_that_is_not_here(tmp_path: Path) -> None:
    """It cannot be replayed, and that is an error of this case."""
    (found,) = verify_path(put_log(tmp_path, made_case()))
    assert (False, "not_replayed") == (found.is_whole, found.problems[0].code)


# destroy ----------------------------------------------------------------------------------------


def test_for_how_long_it_is_kept(tmp_path: Path) -> None:
    """The day follows from the closing; every reason against is there, and none once it is over."""
    path = put_log(tmp_path, made_case([*SETTLED, (6, "keep", {})]))
    found = keeping(path, day(9), own=[our_way()])
    assert found
    assert (date(2032, 1, 10), day(6), 2) == (found.until, found.held_since, len(found.reasons))
    open_one = keeping(put_log(tmp_path, made_case(HEARD, "c2")), day(9), own=[our_way()])
    assert open_one
    assert (None, None, ("It is open: only a closed case is destroyed.",)) == (
        open_one.until,
        open_one.held_since,
        open_one.reasons,
    )


def test_destroyed_as_a_whole(tmp_path: Path) -> None:
    """Log and words are gone, the certificate stays and has a copy where one was asked for; once more says the same."""
    path = put_log(tmp_path, made_case(SETTLED))
    FolderStore(tmp_path).keep_note("c1", NOTE)
    out = tmp_path / "out" / "certificate.json"
    made, written = destroy_case(path, KEEPER, at=LONG_AFTER, out=out, own=[our_way()])
    assert (8, KEEPER, LONG_AFTER) == (made.events, made.authority, made.destroyed)
    assert (tmp_path / "c1.certificate.json", out) == written
    assert written[0].read_bytes() == out.read_bytes()
    assert [] == [each.name for each in tmp_path.iterdir() if each.name.startswith(("c1.jsonl", "c1.notes"))]
    assert None is keeping(path, LONG_AFTER, own=[our_way()])
    again, places = destroy_case(path, KEEPER, at=LONG_AFTER, own=[our_way()])
    assert (made, (tmp_path / "c1.certificate.json",)) == (again, places)


def test_a_case_that_stays(tmp_path: Path) -> None:
    """Every reason is said, and nothing is removed or left behind."""
    path = put_log(tmp_path, made_case([*SETTLED, (6, "keep", {})]))
    with pytest.raises(CallerError, match=r"kept until the end of.*legal hold"):
        destroy_case(path, KEEPER, at=day(9), own=[our_way()])
    assert [] == [each.name for each in tmp_path.iterdir() if "certificate" in each.name]
    assert path.is_file()


def test_a_copy_that_cannot_be_written(tmp_path: Path) -> None:
    """It is said that the case was destroyed all the same, and where its certificate is."""
    path = put_log(tmp_path, made_case(SETTLED))
    (tmp_path / "out").mkdir()
    with pytest.raises(OutputError) as raised:
        destroy_case(path, KEEPER, at=LONG_AFTER, out=tmp_path / "out", own=[our_way()])
    assert "The case was destroyed all the same" in raised.value.hint
    assert (tmp_path / "c1.certificate.json").is_file()


def test_a_case_that_is_not_there(tmp_path: Path) -> None:
    """There is nothing to keep."""
    with pytest.raises(UnreadableSource):
        keeping(tmp_path / "c1.jsonl", day(9), own=[our_way()])


# bundle -----------------------------------------------------------------------------------------


def words_in(folder: Path) -> str:
    """Return the text of every Word document in a folder."""
    files = [ZipFile(BytesIO(each.read_bytes())) for each in sorted(folder.glob("*.docx"))]
    return "".join(each.read("word/document.xml").decode() for each in files)


def test_a_bundle_with_the_words_beside_the_log(tmp_path: Path) -> None:
    """The papers hold the words of the notes, and `contents.json` the version and the day."""
    lines = [*HEARD, (1, "limit", {"reason": NOTE.ref, "review_on": day(9)})]
    path = put_log(tmp_path, made_case(lines))
    FolderStore(tmp_path).keep_note("c1", NOTE)
    written = bundle_case(path, read_case(path, own=[our_way()]), tmp_path / "b", at=day(9))
    assert {each.name for each in written.paths} == {each.name for each in (tmp_path / "b").iterdir()}
    contents = json.loads((tmp_path / "b" / "contents.json").read_text(encoding="utf-8"))
    assert ("c1", day(9).isoformat(), 2) == (contents["case"], contents["on"], contents["log"]["entries"])
    assert "The rota came late." in words_in(tmp_path / "b")


def test_a_bundle_of_an_earlier_day_and_of_a_document(tmp_path: Path) -> None:
    """The papers are of the log as it stood; a document has no words beside it, and its references stand."""
    lines = [*HEARD, (1, "limit", {"reason": NOTE.ref, "review_on": day(9)})]
    FolderStore(tmp_path).keep_note("c1", NOTE)
    path = put_document(tmp_path, document(made_case(lines)))
    bundle_case(path, read_case(path, own=[our_way()]), tmp_path / "b", at=day(9))
    assert "rota" not in words_in(tmp_path / "b")
    assert NOTE.ref[:12] in words_in(tmp_path / "b")
    earlier = bundle_case(path, read_case(path, own=[our_way()]), tmp_path / "a", at=day(0))
    assert 1 == earlier.contents["log"]["entries"]  # type: ignore[index]
