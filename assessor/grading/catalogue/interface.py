"""The functions and views that were asked for are there.

Each part has `shown`, how people write it, and `name`: a view's, or a function's with the types of its arguments.
"""

from assessor.grading.catalogue.rule import CatalogueQuery

QUERY = CatalogueQuery(
    "The interface is there",
    """
    SELECT 'there is no ' || (part ->> 'shown')
    FROM jsonb_array_elements(:interface) AS part
    WHERE CASE
        WHEN part ->> 'name' LIKE '%)' THEN to_regprocedure(part ->> 'name') IS NULL
        ELSE to_regclass(part ->> 'name') IS NULL
    END
    """,
)
