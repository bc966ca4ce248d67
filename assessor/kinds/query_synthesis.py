"""The hidden datasets of a query challenge: from its schema, its invariants and every answer known to be right."""

from __future__ import annotations

from collections.abc import Sequence

from assessor.errors import GradingFault
from assessor.grading.synthesis import SynthesisedDataset, synthesise
from assessor.packs.hidden import HiddenDataset
from assessor.packs.loader import Pack
from assessor.packs.names import SCHEMA
from sandbox.errors import SandboxError
from sandbox.provider import (
    DEFAULT_DATABASE,
    Access,
    Limits,
    Owner,
    Progress,
    SandboxProvider,
    SandboxSpec,
    Template,
    TemplateDatabase,
    silent,
)

ACCEPTED = "submissions/accepted/"
_EMPTY = Template((TemplateDatabase(DEFAULT_DATABASE, (), Access.READ),), label="synthesis")
_LIMITS = Limits(memory_mb=512)


def hidden_datasets(
    pack: Pack, provider: SandboxProvider, seed: bytes, progress: Progress = silent
) -> tuple[HiddenDataset, ...]:
    """Datasets that depend on the pack and the seed alone. Raises GradingFault.

    They are made on a server that never runs a candidate's text. On each of them every accepted sample agrees with
    the reference: a right answer in another style is never rejected.
    """
    try:
        handle = provider.start(SandboxSpec(_EMPTY, Owner("synthesis", pack.spec.slug), _LIMITS))
    except SandboxError as error:
        raise GradingFault(f"No server for making datasets could be started: {error}") from error
    try:
        made = _synthesise(pack, handle.platform_dsn, seed, progress)
    finally:
        provider.stop(handle)
    return tuple(HiddenDataset(f"made-{each.name}", each.shows, each.sql) for each in made)


def _synthesise(pack: Pack, dsn: str, seed: bytes, progress: Progress) -> list[SynthesisedDataset]:
    slug = pack.spec.slug
    return synthesise(
        [pack.files[SCHEMA]] if SCHEMA in pack.files else [],
        pack.spec.synthesis.invariants,
        [pack.reference, *(sample.text for sample in pack.samples if sample.path.startswith(ACCEPTED))],
        seed=seed,
        dsn=dsn,
        order=_order(pack),
        progress=lambda doing, done, of: progress(f"{slug}: {doing} {done} of {of}"),
    )


def _order(pack: Pack) -> Sequence[int]:
    names = [column.name for column in pack.spec.query.columns]
    return [names.index(key.column) for key in pack.spec.query.order]
