"""Constraints hold for all rows: one that is NOT VALID proves nothing of those that were there before."""

from assessor.grading.catalogue.rule import CatalogueQuery

QUERY = CatalogueQuery(
    "Every constraint is validated, every trigger and index in force",
    """
    WITH :own
    SELECT quote_ident(k.conname) || ' of ' || own.name || ' is not validated'
    FROM own JOIN pg_constraint AS k ON k.conrelid = own.oid
    WHERE NOT k.convalidated
    UNION ALL
    SELECT 'trigger ' || quote_ident(g.tgname) || ' of ' || own.name || ' is off'
    FROM own JOIN pg_trigger AS g ON g.tgrelid = own.oid
    WHERE g.tgenabled IN ('D', 'R')
    UNION ALL
    SELECT 'index ' || quote_ident(c.relname) || ' of ' || own.name || ' is not valid'
    FROM own JOIN pg_index AS i ON i.indrelid = own.oid JOIN pg_class AS c ON c.oid = i.indexrelid
    WHERE NOT i.indisvalid
    """,
)
