"""Person, system or both: suggested with evidence, and no default where there must be none."""

from __future__ import annotations

import pytest

from fairness_core.lessons.levels import level_words, suggest_level


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Personal reflection on the doctor's own limits.", "person"),
        ("The rota was changed.", "system"),
        ("The doctor should keep clear notes, and the policy was updated.", "both"),
        ("It rained.", "system, unconfirmed"),
    ],
)
def test_level_follows_the_evidence(text: str, level: str) -> None:
    """Evidence for one side, for both, and the default when there is none."""
    assert level == suggest_level(text).level


@pytest.mark.parametrize("allegation", level_words().no_default)
def test_racism_sexual_misconduct_and_harm_have_no_default(allegation: str) -> None:
    """Without evidence nothing is said, and with evidence it is said as ever."""
    assert "not said" == suggest_level("It rained.", [allegation]).level
    assert "system" == suggest_level("The rota was changed.", [allegation]).level


def test_evidence_is_shown() -> None:
    """The spans cut the phrases out of the text."""
    text = "A checklist was changed; templates as well."
    assert ["templates"] == [text[slice(*span)] for span in suggest_level(text).system]
