"""Rating the risk of a concern, and the triage record that the rating belongs to.

A score describes a concern and never a person. Nothing here takes a protected characteristic or a
number of past concerns, and nothing decides: a rating informs the people who do.
"""
