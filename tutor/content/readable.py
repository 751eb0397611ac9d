"""Keys, mistakes and examples of a problem put before their kind, on every variant: is each of them readable?

This finds no wrong key: it reads, it does not judge.
"""

from collections.abc import Callable
from dataclasses import replace

from tutor.content.faults import quoted
from tutor.content.problems import Example, Part, Problem, Variant
from tutor.content.reading import Path, head_spot, trail
from tutor.content.source import Fields, Scalar, Source, Spot, at, scalars
from tutor.content.texts import SLOT, origin
from tutor.kinds import Misfit, Question, QuestionFault, ask
from tutor.language.faults import Fault
from tutor.language.names import Names
from tutor.language.reading import read
from tutor.language.sorts import Sort


def check_formulas(source: Source, node: Fields, problem: Problem) -> None:
    """Note what a kind can't read. A field is reported in the first variant in which it fails."""
    if _check_values(source, node):
        return
    checker = _Checker(source, node, problem)
    for variant in problem.variants:
        for number, part in enumerate(problem.parts):
            path: Path = ("parts", number) if part.id else ()
            try:
                checker.check_part(variant, part, path)
            except Exception as bug:  # ours, not the author's: told like a fault, so that other banks still load
                checker.note_bug(variant, path, bug)


def _check_values(source: Source, node: Fields) -> bool:
    """Whether some value under `vary` is no number; each is noted."""
    vary = node.get("vary")
    before = len(source.faults)
    for path, scalar in scalars(vary, ("vary",)) if vary else ():
        expected = "an exact number, such as 2, -1/3 or sqrt(2)"
        try:
            reading = read(scalar.text, Names(), Sort.NUMBER)
        except Fault as fault:
            source.fault(source.spot_within(scalar, fault.span), trail(path), expected, fault.message)
            continue
        if reading.sort is not Sort.NUMBER:
            source.fault(scalar.spot, trail(path), expected, quoted(scalar.text))
    return len(source.faults) > before


class _Checker:
    """The checks of one problem, and the paths at which something was found already."""

    def __init__(self, source: Source, node: Fields, problem: Problem) -> None:
        self.source, self.node, self.problem = source, node, problem
        self.noted: set[Path] = set()

    def note_bug(self, variant: Variant, path: Path, bug: Exception) -> None:
        """Say that this part cannot be read because of a bug of this program."""
        found = f"a bug of this program, worth a report: {type(bug).__name__}: {bug}"
        self._note(variant, (*path, "answer"), None, "an answer that can be read", found)

    def check_part(self, variant: Variant, part: Part, path: Path) -> None:
        """Note what cannot be read in this variant of this part."""
        question = self.problem.question(variant, part)
        try:
            asked = ask(question)
        except QuestionFault as fault:
            self._note_question(question, variant, path, fault)
            return
        for k, mistake in enumerate(part.mistakes):
            for n, when in enumerate(mistake.when):
                here = (*path, "mistakes", k, "when")
                listed = not isinstance(at(self.node, here), Scalar)
                self._read(asked.same_as, variant, when, (*here, n) if listed else here, part)
        for name, examples in (("correct", part.examples.correct), ("incorrect", part.examples.incorrect)):
            for k, example in enumerate(examples):
                self._read(asked.state, variant, example.answer, self._example_path(path, name, k, example), part)

    def _example_path(self, path: Path, name: str, k: int, example: Example) -> Path:
        here = (*path, "examples", name, k)
        return (*here, "answer") if example.mistake else here

    def _read(self, read: Callable[[str], object], variant: Variant, answer: str, path: Path, part: Part) -> None:
        """Read one answer, which must be of the kind that is asked: others belong under `unreadable`."""
        try:
            read(variant.formula(answer))
        except Misfit as misfit:
            self._note(variant, path, None, f"an answer of the kind '{part.kind}': {misfit.expected}", misfit.found)
        except Fault as fault:
            advice = f"; write {fault.suggestion}" if fault.suggestion else ""
            found = f"{quoted(variant.formula(answer))}: {fault.message}{advice}"
            self._note(variant, path, fault.span, "a readable answer", found)

    def _note_question(self, question: Question, variant: Variant, path: Path, fault: QuestionFault) -> None:
        if fault.field == "given":
            here: Path = ("given", _culprit(question))
        else:
            here = (*path, fault.field) if fault.field == "claims" else (*path, "answer", fault.field)
            here = here if fault.item is None else (*here, fault.item, "that")
        scalar = at(self.node, here)
        text = f"{quoted(variant.formula(scalar.text))}: " if isinstance(scalar, Scalar) else ""
        self._note(variant, here, fault.span, f"a readable `{here[-1]}`", text + fault.message)

    def _note(self, variant: Variant, path: Path, span: tuple[int, int] | None, expected: str, found: str) -> None:
        if path in self.noted:
            return
        self.noted.add(path)
        if variant.values:
            found += f" (with {variant.label})"
        self.source.fault(self._spot(variant, path, span), trail(path), expected, found)

    def _spot(self, variant: Variant, path: Path, span: tuple[int, int] | None) -> Spot:
        scalar = at(self.node, path)
        if not isinstance(scalar, Scalar):
            return head_spot(scalar)
        values = dict(variant.values)
        if span is None or any(slot[1] not in values for slot in SLOT.finditer(scalar.text)):
            return scalar.spot
        return self.source.spot_within(scalar, origin(scalar.text, values, span))


def _culprit(question: Question) -> str:
    """The given object that cannot be read: the first with which the question cannot be asked for its sake."""
    names = list(question.given)
    for k, name in enumerate(names):
        try:
            ask(replace(question, given={known: question.given[known] for known in names[: k + 1]}))
        except QuestionFault as fault:
            if fault.field == "given":
                return name
    return names[-1]
