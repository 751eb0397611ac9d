"""What a worker costs: the round trip of an answer that needs no judging, warm answers, and the first answer.

Run `python -m benchmarks.worker` from the root of the repository.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from tutor.kinds import Question
from tutor.worker.child import judged
from tutor.worker.handle import Worker
from tutor.worker.messages import plain_question

ROUNDS = 500

CASES = {
    "an order": (Question("order", {"steps": "2", "before": [[1, 2]]}), "1 2"),
    "an unreadable number": (Question("number", {"key": "1/2"}), "("),
    "a number": (Question("number", {"key": "1/2"}), "2/4"),
    "a function": (Question("function", {"key": "x^2 e^-x", "variables": {"x": "real in (0,oo)"}}), "xe^-x x"),
    "a wrong function": (Question("function", {"key": "x^2 e^-x"}), "x^3 e^-x"),
    "a set": (Question("set", {"key": "[0,1)"}), "[0,1/2] U (1/3,1)"),
}


def main() -> None:
    """Print the table."""
    print(f"{'':28}{'median':>10}{'p95':>10}{'in process':>12}{'overhead':>10}   (ms, {ROUNDS} rounds)")
    with Worker() as worker:
        for name, (question, answer) in CASES.items():
            message = {"question": plain_question(question), "answer": answer}
            there = _times(lambda q=question, a=answer: worker.judge(q, a))
            here = _times(lambda m=message: judged(m))
            median, inside = statistics.median(there), statistics.median(here)
            high = statistics.quantiles(there, n=20)[-1]
            print(f"{name:28}{median:10.3f}{high:10.3f}{inside:12.3f}{median - inside:10.3f}")
    print(f"\n{'first answer of a Worker':40}{statistics.median(_times(_first, 5)):10.0f} ms")
    print(f"{'`ae judge` in a fresh process':40}{statistics.median(_times(_one_shot, 5)):10.0f} ms")
    print(f"{'`ae --version` in a fresh process':40}{statistics.median(_times(_version, 5)):10.0f} ms")


def _times(act: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Milliseconds of each of `rounds` runs, after one that warms up."""
    act()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        act()
        times.append(1000 * (time.perf_counter() - start))
    return times


def _first() -> None:
    with Worker() as worker:
        worker.judge(*CASES["a number"])


def _one_shot() -> None:
    _run("judge", "function", "--key", "x^2 e^-x", "--answer", "xe^-x x", "--json")


def _version() -> None:
    _run("--version")


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "tutor", *arguments], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
