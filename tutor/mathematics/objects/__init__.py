"""Sets and measures as exact objects."""
