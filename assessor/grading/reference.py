"""Expected results and reference work, computed in a lab of their own that never runs submitted code."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from assessor.errors import GradingFault
from assessor.grading.lab import Lab, LabLimits
from assessor.grading.session import Limits, Stopped
from assessor.grading.table import ResultTable
from assessor.grading.work import Work
from sandbox.provider import SandboxHandle, SandboxProvider, SandboxSpec

REFERENCE_LIMITS = LabLimits(Limits(seconds=120.0), total_seconds=600.0)
"""Slow samples are slow on purpose; the reference itself is held to a limit by the verify rules."""


class ReferenceCache(Protocol):
    """Keeps what `references` computed; values survive JSON, so an application may store them."""

    def get(self, key: str) -> Mapping[str, Any] | None:
        """What was put under the key, or None."""

    def put(self, key: str, value: Mapping[str, Any]) -> None:
        """Keep a value; putting the same key again changes nothing that matters."""


class MemoryReferenceCache:
    """A ReferenceCache that lives as long as the process."""

    def __init__(self) -> None:
        self._values: dict[str, Mapping[str, Any]] = {}

    def get(self, key: str) -> Mapping[str, Any] | None:
        """What was put under the key, or None."""
        return self._values.get(key)

    def put(self, key: str, value: Mapping[str, Any]) -> None:
        """Keep a value."""
        self._values[key] = value


@dataclass(frozen=True)
class Run:
    """A text of the author's in a database of the lab."""

    database: str
    text: str


@dataclass(frozen=True)
class Order:
    """What to compute: the tables and works wanted, by names of the caller's choice."""

    key: str
    """What the results depend on besides the server, e.g. the pack's hash and the grader's version."""
    spec: SandboxSpec
    tables: Mapping[str, Run]
    works: Mapping[str, Run]
    sizes: Mapping[str, str] = field(default_factory=dict)
    """Databases whose rows are wanted, by names of the caller's choice."""


@dataclass(frozen=True)
class References:
    """What an Order asked for."""

    tables: Mapping[str, ResultTable]
    works: Mapping[str, Work]
    seconds: Mapping[str, float] = field(default_factory=dict)
    """How long each of the works took; of no use but to see that an answer takes absurdly longer."""
    sizes: Mapping[str, int] = field(default_factory=dict)
    """Rows in all tables of a database."""

    def to_json(self) -> dict[str, Any]:
        """A JSON-able dict."""
        return {
            "tables": {name: table.to_json() for name, table in self.tables.items()},
            "works": {name: work.to_json() for name, work in self.works.items()},
            "seconds": dict(self.seconds),
            "sizes": dict(self.sizes),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> References:
        """The references that to_json gave."""
        return cls(
            {name: ResultTable.from_json(table) for name, table in data["tables"].items()},
            {name: Work.from_json(work) for name, work in data["works"].items()},
            data["seconds"],
            data["sizes"],
        )


_guard = threading.Lock()
_locks: dict[str, threading.Lock] = {}


def references(
    order: Order, server: SandboxHandle, provider: SandboxProvider, cache: ReferenceCache
) -> References:
    """The references for the kind of server that `server` is; computed once, also by concurrent gradings."""
    return kept(order.key, server, cache, lambda: _compute(order, server, provider))


def kept(
    what: str, server: SandboxHandle, cache: ReferenceCache, compute: Callable[[], References]
) -> References:
    """What was computed before for `what` and the kind of server that `server` is, else what `compute` gives now."""
    key = f"{what}:{server.provider}:{server.image}:{server.server_version}"
    with _guard:
        lock = _locks.setdefault(key, threading.Lock())
    with lock:
        known = cache.get(key)
        if known is not None:
            return References.from_json(known)
        computed = compute()
        cache.put(key, computed.to_json())
        return computed


def _compute(order: Order, server: SandboxHandle, provider: SandboxProvider) -> References:
    with Lab(provider, order.spec, REFERENCE_LIMITS) as lab:
        require_alike(lab.handle, server)
        try:
            return _run(order, lab)
        except Stopped as stopped:
            raise GradingFault(f"The author's own answer failed: {stopped.reason}") from stopped


def require_alike(one: SandboxHandle, other: SandboxHandle) -> None:
    """Raise GradingFault where two labs run different servers, whose works cannot be compared."""
    if (one.image, one.server_version) != (other.image, other.server_version):
        raise GradingFault("The labs of one grading run different servers; try again.")


def _run(order: Order, lab: Lab) -> References:
    tables = {name: lab.fetch(run.database, run.text) for name, run in order.tables.items()}
    works: dict[str, Work] = {}
    seconds: dict[str, float] = {}
    for name, run in order.works.items():
        started = time.monotonic()
        works[name] = lab.measure(run.database, run.text).work
        seconds[name] = time.monotonic() - started
    sizes = {name: rows_in(lab.fetch(database, ROWS)) for name, database in order.sizes.items()}
    return References(tables, works, seconds, sizes)


ROWS = """
SELECT coalesce(sum(c.reltuples), 0)::bigint
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
"""
"""A template is vacuumed as a whole, so this is a count and no estimate (but for tables of over 30,000 blocks)."""


def rows_in(counted: ResultTable) -> int:
    """The one number of a table."""
    ((number,),) = counted.values()
    return int(str(number))
