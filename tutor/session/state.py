"""The state of a session, what can happen to it, and what it wants done. All of it is values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tutor.feedback.lines import Lines
from tutor.judge.verdicts import Verdict
from tutor.kinds import Judgement, Question
from tutor.progress import Event, Record
from tutor.session.course import Course, Item, Part, Stop


class Phase(StrEnum):
    """What the session waits for."""

    RESTING = "resting"
    """Nothing is asked; Enter goes on. A solved item can be answered again for play."""
    ASKING = "asking"
    PREDICTING = "predicting"
    JUDGING = "judging"
    LEFT = "left"


class Walk(StrEnum):
    """What is being walked through."""

    NOTHING = "nothing"
    WARM_UP = "warm-up"
    LESSON = "lesson"
    REVIEW = "review"
    PRACTICE = "practice"
    SET = "set"


@dataclass(frozen=True, slots=True)
class Plan:
    """A list of stops, and what it is; a lesson has an id and a number."""

    walk: Walk = Walk.NOTHING
    stops: tuple[Stop, ...] = ()
    lesson: str = ""
    number: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An answer that is with the judge."""

    ticket: int
    answer: str
    playing: bool = False
    """The part was finished already, so nothing depends on this answer."""
    judgement: Judgement | None = None
    """The judgement, while it is only the diagnosis that is waited for."""


@dataclass(frozen=True, slots=True)
class Verdicted:
    """The last verdict, for `why` and `plot`."""

    answer: str
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class State:
    """Everything about a session. `session` names it, `serial` counts its events; together they make their uids."""

    course: Course
    record: Record
    session: str
    now: datetime
    language: str = "en"
    path: str = ""
    plan: Plan = Plan()
    here: int = 0
    item: Item | None = None
    part: int = 0
    phase: Phase = Phase.RESTING
    waiting: Waiting | None = None
    last: Verdicted | None = None
    confirming: str = ""
    """The command that was asked to be repeated before it is carried out."""
    serial: int = 0
    can_plot: bool = True

    @property
    def graded(self) -> bool:
        """Whether this is a graded set: no hints, no evidence, no undo."""
        return self.plan.walk is Walk.SET

    @property
    def stop(self) -> Stop | None:
        """Where the learner stands; None before the first and after the last stop."""
        return self.plan.stops[self.here] if self.here < len(self.plan.stops) else None

    @property
    def asked(self) -> Part | None:
        """The part that is asked, or was solved last."""
        return self.item.parts[self.part] if self.item else None


# What can happen. Every event says when.


@dataclass(frozen=True, slots=True)
class Opened:
    """`ae` was started: `place` as in `ae learn 2.3`, or `review`; "" resumes."""

    at: datetime
    place: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """A line (or several, where brackets were open) and Enter."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Judged:
    """The judge is done with the answer of that ticket."""

    at: datetime
    ticket: int
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Probed:
    """Which diagnosis was proved, "" for none."""

    at: datetime
    ticket: int
    diagnosis: str


@dataclass(frozen=True, slots=True)
class Interrupted:
    """Ctrl-C while the judge was at work, or its worker had to be stopped (`by_us`)."""

    at: datetime
    ticket: int
    by_learner: bool = True


@dataclass(frozen=True, slots=True)
class Ended:
    """Ctrl-D, or the end of the input."""

    at: datetime


Happening = Opened | Typed | Judged | Probed | Interrupted | Ended


# What is to be done, in this order.


@dataclass(frozen=True, slots=True)
class Say:
    """Show these lines."""

    lines: Lines


@dataclass(frozen=True, slots=True)
class Save:
    """Write the event to the progress file, before anything that follows is shown."""

    event: Event


@dataclass(frozen=True, slots=True)
class Judge:
    """Have the answer judged, then send `Judged`."""

    ticket: int
    question: Question
    answer: str


@dataclass(frozen=True, slots=True)
class Probe:
    """Have these mended answers judged in turn; the first correct one is the diagnosis. Then send `Probed`."""

    ticket: int
    suspects: tuple[tuple[str, Question, str], ...]


@dataclass(frozen=True, slots=True)
class Calculate:
    """Compute and show an expression."""

    expression: str


@dataclass(frozen=True, slots=True)
class Draw:
    """Draw the answer against public data (`reveal` adds the key), or a plot of the lesson (`source`)."""

    answer: str = ""
    part: Part | None = None
    reveal: bool = False
    source: str = ""
    words: str = ""
    save: str = ""


@dataclass(frozen=True, slots=True)
class Simulate:
    """Show a simulation about the answer beside its verdict; `reveal` lets the key in."""

    answer: str
    part: Part
    verdict: Verdict
    reveal: bool = False


@dataclass(frozen=True, slots=True)
class WriteNotes:
    """Write this Markdown and say where."""

    text: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Open the editor and send what it leaves as `Typed`."""


@dataclass(frozen=True, slots=True)
class Leave:
    """The session is over."""


Effect = Say | Save | Judge | Probe | Calculate | Draw | Simulate | WriteNotes | Edit | Leave
Effects = tuple[Effect, ...]
Stepped = tuple[State, Effects]
