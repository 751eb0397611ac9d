"""Numbers: exact equality, infinities, rounding of decimals; and finite answers."""

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from tests.judge.rulings import number_claim, ruling
from tutor.judge.claims import Equal, Matches, Rounds
from tutor.judge.verdicts import Enumerated, GaveUp, Proof, Sampled, Verdict
from tutor.language import read
from tutor.mathematics.trees import core
from tutor.mathematics.trees.build import num

CORRECT, INCORRECT, UNDECIDED = Verdict.CORRECT, Verdict.INCORRECT, Verdict.UNDECIDED


def constant(text: str):
    """The core tree of a constant typed as text."""
    return core(read(text).tree)


@pytest.mark.parametrize(
    ("answer", "key", "verdict", "by"),
    [
        ("1/2", "0.5", CORRECT, "exact values"),
        ("1/3", "0.3333333333", INCORRECT, None),
        ("2pi", "6.283185307", INCORRECT, None),
        ("sqrt(8)", "2sqrt(2)", CORRECT, "normal form"),
        ("sqrt(2+sqrt(3))", "(sqrt(6)+sqrt(2))/2", CORRECT, "root bound"),
        ("cbrt(2+sqrt(5)) - cbrt(sqrt(5)-2)", "1", CORRECT, "root bound"),
        ("4atan(1/5) - atan(1/239)", "pi/4", CORRECT, "sine"),
        ("sin(pi/5)", "sqrt((5-sqrt(5))/8)", CORRECT, "root bound"),
        ("e^(pi sqrt(163))", "262537412640768744", INCORRECT, None),
        ("oo", "oo", CORRECT, "exact values"),
        ("oo", "-oo", INCORRECT, None),
        ("1/0", "oo", INCORRECT, None),
        ("log(-1)", "log(-2)", UNDECIDED, None),
        ("log(-1)", "log(-1)", UNDECIDED, None),
        ("1/0", "1", INCORRECT, None),
        ("heaviside(0)", "1/2", UNDECIDED, None),
        ("gamma(1/2)", "sqrt(pi)", CORRECT, "normal form"),
        ("integral(x^2, x in [0,1])", "1/3", CORRECT, "exact values"),
        ("integral(1/x, x in (0,1))", "oo", CORRECT, "exact values"),
        ("sum(1/k^2, k=1..oo)", "pi^2/6", CORRECT, None),
        ("measure({x : exp(-x^2) > 1/2})", "2sqrt(log(2))", CORRECT, None),
        ("measure({x : exp(-x^2) > 1/2})", "2sqrt(log(2)) + 10^-20", INCORRECT, None),
        ("measure({2t-1 : t in [0,1]})", "2", CORRECT, None),
        ("sum(max(0,10-n), n=1..oo)", "45", CORRECT, None),
        ("lim(n sin(1/n), n -> oo)", "1", CORRECT, None),
    ],
)
def test_equal_numbers(answer: str, key: str, verdict: Verdict, by: str | None) -> None:
    """Constants are equal by proof, different by balls, and open where neither is found."""
    found = ruling(Equal(constant(answer), constant(key)))
    assert found.verdict is verdict, found
    if by is not None:
        assert isinstance(found.evidence, Proof)
        assert found.evidence.by == by
        assert isinstance(found.confirmation, Sampled) or "oo" in answer + key


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        (11 * "sin(pi/2 " + "(9/10)" + 11 * ")", "1"),
        (5 * "cos(2*pi*" + "1." + 60 * "0" + "1" + 5 * ")", "1"),
        ("sum((-1)^k binomial(200,k) sin(1+k/10^10), k=0..200)", "0"),
        ("1 + sum((-1)^k binomial(200,k) atan(1+k/10^10), k=0..200)", "1"),
        ("sum((n-5)/((n-5) n(n+1)), n=1..oo)", "1"),
        ("sum(1/(n(n+1)) + 0/(n-7), n=1..oo)", "1"),
        ("sum(2^-n gamma(n-2)/gamma(n-2), n=1..oo)", "1"),
        ("sum((n-2)/((n-2)(n-1)n), n=2..oo)", "1"),
        ("sum(2^-n tan(pi n/2)^0, n=1..oo)", "1"),
        ("sum(2^-n (1/(n-1))^0, n=1..oo)", "1"),
        ("sum(2^-n + 0 tan(pi n/2), n=1..oo)", "1"),
    ],
)
def test_what_hides_a_difference_is_not_accepted(answer: str, key: str) -> None:
    """Nested critical points, alternating sums and series with an undefined term look like their neighbours."""
    assert ruling(Equal(constant(answer), constant(key))).verdict is not CORRECT


