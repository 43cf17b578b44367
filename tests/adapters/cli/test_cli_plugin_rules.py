"""Rule files, categorisers and reports of plugins: found with the plugin, at hand by id, a fault each and no more."""

from __future__ import annotations

import shutil
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from fairness_adapters import Catalogue
from fairness_adapters.catalogue import Fault
from fairness_adapters.rule_files import KINDS
from fairness_adapters.source import Source
from fairness_core.config import PACKAGED
from fairness_core.equality.indicators import standard, standards
from fairness_core.errors import AdapterFault, CallerError
from fairness_core.lessons.taxonomy import crosswalks, taxonomy
from fairness_core.process.table import process_table
from fairness_core.risk.matrix import matrices, matrix

REAL = Path(__file__).parent.parent.parent / "plugins" / "house-rules"
MODULE = "my_trust_house_rules"

Fairness = Callable[..., Any]
Install = Callable[..., Path]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Return a function that installs a plugin as an installer would, and returns the folder of its package."""
    site, known = tmp_path / "site", set(sys.modules)
    site.mkdir()
    monkeypatch.syspath_prepend(str(site))

    def install(name: str, code: str = "", *, version: str = "1.0") -> Path:
        module = name.replace("-", "_")
        package = site / module
        if code:
            package.mkdir()
            (package / "__init__.py").write_text(code, encoding="utf-8")
        else:
            shutil.copytree(REAL / module, package, ignore=shutil.ignore_patterns("__pycache__"))
        info = site / f"{module}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        (info / "entry_points.txt").write_text(f"[fairness_adapters]\n{name} = {module}\n")
        return package

    yield install
    for module in set(sys.modules) - known:
        if str(getattr(sys.modules[module], "__file__", "")).startswith(str(site)):
            del sys.modules[module]


@pytest.fixture
def real(install: Install) -> Path:
    """Install the real plugin package, and return its folder."""
    project = tomllib.loads((REAL / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return install(project["name"], version=project["version"])


RULES = """
from fairness_adapters import hookimpl
from fairness_adapters.contract import Plugin

@hookimpl
def fairness_plugin():
    return Plugin(name="rules", config=({package!r},))
"""


def with_rules(install: Install, name: str, **files: str) -> Path:
    """Install a plugin with these rule files, "risk/x" to its text, and return its folder."""
    package = install(name, RULES.format(package=name.replace("-", "_")))
    for path, text in files.items():
        file = package / "data" / f"{path}.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return package


def faults() -> list[Fault]:
    """Return the faults of everything but our own."""
    return [fault for fault in Catalogue.discover().faults if fault.distribution != "fairness-core"]


def said() -> list[str]:
    """Return the faults as `fairness formats` says them."""
    return [str(fault) for fault in faults()]


OWN_RAG = 'extends = "rag-3"\nid = "{}"\nrevision = 1\ntitle = "Ours"\nadopted = true\nowner = "u1"\n'


@pytest.mark.usefixtures("real")
def test_a_plugin_brings_every_kind_of_rule_file() -> None:
    """Each file is listed with its kind, id, title and distribution, and none is at fault."""
    catalogue = Catalogue.discover()
    assert [] == faults()
    assert set(KINDS) == {each.kind for each in catalogue.rule_files}
    assert {
        "kind": "risk",
        "id": "my-trust-rag",
        "title": "Green, Amber, Red of My Trust",
        "distribution": "my-trust-house-rules",
        "version": "1.2.0",
    } in [attrs.asdict(each) for each in catalogue.rule_files]


@pytest.mark.usefixtures("real")
def test_a_policy_is_listed_with_its_title_and_what_it_hides(fairness: Fairness) -> None:
    """The title says whose it is, the sentence what it does; --policy says that its id will do."""
    hides = "Counts from 1 to 9, and figures from which such a count could be worked out, are shown as [c]"
    listed = f"policies/my-trust-board: Small numbers in published papers: {hides} (policy my-trust-board). From"
    assert listed in " ".join(fairness("formats").err.split())
    for verb in (["wres"], ["lessons", "report"], ["triage", "summary"]):
        told = " ".join(fairness(*verb, "--help").out.replace("|", " ").split())
        assert "none, threshold:5, or a plugin's policy by its id" in told


@pytest.mark.usefixtures("real")
def test_files_of_a_plugin_are_at_hand_by_id() -> None:
    """A file is found on the shelf beside ours, may extend one of ours and name another of the plugin."""
    shelf = Catalogue.discover().shelf
    assert "Green, Amber, Red of My Trust" == matrix("my-trust-rag", shelf).title
    assert "MT-PLAN" in taxonomy("my-trust-themes", shelf).codes
    assert "left" == standard("my-trust-wres", shelf).indicators["my-trust-leavers"].measures[0]
    assert "my-trust-steps" == process_table("my-trust-steps", shelf).id
    assert [*matrices(), "my-trust-rag"] == [*matrices(shelf)]
    assert [*standards(), "my-trust-wres"] == [*standards(shelf)]
    assert "lessons-to-my-trust-themes" in crosswalks(shelf)
    with pytest.raises(CallerError, match="There is no file 'my-trust-rag' among the risk"):
        matrix("my-trust-rag")


LEAVERS = b"Year to,Site,Ethnicity,Leavers,Staff\n31 March 2025,North,White,4,100\n31 March 2025,South,Indian,5,50\n"


@pytest.mark.usefixtures("real")
def test_a_layout_of_a_plugin_is_a_reader() -> None:
    """It recognises its file without being named, and its classification is the plugin's own."""
    catalogue, source = Catalogue.discover(), Source.from_bytes("leavers.csv", LEAVERS)
    reader = catalogue.identify(source)
    assert ("my-trust-leavers", "my-trust-house-rules") == (reader.format.id, reader.distribution)
    found: Any = catalogue.read(reader, source)
    assert ((), [4, 100, 5, 50]) == (found.problems, [each.value for each in found.value.observations])
    assert "Site" == found.value.classifications["site"].title
    assert {"north", "south"} == {dict(each.dimensions)["site"] for each in found.value.observations}


