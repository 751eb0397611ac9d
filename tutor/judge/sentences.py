"""What a refutation of an inequality says, worded by the claim: "at n = 2, x = 1/2, |f| is 1/2, but your g only 1/4".

A kind names the two sides of its inequality (`ForAll.sides`). Where nobody named them, the sentence is the false
statement that the claim would make there: which side is whose cannot be misread.
"""

from collections.abc import Collection

from flint import fmpq

from tutor.judge.claims import All, Claim, Compares, Equal, ForAll, Notion, SameMeasure, SameSet
from tutor.judge.spelling import coordinate_text as rational_text
from tutor.judge.spelling import pair_text, tree_text
from tutor.language.tree import Tree, free_names
from tutor.mathematics.analysis.forall import Coordinate, Refuted
from tutor.mathematics.trees import Domain

SIGNS = {"lt": "<", "le": "<="}


def place_of(refuted: Refuted) -> tuple[tuple[str, str], ...]:
    """The coordinates as texts."""
    return tuple((name, coordinate_text(c)) for name, c in refuted.point)


def coordinate_text(coordinate: Coordinate) -> str:
    """An exact rational or a closed constant, as it would be typed."""
    return rational_text(coordinate) if isinstance(coordinate, fmpq) else tree_text(coordinate)


def place_text(refuted: Refuted, names: Collection[str] | None = None) -> str:
    """The place of the refutation as a phrase, `n = 2, x = 1/2`; only the coordinates of these names, if given."""
    return ", ".join(f"{name} = {value}" for name, value in place_of(refuted) if names is None or name in names)


def of_inequality(claim: ForAll, refuted: Refuted) -> str:
    """Where an inequality fails, and the values of its sides there."""
    names = free_names(claim.relation)
    place = place_text(refuted, names)
    said = _said(claim.relation, claim.sides, refuted)
    if not place:
        return said
    near = " and all around it" if refuted.positive and claim.almost_everywhere & names else ""
    return f"at {place}{near}, {said}"


def contrary_of(claim: Claim) -> str:
    """That a claim is true of which the answer should be an exception."""
    match claim:
        case SameSet() | SameMeasure() | Equal(domain=Domain(variables=())):
            return "the two sides are the same"
        case Compares(domain=Domain(variables=())):
            return "the contrary is true"
        case ForAll(almost_everywhere=null) | Compares(almost_everywhere=null):
            return f"the contrary is true at {'almost ' if null else ''}every point"
        case Equal(notion=notion):
            almost = "" if notion is Notion.EVERYWHERE else "almost "
            return f"the contrary is true at {almost}every point"
        case All(parts=()):
            return "there are no points at all"
    return "the contrary is true"


def _said(relation: Tree, sides: tuple[str, str], refuted: Refuted) -> str:
    left, right = pair_text(refuted.left, refuted.right)
    first, second = sides
    if refuted.left is None or refuted.right is None:
        return f"{(first if refuted.left is None else second) or 'a side of the claim'} has no value"
    if not first or not second:
        return f"the claim would say {left} {SIGNS[relation.head]} {right}"
    if first == left:
        return f"{second} is {right}" + (f"; it must be above {left}" if left == right else f", below {left}")
    if left == right:
        return f"{first} and {second} are both {left}; {first} must be less"
    return f"{first} is {left}, but {second} only {right}"
