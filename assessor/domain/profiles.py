"""What roles ask for: weights of competencies, and how far a selection of challenges covers them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from assessor.domain.assessment import Challenge
from assessor.domain.competencies import GROUPS

CORE, IMPORTANT, USEFUL = 3, 2, 1


@dataclass(frozen=True)
class Profile:
    """A role. `weights` by competency: 3 is core, 2 important, 1 useful; what is missing is not asked for."""

    slug: str
    title: str
    weights: Mapping[str, int]


@dataclass(frozen=True)
class GroupCoverage:
    """One lettered group: the shares of a role and of a selection's points, in percent, and what nothing measures."""

    group: str
    wanted: float
    given: float
    missing: tuple[str, ...]
    """Core and important competencies that no check of the selection carries."""


def _profile(slug: str, title: str, core: str, important: str, useful: str) -> Profile:
    weights = dict.fromkeys(core.split(), CORE)
    weights |= dict.fromkeys(important.split(), IMPORTANT) | dict.fromkeys(useful.split(), USEFUL)
    return Profile(slug, title, MappingProxyType(weights))


PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        each.slug: each
        for each in (
            _profile(
                "senior-developer", "Senior PostgreSQL developer",
                core="A1 A2 B1 B2 B5 D1 D2 D3 E1 E2 F1",
                important="A5 B3 B4 B6 C1 D4 D8 E3 E4 F2 H1 H4 I1",
                useful="A3 A4 A6 B7 C2 C3 D5 D7 F3 G4 H2 I2",
            ),
            _profile(
                "developer", "Developer who works with PostgreSQL",
                core="A1 A2 B1 B5 B6",
                important="B2 B3 B4 D1 D2 D3 E1 H4",
                useful="A5 C3 E2 E3 F1 I1",
            ),
            _profile(
                "analyst", "Data analyst",
                core="B1 B2 B5",
                important="B3 B4 D1 D3 I2",
                useful="A5 B7 B8 D2 G7",
            ),
            _profile(
                "dba", "Database administrator",
                core="D5 D6 D7 G1 G2 G3 G5 H1",
                important="D1 D2 D4 E2 F1 F4 G4 G6 G7 H3",
                useful="A6 A7 D8 F2 F3 H2 I1 I2",
            ),
            _profile(
                "data-modeller", "Data modeller",
                core="A1 A2 A4",
                important="A3 A5 A6 D2 D8 F1 H2 I2",
                useful="A7 B1 B5 C2 F3",
            ),
        )
    }
)  # fmt: skip


def covered(profile: Profile, chosen: Sequence[tuple[Challenge, int]]) -> tuple[GroupCoverage, ...]:
    """A line for each group that the role asks for or the selection measures; `chosen` are challenges with points."""
    points: dict[str, float] = defaultdict(float)
    for challenge, worth in chosen:
        for code, share in shares(challenge).items():
            points[code] += worth * share
    wanted, given = _by_group(profile.weights), _by_group(points)
    return tuple(
        GroupCoverage(
            group,
            _percent(wanted[group], sum(wanted.values())),
            _percent(given[group], sum(given.values())),
            tuple(
                c
                for c, w in sorted(profile.weights.items())
                if c[0] == group and w > USEFUL and c not in points
            ),
        )
        for group in GROUPS
        if wanted[group] or given[group]
    )


def shares(challenge: Challenge) -> Mapping[str, float]:
    """How a challenge's points spread over competencies: by its checks, evenly over those of each; they sum to 1."""
    checks: Iterable[Mapping[str, Any]] = challenge.spec.get("check") or ()  # type: ignore[assignment]  # spec is JSON
    told = [(float(check["points"]), check["competencies"]) for check in checks]
    told = told or [(1.0, challenge.competencies)]
    whole = sum(points for points, _ in told)
    spread: dict[str, float] = defaultdict(float)
    for points, codes in told:
        for code in codes:
            spread[code] += points / whole / len(codes)
    return spread


def _by_group(values: Mapping[str, float]) -> dict[str, float]:
    found: dict[str, float] = dict.fromkeys(GROUPS, 0.0)
    for code, value in values.items():
        found[code[:1]] = found.get(code[:1], 0.0) + value
    return found


def _percent(part: float, whole: float) -> float:
    return round(100 * part / whole, 1) if whole else 0.0
