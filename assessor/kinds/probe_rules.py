"""What a pack whose answers are scripts must prove beyond the common rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assessor.grading.mutation.script import Operator
from assessor.grading.reference import ReferenceCache, References
from assessor.kinds.probe_checks import ProbeChecks
from assessor.kinds.probe_mutants import mutants_rule
from assessor.kinds.probe_reference import expected_for
from assessor.kinds.query_rules import SLOW_FACTOR, slow_problems
from assessor.packs.verify import Evidence, Rule


def probe_rules(
    cache: ReferenceCache,
    checks: type[ProbeChecks] = ProbeChecks,
    more_mutants: Sequence[Operator] = (),
) -> tuple[Rule, ...]:
    """The rules of a kind that grades by `checks` and mutates with more operators than those of all scripts."""

    def expected(evidence: Evidence) -> References:
        return expected_for(evidence, cache)

    def slow(evidence: Evidence) -> Iterator[str]:
        return slow_problems(evidence.pack, expected(evidence))

    name = f"The slow sample does at least {SLOW_FACTOR:g} times the reference's work"
    return Rule(name, slow), mutants_rule(expected, checks, more_mutants)
