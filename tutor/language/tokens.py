"""From text to tokens: numbers, words resolved by the declared names, signs, LaTeX commands; each with its place.

Words are resolved here, because `xe^-x` and `2xln2` can only be cut at known names. A name that the text itself binds
(`k` in `sum(k^2, k=1..n)`) counts as known for the cutting; its scope is the parser's business.
"""

import re
from collections.abc import Iterable

from flint import fmpq

from tutor.language import commands
from tutor.language.characters import normalise
from tutor.language.faults import Fault, FaultKind
from tutor.language.limits import LIMITS, Limits
from tutor.language.names import Names
from tutor.language.words import Resolved, is_differential, resolve


class Token:
    """One token: its type (for the tables of the parser), its value, its place in the text as typed."""

    __slots__ = ("end", "glued", "partner", "start", "type", "value")

    type: str
    value: object
    partner: int

    def __init__(self, type_: str, value: object, start: int, end: int) -> None:
        self.type, self.value, self.start, self.end = type_, value, start, end
        self.glued = False
        self.partner = -1


_SCAN = re.compile(
    r"""[ \t\r\n]*(?:
      (?P<num>[0-9]+(?:\.(?!\.)[0-9]*)?|\.[0-9]+)(?P<exp>[eE][+-]?[0-9]+)?
    | (?P<word>ess_sup|i\.i\.d\.|a\.\ ?[ce]\.|[^\W\d_]+[0-9]*)
    | (?P<command>\\(?:[A-Za-z]+|.))
    | (?P<sign>\*\*|<=|=<|>=|!=|<>|==|->|:=|\.\.\.|\.\.|[-+*/^()\[\]{}<>=,;:|!%&~_'])
    )""",
    re.VERBOSE | re.DOTALL,
)

_SAME_SIGN = {"**": "^", "=<": "<=", "==": "=", "<>": "!=", ":=": "="}

ENDS_OPERAND = frozenset(
    [
        "true",
        "false",
        "num",
        "var",
        "function",
        "sequence",
        "setname",
        "measurename",
        "word",
        "const",
        "func",
        "set",
        "law",
        "N",
        "U",
        ")",
        "]",
        "}",
        "!",
        "%",
        ")|",
        "rfloor",
        "rceil",
        "endcases",
        "endmatrix",
        "diff",
        "cantor",
        "inf",
    ]
)
"""Types of token after which an operand may have ended."""


def tokenize(text: str, names: Names, limits: Limits = LIMITS) -> list[Token]:
    """The tokens of a text, with a last one of type "end".

    Raises Fault for what is too long, cannot be seen, is no number, or is cut at more than one set of names.
    """
    check_length(text, limits)
    return _Lexer(text, names, limits).tokens()


def check_length(text: str, limits: Limits = LIMITS) -> None:
    """Raises Fault for a text that is too long to be read."""
    if len(text) > limits.length:
        message = f"this is longer than {limits.length} characters"
        raise Fault(FaultKind.TOO_LONG, (limits.length, len(text)), message)


