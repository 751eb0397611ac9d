"""What follows from the events: tries, mastery, reviews and the place to go on from. A value; `after` gives the next.

Only the first try at a part counts for mastery, and only a finished part (solved, or shown) is a review. Unreadable,
misfit and undecided answers are remembered and count for nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from tutor.progress import mastery, schedule
from tutor.progress.events import Act, Event
from tutor.progress.schedule import Card

Where = tuple[str, int, str]
"""Problem, variant and part."""

COUNTED = frozenset(("correct", "incorrect"))
"""The verdicts that are a try."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How one part of one variant went, since it was last put before the learner."""

    tries: int = 0
    wrong: int = 0
    hints: int = 0
    solved: bool = False
    shown: bool = False
    skipped: bool = False
    answer: str = ""
    content: str = ""

    @property
    def finished(self) -> bool:
        """Whether nothing is asked any more."""
        return self.solved or self.shown


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that is known of one learner. Build it with `Record.of`."""

    events: tuple[Event, ...] = ()
    tallies: Mapping[Where, Tally] = field(default_factory=dict)
    mastery: Mapping[str, float] = field(default_factory=dict)
    cards: Mapping[str, Card] = field(default_factory=dict)
    place: tuple[str, int] | None = None
    voided: frozenset[str] = frozenset()

    @classmethod
    def of(cls, events: Iterable[Event]) -> "Record":
        """The record of a whole history, in the order in which it was written."""
        history = tuple(events)
        voided = frozenset(event.note for event in history if event.act is Act.UNDONE)
        tallies: dict[Where, Tally] = {}
        known: dict[str, float] = {}
        cards: dict[str, Card] = {}
        place = None
        for event in history:
            if event.uid not in voided:
                place = _apply(event, tallies, known, cards, place)
        return cls(history, tallies, known, cards, place, voided)

    def after(self, event: Event) -> "Record":
        """The record with one event more."""
        if event.act is Act.UNDONE:
            return Record.of((*self.events, event))
        tallies, known, cards = dict(self.tallies), dict(self.mastery), dict(self.cards)
        place = _apply(event, tallies, known, cards, self.place)
        return replace(
            self,
            events=(*self.events, event),
            tallies=tallies,
            mastery=known,
            cards=cards,
            place=place,
        )

    def tally(self, problem: str, variant: int, part: str) -> Tally:
        """How this part went so far."""
        return self.tallies.get((problem, variant, part), Tally())

    def standing(self) -> Iterable[Event]:
        """The events that count, in order."""
        return (event for event in self.events if event.uid not in self.voided)

    def solved(self) -> frozenset[tuple[str, str]]:
        """Every (problem, part) that was ever solved, in any variant."""
        return frozenset(
            (event.problem, event.part)
            for event in self.standing()
            if event.act is Act.ATTEMPTED and event.verdict == "correct"
        )

    def to_review(self) -> tuple[str, ...]:
        """Problems that were skipped and not finished since, the oldest first."""
        waiting: dict[str, None] = {}
        for event in self.standing():
            if event.act is Act.SKIPPED:
                waiting.setdefault(event.problem)
            elif event.act is Act.SHOWN or (event.act is Act.ATTEMPTED and event.verdict == "correct"):
                waiting.pop(event.problem, None)
        return tuple(waiting)


def _apply(
    event: Event,
    tallies: dict[Where, Tally],
    known: dict[str, float],
    cards: dict[str, Card],
    place: tuple[str, int] | None,
) -> tuple[str, int] | None:
    """Let one event count, and return the place to resume from."""
    where = (event.problem, event.variant, event.part)
    before = tallies.get(where, Tally())
    if event.act is Act.STARTED:
        if event.lesson:
            return event.lesson, event.step
        _start_afresh(event, tallies)
        return place
    after = _tallied(before, event)
    if after != before:
        tallies[where] = after
    if after.tries == 1 and before.tries == 0 and not before.shown:
        for skill in event.skills:
            known[skill] = mastery.after_try(known.get(skill, mastery.START), right=not after.wrong)
    if after.finished and not before.finished:
        result = schedule.rating(shown=after.shown, wrong=after.wrong, hints=after.hints)
        for skill in event.skills:
            cards[skill] = schedule.reviewed(cards.get(skill), result, event.at)
    return place


def _start_afresh(event: Event, tallies: dict[Where, Tally]) -> None:
    """A review asks a finished variant again: its parts begin with a clean tally."""
    for where, tally in tallies.items():
        if where[:2] == (event.problem, event.variant) and tally.finished:
            tallies[where] = Tally(answer=tally.answer, content=tally.content)


def _tallied(tally: Tally, event: Event) -> Tally:
    """The tally after an event; once a part is finished, playing on changes nothing."""
    if tally.finished:
        return tally
    if event.act is Act.HINTED:
        return replace(tally, hints=tally.hints + 1)
    if event.act is Act.SHOWN:
        return replace(tally, shown=True, content=event.content)
    if event.act is Act.SKIPPED:
        return replace(tally, skipped=True)
    if event.act is Act.ATTEMPTED and event.verdict in COUNTED:
        right = event.verdict == "correct"
        return replace(
            tally,
            tries=tally.tries + 1,
            wrong=tally.wrong + (not right),
            solved=tally.solved or right,
            answer=event.answer,
            content=event.content,
        )
    return tally