@pytest.mark.usefixtures("real")
def test_the_commands_know_them(fairness: Fairness, tmp_path: Path) -> None:
    """Every command that takes an id of ours takes one of a plugin."""
    lines = tmp_path / "leavers.csv"
    lines.write_bytes(LEAVERS)
    assert "Amber" == fairness("rate", "3", "3", "--matrix", "my-trust-rag", "--json").json["band"]
    listed = fairness("matrix", "list", "--json").json["matrices"]
    assert "my-trust-rag" == listed[-1]["id"]
    assert "my-trust-steps" == fairness("process", "list", "--json").json["processes"][-1]["id"]
    assert 0 == fairness("process", "show", "my-trust-steps").code
    assert "my-trust-themes" == fairness("taxonomy", "list", "--json").json["taxonomies"][-1]["id"]
    assert ["MT-WRITE", "MT-PLAN"] == [
        each["code"] for each in fairness("taxonomy", "show", "my-trust-themes", "--json").json["codes"]
    ]
    assert "my-trust-triage" == fairness("triage", "template", "--template", "my-trust-triage").json["template"]
    assert 0 == fairness("layout", "try", "my-trust-leavers", str(lines)).code
    assert fairness("layout", "show", "my-trust-leavers").out.startswith("# Who left, by site")
    read = fairness("read", str(lines), "--format", "my-trust-leavers", "--json").json
    assert 4 == len(read["observations"])


@pytest.mark.usefixtures("real")
def test_a_taxonomy_of_a_plugin_has_codes_suggested(fairness: Fairness) -> None:
    """By its own lexicon, or from ours by its crosswalk, saying what is lost."""
    for words in (["--taxonomy", "my-trust-themes"], ["--lexicon", "my-trust-themes"]):
        own = fairness("categorise", "The rota came late.", *words, "--json").json
        assert ("my-trust-themes", [("MT-PLAN", 0.6)]) == (
            own["taxonomy"],
            [(each["code"], each["score"]) for each in own["suggestions"]],
        )
    text = "Feedback should be given in writing after each audit."
    ours = ["--taxonomy", "my-trust-themes", "--lexicon", "lessons"]
    by_way = fairness("categorise", text, *ours, "--json").json["suggestions"]
    assert [("MT-WRITE", "CF-COM")] == [(each["code"], each["via"]) for each in by_way]


