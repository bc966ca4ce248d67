"""The hidden datasets of a query challenge: from its schema, its invariants and every answer known to be right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from assessor.errors import GradingFault
from assessor.grading.synthesis import Budget, SynthesisedDataset, synthesise
from assessor.packs.equivalents import read_marks
from assessor.packs.hidden import HiddenDataset
from assessor.packs.loader import Pack
from assessor.packs.names import SCHEMA
from assessor.packs.spec import WorkCheck
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

_EMPTY = Template((TemplateDatabase(DEFAULT_DATABASE, (), Access.READ),), label="synthesis")
_LIMITS = Limits(memory_mb=512)
ACCEPTED = "submissions/accepted/"
_BUDGET = Budget(random=50, told=120, targeted=200, offspring=120, probes=200)
"""Less than usual: the mutants that a pack's author has not argued away are looked for until they are found."""
_MOST = 16
"""Each is one more database in every lab."""


def hidden_datasets(
    pack: Pack, provider: SandboxProvider, seed: bytes, progress: Progress = silent
) -> tuple[HiddenDataset, ...]:
    """Datasets that depend on the pack and the seed alone. Raises GradingFault.

    On each of them every accepted sample agrees with the reference: a right answer in another style is never rejected.
    """
    with maker(pack, provider) as dsn:
        return hidden(made(pack, dsn, seed, progress))


@contextmanager
def maker(pack: Pack, provider: SandboxProvider) -> Iterator[str]:
    """The address of a server on which datasets are made and which never runs a candidate's text.

    Raises GradingFault.
    """
    try:
        handle = provider.start(SandboxSpec(_EMPTY, Owner("synthesis", pack.spec.slug), _LIMITS))
    except SandboxError as error:
        raise GradingFault(f"No server for making datasets could be started: {error}") from error
    try:
        yield handle.platform_dsn
    finally:
        provider.stop(handle)


def made(pack: Pack, dsn: str, seed: bytes, progress: Progress = silent) -> list[SynthesisedDataset]:
    """What synthesis makes of the pack and a seed on a server."""
    slug = pack.spec.slug
    marks, _ = read_marks(pack.files)
    return synthesise(
        schema_of(pack),
        pack.spec.synthesis.invariants,
        [pack.reference, *accepted(pack).values()],
        seed=seed,
        dsn=dsn,
        order=order_of(pack),
        argued={mark.key for mark in marks},
        most=_MOST,
        budget=_BUDGET,
        progress=lambda doing, done, of: progress(f"{slug}: {doing} {done} of {of}"),
    )


def hidden(datasets: Sequence[SynthesisedDataset]) -> tuple[HiddenDataset, ...]:
    """The same as scripts."""
    return tuple(HiddenDataset(f"made-{each.name}", each.shows, each.sql) for each in datasets)


def schema_of(pack: Pack) -> list[str]:
    """The scripts that make the empty tables."""
    return [pack.files[SCHEMA]] if SCHEMA in pack.files else []


def accepted(pack: Pack) -> dict[str, str]:
    """Every other answer that is right and quick, by path."""
    return {path: text for path, text in right_answers(pack).items() if path.startswith(ACCEPTED)}


def right_answers(pack: Pack) -> dict[str, str]:
    """Every sample that is promised to be right, though perhaps too much work, by path."""
    work = {check.id for check in pack.spec.check if isinstance(check, WorkCheck)}
    return {
        sample.path: sample.text
        for sample in pack.samples
        if sample.expectations and all(work.issuperset(each.failing) for each in sample.expectations)
    }


def order_of(pack: Pack) -> Sequence[int]:
    """Positions of the sort keys that the statement asks for."""
    names = [column.name for column in pack.spec.query.columns]
    return [names.index(key.column) for key in pack.spec.query.order]
