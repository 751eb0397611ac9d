"""The objects that a question names under `given`, and putting them in where a field refers to them.

A number, a set or a measure stands for its name; `mu(A)` is the mass that a measure gives to a set. A function is given
as an expression in the variables of the question (x where it declares none) and is referred to with its arguments:
`f(x)`, `f(1/2)`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tutor.kinds import QuestionFault
from tutor.language.names import NameSort
from tutor.language.sorts import Sort, sort_of
from tutor.language.tree import Tree
from tutor.mathematics.trees.build import call
from tutor.mathematics.trees.rewrite import rebuild, substitute


@dataclass(frozen=True, slots=True)
class Given:
    """One object in core form; a function has the names of its arguments."""

    body: Tree
    arguments: tuple[str, ...] = ()

    @property
    def sort(self) -> NameSort:
        """What a field may take the name for."""
        if self.arguments:
            return NameSort.FUNCTION
        return _NAME_SORTS.get(sort_of(self.body), NameSort.REAL)


_NAME_SORTS = {Sort.SET: NameSort.SET, Sort.MEASURE: NameSort.MEASURE}


def put_in(tree: Tree, given: Mapping[str, Given], field: str) -> Tree:
    """The tree with every given object in the place of its name.

    Raises QuestionFault where a function has the wrong number of arguments.
    """
    objects = {name: thing.body for name, thing in given.items() if not thing.arguments}
    functions = {name: thing for name, thing in given.items() if thing.arguments or thing.sort is NameSort.MEASURE}
    return substitute(_applied(tree, functions, field) if functions else tree, objects)


def _applied(node: Tree, functions: Mapping[str, Given], field: str) -> Tree:
    arguments = tuple(_applied(argument, functions, field) for argument in node.args)
    function = functions.get(node.value) if node.head == "apply" else None
    if function is None:
        return rebuild(node, arguments) if arguments != node.args else node
    if function.sort is NameSort.MEASURE:
        return call("mass", function.body, *arguments)
    if len(arguments) != len(function.arguments):
        takes = ", ".join(function.arguments)
        raise QuestionFault(field, f"{node.value} is given as a function of {takes} and takes as many arguments")
    return substitute(function.body, dict(zip(function.arguments, arguments, strict=True)))
