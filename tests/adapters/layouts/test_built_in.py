"""The built-in formats: a made-up sample of each is claimed by its own layout alone, and read as it was written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from tests.adapters.layouts.made_forms import excel, named, packaged

from fairness_adapters.grid import cell_name
from fairness_adapters.layouts import packaged_layouts
from fairness_adapters.source import Source
from fairness_core.problems import Severity

Value = str | int | float | date
Row = Sequence[Value]
Sheet = tuple[str, Sequence[Row]]


def workbook(*sheets: Sheet, merged: dict[str, dict[str, str]] | None = None) -> bytes:
    """Return an .xlsx of sheets of rows; merged areas as {"Sheet": {"C1:E1": text}}."""
    made = []
    for name, rows in sheets:
        cells = {
            cell_name(row, column): value
            for row, values in enumerate(rows, start=1)
            for column, value in enumerate(values, start=1)
            if value != ""
        }
        made.append((name, cells | (merged or {}).get(name, {})))
    return excel(*made)


def csv(*rows: Row) -> bytes:
    """Return a CSV of rows."""
    return "\n".join(",".join(f'"{value}"' for value in row) for row in rows).encode()


def staff_in_post() -> bytes:
    """One person with two assignments, one on the bank, a blank ethnicity, and bands as they are written."""
    head: Row = (
        "Snapshot Date",
        "Employee Number",
        "Assignment Number",
        "Assignment Category",
        "Primary",
        "Staff Group",
    )
    head = (*head, "Pay Grade", "Ethnic Origin", "Gender", "Disability", "FTE")
    day = "31/03/2025"
    return csv(
        head,
        (
            day,
            "1",
            "1",
            "Permanent",
            "Yes",
            "Nursing",
            "NHS|XR05|Review Body Band 5",
            "A White - British",
            "Female",
            "No",
            "1",
        ),
        (day, "2", "2-2", "Permanent", "No", "Nursing", "Review Body Band 6", "H Indian", "Female", "No", "0.2"),
        (day, "2", "2", "Permanent", "Yes", "Nursing", "Band 8 - Range A", "H Indian", "Female", "No", "0.8"),
        (day, "3", "3", "Bank", "Yes", "Nursing", "Band 5", "A White - British", "Male", "No", "0"),
        (day, "4", "4", "Fixed Term Temp", "Yes", "Admin", "Band 3", "", "Male", "Yes", "1"),
    )


def employee_relations() -> bytes:
    """A case with two entries, an informal one, a grievance, and one of the year before."""
    head = ("Case ID", "Case Type", "Formal/Informal", "Date Opened", "Ethnic Origin", "Division", "Outcome")
    return workbook(
        (
            "Tracker",
            [
                head,
                ("c1", "Disciplinary", "Formal", date(2024, 6, 3), "A White - British", "Surgery", ""),
                ("c1", "Disciplinary", "Formal", date(2024, 9, 3), "A White - British", "Surgery", "No case"),
                ("c2", "Disciplinary", "Informal", date(2024, 6, 4), "H Indian", "Surgery", ""),
                ("c3", "Grievance", "Formal", date(2024, 6, 5), "H Indian", "Surgery", ""),
                ("c4", "Conduct", "Formal", date(2025, 3, 31), "H Indian", "Medicine", ""),
                ("c5", "Disciplinary", "Formal", date(2024, 3, 31), "N African", "Medicine", ""),
            ],
        )
    )


def training_list() -> bytes:
    """Somebody twice, a mandatory course, and a place that was not taken up."""
    head = ("Employee Number", "Course", "Mandatory", "Status", "Completion Date", "Ethnic Origin")
    return csv(
        head,
        ("1", "Leading", "No", "Completed", "01/05/2024", "A White - British"),
        ("1", "Coaching", "No", "Completed", "01/06/2024", "A White - British"),
        ("2", "Fire", "Yes", "Completed", "01/06/2024", "H Indian"),
        ("3", "Leading", "No", "Did not attend", "01/06/2024", "H Indian"),
        ("4", "Leading", "No", "Completed", "01/02/2025", "M Caribbean"),
    )


def recruitment() -> bytes:
    """A title with the period, counts with shares beside them, groups in the form of sentences, a total."""
    return workbook(
        (
            "Equality",
            [
                ("Equality monitoring",),
                ("Period: 01/04/2024 to 31/03/2025",),
                (),
                ("Ethnicity", "Applications", "%", "Shortlisted", "% ", "Appointed", "%  "),
                ("WHITE - British", 900, 60, 300, 65, 60, 75),
                ("ASIAN or ASIAN BRITISH - Indian", 400, 27, 120, 26, 15, 19),
                ("I do not wish to disclose my ethnic origin", 200, 13, 40, 9, 5, 6),
                ("Total", 1500, 100, 460, 100, 80, 100),
            ],
        )
    )


def staff_survey() -> bytes:
    """Questions merged over four rows, names that repeat, a hidden result, full float noise; other sheets beside it."""
    q15 = "Q15. Does your organisation act fairly with regard to career progression?"
    rows: list[Row] = [
        ("NHS Staff Survey 2024", "", "", "", "", "", "", "", ""),
        ("Your organisation",),
        ("Results are not shown with fewer than 10 answers",),
        (),
        ("ODS code", "Organisation name", "Benchmarking group", "Region", "ICS", "Weighting", "% Yes", "% No", "Base (number of responses)"),
        ("RXR", "East Lancashire", "Acute", "North West", "-", "Weighted", 60.91832528827563, 39.08, 4180),
        ("RZZ", "Made up", "Acute", "North West", "-", "Weighted", "-", "-", 8),
    ]  # fmt: skip
    return workbook(("Notes", [("About",)]), ("Q15", rows), merged={"Q15": {"G1:I4": q15}})


def edi_dashboard() -> bytes:
    """Two divisions and the trust, each on a sheet, with two quarters."""

    def sheet(name: str, staff: Sequence[int]) -> Sheet:
        rows: list[Row] = [
            ("", "Q3 2024/25", "", "", "Q4 2024/25", "", ""),
            ("Metric", "White", "BME", "Unknown", "White", "BME", "Unknown"),
            ("Staff in post", *staff),
            ("Shortlisted", 30, 20, 1, 25, 22, 0),
            ("Appointed", 9, 3, 0, 8, 5, 0),
        ]
        return name, rows

    return workbook(
        sheet("Surgery", (200, 60, 4, 198, 64, 4)),
        sheet("Medicine", (300, 140, 9, 296, 151, 8)),
        sheet("Trust", (499, 199, 13, 494, 215, 12)),
    )


def form(title: str, heads: Sequence[str], labels: Sequence[str]) -> bytes:
    """Return a form of two years with these rows; each figure is its row times ten and its column."""
    rows: list[Row] = [(title,), ("", "31 March 2024", "", "", "31 March 2025"), ("Item", *heads, *heads)]
    rows += [(label, *(10 * place + column for column in range(1, 7))) if label[0] != "!" else (label[1:],)
             for place, label in enumerate(labels, start=1)]  # fmt: skip
    return workbook(("Collection", rows))


def wdes() -> bytes:
    """Clusters under their headings, then the flows, one survey metric and the board."""
    labels = ["!1a) Non-clinical", *(f"Cluster {n}" for n in range(1, 5)), "!1b) Clinical"]
    labels += [*(f"Cluster {n}" for n in range(1, 5)), "!Medical and dental", *(f"Cluster {n}" for n in range(5, 8))]
    labels += ["Shortlisted applicants", "Appointed from shortlisting", "Staff entering the formal capability process"]
    return form("WDES", ["Disabled", "Non-disabled", "Unknown"], [*labels, "Total board members"])


def bank() -> bytes:
    """Bank workers by ethnicity."""
    labels = ["Bank workers", "Bank workers entering the formal disciplinary process", "Bank workers dismissed"]
    return form("WRES for bank-only workers", ["White", "BME", "Unknown"], labels)


def medical() -> bytes:
    """Doctors by ethnicity."""
    labels = ["Consultants", "SAS doctors", "Doctors in training", "Clinical directors"]
    labels += ["Shortlisted for consultant posts", "Appointed to consultant posts"]
    return form("WRES for the medical workforce", ["White", "BME", "Unknown"], labels)


SAMPLES: dict[str, tuple[Callable[[], bytes], dict[str, object]]] = {
    "staff-in-post": (
        staff_in_post,
        {
            "headcount 2025 5 non_disabled A female Nursing": 1,
            "headcount 2025 8a non_disabled H female Nursing": 1,
            "headcount 2025 3 disabled 99 male Admin": 1,
        },
    ),
    "employee-relations": (
        employee_relations,
        {
            "entered_disciplinary 2025 Surgery A": 1,
            "entered_disciplinary 2025 Medicine H": 1,
            "entered_disciplinary 2024 Medicine N": 1,
        },
    ),
    "training-list": (training_list, {"accessed_training 2025 A": 1, "accessed_training 2025 M": 1}),
    "recruitment-equality": (
        recruitment,
        {
            "shortlisted 2025 A": 300,
            "appointed 2025 A": 60,
            "shortlisted 2025 H": 120,
            "appointed 2025 H": 15,
            "shortlisted 2025 Z": 40,
            "appointed 2025 Z": 5,
            "shortlisted 2025": 460,
            "appointed 2025": 80,
        },
    ),
}


@pytest.mark.parametrize("layout_id", SAMPLES)
def test_a_sample_is_read_as_it_was_written(layout_id: str) -> None:
    """Every figure, and no other."""
    make, expected = SAMPLES[layout_id]
    result = packaged(layout_id).read(Source.from_bytes("sample", make()))
    assert expected == named(result.value.observations)
    assert [] == [str(each) for each in result.problems if each.severity is Severity.ERROR]


def test_the_staff_survey_s_questions_are_told_apart() -> None:
    """The base goes with the percentage, a dash is a result that was hidden, and the survey is the autumn's."""
    result = packaged("staff-survey-organisations").read(Source.from_bytes("survey.xlsx", staff_survey()))
    first, second = result.value.observations
    assert ("survey_equal_opportunity", (("organisation", "RXR"),)) == (first.measure, first.dimensions)
    assert ("60.91832528827563", 4180) == (str(getattr(first.value, "value", "")), getattr(first.value, "base", 0))
    assert "suppressed: shown as -" == str(second.value)
    assert "1 October 2024 to 31 December 2024" == str(first.period)
    assert () == result.problems


