"""ID tokens: signed by a key of the provider, for us, now, and for the sign-on that was begun."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from assessor.domain.sign_on import Registration
from assessor.errors import SignOnRefused

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Whatever the provider's list says: with none anybody signs, and with HS256 whoever knows a key that is public."""
LEEWAY = 60
"""Seconds by which clocks may differ."""


def verified_claims(
    token: Mapping[str, Any], keys: Mapping[str, Any], registration: Registration, nonce: str
) -> Mapping[str, Any]:
    """What the ID token in a token response says. Raises SignOnRefused unless all of it holds."""
    options = {
        "iss": {"essential": True, "value": registration.issuer},
        "aud": {"essential": True, "value": registration.client_id},
        "sub": {"essential": True},
    }
    known = {"nonce": nonce, "client_id": registration.client_id, "access_token": token.get("access_token")}
    try:
        decoded = jwt.decode(token["id_token"], KeySet.import_key_set(keys), algorithms=ALGORITHMS)  # type: ignore[arg-type]  # what is no key set raises
        claims = CodeIDToken(decoded.claims, decoded.header, options, known)
        claims.validate(leeway=LEEWAY)
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        # What it says of whom stays out of logs, and so does what is wrong with it.
        raise SignOnRefused() from None
    return dict(claims)
