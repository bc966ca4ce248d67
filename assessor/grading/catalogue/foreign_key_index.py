"""Every foreign key has an index that finds its rows: else each change of a parent reads the whole table of children.

Such an index begins with all columns of the key, in any order, or with one that belongs to no other key: a tenant's
column alone finds too much. Where its condition only leaves out NULLs it serves, too.
"""

from assessor.grading.catalogue.rule import CatalogueQuery

QUERY = CatalogueQuery(
    "Every foreign key has an index that begins with its columns",
    """
    WITH :own,
    keys AS (
        SELECT k.conrelid, k.conkey, own.name, k.confrelid,
               (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY place)
                FROM unnest(k.conkey) WITH ORDINALITY AS u (attnum, place)
                JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = u.attnum) AS columns
        FROM pg_constraint AS k JOIN own ON own.oid = k.conrelid
        WHERE k.contype = 'f' AND k.conparentid = 0
    )
    SELECT 'no index begins with ' || name || ' (' || columns || '), which refers to ' || quote_ident(parent.relname)
    FROM keys JOIN pg_class AS parent ON parent.oid = keys.confrelid
    WHERE NOT EXISTS (
        SELECT FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indexrelid
        JOIN pg_am AS m ON m.oid = c.relam
        WHERE i.indrelid = keys.conrelid AND i.indisvalid AND m.amname IN ('btree', 'gist', 'hash')
          AND (i.indpred IS NULL OR pg_get_expr(i.indpred, i.indrelid) ~ '^[(]\\w+ IS NOT NULL[)]$')
          AND (keys.conkey <@ (i.indkey::int2[])[0:cardinality(keys.conkey) - 1]
               OR (i.indkey[0] = ANY (keys.conkey) AND NOT EXISTS (
                   SELECT FROM keys AS other
                   WHERE other.conrelid = keys.conrelid AND other.conkey <> keys.conkey
                     AND i.indkey[0] = ANY (other.conkey))))
    )
    ORDER BY 1
    """,
)
