"""Modes of convergence of sequences of functions, and the hypotheses of every rule that decides them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tutor.language.names import Names
from tutor.language.reading import read
from tutor.language.tree import Tree
from tutor.mathematics.analysis import Undecided, integrable
from tutor.mathematics.analysis.sequences import Convergence, Finding, FunctionSequence, Undefined, convergence
from tutor.mathematics.analysis.sequences.almost_uniform import almost_uniform
from tutor.mathematics.analysis.sequences.blocks import blocks
from tutor.mathematics.analysis.sequences.exchange import exchange
from tutor.mathematics.analysis.sequences.implications import implies
from tutor.mathematics.analysis.sequences.sequence import MovingCell, Work
from tutor.mathematics.analysis.sequences.uniform import amplitude_of, by_dini, has_steady_amplitude
from tutor.mathematics.analysis.sequences.whole_parts import without_whole_parts
from tutor.mathematics.trees import Budget, Variable, core
from tutor.mathematics.trees.build import INFINITY, MINUS_INFINITY, ONE, TWO, ZERO, add, var
from tutor.mathematics.trees.modes import AnyMode, InMean, Mode

MODES: tuple[AnyMode, ...] = (
    Mode.POINTWISE,
    Mode.ALMOST_EVERYWHERE,
    Mode.UNIFORMLY,
    Mode.ALMOST_UNIFORMLY,
    Mode.IN_MEASURE,
    InMean(ONE),
    InMean(TWO),
    Mode.WEAKLY,
)
ROWS = [json.loads(line) for line in Path(__file__).with_name("modes.jsonl").read_text(encoding="utf-8").splitlines()]
LETTERS = {True: "Y", False: "N", None: "?"}
STEPS = 1_000_000


def tree(text: str) -> Tree:
    """The text in core form."""
    return core(read(text, Names({"x": "real", "n": "integer"})).tree)


def sequence(text: str, on: str) -> FunctionSequence:
    """The sequence on an interval."""
    if on == "R":
        return FunctionSequence(tree(text), "n", Variable("x", MINUS_INFINITY, INFINITY))
    space = tree(on)
    closed = space.value or (False, False)
    return FunctionSequence(tree(text), "n", Variable("x", space.args[0], space.args[1], *closed))


def finding(text: str, on: str, mode: AnyMode) -> Finding:
    """What is found about one mode."""
    return convergence(sequence(text, on))(mode)


def found_row(row: dict[str, Any]) -> str:
    """The row that the engine finds."""
    found = convergence(sequence(row["sequence"], row["on"]))
    return "".join(LETTERS[found(mode).holds] for mode in MODES)


@pytest.mark.parametrize("row", [pytest.param(row, id=f"{row['sequence']} on {row['on']}") for row in ROWS])
def test_a_row_contradicts_no_label(row: dict[str, Any]) -> None:
    """Every mode is decided as labelled or left open, and an open one is an exception."""
    found = found_row(row)
    wrong = [mode for mode, a, b in zip(MODES, found, row["modes"], strict=True) if "?" not in (a, b) and a != b]
    assert not wrong
    assert found.count("?") <= row.get("open", 0)


@pytest.mark.parametrize("row", ROWS[::3])
def test_the_implications_hold(row: dict[str, Any]) -> None:
    """No row of answers breaks an implication between modes."""
    finite = row["on"] != "R" and "oo" not in row["on"]
    answers = dict(zip(MODES, found_row(row), strict=True))
    for first, a in answers.items():
        for second, b in answers.items():
            assert not (a == "Y" and b == "N" and implies(first, second, finite)), (first, second)


# The pitfalls.


def test_a_wave_is_replaced_by_its_amplitude_as_a_factor_only() -> None:
    """(sin x - 1)/x must not become 0/x; only a direct factor sin or cos may be bounded by 1."""
    assert amplitude_of(tree("(sin(n x) - 1)/n")) is tree("(sin(n x) - 1)/n")
    assert amplitude_of(tree("sin(n x)/n")) is tree("1/n")
    with pytest.raises(Undecided):
        integrable(tree("(sin(x)-1)/x"), "x", ONE, INFINITY, Budget(STEPS))


def test_an_oscillation_diverges_only_with_an_amplitude_that_stays() -> None:
    """sin(n x)/n at x = 1 oscillates and converges; sin(n x) does not converge."""
    assert finding("sin(n x)/n", "[0,1]", Mode.POINTWISE).holds
    assert finding("sin(n x)", "[0,1]", Mode.ALMOST_EVERYWHERE).holds is False
    assert finding("x^2 cos(n x)/log(n+1)", "[0,1]", Mode.POINTWISE).holds


def test_eps_is_a_symbol_in_convergence_in_measure() -> None:
    """(1/100) 1_[n,n+1] does not tend to 0 in measure, nor does 10^-9 1_[n,n+1]."""
    assert finding("1/100*1_[n,n+1]", "[0,oo)", Mode.IN_MEASURE).holds is False
    assert finding("1_[n,n+1]/10^9", "[0,oo)", Mode.IN_MEASURE).holds is False
    assert finding("1_[n,n+1]/n", "[0,oo)", Mode.IN_MEASURE).holds


def test_riemann_lebesgue_needs_a_phase_in_x() -> None:
    """sin(n) x has subsequences with different weak limits; sin(n x) tends to 0 weakly."""
    assert finding("sin(n) x", "[0,1]", Mode.WEAKLY).holds is False
    assert finding("sin(n x)", "[0,1]", Mode.WEAKLY).holds
    assert finding("cos(n) + sin(n x)", "[0,1]", Mode.WEAKLY).holds is not True


def test_a_weak_limit_that_is_given_is_compared() -> None:
    """cos(n x)^2 tends to 1/2 weakly, and not to 0."""
    found = [convergence(sequence("cos(n x)^2", "[0,1]"), tree(limit))(Mode.WEAKLY).holds for limit in ("1/2", "0")]
    assert found == [True, False]


def test_another_limit_is_refused_in_every_mode() -> None:
    """x^n on [0,1] tends to 0 and so to no other function; to 0 not at 1, but almost everywhere."""
    to_one = convergence(sequence("x^n", "[0,1]"), ONE)
    assert [to_one(mode).holds for mode in MODES] == [False] * len(MODES)
    to_zero = convergence(sequence("x^n", "[0,1]"), ZERO)
    assert [to_zero(mode).holds for mode in MODES[:4]] == [False, True, False, True]


# Hypotheses that fail.


def test_bounded_convergence_needs_a_finite_measure() -> None:
    """1_[n,n+1] is bounded and tends to 0, but its integrals are 1."""
    assert finding("1_[n,n+1]", "[0,oo)", InMean(ONE)).holds is False


def test_egorov_needs_a_finite_measure() -> None:
    """1_[n,n+1] tends to 0 everywhere and not almost uniformly; 1_[n,n+1/n^2] does both."""
    assert finding("1_[n,n+1]", "[0,oo)", Mode.ALMOST_UNIFORMLY).holds is False
    assert finding("1_[n,n+1/n]", "[0,oo)", Mode.ALMOST_UNIFORMLY).holds is False
    assert finding("1_[n,n+1/n^2]", "[0,oo)", Mode.ALMOST_UNIFORMLY).holds


def test_dini_needs_a_compact_cell_and_a_monotone_sequence() -> None:
    """Dini's theorem is refused for x^n up to 1, for a moving cell, and for a sequence that is not monotone."""
    work = Work(sequence("x^n", "[0,1)"), Budget(STEPS))
    n = var("n")
    assert not by_dini([MovingCell(ZERO, ONE, tree("x^n"))], work)
    assert not by_dini([MovingCell(ZERO, n, tree("x/n"))], work)
    assert not by_dini([MovingCell(ZERO, ONE, tree("n x exp(-n x)"))], work)
    assert by_dini([MovingCell(ZERO, ONE, tree("(1+x/n)^n - exp(x)"))], work)


