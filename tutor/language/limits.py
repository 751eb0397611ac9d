"""What is refused before any work is done on it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused before any work is done on it."""

    length: int = 2000
    depth: int = 120
    digits: int = 300
    exponent: int = 250
    nodes: int = 4000
    bars: int = 60


LIMITS = Limits()