def test_a_dashboard_s_sheets_are_its_divisions() -> None:
    """The trust's own sheet states totals, which may be less than the divisions together; quarters keep their ends."""
    result = packaged("edi-dashboard").read(Source.from_bytes("dashboard.xlsx", edi_dashboard()))
    found = {(each.measure, str(each.period), dict(each.dimensions).get("division", ""), dict(each.dimensions)["ethnicity"]): each.value
             for each in result.value.observations}  # fmt: skip
    assert 3 * 3 * 6 == len(found)
    assert (64, 215) == (
        found["headcount", "31 March 2025", "Surgery", "bme"],
        found["headcount", "31 March 2025", "", "bme"],
    )
    assert 22 == found["shortlisted", "1 January 2025 to 31 March 2025", "Medicine", "bme"]
    told = [problem.where.sheet for problem in result.problems]
    assert {"Trust"} == set(told) or not told


@pytest.mark.parametrize(
    ("layout_id", "make", "rows", "checks"),
    [
        (
            "wdes-collection",
            wdes,
            15,
            {"headcount 2025 clinical non_disabled 2": 85, "entered_capability 2024 disabled": 171},
        ),
        ("bank-wres", bank, 3, {"bank_workers 2025 white": 14, "bank_dismissed 2024 bme": 32}),
        (
            "medical-wres",
            medical,
            6,
            {"headcount 2025 consultant medical white": 14, "consultant_appointed 2024 bme": 62},
        ),
    ],
)
def test_collections_are_read_by_their_labels(
    layout_id: str, make: Callable[[], bytes], rows: int, checks: dict[str, int]
) -> None:
    """Two years and three groups for each row; the figure tells its row and column."""
    result = packaged(layout_id).read(Source.from_bytes("form.xlsx", make()))
    found = named(result.value.observations)
    assert checks == {name: found.get(name) for name in checks}
    assert 6 * rows == sum(isinstance(value, int) for value in found.values())
    assert [] == [str(each) for each in result.problems if each.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("layout_id", "make"),
    [
        *((layout_id, make) for layout_id, (make, _) in SAMPLES.items()),
        ("staff-survey-organisations", staff_survey),
        ("edi-dashboard", edi_dashboard),
        ("wdes-collection", wdes),
        ("bank-wres", bank),
        ("medical-wres", medical),
    ],
)
def test_each_sample_has_one_claim(layout_id: str, make: Callable[[], bytes]) -> None:
    """The strongest answer is that of its own layout, and no other gives it."""
    source = Source.from_bytes("sample", make())
    answers = {each.id: each.identify(source).confidence.value for each in packaged_layouts()}
    strongest = "certain" if "certain" in answers.values() else "likely"
    assert [layout_id] == [name for name, said in answers.items() if said == strongest]


@pytest.mark.parametrize("layout", [each.layout for each in packaged_layouts()], ids=lambda each: each.id)
def test_what_was_not_verified_says_so(layout: object) -> None:
    """Every packaged layout has its source, and doubts unless it is a published table that was opened."""
    assert getattr(layout, "source", "")
    assert getattr(layout, "doubts", ())
