"""Sets and measures as exact objects."""

from tutor.mathematics.objects.comparison import Difference, compare_sets
from tutor.mathematics.objects.lengths import measure
from tutor.mathematics.objects.reduction import plain_set
from tutor.mathematics.objects.subdifferentials import subdifferential
from tutor.mathematics.objects.values import reduction, value_of

__all__ = ["Difference", "compare_sets", "measure", "plain_set", "reduction", "subdifferential", "value_of"]