def test_a_wide_ball_is_no_evidence_of_equal_numbers() -> None:
    """At 3,400 bits sin(e^2100) is known to 400 bits only, which hides a difference of 10^-150."""
    found = ruling(
        Equal(
            constant("gamma(1/3) gamma(2/3) + sin(e^2100) + 10^-150"),
            constant("2pi/sqrt(3) + sin(e^2100)"),
        )
    )
    assert found.verdict is not CORRECT


@pytest.mark.parametrize(
    ("answer", "key", "verdicts"),
    [
        ("sigmoid(10000)", "1", {INCORRECT}),
        ("-sigmoid(10000)", "-1", {INCORRECT}),
        ("sigmoid(10000)^2", "1", {INCORRECT}),
        ("Phi(100)", "1", {INCORRECT}),
        ("1/Phi(10^5)", "1", {INCORRECT}),
        ("erf(10^30)", "1", {INCORRECT}),
        ("erf(-100)", "-1", {INCORRECT}),
        ("erfc(-100)", "2", {INCORRECT}),
        ("tanh(5000)", "1", {INCORRECT}),
        ("tanh(-5000)", "-1", {INCORRECT}),
        ("tanh(2000)", "sigmoid(4000)", {INCORRECT}),
        ("atan(10^4000)", "pi/2", {INCORRECT}),
        ("softplus(10000)", "10000", {INCORRECT}),
        ("log(1+e^10000)", "10000", {INCORRECT}),
        ("log(1+exp(-10^4))", "0", {INCORRECT}),
        ("1+exp(-3000)", "1", {INCORRECT}),
        ("sqrt(1+10^-5000)", "1", {INCORRECT}),
        ("cos(exp(-5000))", "1", {INCORRECT}),
        ("1+1/gamma(2000)", "1", {INCORRECT}),
        ("int(exp(-x), x=0..10000)", "1", {INCORRECT}),
        ("int(phi(x), x=-100..100)", "1", {INCORRECT}),
        ("sum(9*10^(-k), k=1..1500)", "1", {INCORRECT}),
        ("sum(exp(-50k), k=1..100)", "1/(exp(50)-1)", {INCORRECT, UNDECIDED}),
        ("prod(1+exp(-50k), k=1..100)", "prod(1+exp(-50k), k=1..101)", {INCORRECT, UNDECIDED}),
        ("1+prod(1/10, k=1..4000)", "1", {INCORRECT, UNDECIDED}),
        ("exp(exp(-10^6))", "1", {INCORRECT, UNDECIDED}),
        ("sqrt(erf(10^6))", "1", {INCORRECT, UNDECIDED}),
        ("sqrt(1+exp(-20000))", "1", {INCORRECT, UNDECIDED}),
        ("int(exp(-10^12 (x-1/3)^2), x=0..1)", "sqrt(pi)*10^-6", {INCORRECT, UNDECIDED}),
        ("sigmoid(10^4)+sigmoid(-10^4)", "1", {CORRECT}),
        ("softplus(10^4)-softplus(-10^4)", "10^4", {CORRECT}),
        ("Phi(100)", "(1+erf(100/sqrt(2)))/2", {CORRECT}),
        ("atan(10^4000)+atan(10^-4000)", "pi/2", {CORRECT, UNDECIDED}),
        ("tanh(5000)", "(1-e^-10000)/(1+e^-10000)", {CORRECT, UNDECIDED}),
    ],
)
def test_near_a_limit_is_not_at_it(answer: str, key: str, verdicts: set[Verdict]) -> None:
    """A difference too small for 3,400 bits is found by its complement or by more bits, or leaves the number open."""
    assert ruling(number_claim(answer, key)).verdict in verdicts
    assert ruling(number_claim(key, answer)).verdict in verdicts


@pytest.mark.parametrize("answer", ["0^(0*pi)", "0^(pi-pi)", "(pi-pi)^0", "0^0"])
def test_0_to_the_0_is_1(answer: str) -> None:
    """However the zeros are written."""
    assert ruling(number_claim(answer, "1")).verdict is CORRECT


def test_values_that_read_the_same_are_told_by_their_difference() -> None:
    """Nobody reads that 1.000000000 is not 1."""
    found = ruling(number_claim("cos(exp(-5000))", "1"))
    assert isinstance(found.evidence, Proof)
    assert found.evidence.steps == ("the difference is -5.677419327e-4344",)


