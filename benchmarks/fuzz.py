"""Fuzzing: `python -m benchmarks.fuzz --pairs N --seed S` judges random pairs and checks every verdict by the oracle.

Half of the pairs are equal by construction, the others carry a random slip. A verdict is wrong when the oracle (mpmath)
or the construction says otherwise; each is written to the report with what is needed to repeat it. Law 7 is measured
along: key and answer in each other's place, or another name for a variable, never flip correct and incorrect.
"""

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mpmath import mp

from benchmarks.comparing import TROUBLES, Comparison, Finding, compare_sets
from benchmarks.fuzzing.build import member, var
from benchmarks.fuzzing.pairs import KINDS, Pair, pair
from benchmarks.fuzzing.rewriting import replaced
from benchmarks.judging import Outcome, judged
from benchmarks.labels import read_tree
from benchmarks.oracle import Oracle, Undefined, Value
from benchmarks.quantiles import quantiles
from tutor.language.faults import Fault
from tutor.language.tree import tree

CHUNK = 50
REPORTS = Path(__file__).parent / "results"


@dataclass(slots=True)
class Tally:
    """What a run has seen: verdicts by kind and truth, times, and the cases somebody must look at."""

    verdicts: Counter[str] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)
    wrong: list[dict[str, Any]] = field(default_factory=list)
    doubtful: list[dict[str, Any]] = field(default_factory=list)

    def include(self, other: "Tally") -> None:
        """Add what another run has seen."""
        self.verdicts.update(other.verdicts)
        self.times += other.times
        self.wrong += other.wrong
        self.doubtful += other.doubtful


def chunk(seed: int, number: int, count: int, kinds: tuple[str, ...] = KINDS) -> Tally:
    """Judge and check `count` pairs; the chunk is repeated exactly by its seed and number."""
    tally = Tally()
    for place in range(count):
        chance = random.Random(f"{seed}/{number}/{place}")
        made = pair(chance, kinds[(number * count + place) % len(kinds)])
        found = judged(made.row())
        tally.times.append(found.ms)
        tally.verdicts[f"{made.kind} | {'equal' if made.same else 'changed'} | {found.verdict} by {found.by}"] += 1
        for grade, reason in (*_objections(made, found), *_asymmetries(made, found, chance)):
            report = {"seed": f"{seed}/{number}/{place}", "reason": reason, **made.row(), "outcome": found.note}
            (tally.wrong if grade == "wrong" else tally.doubtful).append(report)
    return tally


def _objections(made: Pair, found: Outcome) -> Iterator[tuple[str, str]]:
    """What speaks against a verdict, as (grade, reason)."""
    if found.verdict in ("crash", "unreadable", "misfit"):
        yield "doubtful" if found.verdict != "crash" else "wrong", f"{found.verdict}: {found.note}"
    elif "engine fault" in found.note:
        yield "doubtful", f"law 2: {found.note}"
    elif found.verdict == "correct":
        seen = compare(made, 5 if made.same else 14, quick=bool(made.same))
        if seen.differs and not (seen.differs == "null" and made.almost_everywhere):
            yield "wrong", f"accepted, but differs ({seen.differs}) at {seen.at}: {seen.left} / {seen.right}"
    elif found.verdict == "incorrect":
        yield from _against_a_refutation(made, found)


def _against_a_refutation(made: Pair, found: Outcome) -> Iterator[tuple[str, str]]:
    where = _shown_difference(made, found)
    if where == "positive" and not made.same and not found.almost:
        return
    seen = compare(made, 25)
    if seen.differs is None and where is None:
        yield ("wrong" if made.same else "doubtful"), "refused, but the oracle sees no difference"
    elif made.same and (seen.differs == "positive" or not made.almost_everywhere):
        yield "doubtful", f"equal by construction, yet the oracle sees {seen.differs or where} at {seen.at}"
    elif made.almost_everywhere and "positive" not in (seen.differs, where):
        yield ("wrong" if made.same else "doubtful"), "refused almost everywhere, but only a null set is seen"
    elif found.almost and seen.differs == "positive":
        yield "wrong", f"said to differ only on {found.almost}, but differs at {seen.at}"
    elif not found.almost and "positive" not in (seen.differs, where):
        yield "doubtful", "said to differ on more than a null set; the oracle sees a null set only"


