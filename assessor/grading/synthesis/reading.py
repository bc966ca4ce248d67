"""What the references, invariants and checks say about columns: literals beside them, columns compared with each
other, groups counted.

Names are resolved loosely (by name, through aliases of tables and of expressions): what is found here only decides
which data is tried first, never what is valid or right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from assessor.grading.synthesis.schema import Schema

Key = tuple[str, str]

_COMPARISONS = (
    exp.EQ,
    exp.NEQ,
    exp.GT,
    exp.GTE,
    exp.LT,
    exp.LTE,
    exp.Between,
    exp.In,
    exp.NullSafeEQ,
    exp.NullSafeNEQ,
)
_PATTERNS = (exp.Like, exp.ILike, exp.SimilarTo)
_REGEXES = (exp.RegexpLike, exp.RegexpILike)
_INSIDE = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.Case, exp.If, exp.Coalesce, exp.Interval)


@dataclass
class Hints:
    """What was read."""

    literals: dict[Key, list[str]] = field(default_factory=lambda: defaultdict(list))
    """By column, as PostgreSQL reads them."""
    patterns: dict[Key, list[str]] = field(default_factory=lambda: defaultdict(list))
    """LIKE patterns by column."""
    loose: list[str] = field(default_factory=list)
    """Every literal, also those beside no column."""
    same: list[tuple[Key, Key]] = field(default_factory=list)
    """Columns compared with each other."""
    counts: list[int] = field(default_factory=list)
    """Numbers that something is counted against, limits and offsets included."""
    groups: list[tuple[Key, ...]] = field(default_factory=list)
    """Columns grouped or partitioned by, of one table each."""
    ordered: list[Key] = field(default_factory=list)
    """Columns in an order, a rank, a minimum, a maximum or a comparison of size."""
    members: dict[Key, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Keys asked for in JSON columns."""
    zones: list[str] = field(default_factory=list)
    """Names of time zones."""


def read(schema: Schema, texts: Iterable[str]) -> Hints:
    """Hints from queries and predicates; a text that sqlglot cannot parse gives none."""
    hints = Hints()
    for text in texts:
        for tree in _parsed(text):
            _Reader(schema, tree, hints).read()
    return hints


def _parsed(text: str) -> list[exp.Expr]:
    """A query, or a predicate as a query of its own."""
    for attempt in (text, f"SELECT {text}"):
        try:
            trees = [tree for tree in sqlglot.parse(attempt, read="postgres") if isinstance(tree, exp.Query)]
        except SqlglotError:
            continue
        if trees:
            return list(trees)
    return []


