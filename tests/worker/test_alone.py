"""A one-shot command judges in a fork of itself and outlives it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tutor.worker.engine import engine
from tutor.worker.lines import result_line
from tutor.worker.messages import undecided

ROOT = Path(__file__).parents[2]

SCRIPT = """
import os, sys
from tutor.kinds import Question
from tutor.worker import alone

def harm(message):
    {harm}

if {patched}:
    alone.replied = harm
found = alone.judge_alone(Question("number", {{"key": "1/2"}}), "2/4", seconds=0.2)
print(found.verdict, *(ruling.evidence for _, ruling in found.rulings))
"""


def printed(harm: str, patched: bool = True) -> str:
    """What a process prints that judges one answer by this code."""
    script = SCRIPT.format(harm=harm, patched=patched)
    run = [sys.executable, "-c", script]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout


def test_it_judges() -> None:
    """A right answer is correct."""
    assert printed("pass", patched=False).startswith("correct Proof")


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        ("os.write(1, b'noise'); os.write(2, b'noise'); os.abort()", "it ran out of memory"),
        ("os.kill(os.getpid(), 9)", "it was ended by SIGKILL"),
        ("while True: pass", "it computed for too long"),
        ("b'x' * 10**9", "it ended with status 1"),
        ("sys.exit('no')", "it ended with status 1"),
    ],
)
def test_it_outlives_its_fork(harm: str, reason: str) -> None:
    """Whatever ends the fork, the answer is undecided and nothing else is printed."""
    found = printed(harm)
    assert found.startswith("undecided")
    assert reason in found


def test_the_engine_has_a_name() -> None:
    """The name of the engine is short, the same every time, and part of every line."""
    version, plus, digest = engine().partition("+")
    assert version
    assert plus
    assert len(digest) == 12
    assert result_line("a", undecided("no"))["engine"] == engine()


def test_the_time_may_be_left_out() -> None:
    """Result files are the same byte for byte, so they tell no time."""
    assert "ms" not in result_line("a", undecided("no"))
    assert result_line("a", undecided("no"), 1.23456)["ms"] == 1.235