def compare(made: Pair, many: int, quick: bool = False) -> Finding:
    """The oracle's own comparison."""
    try:
        if made.kind.startswith("sets"):
            return compare_sets(made.answer, made.key, many=many, quick=quick)
        return Comparison(made.answer, made.key, made.places, many=many, quick=quick).find()
    except TROUBLES:
        return Finding(None, 0)


def _shown_difference(made: Pair, found: Outcome) -> str | None:
    """Whether the oracle agrees at the engine's own counterexample, and near it ("positive") or only there ("null")."""
    if not found.at:
        return None
    sides, places = (made.answer, made.key), made.places
    if made.kind.startswith("sets"):
        sides = tuple(tree("indicator", None, (member(var("x"), s),)) for s in sides)  # type: ignore[assignment]
    comparison = Comparison(*sides, places)
    try:
        return comparison.at({name: _exactly(text) for name, text in found.at})
    except (*TROUBLES, Undefined, Fault):
        return None


def _exactly(text: str) -> Callable[[], Value]:
    """The number that a counterexample names, to the precision in force."""
    node = read_tree(text)
    return lambda: Oracle(mp.dps).at(node, {})


def _asymmetries(made: Pair, found: Outcome, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Law 7: the other order, and another name, keep the verdict or leave it open."""
    others = [("swapped", judged(made.row(swapped=True)))]
    if made.variables and chance.random() < 0.2:
        others.append(("renamed", judged(_renamed(made).row())))
    for name, other in others:
        if {found.verdict, other.verdict} == {"correct", "incorrect"}:
            yield "wrong", f"{found.verdict}, but {other.verdict} when {name}"


def _renamed(made: Pair) -> Pair:
    old, new = next(iter(made.variables)), "t"
    key, answer = (replaced(side, var(old), var(new)) for side in (made.key, made.answer))
    variables = {new if name == old else name: text for name, text in made.variables.items()}
    return Pair(made.kind, key, answer, variables, made.places, made.same)


def run(pairs: int, seed: int, workers: int, kinds: tuple[str, ...] = KINDS) -> Tally:
    """Judge and check many pairs with several processes; a chunk whose process died counts as wrong."""
    whole = Tally()
    numbers = list(range(-(-pairs // CHUNK)))
    while numbers:
        with ProcessPoolExecutor(workers) as pool:
            futures = {pool.submit(chunk, seed, number, CHUNK, kinds): number for number in numbers}
            numbers = []
            for future in as_completed(futures):
                try:
                    whole.include(future.result())
                except BrokenProcessPool:
                    numbers.append(futures[future])
        if len(numbers) == len(futures):
            whole.wrong.append({"seed": f"{seed}", "reason": "the judging process died", "chunks": numbers})
            break
    return whole


def summary(tally: Tally) -> dict[str, Any]:
    """The figures of a run."""
    undecided = sum(count for name, count in tally.verdicts.items() if "undecided" in name)
    return {
        "pairs": len(tally.times),
        "wrong": len(tally.wrong),
        "doubtful": len(tally.doubtful),
        "undecided": undecided,
        "cpu_ms": quantiles(tally.times),
        "verdicts": dict(sorted(tally.verdicts.items())),
    }


def main() -> None:
    """Run, write the report, and fail where a verdict was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kind", choices=KINDS, help="only pairs of this kind")
    parser.add_argument("--out", type=Path, help="where the report goes")
    given = parser.parse_args()
    tally = run(given.pairs, given.seed, given.workers, (given.kind,) if given.kind else KINDS)
    out = given.out or REPORTS / f"fuzz-{given.seed}.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    report = {"seed": given.seed, **summary(tally), "wrong_cases": tally.wrong, "doubtful_cases": tally.doubtful}
    out.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    print(json.dumps(summary(tally), ensure_ascii=False, indent=1))
    sys.exit(1 if tally.wrong else 0)


if __name__ == "__main__":
    main()
