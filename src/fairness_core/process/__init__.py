"""The process of managing a concern: a table of states and arrows, cases that are their logs, and what is owed.

`table` and `soundness` hold the rules and their checks, `clocks` the counting of days, `case` the one way in
which a case changes, `obligations` what is owed and what is late, `chain` the log as lines that show tampering.
No rule of any organisation is written here: they are in `data/process`.
"""
