"""Every operator at every node of a statement, each mutant once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlglot import exp

from assessor.grading.mutation.facts import Facts, Keys, References
from assessor.grading.mutation.infer import kind_of
from assessor.grading.mutation.model import ColumnLike, Mutant, Node
from assessor.grading.mutation.operator import Change, Operator
from assessor.grading.mutation.operators import OPERATORS
from assessor.grading.mutation.parse import parse
from assessor.grading.mutation.spread import spread
from assessor.grading.mutation.tree import (
    bracketed,
    context_of,
    line_of,
    order_is_for_show,
    place_of,
    short,
    text_of,
)

LIMIT = 400


@dataclass(frozen=True)
class Mutation:
    """The mutants of a statement, and how many there would be without the bound."""

    original: str
    """The statement as sqlglot writes it: what the mutants differ from, and a control for whoever runs them."""
    mutants: tuple[Mutant, ...]
    found: int


@dataclass(frozen=True)
class _Candidate:
    operator: Operator
    node: Node
    change: Change


def mutants(
    sql: str,
    columns: Mapping[str, Sequence[ColumnLike]],
    limit: int = LIMIT,
    keys: Keys | None = None,
    references: References | None = None,
) -> list[Mutant]:
    """The mutants of a statement in a fixed order. Raises MutationUnsupported."""
    return list(mutate(sql, columns, limit, keys, references=references).mutants)


def mutate(
    sql: str,
    columns: Mapping[str, Sequence[ColumnLike]],
    limit: int = LIMIT,
    keys: Keys | None = None,
    ordered: bool = True,
    references: References | None = None,
) -> Mutation:
    """The mutants of a statement. `columns` describes the schema's tables; what it leaves out is guessed.

    Changes that types, unique `keys`, foreign keys (`references`) and equations show to change nothing are left out,
    and so are those of the final ORDER BY when the result need not be `ordered`.
    """
    tree = parse(sql)
    if not ordered and order_is_for_show(tree):
        tree.set("order", None)
    found = list(_distinct(tree, Facts(columns, kind_of, keys=keys or {}, references=references or {})))
    kept = spread(found, limit, lambda candidate: candidate.operator.name)
    named = tuple(_named([_mutant(tree, candidate) for candidate in kept]))
    return Mutation(text_of(tree), named, len(named) + len(found) - len(kept))


def _distinct(tree: Node, facts: Facts) -> Iterator[_Candidate]:
    """Candidates that read differently from the original and from each other."""
    seen = set()
    for number, node in enumerate(list(tree.walk(bfs=False))):
        original = text_of(node)
        for operator in OPERATORS:
            for change in operator.changes(node, facts):
                written = text_of(change.new)
                if written != original and (number, written) not in seen:
                    seen.add((number, written))
                    yield _Candidate(operator, node, change)


def _mutant(tree: Node, candidate: _Candidate) -> Mutant:
    node, change = candidate.node, candidate.change
    words = change.words or f"{short(node)} became {short(change.new)}{context_of(node)}"
    return Mutant(
        candidate.operator.name, line_of(node), place_of(node) + words, _written(tree, node, change.new)
    )


def _written(tree: Node, node: Node, new: Node) -> str:
    """The statement with one node replaced; the tree is as before afterwards."""
    if node is tree:
        return text_of(new)
    around = isinstance(node.parent, exp.Binary | exp.Unary | exp.Cast | exp.Between) and not isinstance(
        node.parent, exp.Paren
    )
    put = bracketed(new) if around else new
    node.replace(put)
    try:
        return text_of(tree)
    finally:
        put.replace(node)


def _named(found: Sequence[Mutant]) -> Iterator[Mutant]:
    """Mutants that are written alike are one; equal words get a number, so that words name one mutant."""
    texts: set[str] = set()
    words: dict[tuple[str, str], int] = {}
    for mutant in found:
        if mutant.sql in texts:
            continue
        texts.add(mutant.sql)
        key = (mutant.operator, mutant.change)
        words[key] = words.get(key, 0) + 1
        again = words[key] > 1
        yield replace(mutant, change=f"{mutant.change} ({words[key]})") if again else mutant
