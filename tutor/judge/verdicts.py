"""A ruling is a verdict together with the evidence that it owes; one without the other cannot be built.

`correct` owes a proof and its numerical confirmation, or an agreement in which every unproved branch was sampled.
`incorrect` owes a counterexample certified by disjoint enclosures, or a refuting proof. `undecided` owes the list of
what was tried. Misfit and unreadable are found before any claim is stated; see `tutor.kinds.Judgement`.
"""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What the judge, or the kind before it, found."""

    CORRECT = "correct"
    INCORRECT = "incorrect"
    UNDECIDED = "undecided"
    MISFIT = "misfit"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof, or a refutation without a point: the rule that closed it and the steps, in order, as sentences."""

    by: str
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A point at which two certified, disjoint enclosures were found.

    `at` maps each variable to its exact value; `left` is what the answer gives there and `right` what it should
    give, printed to a few digits or "undefined". `on` names the set on which they differ, where it is known;
    `positive` says whether that set has positive measure.
    """

    at: tuple[tuple[str, str], ...]
    left: str
    right: str
    on: str | None = None
    positive: bool = True


@dataclass(frozen=True, slots=True)
class Agreement:
    """No proof, but the two sides agree to `digits` decimal digits at `points` points, every open branch among them."""

    points: int
    digits: int


@dataclass(frozen=True, slots=True)
class GaveUp:
    """What was tried, and why each rung of the ladder stayed silent."""

    tried: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sampled:
    """Confirmed numerically: the two sides agree at `points` points to `digits` decimal digits."""

    points: int
    digits: int


@dataclass(frozen=True, slots=True)
class Enumerated:
    """Confirmed by going through all `cases` cases exactly."""

    cases: int


@dataclass(frozen=True, slots=True)
class Tabulated:
    """Confirmed to the eye: the values of `quantity`, in floats, as pairs of where and how much."""

    quantity: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NotNumerical:
    """There is nothing to compute; the reason says why."""

    reason: str


Evidence = Proof | Counterexample | Agreement | GaveUp
Confirmation = Sampled | Enumerated | Tabulated | NotNumerical

_OWED: dict[Verdict, tuple[type, ...]] = {
    Verdict.CORRECT: (Proof, Agreement),
    Verdict.INCORRECT: (Counterexample, Proof),
    Verdict.UNDECIDED: (GaveUp,),
}


@dataclass(frozen=True, slots=True)
class Ruling:
    """The decision on one claim.

    `almost` names the null set on which the sides differ: with `correct` it was asked almost everywhere, with
    `incorrect` it was asked everywhere and only that null set is wrong. `diagnosis` is a sentence on what went wrong,
    where that has been established as well: "your measure is 2 times the right one".
    Raises ValueError when the verdict does not come with the evidence it owes.
    """

    verdict: Verdict
    evidence: Evidence
    confirmation: Confirmation | None = None
    almost: str | None = None
    diagnosis: str | None = None

    def __post_init__(self) -> None:
        owed = _OWED.get(self.verdict)
        if owed is None or not isinstance(self.evidence, owed):
            raise ValueError(f"a ruling '{self.verdict}' cannot rest on {type(self.evidence).__name__}")
        if isinstance(self.evidence, Proof) and self.verdict is Verdict.CORRECT and self.confirmation is None:
            raise ValueError(
                "a proof that an answer is correct owes a numerical confirmation, or says why there is none"
            )
