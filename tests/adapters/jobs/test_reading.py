"""Files to one dataset, with all that is wrong with them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import attrs
import pytest

from fairness_adapters.catalogue import Catalogue, Registered
from fairness_adapters.contract import Confidence, Identification, Reader, ReadResult
from fairness_adapters.jobs.reading import all_problems, check_sources, read_sources, rules, to_json
from fairness_adapters.jobs.wres import DEMO, demo_paths, sample_path
from fairness_adapters.source import Source
from fairness_core.equality.assess import assess
from fairness_core.equality.indicators import standard
from fairness_core.equality.results import RateRatioResult
from fairness_core.equality.validate import validate
from fairness_core.errors import AdapterFault, CallerError, ConfigError, UnknownFormat, UnreadableSource
from fairness_core.problems import Problem, error, note, warning

CATALOGUE = Catalogue.discover()
HEAD = "Row,Data item,31 March 2025,,\n,,White,BME,Unknown\n"
RECRUITMENT = HEAD + "34,Shortlisted,400,300,20\n35,Appointed,80,40,2\n37,Total workforce,600,200,10\n"
DISCIPLINE = HEAD + (
    "39,Entered the formal disciplinary process,9,8,0\n38,Total workforce,600,200,10\n"
    "43,Accessed non-mandatory training and CPD,300,90,5\n"
)


@attrs.frozen
class Telephone:
    """A format that claims every text and gives no figures, but a list of telephone numbers."""

    id: str = "telephone"
    title: str = "Telephone numbers"
    reads: tuple[str, ...] = ("csv",)

    def identify(self, source: Source) -> Identification:
        """Claim it."""
        return Identification(confidence=Confidence.CERTAIN, reason="it always does")

    def read(self, source: Source) -> ReadResult[tuple[str, ...]]:
        """Return what is no dataset."""
        return ReadResult(value=("1", "2"))


def other_format() -> Catalogue:
    """Return a catalogue of one format, which gives no figures."""
    reader: Reader[object] = Telephone()
    return attrs.evolve(CATALOGUE, readers={"telephone": Registered(format=reader, distribution="phones", version="1")})


def write(folder: Path, **files: str) -> list[Path]:
    """Write CSV files, and return their paths in order."""
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return [folder / f"{name}.csv" for name in files]


def test_a_file_is_read_by_the_format_that_claims_it() -> None:
    """The sample is a WRES return; its figures come with their cells, and its problems with them."""
    result = read_sources(demo_paths(), catalogue=CATALOGUE)
    assert "Northmoor Valley NHS Foundation Trust (made up)" == result.value.organisation
    assert [DEMO] == [source.name for source in result.value.sources]
    assert ["blank_is_nobody"] == [problem.code for problem in result.problems]


def test_a_format_may_be_named(tmp_path: Path) -> None:
    """Two rows are too few to be claimed; named, the format reads them all the same."""
    (path,) = write(tmp_path, form=HEAD + "34,Shortlisted,400,300,20\n")
    with pytest.raises(UnknownFormat):
        read_sources([path], catalogue=CATALOGUE)
    result = read_sources([path], catalogue=CATALOGUE, format_id="wres-return")
    assert 400 == next(each.value for each in result.value.observations if each.measure == "shortlisted")


def test_a_format_that_is_not_there_is_refused() -> None:
    """The names that there are stand in the advice."""
    with pytest.raises(CallerError) as caught:
        read_sources(demo_paths(), catalogue=CATALOGUE, format_id="wres-retrun")
    assert "wres-return" in str(caught.value)


def test_a_layout_of_the_users_own_reads_the_file(tmp_path: Path) -> None:
    """Three lines that extend a packaged layout are enough for a table with another heading."""
    layout = tmp_path / "own.toml"
    layout.write_text('extends = "england-workforce"\nid = "own"\ncount = ["Staff"]\n', encoding="utf-8")
    (path,) = write(tmp_path, own="Date,Ethnicity,Role Group,Grade,Staff\n31/03/2025,White,Midwives,Band 6,7\n")
    result = read_sources([path], catalogue=CATALOGUE, layouts=[layout])
    assert [7] == [each.value for each in result.value.observations]
    assert "own (revision 1)" == result.value.sources[0].format


def test_of_several_layouts_each_file_is_read_by_the_one_that_fits(tmp_path: Path) -> None:
    """Two files in two ways of writing are one return; a file that neither describes is an error with both reasons."""
    own = []
    for name, heading in (("one", "Staff"), ("two", "Heads")):
        own.append(tmp_path / f"{name}.toml")
        own[-1].write_text(f'extends = "england-workforce"\nid = "{name}"\ncount = ["{heading}"]\n', encoding="utf-8")
    head = "Date,Ethnicity,Role Group,Grade"
    paths = write(
        tmp_path,
        a=f"{head},Heads\n31/03/2025,White,Midwives,Band 6,7\n",
        b=f"{head},Staff\n31/03/2025,Black,Midwives,Band 6,8\n",
        c=f"{head},Souls\n31/03/2025,Black,Midwives,Band 7,8\n",
    )
    result = read_sources(paths[:2], catalogue=CATALOGUE, layouts=own)
    assert [7, 8] == [each.value for each in result.value.observations]
    assert ["two (revision 1)", "one (revision 1)"] == [each.format for each in result.value.sources]
    with pytest.raises(UnknownFormat) as caught:
        read_sources(paths, catalogue=CATALOGUE, layouts=own)
    assert ["one", "two"] == [name for name, _ in caught.value.candidates]
    with pytest.raises(CallerError, match="same id"):
        read_sources(paths, catalogue=CATALOGUE, layouts=[own[0], own[0]])


def test_a_faulty_layout_stops_before_any_file_is_read(tmp_path: Path) -> None:
    """The layout's faults come with their keys, and the file is not looked at."""
    layout = tmp_path / "own.toml"
    layout.write_text('extends = "england-workforce"\nid = "own"\nmeasure = "heads"\n', encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_sources([tmp_path / "not-there.csv"], catalogue=CATALOGUE, layouts=[layout])
    assert ["measure"] == [problem.where.field for problem in caught.value.problems]


def test_without_a_file_there_is_nothing_to_read() -> None:
    """An empty list is wrong use."""
    with pytest.raises(CallerError, match="No file was given"):
        read_sources([], catalogue=CATALOGUE)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The file is at fault, and its name is said."""
    with pytest.raises(UnreadableSource, match=r"gone\.xlsx"):
        read_sources([tmp_path / "gone.xlsx"], catalogue=CATALOGUE)


@pytest.mark.parametrize("format_id", ["", "telephone"])
def test_a_format_that_gives_no_figures_is_told_by_name(tmp_path: Path, format_id: str) -> None:
    """A plugin may read other things than datasets; a standard cannot be worked out from them."""
    paths = write(tmp_path, numbers="Name,Number\nWard 3,1234\n")
    with pytest.raises(AdapterFault, match="does not give figures") as caught:
        read_sources(paths, catalogue=other_format(), format_id=format_id)
    assert ("telephone", "phones") == (caught.value.adapter, caught.value.distribution)


def test_two_files_are_parts_of_one_return(tmp_path: Path) -> None:
    """Recruitment in one file and discipline in another: together they have the figures of both, and no clash."""
    paths = write(tmp_path, recruitment=RECRUITMENT, discipline=DISCIPLINE)
    assert [] == [each.code for each in check_sources(paths, catalogue=CATALOGUE) if each.severity.value == "error"]
    expected = [Fraction(80, 400) / Fraction(40, 300), Fraction(8, 200) / Fraction(9, 600)]
    assert [expected, expected] == [_ratios(each) for each in (paths, paths[::-1])]


def _ratios(paths: list[Path]) -> list[Fraction | None]:
    """Return the ratios of recruitment and of discipline."""
    assessment = assess(read_sources(paths, catalogue=CATALOGUE).value, standard("wres-2025"), by=())
    found = [*assessment.of("wres-2"), *assessment.of("wres-3")]
    return [result.ratio for result in found if isinstance(result, RateRatioResult)]


def test_parts_keep_where_each_figure_came_from(tmp_path: Path) -> None:
    """Both files are sources, in order, and every figure names its own."""
    paths = write(tmp_path, recruitment=RECRUITMENT, discipline=DISCIPLINE)
    result = read_sources(paths, catalogue=CATALOGUE)
    assert ["recruitment.csv", "discipline.csv"] == [source.name for source in result.value.sources]
    files = {each.measure: each.where.file for each in result.value.observations if each.where.cell}
    assert ("recruitment.csv", "discipline.csv") == (files["shortlisted"], files["entered_disciplinary"])


def test_parts_that_contradict_each_other_are_an_error_that_names_both(tmp_path: Path) -> None:
    """The workforce stands in both files; two numbers for it cannot both be right."""
    paths = write(tmp_path, one=RECRUITMENT, two=DISCIPLINE.replace("600,200,10", "601,200,10"))
    clashes = [each for each in check_sources(paths, catalogue=CATALOGUE) if each.where.cell and each.found[:1] == "6"]
    assert ["601 here, 600 in one.csv, cell C5"] == [each.found for each in clashes]


def test_a_standard_is_named_by_its_id_or_by_its_file(tmp_path: Path) -> None:
    """An edition of the trust's own states what differs; the file's name is not its id."""
    own = tmp_path / "own-edition.toml"
    own.write_text('extends = "wres-2025"\nid = "own"\nconfidence = 0.99\n', encoding="utf-8")
    assert ("wres-2025", "own") == (rules("wres-2025").id, rules(str(own)).id)
    assert "0.99" == str(rules(str(own)).confidence)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_standards_file_that_cannot_be_read_says_so(tmp_path: Path, content: bytes | None) -> None:
    """A file that is not there, or is no plain text, is named without its folder."""
    path = tmp_path / "own.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"^The standard own\.toml cannot be read\.") as caught:
        rules(str(path))
    assert "TOML" in caught.value.hint


def test_problems_come_errors_first_and_once() -> None:
    """What reading and checking both say is said once; the order within a severity stays."""
    first, second, third = error("a", "A."), warning("b", "B."), note("c", "C.")
    result = ReadResult(value=object(), problems=(third, second))
    ordered = all_problems(result, [first, second, error("d", "D.")])  # type: ignore[arg-type]
    assert ["a", "d", "b", "c"] == [problem.code for problem in ordered]


def test_checking_gives_what_reading_and_the_standard_say() -> None:
    """Every problem of both, and no other."""
    path = sample_path("made-up-trust-wres-2025-faulty.xlsx")
    result = read_sources([path], catalogue=CATALOGUE)
    expected: set[Problem] = {*result.problems, *validate(result.value, standard("wres-2025"))}
    assert expected == set(check_sources([path], catalogue=CATALOGUE))


def test_what_was_understood_is_plain_json(tmp_path: Path) -> None:
    """A count, a published percentage with its base, and a missing figure, each with period, codes and cell."""
    survey = "Discrimination at work from a manager, team leader or other colleagues"
    rows = f'34,Shortlisted,400,*,20\n49,"{survey}",6.4,14.1,\n,"Base: {survey}",1748,,\n35,Appointed,80,40,2\n'
    (path,) = write(tmp_path, form=HEAD + rows)
    found = to_json(read_sources([path], catalogue=CATALOGUE))
    observations = found["observations"]
    assert isinstance(observations, list)
    by_cell = {each["cell"]: each for each in observations}
    assert {
        "measure": "shortlisted",
        "period": {"start": "2024-04-01", "end": "2025-03-31"},
        "dimensions": {"ethnicity": "white"},
        "value": 400,
        "file": "form.csv",
        "sheet": "",
        "cell": "C3",
    } == by_cell["C3"]
    missing = by_cell["D3"]
    assert (None, "suppressed", "shown as *") == (missing["value"], missing["missing"], missing["detail"])
    assert (6.4, "percent", 1748) == tuple(by_cell["C4"][key] for key in ("value", "unit", "base"))
    assert (14.1, None) == (by_cell["D4"]["value"], by_cell["D4"]["base"])
    assert ["form.csv"] == [each["name"] for each in found["sources"]]  # type: ignore[attr-defined]
    assert {"no_figure", "row_missing"} <= {each["code"] for each in found["problems"]}  # type: ignore[attr-defined]


def test_a_snapshot_has_no_start_in_json(tmp_path: Path) -> None:
    """Staff in post are of a day."""
    (path,) = write(tmp_path, form=RECRUITMENT)
    found = to_json(read_sources([path], catalogue=CATALOGUE))["observations"]
    assert isinstance(found, list)
    (period,) = {tuple(each["period"].items()) for each in found if each["cell"] == "C5"}
    assert (("start", None), ("end", "2025-03-31")) == period
