"""From DDL, invariants and references to at most 20 small datasets that expose wrong answers."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import partial
from random import Random

from assessor.errors import GradingFault
from assessor.grading.mutation import MutationUnsupported, mutate
from assessor.grading.synthesis import domains as pools
from assessor.grading.synthesis.budget import Budget
from assessor.grading.synthesis.candidates import Maker
from assessor.grading.synthesis.dataset import MAX_DATASETS, SynthesisedDataset, inserts
from assessor.grading.synthesis.distil import Entry, cover, distil
from assessor.grading.synthesis.domains import Domains
from assessor.grading.synthesis.features import features
from assessor.grading.synthesis.kills import Court, Trial
from assessor.grading.synthesis.plot import plots
from assessor.grading.synthesis.probes import probes
from assessor.grading.synthesis.reading import read
from assessor.grading.synthesis.readings import other_readings
from assessor.grading.synthesis.schema import Schema
from assessor.grading.synthesis.server import Refused, Scratch

Name = tuple[str, str]
"""What names a mutant: operator and change."""

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""

_SHUFFLES = 6
USUAL = Budget()


class CannotSynthesise(GradingFault):
    """The author's DDL, invariants or references do not work."""


def silent(doing: str, done: int, of: int) -> None:
    """Tell nobody."""


def synthesise(
    ddl: Sequence[str],
    invariants: Sequence[str],
    references: Sequence[str],
    *,
    seed: bytes | int,
    dsn: str,
    order: Sequence[int] = (),
    mutants: Sequence[str] = (),
    argued: Collection[Name] | None = None,
    most: int = MAX_DATASETS,
    budget: Budget = USUAL,
    progress: Progress = silent,
) -> list[SynthesisedDataset]:
    """Datasets on which wrong answers differ from the references.

    `dsn` is of a role on the author's server that may create databases: the work is done in one of its own. `order`
    are the positions of the sort keys the statement asks for. `mutants` are queries the datasets should expose
    besides those that synthesis thinks of itself. `argued` names the mutants of the first reference that are no
    mistakes: all others are, and are looked for longer. The result depends on the other arguments only, never on
    `dsn` or time. Raises CannotSynthesise.
    """
    rng = Random(_seed(seed))  # noqa: S311 - reproducible on purpose; what must be secret is the seed
    try:
        with Scratch(dsn, ddl, invariants) as scratch:
            task = _Task(invariants, references, order, mutants, argued, most, budget)
            return _synthesise(scratch, task, rng, progress)
    except Refused as refused:
        raise CannotSynthesise(f"PostgreSQL does not accept the author's text: {refused}") from refused


def _seed(seed: bytes | int) -> int:
    given = seed if isinstance(seed, bytes) else str(seed).encode()
    return int.from_bytes(hashlib.sha256(given).digest(), "big")


@dataclass(frozen=True)
class _Task:
    """What synthesise() was asked for."""

    invariants: Sequence[str]
    references: Sequence[str]
    order: Sequence[int]
    mutants: Sequence[str]
    argued: Collection[Name] | None
    most: int
    budget: Budget


def _synthesise(scratch: Scratch, task: _Task, rng: Random, progress: Progress) -> list[SynthesisedDataset]:
    schema, budget = scratch.schema, task.budget
    checks = [check for column in schema.columns for check in column.checks]
    hints = read(schema, [*task.references, *task.invariants, *checks])
    domains = pools.build(schema, hints, scratch)
    stories = plots(task.references, schema, domains, scratch)
    court = Court(scratch, task.references, task.order, rng, other_readings(task.references[0]))
    maker = Maker(scratch, hints, domains, stories, rng, bool(task.invariants), budget, court.gives_rows)
    candidates = maker.candidates(partial(progress, "making candidates"))
    own = _mutants(task.references[0], schema, budget, bool(task.order))
    seen_through = _probes(task.references[0], len(court.references[0].columns), schema, domains, budget)
    suspects = list(dict.fromkeys([*task.mutants, *seen_through, *own]))
    court.suspect(suspects)
    trials = court.trials(candidates, partial(progress, "running mutants"))
    court.evolve(trials, maker.offspring, budget.offspring, partial(progress, "refining"))
    argued = own.values() if task.argued is None else task.argued
    wanted = {n for n, text in enumerate(suspects) if text in own and own[text] not in argued}
    if wanted:
        court.hunt(
            trials,
            maker.another,
            wanted,
            budget.hunt,
            _SHUFFLES,
            partial(progress, "looking for what is rare"),
        )
    entries = [_entry(trial, schema, domains) for trial in trials]
    tables = [table.name for table in schema.tables]
    chosen = _chosen(court, trials, entries, tables, task.most, wanted)
    rarity = Counter(shown for entry in entries for shown in entry.features)
    made = []
    for number, n in enumerate(chosen, 1):
        killed = {suspects[kill] for kill in trials[n].kills}
        made.append(
            replace(
                _dataset(number, trials[n], _words(trials[n], rarity, schema, domains), schema),
                kills=tuple(place for place, text in enumerate(task.mutants) if text in killed),
                exposes=frozenset(own[text] for text in killed if text in own),
            )
        )
    return made


