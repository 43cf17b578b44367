"""The packaged samples are what `scripts/make_samples.py` makes; only a checkout has the script."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from fairness_adapters.grid import CellValue
from fairness_adapters.jobs.wres import sample_path
from fairness_adapters.source import Source, read_source
from fairness_adapters.workbooks import open_workbook

SCRIPT = Path(__file__).parents[2] / "scripts" / "make_samples.py"
SAMPLES: list[tuple[str, dict[str, bool]]] = [
    ("made-up-trust-wres-2025.xlsx", {}),
    ("made-up-trust-wres-2025-faulty.xlsx", {"faulty": True}),
    ("wres-return-blank.xlsx", {"blank": True}),
]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """Return the script as a module."""
    spec = importlib.util.spec_from_file_location("make_samples", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cells(source: Source) -> dict[str, dict[tuple[int, int], CellValue]]:
    """Return what every sheet of a workbook holds, by sheet, row and column."""
    return {
        grid.name: {(row, column): value for row, pairs in grid.rows() for column, value in pairs}
        for grid in open_workbook(source).grids
    }


@pytest.mark.parametrize(("name", "options"), SAMPLES, ids=[name for name, _ in SAMPLES])
def test_a_packaged_sample_holds_what_the_script_makes(name: str, options: dict[str, bool], script: ModuleType) -> None:
    """Every cell is the same, so nobody has changed a sample by hand or forgotten to make it again."""
    packaged = cells(read_source(sample_path(name)))
    assert packaged == cells(Source.from_bytes(name, script.workbook(**options)))
    assert len(packaged["WRES return"]) > 100


def test_the_script_makes_the_same_bytes_again(script: ModuleType) -> None:
    """Making a sample twice changes nothing in the repository."""
    assert script.workbook(faulty=True) == script.workbook(faulty=True)


def test_the_script_writes_the_three_samples_and_no_more(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Run as a program, it writes the packaged workbooks' names and says so."""
    monkeypatch.setattr(script, "SAMPLES", tmp_path)
    script.main()
    assert sorted(name for name, _ in SAMPLES) == sorted(path.name for path in tmp_path.iterdir())
    assert [name for name, _ in SAMPLES] == [line.split(":")[0] for line in capsys.readouterr().out.splitlines()]


def test_the_faulty_sample_differs_from_the_good_one_in_the_faults_alone(script: ModuleType) -> None:
    """As many cells differ as there are faults, labels and row numbers that were changed."""
    good, faulty = (cells(Source.from_bytes("x.xlsx", script.workbook(faulty=each)))["WRES return"] for each in (0, 1))
    differing = [at for at in good.keys() | faulty.keys() if good.get(at) != faulty.get(at)]
    assert len(script.FAULTS) + len(script.LABELS) + len(script.NUMBERS) == len(differing)
