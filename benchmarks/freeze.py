"""The manifest of the case lists: `python -m benchmarks.freeze` writes `tests/judge/cases/FROZEN.md`.

A list is frozen, with its labels, before the engine judges it for the first time. A later change of a row must show in
the manifest, with its reason in the section "Changes", which this command keeps.
"""

import hashlib
from collections import Counter
from pathlib import Path

from benchmarks.labels import CASES, rows

MANIFEST = CASES / "FROZEN.md"
CHANGES = "\n## Changes since the first freeze\n"

_HEAD = """# Frozen lists

Every list but `found` was written and labelled before the engine judged it for the first time. The `*_known` lists
come from the prototypes of the engine and guided its design; the `*_fresh` lists were written by somebody who had not
read the engine; `found` holds pairs like those on which fuzzing and probing once showed a wrong verdict.
Labels come from reasoning and from an independent oracle (`python -m benchmarks.labels`), never from the engine.

| list | rows | correct | incorrect | of these on a null set only | SHA-256 |
|---|---|---|---|---|---|
"""


def line(path: Path) -> str:
    """The row of one list in the manifest."""
    content = rows(path)
    labels = Counter(row["expect"] for row in content)
    almost = sum(bool(row.get("almost")) for row in content)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return f"| {path.stem} | {len(content)} | {labels['correct']} | {labels['incorrect']} | {almost} | `{digest}` |"


def manifest() -> str:
    """The table of all lists, without the changes."""
    return _HEAD + "".join(line(path) + "\n" for path in sorted(CASES.glob("*.jsonl")))


def main() -> None:
    """Write the manifest and keep what it says about changes."""
    before = MANIFEST.read_text(encoding="utf-8") if MANIFEST.exists() else ""
    changes = before.partition(CHANGES)[2] or "\nNone.\n"
    MANIFEST.write_text(manifest() + CHANGES + changes, encoding="utf-8")
    print(manifest())


if __name__ == "__main__":
    main()
