"""The computer algebra process: is this expression 0 wherever it is defined?

A proof is `simplify`, and its kin, coming to the literal 0. `equals` is never asked: it believes numerical samples.
Only functions on which SymPy and the language agree for real arguments are converted; for anything else there is no
proof. Text is never parsed here.
"""

import time
from collections.abc import Callable

import sympy
from sympy.core.cache import clear_cache

from tutor.worker.limits import limit_computing, limit_memory, no_core_dumps
from tutor.worker.messages import Plain
from tutor.worker.process import serve
from tutor.worker.sympy_child.convert import NotConverted, converted, symbol

_WAYS: dict[str, Callable[[sympy.Expr], sympy.Expr]] = {
    "simplify": sympy.simplify,
    "expand_func": lambda f: sympy.simplify(sympy.expand_func(f)),
    "gammasimp": lambda f: sympy.gammasimp(f.rewrite(sympy.gamma)),
}


def main(memory: int, seconds: float) -> None:
    """Serve until the owner is gone. Each message brings its own allowance of computing time, at most `seconds`."""
    no_core_dumps()
    limit_memory(memory)

    def answer(message: Plain) -> Plain:
        limit_computing(min(message["seconds"], seconds))
        start = time.process_time()
        steps = proof_of_zero(message)
        limit_computing(0)
        return {"steps": steps, "seconds": time.process_time() - start}

    serve(answer)


def proof_of_zero(message: Plain) -> list[str] | None:
    """The steps of a proof that the tree is 0 wherever it is defined; None where there is none."""
    clear_cache()  # the same question takes the same way, whatever was asked before
    symbols = {described["name"]: symbol(described) for described in message["variables"]}
    try:
        expression = converted(message["tree"], symbols)
        return _first_way(expression)
    except NotConverted:
        return None
    except (ArithmeticError, AttributeError, LookupError, NotImplementedError, RecursionError, TypeError, ValueError):
        return None  # SymPy gave up in its own way


def _first_way(expression: sympy.Expr) -> list[str] | None:
    for name, way in _WAYS.items():
        if way(expression) is sympy.S.Zero:
            return [f"SymPy {sympy.__version__}: {name} takes the difference to 0"]
    return None
