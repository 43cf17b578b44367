"""Fair treatment of NHS staff: typed models and pure functions, shared by every tool that needs them.

The names below are the public face; each is loaded when it is first used, so that importing the
package costs next to nothing. Everything else may change without notice.

>>> import fairness_core
>>> fairness_core.ratio_of_rates(13, 1365, 17, 3053).value
1.7103...
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fairness_core.classifications import Classification, classification
    from fairness_core.disclosure import Policy, Report, parse_policy, protect
    from fairness_core.equality.assess import Assessment, assess
    from fairness_core.equality.indicators import Standard, load_standard, standard
    from fairness_core.equality.trend import Change, compare_years
    from fairness_core.equality.validate import validate
    from fairness_core.errors import (
        AdapterFault,
        AmbiguousFormat,
        CallerError,
        ConfigError,
        DocumentVersionError,
        FairnessError,
        InvalidData,
        MissingExtra,
        OutputError,
        ProtectedSource,
        SourceError,
        SourceTooLarge,
        StaleVersion,
        TransitionRefused,
        UnknownFormat,
        UnreadableSource,
        WrongKind,
    )
    from fairness_core.lessons.categorise import categorise
    from fairness_core.lessons.collate import collate
    from fairness_core.lessons.lesson import Lesson
    from fairness_core.lessons.taxonomy import taxonomy
    from fairness_core.observations import Dataset, Measure, Observation, Period, TableFacts, dimensions, merge
    from fairness_core.problems import Place, Problem, Severity
    from fairness_core.process.case import advance, allowed, open_case
    from fairness_core.process.log import Case, Event, Header, Subject, replay
    from fairness_core.process.obligations import due, lapsed, next_contact
    from fairness_core.process.table import ProcessTable, load_process, process_table
    from fairness_core.process.timeline import time_in_step, timeline
    from fairness_core.readings import Reading, read
    from fairness_core.report.draft import Draft
    from fairness_core.report.equality import build_equality_report
    from fairness_core.risk.history import RatingHistory
    from fairness_core.risk.matrix import Matrix, load_matrix, matrix
    from fairness_core.risk.rating import Judgement, Rated, rate
    from fairness_core.risk.record import Rating
    from fairness_core.risk.triage import TriageRecord
    from fairness_core.risk.triage_json import record_from_json, record_to_json
    from fairness_core.serial import to_json
    from fairness_core.staff import StaffRef
    from fairness_core.statistics import (
        fisher_exact,
        newcombe_difference,
        non_adverse_position,
        odds_ratio,
        ratio_interval,
        ratio_of_rates,
        wilson,
    )
    from fairness_core.values import Missing, Rate, Reason, Stated, Unit, percentage, round_half_up

_HOME = {
    "classifications": ("Classification", "classification"),
    "disclosure": ("Policy", "Report", "parse_policy", "protect"),
    "equality.assess": ("Assessment", "assess"),
    "equality.indicators": ("Standard", "load_standard", "standard"),
    "equality.trend": ("Change", "compare_years"),
    "equality.validate": ("validate",),
    "errors": (
        "AdapterFault",
        "AmbiguousFormat",
        "CallerError",
        "ConfigError",
        "DocumentVersionError",
        "FairnessError",
        "InvalidData",
        "MissingExtra",
        "OutputError",
        "ProtectedSource",
        "SourceError",
        "SourceTooLarge",
        "StaleVersion",
        "TransitionRefused",
        "UnknownFormat",
        "UnreadableSource",
        "WrongKind",
    ),
    "lessons.categorise": ("categorise",),
    "lessons.collate": ("collate",),
    "lessons.lesson": ("Lesson",),
    "lessons.taxonomy": ("taxonomy",),
    "observations": ("Dataset", "Measure", "Observation", "Period", "TableFacts", "dimensions", "merge"),
    "problems": ("Place", "Problem", "Severity"),
    "process.case": ("advance", "allowed", "open_case"),
    "process.log": ("Case", "Event", "Header", "Subject", "replay"),
    "process.obligations": ("due", "lapsed", "next_contact"),
    "process.table": ("ProcessTable", "load_process", "process_table"),
    "process.timeline": ("time_in_step", "timeline"),
    "readings": ("Reading", "read"),
    "report.draft": ("Draft",),
    "report.equality": ("build_equality_report",),
    "risk.history": ("RatingHistory",),
    "risk.matrix": ("Matrix", "load_matrix", "matrix"),
    "risk.rating": ("Judgement", "Rated", "rate"),
    "risk.record": ("Rating",),
    "risk.triage": ("TriageRecord",),
    "risk.triage_json": ("record_from_json", "record_to_json"),
    "serial": ("to_json",),
    "staff": ("StaffRef",),
    "statistics": (
        "fisher_exact",
        "newcombe_difference",
        "non_adverse_position",
        "odds_ratio",
        "ratio_interval",
        "ratio_of_rates",
        "wilson",
    ),
    "values": ("Missing", "Rate", "Reason", "Stated", "Unit", "percentage", "round_half_up"),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "AdapterFault",
    "AmbiguousFormat",
    "Assessment",
    "CallerError",
    "Case",
    "Change",
    "Classification",
    "ConfigError",
    "Dataset",
    "DocumentVersionError",
    "Draft",
    "Event",
    "FairnessError",
    "Header",
    "InvalidData",
    "Judgement",
    "Lesson",
    "Matrix",
    "Measure",
    "Missing",
    "MissingExtra",
    "Observation",
    "OutputError",
    "Period",
    "Place",
    "Policy",
    "Problem",
    "ProcessTable",
    "ProtectedSource",
    "Rate",
    "Rated",
    "Rating",
    "RatingHistory",
    "Reading",
    "Reason",
    "Report",
    "Severity",
    "SourceError",
    "SourceTooLarge",
    "StaffRef",
    "StaleVersion",
    "Standard",
    "Stated",
    "Subject",
    "TableFacts",
    "TransitionRefused",
    "TriageRecord",
    "Unit",
    "UnknownFormat",
    "UnreadableSource",
    "WrongKind",
    "advance",
    "allowed",
    "assess",
    "build_equality_report",
    "categorise",
    "classification",
    "collate",
    "compare_years",
    "dimensions",
    "due",
    "fisher_exact",
    "lapsed",
    "load_matrix",
    "load_process",
    "load_standard",
    "matrix",
    "merge",
    "newcombe_difference",
    "next_contact",
    "non_adverse_position",
    "odds_ratio",
    "open_case",
    "parse_policy",
    "percentage",
    "process_table",
    "protect",
    "rate",
    "ratio_interval",
    "ratio_of_rates",
    "read",
    "record_from_json",
    "record_to_json",
    "replay",
    "round_half_up",
    "standard",
    "taxonomy",
    "time_in_step",
    "timeline",
    "to_json",
    "validate",
    "wilson",
]


def __getattr__(name: str) -> object:
    """Load a public name from its module on first use."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'fairness_core' has no attribute {name!r}")
    value = getattr(import_module(f"fairness_core.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Show the public names only."""
    return sorted(__all__)
