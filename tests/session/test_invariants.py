"""Whatever is typed, in whatever order: no attempt is lost, the place is valid, progress only grows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.session.driving import Driver
from tests.session.small_course import ANSWERS, SmallCourse
from tutor.feedback.words import HELP
from tutor.progress import Act, Record
from tutor.session import Judged, Phase, Save, State, Typed, step

LINES = st.one_of(
    st.sampled_from(sorted(ANSWERS)),
    st.sampled_from(sorted(HELP.keys() - {"quit"})),
    st.sampled_from(["", "", "", "go 1", "go 2.1", "list due", "term null", "/x", "= 1", "lang zh", "?", "/hint"]),
    st.text(max_size=8),
)
PAUSES = st.sampled_from([0, 0, 0, 86_400, 30 * 86_400, -86_400])


def fresh() -> Driver:
    """A session that was just opened."""
    driver = Driver(State(SmallCourse(), Record(), "s", datetime(2026, 3, 1, tzinfo=UTC)))
    driver.open()
    return driver


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(LINES, PAUSES), max_size=25))
def test_any_sequence_keeps_the_invariants(lines: list[tuple[str, int]]) -> None:
    """After every line the invariants hold, and the record is that of the saved events."""
    driver = fresh()
    solved: frozenset[tuple[str, str]] = frozenset()
    judged = 0
    for line, pause in lines:
        driver.state = replace(driver.state, now=driver.state.now + timedelta(seconds=pause))
        asking = driver.state.phase
        undone = any(event.act is Act.UNDONE for event in driver.saved)
        driver.type(line)
        state = driver.state
        if state.phase is Phase.LEFT:
            break
        assert 0 <= state.here <= len(state.plan.stops)
        assert (state.item is not None) == (state.stop is not None and state.stop.problem is not None)
        assert state.item is None or 0 <= state.part < len(state.item.parts)
        assert (state.phase is Phase.ASKING) <= (state.item is not None)
        assert state.phase is not Phase.JUDGING, asking
        attempts = sum(1 for event in driver.saved if event.act is Act.ATTEMPTED)
        assert attempts >= judged
        judged = attempts
        assert undone or any(e.act is Act.UNDONE for e in driver.saved) or solved <= state.record.solved()
        solved = state.record.solved()
    assert driver.state.record == Record.of(driver.saved)
    assert len({event.uid for event in driver.saved}) == len(driver.saved)


@given(st.integers(0, 50), st.sampled_from(sorted(ANSWERS)))
def test_a_stale_ticket_is_ignored(ticket: int, answer: str) -> None:
    """A judgement for another ticket than the one that is waited for changes nothing."""
    driver = fresh()
    state, _ = step(driver.state, Typed(driver.state.now, answer))
    if state.waiting is None or state.waiting.ticket == ticket:
        return
    after, effects = step(state, Judged(state.now, ticket, ANSWERS[answer]))
    assert after == state
    assert not [effect for effect in effects if isinstance(effect, Save)]