def test_an_amplitude_dominates_only_without_the_index() -> None:
    """sin(n x)/n^(1/2) has no steady amplitude, sin(n x) exp(-x) has one in L^1 of the half line, sin(n x) has none."""
    work = Work(sequence("x", "(0,oo)"), Budget(STEPS))
    dominated = [
        has_steady_amplitude(MovingCell(ZERO, INFINITY, tree(text)), ONE, work)
        for text in ("sin(n x)/sqrt(n)", "sin(n x) exp(-x)", "sin(n x)")
    ]
    assert dominated == [False, True, False]


def test_floor_is_dropped_only_where_it_cannot_matter() -> None:
    """floor(n x)/n is x up to 1/n on a bounded space; floor(n x) is not n x, nor floor(n x)/n on the line."""
    bounded = sequence("floor(n x)/n", "[0,1]")
    assert without_whole_parts(bounded, Budget(STEPS)).term is tree("n x/n")
    for kept in (sequence("floor(n x)", "[0,1]"), sequence("floor(n x)/n", "R")):
        assert without_whole_parts(kept, Budget(STEPS)) is kept


@pytest.mark.parametrize(
    "text",
    [
        "1_[n/2^floor(log2(n)) - 1, n/2^floor(log2(n)) - 1 + 1/4^floor(log2(n))]",
        "1_[n/2^floor(log2(n)), (n+1)/2^floor(log2(n))]",
        "x 1_[n/2^floor(log2(n)) - 1, (n+1)/2^floor(log2(n)) - 1]",
        "1_[n/2^floor(sqrt(2) n) - 1, (n+1)/2^floor(sqrt(2) n) - 1]",
    ],
    ids=["gaps", "outside of the space", "a height in x", "a counter that is no block number"],
)
def test_blocks_tile_one_interval(text: str) -> None:
    """Without gaps, inside the space, with a height free of x, numbered by whole numbers; else it is no typewriter."""
    assert blocks(sequence(text, "[0,1]")) is None


