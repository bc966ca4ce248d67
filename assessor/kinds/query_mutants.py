"""The rule that hidden datasets notice every small mistake that is one.

Mutants of the reference run in a lab of the author's, where nothing of a candidate ever runs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import ndiff
from itertools import chain

import sqlglot

from assessor.grading.mutation import Mutant, Mutation, MutationUnsupported, mutate
from assessor.grading.mutation.catalog import read_catalog
from assessor.grading.mutation.trial import Bed, Fate, Trial, timed, try_mutants
from assessor.grading.reference import References
from assessor.packs.equivalents import EQUIVALENT, Mark, mark_text, read_marks
from assessor.packs.loader import Pack
from assessor.packs.spec import ResultCheck, Role
from assessor.packs.templates import lab_databases
from assessor.packs.verify import Evidence, Rule
from sandbox.provider import SandboxProvider

Results = Callable[[Pack, SandboxProvider], References]

_COUNTED = (Fate.KILLED, Fate.SURVIVED)


def mutants_rule(results: Results) -> Rule:
    """The rule; `results` gives what the reference gives on each dataset."""
    name = "Hidden datasets kill every mutant of the reference that is not equivalent to it"
    return Rule(
        name,
        lambda evidence: mutant_problems(evidence, results(evidence.whole, evidence.provider)),
        dear=True,
    )


def mutant_problems(evidence: Evidence, references: References) -> Iterator[str]:
    """What survives, and marks that do not hold. Fills the evidence's counts."""
    marks, problems = read_marks(evidence.pack.files)
    yield from problems
    with evidence.lab() as handle:
        try:
            mutation = mutation_of(evidence.pack, handle.platform_dsn)
        except MutationUnsupported as unsupported:
            yield f"reference.sql: {unsupported}"
            return
        beds, wrong = timed(handle.platform_dsn, beds_of(evidence.pack, references), mutation.original)
        if wrong:
            yield f"reference.sql means something else when sqlglot has read and written it; {wrong[0]}"
            return
        tried = try_mutants(handle.platform_dsn, beds, mutation.mutants, _teller(evidence))
    evidence.counts.update(counts(mutation, tried, marks))
    yield from survivors(mutation, tried, marks)
    yield from idle_marks(tried, marks)


def _teller(evidence: Evidence) -> Callable[[str], None]:
    return lambda text: evidence.progress(f"mutants: {text}")


def mutation_of(pack: Pack, dsn: str) -> Mutation:
    """The mutants of the reference, with what a lab's catalog tells of the tables. Raises MutationUnsupported."""
    catalog = read_catalog(dsn, next(iter(lab_databases(pack).values())))
    ordered = bool(pack.spec.query.order)
    return mutate(
        pack.reference, catalog.columns, keys=catalog.keys, ordered=ordered, references=catalog.references
    )


def beds_of(pack: Pack, references: References) -> list[Bed]:
    """The datasets that result checks use, without the large ones."""
    names = [column.name for column in pack.spec.query.columns]
    order = tuple(names.index(key.column) for key in pack.spec.query.order)
    databases = lab_databases(pack)
    used = chain.from_iterable(check.datasets for check in pack.spec.check if isinstance(check, ResultCheck))
    return [
        Bed(name, databases[name], references.tables[name], order)
        for name in dict.fromkeys(used)
        if pack.dataset(name).role is not Role.LARGE
    ]


def counts(mutation: Mutation, tried: Sequence[Trial], marks: Sequence[Mark]) -> dict[str, int]:
    """How many mutants there were and what became of them; invalid ones are none."""
    fates = Counter(trial.fate for trial in tried)
    marked = {mark.key for mark in marks}
    equivalent = sum(trial.fate is Fate.SURVIVED and _key(trial.mutant) in marked for trial in tried)
    return {
        "mutants": sum(fates[fate] for fate in _COUNTED),
        "killed": fates[Fate.KILLED],
        "equivalent": equivalent,
        "survived": fates[Fate.SURVIVED] - equivalent,
        "invalid mutants": fates[Fate.INVALID],
        "mutants left out": mutation.found - len(mutation.mutants),
    }


def _pretty(text: str) -> list[str]:
    """A query with one thing a line."""
    return sqlglot.transpile(text, read="postgres", write="postgres", pretty=True)[0].splitlines()


def survivors(
    mutation: Mutation,
    tried: Sequence[Trial],
    marks: Sequence[Mark],
    noticing: str = "dataset",
    lines: Callable[[str], list[str]] = _pretty,
) -> Iterator[str]:
    """Each mutant that no dataset (or what else is `noticing`) notices and nobody has argued away, with what to do."""
    marked = {mark.key for mark in marks}
    for trial in tried:
        mutant = trial.mutant
        if trial.fate is Fate.SURVIVED and _key(mutant) not in marked:
            yield (
                f"no {noticing} notices: {mutant.description}\n{_diff(lines(mutation.original), lines(mutant.sql))}\n"
                f"Add a {noticing} whose result it changes; if none can, say why in {EQUIVALENT}:\n"
                f"{mark_text(mutant.operator, mutant.change)}"
            )


def idle_marks(tried: Sequence[Trial], marks: Sequence[Mark]) -> Iterator[str]:
    """Each mark that argues away something that is not there or not equivalent."""
    fates = {_key(trial.mutant): trial for trial in tried}
    for mark in marks:
        trial = fates.get(mark.key)
        named = f'{EQUIVALENT}: the mark "{mark.change}" ({mark.operator})'
        if trial is None:
            yield f"{named} matches no mutant of reference.sql; take it out, or copy the new words from a survivor"
        elif trial.fate is Fate.KILLED:
            yield f"{named} is wrong, because a dataset does notice: {trial.why}"
        elif trial.fate is Fate.INVALID:
            yield f"{named} is not needed, because PostgreSQL does not accept the mutant; take it out"


def _key(mutant: Mutant) -> tuple[str, str]:
    return mutant.operator, mutant.change


def _diff(original: list[str], mutant: list[str]) -> str:
    """The lines that differ, as a reader sees them."""
    return "\n".join(line.rstrip() for line in ndiff(original, mutant) if line.startswith(("- ", "+ ")))
