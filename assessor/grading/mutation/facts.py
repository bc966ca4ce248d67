"""What keys, foreign keys and equations make certain, so that a change there would change nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from assessor.grading.mutation.model import Node
from assessor.grading.mutation.scope import Known, Name, Scope
from assessor.grading.mutation.sources import cte_of, equations_of, joins_of, sources_of
from assessor.grading.mutation.tree import same_text, unaliased

Keys = Mapping[str, Sequence[Sequence[str]]]
"""The unique keys of each table, as lists of columns that are never NULL."""

References = Mapping[str, Sequence[tuple[str, str, str]]]
"""The foreign keys of each table that are one column: column, other table, its column."""


@dataclass
class Facts(Scope):
    """A Scope that knows keys and references, too."""

    keys: Keys = field(default_factory=dict)
    references: References = field(default_factory=dict)

    def equal(self, select: exp.Select, left: Known, right: Known) -> bool:
        """Do inner joins or WHERE make two columns equal in every row of a SELECT?"""
        group, links = {left.key}, list(self._links(select, inner=True))
        for _ in links:
            group = group.union(*(link for link in links if link & group))
        return right.key in group

    def follows(self, select: exp.Select, known: Known, item: Known) -> bool:
        """Is a column of a LEFT JOIN what a column before it is, or NULL for all rows of a row of that one's table?"""
        sides = {join.alias_or_name: join.side for join in joins_of(select)}
        if (
            sides.get(known.source) != "LEFT"
            or sides.keys() & {item.source}
            or {"RIGHT", "FULL"} & {*sides.values()}
        ):
            return False
        return {known.key, item.key} in list(self._links(select, inner=False))

    def is_link(self, node: Node | None, select: exp.Select) -> bool:
        """Is the node one of the equations that make columns equal?"""
        return any(node is equation for equation in equations_of(select, inner=True))

    def _links(self, select: exp.Select, *, inner: bool) -> Iterator[set[Name]]:
        for equation in equations_of(select, inner=inner):
            (left_in, left), (right_in, right) = map(self._meant, (equation.left, equation.right))
            if left and right and left_in is right_in is select and left.kind.family == right.kind.family:
                yield {left.key, right.key}
        for index, join in enumerate(joins_of(select)):
            if not (inner and join.side):
                yield from ({left.key, right.key} for left, right in self._shared(select, index))

    def _shared(self, select: exp.Select, index: int) -> Iterator[tuple[Known, Known]]:
        """The columns of USING: of a table before the join, and of the joined one."""
        join = joins_of(select)[index]
        before = [node.alias_or_name for node, _ in sources_of(select)[: index + 1]]
        for name in [column.name for column in join.args.get("using") or []]:
            columns = [known for known in self.visible(select) if known.name == name]
            first = next((known for known in columns if known.source in before), None)
            own = next((known for known in columns if known.source == join.alias_or_name), None)
            if first and own:
                yield first, own

    def _meant(self, node: Node) -> tuple[exp.Select | None, Known | None]:
        return self.found(node) if isinstance(node, exp.Column) else (None, None)

    def has_key(self, select: exp.Select, source: str, columns: Sequence[str]) -> bool:
        """Do some columns of a source contain a unique key of it?"""
        return any(key <= set(columns) for key in self._keys_of(select, source))

    def is_single(self, select: exp.Select, source: str) -> bool:
        """Does every row of a source come up at most once, because all others are joined by their keys?"""
        links = list(self._links(select, inner=False))
        others = {node.alias_or_name for node, _ in sources_of(select)} - {source}
        reached = {source}
        while others:
            found = {other for other in others if self._is_joined(select, other, reached, links)}
            if not found:
                return False
            reached, others = reached | found, others - found
        return True

    def _is_joined(self, select: exp.Select, other: str, reached: set[str], links: list[set[Name]]) -> bool:
        equated = {
            name
            for link in links
            for alias, name in link
            if alias == other and any(partner in reached for partner, _ in link)
        }
        return any(key <= equated for key in self._keys_of(select, other))

    def _keys_of(self, select: exp.Select, source: str) -> list[frozenset[str]]:
        node = next((node for node, _ in sources_of(select) if node.alias_or_name == source), None)
        if node is None or (node.args.get("alias") is not None and node.args["alias"].args.get("columns")):
            return []
        cte = cte_of(node)
        if cte is not None:
            return [] if cte.alias_column_names else self._keys_of_query(cte.this.unnest())
        if isinstance(node, exp.Table):
            return [frozenset(key) for key in self.keys.get(node.name, ())]
        return self._keys_of_query(node.this.unnest()) if isinstance(node, exp.Subquery) else []

    def _keys_of_query(self, query: Node) -> list[frozenset[str]]:
        """The keys that a derived table has by how it is made."""
        if not isinstance(query, exp.Select) or any(projection.is_star for projection in query.expressions):
            return []
        group, distinct = query.args.get("group"), query.args.get("distinct")
        if group is not None:
            plain = all(isinstance(item, exp.Column) for item in group.expressions) and group.expressions
            return self._named(query, group.expressions) if plain else []
        if distinct is not None:
            on = distinct.args.get("on")
            return self._named(query, on.expressions if isinstance(on, exp.Tuple) else [on]) if on else []
        if is_one_row(query):
            return [frozenset()]
        return [
            named
            for node, _ in sources_of(query)
            for key in self._keys_of(query, node.alias_or_name)
            if self.is_single(query, node.alias_or_name) and self._is_kept(query, node.alias_or_name)
            for named in self._named(
                query, [exp.column(name, table=node.alias_or_name) for name in sorted(key)]
            )
        ]

    def _is_kept(self, query: exp.Select, source: str) -> bool:
        """An outer join fills keys with NULL, which many rows then share."""
        return not any(filled for node, filled in sources_of(query) if node.alias_or_name == source)

    def _named(self, query: exp.Select, items: Sequence[Node]) -> list[frozenset[str]]:
        """The output names of all items, if all are shown."""
        names = [self._name(query, item) for item in items]
        return [frozenset(name for name in names if name)] if all(names) else []

    def _name(self, query: exp.Select, item: Node) -> str | None:
        bare = exp.column(item.name) if isinstance(item, exp.Column) and len(sources_of(query)) == 1 else item
        for projection in query.expressions:
            if same_text(unaliased(projection), item) or same_text(unaliased(projection), bare):
                return str(projection.alias_or_name)
        return None

    def always_finds(self, select: exp.Select, index: int) -> tuple[bool, bool]:
        """Has every row before a join a partner in it, and has every row of the joined table one before it?"""
        join = joins_of(select)[index]
        if isinstance(join.args.get("on"), exp.Boolean) or join.kind == "CROSS":
            return isinstance(join.this, exp.Subquery) and is_one_row(join.this.unnest()), False
        pair = self._pair(select, index)
        if pair is None:
            return False, False
        before, own = pair
        start = select.args["from_"].this
        forth = not before.kind.nullable and self._refers(select, before, own, join.this)
        back = index == 0 and not own.own_nullable and self._refers(select, own, before, start)
        return forth, back

    def _pair(self, select: exp.Select, index: int) -> tuple[Known, Known] | None:
        """The columns, before a join and of it, whose equation is its only condition."""
        join = joins_of(select)[index]
        on = join.args.get("on")
        shared = list(self._shared(select, index))
        if len(shared) == 1 and on is None:
            return shared[0]
        if not isinstance(on, exp.EQ):
            return None
        (left_in, left), (right_in, right) = map(self._meant, (on.left, on.right))
        if left is None or right is None or left_in is not select or right_in is not select:
            return None
        pair = (right, left) if left.source == join.alias_or_name else (left, right)
        return pair if pair[1].source == join.alias_or_name != pair[0].source else None

    def kept(self, select: exp.Select, join: exp.Join) -> dict[str, tuple[bool, bool]]:
        """Which rows without a partner come through to the result, by the side of the join: from before, from it."""
        index = next(n for n, one in enumerate(joins_of(select)) if one is join)
        before = {node.alias_or_name for node, _ in sources_of(select)[: index + 1]}
        passed = {source for source, _ in self.passed(select, after=index)}
        found_in, found_before = self.always_finds(select, index)
        left = not found_in and join.alias_or_name not in passed
        right = not found_before and not before & passed
        return {
            "": (False, False),
            "LEFT": (left, False),
            "RIGHT": (False, right),
            "FULL": (left, right),
        }

    def _refers(self, select: exp.Select, known: Known, target: Known, whole: Node) -> bool:
        """Is a column a foreign key to a column of a table that is there as a whole?"""
        if not isinstance(whole, exp.Table) or cte_of(whole) or target.source != whole.alias_or_name:
            return False
        origin = self._origin(select, known)
        return origin is not None and (origin[1], whole.name, target.name) in self.references.get(
            origin[0], ()
        )

    def _origin(self, select: exp.Select, known: Known) -> Name | None:
        """The table and column from which a column comes unchanged."""
        node = next(node for node, _ in sources_of(select) if node.alias_or_name == known.source)
        cte = cte_of(node)
        query = cte.this if cte else node.this
        if cte is None and isinstance(node, exp.Table):
            return node.name, known.name
        if not isinstance(query, exp.Select) or (cte and cte.alias_column_names):
            return None
        for projection in query.expressions:
            if projection.alias_or_name == known.name:
                inner_select, inner = self._meant(unaliased(projection))
                return self._origin(inner_select, inner) if inner_select and inner else None
        return None


def is_one_row(query: Node) -> bool:
    """An aggregate without GROUP BY gives exactly one row."""
    if not isinstance(query, exp.Select) or any(
        query.args.get(key) for key in ("group", "having", "limit", "offset")
    ):
        return False
    return any(_is_aggregate(unaliased(projection)) for projection in query.expressions)


def _is_aggregate(shown: Node) -> bool:
    aggregate = shown if isinstance(shown, exp.AggFunc) else shown.find(exp.AggFunc)
    return (
        aggregate is not None
        and not isinstance(shown, exp.Subquery)
        and shown.find(exp.Window, exp.Select) is None
    )
