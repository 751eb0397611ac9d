"""Symbolic expressions: build, substitute, differentiate; domains of variables; step budgets."""
