"""What was typed: a command, a calculation or an answer.

A word is a command only where it stands as the command's whole grammar allows, so `not x` or `go` in an answer are not
eaten; a leading `/` makes it a command for certain. Authors may not name a variable like a command.
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches

from tutor.feedback.words import HELP


@dataclass(frozen=True, slots=True)
class Command:
    """A command with the rest of its line."""

    name: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Calculation:
    """An expression after `=`; never an attempt."""

    expression: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything else."""

    text: str


@dataclass(frozen=True, slots=True)
class UnknownCommand:
    """A leading `/` before a word that is no command, with the nearest one."""

    word: str
    nearest: str | None


Typed = Command | Calculation | Answer | UnknownCommand

_ANY, _NOTHING, _PLACE = re.compile(r".*"), re.compile(r""), re.compile(r"(\d+(\.\d+)?)?")
_GRAMMAR: dict[str, re.Pattern[str]] = {
    **dict.fromkeys(HELP, _NOTHING),
    "list": _ANY,
    "go": re.compile(r"[\w.-]+"),
    "learn": _PLACE,
    "term": _ANY,
    "lang": re.compile(r"[a-z]{2}|both"),
    "plot": re.compile(r"(--save(\s+\S+)?)?"),
    "help": re.compile(r"\w*"),
    "toolbox": _ANY,
}
ALIASES = {
    "?": "help",
    "exit": "quit",
    "bye": "quit",
    "solution": "show",
    "main": "list",
    "learn": "go",
    "sim": "simulate",
    "/": "help",
}
COMMANDS = tuple(HELP)


def parse(typed: str) -> Typed:
    """What a line means."""
    text = typed.strip()
    if text.startswith("="):
        return Calculation(text[1:].strip())
    if text.startswith("/"):
        return _forced(text[1:].strip())
    return _command(text) or Answer(text)


def _forced(text: str) -> Typed:
    """What follows a leading slash: a command, in any case of letters, with any rest."""
    word, _, rest = text.partition(" ")
    name = ALIASES.get(word.lower(), word.lower()) or "help"
    if name in _GRAMMAR:
        return Command(name, rest.strip())
    nearest = get_close_matches(name, COMMANDS, n=1)
    return UnknownCommand(word, nearest[0] if nearest else None)


def _command(text: str) -> Command | None:
    word, _, rest = text.partition(" ")
    name = ALIASES.get(word, word)
    grammar = _GRAMMAR.get(word) or _GRAMMAR.get(name)
    if grammar is None or "\n" in text or not grammar.fullmatch(rest.strip()):
        return None
    return Command(name, rest.strip())
