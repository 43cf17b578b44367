"""Disclosure control: policies, and the door from a draft to a report that may be written."""

from fairness_core.disclosure.policy import NONE, Policy, parse_policy, threshold
from fairness_core.disclosure.protect import Report, hidden_counts, protect

__all__ = ["NONE", "Policy", "Report", "hidden_counts", "parse_policy", "protect", "threshold"]
