"""The authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0, RFC 7636, RFC 9207).

Nothing of the provider's is kept between two sign-ons: they are few, and its keys and addresses may change.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from requests import RequestException

from assessor.domain.sign_on import Handshake, Identity, Registration
from assessor.errors import SignOnAway, SignOnDenied, SignOnLost, SignOnRefused, SignOnUnverified
from assessor.sign_on.id_token import verified_claims

SECONDS = 5.0
"""That each answer of the provider may take."""
_AWAY = ("server_error", "temporarily_unavailable")


class IdentityProvider:
    """One provider, and this installation as its client."""

    def __init__(self, registration: Registration, redirect_uri: str) -> None:
        """`redirect_uri` is where browsers come back to, as the provider was told it."""
        self.registration = registration
        self._redirect_uri = redirect_uri

    def begin(self) -> tuple[str, Handshake]:
        """The address to send a browser to, and what it must come back with. Raises SignOnAway or SignOnRefused."""
        made = Handshake(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))
        with self._session() as session:
            endpoint = self._endpoint(self._metadata(session), "authorization_endpoint")
            url, _ = session.create_authorization_url(
                endpoint, state=made.state, nonce=made.nonce, code_verifier=made.verifier
            )
        return str(url), made

    def finish(self, made: Handshake | None, answer: Mapping[str, str]) -> Identity:
        """Who came back with this answer. Raises a SignOnProblem, or SignOnAway."""
        if made is None or not hmac.compare_digest(made.state.encode(), answer.get("state", "").encode()):
            raise SignOnLost()
        if answer.get("iss", self.registration.issuer) != self.registration.issuer:
            raise SignOnRefused()
        if "error" in answer:
            raise SignOnAway() if answer["error"] in _AWAY else SignOnDenied()
        with self._session() as session:
            metadata = self._metadata(session)
            token = self._token(session, metadata, made, answer.get("code", ""))
            keys = self._get(session, self._endpoint(metadata, "jwks_uri"))
            claims = verified_claims(token, keys, self.registration, made.nonce)
            return self._identity(self._with_email(session, metadata, claims))

    def _session(self) -> Any:
        return OAuth2Session(
            self.registration.client_id,
            self.registration.client_secret,
            scope="openid email profile",
            redirect_uri=self._redirect_uri,
            code_challenge_method="S256",
            default_timeout=SECONDS,
        )

    def _metadata(self, session: Any) -> dict[str, Any]:
        url = f"{self.registration.issuer.rstrip('/')}/.well-known/openid-configuration"
        metadata = self._get(session, url)
        if metadata.get("issuer") != self.registration.issuer:
            raise SignOnRefused()
        return metadata

    def _endpoint(self, metadata: Mapping[str, Any], name: str) -> str:
        """One of the provider's addresses; secrets go to none that is less secure than that which was configured."""
        url = str(metadata.get(name, ""))
        if not url.startswith(("https://", f"{self.registration.issuer.partition('://')[0]}://")):
            raise SignOnRefused()
        return url

    def _token(self, session: Any, metadata: Mapping[str, Any], made: Handshake, code: str) -> dict[str, Any]:
        endpoint = self._endpoint(metadata, "token_endpoint")
        # Basic is what every provider has to take unless it says otherwise (OpenID Connect Discovery, section 3).
        if "client_secret_basic" not in metadata.get(
            "token_endpoint_auth_methods_supported", ["client_secret_basic"]
        ):
            session.token_endpoint_auth_method = "client_secret_post"  # noqa: S105 - the name of a method
        with _translated():
            token = session.fetch_token(
                endpoint,
                grant_type="authorization_code",
                code=code,
                redirect_uri=self._redirect_uri,
                code_verifier=made.verifier,
                allow_redirects=False,
            )
        return dict(token)

    def _with_email(
        self, session: Any, metadata: Mapping[str, Any], claims: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """With what only the provider's page on the person tells: many leave it out of the token."""
        if "email" in claims or "userinfo_endpoint" not in metadata:
            return claims
        told = self._get(session, self._endpoint(metadata, "userinfo_endpoint"), signed=True)
        if told.get("sub") != claims["sub"]:
            raise SignOnRefused()
        return {**told, **claims}

    def _identity(self, claims: Mapping[str, Any]) -> Identity:
        email = claims.get("email")
        # Some providers write the truth as a word.
        verified = claims.get("email_verified") is True or claims.get("email_verified") == "true"
        if not isinstance(email, str) or "@" not in email or not verified:
            raise SignOnUnverified()
        name = claims.get("name")
        name = name if isinstance(name, str) and name.strip() else email.partition("@")[0]
        return Identity(self.registration.issuer, str(claims["sub"]), email.strip(), name.strip())

    def _get(self, session: Any, url: str, *, signed: bool = False) -> dict[str, Any]:
        with _translated():
            response = session.request("GET", url, withhold_token=not signed, allow_redirects=False)
            response.raise_for_status()
            found = response.json()
        if not isinstance(found, dict):
            raise SignOnAway()
        return found


@contextmanager
def _translated() -> Iterator[None]:
    """A provider that is away is nobody's mistake; one that says no has its reasons, which stay out of logs."""
    try:
        yield
    except OAuthError:
        raise SignOnRefused() from None
    except (RequestException, ValueError) as error:
        raise SignOnAway() from error
