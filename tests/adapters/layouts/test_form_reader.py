"""A form layout as a reader: how sure it is, and what it says of other files."""

from __future__ import annotations

import pytest
from tests.adapters.office.made_word import row, table, word_bytes

from fairness_adapters.contract import Confidence
from fairness_adapters.layouts.form_loading import form_layouts
from fairness_adapters.layouts.form_reader import FormReader
from fairness_adapters.source import Source
from fairness_core.errors import WrongKind

READER = FormReader(form_layouts()["triage-review"])
ASKED = [READER.layout.asked(name) for name in READER.layout.fields]


def form_with(fields: int) -> Source:
    """Return a form that asks for so many of the fields."""
    return Source.from_bytes("a.docx", word_bytes(table(*(row(label, "x1") for label in ASKED[:fields]))))


@pytest.mark.parametrize(
    ("fields", "confidence"),
    [
        (0, Confidence.NO),
        (2, Confidence.NO),
        (3, Confidence.LIKELY),
        (len(ASKED) // 2 - 1, Confidence.LIKELY),
        ((len(ASKED) + 1) // 2, Confidence.CERTAIN),
    ],
)
def test_how_sure_it_is(fields: int, confidence: Confidence) -> None:
    """Three fields make it likely and half of them certain; the reason counts them."""
    said = READER.identify(form_with(fields))
    assert (confidence, f"{fields} of its fields are there") == (said.confidence, said.reason)


def test_another_form_is_an_error_beside_its_blank_answers() -> None:
    """Read by force, a form without the layout's fields is not taken for one that nobody filled in."""
    assert "no_fields" in [each.code for each in READER.read(form_with(2)).problems]
    assert "no_fields" not in [each.code for each in READER.read(form_with(3)).problems]


def test_a_file_of_another_kind_is_no_form() -> None:
    """It is not claimed, and refused when it is to be read all the same."""
    source = Source.from_bytes("a.csv", b"Zone,Qty\nA,1\n")
    assert Confidence.NO is READER.identify(source).confidence
    with pytest.raises(WrongKind):
        READER.read(source)