OWN_THEMES = """
id = "ours"
revision = 1
title = "Our themes"
owner = "u1"
source = "u1"
axes.theme = { label = "Theme", question = "What is it about?" }
codes.TIME = { label = "Time", covers = "Waiting.", axis = "theme" }
"""
OWN_WORDS = """
id = "{}"
revision = 1
title = "Words"
source = "u1"
taxonomy = "ours"
threshold = 0.5
gap = 4
denials = []
denial_window = 4
hearsay = []
common = []
rules.late = {{ code = "TIME", weight = 0.7, phrases = ["late"], source = "u1", added_by = "u1" }}
"""


def test_words_for_a_taxonomy_are_found_whatever_they_are_called(install: Install, fairness: Fairness) -> None:
    """One lexicon for a taxonomy is used without being named; several are listed, to choose from."""
    with_rules(install, "one", **{"taxonomies/ours": OWN_THEMES, "lexicons/words-a": OWN_WORDS.format("words-a")})
    found = fairness("categorise", "Letters came late.", "--taxonomy", "ours", "--json").json["suggestions"]
    assert [("TIME", "lexicon words-a, revision 1")] == [(each["code"], each["made_by"]) for each in found]
    nowhere = fairness("categorise", "Letters came late.", "--taxonomy", "npsa")
    assert "Codes can be suggested for: lessons, fair-to-refer, seips, yorkshire, ours." in nowhere.err
    with_rules(install, "two", **{"lexicons/words-b": OWN_WORDS.format("words-b")})
    ran = fairness("categorise", "Letters came late.", "--taxonomy", "ours")
    assert (
        2,
        ["Error: There are 2 lexicons for the taxonomy ours.", "Choose one with --lexicon: words-a, words-b."],
    ) == (
        ran.code,
        ran.err.splitlines(),
    )
    chosen = fairness("categorise", "Letters came late.", "--lexicon", "words-b", "--json").json
    assert ("ours", "lexicon words-b, revision 1") == (chosen["taxonomy"], chosen["suggestions"][0]["made_by"])


def test_words_of_a_plugin_for_our_taxonomy_are_not_taken_unasked(install: Install, fairness: Fairness) -> None:
    """What is packaged goes on working as it did, whoever brings more words for its codes."""
    more = 'extends = "lessons"\nid = "more"\nrevision = 1\ntitle = "More"\nsource = "u1"\n'
    with_rules(install, "more", **{"lexicons/more": more})
    found = fairness("categorise", "Feedback should be given in writing.", "--json").json["suggestions"]
    assert {"lexicon lessons, revision"} == {each["made_by"].rpartition(" ")[0] for each in found}


@pytest.mark.usefixtures("real")
def test_a_categoriser_of_a_plugin_takes_the_lexicons_place(fairness: Fairness) -> None:
    """It is named with --categoriser, says who suggested, and is not mixed with words."""
    ran = fairness("categorise", "A letter on the rota.", "--categoriser", "my-trust-keywords", "--json")
    assert [("CF-COM", [2, 8], "my-trust-keywords"), ("CF-ORG", [16, 20], "my-trust-keywords")] == [
        (each["code"], each["span"], each["made_by"]) for each in ran.json["suggestions"]
    ]
    both = fairness("categorise", "A letter.", "--categoriser", "my-trust-keywords", "--lexicon", "lessons")
    assert (2, "Error: Both --lexicon and --categoriser say what suggests codes.") == (
        both.code,
        both.err.splitlines()[0],
    )
    none = fairness("categorise", "A letter.", "--categoriser", "my-trust-keyword")
    assert (2, "Did you mean 'my-trust-keywords'? There are: my-trust-keywords.") == (
        none.code,
        none.err.splitlines()[1],
    )


@pytest.mark.usefixtures("real")
def test_words_for_another_taxonomy_are_refused_for_a_register(fairness: Fairness) -> None:
    """A register has codes of one taxonomy, so suggestions of another would be wrong in it."""
    ran = fairness("lessons", "check", "no-such.xlsx", "--taxonomy", "lessons", "--lexicon", "my-trust-themes")
    assert (
        2,
        [
            "Error: 'my-trust-themes' suggests codes of the taxonomy my-trust-themes, and the register has those of "
            "lessons.",
            "Give what suggests codes of lessons, or another --taxonomy.",
        ],
    ) == (ran.code, ran.err.splitlines())


def own_register(path: Path, *codes: str) -> str:
    """Write a register whose lessons have these codes, ten of each and ten without any, and return its path."""
    rows = [
        f"l{number},Letters came late.,2025-08-01,c{number},{code}"
        for number, code in enumerate([code for code in (*codes, "") for _ in range(10)])
    ]
    path.write_text("\n".join(["Id,Lesson,Recorded,Case,Codes", *rows]), encoding="utf-8")
    return str(path)