class _Lexer:
    def __init__(self, text: str, names: Names, limits: Limits) -> None:
        self.names, self.limits = names, limits
        self.origin: list[int] | None = None
        if text.isascii() and not _UNSEEN.search(text):
            self.plain = text
        else:
            self.plain, self.origin = normalise(text)
        self.length = len(text)
        self.out: list[Token] = []

    def tokens(self) -> list[Token]:
        start, stop = _without_dollars(self.plain)
        self.scan(start, stop)
        if self.names.with_subscripts:
            self.join_subscripts()
        if _PHRASE.search(self.plain):
            self.join_phrases()
        bound = bound_names(self.out, self.names)
        out: list[Token] = []
        before: Token | None = None
        for token in self.out:
            for part in self.resolved(token, bound) if token.type == "raw" else (token,):
                part.glued = before is not None and part.start <= before.end
                out.append(part)
                before = part
        end = Token("end", None, self.length, self.length)
        out.append(end)
        return out

    def join_subscripts(self) -> None:
        """Make one token of a declared name with a subscript: `x_1`, `x_{1}`, `w_ij`."""
        joined: list[Token] = []
        place = 0
        while place < len(self.out):
            token = self.out[place]
            used = self.subscripted(place) if token.type == "raw" else 0
            if used:
                last = self.out[place + used - 1]
                subscript = self.out[place + (2 if used == 3 else 3)]
                name = f"{token.value}_{subscript.value}"
                token = Token("raw", name, token.start, last.end)
            joined.append(token)
            place += used or 1
        self.out = joined

    def join_phrases(self) -> None:
        """Make one token of `for all`, `for almost every` and of a separate differential `d x`."""
        joined: list[Token] = []
        for token in self.out:
            before = joined[-1] if joined else None
            if before is not None and before.type == token.type == "raw":
                phrase = _PHRASES.get((str(before.value), str(token.value)))
                if before.value == "d" and self.names.find("d") is None:
                    phrase = f"d{token.value}"
                if phrase:
                    joined[-1] = Token("raw", phrase, before.start, token.end)
                    continue
            joined.append(token)
        self.out = joined

    def subscripted(self, place: int) -> int:
        """How many tokens a declared name with a subscript takes here; 0 where there is none."""
        types = [token.type for token in self.out[place : place + 5]] + [""] * 5
        if types[1] != "_" or self.out[place + 1].start > self.out[place].end:
            return 0
        used, inside = (5, 3) if types[2] == "{" and types[4] == "}" else (3, 2)
        if types[inside] not in ("raw", "num"):
            return 0
        name = f"{self.out[place].value}_{self.out[place + inside].value}"
        return used if self.names.find(name) is not None else 0

    def scan(self, start: int, stop: int) -> None:
        """Append the raw tokens of a part of the plain text."""
        match = _SCAN.match
        place = start
        while place < stop:
            found = match(self.plain, place, stop)
            if found is None:
                place = self.nothing(place, stop)
                continue
            kind = found.lastgroup
            if kind == "sign":
                sign = found["sign"]
                self.add(_SAME_SIGN.get(sign, sign), sign, found.start("sign"), found.end())
            elif kind == "word":
                self.add("raw", found["word"], found.start("word"), found.end())
            elif kind == "command":
                place = self.command(found.start("command"), found["command"], stop)
                continue
            else:
                self.number(found["num"], found["exp"], found.start("num"), found.end())
            place = found.end()

    def add(self, type_: str, value: object, start: int, end: int) -> None:
        if self.origin is not None:
            start, end = self.origin[start], self.origin[end - 1] + 1
        self.out.append(Token(type_, value, start, end))

    def fault(self, kind: FaultKind, start: int, end: int, message: str, **more: object) -> Fault:
        if self.origin is not None:
            start, end = self.origin[start], self.origin[end - 1] + 1
        return Fault(kind, (start, end), message, **more)  # type: ignore[arg-type]  # keywords of Fault, passed on

    def nothing(self, place: int, stop: int) -> int:
        """Only spaces are left, or there is a character that no token begins with."""
        rest = self.plain[place:stop]
        place += len(rest) - len(rest.lstrip())
        if place >= stop:
            return stop
        character = self.plain[place]
        message = "this sign has no meaning here"
        if character == '"' or character == "`":
            message = "quotation marks have no meaning here"
        elif character == "$":
            message = "a dollar sign can only stand at both ends of the formula"
        elif character == ".":
            message = "this point belongs to no number"
        raise self.fault(FaultKind.BAD_CHARACTER, place, place + 1, message)

    def number(self, digits: str, exponent: str | None, start: int, end: int) -> None:
        whole, _, decimals = digits.partition(".")
        if len(whole) + len(decimals) > self.limits.digits:
            message = f"a number may have at most {self.limits.digits} digits"
            raise self.fault(FaultKind.TOO_MANY_DIGITS, start, end, message)
        power = -len(decimals)
        if exponent:
            power += self.exponent(digits, exponent, start, end)
        value = int(whole + decimals)
        if power:
            self.add("num", fmpq(value * 10**power) if power > 0 else fmpq(value, 10**-power), start, end)
        else:
            self.add("num", fmpq(value), start, end)

    def exponent(self, digits: str, exponent: str, start: int, end: int) -> int:
        letter = self.names.find(exponent[0])
        if letter is not None:
            sign, rest = ("", exponent[1:]) if exponent[1].isdigit() else (f" {exponent[1]} ", exponent[2:])
            readings = (f"{digits}*10^({exponent[1:]})", f"{digits}*{letter}{sign}{'*' * (not sign)}{rest}")
            message = f"{letter} is a variable here, so this could be a decimal number or a product"
            raise self.fault(FaultKind.AMBIGUOUS, start, end, message, readings=readings)
        if len(exponent) > 6 or abs(int(exponent[1:])) > self.limits.exponent:
            message = f"a decimal exponent may be at most {self.limits.exponent}"
            raise self.fault(FaultKind.EXPONENT_TOO_LARGE, start, end, message)
        return int(exponent[1:])

    def command(self, start: int, command: str, stop: int) -> int:
        """Read the LaTeX command at this place; the place after it."""
        wrapper = commands.WRAPPER.match(self.plain, start, stop)
        if wrapper:
            if wrapper[1] is not None:
                self.wrapped(wrapper)
            return wrapper.end()
        block = commands.BLOCK.match(self.plain, start, stop)
        if block:
            self.add("end" * (block[1] == "end") + (block[2] or block[3]), block[0], *block.span())
            return block.end()
        end = start + len(command)
        self.named(command[1:], start, end)
        return end if command[1:].isalpha() is False or not self.is_difference(command[1:]) else start + 1

    def wrapped(self, wrapper: re.Match[str]) -> None:
        """Read what stands inside a command; its tokens reach to the ends of the command."""
        first = len(self.out)
        self.scan(*wrapper.span(1))
        if len(self.out) > first:
            place = self.origin or range(self.length + 1)
            self.out[first].start = place[wrapper.start()]
            self.out[-1].end = place[wrapper.end() - 1] + 1

    def is_difference(self, name: str) -> bool:
        return not (name in commands.PLAIN or name in commands.SKIPPED or commands.is_word(name))

    def named(self, name: str, start: int, end: int) -> None:
        if name in commands.SKIPPED or name in commands.SPACES:
            return
        if commands.is_set(name) and self.after_operand():
            self.difference(start)
            self.add("raw", name, start + 1, end)
        elif name in commands.PLAIN:
            stands_for = commands.PLAIN[name]
            if stands_for.isalpha() and stands_for not in commands.SIGNS:
                self.add("raw", stands_for, start, end)
            else:
                type_ = "\\frac" if stands_for == "frac" else stands_for
                self.add(type_, stands_for, start, end)
        elif commands.is_word(name):
            self.add("raw", name, start, end)
        elif name == "{":
            self.brace(start, end)
        elif name in ("}", "%", "_", "&"):
            self.add(name, name, start, end)
        elif name == "|":
            self.add("||", "\\|", start, end)
        elif name == "\\":
            self.add("\\\\", name, start, end)
        else:
            self.difference(start)
            if not name.isalpha():
                self.scan(start + 1, end)

    def brace(self, start: int, end: int) -> None:
        r"""`\{` is a brace, but after an operand it is set difference and a brace: `R\{0}`."""
        if self.after_operand():
            self.difference(start)
        self.add("{", "{", end - 1, end)

    def after_operand(self) -> bool:
        return bool(self.out) and self.out[-1].type in (*ENDS_OPERAND, "raw") and not self.after_keyword()

    def after_keyword(self) -> bool:
        last = self.out[-1]
        found = resolve(str(last.value), self.names, frozenset())[0] if last.type == "raw" else None
        return found is not None and (found.type in _OPERATOR_WORDS or found.spelling in ("max", "min"))

    def difference(self, start: int) -> None:
        self.add("setminus", "\\", start, start + 1)

    def resolved(self, token: Token, bound: frozenset[str]) -> Iterable[Token]:
        """The tokens a raw word is cut into."""
        word = str(token.value)
        parts = resolve(word, self.names, bound)
        if len(parts) == 1:
            token.type, token.value = parts[0].type, parts[0].value
            return (token,)
        if parts[0].type == "ambiguous":
            raise self.two_cuts(token, parts)
        return self.pieces(token, parts)

    def two_cuts(self, token: Token, parts: tuple[Resolved, ...]) -> Fault:
        readings = (str(parts[0].value), str(parts[1].value))
        message = f"{token.value!r} can be cut into known names in two ways"
        return Fault(FaultKind.AMBIGUOUS, (token.start, token.end), message, readings=readings)

    def pieces(self, token: Token, parts: tuple[Resolved, ...]) -> list[Token]:
        start = token.start
        typed_as_is = token.end - token.start == sum(len(part.spelling) for part in parts)
        out = []
        for part in parts:
            end = start + len(part.spelling) if typed_as_is else token.end
            out.append(Token(part.type, part.value, start, end))
            start = end if typed_as_is else start
        return out


