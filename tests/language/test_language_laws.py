"""Laws: any text reads or faults; what is printed reads back; a span slices the text that it names."""

from fractions import Fraction

from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.language import Fault, Names, Reading, Sort, caret, read, sort_of
from tutor.language.parser import Spans
from tutor.language.printers.latex import latex
from tutor.language.printers.plain import plain
from tutor.language.printers.spoken import spoken
from tutor.language.printers.unicode import unicode
from tutor.language.tree import Tree, tree

NAMES = Names(
    {
        "x": "real",
        "y": "real",
        "t": "real",
        "n": "integer",
        "k": "integer",
        "f": "function",
        "q": "sequence",
        "S": "set",
    }
)


decimals = st.builds(
    lambda digits, places: tree("num", fmpq(digits) / fmpq(10) ** places), st.integers(0, 999), st.integers(0, 40)
)
variables = st.sampled_from(["x", "y", "t", "n", "k"]).map(lambda name: tree("var", name))
leaves = decimals | variables | st.sampled_from(["pi", "e", "oo"]).map(lambda name: tree("const", name))


def node(head: str, *children: st.SearchStrategy[Tree], value: object = None) -> st.SearchStrategy[Tree]:
    """A node with this head over children drawn from these."""
    return st.tuples(*children).map(lambda drawn: tree(head, value, drawn))


def several(head: str, child: st.SearchStrategy[Tree], least: int = 2) -> st.SearchStrategy[Tree]:
    """A node with this head over two or three children."""
    return st.lists(child, min_size=least, max_size=3).map(lambda drawn: tree(head, None, tuple(drawn)))


