"""What a reading looks like in Unicode and LaTeX, and what it sounds like."""

import pytest

from tutor.language import Names, Sort, read
from tutor.language.printers.latex import latex
from tutor.language.printers.spoken import spoken
from tutor.language.printers.unicode import unicode

NAMES = Names({"x": "real", "eps": "real", "n": "integer", "f": "function", "q": "sequence"})


@pytest.mark.parametrize(
    ("text", "sort", "in_unicode", "in_latex", "in_words"),
    [
        (
            "int(x^2, x=0..1)",
            "number",
            "int(x², x=0..1)",
            r"\int_{0}^{1} {x}^{2} \,\mathrm{d}x",
            "the integral from 0 to 1 of x squared with respect to x",
        ),
        (
            "(x+1)(x-1)/2",
            "function",
            "(x + 1)·(x - 1)/2",
            r"\frac{\left(x + 1\right)\,\left(x - 1\right)}{2}",
            "the quantity x plus 1 end times the quantity x minus 1 end over 2",
        ),
        (
            "1_[0,1](x)",
            "function",
            "1_[0, 1](x)",
            r"\mathbf{1}_{[0, 1]}(x)",
            "the indicator of the closed interval from 0 to 1 at x",
        ),
        (
            "{x if x>=0; 0 otherwise}",
            "function",
            "{x if x ≥ 0; 0 otherwise}",
            r"\begin{cases} x & \text{if } x \ge 0 \\ 0 & \text{otherwise} \end{cases}",
            "by cases: x if x is at least 0; 0 otherwise; end of cases",
        ),
        (
            "√2 π + eps",
            "function",
            "√2·π + ε",
            r"\sqrt{2}\,\pi + \varepsilon",
            "the square root of 2 times pi plus epsilon",
        ),
        (
            "sqrt(2)^2",
            "number",
            "(√2)²",
            r"{\sqrt{2}}^{2}",
            "the quantity the square root of 2 end squared",
        ),
        (
            "{x in [0,1] : x != 1/2} U Q",
            "set",
            "{x ∈ [0, 1] : x ≠ 1/2} ∪ ℚ",
            r"\{x \in [0, 1] : x \ne \frac{1}{2}\} \cup \mathbb{Q}",
            "the set of all x in the closed interval from 0 to 1 such that x is not equal to 1 over 2 "
            "union the rational numbers",
        ),
        (
            "forall n in N, a.e. x in (0,oo): f_n(x) <= e^-x",
            "claim",
            "∀ n ∈ ℕ: a.e. x ∈ (0, ∞): f_n(x) ≤ e^(-x)",
            r"\forall n \in \mathbb{N}: \text{for almost every } x \in (0, \infty): f_n(x) \le {e}^{-x}",
            "for all n in the natural numbers, we have for almost every x in the open interval from 0 to infinity, "
            "we have f of n and x is at most e to the power minus x end",
        ),
        ("lim(q_n, n->oo)", "number", "lim(q_n, n → ∞)", r"\lim_{n \to \infty} q_n",
         "the limit as n tends to infinity of q of n end"),
        ("[0,1) \\ Q", "set", "[0, 1) ∖ ℚ", r"[0, 1) \setminus \mathbb{Q}",
         "the interval from 0 included to 1 excluded without the rational numbers"),
        ("1/2 delta(0)", "measure", "1/2·delta(0)", r"\frac{1}{2}\,\delta_{0}", "1 over 2 times unit mass at 0"),
    ],
)  # fmt: skip
def test_a_reading_in_each_notation(text: str, sort: str, in_unicode: str, in_latex: str, in_words: str) -> None:
    """The same tree in Unicode, in LaTeX and in words."""
    node = read(text, NAMES, Sort(sort)).tree
    assert (unicode(node, NAMES), latex(node, NAMES), spoken(node, NAMES)) == (in_unicode, in_latex, in_words)
