"""The second step: what counts once, what never, and who may take it away."""

from __future__ import annotations

import threading
from uuid import uuid4

import pytest
from sqlalchemy import text

from assessor.domain.people import Role, User
from assessor.domain.second_factor import CODES, TRIES
from assessor.errors import InvalidInput, NotAllowed, NotFound, NotPermitted, TooManyTries
from assessor.services import manage_users, second_factor, second_step
from assessor.services.audit_log import export_log
from assessor.services.clock import ManualClock
from assessor.services.count_tries import count_second_try
from assessor.services.set_password import set_password_by_link
from assessor.services.sign_in import sign_in
from assessor.services.staff_sessions import find_session, open_session, own_sessions
from tests.integration.concerns import someone
from tests.integration.secondsteps import Authenticator, begun, enrolled
from tests.integration.world import PASSWORD, World

HERE = ("192.0.2.1", "Firefox")


@pytest.fixture
def user(world: World) -> User:
    return someone(world, Role.RECRUITER)


@pytest.fixture
def owned(world: World, user: User) -> Authenticator:
    return enrolled(world, user)


def proves(world: World, user: User, code: str) -> bool:
    try:
        with world.application.work() as work:
            second_factor.prove(work, user, code)
    except InvalidInput:
        return False
    return True


def entered(world: World, user: User) -> second_step.Entered:
    with world.application.work() as work:
        return second_step.enter(work, sign_in(work, user.email, PASSWORD), *HERE)


def who(world: World, token: str) -> bool:
    with world.application.work(readonly=True) as work:
        return find_session(work, token) is not None


def test_nothing_counts_before_the_first_code(world: World, user: User) -> None:
    made = begun(world, user)
    assert not entered(world, user).waits
    assert not proves(world, user, made.code())
    with pytest.raises(InvalidInput), world.application.work() as work:
        second_factor.confirm_enrolment(work, user, uuid4(), "000000")
    other = begun(world, user)
    assert other.secret != made.secret, "what was begun before is void"
    with pytest.raises(InvalidInput), world.application.work() as work:
        second_factor.confirm_enrolment(work, user, uuid4(), made.code())
    with world.application.work() as work:
        here, elsewhere = open_session(work, user, *HERE), open_session(work, user, *HERE)
        codes = second_factor.confirm_enrolment(work, user, find_session(work, here).session_id, other.code())
    assert len(set(codes)) == CODES
    assert (who(world, here), who(world, elsewhere)) == (True, False)
    assert entered(world, user).waits
    with world.application.work() as work:
        second_factor.begin_enrolment(work, user)
        assert second_factor.view_second_factor(work, user).on, "what counts is not begun anew"
        with pytest.raises(NotAllowed):
            second_factor.confirm_enrolment(work, user, uuid4(), other.code(1))


def test_a_step_counts_once_and_none_before_it(
    world: World, user: User, owned: Authenticator, clock: ManualClock
) -> None:
    codes = {steps: owned.code(steps) for steps in (-2, -1, 0, 1, 2)}
    assert not proves(world, user, codes[-1]), "it has confirmed the enrolment"
    assert not proves(world, user, codes[-2])
    assert not proves(world, user, codes[2])
    assert proves(world, user, codes[1]), "the telephone's clock is ahead"
    assert not proves(world, user, codes[1])
    assert not proves(world, user, codes[0]), "older than one that was used"
    clock.advance(seconds=30)
    assert not proves(world, user, codes[1])
    assert proves(world, user, codes[2])
    assert not proves(world, user, "")


