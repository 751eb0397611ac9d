"""The words of the subject, in English and Chinese, each with its meaning in a line; `term` looks them up."""

from collections.abc import Mapping

_ENTRIES = (
    ("null set", "零测集", "a set of measure 0: for every ε > 0 it is covered by intervals of total length below ε"),
    ("almost everywhere", "几乎处处", "at every point outside a null set; always with respect to a named measure"),
    ("measure", "测度", "a countably additive function of sets with values in [0, ∞]"),
    ("measurable", "可测", "of a function: the preimages of intervals are sets that have a measure"),
    ("Lebesgue integral", "勒贝格积分", "the integral that slices the range: the supremum over simple functions below"),
    ("expectation", "期望", "the integral with respect to a probability"),
    ("density", "密度", "dμ/dν: the function whose integral against ν gives μ"),
    ("absolutely continuous", "绝对连续", "μ ≪ ν: every null set of ν is a null set of μ"),
    ("singular", "奇异", "μ ⊥ ν: the two measures live on disjoint sets"),
    ("atom", "原子", "a point that has positive measure"),
    ("pushforward", "前推测度", "the law of g(X): the measure of a set is that of its preimage"),
    ("dominated convergence", "控制收敛", "f_n → f a.e. and |f_n| ≤ g with g integrable give ∫f_n → ∫f"),
    ("monotone convergence", "单调收敛", "0 ≤ f_n ↑ f a.e. gives ∫f_n ↑ ∫f"),
    ("Fatou's lemma", "法图引理", "0 ≤ f_n gives ∫ lim inf f_n ≤ lim inf ∫f_n"),
    ("convergence in measure", "依测度收敛", "for every ε > 0 the measure of {|f_n - f| > ε} tends to 0"),
    ("essential supremum", "本性上确界", "the least bound that holds almost everywhere"),
    ("L^p norm", "L^p 范数", "(∫|f|^p)^(1/p); for p = ∞ the essential supremum of |f|"),
    ("Radon-Nikodym", "拉东-尼科迪姆", "μ ≪ ν, both sigma-finite: then μ has a density against ν"),
    ("coupling", "耦合", "a joint law with the two given marginals"),
    ("indicator", "示性函数", "1_A is 1 on A and 0 elsewhere"),
)


def glossary() -> Mapping[str, str]:
    """Each term in both languages, with its meaning."""
    return {f"{english} ({chinese})": meaning for english, chinese, meaning in _ENTRIES}
