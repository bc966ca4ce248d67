"""Only where something looks wrong and is right can one see who knows and who guesses."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.packs.verify import Evidence, Rule

LEAST = 3


def _problems(evidence: Evidence) -> Iterator[str]:
    spec = evidence.pack.spec
    if len(spec.innocent) < LEAST:
        yield f"{len(spec.innocent)} innocent places; at least {LEAST} are wanted"
    used = {name for check in spec.defects for name in check.categories}
    if used >= {category.id for category in spec.category}:
        yield "every kind of problem is planted; add one that is not, so that the list gives nothing away"


RULE = Rule(
    f"There are at least {LEAST} innocent places, and a kind of problem that is not planted", _problems
)
