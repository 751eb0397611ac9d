"""Modes of convergence of sequences of functions, and the exchange of limit and integral."""

from flint import arb

from tutor.judge.bounds import counterexample, undecided
from tutor.judge.claims import Converges, DefinedSequence, IntegralsConverge
from tutor.judge.sentences import place_text
from tutor.judge.spelling import tree_text, value_text
from tutor.judge.tabulations import ABOUT_LARGE_N, tabulated
from tutor.judge.verdicts import NotNumerical, Proof, Ruling, Verdict
from tutor.language.tree import Tree
from tutor.mathematics.analysis import Undecided
from tutor.mathematics.analysis.forall import Refuted
from tutor.mathematics.analysis.sequences import (
    BlockConvergence,
    Finding,
    FunctionSequence,
    Undefined,
    Words,
    broken,
    convergence,
    implies,
)
from tutor.mathematics.analysis.sequences.definedness import defined_almost_everywhere
from tutor.mathematics.analysis.sequences.exchange import exchange
from tutor.mathematics.trees import Budget, Domain
from tutor.mathematics.trees.build import indicator, mul
from tutor.mathematics.trees.modes import AnyMode, InMean

STEPS = 100


def decide_about_sequences(claim: Converges | IntegralsConverge | DefinedSequence, budget: Budget) -> Ruling:
    """The ruling on a claim about a sequence of functions; the work has step budgets of its own."""
    budget.spend(STEPS)
    if isinstance(claim, DefinedSequence):
        return _decide_defined(claim, budget)
    try:
        sequence = sequence_of(claim.sequence, claim.index, claim.domain)
        return _decide_mode(claim, sequence) if isinstance(claim, Converges) else _decide_exchange(claim, sequence)
    except Undefined as reason:
        diagnosis = f"f_n is undefined on an interval for all large n: {reason.reason}"
        return Ruling(Verdict.INCORRECT, Proof("undefined", (reason.reason,)), diagnosis=diagnosis)
    except Undecided as silence:
        return undecided(silence.reason)


def sequence_of(term: Tree, index: str, domain: Domain) -> FunctionSequence:
    """The sequence on its space; a condition beside the interval is put into the term as an indicator.

    Raises Undecided where there is not one real variable.
    """
    if len(domain.reals) != 1:
        raise Undecided("functions of several variables")
    first = next((v.low for v in domain.integers if v.name == index), None)
    start = int(first.value.numer()) if first is not None and first.head == "num" else 1
    if domain.condition is not None:
        term = mul(indicator(domain.condition), term)
    return FunctionSequence(term, index, domain.reals[0], start)


def mode_text(mode: AnyMode) -> str:
    """The mode in words."""
    return f"in L^{tree_text(mode.p)}" if isinstance(mode, InMean) else str(mode)


def words_text(words: Words) -> str:
    """A sentence with its expressions written out."""
    return "".join(part if isinstance(part, str) else tree_text(part) for part in words)


# Modes ----------------------------------------------------------------------------------------------------------------


def _decide_mode(claim: Converges, sequence: FunctionSequence) -> Ruling:
    limit, condition = claim.limit, claim.domain.condition
    if limit is not None and condition is not None:
        limit = mul(indicator(condition), limit)
    found = convergence(sequence, limit)
    finding = found(claim.mode)
    if finding.holds is None:
        return undecided(finding.by)
    proof = Proof(finding.by, (words_text(finding.witness),))
    if finding.holds == claim.expected:
        return Ruling(Verdict.CORRECT, proof, tabulated(claim.mode, claim.expected, found.sequence, found))
    return Ruling(Verdict.INCORRECT, proof, diagnosis=_diagnosis(claim, finding, found.finite))


def _diagnosis(claim: Converges, finding: Finding, finite: bool) -> str:
    """Which implication the answers break, or what makes the mode hold or fail."""
    holds = "converges" if finding.holds else "does not converge"
    fact = f"f_n {holds} {mode_text(claim.mode)}: {words_text(finding.witness)}"
    answers = {**dict(claim.beside), claim.mode: claim.expected}
    for first, second in broken(answers, finite):
        if claim.mode in (first, second):
            return f"{fact}. {_implication(first, second, finite)}, and you say yes to the one and no to the other"
    return fact


def _implication(first: AnyMode, second: AnyMode, finite: bool) -> str:
    everywhere = implies(first, second, finite=False)
    where = "" if everywhere or not finite else " on a space of finite measure"
    return f"Convergence {mode_text(first)} implies convergence {mode_text(second)}{where}"


# Limit and integral ---------------------------------------------------------------------------------------------------


def _decide_exchange(claim: IntegralsConverge, sequence: FunctionSequence) -> Ruling:
    found = convergence(sequence)
    if isinstance(found, BlockConvergence):
        return undecided("a sequence in blocks has no limit almost everywhere")
    values = exchange(found)
    steps = (
        f"the integrals tend to {_value(values.limit)}",
        f"the integral of the limit is {_value(values.of_limit)}",
    )
    if values.agree(Budget(STEPS * STEPS)) == claim.expected:
        return Ruling(Verdict.CORRECT, Proof(values.by, steps), ABOUT_LARGE_N)
    return Ruling(Verdict.INCORRECT, Proof(values.by, steps), diagnosis=", and ".join(steps))


def _value(value: Tree | arb) -> str:
    return tree_text(value) if isinstance(value, Tree) else value_text(value)


def _decide_defined(claim: DefinedSequence, budget: Budget) -> Ruling:
    try:
        outcome = defined_almost_everywhere(sequence_of(claim.sequence, claim.index, claim.domain), budget)
    except Undecided as silence:
        return undecided(silence.reason)
    if isinstance(outcome, Refuted):
        diagnosis = f"f_n is undefined at {place_text(outcome)} and around it"
        return Ruling(Verdict.INCORRECT, counterexample(outcome), diagnosis=diagnosis)
    return Ruling(Verdict.CORRECT, Proof(outcome.by), NotNumerical("nothing to compare"))
