"""Password hashes: argon2id with argon2-cffi's defaults (RFC 9106, low-memory profile)."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

_hasher = PasswordHasher()
_UNKNOWN = "$argon2id$v=19$m=65536,t=3,p=4$uLX7Jg62l0QuwDFDBKSu+g$8lyUhr6/SGdNVdT4VM6LwoLqYJcVXWTxkHEfKpfGO4I"
"""The hash of a password that nobody has and nobody knows; made once, for it would cost every start of a process."""


def hash_password(password: str) -> str:
    """A new hash."""
    return _hasher.hash(password)


def verify_password(password_hash: str | None, password: str) -> bool:
    """Whether the password is right; takes as long for an account that does not exist (None)."""
    try:
        return _hasher.verify(password_hash or _UNKNOWN, password) and password_hash is not None
    except (Argon2Error, InvalidHashError):
        return False


def needs_rehash(password_hash: str) -> bool:
    """Whether the hash was made with weaker settings than today's."""
    return _hasher.check_needs_rehash(password_hash)
