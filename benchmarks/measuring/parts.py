"""Where one measure has a part of the same nature as another: absolute continuity as floats see it."""

from typing import Any

import numpy as np

from benchmarks.measuring.clouds import ATOM, CANTOR, Cloud


def charged(points: Cloud, against: Cloud) -> Any:
    """Which points lie where the other measure has a part of the same nature."""
    result = np.zeros(len(points.weights), bool)
    for nature in (0, ATOM, CANTOR):
        mine, theirs = (
            points.nature == nature,
            np.sort(against.line()[(against.nature == nature) & (against.weights > 0)]),
        )
        if not len(theirs) or not np.any(mine):
            continue
        x = points.line()[mine]
        place = np.clip(np.searchsorted(theirs, x), 1, max(len(theirs) - 1, 1))
        gap = np.minimum(np.abs(x - theirs[np.minimum(place, len(theirs) - 1)]), np.abs(x - theirs[place - 1]))
        result[mine] = gap < (1e-9 if nature == ATOM else 1e-4 if nature == CANTOR else 5e-3 * (1 + np.abs(x)))
    return result
