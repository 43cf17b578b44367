"""Whether text of one colour can be read on another; nothing here chooses colours."""

from __future__ import annotations

import re

LEAST_CONTRAST = 4.5
"""Contrast of text on its ground that can be read (WCAG 2.x, 1.4.3)."""


def is_colour(text: str) -> bool:
    """Tell whether a text is a colour as rule files write it: # and six digits.

    >>> is_colour("#DA291C"), is_colour("red")
    (True, False)
    """
    return re.fullmatch(r"#[0-9a-fA-F]{6}", text) is not None


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, from 1 (the same) to 21 (black on white): the WCAG 2.x formula.

    >>> round(contrast("#000000", "#FFFFFF"))
    21
    """
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
