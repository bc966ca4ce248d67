"""What a pack of kind "tuning" must prove beyond the common rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assessor.domain.outcomes import GradingResult
from assessor.grading.reference import REFERENCE_LIMITS, ReferenceCache
from assessor.grading.table import ResultTable
from assessor.kinds.leaving_out import needless
from assessor.kinds.query_rules import SLOW_FACTOR
from assessor.kinds.tuning_reference import (
    BEFORE,
    REFERENCE,
    Baseline,
    baseline_of,
    script_of,
    tuning_lab,
)
from assessor.packs.loader import Pack
from assessor.packs.spec import ReadsCheck, WritesCheck
from assessor.packs.verify import Evidence, Rule
from sandbox.provider import SandboxProvider

Grade = Callable[[Pack, str, SandboxProvider, ReferenceCache, str], GradingResult]

LARGE_ROWS = 2_000_000
_STATISTICS = """
SELECT s.tablename, s.attname, pg_catalog.md5(s::text) FROM pg_catalog.pg_stats AS s
WHERE s.schemaname <> 'information_schema' AND s.schemaname NOT LIKE 'pg\\_%'
UNION ALL
SELECT s.tablename, s.statistics_name, pg_catalog.md5(s::text) FROM pg_catalog.pg_stats_ext AS s
ORDER BY 1, 2
"""


def tuning_rules(cache: ReferenceCache, grade: Grade) -> tuple[Rule, ...]:
    """The rules; what is measured for all answers is measured once."""

    def rule(name: str, problems: Callable[[Evidence, Baseline], Iterator[str]]) -> Rule:
        def with_baseline(evidence: Evidence) -> Iterator[str]:
            with evidence.lab() as handle:
                baseline = baseline_of(evidence.pack, handle, evidence.provider, cache)
            yield from problems(evidence, baseline)

        return Rule(name, with_baseline)

    def needed(evidence: Evidence) -> Iterator[str]:
        return _needed(evidence, lambda text: grade(evidence.pack, text, evidence.provider, cache, "verify"))

    return (
        rule(f"A workload runs on at least {LARGE_ROWS:,} rows", _rows),
        rule(f"The reference saves work: reads did at least {SLOW_FACTOR:g} times as much before", _saves),
        rule("Changing nothing earns nothing", _nothing),
        Rule("Without any one of its statements the reference scores less", needed, dear=True),
        Rule("Statistics are the same each time they are gathered", _statistics),
    )


def _rows(evidence: Evidence, baseline: Baseline) -> Iterator[str]:
    if baseline.data_rows < LARGE_ROWS:
        yield f"the large dataset has {baseline.data_rows:,} rows in all its tables; raise its scale"


def _saves(evidence: Evidence, baseline: Baseline) -> Iterator[str]:
    for check in evidence.pack.spec.check:
        if isinstance(check, ReadsCheck):
            before, reference = _loads(evidence, baseline, check)
            if before < SLOW_FACTOR * reference:
                yield f"{check.id}: {before:,} before, {reference:,} with the reference"


def _nothing(evidence: Evidence, baseline: Baseline) -> Iterator[str]:
    for check in evidence.pack.spec.check:
        if isinstance(check, WritesCheck) and not check.requires:
            before, reference = _loads(evidence, baseline, check)
            if before < check.none * reference:
                yield f"{check.id}: writes cost {before / reference:.2f} times the reference's before"


def _loads(evidence: Evidence, baseline: Baseline, check: ReadsCheck | WritesCheck) -> tuple[int, int]:
    """Work of an hour before and with the reference."""
    statements = [each for each in evidence.pack.spec.workload if each.name in check.statements]
    return baseline.load(statements, BEFORE), baseline.load(statements, REFERENCE)


def _needed(evidence: Evidence, grade: Callable[[str], GradingResult]) -> Iterator[str]:
    """A part that earns nothing is one that no candidate can be asked for."""
    parts = script_of(evidence.pack, evidence.pack.reference).without_each()
    texts = [(" ".join(what.split()), part.script()) for what, part in parts]
    return needless(evidence, "statement", texts, grade)


def _statistics(evidence: Evidence) -> Iterator[str]:
    """Gathered when the template was made, and once more."""
    once, again = (_gathered(evidence, text) for text in ("", "ANALYZE"))
    for one, other in zip(once.values(), again.values(), strict=True):
        if one != other:
            table, what, _ = map(str, one)
            yield f"{table} ({what}): give a key column SET STATISTICS 10000, and every row is seen"


def _gathered(evidence: Evidence, text: str) -> ResultTable:
    with tuning_lab(evidence.pack, text, evidence.provider, "statistics", REFERENCE_LIMITS) as lab:
        return lab.read(_STATISTICS)
