"""Scorecards and other reports, built from domain objects alone: no database, no Flask."""
