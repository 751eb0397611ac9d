"""The Cantor set and the Cantor function, by ternary digits."""

from flint import arb, ctx, fmpq

from tutor.mathematics.balls.values import ONE, ZERO, Unknown, Value

_MAX_DIGITS = 2_000


def cantor_member(point: fmpq) -> bool:
    """Whether the rational lies in the Cantor set; its ternary orbit is finite, so this is exact.

    Raises Unknown where the period is longer than 2,000 digits.
    """
    if point < 0 or point > 1:
        return False
    seen: set[fmpq] = set()
    while point not in seen:
        if len(seen) > _MAX_DIGITS:
            raise Unknown
        seen.add(point)
        point *= 3
        if point >= 2:
            point -= 2
        elif point > 1:
            return False
    return True


def cantor_function(value: Value) -> Value:
    """The Cantor function (devil's staircase), continued by 0 on the left and 1 on the right: a distribution function.

    Exact at rationals whose ternary period is at most 2,000 digits.
    """
    if isinstance(value, fmpq):
        return _exact(value)
    if not value.is_finite():
        raise Unknown
    low, high = _below(_dyadic(value.lower()), ctx.prec), _below(_dyadic(value.upper()), ctx.prec)
    return arb(low).union(arb(high + fmpq(1, 2) ** ctx.prec))


def _dyadic(end: arb) -> fmpq:
    mantissa, exponent = end.man_exp()
    return fmpq(mantissa) * fmpq(2) ** int(exponent)


def _exact(point: fmpq) -> fmpq:
    if point <= 0 or point >= 1:
        return ZERO if point <= 0 else ONE
    seen: dict[fmpq, tuple[fmpq, fmpq]] = {}
    total, weight = ZERO, ONE
    while point not in seen:
        if len(seen) > _MAX_DIGITS:
            raise Unknown
        seen[point] = total, weight
        weight /= 2
        point *= 3
        if point >= 2:
            total, point = total + weight, point - 2
        elif point >= 1:
            return total + weight
    before, scale = seen[point]
    # The digits repeat: total = before + block, and the block recurs with ratio weight / scale.
    return before + (total - before) / (1 - weight / scale)


def _below(point: fmpq, digits: int) -> fmpq:
    """The Cantor function at the point, less at most 2^-digits."""
    if point <= 0 or point >= 1:
        return ZERO if point <= 0 else ONE
    total, weight = ZERO, ONE
    for _ in range(digits):
        weight /= 2
        point *= 3
        if point >= 2:
            total, point = total + weight, point - 2
        elif point >= 1:
            return total + weight
    return total
