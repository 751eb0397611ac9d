"""A problem as plain text, as a learner meets it; with `whole`, also what is behind it."""

from collections.abc import Iterator
from string import ascii_uppercase

from tutor.content.problems import Part, Problem, Variant
from tutor.content.texts import Text
from tutor.feedback.typeset import typeset


def preview(problem: Problem, variant: Variant, language: str, whole: bool = False) -> str:
    """Title, question and what is shown with it; then, if asked for, hints, mistakes, key and solution."""
    said = _Said(variant, language)
    lines = [f"{said(problem.title)}  [{problem.id}, difficulty {problem.difficulty}]"]
    if variant.values:
        lines.append(f"variant {problem.variants.index(variant) + 1} of {len(problem.variants)}: {variant.label}")
    for text in (problem.why, problem.ask):
        if text and text.say(language):
            lines += ["", said(text)]
    for part in problem.parts:
        lines += ["", *_part(part, said)]
        if whole:
            lines += _behind(problem, part, said)
    if whole:
        lines += ["", "Solution", said(problem.solution)]
    return "\n".join(lines) + "\n"


class _Said:
    """Texts as they are shown: in one language, with the values of one variant, the mathematics set."""

    def __init__(self, variant: Variant, language: str) -> None:
        self.variant, self.language = variant, language

    def __call__(self, text: Text) -> str:
        return typeset(self.variant.text(text.say(self.language)))


def _part(part: Part, said: _Said) -> Iterator[str]:
    yield (f"({part.id}) " if part.id else "") + said(part.ask)
    for name, texts in part.shown.items():
        yield f"  {name}:"
        for number, text in enumerate(texts):
            mark = ascii_uppercase[number] if name == "options" else number + 1
            yield f"    {mark}. {said(text)}"


def _behind(problem: Problem, part: Part, said: _Said) -> Iterator[str]:
    key = problem.right_answer(said.variant, part)
    yield f"  right: {key}" if key else "  right: whatever meets the claims"
    for condition in part.conditions:
        yield f"  must hold: {said.variant.shown(condition.that)}"
        yield f"    else: {said(condition.otherwise)}"
    for number, hint in enumerate(part.hints, 1):
        yield f"  hint {number} of {len(part.hints)}: {said(hint)}"
    for mistake in part.mistakes:
        yield f"  {mistake.id}: {' | '.join(said.variant.shown(when) for when in mistake.when)}"
        yield f"    {said(mistake.say)}"
