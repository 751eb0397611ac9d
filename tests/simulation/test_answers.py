"""Simulations of answers of every kind: the numbers are right, the error bars cover, and the words stay modest."""

import json
import math
from dataclasses import replace
from typing import Any

import mpmath
import pytest

from tutor.judge.verdicts import Verdict
from tutor.kinds import Question, QuestionFault
from tutor.simulation import Nothing, Row, Simulation, simulate
from tutor.simulation.values import from_plain, plain

HALF_NORMAL = 1 / math.sqrt(2 * math.pi)
RELU = "law(relu(Z)), Z ~ N(0,1)"
RIGHT_RELU = "1/2 delta(0) + exp(-x^2/2)/sqrt(2pi) dx on (0,oo)"
ALL_MODES = ["pointwise", "a.e.", "uniformly", "almost uniformly", "in measure", "in L^1", "in L^2", "weakly in L^2"]
POWERS = {"sequence": "x^n", "rows": ALL_MODES, "on": "[0,1]"}
DOMINATED = {"sequence": "n sin(x/n) e^-x", "variables": {"n": "integer >= 1", "x": "real"}, "on": "(0,oo)"}
WITNESS = {
    "sort": "function of x on (0,oo)",
    "claims": ["forall n in N: a.e. x in (0,oo): |n sin(x/n) e^-x| <= g(x)", "integral(g, x in (0,oo)) < oo"],
}
BERNOULLIS = {"of": "1/4 delta(0) + 3/4 delta(1)", "against": "1/2 delta(0) + 1/2 delta(1)"}
COST = {**BERNOULLIS, "cost": "|x - y|", "bound": "1/4"}


def simulated(kind: str, fields: dict[str, Any], answer: str, **more: Any) -> Simulation:
    """A simulation that there is."""
    found = simulate(Question(kind, fields, more.pop("given", {})), answer, **more)
    assert isinstance(found, Simulation), found
    return found


def row(found: Simulation, quantity: str, at: str) -> Row:
    """The row of a table whose quantity begins so."""
    (table,) = (t for t in found.tables if t.quantity.startswith(quantity))
    return next(r for r in table.rows if r.at == at)


