"""Inequalities with universal quantifiers: for all x in intervals, all integers n, all eps; proved, refuted or open."""

from tutor.mathematics.analysis.forall.outcomes import Coordinate, Open, Outcome, Proved, Refuted
from tutor.mathematics.analysis.forall.quantified import checked, defined, prove

__all__ = ["Coordinate", "Open", "Outcome", "Proved", "Refuted", "checked", "defined", "prove"]
