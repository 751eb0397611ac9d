"""A new problem file: every field in its place, with what has to be filled in left empty."""

from tutor.kinds import Kind

_SKELETON = """\
# docs/authoring.md explains every field. `ae author lint {id}` says what is still to be filled in.
schema: 1
id: {id}
skills: []            # from problem_bank/skills.yaml, the main skill first
difficulty: 2         # 1: one definition ... 5: two ideas and a trap
title:
why:                  # one line: why it matters to somebody who trains networks
# vary: {{s: [1, 2, 1/2]}}      # exact values; <<s>> stands for the value in texts and formulas
ask:                  # maths between dollars
answer:
  kind: {kind}
{fields}
mistakes:
  - id: first-mistake
    when:             # a wrong answer that gives a misconception away
    say:              # what it gets wrong, without the key
hints: []             # at most three, none of them with the key
solution: |

examples:
  correct: []         # at least three spellings that must be accepted
  incorrect: []       # at least three that must be refused
  unreadable: [""]    # texts that are no answer at all
license: CC-BY-4.0
"""


def skeleton(problem: str, kind: Kind) -> str:
    """The text of a file for a new problem with this id, asking for this kind of answer."""
    lines = [f"  {name}:" if field.required else f"  # {name}:" for name, field in kind.fields.items()]
    widest = max(map(len, lines), default=0)
    fields = [
        f"{line.ljust(widest)}   # {field.meaning}" for line, field in zip(lines, kind.fields.values(), strict=True)
    ]
    return _SKELETON.format(id=problem, kind=kind.name, fields="\n".join(fields))
