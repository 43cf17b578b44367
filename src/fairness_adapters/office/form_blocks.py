"""Reads a Word document into blocks of text: everything that a person can have typed, each with its place.

python-docx passes over content controls, tick boxes, tracked insertions, text boxes and more without a word;
in a case about somebody's work that is lost evidence. So the XML itself is read here, part by part, within
the limits of `fairness_adapters.office.package`. The blocks are the accepted view: tracked deletions are told
under `changes`, hidden text under `hidden`. What cannot be read (pictures, embedded objects) is reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairness_adapters.kinds import Kind
from fairness_adapters.office.form_chunks import chunk_text
from fairness_adapters.office.form_values import Block, BlockKind, Change, Hidden, WordForm
from fairness_adapters.office.form_walk import Styles, Walk
from fairness_adapters.office.package import Package, Relationship, open_package
from fairness_adapters.office.wml import attribute, child, is_on, name
from fairness_core.errors import SourceError, SourceTooLarge, UnreadableSource, WrongKind
from fairness_core.problems import Place, Problem, error, note

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from fairness_adapters.source import Limits, Source

__all__ = ["Block", "Change", "Hidden", "WordForm", "read_form_blocks"]

_SAVE_AS = "Open it in Word and save it as a Word document (.docx) without a password."
_STORIES: tuple[tuple[str, BlockKind], ...] = (("header", "header"), ("footer", "footer"))
_NOTES: tuple[tuple[str, str, BlockKind], ...] = (
    ("footnotes", "w:footnote", "footnote"),
    ("endnotes", "w:endnote", "endnote"),
    ("comments", "w:comment", "comment"),
)
MOST_XML = 16 << 20
"""Bytes of XML that are read of one document, over all its parts; pictures do not count."""

_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})


def read_form_blocks(source: Source, limits: Limits | None = None) -> WordForm:
    """Read a .docx, .docm or .dotx file, whatever it is called; strict Open XML too.

    Raises a `SourceError` that names the file (and the part) when it is of another kind, damaged or hostile.
    """
    if source.kind not in (Kind.DOCX, Kind.DOCM):
        raise _wrong_kind(source)
    package = open_package(source, limits)
    main = _main_part(package)
    relationships = {each.id: each for each in package.relationships(main)}
    _check_size(source, package, main, relationships)
    walk = Walk(
        file=source.name,
        styles=_styles(package, relationships),
        chunk=lambda key, place: _chunk(package, relationships.get(key), Place(file=source.name, field=place)),
    )
    body = child(package.xml(main), "w:body")
    if body is None:
        raise UnreadableSource("The document has no body.", hint=_SAVE_AS, where=source.place)
    walk.flow(body)
    _read_stories(walk, package, relationships)
    _read_notes(walk, package, relationships)
    return WordForm(
        file=source.name,
        blocks=walk.blocks(),
        changes=tuple(walk.changes),
        hidden=tuple(walk.hidden),
        problems=tuple(dict.fromkeys((*walk.problems, *_remarks(source, walk)))),
    )


def _wrong_kind(source: Source) -> SourceError:
    if source.kind in (Kind.DOC, Kind.OLE, Kind.PROTECTED, Kind.RTF):
        hint = _SAVE_AS
    elif source.kind in (Kind.EMPTY, Kind.DAMAGED_ZIP):
        hint = "Copy or download it again; if Word cannot open it either, ask whoever sent it for another copy."
    else:
        hint = "Give the form as a Word document (.docx)."
    return WrongKind(f"This is {source.kind.described}, not a Word document.", hint=hint, where=source.place)


def _main_part(package: Package) -> str:
    stated = (each.target for each in package.relationships() if each.kind == "officeDocument" and not each.external)
    return next((part for part in stated if package.has(part)), "word/document.xml")


def _check_size(source: Source, package: Package, main: str, relationships: dict[str, Relationship]) -> None:
    targets = {each.target.lower() for each in relationships.values() if not each.external}
    total = sum(package.size(part) for part in {main.lower(), *targets} if part.endswith(".xml"))
    if total > MOST_XML:
        message = f"The document's text would take {total:,} bytes of XML; the limit is {MOST_XML:,}."
        raise SourceTooLarge(message, hint="A form is far smaller: is it another file?", where=source.place)


def _read_stories(walk: Walk, package: Package, relationships: dict[str, Relationship]) -> None:
    """Read headers and footers, numbered as they are listed."""
    for kind, block_kind in _STORIES:
        parts = [each.target for each in relationships.values() if each.kind == kind and not each.external]
        for number, part in enumerate(dict.fromkeys(parts), start=1):
            if (root := _xml(walk, package, part)) is not None:
                walk.story(root, block_kind, f"{kind} {number}")


def _read_notes(walk: Walk, package: Package, relationships: dict[str, Relationship]) -> None:
    for kind, tag, block_kind in _NOTES:
        for part in [each.target for each in relationships.values() if each.kind == kind and not each.external]:
            root = _xml(walk, package, part)
            notes = [each for each in root if name(each) == tag] if root is not None else []
            shown = [each for each in notes if attribute(each, "type") not in _SEPARATORS]
            for number, element in enumerate(shown, start=1):
                _read_note(walk, element, block_kind, number)


def _read_note(walk: Walk, element: Element, kind: BlockKind, number: int) -> None:
    key = (kind, attribute(element, "id"))
    anchor = walk.references.get(key)
    place = f"{kind} {number}" + (f" at {anchor}" if anchor else "")
    seen = len(walk.drafts)
    walk.story(element, kind, place)
    text = "\n".join(each.text for each in walk.drafts[seen:] if each.text)
    who, when = attribute(element, "author"), attribute(element, "date")
    where = Place(file=walk.file, field=place)
    if kind == "comment":
        walk.changes.append(Change(what="commented", who=who, when=when, text=text, place=where))
    elif key in walk.gone and text:
        # Its mark in the text is deleted, so it goes with it.
        del walk.drafts[seen:]
        walk.changes.append(Change(what="deleted", who=who, when=when, text=text, place=where))


def _xml(walk: Walk, package: Package, part: str) -> Element | None:
    """Return a part that the document points to; one that is not there is reported."""
    if package.has(part):
        return package.xml(part)
    message = "The document points to a part (a header, notes or comments) that is not in the file."
    walk.problems.append(error("part_missing", message, where=Place(file=walk.file), hint=_SAVE_AS))
    return None


def _chunk(package: Package, target: Relationship | None, where: Place) -> tuple[str, Problem | None]:
    """Return the text of an embedded document, or the finding that it was not read."""
    hint = "Open the form in Word and save it: Word then takes the embedded text in."
    inside = target is not None and not target.external and package.has(target.target)
    text = chunk_text(package.read(target.target), target.target) if inside and target is not None else None
    if text is None:
        return "", error("chunk_not_read", "A document is embedded here, and it was not read.", where=where, hint=hint)
    message = "A web page or text file is embedded here; its text is read, and its layout is not."
    return text, note("chunk_read_roughly", message, where=where, hint=hint)


def _styles(package: Package, relationships: dict[str, Relationship]) -> Styles:
    """Find the styles that hide text or mark prompts, with those that build on them."""
    part = next((each.target for each in relationships.values() if each.kind == "styles"), "")
    if not package.has(part):
        return Styles()
    styles = [each for each in package.xml(part) if name(each) == "w:style"]
    based = {attribute(each, "styleId"): attribute(child(each, "w:basedOn"), "val") for each in styles}
    vanish = {attribute(each, "styleId"): child(each, "w:rPr", "w:vanish") for each in styles}
    prompts = {
        attribute(each, "styleId")
        for each in styles
        if attribute(child(each, "w:name"), "val").casefold() == "placeholder text"
    }
    return Styles(
        hiding=frozenset(style for style in based if _hides(style, based, vanish)),
        prompts=frozenset(prompts | {"PlaceholderText"}),
    )


def _hides(style: str, based: dict[str, str], vanish: dict[str, Element | None]) -> bool:
    for _ in range(20):
        if (found := vanish.get(style)) is not None:
            return is_on(found)
        style = based.get(style, "")
    return False


def _remarks(source: Source, walk: Walk) -> list[Problem]:
    """Say what whoever reads the form should know of it as a whole."""
    found = []
    tracked = sum(each.what != "commented" for each in walk.changes)
    if tracked:
        message = f"The document holds tracked changes ({tracked}) that nobody has accepted or refused."
        hint = "The text is read as if they were accepted; what was deleted, by whom and when is listed apart."
        found.append(note("tracked_changes", message, where=source.place, hint=hint))
    if walk.hidden:
        message = f"The document holds hidden text ({len(walk.hidden)} places); it is listed apart."
        found.append(note("hidden_text", message, where=source.place))
    if source.kind is Kind.DOCM:
        message = "The document holds macros; they are not run, and nothing of them is read."
        found.append(note("macros_ignored", message, where=source.place))
    return found
