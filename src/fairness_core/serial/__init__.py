"""What leaves the core as plain values for other programs. Making files of it is for the adapters."""

from fairness_core.serial.envelope import to_json

__all__ = ["to_json"]
