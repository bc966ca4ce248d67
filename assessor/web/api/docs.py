"""The API's documentation: for programs as OpenAPI, for people as a page that needs no script."""

from __future__ import annotations

from flask import jsonify, render_template
from werkzeug.wrappers import Response

from assessor.domain.api import Scope
from assessor.web.api import openapi
from assessor.web.api.blueprint import PREFIX, api
from assessor.web.api.reading import fields, operations
from assessor.web.api.reasons import reasons
from assessor.web.current import application


@api.get("/openapi.json")
def openapi_document() -> Response:
    """The document."""
    return jsonify(openapi.document(application().settings.base_url))


@api.get("/docs")
def docs() -> str:
    """The page."""
    document = openapi.document(application().settings.base_url)
    return render_template(
        "api/docs.html",
        document=document,
        operations=operations(document),
        schemas={name: fields(schema) for name, schema in document["components"]["schemas"].items()},
        reasons=reasons(),
        scopes=list(Scope),
        prefix=PREFIX,
    )
