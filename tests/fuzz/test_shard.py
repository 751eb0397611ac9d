"""A short, seeded piece of the fuzzing run; the long one is `python -m benchmarks.fuzz`."""

import pytest

from benchmarks.fuzz import chunk
from benchmarks.fuzzing.pairs import KINDS

SEED, PAIRS = 20, 24


@pytest.mark.parametrize("kind", KINDS)
def test_no_verdict_contradicts_the_oracle(kind: str) -> None:
    """No random pair is judged against its construction, against mpmath, or against itself in the other order."""
    assert chunk(SEED, 0, PAIRS, (kind,)).wrong == []


def test_a_chunk_is_repeated_exactly_by_its_seed() -> None:
    """The same seed and number make the same pairs and the same verdicts."""
    first, second = (chunk(SEED, 1, 6, ("1-D", "sets")) for _ in range(2))
    assert first.verdicts == second.verdicts
