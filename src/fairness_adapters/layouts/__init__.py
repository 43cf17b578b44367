"""Formats declared in TOML: which sheet, which labels, which codes; no Python for a trust to write."""

from fairness_adapters.layouts.loading import LayoutReader, layout_reader, load_layout, packaged_layouts

__all__ = ["LayoutReader", "layout_reader", "load_layout", "packaged_layouts"]
