"""What analysis hands back: a value with the rule that found it, or the certainty that there is none."""

from dataclasses import dataclass

from flint import arb

from tutor.language.tree import Tree


@dataclass(frozen=True, slots=True)
class Result:
    """An exact core tree (oo and -oo are values), or a ball that encloses the value, with the rule that found it."""

    value: Tree | arb
    by: str

    @property
    def exact(self) -> bool:
        """Whether the value is a tree."""
        return isinstance(self.value, Tree)


class NoValue(Exception):  # noqa: N818  (an outcome: certified)
    """Certified: there is no value, for instance because positive and negative part both diverge."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
