"""When a skill is worth another look: FSRS, one card a skill, rated by the outcome and never by the learner.

Reviews are counted in days (`learning_steps=()`): nobody reviews a proof after ten minutes. Source of the method: the
package `fsrs` (open-spaced-repetition/py-fsrs). It is imported on the first rating, off the way to the first prompt.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import fsrs


class Rating(IntEnum):
    """How a review went, in the numbers of FSRS."""

    AGAIN = 1
    HARD = 2
    GOOD = 3


@dataclass(frozen=True, slots=True)
class Card:
    """What FSRS remembers of one skill."""

    stability: float
    difficulty: float
    due: datetime
    reviewed: datetime


def rating(*, shown: bool, wrong: int, hints: int) -> Rating:
    """The rating that an outcome earns: shown is Again, a wrong try or a hint is Hard, else Good."""
    if shown:
        return Rating.AGAIN
    return Rating.HARD if wrong or hints else Rating.GOOD


def reviewed(card: Card | None, result: Rating, at: datetime) -> Card:
    """The card after a review. A clock that went back is taken to stand still, so intervals are never negative."""
    import fsrs

    if card is None:
        before = fsrs.Card(card_id=0, due=at)
    else:
        at = max(at, card.reviewed)
        before = fsrs.Card(
            card_id=0,
            state=fsrs.State.Review,
            stability=card.stability,
            difficulty=card.difficulty,
            due=card.due,
            last_review=card.reviewed,
        )
    after, _ = _scheduler().review_card(before, fsrs.Rating(int(result)), review_datetime=at)
    if after.stability is None or after.difficulty is None:
        raise AssertionError("FSRS rates every reviewed card")
    return Card(after.stability, after.difficulty, after.due, at)


def due(cards: Mapping[str, Card], now: datetime) -> tuple[str, ...]:
    """The skills that are due, the most overdue for its own interval first."""

    def overdue(skill: str) -> tuple[float, str]:
        card = cards[skill]
        interval = max((card.due - card.reviewed).total_seconds(), 1.0)
        return -(now - card.due).total_seconds() / interval, skill

    return tuple(sorted((skill for skill, card in cards.items() if card.due <= now), key=overdue))


@cache
def _scheduler() -> "fsrs.Scheduler":
    import fsrs

    return fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
