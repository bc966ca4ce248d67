"""Which columns a node can see, of which types, and which of them may be NULL there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlglot import exp

from assessor.grading.mutation.families import family_of
from assessor.grading.mutation.kind import UNKNOWN, Kind
from assessor.grading.mutation.model import ColumnLike, Node
from assessor.grading.mutation.sources import (
    aliases_of,
    cte_of,
    joins_of,
    mentioned,
    renamed,
    sources_of,
)
from assessor.grading.mutation.strict import needed
from assessor.grading.mutation.tree import clause_of, query_of, unaliased

Name = tuple[str, str]
"""A source in a SELECT and its column."""


@dataclass(frozen=True)
class Known:
    """A column that can be seen in a SELECT: of which source, its name and kind."""

    source: str
    name: str
    kind: Kind
    own_nullable: bool = True
    """May it be NULL in a row of its source, before outer joins?"""

    def node(self) -> exp.Column:
        """A reference to it."""
        return exp.column(self.name, table=self.source or None)

    @property
    def key(self) -> Name:
        """What names it in its SELECT."""
        return self.source, self.name


@dataclass
class Scope:
    """What is known of a statement; everything is worked out on demand and kept."""

    tables: Mapping[str, Sequence[ColumnLike]]
    infer: Callable[[Node, Scope], Kind]
    """Works out an expression's kind from the kinds of its parts, for which it asks here."""
    _seen: dict[int, list[Known]] = field(default_factory=dict)
    _kinds: dict[int, Kind] = field(default_factory=dict)
    _open: set[int] = field(default_factory=set)
    _doubted: dict[int, set[str]] = field(default_factory=dict)

    def kind(self, node: Node) -> Kind:
        """The kind of an expression of the statement."""
        if id(node) not in self._kinds:
            self._kinds[id(node)] = self.infer(node, self)
        return self._kinds[id(node)]

    def never_null(self, node: Node) -> bool:
        """Has an expression a value wherever it is worked out?"""
        return not self.kind(node).nullable

    def visible(self, select: exp.Select) -> list[Known]:
        """The columns of a SELECT's own FROM and JOINs, in their order."""
        if id(select) not in self._seen:
            self._seen[id(select)] = [
                known for source in sources_of(select) for known in self._columns(*source)
            ]
        return self._seen[id(select)]

    def shown(self, select: exp.Select, at: Node | None = None) -> list[Known]:
        """The same as its output sees them, after WHERE, and after the FILTER around a node."""
        passed = self.passed(select) | (self._filtered(at) if at else set())
        return [_after(known, passed) for known in self.visible(select)]

    def column(self, node: exp.Column) -> Known | None:
        """What a reference means, looking outwards through the queries around it."""
        return self.found(node)[1]

    def found(self, node: exp.Column) -> tuple[exp.Select | None, Known | None]:
        """The SELECT in whose FROM a reference is found, and what it means."""
        select = query_of(node)
        while select is not None:
            for known in self.visible(select):
                if known.name == node.name and (not node.table or known.source == node.table):
                    return select, known
            select = query_of(select)
        return None, None

    def column_kind(self, node: exp.Column) -> Kind:
        """The kind of a column where it stands: conditions that it has passed leave no NULL."""
        select, known = self.found(node)
        if select is None or known is None:
            return UNKNOWN
        clause, part = clause_of(node, select)
        if clause in {"where", "from_"}:
            return known.kind
        if clause == "joins":
            own = isinstance(part, exp.Join) and part.alias_or_name == known.source
            return replace(known.kind, nullable=known.own_nullable) if own else known.kind
        return _after(known, self.passed(select) | self._filtered(node)).kind

    def passed(self, select: exp.Select, after: int = -1) -> set[Name]:
        """Columns that WHERE and inner joins, the latter `after` a join, let through only with a value."""
        joins = joins_of(select)
        filling = max((n for n, join in enumerate(joins) if join.side in {"RIGHT", "FULL"}), default=-1)
        inner = [join for n, join in enumerate(joins) if n > max(after, filling) and not join.side]
        conditions = [join.args.get("on") for join in inner]
        where = select.args.get("where")
        return self._needed([*conditions, where and where.this])

    def _filtered(self, node: Node) -> set[Name]:
        around = node.find_ancestor(exp.Filter, exp.Select)
        return self._needed([around.expression.this]) if isinstance(around, exp.Filter) else set()

    def _needed(self, conditions: Sequence[Node | None]) -> set[Name]:
        columns = [self.column(column) for condition in conditions for column in needed(condition)]
        return {known.key for known in columns if known}

    def outputs(self, query: Node) -> list[tuple[str, Kind]]:
        """Names and kinds of what a query gives."""
        bare = query.unnest()
        if id(bare) in self._open:
            return self._started(bare)
        self._open.add(id(bare))
        try:
            while True:
                found = list(self._outputs(bare))
                if not self._doubts(bare, found):
                    return found
        finally:
            self._open.discard(id(bare))

    def _started(self, query: Node) -> list[tuple[str, Kind]]:
        """A recursive query as its own recursive part sees it: like its start, until that is seen to be wrong."""
        start = self.outputs(query.this) if isinstance(query, exp.SetOperation) else []
        doubted = self._doubted.setdefault(id(query), set())
        return [(name, replace(kind, nullable=kind.nullable or name in doubted)) for name, kind in start]

    def _doubts(self, query: Node, found: list[tuple[str, Kind]]) -> bool:
        """Does the whole give NULL where the recursive part was told that there is none?"""
        if id(query) not in self._doubted:
            return False
        wrong = {name for name, kind in found if kind.nullable} - self._doubted[id(query)]
        self._doubted[id(query)] |= wrong
        if wrong:
            self._kinds.clear()
            self._seen.clear()
        return bool(wrong)

    def _outputs(self, query: Node) -> Iterator[tuple[str, Kind]]:
        if isinstance(query, exp.SetOperation):
            left, right = self.outputs(query.this), self.outputs(query.expression)
            for index, (name, kind) in enumerate(left):
                other = right[index][1] if index < len(right) else UNKNOWN
                yield name, Kind(kind.family or other.family, kind.nullable or other.nullable)
        elif isinstance(query, exp.Select):
            for projection in query.expressions:
                if projection.is_star:
                    yield from ((known.name, known.kind) for known in self._starred(query, projection))
                else:
                    yield projection.alias_or_name, self.kind(unaliased(projection))
        elif isinstance(query, exp.Values):
            first = query.expressions[0] if query.expressions else None
            for number, value in enumerate(first.expressions if first else [], 1):
                yield f"column{number}", replace(self.kind(value), nullable=True)

    def _starred(self, select: exp.Select, star: Node) -> list[Known]:
        table = star.table if isinstance(star, exp.Column) else ""
        return [known for known in self.shown(select) if table in {"", known.source}]

    def _columns(self, source: Node, filled: bool) -> Iterator[Known]:
        names = aliases_of(source)
        for index, (name, kind) in enumerate(self._given(source)):
            shown = names[index] if index < len(names) else name
            own = kind.nullable
            yield Known(source.alias_or_name, shown, replace(kind, nullable=own or filled), own)

    def _given(self, source: Node) -> list[tuple[str, Kind]]:
        cte = cte_of(source)
        if cte is not None:
            return renamed(self.outputs(cte.this), cte)
        if isinstance(source, exp.Table) and source.name in self.tables:
            columns = self.tables[source.name]
            return [(column.name, Kind(family_of(column.type), column.nullable)) for column in columns]
        if isinstance(source, exp.Values):
            return self.outputs(source)
        if isinstance(source, exp.Subquery | exp.Lateral) and isinstance(source.this.unnest(), exp.Query):
            return self.outputs(source.this)
        if isinstance(source.this, exp.GenerateSeries | exp.ExplodingGenerateSeries):
            return [(source.alias_or_name, replace(self.kind(source.this.args["start"]), nullable=False))]
        return [(name, UNKNOWN) for name in mentioned(source)]


def _after(known: Known, passed: set[Name]) -> Known:
    """A column after conditions: itself not NULL, or another of its source, so that the row is no filled one."""
    if not known.kind.nullable or all(source != known.source for source, _ in passed):
        return known
    nullable = known.own_nullable and known.key not in passed
    return replace(known, kind=replace(known.kind, nullable=nullable))
