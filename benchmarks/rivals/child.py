"""A child process that asks one rival about one row at a time, and the handle that kills it when a cap is reached."""

import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

RIVALS = ("simplify", "equals", "math-verify")


@dataclass(frozen=True, slots=True)
class Reply:
    """What a rival said: correct, incorrect, undecided, no translation, error or capped; and its CPU milliseconds."""

    verdict: str
    ms: float


class Rival:
    """One rival in its own process, started on demand and killed after `cap` seconds on one row."""

    def __init__(self, name: str, cap: float) -> None:
        self.name, self.cap = name, cap
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def ask(self, row: dict[str, Any]) -> Reply:
        """Put one row to the rival."""
        if self._process is None or not self._process.is_alive():
            self._start()
        assert self._pipe is not None
        self._pipe.send(row)
        if self._pipe.poll(self.cap):
            try:
                return Reply(*self._pipe.recv())
            except EOFError:
                return Reply("error", self.cap * 1000)
        self.close()
        return Reply("capped", self.cap * 1000)

    def close(self) -> None:
        """Kill the child."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._process = None

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(self.name, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self._pipe.poll(120)
        self._pipe.recv()  # it is up and has imported what it needs; that is not timed


def _serve(name: str, pipe: Connection) -> None:
    ask = _ASK[name]()
    pipe.send("ready")
    while True:
        row = pipe.recv()
        started = time.process_time()
        try:
            verdict, began = ask(row)
            started = began if began is not None else started
        except Exception as error:  # whatever a rival raises is its answer to this row
            verdict = "no translation" if type(error).__name__.startswith("No") else "error"
        pipe.send((verdict, (time.process_time() - started) * 1000))


Asking = Callable[[dict[str, Any]], tuple[str, float | None]]
"""From a row to a verdict, and the CPU time at which the translation was done and the rival's own work began."""


def _sympy(decide: Callable[[Any], bool | None]) -> Asking:
    from benchmarks.labels import read_tree
    from benchmarks.rivals.to_sympy import NoTranslation, symbols, translated

    def ask(row: dict[str, Any]) -> tuple[str, float]:
        if row["kind"] == "set" or "measure(" in row["key"]:
            raise NoTranslation(row["kind"])
        variables = row.get("variables") or {}
        names = symbols(variables)
        trees = [read_tree(row[which], tuple(variables)) for which in ("answer", "key")]
        started = time.process_time()
        answer, key = (translated(t, names) for t in trees)
        return {True: "correct", False: "incorrect", None: "undecided"}[decide(answer - key)], started

    return ask


def _simplify() -> Asking:
    import sympy

    return _sympy(lambda difference: bool(sympy.simplify(difference) == 0))


def _equals() -> Asking:
    return _sympy(lambda difference: difference.equals(0))


def _math_verify() -> Asking:
    from math_verify import parse, verify

    from benchmarks.labels import read_tree
    from benchmarks.rivals.to_latex import latex

    def ask(row: dict[str, Any]) -> tuple[str, float]:
        names = tuple(row.get("variables") or {})
        texts = [f"${latex(read_tree(row[which], names))}$" for which in ("key", "answer")]
        started = time.process_time()
        key, answer = (parse(text) for text in texts)
        return ("correct" if verify(key, answer) else "incorrect"), started

    return ask


_ASK: dict[str, Callable[[], Asking]] = {"simplify": _simplify, "equals": _equals, "math-verify": _math_verify}
