"""Passwords and their SCRAM-SHA-256 verifiers, made on our side so that a server never sees a password."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets

ITERATIONS = 4096
"""What PostgreSQL itself uses; enough for random secrets of 192 bits."""


def new_password() -> str:
    """A fresh random secret (32 URL-safe ASCII characters, so SASLprep leaves it alone)."""
    return secrets.token_urlsafe(24)


def verifier(password: str) -> str:
    """What goes into pg_authid.rolpassword (RFC 5802, RFC 7677) for an ASCII password."""
    return _verifier(password, secrets.token_bytes(16), ITERATIONS)


def matches(stored: str, password: str) -> bool:
    """Whether a role whose rolpassword is `stored` logs in with this password, as far as verifiers of ours go."""
    parts = re.fullmatch(rf"SCRAM-SHA-256\${ITERATIONS}:([A-Za-z0-9+/=]+)\$[^$]+", stored)
    if parts is None:
        return False
    try:
        salt = base64.b64decode(parts[1], validate=True)
    except ValueError:
        return False
    return hmac.compare_digest(stored.encode(), _verifier(password, salt, ITERATIONS).encode())


def _verifier(password: str, salt: bytes, iterations: int) -> str:
    salted = hashlib.pbkdf2_hmac("sha256", password.encode("ascii"), salt, iterations)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    return f"SCRAM-SHA-256${iterations}:{_b64(salt)}${_b64(stored)}:{_b64(server)}"


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
