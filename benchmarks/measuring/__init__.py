"""The independent side for measures, claims and witnesses: floats and clouds of points, no line of the engine."""
