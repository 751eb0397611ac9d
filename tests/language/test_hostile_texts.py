"""Texts that are meant to hurt: each gets a plain fault, or a reading that no evaluation has been spent on."""

import pytest

from tutor.language import Fault, FaultKind, Limits, Names, Sort, read

XY = Names({"x": "real", "y": "real"})
LONG = Limits(length=1_000_000)

REFUSED = {
    "100 KB of digits": ("9" * 100_000, FaultKind.TOO_LONG),
    "100 KB of brackets": ("(" * 100_000, FaultKind.TOO_LONG),
    "301 digits": ("9" * 301, FaultKind.TOO_MANY_DIGITS),
    "a huge exponent": ("1e999999999999", FaultKind.EXPONENT_TOO_LARGE),
    "500 nested calls": ("sin(" * 180 + "x" + ")" * 180, FaultKind.TOO_DEEP),
    "brackets in brackets": ("(" * 500 + "x" + ")" * 500, FaultKind.TOO_DEEP),
    "braces in braces": ("{" * 500 + "}" * 500, FaultKind.TOO_DEEP),
    "a tower of powers": ("x^" * 500 + "x", FaultKind.TOO_DEEP),
    "a row of signs": ("-" * 500 + "x", FaultKind.TOO_DEEP),
    "a row of nots": ("not " * 400 + "x>0", FaultKind.TOO_DEEP),
    "a chain of differences": ("x" + "-x" * 500, FaultKind.TOO_DEEP),
    "a chain of quotients": ("x" + "/x" * 500, FaultKind.TOO_DEEP),
    "functions without brackets": ("sin " * 300 + "x", FaultKind.TOO_DEEP),
    "open bars": ("|" * 1000, FaultKind.TOO_DEEP),
    "bars and names": ("|x" * 500, FaultKind.TOO_DEEP),
    "fifty bars in doubt": ("|x" * 50 + "|x|", FaultKind.AMBIGUOUS),
    "sixty bars in doubt": ("|x" * 59 + "|", FaultKind.AMBIGUOUS),
    "open braces": ("{" * 1000, FaultKind.TOO_DEEP),
    "closing brackets": (")" * 1000, FaultKind.UNEXPECTED),
    "NUL": ("x\x00", FaultKind.BAD_CHARACTER),
    "escape": ("\x1b[31mx", FaultKind.BAD_CHARACTER),
    "a lone surrogate": ("\ud800x", FaultKind.BAD_CHARACTER),
    "a bidirectional mark": ("x\u202e+1", FaultKind.BAD_CHARACTER),
    "an isolate": ("\u2066x\u2069", FaultKind.BAD_CHARACTER),
    "a zero-width space": ("x\u200by", FaultKind.BAD_CHARACTER),
    "a byte order mark": ("\ufeffx", FaultKind.BAD_CHARACTER),
    "combining marks": ("x" + "\u0301" * 100, FaultKind.BAD_CHARACTER),
    "a private character": ("\ue000", FaultKind.BAD_CHARACTER),
    "nothing": ("", FaultKind.EMPTY),
    "spaces": (" \t\n\u3000", FaultKind.EMPTY),
    "a word of 2000 letters": ("xy" * 1000, FaultKind.UNKNOWN_NAME),
    "Python": ("__import__('os').system('ls')", FaultKind.BAD_CHARACTER),
    "an attribute": ("x.__class__", FaultKind.BAD_CHARACTER),
    "a lambda": ("(lambda: x)()", FaultKind.UNKNOWN_NAME),
    "a command": ("\\input{/etc/passwd}", FaultKind.MISSING_OPERAND),
    "ranges without end": ("sum(" * 130 + "x" + ", k=1..2)" * 130, FaultKind.TOO_DEEP),
}


@pytest.mark.parametrize(("text", "kind"), REFUSED.values(), ids=REFUSED.keys())
def test_a_hostile_text_gets_a_plain_fault(text: str, kind: FaultKind) -> None:
    """A hostile text is refused with a fault of a known kind, for every sort that could be asked."""
    for sort in Sort:
        with pytest.raises(Fault) as caught:
            read(text, XY, sort)
        assert caught.value.kind is kind
        assert 0 <= caught.value.span[0] <= caught.value.span[1] <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "9^9^9^9",
        "10^10^10",
        "(x+y)^1000",
        "10^999999",
        "1e250",
        "x" + "+x" * 900,
        "9" * 300,
        "1 if x>0 else " * 100 + "0",
    ],
)
def test_a_large_number_is_read_and_not_evaluated(text: str) -> None:
    """What is large only once evaluated is read: evaluation has limits of its own."""
    assert read(text, XY).tree


@pytest.mark.parametrize(
    "text", ["+".join(["x"] * 100_000), "x " * 100_000, "1_Q(" * 50_000, "|" * 200_000, "f(" * 99_999]
)
def test_a_lifted_length_still_meets_the_other_limits(text: str) -> None:
    """With the length lifted, the number of nodes, the depth and the bars still end the reading."""
    with pytest.raises(Fault):
        read(text, XY, limits=LONG)
