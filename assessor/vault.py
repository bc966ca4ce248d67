"""Secrets that we must be able to read again, e.g. of webhooks, lie in the database encrypted.

The key is made of the installation's secret: the database alone, or a copy of it, tells none of them.
"""

from __future__ import annotations

import base64
import hmac

from cryptography.fernet import Fernet, InvalidToken

from assessor.errors import NotAllowed


class Vault:
    """Encrypts and decrypts (Fernet: AES-128-CBC with HMAC-SHA256)."""

    def __init__(self, secret: str) -> None:
        key = hmac.digest(secret.encode(), b"assessor: secrets in the database", "sha256")
        self._fernet = Fernet(base64.urlsafe_b64encode(key))
        self._names = hmac.digest(secret.encode(), b"assessor: names of those who answer freely", "sha256")
        self._marks = hmac.digest(secret.encode(), b"assessor: heads of audit logs", "sha256")

    def seal(self, plain: str) -> bytes:
        """What the database keeps."""
        return self._fernet.encrypt(plain.encode())

    def open(self, sealed: bytes) -> str:
        """What was sealed. Raises NotAllowed where the installation's secret is another one since."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            raise NotAllowed(
                "The installation's secret key was changed, so what was encrypted with it cannot be read."
            ) from None

    def pseudonym(self, data: bytes) -> bytes:
        """An HMAC-SHA256 under which something is kept that the database alone leads back from to nobody."""
        return hmac.digest(self._names, data, "sha256")

    def mark(self, data: bytes) -> bytes:
        """An HMAC-SHA256 that nobody can make who has the database alone."""
        return hmac.digest(self._marks, data, "sha256")
