"""What the author says where a claim fails."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.session.driving import Driver
from tutor.judge.verdicts import Counterexample, NotNumerical, Proof, Ruling, Verdict
from tutor.kinds import Judgement

GOOD = Ruling(Verdict.CORRECT, Proof("rule"), NotNumerical("-"))
WRONG = Ruling(Verdict.INCORRECT, Counterexample((("x", "0"),), "1", "2"))
SAID = {"g(1) > 0": "Too small at 1.", "g(2) > 0": "Too small at 2."}


@pytest.mark.parametrize(
    ("otherwise", "rulings", "heard"),
    [
        (SAID, (("g(1) > 0", GOOD), ("g(2) > 0", WRONG)), "Too small at 2."),
        (SAID, (("g(1) > 0", WRONG), ("g(2) > 0", WRONG)), "Too small at 1."),
        ({"g(1) > 0": "Too small at 1."}, (("", WRONG),), "Too small at 1."),
        (SAID, (("f_n is defined for every n", WRONG), ("g(2) > 0", GOOD)), ""),
    ],
)
def test_the_first_claim_that_fails_has_its_sentence(
    driver: Driver, otherwise: Mapping[str, str], rulings: tuple[tuple[str, Ruling], ...], heard: str
) -> None:
    """By its label; a single claim has none, and a claim of the sort has no sentence."""
    driver.open()
    item = driver.state.item
    assert item is not None
    parts = tuple(replace(part, otherwise=otherwise) for part in item.parts)
    driver.state = replace(driver.state, item=replace(item, parts=parts))
    driver.judge = lambda question, answer: Judgement(Verdict.INCORRECT, "x", rulings)
    said = driver.type("x")
    assert [sentence for sentence in SAID.values() if sentence in said] == ([heard] if heard else [])
