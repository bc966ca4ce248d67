"""A language that only tests speak: every letter of every text is a wide one, so that what is left plain was missed."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
LANGUAGE = "eo"
"""Esperanto has no translation and one plural, as English has."""

_KEPT = re.compile(r"(%\(\w+\)s|%%|<[^>]+>|&\w+;)")
_WIDE = {ord(plain): ord(plain) + 0xFEE0 for plain in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"}


def wide(text: str) -> str:
    """The text in wide letters; what is filled in, and tags, stay."""
    parts = _KEPT.split(text)
    return "".join(part if _KEPT.fullmatch(part) else part.translate(_WIDE) for part in parts)


def write_pseudo(folder: Path) -> Path:
    """Write a translation of everything into a folder; returns the folder."""
    with (ROOT / "translations" / "assessor.pot").open("rb") as file:
        template = read_po(file)
    made = Catalog(locale=LANGUAGE)
    for message in template:
        if message.id:
            texts = (message.id,) if isinstance(message.id, str) else message.id
            translated = tuple(wide(text) for text in texts)
            said = translated[0] if isinstance(message.id, str) else translated
            made.add(message.id, said, locations=message.locations, flags=message.flags)
    with (folder / f"{LANGUAGE}.po").open("wb") as file:
        write_po(file, made)
    return folder


def missed(text: str, content: tuple[str, ...] = ()) -> list[str]:
    """The words in plain letters, but for those of content, which nobody translates."""
    for each in sorted(content, key=len, reverse=True):
        text = text.replace(each, " ") if each else text
    return re.findall(r"[A-Za-z]{2,}", text)
