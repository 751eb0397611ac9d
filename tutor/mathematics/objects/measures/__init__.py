"""Measures on the line and products on the plane, as exact objects, with their functionals and relations."""

from tutor.mathematics.objects.measures.building import built, is_measure, measure_of
from tutor.mathematics.objects.measures.comparison import (
    Common,
    common_cells,
    differing_atom,
    differing_cylinder,
)
from tutor.mathematics.objects.measures.distribution import Rise, distribution
from tutor.mathematics.objects.measures.functionals import FUNCTIONALS, functional, integral_against
from tutor.mathematics.objects.measures.laws import Improper
from tutor.mathematics.objects.measures.measure import (
    Atom,
    Cylinder,
    Density,
    Family,
    Image,
    Measure,
    Work,
    end_tree,
    scaled,
    total,
)
from tutor.mathematics.objects.measures.plane import Plane, is_plane, marginal
from tutor.mathematics.objects.measures.properness import check_certainly_positive, check_positive, proper
from tutor.mathematics.objects.measures.pushforward import pushed
from tutor.mathematics.objects.measures.relations import Charged, common_part, decomposition, uncovered
from tutor.mathematics.objects.measures.restriction import restricted
from tutor.mathematics.objects.measures.sums import convolution
from tutor.mathematics.objects.measures.values import expectation, mass, mass_at, mass_of

__all__ = [
    "FUNCTIONALS",
    "Atom",
    "Charged",
    "Common",
    "Cylinder",
    "Density",
    "Family",
    "Image",
    "Improper",
    "Measure",
    "Plane",
    "Rise",
    "Work",
    "built",
    "check_certainly_positive",
    "check_positive",
    "common_cells",
    "common_part",
    "convolution",
    "decomposition",
    "differing_atom",
    "differing_cylinder",
    "distribution",
    "end_tree",
    "expectation",
    "functional",
    "integral_against",
    "is_measure",
    "is_plane",
    "marginal",
    "mass",
    "mass_at",
    "mass_of",
    "measure_of",
    "proper",
    "pushed",
    "restricted",
    "scaled",
    "total",
    "uncovered",
]
