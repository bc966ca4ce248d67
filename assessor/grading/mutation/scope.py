"""Which columns a node can see, of which types, and which of them are always equal or never NULL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlglot import exp

from assessor.grading.mutation.families import family_of
from assessor.grading.mutation.infer import UNKNOWN, Kind, kind_of
from assessor.grading.mutation.model import ColumnLike, Node
from assessor.grading.mutation.tree import parts, query_of

Keys = Mapping[str, Sequence[Sequence[str]]]
"""The unique keys of each table, as lists of columns that are never NULL."""


@dataclass(frozen=True)
class Known:
    """A column that can be seen in a SELECT: of which source, its name and kind."""

    source: str
    name: str
    kind: Kind

    def node(self) -> exp.Column:
        """A reference to it."""
        return exp.column(self.name, table=self.source or None)


@dataclass
class Scope:
    """What is known of a statement; everything is worked out on demand and kept."""

    tables: Mapping[str, Sequence[ColumnLike]]
    keys: Keys = field(default_factory=dict)
    _seen: dict[int, list[Known]] = field(default_factory=dict)
    _kinds: dict[int, Kind] = field(default_factory=dict)
    _open: set[int] = field(default_factory=set)

    def kind(self, node: Node) -> Kind:
        """The kind of an expression of the statement."""
        if id(node) not in self._kinds:
            self._kinds[id(node)] = kind_of(node, self)
        return self._kinds[id(node)]

    def visible(self, select: exp.Select) -> list[Known]:
        """The columns of a SELECT's own FROM and JOINs, in their order."""
        if id(select) not in self._seen:
            self._seen[id(select)] = [
                column for source in _sources(select) for column in self._columns(*source)
            ]
        return self._seen[id(select)]

    def column(self, node: exp.Column) -> Known | None:
        """What a reference means, looking outwards through the queries around it."""
        select = query_of(node)
        while select is not None:
            for known in self.visible(select):
                if known.name == node.name and (not node.table or known.source == node.table):
                    return known
            select = query_of(select)
        return None

    def outputs(self, query: Node) -> list[tuple[str, Kind]]:
        """Names and kinds of what a query gives."""
        bare = query.unnest()
        if id(bare) in self._open:
            return []
        self._open.add(id(bare))
        try:
            return list(self._outputs(bare))
        finally:
            self._open.discard(id(bare))

    def _outputs(self, query: Node) -> Iterator[tuple[str, Kind]]:
        if isinstance(query, exp.SetOperation):
            right = self.outputs(query.expression)
            for index, (name, kind) in enumerate(self.outputs(query.this)):
                nullable = kind.nullable or index >= len(right) or right[index][1].nullable
                yield name, replace(kind, nullable=nullable)
        elif isinstance(query, exp.Select):
            for projection in query.expressions:
                if projection.is_star:
                    yield from ((known.name, known.kind) for known in self._starred(query, projection))
                else:
                    yield projection.alias_or_name, self.kind(projection.unalias())
        elif isinstance(query, exp.Values):
            first = query.expressions[0] if query.expressions else None
            for number, value in enumerate(first.expressions if first else [], 1):
                yield f"column{number}", replace(self.kind(value), nullable=True)

    def _starred(self, select: exp.Select, star: Node) -> list[Known]:
        table = star.table if isinstance(star, exp.Column) else ""
        return [known for known in self.visible(select) if not table or known.source == table]

    def _columns(self, source: Node, outer: bool) -> Iterator[Known]:
        alias = source.alias_or_name
        given = source.args.get("alias")
        renamed = [column.name for column in given.columns] if isinstance(given, exp.TableAlias) else []
        for index, (name, kind) in enumerate(self._given(source)):
            shown = renamed[index] if index < len(renamed) else name
            yield Known(alias, shown, replace(kind, nullable=kind.nullable or outer))

    def _given(self, source: Node) -> list[tuple[str, Kind]]:
        if isinstance(source, exp.Table) and isinstance(source.this, exp.Identifier):
            cte = _cte(source)
            if cte is not None:
                return _renamed(self.outputs(cte.this), cte)
            table = self.tables.get(source.name)
            if table is not None:
                return [(column.name, Kind(family_of(column.type), column.nullable)) for column in table]
            return _mentioned(source)
        if isinstance(source, exp.Subquery | exp.Lateral) and isinstance(source.this.unnest(), exp.Query):
            return self.outputs(source.this)
        if isinstance(source, exp.Values):
            return self.outputs(source)
        return _mentioned(source)

    def equal(self, select: exp.Select, left: Known, right: Known) -> bool:
        """Do inner joins or the WHERE make two columns equal in every row of a SELECT?"""
        groups = [{(left.source, left.name)}]
        links = [{(known.source, known.name) for known in link} for link in self._links(select)]
        for _ in links:
            groups[0] = groups[0].union(*(link for link in links if link & groups[0]))
        return (right.source, right.name) in groups[0]

    def links(self, node: Node) -> bool:
        """Is the node one of the equations that make columns of its SELECT equal?"""
        select = query_of(node)
        return select is not None and any(node is equation for equation in _equations(select))

    def _links(self, select: exp.Select) -> Iterator[tuple[Known, Known]]:
        for equation in _equations(select):
            if isinstance(equation.left, exp.Column) and isinstance(equation.right, exp.Column):
                left, right = self.column(equation.left), self.column(equation.right)
                if left and right and left.kind.family == right.kind.family:
                    yield left, right

    def never_null(self, node: Node) -> bool:
        """Is a column or expression known to have a value wherever its SELECT has a row?"""
        if not self.kind(node).nullable:
            return True
        select = query_of(node)
        known = self.column(node) if isinstance(node, exp.Column) else None
        return known is not None and select is not None and any(known in link for link in self._links(select))

    def has_key(self, select: exp.Select, source: str, columns: Sequence[str]) -> bool:
        """Do some columns of a source contain a unique key of its table?"""
        for node, _ in _sources(select):
            if node.alias_or_name == source and isinstance(node, exp.Table) and _cte(node) is None:
                return any(set(key) <= set(columns) for key in self.keys.get(node.name, ()))
        return False


