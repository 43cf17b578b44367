"""The adapter of an author who writes no Python: the reader of a layout, as the author's own package brings it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest

from fairness_adapters.discovery import LeftOut
from fairness_adapters.layouts import LayoutReader, layout_reader
from fairness_adapters.layouts.form_loading import FOLDER as FORMS
from fairness_adapters.layouts.form_loading import form_layout
from fairness_adapters.layouts.form_reader import FormReader
from fairness_adapters.rule_files import LAYOUTS, rule_texts, shelve
from fairness_core.config import PACKAGED, Shelf
from fairness_core.errors import FairnessError

T = TypeVar("T")
_OURS = "fairness_adapters"


def layout(layout_id: str, *, package: str = _OURS) -> LayoutReader:
    """Return the reader of a layout in a package's folder `data/layouts`, beside the package's other rule files.

    What is wrong with the layout is shown where pytest collects the tests, without a traceback. A layout that is in
    no package is read by `fairness_adapters.layouts.load_layout(path)`.

    >>> layout("staff-in-post").id
    'staff-in-post'
    """
    __tracebackhide__ = True
    return _read(LAYOUTS, layout_id, package, lambda text, name, shelf: layout_reader(text, name, shelf=shelf))


def form(form_id: str, *, package: str = _OURS) -> FormReader:
    """Return the reader of a form layout in a package's folder `data/forms`, as `layout` does.

    >>> form("triage-review").reads
    ('docx', 'docm', 'xlsx', 'xlsm')
    """
    __tracebackhide__ = True
    return _read(FORMS, form_id, package, lambda text, name, shelf: FormReader(form_layout(text, name, shelf)))


def _read(kind: str, file_id: str, package: str, read: Callable[[str, str, Shelf], T]) -> T:
    __tracebackhide__ = True
    try:
        shelf = PACKAGED if package == _OURS else shelve(rule_texts(package))
        return read(shelf.text(kind, file_id, _OURS), f"{file_id}.toml", shelf)
    except ModuleNotFoundError as missing:
        told = f"{missing}. Install your package first: python -m pip install --editable ."
    except LeftOut as unfit:
        told = f"{unfit.cause}."
    except FairnessError as fault:
        told = f"{fault}\n{fault.hint}".strip()
    pytest.fail(told, pytrace=False)
