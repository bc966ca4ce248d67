"""Isolated PostgreSQL servers: start one, talk to it, remove it.

This package knows nothing of assessor: no attempts, packs or pages. It may import the standard library,
psycopg, and (in docker_provider only) docker. Callers see `sandbox.provider`; only assessor.bootstrap picks
a concrete provider.
"""
