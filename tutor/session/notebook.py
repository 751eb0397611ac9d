"""Writing into the record: every event a session makes is made here."""

from dataclasses import replace
from typing import Any

from tutor.progress import Act, Event
from tutor.session.course import Item, Part
from tutor.session.state import Save, State, Walk

RECORDED = "recorded"
"""The verdict that is kept of an answer in a graded set: none."""


def noted(state: State, act: Act, **data: Any) -> tuple[State, Save]:
    """The state with one event more, and the effect that saves it."""
    event = Event(f"{state.session}-{state.serial}", state.now, act, **data)
    return replace(state, record=state.record.after(event), serial=state.serial + 1), Save(event)


def about(state: State, item: Item, part: Part) -> dict[str, Any]:
    """The fields that say which part of which item an event is about. Practice and graded sets train no skill."""
    return {
        "lesson": state.plan.lesson,
        "step": state.here,
        "problem": item.problem,
        "variant": item.variant,
        "part": part.id,
        "content": item.content,
        "skills": () if state.plan.walk in (Walk.PRACTICE, Walk.SET) else part.skills,
    }


def is_finished(state: State, item: Item, part: Part) -> bool:
    """Whether this part of this variant is solved or shown; in a graded set, whether an answer was recorded."""
    if state.graded:
        return any(
            event.verdict == RECORDED
            and (event.lesson, event.problem, event.variant, event.part)
            == (state.plan.lesson, item.problem, item.variant, part.id)
            for event in state.record.standing()
        )
    return state.record.tally(item.problem, item.variant, part.id).finished
