"""Rulings on measures: evidence, diagnoses, and the hypothesis of every rule violated once."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.judge.ladder import decide
from tutor.judge.verdicts import Agreement, Counterexample, Enumerated, Proof, Ruling, Sampled
from tutor.kinds import Question, ask
from tutor.mathematics.trees import Budget

STEPS = 1_500_000


def ruling(kind: str, answer: str, **fields: Any) -> Ruling:
    """The ruling on the single claim of an answer."""
    given_objects = fields.pop("objects", {})
    ((_, claim),) = ask(Question(kind, fields, given_objects)).state(answer).claims
    return decide(claim, Budget(STEPS))


def verdict(kind: str, answer: str, **fields: Any) -> str:
    """Just the verdict."""
    return ruling(kind, answer, **fields).verdict.value


RELU = "law(relu(Z)), Z ~ N(0,1)"

# Evidence -----------------------------------------------------------------------------------------------------------


def test_a_refutation_names_a_set_with_both_masses() -> None:
    """Densities that differ are shown by an interval and its two masses, atoms by a point."""
    by_interval = ruling("measure", "U(0,2)", key="U(0,1)").evidence
    assert isinstance(by_interval, Counterexample)
    assert (dict(by_interval.at)["A"], by_interval.left, by_interval.right) == ("(0, 1)", "1/2", "1")
    by_point = ruling("measure", "delta(0)", key="1/2 delta(0) + 1/2 delta(1)").evidence
    assert isinstance(by_point, Counterexample)
    assert (dict(by_point.at)["A"], by_point.left, by_point.right) == ("{0}", "1", "1/2")


def test_a_proof_is_confirmed() -> None:
    """Densities are confirmed at points to many digits, discrete measures by going through their atoms."""
    smooth = ruling("measure", "1/2 delta(0) + N(0,1) on (0,oo)", key=RELU)
    assert isinstance(smooth.evidence, Proof)
    assert isinstance(smooth.confirmation, Sampled)
    assert smooth.confirmation.digits >= 25
    discrete = ruling("measure", "bernoulli(1/2)", key="1/2 delta(0) + 1/2 delta(1)")
    assert discrete.confirmation == Enumerated(2)


DIAGNOSES = [
    ("measure", "delta(0) + 2 N(0,1) on (0,oo)", {"key": RELU}, "your measure is 2 times the right one"),
    ("measure", "N(0,1) on (0,oo)", {"key": RELU}, "an atom is missing: the right measure has the mass 1/2 at {0}"),
    ("measure", "delta(2)", {"key": "delta(1)"}, "the mass 1 at {2} belongs to {1}"),
    (
        "measure",
        "U(0,1) + delta(0)",
        {"key": "U(0,1)"},
        "your measure has an atom at {0}; the right one has none there",
    ),
    ("measure", "x dx on (0,1)", {"key": "U(0,1)"}, "the total mass of your measure is 1/2; it should be 1"),
    ("measure", "N(0,-1)", {"key": "N(0,1)"}, "the variance of a normal law must be positive"),
    ("measure", "exponential(0)", {"key": "exponential(1)"}, "the rate of an exponential law must be positive"),
    (
        "measure",
        "bernoulli(2)",
        {"key": "bernoulli(1/2)"},
        "the success probability of a Bernoulli law must lie in [0, 1]",
    ),
    ("measure", "U(1,0)", {"key": "U(0,1)"}, "the length of the interval of a uniform law must be positive"),
    ("measure", "U(0,1) - delta(0)", {"key": "U(0,1)"}, "a measure has no negative masses; yours is negative at 0"),
    (
        "measure",
        "(x - 1) dx on (0,1)",
        {"key": "U(0,1)"},
        "a measure has no negative density; yours is negative at 3/7",
    ),
    ("measure", "sqrt(x) dx on (-1,1)", {"key": "U(0,1)"}, "the density is undefined on an interval"),
    (
        "density",
        "exp(x)/2",
        {"of": "exponential(2)", "against": "exponential(1)"},
        "yours is upside down: it is the density of the reference measure with respect to the other one",
    ),
    (
        "density",
        "2 exp(-2x)",
        {"of": "exponential(2)", "against": "exponential(1)"},
        "yours is the density with respect to Lebesgue measure, not with respect to the reference measure",
    ),
    (
        "density",
        "1 on (0,1]; 0 elsewhere",
        {"of": "delta(0) + U(0,1)", "against": "delta(0) + U(0,1)"},
        "at the atom 0 the value counts: it must be 1, the quotient of the two masses",
    ),
]


@pytest.mark.parametrize(
    ("kind", "answer", "fields", "sentence"), DIAGNOSES, ids=[sentence for *_, sentence in DIAGNOSES]
)
def test_a_diagnosis(kind: str, answer: str, fields: dict[str, str], sentence: str) -> None:
    """What went wrong is said in a sentence that has been established."""
    found = ruling(kind, answer, **fields)
    assert found.verdict == "incorrect"
    assert found.diagnosis == sentence


# Violated hypotheses ------------------------------------------------------------------------------------------------


def test_only_the_dominated_part_of_a_cantor_measure_is_absolutely_continuous() -> None:
    """Part of a Cantor measure is not moved as a whole where only a cylinder of it is dominated."""
    question = {"of": "cantor", "against": "cantor on [0,1/3]"}
    assert verdict("decomposition", "ac: cantor; sing: 0", **question) == "incorrect"
    assert verdict("decomposition", "ac: cantor on [0,1/3]; sing: cantor on [2/3,1]", **question) == "correct"


def test_a_kink_is_no_polynomial() -> None:
    """|x - 1/2| has the mean 1/3 under Cantor's measure: d/dx sign(x) = 0 is no rule."""
    assert verdict("number", "1/3", key="int(abs(x - 1/2), x in R, cantor)") == "correct"
    assert verdict("number", "0", key="int(abs(x - 1/2), x in R, cantor)") == "incorrect"


