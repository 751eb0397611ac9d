"""`ae check` judges an answer to a problem of the bank."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def check(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run `ae check` in a process of its own, whose cache is in this folder."""
    run = [sys.executable, "-m", "tutor", "check", *arguments]
    environment = {"PATH": "", "HOME": str(home), "XDG_CACHE_HOME": str(home)}
    return subprocess.run(run, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_a_right_answer(tmp_path: Path) -> None:
    """The verdict and its evidence, in words."""
    done = check("rationals", "0", home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Correct." in done.stdout


def test_a_known_mistake_is_answered_in_the_words_of_the_author(tmp_path: Path) -> None:
    """What the problem says to the mistake is said."""
    done = check("rationals", "1", home=tmp_path)
    assert "The rationals are dense in [0, 1], but dense says nothing about measure" in done.stdout


@pytest.mark.parametrize("answer", ["-1/2", "-oo", "-0"])
def test_a_negative_answer_is_no_option(answer: str, tmp_path: Path) -> None:
    """What begins with a minus is an answer."""
    line = json.loads(check("rationals", answer, "--json", home=tmp_path).stdout)
    assert line["verdict"] == ("correct" if answer == "-0" else "incorrect")


def test_another_variant_is_another_question(tmp_path: Path) -> None:
    """The mistake of the second variant is the value of that variant."""
    line = json.loads(check("rationals", "5", "--variant", "2", "--json", home=tmp_path).stdout)
    assert (line["id"], line["verdict"], line["mistake"]) == ("rationals", "incorrect", "dense-is-not-large")
    line = json.loads(check("rationals", "5", "--variant", "1", "--json", home=tmp_path).stdout)
    assert line["mistake"] is None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["rationls", "0"], "did you mean 'rationals'?"),
        (["rationals", "0", "--variant", "4"], "has 3 variants"),
        (["rationals", "0", "--part", "b"], "has no part 'b'"),
    ],
)
def test_what_is_not_there_is_told(arguments: list[str], message: str, tmp_path: Path) -> None:
    """A wrong problem, variant or part is a usage error."""
    done = check(*arguments, home=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
