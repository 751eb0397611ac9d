"""Two measures side by side on the pieces that matter: a set that is named, the atoms, what lies between."""

from tutor.judge.claims import AbsolutelyContinuous, IsMeasure, Singular
from tutor.judge.spelling import tree_text
from tutor.language.tree import Tree
from tutor.mathematics.trees.build import var
from tutor.simulation.arrays import NoNumbers
from tutor.simulation.lab import DRAWS, Findings, Lab, agrees, exact_mass, is_blind, share_row
from tutor.simulation.laws import Sampler
from tutor.simulation.measures import of_measure
from tutor.simulation.pieces import pieces
from tutor.simulation.values import Row, Table


def of_relation(claim: AbsolutelyContinuous | Singular, lab: Lab) -> Findings:
    """The mass of the named set, or of atoms and intervals, under both measures."""
    of, against = (claim.of, claim.against) if isinstance(claim, AbsolutelyContinuous) else (claim.left, claim.right)
    mass, drawn = lab.draws(of)
    if claim.witness is not None:
        sets = [("A = " + _short(claim.witness), claim.witness)]
    else:
        sets = [(piece.name, piece.set) for piece in pieces(drawn)]
    rows, beside = [], []
    other = _sampled(against, lab)
    for name, set_ in sets:
        if is_blind(set_):
            rows.append(Row(name, exact_mass(lab, of, set_)))
            beside.append(Row(name, exact_mass(lab, against, set_)))
            continue
        inside = lab.at({"x": drawn}).member(var("x"), set_)
        rows.append(share_row(name, inside, exact_mass(lab, of, set_), mass))
        beside.append(_beside(name, set_, against, other, lab))
    return Findings(
        f"{DRAWS:,} draws of each measure, and the exact masses beside their shares.",
        (Table("mass under the first measure", "A", tuple(rows)), Table("mass under the second", "A", tuple(beside))),
        None if agrees([*rows, *beside]) is not False else False,
        None,
        DRAWS,
    )


def of_properness(claim: IsMeasure, lab: Lab) -> Findings:
    """Draws of the answer, as far as it can be drawn."""
    return of_measure(claim.answer, lab)


def _sampled(measure: Tree, lab: Lab) -> Sampler | None:
    try:
        return lab.sampler(measure)
    except NoNumbers:
        return None


def _beside(name: str, set_: Tree, measure: Tree, source: Sampler | None, lab: Lab) -> Row:
    """The mass under the second measure: by draws where it is finite, exactly where that is known."""
    exactly = exact_mass(lab, measure, set_)
    if source is None:
        return Row(name, exactly)
    drawn = source.draw(DRAWS // 2)
    return share_row(name, lab.at({"x": drawn}).member(var("x"), set_), exactly, source.mass)


def _short(set_: Tree) -> str:
    text = tree_text(set_)
    return text if len(text) <= 30 else text[:28] + "…"
