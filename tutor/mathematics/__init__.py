"""The mechanisms that may prove: trees, balls, algebra, analysis, objects. No problems, no learners."""