def test_tails_that_are_not_understood_stay_open() -> None:
    """Two stretches that run off in ways that are not nested, summable, disjoint or overlapping are not decided."""
    work = Work(sequence("x", "(0,oo)"), Budget(STEPS))
    n = var("n")
    with pytest.raises(Undecided):
        almost_uniform([(ZERO, n)], work)
    assert almost_uniform([(n, add(n, tree("1/n^2")))], work).holds


def test_a_sequence_without_values_is_said_to_be_undefined() -> None:
    """sqrt(x - n) on [0,1] has no value for large n; an interval of it is refused and not judged."""
    with pytest.raises(Undefined):
        Convergence(sequence("sqrt(x-n)", "[0,1]"))(Mode.POINTWISE)


# Limit and integral.


@pytest.mark.parametrize(
    ("text", "on", "values"),
    [
        ("n 1_(0,1/n)", "[0,1]", ("1", "0")),
        ("1_[n,n+1]", "[0,oo)", ("1", "0")),
        ("(1+x/n)^n", "[0,1]", ("e - 1", "e - 1")),
        ("1_[0,n]", "[0,oo)", ("oo", "oo")),
        ("n^2 1_(0,1/n)", "[0,1]", ("oo", "0")),
        ("n/(1+n^2 x^2)", "[0,1]", ("pi/2", "0")),
    ],
)
def test_limit_and_integral(text: str, on: str, values: tuple[str, str]) -> None:
    """The limit of the integrals and the integral of the limit, as computed by hand."""
    found = exchange(Convergence(sequence(text, on)))
    assert (found.limit, found.of_limit) == tuple(tree(value) for value in values)
    assert found.agree(Budget(STEPS)) == (values[0] == values[1])
