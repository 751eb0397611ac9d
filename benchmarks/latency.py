"""Time per answer: `python -m benchmarks.latency [LIST ...] [--cap SECONDS] [--out FILE]`.

Ours is a warm worker process: the question is ready, the answer is new, and the wall time is what its caller waits,
reading and transport included; the CPU time is that of one judgement in this process. SymPy gets the expressions ready
made, with the assumptions of the domain; only its own work is timed. Math-Verify gets LaTeX, and reads it as it always
must. Each rival runs in a child that is killed when one row takes longer than the cap. All in one run on one machine.
Rows that accept rounded decimals are left out, because the rivals are asked for equality.
"""

import argparse
import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.judging import judged, question
from benchmarks.labels import CASES, rows
from benchmarks.quantiles import quantiles
from benchmarks.rivals.child import RIVALS, Rival
from tutor.worker.handle import Worker

DEFAULT = ("functions_known", "numbers_fresh")
ANOTHER_ANSWER = {"number": "1/7", "function": "1/7", "set": "{1/7}"}
"""Judged first, so that the question is ready as it is in a lesson."""


def ours(content: list[dict[str, Any]]) -> dict[str, Any]:
    """Our verdicts, with the wall time through a worker and the CPU time in this process."""
    walls, verdicts = [], []
    with Worker() as worker:
        for row in content:
            asked = question(row)
            worker.judge(asked, ANOTHER_ANSWER[row["kind"]])
            started = time.perf_counter()
            verdict = worker.judge(asked, row["answer"]).verdict.value
            walls.append((time.perf_counter() - started) * 1000)
            verdicts.append(verdict)
    cpu = []
    for row in content:
        judged({**row, "answer": ANOTHER_ANSWER[row["kind"]]})
        cpu.append(judged(row).ms)
    return {
        **_counted(content, verdicts),
        "wall_ms": quantiles(walls),
        "cpu_ms": quantiles(cpu),
        "cpu_total_s": _total(cpu),
    }


def rival(name: str, content: list[dict[str, Any]], cap: float) -> dict[str, Any]:
    """A rival's verdicts and CPU times; rows without a translation are counted and not timed."""
    child = Rival(name, cap)
    replies = [child.ask(row) for row in content]
    child.close()
    timed = [reply.ms for reply in replies if reply.verdict != "no translation"]
    return {**_counted(content, [r.verdict for r in replies]), "cpu_ms": quantiles(timed), "cpu_total_s": _total(timed)}


def _total(times: list[float]) -> float:
    return round(sum(times) / 1000, 3)


def _counted(content: list[dict[str, Any]], verdicts: list[str]) -> dict[str, Any]:
    """Right and wrong in both directions; `plain` counts only rows asked everywhere, without a null set to blame."""
    grades = [_grade(row, verdict) for row, verdict in zip(content, verdicts, strict=True)]
    plain = [g for row, g in zip(content, grades, strict=True) if row.get("equal") != "a.e." and not row.get("almost")]
    return {"rows": len(content), "all": dict(Counter(grades)), "plain": dict(Counter(plain))}


def _grade(row: dict[str, Any], verdict: str) -> str:
    if verdict == row["expect"]:
        return "right"
    return {"correct": "wrong accept", "incorrect": "wrong reject"}.get(verdict, verdict)


def measure(names: tuple[str, ...], cap: float, rivals: tuple[str, ...] = RIVALS) -> dict[str, Any]:
    """All judges on the lists, and the ratios of their CPU times to ours."""
    content = [row for name in names for row in rows(CASES / f"{name}.jsonl") if "decimals" not in row]
    results = {"ours": ours(content), **{name: rival(name, content, cap) for name in rivals}}
    base = results["ours"]["cpu_ms"]
    for name in rivals:
        found = results[name]["cpu_ms"]
        results[name]["times ours"] = {q: round(found[q] / max(base[q], 0.001), 1) for q in ("median", "p95")}
    return {"lists": names, "cap_s": cap, "judges": results}


def main() -> None:
    """Measure and print, or write a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lists", nargs="*", default=DEFAULT)
    parser.add_argument("--cap", type=float, default=5.0)
    parser.add_argument("--rivals", nargs="*", choices=RIVALS, default=RIVALS)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    text = json.dumps(measure(tuple(given.lists), given.cap, tuple(given.rivals)), indent=1)
    if given.out:
        given.out.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
