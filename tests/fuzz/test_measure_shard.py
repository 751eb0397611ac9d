"""Short, seeded pieces of the fuzzing of measures and of the garbage; the long runs are commands of `benchmarks`."""

import pytest

from benchmarks.garbage import covered, measure
from benchmarks.measure_fuzz import MAKERS, available, chunk, rows
from benchmarks.measuring.labels import CHECKS

SEED, QUESTIONS, STRINGS = 20, 5, 40
COARSE = {
    "covers",
    "densities",
    "dominations",
    "examples",
    "exponents",
    "families",
    "modes",
    "norms",
    "several families",
    "weak limits",
    "windows",
}
"""Where floats are too coarse to see every difference; their truth is arithmetic on fractions."""


@pytest.mark.parametrize("maker", available())
def test_no_verdict_contradicts_the_construction(maker: str) -> None:
    """No random question about measures or sequences gets a wrong verdict, and none is misread."""
    tally = chunk(SEED, maker, 0, QUESTIONS)
    assert tally.wrong == []
    assert tally.crashed == tally.broken == []


@pytest.mark.parametrize("maker", sorted(set(MAKERS) - COARSE))
def test_the_oracle_agrees_with_the_construction(maker: str) -> None:
    """What is right or wrong by construction is so in the eyes of the oracle, unless it is too near to tell."""
    for place in range(QUESTIONS):
        for row in rows(f"{SEED}/{maker}/{place}"):
            assert CHECKS[row["kind"]](row) in (row["expect"] == "correct", None), row


def test_a_question_is_made_again_by_its_seed() -> None:
    """The same seed gives the same rows."""
    first, second = (list(rows(f"{SEED}/images/3")) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("kind", covered())
def test_garbage_is_refused_quietly(kind: str) -> None:
    """No garbage crashes the judge."""
    assert [case for case in measure(kind, STRINGS, SEED)["bad"] if case["verdict"] == "crash"] == []
