"""A trust's own Word template as a package: opened and checked, its texts parsed, and written again.

A template is somebody else's file. What would run, fetch or bring in another file when the filled document is
opened is refused, all of it at once; macros and embedded objects stay where they are and are never run here. Every
part that is not changed is copied as it is. What is filled in is not known here: see
`fairness_adapters.office.docx_template`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import attrs

from fairness_adapters.kinds import Kind
from fairness_adapters.office.docx_names import WORD, w
from fairness_adapters.office.package import CONTENT_TYPES, Package, Relationship, open_package
from fairness_adapters.office.repack import Edit, repack
from fairness_adapters.source import Source, wrong_kind
from fairness_core.errors import InvalidData, SourceTooLarge, UnreadableSource, WrongKind
from fairness_core.problems import Place, Problem, error

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_XML = 32 << 20
_STORIES = {"header": "header", "footer": "footer", "footnotes": "footnotes", "endnotes": "endnotes"}
_RUNS_OR_FETCHES = frozenset(
    {"DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "LINK", "RD", "DATABASE"}
)
_WORTH_A_LOOK = (b"instrText", b"fldSimple", b"altChunk", b"subDoc")
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OF_A_TEMPLATE = (
    (b"wordprocessingml.template.main+xml", b"wordprocessingml.document.main+xml"),
    (b"application/vnd.ms-word.template.macroEnabledTemplate", b"application/vnd.ms-word.document.macroEnabled"),
)
_TAKE_IT_OUT = "Take it out in Word and save the template again; do not use a template whose origin you do not know."


@attrs.frozen
class Story:
    """A part with text of its own: the body, a header, a footer, or notes; `name` says which for people."""

    part: str
    name: str
    root: _Element = attrs.field(repr=False)
    before: bytes = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class OpenTemplate:
    """A template that was found fit to be filled."""

    source: Source
    package: Package
    main: str
    stories: tuple[Story, ...]

    @property
    def suffix(self) -> str:
        """The ending of the filled document's name: one with macros must say so in its name."""
        return ".docm" if self.source.kind is Kind.DOCM else ".docx"

    @property
    def styles(self) -> frozenset[str]:
        """The ids of the styles that the template has."""
        found = next((each.target for each in self.package.relationships(self.main) if each.kind == "styles"), "")
        if not self.package.has(found):
            return frozenset()
        return frozenset(each.get(w("styleId"), "") for each in self.package.xml(found).iter(w("style")))


def open_template(source: Source) -> OpenTemplate:
    """Open a template; raise a `SourceError` for a file that is none, or that would run or fetch something.

    Accepted are .docx, .docm, .dotx and .dotm. Raises `InvalidData` with everything that is refused in it.
    """
    if source.kind not in (Kind.DOCX, Kind.DOCM):
        fault = wrong_kind(source)
        raise type(fault)(fault.message, hint="Give a Word document or template (.docx).", where=source.place)
    package = open_package(source)
    main = next((each.target for each in package.relationships() if each.kind == "officeDocument"), "")
    if not package.has(main):
        raise UnreadableSource("The file names no document of its own.", where=source.place, hint=_TAKE_IT_OUT)
    pointed = package.relationships(main)
    parts = {main: "", **_stories(pointed)}
    stories = tuple(_story(package, part, name) for part, name in parts.items() if package.has(part))
    if found := [*_reaching_out(package), *_running(package)]:
        message = "The template would run or fetch something when it is opened, so it was not filled."
        raise InvalidData(message, found, hint=_TAKE_IT_OUT)
    return OpenTemplate(source=source, package=package, main=main, stories=stories)


def _stories(pointed: tuple[Relationship, ...]) -> Mapping[str, str]:
    """Name the parts with text of their own: "header 1", "header 2", "footer 1"."""
    found: dict[str, str] = {}
    for kind, name in _STORIES.items():
        targets = sorted(each.target for each in pointed if each.kind == kind and not each.external)
        numbered = kind in ("header", "footer")
        found |= {target: f"{name} {place}" if numbered else name for place, target in enumerate(targets, start=1)}
    return found


