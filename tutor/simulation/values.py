"""What a simulation found, as plain data that travels between processes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: what was observed at `at`, how far it may be off, and what was to be expected.

    None stands for what is not known; an observed value that is no number (an infinite one too) is None as well.
    """

    at: str
    observed: float | None
    error: float | None = None
    expected: float | None = None

    @property
    def gap(self) -> float | None:
        """Observed less expected, where both are known."""
        return None if self.observed is None or self.expected is None else self.observed - self.expected


WIDE = 2.5
"""Times the error beyond which an observed value parts from the expected one."""


@dataclass(frozen=True, slots=True)
class Table:
    """The values of one quantity. `over` says what the rows run over; with `bound` the expected value is a bound."""

    quantity: str
    over: str
    rows: tuple[Row, ...]
    bound: bool = False

    def parts(self, row: Row) -> bool:
        """Whether the observed value is off the expected one, or above its bound, by more than the error allows."""
        if row.gap is None or row.expected is None:
            return False
        allowed = WIDE * (row.error or 0.0) + 1e-9 * max(1.0, abs(row.expected))
        return row.gap > allowed or (row.gap < -allowed and not self.bound)


@dataclass(frozen=True, slots=True)
class Graph:
    """A named function by its values at the middles of equally wide columns; None where it has none."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """Shares of a sample in equally wide columns."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Graphs, or bars with a graph, over the stretch from `low` to `high`."""

    low: float
    high: float
    bars: Bars | None = None
    graphs: tuple[Graph, ...] = ()


@dataclass(frozen=True, slots=True)
class Simulation:
    """What was computed, in words, tables and numbers for a picture; `samples` counts draws, 0 for none."""

    title: str
    tables: tuple[Table, ...]
    samples: int
    seed: int
    conclusion: str
    drawing: Drawing | None = None


@dataclass(frozen=True, slots=True)
class Nothing:
    """There is no simulation; the sentence says why."""

    reason: str


def plain(found: Simulation | Nothing) -> dict[str, Any]:
    """As JSON-ready data."""
    return asdict(found)


def from_plain(data: Mapping[str, Any]) -> Simulation | Nothing:
    """What `plain` took apart."""
    if "reason" in data:
        return Nothing(data["reason"])
    tables = tuple(Table(**{**table, "rows": tuple(Row(**row) for row in table["rows"])}) for table in data["tables"])
    drawing = _drawing(data["drawing"]) if data["drawing"] else None
    return Simulation(**{**data, "tables": tables, "drawing": drawing})


def _drawing(data: Mapping[str, Any]) -> Drawing:
    bars = data["bars"]
    graphs = tuple(Graph(graph["name"], tuple(graph["values"])) for graph in data["graphs"])
    return Drawing(data["low"], data["high"], Bars(bars["name"], tuple(bars["values"])) if bars else None, graphs)
