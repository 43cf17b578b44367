"""Plugins are found for real, a broken one is a listed fault, and the others work on."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairness_adapters import Catalogue, formats, hookimpl, hookspecs
from fairness_adapters.catalogue import Fault, Registered, Stage
from fairness_adapters.contract import Confidence, Identification, Plugin, Reader, ReadResult, Writer
from fairness_adapters.source import Source
from fairness_core.disclosure import NONE, Report, protect
from fairness_core.errors import (
    AdapterFault,
    AmbiguousFormat,
    CallerError,
    MissingExtra,
    ProtectedSource,
    UnknownFormat,
    UnreadableSource,
)
from fairness_core.problems import note
from fairness_core.report.draft import Draft

REAL = Path(__file__).parent.parent / "plugins" / "night-shifts"
SOURCE = Source.from_bytes("some.csv", b"a,b\n1,2\n")
SHIFTS = Source.from_bytes("shifts.csv", b"night shifts\nMonday\nTuesday\n")

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Return a function that installs a distribution of one module, as an installer would leave it."""
    site, known = tmp_path / "site", set(sys.modules)
    site.mkdir()

    def install(name: str, code: str = "", *, entry_points: str | None = None, version: str = "1.0") -> None:
        module = name.replace("-", "_")
        (site / f"{module}.py").write_text(textwrap.dedent(code), encoding="utf-8")
        info = site / f"{module}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        text = entry_points or f"[fairness_adapters]\n{name} = {module}\n"
        (info / "entry_points.txt").write_text(text)
        monkeypatch.syspath_prepend(str(site))

    yield install
    for module in set(sys.modules) - known:
        if str(getattr(sys.modules[module], "__file__", "")).startswith(str(site)):
            del sys.modules[module]


