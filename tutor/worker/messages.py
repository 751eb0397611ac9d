"""Judgements and questions as plain data, and the frames that carry them between processes.

The plain form of a judgement is the line that `ae judge --batch` writes: nothing is lost on the way, so
`judgement_from(plain(judgement)) == judgement`. A frame is four bytes of length and JSON in ASCII, so that lone
surrogates travel too.
"""

import json
import logging
import struct
from collections.abc import Mapping
from typing import Any, BinaryIO

from tutor.judge.verdicts import (
    Agreement,
    Confirmation,
    Counterexample,
    Enumerated,
    Evidence,
    GaveUp,
    NotNumerical,
    Proof,
    Ruling,
    Sampled,
    Tabulated,
    Verdict,
)
from tutor.kinds import FaultReport, Judgement, Question, QuestionFault

Plain = dict[str, Any]

log = logging.getLogger("tutor.worker")


def plain(judgement: Judgement) -> Plain:
    """The judgement as JSON-ready data. `almost`, `by` and `evidence` are those of the ruling that settled it."""
    decisive = _decisive(judgement)
    found = _ruling(decisive) if decisive else {"almost": None, "by": "fault", "evidence": {}}
    found.pop("verdict", None)
    line: Plain = {"verdict": judgement.verdict.value, **found}
    if judgement.rulings and not _is_single(judgement):
        line["claims"] = [{"label": label, **_ruling(ruling)} for label, ruling in judgement.rulings]
    line["read_as"] = judgement.read_as
    line["fault"] = _fault(judgement.fault) if judgement.fault else None
    line |= {"expected": judgement.expected, "found": judgement.found, "mistake": judgement.mistake}
    return line


def judgement_from(line: Plain) -> Judgement:
    """The judgement that `plain` took apart; keys of other writers, such as `id` and `ms`, are passed over."""
    return Judgement(
        Verdict(line["verdict"]),
        line["read_as"],
        _rulings_from(line),
        _fault_from(line["fault"]) if line["fault"] else None,
        line["expected"],
        line["found"],
        line["mistake"],
    )


def opened(reply: Plain) -> Judgement:
    """The judgement in a reply of `child.judged`. Raises QuestionFault where it holds one; logs a bug that it tells."""
    fault = reply.get("question_fault")
    if fault is not None:
        span = fault["span"]
        raise QuestionFault(fault["field"], fault["message"], tuple(span) if span else None)
    if "bug" in reply:
        log.error("a bug in the judge\n%s", reply["bug"])
    return judgement_from(reply["judgement"])


def undecided(reason: str) -> Judgement:
    """The judgement that something outside the claims, told in a sentence, has kept the judge from deciding."""
    return Judgement(Verdict.UNDECIDED, rulings=(("", Ruling(Verdict.UNDECIDED, GaveUp((reason,)))),))


def plain_question(question: Question) -> Plain:
    """The question as JSON-ready data."""
    return {
        "kind": question.kind,
        "fields": dict(question.fields),
        "given": dict(question.given),
        "mistakes": [list(mistake) for mistake in question.mistakes],
    }


def question_from(message: Plain) -> Question:
    """The question that `plain_question` took apart."""
    mistakes = tuple((name, answer) for name, answer in message["mistakes"])
    return Question(message["kind"], message["fields"], message["given"], mistakes)


def write_frame(stream: BinaryIO, message: Plain) -> None:
    """Send one message."""
    body = json.dumps(message).encode("ascii")
    stream.write(struct.pack(">I", len(body)) + body)
    stream.flush()


def read_frame(stream: BinaryIO) -> Plain:
    """The next message. Raises EOFError when the other end is gone."""
    head = stream.read(4)
    if len(head) < 4:
        raise EOFError("the other process is gone")
    (length,) = struct.unpack(">I", head)
    body = stream.read(length)
    if len(body) < length:
        raise EOFError("the other process is gone")
    message: Plain = json.loads(body)
    return message


