"""One route of the API is one operation: what it takes and answers stands here once, for the server and for OpenAPI."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import UnsupportedMediaType
from werkzeug.wrappers import Response

from assessor.domain.api import MAX_IDEMPOTENCY_KEY
from assessor.domain.people import User
from assessor.errors import BadRequest, BadSyntax
from assessor.services import repeatable
from assessor.services.repeatable import Given
from assessor.services.work import Work
from assessor.web.api.blueprint import api
from assessor.web.caller import caller
from assessor.web.current import application
from assessor.web.looks import looked

KEY_HEADER = "Idempotency-Key"
JSON = "application/json"

B = TypeVar("B", bound=BaseModel)


@dataclass(frozen=True)
class Call:
    """One request, read and checked."""

    work: Work
    user: User
    query: Any
    """Of the operation's query model."""
    body: Any
    """Of the operation's body model."""


Handler = Callable[..., BaseModel]
H = TypeVar("H", bound=Handler)


@dataclass(frozen=True)
class Operation:
    """A route. `status` is that of success."""

    name: str
    method: str
    path: str
    """Flask's, below the prefix, e.g. "/invitations/<uuid:invitation_id>"."""
    summary: str
    description: str
    tag: str
    answer: type[BaseModel]
    query: type[BaseModel] | None
    body: type[BaseModel] | None
    status: int
    look: str | None = None
    """The act that it leaves in the audit log, though it only reads."""
    problems: Mapping[int, str] = field(default_factory=dict)
    """What can go wrong here, in addition to what can anywhere."""

    @property
    def changes(self) -> bool:
        """Whether it takes an Idempotency-Key."""
        return self.method != "GET"


OPERATIONS: dict[str, Operation] = {}
"""By endpoint, in the order of the documentation."""


def operation(
    method: str,
    path: str,
    *,
    summary: str,
    tag: str,
    answer: type[BaseModel],
    query: type[BaseModel] | None = None,
    body: type[BaseModel] | None = None,
    status: int = 200,
    look: str | None = None,
    problems: Mapping[int, str] | None = None,
) -> Callable[[H], H]:
    """Make a function (call, **path) -> model a route. Its docstring is the description."""

    def register(handler: H) -> H:
        name = handler.__name__
        made = Operation(
            name,
            method,
            path,
            summary,
            handler.__doc__ or "",
            tag,
            answer,
            query,
            body,
            status,
            look,
            problems or {},
        )
        OPERATIONS[f"{api.name}.{name}"] = made

        def view(**arguments: Any) -> Response:
            return _answer(made, handler, arguments)

        api.add_url_rule(path, endpoint=name, view_func=view, methods=[method])
        return handler

    return register


def _answer(made: Operation, handler: Handler, arguments: Mapping[str, Any]) -> Response:
    query = _query(made.query)
    body = read_body(made.body) if made.body else None
    if not made.changes:
        with application().work(readonly=True) as work:
            given = _do(made, handler, Call(work, caller().user, query, body), arguments)
        if made.look:
            looked(made.look, by=caller().user, token_id=caller().token.id, **arguments)
        return _response(given)
    return _once(made, handler, query, body, arguments)


def _once(made: Operation, handler: Handler, query: Any, body: Any, arguments: Mapping[str, Any]) -> Response:
    key, asked = _key(), _fingerprint()
    with application().work() as work:
        known = repeatable.find_answer(work, caller(), key, asked) if key else None
        given = known
        if given is None:
            given = _do(made, handler, Call(work, caller().user, query, body), arguments)
            if key:
                repeatable.keep_answer(work, caller(), key, asked, given)
    response = _response(given)
    if known is not None:
        response.headers["Idempotency-Replayed"] = "true"
    return response


def _do(made: Operation, handler: Handler, call: Call, arguments: Mapping[str, Any]) -> Given:
    return Given(made.status, handler(call, **arguments).model_dump_json())


def _response(given: Given) -> Response:
    return Response(given.body, given.status, mimetype=JSON)


def _query(model: type[BaseModel] | None) -> BaseModel | None:
    if model is None:
        if request.args:
            raise BadRequest([(name, "There is no such parameter.") for name in request.args])
        return None
    repeated = [name for name in request.args if len(request.args.getlist(name)) > 1]
    if repeated:
        raise BadRequest([(name, "Give it once.") for name in repeated])
    return _valid(lambda: model.model_validate_strings(request.args.to_dict(), strict=False), pointer="")


def read_body(model: type[B]) -> B:
    """The JSON of the request. Raises UnsupportedMediaType, BadSyntax or BadRequest."""
    if request.mimetype != JSON:
        raise UnsupportedMediaType()
    raw = request.get_data()
    try:
        # Python's own reader first: it tells what is no JSON at all from JSON that does not fit.
        json.loads(raw)
    except (ValueError, RecursionError):
        raise BadSyntax() from None
    return _valid(lambda: model.model_validate_json(raw, strict=True), pointer="/")


def _valid(read: Callable[[], B], pointer: str) -> B:
    try:
        return read()
    except ValidationError as error:
        raise BadRequest(
            [(pointer + "/".join(map(str, issue["loc"])), issue["msg"]) for issue in error.errors()]
        ) from None


def _key() -> str | None:
    key = request.headers.get(KEY_HEADER)
    if key is not None and not (1 <= len(key) <= MAX_IDEMPOTENCY_KEY and key.isascii() and key.isprintable()):
        raise BadRequest([(KEY_HEADER, f"A key is 1 to {MAX_IDEMPOTENCY_KEY} printable ASCII characters.")])
    return key


def _fingerprint() -> bytes:
    """All of a request that makes it this one and no other."""
    return b"\n".join((request.method.encode(), request.full_path.encode(), request.get_data()))
