"""Certified evaluation: exact rationals and balls that enclose the true value."""

from tutor.mathematics.balls.evaluator import Evaluator
from tutor.mathematics.balls.ternary import cantor_function, cantor_member
from tutor.mathematics.balls.values import (
    Convention,
    Infinite,
    Undefined,
    Unknown,
    Value,
    ball,
    is_exact,
    precision,
    sign,
)

__all__ = [
    "Convention",
    "Evaluator",
    "Infinite",
    "Undefined",
    "Unknown",
    "Value",
    "ball",
    "cantor_function",
    "cantor_member",
    "is_exact",
    "precision",
    "sign",
]
