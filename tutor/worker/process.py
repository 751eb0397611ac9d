"""A child process that answers one message at a time, and is killed from outside when it does not.

The judging process and the computer algebra process are both such children. A child imports what its owner would
import: it gets the owner's module path, so a stray file in the working directory changes nothing.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from typing import BinaryIO, cast

from tutor.worker.limits import how_it_ended
from tutor.worker.messages import Plain, read_frame, write_frame

BIRTH = 60.0
"""Seconds of real time that a child may take to start, on a machine that is busy with other things."""

_BOOT = "import sys; sys.path[:] = sys.argv[3:]; from {module} import main; main(int(sys.argv[1]), float(sys.argv[2]))"


class Lost(Exception):  # noqa: N818  (an outcome: the child is gone, here is how)
    """The child died or was killed before it answered; `reason` says how in plain words, `trace` what it printed."""

    def __init__(self, reason: str, trace: str = "") -> None:
        super().__init__(reason)
        self.reason, self.trace = reason, trace


class CannotStart(Exception):  # noqa: N818  (a broken installation, said to its owner)
    """The child ended before its first message; the text is what it printed."""


class Child:
    """One running child. It runs `main(memory, seconds)` of a module, which greets with a frame and then serves."""

    def __init__(self, module: str, memory: int, seconds: float, leads_group: bool = False) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (closed by `kill`)
        self._leads_group = leads_group and os.name == "posix"
        command = [sys.executable, "-c", _BOOT.format(module=module), str(memory), str(seconds), *sys.path]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=_environment(),
            process_group=0 if self._leads_group else None,
        )
        self._courier = ThreadPoolExecutor(max_workers=1)
        self._greeted = False

    @property
    def pid(self) -> int:
        """The process id of the child."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the child was running a moment ago."""
        return self._process.poll() is None

    def ask(self, message: Plain, patience: float) -> Plain:
        """The child's answer. Raises Lost when it dies or stays silent for `patience` seconds, CannotStart at birth.

        After either the child must be killed.
        """
        if not self._greeted:
            self._within(BIRTH, self._read)
            self._greeted = True
        return self._within(patience, lambda: self._exchange(message))

    def kill(self) -> None:
        """End the child, and its own children where it leads a group; harmless when they are gone."""
        end: Callable[[], None] = self._kill_group if self._leads_group else self._process.kill
        with contextlib.suppress(ProcessLookupError):
            end()
        self._process.wait()
        self._courier.shutdown(wait=True)
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            with contextlib.suppress(OSError):  # what was not yet sent has no receiver any more
                cast(BinaryIO, stream).close()

    def _kill_group(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)

    def _within(self, patience: float, act: Callable[[], Plain]) -> Plain:
        try:
            return self._courier.submit(act).result(timeout=patience)
        except Late:
            raise Lost(f"it was silent for {patience:g} seconds", self._printed()) from None
        except (EOFError, OSError):
            status = self._process.wait(timeout=patience)
            if not self._greeted:
                raise CannotStart(self._printed()) from None
            raise Lost(how_it_ended(status), self._printed()) from None

    def _exchange(self, message: Plain) -> Plain:
        write_frame(cast(BinaryIO, self._process.stdin), message)
        return self._read()

    def _read(self) -> Plain:
        return read_frame(cast(BinaryIO, self._process.stdout))

    def _printed(self) -> str:
        self._errors.seek(0)
        return self._errors.read()[-2000:].decode("utf-8", "replace").strip()


def serve(answer: Callable[[Plain], Plain]) -> None:
    """The child's side: greet, then answer each message until the owner is gone.

    Only frames may go to the owner, so whatever else this process prints goes to its standard error.
    """
    receiving = sys.stdin.buffer
    sending = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with contextlib.suppress(EOFError, BrokenPipeError):
        write_frame(sending, {})
        while True:
            write_frame(sending, answer(read_frame(receiving)))


def _environment() -> dict[str, str]:
    """One thread for numerical libraries, whose threads would eat the memory limit, and the same hashes every time."""
    return {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