def _story(package: Package, part: str, name: str) -> Story:
    data = package.read_xml(part)
    if len(data) > _MOST_XML:
        where = Place(file=package.file)
        raise SourceTooLarge(f"Its part {part} is over {_MOST_XML:,} bytes, too large for a template.", where=where)
    root = _parse(package, part, data)
    if not root.tag.startswith(f"{{{WORD}}}"):
        hint = "Open it in Word and save it as a Word document (.docx), not as Strict Open XML."
        raise WrongKind("The template is of a kind that cannot be filled.", where=Place(file=package.file), hint=hint)
    declared = re.match(rb"\s*<\?xml[^>]*\?>\s*", data)
    kept = declared and (b"encoding" not in declared[0] or b"utf-8" in declared[0].lower())
    return Story(part, name, root, declared[0] if declared and kept else _DECLARATION)


def _parse(package: Package, part: str, data: bytes) -> _Element:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        raise UnreadableSource(
            f"The file cannot be read: its part {part} is not well-formed XML, or nested too deeply.",
            hint="Open it in Word and save it again under a new name.",
            where=Place(file=package.file),
        ) from problem


# --- what a template may not do --------------------------------------------------------------------------------------


def _reaching_out(package: Package) -> Iterator[Problem]:
    """Yield every pointer out of the file but links for people to follow and the template's own local template."""
    for name in package.names:
        folder, file = posixpath.split(name)
        if not file.endswith(".rels") or posixpath.basename(folder) != "_rels":
            continue
        holder = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
        for each in package.relationships(holder):
            if each.external and each.kind != "hyperlink" and not _is_local_template(each):
                yield _refused("fetches", f"it points to a file elsewhere ({each.kind})", package, holder)
            elif each.kind == "aFChunk":
                yield _refused("foreign_chunk", "it brings in a document of another kind (altChunk)", package, holder)


def _is_local_template(pointer: Relationship) -> bool:
    """Tell whether it is the template that Word notes for itself, on the disk of whoever wrote the document."""
    if pointer.kind != "attachedTemplate":
        return False
    target = unquote(pointer.target).replace("\\", "/")
    drive = re.fullmatch(r"(file:/{1,3})?[A-Za-z]:/[^/].*", target)
    return bool(drive) or (not target.startswith("//") and not urlsplit(target).scheme and ":" not in target)


def _running(package: Package) -> Iterator[Problem]:
    """Yield every field that runs a program or brings in a file, in any part, and every embedded document."""
    for name in package.names:
        if not name.lower().endswith(".xml"):
            continue
        data = package.read_xml(name)
        if not any(each in data for each in _WORTH_A_LOOK):
            continue
        root = _parse(package, name, data)
        if any(True for each in ("altChunk", "subDoc") for _ in root.iter(w(each))):
            yield _refused("foreign_chunk", "it brings in another document", package, name)
        for code in dict.fromkeys(_field_codes(root)):
            if code in _RUNS_OR_FETCHES or not code:
                what = f"it has a field that runs a program or fetches a file ({code})" if code else _BUILT
                yield _refused("running_field", what, package, name)


_BUILT = "it has a field whose code is put together by another field"


def _field_codes(root: _Element) -> Iterator[str]:
    """Yield the first word of every field's code; empty for one that begins with a field within it."""
    open_codes: list[list[str]] = []
    for each in root.iter(w("fldChar"), w("instrText"), w("fldSimple")):
        if each.tag == w("fldSimple"):
            yield _first_word(each.get(w("instr"), ""))
        elif each.tag == w("instrText") and open_codes:
            open_codes[-1].append(each.text or "")
        elif each.get(w("fldCharType")) == "begin":
            if open_codes and not re.match(r"\s*(=|\S+\s)", "".join(open_codes[-1])):
                yield ""
            open_codes.append([])
        elif each.get(w("fldCharType")) in ("separate", "end") and open_codes:
            code = "".join(open_codes[-1])
            # After the separator comes the result, in which a field may begin.
            open_codes[-1] = [code, " - "]
            yield _first_word(code) if code.strip() else "-"
            if each.get(w("fldCharType")) == "end":
                open_codes.pop()


