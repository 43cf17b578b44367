"""Lessons from managing concerns: taxonomies, lessons without identity, suggestions with evidence, collation."""
