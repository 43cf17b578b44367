"""An Office file as a zip of parts, checked before any parser sees it.

What is refused here, always with the file and the part named: too many or too large parts (by what the
directory states, and again while reading), parts that grow too much in unpacking, two parts of one name,
names that point outside the package, encrypted parts, document types and entities in any XML part.
What the parts mean is not known here: see `fairness_adapters.office.excel`.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import attrs

from fairness_adapters.kinds import directory_bytes
from fairness_core.errors import MissingExtra, SourceError, SourceTooLarge, UnreadableSource
from fairness_core.problems import Place

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from fairness_adapters.source import Limits, Source

CONTENT_TYPES = "[Content_Types].xml"

_MIB = 1 << 20
_RATIO_FROM = 10 * _MIB
_MOST_XML_TREE = 16 * _MIB
_BYTES_OF_ENTRY = 1024
_XML_PARTS = (".xml", ".rels", ".vml")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
    KeyError,
)
_AGAIN = "Open it in Excel or Word and save it again under a new name, or ask whoever sent it for another copy."
_CAREFUL = "Do not open it if you do not know where it comes from; ask whoever sent it for another copy."
_SPLIT = "Split it or remove what is not needed; raise the limit only if you trust where the file comes from."


@attrs.frozen(kw_only=True)
class Relationship:
    """A pointer from one part to another: `kind` is the last word of its type, `target` a part's name.

    An external target (another file, a web page) is kept as it was written and never followed.
    """

    id: str
    kind: str
    target: str
    external: bool = False


@attrs.frozen(kw_only=True)
class Package:
    """The parts of an Office file; made by `open_package`, which checks it."""

    file: str
    _archive: zipfile.ZipFile = attrs.field(repr=False, eq=False)
    _members: dict[str, zipfile.ZipInfo] = attrs.field(repr=False, eq=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, as stored."""
        return tuple(member.filename for member in self._members.values())

    def has(self, part: str) -> bool:
        """Tell whether there is a part of that name, whatever its capitals (ECMA-376 part 2, 6.2.2)."""
        return part.lower() in self._members

    def size(self, part: str) -> int:
        """Return how many bytes a part states to hold; 0 for one that is not there."""
        member = self._members.get(part.lower())
        return member.file_size if member else 0

    def read(self, part: str) -> bytes:
        """Return a part's bytes; raise `UnreadableSource` naming it when it is absent or damaged."""
        member = self._members.get(part.lower())
        if member is None:
            raise _unreadable(self.file, part, "is missing")
        with _damage(self.file, part), self._archive.open(member) as stream:
            data = stream.read(member.file_size + 1)
        if len(data) != member.file_size:
            raise _unreadable(self.file, part, "is not of the size that the file states")
        return data

    def read_xml(self, part: str) -> bytes:
        """Return an XML part's bytes in an encoding whose ASCII characters are plain (UTF-16 becomes UTF-8)."""
        data = self.read(part)
        if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data
        with _damage(self.file, part):
            text = data.decode("utf-16")
        return re.sub(r"^\s*<\?xml.*?\?>", "", text, count=1, flags=re.DOTALL).encode()

    def xml(self, part: str) -> Element:
        """Return a small XML part as an element; refuse document types, entities and parts over 16 MiB."""
        from defusedxml.ElementTree import fromstring

        data = self.read_xml(part)
        if len(data) > _MOST_XML_TREE:
            raise _too_large(self.file, f"its part {part} holds {len(data):,} bytes, over {_MOST_XML_TREE:,}")
        with damaged_xml(self.file, part):
            root: Element = fromstring(data, forbid_dtd=True)
        return root

    def relationships(self, part: str = "") -> tuple[Relationship, ...]:
        """Return what a part points to; of the package itself when no part is named. None when nothing is stated."""
        folder, name = posixpath.split(part)
        holder = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(holder):
            return ()
        return tuple(_relationship(folder, element) for element in self.xml(holder))


def open_package(source: Source, limits: Limits | None = None, *, needs: str = CONTENT_TYPES) -> Package:
    """Open an Office file and check it whole; raise a `SourceError` that names the file and the part.

    `needs` is the part without which a file of its kind is not whole.
    """
    limits = limits or source.limits
    _require_extra()
    _check_directory_size(source, limits)
    with _damage(source.name, "the zip directory"):
        archive = zipfile.ZipFile(io.BytesIO(source.data))
    # Not `is_dir`, which fails on a member without a name.
    members = [member for member in archive.infolist() if not member.filename.endswith("/")]
    for refusal in _refusals(source.name, members, limits, needs):
        raise refusal
    package = Package(
        file=source.name, archive=archive, members={member.filename.lower(): member for member in members}
    )
    for member in members:
        if member.filename.lower().endswith(_XML_PARTS):
            _check_prologue(package, archive, member)
    return package


