"""The claims that the judge decides. Trees are in core form (see `tutor.mathematics.trees`)."""

from dataclasses import dataclass
from enum import StrEnum

from tutor.language.tree import Tree
from tutor.mathematics.trees.build import INFINITY, ONE
from tutor.mathematics.trees.domain import Domain
from tutor.mathematics.trees.modes import AnyMode


class Notion(StrEnum):
    """In which sense two functions or two sets are the same."""

    EVERYWHERE = "everywhere"
    ALMOST_EVERYWHERE = "a.e."
    UP_TO_A_CONSTANT = "up to a constant"


A_POINT = Domain()


@dataclass(frozen=True, slots=True)
class Equal:
    """answer = key at every point of the domain, almost every one, or up to a constant on each component.

    Without variables the two sides are numbers (extended reals: oo is a value).
    """

    answer: Tree
    key: Tree
    domain: Domain = A_POINT
    notion: Notion = Notion.EVERYWHERE


@dataclass(frozen=True, slots=True)
class Rounds:
    """The decimal number `answer` is `key` correctly rounded, to at least `digits` significant digits."""

    answer: Tree
    key: Tree
    digits: int


@dataclass(frozen=True, slots=True)
class SameSet:
    """Two sets of real numbers are equal, or equal up to a Lebesgue null set."""

    answer: Tree
    key: Tree
    up_to_null: bool = False


@dataclass(frozen=True, slots=True)
class Matches:
    """A finite answer (a choice, a row of a table, an order) is among the accepted ones."""

    answer: str
    accepted: tuple[str, ...]
    what: str


@dataclass(frozen=True, slots=True)
class SameMeasure:
    """Two measures on the line, or on the plane, are equal, for all values of the parameters."""

    answer: Tree
    key: Tree
    parameters: Domain = A_POINT


@dataclass(frozen=True, slots=True)
class SameDensity:
    """`answer`, a function of `variable`, is the density of the measure `of` with respect to `against`.

    It counts almost everywhere with respect to `against`: the value at an atom of `against` counts, values on other
    null sets don't.
    """

    answer: Tree
    variable: str
    of: Tree
    against: Tree
    parameters: Domain = A_POINT


@dataclass(frozen=True, slots=True)
class SameVersion:
    """Two functions of `variable` are equal almost everywhere with respect to `against`, at its atoms too."""

    answer: Tree
    key: Tree
    variable: str
    against: Tree
    parameters: Domain = A_POINT


@dataclass(frozen=True, slots=True)
class Distributes:
    """`answer`, a function of `variable`, is the distribution function mu((-oo, x]) of the measure `of`, everywhere."""

    answer: Tree
    variable: str
    of: Tree
    parameters: Domain = A_POINT


@dataclass(frozen=True, slots=True)
class AbsolutelyContinuous:
    """Whether `of` is absolutely continuous with respect to `against` is as `holds` says.

    Where it does not hold, `witness` may name a set A with against(A) = 0 < of(A), which must show it.
    """

    of: Tree
    against: Tree
    holds: bool = True
    witness: Tree | None = None


@dataclass(frozen=True, slots=True)
class Singular:
    """Whether two measures are mutually singular is as `holds` says.

    Where it holds, `witness` may name a set A with left(R \\ A) = 0 = right(A), which must show it.
    """

    left: Tree
    right: Tree
    holds: bool = True
    witness: Tree | None = None


@dataclass(frozen=True, slots=True)
class Decomposes:
    """`of` = `ac` + `sing` is its Lebesgue decomposition with respect to `against`."""

    of: Tree
    against: Tree
    ac: Tree
    sing: Tree
    parameters: Domain = A_POINT


@dataclass(frozen=True, slots=True)
class Couples:
    """`plan` is a measure on the plane with these marginals.

    A matrix stands for the masses at the pairs of atoms of the marginals, in increasing order. With a `cost`, a
    function of x and y, its integral against the plan is at most `bound`.
    """

    plan: Tree
    first: Tree
    second: Tree
    cost: Tree | None = None
    bound: Tree | None = None


@dataclass(frozen=True, slots=True)
class WeakLimit:
    """The laws `sequence`, with `index` in them, converge weakly to the measure `answer`."""

    answer: Tree
    sequence: Tree
    index: str


@dataclass(frozen=True, slots=True)
class ForAll:
    """`relation` (left <= right or left < right) holds at every point of the domain.

    `almost_everywhere` names the variables of which null sets don't count. With `against`, a measure on the line, these
    are its null sets, in the only such variable: the relation must hold at its atoms. `sides` is what a learner calls
    the left and the right side, "" where they have no names.
    """

    relation: Tree
    domain: Domain
    almost_everywhere: frozenset[str] = frozenset()
    against: Tree | None = None
    sides: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Integrable:
    """The integral of |function| over the domain, an interval of one variable, is finite.

    It is taken against Lebesgue measure, or against the measure `against`. `name` is what a learner calls the function.
    """

    function: Tree
    domain: Domain
    against: Tree | None = None
    name: str = "the function"


