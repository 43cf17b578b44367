"""A triage record as a Word form, and back: a row for each field, its value in a content control.

The tag of each control is the field's key path, and so is its title, since LibreOffice 7.4 drops tags when it
saves. So nothing rests on labels or on where a row stands: rows may be moved, styled, or re-saved by another
program. What stands in the controls is read to the letter. How the form that reviewers fill in is read is in
`fairness_adapters.formats.triage_answers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote
from xml.sax.saxutils import escape, quoteattr

from fairness_adapters.office import word
from fairness_adapters.office.form_values import Control, WordForm, said
from fairness_adapters.office.safe_text import clean_text
from fairness_adapters.office.word_styles import NAMESPACES
from fairness_core.errors import CallerError, InvalidData
from fairness_core.problems import Place, Problem, error
from fairness_core.risk.triage import TriageRecord
from fairness_core.risk.triage_json import SCHEMA, record_from_json, record_to_json

PREFIX = "record/"
LONGEST_TAG = 64
"""Characters of a tag that Word accepts."""

PROMPT = "Click or tap here to enter text."
_NONE = "(none)"
_KINDS: Mapping[str, type] = {
    **dict.fromkeys(("level", "to_level", "matrix_revision", "fields"), int),
    **dict.fromkeys(("second_rater", "to_second_rater", "adopted"), bool),
    **dict.fromkeys(("also_driven_by", "controls"), list),
    "levels": dict,
}
_STEP = re.compile(r"([^.\[\]]+)|\[([1-9]\d{0,3})\]")
_ONLY_WITHIN = ("rating",)
_COUNT = "fields"


def write_record_form(record: TriageRecord) -> bytes:
    """Write a record as a Word form for the case file; it holds what is restricted too.

    Raises `CallerError` for a text that no Office file can hold, `MissingExtra` without python-docx.
    """
    document = word.blank_document("Triage record", "en-GB")
    word.paragraph(document, "Triage record", "Title")
    word.paragraph(document, "This is the case file's own copy: it holds what is restricted.", "Note")
    body = document.element.body
    for number, (title, leaves) in enumerate(_sections(record), start=1):
        word.heading(document, title, 1, number)
        body.insert(len(body) - 1, word.element(_table(title, leaves)))
    return word.package_bytes(document)


def _sections(record: TriageRecord) -> Iterator[tuple[str, list[tuple[str, Any]]]]:
    """Yield the record's own short fields under one heading, then each part of it under its own."""
    fields = record_to_json(record)
    short = [(field, value) for field, value in fields.items() if isinstance(value, str)]
    parts = {field: list(_leaves(field, value)) for field, value in fields.items() if not isinstance(value, str)}
    count = len(short) + sum(map(len, parts.values()))
    yield "Record", [*short, (_COUNT, count)]
    yield from ((_label(field), leaves) for field, leaves in parts.items() if leaves)


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield each value with its key path; what is empty is as in an empty record, but where no default exists."""
    if isinstance(value, Mapping) and value:
        for key, each in value.items():
            yield from _leaves(f"{path}.{_quoted(key)}", each)
    elif isinstance(value, list) and value:
        for number, each in enumerate(value, start=1):
            yield from _leaves(f"{path}[{number}]", each)
    elif value is not None and (value not in ([], {}) or path.startswith(_ONLY_WITHIN)):
        yield path, value


def _quoted(key: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "-_" else _hex(letter) for letter in key)


def _hex(letter: str) -> str:
    return "".join(f"%{byte:02X}" for byte in letter.encode())


def _label(path: str) -> str:
    """Return a key path in words: "support[1].what.text" is "Support 1, what"."""
    words = re.sub(r"\[(\d+)\]", r" \1", path).removesuffix(".text").replace("_", " ").split(".")
    return ", ".join(words).capitalize()


def _table(title: str, leaves: list[tuple[str, Any]]) -> str:
    rows = "".join(_row(path, value) for path, value in leaves)
    description = f"The fields of {title}, each with its value in a content control."
    return (
        f'<w:tbl {NAMESPACES}><w:tblPr><w:tblStyle w:val="ReportTable"/><w:tblW w:w="9638" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0080" w:firstRow="0" w:lastRow="0" w:firstColumn="1" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(title)}/><w:tblDescription w:val={quoteattr(description)}/></w:tblPr>"
        f'<w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="6638"/></w:tblGrid>{rows}</w:tbl>'
    )


def _row(path: str, value: Any) -> str:
    label = escape(_label(path))
    return (
        f'<w:tr><w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="TableRowHeading"/>'
        f"</w:pPr><w:r><w:t>{label}</w:t></w:r></w:p></w:tc>"
        f'<w:tc><w:tcPr><w:tcW w:w="6638" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr>'
        f"{_control(path, value)}</w:p></w:tc></w:tr>"
    )


def _control(path: str, value: Any) -> str:
    key = path.rpartition(".")[2]
    if len(PREFIX) + len(path) > LONGEST_TAG or not isinstance(value, _KINDS.get(key, str)):
        hint = "Give the key in the record a shorter name, or share the record as JSON."
        raise CallerError("A field of the record cannot stand in a Word form.", hint=hint, where=Place(field=path))
    text = value if isinstance(value, str) else _NONE if value in ([], {}) else str(value).lower()
    empty = text == ""
    marks = '<w:rPr><w:color w:val="595959"/></w:rPr>' if empty else ""
    shown = _runs(PROMPT if empty else clean_text(text, Place(field=path)), marks)
    # Plain text for every kind of value: LibreOffice 7.4 keeps the title of no other control.
    return (
        f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(path)}/><w:tag w:val={quoteattr(PREFIX + path)}/>"
        f"{'<w:showingPlcHdr/>' if empty else ''}"
        f'<w:text w:multiLine="1"/></w:sdtPr><w:sdtContent>{shown}</w:sdtContent></w:sdt>'
    )


def _runs(text: str, marks: str) -> str:
    inner = escape(text)
    for letter, element in (("\n", "<w:br/>"), ("\t", "<w:tab/>")):
        inner = inner.replace(letter, f'</w:t>{element}<w:t xml:space="preserve">')
    return f'<w:r>{marks}<w:t xml:space="preserve">{inner}</w:t></w:r>'


def is_record_form(form: WordForm) -> bool:
    """Tell whether a document is a record's own form, by the control that names its schema."""
    return any(_path(each) == "schema" and each.raw == SCHEMA for block in form.blocks for each in block.controls)