def _sources(select: exp.Select) -> list[tuple[Node, bool]]:
    """The tables of FROM and JOIN, and whether an outer join may fill them with NULL."""
    start = select.args.get("from_")
    found: list[tuple[Node, bool]] = [(start.this, False)] if start else []
    for join in select.args.get("joins") or []:
        if join.side in {"RIGHT", "FULL"}:
            found = [(source, True) for source, _ in found]
        found.append((join.this, join.side in {"LEFT", "FULL"}))
    return found


def _equations(select: exp.Select) -> Iterator[exp.EQ]:
    conditions = [join.args.get("on") for join in select.args.get("joins") or [] if not join.side]
    where = select.args.get("where")
    for condition in [*conditions, where and where.this]:
        for part in parts(condition, exp.And) if condition else []:
            if isinstance(part, exp.EQ):
                yield part


def _cte(table: exp.Table) -> exp.CTE | None:
    """The CTE that a table name means, from the nearest WITH outwards."""
    around: Node | None = table.parent
    while around is not None and not table.db:
        with_ = around.args.get("with_")
        for cte in with_.expressions if with_ else []:
            if cte.alias == table.name:
                return cte if isinstance(cte, exp.CTE) else None
        around = around.parent
    return None


def _renamed(outputs: list[tuple[str, Kind]], cte: exp.CTE) -> list[tuple[str, Kind]]:
    names = cte.alias_column_names
    return [(names[i] if i < len(names) else name, kind) for i, (name, kind) in enumerate(outputs)]


def _mentioned(source: Node) -> list[tuple[str, Kind]]:
    """Of a table that nobody has described: the columns that its SELECT mentions."""
    select, alias = query_of(source), source.alias_or_name
    columns = select.find_all(exp.Column) if select else ()
    return [(name, UNKNOWN) for name in sorted({column.name for column in columns if column.table == alias})]
