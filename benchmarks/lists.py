"""The frozen lists judged: `python -m benchmarks.lists [LIST ...] [--store NAME]`.

A stored run is kept in `benchmarks/results/NAME.json`, one entry for each list with the SHA-256 of what was judged. A
list that a run already holds is never overwritten: so the run called `first` is what the engine said the first time.
"""

import argparse
import hashlib
import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.judging import Outcome, judged
from benchmarks.labels import CASES, rows
from benchmarks.quantiles import quantiles

RESULTS = Path(__file__).parent / "results"


def judge_list(path: Path) -> dict[str, Any]:
    """Judge a list in this process, each row twice, and count; the second time is the warm one that is timed."""
    content = rows(path)
    for row in content:
        judged(row)
    pairs = [(row, judged(row)) for row in content]
    grades = [grade(row, found) for row, found in pairs]
    open_rows = [found for (_, found), g in zip(pairs, grades, strict=True) if g in ("wrong", "broken", "undecided")]
    return {
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "rows": len(content),
        **{name: Counter(grades)[name] for name in ("right", "wrong", "undecided", "broken")},
        "certified": sum(found.certified for _, found in pairs),
        "null set misjudged": [row["id"] for row, found in pairs if _misjudged(row, found)],
        "cpu_ms": quantiles([found.ms for _, found in pairs]),
        "by category": _by_category(pairs, grades),
        "open": [asdict(found) for found in open_rows],
    }


def grade(row: dict[str, Any], found: Outcome) -> str:
    """right, wrong, undecided, or broken: a crash, a fault or a misfit."""
    if found.verdict == row["expect"]:
        return "right"
    if found.verdict == "undecided":
        return "undecided"
    return "wrong" if found.verdict in ("correct", "incorrect") else "broken"


def _misjudged(row: dict[str, Any], found: Outcome) -> bool:
    """Whether a null set is named where more is wrong, or not named where nothing else is."""
    return found.verdict == row["expect"] == "incorrect" and (found.almost is not None) != bool(row.get("almost"))


def _by_category(pairs: list[tuple[dict[str, Any], Outcome]], grades: list[str]) -> dict[str, dict[str, int]]:
    found: dict[str, Counter[str]] = {}
    for (row, _), name in zip(pairs, grades, strict=True):
        found.setdefault(row["category"], Counter())[name] += 1
    return {category: dict(counts) for category, counts in found.items()}


def store(name: str, results: dict[str, Any]) -> None:
    """Keep the results under a name, except for lists that the run already holds."""
    path = RESULTS / f"{name}.json"
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({**results, **before}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Judge the lists, print one line for each, and say what is open."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lists", nargs="*", help="names of lists; all if none is named")
    parser.add_argument("--store", metavar="NAME", help="keep the results under this name")
    parser.add_argument("--show", type=int, default=20, help="how many open rows of each list to print")
    given = parser.parse_args()
    paths = [path for path in sorted(CASES.glob("*.jsonl")) if not given.lists or path.stem in given.lists]
    results = {path.stem: judge_list(path) for path in paths}
    if given.store:
        store(given.store, results)
    for name, result in results.items():
        counts = {key: result[key] for key in ("rows", "right", "wrong", "undecided", "broken", "certified", "cpu_ms")}
        print(name, json.dumps(counts))
        for found in result["open"][: given.show]:
            print(f"    {found['row_id']}: {found['verdict']}: {found['note'][:110]}")
        if result["null set misjudged"]:
            print("    null set misjudged:", *result["null set misjudged"])


if __name__ == "__main__":
    main()
