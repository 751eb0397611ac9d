"""Reading: from a text to the only tree, with the place of every node; or a fault, never a guess."""

from dataclasses import dataclass

from tutor.language.bars import resolve_bars
from tutor.language.grammar import INFIXES, PREFIXES
from tutor.language.limits import LIMITS, Limits
from tutor.language.names import Names
from tutor.language.pairing import pair_brackets
from tutor.language.parser import Parser, Spans
from tutor.language.printers.plain import plain
from tutor.language.sorts import Sort
from tutor.language.statements import whole
from tutor.language.tokens import tokenize
from tutor.language.tree import Tree, free_names


@dataclass(frozen=True, slots=True)
class Reading:
    """A text that was read: the tree as typed, and the place of each of its nodes.

    `sort` is what was found, which need not be what was asked.
    """

    text: str
    tree: Tree
    spans: Spans
    sort: Sort
    names: Names

    @property
    def read_as(self) -> str:
        """The reading in plain text, nothing evaluated, all products written out."""
        return plain(self.tree, self.names)


def read(text: str, names: Names | None = None, sort: Sort = Sort.FUNCTION, limits: Limits = LIMITS) -> Reading:
    """Read a text, with these names declared, where a thing of this sort is asked.

    The sort decides only what could be two things otherwise: a comma without brackets, `f(x) = …`. A text of another
    sort is read all the same; see `Reading.sort`. Raises Fault where there is no reading, or more than one.
    """
    names = names if names is not None else Names()
    tokens = tokenize(text, names, limits)
    pair_brackets(tokens, limits)
    if "|" in text or any(token.type in ("|", "||") for token in tokens):
        resolve_bars(tokens, text, limits)
    parser = Parser(text, tokens, names, limits, PREFIXES, INFIXES)
    spans = whole(parser, sort)
    found = spans.sort
    if found is Sort.NUMBER and free_names(spans.tree):
        found = Sort.FUNCTION
    return Reading(text, spans.tree, spans, found, names)
