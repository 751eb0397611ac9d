"""Cells, germs, limits, integrals and sums: what holds on an interval."""