def test_the_same_code_at_the_same_time_lets_one_in(world: World, user: User, owned: Authenticator) -> None:
    code, got = owned.code(), list[bool]()
    threads = [threading.Thread(target=lambda: got.append(proves(world, user, code))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [False, False, True]


def test_a_recovery_code_is_good_once_and_not_for_another(
    world: World, user: User, owned: Authenticator
) -> None:
    stranger = someone(world, Role.MANAGER)
    enrolled(world, stranger)
    assert not proves(world, stranger, owned.codes[0])
    assert proves(world, user, owned.codes[0].upper().replace("-", " "))
    assert not proves(world, user, owned.codes[0])
    with world.application.work() as work:
        assert second_factor.view_second_factor(work, user).codes_left == CODES - 1
        with pytest.raises(InvalidInput, match="not your password"):
            second_factor.renew_codes(work, user, "wrong", owned.code())
        fresh = second_factor.renew_codes(work, user, PASSWORD, owned.code())
        assert second_factor.view_second_factor(work, user).codes_left == CODES
    assert not proves(world, user, owned.codes[1]), "those from before are void"
    assert proves(world, user, fresh[1])


def test_turning_it_off_takes_password_and_code(world: World, user: User, owned: Authenticator) -> None:
    for password, code in (("wrong", owned.code()), (PASSWORD, "000000"), (PASSWORD, "")):
        with pytest.raises(InvalidInput), world.application.work() as work:
            second_factor.turn_off(work, user, password, code)
    assert entered(world, user).waits
    with world.application.work() as work:
        second_factor.turn_off(work, user, PASSWORD, owned.codes[0])
    assert not entered(world, user).waits
    assert not proves(world, user, owned.codes[1])


def test_who_waits_is_not_signed_in_until_the_second_step(
    world: World, user: User, owned: Authenticator, clock: ManualClock
) -> None:
    waiting = entered(world, user)
    assert not who(world, waiting.token)
    with world.application.work() as work:
        assert own_sessions(work, user) == ()
        assert second_step.who_waits(work, waiting.token) == user
    with world.application.work() as work:
        let_in = second_step.make_second_step(work, user, waiting.token, owned.code(), *HERE)
    assert who(world, let_in.token)
    with world.application.work() as work:
        assert second_step.who_waits(work, waiting.token) is None, "it was for once"
        assert second_step.who_waits(work, let_in.token) is None
    late = entered(world, user)
    clock.advance(minutes=10)
    with world.application.work() as work:
        assert second_step.who_waits(work, late.token) is None


def test_a_new_password_is_no_way_around_it(world: World, user: User, owned: Authenticator) -> None:
    waiting = entered(world, user)
    with world.application.work() as work:
        link = manage_users.new_link(work, someone(world, Role.ADMIN), user.id)
        set_password_by_link(work, link.token, PASSWORD)
        assert second_step.who_waits(work, waiting.token) is None, "the old password has proven nothing"
    assert entered(world, user).waits


def test_an_administrator_resets_anothers_and_the_log_says_so(
    world: World, user: User, owned: Authenticator
) -> None:
    admin, theirs = someone(world, Role.ADMIN), world.stranger
    enrolled(world, admin)
    with world.application.work() as work:
        token = open_session(work, user, *HERE)
        with pytest.raises(NotPermitted):
            manage_users.reset_second_factor(work, user, admin.id)
        with pytest.raises(NotFound):
            manage_users.reset_second_factor(work, theirs, user.id)
        with pytest.raises(NotAllowed, match="your own"):
            manage_users.reset_second_factor(work, admin, admin.id)
        manage_users.reset_second_factor(work, admin, user.id)
    assert not who(world, token)
    assert not entered(world, user).waits
    with world.application.work() as work:
        with pytest.raises(NotAllowed, match="no second factor"):
            second_factor.reset_by_command(work, user)
        second_factor.reset_by_command(work, admin)
    with world.application.work(readonly=True) as work:
        said = [entry for entry in export_log(work, "ours") if entry.act == "reset_second_factor"]
    assert [(entry.actor_id, entry.detail["user_id"]) for entry in said] == [
        (admin.id, str(user.id)),
        (None, str(admin.id)),
    ]


def test_an_organisation_asks_it_of_all_its_staff(world: World, user: User) -> None:
    admin = someone(world, Role.ADMIN)

    def require(required: bool) -> None:
        with world.application.work() as work:
            manage_users.require_second_step(work, admin, required=required)

    def lacks(someone_: User) -> bool:
        with world.application.work() as work:
            token = open_session(work, someone_, *HERE)
            return find_session(work, token).lacks_second

    with pytest.raises(NotAllowed, match="your own"):
        require(True)
    enrolled(world, admin)
    require(True)
    assert [lacks(each) for each in (admin, user, world.stranger)] == [False, True, False]
    begun(world, user)
    assert lacks(user), "nothing is set up yet"
    enrolled(world, user)
    assert not lacks(user)
    require(False)
    assert not lacks(someone(world, Role.REVIEWER))


def test_nothing_secret_is_in_the_database(world: World, user: User, owned: Authenticator) -> None:
    waiting = entered(world, user)
    secrets = [owned.secret, waiting.token, *owned.codes, *(code.replace("-", "") for code in owned.codes)]
    with world.application.work(readonly=True) as work:
        rows = [
            "t::text from staff_session as t",
            "t::text from recovery_code as t",
            "t::text from audit_entry as t",
        ]
        for row in (*rows, "encode(secret, 'escape') from second_factor"):
            told = "\n".join(work.session.scalars(text(f"select {row}")))
            assert told
            assert not [secret for secret in secrets if secret in told]


def test_guessing_ends_for_the_account_wherever_it_comes_from(
    world: World, user: User, clock: ManualClock
) -> None:
    def tried(number: int) -> bool:
        try:
            with world.application.work() as work:
                count_second_try(work, f"192.0.2.{number}", user)
        except TooManyTries:
            return False
        return True

    assert [tried(number) for number in range(TRIES + 1)] == [True] * TRIES + [False]
    clock.advance(minutes=59)
    assert not tried(99)
    clock.advance(minutes=1)
    assert tried(100)
