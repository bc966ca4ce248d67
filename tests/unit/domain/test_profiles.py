"""How far a selection covers a role."""

from __future__ import annotations

from uuid import uuid4

import pytest

from assessor.domain.assessment import Challenge
from assessor.domain.competencies import COMPETENCIES
from assessor.domain.profiles import PROFILES, Profile, covered, shares


def a_challenge(**spec: object) -> Challenge:
    return Challenge(
        uuid4(),
        "one",
        "0",
        "One",
        "",
        "query",
        "senior",
        10,
        ("B1", "D3"),
        practice=False,
        statement="",
        spec=spec,
    )


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda each: each.slug)
def test_profiles_ask_for_what_there_is(profile):
    assert set(profile.weights) <= set(COMPETENCIES)
    assert {1, 2, 3} == set(profile.weights.values())


def test_points_spread_by_checks_and_evenly_over_their_competencies():
    checks = [{"points": 60, "competencies": ["B1", "B5"]}, {"points": 40, "competencies": ["D3"]}]
    assert shares(a_challenge(check=checks)) == pytest.approx({"B1": 0.3, "B5": 0.3, "D3": 0.4})
    assert shares(a_challenge()) == pytest.approx({"B1": 0.5, "D3": 0.5})


def test_coverage_compares_shares_and_names_what_is_not_measured():
    """Worked by hand: the role asks for B with 3 + 2 of 8, D with 3; 30 of 40 points measure B, 10 D."""
    role = Profile("r", "R", {"B1": 3, "B5": 2, "D3": 3, "H1": 1} | {"H1": 0})
    first = a_challenge(check=[{"points": 1, "competencies": ["B1"]}])
    second = a_challenge(check=[{"points": 1, "competencies": ["B1", "D1"]}])
    found = {line.group: line for line in covered(role, [(first, 20), (second, 20)])}
    assert (found["B"].wanted, found["B"].given) == (62.5, 75.0)
    assert (found["D"].wanted, found["D"].given) == (37.5, 25.0)
    assert found["B"].missing == ("B5",)
    assert found["D"].missing == ("D3",)
    assert set(found) == {"B", "D"}


def test_nothing_chosen_covers_nothing():
    assert all(line.given == 0 for line in covered(PROFILES["dba"], []))
