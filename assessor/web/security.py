"""Headers that every answer carries, and CSRF protection for every route that changes something."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g, request
from flask_wtf.csrf import CSRFProtect

from assessor.web.api import api, greenhouse

FRAMED = "public.plan_picture"
"""The one page that pages of ours, and nobody else's, may show in a frame."""

_FOR_EVER = "public, max-age=31536000, immutable"


def init_app(app: Flask) -> None:
    """Protect the whole application."""
    # Programs show a token of their own, and no cookie of theirs counts: there is nothing to forge.
    protection = CSRFProtect(app)
    for blueprint in (api, greenhouse):
        protection.exempt(blueprint)
    app.after_request(add_headers)
    app.jinja_env.globals["csp_nonce"] = csp_nonce


def csp_nonce() -> str:
    """The nonce of this answer; the same for every call within one request."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def content_security_policy(nonce: str, framed: bool = False) -> str:
    """Nothing is allowed but what the pages use; no inline script or style without the nonce."""
    ancestors = "'self'" if framed else "'none'"
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce}'",
            f"style-src 'self' 'nonce-{nonce}'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "font-src 'self'",
            "frame-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            f"frame-ancestors {ancestors}",
        )
    )


def add_headers(response: Response) -> Response:
    """Security headers on everything; private pages are never stored."""
    headers = response.headers
    framed = request.endpoint == FRAMED
    headers["Content-Security-Policy"] = content_security_policy(csp_nonce(), framed)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "SAMEORIGIN" if framed else "DENY"
    headers["Referrer-Policy"] = "no-referrer"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    headers["Cache-Control"] = _caching(response)
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


def _caching(response: Response) -> str:
    if response.status_code >= 400 or request.endpoint not in ("static", "public.words"):
        return "no-store"
    if request.endpoint == "public.words":
        return _FOR_EVER
    built = (request.view_args or {}).get("filename", "").startswith("dist/")
    return _FOR_EVER if built else "public, max-age=3600"