def test_a_register_has_codes_of_a_taxonomy_of_ones_own(install: Install, fairness: Fairness, tmp_path: Path) -> None:
    """Report, check and agreement count its codes, with the words for it; the report names it."""
    with_rules(install, "one", **{"taxonomies/ours": OWN_THEMES, "lexicons/words-a": OWN_WORDS.format("words-a")})
    register, out = own_register(tmp_path / "register.csv", "TIME"), tmp_path / "made"
    quarter = ["lessons", register, "--quarter", "2025Q3"]
    for words in (["--taxonomy", "ours"], ["--lexicon", "words-a"]):
        ran = fairness(*quarter, *words, "--json")
        assert ({"id": "ours", "revision": 1}, [("TIME", 10)]) == (
            ran.json["taxonomy"],
            [(each["code"], each["lessons"]) for each in ran.json["codes"]],
        )
    ran = fairness(*quarter, "--taxonomy", "ours", "--out", str(out))
    assert ["Codes are those of ours: Our themes.", "Lessons with new suggestions: 10."] == [
        line for line in ran.err.splitlines() if line.startswith(("Codes are", "Lessons with"))
    ]
    found = fairness("lessons", "check", register, "--taxonomy", "ours", "--json").json
    assert [("TIME", 10)] == [(each["code"], each["met"]) for each in found["codes"]]
    agreed = fairness("lessons", "agree", register, register, "--taxonomy", "ours", "--json").json
    assert [("TIME", "Time", 10)] == [(each["code"], each["label"], each["both"]) for each in agreed["labels"]]


def test_a_register_whose_taxonomy_has_no_words_is_counted(
    install: Install, fairness: Fairness, tmp_path: Path
) -> None:
    """Nothing is suggested then, which is told; there is nothing to check."""
    with_rules(install, "one", **{"taxonomies/ours": OWN_THEMES})
    register, out = own_register(tmp_path / "register.csv", "TIME"), tmp_path / "made"
    told = (
        "There is no lexicon for the taxonomy ours: what suggests its codes is named with --lexicon or --categoriser."
    )
    ran = fairness("lessons", register, "--quarter", "2025Q3", "--taxonomy", "ours", "--out", str(out))
    assert (0, True) == (ran.code, f"Lessons with new suggestions: 0. {told}" in ran.err.splitlines())
    ran = fairness("lessons", "check", register, "--taxonomy", "ours")
    assert (2, ["Error: There are no suggestions to check.", told]) == (ran.code, ran.err.splitlines())


def test_a_code_of_another_taxonomy_is_told_with_what_to_do(fairness: Fairness, tmp_path: Path) -> None:
    """Whoever has codes of their own and does not say so is led to the option."""
    ran = fairness("lessons", own_register(tmp_path / "r.csv", "TIME"), "--quarter", "2025Q3", "--json")
    said = "'fairness taxonomy show lessons' lists the codes; --taxonomy says of which a register has codes."
    assert said in ran.err


@pytest.mark.usefixtures("real")
def test_a_report_of_a_plugin_is_built_and_protected(fairness: Fairness, tmp_path: Path) -> None:
    """It takes the place of ours in all three files; what is small is hidden in it as in ours."""
    from fairness_adapters.jobs.wres import demo_paths

    sample = str(demo_paths()[0])
    ran = fairness("wres", sample, "--report", "my-trust-one-page", "--out", str(tmp_path / "out"), "--json")
    assert (0, "my-trust-one-page", "threshold:5") == (ran.code, ran.json["kind"], ran.json["policy"]["id"])
    assert ran.json["title"].endswith(", on one page")
    assert 0 < ran.json["policy"]["hidden_counts"]
    assert {"wres-report.docx", "wres-metrics.xlsx", "wres-metrics.json"} == {
        each.name for each in (tmp_path / "out").iterdir()
    }
    none = fairness("wres", sample, "--report", "one-page")
    assert (2, "Error: No report called 'one-page' can be built.") == (none.code, none.err.splitlines()[0])


