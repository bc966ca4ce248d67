"""What a pack of kind "schema" must prove beyond the rules of all scripts."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.grading.reference import ReferenceCache
from assessor.kinds.probe_reference import expected_for
from assessor.packs.spec import ProbesCheck, WorkCheck
from assessor.packs.verify import Evidence, Rule
from assessor.packs.verify.large_is_large import STEP, too_small

STORED_ROWS = 10_000
"""Facts are stored one by one, by everybody who is graded: enough that a missing index shows."""


def schema_rules(cache: ReferenceCache) -> tuple[Rule, ...]:
    """The rules; what the reference stores is known from when the evidence was gathered."""

    def few(evidence: Evidence) -> Iterator[str]:
        checks = [check for check in evidence.pack.spec.check if isinstance(check, WorkCheck)]
        sizes = expected_for(evidence, cache).sizes if checks else {}
        for check in checks:
            yield from too_small(check, sizes, STORED_ROWS)

    name = f"Of large data the reference stores at least {STORED_ROWS:,} rows, {STEP} times those of the size before"
    return Rule(name, few), REFUSED_BELOW


def _by_code_alone(evidence: Evidence) -> Iterator[str]:
    """Code before the tables can refuse what is called, but not what comes by another way or at the same time."""
    spec = evidence.pack.spec
    probes = [
        spec.probe_named(name)
        for check in spec.check
        if isinstance(check, ProbesCheck)
        for name in check.probes
    ]
    held = [trace for probe in probes for trace in probe.trace if trace.rule in ("held", "kept")]
    if not held and not spec.interleaving:
        yield "there is no interleaving, and no value that is held or kept: code alone would do"


REFUSED_BELOW = Rule("Bad data is refused by tables and not by code alone", _by_code_alone)
