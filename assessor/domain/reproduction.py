"""Is a verdict the same as another, bit for bit, and if not, what differs?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from assessor.domain.outcomes import CheckOutcome, GradingResult

VOLATILE = frozenset(
    {
        *("Shared Hit Blocks", "Shared Read Blocks", "Shared Dirtied Blocks", "Shared Written Blocks"),
        *("Local Hit Blocks", "Local Read Blocks", "Local Dirtied Blocks", "Local Written Blocks"),
        *("seconds", "ms", "wall_ratio", "moments", "output"),
    }
)
"""Keys of evidence that tell what a cache happened to hold, how long something took, who of two was faster, or what
programs of a runbook printed.

How buffers were found (in the cache or not) depends on what ran before; how many were touched does not, and that sum
is in the work that is compared. Two sessions that are let go at once may go on in either order, and what comes of it
must be right in both. What is printed names moments, LSNs and processes; what was found afterwards is compared.
"""


def fingerprint(result: GradingResult) -> str:
    """Hex SHA-256 of a verdict: every check with its points, words and evidence, but no times and no cache state.

    Numbers are taken as exactly as they are stored.
    """
    canonical = {
        "verdict": result.verdict.value,
        "score": f"{result.score:.1f}",
        "message": result.message,
        "outcomes": [_outcome(outcome) for outcome in result.outcomes],
    }
    return hashlib.sha256(json.dumps(canonical, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _outcome(outcome: CheckOutcome) -> dict[str, Any]:
    return {
        "check": outcome.check,
        "title": outcome.title,
        "competencies": list(outcome.competencies),
        "verdict": outcome.verdict.value,
        "points": f"{outcome.points:.2f}",
        "max_points": f"{outcome.max_points:.2f}",
        "message": outcome.message,
        "evidence": _stable(outcome.evidence),
    }


def _stable(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _stable(item) for key, item in value.items() if key not in VOLATILE}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_stable(item) for item in value]
    return value


def differences(before: GradingResult, after: GradingResult) -> tuple[str, ...]:
    """What changed between two gradings of the same submission, one sentence each; empty if nothing did."""
    old = {outcome.check: outcome for outcome in before.outcomes}
    new = {outcome.check: outcome for outcome in after.outcomes}
    found = [] if before.score == after.score else [f"score {before.score:g} becomes {after.score:g}"]
    for check in [*old, *(name for name in new if name not in old)]:
        found += _check_differences(check, old.get(check), new.get(check))
    if not found and fingerprint(before) != fingerprint(after):
        found.append("the same score from other evidence")
    return tuple(found)


def _check_differences(check: str, old: CheckOutcome | None, new: CheckOutcome | None) -> list[str]:
    if old is None or new is None:
        return [f"{check}: {'is new' if old is None else 'is gone'}"]
    if (old.verdict, old.points) == (new.verdict, new.points):
        return []
    before = f"{old.verdict} with {old.points:g} of {old.max_points:g} points"
    after = f"{new.verdict} with {new.points:g} of {new.max_points:g}"
    return [f"{check}: {before} becomes {after} ({new.message})"]


def setting_differences(before: GradingResult, after: GradingResult) -> tuple[str, ...]:
    """What was not the same about how two gradings were made."""
    old, new = before.provenance, after.provenance
    names = ("pack_hash", "grader_version", "provider", "image", "server_version", "seed")
    found = [
        f"{name}: {getattr(old, name)} and {getattr(new, name)}"
        for name in names
        if getattr(old, name) != getattr(new, name)
    ]
    settings = (
        (name, old.settings.get(name), new.settings.get(name)) for name in {*old.settings, *new.settings}
    )
    found += sorted(f"setting {name}: {was} and {now}" for name, was, now in settings if was != now)
    return tuple(found)
