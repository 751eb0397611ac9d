"""Append-only events, mastery, schedule."""
