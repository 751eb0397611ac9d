"""The owner's handle: it judges, survives every death of its process, and says what it could not decide."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tutor.judge.verdicts import GaveUp, Verdict
from tutor.kinds import Judgement, Question, QuestionFault
from tutor.worker.handle import Worker

ROOT = Path(__file__).parents[2]

HALF = Question("number", {"key": "1/2"})
LONG = Question("number", {"key": "1/2"}, mistakes=tuple((f"slip {n}", f"{n}") for n in range(1, 5000)))
"""A question about which a wrong answer takes long to judge."""


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    """A process for the tests that leave it as it was."""
    with Worker() as started:
        yield started


def reason(judgement: Judgement) -> str:
    """Why an answer is undecided."""
    assert judgement.verdict is Verdict.UNDECIDED
    ((_, ruling),) = judgement.rulings
    assert isinstance(ruling.evidence, GaveUp)
    return ruling.evidence.tried[0]


def test_it_judges(worker: Worker) -> None:
    """Right is correct, wrong is incorrect, a set is a misfit, half a text is unreadable."""
    verdicts = [worker.judge(HALF, answer).verdict for answer in ("2/4", "1/3", "[0,1]", "1/")]
    assert verdicts == ["correct", "incorrect", "misfit", "unreadable"]


def test_an_unaskable_question_is_a_fault(worker: Worker) -> None:
    """The author's fault crosses the boundary with its field, and the process lives on."""
    process = worker.pid
    with pytest.raises(QuestionFault) as fault:
        worker.judge(Question("number", {"key": "1 +"}), "1")
    assert fault.value.field == "key"
    assert fault.value.span == (3, 3)
    assert worker.pid == process


def test_the_same_answer_is_the_same_judgement(worker: Worker) -> None:
    """What was judged in between changes nothing."""
    question = Question("function", {"key": "x^2", "equal": "a.e."})
    first = worker.judge(question, "x^3")
    worker.judge(HALF, "2/4")
    assert worker.judge(question, "x^3") == first


def test_a_process_killed_between_answers_is_replaced() -> None:
    """The next answer finds a new process and is judged as if nothing had happened."""
    with Worker() as worker:
        worker.judge(HALF, "1/2")
        killed = worker.pid
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        os.waitid(os.P_PID, killed, os.WEXITED | os.WNOWAIT)
        assert worker.judge(HALF, "2/4").verdict == "correct"
        assert worker.pid != killed


def test_a_process_killed_over_an_answer_leaves_it_undecided(caplog: pytest.LogCaptureFixture) -> None:
    """The answer is undecided and logged; the next one is judged."""
    with Worker() as worker, caplog.at_level(logging.WARNING, "tutor.worker"):
        worker.judge(HALF, "1/2")
        killed = worker.pid
        assert killed is not None
        os.kill(killed, signal.SIGSTOP)
        threading.Timer(0.05, os.kill, (killed, signal.SIGKILL)).start()
        assert reason(worker.judge(HALF, "2/4")) == "the judging process was lost: it was ended by SIGKILL"
        assert "2/4" in caplog.text
        assert worker.judge(HALF, "2/4").verdict == "correct"


def test_a_silent_process_is_killed() -> None:
    """A process that does not answer in time is ended from outside."""
    with Worker(patience=1.0) as worker:
        worker.judge(HALF, "1/2")
        silent = worker.pid
        assert silent is not None
        os.kill(silent, signal.SIGSTOP)
        assert "silent for 1 seconds" in reason(worker.judge(HALF, "2/4"))
        with pytest.raises(ProcessLookupError):
            os.kill(silent, 0)


def test_computing_too_long_is_ended() -> None:
    """The limit on computing ends what step budgets did not, and the next answer is judged."""
    with Worker(seconds=0.05) as worker:
        found = worker.judge(LONG, "0")
        assert reason(found) == "the judging process was lost: it computed for too long"


def test_a_process_is_renewed_in_time() -> None:
    """After its lifetime a process makes room for another, between two answers."""
    with Worker(lifetime=2) as worker:
        processes = []
        for _ in range(5):
            assert worker.judge(HALF, "2/4").verdict == "correct"
            processes.append(worker.pid)
    first, second, third = processes[0], processes[2], processes[4]
    assert processes == [first, first, second, second, third]
    assert len({first, second, third}) == 3


def test_a_closed_handle_can_be_used_again() -> None:
    """Closing ends the process; judging starts another."""
    worker = Worker()
    assert worker.pid is None
    assert worker.judge(HALF, "1/2").verdict == "correct"
    worker.close()
    assert worker.pid is None
    assert worker.judge(HALF, "1/2").verdict == "correct"
    worker.close()


def test_no_process_outlives_its_owner() -> None:
    """When the owner is killed, its process reads the end of its messages and is gone."""
    script = (
        "from tutor.kinds import Question; from tutor.worker.handle import Worker; import time\n"
        "worker = Worker(); worker.judge(Question('number', {'key': '1'}), '1')\n"
        "print(worker.pid, flush=True); time.sleep(60)"
    )
    owner = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE)
    assert owner.stdout is not None
    orphan = int(owner.stdout.readline())
    owner.kill()
    owner.wait()
    owner.stdout.close()
    for _ in range(500):
        if not is_running(orphan):
            break
        time.sleep(0.01)
    assert not is_running(orphan)


def is_running(pid: int) -> bool:
    """Whether there is such a process that is not merely waiting to be forgotten."""
    status = Path(f"/proc/{pid}/stat")
    if status.exists():
        return status.read_text().rpartition(")")[2].split()[0] not in "ZX"
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return not Path("/proc/self").exists()


def test_threads_take_turns(worker: Worker) -> None:
    """Several threads may ask one handle; each gets its own answer."""
    found: dict[int, str] = {}

    def ask(number: int) -> None:
        judgement = worker.judge(Question("number", {"key": str(number)}), str(number % 2 * number))
        found[number] = judgement.verdict.value

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: "correct" if number % 2 else "incorrect" for number in range(1, 9)}
