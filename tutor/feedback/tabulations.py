"""Numbers that the judge computed beside a proof, as one sentence."""

from tutor.feedback.words import say
from tutor.judge.verdicts import Tabulated


def told(table: Tabulated) -> str:
    """The quantity with its values."""
    values = ", ".join(say("evidence.tabulated.row", at=at, value=value) for at, value in table.rows)
    return say("evidence.tabulated", quantity=table.quantity, values=values)
