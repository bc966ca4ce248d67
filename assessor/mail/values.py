"""What the variables of a text stand for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta


def values(
    candidate_name: str, assessment: str, link: str, expires: datetime, minutes: int, organisation: str
) -> Mapping[str, str]:
    """The values of all variables for one mail."""
    return {
        "candidate_name": candidate_name,
        "assessment": assessment,
        "link": link,
        "expires": expires.astimezone(UTC).strftime("%d %b %Y, %H:%M UTC"),
        "duration": f"{minutes} minutes",
        "organisation": organisation,
    }


def samples(organisation: str, base_url: str, now: datetime) -> Mapping[str, str]:
    """Made-up values for a preview."""
    link = f"{base_url}the-secret-part-of-the-link"
    return values("Ada Example", "PostgreSQL developer", link, now + timedelta(days=14), 90, organisation)
