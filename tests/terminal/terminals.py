"""A real pseudo-terminal: keys go in, and what stands on the screen comes out."""

import os
import sys
import time
from pathlib import Path

import pexpect
import pyte

HERE = Path(__file__).parent


class Terminal:
    """A program in a terminal of this size, with a screen that is kept up to date."""

    def __init__(self, home: Path, columns: int, rows: int, *words: str, **environment: str) -> None:
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("XDG_")}
        inherited.pop("NO_COLOR", None)
        env = {**inherited, "HOME": str(home), "TERM": "xterm-256color", "LANG": "C.UTF-8", **environment}
        self.history = pyte.HistoryScreen(columns, rows, history=2000, ratio=1)
        self.stream = pyte.Stream(self.history)
        self.raw = ""
        self.child = pexpect.spawn(
            sys.executable,
            [str(HERE / "small_ae.py"), *words],
            env=env,
            dimensions=(rows, columns),
            encoding="utf-8",
            timeout=20,
        )

    def wait(self, text: str, seconds: float = 20.0) -> None:
        """Until the text stands on the screen, and the screen has come to rest."""
        end = time.monotonic() + seconds
        while text not in " ".join(self.screen.split()):
            if time.monotonic() > end or not (self.child.isalive() or self._take(0.1)):
                raise AssertionError(f"{text!r} does not come:\n{self.screen}")
            self._take(0.05)
        self.rest()

    def rest(self) -> None:
        """Until nothing is written any more."""
        while self._take(0.1):
            pass

    def type(self, keys: str) -> None:
        """Press keys, as they are."""
        self.child.send(keys)

    def enter(self, line: str, until: str) -> None:
        """Type a line and Enter, and wait for a text that is the answer to it."""
        self.type(line + "\r")
        self.wait(until)

    @property
    def screen(self) -> str:
        """What stands on the screen now, without the empty end of each row."""
        return "\n".join(row.rstrip() for row in self.history.display).rstrip()

    @property
    def everything(self) -> str:
        """What has scrolled off the top, and the screen."""
        gone = ["".join(row[x].data for x in range(self.history.columns)).rstrip() for row in self.history.history.top]
        return "\n".join([*gone, self.screen]).rstrip()

    def close(self) -> None:
        """End the program."""
        self.child.close(force=True)

    def _take(self, patience: float) -> bool:
        try:
            text = self.child.read_nonblocking(65536, timeout=patience)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        self.raw += text
        self.stream.feed(text)
        if "\x1b[6n" in text:
            # The program asks where the cursor is; a terminal answers.
            self.child.send(f"\x1b[{self.history.cursor.y + 1};{self.history.cursor.x + 1}R")
        return True
