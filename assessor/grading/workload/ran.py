"""What is asked of a lab, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessor.grading.session import Parameters
from assessor.grading.table import ResultTable
from assessor.grading.work import Work


@dataclass(frozen=True)
class Asked:
    """A statement of the workload, to be executed once with each of the parameters; a write is taken back."""

    text: str
    parameters: tuple[Parameters, ...]
    writes: bool


@dataclass(frozen=True)
class Ran:
    """What all executions gave; of a write, how many rows each changed."""

    tables: tuple[ResultTable, ...]
    rows: tuple[int, ...]
    work: Work
    """Of all executions together, with the plan of the one that did most."""


def summed(works: Sequence[Work]) -> Work:
    """All works as one, with the plan of the largest."""
    plan = max(works, key=lambda work: work.total).plan if works else {}
    return Work(
        buffers=sum(work.buffers for work in works),
        temp=sum(work.temp for work in works),
        rows=sum(work.rows for work in works),
        plan=plan,
        nested=sum(work.nested for work in works),
        wal=sum(work.wal for work in works),
    )
