"""A scorecard without a person: for who is to judge the work and not the name."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import UUID

from assessor.domain.people import Candidate
from assessor.reports.scorecard import Scorecard, ScorecardChallenge

NOBODY = "A candidate"
_GONE = "…"
_SHORTEST = 3
"""Shorter parts of a name are parts of other words, too."""


def blinded(card: Scorecard) -> Scorecard:
    """The same work with neither name nor e-mail in it, nor what the candidate wrote to us, nor the record of times.

    Names in answers and runs are blotted out, too, where they are written as in the invitation.
    """
    pattern = _pattern(card.candidate)
    return replace(
        card,
        candidate=Candidate(UUID(int=0), card.candidate.organisation_id, NOBODY, ""),
        challenges=tuple(_without(item, pattern) for item in card.challenges),
        events=(),
        concerns=(),
        blind=True,
    )


def _pattern(candidate: Candidate) -> re.Pattern[str] | None:
    parts = [candidate.email, candidate.email.split("@")[0], candidate.name, *candidate.name.split()]
    known = sorted({part for part in parts if len(part) >= _SHORTEST}, key=len, reverse=True)
    words = "|".join(re.escape(part) for part in known)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) if words else None


def _without(item: ScorecardChallenge, pattern: re.Pattern[str] | None) -> ScorecardChallenge:
    def blot(text: str) -> str:
        return pattern.sub(_GONE, text) if pattern else text

    answer = item.submission and replace(item.submission, text=blot(item.submission.text))
    runs = tuple(replace(run, text=blot(run.text), summary=blot(run.summary)) for run in item.history)
    return replace(item, submission=answer, history=runs)
