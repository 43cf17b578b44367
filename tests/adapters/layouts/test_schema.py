"""What a layout file may say: what does not exist is told with its key path."""

from __future__ import annotations

import pytest
from tests.adapters.layouts.made_forms import packaged, wres_layout

from fairness_adapters.layouts import layout_reader
from fairness_adapters.layouts.schema import CodeColumn, RecordsLayout
from fairness_core.errors import ConfigError


def faults(text: str) -> list[tuple[str, str]]:
    """Return the key paths and messages of all that is wrong."""
    with pytest.raises(ConfigError) as caught:
        layout_reader(text, "own.toml")
    return [(problem.where.field, problem.message) for problem in caught.value.problems]


def test_a_form_may_only_name_what_exists() -> None:
    """Measures, code lists and codes that are not there are all found in one go."""
    text = """
        extends = "wres-return"
        id = "own"
        [lines.shortlisted]
        measure = "short_listed"
        [lines.base_discrimination]
        base_of = "discrimination"
        [blocks.clinical]
        measure = "heads"
        codes = ["2", "10"]
        [blocks.consultants]
        dimension = "grade"
    """
    assert [
        ("blocks.clinical", "There is no measure 'heads'."),
        ("lines.shortlisted", "There is no measure 'short_listed'."),
        ("lines.base_discrimination", "There is no measure 'discrimination'."),
        ("blocks.clinical.codes", "There is no code '10'."),
        ("blocks.consultants.dimension", "No classification is given for 'grade'."),
    ] == faults(text)


def test_a_table_may_only_name_what_exists() -> None:
    """The same for tables: the measure, codes of a classification, and what a dimension follows from."""
    text = """
        extends = "england-workforce"
        id = "own"
        measure = "heads"
        [dimensions.ethnicity.codes]
        green = ["Green"]
        [derived.tier]
        dimension = "grade"
        codes = { low = ["2"] }
    """
    assert [
        ("measure", "There is no measure 'heads'."),
        ("dimensions.ethnicity.codes", "There is no code 'green' ('fairness codes ethnicity' lists them)."),
        ("derived.tier.dimension", "There is no dimension 'grade'."),
    ] == faults(text)


def test_a_column_without_a_classification_has_codes_of_its_own() -> None:
    """The first text of each code is its label, the others are other ways to write it."""
    own = CodeColumn(labels=("Division",), codes={"surgery": ("Surgery", "Surgical"), "medicine": ("Medicine",)})
    listed = own.code_list("division")
    assert ("division", "Surgery") == (listed.id, listed.label("surgery"))
    assert "surgery" == listed.find("surgical")


def test_a_column_with_a_classification_uses_it() -> None:
    """The texts of the layout come beside those of the classification, and do not replace them."""
    assert "ethnicity" == CodeColumn(labels=("Ethnicity",), classification="ethnicity").code_list("group").id


def test_a_table_lists_the_codes_of_derived_dimensions() -> None:
    """A dimension that follows from another has labels of its own."""
    layout = packaged("england-workforce").layout
    assert isinstance(layout, RecordsLayout)
    lists = layout.code_lists()
    assert {"band", "cluster", "ethnicity", "role"} == set(lists)
    assert ["clinical", "non_clinical", "medical"] == list(lists["cluster"].codes)


def test_the_packaged_form_has_a_row_for_every_code_of_its_blocks() -> None:
    """Rows 1 to 33 of the form are each known once: two blocks of fourteen, consultants, and four lines."""
    layout = wres_layout()
    blocks = [block.first_row + place for block in layout.blocks.values() for place in range(len(block.codes))]
    lines = [row for line in layout.lines.values() for row in line.rows]
    assert list(range(1, 36)) == sorted(row for row in (*blocks, *lines) if row < 36)
    assert len(lines) == len(set(lines))
