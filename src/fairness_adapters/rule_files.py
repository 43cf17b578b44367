"""Rule files that plugins bring: found in their packages, put on one shelf, and each read once to see that it is sound.

A package named in `Plugin.config` keeps its files as ours are kept: `data/<kind>/<id>.toml`. What the kinds mean is
said by the classes that the loaders make; who brings a file, and what is done about a fault, by the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module, resources
from importlib.resources.abc import Traversable

import attrs

from fairness_adapters.discovery import LeftOut, Stage
from fairness_core.config import PACKAGED, Shelf, parse_toml
from fairness_core.errors import ConfigError

LAYOUTS = "layouts"
KINDS: Mapping[str, tuple[str, str, str]] = {
    "classifications": ("fairness_core.classifications", "load_classification", "fairness_core"),
    "taxonomies": ("fairness_core.lessons.taxonomy", "load_taxonomy", "fairness_core"),
    "crosswalks": ("fairness_core.lessons.taxonomy", "load_crosswalk", "fairness_core"),
    "lexicons": ("fairness_core.lessons.lexicon", "load_lexicon", "fairness_core"),
    "standards": ("fairness_core.equality.indicators", "load_standard", "fairness_core"),
    "risk": ("fairness_core.risk.matrix", "load_matrix", "fairness_core"),
    "triage": ("fairness_core.risk.triage", "load_template", "fairness_core"),
    "process": ("fairness_core.process.table", "load_process", "fairness_core"),
    "policies": ("fairness_core.disclosure.policy", "load_policy", "fairness_core"),
    "layouts": ("fairness_adapters.layouts.loading", "layout_reader", "fairness_adapters"),
    "forms": ("fairness_adapters.layouts.form_loading", "form_layout", "fairness_adapters"),
}
"""Each kind of rule file: the module and the function that read it, and the package that holds ours.

A kind that others name comes before them, so that a fault is told of the file that has it.
"""

MOST_SAID = 3
"""How many faults of a file are told in the one line of `fairness formats`."""


@attrs.frozen(kw_only=True)
class RuleText:
    """The text of one file of a plugin, by kind and id; the id is the file's name without its ending.

    `text` is None when the file is not UTF-8, so that it alone is at fault and not its whole package.
    """

    kind: str
    id: str
    text: str | None

    @property
    def name(self) -> str:
        """The kind and the file's name, as in the package."""
        return f"{self.kind}/{self.id}.toml"


def rule_texts(package: str) -> Iterator[RuleText]:
    """Yield every rule file of a package; raise `LeftOut` that says what is wrong with its folders."""
    data = resources.files(package).joinpath("data")
    if not data.is_dir():
        raise _left_out(f"{package} has no folder 'data', where its rule files are kept")
    held = {folder.name: files for folder in data.iterdir() if folder.is_dir() and (files := _toml_files(folder))}
    if strange := sorted(held.keys() - KINDS.keys()):
        raise _left_out(f"there is no kind of rule file called {', '.join(strange)}; there are: {', '.join(KINDS)}")
    if not held:
        raise _left_out(f"the folder 'data' of {package} holds no rule file, say data/layouts/{package}.toml")
    for kind in KINDS:
        for file in held.get(kind, []):
            yield RuleText(kind=kind, id=file.name.removesuffix(".toml"), text=_text(file))


def _text(file: Traversable) -> str | None:
    try:
        # Notepad begins a file with a mark that is no TOML.
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _toml_files(folder: Traversable) -> list[Traversable]:
    return sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)


def is_packaged(rule: RuleText) -> bool:
    """Tell whether the library has a file of that kind and id itself."""
    return rule.id in PACKAGED.ids(rule.kind, KINDS[rule.kind][2])


def shelve(rules: Iterable[RuleText]) -> Shelf:
    """Put files on one shelf, beside the packaged ones."""
    return Shelf({(each.kind, each.id): each.text for each in rules if each.text is not None})


def load_rule(rule: RuleText, shelf: Shelf) -> object:
    """Read a file as what its kind is; raise `LeftOut` that says in one line what is wrong with it."""
    if rule.text is None:
        raise _left_out("it is not UTF-8 text: save it as UTF-8 in the editor, and build the package again")
    module, function, _ = KINDS[rule.kind]
    try:
        value: object = getattr(import_module(module), function)(rule.text, f"{rule.id}.toml", shelf=shelf)
    except ConfigError as fault:
        raise _left_out(_faults_in_a_line(fault)) from fault
    said = getattr(value, "id", "")
    if said != rule.id:
        raise _left_out(f"it calls itself {said!r}: give the file the name {said}.toml, or change its id")
    return value


def title_of(value: object, rule: RuleText) -> str:
    """Return the title of what a file was read as; of a policy, its file's title and the sentence that it prints."""
    said = [getattr(value, "title", "") or parse_toml(rule.text or "").get("title", ""), getattr(value, "describe", "")]
    return ": ".join(each.rstrip(".") for each in said if each)


def _left_out(cause: str) -> LeftOut:
    return LeftOut(Stage.CONFIG, cause)


def _faults_in_a_line(fault: ConfigError) -> str:
    places = (f"{each.where.field}: " if each.where.field else "" for each in fault.problems)
    said = [place + each.message.rstrip(".") for place, each in zip(places, fault.problems, strict=True)]
    more = [f"and {len(said) - MOST_SAID} more"] if len(said) > MOST_SAID else []
    return "; ".join([*said[:MOST_SAID], *more]) or fault.message
