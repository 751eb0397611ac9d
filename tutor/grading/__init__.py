"""Batches of submissions: results and reports."""
