"""Labels of forms: known by their words in any order, and never by resemblance."""

from __future__ import annotations

import pytest

from fairness_adapters.layouts.form_labels import Labels, label_words

LABELS = Labels.of(
    {
        "received": ["Date of concern", "Date received"],
        "reviewer": ["Reviewer name", "Reviewed by"],
        "conflict": ["Conflict of interest"],
        "rating": ["Risk rating (with score)", "Risk rating"],
        "score": ["Score"],
    }
)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Date of concern", "received"),
        ("DATE OF CONCERN:", "received"),
        ("3. Date of the concern", "received"),
        ("(b) Concern: date", "received"),
        ("Date\u00a0of\nconcern *", "received"),
        ("Conflict(s) of interest", "conflict"),
        ("Interest \u2013 conflicts", "conflict"),
        ("Risk rating (Green/Amber/Red)", "rating"),
        ("Reviewer\u2019s name (please print)", "reviewer"),
        ("Category of concern", None),
        ("Reviewer signature", None),
        ("Reviewed on", None),
        ("Reviewed", None),
        ("Concern", None),
        ("Date", None),
        ("", None),
        ("Date of concern " + "x" * 200, None),
    ],
)
def test_a_label_is_known_by_its_words_or_not_at_all(text: str, field: str | None) -> None:
    """Order, case, numbering, brackets and plurals do not matter; one word more or less does."""
    assert field == LABELS.match(text)


def test_the_nearest_fields_are_suggestions_in_order() -> None:
    """Those that share most words come first; none is named where no word is shared."""
    assert ("Date of concern", "Reviewer name") == LABELS.nearest("Name of concern, date")
    assert () == LABELS.nearest("Signature")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Date of the last concern", "'Date of the … concern'"),
        ("Sam Example", "text of 11 characters"),
        ("of the", "text of 6 characters"),
        ("concern " * 40, "text of 320 characters"),
    ],
)
def test_an_unknown_label_is_shown_by_known_words_alone(text: str, shown: str) -> None:
    """A label may hold a name by mistake: only words of the layout's labels appear in a message."""
    assert shown == LABELS.describe(text)


def test_a_label_of_small_words_keeps_them() -> None:
    """Else it would have no word to be known by."""
    assert frozenset({"of", "the"}) == label_words("of the")