def test_a_density_against_a_family_is_compared_at_every_index() -> None:
    """A value that is wrong only at the index 40 is found: twelve indices prove nothing."""
    question = {"of": "geometric(1/2)", "against": "geometric(1/2)"}
    assert verdict("density", "1", **question) == "correct"
    assert verdict("density", "2 if x = 40 else 1", **question) == "incorrect"


def test_a_single_atom_at_a_place_of_a_family() -> None:
    """What a family has at a place and what an atom takes away there are one mass."""
    rest = "poisson(1) - 1/(2e) delta(2)"
    assert verdict("measure", rest, key=f"{rest} + 0 delta(1)") == "correct"
    assert verdict("relation", "no", of=rest, against="geometric(1/2)", relation="<<") == "correct"
    assert (
        verdict("relation", "yes", of=rest, against="poisson(1) on [0,1] + poisson(1) on [3,oo)", relation="<<")
        == "correct"
    )


def test_places_of_a_family_may_coincide() -> None:
    """A family that comes back to its places is not taken for atoms at distinct places."""
    assert verdict("number", "1/4", key="mass(sum(2^-n delta((n-2)^2), n=1..oo), {1})") == "undecided"
    assert verdict("measure", "delta(0)", key="sum(2^-n delta((n-2)^2), n=1..oo)") != "correct"


def test_almost_everywhere_is_not_enough_for_cantors_measure() -> None:
    """Membership in the Cantor set is 0 almost everywhere on the line, but not for Cantor's measure."""
    assert verdict("measure", "delta(0)", key="push(x -> 1_Cantor(x), cantor)") != "correct"
    assert verdict("number", "0", key="int(1_Cantor(x), x in R, cantor)") != "correct"
    assert verdict("density", "0", of="cantor", against="cantor") == "incorrect"
    assert verdict("density", "1_Cantor(x)", of="cantor", against="cantor + lebesgue") == "correct"


def test_a_plan_with_right_marginals_may_be_no_measure() -> None:
    """A difference of measures on the plane with the right marginals is not accepted as a coupling."""
    plan = "2 product(bernoulli(1/2), bernoulli(1/2)) - law((X, X)), X ~ bernoulli(1/2)"
    assert verdict("coupling", "[[0, 1/2], [1/2, 0]]", of="bernoulli(1/2)", against="bernoulli(1/2)") == "correct"
    signed = "2 product(U(0,1), U(0,1)) - push(x -> (x, x), U(0,1))"
    assert verdict("coupling", signed, of="U(0,1)", against="U(0,1)") == "undecided"
    assert "law" in plan


def test_a_few_values_of_a_parameter_prove_nothing_where_the_form_changes() -> None:
    """A switch that depends on a parameter keeps agreement at some of its values from being a verdict."""
    question = {"key": "delta(0)", "variables": {"t": "real > 0"}}
    assert verdict("measure", "delta(0 if t < 100 else 1)", **question) != "correct"
    assert verdict("measure", "delta(max(0, t - 100))", **question) != "correct"


def test_a_parameter_is_refuted_at_one_of_its_values() -> None:
    """The value of the parameter stands in the counterexample."""
    found = ruling("measure", "N(m, s)", key="law(m + s Z), Z ~ N(0,1)", variables={"m": "real", "s": "real > 0"})
    assert isinstance(found.evidence, Counterexample)
    assert {"m", "s", "A"} <= set(dict(found.evidence.at))


def test_a_flat_piece_of_a_map_is_no_curve() -> None:
    """The part of (X, relu(X)) over the negative axis is a product, not a curve."""
    split = "product(N(0,1) on (-oo,0), delta(0)) + push(x -> (x, x), N(0,1) on (0,oo))"
    assert verdict("measure", split, key="law((X, relu(X))), X ~ N(0,1)") == "correct"