@pytest.mark.usefixtures("real")
def test_formats_lists_what_plugins_bring(fairness: Fairness) -> None:
    """Rule files, categorisers and reports, a line each."""
    lines = fairness("formats").err.splitlines()
    brought = "From my-trust-house-rules 1.2.0"
    assert f"  risk/my-trust-rag: Green, Amber, Red of My Trust. {brought}" in lines
    assert f"  my-trust-keywords (lessons): One word, one code. {brought}" in lines
    assert f"  my-trust-one-page: The year on one page. {brought}" in lines
    as_json = fairness("formats", "--json").json
    assert ["my-trust-keywords"] == [each["id"] for each in as_json["categorisers"]]
    assert ["my-trust-one-page"] == [each["id"] for each in as_json["reports"]]
    assert len(KINDS) == len(as_json["rule_files"])


@pytest.mark.usefixtures("real")
@pytest.mark.parametrize("setting", ["my-trust-house-rules", "nobody, my-trust-house-rules"])
def test_a_setting_blocks_a_plugin(fairness: Fairness, monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    """It is not imported, is listed as blocked, and its files are not there."""
    monkeypatch.setenv("FAIRNESS_BLOCK", setting)
    ran = fairness("formats")
    lines = ran.err.splitlines()
    heading = lines.index("Left out, because FAIRNESS_BLOCK says so")
    assert "  my-trust-house-rules, from my-trust-house-rules 1.2.0" == lines[heading + 1]
    assert MODULE not in sys.modules
    assert 2 == fairness("rate", "3", "3", "--matrix", "my-trust-rag").code
    blocked = fairness("formats", "--json").json["blocked"]
    assert [{"adapter": "my-trust-house-rules", "distribution": "my-trust-house-rules", "version": "1.2.0"}] == blocked


@pytest.mark.usefixtures("real")
def test_a_misspelt_name_that_blocks_nobody_is_told(fairness: Fairness, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever blocks a plugin must learn that it is still there."""
    monkeypatch.setenv("FAIRNESS_BLOCK", "my-trust-house-rule")
    lines = fairness("formats").err.splitlines()
    heading = lines.index("Named in FAIRNESS_BLOCK, and no plugin is called so")
    assert "  my-trust-house-rule" == lines[heading + 1]
    assert any("my-trust-keywords" in line for line in lines)


def test_without_plugins_the_shelf_is_the_packaged_one() -> None:
    """Nothing is made where nothing is brought, so what is cached for our own files serves."""
    assert PACKAGED is Catalogue.discover(built_in=False).shelf


@pytest.mark.usefixtures("real")
def test_rule_files_are_found_without_our_own_formats() -> None:
    """Where no format is needed our own are not loaded, and what plugins bring is there all the same."""
    catalogue = Catalogue.discover(built_in=False)
    assert ["my-trust-leavers"] == [*catalogue.readers]
    assert {} == dict(catalogue.writers)
    assert len(KINDS) == len(catalogue.rule_files)


def test_one_faulty_file_leaves_the_others(install: Install) -> None:
    """A file with faults is a fault with its key paths, in one line; the sound one beside it is at hand."""
    files = {"risk/broken": 'extends = "rag-3"\nid = "broken"\nbandz = 1\n', "risk/sound": OWN_RAG.format("sound")}
    with_rules(install, "two-files", **files)
    (line,) = said()
    assert line.startswith("risk/broken.toml (two-files 1.0), config: ")
    assert "bandz: This key is not known here; is it misspelt?" in line
    assert "\n" not in line
    assert [*PACKAGED.ids("risk"), "sound"] == [*Catalogue.discover().shelf.ids("risk")]


def test_a_file_of_another_encoding_is_at_fault_alone(install: Install) -> None:
    """An editor that saves as Windows-1252 harms that file, and not the whole package."""
    package = with_rules(install, "two-codings", **{"risk/sound": OWN_RAG.format("sound")})
    (package / "data" / "risk" / "odd.toml").write_bytes(OWN_RAG.format("odd").replace("Ours", "Café").encode("cp1252"))
    assert [
        "risk/odd.toml (two-codings 1.0), config: it is not UTF-8 text: save it as UTF-8 in the editor, and build the "
        "package again"
    ] == said()
    assert ["sound"] == [each.id for each in Catalogue.discover().rule_files]


def test_a_file_that_is_no_toml_says_where(install: Install) -> None:
    """The line of the slip is told, and no empty key before it."""
    with_rules(install, "no-toml", **{"risk/odd": 'id = "odd\n'})
    (line,) = said()
    assert line.startswith("risk/odd.toml (no-toml 1.0), config: This is not valid TOML: ")
    assert "line 1" in line


def test_many_faults_are_counted(install: Install) -> None:
    """Three faults of a file are told, and how many more there are."""
    with_rules(install, "many-faults", **{"taxonomies/empty": 'id = "empty"\n'})
    (line,) = said()
    assert line.endswith("; and 3 more")


def test_the_files_name_is_its_id(install: Install) -> None:
    """A file that calls itself otherwise could not be found by its id."""
    with_rules(install, "other-name", **{"risk/ours": OWN_RAG.format("yours")})
    assert [
        "risk/ours.toml (other-name 1.0), config: it calls itself 'yours': "
        "give the file the name yours.toml, or change its id"
    ] == said()


def test_nobody_replaces_a_file(install: Install) -> None:
    """A packaged file is kept, and of two plugins the first; the other is a fault that names who is kept."""
    with_rules(install, "a-first", **{"risk/ours": OWN_RAG.format("ours")})
    with_rules(install, "b-second", **{"risk/ours": OWN_RAG.format("ours"), "risk/rag-3": OWN_RAG.format("rag-3")})
    kept = "config: there is already such a file, from {}, which is kept; give it another id"
    assert [
        f"risk/ours.toml (b-second 1.0), {kept.format('a-first 1.0')}",
        f"risk/rag-3.toml (b-second 1.0), {kept.format('fairness-core')}",
    ] == sorted(said())
    assert "nobody: an example of this library" == matrix("rag-3", Catalogue.discover().shelf).owner


def test_a_layout_may_not_take_a_readers_id(install: Install) -> None:
    """A layout that is called as another plugin's reader is left out as a format is."""
    code = RULES.replace("config=({package!r},)", "readers=(Words(),)").replace(
        "@hookimpl",
        "class Words:\n    id, title, reads = 'my-trust-leavers', 'Words', ('csv',)\n"
        "    def identify(self, source): ...\n    def read(self, source): ...\n\n@hookimpl",
    )
    install("a-reader", code)
    install("my-trust-house-rules", version="1.2.0")
    assert [
        "my-trust-leavers (my-trust-house-rules 1.2.0), format: there is already a format 'my-trust-leavers', "
        "from a-reader 1.0, which is kept"
    ] == said()


@pytest.mark.parametrize(
    ("config", "cause"),
    [
        (
            "('no_such_package',)",
            "the rule files of 'no_such_package' cannot be read: ModuleNotFoundError: No module named 'no_such_package'",
        ),
        ("('json',)", "json has no folder 'data', where its rule files are kept"),
        (
            "(3,)",
            "the rule files of 3 cannot be read: TypeError: an int was given where the name of a package was expected",
        ),
    ],
)
def test_a_package_without_rule_files(install: Install, config: str, cause: str) -> None:
    """A package that is not there, or has no folder of rule files, is a fault of the plugin."""
    install("odd-config", RULES.replace("({package!r},)", config))
    (line,) = said()
    assert line == f"odd-config (odd-config 1.0), config: {cause}"


def test_an_empty_folder_and_a_strange_kind(install: Install) -> None:
    """A folder without a rule file, and one called otherwise than the kinds, are faults; other files are no matter."""
    package = with_rules(install, "an-empty")
    (package / "data" / "risk").mkdir(parents=True)
    (package / "data" / "risk" / "notes.txt").write_text("nothing")
    (package / "data" / "read-me.toml").write_text("")
    with_rules(install, "b-strange", **{"matrices/ours": OWN_RAG.format("ours")})
    first, second = said()
    assert first.endswith("the folder 'data' of an_empty holds no rule file, say data/layouts/an_empty.toml")
    assert second.endswith(f"there is no kind of rule file called matrices; there are: {', '.join(KINDS)}")


def test_config_that_is_text_is_a_fault(install: Install) -> None:
    """A text where a tuple was meant would be taken letter by letter."""
    install("text-config", RULES.replace("({package!r},)", "'text_config'"))
    assert ["text-config (text-config 1.0), plugin: its config are a str, not a tuple"] == said()


BAD_PARTS = """
from fairness_adapters import hookimpl
from fairness_adapters.contract import Plugin

class Odd:
    id, title, taxonomy = "odd", "Odd", "lessons"
    def suggest(self, text):
        return {suggests}
    def build(self, assessment, problems):
        return {suggests}

@hookimpl
def fairness_plugin():
    return Plugin(name="odd", categorisers=(Odd(), {second}), reports=(Odd(), {second}))
"""


def test_a_categoriser_and_a_report_are_checked(install: Install) -> None:
    """One without its parts, and one whose id is taken, are left out; the first works on."""
    install("odd-parts", BAD_PARTS.format(suggests="()", second="Odd()"))
    install("x-parts", BAD_PARTS.format(suggests="()", second="object()").replace('"odd"', '"other"'))
    kept = "which is kept"
    assert [
        f"odd (odd-parts 1.0), format: there is already a categoriser 'odd', from odd-parts 1.0, {kept}",
        f"odd (odd-parts 1.0), format: there is already a report 'odd', from odd-parts 1.0, {kept}",
        "x-parts (x-parts 1.0), format: a categoriser is not fit for use: TypeError: object has no id and no title "
        "and no taxonomy and no suggest",
        "x-parts (x-parts 1.0), format: a report is not fit for use: TypeError: object has no id and no title and no build",
    ] == sorted(said())
    catalogue = Catalogue.discover()
    assert ["odd", "other"] == [*catalogue.categorisers]
    assert () == catalogue.suggest(catalogue.categoriser("odd"), "Any text.")


@pytest.mark.parametrize(
    ("suggests", "suggesting", "building"),
    [
        ("[]", "it did not return a tuple of Suggestions", "it did not return a Draft"),
        ("(3,)", "it did not return a tuple of Suggestions", "it did not return a Draft"),
        ("1 / 0", "ZeroDivisionError", "ZeroDivisionError"),
    ],
)
def test_one_that_fails_at_work_is_the_plugins_fault(
    install: Install, suggests: str, suggesting: str, building: str
) -> None:
    """What is wrong is told with who brings it, and the text is not quoted."""
    install("odd-work", BAD_PARTS.format(suggests=suggests, second="Odd()"))
    catalogue, nothing = Catalogue.discover(), Any
    with pytest.raises(AdapterFault) as told:
        catalogue.suggest(catalogue.categoriser("odd"), "Ada Lovelace was late.")
    assert f"The categoriser 'odd' failed while suggesting codes: {suggesting}." == told.value.message
    assert "Ada" not in str(told.value)
    with pytest.raises(AdapterFault) as told:
        catalogue.build(catalogue.report("odd"), nothing, ())  # type: ignore[arg-type]
    assert f"The report 'odd' failed while building a report: {building}." == told.value.message


SUGGESTS = """
from decimal import Decimal as D

from fairness_adapters import hookimpl
from fairness_adapters.contract import Plugin
from fairness_core.lessons.categorise import Match, Suggestion

def match(span=(0, 3), weight=D("0.7")):
    return Match(span=span, rule="r", phrase="p", weight=weight)

def made(code="CF-COM", score=D("0.7"), evidence=(match(),), made_by="odd, version 1"):
    return Suggestion(code=code, label="Communication", score=score, evidence=evidence, made_by=made_by)

class Odd:
    id, title, taxonomy = "odd", "Odd", {taxonomy!r}
    def suggest(self, text):
        return ({answer},)

@hookimpl
def fairness_plugin():
    return Plugin(name="odd", categorisers=(Odd(),))
"""
NO_SHARE = "no Decimal above 0 and at most 1"
NOT_WITHIN = "whose span is not within the text or is empty; it is (start, end), as in a slice, up to 12"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("made(score=D('8.3'))", f"suggestion 1 (CF-COM) has a score that is {NO_SHARE} (8.3)"),
        ("made(score=D(0))", f"suggestion 1 (CF-COM) has a score that is {NO_SHARE} (0)"),
        ("made(score=D('NaN'))", f"suggestion 1 (CF-COM) has a score that is {NO_SHARE} (NaN)"),
        ("made(score=0.7)", f"suggestion 1 (CF-COM) has a score that is {NO_SHARE} (0.7)"),
        ("made(score='late')", f"suggestion 1 (CF-COM) has a score that is {NO_SHARE}"),
        ("made(), made('MOOD')", "suggestion 2 (MOOD) has a code that the taxonomy lessons does not have"),
        ("made('Lovelace')", "suggestion 1 has a code that the taxonomy lessons does not have"),
        ("made('Not a code')", "suggestion 1 has a code that the taxonomy lessons does not have"),
        ("made(evidence=())", "suggestion 1 (CF-COM) has no evidence, which is a tuple of Matches"),
        ("made(evidence=('Ada',))", "suggestion 1 (CF-COM) has no evidence, which is a tuple of Matches"),
        ("made(made_by='')", "suggestion 1 (CF-COM) does not say who made it"),
        *(
            (
                f"made(evidence=(match(), match({span})))",
                f"suggestion 1 (CF-COM) has evidence, the piece 2, {NOT_WITHIN}",
            )
            for span in ("(2, 2)", "(9, 13)", "(-1, 3)", "(3, 1)", "(1,)", "'03'")
        ),
        (
            "made(evidence=(match(weight=D(2)),))",
            f"suggestion 1 (CF-COM) has evidence, the piece 1, whose weight is {NO_SHARE} (2)",
        ),
    ],
)
def test_what_a_categoriser_answers_is_checked(install: Install, answer: str, said: str) -> None:
    """A score, a code or evidence that nobody could follow is the plugin's fault; no word of the text is told."""
    install("odd-answer", SUGGESTS.format(taxonomy="lessons", answer=answer))
    catalogue = Catalogue.discover(built_in=False)
    with pytest.raises(AdapterFault) as told:
        catalogue.suggest(catalogue.categoriser("odd"), "Ada Lovelace")
    assert f"The categoriser 'odd' failed while suggesting codes: {said}." == told.value.message


