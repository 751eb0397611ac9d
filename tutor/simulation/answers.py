"""From a question and an answer to a simulation: each claim that has numbers gives its own, joined with one conclusion.

The conclusion never contradicts a certified verdict: where numbers seem to, it says that they alone decide nothing.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from tutor.judge.claims import (
    AbsolutelyContinuous,
    All,
    Claim,
    Compares,
    Continuous,
    Converges,
    Couples,
    Covers,
    Decomposes,
    DefinedSequence,
    Distributes,
    Equal,
    ExponentSet,
    Fails,
    ForAll,
    GeneratedAlgebra,
    Integrable,
    IntegralsConverge,
    IsMeasure,
    Lipschitz,
    Rate,
    Rounds,
    SameDensity,
    SameMeasure,
    SameSet,
    Singular,
    TotalLength,
    WeakLimit,
)
from tutor.judge.verdicts import Verdict
from tutor.kinds import Misfit, Question, QuestionFault, ask
from tutor.kinds.fields import NAMELESS, key_of
from tutor.language.faults import Fault
from tutor.language.sorts import Sort, sort_of
from tutor.simulation.arrays import NoNumbers
from tutor.simulation.couplings import of_coupling
from tutor.simulation.covers import of_cover, of_total_length
from tutor.simulation.graphs import of_function
from tutor.simulation.inequalities import of_continuity, of_inequality, of_lipschitz, of_rate
from tutor.simulation.integrability import of_exponents, of_integrable
from tutor.simulation.lab import Findings, Lab, joined
from tutor.simulation.measures import (
    of_decomposition,
    of_density,
    of_distribution,
    of_measure,
    of_same_measure,
    of_weak_limit,
)
from tutor.simulation.numbers import of_comparison, of_number
from tutor.simulation.relations import of_properness, of_relation
from tutor.simulation.sequences import of_definedness, of_integrals, of_mode
from tutor.simulation.sets import of_algebra, of_set
from tutor.simulation.values import Nothing, Simulation
from tutor.simulation.words import SENTENCES

MOST_TABLES = 8


def simulated(
    question: Question, answer: str, seed: int, reveal: bool, verdict: Verdict | None
) -> Simulation | Nothing:
    """See `tutor.simulation.simulate`. Raises QuestionFault."""
    try:
        claims = ask(question).state(answer).claims
    except (Fault, Misfit):
        return Nothing(SENTENCES["unread"])
    lab = Lab(seed, reveal)
    found: list[Findings] = []
    reasons: list[str] = []
    for source in (_of_claims(claims, lab), _of_given(question, lab, found)):
        for make in source:
            try:
                with np.errstate(all="ignore"):
                    found.append(make())
            except NoNumbers as silence:
                reasons.append(silence.reason)
            except (ArithmeticError, ValueError, MemoryError, RecursionError):
                reasons.append(SENTENCES["beyond"])
    shown = [one for one in found if one.tables]
    if not shown:
        return Nothing(SENTENCES["nothing"].format(reason=reasons[0] if reasons else SENTENCES["exact"]))
    return _joined(shown, seed, verdict)


def _of_claims(claims: tuple[tuple[str, Claim], ...], lab: Lab) -> Iterator[Callable[[], Findings]]:
    for _, claim in claims:
        for part in _parts(claim):
            rule = _RULES.get(type(part))
            if rule is not None:
                yield partial(rule, part, lab)


def _parts(claim: Claim) -> Iterator[Claim]:
    """A claim, or those that it is made of. That another claim fails is left alone: nothing is to be near anything."""
    if isinstance(claim, All):
        for part in claim.parts:
            yield from _parts(part)
    elif not isinstance(claim, Fails):
        yield claim


def _of_given(question: Question, lab: Lab, found: list[Findings]) -> Iterator[Callable[[], Findings]]:
    """The measures that the question gives, where the answer alone has nothing to draw."""
    if any(one.tables for one in found):
        return
    for name in question.given:
        try:
            thing = key_of(Question(question.kind, {"key": name}, question.given), "key", NAMELESS, *Sort)
        except QuestionFault:
            continue
        if sort_of(thing) is Sort.MEASURE:
            yield partial(of_measure, thing, lab, name)


def _joined(found: list[Findings], seed: int, verdict: Verdict | None) -> Simulation:
    titles = list(dict.fromkeys(one.title for one in found))[:3]
    tables = list(dict.fromkeys(table for one in found for table in one.tables))[:MOST_TABLES]
    agree = joined(one.agrees for one in found)
    marked = any(table.parts(row) for table in tables for row in table.rows)
    return Simulation(
        " ".join(titles),
        tuple(tables),
        sum(one.samples for one in found),
        seed,
        _conclusion(agree, verdict, marked),
        next((one.drawing for one in found if one.drawing is not None), None),
    )


def _conclusion(agree: bool | None, verdict: Verdict | None, marked: bool) -> str:
    """What to make of the numbers beside the verdict."""
    if agree is None:
        return SENTENCES["look"]
    if verdict is Verdict.CORRECT:
        return SENTENCES["agree, correct" if agree else "differ, correct"]
    if verdict is Verdict.INCORRECT:
        differ = "differ, incorrect, marked" if marked else "differ, incorrect"
        return SENTENCES["agree, incorrect" if agree else differ]
    return SENTENCES["agree" if agree else "differ"]


def _equal(claim: Equal, lab: Lab) -> Findings:
    return of_function(claim, lab) if claim.domain.variables else of_number(claim, lab)


_RULES: dict[type, Callable[[Any, Lab], Findings]] = {
    Equal: _equal,
    Rounds: of_number,
    Compares: of_comparison,
    SameSet: of_set,
    GeneratedAlgebra: of_algebra,
    SameMeasure: of_same_measure,
    WeakLimit: of_weak_limit,
    Distributes: of_distribution,
    SameDensity: of_density,
    Decomposes: of_decomposition,
    AbsolutelyContinuous: of_relation,
    Singular: of_relation,
    IsMeasure: of_properness,
    Couples: of_coupling,
    ForAll: of_inequality,
    Integrable: of_integrable,
    ExponentSet: of_exponents,
    Rate: of_rate,
    Converges: of_mode,
    IntegralsConverge: of_integrals,
    DefinedSequence: of_definedness,
    Covers: of_cover,
    TotalLength: of_total_length,
    Continuous: of_continuity,
    Lipschitz: of_lipschitz,
}
