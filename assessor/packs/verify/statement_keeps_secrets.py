"""The statement gives no answer away."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.packs.verify.evidence import Evidence
from assessor.packs.verify.report import Rule
from assessor.packs.verify.secrets import leaks


def _problems(evidence: Evidence) -> Iterator[str]:
    return (f"statement.md {leak}" for leak in leaks(evidence.pack, evidence.pack.statement))


RULE = Rule("The statement quotes and names no hidden file", _problems)
