"""Excel and Word files, opened safely: checks before any parser, errors translated, text quoted with care.

Nothing is imported here, because the Office libraries are an optional extra: each function imports what it needs.
"""
