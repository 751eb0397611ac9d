"""The judge's port to SymPy: asks the second child, within one allowance of computing time per answer.

Whatever the child does, running out of time or memory included, the answer is the steps of a proof or None.
"""

from typing import TYPE_CHECKING, Any

from tutor.language.tree import Tree
from tutor.mathematics.trees.domain import Domain, Variable
from tutor.worker.sympy_child.trees import is_question, table

if TYPE_CHECKING:
    from tutor.worker.process import Child

SECONDS = 1.5
"""Computing time that SymPy may use for one answer, so that any answer is judged within two seconds."""

PATIENCE = 10.0
"""Seconds of real time after which a silent child is killed."""

MEMORY = 480 * 2**20
"""Bytes of address space of the child."""


class SympyOracle:
    """Implements `tutor.judge.port.Oracle`. `refill` before each answer; `close` ends the child."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds, self._left = seconds, seconds
        self._child: Child | None = None

    @property
    def pid(self) -> int | None:
        """The process id of the child that is up; None without one."""
        return self._child.pid if self._child else None

    def refill(self) -> None:
        """Grant the whole allowance for the next answer."""
        self._left = self._seconds

    def is_zero(self, tree: Tree, domain: Domain) -> tuple[str, ...] | None:
        """See `tutor.judge.port.Oracle.is_zero`."""
        if self._left <= 0 or not is_question(tree):
            return None
        variables = [_described(variable) for variable in domain.variables]
        reply = self._ask({"tree": table(tree), "variables": variables, "seconds": self._left})
        steps = reply.get("steps")
        return tuple(steps) if steps else None

    def close(self) -> None:
        """End the child, if there is one."""
        if self._child is not None:
            self._child.kill()
            self._child = None

    def _ask(self, message: dict[str, Any]) -> dict[str, Any]:
        # Imported here: most answers are judged without ever starting a process.
        from tutor.worker.process import CannotStart, Child, Lost

        if self._child is None or not self._child.alive:
            self.close()
            self._child = Child("tutor.worker.sympy_child.server", MEMORY, self._seconds)
        try:
            reply = self._child.ask(message, PATIENCE)
        except (Lost, CannotStart):
            self._left = 0.0
            self.close()
            return {}
        self._left -= reply["seconds"]
        return reply


def _described(variable: Variable) -> dict[str, Any]:
    """What SymPy may assume of the variable: its name, whether it is an integer, and its rational bounds."""
    low, high = variable.low, variable.high
    return {
        "name": variable.name,
        "integer": variable.integer,
        "low": str(low.value) if low.head == "num" else None,
        "high": str(high.value) if high.head == "num" else None,
        "low_closed": variable.low_closed,
        "high_closed": variable.high_closed,
    }
