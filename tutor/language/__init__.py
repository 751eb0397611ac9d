"""The answer language: text to the only tree, and back; faults that say where and what to do."""
