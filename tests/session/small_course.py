"""A course of two lessons and a judge that knows a dozen answers by heart: for tests of the session and the screens."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tutor.judge.verdicts import (
    Agreement,
    Counterexample,
    Enumerated,
    GaveUp,
    Proof,
    Ruling,
    Sampled,
    Verdict,
)
from tutor.kinds import FaultReport, Judgement, Question
from tutor.session import Item, Lesson, Part, Predict, Problem, Prose, Theorem
from tutor.session.course import GradedSet, Head, stops

LINE = {"variables": {"x": "real"}, "equal": "a.e."}


def _part(name: str, ask: str, kind: str = "number", key: str = "0", **more: object) -> Part:
    fields = {"key": key, **(LINE if kind == "function" else {})}
    return Part(name, ask, Question(kind, fields), skills=(str(more.pop("skill", "null_sets")),), key=key, **more)  # type: ignore[arg-type]


PROBLEMS = {
    "rationals": Item(
        "rationals",
        0,
        "What the rationals weigh",
        (
            _part(
                "",
                r"What is $\lambda(\mathbb{Q} \cap [0,1])$?",
                hints=(
                    "How many rationals are there?",
                    r"Cover the $k$-th one by an interval of length $\varepsilon/2^k$.",
                ),
                mistakes={"full": r"That is the measure of $[0,1]$ itself; the irrationals carry all of it."},
            ),
        ),
        why="A data set is countable; its points alone have measure 0.",
        solution=r"$\mathbb{Q}$ is countable: cover its $k$-th point by an interval of length $\varepsilon/2^k$.",
        source="the course",
        content="r1",
    ),
    "dense": Item(
        "dense",
        0,
        "Dense and small",
        (_part("", r"Is every dense open subset of $[0,1]$ of measure 1? Answer yes or no.", "choice", "no"),),
        content="d1",
    ),
    "kink": Item(
        "kink",
        0,
        "One point",
        (_part("", r"$f(x) = |x|$. Give $f'(x)$ for almost every $x$.", "function", "sign(x)", skill="ae_equality"),),
        content="k1",
    ),
    "leaky-relu": Item(
        "leaky-relu",
        0,
        "Slope of leaky ReLU",
        (
            _part(
                "",
                r"$f(x)=\max(x, x/10)$ (leaky ReLU). Give $f'(x)$ wherever it exists.",
                "function",
                "1 if x > 0 else 1/10",
                skill="ae_differentiability",
                hints=("For $x<0$, which of the two lines is the larger?",),
                mistakes={"relu": "That is the slope of plain ReLU."},
            ),
        ),
        why="Frameworks fix a value at the kink; it never matters.",
        solution="Left of 0 the line $x/10$ lies above $x$.",
        content="l1",
    ),
    "two-steps": Item(
        "two-steps",
        0,
        "Two steps",
        (
            _part("a", r"What is $\int_0^1 x\,dx$?", key="1/2", skill="lebesgue_integral"),
            _part("b", r"And $\int_0^1 x^2\,dx$?", key="1/3", skill="lebesgue_integral"),
        ),
        ask="Two integrals.",
        solution="The antiderivatives are $x^2/2$ and $x^3/3$.",
        content="t1",
    ),
}
SKILLS = {
    "null_sets": "null sets",
    "ae_equality": "equality a.e.",
    "ae_differentiability": "a.e. derivatives",
    "lebesgue_integral": "the integral",
}
LESSONS = (
    Lesson(
        "null-sets",
        1,
        "null sets",
        stops(
            (
                Prose(
                    "A set is **null** if intervals of total length $\\varepsilon$ cover it, for every $\\varepsilon$."
                ),
                Problem("rationals"),
                Theorem("Countable sets are null", "Every countable subset of the line has measure 0."),
                Problem("dense"),
            )
        ),
    ),
    Lesson(
        "derivatives",
        2,
        "derivatives a.e.",
        stops(
            (
                Predict("Where has $\\max(0,x)$ no derivative?"),
                Problem("leaky-relu"),
                Problem("two-steps"),
                Prose("That was all."),
            )
        ),
        after=("null-sets",),
    ),
)


@dataclass(frozen=True)
class SmallCourse:
    """The course; each problem has `variants` variants that differ in their number only."""

    variants: int = 2
    problems: Mapping[str, Item] = field(default_factory=lambda: PROBLEMS)
    warm_up: tuple[str, ...] = ("rationals", "dense", "kink")
    languages: tuple[str, ...] = ("en", "zh")

    def lessons(self, language: str) -> tuple[Lesson, ...]:
        """Both lessons."""
        return LESSONS

    def sets(self, language: str) -> Mapping[str, GradedSet]:
        """One set of two problems, the first in its second variant."""
        return {"homework": GradedSet("Homework", (Problem("rationals", 1), Problem("two-steps", 0)))}

    def heads(self, language: str) -> Mapping[str, Head]:
        """Every problem."""
        return {
            name: Head(
                name,
                item.title,
                tuple(dict.fromkeys(skill for part in item.parts for skill in part.skills)),
                item.difficulty,
                self.variants,
                tuple(part.id for part in item.parts),
            )
            for name, item in self.problems.items()
        }

    def item(self, problem: str, variant: int, language: str) -> Item:
        """The item with that number."""
        from dataclasses import replace

        return replace(self.problems[problem], variant=variant)

    def terms(self, language: str) -> Mapping[str, str]:
        """A glossary of two words."""
        return {"null set (零测集)": "a set of measure 0", "almost everywhere (几乎处处)": "off a null set"}

    def skill_names(self, language: str) -> Mapping[str, str]:
        """What skills are called."""
        return SKILLS


PROVED = Proof(
    "the normal form of the difference is 0", ("On x > 0 both sides are 1.", "On x < 0 both sides are 1/10.")
)


def _right(read_as: str, almost: str | None = None, evidence: object = PROVED) -> Judgement:
    confirmation = None if isinstance(evidence, Agreement) else Sampled(24, 30)
    return Judgement(Verdict.CORRECT, read_as, (("", Ruling(Verdict.CORRECT, evidence, confirmation, almost)),))  # type: ignore[arg-type]


def _wrong(read_as: str, evidence: object, mistake: str | None = None, almost: str | None = None) -> Judgement:
    ruling = Ruling(Verdict.INCORRECT, evidence, almost=almost)  # type: ignore[arg-type]
    return Judgement(Verdict.INCORRECT, read_as, (("", ruling),), mistake=mistake)


def _unread(start: int, end: int, message: str, suggestion: str | None = None) -> Judgement:
    return Judgement(Verdict.UNREADABLE, fault=FaultReport((start, end), "unknown-name", message, suggestion))


ANSWERS: dict[str, Judgement] = {
    "0": _right("0"),
    "1": _wrong("1", Counterexample((), "1", "0"), "full"),
    "2": _wrong("2", Counterexample((), "2", "0")),
    "1/2": _right("1/2"),
    "1/3": _right("1/3", evidence=Agreement(60, 30)),
    "no": Judgement(
        Verdict.CORRECT, "no", (("", Ruling(Verdict.CORRECT, Proof("it is the accepted choice"), Enumerated(2))),)
    ),
    "yes": Judgement(
        Verdict.INCORRECT, "yes", (("", Ruling(Verdict.INCORRECT, Proof("it is not an accepted choice"))),)
    ),
    "1 if x > 0 else 0": _wrong(
        "{ 1 if x > 0; 0 otherwise }",
        Counterexample((("x", "-1"),), "0", "1/10", "(-oo, 0)", positive=True),
        "relu",
    ),
    "-sign(x)": _wrong("-sign(x)", Counterexample((("x", "1"),), "-1", "1", "R \\ {0}", positive=True)),
    "sign(x)": _right("sign(x)"),
    "1 if x >= 0 else 1/10": _right("{ 1 if x ≥ 0; 1/10 otherwise }", almost="{0}"),
    "1 if x > 0 else 1/10": _right("{ 1 if x > 0; 1/10 otherwise }"),
    "1 if x > 0 esle 0": _unread(11, 15, "I don't know the name esle.", "else"),
    "[0,1]": Judgement(Verdict.MISFIT, "[0, 1]", expected="a number", found="a set"),
    "zeta(3)": Judgement(
        Verdict.UNDECIDED,
        "zeta(3)",
        (("", Ruling(Verdict.UNDECIDED, GaveUp(("form: not 0", "balls: they meet")))),),
    ),
}


def judge(question: Question, answer: str) -> Judgement:
    """The judgement that is known by heart; anything else is wrong at x = 1."""
    if answer == "-(-sign(x))":
        return _right("sign(x)")
    unknown = _wrong(answer, Counterexample((("x", "1"),), "2", "1"))
    return ANSWERS.get(answer.strip(), unknown)