def install_real(install: Install) -> None:
    """Install the real plugin package from its own pyproject.toml and its own module."""
    project = tomllib.loads((REAL / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    entries = project["entry-points"]["fairness_adapters"].items()
    lines = "\n".join(["[fairness_adapters]", *(f"{name} = {value}" for name, value in entries)])
    code = (REAL / "my_trust_night_shifts.py").read_text(encoding="utf-8")
    install(project["name"], code, entry_points=lines, version=project["version"])


def faults(catalogue: Catalogue) -> list[Fault]:
    """Return the faults of everything but the built-in formats."""
    return [fault for fault in catalogue.faults if fault.distribution != "fairness-core"]


WORKING = """
    from fairness_adapters import hookimpl
    from fairness_adapters.contract import Confidence, Identification, Plugin, ReadResult

    class Words:
        id, title, reads = "words", "Words", ("csv",)
        def identify(self, source):
            return Identification(confidence=Confidence.LIKELY, reason="there are words")
        def read(self, source):
            return ReadResult(value=3)

    @hookimpl
    def fairness_plugin():
        return Plugin(name="words", readers=(Words(),))
"""


# --- a plugin that works -------------------------------------------------------------------------------


def test_a_real_plugin_is_found_and_works(install: Install) -> None:
    """The plugin package is discovered with its distribution and version, claims its file and reads it."""
    install_real(install)
    catalogue = Catalogue.discover()
    found = catalogue.identify(SHIFTS)
    assert [] == faults(catalogue)
    assert ("my-trust-night-shifts", "2.1.0") == (found.distribution, found.version)
    assert ReadResult(value=2) == catalogue.read(found, SHIFTS)
    report = protect(Draft(kind="x", title="Title", sections=(), metrics={}), NONE)
    assert catalogue.write(catalogue.writer("my-trust-one-line"), report) == b"Title\n"


@pytest.mark.package
def test_the_real_plugin_installs(tmp_path: Path) -> None:
    """An installer builds the plugin package, and a fresh interpreter then finds its format."""
    shutil.copytree(REAL, tmp_path / "source")
    site = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(site)]
    subprocess.run([*pip, str(tmp_path / "source")], check=True)
    script = f"import sys; sys.path.insert(0, {str(site)!r}); from fairness_adapters import Catalogue\n"
    script += "print(Catalogue.discover().reader('my-trust-night-shifts').version)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "2.1.0\n"


def test_the_example_of_the_hook_works(install: Install) -> None:
    """The module and the entry point that the hook's docstring shows are a plugin that reads its file."""
    shown = re.findall(r"(?<=:\n\n)((?: {8}.*\n|\n)+)", (hookspecs.fairness_plugin.__doc__ or "") + "\n")
    code, project = (textwrap.dedent(block) for block in shown)
    entry_points = project.replace("[project.entry-points.", "[").replace('"', "")
    install("my-trust", code, entry_points=entry_points)
    catalogue = Catalogue.discover()
    assert [] == faults(catalogue)
    assert catalogue.read(catalogue.identify(SHIFTS), SHIFTS).value == 2


def test_the_built_in_formats_are_there_without_an_installation(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Installed or run from a source tree, the built-in formats are there, once, without a fault."""
    install("fairness-core", entry_points="[fairness_adapters]\nbuilt-in = fairness_adapters.formats\n")
    installed = Catalogue.discover()
    monkeypatch.setattr(metadata, "distributions", lambda: iter(()))
    loose = Catalogue.discover()
    assert {reader.id for reader in formats.fairness_plugin().readers} == set(loose.readers)
    assert {writer.id for writer in formats.fairness_plugin().writers} == set(loose.writers)
    assert (set(loose.readers), set(loose.writers)) == (set(installed.readers), set(installed.writers))
    assert ({""}, {"1.0"}) == tuple({each.version for each in c.writers.values()} for c in (loose, installed))
    assert () == loose.faults + installed.faults


# --- plugins that do not -------------------------------------------------------------------------------

HOOK = "from fairness_adapters import hookimpl\nfrom fairness_adapters.contract import Plugin\n"
BROKEN = {
    "not there": ("import nowhere_to_be_found", Stage.IMPORT, "No module named 'nowhere_to_be_found'"),
    "syntax": ("def (", Stage.IMPORT, "SyntaxError"),
    "exits": ("import sys; sys.exit('bye')", Stage.IMPORT, "SystemExit: bye"),
    "panics": ("class Panic(BaseException): ...\nraise Panic", Stage.IMPORT, "Panic"),
    "no hook": ("", Stage.HOOK, "no function fairness_plugin with the mark @hookimpl"),
    "no mark": ("def fairness_plugin(): ...", Stage.HOOK, "no function fairness_plugin with the mark"),
    "misspelt": (HOOK + "@hookimpl\ndef fairness_plugins(): ...", Stage.HOOK, "unknown hook 'fairness_plugins'"),
    "arguments": (HOOK + "@hookimpl\ndef fairness_plugin(all): ...", Stage.HOOK, "hookimpl definition"),
    "raises": (HOOK + "@hookimpl\ndef fairness_plugin(): 1 / 0", Stage.HOOK, "ZeroDivisionError"),
    "leaves": (HOOK + "@hookimpl\ndef fairness_plugin(): raise SystemExit", Stage.HOOK, "failed: SystemExit"),
    "nothing": (HOOK + "@hookimpl\ndef fairness_plugin(): return None", Stage.HOOK, "returns a Plugin"),
    "wrong type": (
        HOOK + "@hookimpl\ndef fairness_plugin(): return [1]",
        Stage.PLUGIN,
        "returned a list where a Plugin was expected",
    ),
    "future": (
        HOOK + "@hookimpl\ndef fairness_plugin(): return Plugin(name='x', api=99)",
        Stage.PLUGIN,
        "it was written for API 99 and this fairness-core has API 1",
    ),
    "not a tuple": (
        HOOK + "@hookimpl\ndef fairness_plugin(): return Plugin(name='x', readers={1})",
        Stage.PLUGIN,
        "its readers are a set, not a tuple",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_plugin_is_a_listed_fault(install: Install, case: str) -> None:
    """Whatever is wrong with a plugin is listed with stage and cause, and the plugin beside it works."""
    code, stage, cause = BROKEN[case]
    install("the-broken-one", code, version="0.3")
    install("words", WORKING)
    catalogue = Catalogue.discover()
    (fault,) = faults(catalogue)
    assert ("the-broken-one", "the-broken-one", "0.3", stage) == attrs.astuple(fault)[:4]
    assert cause in fault.cause
    assert catalogue.read(catalogue.reader("words"), SOURCE).value == 3


FORMATS = {
    "a class": ("Words", "Words is a class; give an instance, Words()"),
    "a part missing": ("type('Half', (Words,), {'read': None, 'title': None})()", "Half has no title and no read"),
    "a bad id": ("type('Loud', (Words,), {'id': 'Words!'})()", "the id of Loud is 'Words!', not a-z, 0-9"),
    "a bad title": ("type('Dumb', (Words,), {'title': ' '})()", "the title of Dumb is ' ', not one line of text"),
    "kinds as text": ("type('Slip', (Words,), {'reads': 'csv'})()", "the reads of Slip is 'csv', not a tuple"),
    "no method": ("type('Flat', (Words,), {'read': 1})()", "the read of Flat is 1, not a method"),
    "raises": ("type('Sore', (Words,), {'id': property(lambda self: 1 / 0)})()", "ZeroDivisionError"),
}


@pytest.mark.parametrize("case", FORMATS)
def test_one_bad_format_leaves_the_others_of_its_plugin(install: Install, case: str) -> None:
    """A format that is not fit for use is left out by itself."""
    bad, cause = FORMATS[case]
    install("words", WORKING.replace("(Words(),)", f"({bad}, Words())"))
    catalogue = Catalogue.discover()
    (fault,) = faults(catalogue)
    assert ("words", Stage.FORMAT) == (fault.adapter, fault.stage)
    assert cause in fault.cause
    assert catalogue.reader("words").format.title == "Words"


def test_a_duplicate_id_is_left_out(install: Install) -> None:
    """Of two formats with one id the first by distribution is kept, and the other is a fault that says so."""
    install("beta", WORKING)
    install("alpha", WORKING)
    catalogue = Catalogue.discover()
    assert catalogue.reader("words").distribution == "alpha"
    (fault,) = faults(catalogue)
    assert ("words", "beta", Stage.FORMAT) == (fault.adapter, fault.distribution, fault.stage)
    assert fault.cause == "there is already a format 'words', from alpha 1.0, which is kept"


def test_nobody_replaces_a_built_in_format(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plugin that brings the id of a built-in format is the one left out, wherever it sorts."""

    @hookimpl
    def fairness_plugin() -> Plugin:
        return Plugin(name="built-in", readers=(Fake("words"),))

    monkeypatch.setattr(formats, "fairness_plugin", fairness_plugin)
    install("aardvark", WORKING)
    catalogue = Catalogue.discover()
    assert ["aardvark"] == [fault.distribution for fault in faults(catalogue)]
    assert catalogue.reader("words").distribution == "fairness-core"


def test_damaged_entry_points(install: Install) -> None:
    """A distribution whose list of entry points is damaged is a fault, and everything else is found."""
    install("damaged", entry_points="[fairness_adapters]\nthis is not a line of that file\n")
    install("damaged-elsewhere", entry_points="[of.somebody.else]\nthis is not a line of that file\n")
    install("words", WORKING)
    catalogue = Catalogue.discover()
    assert [("damaged", Stage.METADATA)] == [(each.adapter, each.stage) for each in faults(catalogue)]
    assert "words" in catalogue.readers


def test_metadata_that_is_not_text(install: Install, tmp_path: Path) -> None:
    """Unreadable metadata ends nothing: a plugin works on without a name, and others are not touched."""
    install("nameless", WORKING)
    install("unreadable")
    (tmp_path / "site" / "nameless-1.0.dist-info" / "METADATA").write_bytes(b"Name: \xff\xfe\n")
    (tmp_path / "site" / "unreadable-1.0.dist-info" / "entry_points.txt").write_bytes(b"[fairness_adapters]\xff\n")
    catalogue = Catalogue.discover()
    assert [] == faults(catalogue)
    assert ("", "") == (catalogue.reader("words").distribution, catalogue.reader("words").version)


def test_of_two_with_one_name_the_first_on_the_path_is_in_force(
    install: Install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer version without a plugin, found first, ends the plugin of the older one, which Python would not import."""
    install("words", WORKING)
    assert "words" in Catalogue.discover().readers
    info = tmp_path / "before" / "words-2.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: words\nVersion: 2.0\n")
    monkeypatch.syspath_prepend(str(tmp_path / "before"))
    catalogue = Catalogue.discover()
    assert ([], False) == (faults(catalogue), "words" in catalogue.readers)


def test_a_folder_of_another_name_than_the_distribution_s(install: Install, tmp_path: Path) -> None:
    """A plugin whose metadata's folder was renamed by hand is found under the name that it gives itself."""
    install("words", WORKING)
    (tmp_path / "site" / "words-1.0.dist-info").rename(tmp_path / "site" / "renamed-1.0.dist-info")
    assert "words" == Catalogue.discover().reader("words").distribution


def test_blocked_plugins_are_not_even_imported(install: Install) -> None:
    """A plugin can be left out by the name of its entry point or of its distribution."""
    install("crashing", "raise SystemExit", entry_points="[fairness_adapters]\nnice-name = crashing\n")
    assert [] == faults(Catalogue.discover(blocked=["nice-name"]))
    assert [] == faults(Catalogue.discover(blocked=["crashing"]))
    assert 1 == len(faults(Catalogue.discover(blocked=["another"])))


@pytest.mark.parametrize(
    "code", ["raise KeyboardInterrupt", HOOK + "@hookimpl\ndef fairness_plugin(): raise KeyboardInterrupt"]
)
def test_ctrl_c_passes_through_discovery(install: Install, code: str) -> None:
    """An interruption is not a plugin's fault."""
    install("slow", code)
    with pytest.raises(KeyboardInterrupt):
        Catalogue.discover()


# --- a catalogue at work -------------------------------------------------------------------------------


@attrs.frozen
class Fake:
    """A reader whose answer and behaviour the test decides."""

    id: str
    says: object = Confidence.NO
    does: object = ReadResult[object](value=1)
    title: str = "Fake"
    reads: tuple[str, ...] = ("csv",)

    def identify(self, source: Source) -> Identification:
        """Answer, or raise, as told."""
        if isinstance(self.says, Confidence):
            return Identification(confidence=self.says, reason=f"{self.id} says {self.says.value}")
        return _obey(self.says)  # type: ignore[return-value]

    def read(self, source: Source) -> ReadResult[object]:
        """Return, or raise, as told."""
        return _obey(self.does)  # type: ignore[return-value]


@attrs.frozen
class FakeWriter:
    """A writer whose behaviour the test decides."""

    does: object
    id: str = "fake"
    title: str = "Fake"
    suffix: str = ".txt"

    def write(self, report: Report) -> bytes:
        """Return, or raise, as told."""
        return _obey(self.does)  # type: ignore[return-value]


def _obey(order: object) -> object:
    if isinstance(order, BaseException):
        raise order
    return order


def registered(reader: Reader[object]) -> Registered[Reader[object]]:
    """Register a reader as a plugin's."""
    return Registered(format=reader, distribution="fakes", version="1.2")


def catalogue_of(*readers: Fake) -> Catalogue:
    """Make a catalogue of these readers."""
    return Catalogue(readers={reader.id: registered(reader) for reader in readers}, writers={})


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from([*Confidence, ValueError("x"), 7])))
def test_identify_takes_the_only_strongest_claim(says: dict[str, object]) -> None:
    """One certain wins, else one likely; several, or none, is an error with every candidate and its reason."""
    catalogue = catalogue_of(*(Fake(name, answer) for name, answer in says.items()))
    certain, likely = ([n for n, a in says.items() if a is c] for c in (Confidence.CERTAIN, Confidence.LIKELY))
    strongest = certain or likely
    if len(strongest) == 1:
        assert strongest[0] == catalogue.identify(SOURCE).format.id
        return
    with pytest.raises(UnknownFormat) as caught:
        catalogue.identify(SOURCE)
    assert (AmbiguousFormat if strongest else UnknownFormat) is type(caught.value)
    assert (strongest or list(says)) == [name for name, _ in caught.value.candidates]
    assert "some.csv" == str(caught.value.where)


def test_every_candidate_says_why() -> None:
    """The reason of each format is handed on; of one that fails, its exception's type and not its text."""
    catalogue = catalogue_of(Fake("a"), Fake("b", KeyError("Ada Lovelace")), Fake("c", None))
    with pytest.raises(UnknownFormat) as caught:
        catalogue.identify(SOURCE)
    expected = (
        ("a", "a says no"),
        ("b", "it failed while looking at the file (KeyError)"),
        ("c", "it failed: it returned nothing where an Identification was expected"),
    )
    assert expected == caught.value.candidates
    assert "Lovelace" not in str(caught.value.to_json())


@pytest.mark.parametrize("told", [ProtectedSource("The file is protected."), MissingExtra("office", "Excel")])
def test_a_telling_failure_is_raised_when_nobody_claims_the_file(told: Exception) -> None:
    """A password or a missing extra says more than "unknown"; it does not stand in a claimant's way."""
    with pytest.raises(type(told)):
        catalogue_of(Fake("a"), Fake("b", told)).identify(SOURCE)
    both = catalogue_of(Fake("a", told), Fake("b", Confidence.LIKELY))
    assert both.identify(SOURCE).format.id == "b"


@pytest.mark.parametrize("problem", [ValueError("Ada Lovelace"), SystemExit(3), RecursionError()])
def test_a_foreign_exception_is_the_adapters_fault(problem: BaseException) -> None:
    """What a format raises of its own carries who brings it and the original, and quotes nothing of it."""
    with pytest.raises(AdapterFault) as caught:
        catalogue_of().read(registered(Fake("a", does=problem)), SOURCE)
    fault = caught.value
    assert problem is fault.__cause__
    assert ("a", "fakes", "1.2", "read") == (fault.adapter, fault.distribution, fault.version, fault.stage)
    assert f"The format 'a' failed while reading a file: {type(problem).__name__}." == fault.message


@pytest.mark.parametrize(
    "problem", [UnreadableSource("Damaged."), MissingExtra("office", "Excel"), KeyboardInterrupt()]
)
def test_our_own_exceptions_pass(problem: BaseException) -> None:
    """An error about the file, a missing extra and Ctrl-C reach the caller as they are."""
    for order in ("read", "write"):
        with pytest.raises(type(problem)) as caught:
            work(order, problem)
        assert problem is caught.value


def work(order: str, does: object) -> object:
    """Let a fake read or write."""
    if order == "read":
        return catalogue_of().read(registered(Fake("a", does=does)), SOURCE)
    report = protect(Draft(kind="x", title="Title", sections=(), metrics={}), NONE)
    writer: Writer = FakeWriter(does)
    return catalogue_of().write(Registered(format=writer, distribution="fakes", version="1.2"), report)


WRONG_PROBLEMS: tuple[Any, ...] = (("text",), [note("a", "A.")], None)


@pytest.mark.parametrize("answer", [None, 3, *(ReadResult(value=1, problems=wrong) for wrong in WRONG_PROBLEMS)])
def test_a_wrong_answer_is_the_adapters_fault(answer: object) -> None:
    """Only a ReadResult with a tuple of problems, and only bytes, are taken."""
    with pytest.raises(AdapterFault, match="did not return a ReadResult"):
        work("read", answer)
    with pytest.raises(AdapterFault, match="did not return bytes"):
        work("write", "text")


def test_only_a_report_is_written() -> None:
    """A draft has not been protected, so it is refused before the writer sees it."""
    draft = Draft(kind="x", title="Title", sections=(), metrics={})
    writer: Registered[Writer] = Registered(format=FakeWriter(b"x"), distribution="fakes", version="1")
    with pytest.raises(CallerError, match="Only a Report can be written, and this is a Draft"):
        catalogue_of().write(writer, draft)  # type: ignore[arg-type]


def test_an_unknown_name_lists_what_there_is() -> None:
    """A name that is not there is refused with the nearest one, all there are, and a word on faults."""
    catalogue = catalogue_of(Fake("wres-return"), Fake("england-workforce"))
    with pytest.raises(CallerError) as caught:
        catalogue.reader("wres-retrun")
    assert caught.value.message == "No format called 'wres-retrun' reads files."
    assert caught.value.hint == "Did you mean 'wres-return'? There are: england-workforce, wres-return."
    fault = Fault(adapter="x", distribution="x", version="1", stage=Stage.IMPORT, cause="gone")
    with pytest.raises(CallerError) as caught:
        attrs.evolve(catalogue, faults=(fault,)).writer("docx")
    assert caught.value.message == "No format called 'docx' writes reports."
    assert caught.value.hint == "There are: none. Some plugins could not be loaded: 'fairness formats' says why."
