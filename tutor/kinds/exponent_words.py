"""Words in which people tell exponents: `any p`, `f in L^p iff p is less than 2`, `p > 1 or oo`, `1 <= p < 2 (not 2)`.

What is no condition yet becomes one of the same length, so that places in it are places in the answer.
"""

import re
from functools import partial
from typing import NamedTuple

from tutor.language.faults import Fault, FaultKind

LONGEST = 200
"""In longer texts no words are looked for."""

_OO = r"(?:oo|∞|infinity|inf)"
_NUMBER = r"\d+(?:\.\d+|/\d+)?"
_EVERY_ONE = rf"\s+in\s+\[\s*1\s*,\s*{_OO}\s*\]"
_NONE = re.compile(
    r"\s*(?:for\s+)?(?:there\s+(?:is|are)\s+)?"
    rf"(?:(?:none|no(?:\s+such)?(?:\s+(?:p|exponents?|values?\s+of\s+p))?)(?:{_EVERY_ONE})?(?:\s+at\s+all|\s+of\s+them)?"
    r"|nothing|never|(?:the\s+)?empty(?:\s+set)?|(?:not\s+in\s+any|in\s+no)\s+L\^?p|无|没有|不存在|空集)\s*\.?\s*",
    re.IGNORECASE,
)
_ALL = re.compile(
    rf"\s*(?:for\s+)?(?:(?:all|any|every|each)(?:\s+(?:p|exponents?|values?\s+of\s+p|of\s+them)(?:{_EVERY_ONE})?)?"
    r"|everything|always|所有|全部|任意)\s*\.?\s*",
    re.IGNORECASE,
)
_FINITE = re.compile(r"\s*(?:for\s+)?(?:all|every|any)?\s*finite\s+(?:p|exponents?)\s*\.?\s*", re.IGNORECASE)
_SPACES = re.compile(
    rf"\s*(?:(?:only|just|exactly)\s+)?(?:(?:f|it)\s+(?:is\s+)?)?(?:in\s+)?L\^?\{{?({_OO}|{_NUMBER})\}}?"
    r"(?:\s+(?:only|alone))?\s*\.?\s*",
    re.IGNORECASE,
)

_BEFORE = re.compile(
    r"^\s*(?:(?:(?:f|it|the\s+function)\s+(?:is\s+|belongs\s+)?(?:in|to)\s+)?L\^\{?p\}?\s*)?"
    r"(?:(?:exactly|precisely|only|just)\s+)?(?:(?:for|if\s+and\s+only\s+if|iff|if|when)\s+)?"
    r"(?:(?:all|every|any|each|exactly|only)\s+)?(?:p\s+(?:with|where|such\s+that)\s+)?"
    rf"(?=p\s*(?:[<>=≤≥]|!=|≠|in\b|∈|\\)|{_NUMBER}|[\[(\]{{]|{_OO}\s*\.?\s*$)",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"\s+(?:only|alone)\s*\.?\s*$", re.IGNORECASE)
_INCLUDED = re.compile(
    rf"[\s,;(]*(?:\b(?:and\s+also|including|incl\.|incl\b|with|plus|as\s+well\s+as|also|together\s+with)"
    rf"\s*(?:p\s*=\s*)?(?P<a>{_OO}|{_NUMBER})|\b(?:and|or)\s+(?P<b>{_OO})"
    rf"|(?P<c>{_OO}|{_NUMBER})\s+(?:is\s+)?(?:included|too))"
    r"(?:\s+(?:too|as\s+well|included))?[\s).]*$",
    re.IGNORECASE,
)
_EXCLUDED = re.compile(
    r"[\s,;(]*(?:\b(?:except(?:\s+for)?|without|excluding|excl\.|excl\b|but\s+not|but|not\s+including|not|other\s+than"
    rf"|apart\s+from)\s*(?:p\s*=\s*)?(?P<a>{_OO}|{_NUMBER})|[,;]\s*p\s*(?:!=|≠)\s*(?P<b>{_OO}|{_NUMBER})"
    rf"|\b(?P<c>{_OO}|{_NUMBER})\s+(?:is\s+)?(?:excluded|not\s+included))[\s).]*$",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"\s*(?:for\s+)?(?:p\s*=?\s*)?(?:(?P<between>between)\s+|from\s+)?({_NUMBER})"
    rf"\s*(?:to|\.\.\.?|-|–|(?(between)and|to))\s*({_NUMBER}|{_OO})\s*\.?\s*",
    re.IGNORECASE,
)