_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

_PHRASE = re.compile(r"\b(?:for|almost|there|d)\b")

_PHRASES = {
    ("for", "all"): "forall",
    ("for", "every"): "forall",
    ("for", "each"): "forall",
    ("for", "almost"): "almost",
    ("for", "a.e."): "a.e.",
    ("almost", "every"): "a.e.",
    ("almost", "all"): "a.e.",
    ("there", "exists"): "exists",
    ("there", "is"): "exists",
}

_SET_WORDS = frozenset(["in", "notin", "setminus", "union", "intersection", "U"])
_OPERATOR_WORDS = _SET_WORDS | {"and", "or", "not", "if", "for", "on", "at", "else", "from", "to"}
_OPERATOR_WORDS |= {"forall", "exists", "almost_every"}
"""Types of words after which an operand begins."""


def _without_dollars(text: str) -> tuple[int, int]:
    r"""The part of the text between the signs that open and close a formula in LaTeX: $, $$, \( \), \[ \]."""
    inside = text.strip()
    start = len(text) - len(text.lstrip())
    for before, after in (("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]")):
        if inside.startswith(before) and inside.endswith(after) and len(inside) >= len(before) + len(after):
            return start + len(before), start + len(inside) - len(after)
    return 0, len(text)


def bound_names(tokens: list[Token], names: Names) -> frozenset[str]:
    """Words that the text itself seems to bind: `k` in `, k=1..n`, `x` in `{x : …}`, `n` in `forall n in N`."""
    found = []
    for place, token in enumerate(tokens):
        if token.type == "raw" and place + 1 < len(tokens):
            after = tokens[place + 1]
            before = tokens[place - 1].type if place else ""
            sign = after.value if after.type == "raw" else after.type
            if sign in _AFTER_BOUND or (sign in (",", ")") and before in ("(", ",")):
                found.append(str(token.value))
            elif is_differential(str(token.value)):
                found.append(str(token.value)[1:])
    if not found:
        return frozenset()
    return frozenset(word for word in found if resolve(word, names, frozenset())[0].type == "word")


_AFTER_BOUND = frozenset(["=", "in", "notin", ":", "->", "from", "~", ">=", ">", "<", "<="])
