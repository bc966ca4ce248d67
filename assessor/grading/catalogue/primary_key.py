"""Every table has a primary key: what cannot be named can be neither referred to nor replicated."""

from assessor.grading.catalogue.rule import CatalogueQuery

QUERY = CatalogueQuery(
    "Every table has a primary key",
    """
    WITH :own
    SELECT 'table ' || name || ' has none'
    FROM own
    WHERE NOT relispartition
      AND NOT EXISTS (SELECT FROM pg_index AS i WHERE i.indrelid = own.oid AND i.indisprimary)
    ORDER BY name
    """,
)
