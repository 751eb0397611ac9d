"""Whole sessions in a real terminal, key by key, compared with the screens kept in `__snapshots__`."""

import re
from collections.abc import Callable

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.terminal.terminals import Terminal

Start = Callable[..., Terminal]


def warm_up(t: Terminal) -> None:
    """`ae` for the first time: orientation and the first question."""
    t.wait("w.1>")


def wrong_number(t: Terminal) -> None:
    """A wrong number with a known mistake; a hint; the evidence, which hides the number."""
    t.enter("1", "carry all of it")
    t.enter("hint", "Hint 1 of 2")
    t.enter("why", "one is the answer")


def right_answer(t: Terminal) -> None:
    """A right number, its proof, and on to the next."""
    t.enter("0", "Why it matters")
    t.enter("why", "Confirmed numerically")
    t.enter("", "w.2>")


def counterexample(t: Terminal) -> None:
    """A wrong function: the point, the set, the author's words; then the evidence, then a picture."""
    t.enter("go 2.1", "leaky ReLU")
    t.enter("1 if x > 0 else 0", "positive measure")
    t.enter("why", "certified to be apart")
    t.enter("plot", "In words")


def not_counted(t: Terminal) -> None:
    """A typing error, marked where it stands; another sort than asked; one that is not decided."""
    t.enter("1 if x > 0 esle 0", "Did you mean")
    t.enter("[0,1]", "number is asked")
    t.enter("zeta(3)", "kept for the author")


def almost_everywhere(t: Terminal) -> None:
    """An answer that is right almost everywhere."""
    t.enter("1 if x >= 0 else 1/10", "Why it matters")


def parts(t: Terminal) -> None:
    """A problem of two parts; the solution of the first, asked for twice."""
    t.enter("", "part 1>")
    t.enter("show", "again to see")
    t.enter("show", "part 2>")
    t.enter("1/3", "Not proved")


def review(t: Terminal) -> None:
    """A review with nothing due, the list, and the farewell."""
    t.enter("review", "practice 1>")
    t.enter("list", "derivatives a.e.")
    t.enter("list todo", "Dense and small")
    t.type("\x04")
    t.wait("resumes here")


SCENES = (warm_up, wrong_number, right_answer, counterexample, not_counted, almost_everywhere, parts, review)


@pytest.mark.parametrize("look", ["80", "120", "40", "plain"])
def test_screens(terminal: Start, snapshot: SnapshotAssertion, look: str) -> None:
    """A whole session looks as was agreed on, scene by scene, at each width and in plain mode."""
    t = terminal(80, 200, "--plain") if look == "plain" else terminal(int(look), 200)
    seen = 0
    for scene in SCENES:
        scene(t)
        rows = re.sub(r"in \d+ days|tomorrow", "LATER", t.screen).split("\n")
        assert re.sub(r"\n{4,}", "\n⋮\n", "\n".join(rows[seen:])) == snapshot(name=scene.__name__)
        seen = _prompt_row(rows)


def _prompt_row(rows: list[str]) -> int:
    """The row of the last prompt."""
    return max(number for number, row in enumerate(rows) if row.startswith("ae "))
