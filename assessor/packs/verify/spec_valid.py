"""The pack that was verified is the pack that will be stored."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.errors import PackInvalid
from assessor.packs.loader import Pack
from assessor.packs.verify.evidence import Evidence
from assessor.packs.verify.report import Rule


def _problems(evidence: Evidence) -> Iterator[str]:
    try:
        again = Pack.from_files(evidence.pack.files)
    except PackInvalid as error:
        yield from error.problems
        return
    if again.hash != evidence.pack.hash:
        yield "its files give another hash when they are loaded again"


RULE = Rule("The spec is valid, also when it is loaded from stored files", _problems)
