"""Form layouts by id or from a file, and forms of every kind that can be read by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

from fairness_adapters.kinds import Kind
from fairness_adapters.layouts.form_claims import Claims
from fairness_adapters.layouts.form_schema import FormLayout
from fairness_adapters.layouts.sheet_form import read_sheet_form
from fairness_adapters.layouts.word_form import FormAnswers, read_answers
from fairness_adapters.office.form_blocks import read_form_blocks
from fairness_adapters.office.form_values import WordForm
from fairness_adapters.source import Source
from fairness_core.config import KEPT, PACKAGED, Shelf, load
from fairness_core.errors import CallerError, ConfigError, UnknownFormat

PACKAGE, FOLDER = "fairness_adapters", "forms"
FEWEST = 3
"""Fields that must be recognised before a form is taken for one of a layout."""

_READERS: Mapping[Kind, Callable[[Source], WordForm]] = {
    Kind.XLSX: read_sheet_form,
    Kind.XLSM: read_sheet_form,
}


def open_form(source: Source) -> WordForm:
    """Read a Word document, or a workbook laid out as a form, as blocks; the name's ending is not asked.

    Raises a `SourceError` that names the file for any other kind, and for what is damaged or hostile.
    """
    return _READERS.get(source.kind, read_form_blocks)(source)


def form_layout(text: str, file: str = "", shelf: Shelf = PACKAGED) -> FormLayout:
    """Read a form layout from TOML; `extends` may name one on the shelf. Raises `ConfigError` with every fault."""
    return load(text, FormLayout, file=file, extend=lambda parent: shelf.text(FOLDER, parent, PACKAGE), shelf=shelf)


@lru_cache(maxsize=KEPT)
def form_layouts(shelf: Shelf = PACKAGED) -> Mapping[str, FormLayout]:
    """Return the form layouts on the shelf, by id, the packaged ones first."""
    texts = {each: shelf.text(FOLDER, each, PACKAGE) for each in shelf.ids(FOLDER, PACKAGE)}
    return {each: form_layout(text, f"{each}.toml", shelf) for each, text in texts.items()}


def find_form_layout(name: str, shelf: Shelf = PACKAGED) -> FormLayout:
    """Return a form layout from the shelf by its id, or one of the trust's own by the path of its TOML file.

    Raises `CallerError` when there is none of that id, `ConfigError` when the file is at fault.
    """
    if not name.lower().endswith(".toml"):
        there = form_layouts(shelf)
        if name not in there:
            raise CallerError(f"There is no form layout {name!r}.", hint=f"There are: {', '.join(there)}.")
        return there[name]
    path = Path(name)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        hint = "Check that the file is there and is plain text (TOML, UTF-8)."
        raise ConfigError(f"The layout {path.name} cannot be read.", [], hint=hint) from fault
    return form_layout(text, path.name, shelf)


def answers_of(
    form: WordForm, layout: FormLayout | None = None, shelf: Shelf = PACKAGED
) -> tuple[FormLayout, FormAnswers]:
    """Read a form by a layout, or by the one on the shelf that knows most of it.

    Raises `UnknownFormat` with every candidate's reason when no layout knows three fields, or when two
    know as many.
    """
    if layout is not None:
        return layout, read_answers(layout, form)
    known = form_layouts(shelf)
    tried = {each: Claims.recognised(rules, form) for each, rules in known.items()}
    ranked = sorted(tried.items(), key=lambda pair: -pair[1])
    (best, most), *others = ranked
    if most >= FEWEST and all(count < most for _, count in others):
        chosen = known[best]
        return chosen, read_answers(chosen, form)
    raise UnknownFormat(
        f"{form.file} is not a form that is known.",
        candidates=[(each, f"{count} of its fields are there") for each, count in ranked],
        hint="Name its layout with --layout, or have one proposed with 'fairness layout suggest'.",
    )
