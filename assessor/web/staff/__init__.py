"""Pages for recruiters, managers and reviewers."""

from flask import Blueprint

staff = Blueprint("staff", __name__, url_prefix="/staff")

from assessor.web.staff import (  # noqa: E402 - they register their routes on the blueprint
    assessments,
    attempts,
    audit,
    builder,
    concerns,
    connections,
    deciding,
    files,
    imports,
    invitations,
    mail_texts,
    person,
    retention,
    reviews,
    roles,
    statistics,
    users,
    voluntary,
    webhooks,
)

__all__ = [
    "assessments",
    "attempts",
    "audit",
    "builder",
    "concerns",
    "connections",
    "deciding",
    "files",
    "imports",
    "invitations",
    "mail_texts",
    "person",
    "retention",
    "reviews",
    "roles",
    "staff",
    "statistics",
    "users",
    "voluntary",
    "webhooks",
]