def test_an_image_without_a_closed_inverse_is_pulled_back() -> None:
    """The density of X^5 + X is refuted, and proved where it is given through the map."""
    assert verdict("measure", "1/(1+5x^4) dx on (0,2)", key="law(X^5 + X), X ~ U(0,1)") == "incorrect"
    assert verdict("measure", "1/2 dx on (0,2)", key="law(X^5 + X), X ~ U(0,1)") == "incorrect"


def test_mass_that_escapes_is_no_weak_limit() -> None:
    """A weak limit of laws is a law."""
    assert verdict("measure", "0", limit_of="delta(n)") == "incorrect"
    assert verdict("measure", "delta(0)", limit_of="N(0,n)") == "incorrect"


def test_without_absolute_continuity_there_is_no_density() -> None:
    """No function is the density of a measure that charges a null set of the other one."""
    for answer in ("0", "1", "x"):
        assert verdict("density", answer, of="cantor", against="lebesgue") == "incorrect"


# Laws ---------------------------------------------------------------------------------------------------------------

WEIGHTS = st.lists(st.integers(0, 4), min_size=3, max_size=3).filter(any)


def written(weights: list[int]) -> str:
    """A measure with these weights at -1, 0, 2, in another order than the places."""
    return " + ".join(f"{w} delta({x})" for w, x in reversed(list(zip(weights, (-1, 0, 2), strict=True))))


@settings(max_examples=60, deadline=None)
@given(WEIGHTS, WEIGHTS)
def test_finite_measures_are_equal_exactly_when_their_weights_are(left: list[int], right: list[int]) -> None:
    """Equality, absolute continuity and singularity of finite measures are those of their weights."""
    mu, nu = written(left), written(right)
    pairs = list(zip(left, right, strict=True))
    assert (verdict("measure", mu, key=nu) == "correct") == (left == right)
    continuous = all(b for a, b in pairs if a)
    assert verdict("relation", "yes" if continuous else "no", of=mu, against=nu, relation="<<") == "correct"
    singular = not any(a and b for a, b in pairs)
    assert verdict("relation", "yes" if singular else "no", of=mu, against=nu, relation="_|_") == "correct"


CUTS = st.lists(st.integers(0, 6), min_size=2, max_size=2, unique=True).map(sorted)


@settings(max_examples=40, deadline=None)
@given(CUTS, CUTS, st.integers(1, 3), st.integers(1, 3))
def test_step_densities(first: list[int], second: list[int], a: int, b: int) -> None:
    """Splitting, reordering and null sets keep a sum of uniform densities; a changed height does not."""
    mu = f"{a} dx on [{first[0]},{first[1]}] + {b} dx on ({second[0]},{second[1]})"
    middle = f"{(first[0] + first[1])}/2"
    parts = f"{a} dx on ({first[0]},{middle}) + {a} dx on ({middle},{first[1]}]"
    nu = f"{b} dx on [{second[0]},{second[1]}] + {parts}"
    assert verdict("measure", nu, key=mu) == "correct"
    assert verdict("measure", nu.replace(f"{b} dx", f"{b + 1} dx", 1), key=mu) == "incorrect"


def test_agreement_is_not_called_a_proof() -> None:
    """With parameters and without a formal proof the verdict rests on agreement, and says so."""
    found = ruling(
        "measure",
        "Bin(2, p)",
        key="(1-p)^2 delta(0) + 2p(1-p) delta(1) + p^2 delta(2)",
        variables={"p": "real in (0,1)"},
    )
    assert found.verdict == "correct"
    assert isinstance(found.evidence, Proof | Agreement)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("oo delta(0)", "an infinite factor makes no sigma-finite measure"),
        ("2 delta(0) - delta(1)", "a measure has no negative masses; yours is negative at 1"),
        ("(x-1/2) dx on (0,1)", "a measure has no negative density; yours is negative at 3/7"),
        ("sum((-1)^n delta(n), n=1..oo)", "a measure has no negative masses; yours is negative at 1"),
        ("log(x) dx on (-1,1)", "the density is undefined on an interval"),
        ("1/x dx on (0,1)", "the total mass of your measure is oo; it should be 1"),
        ("law(log(Z)), Z ~ N(0,1)", "the map is undefined on a set of positive mass"),
        ("delta(oo)", "a point mass at infinity is no measure on the line"),
        ("U(1,0)", "the length of the interval of a uniform law must be positive"),
        ("bernoulli(2)", "the success probability of a Bernoulli law must lie in [0, 1]"),
    ],
)
def test_what_is_no_measure_is_told_why_and_where(answer: str, sentence: str) -> None:
    """Infinite and negative weights, densities that are undefined or not integrable: each has its own sentence."""
    found = ruling("measure", answer, key="U(0,1)")
    assert (found.verdict.value, found.diagnosis) == ("incorrect", sentence)
