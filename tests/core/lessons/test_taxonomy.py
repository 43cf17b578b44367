"""Taxonomies and crosswalks: the packaged ones are sound, and every fault is found."""

from __future__ import annotations

import pytest

from fairness_core.errors import CallerError, ConfigError
from fairness_core.lessons.taxonomy import (
    Crosswalk,
    Mapped,
    crosswalk,
    crosswalks,
    load_taxonomy,
    taxonomies,
    taxonomy,
)

HEAD = """
id = "ours"
revision = 2
title = "Ours"
owner = "a trust"
source = "Made up."
[axes.why]
label = "Why"
question = "Why?"
"""


def code(name: str, more: str = "", axis: str = "why") -> str:
    """Return one code in TOML."""
    return f'[codes.{name}]\nlabel = "{name}"\ncovers = "{name}"\naxis = "{axis}"\n{more}\n'


def faults(text: str) -> list[tuple[str, str]]:
    """Return the faults of a taxonomy, each with its key."""
    with pytest.raises(ConfigError) as raised:
        load_taxonomy(text)
    return [(each.where.field, each.message) for each in raised.value.problems]


@pytest.mark.parametrize("name", taxonomies())
def test_packaged_taxonomies(name: str) -> None:
    """Each has codes on every axis, says whose it is, and can be followed to codes in use."""
    found = taxonomy(name)
    assert all(found.on_axis(axis) for axis in found.axes)
    assert found.owner
    assert found.source


@pytest.mark.parametrize("name", crosswalks())
def test_packaged_crosswalks(name: str) -> None:
    """Each names codes that both frameworks have; one that leads nowhere says so."""
    found = crosswalk(name)
    assert found.from_taxonomy in taxonomies()
    lossy = [code for code in taxonomy(found.from_taxonomy).codes if len(found.follow(code).to) != 1]
    assert all(found.follow(each).lost for each in lossy)
    assert () == found.follow("XX-NONE").to


def test_the_default_has_every_code_of_the_two_axes() -> None:
    """Nine contributory factors and nine themes of the process."""
    found = taxonomy()
    assert (9, 9) == (len(found.on_axis("why")), len(found.on_axis("change")))
    assert {"CF", "PS"} == {each.partition("-")[0] for each in found.codes}


def test_a_code_that_there_is_not() -> None:
    """The error lists what there is."""
    with pytest.raises(CallerError) as raised:
        taxonomy().code("CF-XX")
    assert "CF-COM" in raised.value.hint


def test_retired_codes_lead_to_those_in_use() -> None:
    """Successors are followed to the end, and a code without any stands for none."""
    text = HEAD + code("A-1", 'retired = true\nsuccessors = ["A-2", "A-3"]')
    text += code("A-2", 'retired = true\nsuccessors = ["A-3", "A-4"]') + code("A-3") + code("A-4", "since = 2")
    found = load_taxonomy(text + code("A-5", "retired = true"))
    assert [("A-3", "A-4"), ("A-3",), ()] == [found.current(each) for each in ("A-1", "A-3", "A-5")]
    assert ("A-3", "A-4") == found.on_axis("why")


def test_codes_above() -> None:
    """A code's parents are followed upwards."""
    found = load_taxonomy(HEAD + code("A-1") + code("A-2", 'parent = "A-1"') + code("A-3", 'parent = "A-2"'))
    assert ("A-3", "A-2", "A-1") == found.above("A-3")


def test_faults() -> None:
    """Every fault is told at its key."""
    text = HEAD + code("A-1", 'parent = "A-9"\nsince = 3', axis="who") + code("A-2", 'successors = ["A-2", "A-1"]')
    assert [
        ("codes.A-1.axis", "There is no axis 'who'; there are: why."),
        ("codes.A-1.parent", "'A-9' is no code above this one."),
        ("codes.A-1.since", "This is a revision from 1 to 2, the file's own."),
        ("codes.A-2.successors", "Only a retired code has successors: say retired = true."),
        ("codes.A-2.successors", "'A-2' is no other code of this taxonomy."),
    ] == faults(text)


@pytest.mark.parametrize("field", ["parent", "successors"])
def test_codes_that_go_round_in_a_circle(field: str) -> None:
    """Neither parents nor successors may lead back to where they began."""
    wording = {"parent": 'parent = "{}"', "successors": 'retired = true\nsuccessors = ["{}"]'}[field]
    one, two = wording.format("A-2"), wording.format("A-1")
    assert {"codes.A-1." + field, "codes.A-2." + field} == {
        where for where, _ in faults(HEAD + code("A-1", one) + code("A-2", two))
    }


def test_a_taxonomy_without_codes() -> None:
    """There must be codes, and axes."""
    empty = HEAD.replace('[axes.why]\nlabel = "Why"\nquestion = "Why?"', "[axes]\n[codes]")
    assert [("axes", "There must be at least one."), ("codes", "There must be at least one.")] == faults(empty)


def test_faults_of_a_crosswalk() -> None:
    """Codes that a framework lacks are found, and losses that are not told."""
    made = {"id": "x", "revision": 1, "title": "X", "source": "Made up."}
    found = Crosswalk(
        from_taxonomy="lessons",
        to_taxonomy="seips",
        codes={"XX": Mapped(to=("S-PER",)), "CF-PAT": Mapped(to=("YY",)), "CF-STF": Mapped(to=())},
        **made,  # type: ignore[arg-type]
    )
    assert ["codes.XX", "codes.CF-PAT.to", "codes.CF-STF.lost"] == [where for where, _ in found.faults()]
    none = Crosswalk(from_taxonomy="none", to_taxonomy="seips", codes={}, **made)  # type: ignore[arg-type]
    assert ["from_taxonomy"] == [where for where, _ in none.faults()]
