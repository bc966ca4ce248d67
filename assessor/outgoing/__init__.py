"""Requests to addresses that others chose: only to public ones, bounded in time and size."""
