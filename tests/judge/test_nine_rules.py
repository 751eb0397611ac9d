"""Nine rules whose hypothesis was once not checked: each by an answer that looks right, and one that is right.

A wrong answer must never be called correct. Where a rule is silent, silence is fine: the second list says for which.
"""

from typing import Any

import pytest

from benchmarks.judging import judged

FIELDS: dict[str, dict[str, Any]] = {
    "open": {"sort": "function of x on (0,oo)", "claims": ["forall n in N: forall x in (0,oo): exp(-n x) < g(x)"]},
    "closed": {"sort": "function of x on [0,oo)", "claims": ["forall n in N: forall x in [0,oo): exp(-n x) < g(x)"]},
    "thirds": {"of": "cantor", "against": "cantor on [0,1/3]"},
    "bumps": {"sequence": "n 1_[0,1/n](x)", "on": "(0,1)"},
    "line": {"converges": ["in measure"], "on": "R"},
    "unit": {"converges": ["pointwise"], "on": "[0,1]"},
    "weak": {"converges": ["weakly in L^2"], "on": "[0,1]"},
    "rate": {"sort": "function of x on (0,oo)", "claims": ["forall x in (0,oo): x/(1+x) < g(x)"]},
}


def verdict(kind: str, answer: str, **fields: Any) -> str:
    """The verdict on an answer."""
    return judged({"kind": kind, "answer": answer, **fields}).verdict


def test_1_a_strict_claim_is_looked_at_on_its_closed_end() -> None:
    """exp(-n x) < 1 holds on the open half line and fails at its closed end."""
    assert verdict("witness", "1", **FIELDS["open"]) == "correct"
    assert verdict("witness", "1", **FIELDS["closed"]) == "incorrect"


def test_2_only_a_dominated_part_of_a_cantor_measure_is_absolutely_continuous() -> None:
    """The part of Cantor's measure on the right third stays singular, though the left one is dominated."""
    right = "ac: cantor on [0,1/3]; sing: cantor on [2/3,1]"
    assert verdict("decomposition", right, **FIELDS["thirds"]) == "correct"
    assert verdict("decomposition", "ac: cantor; sing: 0", **FIELDS["thirds"]) == "incorrect"


def test_3_a_kink_has_no_derivative_by_rule() -> None:
    """E |X - 1/2| for Cantor's measure is 1/3: |x - 1/2| is no polynomial."""
    assert verdict("number", "1/3", key="E(|X-1/2|), X ~ cantor") in ("correct", "undecided")
    assert verdict("number", "0", key="E(|X-1/2|), X ~ cantor") == "incorrect"


def test_4_a_bound_that_fails_at_one_point_is_searched_further() -> None:
    """Every f_n touches 1/x at the end of its indicator only, and lies above 0 on an interval."""
    assert verdict("dominating", "1/x on (0,1/2); 0 otherwise", **FIELDS["bumps"]) == "incorrect"


def test_5_only_a_factor_that_is_a_wave_is_replaced_by_its_bound() -> None:
    """(sin x - 1)/x is not integrable near infinity, 1/x^2 times a wave is."""
    assert verdict("exponents", "all", function="(sin(x)-1)/x", on="(1,oo)") != "correct"
    assert verdict("exponents", "p>=1 or p=oo", function="(sin(x)-1)/x", on="(1,oo)") != "correct"


def test_6_an_oscillation_diverges_only_with_an_amplitude_that_stays() -> None:
    """sin(n x)/n tends to 0 everywhere, sin(n x) does not."""
    assert verdict("sequence", "sin(n x)/n", **FIELDS["unit"]) == "correct"
    assert verdict("sequence", "sin(n x)", **FIELDS["unit"]) != "correct"


def test_7_convergence_in_measure_is_tested_for_every_eps() -> None:
    """A bump of height 1/100 runs away: for eps below 1/100 its measure stays 1."""
    assert verdict("sequence", "1/100 1_[n,n+1](x)", **FIELDS["line"]) == "incorrect"
    assert verdict("sequence", "1/n 1_[n,n+1](x)", **FIELDS["line"]) == "correct"


def test_8_a_wave_tends_weakly_to_0_only_if_its_phase_moves_with_x() -> None:
    """sin(n x) tends weakly to 0, sin(n) times a function of x does not."""
    assert verdict("sequence", "sin(2 pi n x)", **FIELDS["weak"]) in ("correct", "undecided")
    assert verdict("sequence", "sin(n) x", **FIELDS["weak"]) != "correct"


def test_9_a_limit_that_is_not_reached_gives_no_strict_bound() -> None:
    """x/(1+x) increases to 1 and stays below it; a bound that it reaches is no strict one."""
    assert verdict("witness", "1", **FIELDS["rate"]) == "correct"
    assert verdict("witness", "x/(1+x)", **FIELDS["rate"]) == "incorrect"
    assert verdict("witness", "1 - 1/(1+x)", **FIELDS["rate"]) == "incorrect"


@pytest.mark.parametrize("answer", ["1/x", "2/x"])
def test_a_bound_that_holds_but_is_not_integrable(answer: str) -> None:
    """A bound may lie above every f_n and dominate nothing."""
    assert verdict("dominating", answer, **FIELDS["bumps"]) == "incorrect"