def one_of_heads(heads: str, *children: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    """A node with one of these heads."""
    return st.one_of(*(node(head, *children) for head in heads.split()))


def bigger(number: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    """One more level over numbers: conditions and sets on the way."""
    relation = one_of_heads("lt le gt ge eq ne", number, number)
    set_ = sets(number, relation)
    condition = conditions(number, relation, set_)
    return st.one_of(
        several("add", number),
        several("mul", number),
        one_of_heads("sub div pow", number, number),
        one_of_heads("neg percent", number),
        *(node("call", number, value=name) for name in ("sin", "log", "log2", "sqrt", "abs", "factorial", "Phi")),
        node("call", number, number, value="max"),
        node("call", set_, value="measure"),
        node("apply", number, value="f"),
        node("apply", variables, number, value="f"),
        node("apply", number, value="q"),
        node("piecewise", number, condition, value=False),
        node("piecewise", number, condition, number, condition, number, value=True),
        node("indicator", condition),
        node("indicator", node("in", number, set_)),
        node("sum", number, number, number, value="k"),
        node("prod", number, number, number, value="k"),
        node("integral", number, number, number, value="t"),
        node("integral_on", number, set_, value="t"),
        node("norm", number, number, set_, value="t"),
        node("limit", number, number, value="n"),
        *(node(head, number, set_, value="t") for head in ("sup", "inf", "ess_sup")),
    )


def sets(number: st.SearchStrategy[Tree], condition: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    """Sets with ends drawn from these numbers, joined once."""
    simple = st.one_of(
        st.sampled_from(["R", "Q", "Z", "N", "Cantor"]).map(lambda name: tree("set", name)),
        st.just(tree("var", "S")),
        st.booleans().flatmap(
            lambda low: st.booleans().flatmap(lambda high: node("interval", number, number, value=(low, high)))
        ),
        several("finite", number, least=0),
        node("builder", condition, value="x"),
        node("image", number, st.just(tree("set", "N")), value="n"),
        node("clarke", number, number, value="x"),
        node("apply", variables, value="S"),
    )
    return st.one_of(
        simple,
        several("union", simple),
        several("intersection", simple),
        node("minus", simple, simple),
        node("minus", several("union", simple), several("intersection", simple)),
        node("complement", simple),
        node("big_union", simple, number, number, value="n"),
    )


def conditions(
    number: st.SearchStrategy[Tree], relation: st.SearchStrategy[Tree], set_: st.SearchStrategy[Tree]
) -> st.SearchStrategy[Tree]:
    """Relations, chains, membership, and what logic makes of them."""
    chain = st.tuples(number, number, number).map(
        lambda ends: tree("and", None, (tree("lt", None, ends[:2]), tree("le", None, ends[1:])))
    )
    simple = st.one_of(relation, chain, node("in", number, set_), st.just(tree("true")))
    return st.one_of(
        simple, several("and", simple), several("or", simple | several("and", simple)), node("not", simple)
    )


numbers = st.recursive(leaves, bigger, max_leaves=8)


@settings(max_examples=150, deadline=None)
@given(numbers)
def test_a_printed_tree_reads_back_to_itself(drawn: Tree) -> None:
    """Print then read gives the same tree, whatever it is made of."""
    assert read(plain(drawn, NAMES), NAMES).tree is drawn


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(
        conditions(leaves, one_of_heads("lt ne", leaves, leaves), sets(leaves, one_of_heads("lt", leaves, leaves)))
    )
)
def test_a_printed_condition_reads_back_to_itself(drawn: Tree) -> None:
    """Print then read gives the same condition."""
    assert read(plain(drawn, NAMES), NAMES, Sort.CONDITION).tree is drawn


def measures(number: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    """Atoms, densities and laws, scaled, restricted and added."""
    set_ = sets(number, node("lt", number, number))
    law = st.sampled_from(["lebesgue", "cantor", "counting"]).map(lambda name: tree("law", name))
    simple = st.one_of(
        law,
        node("atom", number),
        node("law", number, number, value="normal"),
        node("density", number, set_, value="x"),
        node("pushforward", number, law, value="t"),
        node("sum", node("mul", number, node("atom", number)), number, number, value="k"),
    )
    scaled = simple | node("mul", number, simple) | node("restrict", simple, set_) | node("neg", simple)
    return scaled | several("add", scaled) | node("sub", scaled, scaled)


@settings(max_examples=80, deadline=None)
@given(measures(leaves))
def test_a_printed_measure_reads_back_to_itself(drawn: Tree) -> None:
    """Print then read gives the same measure, as a measure."""
    reading = read(plain(drawn, NAMES), NAMES, Sort.MEASURE)
    assert (reading.tree, reading.sort) == (drawn, Sort.MEASURE)
    assert sort_of(drawn, NAMES) is Sort.MEASURE


@settings(max_examples=80, deadline=None)
@given(numbers)
def test_a_tree_in_unicode_reads_back_to_itself(drawn: Tree) -> None:
    """The Unicode print is in the language, too."""
    assert read(unicode(drawn, NAMES), NAMES).tree is drawn


@settings(max_examples=80, deadline=None)
@given(numbers | measures(leaves))
def test_every_tree_can_be_spoken_and_typeset(drawn: Tree) -> None:
    """Speech is words alone, and the braces of LaTeX are balanced."""
    assert not set(spoken(drawn, NAMES)) & set("()[]{}|^*/<>=\\")
    typeset = latex(drawn, NAMES).replace("\\{", "").replace("\\}", "")
    assert typeset.count("{") == typeset.count("}")


UNWRITTEN = frozenset(["indicator", "not", "intersection"])
"""Heads one argument of which may not be written as such: the x in S of `1_S(x)`."""


@settings(max_examples=80, deadline=None)
@given(numbers)
def test_a_span_slices_the_text_it_names(drawn: Tree) -> None:
    """What stands at the span of a node reads as that node."""
    text = plain(drawn, NAMES)
    waiting = [read(text, NAMES).spans]
    while waiting:
        spans = waiting.pop()
        if spans.tree.head not in UNWRITTEN:
            waiting.extend(spans.children)
        assert_names(text[spans.start : spans.end], spans)


def assert_names(slice_: str, spans: Spans) -> None:
    """The slice reads as the node, an open interval as the neutral pair."""
    found = read(slice_, NAMES, Sort.CONDITION).tree
    if found.head == "pair":
        found = tree("interval", (False, False), found.args)
    assert found is spans.tree


PIECES = st.sampled_from(
    [
        "x",
        "y",
        "n",
        "f",
        "q",
        "S",
        "1",
        "2",
        "0.5",
        "3e-2",
        "1_",
        "[0,1]",
        "(x)",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "|",
        "||",
        "_",
        "^",
        "+",
        "-",
        "*",
        "/",
        "!",
        "%",
        ",",
        ";",
        ":",
        "<",
        "<=",
        "=",
        "!=",
        "sin",
        "log",
        "sqrt",
        "sum(",
        "int(",
        "k=1..n",
        "x=0..1",
        "dx",
        "if",
        "else",
        "otherwise",
        "for",
        "in",
        "not",
        "and",
        "or",
        "U",
        "union",
        "\\",
        "\\frac{1}{2}",
        "\\sqrt",
        "e",
        "pi",
        "oo",
        "R",
        "Q",
        "N",
        "forall",
        "a.e.",
        "->",
        "..",
        "½",
        "²",
        "√",
        "∪",
        "∫_0^1",
        "{x:",
        "1[x>0]",
        "on",
        "at",
        "~",
        "&",
        "'",
        "变",
        "\\left",
        "\\begin{cases}",
        "\\end{cases}",
        "\\\\",
        "$",
        "delta(",
        "dx",
        "law(",
        "N(0,1)",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=12).map(" ".join) | st.lists(PIECES, max_size=12).map("".join), st.sampled_from(Sort))
def test_any_text_reads_or_faults(text: str, sort: Sort) -> None:
    """Whatever is typed is read or refused, and what is read prints to the same reading."""
    reading = read_or_check_fault(text, sort)
    if reading is None:
        return
    assert sort_of(reading.tree, NAMES) is reading.sort
    if reading.tree.head != "interval":
        assert read(reading.read_as, NAMES, sort).tree is reading.tree


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30), st.sampled_from(Sort))
def test_any_characters_read_or_fault(text: str, sort: Sort) -> None:
    """No character, however rare, makes the reader fail in another way."""
    read_or_check_fault(text, sort)


def read_or_check_fault(text: str, sort: Sort) -> Reading | None:
    """The reading, or None after a fault whose place lies in the text and which can be shown."""
    try:
        return read(text, NAMES, sort)
    except Fault as found:
        fault = found
    assert 0 <= fault.span[0] <= fault.span[1] <= len(text)
    assert "\n" in caret(text, fault)
    return None


@given(st.fractions(min_value=0, max_value=10**6))
def test_a_decimal_is_the_rational_that_was_typed(value: Fraction) -> None:
    """A quotient of whole numbers reads as it stands, and decimals are exact."""
    reading = read(f"{value.numerator}/{value.denominator}").tree
    assert [int(part.value.p) for part in reading.args] == [value.numerator, value.denominator]
