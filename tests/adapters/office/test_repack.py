"""A package written again has the same parts, and nothing in it that varies."""

from __future__ import annotations

import io
import zipfile

from fairness_adapters.office.repack import repack


def _package(names: list[str], stamp: tuple[int, int, int, int, int, int]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(zipfile.ZipInfo(name, stamp), f"content of {name}")
    return out.getvalue()


def test_order_and_stamps_of_the_members_do_not_matter() -> None:
    """The same parts give the same bytes, with the list of types first, as readers expect it."""
    names = ["b.xml", "[Content_Types].xml", "a.xml", "_rels/.rels"]
    first = repack(_package(names, (2024, 5, 6, 7, 8, 10)))
    second = repack(_package(names[::-1], (2025, 6, 7, 8, 9, 12)))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert ["[Content_Types].xml", "_rels/.rels", "a.xml", "b.xml"] == package.namelist()
        assert {(1980, 1, 1, 0, 0, 0)} == {info.date_time for info in package.infolist()}
        assert {0} == {info.create_system for info in package.infolist()}
        assert b"content of a.xml" == package.read("a.xml")


def test_an_edit_changes_its_own_member_only() -> None:
    """What is handed in for a member is applied to that member, and to no other."""
    changed = repack(_package(["a.xml", "b.xml"], (2024, 1, 1, 0, 0, 0)), {"a.xml": bytes.upper})
    with zipfile.ZipFile(io.BytesIO(changed)) as package:
        assert b"CONTENT OF A.XML" == package.read("a.xml")
        assert b"content of b.xml" == package.read("b.xml")
