"""What a simulation must not do: show the key before success, load NumPy for a verdict, or hang on a hostile answer."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tutor.kinds import Question
from tutor.simulation import Nothing, Simulation, simulate

ROOT = Path(__file__).parents[2]

TWINS: list[tuple[str, dict[str, Any], str, str, str]] = [
    ("number", {}, "1/3", "7", "int(x^2, x=0..1)"),
    ("number", {"decimals": "2"}, "1/3", "7", "0.33"),
    ("tuple", {}, "(1, 2)", "(3, 4)", "(int(x, x=0..1), 2)"),
    ("function", {"variables": {"x": "real"}}, "x^2", "sin(x)", "x^3"),
    ("set", {}, "(0,1)", "[2,40]", "[0,1/2] U {3}"),
    ("measure", {}, "N(0,1)", "delta(3)", "U(0,1)"),
    ("decomposition", {}, "ac: U(0,1); sing: delta(0)", "ac: N(0,1); sing: cantor", "ac: U(0,2); sing: delta(1)"),
    ("choice", {"options": "3"}, "A", "B", "C"),
    ("table", {"rows": "2"}, "Y N", "N N", "Y Y"),
    ("order", {"steps": "3"}, "1 2 3", "3 2 1", "1 3 2"),
]


@pytest.mark.parametrize(("kind", "fields", "key", "other", "answer"), TWINS)
def test_the_key_does_not_enter_before_success(
    kind: str, fields: dict[str, Any], key: str, other: str, answer: str
) -> None:
    """Two questions that differ in their keys alone have the same simulation."""
    first, second = (simulate(Question(kind, {**fields, "key": k}), answer) for k in (key, other))
    assert first == second


def test_it_does_enter_after_success() -> None:
    """Then draws of the key stand beside those of the answer."""
    question = Question("measure", {"key": "N(0,1)"})
    found = simulate(question, "U(0,1)", reveal=True)
    assert isinstance(found, Simulation)
    assert any("the model" in table.quantity for table in found.tables)


def test_judging_loads_no_numpy() -> None:
    """A verdict on an answer of any kind rests on no float array; the first simulation loads NumPy."""
    rows = [json.loads((ROOT / path).read_text().splitlines()[0]) | {"kind": path.stem} for path in _tables()]
    code = (
        "import json, sys\n"
        "from tutor.worker.child import replied\n"
        "from tutor.worker.messages import plain_question\n"
        "from tutor.kinds import Question\n"
        f"rows = json.loads({json.dumps(json.dumps(rows))})\n"
        "asked = [(Question(r['kind'], r['fields'], r.get('given', {})), r['answer']) for r in rows]\n"
        "for question, answer in asked:\n"
        "    reply = replied({'question': plain_question(question), 'answer': answer})\n"
        "    assert reply['judgement']['verdict'] in ('correct', 'incorrect'), reply\n"
        "assert 'numpy' not in sys.modules, 'judging loads numpy'\n"
        "from tutor.simulation import simulate\n"
        "assert 'numpy' not in sys.modules, 'the room loads numpy too early'\n"
        "simulate(Question('cdf', {'of': 'N(0,1)'}), 'Phi(x)')\n"
        "assert 'numpy' in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _tables() -> list[Path]:
    return sorted((ROOT / "tests" / "kinds").glob("*.jsonl"))


HOSTILE: list[tuple[str, dict[str, Any], str]] = [
    ("measure", {"key": "delta(0)"}, "sum(delta(k), k=1..10^9)"),
    ("measure", {"key": "delta(0)"}, "sum(2^-n delta(10^n), n=1..oo)"),
    ("measure", {"key": "delta(0)"}, "10^400 delta(10^300)"),
    ("measure", {"key": "delta(0)"}, "law(exp(exp(exp(X)))), X ~ N(0,1)"),
    ("measure", {"key": "delta(0)"}, "law(1/0 + X), X ~ N(0,1)"),
    ("measure", {"key": "delta(0)"}, "Bin(60, 1/2) + poisson(10^12)"),
    ("measure", {"limit_of": "delta(n^n)"}, "delta(0)"),
    ("cdf", {"of": "cauchy"}, "sum(x^k, k=0..oo)"),
    ("density", {"of": "N(0,1)"}, "int(int(int(exp(-x t u), t=0..1), u=0..x), v=0..1)"),
    ("number", {"key": "1"}, "sum(1/k!, k=1..oo)^100000"),
    ("number", {"key": "1"}, "int(sin(1/x)/x, x=0..1)"),
    ("number", {"key": "1"}, "W1(cauchy, cauchy)"),
    ("function", {"key": "x", "variables": {"x": "real"}}, "x^(10^9) + floor(10^9 x)"),
    ("set", {"key": "(0,1)"}, "union((n, n + 2^-n), n=1..oo)"),
    ("set", {"key": "(0,1)"}, "{x in R : sin(10^9 x) > 0}"),
    ("exponents", {"function": "1/x^1000", "on": "(0,oo)"}, "none"),
    ("modes", {"sequence": "sin(n^9 x)^n", "rows": ["in L^1"], "on": "[0,1]"}, "Y"),
    ("dominating", {"sequence": "sin(n^9 x)", "on": "(0,1)"}, "sum(x^k, k=0..400)"),
    ("rate", {"sequence": "1/n"}, "exp(exp(exp(1/eps)))"),
    ("cover", {"target": "q_n"}, "I_n = (q_n - eps^(n^n), q_n + eps^(n^n))"),
    ("cover", {"target": "1/n"}, "I_n = (1/n - eps, 1/n + eps) for n = 1..10^9"),
    ("coupling", {"of": "N(0,1)", "against": "N(0,1)"}, "sum(delta((k,k)), k=1..10^6)"),
]


@pytest.mark.parametrize(("kind", "fields", "answer"), HOSTILE)
def test_a_hostile_answer_ends(kind: str, fields: dict[str, Any], answer: str) -> None:
    """Towers, long sums and wild oscillations give a simulation or a sentence, and numbers that JSON takes."""
    from tutor.simulation.values import plain

    for reveal in (False, True):
        found = simulate(Question(kind, fields), answer, reveal=reveal)
        assert isinstance(found, Simulation | Nothing)
        json.dumps(plain(found), allow_nan=False)
