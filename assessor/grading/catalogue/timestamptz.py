"""Moments are stored as moments: a timestamp without a time zone is another moment for each who reads it."""

from assessor.grading.catalogue.rule import CatalogueQuery

QUERY = CatalogueQuery(
    "Moments are timestamptz",
    """
    WITH :own
    SELECT own.name || '.' || quote_ident(a.attname) || ' is ' || format_type(a.atttypid, a.atttypmod)
    FROM own
    JOIN pg_attribute AS a ON a.attrelid = own.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type AS t ON t.oid = a.atttypid
    WHERE NOT own.relispartition
      AND ARRAY[t.oid, t.typbasetype, t.typelem] && ARRAY['timestamp', 'tsrange', 'tsmultirange']::regtype[]::oid[]
    ORDER BY own.name, a.attnum
    """,
)
