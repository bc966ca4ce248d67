"""Where to go after signing in: only to pages of our own."""

from __future__ import annotations

import re

_OWN_PATH = re.compile(r"/staff/(?!.*(//|\.\.))[A-Za-z0-9/_?=&.-]*")


def safe_next(target: str | None) -> str | None:
    """The target if it is a plain path of the staff pages, else None: no other host, no other scheme."""
    return target if target and _OWN_PATH.fullmatch(target) else None
