"""A long batch: lines a second, and the memory of both processes at the beginning and at the end.

Run `python -m benchmarks.batch [LINES]` from the root of the repository. One line in eight is broken. Memory is read
from /proc, so it is shown on Linux only.
"""

import io
import json
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tutor.app.batch import judged_lines
from tutor.worker.handle import Worker

FORMS = [
    ({"kind": "number", "key": "{a}/{b}"}, "{a}0/{b}0"),
    ({"kind": "number", "key": "sqrt({a})/{b}"}, "{a}/({b} sqrt({a}))"),
    ({"kind": "number", "key": "{a} pi", "decimals": "3"}, "{a}.5"),
    ({"kind": "function", "key": "{a} x^2 e^-x", "variables": {"x": "real in (0,oo)"}}, "{a} x x e^-x"),
    ({"kind": "function", "key": "|x - {a}|"}, "max(x - {a}, {a} - x)"),
    ({"kind": "function", "key": "1_[0,{a}](x)", "equal": "a.e."}, "1_(0,{a})(x)"),
    ({"kind": "set", "key": "[0,{a}) U ({a},200)"}, "[0,200) \\ {{{a}}}"),
]
"""Fields and answers with two numbers to fill in."""


class Lines(io.RawIOBase):
    """A stream of lines that are made as they are read."""

    def __init__(self, count: int) -> None:
        self._made = _lines(count)

    def readline(self, size: int | None = -1, /) -> bytes:
        """The next line."""
        return next(self._made, b"")


def _lines(count: int) -> Iterator[bytes]:
    chosen = random.Random(1)
    for number in range(count):
        if number % 8 == 7:
            yield b'{"id": %d, "kind": "number", \n' % number
            continue
        fields, answer = chosen.choice(FORMS)
        values = {"a": chosen.randint(2, 99), "b": chosen.randint(2, 99)}
        filled = {k: v.format(**values) if isinstance(v, str) else v for k, v in fields.items()}
        yield json.dumps({"id": number, **filled, "answer": answer.format(**values)}).encode() + b"\n"


def main(count: int) -> None:
    """Judge the lines and print what it took."""
    outcomes: Counter[str] = Counter()
    times = []
    start = time.perf_counter()
    with Worker() as worker:
        for number, line in enumerate(judged_lines(Lines(count), worker)):
            outcomes[line.get("verdict", "error")] += 1
            times.append(line.get("ms", 0.0))
            if number in (count // 10, count - 1):
                print(f"after {number + 1:6} lines: owner {_resident('self')} MB, worker {_resident(worker.pid)} MB")
    seconds = time.perf_counter() - start
    cuts = statistics.quantiles(times, n=100)
    print(f"{count} lines in {seconds:.1f} s, {1000 * seconds / count:.2f} ms a line; {dict(outcomes)}")
    print(
        f"ms as the owner sees it: median {cuts[49]:.2f}, p95 {cuts[94]:.2f}, p99 {cuts[98]:.2f}, max {max(times):.1f}"
    )


def _resident(process: int | str | None) -> str:
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return "?"
    (size,) = (line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return f"{int(size) / 1024:.0f}"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
