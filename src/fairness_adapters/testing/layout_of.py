"""The adapter of an author who writes no Python: the reader of a layout, as the author's own package brings it."""

from __future__ import annotations

import pytest

from fairness_adapters.discovery import LeftOut
from fairness_adapters.layouts import LayoutReader, layout_reader
from fairness_adapters.rule_files import LAYOUTS, rule_texts, shelve
from fairness_core.config import PACKAGED
from fairness_core.errors import FairnessError

_OURS = "fairness_adapters"


def layout(layout_id: str, *, package: str = _OURS) -> LayoutReader:
    """Return the reader of a layout in a package's folder `data/layouts`, beside the package's other rule files.

    What is wrong with the layout is shown where pytest collects the tests, without a traceback. A layout that is in
    no package is read by `fairness_adapters.layouts.load_layout(path)`.

    >>> layout("staff-in-post").id
    'staff-in-post'
    """
    __tracebackhide__ = True
    try:
        shelf = PACKAGED if package == _OURS else shelve(rule_texts(package))
        return layout_reader(shelf.text(LAYOUTS, layout_id, _OURS), f"{layout_id}.toml", shelf=shelf)
    except ModuleNotFoundError as missing:
        told = f"{missing}. Install your package first: python -m pip install --editable ."
    except LeftOut as unfit:
        told = f"{unfit.cause}."
    except FairnessError as fault:
        told = f"{fault}\n{fault.hint}"
    pytest.fail(told, pytrace=False)
