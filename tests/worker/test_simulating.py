"""Simulations in the judging process: they travel, they end, and whatever kills them costs no verdict."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from tutor.judge.verdicts import Verdict
from tutor.kinds import Question, QuestionFault
from tutor.simulation import Nothing, Simulation
from tutor.worker import child, simulating
from tutor.worker.alone import simulate_alone
from tutor.worker.handle import Worker
from tutor.worker.simulating import opened_simulation, request

RELU = Question("cdf", {"of": "law(relu(Z)), Z ~ N(0,1)"})
RIGHT = "0 for x<0, Phi(x) for x>=0"


def test_a_worker_judges_and_simulates() -> None:
    """One process does both, within its memory, and gives the same numbers as a fork."""
    with Worker() as worker:
        assert worker.judge(RELU, RIGHT).verdict is Verdict.CORRECT
        process = worker.pid
        found = worker.simulate(RELU, RIGHT, verdict=Verdict.CORRECT)
        assert isinstance(found, Simulation)
        assert "fit the verdict" in found.conclusion
        assert worker.judge(RELU, "Phi(x)").verdict is Verdict.INCORRECT
        assert worker.pid == process
    assert simulate_alone(RELU, RIGHT, Verdict.CORRECT) == found


def test_a_broken_question_is_the_authors() -> None:
    """The fault of the question crosses the boundary."""
    broken = Question("number", {"key": "1 +"})
    with Worker() as worker, pytest.raises(QuestionFault) as fault:
        worker.simulate(broken, "1")
    assert fault.value.field == "key"
    with pytest.raises(QuestionFault):
        simulate_alone(broken, "1")


def test_a_simulation_that_kills_its_process_is_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """It is logged, and the next answer is judged."""
    with Worker(seconds=0.001) as worker, caplog.at_level(logging.WARNING, "tutor.worker"):
        found = worker.simulate(RELU, RIGHT)
        assert isinstance(found, Nothing)
        assert "computed for too long" in found.reason
        assert caplog.records
    lost = simulate_alone(RELU, RIGHT, seconds=0.001)
    assert isinstance(lost, Nothing)


@pytest.mark.parametrize(("failure", "said"), [(MemoryError(), "memory"), (KeyError("x"), "a bug")])
def test_a_bug_costs_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, failure: Exception, said: str
) -> None:
    """A simulation that fails is nothing with a reason, and a bug is logged."""

    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(simulating, "simulate", fail)
    found = opened_simulation(child.replied(request(RELU, RIGHT, reveal=False, verdict=None)))
    assert isinstance(found, Nothing)
    assert said in found.reason
    assert bool(caplog.records) is (said == "a bug")


def test_the_handle_loads_no_numpy() -> None:
    """The owner of a worker pays for no simulation; its child does."""
    code = (
        "import sys\n"
        "from tutor.kinds import Question\n"
        "from tutor.worker.handle import Worker\n"
        "with Worker() as worker:\n"
        "    worker.simulate(Question('cdf', {'of': 'N(0,1)'}), 'Phi(x)')\n"
        "assert 'numpy' not in sys.modules\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
