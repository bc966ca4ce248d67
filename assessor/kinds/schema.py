"""Kind "schema": tables, constraints and indexes of the candidate's own design, probed through an interface."""

from __future__ import annotations

from assessor.grading.mutation.definitions import DEFINITIONS
from assessor.grading.reference import ReferenceCache
from assessor.kinds.probe_kind import ProbeKind
from assessor.kinds.schema_checks import SchemaChecks
from assessor.kinds.schema_rules import schema_rules
from assessor.packs.verify import Rule


class SchemaKind(ProbeKind):
    """Grades a model by what can be stored in it."""

    more_mutants = DEFINITIONS

    def rules(self, references: ReferenceCache) -> tuple[Rule, ...]:
        """Those of all scripts, and its own."""
        return (*super().rules(references), *schema_rules(references))


SCHEMA = SchemaKind("schema", checks=SchemaChecks)