_COMPARISONS = (
    (r"(?:less|smaller|lower)\s+than\s+or\s+equal\s+to|at\s+most|no\s+(?:more|larger|greater|bigger)\s+than", "<="),
    (r"(?:greater|larger|bigger|more)\s+than\s+or\s+equal\s+to|at\s+least|no\s+(?:less|smaller)\s+than", ">="),
    (r"(?:less|smaller|lower)\s+than|below|under", "<"),
    (r"(?:greater|larger|bigger|more|higher)\s+than|above|over", ">"),
    (r"equal\s+to|equals", "="),
)
_IN_WORDS = tuple(
    (re.compile(rf"\b(?:(?:is|are)\s+)?(?:strictly\s+)?(?:{words})(?![^\W\d])", re.IGNORECASE), sign)
    for words, sign in _COMPARISONS
)


class Remark(NamedTuple):
    """What is said behind the exponents: one more belongs to them, or one of them does not."""

    rest: str
    exponent: str
    belongs: bool


def says_none(text: str) -> bool:
    """`none`, `no p at all`, `there is none`, `not in any L^p`."""
    return _NONE.fullmatch(text) is not None


def says_all(text: str) -> bool:
    """`all`, `any p`, `all of them`, `everything`."""
    return _ALL.fullmatch(text) is not None


def says_finite(text: str) -> bool:
    """`all finite p`."""
    return _FINITE.fullmatch(text) is not None


def one_space(text: str) -> str | None:
    """The exponent of the only space that is named: `only L^oo`."""
    found = _SPACES.fullmatch(text)
    return found[1] if found else None


def remark(text: str) -> Remark | None:
    """The remark at the end of the text: `…, including oo`, `… (not 2)`, `…, p != 2`."""
    for pattern, belongs in ((_INCLUDED, True), (_EXCLUDED, False)):
        found = pattern.search(text)
        if found is not None and text[: found.start()].strip():
            exponent = found["a"] or found["b"] or found["c"]
            return Remark(text[: found.start()], exponent, belongs)
    return None


def is_infinite(exponent: str) -> bool:
    """Whether the exponent that a remark or a space names is oo."""
    return not exponent[0].isdigit()


def condition(text: str) -> str:
    """The text with signs in place of words: `for p less than 2` as `p < 2`, padded with blanks.

    Raises Fault for `from 1 to 2`, where it is not said which ends belong to it.
    """
    found = _RANGE.fullmatch(text)
    if found is not None:
        raise _ends(text, found)
    text = _BEHIND.sub("", text)
    for words, sign in _IN_WORDS:
        text = words.sub(partial(_sign, sign), text)
    return _BEFORE.sub(lambda said: " " * len(said[0]), text, count=1)


def _sign(sign: str, said: re.Match[str]) -> str:
    """The sign in as many characters; at the beginning it is p that is compared."""
    first = not said.string[: said.start()].strip()
    return (f"p {sign}" if first else sign).ljust(len(said[0]))


def _ends(text: str, found: re.Match[str]) -> Fault:
    low, high = found[2], found[3]
    if is_infinite(high):
        readings = (f"{low} <= p <= oo", f"{low} <= p < oo")
    else:
        readings = (f"{low} <= p <= {high}", f"{low} <= p < {high}")
    message = "say which ends belong to it"
    start = len(text) - len(text.lstrip())
    return Fault(FaultKind.AMBIGUOUS, (start, len(text.rstrip())), message, readings=readings)
