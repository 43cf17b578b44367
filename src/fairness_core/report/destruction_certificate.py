"""The certificate that a whole case was destroyed, as a paper: that there was one, by which rule it went, and no more.

The certificate itself is made in `fairness_core.process.retention`.
"""

from __future__ import annotations

from fairness_core.process.retention import Certificate
from fairness_core.report.case_papers import day_text, plain, table_of
from fairness_core.report.draft import Draft, Provenance, Section

WHAT_WENT = (
    "The whole case was destroyed: its log and all words beside it. What it was about, and whom, is not said here. "
    "Copies on other media, such as backups and printed papers, are destroyed by whoever keeps them."
)
RECOGNISE = "By the fingerprint of the last line, a copy of the log that turns up can be recognised."


def build_destruction_certificate(certificate: Certificate) -> Draft:
    """Build the paper of a certificate of destruction."""
    made = certificate
    rows = (
        ("Reference of the case", made.reference),
        ("Process", str(made.table)),
        ("Opened", day_text(made.opened)),
        ("Closed", day_text(made.closed)),
        ("Kept until the end of", day_text(made.kept_until)),
        ("Destroyed", day_text(made.destroyed)),
        ("On the authority of", f"{made.authority.role} ({made.authority.id})"),
        ("How much", f"{made.events:,} entr{'y' if made.events == 1 else 'ies'} of the log, and the words beside them"),
        ("Fingerprint of the last line", made.head),
        ("The rule", f"Kept for {made.rule} after it was closed."),
        ("Where the rule comes from", made.basis),
    )
    table = table_of("destruction", "What was destroyed, and by which rule", ("What", "Entry"), rows)
    return Draft(
        kind="destruction-certificate",
        title=f"Certificate of destruction: case {made.reference}",
        subtitle=f"Destroyed on {day_text(made.destroyed)}",
        sections=(
            Section(
                name="destruction",
                heading="Certificate",
                paragraphs=plain([WHAT_WENT]),
                table=table,
                notes=plain([RECOGNISE]),
            ),
        ),
        metrics={"case": made.reference, "destroyed": made.destroyed.isoformat(), "head": made.head},
        provenance=Provenance(
            standard={"id": made.table.id, "revision": str(made.table.revision), "sha256": made.table.sha256}
        ),
    )
