"""Accounts, passwords, sessions and tries."""

from __future__ import annotations

import threading
from uuid import uuid4

import pytest
from sqlalchemy import text

from assessor.domain.access import LINK_LASTS, SESSION_LASTS, TRIES_PER_ACCOUNT, TRIES_PER_ADDRESS
from assessor.domain.people import Role, User
from assessor.errors import InvalidInput, LinkUsedUp, NotAllowed, NotFound, NotPermitted, TooManyTries
from assessor.services.clock import ManualClock
from assessor.services.count_tries import count_try, forget_try
from assessor.services.manage_users import add_user, change_user, list_users, new_link
from assessor.services.set_password import change_password, set_password_by_link, whose_link
from assessor.services.sign_in import sign_in
from assessor.services.staff_sessions import (
    end_other_sessions,
    end_session,
    find_session,
    open_session,
    own_sessions,
)
from assessor.services.sweep import forget_access
from tests.integration.concerns import someone
from tests.integration.world import PASSWORD, World

HERE = ("192.0.2.1", "Firefox")
ANOTHER = "another long password"


@pytest.fixture
def admin(world: World) -> User:
    return someone(world, Role.ADMIN)


def signed_in(world: World, user: User) -> str:
    with world.application.work() as work:
        return open_session(work, user, *HERE)


def who(world: World, token: str) -> User | None:
    with world.application.work(readonly=True) as work:
        found = find_session(work, token)
    return found.user if found else None


def test_a_new_account_gets_in_by_its_link_and_only_once(world: World, admin: User) -> None:
    with world.application.work() as work:
        made = add_user(work, admin, " New@Ours.example", "New", [Role.REVIEWER])
    for password in ("", "!", PASSWORD):
        with pytest.raises(InvalidInput), world.application.work() as work:
            sign_in(work, "new@ours.example", password)
    with world.application.work() as work:
        assert whose_link(work, made.token) == made.user
        with pytest.raises(InvalidInput):
            set_password_by_link(work, made.token, "short")
        set_password_by_link(work, made.token, ANOTHER)
    with world.application.work() as work:
        assert sign_in(work, "new@ours.example", ANOTHER) == made.user
        for use in (whose_link, lambda w, t: set_password_by_link(w, t, ANOTHER)):
            with pytest.raises(LinkUsedUp):
                use(work, made.token)


def test_a_newer_link_voids_the_older_and_all_end(world: World, admin: User, clock: ManualClock) -> None:
    with world.application.work() as work:
        first = add_user(work, admin, "new@ours.example", "New", [Role.REVIEWER])
        second = new_link(work, admin, first.user.id)
        with pytest.raises(LinkUsedUp):
            whose_link(work, first.token)
        assert whose_link(work, second.token) == first.user
    clock.advance(seconds=LINK_LASTS.total_seconds())
    with pytest.raises(LinkUsedUp), world.application.work() as work:
        whose_link(work, second.token)


def test_nothing_secret_is_in_the_database(world: World, admin: User) -> None:
    with world.application.work() as work:
        link = add_user(work, admin, "new@ours.example", "New", [Role.REVIEWER]).token
    for secret in (link, signed_in(world, admin)):
        with world.application.work(readonly=True) as work:
            for table in ("staff_session", "password_link", "user_account"):
                found = text(f"select count(*) from {table} as t where t::text like :secret")
                assert work.session.scalar(found, {"secret": f"%{secret}%"}) == 0


def test_a_session_ends_when_it_is_ended_or_over(world: World, admin: User, clock: ManualClock) -> None:
    tokens = [signed_in(world, admin) for _ in range(3)]
    stranger = signed_in(world, world.stranger)
    with world.application.work() as work:
        sessions = own_sessions(work, admin)
        assert {(each.address, each.browser) for each in sessions} == {HERE}
        assert end_session(work, admin, find_session(work, tokens[0]).session_id)
        assert not end_session(work, admin, find_session(work, stranger).session_id), "not one's own"
        assert not end_session(work, admin, uuid4())
    assert [who(world, token) is not None for token in tokens] == [False, True, True]
    with world.application.work() as work:
        assert end_other_sessions(work, admin, find_session(work, tokens[1]).session_id) == 1
    assert [who(world, token) is not None for token in tokens] == [False, True, False]
    assert who(world, stranger) == world.stranger
    clock.advance(seconds=SESSION_LASTS.total_seconds())
    assert who(world, tokens[1]) is None
    assert who(world, "nonsense") is None


def test_a_changed_password_signs_everybody_else_out(world: World, admin: User) -> None:
    here, elsewhere = signed_in(world, admin), signed_in(world, admin)
    with world.application.work() as work:
        session_id = find_session(work, here).session_id
        with pytest.raises(InvalidInput, match="not your password"):
            change_password(work, admin, session_id, "wrong", ANOTHER)
        change_password(work, admin, session_id, PASSWORD, ANOTHER)
    assert who(world, here)
    assert who(world, elsewhere) is None
    with world.application.work() as work:
        set_password_by_link(work, new_link(work, admin, admin.id).token, PASSWORD)
    assert who(world, here) is None, "a link signs everybody out"


