"""QR codes."""

from __future__ import annotations

import segno
from markupsafe import Markup

_UNIT = 4
"""Pixels of one module; with the quiet zone an authenticator's address is 212 pixels wide."""


def qr(text: str) -> Markup:
    """An SVG element, black on white in the dark too, for cameras read nothing else well."""
    drawn = segno.make_qr(text, error="m").svg_inline(scale=_UNIT, dark="#000", light="#fff")
    return Markup(drawn)  # noqa: S704 - drawn from squares, it holds no text
