"""Simulations in the judging process: the same limits, the same handle, and no verdict that rests on them."""

import logging
import traceback

from tutor.judge.verdicts import Verdict
from tutor.kinds import Question, QuestionFault
from tutor.simulation import SEED, Nothing, Simulation, simulate
from tutor.simulation.values import from_plain, plain
from tutor.worker.messages import Plain, plain_question, question_from

log = logging.getLogger("tutor.worker")


def request(question: Question, answer: str, seed: int = SEED, *, reveal: bool, verdict: Verdict | None) -> Plain:
    """The message that asks for a simulation."""
    return {
        "simulate": {"seed": seed, "reveal": reveal, "verdict": verdict.value if verdict else None},
        "question": plain_question(question),
        "answer": answer,
    }


def simulated(message: Plain) -> Plain:
    """The reply to such a message: a simulation, why there is none, or the fault of the question."""
    wanted = message["simulate"]
    verdict = Verdict(wanted["verdict"]) if wanted["verdict"] else None
    question = question_from(message["question"])
    try:
        found = simulate(question, message["answer"], wanted["seed"], reveal=wanted["reveal"], verdict=verdict)
    except QuestionFault as fault:
        return {"question_fault": {"field": fault.field, "message": fault.message, "span": fault.span}}
    except MemoryError:
        return {"simulation": plain(lost("it ran out of memory"))}
    except Exception:  # a bug in a simulation costs nobody anything: it is logged, and there are no numbers
        return {"simulation": plain(lost("a bug in the simulation")), "bug": traceback.format_exc()[-4000:]}
    return {"simulation": plain(found)}


def opened_simulation(reply: Plain) -> Simulation | Nothing:
    """The simulation in a reply of `simulated`. Raises QuestionFault where it holds one; logs a bug that it tells."""
    fault = reply.get("question_fault")
    if fault is not None:
        span = fault["span"]
        raise QuestionFault(fault["field"], fault["message"], tuple(span) if span else None)
    if "bug" in reply:
        log.error("a bug in a simulation\n%s", reply["bug"])
    return from_plain(reply["simulation"])


def lost(reason: str) -> Nothing:
    """There are no numbers, for a reason outside of the question."""
    return Nothing(f"No numbers this time: {reason}.")