def test_a_categoriser_speaks_a_taxonomy_that_is_there(install: Install) -> None:
    """Codes of a taxonomy that nobody knows mean nothing."""
    install("odd-codes", SUGGESTS.format(taxonomy="lesson", answer="made()"))
    catalogue = Catalogue.discover(built_in=False)
    with pytest.raises(AdapterFault, match="there is no taxonomy 'lesson', whose codes it says it gives; there are: "):
        catalogue.suggest(catalogue.categoriser("odd"), "Ada Lovelace")


def test_the_working_of_a_score_is_shown_only_where_it_holds(install: Install, fairness: Fairness) -> None:
    """A model that scores in its own way is named in the place of an equation that would be false."""
    answer = "made(score=D('0.91')), made('CF-ORG', evidence=(match(),))"
    install("odd-score", SUGGESTS.format(taxonomy="lessons", answer=answer))
    ran = fairness("categorise", "The rota was late.", "--categoriser", "odd")
    assert ["CF-COM Communication: 0.91, by odd, version 1", "CF-ORG Communication: 0.7 = 1 - (1 - 0.7)"] == [
        line for line in ran.err.splitlines() if line.startswith("CF-")
    ]
    told = fairness("categorise", "The rota was late.", "--categoriser", "odd", "--json").json["suggestions"]
    assert ["0.91, by odd, version 1", "1 - (1 - 0.7) = 0.7"] == [each["working"] for each in told]


