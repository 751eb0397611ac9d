"""Every figure in one go: `python -m benchmarks.figures [--pairs N] [--run NAME]` writes `docs/figures.md`.

It judges the frozen lists, measures the time beside the rivals, fuzzes, and runs the other measurements of this folder
as commands of their own. Stored runs of the lists (`first` is what the engine said the first time) stand beside.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks import fuzz, latency
from benchmarks.labels import CASES
from benchmarks.lists import RESULTS, judge_list, store

DOCUMENT = Path(__file__).parent.parent / "docs" / "figures.md"
OTHERS = ("batch", "worker", "toolbar", "startup", "mutations")
"""Measurements that print their own figures; one that is not there is left out."""

RUNS = {
    "first": "the very first run of each frozen list; the engine could not yet join measures, integrals, endless sums, "
    "nor equality up to a constant",
    "joined": "the first run after these parts were joined",
    "measures-first": "the very first run of the lists about measures, claims and witnesses",
    "now": "this run",
}
"""What the stored runs were."""

SEED = 2026
PATIENCE = 1800
"""Seconds for one of the other measurements."""


def lists(run: str | None) -> dict[str, Any]:
    """All lists judged now; kept under a name if one is given."""
    results = {path.stem: judge_list(path) for path in sorted(CASES.glob("*.jsonl"))}
    if run:
        store(run, results)
    return results


def lists_section(now: dict[str, Any]) -> str:
    """A table of the lists for each stored run and for this one."""
    runs = [(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in _stored()]
    lines = ["| run | list | rows | right | wrong | undecided | broken | certified | CPU ms: median, p95, p99, max |"]
    lines.append("|---|---|---|---|---|---|---|---|---|")
    for run, results in [*runs, ("now", now)]:
        for name, found in sorted(results.items()):
            counts = " | ".join(str(found[key]) for key in ("rows", "right", "wrong", "undecided", "broken"))
            lines.append(f"| {run} | {name} | {counts} | {_share(found)} | {_times(found['cpu_ms'])} |")
    lines += ["", *[f"* {run}: {meaning}" for run, meaning in RUNS.items()]]
    return "\n".join(lines)


def _stored() -> list[Path]:
    runs = [path for path in RESULTS.glob("*.json") if not path.stem.startswith(("fuzz", "latency", "now"))]
    return sorted(runs, key=lambda path: (path.stem != "first", path.stem))


def _share(found: dict[str, Any]) -> str:
    return f"{100 * found['certified'] / found['rows']:.1f} %"


def _times(found: dict[str, float]) -> str:
    return ", ".join(f"{found[name]:.2f}" for name in ("median", "p95", "p99", "max"))


def latency_section(found: dict[str, Any]) -> str:
    """A table of the judges on the same rows."""
    lines = [f"Lists: {', '.join(found['lists'])}; a rival is cut off after {found['cap_s']} s on one row.", ""]
    lines.append("| judge | right | wrong accept | wrong reject | other | CPU ms: median, p95, p99, max | times ours |")
    lines.append("|---|---|---|---|---|---|---|")
    for name, result in found["judges"].items():
        counts = dict(result["all"])
        main = [counts.pop(key, 0) for key in ("right", "wrong accept", "wrong reject")]
        other = ", ".join(f"{count} {key}" for key, count in counts.items()) or "0"
        ratio = result.get("times ours")
        ratios = f"median {ratio['median']}, p95 {ratio['p95']}" if ratio else ""
        lines.append(
            f"| {name} | {main[0]} | {main[1]} | {main[2]} | {other} | {_times(result['cpu_ms'])} | {ratios} |"
        )
    lines.append("")
    lines.append("On the rows asked everywhere and without a null set to blame, which the rivals can be asked:")
    lines += [f"* {name}: {_counts(result['plain'])}" for name, result in found["judges"].items()]
    lines.append("")
    lines.append(f"What the caller of our worker waits (wall ms): {_times(found['judges']['ours']['wall_ms'])}.")
    return "\n".join(lines)


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))


def fuzz_section(seed: int, found: dict[str, Any]) -> str:
    """What the fuzzing run saw."""
    return "\n".join(
        [
            f"Seed {seed}: {found['pairs']} pairs, {found['wrong']} wrong, {found['undecided']} undecided, "
            f"{found['doubtful']} for somebody to look at; CPU ms {_times(found['cpu_ms'])}.",
            "",
            "| pairs, verdict | count |",
            "|---|---|",
            *[f"| {name.replace(' | ', ', ')} | {count} |" for name, count in found["verdicts"].items()],
        ]
    )


def other_section(name: str) -> str | None:
    """The output of another measurement, or None where there is no such module."""
    if not (Path(__file__).parent / f"{name}.py").exists():
        return None
    command = [sys.executable, "-m", f"benchmarks.{name}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return f"cut off after {PATIENCE} s"
    return f"```\n{done.stdout.strip() or done.stderr.strip()[-2000:]}\n```"


def machine() -> str:
    """Where the figures were taken."""
    return f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} processors."


def main() -> None:
    """Measure everything and write the document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=20_000, help="how many pairs to fuzz")
    parser.add_argument("--run", help="also keep the lists' results under this name")
    parser.add_argument("--without", nargs="*", default=(), help="measurements to leave out")
    given = parser.parse_args()
    sections = [("The frozen lists", lists_section(lists(given.run)))]
    if "latency" not in given.without:
        sections.append(("Time and verdicts beside others", latency_section(latency.measure(latency.DEFAULT, 5.0))))
    if "fuzz" not in given.without:
        sections.append(("Fuzzing", fuzz_section(SEED, fuzz.summary(fuzz.run(given.pairs, SEED, 2)))))
    for name in OTHERS:
        if name not in given.without and (text := other_section(name)) is not None:
            sections.append((name.capitalize(), text))
    body = "\n\n".join(f"## {title}\n\n{text}" for title, text in sections)
    head = f"# Figures\n\nWritten by `python -m benchmarks.figures`. {machine()}\n\n"
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_text(f"{head}{body}\n", encoding="utf-8")
    print(DOCUMENT)


if __name__ == "__main__":
    main()