def _path(control: Control) -> str:
    return control.name.removeprefix(PREFIX) if control.name.startswith(PREFIX) else control.title


def read_record_form(form: WordForm) -> TriageRecord:
    """Return the record that a form holds; raise `InvalidData` with every fault, each with its place or key path."""
    values: dict[str, object] = {}
    faults: list[Problem] = []
    for block in form.blocks:
        for control in block.controls:
            path = _path(control)
            if path in values:
                message, hint = "A field stands in the form twice.", f"The second stands at {said(block.place)}."
                faults.append(error("field_twice", message, where=block.place, hint=f"Keep one of them. {hint}"))
            elif path:
                values[path] = _value(path, control.raw, block.place, faults)
    stated = values.pop(_COUNT, None)
    if not faults and stated != len(values):
        message, where = "Fields of the record are missing from the form, or were added to it.", Place(file=form.file)
        hint = "Take the form as it was written: a row was deleted, or another program dropped controls."
        faults.append(error("fields_missing", message, where=where, found=str(len(values)), hint=hint))
    if faults:
        raise InvalidData(f"{form.file} does not hold a whole record.", faults)
    return record_from_json(_nested(values), form.file)


def _value(path: str, text: str, place: Place, faults: list[Problem]) -> object:
    kind, plain = _KINDS.get(path.rpartition(".")[2], str), text.strip()
    if kind is str:
        # A program that drops the mark of a prompt leaves its words.
        return "" if text == PROMPT else text
    if kind is int and plain.isascii() and plain.isdecimal() and len(plain) < 10:
        return int(plain)
    if kind is bool and plain in ("true", "false"):
        return plain == "true"
    if kind in (list, dict) and plain == _NONE:
        return kind()
    hint = "Put back what the form came with, and change the record instead."
    faults.append(error("not_a_value", "A field of the form was changed into another kind.", where=place, hint=hint))
    return None


def _nested(values: Mapping[str, object]) -> object:
    """Build tables and lists of key paths; lists in the order of their numbers."""
    root: dict[Any, Any] = {}
    for path, value in values.items():
        steps: list[Any] = [int(number) if number else unquote(key) for key, number in _STEP.findall(path)]
        if not steps:
            continue
        table = root
        for step in steps[:-1]:
            below = table.setdefault(step, {})
            table = below if isinstance(below, dict) else table
        table[steps[-1]] = value
    return _with_lists(root)


def _with_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(isinstance(key, int) for key in value):
        return [_with_lists(value[key]) for key in sorted(value)]
    return {str(key): _with_lists(each) for key, each in value.items()}