@contextmanager
def damaged_xml(file: str, part: str) -> Iterator[None]:
    """Translate what XML parsers raise into `UnreadableSource`, naming the part."""
    from xml.etree.ElementTree import ParseError
    from xml.parsers.expat import ExpatError

    from defusedxml import DefusedXmlException

    try:
        yield
    except DefusedXmlException as problem:
        raise declares_entities(file, part) from problem
    except (ParseError, ExpatError, ValueError, LookupError) as problem:
        raise _unreadable(file, part, "is not well-formed XML") from problem


def declares_entities(file: str, part: str) -> UnreadableSource:
    """Make the error for a part with a document type, which no Office program writes."""
    return UnreadableSource(
        f"Its part {part} declares a document type (DTD), which can be used to attack the program that reads it.",
        hint=_CAREFUL,
        where=Place(file=file),
    )


def _require_extra() -> None:
    try:
        import defusedxml  # noqa: F401
    except ImportError as problem:
        raise MissingExtra("office", "Reading an Excel or Word file") from problem


def _check_directory_size(source: Source, limits: Limits) -> None:
    if (directory_bytes(source.data) or 0) > limits.max_parts * _BYTES_OF_ENTRY:
        raise _too_large(source.name, f"it states more than {limits.max_parts:,} parts")


def _refusals(file: str, members: list[zipfile.ZipInfo], limits: Limits, needs: str) -> Iterator[SourceError]:
    """Give each reason to refuse the package by its directory alone."""
    if len(members) > limits.max_parts:
        yield _too_large(file, f"it holds {len(members):,} parts, over {limits.max_parts:,}")
    seen: set[str] = set()
    for member in members:
        yield from _name_refusals(file, member, seen)
        yield from _content_refusals(file, member, limits)
    total = sum(member.file_size for member in members)
    if total > limits.max_unpacked:
        yield _too_large(file, f"it would unpack to {total:,} bytes, over {limits.max_unpacked:,}")
    if needs.lower() not in seen:
        yield _unreadable(file, needs, "is missing")


def _name_refusals(file: str, member: zipfile.ZipInfo, seen: set[str]) -> Iterator[SourceError]:
    # `orig_filename` is what the file says; zipfile turns backslashes round on some systems and cuts at a NUL.
    stored = member.orig_filename
    name = member.filename.lower()
    if name in seen:
        yield _unreadable(
            file, _shown(stored), "is in the file twice, and programs disagree which one counts", _CAREFUL
        )
    seen.add(name)
    if not name or "\0" in stored or "\\" in stored or stored.startswith("/") or re.match(r"[A-Za-z]:", stored):
        yield _unreadable(file, _shown(stored), "has a name that is not allowed in an Office file", _AGAIN)
    elif ".." in stored.split("/"):
        yield _unreadable(file, _shown(stored), "has a name that points outside the file", _CAREFUL)


def _content_refusals(file: str, member: zipfile.ZipInfo, limits: Limits) -> Iterator[SourceError]:
    part, size, packed = _shown(member.filename), member.file_size, member.compress_size
    if member.flag_bits & 1:
        yield _unreadable(file, part, "is encrypted", "Save the file without a password.")
    if member.compress_type not in _METHODS:
        yield _unreadable(file, part, "is compressed in a way that Office files do not use", _AGAIN)
    if size > limits.max_part:
        yield _too_large(file, f"its part {part} would unpack to {size:,} bytes, over {limits.max_part:,}")
    if size > _RATIO_FROM and size > limits.max_ratio * packed:
        yield _too_large(file, f"its part {part} would grow more than {limits.max_ratio:,} times in unpacking")


def _check_prologue(package: Package, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Refuse a document type: it can only stand before the first element, so no more is parsed than that."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    with _damage(package.file, _shown(member.filename)), archive.open(member) as stream:
        try:
            for _ in iterparse(stream, events=("start",), forbid_dtd=True):
                return
        except DefusedXmlException as problem:
            raise declares_entities(package.file, _shown(member.filename)) from problem
        except (ParseError, LookupError, UnicodeError):
            # Not XML at all, then: whoever needs the part will say so; most damaged parts are never needed.
            return


def _relationship(folder: str, element: Element) -> Relationship:
    target = element.get("Target", "")
    external = element.get("TargetMode", "").lower() == "external"
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    kind = element.get("Type", "").rsplit("/", 1)[-1]
    return Relationship(id=element.get("Id", ""), kind=kind, target=target, external=external)


@contextmanager
def _damage(file: str, part: str) -> Iterator[None]:
    """Translate what zipfile and zlib raise on damage, which is no one family, into `UnreadableSource`."""
    try:
        yield
    except _DAMAGE as problem:
        raise _unreadable(file, part, "is damaged or cut short") from problem


def _shown(part: str) -> str:
    """Return a part's name fit for a message: printable and not long."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in part)
    return plain if len(plain) <= 100 else f"{plain[:97]}..."


def _unreadable(file: str, part: str, fault: str, hint: str = _AGAIN) -> UnreadableSource:
    return UnreadableSource(f"The file cannot be read: its part {part} {fault}.", hint=hint, where=Place(file=file))


def _too_large(file: str, fault: str) -> SourceTooLarge:
    return SourceTooLarge(f"The file is too large to read safely: {fault}.", hint=_SPLIT, where=Place(file=file))