CASES = [
    ("measure", {"key": RELU}, RIGHT_RELU, "draws of yours", "integral of x", HALF_NORMAL),
    ("measure", {"key": RELU}, RIGHT_RELU, "draws of yours", "{0}", 0.5),
    ("measure", {"key": "U(0,1)"}, "2 U(0,1)", "draws of yours", "mass", 2.0),
    ("measure", {"limit_of": "n dx on (0,1/n)"}, "delta(0)", "distance to your limit", "4", 0.125),
    ("cdf", {"of": RELU}, "0 for x<0, Phi(x) for x>=0", "mass of (-oo, x]", "1.3", float(mpmath.ncdf(1.3))),
    (
        "density",
        {"of": "1/2 delta(0) + 1/2 U(0,1)", "against": "1/3 delta(0) + 2/3 U(0,2)"},
        "3/2 on [0,1]; 0 elsewhere",
        "mass of A",
        "{0}",
        0.5,
    ),
    (
        "decomposition",
        {"of": "1/3 delta(0) + 1/3 U(0,1) + 1/3 cantor"},
        "ac: 1/3 U(0,1); sing: 1/3 delta(0) + 1/3 cantor",
        "mass of A",
        "(0.6, 0.9]",
        0.2,
    ),
    (
        "relation",
        {"of": RELU, "against": "N(0,1)", "relation": "<<"},
        "no, {0}",
        "mass under the first",
        "A = {0}",
        0.5,
    ),
    (
        "relation",
        {"of": "cantor", "against": "U(0,1)", "relation": "_|_"},
        "yes",
        "mass under the second",
        "(0.67, 0.77]",
        0.1,
    ),
    ("coupling", BERNOULLIS, "[[1/4, 0], [1/4, 1/2]]", "mass of {y <= t}", "0", 0.5),
    ("coupling", COST, "[[1/4, 0], [1/4, 1/2]]", "mean cost", "mean cost", 0.25),
    ("measure", {"key": "N(0,1)"}, "law((A, 1 - A)), A ~ bernoulli(1/4)", "draws of yours", "(1, 0)", 0.25),
    ("coupling", {"of": "U(0,1)", "against": "U(0,1)"}, "law((X, 1 - X)), X ~ U(0,1)", "mass of {x <= t}", "0.5", 0.5),
    ("number", {"key": "1/3"}, "int(x^2, x=0..1)", "estimates", "int(x^2, x=0..1)", 1 / 3),
    ("tuple", {"key": "(1/3, 1)"}, "(int(x^2, x=0..1), 1)", "estimates", "int(x^2, x=0..1)", 1 / 3),
    ("function", {"key": "x^2", "variables": {"x": "real in (0,1)"}}, "x x", "value of yours", "0.517", 0.517**2),
    ("set", {"key": "(0,1)"}, "[0,1/2] U {3}", "length", "yours in [-1, 4]", 0.5),
    ("exponents", {"function": "1/sqrt(x)", "on": "(0,1]"}, "1 <= p < 2", "p = 1:", "10,000", 1.98),
    (
        "exponents",
        {"function": "1/sqrt(x)", "on": "(0,1]"},
        "1 <= p < 2",
        "p = 2:",
        "1,000,000",
        6 * math.log(10),
    ),
    ("modes", POWERS, "Y Y N Y Y Y Y Y", "integral of |f_n|^2", "8", 1 / 17),
    ("modes", POWERS, "Y Y N Y Y Y Y Y", "measure of {|f_n| > 0.1}", "2", 1 - math.sqrt(0.1)),
    ("modes", POWERS, "Y Y N Y Y Y Y Y", "largest |f_n|", "64", 1.0),
    (
        "sequence",
        {"converges": ["a.e."], "fails": ["integrals"], "on": "[0,1]"},
        "n 1_(0,1/n)",
        "integral of f_n",
        "32",
        1.0,
    ),
    ("dominating", DOMINATED, "x e^-x", "integral of |g|", "10", 1.1 * math.exp(-0.1) - 11 * math.exp(-10)),
    ("rate", {"sequence": "1/n"}, "floor(1/eps) + 1", "largest |f_n - f|", "eps = 1/8, N = 9", 1 / 9),
    (
        "cover",
        {"target": "q_n"},
        "I_n = (q_n - eps/2^(n+1), q_n + eps/2^(n+1))",
        "sum of lengths",
        "eps = 0.5, 10 intervals",
        0.5 * (1 - 2.0**-10),
    ),
    ("cover", {"target": "q_n"}, "I_n = (q_n - eps/2^(n+1), q_n + eps/2^(n+1))", "points covered", "eps = 0.1", 12.0),
    ("approximation", {"of": "x^2", "on": "[0,1]", "eps": "1/60"}, "x", "the distance, and its bound", "0.5", 0.25),
    (
        "sigma_algebra",
        {"ground": "{1,2,3}", "generators": "{1}"},
        "{}, {1}, {1,2,3}",
        "how many",
        "complements that are missing",
        1.0,
    ),
    ("witness", WITNESS, "x e^-x", "left side, which", "left side", 1.0),
]
"""Kind, fields, answer, the beginning of a quantity, the row, and the value by another computation."""


@pytest.mark.parametrize(("kind", "fields", "answer", "quantity", "at", "value"), CASES)
def test_numbers(kind: str, fields: dict[str, Any], answer: str, quantity: str, at: str, value: float) -> None:
    """The observed value is right within its error; an expected one is the same by exact computation."""
    found = row(simulated(kind, fields, answer), quantity, at)
    assert found.observed is not None
    error = 2.5 * (found.error or 0.0)
    assert abs(found.observed - value) <= error + 2e-3 * max(1.0, abs(value))
    if found.expected is not None and quantity.startswith(("draws of", "mass", "estimates", "length")):
        assert found.expected == pytest.approx(value, rel=1e-6)


SILENT_KINDS = {
    "choice": ({"key": "B", "options": "3"}, "B"),
    "table": ({"key": "N Y", "rows": "2"}, "Y Y"),
    "order": ({"steps": "3", "before": [[1, 2]]}, "1 2 3"),
}


@pytest.mark.parametrize("kind", sorted(SILENT_KINDS))
def test_what_is_not_sampled_says_so(kind: str) -> None:
    """A choice, a table and an order are compared exactly."""
    fields, answer = SILENT_KINDS[kind]
    found = simulate(Question(kind, fields), answer)
    assert isinstance(found, Nothing)
    assert "compared exactly" in found.reason


@pytest.mark.parametrize("seed", range(1, 9))
def test_error_bars_cover(seed: int) -> None:
    """Two standard errors hold nearly all of the rows, two and a half times as much all of them."""
    found = simulated("measure", {"key": RELU}, RIGHT_RELU, seed=seed)
    rows = [r for t in found.tables for r in t.rows if r.gap is not None and r.error]
    assert all(abs(r.gap or 0.0) <= 2.5 * (r.error or 0.0) for r in rows)
    assert sum(abs(r.gap or 0.0) > (r.error or 0.0) for r in rows) <= len(rows) // 2


