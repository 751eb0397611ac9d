"""From a key to the updated toolbar, for a line of 200 characters: `python benchmarks/toolbar.py`.

Two figures: the reading alone (what the toolbar computes), and the whole way of a key in a real pseudo-terminal, from
the write of the key to the last byte of the repainted screen.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import pexpect

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tutor.kinds import Question  # noqa: E402  (the path above comes first)
from tutor.terminal.glance import Glimpser  # noqa: E402

KEYS = 60
LENGTH = 200


def main() -> None:
    """Print both figures."""
    text = "+".join(f"sin({n}x)^2 e^(-x/{n})" for n in range(1, 30))[:LENGTH]
    reading = _readings(text)
    print(f"reading {LENGTH} characters: median {statistics.median(reading):.2f} ms, worst {max(reading):.2f} ms")
    keys = _keys(text)
    print(f"key to repainted screen: median {statistics.median(keys):.1f} ms, worst {max(keys):.1f} ms of {KEYS} keys")


def _readings(text: str) -> list[float]:
    """Milliseconds of reading the text with one more character each."""
    glimpser = Glimpser(Question("function", {"key": "1", "variables": {"x": "real"}}))
    glimpser.at("x")
    times = []
    for number in range(KEYS):
        begun = time.perf_counter()
        glimpser.at(text[: LENGTH - KEYS + number])
        times.append(1000 * (time.perf_counter() - begun))
    return times


def _keys(text: str) -> list[float]:
    """Milliseconds from a key to the end of what it makes the terminal paint."""
    program = str(ROOT / "tests" / "terminal" / "small_ae.py")
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "HOME": home, "TERM": "xterm-256color"}
        child = pexpect.spawn(sys.executable, [program, "2.1"], env=environment, dimensions=(30, 100), encoding="utf-8")
        child.delaybeforesend = None
        child.expect("2.1>")
        for character in text[: LENGTH - KEYS]:
            child.send(character)
        _drain(child, 1.0)
        times = [_key(child, character) for character in text[LENGTH - KEYS :]]
        child.close(force=True)
    return times


def _key(child: "pexpect.spawn[str]", character: str) -> float:
    begun = time.perf_counter()
    child.send(character)
    last = _drain(child, 0.06)
    return 1000 * (last - begun)


def _drain(child: "pexpect.spawn[str]", patience: float) -> float:
    """Read until nothing comes for `patience` seconds; the time of the last byte."""
    last = time.perf_counter()
    while True:
        try:
            child.read_nonblocking(65536, timeout=patience)
            last = time.perf_counter()
        except pexpect.TIMEOUT:
            return last


if __name__ == "__main__":
    main()
