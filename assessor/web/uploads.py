"""Where more may be sent than elsewhere. After access, so that nobody else gets that far; before anything is read."""

from __future__ import annotations

from flask import Flask, request

from assessor.mail.people import MAX_BYTES

_LARGE = {"staff.new_import": 2 * MAX_BYTES}
"""Bytes by endpoint: a file that is too large is told so in words, up to twice the size."""


def init_app(app: Flask) -> None:
    """Allow them."""
    app.before_request(allow)


def allow() -> None:
    """Let this request be larger, if its endpoint may."""
    size = _LARGE.get(request.endpoint or "")
    if size is not None:
        request.max_content_length = size
        request.max_form_memory_size = size