class _Reader:
    def __init__(self, schema: Schema, tree: exp.Expr, hints: Hints) -> None:
        self._tree, self._hints = tree, hints
        self._columns: dict[str, list[Key]] = defaultdict(list)
        for column in schema.columns:
            self._columns[column.name].append(column.key)
        by_name = {table.plain_name: table.name for table in schema.tables}
        self._sources = {
            table.alias_or_name: by_name[table.name]
            for table in tree.find_all(exp.Table)
            if table.name in by_name
        }
        self._named: dict[str, list[exp.Expr]] = defaultdict(list)
        for alias in tree.find_all(exp.Alias):
            self._named[alias.alias].append(alias.this)

    def read(self) -> None:
        for node in self._tree.walk():
            if isinstance(node, exp.Literal):
                self._literal(node)
            elif isinstance(node, _COMPARISONS):
                self._comparison(node)
            elif isinstance(node, exp.Group | exp.Window | exp.Distinct):
                self._group(node)
            elif isinstance(node, exp.Max | exp.Min | exp.Ordered):
                self._hints.ordered += self._within(node.this)
            elif isinstance(node, exp.JSONExtract | exp.JSONExtractScalar | exp.JSONBContains):
                self._member(node)
            elif isinstance(node, exp.AtTimeZone):
                self._hints.zones += [node.args["zone"].name] if node.args.get("zone") else []
            elif isinstance(node, exp.Join) and node.args.get("using"):
                self._using(node)

    def _within(self, *nodes: exp.Expr | None) -> list[Key]:
        """Columns of tables in these expressions, also through an alias of an expression."""
        found: dict[Key, None] = {}
        for node in nodes:
            for column in node.find_all(exp.Column) if node else ():
                found.update(dict.fromkeys(self._resolve(column)))
        return list(found)

    def _resolve(self, column: exp.Column, depth: int = 3) -> list[Key]:
        keys = self._columns.get(column.name, [])
        source = self._sources.get(column.table)
        if source and (source, column.name) in keys:
            return [(source, column.name)]
        used = [key for key in keys if key[0] in self._sources.values()] if self._sources else keys
        if used or not depth:
            return used
        inside = (inner for node in self._named.get(column.name, ()) for inner in node.find_all(exp.Column))
        return [key for inner in inside for key in self._resolve(inner, depth - 1)]

    def _literal(self, node: exp.Literal) -> None:
        text = _signed(node)
        self._hints.loose.append(text)
        place = _place(node)
        if isinstance(place, exp.Limit | exp.Offset | exp.Fetch) and not node.is_string:
            self._hints.counts.append(int(float(text)))
        if place is None:
            return
        columns = self._compared(place)
        for key in columns:
            kept = self._hints.patterns if isinstance(place, _PATTERNS + _REGEXES) else self._hints.literals
            kept[key].append(text)
        if not node.is_string and self._counted(place):
            self._hints.counts.append(int(float(text)))

    def _compared(self, place: exp.Expr) -> list[Key]:
        if isinstance(place, exp.Case):
            return self._within(place.this, *(branch.this for branch in place.args.get("ifs", ())))
        return self._within(place)

    def _counted(self, place: exp.Expr) -> bool:
        """Is something counted here, or is the column another name of a count or a rank?"""
        nodes = [place]
        for column in place.find_all(exp.Column):
            nodes += self._named.get(column.name, ())
        counting = (exp.Count, exp.Window, exp.Sum, exp.RowNumber)
        return any(node.find(*counting) for node in nodes) if not isinstance(place, exp.Limit) else False

    def _comparison(self, node: exp.Expr) -> None:
        sides = [self._within(side) for side in _sides(node)]
        for left, right in pairwise(sides):
            self._hints.same += [(a, b) for a in left[:2] for b in right[:2] if a != b]
        if not isinstance(node, exp.EQ | exp.In):
            self._hints.ordered += [key for side in sides for key in side]

    def _group(self, node: exp.Expr) -> None:
        parts = node.args.get("partition_by") if isinstance(node, exp.Window) else node.expressions
        keys = self._within(*(parts or ()))
        for table in dict.fromkeys(key[0] for key in keys):
            self._hints.groups.append(tuple(key for key in keys if key[0] == table))

    def _member(self, node: exp.Expr) -> None:
        path = node.expression
        names = [literal.name for literal in path.find_all(exp.Literal)] if path else []
        names += [key.name for key in path.find_all(exp.JSONPathKey)] if path else []
        for key in self._within(node.this):
            self._hints.members[key] += names

    def _using(self, join: exp.Join) -> None:
        for name in join.args["using"]:
            keys = [key for key in self._columns.get(name.name, []) if key[0] in self._sources.values()]
            self._hints.same += list(pairwise(keys))


def _signed(node: exp.Literal) -> str:
    return f"-{node.this}" if isinstance(node.parent, exp.Neg) else str(node.this)


def _place(node: exp.Expr) -> exp.Expr | None:
    """The comparison a literal stands in, or the limit."""
    parent = node.parent
    while parent is not None and not isinstance(parent, exp.Query | exp.Group | exp.Ordered):
        if isinstance(parent, _COMPARISONS + _PATTERNS + _REGEXES + (exp.Limit, exp.Offset, exp.Fetch)):
            return parent
        if isinstance(parent, exp.Case) and parent.this is not None:
            return parent
        parent = parent.parent
    return None


def _sides(node: exp.Expr) -> Sequence[exp.Expr]:
    if isinstance(node, exp.Between):
        return [node.this, node.args["low"], node.args["high"]]
    if isinstance(node, exp.In):
        query = node.args.get("query")
        inner = query.this if isinstance(query, exp.Subquery) else query
        return [node.this, *(inner.expressions if isinstance(inner, exp.Select) else node.expressions)]
    return [side for side in (node.this, node.expression) if side is not None]
