"""From the start of the interpreter to the first prompt, in a real pseudo-terminal: `python benchmarks/startup.py`.

Each run is a first run in a new home folder, but for the parsed bank, which the first of all runs leaves behind. What
is printed is the time until the prompt can be read on the screen, and the processor time that was spent until then.
"""

import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import pexpect

ROOT = Path(__file__).resolve().parent.parent
RUNS = 15


def main() -> None:
    """Print the median and the worst of `RUNS` starts."""
    with tempfile.TemporaryDirectory() as home:
        _start(home)
        times = sorted(_start(home) for _ in range(RUNS))
    walls, cpus = [wall for wall, _ in times], [cpu for _, cpu in times]
    print(f"first prompt: median {statistics.median(walls):.0f} ms, worst {max(walls):.0f} ms of {RUNS} starts")
    print(f"processor time of all threads until then: median {statistics.median(cpus):.0f} ms")
    print("(a screen answers a start with its first question; the machine's other load counts too)")


def _start(home: str) -> tuple[float, float]:
    """Milliseconds of one start: on the wall, and of the processor."""
    shutil.rmtree(Path(home) / ".local", ignore_errors=True)
    environment = {**os.environ, "HOME": home, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        environment.pop(name, None)
    begun = time.perf_counter()
    child = pexpect.spawn(sys.executable, ["-m", "tutor"], env=environment, dimensions=(30, 100), encoding="utf-8")
    child.expect(r"w\.1>", timeout=20)
    wall = time.perf_counter() - begun
    fields = Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split() if Path("/proc").exists() else []
    cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") if fields else float("nan")
    child.sendeof()
    child.expect(pexpect.EOF, timeout=20)
    child.close()
    return 1000 * wall, 1000 * cpu


if __name__ == "__main__":
    main()
