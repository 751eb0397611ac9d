"""The command `ae` as a user meets it: quick, and helpful where a name is wrong."""

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tutor.app import command
from tutor.app.command import COMMANDS, main

ROOT = Path(__file__).parents[2]

NEVER_LOADED = {"sympy", "numpy", "pydantic", "ruamel", "rich", "prompt_toolkit", "multiprocessing"}
"""What `ae judge` without a file may not pay for."""


def ae(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run `ae` in a process of its own."""
    run = [sys.executable, "-m", "tutor", *arguments]
    return subprocess.run(run, cwd=ROOT, input=stdin, capture_output=True, check=False)


def test_every_command_that_is_there_can_be_called() -> None:
    """A line of the table whose module exists leads to a click command of that name."""
    for name in main.list_commands(click.Context(main)):
        assert isinstance(main.get_command(click.Context(main), name), click.Command)


def test_a_missing_command_takes_no_other_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command whose module is not there is not listed, and the others work."""
    monkeypatch.setitem(COMMANDS, "judge", ("tutor.app.nowhere:command", "Nowhere."))
    found = CliRunner().invoke(main, ["--help"])
    assert found.exit_code == 0
    assert "check" in found.output
    assert "Nowhere" not in found.output


def test_an_unknown_command_has_a_nearest_name() -> None:
    """A slip of the keys is answered with what was meant."""
    found = CliRunner().invoke(main, ["jugde"])
    assert found.exit_code == 2
    assert "did you mean 'judge'?" in found.output


def test_without_a_command_learning_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bare `ae` is `ae learn`, with its options; before another command those options are a mistake."""
    begun: list[tuple[object, ...]] = []
    monkeypatch.setattr(command, "begin", lambda *wishes: begun.append(wishes))
    assert CliRunner().invoke(main, []).exit_code == 0
    assert CliRunner().invoke(main, ["--plain", "--profile", "ada"]).exit_code == 0
    assert begun == [("", False, None, None, None), ("", True, "ada", None, None)]
    assert "ae judge --plain" in CliRunner().invoke(main, ["--plain", "judge"]).output


@pytest.mark.parametrize("arguments", [["--version"], ["judge", "number", "--key", "1/2", "--answer", "0.5"]])
def test_nothing_heavy_is_loaded(arguments: list[str]) -> None:
    """Neither the version nor one judged answer loads SymPy, NumPy, pydantic, YAML or a screen."""
    script = (
        "import sys, atexit; sys.argv[0] = 'ae'\n"
        "atexit.register(lambda: print(*sorted({m.partition('.')[0] for m in sys.modules}), file=sys.stderr))\n"
        "from tutor.app.command import main; main()"
    )
    run = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True)
    assert not NEVER_LOADED & set(done.stderr.split())


def test_one_answer_in_words() -> None:
    """The verdict and the evidence, in a few lines."""
    done = ae("judge", "function", "--key", "x^2", "--answer", "x^3", "--var", "x: real")
    assert done.returncode == 0
    assert b"it should be" in done.stdout
    assert done.stderr == b""


def test_one_answer_as_json() -> None:
    """One line with the format of a batch."""
    arguments = ["--key", "x", "--answer", "sqrt(x^2)", "--var", "x: real in [0,1]", "--equal", "a.e.", "--json"]
    line = json.loads(ae("judge", "function", *arguments).stdout)
    assert line["verdict"] == "correct"
    assert {"id", "almost", "by", "evidence", "read_as", "engine", "ms"} <= set(line)


SIMULATED = ["cdf", "--field", "of: law(relu(Z)), Z ~ N(0,1)", "--answer", "Phi(x)", "--simulate"]


def test_a_simulation_follows_the_verdict() -> None:
    """Below the verdict stand the numbers, and what to make of them."""
    done = ae("judge", *SIMULATED)
    assert done.returncode == 0
    verdict, _, numbers = done.stdout.decode().partition("\n\n")
    assert "should be" in verdict
    assert "40,000 draws" in numbers
    assert "The numbers show it, too" in numbers


def test_a_simulation_is_an_object_of_the_line() -> None:
    """With --json it is a part of the object; without --simulate there is none."""
    line = json.loads(ae("judge", *SIMULATED, "--json").stdout)
    assert line["verdict"] == "incorrect"
    assert line["simulation"]["samples"] == 40_000
    assert "simulation" not in json.loads(ae("judge", *SIMULATED[:-1], "--json").stdout)


@pytest.mark.parametrize(
    "arguments",
    [
        ["choice", "--key", "C1", "--answer", "c 1", "--field", "options: 4", "--field", "reasons: 2"],
        ["table", "--key", "Y N", "--answer", "yes no", "--field", "rows: 2"],
        ["order", "--key", "2 1", "--answer", "2 1", "--field", "steps: 2"],
        ["number", "--key", "measure(A)", "--answer", "3", "--given", "A: [0,1] U [2,4]"],
        ["function", "--key", "x + n", "--answer", "n + x", "--var", "x: real", "--var", "n: integer >= 1"],
        ["set", "--key", "p > 2", "--answer", "(2,oo)", "--field", "variable: p", "--equal", "up to null sets"],
    ],
)
def test_every_kind_can_be_asked(arguments: list[str]) -> None:
    """Whatever fields a kind has, the command can state them."""
    done = ae("judge", *arguments)
    assert b"Correct" in done.stdout, done.stderr


def test_a_negative_answer_is_no_option() -> None:
    """What begins with a minus is an answer."""
    done = ae("judge", "number", "--key", "-1/2", "--answer", "-1/2")
    assert b"Correct." in done.stdout


def test_a_fault_has_a_caret() -> None:
    """A caret stands under what could not be read."""
    lines = ae("judge", "number", "--key", "1", "--answer", "2 + qq").stdout.decode().splitlines()
    assert lines[0].strip() == "2 + qq"
    assert lines[1].index("^") == lines[0].index("q")


def test_control_characters_do_not_reach_the_terminal() -> None:
    """An answer cannot give orders to the screen."""
    shown = ae("judge", "number", "--key", "1", "--answer", "1\x1b[2J").stdout
    assert shown
    assert b"\x1b" not in shown


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["numbr", "--key", "1", "--answer", "1"], "did you mean 'number'?"),
        (["number", "--key", "1 +", "--answer", "1"], "key: "),
        (["number", "--answer", "1"], "'number' needs the field 'key'"),
        (["number", "--key", "1", "--answer", "1", "--on", "x > 0"], "no field of 'number' called 'on'"),
        (["number", "--key", "1"], "give a KIND and an --answer, or a --batch"),
        (["function", "--key", "x", "--answer", "x", "--var", "x"], "expected a name, a colon and a text"),
    ],
)
def test_a_question_that_cannot_be_asked_is_told(arguments: list[str], message: str) -> None:
    """A wrong kind, field or key is a usage error in plain words."""
    done = ae("judge", *arguments)
    assert done.returncode == 2
    assert message in done.stderr.decode()


def test_batch_from_standard_input() -> None:
    """One line in, one line out, exit status 0 whatever the verdicts."""
    done = ae("judge", "--batch", "-", stdin=b'{"id": 1, "kind": "number", "key": "1", "answer": "2"}\nnonsense\n')
    assert done.returncode == 0
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert (first["id"], first["verdict"]) == (1, "incorrect")
    assert second["error"]["line"] == 2


def test_every_command_lives_in_this_room() -> None:
    """One command a file, under the name `command`."""
    for place, _ in COMMANDS.values():
        assert place.startswith("tutor.app.")
        assert place.endswith(":command")
