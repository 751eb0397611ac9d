"""Garbage for every kind of answer: `python -m benchmarks.garbage [--strings N] [--kind K …]`.

Strings of random signs and words, broken right answers, and answers to other kinds are put to one question of each
kind. No string may crash the judge or take longer than a second of CPU time. The exit status is 1 where one does.
"""

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.judging import judged
from benchmarks.labels import every_list
from benchmarks.quantiles import quantiles
from tutor.kinds import kinds

TABLES = Path(__file__).parent.parent / "tests" / "kinds"
LIMIT_MS = 1000.0

WORDS = (
    *(
        "x",
        "n",
        "eps",
        "mu",
        "f",
        "g",
        "p",
        "Z",
        "e",
        "pi",
        "oo",
        "0",
        "1",
        "2",
        "1/2",
        "0.5",
        "1e9",
        "9^9^9",
        "10^400",
    ),
    *(
        "sin",
        "exp",
        "log",
        "relu",
        "Phi",
        "max",
        "min",
        "sqrt",
        "floor",
        "sum",
        "int",
        "lim",
        "sup",
        "norm",
        "law",
        "push",
    ),
    *("delta", "lebesgue", "cantor", "Cantor", "normal", "uniform", "U", "N", "poisson", "bernoulli", "counting", "dx"),
    *(
        "on",
        "at",
        "if",
        "for",
        "else",
        "otherwise",
        "elsewhere",
        "in",
        "forall",
        "exists",
        "a.e.",
        "ac:",
        "sing:",
        "yes",
    ),
    *(
        "the",
        "over",
        "where",
        "with",
        "iid",
        "standard",
        "restrict",
        "restriction of",
        "to",
        "zero",
        "none",
        "mean",
        "m",
    ),
    *(
        "only",
        "including",
        "less than",
        "L^p",
        "^c",
        "R+",
        "R_+",
        "1_{x>0}",
        "|_",
        "±",
        "⊗",
        "×",
        "x^+",
        "_*",
        "✗",
        "E[",
        "∅",
    ),
    *(
        "+",
        "-",
        "*",
        "/",
        "^",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "|",
        "||",
        "_",
        ",",
        ";",
        ":",
        "=",
        "<",
        "<=",
        ">",
        "->",
        "~",
    ),
    *(
        "!",
        "%",
        "\\",
        "∩",
        "∪",
        "²",
        "½",
        "√",
        "∞",
        "≤",
        "δ_0",
        "λ",
        "é",
        "🙂",
        "\x00",
        "\n",
        "\t",
        "１",
        "，",
        "'",
        '"',
        "$",
    ),
)


@cache
def _rows() -> dict[str, list[dict[str, Any]]]:
    """Known questions and answers by kind."""
    found: dict[str, list[dict[str, Any]]] = {}
    for _, rows in every_list():
        for row in rows:
            found.setdefault(row["kind"], []).append(row)
    for path in TABLES.glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            row = {"kind": path.stem, **case["fields"], "given": case.get("given", {}), "answer": case["answer"]}
            found.setdefault(path.stem, []).append(row)
    return found


def covered() -> list[str]:
    """The kinds of which a question is known."""
    return sorted(set(_rows()) & set(kinds()))


def strings(chance: random.Random, kind: str, count: int) -> Iterator[tuple[dict[str, Any], str]]:
    """So many questions of the kind, each with garbage."""
    known = _rows()[kind]
    everything = [row for rows in _rows().values() for row in rows]
    for _ in range(count):
        row = chance.choice(known)
        makers = (
            _soup,
            _soup,
            lambda c: _broken(c, chance.choice(known)["answer"]),
            lambda c: chance.choice(everything)["answer"],
            _nested,
        )
        yield row, chance.choice(makers)(chance)


def _soup(chance: random.Random) -> str:
    glue = chance.choice(["", " "])
    return glue.join(chance.choices(WORDS, k=chance.randint(0, 14)))


def _broken(chance: random.Random, answer: str) -> str:
    """A known answer with a few pieces deleted, doubled, exchanged or replaced."""
    text = list(answer)
    for _ in range(chance.randint(1, 4)):
        if not text:
            break
        place, other = chance.randrange(len(text)), chance.randrange(len(text))
        change = chance.randrange(4)
        if change == 0:
            del text[place]
        elif change == 1:
            text[place:place] = text[place : place + chance.randint(1, 8)]
        elif change == 2:
            text[place], text[other] = text[other], text[place]
        else:
            text[place] = chance.choice(WORDS)
    return "".join(text)


def _nested(chance: random.Random) -> str:
    opener, closer = chance.choice([("(", ")"), ("[", "]"), ("{", "}"), ("|", "|")])
    deep = chance.choice([5, 60, 300])
    inner = chance.choice(["x", "0", "", "1/2", "delta(0)"])
    return opener * deep + inner + closer * chance.choice([deep, deep - 1])


def measure(kind: str, count: int, seed: int = 1) -> dict[str, Any]:
    """What became of so many strings: verdicts, times, crashes and slow ones."""
    chance = random.Random(f"{seed}/{kind}")
    verdicts: Counter[str] = Counter()
    times, bad = [], []
    for row, garbage in strings(chance, kind, count):
        found = judged({**row, "answer": garbage})
        verdicts[found.verdict] += 1
        times.append(found.ms)
        if found.verdict == "crash" or found.ms > LIMIT_MS:
            bad.append(
                {**row, "answer": garbage, "verdict": found.verdict, "ms": round(found.ms), "note": found.note[:200]}
            )
    return {"strings": count, "verdicts": dict(verdicts), "cpu_ms": quantiles(times), "bad": bad}


def main() -> None:
    """Measure every kind and fail where a string crashed or was slow."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strings", type=int, default=3000)
    parser.add_argument("--kind", nargs="*", help="only these kinds")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    failed = False
    for kind in given.kind or covered():
        found = measure(kind, given.strings, given.seed)
        print(kind, json.dumps({k: v for k, v in found.items() if k != "bad"}))
        for case in found["bad"]:
            failed = True
            print("   ", json.dumps(case, ensure_ascii=False))
    sys.exit(failed)


if __name__ == "__main__":
    main()
