"""Runs kinds and judge in a child process; the only room that starts processes."""
