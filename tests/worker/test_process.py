"""A child is bounded, and its end is told in plain words."""

import os
import time
from collections.abc import Iterator

import pytest

from tutor.worker.process import CannotStart, Child, Lost

MEMORY = 200 * 2**20


@pytest.fixture
def child() -> Iterator[Child]:
    """An obedient child with 0.2 seconds of computing and 200 MB."""
    born = Child("tests.worker.obedient", MEMORY, 0.2, leads_group=True)
    yield born
    born.kill()


def test_it_answers_one_message_at_a_time(child: Child) -> None:
    """Messages are answered in order, whatever the child prints meanwhile."""
    for order in ("this", "print", "that"):
        assert child.ask({"do": order}, 10) == {"done": order}
    assert child.alive


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        ("compute", "it computed for too long"),
        ("abort", "it ran out of memory"),
        ("kill", "it was ended by SIGKILL"),
        ("exit", "it ended with status 3"),
    ],
)
def test_its_end_is_told(child: Child, order: str, reason: str) -> None:
    """A child that ends before it answers is lost, for a reason in plain words."""
    with pytest.raises(Lost, match=reason):
        child.ask({"do": order}, 10)


def test_its_last_words_are_kept(child: Child) -> None:
    """What the child printed on its way down goes into the log."""
    with pytest.raises(Lost) as lost:
        child.ask({"do": "abort"}, 10)
    assert lost.value.trace == "last words"


def test_patience_ends(child: Child) -> None:
    """A silent child is lost when patience ends, though it computes nothing."""
    child.ask({"do": "wake"}, 10)
    with pytest.raises(Lost, match=r"silent for 0\.05 seconds"):
        child.ask({"do": "sleep"}, 0.05)


def test_memory_is_bounded(child: Child) -> None:
    """A child gets the memory it was granted, and no more."""
    assert child.ask({"do": "fill memory", "bytes": 2**20}, 10) == {"bytes": 2**20}
    with pytest.raises(Lost, match="status 1"):
        child.ask({"do": "fill memory", "bytes": MEMORY}, 10)


def test_a_group_dies_together(child: Child) -> None:
    """Killing the child ends its own children too."""
    grandchild = child.ask({"do": "bear a child"}, 10)["pid"]
    child.kill()
    for _ in range(200):
        if _state(grandchild) in ("", "Z"):
            break
        time.sleep(0.01)
    assert _state(grandchild) in ("", "Z")


def test_hashes_are_the_same_in_every_child(child: Child) -> None:
    """No verdict may hang on the order of a set of texts."""
    other = Child("tests.worker.obedient", MEMORY, 0.2)
    try:
        assert child.ask({"do": "hash"}, 10) == other.ask({"do": "hash"}, 10)
    finally:
        other.kill()


def test_a_child_that_cannot_start_says_why() -> None:
    """A broken installation is loud."""
    child = Child("tests.worker.stillborn", MEMORY, 1.0)
    with pytest.raises(CannotStart, match="the library is not there"):
        child.ask({"do": "this"}, 10)
    child.kill()


def _state(pid: int) -> str:
    """The state letter of a process, as /proc tells it; "" for one that is gone."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as status:
            return status.read().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return "" if os.path.isdir("/proc/self") else "Z"
