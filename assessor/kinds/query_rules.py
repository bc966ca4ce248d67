"""What a pack of kind "query" must prove beyond the common rules, by what its reference really gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from assessor.grading.compare import tie_groups
from assessor.grading.reference import References
from assessor.grading.table import ResultTable
from assessor.grading.values import Value, base_type
from assessor.kinds.query_work import unmeasured
from assessor.packs.loader import Pack
from assessor.packs.spec import SortKey, WorkCheck
from assessor.packs.verify import Rule
from sandbox.provider import SandboxProvider

Results = Callable[[Pack, SandboxProvider], References]

SLOW_FACTOR = 3.0
"""Less distance between slow sample and reference than this makes a score of small differences."""


def query_rules(results: Results) -> tuple[Rule, ...]:
    """The rules; `results` gives what the reference gave, and is asked by each."""

    def rule(name: str, problems: Callable[[Pack, References], Iterator[str]]) -> Rule:
        return Rule(
            name, lambda evidence: problems(evidence.pack, results(evidence.whole, evidence.provider))
        )

    return (
        rule("The columns in the spec are the reference's columns and types", _columns),
        rule("The reference's rows are in the order that the spec states", _order),
        rule(f"The slow sample does at least {SLOW_FACTOR:g} times the reference's work", slow_problems),
    )


def _columns(pack: Pack, references: References) -> Iterator[str]:
    wanted = [(column.name, base_type(column.type)) for column in pack.spec.query.columns]
    for table in list(references.tables.values())[:1]:
        given = [(column.name, base_type(column.type)) for column in table.columns]
        if given != wanted:
            yield f"the spec says {_listed(wanted)}; reference.sql gives {_listed(given)}"


def _listed(columns: list[tuple[str, str]]) -> str:
    return ", ".join(f"{name} {kind}" for name, kind in columns)


def _order(pack: Pack, references: References) -> Iterator[str]:
    keys = pack.spec.query.order
    names = [column.name for column in pack.spec.query.columns]
    for dataset, table in references.tables.items():
        if keys and not _is_ordered(table, keys, [names.index(key.column) for key in keys]):
            yield f"on dataset {dataset} reference.sql orders its rows in another way"


def _is_ordered(table: ResultTable, keys: list[SortKey], positions: list[int]) -> bool:
    """Ties stand together, and values that Python compares like PostgreSQL rise or fall as stated.

    Text is not compared: its order is the collation's.
    """
    rows = table.values()
    if len(table.columns) <= max(positions):
        return False
    starts = [start for start, _ in tie_groups(rows, positions, [0.0] * len(table.columns))]
    heads = [tuple(rows[start][position] for position in positions) for start in starts]
    return len(set(heads)) == len(heads) and all(_follows(a, b, keys) for a, b in pairwise(heads))


def _follows(before: tuple[Value, ...], after: tuple[Value, ...], keys: list[SortKey]) -> bool:
    for left, right, key in zip(before, after, keys, strict=True):
        if left == right:
            continue
        if left is None or right is None:
            nulls_first = key.nulls == "first" or (key.nulls is None and key.direction == "desc")
            return (left is None) == nulls_first
        if isinstance(left, str | bytes | tuple) or isinstance(right, str | bytes | tuple):
            return True
        return (left < right) == (key.direction == "asc")
    return True


def slow_problems(pack: Pack, references: References) -> Iterator[str]:
    """Slow samples that are not slow enough."""
    for check in pack.spec.check:
        if isinstance(check, WorkCheck):
            largest = unmeasured(check, references)[-1]
            slow, reference = largest.slow.total, largest.reference.total
            if slow < SLOW_FACTOR * reference:
                yield f"{check.slow} does {slow:,}, reference.sql {reference:,} in {check.id}"
