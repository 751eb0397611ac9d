"""What a typed line means."""

import pytest

from tutor.feedback.words import HELP
from tutor.session.commands import Answer, Calculation, Command, UnknownCommand, parse
from tutor.session.step import _COMMANDS


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hint", Command("hint")),
        ("  hint  ", Command("hint")),
        ("?", Command("help")),
        ("/list relu", Command("list", "relu")),
        ("/LIST", Command("list")),
        ("/", Command("help")),
        ("list due", Command("list", "due")),
        ("go 2.3", Command("go", "2.3")),
        ("learn 2", Command("go", "2")),
        ("plot --save p.png", Command("plot", "--save p.png")),
        ("sim", Command("simulate")),
        ("simulate", Command("simulate")),
        ("sim(x)", Answer("sim(x)")),
        ("term null set", Command("term", "null set")),
        ("exit", Command("quit")),
        ("/lsit", UnknownCommand("lsit", "list")),
        ("/xyzzy", UnknownCommand("xyzzy", None)),
        ("= 2^10", Calculation("2^10")),
        ("=x", Calculation("x")),
        ("0", Answer("0")),
        ("n", Answer("n")),
        ("Y N Y", Answer("Y N Y")),
        ("hint + 1", Answer("hint + 1")),
        ("show 2", Answer("show 2")),
        ("go leaky-relu", Command("go", "leaky-relu")),
        ("go far away", Answer("go far away")),
        ("plot(x)", Answer("plot(x)")),
        ("not x > 0", Answer("not x > 0")),
        ("HINT", Answer("HINT")),
        ("hint\nhint", Answer("hint\nhint")),
        ("x = 1", Answer("x = 1")),
    ],
)
def test_parse(typed: str, meant: object) -> None:
    """A word is a command only where its whole line is one; a slash makes it one for certain."""
    assert parse(typed) == meant


def test_every_command_is_explained_and_carried_out() -> None:
    """The help page and the transition know the same commands."""
    assert set(HELP) == set(_COMMANDS)
