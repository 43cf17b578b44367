"""Bytes in: what a file is, told from its content, and every way in which it cannot be given."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairness_adapters.kinds import directory_bytes, sniff
from fairness_adapters.source import Kind, Limits, Source, read_source, wrong_kind
from fairness_core.errors import ProtectedSource, SourceTooLarge, UnreadableSource, WrongKind

CORPUS = Path(__file__).parents[1] / "corpus"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zip_of(**members: str) -> bytes:
    """Zip texts by name (a double underscore stands for a slash, a single one for a full stop)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return out.getvalue()


def declaring(content_type: str) -> bytes:
    """Zip nothing but content types that declare one main part."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", f"<Types><Override ContentType='application/{content_type}'/></Types>")
    return out.getvalue()


KINDS = [
    (b"", Kind.EMPTY),
    (b"\xef\xbb\xbf \r\n", Kind.EMPTY),
    (b"Band,Headcount\r\n", Kind.CSV),
    (b"\xa3 in cp1252", Kind.CSV),
    ("\ufeffBand\tHeadcount".encode("utf-16-le"), Kind.CSV),
    ("\ufeffBand".encode("utf-16-be") + b"\0", Kind.CSV),
    (b"  <!DOCTYPE html><html>", Kind.HTML),
    (b"<table><tr><td>Band", Kind.HTML),
    (b"<?xml version='1.0'?><html>", Kind.HTML),
    (b"<?xml version='1.0'?><Workbook>", Kind.XML),
    (b"%PDF-1.7", Kind.PDF),
    (b"{\\rtf1", Kind.RTF),
    (b"\x89PNG\r\n\x1a\n\0\0", Kind.UNKNOWN),
    (b"\x1f\x8b\x08\x03\x04\x05binary", Kind.UNKNOWN),
    (b"Band 5,12 and a stray \x1a\r\n", Kind.CSV),
    (OLE, Kind.OLE),
    (OLE + "Workbook".encode("utf-16-le"), Kind.XLS),
    (OLE + "WordDocument".encode("utf-16-le"), Kind.DOC),
    (OLE + "EncryptedPackage".encode("utf-16-le"), Kind.PROTECTED),
    (declaring("vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"), Kind.XLSX),
    (declaring("vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"), Kind.XLSX),
    (declaring("vnd.ms-excel.sheet.macroEnabled.main+xml"), Kind.XLSM),
    (declaring("vnd.ms-excel.sheet.binary.macroEnabled.main"), Kind.XLSB),
    (declaring("vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"), Kind.DOCX),
    (declaring("vnd.ms-word.document.macroEnabled.main+xml"), Kind.DOCM),
    (zip_of(mimetype="application/vnd.oasis.opendocument.spreadsheet"), Kind.ODS),
    (zip_of(xl__workbook_xml=""), Kind.XLSX),
    (zip_of(xl__workbook_bin=""), Kind.XLSB),
    (zip_of(word__document_xml=""), Kind.DOCX),
    (zip_of(notes_txt="Band"), Kind.ZIP),
    (zip_of(notes_txt="Band")[:-10], Kind.DAMAGED_ZIP),
    (b"PK\x03\x04", Kind.DAMAGED_ZIP),
    (zip_of(notes_txt="Band").replace(b"PK\x01\x02", b"PK\x01\x03"), Kind.DAMAGED_ZIP),
]


@pytest.mark.parametrize(("data", "kind"), KINDS)
def test_a_kind_is_told_from_the_content(data: bytes, kind: Kind) -> None:
    """Whatever the name says, the bytes decide."""
    assert kind is Source.from_bytes("return.xlsx", data).kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("x01_control.xlsx", Kind.XLSX),
        ("x03_csv_named_xlsx.xlsx", Kind.CSV),
        ("x04_html_named_xlsx.xlsx", Kind.HTML),
        ("x05_ole_stub_named_xlsx.xlsx", Kind.OLE),
        ("x06_xlsb_named_xlsx.xlsx", Kind.XLSB),
        ("x07_ods_named_xlsx.xlsx", Kind.ODS),
        ("x08_truncated_60pc.xlsx", Kind.DAMAGED_ZIP),
        ("x10_junk_prefix.xlsx", Kind.XLSX),
        ("x21_backslash_paths.xlsx", Kind.XLSX),
        ("x82_macros.xlsm", Kind.XLSM),
        ("x87_real_xls_named_xlsx.xlsx", Kind.XLS),
    ],
)
def test_real_files_are_told_apart(name: str, kind: Kind) -> None:
    """Files that bear a wrong name are what they are."""
    assert kind is read_source(CORPUS / name).kind


@given(st.binary(max_size=200), st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", OLE, b"\xff\xfe", b"<?xml"]))
def test_any_bytes_have_a_kind(data: bytes, start: bytes) -> None:
    """Telling the kind never fails, and every kind can be told in words."""
    assert sniff(start + data).described


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_words_and_advice(kind: Kind) -> None:
    """A message can always say what a file is and what to do, in a sentence that ends."""
    assert kind.described
    assert kind.advice.endswith(".")


def test_a_zip_states_the_size_of_its_directory() -> None:
    """The size is read from the end record alone, and absent when there is none."""
    data = zip_of(a_txt="x")
    end = data.rfind(b"PK\x05\x06")
    assert end - data.find(b"PK\x01\x02") == directory_bytes(data)
    assert directory_bytes(b"Band,Headcount") is None
    wide = data[:end] + b"PK\x06\x06" + bytes(36) + (10**12).to_bytes(8, "little") + data[end:]
    assert 10**12 == directory_bytes(wide)


def test_a_source_is_its_name_its_bytes_and_their_fingerprint(tmp_path: Path) -> None:
    """Of the path only the last part is kept; the fingerprint is SHA-256."""
    path = tmp_path / "staff.csv"
    path.write_bytes(b"Band,Headcount")
    source = read_source(path)
    assert Source.from_bytes("C:\\Users\\hr\\staff.csv", b"Band,Headcount") == source
    assert ("staff.csv", b"Band,Headcount") == (source.name, source.data)
    assert hashlib.sha256(b"Band,Headcount").hexdigest() == source.sha256
    assert "staff.csv" == source.place.file
    assert source == pickle.loads(pickle.dumps(source))
    assert "Band,Headcount" not in repr(source)


def test_a_file_over_the_limit_is_refused_with_the_figures(tmp_path: Path) -> None:
    """The limit itself is allowed, one byte more is not, in memory and on disk."""
    limits = Limits(max_bytes=4)
    path = tmp_path / "staff.csv"
    path.write_bytes(b"12345")
    assert b"1234" == Source.from_bytes("staff.csv", b"1234", limits).data
    with pytest.raises(SourceTooLarge) as in_memory:
        Source.from_bytes("staff.csv", b"12345", limits)
    with pytest.raises(SourceTooLarge) as on_disk:
        read_source(path, limits)
    assert str(in_memory.value) == str(on_disk.value)
    assert "staff.csv: The file holds 5 bytes; the limit is 4." in str(on_disk.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A missing file is our error, with the name and without the folder."""
    with pytest.raises(UnreadableSource) as caught:
        read_source(tmp_path / "nowhere.xlsx")
    assert "nowhere.xlsx: The file is not there. Check the spelling and the folder." == str(caught.value)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    """A folder is told from a file."""
    with pytest.raises(UnreadableSource, match="This is a folder"):
        read_source(tmp_path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs an endless device")
def test_a_device_is_refused() -> None:
    """Something that never ends is not read."""
    with pytest.raises(UnreadableSource, match="not an ordinary file"):
        read_source("/dev/zero")


def test_a_lock_file_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    """Excel's owner file is never taken for the workbook, and the hint says which file to give."""
    path = tmp_path / "~$return.xlsx"
    path.write_bytes(b"\x05Name")
    with pytest.raises(UnreadableSource, match="lock file") as caught:
        read_source(path)
    assert "Close the file in Excel or Word" in caught.value.hint


@pytest.mark.parametrize(("open_elsewhere", "words"), [(False, "may read it"), (True, "close it there")])
def test_a_file_that_may_not_be_read_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_elsewhere: bool, words: str
) -> None:
    """No permission is our error; beside an owner file the hint is that the file is open elsewhere."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "return.xlsx"
    path.write_bytes(b"x")
    if open_elsewhere:
        (tmp_path / "~$return.xlsx").write_bytes(b"x")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadableSource, match="could not be opened") as caught:
        read_source(path)
    assert words in caught.value.hint


def test_a_folder_that_may_not_be_looked_into_is_our_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No permission for the folder is told like no permission for the file."""

    def refuse(_: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_file", refuse)
    with pytest.raises(UnreadableSource, match="could not be opened"):
        read_source(tmp_path / "return.xlsx")


@pytest.mark.skipif(os.name == "nt", reason="Windows refuses the name earlier")
def test_a_path_that_no_system_has_is_our_error() -> None:
    """A path with a NUL in it gives our error and not the system's."""
    with pytest.raises(UnreadableSource):
        read_source("a\0b")


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), ProtectedSource, "protected by a password"),
        (OLE + "Workbook".encode("utf-16-le"), WrongKind, "an old Excel workbook (.xls)"),
        (b"", UnreadableSource, "an empty file"),
        (b"<html>", WrongKind, "a web page"),
    ],
)
def test_the_error_for_a_wrong_kind_says_what_the_file_is(
    data: bytes, error: type[UnreadableSource], words: str
) -> None:
    """The class is as narrow as can be told, and the hint says what to do in Excel."""
    found = wrong_kind(Source.from_bytes("return.xlsx", data))
    assert error is type(found)
    assert words in found.message
    assert found.hint
