"""Whatever is typed gets a plain answer; nothing typed is run, accepted, or fatal."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.worker.hostile import HOSTILE
from tutor.kinds import Question, QuestionFault
from tutor.worker.handle import Worker

QUESTIONS = {
    "number": Question("number", {"key": "12345/678"}),
    "rounded number": Question("number", {"key": "12345/678", "decimals": "3"}),
    "function": Question("function", {"key": "x^2 exp(-x) + 17"}),
    "function almost everywhere": Question("function", {"key": "x^2 exp(-x) + 17", "equal": "a.e."}),
    "set": Question("set", {"key": "[0, 1/17]"}),
    "tuple": Question("tuple", {"key": "(12345, 678)"}),
    "choice": Question("choice", {"key": "C1", "options": "4", "reasons": "3"}),
    "table": Question("table", {"key": "N Y Y", "rows": "3"}),
    "order": Question("order", {"steps": "3", "before": [[1, 2], [2, 3]]}),
}


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    """One process for the whole table."""
    with Worker() as started:
        yield started


@pytest.mark.parametrize("asked", QUESTIONS)
@pytest.mark.parametrize("case", HOSTILE)
def test_it_is_never_correct_and_the_process_lives(worker: Worker, case: str, asked: str) -> None:
    """A verdict other than correct comes from the same process that judged before."""
    worker.start()
    process = worker.pid
    assert worker.judge(QUESTIONS[asked], HOSTILE[case]).verdict != "correct"
    assert worker.pid == process, "the judging process died"


@pytest.mark.parametrize("kind", ["number", "function", "set", "tuple", "choice", "table", "order"])
def test_a_key_is_no_safer_than_an_answer(worker: Worker, kind: str) -> None:
    """A pack from a stranger may hold the same texts; the process lives, and no answer is correct by accident."""
    asked = QUESTIONS[kind]
    worker.start()
    process = worker.pid
    for text in HOSTILE.values():
        question = Question(kind, {**asked.fields, "key": text}, {"a": text}, (("slip", text),))
        with contextlib.suppress(QuestionFault):
            assert worker.judge(question, "C4").verdict != "correct"
    assert worker.pid == process, "the judging process died"


def test_the_process_stays_small(worker: Worker) -> None:
    """After all of the table the resident memory of the process stays below 500 MB."""
    for text in HOSTILE.values():
        worker.judge(QUESTIONS["function"], text)
    status = Path(f"/proc/{worker.pid}/status")
    if not status.exists():
        pytest.skip("this system does not tell the memory of a process")
    (peak,) = (line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    assert int(peak) < 500_000


def test_it_still_judges(worker: Worker) -> None:
    """After all of it a right answer is still right."""
    for text in HOSTILE.values():
        worker.judge(QUESTIONS["set"], text)
    assert worker.judge(QUESTIONS["function"], "17 + x x e^-x").verdict == "correct"
