"""A package of a format of one's own: every file of it, filled; the sample gives what stands beside it."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairness_adapters.catalogue import Catalogue
from fairness_adapters.contract import API_VERSION, Confidence, Plugin, Reader
from fairness_adapters.jobs.new_format import KINDS, LONGEST, Kind, module_of, new_format, package_files, suggested_name
from fairness_adapters.layouts import load_layout
from fairness_adapters.source import Source
from fairness_adapters.testing import LATEST, meaning
from fairness_core.errors import CallerError, FairnessError, OutputError
from fairness_core.problems import Severity

NAME = "zq-trust-wards"
BOTH = {
    ".github/workflows/tests.yml",
    ".gitignore",
    "README.md",
    "pyproject.toml",
    "tests/samples/refuse/other-headings.xlsx",
    "tests/samples/wards.xlsx",
    "tests/samples/wards.xlsx.expected.json",
    "tests/test_conformance.py",
    "zq_trust_wards/__init__.py",
    "zq_trust_wards/py.typed",
}
OF_A_KIND = {
    "layout": {"zq_trust_wards/data/layouts/zq-trust-wards.toml"},
    "python": {"zq_trust_wards/reader.py", "tests/test_reader.py"},
}
LEFT = re.compile("FORMAT[-_][A-Z]+|FormatName")
kinds = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def importable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a folder whose packages can be imported, and forget them afterwards."""
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    for name in [each for each in sys.modules if each.partition(".")[0] == module_of(NAME)]:
        del sys.modules[name]


def texts(name: str, kind: Kind) -> dict[str, str]:
    """Return the files of a package that are text."""
    return {path: data.decode() for path, data in package_files(name, kind).items() if not path.endswith(".xlsx")}


def reader_of(made: Path, kind: Kind) -> Reader[object]:
    """Return the reader of a package without installing it."""
    if kind == "layout":
        return load_layout(made / module_of(NAME) / "data" / "layouts" / f"{NAME}.toml")
    return plugin_of(made).readers[0]


def plugin_of(made: Path) -> Plugin:
    """Return what the hook of a package that can be imported returns."""
    sys.path.insert(0, str(made))
    try:
        found = importlib.import_module(module_of(NAME)).fairness_plugin()
    finally:
        sys.path.remove(str(made))
    assert isinstance(found, Plugin)
    return found


def sample_of(made: Path) -> Source:
    """Return the sample of a package."""
    return Source.from_bytes("wards.xlsx", (made / "tests" / "samples" / "wards.xlsx").read_bytes())


@kinds
def test_every_file_is_there(tmp_path: Path, kind: Kind) -> None:
    """A package of either kind has each of its files, and no other."""
    made = new_format(NAME, kind, tmp_path / "made")
    found = {path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file()}
    assert BOTH | OF_A_KIND[kind] == found
    assert ["made"] == [path.name for path in tmp_path.iterdir()]


@kinds
def test_no_placeholder_is_left(kind: Kind) -> None:
    """No file, nor its path, still has a word of the templates."""
    left = [path for path, text in texts(NAME, kind).items() if LEFT.search(path + text)]
    assert [] == left


@kinds
def test_the_same_name_gives_the_same_bytes(kind: Kind) -> None:
    """Nothing in a package depends on when it was made, not even in the workbook."""
    assert package_files(NAME, kind) == package_files(NAME, kind)


@kinds
@pytest.mark.parametrize("name", ["z", "a" * LONGEST, "ward-5-2025", "-".join(["ab"] * 13)])
def test_any_name_fits_the_lines(name: str, kind: Kind) -> None:
    """With the shortest and the longest names every Python file is Python, and no line is too long for the linter."""
    for path, text in texts(name, kind).items():
        if path.endswith(".py"):
            ast.parse(text)
            assert [] == [line for line in text.splitlines() if len(line) > 120]


@kinds
def test_the_project_file_names_the_module(kind: Kind) -> None:
    """The entry point is in our group, under the format's name, and the package is packed whole."""
    project = tomllib.loads(texts(NAME, kind)["pyproject.toml"])
    assert NAME == project["project"]["name"]
    assert {"fairness_adapters": {NAME: "zq_trust_wards"}} == project["project"]["entry-points"]
    assert ["zq_trust_wards"] == project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert re.fullmatch(r"fairness-core\[office\](>=\d.*)?", project["project"]["dependencies"][0])


@kinds
def test_the_sample_gives_what_stands_beside_it(importable: Path, kind: Kind) -> None:
    """The format claims its own sample, and reads exactly the expected result, without a problem."""
    made = new_format(NAME, kind, importable / "made")
    reader, sample = reader_of(made, kind), sample_of(made)
    assert (NAME, Confidence.CERTAIN) == (reader.id, reader.identify(sample).confidence)
    expected = json.loads((made / "tests" / "samples" / "wards.xlsx.expected.json").read_text(encoding="utf-8"))
    assert expected == json.loads(json.dumps(meaning(reader.read(sample))))
    assert [] == expected["problems"]
    assert 8 <= len(expected["value"]["figures"])


