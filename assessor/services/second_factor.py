"""One's own second factor: an authenticator that makes codes, and recovery codes for the day it is lost."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from uuid import UUID

import pyotp

from assessor.domain.invitation import token_digest
from assessor.domain.people import User
from assessor.domain.second_factor import (
    CODE_BYTES,
    CODES,
    STEP_SECONDS,
    SecondFactor,
    is_step_code,
    recovery_code,
    steps_at,
    written,
)
from assessor.errors import InvalidInput, NotAllowed
from assessor.services.audit_log import note
from assessor.services.set_password import require_own_password
from assessor.services.work import Work
from assessor.storage.queries import organisations, second_factors, staff_access

ISSUER = "assessor"
"""What authenticators show above the code."""


@dataclass(frozen=True)
class Enrolment:
    """What an authenticator has to be told."""

    secret: str
    """Base32, for who types it."""
    address: str
    """An otpauth: URI, for who scans it."""


@dataclass(frozen=True)
class Standing:
    """How it stands with somebody's second factor."""

    on: bool
    codes_left: int
    enrolment: Enrolment | None
    """What was begun and waits for its first code."""
    required: bool
    """By the organisation."""


def view_second_factor(work: Work, user: User) -> Standing:
    """One's own."""
    found = second_factors.find(work.session, user.id)
    on = found is not None and found.confirmed
    return Standing(
        on,
        second_factors.codes_left(work.session, user.id),
        _enrolment(work, user, found) if found and not on else None,
        organisations.get(work.session, user.organisation_id).second_step,
    )


def begin_enrolment(work: Work, user: User) -> None:
    """Make a secret, which counts for nothing until a code confirms it; one that was begun before is void."""
    second_factors.begin(work.session, user.id, work.vault.seal(pyotp.random_base32()))


def confirm_enrolment(work: Work, user: User, session_id: UUID, code: str) -> tuple[str, ...]:
    """From now on it is asked for; every other browser is signed out. The recovery codes, which are told this once.

    Raises InvalidInput for a wrong code, and NotAllowed where nothing was begun or it counts already.
    """
    found = second_factors.find(work.session, user.id, lock=True)
    if found is None or found.confirmed:
        raise NotAllowed()
    _use_step(work, user, found, written(code))
    second_factors.confirm(work.session, user.id, work.now())
    staff_access.end_sessions(work.session, user.id, work.now(), but=session_id)
    note(work, user.organisation_id, user.id, "turn_on_second_factor")
    return _new_codes(work, user)


def renew_codes(work: Work, user: User, password: str, code: str) -> tuple[str, ...]:
    """Fresh recovery codes, told this once; those from before are void. Raises InvalidInput."""
    _prove_all(work, user, password, code)
    note(work, user.organisation_id, user.id, "renew_recovery_codes")
    return _new_codes(work, user)


def turn_off(work: Work, user: User, password: str, code: str) -> tuple[str, ...]:
    """Ask for no second step any more; no recovery codes are left. Raises InvalidInput."""
    _prove_all(work, user, password, code)
    second_factors.forget(work.session, user.id)
    note(work, user.organisation_id, user.id, "turn_off_second_factor")
    return ()


def prove(work: Work, user: User, code: str) -> None:
    """Use a code up, the authenticator's or one for recovery. Raises InvalidInput for one that is wrong or was used."""
    typed = written(code)
    found = second_factors.find(work.session, user.id, lock=True)
    if found is None or not found.confirmed:
        raise _wrong()
    if is_step_code(typed):
        _use_step(work, user, found, typed)
    elif second_factors.use_code(work.session, user.id, token_digest(typed), work.now()):
        note(work, user.organisation_id, user.id, "use_recovery_code")
    else:
        raise _wrong()


def reset(work: Work, account: User) -> None:
    """Forget somebody's second factor and sign them out everywhere. Raises NotAllowed where there is none."""
    if not second_factors.forget(work.session, account.id):
        raise NotAllowed("This account has no second factor.")
    staff_access.end_sessions(work.session, account.id, work.now())


def reset_by_command(work: Work, account: User) -> None:
    """The same, for who works on the server; the log names nobody. Raises NotAllowed."""
    reset(work, account)
    note(work, account.organisation_id, None, "reset_second_factor", user_id=account.id)


def _prove_all(work: Work, user: User, password: str, code: str) -> None:
    require_own_password(work, user, password)
    prove(work, user, code)


def _use_step(work: Work, user: User, found: SecondFactor, code: str) -> None:
    codes = pyotp.TOTP(work.vault.open(found.sealed), interval=STEP_SECONDS)
    for step in steps_at(work.now(), found.last_step):
        if hmac.compare_digest(codes.generate_otp(step).encode(), code.encode()):
            second_factors.use_step(work.session, user.id, step)
            return
    raise _wrong()


def _new_codes(work: Work, user: User) -> tuple[str, ...]:
    codes = tuple(recovery_code(secrets.token_bytes(CODE_BYTES)) for _ in range(CODES))
    second_factors.replace_codes(work.session, user.id, [token_digest(written(code)) for code in codes])
    return codes


def _enrolment(work: Work, user: User, found: SecondFactor) -> Enrolment:
    secret = work.vault.open(found.sealed)
    return Enrolment(secret, pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=ISSUER))


def _wrong() -> InvalidInput:
    return InvalidInput("That code is not right, or was used before.")
