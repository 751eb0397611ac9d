"""What follows from a history of events."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.progress import Act, Event, Record, mastery, schedule

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def event(number: int, act: Act, **data: object) -> Event:
    """An event of the problem `p`, one minute after the other."""
    base = Event(f"u{number}", NOON + timedelta(minutes=number), act, problem="p", part="a", skills=("null_sets",))
    return replace(base, **data)


def attempt(number: int, verdict: str, **data: object) -> Event:
    """An attempt with this verdict."""
    return event(number, Act.ATTEMPTED, verdict=verdict, answer=f"answer {number}", **data)


@pytest.mark.parametrize(
    ("first_tries", "expected"),
    [
        pytest.param([True, True, True], [0.74, 0.97, 1.0], id="three right first tries master a skill"),
        pytest.param([False, True, True], [0.17, 0.71, 0.96], id="a wrong first try costs about one right one"),
    ],
)
def test_mastery(first_tries: list[bool], expected: list[float]) -> None:
    """Mastery moves as Corbett and Anderson's formula says, to two digits."""
    known, seen = mastery.START, []
    for right in first_tries:
        known = mastery.after_try(known, right)
        seen.append(round(known, 2))
    assert seen == expected


@given(st.floats(0.001, 0.999), st.booleans())
def test_mastery_is_a_chance_and_a_right_try_never_lowers_it(known: float, right: bool) -> None:
    """After any try mastery is a chance, and a right try does not lower it."""
    after = mastery.after_try(known, right)
    assert 0 < after <= 1
    assert not right or after >= known


@pytest.mark.parametrize("verdict", ["unreadable", "misfit", "undecided"])
def test_what_is_not_a_verdict_costs_nothing(verdict: str) -> None:
    """An answer that was not decided is kept, and changes neither tries nor mastery nor reviews."""
    record = Record.of([attempt(1, verdict)])
    assert len(record.events) == 1
    assert record.tally("p", 0, "a").tries == 0
    assert (record.mastery, record.cards) == ({}, {})


def test_only_the_first_try_counts_for_mastery() -> None:
    """A second try at the same part leaves mastery where the first one put it."""
    first = Record.of([attempt(1, "incorrect")])
    second = first.after(attempt(2, "correct"))
    assert second.mastery == first.mastery
    assert second.tally("p", 0, "a").solved


@pytest.mark.parametrize(
    ("events", "rating"),
    [
        pytest.param([attempt(1, "correct")], schedule.Rating.GOOD, id="right at once is Good"),
        pytest.param([attempt(1, "incorrect"), attempt(2, "correct")], schedule.Rating.HARD, id="a wrong try is Hard"),
        pytest.param([event(1, Act.HINTED), attempt(2, "correct")], schedule.Rating.HARD, id="a hint is Hard"),
        pytest.param([event(1, Act.SHOWN)], schedule.Rating.AGAIN, id="shown is Again"),
        pytest.param([attempt(1, "undecided"), attempt(2, "correct")], schedule.Rating.GOOD, id="undecided is free"),
    ],
)
def test_rating(events: list[Event], rating: schedule.Rating) -> None:
    """The outcome is the rating; the learner never grades themself."""
    record = Record.of(events)
    assert record.cards["null_sets"] == schedule.reviewed(None, rating, events[-1].at)


def test_reviews_are_counted_in_days() -> None:
    """Good comes back after two days, Again and Hard tomorrow; then the gaps grow."""
    days = [(schedule.reviewed(None, rating, NOON).due - NOON).days for rating in schedule.Rating]
    assert days == [1, 1, 2]
    card = schedule.reviewed(None, schedule.Rating.GOOD, NOON)
    gaps = []
    for _ in range(2):
        card = schedule.reviewed(card, schedule.Rating.GOOD, card.due)
        gaps.append((card.due - card.reviewed).days)
    assert gaps == [11, 46]


def test_a_clock_that_goes_back_keeps_intervals_positive() -> None:
    """A review before the last one counts as one at the same moment."""
    card = schedule.reviewed(None, schedule.Rating.GOOD, NOON)
    after = schedule.reviewed(card, schedule.Rating.GOOD, NOON - timedelta(days=400))
    assert after.reviewed == NOON
    assert after.due > NOON


def test_due_puts_the_relatively_most_overdue_first() -> None:
    """A day late after a day's gap is before a day late after a month's."""
    short = schedule.Card(1, 5, NOON - timedelta(days=1), NOON - timedelta(days=2))
    long = schedule.Card(30, 5, NOON - timedelta(days=1), NOON - timedelta(days=31))
    later = schedule.Card(30, 5, NOON + timedelta(days=1), NOON)
    assert schedule.due({"long": long, "short": short, "later": later}, NOON) == ("short", "long")


def test_undo_takes_back_an_attempt_and_all_that_followed_from_it() -> None:
    """After an undo the record is as if the attempt had not been, but its event is still there."""
    before = Record.of([event(1, Act.STARTED, lesson="l")])
    undone = before.after(attempt(2, "incorrect")).after(event(3, Act.UNDONE, note="u2"))
    assert (undone.tallies, undone.mastery, undone.cards) == (before.tallies, before.mastery, before.cards)
    assert len(undone.events) == 3


def test_a_finished_item_started_again_is_asked_afresh() -> None:
    """A review of a solved item begins a new tally, and the old success is not forgotten."""
    record = Record.of([attempt(1, "correct"), event(2, Act.STARTED, part="")])
    assert record.tally("p", 0, "a").tries == 0
    assert ("p", "a") in record.solved()


def test_skipped_problems_wait_until_they_are_finished() -> None:
    """What was skipped stands in the queue until it is solved or shown."""
    record = Record.of([event(1, Act.SKIPPED)])
    assert record.to_review() == ("p",)
    assert record.after(attempt(2, "correct")).to_review() == ()


def test_resuming_goes_to_the_last_place() -> None:
    """The place is that of the last start in a lesson; reviews don't move it."""
    history = [
        event(1, Act.STARTED, lesson="null-sets", step=3),
        event(2, Act.STARTED),
        attempt(3, "correct"),
    ]
    assert Record.of(history).place == ("null-sets", 3)


ACTS = st.builds(
    lambda n, act, verdict, problem, part: event(
        n, act, verdict=verdict if act is Act.ATTEMPTED else "", problem=problem, part=part, lesson="l", step=n
    ),
    st.integers(0, 10**6),
    st.sampled_from([act for act in Act if act is not Act.UNDONE]),
    st.sampled_from(["correct", "incorrect", "undecided", "unreadable", "misfit"]),
    st.sampled_from("pq"),
    st.sampled_from("ab"),
)


@given(st.lists(ACTS, max_size=12, unique_by=lambda event: event.uid))
def test_step_by_step_is_the_same_as_all_at_once(history: list[Event]) -> None:
    """`after` and `of` agree, and what was ever solved only grows."""
    record, solved = Record.of([]), frozenset()
    for one in history:
        record = record.after(one)
        assert solved <= record.solved()
        solved = record.solved()
    assert record == Record.of(history)


@given(st.lists(ACTS, min_size=1, max_size=12, unique_by=lambda event: event.uid), st.data())
def test_undoing_is_never_having_done(history: list[Event], data: st.DataObject) -> None:
    """Undoing any event gives the tallies, mastery and reviews of the history without it."""
    target = data.draw(st.sampled_from(history))
    undone = Record.of(history).after(event(10**7, Act.UNDONE, note=target.uid))
    without = Record.of([one for one in history if one.uid != target.uid])
    assert (undone.tallies, undone.mastery, undone.cards) == (without.tallies, without.mastery, without.cards)
