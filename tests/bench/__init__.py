"""Measurements against the bars of the issues: progress to stderr, one JSON object to stdout."""