@pytest.mark.parametrize(("kind", "fields", "answer"), [case[:3] for case in CASES[::3]])
def test_it_is_a_function_of_the_seed_and_travels(kind: str, fields: dict[str, Any], answer: str) -> None:
    """The same seed gives the same value, which JSON carries."""
    found = simulated(kind, fields, answer, seed=3)
    assert simulated(kind, fields, answer, seed=3) == found
    assert from_plain(json.loads(json.dumps(plain(found), allow_nan=False))) == found


WRONG = [
    ("measure", {"limit_of": "n dx on (0,1/n)"}, "delta(1)"),
    ("cdf", {"of": RELU}, "Phi(x)"),
    ("density", {"of": "N(1,1)"}, "exp(-x^2/2)/sqrt(2pi)"),
    ("decomposition", {"of": "1/2 delta(0) + 1/2 U(0,1)"}, "ac: U(0,1); sing: delta(0)"),
    ("coupling", BERNOULLIS, "[[1/4, 1/4], [1/4, 1/4]]"),
    ("exponents", {"function": "1/sqrt(x)", "on": "(0,1]"}, "1 <= p <= 2"),
    ("modes", POWERS, "Y Y Y Y Y Y Y Y"),
    ("dominating", DOMINATED, "x e^-x/2"),
    ("dominating", DOMINATED, "x"),
    ("rate", {"sequence": "1/n"}, "floor(1/(2 eps))"),
    ("cover", {"target": "q_n"}, "I_n = (q_n - eps/2^n, q_n + eps/2^n)"),
    ("approximation", {"of": "x^2", "on": "[0,1]", "eps": "1/60"}, "x"),
    ("sigma_algebra", {"ground": "{1,2,3}", "generators": "{1}"}, "{}, {1}, {1,2,3}"),
]


@pytest.mark.parametrize(("kind", "fields", "answer"), WRONG)
def test_numbers_show_what_is_wrong(kind: str, fields: dict[str, Any], answer: str) -> None:
    """An answer that is far off parts from public data in some row, and the conclusion says so modestly."""
    found = simulated(kind, fields, answer, verdict=Verdict.INCORRECT)
    assert found.conclusion.startswith("The numbers show it, too")
    assert "seem" in replace(found, conclusion=simulated(kind, fields, answer).conclusion).conclusion


def test_numbers_never_contradict_a_verdict() -> None:
    """Where they seem to, the verdict stands; nothing is ever said to be proved by them."""
    far = ("rate", {"sequence": "1/n"}, "floor(1/(2 eps))")
    near = ("modes", {"sequence": "x^n", "rows": ["pointwise"], "on": "[0,1]"}, "Y")
    said = [
        simulated(*case, verdict=verdict).conclusion
        for case in (far, near)
        for verdict in (*(v for v in Verdict if v is not Verdict.MISFIT), None)
    ]
    assert all("prove" not in text or "prove nothing" in text for text in said)
    assert simulated(*far, verdict=Verdict.CORRECT).conclusion.endswith("stands.")
    assert simulated(*near, verdict=Verdict.INCORRECT).conclusion.endswith("stands.")


def test_given_measures_are_drawn_where_the_answer_is_a_number() -> None:
    """What the question gives is public: its draws are shown, not the number that is asked."""
    given = {"mu": "N(0,1)", "nu": "N(1,1)"}
    found = simulated("number", {"key": "KL(mu, nu)"}, "7", given=given)
    assert [t.quantity for t in found.tables] == [
        "draws of mu against exact values",
        "draws of nu against exact values",
    ]


def test_numbers_of_measures_after_success() -> None:
    """Divergences, distances, series and masses of the key are estimated once it may be seen."""
    key = "KL(N(0,1), N(1,1)) + W1(N(0,1), N(2,1)) + sum(1/k^2, k=1..oo) + TV(U(0,1), U(0,2)) + mass(cantor, [0,1/3])"
    found = simulated("number", {"key": key}, key, reveal=True)
    values = [0.5, 2.0, math.pi**2 / 6, 0.5, 0.5]
    for r, value in zip(found.tables[0].rows, values, strict=True):
        assert r.observed is not None
        assert abs(r.observed - value) <= 2.5 * (r.error or 0.0) + 1e-9, r


@pytest.mark.parametrize("answer", ["1/", "[0,1]", "x y z"])
def test_an_answer_that_was_not_read(answer: str) -> None:
    """Half a text and another sort have no simulation."""
    assert isinstance(simulate(Question("number", {"key": "1"}), answer), Nothing)


def test_an_unaskable_question_is_a_fault() -> None:
    """The author's fault is the author's."""
    with pytest.raises(QuestionFault):
        simulate(Question("number", {"key": "1 +"}), "1")
