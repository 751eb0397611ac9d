"""Which problems a review asks: due skills, the most overdue first, then what was skipped; ten at a time."""

from tutor.progress import mastery, schedule
from tutor.session.course import Head
from tutor.session.state import State

AT_ONCE = 10
"""How many items a review has, so that a few missed days don't punish."""
PRACTICE = 5


def queue(state: State, *, everything: bool = False) -> tuple[str, ...]:
    """The problems of a review."""
    chosen: dict[str, None] = {}
    for skill in schedule.due(state.record.cards, state.now):
        problem = _problem_for(state, skill, chosen)
        if problem:
            chosen[problem] = None
    known = state.course.heads(state.language)
    chosen |= dict.fromkeys(problem for problem in state.record.to_review() if problem in known)
    return tuple(chosen) if everything else tuple(chosen)[:AT_ONCE]


def practice(state: State) -> tuple[str, ...]:
    """Problems for practice: of the skills that were seen, the weakest first."""
    chosen: dict[str, None] = {}
    for skill in sorted(state.record.mastery, key=lambda skill: state.record.mastery.get(skill, mastery.START)):
        problem = _problem_for(state, skill, chosen)
        if problem:
            chosen[problem] = None
    return tuple(chosen)[:PRACTICE]


def _problem_for(state: State, skill: str, chosen: dict[str, None]) -> str | None:
    """A problem with this skill: one that was seen, longest ago first, else an easy new one."""
    last_seen = {event.problem: number for number, event in enumerate(state.record.events) if event.problem}

    def order(head: Head) -> tuple[bool, int, int]:
        return head.problem not in last_seen, last_seen.get(head.problem, 0), head.difficulty

    fitting = (head for head in state.course.heads(state.language).values() if skill in head.skills)
    free = [head for head in fitting if head.problem not in chosen]
    return min(free, key=order).problem if free else None
