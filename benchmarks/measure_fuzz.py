"""Random questions about measures and sequences, judged, and checked: `python -m benchmarks.measure_fuzz --pairs N`.

The truth of an answer is known by construction, from exact rational arithmetic or from exponents; a mutant counts as
wrong only where the oracle of `benchmarks.measuring` sees a gap far beyond its error. The exit status is 1 where a
verdict is wrong or the judge crashed. `python -m benchmarks.measure_fuzz --again SEED/MAKER/PLACE` makes one again.
"""

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.judging import judged
from benchmarks.measuring import making, making_laws, making_sequences, making_witnesses
from benchmarks.measuring.floats import Blind
from benchmarks.measuring.labels import CHECKS
from benchmarks.quantiles import quantiles
from tutor.kinds import kinds
from tutor.language.faults import Fault

MAKERS = {**making.MAKERS, **making_laws.MAKERS, **making_sequences.MAKERS, **making_witnesses.MAKERS}
RESULTS = Path(__file__).parent / "results"
CHUNK = 20
"""Questions in one piece of work."""


@dataclass(slots=True)
class Tally:
    """What a run has seen."""

    verdicts: Counter[str] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)
    wrong: list[dict[str, Any]] = field(default_factory=list)
    crashed: list[dict[str, Any]] = field(default_factory=list)
    broken: list[dict[str, Any]] = field(default_factory=list)

    def include(self, other: "Tally") -> None:
        """Add what another run has seen."""
        self.verdicts.update(other.verdicts)
        self.times += other.times
        self.wrong += other.wrong
        self.crashed += other.crashed
        self.broken += other.broken


def rows(seed: str) -> Iterator[dict[str, Any]]:
    """The labelled rows of one question: `seed` is SEED/MAKER/PLACE."""
    made = MAKERS[seed.split("/")[1]](random.Random(seed))
    for label, answers in (("correct", made.right), ("incorrect", made.wrong)):
        for answer in answers:
            row = {"id": seed, **made.fields, "answer": answer, "expect": label}
            if label == "correct" or not made.mutants or _seen_to_be_wrong(row):
                yield row


def _seen_to_be_wrong(row: dict[str, Any]) -> bool:
    try:
        return CHECKS[row["kind"]](row) is False
    except (Blind, Fault):
        return False


def chunk(seed: int, maker: str, first: int, count: int) -> Tally:
    """Judge the answers of `count` questions."""
    tally = Tally()
    for place in range(first, first + count):
        for row in rows(f"{seed}/{maker}/{place}"):
            found = judged(row)
            tally.times.append(found.ms)
            tally.verdicts[f"{maker} | {row['expect']} | {found.verdict} by {found.by}"] += 1
            report = {**row, "verdict": found.verdict, "note": found.note[:300]}
            if found.verdict in ("correct", "incorrect") and found.verdict != row["expect"]:
                tally.wrong.append(report)
            elif found.verdict == "crash":
                tally.crashed.append(report)
            elif found.verdict in ("misfit", "unreadable"):
                tally.broken.append(report)
    return tally


def available() -> list[str]:
    """The makers whose kind of answer exists."""
    return [name for name, make in MAKERS.items() if make(random.Random(0)).fields["kind"] in kinds()]


def run(pairs: int, seed: int, workers: int, chosen: list[str]) -> Tally:
    """Judge at least so many pairs, all makers in turn, with several processes."""
    whole = Tally()
    first = 0
    with ProcessPoolExecutor(workers) as pool:
        while len(whole.times) < pairs:
            futures = [pool.submit(chunk, seed, maker, first, CHUNK) for maker in chosen]
            for future in futures:
                whole.include(future.result())
            first += CHUNK
    return whole


def summary(tally: Tally) -> dict[str, Any]:
    """The figures of a run."""
    return {
        "pairs": len(tally.times),
        "wrong": len(tally.wrong),
        "crashed": len(tally.crashed),
        "broken": len(tally.broken),
        "undecided": sum(count for name, count in tally.verdicts.items() if "undecided" in name),
        "cpu_ms": quantiles(tally.times),
        "verdicts": dict(sorted(tally.verdicts.items())),
    }


def main() -> None:
    """Run, write the report, and fail where a verdict was wrong or the judge crashed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", nargs="*", choices=MAKERS, help="only these makers")
    parser.add_argument("--again", metavar="SEED/MAKER/PLACE", help="show and judge one question again")
    given = parser.parse_args()
    if given.again:
        for row in rows(given.again):
            print(json.dumps(row, ensure_ascii=False), judged(row), sep="\n    ")
        return
    tally = run(given.pairs, given.seed, given.workers, given.only or available())
    RESULTS.mkdir(exist_ok=True)
    report = {
        "seed": given.seed,
        **summary(tally),
        "wrong_cases": tally.wrong,
        "crashed_cases": tally.crashed,
        "broken_cases": tally.broken[:200],
    }
    (RESULTS / f"fuzz-measures-{given.seed}.json").write_text(
        json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    print(json.dumps(summary(tally), ensure_ascii=False, indent=1))
    sys.exit(1 if tally.wrong or tally.crashed else 0)


if __name__ == "__main__":
    main()
