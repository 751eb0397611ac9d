"""Trials: every key, example and mistake of a problem, judged on every variant, against what the author says of it."""

import re
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass

from tutor.authoring.places import example_path, parts_of, placed, spelling_path
from tutor.content.faults import ContentFault, quoted
from tutor.content.problems import Part, Problem, Variant
from tutor.content.reading import Path
from tutor.content.source import Source
from tutor.judge.verdicts import Counterexample, GaveUp, Proof, Verdict
from tutor.kinds import Judgement, Question, QuestionFault

Judge = Callable[[Question, str], Judgement]

NO_ANSWER = (Verdict.UNREADABLE, Verdict.MISFIT)


@dataclass(frozen=True, slots=True)
class Trial:
    """One answer, the verdicts that will do, and the mistake it must be diagnosed as, if any."""

    question: Question
    answer: str
    allowed: tuple[Verdict, ...]
    mistake: str | None
    variant: Variant
    source: Source
    path: Path


def trials_of(problem: Problem, source: Source) -> Iterator[Trial]:
    """Every trial of this problem, variant by variant."""
    for variant in problem.variants:
        for path, part in parts_of(problem):
            question = problem.question(variant, part)
            for answer, allowed, mistake, place in _answers(part, problem.given.keys(), source, path):
                yield Trial(question, variant.formula(answer), allowed, mistake, variant, source, place)


def run_trials(trials: Iterable[Trial], judge: Judge) -> Iterator[ContentFault]:
    """What the judge finds otherwise than the author. The same place is reported in its first variant only."""
    noted: set[tuple[str, Path]] = set()
    for trial in trials:
        place = (trial.source.file, trial.path)
        if place in noted:
            continue
        complaint = _complaint(trial, judge)
        if complaint:
            noted.add(place)
            yield complaint


_NAMES = re.compile(r"[A-Za-z]\w*")


def _answers(
    part: Part, given: Set[str], source: Source, path: Path
) -> Iterator[tuple[str, tuple[Verdict, ...], str | None, Path]]:
    key = part.fields.get("key")
    if isinstance(key, str) and not given & set(_NAMES.findall(key)):  # no answer can use a name that is given
        yield key, (Verdict.CORRECT,), None, (*path, "answer", "key")
    for k, example in enumerate(part.examples.correct):
        yield example.answer, (Verdict.CORRECT,), None, example_path(path, "correct", k, example)
    for k, example in enumerate(part.examples.incorrect):
        here = example_path(path, "incorrect", k, example)
        yield example.answer, (Verdict.INCORRECT,), example.mistake, here
    for k, example in enumerate(part.examples.unreadable):
        yield example.answer, NO_ANSWER, None, example_path(path, "unreadable", k, example)
    for k, mistake in enumerate(part.mistakes):
        for n, when in enumerate(mistake.when):
            yield when, (Verdict.INCORRECT,), mistake.id, spelling_path(source, path, k, n)


def _complaint(trial: Trial, judge: Judge) -> ContentFault | None:
    try:
        judgement = judge(trial.question, trial.answer)
    except QuestionFault as fault:
        return _said(trial, "a question that can be asked", f"{fault.message} (in `{fault.field}`)")
    if judgement.verdict not in trial.allowed:
        return _said(trial, _wanted(trial), _found(judgement))
    if trial.mistake and judgement.mistake != trial.mistake:
        other = f"the mistake '{judgement.mistake}'" if judgement.mistake else "no known mistake"
        return _said(trial, f"the mistake '{trial.mistake}'", other)
    return None


def _said(trial: Trial, expected: str, found: str) -> ContentFault:
    variant = f" with {trial.variant.label}" if trial.variant.values else ""
    return placed(trial.source, trial.path, expected, f"{quoted(trial.answer)}{variant}: {found}")


def _wanted(trial: Trial) -> str:
    if trial.allowed == NO_ANSWER:
        return "an answer that cannot be read"
    return f"an answer that is judged {trial.allowed[0]}"


def _found(judgement: Judgement) -> str:
    """The verdict with its reason, in a phrase."""
    if judgement.fault:
        return f"unreadable, {judgement.fault.message}"
    if judgement.verdict is Verdict.MISFIT:
        return f"another sort, {judgement.found} where {judgement.expected} is asked"
    reasons = [
        _reason(label, ruling.evidence) for label, ruling in judgement.rulings if ruling.verdict is judgement.verdict
    ]
    return ", ".join([str(judgement.verdict), *reasons[:1]])


def _reason(label: str, evidence: object) -> str:
    match evidence:
        case Proof(by=by):
            text = f"by {by}"
        case Counterexample(at=at, left=left, right=right):
            where = ", ".join(f"{name} = {value}" for name, value in at)
            text = f"{left} against {right}" + (f" at {where}" if where else "")
        case GaveUp(tried=tried):
            text = "; ".join(tried) or "no rule applies"
        case _:
            text = "by agreement"
    return f"{label}: {text}" if label else text
