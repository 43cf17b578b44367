"""Text that an Office file can hold: checked before it is written, never changed in silence.

The writing libraries differ in what they do with bad text: one cuts it, one escapes it, one fails
without naming the cell. So every text passes through here first. Quoting what was found in an
input lives in `fairness_adapters.office.quoting`.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from fairness_core.errors import CallerError
from fairness_core.problems import Place

EXCEL_LONGEST_TEXT = 32_767
"""The characters that one cell of a workbook holds."""

_SHEET_NAME_LONGEST = 31
_TABLE_NAME_LONGEST = 255
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LOOKS_LIKE_A_CELL = re.compile(r"[a-z]{1,3}[0-9]+|r[0-9]*(c[0-9]*)?|c[0-9]*")


def clean_text(text: str, where: Place | str, *, longest: int | None = None) -> str:
    r"""Return `text` unchanged when an Office file can hold it, else raise `CallerError` with the place.

    Refused are control characters (tab and line feed are fine), halves of surrogate pairs, and more
    than `longest` characters (counted as Excel counts: those beyond the basic plane count twice).

    >>> clean_text("BME \u2013 Band 6", "Table 1")
    'BME – Band 6'
    """
    place = where if isinstance(where, Place) else Place(field=where)
    if found := _UNWRITABLE.search(text):
        raise CallerError(
            f"A text has a character that no Office file can hold (U+{ord(found[0]):04X}, "
            f"at position {found.start() + 1}).",
            where=place,
            hint="Remove the character; such ones come from copying out of other programs.",
        )
    if longest is not None and _excel_length(text) > longest:
        raise CallerError(
            f"A text has {_excel_length(text):,} characters, and a cell holds {longest:,}.",
            where=place,
            hint="Shorten the text.",
        )
    return text


def is_writable(text: str, longest: int) -> bool:
    r"""Tell whether `clean_text` would return a text.

    >>> is_writable("Band 6", 10), is_writable("a\x00", 10), is_writable("Band 6", 3)
    (True, False, False)
    """
    return not _UNWRITABLE.search(text) and (len(text) * 2 <= longest or _excel_length(text) <= longest)


def sheet_name(wanted: str, taken: Collection[str]) -> str:
    r"""Return a name that Excel accepts for a sheet, as near to `wanted` as can be.

    At most 31 characters, none of []:*?/\, no apostrophe at either end, not blank, not "History"
    (which Excel keeps for itself), and no case-blind duplicate of a name in `taken`.

    >>> sheet_name("Shortlisting: 2024/25", ()), sheet_name("history", ())
    ('Shortlisting 2024 25', 'history sheet')
    """
    spaced = " ".join(_NOT_IN_SHEET_NAMES.sub(" ", clean_text(wanted, "the name of a sheet")).split())
    plain = spaced.strip("' ") or "Sheet"
    plain = f"{plain} sheet" if plain.casefold() == "history" else plain
    return _unique(plain, taken, longest=_SHEET_NAME_LONGEST, joint=" ", trim="' ")


def table_name(wanted: str, taken: Collection[str]) -> str:
    """Return a name that Excel accepts for a table: letters, digits and underscores, unlike a cell's.

    >>> table_name("a1", ()), table_name("2 rates", ("table_2_rates",))
    ('table_a1', 'table_2_rates_2')
    """
    plain = re.sub(r"[^A-Za-z0-9_]+", "_", wanted).strip("_") or "table"
    if not plain[0].isalpha() or _LOOKS_LIKE_A_CELL.fullmatch(plain.casefold()):
        plain = f"table_{plain}"
    return _unique(plain, taken, longest=_TABLE_NAME_LONGEST, joint="_", trim="_")


def unique_headers(labels: Collection[str], empty: str = "Row") -> tuple[str, ...]:
    """Return column labels that are never empty and differ from each other without regard to case.

    >>> unique_headers(["", "Rate", "rate"])
    ('Row', 'Rate', 'rate (2)')
    """
    found: list[str] = []
    for label in labels:
        plain = " ".join(label.split()) or empty
        taken = {each.casefold() for each in found}
        number = 2
        candidate = plain
        while candidate.casefold() in taken:
            candidate, number = f"{plain} ({number})", number + 1
        found.append(candidate)
    return tuple(found)


def _excel_length(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _unique(plain: str, taken: Collection[str], *, longest: int, joint: str, trim: str) -> str:
    used = {name.casefold() for name in taken}
    candidate = _cut_at_a_word(plain, longest).strip(trim)
    number = 2
    while candidate.casefold() in used:
        tail = f"{joint}{number}"
        candidate = _cut(plain, longest - len(tail)).strip(trim) + tail
        number += 1
    return candidate


def _cut_at_a_word(text: str, longest: int) -> str:
    cut = _cut(text, longest)
    whole_words = cut.rpartition(" ")[0]
    return whole_words if cut != text and len(whole_words) > longest // 2 else cut


def _cut(text: str, longest: int) -> str:
    while _excel_length(text) > longest:
        text = text[:-1]
    return text
