"""A provider of OpenID Connect on loopback, made of Authlib's own server side: codes, PKCE, RS256, JWKS, userinfo.

It can be told to send what an attacker would, in the place of an honest ID token.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode
from flask import Flask, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "assessor-at-test", "the client's secret"
KID = "the only key"
Claims = dict[str, Any]


@dataclass
class Person:
    """Who is signed in at the provider."""

    sub: str = "person-1"
    email: str = "reviewer@ours.example"
    email_verified: Any = True
    name: str = "Riley"


@dataclass
class OpenIdProvider:
    """What it knows, and how it behaves."""

    issuer: str = ""
    person: Person | None = field(default_factory=Person)
    """None: whoever comes says no."""
    forge: Callable[[OpenIdProvider, Claims], str | None] | None = None
    """Makes the ID token of honest claims; None: there is none in the answer."""
    metadata: dict[str, Any] = field(default_factory=dict)
    """What the discovery says in the place of the truth."""
    email_in_token: bool = True
    userinfo: dict[str, Any] = field(default_factory=dict)
    """What the page on the person says in the place of the truth."""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": KID}))
    codes: dict[str, _Code] = field(default_factory=dict)
    tokens: list[str] = field(default_factory=list)

    def signed(self, claims: Claims, key: RSAKey | None = None, kid: str = KID) -> str:
        """Claims with a signature, of another key if asked."""
        return jwt.encode({"alg": "RS256", "kid": kid}, claims, key or self.key)

    def reset(self) -> None:
        """Honest again, and all is forgotten."""
        fresh = OpenIdProvider(self.issuer, key=self.key)
        vars(self).update(vars(fresh))

    def told(self) -> Claims:
        """What is known of the person."""
        assert self.person
        return vars(self.person)


def unsigned(claims: Claims, alg: str = "none", sign: Callable[[bytes], bytes] = lambda _: b"") -> str:
    """Claims without a signature, or with one that no library would make."""
    parts = [_b64(json.dumps(part).encode()) for part in ({"alg": alg, "kid": KID}, claims)]
    text = ".".join(parts)
    return f"{text}.{_b64(sign(text.encode()))}"


def signed_with_the_public_key(provider: OpenIdProvider, claims: Claims) -> str:
    """The public key, which everybody knows, as the secret of an HMAC."""
    public = provider.key.as_pem(private=False)
    return unsigned(claims, "HS256", lambda text: hmac.digest(public, text, hashlib.sha256))


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class _Client(ClientMixin):
    def get_client_id(self) -> str:
        return CLIENT

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri.endswith("/sign-in/provider/done")

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class _Code(AuthorizationCodeMixin):
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(time.time())

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


class _Grant(AuthorizationCodeGrant):
    """`server` is the one below."""

    def save_authorization_code(self, code: str, request: Any) -> None:
        sent = request.payload.data
        self.server.provider.codes[code] = _Code(
            sent["redirect_uri"],
            sent["scope"],
            sent["nonce"],
            sent["code_challenge"],
            sent["code_challenge_method"],
        )

    def query_authorization_code(self, code: str, client: Any) -> _Code | None:
        return self.server.provider.codes.pop(code, None)

    def delete_authorization_code(self, authorization_code: Any) -> None:
        """It is gone since it was asked for."""

    def authenticate_user(self, authorization_code: Any) -> Any:
        return self.server.provider.person


class _OpenId(OpenIDCode):
    def __init__(self, provider: OpenIdProvider) -> None:
        super().__init__(require_nonce=True)
        self._provider = provider

    def exists_nonce(self, nonce: str, request: Any) -> bool:
        return False

    def resolve_client_private_key(self, client: Any) -> RSAKey:
        return self._provider.key

    def get_client_claims(self, client: Any) -> Claims:
        return {"iss": self._provider.issuer}

    def get_encode_header(self, client: Any) -> dict[str, str]:
        return {"alg": "RS256", "kid": KID}

    def generate_user_info(self, user: Any, scope: str) -> UserInfo:
        told = self._provider.told()
        return UserInfo(told if self._provider.email_in_token else {"sub": told["sub"]})

    def process_token(self, grant: Any, response: Any) -> Any:
        token = super().process_token(grant, response)
        if self._provider.forge:
            honest = jwt.decode(token.pop("id_token"), self._provider.key).claims
            made = self._provider.forge(self._provider, dict(honest))
            token |= {"id_token": made} if made is not None else {}
        return token


class _Server(AuthorizationServer):
    """Authlib's, with the pages that a provider has."""

    def __init__(self, provider: OpenIdProvider) -> None:
        self.provider, self.app = provider, Flask(__name__)
        super().__init__(self.app, lambda _: _Client(), self._note_token)
        self.register_grant(_Grant, [_OpenId(provider), CodeChallenge(required=True)])
        for path, page in (
            ("/.well-known/openid-configuration", self._discovery),
            ("/authorize", self._authorize),
            ("/jwks", self._jwks),
            ("/userinfo", self._userinfo),
            ("/elsewhere", lambda: redirect("/jwks")),
        ):
            self.app.add_url_rule(path, path, page)
        self.app.add_url_rule("/token", "token", self.create_token_response, methods=["POST"])

    def _note_token(self, token: dict[str, Any], _: Any) -> None:
        self.provider.tokens.append(token["access_token"])

    def _discovery(self) -> Any:
        ours = {name: f"{self.provider.issuer}/{path}" for name, path in _ENDPOINTS.items()}
        return {"issuer": self.provider.issuer, **ours, **self.provider.metadata}

    def _authorize(self) -> Any:
        person = self.provider.person
        return self.create_authorization_response(
            grant_user=person, grant=self.get_consent_grant(end_user=person)
        )

    def _jwks(self) -> Any:
        return {"keys": [self.provider.key.as_dict(private=False)]}

    def _userinfo(self) -> Any:
        shown = request.authorization
        assert shown is not None
        assert shown.token in self.provider.tokens
        return {**self.provider.told(), **self.provider.userinfo}


_ENDPOINTS = {
    "authorization_endpoint": "authorize",
    "token_endpoint": "token",
    "jwks_uri": "jwks",
    "userinfo_endpoint": "userinfo",
}


@contextmanager
def running_provider() -> Iterator[OpenIdProvider]:
    """One that answers on a port of its own. AUTHLIB_INSECURE_TRANSPORT must allow it to go without TLS."""
    provider = OpenIdProvider()
    server = make_server("127.0.0.1", 0, _Server(provider).app, threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
