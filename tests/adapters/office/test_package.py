"""A zip that could harm or mislead is refused before any parser sees it."""

from __future__ import annotations

import io
import struct
import sys
import time
import zipfile
from pathlib import Path

import pytest

from fairness_adapters.office.package import Relationship, open_package
from fairness_adapters.source import Limits, Source
from fairness_core.errors import MissingExtra, SourceError, SourceTooLarge, UnreadableSource

CORPUS = Path(__file__).parents[2] / "corpus"
TYPES = "[Content_Types].xml"
BLANKS = b" " * (16 << 20)


def zip_of(members: list[tuple[str, bytes]], compression: int = zipfile.ZIP_DEFLATED) -> Source:
    """Zip members as they are given, twice the same name too."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, compression)
    return Source.from_bytes("return.xlsx", out.getvalue())


def ordinary(*extra: tuple[str, bytes]) -> list[tuple[str, bytes]]:
    """Give the members that every Office file has, and more."""
    return [(TYPES, b"<Types/>"), ("xl/workbook.xml", b"<workbook/>"), *extra]


def with_stated_size(data: bytes, name: bytes, size: int) -> bytes:
    """Let the zip directory state another unpacked size for a member."""
    entry = data.rfind(b"PK\x01\x02", 0, data.rfind(name))
    return data[: entry + 24] + struct.pack("<L", size) + data[entry + 28 :]


HOSTILE_NAMES = ["../../evil.txt", "xl/../../evil.xml", "/etc/evil.xml", "xl\\evil.xml", "C:/evil.xml"]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_name_that_points_outside_is_refused(name: str) -> None:
    """Absolute names, backslashes, drive letters and steps upwards are refused, naming the part."""
    with pytest.raises(UnreadableSource) as caught:
        open_package(zip_of(ordinary((name, b"<x/>"))))
    assert name in caught.value.message
    assert "return.xlsx" in str(caught.value)


@pytest.mark.parametrize("again", ["xl/workbook.xml", "XL/Workbook.xml"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused(again: str) -> None:
    """A part stored twice is refused, whatever its capitals, since programs disagree which one counts."""
    with pytest.raises(UnreadableSource, match="twice"):
        open_package(zip_of(ordinary((again, b"<other/>"))))


def test_an_encrypted_part_is_refused() -> None:
    """A member with the encryption flag is refused, naming it."""
    data = bytearray(zip_of(ordinary()).data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.rfind(signature)
        data[at + offset] |= 1
    with pytest.raises(UnreadableSource, match=r"xl/workbook\.xml is encrypted"):
        open_package(Source.from_bytes("return.xlsx", bytes(data)))


def test_an_unusual_compression_is_refused() -> None:
    """Only the two methods that Office files use are unpacked."""
    with pytest.raises(UnreadableSource, match="do not use"):
        open_package(zip_of(ordinary(("xl/x.xml", b"<x/>")), zipfile.ZIP_BZIP2))


def test_missing_content_types_are_refused() -> None:
    """A package that does not say what its parts are is not a whole Office file."""
    with pytest.raises(UnreadableSource, match=r"\[Content_Types\]\.xml is missing"):
        open_package(zip_of([("xl/workbook.xml", b"<workbook/>")]))


DOCUMENT_TYPES = [
    b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>',
    b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>',
    b'<?xml version="1.0"?><!-- c --><!DOCTYPE x SYSTEM "http://example.org/x.dtd"><x/>',
    '\ufeff<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "a">]><x>&a;</x>'.encode("utf-16-le"),
]


@pytest.mark.parametrize("part", ["xl/styles.xml", "docProps/core.xml", "_rels/.rels", "xl/drawings/a.vml"])
@pytest.mark.parametrize("data", DOCUMENT_TYPES)
def test_a_document_type_is_refused_in_any_xml_part(part: str, data: bytes) -> None:
    """Entities are refused wherever they stand, also in parts that are never read, and no file is fetched."""
    with pytest.raises(UnreadableSource, match="document type") as caught:
        open_package(zip_of(ordinary((part, data))))
    assert part in caught.value.message


def test_a_bomb_is_refused_by_its_directory_and_at_once() -> None:
    """A part that grows beyond reason is refused without being unpacked."""
    source = zip_of(ordinary(("xl/worksheets/sheet1.xml", BLANKS)))
    began = time.monotonic()
    with pytest.raises(SourceTooLarge, match=r"xl/worksheets/sheet1\.xml would grow more than 100 times"):
        open_package(source)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(max_part=1 << 20), "sheet1.xml would unpack to 16,777,216 bytes, over 1,048,576"),
        (Limits(max_unpacked=1 << 20, max_ratio=10_000), "it would unpack to 16,777,235 bytes"),
        (Limits(max_parts=2), "it holds 3 parts, over 2"),
    ],
)
def test_each_limit_is_held(limits: Limits, words: str) -> None:
    """Too large a part, too large a whole and too many parts are each refused with the figures."""
    with pytest.raises(SourceTooLarge) as caught:
        open_package(zip_of(ordinary(("xl/worksheets/sheet1.xml", BLANKS))), limits)
    assert words in caught.value.message


@pytest.mark.parametrize("stated", [5, 50_000_000])
def test_a_directory_that_lies_about_a_size_is_found_out(stated: int) -> None:
    """A part that unpacks to more or less than the directory states is refused in reading it."""
    source = zip_of([*ordinary(), ("xl/media/a.bin", b"0123456789" * 100)])
    lying = Source.from_bytes("return.xlsx", with_stated_size(source.data, b"xl/media/a.bin", stated))
    package = open_package(lying, Limits(max_ratio=10**9))
    with pytest.raises(UnreadableSource, match=r"xl/media/a\.bin"):
        package.read("xl/media/a.bin")


def test_a_directory_of_millions_is_refused_before_it_is_parsed() -> None:
    """A stated directory larger than any Office file's is refused by its size alone."""
    data = bytearray(zip_of(ordinary()).data)
    end = data.rfind(b"PK\x05\x06")
    data[end + 12 : end + 16] = struct.pack("<L", 4_000_000_000)
    with pytest.raises(SourceTooLarge, match="more than 10,000 parts"):
        open_package(Source.from_bytes("return.xlsx", bytes(data)))


