"""Marks: every distinct answer to every question judged once, by several killable workers.

What a mark says is decided by the answer and the question alone, so the number of workers, their speed and the order
in which they finish change nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from threading import Lock, Thread

from tutor.content.faults import quoted
from tutor.content.problems import Part, Problem, ProblemSet
from tutor.grading.submissions import Refused, Submission
from tutor.judge.verdicts import Verdict
from tutor.kinds import Judgement, Question, QuestionFault

SEVERAL = "several files name this student"
"""How a remark begins that leaves it open which file counts."""

Judge = Callable[[Question, str], Judgement]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a set: which part of which problem, for how many points."""

    problem: Problem
    part: Part
    question: Question
    worth: Decimal


@dataclass(frozen=True, slots=True)
class Mark:
    """What one answer earned.

    `points` is None while somebody has to look: what could not be decided costs nothing until a person has seen it.
    `judgement` is None where nothing was answered. `review` says why a person should look, empty where none need to.
    """

    asked: Asked
    answer: str | None
    judgement: Judgement | None
    points: Decimal | None
    review: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file: its marks in the order of the set, or why it was refused. `remarks` are for the instructor."""

    file: str
    student: str
    marks: tuple[Mark, ...]
    refused: str = ""
    remarks: tuple[str, ...] = ()


def questions(items: ProblemSet, problems: Mapping[str, Problem]) -> list[Asked]:
    """Every question of the set, in order."""
    return [
        Asked(problem, part, problem.question(problem.variants[item.variant], part), Decimal(worth))
        for item in items.items
        for problem in (problems[item.problem],)
        for part, (_, worth) in zip(problem.parts, item.points, strict=True)
    ]


def grade(asked: Sequence[Asked], files: Iterable[Submission | Refused], judges: Sequence[Judge]) -> list[Outcome]:
    """The outcome of every file. Each judge is called from a thread of its own."""
    files = list(files)
    judgements = _judged(asked, files, judges)
    several = _names_used_twice(files)
    return [_outcome(asked, file, judgements, several) for file in files]


Job = tuple[int, str]
"""The number of the question in the set, and an answer."""


def _judged(
    asked: Sequence[Asked], files: Iterable[Submission | Refused], judges: Sequence[Judge]
) -> dict[Job, Judgement | QuestionFault]:
    """Every distinct answer judged once."""
    jobs = list(dict.fromkeys(job for file in files if isinstance(file, Submission) for job in _jobs(asked, file)))
    done: dict[Job, Judgement | QuestionFault] = {}
    failures: list[BaseException] = []
    turn, lock = count(), Lock()

    def work(judge: Judge) -> None:
        while not failures:
            with lock:
                number = next(turn)
            if number >= len(jobs):
                return
            question, answer = jobs[number]
            try:
                done[jobs[number]] = _judge_one(judge, asked[question].question, answer)
            except BaseException as failure:  # raised again in the caller's thread
                failures.append(failure)

    threads = [Thread(target=work, args=(judge,), daemon=True) for judge in judges]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return done


def _judge_one(judge: Judge, question: Question, answer: str) -> Judgement | QuestionFault:
    try:
        return judge(question, answer)
    except QuestionFault as fault:
        return fault


def _jobs(asked: Sequence[Asked], file: Submission) -> Iterable[Job]:
    for number, one in enumerate(asked):
        answer = file.answers.get((one.problem.id, one.part.id))
        if answer is not None and answer.strip():
            yield number, answer


def _names_used_twice(files: Iterable[Submission | Refused]) -> dict[str, list[str]]:
    """The files of every student who has several."""
    by_student: dict[str, list[str]] = {}
    for file in files:
        by_student.setdefault(file.student, []).append(file.file)
    return {student: names for student, names in by_student.items() if len(names) > 1}


def _outcome(
    asked: Sequence[Asked],
    file: Submission | Refused,
    judgements: Mapping[Job, Judgement | QuestionFault],
    several: Mapping[str, list[str]],
) -> Outcome:
    remarks = []
    if file.student in several:
        remarks.append(f"{SEVERAL}: {', '.join(several[file.student])}")
    if isinstance(file, Refused):
        return Outcome(file.file, file.student, (), file.reason, tuple(remarks))
    remarks += _answers_to_nothing(asked, file)
    marks = tuple(_mark(one, number, file, judgements) for number, one in enumerate(asked))
    return Outcome(file.file, file.student, marks, "", tuple(remarks))


def _answers_to_nothing(asked: Sequence[Asked], file: Submission) -> Iterable[str]:
    known = {(one.problem.id, one.part.id) for one in asked}
    for problem, part in file.answers:
        if (problem, part) not in known:
            name = f"{problem}, {part}" if part else problem
            yield f"an answer to {quoted(name)}, which the set does not ask"


def _mark(one: Asked, number: int, file: Submission, judgements: Mapping[Job, Judgement | QuestionFault]) -> Mark:
    answer = file.answers.get((one.problem.id, one.part.id))
    if answer is None or not answer.strip():
        return Mark(one, answer, None, Decimal(0))
    judgement = judgements[number, answer]
    if isinstance(judgement, QuestionFault):
        return Mark(one, answer, None, None, f"the question cannot be asked: {judgement.message}")
    if judgement.verdict is Verdict.CORRECT:
        return Mark(one, answer, judgement, one.worth)
    if judgement.verdict is Verdict.INCORRECT:
        return Mark(one, answer, judgement, Decimal(0))
    return Mark(one, answer, judgement, None, _why_look(judgement))


def _why_look(judgement: Judgement) -> str:
    if judgement.verdict is Verdict.UNDECIDED:
        return "could not be decided"
    if judgement.verdict is Verdict.MISFIT:
        return "is of another sort than asked"
    return "could not be read"
