"""Ratings and their histories as plain JSON values and back; the forms are in `fairness_core.documents`."""

from __future__ import annotations

from fairness_core.documents import from_document, to_document
from fairness_core.risk.history import RatingHistory
from fairness_core.risk.record import Rating

RATING_SCHEMA = "fairness-core/rating/1"
"""The name and version of a rating's form; it changes when a reader of the old form would be misled."""

HISTORY_SCHEMA = "fairness-core/rating-history/1"
"""The name and version of a history's form."""


def rating_to_json(rating: Rating) -> dict[str, object]:
    """Return a rating as plain JSON values, scores as exact text, days as 2026-03-31."""
    return to_document(rating, RATING_SCHEMA)


def rating_from_json(found: object, file: str = "") -> Rating:
    """Return the rating that plain JSON values hold, with the score and band that it was made with.

    Raises `DocumentVersionError` for another version, and `InvalidData` with every fault.
    """
    return from_document(found, Rating, RATING_SCHEMA, file)


def history_to_json(history: RatingHistory) -> dict[str, object]:
    """Return a history as plain JSON values: every rating and every change of scheme as it was recorded."""
    return to_document(history, HISTORY_SCHEMA)


def history_from_json(found: object, file: str = "") -> RatingHistory:
    """Return the history that plain JSON values hold; raises as `rating_from_json`, and checks the order."""
    return from_document(found, RatingHistory, HISTORY_SCHEMA, file)
