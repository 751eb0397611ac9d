"""Certified evaluation: exact rationals and balls that enclose the true value."""
