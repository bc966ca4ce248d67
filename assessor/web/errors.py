"""Errors as answers: a page for people, {"error": {"reason", "message"}} for scripts,
problem+json for programs, never a traceback."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Flask, current_app, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from assessor.errors import RevisionConflict, SandboxNotReady
from assessor.web.api.problem import as_problem, asked_by_program
from assessor.web.assets import AssetsNotBuilt
from assessor.web.problems import Problem, describe


def init_app(app: Flask) -> None:
    """Turn every exception into an answer."""
    app.register_error_handler(Exception, answer)


def answer(error: Exception) -> Response:
    """The answer to a request that raised."""
    if isinstance(error, HTTPException) and (error.code or 500) < 400:
        return error.get_response()
    problem = describe(error)
    # That somebody waits for a server is no fault to look into, nor to be told of in their browser's console.
    waits = isinstance(error, SandboxNotReady)
    if problem.status >= 500 and not waits:
        # The endpoint, not the path: a path may hold an invitation's token.
        current_app.logger.error("%s at %s", problem.reason, request.endpoint, exc_info=error)
    if asked_by_program():
        return as_problem(error, problem)
    response = _as_json(error, problem) if wants_json() else _as_page(error, problem)
    if waits and wants_json():
        response.status_code = HTTPStatus.ACCEPTED
    if problem.status == 503:
        response.headers["Retry-After"] = "2"
    if isinstance(error, HTTPException) and error.code == 405:
        response.headers["Allow"] = error.get_response().headers.get("Allow", "")
    return response


def wants_json() -> bool:
    """Whether a script is asking."""
    if (request.endpoint or "").startswith("workbench."):
        return True
    return request.accept_mimetypes.best == "application/json"


def _as_json(error: Exception, problem: Problem) -> Response:
    body: dict[str, Any] = {"error": {"reason": problem.reason, "message": str(problem.message)}}
    if isinstance(error, RevisionConflict):
        body |= {"revision": error.revision, "text": error.text}
    return make_response(jsonify(body), problem.status)


def _as_page(error: Exception, problem: Problem) -> Response:
    if isinstance(error, AssetsNotBuilt):
        return make_response(render_template("errors/not-built.html", message=error.message), 500)
    return make_response(render_template("errors/problem.html", problem=problem), problem.status)