@pytest.mark.usefixtures("real")
def test_a_policy_of_a_plugin_hides_more(fairness: Fairness) -> None:
    """It is named like ours, hides by its own threshold, and its file is told with the report."""
    from fairness_adapters.jobs.wres import demo_paths

    sample = str(demo_paths()[0])
    usual = fairness("wres", sample, "--json").json["policy"]
    ours = fairness("wres", sample, "--policy", "my-trust-board", "--json").json["policy"]
    assert ("my-trust-board", 10, 64) == (ours["id"], ours["threshold"], len(ours["sha256"]))
    assert usual["hidden_counts"] < ours["hidden_counts"]
    assert "sha256" not in usual


@pytest.mark.usefixtures("real")
def test_plugins_are_looked_for_once_in_a_command(
    fairness: Fairness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What suggests and what it rests on come from one discovery, so that a lexicon is read once."""
    asked: list[bool] = []
    discover = Catalogue.discover

    def counted(*blocked: Any, built_in: bool = True) -> Catalogue:
        asked.append(built_in)
        return discover(*blocked, built_in=built_in)

    monkeypatch.setattr(Catalogue, "discover", counted)
    register, ours = own_register(tmp_path / "register.csv", "MT-PLAN"), ["--taxonomy", "my-trust-themes"]
    fairness("categorise", "The rota came late.", *ours)
    fairness("lessons", "check", register, *ours)
    fairness("lessons", register, "--quarter", "2025Q3", *ours, "--json")
    assert [False, False, True] == asked
