"""Bayesian knowledge tracing, written out: the chance that a skill is known, after each first try.

Corbett and Anderson (1995), "Knowledge tracing: modeling the acquisition of procedural knowledge", with fixed
parameters: three right first tries take an unknown skill from 0.2 past 0.95.
"""

START = 0.2
"""The chance that a skill is known before anything was seen."""
LEARN = 0.15
"""The chance that one exercise teaches it."""
SLIP = 0.1
"""The chance of a wrong answer though the skill is known."""
GUESS = 0.1
"""The chance of a right answer though it is not."""
MASTERED = 0.95


def after_try(known: float, right: bool) -> float:
    """The chance that the skill is known after a first try, from the chance before it, both in [0, 1]."""
    if_known, if_unknown = (1 - SLIP, GUESS) if right else (SLIP, 1 - GUESS)
    seen = known * if_known / (known * if_known + (1 - known) * if_unknown)
    return seen + (1 - seen) * LEARN


def dots(known: float) -> int:
    """Mastery as a number of filled dots out of five: none at the start, all from `MASTERED` on."""
    return max(0, min(5, int((known - START) / (MASTERED - START) * 5)))