def _chosen(
    court: Court,
    trials: Sequence[Trial],
    entries: Sequence[Entry],
    tables: Sequence[str],
    most: int,
    wanted: AbstractSet[int],
) -> list[int]:
    """Few datasets that kill, as far as that many can, every mutant that any of all kills; those wanted before all."""

    def sound(n: int) -> bool:
        return court.holds(trials[n], _SHUFFLES)

    chosen = distil(entries, tables, most, sound)
    for n in chosen:
        court.complete(trials[n])
    kept = sum(bool(entries[n].empty) for n in chosen[: 1 + len(tables)])
    chosen = cover(chosen, [trial.kills for trial in trials], kept, most, sound)
    for n in chosen:
        court.complete(trials[n])
    chosen = cover(chosen, [trial.kills & wanted for trial in trials], kept, most, sound)
    for n in chosen:
        court.complete(trials[n])
    return chosen


def _mutants(reference: str, schema: Schema, budget: Budget, ordered: bool) -> dict[str, Name]:
    """Mutants of a reference with their names; none where it cannot be read."""
    columns = {table.name: table.columns for table in schema.tables}
    keys = {table.name: table.keys for table in schema.tables}
    references = {
        table.plain_name: [
            (key.columns[0], schema.table(key.target).plain_name, key.targets[0])
            for key in table.foreign_keys
            if len(key.columns) == 1
        ]
        for table in schema.tables
    }
    try:
        made = mutate(reference, columns, budget.mutants, keys, ordered=ordered, references=references)
    except MutationUnsupported:
        return {}
    return {mutant.sql: (mutant.operator, mutant.change) for mutant in made.mutants}


def _probes(reference: str, width: int, schema: Schema, domains: Domains, budget: Budget) -> list[str]:
    found = probes(reference, width, schema, domains)
    return found[:: 1 + len(found) // budget.probes]


def _entry(trial: Trial, schema: Schema, domains: Domains) -> Entry:
    shows = trial.candidate.shows
    shown = features(trial.candidate.draft, schema, domains)
    shown += [shows] if shows else []
    empty = frozenset(table.name for table in schema.tables if not trial.candidate.draft.get(table.name))
    return Entry(frozenset(trial.kills), frozenset([*shown, *_of_result(trial)]), empty)


def _of_result(trial: Trial) -> list[str]:
    """What is special about the reference's result."""
    rows = trial.expected.rows or ()
    found = [f"the result has {min(len(rows), 3)} rows"]
    found += ["the result has equal rows"] if len(set(rows)) < len(rows) else []
    nulls = sorted({n for row in rows for n, cell in enumerate(row) if cell is None})
    return found + [f"result column {n} is NULL" for n in nulls]


def _words(trial: Trial, rarity: Counter[str], schema: Schema, domains: Domains) -> str:
    """What it was made for, else what is rarest in it."""
    if not any(trial.candidate.draft.values()):
        return "all tables are empty"
    found = features(trial.candidate.draft, schema, domains)
    return trial.candidate.shows or min(found, key=lambda shown: rarity[shown], default="rows are ordinary")


def _dataset(number: int, trial: Trial, shows: str, schema: Schema) -> SynthesisedDataset:
    draft = trial.candidate.draft
    return SynthesisedDataset(
        f"{number:02}-{re.sub('[^a-z0-9]+', '-', shows.lower()).strip('-')[:48].strip('-')}",
        shows,
        {name: tuple(rows) for name, rows in draft.items()},
        tuple(inserts(schema, draft)),
    )