@kinds
def test_no_other_format_claims_the_sample(importable: Path, kind: Kind) -> None:
    """The sample is read without --format: no built-in format and not the other kind takes it for its own."""
    other = next(each for each in KINDS if each != kind)
    made, foreign = new_format(NAME, kind, importable / "made"), new_format(NAME, other, importable / "other")
    claims = [each for each in Catalogue.discover().answers(sample_of(made)) if each.confidence is not Confidence.NO]
    assert [] == claims
    assert Confidence.NO is reader_of(foreign, other).identify(sample_of(made)).confidence


@kinds
def test_what_is_nearly_the_sample_is_refused(importable: Path, kind: Kind) -> None:
    """The file in the folder `refuse` is not claimed, and read by force it gives an error with what to do."""
    made = new_format(NAME, kind, importable / "made")
    nearly = Source.from_bytes(
        "other.xlsx", (made / "tests" / "samples" / "refuse" / "other-headings.xlsx").read_bytes()
    )
    reader = reader_of(made, kind)
    assert Confidence.NO is reader.identify(nearly).confidence
    assert all(errors_of(reader, nearly))


@kinds
def test_the_package_states_the_present_numbers(kind: Kind) -> None:
    """The API number stands in the hook, so that it is warned before that goes; the tests ask for every check."""
    found = texts(NAME, kind)
    assert f"        api={API_VERSION},\n" in found["zq_trust_wards/__init__.py"]
    assert f"    level = {LATEST}\n" in found["tests/test_conformance.py"]


def errors_of(reader: Reader[object], source: Source) -> list[str]:
    """Return what to do about each error of a file, whether it is refused whole or read."""
    try:
        found = reader.read(source).problems
    except FairnessError as refused:
        return [refused.hint]
    hints = [each.hint for each in found if each.severity is Severity.ERROR]
    assert hints
    return hints


def test_the_layout_package_brings_a_folder_of_rule_files(importable: Path) -> None:
    """The hook of a layout package names its own module, and brings no Python."""
    plugin = plugin_of(new_format(NAME, "layout", importable / "made"))
    assert (NAME, ("zq_trust_wards",), ()) == (plugin.name, plugin.config, plugin.readers)


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("My Trust Wards", "my-trust-wards"),
        ("my_trust_wards", "my-trust-wards"),
        ("Bröd & Butter", "brod-butter"),
        ("-wards-", "wards"),
        ("wards--25", "wards-25"),
        ("5-wards", "my-5-wards"),
        ("class", "my-class"),
        ("json", "my-json"),
        ("tests", "my-tests"),
        ("attrs", "my-attrs"),
        ("fairness-core", "my-fairness-core"),
        ("con", "my-con"),
        ("wres-return", "my-wres-return"),
        ("json-report", "my-json-report"),
        ("a" * 41, "a" * 40),
        ("../wards", "wards"),
        ("", "my-trust-wards"),
        ("病棟", "my-trust-wards"),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_one_that_can(tmp_path: Path, name: str, suggestion: str) -> None:
    """The refusal quotes the name and gives one like it that is taken at once; nothing is written."""
    with pytest.raises(CallerError) as refused:
        new_format(name, "layout", tmp_path / "made")
    assert repr(name) in refused.value.message
    assert f"'{suggestion}'" in refused.value.hint
    assert [] == [*tmp_path.iterdir()]
    assert tmp_path / "made" == new_format(suggestion, "layout", tmp_path / "made")


@given(st.text(max_size=60))
def test_every_suggestion_can_be_a_name(text: str) -> None:
    """Whatever was typed, what is suggested has only what a name may have, and suggests itself."""
    found = suggested_name(text)
    assert re.fullmatch("[a-z][a-z0-9]*(-[a-z0-9]+)*", found)
    assert len(found) <= LONGEST
    assert found == suggested_name(found)


def test_a_kind_that_is_none_is_refused(tmp_path: Path) -> None:
    """A program that asks for another kind is told which there are."""
    with pytest.raises(CallerError, match="There are: layout, python"):
        new_format(NAME, "cobol", tmp_path / "made")  # type: ignore[arg-type]


def test_what_is_there_already_stays(tmp_path: Path) -> None:
    """A folder, a file or a link to nowhere of that name is refused and left as it is."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    before = sorted(tmp_path.rglob("*"))
    for name in ("folder", "file", "link"):
        with pytest.raises(OutputError, match="is there already"):
            new_format(NAME, "layout", tmp_path / name)
    assert before == sorted(tmp_path.rglob("*"))
    assert "mine" == (tmp_path / "file").read_text(encoding="utf-8")


def test_every_fault_is_said_at_once(tmp_path: Path) -> None:
    """A wrong name and a folder without a parent are one refusal."""
    with pytest.raises(CallerError) as refused:
        new_format("My Wards", "layout", tmp_path / "not" / "there")
    assert "'My Wards' cannot be the name of a format. There is no folder" in refused.value.message
    assert "'my-wards' would do. Make it first" in refused.value.hint
    assert [] == [*tmp_path.iterdir()]


@pytest.mark.parametrize("after", [0, 1, 5])
def test_a_disk_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """Whichever file cannot be written, no folder is left, whole or half."""
    write = Path.write_bytes
    written: list[Path] = []

    def full(self: Path, data: bytes) -> int:
        if len(written) == after:
            raise OSError(28, "No space left on device")
        written.append(self)
        return write(self, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(FairnessError, match="not enough room"):
        new_format(NAME, "layout", tmp_path / "made")
    assert [] == [*tmp_path.iterdir()]
