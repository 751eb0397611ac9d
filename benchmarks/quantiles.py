"""Quantiles of times, as every report here gives them."""

from collections.abc import Iterable

_SHARES = {"median": 0.5, "p95": 0.95, "p99": 0.99, "max": 1.0}


def quantiles(times: Iterable[float]) -> dict[str, float]:
    """Median, 95 and 99 per cent quantile and maximum, rounded to a microsecond; zeros for no times."""
    ordered = sorted(times) or [0.0]
    return {
        name: round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 3) for name, share in _SHARES.items()
    }
