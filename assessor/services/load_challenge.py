"""A pack becomes a challenge that assessments can use."""

from __future__ import annotations

import secrets

from assessor.domain.assessment import Challenge
from assessor.packs.loader import Pack
from assessor.services.work import Work
from assessor.storage.queries import challenges


def load_challenge(work: Work, pack: Pack) -> tuple[Challenge, bool]:
    """Store this version of the pack with all its files, unless it is there; says whether it is new."""
    spec = pack.spec
    return challenges.add_version(
        work.session,
        {
            "slug": spec.slug,
            "hash": pack.hash,
            "title": spec.title,
            "summary": spec.summary,
            "kind": spec.kind,
            "level": spec.level.value,
            "minutes": spec.minutes,
            "competencies": list(spec.competencies),
            "practice": spec.practice,
            "statement": pack.statement,
            "spec": spec.model_dump(mode="json"),
            "files": dict(pack.files),
            "secret": secrets.token_bytes(32),
        },
    )
