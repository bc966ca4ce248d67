"""What a pack whose answers are scripts must prove beyond the common rules."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.grading.reference import ReferenceCache, References
from assessor.kinds.probe_mutants import mutants_rule
from assessor.kinds.probe_reference import expected_of
from assessor.kinds.query_rules import SLOW_FACTOR, slow_problems
from assessor.packs.verify import Evidence, Rule


def probe_rules(cache: ReferenceCache) -> tuple[Rule, ...]:
    """The rules; what the reference gives is computed once, when the evidence is gathered."""

    def expected(evidence: Evidence) -> References:
        with evidence.lab() as handle:
            return expected_of(evidence.pack, handle, evidence.provider, cache)

    def slow(evidence: Evidence) -> Iterator[str]:
        return slow_problems(evidence.pack, expected(evidence))

    name = f"The slow sample does at least {SLOW_FACTOR:g} times the reference's work"
    return Rule(name, slow), mutants_rule(expected)
