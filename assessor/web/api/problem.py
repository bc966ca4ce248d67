"""Errors as application/problem+json (RFC 9457)."""

from __future__ import annotations

from typing import Any

from flask import json, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from assessor.errors import BadRequest
from assessor.web.api.blueprint import PREFIX
from assessor.web.problems import Problem

PROBLEM = "application/problem+json"


def asked_by_program() -> bool:
    """Whether the request is for the API, also for an address that it does not have."""
    return request.path == "/api" or request.path.startswith("/api/")


def as_problem(error: Exception, problem: Problem) -> Response:
    """The answer. `type` is where the documentation explains it; `reason` its stable word."""
    body: dict[str, Any] = {
        "type": f"{PREFIX}/docs#problem-{problem.reason.replace('_', '-')}",
        "title": str(problem.title),
        "status": problem.status,
        "detail": str(problem.message),
        "reason": problem.reason,
    }
    if isinstance(error, BadRequest):
        body["errors"] = [{"at": at, "detail": detail} for at, detail in error.problems]
    response = Response(json.dumps(body), problem.status, mimetype=PROBLEM)
    if problem.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="assessor"'
    if isinstance(error, HTTPException):
        for name in ("Allow", "Retry-After"):
            known = error.get_response().headers.get(name)
            if known:
                response.headers[name] = known
    return response
