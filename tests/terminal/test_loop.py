"""The loop against a world that fails: no judge, a broken question, a disk that fills up and is emptied again."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.session.small_course import SmallCourse, judge
from tutor.feedback.lines import Lines
from tutor.kinds import Judgement, Question, QuestionFault
from tutor.progress import Event, Journal, Record, Unusable
from tutor.session import Draw, Simulate, State
from tutor.terminal.loop import Loop, NoJudge, Ports

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class World:
    """Ports that remember what they were asked."""

    def __init__(self, typed: list[str | type[BaseException]]) -> None:
        self.said: list[str] = []
        self.typed: Iterator[str | type[BaseException]] = iter(typed)
        self.journal = Journal(None)
        self.judging: Callable[[Question, str], Judgement] = judge

    def run(self) -> State:
        """The session until its end."""
        state = State(SmallCourse(), Record(), "s", NOON)
        return Loop(state, self.ports()).run()

    def ports(self) -> Ports:
        """The ports."""
        return Ports(
            read=self.read,
            show=self.show,
            judge=lambda question, answer: self.judging(question, answer),
            journal=self.journal,
            now=lambda: NOON,
            calculate=lambda expression: (),
            draw=self.draw,
            simulate=self.simulate,
            write_notes=lambda text: (),
            edit=lambda: "0",
        )

    def read(self, state: State) -> str:
        """The next line, or the end."""
        line = next(self.typed, EOFError)
        if isinstance(line, str):
            return line
        raise line

    def show(self, lines: Lines) -> None:
        """Remember what is said."""
        self.said += [line.text for line in lines]

    def draw(self, wanted: Draw) -> Lines:
        """Nobody waits for a picture."""
        raise KeyboardInterrupt

    def simulate(self, wanted: Simulate) -> Lines:
        """There is no judge for it."""
        raise NoJudge("no memory")

    @property
    def words(self) -> str:
        """Everything that was said."""
        return "\n".join(self.said)


def failing(failure: BaseException) -> Callable[[Question, str], Judgement]:
    """A judge that fails so."""

    def fail(question: Question, answer: str) -> Judgement:
        raise failure

    return fail


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (NoJudge("no memory"), "No judge can be started: no memory."),
        (QuestionFault("key", "cannot be read"), "the fault is in its file, field key: cannot be read."),
        (KeyboardInterrupt(), "Stopped. Nothing was counted."),
    ],
)
def test_a_judge_that_fails_costs_nothing(failure: BaseException, said: str) -> None:
    """Whatever keeps the judge from judging is said, and the question stands, untouched."""
    world = World(["0", "skip"])
    world.judging = failing(failure)
    state = world.run()
    assert said in world.words
    assert state.record.tally("rationals", 0, "").tries == 0


def test_ctrl_c_at_the_prompt_only_clears_the_line() -> None:
    """A KeyboardInterrupt while a line is read is no event."""
    world = World([KeyboardInterrupt, "0"])
    assert world.run().record.tally("rationals", 0, "").solved


def test_ctrl_c_leaves_a_picture() -> None:
    """A picture that takes too long can be left."""
    world = World(["plot"])
    world.run()
    assert "Stopped." in world.words


def test_a_simulation_without_a_judge_says_so() -> None:
    """What keeps the process from starting is told, and the session goes on."""
    world = World(["1", "sim", "0"])
    state = world.run()
    assert "No judge can be started: no memory." in world.words
    assert state.record.tally("rationals", 0, "").solved


def test_the_editor_sends_an_answer() -> None:
    """What the editor leaves is an answer like any other."""
    assert World(["edit"]).run().record.tally("rationals", 0, "").solved


class FillingStore:
    """A store whose disk is full for its second and third writing."""

    def __init__(self) -> None:
        self.kept: list[Event] = []
        self.calls = 0

    def append(self, *events: Event) -> None:
        """Keep the events, or refuse them."""
        self.calls += 1
        if self.calls in (2, 3):
            raise Unusable(Path("default.db"), "full")
        self.kept += events

    def close(self) -> None:
        """Nothing to close."""


def test_a_full_disk_is_said_once_and_nothing_is_lost() -> None:
    """While the disk is full events wait; the trouble is said once, and its end too."""
    world = World(["1", "2", "1", "0"])
    store = FillingStore()
    world.journal = Journal(store)  # type: ignore[arg-type]  # a store in memory
    state = world.run()
    assert world.words.count("is full") == 1
    assert world.words.count("Everything is saved again.") == 1
    assert tuple(store.kept) == state.record.events
