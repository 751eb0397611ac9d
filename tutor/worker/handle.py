"""The handle by which an owner (a lesson, a grader, a batch) holds its judging process."""

import logging
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Self

from tutor.judge.verdicts import Verdict
from tutor.kinds import Judgement, Question
from tutor.worker.limits import MEMORY, SECONDS
from tutor.worker.messages import Plain, opened, plain_question, undecided
from tutor.worker.process import Child, Lost

if TYPE_CHECKING:
    from tutor.simulation import Nothing, Simulation

PATIENCE = 20.0
"""Seconds of real time after which a silent judge is killed. Its own limits come long before."""

LIFETIME = 20_000
"""Answers after which a process is renewed: C libraries lose a little memory here and there (printing one of FLINT's
polynomials loses some 200 bytes), and a long run must judge like a short one."""

log = logging.getLogger("tutor.worker")


class Worker:
    """A judging process, started when needed and started anew when it dies.

    Every answer gets a judgement: one that kills its process is undecided, says why, and is logged as a bug.
    Use it as a context manager, or `close` it. Calls from several threads wait for one another.
    """

    def __init__(
        self,
        memory: int = MEMORY,
        seconds: float = SECONDS,
        patience: float = PATIENCE,
        lifetime: int = LIFETIME,
    ) -> None:
        self._memory, self._seconds, self._patience, self._lifetime = memory, seconds, patience, lifetime
        self._answers = 0
        self._child: Child | None = None
        self._lock = Lock()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The process id of the child that is up; None without one."""
        return self._child.pid if self._child else None

    def start(self) -> None:
        """Start the process without waiting for it, so that the first answer finds it warm."""
        with self._lock:
            self._running()

    def judge(self, question: Question, answer: str) -> Judgement:
        """The judgement of this answer.

        Raises QuestionFault when the question cannot be asked, CannotStart when no process can be had at all.
        """
        try:
            reply = self._asked({"question": plain_question(question), "answer": answer})
        except Lost as lost:
            log.warning("judging %r for %r: %s\n%s", answer[:500], question, lost.reason, lost.trace)
            return undecided(f"the judging process was lost: {lost.reason}")
        return opened(reply)

    def simulate(
        self, question: Question, answer: str, *, reveal: bool = False, verdict: Verdict | None = None
    ) -> "Simulation | Nothing":
        """A simulation about this answer, or why there is none; see `tutor.simulation.simulate`.

        Raises QuestionFault when the question cannot be asked, CannotStart when no process can be had at all.
        """
        from tutor.worker.simulating import lost as nothing
        from tutor.worker.simulating import opened_simulation, request

        try:
            reply = self._asked(request(question, answer, reveal=reveal, verdict=verdict))
        except Lost as lost:
            log.warning("simulating %r for %r: %s\n%s", answer[:500], question, lost.reason, lost.trace)
            return nothing(lost.reason)
        return opened_simulation(reply)

    def close(self) -> None:
        """End the process. The handle stays usable: the next answer starts another."""
        with self._lock:
            self._drop()

    def _asked(self, message: Plain) -> Plain:
        """The child's reply. Raises Lost, and whatever interrupts the waiting, after the child was dropped."""
        with self._lock:
            try:
                reply = self._running().ask(message, self._patience)
                self._answers += 1
            except BaseException:
                self._drop()
                raise
        return reply

    def _running(self) -> Child:
        if self._child is not None and (self._answers >= self._lifetime or not self._child.alive):
            self._drop()
        if self._child is None:
            self._answers = 0
            self._child = Child("tutor.worker.child", self._memory, self._seconds, leads_group=True)
        return self._child

    def _drop(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child = None
