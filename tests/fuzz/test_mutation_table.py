"""The table of mutations can be applied: the run itself is `python -m benchmarks.mutations`."""

import pytest

from benchmarks.mutations import ROOT, Mutation, table


@pytest.mark.parametrize("mutation", [pytest.param(m, id=m.id) for m in table()])
def test_the_text_to_disable_stands_exactly_once(mutation: Mutation) -> None:
    """Each rule is where the table says, once, and its tests exist."""
    assert (ROOT / mutation.file).read_text(encoding="utf-8").count(mutation.find) == 1
    assert mutation.replace != mutation.find
    assert all((ROOT / test.partition("::")[0]).exists() for test in mutation.tests)


def test_every_mutation_has_a_name_of_its_own() -> None:
    """Identifiers are not used twice."""
    names = [mutation.id for mutation in table()]
    assert len(set(names)) == len(names)
