"""Numbers for the eye: samples, quadrature and tables about an answer, which no verdict ever rests on.

`simulate` draws and integrates with NumPy, which is loaded with the first simulation and never for judging. What it
hands back is plain data. Everything here is deterministic by its seed, and nothing here proves anything.
"""

from tutor.judge.verdicts import Verdict
from tutor.kinds import Question
from tutor.simulation.values import Bars, Drawing, Graph, Nothing, Row, Simulation, Table

__all__ = ["SEED", "Bars", "Drawing", "Graph", "Nothing", "Row", "Simulation", "Table", "simulate"]

SEED = 20_26


def simulate(
    question: Question, answer: str, seed: int = SEED, *, reveal: bool = False, verdict: Verdict | None = None
) -> Simulation | Nothing:
    """A simulation about the answer, or the sentence that says why there is none.

    Only what the question itself shows enters, beside the answer; `reveal` lets the key in, once the learner has seen
    it or found it. `verdict` is that of the judge, which the conclusion never contradicts. Raises QuestionFault.
    """
    from tutor.simulation.answers import simulated

    return simulated(question, answer, seed, reveal, verdict)
