"""What a Word template may be filled with: text, days, ticks, pictures, tables and lists, checked before use.

How each is put into the document is in `fairness_adapters.office.docx_fill`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TypeAlias

import attrs

from fairness_adapters.office.safe_text import clean_text
from fairness_adapters.office.word import WordTable
from fairness_core.errors import CallerError
from fairness_core.problems import Place

_PNG = b"\x89PNG\r\n\x1a\n"


@attrs.frozen(kw_only=True)
class FigurePng:
    """A picture for a picture control: its bytes, what it shows in words, and its title."""

    png: bytes = attrs.field(repr=False)
    alternative: str
    title: str = ""

    @property
    def is_fit(self) -> bool:
        """Whether it is a PNG of some size that says what it shows."""
        return self.png.startswith(_PNG) and 0 not in self.size and bool(self.alternative.strip())

    @property
    def size(self) -> tuple[int, int]:
        """The picture's width and height in pixels."""
        return int.from_bytes(self.png[16:20], "big"), int.from_bytes(self.png[20:24], "big")


FieldValue: TypeAlias = "str | date | bool | FigurePng | WordTable | None"
"""What one field may hold; None says that it is known and there is nothing to put there."""

Item: TypeAlias = Mapping[str, FieldValue]


@attrs.frozen(kw_only=True)
class Filling:
    """What a template is filled with: fields by name, and lists by name, whose items fill one table row each.

    A row that has `{{actions.what}}` is repeated for each item of the list `actions`, with the item's field `what`.
    Fields of a list that are not there for an item are to be None. Making one raises `CallerError` with the place
    of the first value that no document can hold: a control character, a number that is not a text yet, a picture
    that is no PNG.
    """

    fields: Mapping[str, FieldValue] = attrs.field(factory=dict)
    lists: Mapping[str, Sequence[Item]] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        """Check every value."""
        for name, found in self.fields.items():
            _check(found, f"the field {name}")
        for name, items in self.lists.items():
            for number, item in enumerate(items, start=1):
                for column, found in item.items():
                    _check(found, f"the list {name}, item {number}, {column}")

    def list_of(self, name: str) -> str:
        """Return the list that a name belongs to, the longest that fits; empty for a field of its own."""
        fitting = [each for each in self.lists if name.startswith(f"{each}.")]
        return "" if name in self.fields else max(fitting, key=len, default="")

    def columns(self, list_name: str) -> frozenset[str]:
        """Return what an item of a list may hold."""
        return frozenset(column for item in self.lists[list_name] for column in item)

    def items(self, list_name: str) -> Iterator[Mapping[str, FieldValue]]:
        """Yield the items of a list, each with the names of its values as a template writes them."""
        blank: Item = dict.fromkeys(self.columns(list_name))
        for item in self.lists[list_name]:
            yield {f"{list_name}.{column}": each for column, each in {**blank, **item}.items()}


def _check(found: object, where: str) -> None:
    place = Place(field=where)
    if isinstance(found, FigurePng) and not found.is_fit:
        raise CallerError("A picture needs to be a PNG, and to say in words what it shows.", where=place)
    if isinstance(found, datetime) or not isinstance(found, str | date | bool | FigurePng | WordTable | None):
        kind = type(found).__name__
        hint = "Give text as it is to stand there, a date, a yes or no, a picture or a table; numbers as text."
        raise CallerError(f"A value of the kind {kind} cannot be put into a document.", where=place, hint=hint)
    for text in _texts(found):
        clean_text(text, where)


def _texts(found: object) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, FigurePng):
        yield from (found.alternative, found.title)
    elif isinstance(found, WordTable):
        yield from (found.title, found.description, *found.headers)
        yield from (text for row in found.rows for text in row)


def day_text(day: date, pattern: str = "") -> str:
    """Return a day as a date control shows it, by Word's own pattern; "5 January 2026" where there is none.

    >>> day_text(date(2026, 1, 5), "dd/MM/yyyy"), day_text(date(2026, 1, 5), "dddd d MMM")
    ('05/01/2026', 'Monday 5 Jan')
    """
    said = {
        "d": f"{day.day}",
        "dd": f"{day:%d}",
        "ddd": f"{day:%a}",
        "dddd": f"{day:%A}",
        "M": f"{day.month}",
        "MM": f"{day:%m}",
        "MMM": f"{day:%b}",
        "MMMM": f"{day:%B}",
        "yy": f"{day:%y}",
        "yyyy": f"{day:%Y}",
    }
    parts = re.findall(r"'([^']*)'|(d+|M+|y+)|([^'dMy]+)", pattern or "d MMMM yyyy")
    if any(code and code not in said for _, code, _ in parts):
        return day_text(day)
    return "".join(quoted or said.get(code, "") or other for quoted, code, other in parts)
