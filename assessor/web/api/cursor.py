"""A cursor is where a page ended, signed: nobody can make one up, or take it to another list."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from assessor.domain.listing import Place
from assessor.errors import BadRequest


def write(list_name: str, after: Place) -> str:
    """The cursor of the page that comes after a line."""
    return str(_serializer(list_name).dumps([after.at.isoformat(), after.id.hex]))


def read(list_name: str, cursor: str | None) -> Place | None:
    """Where to begin. Raises BadRequest for what is no cursor of this list with these filters."""
    if cursor is None:
        return None
    try:
        at, line = _serializer(list_name).loads(cursor)
    except BadData:
        raise BadRequest(
            [("cursor", "This is no cursor of this list. Leave it out to begin anew.")]
        ) from None
    return Place(datetime.fromisoformat(at), UUID(line))


def _serializer(list_name: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=f"assessor: cursor of {list_name}")