def test_a_name_in_a_number_leaves_it_open() -> None:
    """A number with a variable in it is not compared."""
    assert isinstance(ruling(Equal(constant("1"), read_with_x())).evidence, GaveUp)


def read_with_x():
    """The variable x."""
    from tutor.mathematics.trees.build import var

    return var("x")


@pytest.mark.parametrize(
    ("answer", "key", "digits", "verdict"),
    [
        ("3.14", "pi", 3, CORRECT),
        ("3.1", "pi", 3, INCORRECT),
        ("3.142", "pi", 3, CORRECT),
        ("3.141", "pi", 3, INCORRECT),
        ("3.14159265", "pi", 3, CORRECT),
        ("3.1415926", "pi", 3, INCORRECT),
        ("0.333", "1/3", 3, CORRECT),
        ("0.334", "1/3", 3, INCORRECT),
        ("0.33", "1/3", 3, INCORRECT),
        ("0.5", "1/2", 3, CORRECT),
        ("0.125", "1/8", 2, CORRECT),
        ("0.12", "1/8", 2, CORRECT),
        ("0.13", "1/8", 2, CORRECT),
        ("0.14", "1/8", 2, INCORRECT),
        ("10", "9.996", 3, CORRECT),
        ("9.99", "9.996", 3, INCORRECT),
        ("1000", "1000.4", 3, CORRECT),
        ("1001", "1000.4", 3, INCORRECT),
        ("1010", "1004", 3, INCORRECT),
        ("-0.693", "-log(2)", 3, CORRECT),
        ("0", "0", 3, CORRECT),
        ("0.001", "0", 3, INCORRECT),
        ("0.00100", "1/999", 3, CORRECT),
        ("1/3", "1/3", 3, CORRECT),
        ("1/7", "1/3", 3, INCORRECT),
        ("2.72", "oo", 3, INCORRECT),
        ("0.333", "integral(x^2, x in [0,1])", 3, CORRECT),
        ("0.886", "integral(exp(-x^2), x in (0,oo))", 3, CORRECT),
        ("0.887", "integral(exp(-x^2), x in (0,oo))", 3, INCORRECT),
    ],
)
def test_rounded_numbers(answer: str, key: str, digits: int, verdict: Verdict) -> None:
    """A decimal is right when it is the key correctly rounded at its own last digit, or at the last one asked for."""
    assert ruling(Rounds(constant(answer), constant(key), digits)).verdict is verdict


@given(key=st.fractions(-(10**4), 10**4, max_denominator=10**5), digits=st.integers(1, 8))
def test_the_correct_rounding_of_a_rational_is_accepted_and_its_neighbours_are_not(key, digits: int) -> None:
    """Against exact arithmetic: the nearest decimal with so many digits is right, the next ones are wrong."""
    if key == 0:
        return
    exponent = 0
    while abs(key) >= 10 ** (exponent + 1):
        exponent += 1
    while abs(key) < 10**exponent if exponent >= 0 else abs(key) * 10**-exponent < 1:
        exponent -= 1
    place = digits - 1 - exponent
    unit = fmpq(10) ** -place
    exact = fmpq(key.numerator, key.denominator)
    nearest = (exact / unit + fmpq(1, 2)).floor() * unit
    assert ruling(Rounds(num(nearest), num(exact), digits)).verdict is CORRECT
    for other in (nearest + unit, nearest - unit):
        tie = abs(other - exact) == unit / 2
        assert ruling(Rounds(num(other), num(exact), digits)).verdict is (CORRECT if tie else INCORRECT)


def test_decimals_of_a_question_become_a_rounding_claim() -> None:
    """What the kind of numbers states is decided here."""
    assert ruling(number_claim("0.693", "log 2", "3")).verdict is CORRECT
    assert ruling(number_claim("0.693", "log 2")).verdict is INCORRECT


def test_finite_answers_are_compared_one_by_one() -> None:
    """An answer is among the accepted ones or it is not; going through them is the confirmation."""
    right = ruling(Matches("B3", ("B3", "C1"), "the choice"))
    wrong = ruling(Matches("A1", ("B3", "C1"), "the choice"))
    assert (right.verdict, right.confirmation) == (CORRECT, Enumerated(2))
    assert (wrong.verdict, wrong.confirmation) == (INCORRECT, Enumerated(2))
    assert wrong.evidence == Proof("comparison", ("the choice: A1 is not among the accepted answers",))
