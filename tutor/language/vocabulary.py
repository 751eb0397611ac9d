"""The vocabulary: every word with a fixed meaning, in one table.

A problem declares names of its own beside these (see `names`); it may redeclare only the single letters in
`REDECLARABLE`.
"""

from dataclasses import dataclass
from enum import StrEnum


class WordKind(StrEnum):
    """The part of speech of a word."""

    FUNCTION = "function"
    CONSTANT = "constant"
    SET = "set"
    LAW = "law"
    BINDER = "binder"
    KEYWORD = "keyword"


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its canonical name, how many arguments it takes (`most` is None for any number), what it means."""

    name: str
    kind: WordKind
    least: int
    most: int | None
    meaning: str
    aliases: tuple[str, ...] = ()
    of_sets: bool = False
    of_measures: bool = False

    @property
    def needs(self) -> str:
        """The number of arguments, in words."""
        if self.most is None:
            return f"at least {self.least} argument{'s' * (self.least != 1)}"
        if self.least == self.most:
            return f"{self.least} argument{'s' * (self.least != 1)}"
        return f"{self.least} or {self.most} arguments"


def _function(
    name: str, meaning: str, *aliases: str, least: int = 1, most: int | None = 1, of_sets: bool = False
) -> Word:
    return Word(name, WordKind.FUNCTION, least, most, meaning, aliases, of_sets)


def _of_measures(name: str, meaning: str, *aliases: str, least: int = 2) -> Word:
    return Word(name, WordKind.FUNCTION, least, 2, meaning, aliases, of_measures=True)


def _constant(name: str, meaning: str, *aliases: str) -> Word:
    return Word(name, WordKind.CONSTANT, 0, 0, meaning, aliases)


def _set(name: str, meaning: str, *aliases: str) -> Word:
    return Word(name, WordKind.SET, 0, 0, meaning, aliases)


def _law(name: str, least: int, most: int, meaning: str, *aliases: str) -> Word:
    return Word(name, WordKind.LAW, least, most, meaning, aliases)


def _binder(name: str, meaning: str, *aliases: str) -> Word:
    return Word(name, WordKind.BINDER, 2, 4, meaning, aliases)


def _keyword(name: str, meaning: str, *aliases: str) -> Word:
    return Word(name, WordKind.KEYWORD, 0, 0, meaning, aliases)


WORDS: tuple[Word, ...] = (
    _function("sin", "sine"),
    _function("cos", "cosine"),
    _function("tan", "tangent", "tg"),
    _function("cot", "cotangent, cos x / sin x", "ctg", "cotan"),
    _function("sec", "secant, 1 / cos x"),
    _function("csc", "cosecant, 1 / sin x", "cosec"),
    _function("asin", "inverse sine, values in [-pi/2, pi/2]", "arcsin"),
    _function("acos", "inverse cosine, values in [0, pi]", "arccos"),
    _function("atan", "inverse tangent, values in (-pi/2, pi/2)", "arctan", "arctg"),
    _function("sinh", "hyperbolic sine"),
    _function("cosh", "hyperbolic cosine"),
    _function("tanh", "hyperbolic tangent"),
    _function("sech", "hyperbolic secant, read as 1 / cosh x"),
    _function("csch", "hyperbolic cosecant, read as 1 / sinh x"),
    _function("coth", "hyperbolic cotangent, read as 1 / tanh x"),
    _function("asinh", "inverse hyperbolic sine", "arcsinh", "arsinh"),
    _function("acosh", "inverse hyperbolic cosine", "arccosh", "arcosh"),
    _function("atanh", "inverse hyperbolic tangent", "arctanh", "artanh"),
    _function("exp", "exponential, e^x"),
    _function("log", "natural logarithm; log(x, b) is to base b", "ln", most=2),
    _function("log2", "logarithm to base 2"),
    _function("log10", "logarithm to base 10"),
    _function("sqrt", "square root"),
    _function("cbrt", "real cube root, also of negative numbers"),
    _function("root", "root(x, n): real n-th root, also of negative numbers where n is odd", least=2, most=2),
    _function("abs", "absolute value"),
    _function("sign", "sign: -1, 0 or 1", "sgn", "signum"),
    _function("floor", "the largest integer that is at most x"),
    _function("ceil", "the smallest integer that is at least x", "ceiling"),
    _function("frac", "fractional part, x - floor(x)"),
    _function("max", "the largest of its arguments", most=None),
    _function("min", "the smallest of its arguments", most=None),
    _function("erf", "error function"),
    _function("erfc", "complementary error function, 1 - erf(x)"),
    _function("Phi", "distribution function of the standard normal law", "normcdf"),
    _function("phi", "density of the standard normal law", "normpdf"),
    _function("gamma", "gamma function", "Gamma"),
    _function("factorial", "n! = 1 * 2 * … * n", "fact"),
    _function("binomial", "binomial(n, k): binomial coefficient", "binom", "choose", least=2, most=2),
    _function("heaviside", "unit step: 0 for x < 0, 1 for x > 0", "Heaviside"),
    _function("relu", "max(0, x)", "ReLU", "Relu"),
    _function("sigmoid", "1 / (1 + exp(-x))", "logistic"),
    _function("softplus", "log(1 + exp(x))"),
    _function("cantor", "Cantor's function on [0, 1]"),
    _function("norm1", "sum of absolute values", most=None),
    _function("norm2", "Euclidean length", most=None),
    _function("norminf", "largest absolute value", "normoo", most=None),
    _function("measure", "Lebesgue measure of a set", "leb", "Leb", "vol", of_sets=True),
    _of_measures("KL", "KL(mu, nu): Kullback-Leibler divergence, the integral of log(dmu/dnu) against mu"),
    _of_measures("TV", "TV(mu, nu): total variation distance, sup |mu(A) - nu(A)|"),
    _of_measures("JS", "JS(mu, nu): Jensen-Shannon divergence, with natural logarithms"),
    _of_measures("H2", "H2(mu, nu): squared Hellinger distance, 1 - integral of sqrt(p q)"),
    _of_measures("Hellinger", "Hellinger(mu, nu): Hellinger distance, the root of H2"),
    _of_measures("W1", "W1(mu, nu): Wasserstein distance of order 1"),
    _of_measures("W2", "W2(mu, nu): Wasserstein distance of order 2"),
    Word("mass", WordKind.FUNCTION, 1, 3, "mass(mu), or mass(mu, A): the mass of a set", of_measures=True),
    _constant("pi", "the circle number 3.14159…", "Pi", "PI"),
    _constant("e", "the base of natural logarithms 2.71828…"),
    _constant("oo", "infinity", "inf", "infty", "infinity", "Infinity", "Inf"),
    _set("R", "the real numbers", "reals", "Reals"),
    _set("Q", "the rational numbers", "rationals"),
    _set("Z", "the integers", "integers"),
    _set("N", "the natural numbers 1, 2, 3, …", "naturals"),
    _set("Cantor", "Cantor's middle-thirds set"),
    _set("empty", "the empty set, {}", "emptyset"),
    _set("irr", "the irrational numbers, R \\ Q", "irrationals"),
    _law("delta", 1, 1, "unit mass at a point", "dirac", "Dirac"),
    _law("lebesgue", 0, 0, "Lebesgue measure on the line", "Lebesgue"),
    _law("counting", 0, 0, "counting measure"),
    _law(
        "normal",
        2,
        2,
        "normal law: mean, then variance; normal(m, sd=s) with standard deviation",
        "gaussian",
        "Normal",
        "Gaussian",
    ),
    _law("uniform", 2, 2, "uniform law on an interval", "Uniform", "Unif", "unif"),
    _law("exponential", 1, 1, "exponential law with a rate", "Exponential", "Exp", "Expo"),
    _law("laplace", 1, 1, "Laplace law with a rate: density r/2 exp(-r|x|)", "Laplace"),
    _law("cauchy", 0, 0, "standard Cauchy law", "Cauchy"),
    _law("bernoulli", 1, 1, "law on {0, 1} with the mass of 1", "Bernoulli", "Bern", "Ber"),
    _law("Bin", 2, 2, "binomial law: number of trials, then success probability", "Binomial", "Binom"),
    _law("poisson", 1, 1, "Poisson law with a mean", "Poisson", "Pois", "Poi"),
    _law("geometric", 1, 1, "geometric law on 1, 2, 3, … with a success probability", "Geometric", "Geom", "Geo"),
    _law("push", 2, 2, "push(x -> x^2, mu): the image of a measure under a map", "pushforward"),
    _law("law", 1, 1, "law(g(Z)), Z ~ mu: the law of a random variable", "Law"),
    _law("E", 1, 1, "E(g(Z)), Z ~ mu: the expectation of a random variable"),
    _law("P", 1, 1, "P(Z > 0), Z ~ mu: the probability of a condition"),
    _binder("sum", "sum(term, k=1..n)"),
    _binder("prod", "prod(factor, k=1..n); product(mu, nu): the product of two measures", "product"),
    _binder("int", "int(f, x=a..b) or int(f, x in D)", "integral", "integrate"),
    _binder("lim", "lim(f, x -> a)", "limit"),
    _binder("sup", "sup(f, x in S)", "supremum"),
    _binder("infimum", "inf(f, x in S)"),
    _binder("ess_sup", "ess_sup(f, x in S)", "esssup"),
    _binder("norm", "norm(f, p) or norm(f, p, x in S): the L^p norm"),
    _binder("union", "union(S, n=1..oo) or A U B", "bigcup", "cup"),
    _binder("intersection", "intersection(S, n=1..oo) or A ∩ B", "bigcap", "cap", "intersect"),
    _binder("clarke", "clarke(f, x=a): Clarke's subdifferential, a set"),
    _function("complement", "complement(S): the reals outside S", of_sets=True),
    _keyword("piecewise", "piecewise((value, condition), …, otherwise)"),
    _keyword("and", "both"),
    _keyword("or", "at least one"),
    _keyword("not", "the contrary"),
    _keyword("in", "is an element of"),
    _keyword("notin", "is not an element of"),
    _keyword("setminus", "A \\ B: the elements of A that are not in B", "minus", "without"),
    _keyword("if", "introduces a condition", "when"),
    _keyword("for", "introduces a condition, or the range of a bound name"),
    _keyword("on", "introduces a set: 3/2 on (0,1]; lebesgue on [0,1]"),
    _keyword("at", "introduces a point: 3/2 at 0"),
    _keyword("else", "all other cases", "otherwise", "elsewhere"),
    _keyword("forall", "for all"),
    _keyword("exists", "there is"),
    _keyword("almost_every", "for almost every"),
    _keyword("from", "introduces the first value of a range"),
    _keyword("to", "introduces the last value of a range"),
    _keyword("true", "a condition that always holds", "True"),
    _keyword("false", "a condition that never holds", "False"),
)

BY_SPELLING: dict[str, Word] = {s: word for word in WORDS for s in (word.name, *word.aliases)}
"""Each word by each of its spellings."""

REDECLARABLE = frozenset("RUBCeNEP") | {"Pi"}
"""Letters of the vocabulary that a problem may declare as names of its own."""

RESERVED = frozenset(BY_SPELLING) | {"U"}
"""Spellings that a problem may not declare, but for the redeclarable letters."""

GREEK = frozenset(
    [
        "alpha",
        "beta",
        "delta",
        "epsilon",
        "eps",
        "zeta",
        "eta",
        "theta",
        "iota",
        "kappa",
        "lambda",
        "lam",
        "mu",
        "nu",
        "xi",
        "omicron",
        "rho",
        "sigma",
        "tau",
        "upsilon",
        "chi",
        "psi",
        "omega",
        "Delta",
        "Theta",
        "Lambda",
        "Xi",
        "Pi",
        "Sigma",
        "Psi",
        "Omega",
        "Alpha",
        "Beta",
        "Epsilon",
        "Zeta",
        "Eta",
        "Iota",
        "Kappa",
        "Mu",
        "Nu",
        "Rho",
        "Tau",
        "Chi",
    ]
)
"""Names of Greek letters: never split into factors."""

SAME_LETTER = {
    "epsilon": "eps",
    "varepsilon": "eps",
    "lam": "lambda",
    "vartheta": "theta",
    "varphi": "phi",
    "varrho": "rho",
}
"""Other spellings of a Greek letter, to the one that is compared."""


def completions(start: str = "") -> list[tuple[str, str]]:
    """Canonical words that begin with `start` and their meanings, in the order of the table."""
    return [(word.name, word.meaning) for word in WORDS if word.name.startswith(start)]
