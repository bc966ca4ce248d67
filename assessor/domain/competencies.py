"""The PostgreSQL role as a taxonomy: lettered groups and their codes. Every check of a challenge carries a code."""

from __future__ import annotations

GROUPS = {
    "A": "Data modelling",
    "B": "Querying",
    "C": "Server-side code",
    "D": "Performance",
    "E": "Transactions and concurrency",
    "F": "Change and migration",
    "G": "Operations",
    "H": "Security",
    "I": "Collaboration",
}

COMPETENCIES = {
    "A1": "Normalisation and pragmatic denormalisation",
    "A2": "Constraints and integrity",
    "A3": "Multi-tenant models",
    "A4": "History and soft delete",
    "A5": "Semi-structured data",
    "A6": "Partitioning",
    "A7": "Sharding and placement",
    "B1": "Joins, aggregation, sets",
    "B2": "Window functions",
    "B3": "CTEs and recursion",
    "B4": "LATERAL and top-N per group",
    "B5": "NULLs and data quality",
    "B6": "Pagination, upsert, bulk change",
    "B7": "Search and vectors",
    "B8": "Geospatial",
    "C1": "PL/pgSQL",
    "C2": "Triggers and audit",
    "C3": "Serving an ORM",
    "D1": "Reading plans",
    "D2": "Index design",
    "D3": "Rewriting queries",
    "D4": "Statistics",
    "D5": "Vacuum and bloat",
    "D6": "Configuration",
    "D7": "Workload profiling",
    "D8": "Cost of writes",
    "E1": "Isolation",
    "E2": "Locks and deadlocks",
    "E3": "Queues and concurrency",
    "E4": "Idempotency and outbox",
    "F1": "Safe migrations",
    "F2": "Backfills under load",
    "F3": "Versioned schema and drift",
    "F4": "Zero-downtime upgrades",
    "G1": "Backup and recovery",
    "G2": "Replication",
    "G3": "High availability",
    "G4": "Pooling",
    "G5": "Observability and incidents",
    "G6": "Capacity modelling",
    "G7": "Data lifecycle",
    "H1": "Roles and least privilege",
    "H2": "Row-level security",
    "H3": "Encryption, audit, compliance",
    "H4": "Safe dynamic SQL",
    "I1": "Reviewing SQL and migrations",
    "I2": "Writing it down",
    "I3": "Mentoring",
}


def title(code: str) -> str:
    """The name of a competency, or the code itself where it is not in the taxonomy."""
    return COMPETENCIES.get(code, code)


def group(code: str) -> str:
    """The name of a code's group."""
    return GROUPS.get(code[:1], code[:1])
