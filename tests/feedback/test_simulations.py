"""Simulations on the screen: columns that line up, the same in words, pictures cut where an atom towers."""

import pytest

from tutor.feedback.lines import Lines, Role
from tutor.feedback.simulations import measured, number, tell
from tutor.simulation import Bars, Drawing, Graph, Nothing, Row, Simulation, Table

DRAWN = Table(
    "draws of yours against exact values",
    "quantity",
    (Row("mass", 1.0, 0.001, 1.0), Row("{0}", 0.49945, 0.005, 0.25), Row("integral of x", None, None, 0.4)),
)
BOUNDED = Table("largest |f_n - f|", "eps", (Row("0.1", 0.2, None, 0.1), Row("0.01", 0.001, None, 0.01)), bound=True)
SERIES = tuple(
    Table(f"integral of |f_n|^{p}", "n", tuple(Row(str(n), 1 / (n * p + 1), 1e-12) for n in (1, 2, 4))) for p in (1, 2)
)
PEAK = Drawing(0.0, 1.0, Bars("draws", (0.5, *[0.01] * 59)), (Graph("exact", (0.5, *[0.01] * 59)),))


def simulation(*tables: Table, drawing: Drawing | None = None, samples: int = 40_000) -> Simulation:
    """A simulation with these parts."""
    return Simulation("40,000 draws.", tables, samples, 7, "Numbers alone prove nothing.", drawing)


def text(lines: Lines) -> str:
    """What stands on the screen."""
    return "\n".join(line.text for line in lines)


def test_a_table_lines_up() -> None:
    """Observed and expected values stand below their names, with a mark where they part."""
    assert text(tell(simulation(DRAWN), 60)).splitlines() == [
        "40,000 draws (seed 7).",
        "Draws of yours against exact values",
        "quantity       observed         expected",
        "mass           1.0000 ± 0.0010  1",
        "{0}            0.4995 ± 0.0050  0.25      <- apart",
        "integral of x  unsettled        0.4",
        "Numbers alone prove nothing.",
    ]


def test_a_bound_is_no_expectation() -> None:
    """Only a value above its bound is marked."""
    shown = text(tell(simulation(BOUNDED), 60))
    assert "bound" in shown
    assert shown.count("<- above") == 1


def test_tables_over_the_same_rows_stand_side_by_side() -> None:
    """Each becomes a column with a letter."""
    shown = text(tell(simulation(*SERIES, samples=0), 60)).splitlines()
    assert shown[1:6] == [
        "a: integral of |f_n|^1",
        "b: integral of |f_n|^2",
        "n  a       b",
        "1  0.5     0.3333",
        "2  0.3333  0.2",
    ]


def test_in_words() -> None:
    """In plain mode each row is a sentence, without signs."""
    lines = tell(simulation(DRAWN, BOUNDED, *SERIES, drawing=PEAK), 30, plain=True)
    shown = text(lines)
    assert shown.isascii()
    assert "{0}: 0.4995, give or take 0.0050, expected 0.25, apart." in shown
    assert "0.1: 0.2, bound 0.1, above the bound." in shown
    assert "n = 2: a 0.3333, b 0.2." in shown
    words = next(at for at, line in enumerate(lines) if line.text.startswith("In words"))
    picture = next(at for at, line in enumerate(lines) if line.role is Role.FIXED)
    assert words < picture


@pytest.mark.parametrize("columns", [30, 60])
def test_an_atom_is_cut_off(columns: int) -> None:
    """One tall bar does not press all others flat, and the words tell its share."""
    shown = text(tell(simulation(drawing=PEAK), columns))
    assert "is cut off" in shown
    assert "%" in shown
    rows = [line for line in shown.splitlines() if line.startswith("│")]
    assert len(rows) == 9
    assert all(len(row) >= columns + 2 for row in rows)
    assert sum("█" in row for row in rows) >= 8


def test_nothing_is_a_sentence() -> None:
    """Where there is no simulation, the reason is all."""
    (line,) = tell(Nothing("There is nothing to simulate here: so."), 60)
    assert line.text.endswith("so.")


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        (Row("", 0.40192, 0.00586), ("0.4019", "0.0059")),
        (Row("", 1 / 3, 1e-15), ("0.3333", "")),
        (Row("", 12345.678, 250.0), ("1.235e+04", "250")),
        (Row("", 0.0, 0.00015), ("0.00000", "0.00015")),
        (Row("", None), ("unsettled", "")),
        (Row("", 3.0), ("3", "")),
    ],
)
def test_digits_follow_the_error(row: Row, shown: tuple[str, str]) -> None:
    """A value is shown to the digits that its error leaves."""
    assert measured(row) == shown


def test_numbers() -> None:
    """Four digits, and whole numbers in full."""
    assert [number(v) for v in (1.0, 0.123456, 40000.0, 1e9, -0.5)] == ["1", "0.1235", "40000", "1e+09", "-0.5"]
