"""Reading a line without any terminal art: for `--plain`, dumb terminals and pipes."""

import sys
from collections.abc import Callable

from tutor.terminal.line import Scene


class PlainLine:
    """Reads with `input`, so the terminal's own line editing is all there is. Raises as `InputLine.read` does."""

    def __init__(self, ask: Callable[[str], str] | None = None) -> None:
        self._ask = ask or _input

    def read(self, scene: Scene) -> str:
        """One answer or command; while a bracket is open, further lines are read, until an empty one."""
        text = self._ask(scene.prompt)
        while scene.glimpser is not None and scene.glimpser.is_open(text):
            more = self._ask("... ")
            if not more.strip():
                break
            text = f"{text}\n{more}"
        return text


def _input(prompt: str) -> str:
    line = input(prompt)
    if not sys.stdin.isatty():
        # A pipe does not echo, so the transcript would run together.
        print(line)
    return line
