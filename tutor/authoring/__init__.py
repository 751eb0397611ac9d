"""Tools for instructors: new, lint, test, preview, schema."""
