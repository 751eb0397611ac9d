"""Judging one answer without a worker: a fork of this process judges, under the same limits, and is gone.

So a one-shot command pays for one start of Python, not two, and still outlives any answer.
"""

import io
import os
from typing import TYPE_CHECKING

from tutor.judge.verdicts import Verdict
from tutor.kinds import Judgement, Question
from tutor.worker.child import replied
from tutor.worker.limits import MEMORY, SECONDS, how_it_ended, limit_computing, limit_memory, no_core_dumps
from tutor.worker.messages import Plain, opened, plain_question, read_frame, undecided, write_frame

if TYPE_CHECKING:
    from tutor.simulation import Nothing, Simulation


def judge_alone(question: Question, answer: str, memory: int = MEMORY, seconds: float = SECONDS) -> Judgement:
    """The judgement of one answer. Raises QuestionFault when the question cannot be asked.

    For a process with a single thread. Where the system cannot fork, this process judges without limits.
    """
    reply = _reply({"question": plain_question(question), "answer": answer}, memory, seconds)
    if isinstance(reply, str):
        return undecided(f"the judging process was lost: {reply}")
    return opened(reply)


def simulate_alone(
    question: Question,
    answer: str,
    verdict: Verdict | None = None,
    memory: int = MEMORY,
    seconds: float = SECONDS,
    *,
    reveal: bool = False,
) -> "Simulation | Nothing":
    """A simulation about one answer, or why there is none. Raises QuestionFault."""
    from tutor.worker.simulating import lost, opened_simulation, request

    reply = _reply(request(question, answer, reveal=reveal, verdict=verdict), memory, seconds)
    return lost(reply) if isinstance(reply, str) else opened_simulation(reply)


def _reply(message: Plain, memory: int, seconds: float) -> Plain | str:
    """What a fork of this process replies; how it ended where it did not."""
    if not hasattr(os, "fork"):
        return replied(message)
    receiving, sending = os.pipe()
    pid = os.fork()
    if pid == 0:
        _reply_and_exit(message, sending, memory, seconds)
    os.close(sending)
    with open(receiving, "rb") as stream:
        reply = stream.read()
    _, status = os.waitpid(pid, 0)
    return read_frame(io.BytesIO(reply)) if reply else how_it_ended(os.waitstatus_to_exitcode(status))


def _reply_and_exit(message: Plain, sending: int, memory: int, seconds: float) -> None:
    """The fork's whole life; it must never return into the code of its parent."""
    try:
        no_core_dumps()
        os.environ["OPENBLAS_NUM_THREADS"] = "1"  # the threads of numerical libraries would eat the memory limit
        _say_nothing()
        limit_memory(memory)
        limit_computing(seconds)
        with open(sending, "wb") as stream:
            write_frame(stream, replied(message))
        os._exit(0)
    finally:
        os._exit(1)


def _say_nothing() -> None:
    """What C libraries print on their way down must not mix with what the parent prints."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
