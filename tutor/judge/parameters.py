"""Claims with parameters: refuted at one value of them; proved for all of them, case by case.

Agreement at some values shows nothing about the others: N(a, 1) and N(sqrt(a^2), 1) agree at every a >= 0. What is
not proved is undecided, however many values were tried.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from typing import Generic, TypeVar

from tutor.judge.formal import formally
from tutor.judge.parameter_cases import Case, at_the_ends, by_sign, one_by_one
from tutor.judge.parameter_places import generic_places, irrational_places, small_places, special_places
from tutor.judge.space import Centre, space_of
from tutor.judge.spelling import tree_text
from tutor.judge.verdicts import (
    Confirmation,
    Counterexample,
    GaveUp,
    NotNumerical,
    Proof,
    Ruling,
    Verdict,
)
from tutor.language.tree import Tree
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.objects.measures.signs import Open
from tutor.mathematics.trees import Budget, Domain
from tutor.mathematics.trees.build import num

KEPT = 2
"""Half of the budget is kept for the proof."""

DEPTH, MOST_CASES = 7, 60
"""So many distinctions inside one another, and so many cases altogether."""

EMPTY = Proof("no value of the parameters")
"""What covers an empty case; of the whole claim it would say nothing."""

C = TypeVar("C")


class _Refuted(Exception):  # noqa: N818  (an outcome)
    """One value of the parameters at which the claim is certainly wrong."""

    def __init__(self, ruling: Ruling) -> None:
        super().__init__()
        self.ruling = ruling


def for_all_parameters(claim: C, domain: Domain, decide: Callable[[C, Budget], Ruling], budget: Budget) -> Ruling:
    """The ruling on a claim for all parameters in the domain; its trees may contain them."""
    search = _Search(decide, [v.name for v in domain.variables], budget)
    whole = Case(claim, domain)
    try:
        space = space_of(domain)
        search.tried(whole, [*small_places(space), *generic_places(space), *special_places(claim, space)])
        for values in irrational_places(claim, space):
            search.at(whole, values)
        proof = search.proved(whole, 0)
    except _Refuted as found:
        return found.ruling
    if proof is None or proof is EMPTY:
        reason = search.silence or "right at some values of the parameters; no proof for all of them"
        return Ruling(Verdict.UNDECIDED, GaveUp((reason,)))
    steps = proof.steps if search.cases == 0 else (*proof.steps, f"{search.cases} cases for the parameters")
    confirmation = search.confirmation or NotNumerical("nothing was computed at single values of the parameters")
    return Ruling(Verdict.CORRECT, Proof(proof.by, steps), confirmation, search.almost)


class _Search(Generic[C]):
    """What the cases of one claim share: how it is decided at single values, and what was found there."""

    def __init__(self, decide: Callable[[C, Budget], Ruling], names: list[str], budget: Budget) -> None:
        self.decide = decide
        self.names = names
        self.budget = budget
        self.confirmation: Confirmation | None = None
        self.almost: str | None = None
        self.silence: str | None = None
        self.cases = 0
        self.kept = budget.left // KEPT

    def tried(self, case: Case[C], places: list[Centre]) -> None:
        """Decide the claim at single values of the parameters, as long as there is budget for it. Raises _Refuted."""
        for place in places:
            if self.budget.left < self.kept:
                return
            self.at(case, {name: num(q) for name, q in place.items()})

    def at(self, case: Case[C], values: dict[str, Tree]) -> None:
        """Decide the claim at one value of the parameters in its domain. Raises _Refuted."""
        point = case.with_values(values)
        if point is not None:
            self.single(point)

    def single(self, point: Case[C]) -> bool:
        """Whether the claim is certainly right at the one value that is left. Raises _Refuted."""
        ruling = self.decide(point.claim, self.budget)
        if ruling.verdict is Verdict.INCORRECT:
            raise _Refuted(self._named(ruling, point))
        if ruling.verdict is Verdict.CORRECT:
            self.confirmation, self.almost = ruling.confirmation, ruling.almost
            return isinstance(ruling.evidence, Proof)
        if isinstance(ruling.evidence, GaveUp) and self.silence is None:
            self.silence = "; ".join(ruling.evidence.tried)
        return False

    def _formally(self, point: Case[C]) -> Proof | None:
        """Formal sums tell rows of atoms that vanish at this value, as the weights of a Poisson law of mean 0 do."""
        try:
            return formally(point.claim, self.budget)
        except Open:
            return None

    def proved(self, case: Case[C], depth: int) -> Proof | None:
        """A proof that covers every value in the domain of the case. Raises _Refuted."""
        self.cases += depth > 0
        if depth > DEPTH or self.cases > MOST_CASES:
            return None
        if not case.domain.variables:
            return Proof("every single value of the parameters") if self.single(case) else self._formally(case)
        *ends, case = at_the_ends(case)
        if ends:
            return self._all([*ends, case], depth)
        values = one_by_one(case)
        if values is not None:
            return self._all(values, depth)
        try:
            return formally(case.claim, self.budget)
        except Open as open_:
            return self._by_cases(case, open_, depth)

    def _by_cases(self, case: Case[C], open_: Open, depth: int) -> Proof | None:
        try:
            return self._all(by_sign(case, open_.tree), depth)
        except Undecided:
            return None

    def _all(self, cases: list[Case[C]], depth: int) -> Proof | None:
        """All of them, even where one is open: another one may refute. Raises _Refuted."""
        for case in cases:
            self.tried(case, list(islice(generic_places(space_of(case.domain)), 2)) if case.domain.variables else [])
        found = [self.proved(case, depth + 1) for case in cases]
        proofs = [proof for proof in found if proof is not None]
        if len(proofs) < len(found):
            return None
        return proofs[-1] if proofs else EMPTY

    def _named(self, ruling: Ruling, point: Case[C]) -> Ruling:
        """The ruling with the values of the parameters, in the order in which they were declared."""
        values = dict(point.fixed)
        at = tuple((name, tree_text(values[name])) for name in self.names)
        evidence = ruling.evidence
        if isinstance(evidence, Counterexample):
            evidence = replace(evidence, at=(*at, *evidence.at))
        elif isinstance(evidence, Proof):
            where = ", ".join(f"{name} = {text}" for name, text in at)
            evidence = Proof(evidence.by, (f"at {where}", *evidence.steps))
        return replace(ruling, evidence=evidence)
