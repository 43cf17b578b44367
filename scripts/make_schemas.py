"""Write the JSON Schemas that are shipped, from the classes that they describe.

    python scripts/make_schemas.py

A test fails when what is shipped is not what this would write.
"""

from __future__ import annotations

import json
from pathlib import Path

from fairness_adapters.layouts.form_schema import FormLayout
from fairness_adapters.layouts.json_schema import layout_schema
from fairness_adapters.layouts.loading import ENGINES

OUT = Path(__file__).parents[1] / "src" / "fairness_adapters" / "data" / "schemas"


def layout_schema_text() -> str:
    """Return the schema of layouts as it is shipped."""
    kinds: dict[str, type] = {kind: engine.layout for kind, engine in ENGINES.items()}
    kinds["form"] = FormLayout
    return json.dumps(layout_schema(kinds), indent=1) + "\n"


def main() -> None:
    """Write every schema."""
    OUT.mkdir(exist_ok=True)
    (OUT / "layout.schema.json").write_text(layout_schema_text(), encoding="utf-8")
    print(f"Written: {OUT / 'layout.schema.json'}")


if __name__ == "__main__":
    main()
