"""Other readings of a reference that are as good as its own unless a NULL stands in an unlucky place.

`x NOT IN (SELECT y ...)` finds nothing at all once one y is NULL, SUM(a + b) loses a where only b is NULL, and
AVG(a - b) counts only rows where both are known, SUM(a - b) / COUNT(*) all of them. Hardly a statement says which is
wanted, and right answers written in another way do otherwise. Data on which a reference and such a reading differ can
therefore not tell right from wrong.
"""

from __future__ import annotations

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError


def other_readings(reference: str) -> list[str]:
    """The reference with each kind of accident avoided, where it has any."""
    found = []
    for avoid in (_without_null_members, _with_separate_sums, _over_all_rows):
        try:
            tree = sqlglot.parse_one(reference, read="postgres")
        except SqlglotError:
            return []
        if avoid(tree):
            found.append(tree.sql("postgres"))
    return found


def _without_null_members(tree: exp.Expr) -> bool:
    """NOT IN looks at no NULL of its subquery, and finds no NULL, also where the subquery gives nothing."""
    changed = False
    for node in list(tree.find_all(exp.In)):
        query = node.args.get("query")
        if query is not None and not isinstance(node.this, exp.Tuple) and _negated(node):
            inner = query.this if isinstance(query, exp.Subquery) else query
            text = f"SELECT m FROM ({inner.sql('postgres')}) AS members(m) WHERE NOT m IS NULL"  # noqa: S608 - the author's own query
            known = exp.Not(this=exp.Is(this=node.this.copy(), expression=exp.Null()))
            node.set("query", exp.Subquery(this=sqlglot.parse_one(text, read="postgres")))
            negation = node.find_ancestor(exp.Not)
            if negation is not None:
                negation.replace(exp.Paren(this=exp.And(this=negation.copy(), expression=known)))
            changed = True
    return changed


def _negated(node: exp.Expr) -> bool:
    parent = node.parent
    while isinstance(parent, exp.Paren):
        parent = parent.parent
    return isinstance(parent, exp.Not)


def _with_separate_sums(tree: exp.Expr) -> bool:
    """SUM(a + b) becomes SUM(a) + SUM(b); the same for differences and averages."""
    changed = False
    for node in list(tree.find_all(exp.Sum, exp.Avg)):
        inner = node.this.unnest()
        if isinstance(inner, exp.Add | exp.Sub) and not isinstance(node.parent, exp.Window | exp.Filter):
            parts = [type(node)(this=part.copy()) for part in (inner.left, inner.right)]
            node.replace(exp.Paren(this=type(inner)(this=parts[0], expression=parts[1])))
            changed = True
    return changed


def _over_all_rows(tree: exp.Expr) -> bool:
    """AVG(a + b) becomes SUM(a + b) / COUNT(*); the same for differences."""
    changed = False
    for node in list(tree.find_all(exp.Avg)):
        inner = node.this.unnest()
        if isinstance(inner, exp.Add | exp.Sub) and not isinstance(node.parent, exp.Window | exp.Filter):
            # Times 1.0, so that whole numbers are not divided as whole numbers.
            text = f"(SUM({inner.sql('postgres')}) * 1.0 / COUNT(*))"
            node.replace(sqlglot.parse_one(text, read="postgres"))
            changed = True
    return changed