def _first_word(code: str) -> str:
    found = re.match(r"\s*([A-Za-z]+)", code)
    return found[1].upper() if found else "-"


def _refused(code: str, what: str, package: Package, part: str) -> Problem:
    where = Place(file=package.file, field=f"part {part}" if part else "the package")
    return error(code, f"This cannot be used in a template: {what}.", where=where, hint=_TAKE_IT_OUT)


# --- writing ---------------------------------------------------------------------------------------------------------


@attrs.define
class Additions:
    """Pictures that filling brings into a package, with the pointers to them; the template's own parts stay."""

    template: OpenTemplate
    parts: dict[str, bytes] = attrs.field(factory=dict)
    pointers: dict[str, list[str]] = attrs.field(factory=dict)

    def picture(self, story: Story, png: bytes) -> str:
        """Add a picture for a part, and return the id by which that part knows it."""
        package, number = self.template.package, len(self.parts) + 1
        while package.has(name := f"word/media/filled{number}.png") or name in self.parts:
            number += 1
        self.parts[name] = png
        taken = {each.id for each in package.relationships(story.part)}
        made = self.pointers.setdefault(story.part, [])
        identity = next(f"rIdF{n}" for n in range(len(made) + 1, len(made) + 2 + len(taken)) if f"rIdF{n}" not in taken)
        target = posixpath.relpath(name, posixpath.dirname(story.part))
        made.append(
            f'<Relationship Id="{identity}" Target="{target}" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/>'
        )
        return identity


def filled_bytes(template: OpenTemplate, changed: tuple[Story, ...], additions: Additions) -> bytes:
    """Return the package with the changed parts in place; every other part is copied as it is."""
    from lxml import etree

    package = template.package
    new = {each.part: each.before + etree.tostring(each.root, encoding="UTF-8") for each in changed}
    added = dict(additions.parts)
    for part, pointers in additions.pointers.items():
        holder = _pointers_of(part)
        old = package.read_xml(holder) if package.has(holder) else _NO_POINTERS
        text = b"".join(each.encode() for each in pointers)
        (new if package.has(holder) else added)[holder] = _before_the_end(old, b"Relationships", text)
    types = _types(package.read_xml(CONTENT_TYPES), with_png=bool(additions.parts))
    if types != package.read_xml(CONTENT_TYPES):
        new[CONTENT_TYPES] = types
    stored = {name.lower(): name for name in package.names}
    edits = {stored[part.lower()]: _replacing(data) for part, data in new.items()}
    return repack(template.source.data, edits, added)


def _replacing(data: bytes) -> Edit:
    return lambda _: data


_NO_POINTERS = _DECLARATION + (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


def _pointers_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _before_the_end(xml: bytes, tag: bytes, text: bytes) -> bytes:
    """Put XML before the end of the root, which may be written as one empty element."""
    closing = re.search(rb"</((?:\w+:)?)" + tag + rb"\s*>\s*$", xml)
    if closing:
        return xml[: closing.start()] + text.replace(b"<", b"<" + closing[1]) + xml[closing.start() :]
    return re.sub(rb"/>\s*$", b">" + text + b"</" + tag + b">", xml)


def _types(xml: bytes, *, with_png: bool) -> bytes:
    """Say that there are pictures, where there were none, and that this is a document and no template any more."""
    for template, document in _OF_A_TEMPLATE:
        xml = xml.replace(template, document)
    if with_png and not re.search(rb"Extension\s*=\s*[\"']png[\"']", xml, re.IGNORECASE):
        xml = _before_the_end(xml, b"Types", b'<Default Extension="png" ContentType="image/png"/>')
    return xml
