"""The fields that a record takes from a form, and the codes they may have: a layout that asks for others is at fault.

How answers become a record is in `fairness_adapters.formats.triage_answers`, which takes exactly these fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from fairness_core.config import PACKAGED, Shelf
from fairness_core.risk.triage import template, templates

_TEXT = ("text", "choice")
CONFLICT: Mapping[str, str] = {"none": "there is no conflict", "declared": "there is one"}
"""The codes of a declaration."""


@attrs.frozen(kw_only=True)
class Taken:
    """One field that a record takes: of which kinds it may be, and its codes, where only some are known.

    `owed` is the code of what is owed when it has no answer (see `OWED_HEADINGS`), where the record itself says so.
    """

    kinds: tuple[str, ...] = _TEXT
    codes: tuple[str, ...] = ()
    owed: str = ""


def taken_by(record: str, shelf: Shelf = PACKAGED) -> Mapping[str, Taken]:
    """Return the fields that a record takes, by name; codes are those of every triage template on the shelf."""
    if record != "triage":
        return {}
    rules = [template(each, shelf) for each in templates(shelf)]
    disciplines = tuple(dict.fromkeys(code for each in rules for code in each.disciplines))
    routes = tuple(dict.fromkeys(code for each in rules for code in each.routes))
    return {
        "reference": Taken(owed="reference"),
        "discipline": Taken(kinds=("choice",), codes=disciplines, owed="practitioner"),
        "practitioner": Taken(),
        "register": Taken(),
        "registration_number": Taken(owed="practitioner"),
        "practice": Taken(),
        "received": Taken(kinds=("date",), owed="received"),
        "reviewer": Taken(),
        "reviewed": Taken(kinds=("date",)),
        "conflict": Taken(kinds=("choice",), codes=tuple(CONFLICT), owed="declaration"),
        "kinds": Taken(kinds=("list",), owed="kinds"),
        "summary": Taken(owed="summary"),
        "documents": Taken(kinds=("list",), owed="documents"),
        "safeguarding": Taken(kinds=("yes-no",), owed="safeguarding"),
        "health": Taken(kinds=("yes-no",), owed="health"),
        "risk_rating": Taken(),
        "rationale": Taken(owed="rationale"),
        "recommendation": Taken(owed="recommendation"),
        "route": Taken(kinds=("choice",), codes=routes, owed="recommendation"),
        "additional": Taken(kinds=("list",)),
        "shown_to_practitioner": Taken(kinds=("date",), owed="shown"),
    }


def record_faults(
    record: str, fields: Mapping[str, tuple[str, tuple[str, ...]]], shelf: Shelf = PACKAGED
) -> Iterator[tuple[str, str]]:
    """Yield every field, kind and choice that a record has no place for; `fields` are kind and codes, by name."""
    takes = taken_by(record, shelf)
    for name, (kind, codes) in fields.items():
        if name not in takes:
            hint = "If the record need not hold it, write in_record = false."
            yield f"fields.{name}", f"A {record} record has no such field. It has: {', '.join(takes)}. {hint}"
            continue
        rule = takes[name]
        if kind not in rule.kinds:
            yield (
                f"fields.{name}.kind",
                f"Found {kind!r}; a {record} record takes {' or '.join(map(repr, rule.kinds))}.",
            )
        strange = [code for code in codes if code not in rule.codes] if rule.codes else []
        if strange:
            known = ", ".join(rule.codes)
            found = ", ".join(map(repr, strange))
            yield f"fields.{name}.choices", f"A {record} record does not know {found}; expected codes among: {known}."
