"""A session without a terminal: events go in, what was said and saved comes out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.session.small_course import judge
from tutor.judge.verdicts import Verdict
from tutor.kinds import Judgement, Question
from tutor.progress import Event
from tutor.session import Effect, Judge, Judged, Opened, Probe, Probed, Save, Say, State, Typed, step
from tutor.session.state import Happening


@dataclass
class Driver:
    """Carries out effects in memory: the judge answers at once, events are kept in a list."""

    state: State
    judge: Callable[[Question, str], Judgement] = judge
    saved: list[Event] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)

    def open(self, place: str = "") -> str:
        """`ae`, or `ae learn PLACE`; what was said."""
        return self.send(Opened(self._tick(), place))

    def type(self, *lines: str) -> str:
        """Type lines one after the other; what was said to the last."""
        said = ""
        for line in lines:
            said = self.send(Typed(self._tick(), line))
        return said

    def send(self, event: Happening) -> str:
        """Let one event happen, and all that follows from it at once."""
        start = len(self.said)
        waiting = [event]
        while waiting:
            self.state, effects = step(self.state, waiting.pop(0))
            for effect in effects:
                self.effects.append(effect)
                waiting += self._carry_out(effect)
        return "\n".join(self.said[start:])

    def _carry_out(self, effect: Effect) -> list[Happening]:
        match effect:
            case Say(lines):
                self.said += [line.text for line in lines]
            case Save(event):
                self.saved.append(event)
            case Judge(ticket, question, answer):
                return [Judged(self._tick(), ticket, self.judge(question, answer))]
            case Probe(ticket, suspects):
                right = (name for name, question, answer in suspects if self._is_right(question, answer))
                return [Probed(self._tick(), ticket, next(right, ""))]
        return []

    def _is_right(self, question: Question, answer: str) -> bool:
        return self.judge(question, answer).verdict is Verdict.CORRECT

    def _tick(self) -> datetime:
        return self.state.now + timedelta(seconds=1)
