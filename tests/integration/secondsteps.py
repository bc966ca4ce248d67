"""Authenticators, for tests of the second step."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

import pyotp

from assessor.domain.people import User
from assessor.services import second_factor
from tests.integration.world import World


@dataclass
class Authenticator:
    """Shows codes by the clock of the world."""

    world: World
    secret: str
    codes: tuple[str, ...] = ()
    """The recovery codes."""

    def code(self, steps: int = 0) -> str:
        """What it shows so many steps from now."""
        return pyotp.TOTP(self.secret).at(self.world.application.clock.now(), counter_offset=steps)


def begun(world: World, user: User) -> Authenticator:
    """One that was told the secret, whose first code nobody has typed yet."""
    with world.application.work() as work:
        second_factor.begin_enrolment(work, user)
    with world.application.work(readonly=True) as work:
        enrolment = second_factor.view_second_factor(work, user).enrolment
    assert enrolment
    return Authenticator(world, enrolment.secret)


def enrolled(world: World, user: User) -> Authenticator:
    """One that counts; it shows a code that was not used."""
    made = begun(world, user)
    with world.application.work() as work:
        made.codes = second_factor.confirm_enrolment(work, user, uuid4(), made.code(-1))
    return made
