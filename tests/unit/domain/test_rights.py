"""Who may do what."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from pathlib import Path
from uuid import UUID

import pytest

from assessor import services
from assessor.domain.people import Role, User
from assessor.domain.rights import RIGHTS, Right, may, require
from assessor.errors import NotPermitted

PAGE = Path(__file__).parents[3] / "docs" / "rights.md"


def a_user(*roles: Role, active: bool = True) -> User:
    return User(UUID(int=1), UUID(int=2), "a@b.example", "A", frozenset(roles), active)


def test_every_right_has_its_roles_and_an_admin_has_all_but_that_to_score_without_names() -> None:
    assert set(RIGHTS) == set(Right)
    assert {right for right, roles in RIGHTS.items() if Role.ADMIN not in roles} == {Right.REVIEW}


def test_any_role_is_enough_and_none_is_not() -> None:
    assert may(a_user(Role.REVIEWER, Role.RECRUITER), Right.ACCOMMODATE)
    assert not may(a_user(), Right.SEE_ASSESSMENTS)
    assert not may(a_user(Role.ADMIN, active=False), Right.SEE_ASSESSMENTS)


def test_who_has_a_right_not_is_told_which() -> None:
    with pytest.raises(NotPermitted, match="may not see and grant accommodations"):
        require(a_user(Role.MANAGER), Right.ACCOMMODATE)
    require(a_user(Role.RECRUITER), Right.ACCOMMODATE)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.REVIEWER])
def test_managers_and_reviewers_know_of_no_accommodation(role: Role) -> None:
    assert not may(a_user(role), Right.ACCOMMODATE)


def test_the_page_prints_the_table() -> None:
    rows = re.findall(r"^\| ([a-z][^|]*?) \|(.*)\|$", PAGE.read_text(), re.MULTILINE)
    heading, *printed = [[name, *(cell.strip() for cell in cells.split("|"))] for name, cells in rows]
    assert heading == ["right", *Role]
    expected = [[right.value, *("yes" if role in RIGHTS[right] else "" for role in Role)] for right in Right]
    assert printed == expected


def staff_services() -> list[object]:
    """Every public function of services that acts for a member of staff."""
    modules = [
        importlib.import_module(f"assessor.services.{m.name}")
        for m in pkgutil.iter_modules(services.__path__)
    ]
    functions = (
        f for m in modules for _, f in inspect.getmembers(m, inspect.isfunction) if f.__module__ == m.__name__
    )
    return [
        f for f in functions if not f.__name__.startswith("_") and "user" in inspect.signature(f).parameters
    ]


HELPERS = {"find_assessment", "note_service", "raters_of", "require_seen", "visible_kinds"}
OWN = {
    "open_session", "own_sessions", "end_session", "end_other_sessions", "change_password", "require_own_password",
    "enter", "make_second_step", "note_failed_step", "count_second_try", "prove", "view_second_factor",
    "begin_enrolment", "confirm_enrolment", "renew_codes", "turn_off",
}  # fmt: skip
"""Everybody's own account."""
"""They ask in their own way, or are called by services that have asked already."""


def test_every_service_of_staff_asks_for_a_right() -> None:
    found = {f.__name__: getattr(f, "right", None) for f in staff_services()}
    assert "invite_candidate" in found
    assert {name for name, right in found.items() if right is None} == HELPERS | OWN
