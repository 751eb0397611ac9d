"""The judging process: it sets limits on itself, plugs in SymPy, and answers until its owner is gone.

It judges, and simulates where it is asked to; NumPy is loaded with the first simulation.
"""

import traceback

from tutor.judge import port
from tutor.kinds import QuestionFault, kinds
from tutor.mathematics.trees.budget import Budget
from tutor.worker.judging import STEPS, judge_answer
from tutor.worker.limits import limit_computing, limit_memory, no_core_dumps
from tutor.worker.messages import Plain, plain, question_from, undecided
from tutor.worker.sympy_child.oracle import SympyOracle

_oracle = SympyOracle()


def main(memory: int, seconds: float) -> None:
    """Serve judgements, each within `seconds` of computing, all within `memory` bytes of address space."""
    from tutor.worker.process import serve  # a one-shot command judges by `judged` and starts no process

    no_core_dumps()
    limit_memory(memory)
    kinds()

    def answer(message: Plain) -> Plain:
        limit_computing(seconds)
        try:
            return replied(message)
        finally:
            limit_computing(0)

    serve(answer)


def replied(message: Plain) -> Plain:
    """The reply to one message: a judgement, or a simulation where that is asked."""
    if "simulate" not in message:
        return judged(message)
    from tutor.worker.simulating import simulated

    return simulated(message)


def judged(message: Plain) -> Plain:
    """The reply to one message: a judgement, or the fault of the question. The last rung may ask SymPy.

    Whatever goes wrong inside the judge leaves the answer undecided, and the reply says where, for the log.
    """
    _oracle.refill()
    port.use(_oracle)
    try:
        judgement = judge_answer(question_from(message["question"]), message["answer"], Budget(STEPS))
    except QuestionFault as fault:
        return {"question_fault": {"field": fault.field, "message": fault.message, "span": fault.span}}
    except MemoryError:
        return _bug("the judge ran out of memory")
    except Exception as bug:  # a bug must not cost the learner anything: it is logged, and nobody is marked wrong
        return _bug(f"a bug in the judge: {type(bug).__name__}")
    return {"judgement": plain(judgement)}


def _bug(reason: str) -> Plain:
    return {"judgement": plain(undecided(reason)), "bug": traceback.format_exc()[-4000:]}
