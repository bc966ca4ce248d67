"""The parts a query gives to rows: one for every place where it reads a table, with the conditions on the row's
columns and the columns that must be equal to those of other parts.

Random rows seldom satisfy all conditions of a selective query at once; rows made from its plot do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.scope import Scope, traverse_scope

from assessor.grading.synthesis.dataset import Value, literal, quoted
from assessor.grading.synthesis.domains import Domains
from assessor.grading.synthesis.schema import Schema, Table
from assessor.grading.synthesis.server import Scratch

Spot = tuple[int, str]
"""A part by its number, and one of its columns."""

_CONDITIONS = (
    exp.EQ,
    exp.NEQ,
    exp.GT,
    exp.GTE,
    exp.LT,
    exp.LTE,
    exp.Between,
    exp.In,
    exp.Like,
    exp.ILike,
    exp.Is,
    exp.RegexpLike,
    exp.RegexpILike,
)


@dataclass
class Part:
    """A place where the query reads a table."""

    table: Table
    doubtful: bool
    """Is it in a NOT IN, a NOT EXISTS or on the optional side of a join?"""
    conditions: dict[str, list[exp.Expr]] = field(default_factory=lambda: defaultdict(list))
    """By column, what the query asks of it alone."""
    classes: dict[str, list[list[Value]]] = field(default_factory=dict)
    """By column, its values by which conditions they satisfy: those that satisfy most first. NULL is one of them."""


@dataclass
class Plot:
    """All parts of a query, and which of their columns are equal."""

    parts: list[Part]
    roots: dict[Spot, Spot]

    def root(self, spot: Spot) -> Spot:
        """What stands for all columns equal to this one."""
        while self.roots.get(spot, spot) != spot:
            spot = self.roots[spot]
        return spot

    def is_linked(self, spot: Spot) -> bool:
        """Is there another column equal to this one?"""
        return spot in self.roots or spot in self.roots.values()

    def join(self, one: Spot, two: Spot) -> None:
        """Two columns are equal."""
        if self.root(one) != self.root(two):
            self.roots[self.root(two)] = self.root(one)


def plots(texts: Iterable[str], schema: Schema, domains: Domains, scratch: Scratch) -> list[Plot]:
    """The plot of every query that sqlglot understands and that reads a table."""
    found = []
    for text in texts:
        try:
            plot = _Reader(sqlglot.parse_one(text, read="postgres"), schema).plot
        except (SqlglotError, RecursionError):
            continue
        if plot.parts:
            _classify(plot, domains, scratch)
            found.append(plot)
    return found


class _Reader:
    def __init__(self, tree: exp.Expr, schema: Schema) -> None:
        self._tables = {table.plain_name: table for table in schema.tables}
        self._scopes = list(traverse_scope(tree))
        self._by_query = {id(scope.expression): scope for scope in self._scopes}
        self._numbers: dict[tuple[int, str], int] = {}
        self.plot = Plot([], {})
        for scope in self._scopes:
            self._cast(scope)
        for scope in self._scopes:
            self._read(scope)

    def _cast(self, scope: Scope) -> None:
        for name, source in scope.sources.items():
            if isinstance(source, exp.Table) and source.name in self._tables:
                self._numbers[id(scope), name] = len(self.plot.parts)
                self.plot.parts.append(Part(self._tables[source.name], _doubtful(source, scope)))

    def _read(self, scope: Scope) -> None:
        for node in scope.walk():
            if isinstance(node, exp.Join) and node.args.get("using"):
                for name in node.args["using"]:
                    self._link(self._spots_named(scope, name.name))
            elif isinstance(node, _CONDITIONS):
                self._condition(scope, node)

    def _condition(self, scope: Scope, node: exp.Expr) -> None:
        query = node.args.get("query") if isinstance(node, exp.In) else None
        if query is not None:
            self._membership(scope, node, query)
            return
        columns = list(node.find_all(exp.Column))
        sides = (node.this, node.args.get("expression"))
        if isinstance(node, exp.EQ) and all(isinstance(side, exp.Column) for side in sides):
            self._link([spot for column in columns for spot in self._resolve(scope, column)])
        elif len({column.sql() for column in columns}) == 1 and not node.find(
            exp.Query, exp.AggFunc, exp.Window
        ):
            for number, name in self._resolve(scope, columns[0]):
                self.plot.parts[number].conditions[name].append(node)

    def _membership(self, scope: Scope, node: exp.Expr, query: exp.Expr) -> None:
        inner = self._by_query.get(id(query.this if isinstance(query, exp.Subquery) else query))
        left = node.this.expressions if isinstance(node.this, exp.Tuple) else [node.this]
        if inner is None or not isinstance(inner.expression, exp.Select):
            return
        for one, two in zip(left, inner.expression.selects, strict=False):
            if isinstance(one, exp.Column):
                self._link(self._resolve(scope, one) + self._projected(inner, two))

    def _link(self, spots: list[Spot]) -> None:
        for other in spots[1:]:
            self.plot.join(spots[0], other)

    def _resolve(self, scope: Scope | None, column: exp.Column) -> list[Spot]:
        """The columns of tables that a name stands for, looked for outwards."""
        while scope is not None:
            names = [column.table] if column.table else list(scope.sources)
            spots = [spot for name in names for spot in self._in_source(scope, name, column.name)]
            if spots:
                return spots[:1] if not column.table else spots
            scope = scope.parent
        return []

    def _spots_named(self, scope: Scope, column: str) -> list[Spot]:
        return [spot for name in scope.sources for spot in self._in_source(scope, name, column)]

    def _in_source(self, scope: Scope, name: str, column: str) -> list[Spot]:
        source = scope.sources.get(name)
        if isinstance(source, Scope):
            return [] if source is scope else self._output(source, column)
        number = self._numbers.get((id(scope), name))
        if number is None or not any(each.name == column for each in self.plot.parts[number].table.columns):
            return []
        return [(number, column)]

    def _output(self, scope: Scope, column: str) -> list[Spot]:
        """What an output column of a subquery is, where it is a plain column."""
        if isinstance(scope.expression, exp.SetOperation):
            return [spot for part in scope.set_operation_scopes for spot in self._output(part, column)]
        for projection in scope.expression.selects if isinstance(scope.expression, exp.Select) else ():
            if projection.is_star:
                return self._spots_named(scope, column)[:1]
            if projection.alias_or_name == column:
                return self._projected(scope, projection)
        return []

    def _projected(self, scope: Scope, projection: exp.Expr) -> list[Spot]:
        inner = projection.unalias()
        return self._resolve(scope, inner) if isinstance(inner, exp.Column) else []


def _doubtful(table: exp.Table, scope: Scope) -> bool:
    """Does the query look for rows that have no such row?"""
    join = table.find_ancestor(exp.Join, exp.Select)
    if isinstance(join, exp.Join) and join.side:
        return True
    node: exp.Expr | None = scope.expression
    while node is not None:
        if isinstance(node, exp.Not | exp.Except):
            return True
        node = node.parent
    return False


def _classify(plot: Plot, domains: Domains, scratch: Scratch) -> None:
    """Ask PostgreSQL which values of a column satisfy which of the conditions on it."""
    asked = [
        (part, name, value, condition)
        for part in plot.parts
        for name, conditions in part.conditions.items()
        for value in _values(part.table, name, domains)
        for condition in conditions
    ]
    told = scratch.possible([_question(part, name, value, each) for part, name, value, each in asked])
    signatures: dict[tuple[int, str], dict[Value, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for (part, name, value, _), yes in zip(asked, told, strict=True):
        signatures[id(part), name][value].append(yes)
    for part in plot.parts:
        for name in part.conditions:
            part.classes[name] = list(_by_signature(signatures[id(part), name]))


def _values(table: Table, name: str, domains: Domains) -> list[Value]:
    found: list[Value] = list(domains.pools[table.name, name].all)
    return [*found, None] if table.columns[table.position(name)].nullable else found


def _question(part: Part, name: str, value: Value, condition: exp.Expr) -> str:
    column = part.table.columns[part.table.position(name)]
    node = condition.copy()
    for each in list(node.find_all(exp.Column)):
        each.replace(exp.column(name, quoted=True))
    source = f"(SELECT {literal(value)}::{column.type} AS {quoted(name)}) AS t"
    return f"SELECT {node.sql('postgres')} FROM {source}"  # noqa: S608 - the author's own condition


def _by_signature(values: dict[Value, list[bool]]) -> Iterator[list[Value]]:
    classes: dict[tuple[bool, ...], list[Value]] = defaultdict(list)
    for value, signature in values.items():
        classes[tuple(signature)].append(value)
    for truths in sorted(classes, key=lambda each: (-sum(each), each)):
        yield classes[truths]
