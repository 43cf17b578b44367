"""A Word template with many features, filled: the changed places change, and nothing else in the package."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date

import pytest
from lxml import etree
from tests.adapters.office.made_template import HAS_COMMENTS, VBA, template_bytes
from tests.adapters.office.test_docx_template import FIGURE, PNG, TABLE

from fairness_adapters.office.docx_template import FilledTemplate, fill_template, template_names
from fairness_adapters.office.docx_values import Filling
from fairness_adapters.source import Source

FILLING = Filling(
    fields={
        "title": "Board paper",
        "organisation": "A made-up trust",
        "purpose": "decision",
        "figure": FIGURE,
        "table": TABLE,
        "day": date(2026, 1, 5),
        "voted": True,
        "source": "the return",
        "level": "d",
        "boxed": "=1+1",
    },
    lists={"actions": [{"what": "Ask", "by": date(2026, 2, 1)}, {"what": "Tell", "by": date(2026, 3, 1)}]},
)
TEMPLATE, WITH_MACROS = template_bytes(PNG), template_bytes(PNG, macros=True)


def parts(data: bytes) -> Mapping[str, bytes]:
    """Return every part of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def filled(data: bytes = TEMPLATE, name: str = "ours.docx") -> FilledTemplate:
    """Fill the template."""
    return fill_template(Source.from_bytes(name, data), FILLING)


def test_the_template_asks_for_every_field() -> None:
    """What is in a comment or was deleted is no place."""
    assert {*FILLING.fields, "actions.what", "actions.by"} == set(template_names(Source.from_bytes("t.docx", TEMPLATE)))


def test_only_the_parts_with_places_change() -> None:
    """Body, header and footnotes; the figure as a new part, and the pointer to it. All else is the same to the byte."""
    before, after = parts(TEMPLATE), parts(filled().data)
    assert {"word/media/filled1.png"} == after.keys() - before.keys()
    assert set() == before.keys() - after.keys()
    changed = {name for name, data in before.items() if after[name] != data}
    assert {"word/document.xml", "word/header1.xml", "word/footnotes.xml", "word/_rels/document.xml.rels"} == changed


def test_only_the_blocks_with_places_change_within_the_body() -> None:
    """Every paragraph and table without a place is the same to the byte: comment, tracked change, chart, bound control."""
    before, after = (
        [etree.tostring(each) for each in etree.fromstring(parts(data)["word/document.xml"])[0]]
        for data in (TEMPLATE, filled().data)
    )
    assert len(before) == len(after)
    changed = [place for place, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    holds = (b"{{", b'w:val="figure"', b'w:val="table"', b'w:val="day"', b'w:val="level"')
    places = [
        place for place, old in enumerate(before) if any(mark in old.replace(b"{{words}}", b"") for mark in holds)
    ]
    # The second paragraph's name is split over runs; braces that were deleted are none of ours.
    assert changed == places
    assert len(before) - len(changed) >= 5


def test_the_head_of_a_part_stays() -> None:
    """Declaration and line end of a part are those of the template."""
    assert parts(filled().data)["word/footnotes.xml"].startswith(
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    )


def test_nothing_of_the_template_is_left_to_fill() -> None:
    """No braces but those that were deleted, and those of the comment."""
    after = parts(filled().data)
    left = [name for name, data in after.items() if b"{{" in data.replace(b"old {{words}}", b"")]
    assert (["word/comments.xml"] if HAS_COMMENTS else []) == left


def test_macros_stay_and_do_not_run() -> None:
    """A document with macros keeps them to the byte, and must be named as what it is."""
    made = filled(WITH_MACROS, "ours.docm")
    assert (".docm", VBA) == (made.suffix, parts(made.data)["word/vbaProject.bin"])
    assert b"macroEnabled.main+xml" in parts(made.data)["[Content_Types].xml"]


@pytest.mark.parametrize(
    ("kind", "after", "suffix"),
    [
        ("openxmlformats-officedocument.wordprocessingml.template.main", b"wordprocessingml.document.main", ".docx"),
        ("ms-word.template.macroEnabledTemplate.main", b"ms-word.document.macroEnabled.main", ".docm"),
    ],
)
def test_a_template_gives_a_document(kind: str, after: bytes, suffix: str) -> None:
    """Word refuses a template (.dotx, .dotm) under a document's name, so what it says of itself is changed."""
    given = {**parts(WITH_MACROS if suffix == ".docm" else TEMPLATE)}
    types = given["[Content_Types].xml"]
    for main in (
        b"openxmlformats-officedocument.wordprocessingml.document.main",
        b"ms-word.document.macroEnabled.main",
    ):
        types = types.replace(main, kind.encode())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in {**given, "[Content_Types].xml": types}.items():
            package.writestr(name, data)
    made = filled(out.getvalue(), "ours.dotx")
    assert suffix == made.suffix
    assert after in parts(made.data)["[Content_Types].xml"]


def test_the_same_bytes_twice() -> None:
    """Neither clock nor chance."""
    assert filled().data == filled().data