def change(world: World, admin: User, user: User, *roles: Role, active: bool = True) -> User:
    with world.application.work() as work:
        return change_user(work, admin, user.id, roles, active=active)


def test_who_loses_a_role_or_the_account_is_signed_out(world: World, admin: User) -> None:
    reviewer = someone(world, Role.REVIEWER)
    token = signed_in(world, reviewer)
    assert change(world, admin, reviewer, Role.REVIEWER, Role.MANAGER).roles == {Role.REVIEWER, Role.MANAGER}
    assert who(world, token), "who gains one is not"
    change(world, admin, reviewer, Role.MANAGER)
    assert who(world, token) is None
    token = signed_in(world, reviewer)
    change(world, admin, reviewer, Role.MANAGER, active=False)
    assert who(world, token) is None
    with pytest.raises(NotAllowed, match="closed"), world.application.work() as work:
        new_link(work, admin, reviewer.id)
    with pytest.raises(InvalidInput, match="do not match"), world.application.work() as work:
        sign_in(work, reviewer.email, PASSWORD)


@pytest.mark.parametrize(("roles", "active"), [([Role.MANAGER], True), ([Role.ADMIN], False)])
def test_an_administrator_is_left(world: World, admin: User, roles: list[Role], active: bool) -> None:
    with pytest.raises(NotAllowed, match="at least one administrator"):
        change(world, admin, admin, *roles, active=active)
    change(world, admin, someone(world, Role.REVIEWER), Role.ADMIN)
    assert change(world, admin, admin, *roles, active=active).active == active


def test_accounts_are_for_administrators_of_their_organisation(world: World, admin: User) -> None:
    recruiter = someone(world, Role.RECRUITER)
    with world.application.work() as work:
        assert {user.organisation_id for user in list_users(work, admin)} == {admin.organisation_id}
        for act in (
            lambda: list_users(work, recruiter),
            lambda: add_user(work, recruiter, "x@ours.example", "X", [Role.ADMIN]),
            lambda: new_link(work, recruiter, admin.id),
            lambda: change_user(work, recruiter, recruiter.id, [Role.ADMIN], active=True),
        ):
            with pytest.raises(NotPermitted):
                act()
        for user_id in (world.stranger.id, uuid4()):
            with pytest.raises(NotFound):
                new_link(work, admin, user_id)
            with pytest.raises(NotFound):
                change_user(work, admin, user_id, [Role.ADMIN], active=True)
        with pytest.raises(InvalidInput, match="already"):
            add_user(work, admin, world.stranger.email.upper(), "X", [Role.ADMIN])
        with pytest.raises(InvalidInput, match="role"):
            add_user(work, admin, "x@ours.example", "X", [])


def tried(world: World, address: str = "192.0.2.1", email: str = "a@ours.example") -> bool:
    try:
        with world.application.work() as work:
            count_try(work, address, email)
    except TooManyTries:
        return False
    return True


def test_tries_count_for_address_and_account_and_are_forgotten(world: World, clock: ManualClock) -> None:
    assert [tried(world) for _ in range(TRIES_PER_ACCOUNT + 1)] == [True] * TRIES_PER_ACCOUNT + [False]
    assert not tried(world, email=" A@Ours.example "), "the same account"
    assert tried(world, address="192.0.2.2"), "its owner is elsewhere"
    more = TRIES_PER_ADDRESS - TRIES_PER_ACCOUNT
    assert [tried(world, email=str(n)) for n in range(more + 1)] == [True] * more + [False]
    clock.advance(minutes=5)
    assert tried(world)


def test_a_right_one_does_not_count(world: World) -> None:
    for _ in range(TRIES_PER_ACCOUNT + 1):
        with world.application.work() as work:
            forget_try(work, count_try(work, "192.0.2.1", "a@ours.example"))
    assert tried(world)


def test_a_burst_gets_no_more_tries_than_there_are(world: World) -> None:
    got: list[bool] = []
    threads = [
        threading.Thread(target=lambda: got.append(tried(world))) for _ in range(TRIES_PER_ACCOUNT * 2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [False] * TRIES_PER_ACCOUNT + [True] * TRIES_PER_ACCOUNT


def test_what_is_over_is_deleted_after_a_day(world: World, admin: User, clock: ManualClock) -> None:
    signed_in(world, admin)
    with world.application.work() as work:
        new_link(work, admin, admin.id)
    tried(world)
    clock.advance(hours=12)
    with world.application.work() as work:
        assert forget_access(work) == 0
    clock.advance(hours=25)
    with world.application.work() as work:
        assert forget_access(work) == 3, "a session and two counted tries"
    clock.advance(days=3)
    with world.application.work() as work:
        assert forget_access(work) == 1, "the link"
