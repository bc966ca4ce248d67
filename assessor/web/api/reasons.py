"""The stable words of the API's errors."""

from __future__ import annotations

from flask_babel import LazyString

from assessor.errors import (
    AnswerErased,
    BadRequest,
    BadSyntax,
    InvalidInput,
    KeyInUse,
    KeyUsedForAnother,
    NotAllowed,
    NotFound,
    NotPermitted,
    PlatformFault,
    ScopeMissing,
    TokenRefused,
    WrongState,
)
from assessor.web.problems import PROTOCOL, describe

_ERRORS = (
    TokenRefused(),
    ScopeMissing(),
    NotPermitted(),
    NotFound(),
    NotAllowed(),
    WrongState(),
    KeyInUse(),
    KeyUsedForAnother(),
    AnswerErased(),
    InvalidInput(),
    BadSyntax(),
    BadRequest([]),
    PlatformFault(),
)
_CODES = (405, 413, 415, 429)


def reasons() -> tuple[tuple[str, int, LazyString | str], ...]:
    """Reason, status and what it says, of everything that the API answers by its own rules."""
    return (
        *((known.reason, known.status, known.message) for known in map(describe, _ERRORS)),
        *((PROTOCOL[code][0], code, PROTOCOL[code][2]) for code in _CODES),
    )
