"""A pass over one XML part of a workbook, and the texts that its cells share.

`Pass` holds the rules for every such pass; the one over a worksheet is in `fairness_adapters.office.sheet`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from fairness_adapters.office.package import damaged_xml, declares_entities
from fairness_core.errors import SourceTooLarge, UnreadableSource
from fairness_core.problems import Place

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

    from fairness_adapters.source import Limits

SPREADSHEET = frozenset(
    {"http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"}
)
"""The namespaces of a workbook's parts: the usual one, and that of Strict Open XML."""
AGAIN = "Open it in Excel and save it again under a new name, or ask whoever sent it for another copy."

_OF_TEXTS: dict[int | str, tuple[str, ...]] = {1: ("t", "r", "rPh", "phoneticPr", "extLst"), "t": ()}
"""What may stand in a text, and (nothing) in its characters; the looks of a run may be as odd as they like."""
_DEEPEST = 64
_ITEM = 2


def read_texts(data: bytes, part: str, file: str, limits: Limits) -> list[str]:
    """Return the shared texts of a workbook, without their looks and their phonetic help; hold each to the limit."""
    texts = _Texts(part, file, limits)
    with damaged_xml(file, part):
        texts.parse(data)
    return texts.found


class Pass:
    """A pass over one XML part: depth, local names, no document types, no runaway nesting.

    With `spaces` the root must be in one of these namespaces, and an element in another is passed over whole.
    """

    def __init__(self, part: str, file: str, spaces: frozenset[str] = frozenset()) -> None:
        from xml.parsers.expat import ParserCreate

        self.part, self.file, self.spaces = part, file, spaces
        self.depth = self.foreign = 0
        self.parser: XMLParserType = ParserCreate(namespace_separator=":") if spaces else ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype

    def parse(self, data: bytes) -> None:
        """Go through the whole part."""
        self.parser.Parse(data, True)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take note that an element begins; `name` is without its prefix."""

    def end(self, name: str) -> None:
        """Take note that an element ends; `name` is without its prefix."""

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise UnreadableSource(
                f"The file cannot be read: its part {self.part} is nested too deeply.", where=Place(file=self.file)
            )
        name = self._name(tag)
        if self.depth == 1 and not name:
            fault = f"The file cannot be read: its part {self.part} is not what it should be."
            raise UnreadableSource(fault, hint=AGAIN, where=Place(file=self.file))
        if not name and not self.foreign:
            self.foreign = self.depth
        if not self.foreign:
            self.start(name, attributes)

    def _end(self, tag: str) -> None:
        if not self.foreign:
            self.end(self._name(tag))
        elif self.depth == self.foreign:
            self.foreign = 0
        self.depth -= 1

    def _name(self, tag: str) -> str:
        space, _, name = tag.rpartition(":")
        return name if not self.spaces or space in self.spaces else ""

    def _refuse_doctype(self, *_: object) -> None:
        raise declares_entities(self.file, self.part)


class Runs:
    """The text of one <si> or <is>: its own <t> and those of its runs, and not the phonetic help (ECMA-376, 18.4)."""

    def __init__(self, most: int, here: Callable[[], Place]) -> None:
        self.most, self.here = most, here
        self.gathered: list[str] = []
        self.length, self.outer, self.filled = 0, "", False

    def start(self, name: str, depth: int) -> Callable[[str], None] | None:
        """Take note of an element so far below the text's own; return what listens to the characters in it."""
        if name not in _OF_TEXTS.get(depth if depth == 1 else self.outer, (name,)):
            fault = "A text holds something that is none, or is damaged."
            raise UnreadableSource(fault, hint=AGAIN, where=self.here())
        if depth == 1:
            self.outer = name
            self.filled = self.filled and name != "r"
        if name != "t" or not (depth == 1 or (depth == 2 and self.outer == "r")):
            return None
        if self.filled:
            fault = "A text is stored twice in one place, and programs disagree which one counts."
            raise UnreadableSource(fault, hint=AGAIN, where=self.here())
        self.filled = True
        return self.add

    def add(self, text: str) -> None:
        """Add characters, up to the limit."""
        self.length += len(text)
        if self.length > self.most:
            raise text_too_long(self.here(), self.most)
        self.gathered.append(text)

    def take(self) -> str:
        """Return the text, and begin the next one."""
        text = "".join(self.gathered)
        self.gathered, self.length, self.filled = [], 0, False
        return text


class _Texts(Pass):
    def __init__(self, part: str, file: str, limits: Limits) -> None:
        super().__init__(part, file, SPREADSHEET)
        self.found: list[str] = []
        self.runs = Runs(limits.max_text, lambda: Place(file=file))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.depth > _ITEM:
            self.parser.CharacterDataHandler = self.runs.start(name, self.depth - _ITEM)

    def end(self, name: str) -> None:
        self.parser.CharacterDataHandler = None
        if self.depth == _ITEM and name == "si":
            self.found.append(self.runs.take())


def text_too_long(place: Place, most: int) -> SourceTooLarge:
    """Make the error for a cell with more text than the limit."""
    hint = "Excel itself allows 32,767 characters: shorten the text."
    return SourceTooLarge(f"A cell holds more than {most:,} characters of text.", hint=hint, where=place)


def too_many(place: Place, what: str, number: int, most: int) -> SourceTooLarge:
    """Make the error for a sheet with more rows, columns or cells than the limit."""
    return SourceTooLarge(
        f"The sheet has a {what} number {number:,}; the limit is {most:,}.",
        hint="Split the file, or delete what lies far outside the data.",
        where=place,
    )


def so_many(number: int, one: str, many: str) -> str:
    """Begin a sentence about one cell or about many of a sheet, of which the first is named."""
    return f"A {one}" if number == 1 else f"Here and elsewhere on the sheet, {number:,} {many}"
