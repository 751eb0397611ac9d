"""How an answer reads while it is being typed: the same reading that the judge will take, and no judging at all."""

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from tutor.feedback.reading import names_of
from tutor.kinds import Asked, Misfit, Question, QuestionFault, ask
from tutor.language.faults import Fault, FaultKind
from tutor.language.names import Names
from tutor.session.commands import Answer, parse


@dataclass(frozen=True, slots=True)
class Glance:
    """A reading, or what stands in its way: a sentence, and the slice of the text where the fault is."""

    reading: str = ""
    trouble: str = ""
    span: tuple[int, int] | None = None
    suggestion: str = ""
    unfinished: bool = False
    """Nothing is wrong so far: a bracket is open, or an operand is still to come."""
    open_bracket: bool = False
    at_end: bool = False
    """The fault is in what was typed last, and the next key may mend it."""


class Glimpser:
    """The reading of whatever is typed as an answer to one question; remembers the last few texts."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.at = lru_cache(maxsize=64)(self._at)

    @cached_property
    def names(self) -> Names:
        """The names that the answer may use, for colours and completion."""
        return names_of(self.question)

    def is_open(self, text: str) -> bool:
        """Whether a bracket is still open at the end of an answer."""
        return isinstance(parse(text), Answer) and self.at(text).open_bracket

    @cache  # noqa: B019  (one Glimpser lives as long as its question is asked)
    def _asked(self) -> Asked | None:
        try:
            return ask(self.question)
        except QuestionFault:
            return None

    def _at(self, text: str) -> Glance:
        asked = self._asked()
        if asked is None or not text.strip():
            return Glance()
        try:
            return Glance(asked.state(text).read_as)
        except Misfit as misfit:
            trouble = f"{misfit.found}; {misfit.expected} is asked"
            return Glance(misfit.read_as, trouble)
        except Fault as fault:
            return _of_fault(fault, text)


def _of_fault(fault: Fault, text: str) -> Glance:
    at_end = fault.span[1] >= len(text.rstrip())
    open_bracket = fault.kind is FaultKind.UNCLOSED
    unfinished = open_bracket or (at_end and fault.kind in (FaultKind.MISSING_OPERAND, FaultKind.EMPTY))
    suggestion = fault.suggestion or " / ".join(fault.readings)
    return Glance("", fault.message, fault.span, suggestion, unfinished, open_bracket, at_end)
