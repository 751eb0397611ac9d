"""One answer kind per file; this folder is searched, not listed."""
