"""The OpenAPI 3.1 document, made of the operations, their models and the access table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from assessor import __version__
from assessor.domain.api import MAX_IDEMPOTENCY_KEY, Scope
from assessor.web.access import ACCESS
from assessor.web.api.blueprint import PREFIX
from assessor.web.api.models import ProblemDetails
from assessor.web.api.operations import JSON, KEY_HEADER, OPERATIONS, Operation
from assessor.web.api.problem import PROBLEM

_REF = "#/components/schemas/{model}"
_PLACE = re.compile(r"<uuid:(\w+)>")

ALWAYS: Mapping[int, str] = {
    401: "No token, or one that does not work.",
    403: "The token has not the scope, or its maker not the right.",
    413: "The request is too large.",
    422: "The request is not valid: every problem is listed.",
    429: "Too many requests: wait as long as Retry-After says.",
    503: "We cannot do it at the moment.",
}
_TITLE = "assessor"
_ABOUT = "Invite candidates, follow their attempts, read their scorecards. Times are UTC; ids are UUIDs."


def document(base_url: str) -> dict[str, Any]:
    """The whole document; `base_url` is where this installation is reached."""
    operations = list(OPERATIONS.items())
    paths: dict[str, Any] = {}
    for endpoint, made in operations:
        paths.setdefault(_PLACE.sub(r"{\1}", made.path), {})[made.method.lower()] = _operation(endpoint, made)
    return {
        "openapi": "3.1.0",
        "info": {"title": _TITLE, "version": __version__, "description": _ABOUT},
        "servers": [{"url": base_url.rstrip("/") + PREFIX}],
        "tags": [{"name": tag} for tag in dict.fromkeys(made.tag for _, made in operations)],
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def scope_of(endpoint: str) -> Scope:
    """What a token needs for an operation."""
    scope = ACCESS[endpoint].scope
    assert scope is not None  # noqa: S101 - a test asks this of every operation
    return scope


def _operation(endpoint: str, made: Operation) -> dict[str, Any]:
    scope = scope_of(endpoint)
    described: dict[str, Any] = {
        "operationId": made.name,
        "summary": made.summary,
        "description": f"{made.description}\n\nScope: `{scope.value}`.",
        "tags": [made.tag],
        "security": [{"token": [scope.value]}],
        "parameters": [*_places(made), *_queries(made), *_headers(made)],
        "responses": _responses(made),
    }
    if made.body is not None:
        described["requestBody"] = {"required": True, "content": {JSON: {"schema": _ref(made.body)}}}
    return described


def _places(made: Operation) -> list[dict[str, Any]]:
    schema = {"type": "string", "format": "uuid"}
    return [
        {"name": name, "in": "path", "required": True, "schema": schema} for name in _PLACE.findall(made.path)
    ]


def _queries(made: Operation) -> list[dict[str, Any]]:
    if made.query is None:
        return []
    schema = made.query.model_json_schema(ref_template=_REF)
    return [
        {"name": name, "in": "query", "required": False, "description": each.get("description", "")}
        | {"schema": _optional(each)}
        for name, each in schema["properties"].items()
    ]


def _optional(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A parameter that is not there is left out: it is never "null"."""
    known = {name: value for name, value in schema.items() if name not in ("title", "description")}
    choices = [each for each in known.pop("anyOf", []) if each != {"type": "null"}]
    if known.get("default") is None:
        known.pop("default", None)
    return known | (choices[0] if choices else {})


def _headers(made: Operation) -> list[dict[str, Any]]:
    if not made.changes:
        return []
    schema = {"type": "string", "minLength": 1, "maxLength": MAX_IDEMPOTENCY_KEY, "pattern": "^[!-~]+$"}
    about = "A request that is repeated with the same key within 24 hours is done once."
    return [{"name": KEY_HEADER, "in": "header", "required": False, "description": about, "schema": schema}]


def _responses(made: Operation) -> dict[str, Any]:
    problems = dict(ALWAYS)
    if _PLACE.search(made.path):
        problems[404] = "There is no such thing, or it is another organisation's."
    if made.changes:
        problems[409] = "A request with this Idempotency-Key is being done."
    if made.body is not None:
        problems |= {400: "The body is not JSON.", 415: "The body is not application/json."}
    problems |= made.problems
    limits = {
        f"RateLimit-{name}": {"description": about, "schema": {"type": "integer"}}
        for name, about in (
            ("Limit", "Requests a minute."),
            ("Remaining", "Of them left."),
            ("Reset", "Seconds until they are counted anew."),
        )
    }
    fine = {"description": "Done.", "headers": limits, "content": {JSON: {"schema": _ref(made.answer)}}}
    failed = {PROBLEM: {"schema": _ref(ProblemDetails)}}
    return {str(made.status): fine} | {
        str(status): {"description": about, "content": failed} for status, about in sorted(problems.items())
    }


def _schemas() -> dict[str, Any]:
    sent = {made.body for made in OPERATIONS.values() if made.body}
    shown = {made.answer for made in OPERATIONS.values()} | {ProblemDetails}
    wanted: list[tuple[type[BaseModel], Any]] = [
        *((model, "validation") for model in sorted(sent, key=lambda each: each.__name__)),
        *((model, "serialization") for model in sorted(shown, key=lambda each: each.__name__)),
    ]
    _, schema = models_json_schema(wanted, ref_template=_REF)
    found: dict[str, Any] = schema["$defs"]
    return found


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": _REF.format(model=model.__name__)}
