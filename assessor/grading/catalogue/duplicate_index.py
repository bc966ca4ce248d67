"""No index is there twice: each is paid for by every write."""

from assessor.grading.catalogue.rule import CatalogueQuery

QUERY = CatalogueQuery(
    "No index is there twice",
    """
    WITH :own
    SELECT quote_ident(two.relname) || ' of ' || own.name || ' is what ' || quote_ident(one.relname) || ' is'
    FROM own
    JOIN pg_index AS i ON i.indrelid = own.oid
    JOIN pg_index AS j ON j.indrelid = own.oid AND j.indexrelid > i.indexrelid
    JOIN pg_class AS one ON one.oid = i.indexrelid
    JOIN pg_class AS two ON two.oid = j.indexrelid AND two.relam = one.relam
    WHERE (i.indkey, i.indclass, i.indcollation, i.indoption) = (j.indkey, j.indclass, j.indcollation, j.indoption)
      AND pg_get_expr(i.indexprs, i.indrelid) IS NOT DISTINCT FROM pg_get_expr(j.indexprs, j.indrelid)
      AND pg_get_expr(i.indpred, i.indrelid) IS NOT DISTINCT FROM pg_get_expr(j.indpred, j.indrelid)
    ORDER BY 1
    """,
)