def _is_single(judgement: Judgement) -> bool:
    return len(judgement.rulings) == 1 and judgement.rulings[0][0] == ""


def _decisive(judgement: Judgement) -> Ruling | None:
    """The first ruling with the verdict of the whole; among correct ones the first without a proof, if any."""
    agreeing = [ruling for _, ruling in judgement.rulings if ruling.verdict is judgement.verdict]
    unproved = [ruling for ruling in agreeing if isinstance(ruling.evidence, Agreement)]
    return next(iter(unproved + agreeing), None)


def _rulings_from(line: Plain) -> tuple[tuple[str, Ruling], ...]:
    if line["by"] == "fault":
        return ()
    if "claims" in line:
        return tuple((claim["label"], _ruling_from(claim)) for claim in line["claims"])
    return (("", _ruling_from(line)),)


def _ruling(ruling: Ruling) -> Plain:
    by, evidence = _evidence(ruling.evidence)
    if ruling.confirmation is not None:
        evidence["confirmed"] = _confirmation(ruling.confirmation)
    found = {"verdict": ruling.verdict.value, "almost": ruling.almost, "by": by, "evidence": evidence}
    return found if ruling.diagnosis is None else {**found, "diagnosis": ruling.diagnosis}


def _ruling_from(claim: Plain) -> Ruling:
    evidence = claim["evidence"]
    confirmed = evidence.get("confirmed")
    return Ruling(
        Verdict(claim["verdict"]),
        _evidence_from(claim["by"], evidence),
        _confirmation_from(confirmed) if confirmed else None,
        claim["almost"],
        claim.get("diagnosis"),
    )


def _evidence(evidence: Evidence) -> tuple[str, Plain]:
    match evidence:
        case Proof(by, steps):
            return "proof", {"rule": by, "steps": list(steps)}
        case Counterexample(at, left, right, on, positive):
            return "counterexample", {
                "at": dict(at),
                "left": left,
                "right": right,
                "on": on,
                "positive": positive,
            }
        case Agreement(points, digits):
            return "agreement", {"points": points, "digits": digits}
        case GaveUp(tried):
            return "gave up", {"tried": list(tried)}


def _evidence_from(by: str, evidence: Mapping[str, Any]) -> Evidence:
    match by:
        case "proof":
            return Proof(evidence["rule"], tuple(evidence["steps"]))
        case "counterexample":
            at = tuple(evidence["at"].items())
            return Counterexample(at, evidence["left"], evidence["right"], evidence["on"], evidence["positive"])
        case "agreement":
            return Agreement(evidence["points"], evidence["digits"])
        case "gave up":
            return GaveUp(tuple(evidence["tried"]))
    raise ValueError(f"there is no evidence called '{by}'")


def _confirmation(confirmation: Confirmation) -> Plain:
    match confirmation:
        case Sampled(points, digits):
            return {"points": points, "digits": digits}
        case Enumerated(cases):
            return {"cases": cases}
        case Tabulated(quantity, rows):
            return {"quantity": quantity, "rows": [list(row) for row in rows]}
        case NotNumerical(reason):
            return {"reason": reason}


def _confirmation_from(confirmed: Plain) -> Confirmation:
    if "points" in confirmed:
        return Sampled(confirmed["points"], confirmed["digits"])
    if "cases" in confirmed:
        return Enumerated(confirmed["cases"])
    if "quantity" in confirmed:
        return Tabulated(confirmed["quantity"], tuple((at, value) for at, value in confirmed["rows"]))
    return NotNumerical(confirmed["reason"])


def _fault(fault: FaultReport) -> Plain:
    return {
        "span": list(fault.span),
        "kind": fault.kind,
        "suggestion": fault.suggestion,
        "message": fault.message,
        "readings": list(fault.readings),
    }


def _fault_from(fault: Plain) -> FaultReport:
    start, end = fault["span"]
    readings = tuple(fault["readings"])
    return FaultReport((start, end), fault["kind"], fault["message"], fault["suggestion"], readings)
