"""What a rule of the catalogue is."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from psycopg import sql

_OWN = """
own AS (
    SELECT c.oid, c.relkind, c.relispartition,
           CASE n.nspname WHEN 'public' THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident(c.relname) AS name
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
      AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
      AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')
)
"""
"""Every table but PostgreSQL's and those of extensions, with its name as people write it."""


@dataclass(frozen=True)
class CatalogueQuery:
    """A rule in words, and the query that gives one text for each place where it is broken.

    In the query `:own` is a common table expression of the answer's tables, and `:interface` a jsonb array of what was
    asked for, as interface.py describes it.
    """

    title: str
    text: str


def asked(query: CatalogueQuery, interface: Sequence[Mapping[str, object]]) -> str:
    """The query's text, complete."""
    literal = sql.Literal(json.dumps(list(interface))).as_string(None)
    return query.text.replace(":own", _OWN).replace(":interface", f"{literal}::jsonb")
