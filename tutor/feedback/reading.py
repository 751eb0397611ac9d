"""The reading of an answer as it is shown: in Unicode, in two dimensions where that helps, and in words."""

from tutor.feedback.lines import Line, Lines, Role
from tutor.feedback.words import say
from tutor.kinds import Question, QuestionFault, ask
from tutor.language.names import Names


def read_as(question: Question, reading: str) -> Lines:
    """How the answer was understood; nothing where it could not be read.

    What the tree printers cannot read back (a choice, a row of a table) is shown as it is.
    """
    if not reading:
        return ()
    from tutor.feedback.layout import laid_out, needs_layout
    from tutor.language.faults import Fault
    from tutor.language.printers.spoken import spoken
    from tutor.language.printers.unicode import unicode
    from tutor.language.reading import read

    try:
        names = names_of(question)
        tree = read(reading, names).tree
    except Fault:
        return (Line(say("session.read-as", reading=f"`{reading}`"), Role.QUIET),)
    aloud = say("session.read-as", reading=spoken(tree))
    box = laid_out(tree, names) if needs_layout(tree) else None
    if box is None:
        return (Line(say("session.read-as", reading=f"`{unicode(tree, names)}`"), Role.QUIET, aloud=aloud),)
    head = say("session.read-as", reading="")
    blank = " " * len(head)
    return tuple(
        Line((head if number == box.base else blank) + row.rstrip(), Role.FIXED, aloud="" if number else aloud)
        for number, row in enumerate(box.rows)
    )


def names_of(question: Question) -> Names:
    """The names that an answer may use; none for a question that cannot be asked, or a kind that reads no formulas."""
    try:
        return getattr(ask(question), "names", Names())
    except QuestionFault:
        return Names()