@dataclass(frozen=True, slots=True)
class Independent:
    """The value of `function` does not depend on the variables named in `of`."""

    function: Tree
    domain: Domain
    of: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rate:
    """|sequence - limit| < eps (<= if not `strict`) for all eps, all points and all indices n >= threshold.

    `domain` holds eps, the index and the other variables; with `after`, n > threshold is meant. The threshold must be
    defined at every eps and every point.
    """

    sequence: Tree
    limit: Tree
    threshold: Tree
    domain: Domain
    index: str
    eps: str = "eps"
    strict: bool = True
    after: bool = False


@dataclass(frozen=True, slots=True)
class Converges:
    """Whether the functions `sequence` converge in this mode is as `expected` says.

    They run over the integer variable `index` and the real variable of the domain, with Lebesgue measure. The limit is
    the one given, or else the pointwise limit almost everywhere (the weak limit, for weak convergence). `beside` holds
    what was answered about other modes of the same sequence, for the sentence on implications.
    """

    sequence: Tree
    index: str
    domain: Domain
    mode: AnyMode
    limit: Tree | None = None
    expected: bool = True
    beside: tuple[tuple[AnyMode, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class IntegralsConverge:
    """Whether the integrals of the functions `sequence` tend to the integral of their limit is as `expected` says."""

    sequence: Tree
    index: str
    domain: Domain
    expected: bool = True


@dataclass(frozen=True, slots=True)
class DefinedSequence:
    """f_n(x) is defined for every index and almost every point of the domain."""

    sequence: Tree
    index: str
    domain: Domain


@dataclass(frozen=True, slots=True)
class Stretch:
    """The intervals from `low` to `high` for the indices from `first` to `last` (oo: all); a single one has none.

    Around points that may be any, the interval with number n belongs to the point with number a n + b, `of` = (a, b).
    """

    low: Tree
    high: Tree
    closed: tuple[bool, bool]
    index: str | None = None
    first: Tree = ONE
    last: Tree = INFINITY
    of: tuple[int, int] = (1, 0)


@dataclass(frozen=True, slots=True)
class Covers:
    """For every eps of `domain`, the intervals together contain every point of the target.

    The target is a list of points: `point`, an expression in `index` from `first` on, in which the variable named by
    `arbitrary` stands for a point that may be any real number.
    """

    intervals: tuple[Stretch, ...]
    point: Tree
    index: str
    first: int
    domain: Domain
    arbitrary: str | None = None


@dataclass(frozen=True, slots=True)
class TotalLength:
    """For every eps of `domain`, the lengths of the intervals add up to at most eps, or less if `strict`."""

    intervals: tuple[Stretch, ...]
    domain: Domain
    eps: str
    strict: bool = False


@dataclass(frozen=True, slots=True)
class OpenIntervals:
    """All of the intervals are open, and none is empty."""

    intervals: tuple[Stretch, ...]
    domain: Domain


@dataclass(frozen=True, slots=True)
class ExponentSet:
    """The p in [1, oo] with `function` in L^p of the domain are those of `finite`, and with `infinite` p = oo besides.

    Values below 1 don't count.
    """

    function: Tree
    domain: Domain
    finite: Tree
    infinite: bool


@dataclass(frozen=True, slots=True)
class GeneratedAlgebra:
    """`answer` is the sigma-algebra on the finite set `ground` that `generators` generate.

    With `of` = "size" it is the number of its sets instead, with "atoms" its smallest sets that are not empty.
    """

    answer: frozenset[frozenset[str]] | int
    ground: frozenset[str]
    generators: frozenset[frozenset[str]]
    of: str = "sets"


@dataclass(frozen=True, slots=True)
class Compares:
    """left < right, left <= right, left = right or left != right, as `op` says, at every point of the domain.

    The sides hold integrals, sums, norms, extrema or oo; without variables they are extended numbers.
    """

    left: Tree
    op: str
    right: Tree
    domain: Domain = A_POINT
    almost_everywhere: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class IsMeasure:
    """`answer` is a measure on the line: no negative weights, no density that is negative or undefined."""

    answer: Tree


@dataclass(frozen=True, slots=True)
class Continuous:
    """`function` is continuous at every point of the domain, one interval, as a function on this domain."""

    function: Tree
    domain: Domain


@dataclass(frozen=True, slots=True)
class Lipschitz:
    """|f(x) - f(y)| <= constant |x - y| for all x and y of the domain, one interval."""

    function: Tree
    constant: Tree
    domain: Domain


@dataclass(frozen=True, slots=True)
class All:
    """Every one of the claims holds."""

    parts: "tuple[Claim, ...]"


@dataclass(frozen=True, slots=True)
class Fails:
    """The claim does not hold, although both of its sides are defined where it fails."""

    claim: "Claim"


Claim = (
    Equal
    | Rounds
    | SameSet
    | Matches
    | SameMeasure
    | SameDensity
    | SameVersion
    | Distributes
    | AbsolutelyContinuous
    | Singular
    | Decomposes
    | Couples
    | WeakLimit
    | ForAll
    | Integrable
    | Independent
    | Rate
    | Converges
    | IntegralsConverge
    | DefinedSequence
    | Covers
    | TotalLength
    | OpenIntervals
    | ExponentSet
    | GeneratedAlgebra
    | Compares
    | IsMeasure
    | Continuous
    | Lipschitz
    | All
    | Fails
)