def test_flipped_bytes_are_noticed() -> None:
    """A part whose checksum does not fit is refused, naming it."""
    source = zip_of(ordinary(("xl/a.xml", b"<x>12</x>")), zipfile.ZIP_STORED)
    flipped = Source.from_bytes("return.xlsx", source.data.replace(b"<x>12</x>", b"<x>99</x>"))
    with pytest.raises(UnreadableSource, match=r"xl/a\.xml is damaged"):
        open_package(flipped).read("xl/a.xml")


def test_a_part_is_found_whatever_its_capitals() -> None:
    """Part names are compared without regard to case, as the standard asks."""
    package = open_package(zip_of(ordinary(("xl/SharedStrings.xml", b"<sst/>"))))
    assert package.has("xl/sharedStrings.xml")
    assert b"<sst/>" == package.read("xl/sharedstrings.XML")


def test_an_absent_part_is_named() -> None:
    """Reading what is not there says which part is missing."""
    with pytest.raises(UnreadableSource, match=r"xl/nowhere\.xml is missing"):
        open_package(zip_of(ordinary())).read("xl/nowhere.xml")


@pytest.mark.parametrize("data", [b"<a><b></a>", b"", b"<?xml version='1.0' encoding='nonsense'?><a/>"])
def test_xml_that_is_none_is_refused_when_it_is_needed(data: bytes) -> None:
    """A damaged part does no harm until it is wanted, and is then named."""
    package = open_package(zip_of(ordinary(("xl/a.xml", data))))
    with pytest.raises(UnreadableSource, match=r"xl/a\.xml is not well-formed XML"):
        package.xml("xl/a.xml")


def test_an_xml_part_too_large_for_a_tree_is_refused() -> None:
    """Only sheets and shared texts may be large; any other part of 16 MiB is refused."""
    package = open_package(zip_of(ordinary(("xl/a.xml", b"<a>" + BLANKS + b"</a>"))), Limits(max_ratio=10_000))
    with pytest.raises(SourceTooLarge, match=r"xl/a\.xml holds 16,777,223 bytes"):
        package.xml("xl/a.xml")


def test_relationships_are_resolved_and_external_ones_left_alone() -> None:
    """Targets are made whole from the folder of the part; a link to elsewhere stays as written."""
    links = (
        b'<Relationships><Relationship Id="a" Type="http://x/worksheet" Target="worksheets/s.xml"/>'
        b'<Relationship Id="b" Type="http://x/styles" Target="/xl/styles.xml"/>'
        b'<Relationship Id="c" Type="http://x/y" Target="file:///c:/x.xlsx" TargetMode="External"/></Relationships>'
    )
    package = open_package(zip_of(ordinary(("xl/_rels/workbook.xml.rels", links))))
    assert (
        Relationship(id="a", kind="worksheet", target="xl/worksheets/s.xml"),
        Relationship(id="b", kind="styles", target="xl/styles.xml"),
        Relationship(id="c", kind="y", target="file:///c:/x.xlsx", external=True),
    ) == package.relationships("xl/workbook.xml")
    assert () == package.relationships("xl/styles.xml")


def test_what_is_no_zip_is_refused() -> None:
    """Bytes that are no zip at all give our error and none of zipfile's."""
    with pytest.raises(SourceError, match="the zip directory is damaged"):
        open_package(Source.from_bytes("return.xlsx", b"PK\x03\x04 and nothing else"))


def test_without_the_extra_the_line_that_installs_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without defusedxml nothing is parsed, and the message says what to install."""
    monkeypatch.setitem(sys.modules, "defusedxml", None)
    with pytest.raises(MissingExtra) as caught:
        open_package(zip_of(ordinary()))
    assert "python -m pip install 'fairness-core[office]'" in caught.value.hint
