"""An author's own draft: what blames is pointed at with the question to ask, and nothing is recast."""

from __future__ import annotations

import pytest

from fairness_core.lessons.wording import blame_words, check_draft


def pointed(text: str, *allegations: str) -> list[tuple[str, str]]:
    """Return (wording, words pointed at) for a draft."""
    found = check_draft(text, of="own draft", allegations=allegations)
    return [(each.wording, text[slice(*each.span)] if each.span else "") for each in found]


def test_blame_is_pointed_at_in_the_order_of_the_text() -> None:
    """Each place has its words, why they matter, and what to ask instead."""
    text = "The nurse was careless and failed to check."
    assert [("character", "careless"), ("failed-to", "failed to")] == pointed(text)
    assert all(each.why and each.ask for each in check_draft(text, of="own draft"))


def test_a_draft_about_the_system_is_left_alone() -> None:
    """Words without blame get no pointer."""
    assert [] == pointed("The rota left one nurse with nine patients, and nobody to call.")


@pytest.mark.parametrize("allegation", sorted(blame_words().named))
def test_what_the_case_is_about_is_named(allegation: str) -> None:
    """A draft that speaks of a misunderstanding alone is told so; one that names it, or recasts nothing, is not."""
    name = blame_words().named[allegation].names[0].split("|")[0]
    assert [(allegation, "")] == pointed("There was a misunderstanding.", allegation)
    assert [] == pointed(f"There was {name} harm, and a misunderstanding.", allegation)
    assert [] == pointed("The rota was thin.", allegation, "another")
    assert [] == pointed("There was a misunderstanding.")
