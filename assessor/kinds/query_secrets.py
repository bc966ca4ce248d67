"""The rule that no secret is worse than another: what is made from each exposes the same mistakes, nothing right."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from assessor.grading.compare import compare
from assessor.grading.synthesis import SynthesisedDataset
from assessor.grading.synthesis.server import Answer, Query, Scratch
from assessor.grading.table import ResultTable
from assessor.kinds.query_synthesis import hidden, made, maker, order_of, right_answers, schema_of
from assessor.packs.hidden import extended, wants_synthesis
from assessor.packs.loader import Pack
from assessor.packs.verify import Evidence, Rule
from sandbox.provider import Progress, SandboxProvider

SECRETS = 2
_AT_ONCE = 2


@dataclass(frozen=True)
class Secret:
    """What one secret gives: datasets, and the right samples that are wrong on them."""

    datasets: tuple[SynthesisedDataset, ...]
    wrong: tuple[str, ...]

    @property
    def exposes(self) -> frozenset[tuple[str, str]]:
        """The mutants of the reference that they expose together, by operator and change."""
        return frozenset().union(*(each.exposes for each in self.datasets))


class Secrets:
    """What several secrets give for a pack; made once, when it is first asked for. The secrets are always the same."""

    def __init__(self, pack: Pack, provider: SandboxProvider, number: int, progress: Progress) -> None:
        self._pack, self._provider, self._number, self._progress = pack, provider, number, progress
        self._lock = threading.Lock()
        self._found: list[Secret] | None = None

    @property
    def found(self) -> Sequence[Secret]:
        """None for a pack that asks for no such datasets. Raises GradingFault."""
        with self._lock:
            if self._found is None:
                self._found = self._made() if wants_synthesis(self._pack) else []
            return self._found

    @property
    def whole(self) -> Pack:
        """The pack as an installation with the first secret grades it."""
        return extended(self._pack, hidden(self.found[0].datasets)) if self.found else self._pack

    def _made(self) -> list[Secret]:
        with maker(self._pack, self._provider) as dsn, ThreadPoolExecutor(_AT_ONCE, "secrets") as pool:
            return list(pool.map(lambda number: self._one(dsn, number), range(self._number)))

    def _one(self, dsn: str, number: int) -> Secret:
        datasets = made(self._pack, dsn, f"verify {number}".encode())
        self._progress(f"secret {number}: {len(datasets)} datasets")
        return Secret(tuple(datasets), tuple(wrong_answers(self._pack, dsn, datasets)))


def secrets_rule(secrets: Secrets) -> Rule:
    """The rule; it holds of a pack that asks for no such datasets."""
    name = "Datasets made from any secret expose the same mutants, and right samples are right on them"
    return Rule(name, lambda evidence: _problems(evidence, secrets.found), dear=True)


def _problems(evidence: Evidence, found: Sequence[Secret]) -> Iterator[str]:
    for number, secret in enumerate(found):
        yield from (f"secret {number}: {text}" for text in secret.wrong)
        for operator, change in sorted(secret.exposes ^ found[0].exposes):
            yield f"secrets 0 and {number}: only the datasets of one expose that {change} ({operator})"
    if found:
        evidence.counts["made"] = len(found[0].datasets)
        evidence.counts["killed by made"] = len(found[0].exposes)


def wrong_answers(pack: Pack, dsn: str, datasets: Sequence[SynthesisedDataset]) -> Iterator[str]:
    """Where a sample that is right gives something else than the reference on what the datasets' scripts load."""
    texts = {"reference.sql": pack.reference, **right_answers(pack)}
    with Scratch(dsn, schema_of(pack), ()) as scratch:
        queries = {path: scratch.prepare(text) for path, text in texts.items()}
        for each in datasets:
            scratch.load({})
            scratch.execute(each.sql or "SELECT 1")
            answers = scratch.run(list(queries.values()))
            judge = _judge(next(iter(queries.values())), answers[0], order_of(pack))
            for (path, query), answer in zip(queries.items(), answers, strict=True):
                yield from (f"{path} on {each.name}: {text}" for text in judge(query, answer))


def _judge(
    reference: Query, expected: Answer, order: Sequence[int]
) -> Callable[[Query, Answer], Iterator[str]]:
    def judge(query: Query, answer: Answer) -> Iterator[str]:
        if expected.rows is None or answer.rows is None:
            yield f"PostgreSQL stopped it ({answer.state})" if answer.rows is None else "the reference failed"
            return
        told = compare(
            ResultTable(reference.columns, expected.rows), ResultTable(query.columns, answer.rows), order
        )
        if not told.equal:
            yield told.message

    return judge
