"""Which kind grades which pack."""

from __future__ import annotations

from assessor.domain.outcomes import GradingResult
from assessor.errors import InvalidInput
from assessor.grading.lab import LabLimits
from assessor.grading.reference import MemoryReferenceCache, ReferenceCache
from assessor.kinds.base import DEFAULT_LIMITS, Kind
from assessor.kinds.concurrency import CONCURRENCY
from assessor.kinds.design import DESIGN
from assessor.kinds.explanation import Explanation
from assessor.kinds.incident import INCIDENT
from assessor.kinds.migration import MIGRATION
from assessor.kinds.operations import OPERATIONS
from assessor.kinds.query import QueryKind
from assessor.kinds.query_explain import explain_query
from assessor.kinds.query_secrets import SECRETS, Secrets, secrets_rule
from assessor.kinds.review import REVIEW
from assessor.kinds.routine import ROUTINE
from assessor.kinds.schema import SCHEMA
from assessor.kinds.security import SECURITY
from assessor.kinds.tuning import TUNING
from assessor.packs.loader import Pack
from assessor.packs.verify import VerifyReport, verify
from sandbox.provider import Progress, SandboxProvider, silent

_KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        QueryKind("query"),
        DESIGN,
        REVIEW,
        ROUTINE,
        SCHEMA,
        SECURITY,
        CONCURRENCY,
        TUNING,
        MIGRATION,
        INCIDENT,
        OPERATIONS,
    )
}


def kind_of(pack: Pack) -> Kind:
    """The kind of a pack; the spec allows no unknown one."""
    return _KINDS[pack.spec.kind]


def grade(
    pack: Pack,
    text: str,
    labs: SandboxProvider,
    references: ReferenceCache,
    subject: str,
    progress: Progress = silent,
    limits: LabLimits = DEFAULT_LIMITS,
) -> GradingResult:
    """Grade an answer as the pack's kind does. Raises GradingFault when the platform fails."""
    return kind_of(pack).grade(pack, text, labs, references, subject, progress, limits)


def explain(pack: Pack, text: str, provider: SandboxProvider, progress: Progress = silent) -> Explanation:
    """How a text fares in a pack, for its author.

    Raises InvalidInput for another kind than "query" or a text that cannot be run; GradingFault.
    """
    kind = kind_of(pack)
    if not isinstance(kind, QueryKind):
        raise InvalidInput(f"{pack.spec.slug} is of kind {kind.name}; only queries can be explained.")
    return explain_query(pack, text, provider, progress)


def verify_pack(
    pack: Pack,
    provider: SandboxProvider,
    references: ReferenceCache | None = None,
    progress: Progress = silent,
    secrets: int = SECRETS,
    *,
    quick: bool = False,
) -> VerifyReport:
    """Let a pack prove itself: the common rules and those of its kind, with datasets made from that many secrets.

    `quick` leaves out the rules that run a great many queries; a pack that passes then has not proved itself.
    """
    cache = references or MemoryReferenceCache()
    kind = kind_of(pack)
    made = Secrets(pack, provider, secrets, progress)

    def grade_one(text: str, subject: str) -> GradingResult:
        return kind.grade(made.whole, text, provider, cache, subject)

    rules = (*kind.rules(cache), *([secrets_rule(made)] if isinstance(kind, QueryKind) else []))
    asked = [rule for rule in rules if not (quick and rule.dear)]
    return verify(pack, provider, grade_one, asked, progress, lambda: made.whole)
