"""The loop: read a line, step the session, carry out its effects. Everything that touches the world is a port."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from tutor.feedback.lines import Line, Lines, Role
from tutor.feedback.words import say
from tutor.judge.verdicts import Verdict
from tutor.kinds import Judgement, Question, QuestionFault
from tutor.progress import Event, Journal
from tutor.session import (
    Calculate,
    Draw,
    Edit,
    Effect,
    Ended,
    Interrupted,
    Judge,
    Judged,
    Leave,
    Opened,
    Phase,
    Probe,
    Probed,
    Save,
    Say,
    Simulate,
    State,
    Typed,
    WriteNotes,
    step,
)
from tutor.session.state import Happening

PATIENCE = 0.15
"""Seconds after which a check says that it is under way."""


class NoJudge(Exception):  # noqa: N818  (an outcome that the learner is told of)
    """No judging process can be had; the reason."""


@dataclass(frozen=True)
class Ports:
    """The world, as the loop needs it."""

    read: Callable[[State], str]
    """One line; raises KeyboardInterrupt for Ctrl-C and EOFError at the end."""
    show: Callable[[Lines], None]
    judge: Callable[[Question, str], Judgement]
    """Raises NoJudge, and QuestionFault for a question that cannot be asked."""
    journal: Journal
    now: Callable[[], datetime]
    calculate: Callable[[str], Lines]
    draw: Callable[[Draw], Lines]
    simulate: Callable[[Simulate], Lines]
    """Raises NoJudge, and QuestionFault for a question that cannot be asked."""
    write_notes: Callable[[str], Lines]
    edit: Callable[[], str]


class Loop:
    """One session, from its first screen to the farewell."""

    def __init__(self, state: State, ports: Ports) -> None:
        self.state, self._ports = state, ports
        self._trouble = ""

    def run(self, place: str = "") -> State:
        """Go through a session; the last state. `place` is where to begin, "" to resume."""
        self.happen(Opened(self._ports.now(), place))
        while self.state.phase is not Phase.LEFT:
            self.happen(self._next())
        return self.state

    def happen(self, event: Happening) -> None:
        """Let one event happen, and everything that follows from it."""
        waiting = [event]
        while waiting:
            self.state, effects = step(self.state, waiting.pop(0))
            for effect in effects:
                waiting += self._carry_out(effect)

    def _next(self) -> Happening:
        while True:
            try:
                return Typed(self._ports.now(), self._ports.read(self.state))
            except KeyboardInterrupt:
                continue
            except EOFError:
                return Ended(self._ports.now())

    def _carry_out(self, effect: Effect) -> list[Happening]:
        ports = self._ports
        match effect:
            case Say(lines):
                ports.show(lines)
            case Save(event):
                self._save(event)
            case Judge(ticket, question, answer):
                return [self._judged(ticket, question, answer)]
            case Probe(ticket, suspects):
                return [self._probed(ticket, suspects)]
            case Calculate(expression):
                self._tell(lambda: ports.calculate(expression))
            case Draw():
                self._tell(lambda: ports.draw(effect))
            case Simulate():
                self._tell(lambda: ports.simulate(effect))
            case WriteNotes(text):
                ports.show(ports.write_notes(text))
            case Edit():
                return [Typed(ports.now(), ports.edit())]
            case Leave():
                pass
        return []

    def _tell(self, make: Callable[[], Lines]) -> None:
        """Show what takes a while to make; Ctrl-C leaves it."""
        try:
            with self._under_way():
                lines = make()
        except KeyboardInterrupt:
            lines = (Line(say("session.interrupted"), Role.PUZZLED),)
        except NoJudge as reason:
            lines = (Line(say("session.no-judge", reason=reason), Role.PUZZLED),)
        except QuestionFault as fault:
            lines = (Line(say("session.broken", field=fault.field, reason=fault.message), Role.PUZZLED),)
        self._ports.show(lines)

    def _judged(self, ticket: int, question: Question, answer: str) -> Happening:
        try:
            with self._under_way():
                judgement = self._ports.judge(question, answer)
        except KeyboardInterrupt:
            return Interrupted(self._ports.now(), ticket)
        except NoJudge as reason:
            self._ports.show((Line(say("session.no-judge", reason=reason), Role.PUZZLED),))
            return Interrupted(self._ports.now(), ticket, by_learner=False)
        except QuestionFault as fault:
            self._ports.show((Line(say("session.broken", field=fault.field, reason=fault.message), Role.PUZZLED),))
            return Interrupted(self._ports.now(), ticket, by_learner=False)
        return Judged(self._ports.now(), ticket, judgement)

    def _probed(self, ticket: int, suspects: tuple[tuple[str, Question, str], ...]) -> Happening:
        """The first suspicion that the judge proves."""
        try:
            with self._under_way():
                found = next((name for name, question, answer in suspects if self._is_right(question, answer)), "")
        except KeyboardInterrupt:
            return Interrupted(self._ports.now(), ticket)
        return Probed(self._ports.now(), ticket, found)

    def _is_right(self, question: Question, answer: str) -> bool:
        try:
            return self._ports.judge(question, answer).verdict is Verdict.CORRECT
        except (NoJudge, QuestionFault):
            return False

    @contextmanager
    def _under_way(self) -> Iterator[None]:
        """Say that something is being checked once it has taken `PATIENCE`."""
        lock, done = threading.Lock(), False

        def tell() -> None:
            with lock:
                if not done:
                    self._ports.show((Line(say("session.checking"), Role.QUIET),))

        timer = threading.Timer(PATIENCE, tell)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            with lock:
                done = True
            timer.cancel()

    def _save(self, event: Event) -> None:
        """Save, and tell once when that stops or starts to work; the event is kept in either case."""
        problem = self._ports.journal.write(event)
        why = problem.why if problem else ""
        if problem and why != self._trouble:
            sentence = say(f"store.{why}", path=problem.path, detail=problem.detail)
            self._ports.show((Line(sentence, Role.PUZZLED),))
        elif self._trouble and not why:
            self._ports.show((Line(say("store.saved-again"), Role.QUIET),))
        self._trouble = why
