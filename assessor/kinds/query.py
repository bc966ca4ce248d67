"""Kind "query": one SELECT statement, right on every dataset and cheap on the large ones."""

from __future__ import annotations

import threading

from assessor.domain.outcomes import CheckOutcome
from assessor.grading import reference
from assessor.grading.lab import Lab, LabLimits
from assessor.grading.reference import Order, ReferenceCache, References, Run
from assessor.kinds.base import DEFAULT_LIMITS, GRADER_VERSION
from assessor.kinds.lab_kind import LabKind
from assessor.kinds.query_checks import grade_checks
from assessor.kinds.query_mutants import mutants_rule
from assessor.kinds.query_rules import query_rules
from assessor.kinds.query_work import reference_work, slow_work
from assessor.packs.loader import Pack
from assessor.packs.spec import ResultCheck, WorkCheck
from assessor.packs.templates import lab_databases, lab_template
from assessor.packs.verify import Rule
from sandbox.provider import Limits, Owner, Progress, SandboxProvider, SandboxSpec

LAB_LIMITS = Limits(memory_mb=512)


class QueryKind(LabKind[Lab]):
    """Grades a SELECT statement."""

    times = 1

    def lab(
        self,
        pack: Pack,
        text: str,
        labs: SandboxProvider,
        subject: str,
        limits: LabLimits,
    ) -> Lab:
        """A lab with the pack's datasets."""
        return Lab(labs, lab_spec(pack, subject), limits)

    def outcomes(
        self,
        pack: Pack,
        text: str,
        lab: Lab,
        labs: SandboxProvider,
        references: ReferenceCache,
        progress: Progress,
    ) -> tuple[CheckOutcome, ...]:
        """Compare it with the reference on every dataset. Raises GradingFault."""
        return grade_checks(pack, text, lab, references_of(pack, lab, labs, references), progress)

    def rules(self, references: ReferenceCache) -> tuple[Rule, ...]:
        """The verify rules of queries."""
        known: dict[str, References] = {}
        lock = threading.Lock()

        def results(pack: Pack, labs: SandboxProvider) -> References:
            with lock:
                if pack.hash not in known:
                    known[pack.hash] = reference_results(pack, labs, references)
                return known[pack.hash]

        return (*query_rules(results), mutants_rule(results))


def lab_spec(pack: Pack, subject: str) -> SandboxSpec:
    """What a lab for this pack is."""
    return SandboxSpec(lab_template(pack), Owner("lab", subject), LAB_LIMITS)


def references_of(pack: Pack, lab: Lab, labs: SandboxProvider, cache: ReferenceCache) -> References:
    """Expected results and works for the kind of server that the lab is; they never enter that lab."""
    return reference.references(_order(pack), lab.handle, labs, cache)


def reference_results(pack: Pack, labs: SandboxProvider, cache: ReferenceCache) -> References:
    """The same without an answer to grade."""
    with Lab(labs, lab_spec(pack, "reference"), DEFAULT_LIMITS) as lab:
        return references_of(pack, lab, labs, cache)


def _order(pack: Pack) -> Order:
    databases = lab_databases(pack)
    tables: dict[str, Run] = {}
    works: dict[str, Run] = {}
    sizes: dict[str, str] = {}
    for check in pack.spec.data_checks:
        if isinstance(check, ResultCheck):
            tables |= {name: Run(databases[name], pack.reference) for name in check.datasets}
        elif isinstance(check, WorkCheck):
            for name in check.scales:
                sizes[name] = databases[name]
                tables[name] = works[reference_work(check, name)] = Run(databases[name], pack.reference)
                works[slow_work(check, name)] = Run(databases[name], pack.files[check.slow])
    return Order(
        f"{pack.hash}:{pack.seed}:{GRADER_VERSION}", lab_spec(pack, "reference"), tables, works, sizes
    )
