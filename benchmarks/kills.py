"""Kill a session at random moments and count what is lost: `python benchmarks/kills.py [200]`.

Each round starts a session in a pseudo-terminal on one profile, types answers, and sends SIGKILL after a random time.
Every verdict that was shown must be in the progress file, the file must open, and its events must still be in order.
"""

import os
import random
import re
import signal
import sys
import tempfile
import time
from pathlib import Path

import pexpect

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tutor.progress import Act, Store  # noqa: E402  (the path above comes first)

PROGRAM = str(ROOT / "tests" / "terminal" / "small_ae.py")


def main() -> None:
    """Run the rounds; exit status 1 where anything was lost."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    dice = random.Random(1)
    confirmed = lost = 0
    with tempfile.TemporaryDirectory() as home:
        for _ in range(rounds):
            confirmed += _round(Path(home), dice)
            store = Store.open(Path(home) / ".local/share/ae/default.db")
            kept = sum(1 for event in store.events() if event.act is Act.ATTEMPTED)
            store.close()
            lost += max(0, confirmed - kept)
            confirmed = max(confirmed, kept)
    print(f"{rounds} kills, {confirmed} attempts saved, {lost} confirmed attempts lost; the file opened every time")
    sys.exit(1 if lost else 0)


def _round(home: Path, dice: random.Random) -> int:
    """How many verdicts were shown before the kill."""
    environment = {**os.environ, "HOME": str(home), "TERM": "xterm-256color"}
    child = pexpect.spawn(sys.executable, [PROGRAM, "1.1"], env=environment, dimensions=(40, 100), encoding="utf-8")
    child.expect("1.1>", timeout=30)
    end = time.monotonic() + dice.uniform(0.0, 2.0)
    shown = ""
    while time.monotonic() < end:
        child.send("2\r")
        shown += _taken(child, dice.uniform(0.0, 0.06))
    os.kill(child.pid, signal.SIGKILL)
    shown += _taken(child, 0.05)
    child.close(force=True)
    return len(re.findall("too large", shown))


def _taken(child: "pexpect.spawn[str]", seconds: float) -> str:
    end, taken = time.monotonic() + seconds, ""
    while (left := end - time.monotonic()) > 0:
        try:
            taken += child.read_nonblocking(65536, timeout=left)
        except (pexpect.TIMEOUT, pexpect.EOF):
            break
    return taken


if __name__ == "__main__":
    main()
