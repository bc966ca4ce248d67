"""Raters learn a level from an example: each criterion has one of a weak answer and one of a strong one."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.packs.spec import Criterion
from assessor.packs.verify import Evidence, Rule


def _problems(evidence: Evidence) -> Iterator[str]:
    for check in evidence.pack.spec.check:
        if isinstance(check, Criterion):
            yield from (f"{check.id}: {text}" for text in _of(check))


def _of(check: Criterion) -> Iterator[str]:
    levels = {example.level for example in check.examples}
    for level in sorted(levels):
        if level >= len(check.levels):
            yield f"an example is of level {level}, and the highest is {len(check.levels) - 1}"
    if not any(level < check.passes_at for level in levels):
        yield f"no example below level {check.passes_at}"
    if not any(level >= check.passes_at for level in levels):
        yield f"no example of level {check.passes_at} or above"


RULE = Rule("Every criterion has an example answer that passes and one that does not", _problems)
