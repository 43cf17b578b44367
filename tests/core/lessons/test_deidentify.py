"""What looks like it says who somebody is: each kind found, with its place, and never quoted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairness_core.lessons.deidentify import identifying


def found(text: str) -> list[tuple[str, str]]:
    """Return (kind, words) of what was found."""
    return [(each.kind, text[slice(*each.span)]) for each in identifying(text)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Seen by Dr Example today.", "name", "Example"),
        ("Mrs A. Made-Up rang.", "name", "A. Made-Up"),
        ("a colleague named Zebedee Madeup said", "name", "Zebedee Madeup"),
        ("Then Priya Madeup left.", "name", "Priya Madeup"),
        ("DOB 01/02/1970", "date of birth", "DOB 01/02/1970"),
        ("born on 3rd March 1980", "date of birth", "born on 3rd March 1980"),
        ("NHS no 943 476 5919 was", "NHS number", "943 476 5919"),
        ("GMC number 7000001", "registration number", "GMC number 7000001"),
        ("PIN 12A3456E", "registration number", "12A3456E"),
        ("number 7000001 was", "registration number", "7000001"),
        ("lives at AA1 1AA", "postcode", "AA1 1AA"),
        ("ring 01632 960 001", "phone number", "01632 960 001"),
        ("mail a.b@example.org", "e-mail address", "a.b@example.org"),
    ],
)
def test_each_kind_is_found(text: str, kind: str, words: str) -> None:
    """One planted identifier is found once, with its kind and its place."""
    assert [(kind, words)] == found(text)


@pytest.mark.parametrize(
    "text",
    [
        "The Royal College advised.",
        "Dr The",
        "On 1 March 2026 the rota changed.",
        "Nurse Manager",
        "Band 7 in 2025",
        "",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    """Bodies, posts, ordinary dates and figures are no finding."""
    assert [] == found(text)


def test_a_check_makes_a_number_sure_or_drops_it() -> None:
    """With a check digit function a number that cannot be real is left out, one that can be is sure."""
    checks = {"NHS number": lambda number: number == "9434765919"}
    (real,) = identifying("943 476 5919 and 943 476 5918", checks)
    assert (True, (0, 12)) == (real.sure, real.span)
    assert [False, False] == [each.sure for each in identifying("943 476 5919 and 943 476 5918")]


def test_a_finding_as_a_problem_never_quotes() -> None:
    """The problem names kind and place, and not the words."""
    (each,) = identifying("mail a.b@example.org")
    said = str(each.to_problem("register.xlsx", "text"))
    assert "e-mail address, at letters 6 to 20" in said
    assert "example.org" not in said
    assert "looks like a name" in str(identifying("Dr Example")[0].to_problem())


@given(st.text(max_size=200))
def test_findings_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    """Whatever the text, findings come in order, and none overlaps the next."""
    ends = [0, *(place for each in identifying(text) for place in each.span), len(text)]
    assert sorted(ends) == ends
