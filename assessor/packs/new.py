"""Begin a pack: a small one that works, to be changed step by step."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assessor.errors import InvalidInput
from assessor.packs.spec import Slug


def new_pack(root: Path, slug: str, title: str | None = None) -> Path:
    """Write a complete pack to `root`/`slug` and return its folder.

    It passes `assessor pack verify` as it is. Raises InvalidInput for a bad slug or title, or if the folder exists.
    """
    _require_slug(slug)
    shown = slug.replace("-", " ").capitalize() if title is None else title
    if not 3 <= len(shown) <= 80 or any(mark in shown for mark in '"\\\n'):
        raise InvalidInput(
            "A title has 3 to 80 characters, without quotation marks, backslashes and line breaks."
        )
    folder = root / slug
    if folder.exists():
        raise InvalidInput(f"{folder} exists already. Choose another name or remove it.")
    for name, text in _scaffold():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("{{slug}}", slug).replace("{{title}}", shown), encoding="utf-8")
    return folder


def _require_slug(slug: str) -> None:
    try:
        TypeAdapter(Slug).validate_python(slug)
    except ValidationError as error:
        text = f'"{slug}" is no name for a pack: use lower-case letters, digits and single hyphens, as "late-invoices".'
        raise InvalidInput(text) from error


def _scaffold() -> Iterator[tuple[str, str]]:
    """Every file of the scaffold by its path."""
    yield from _below(resources.files("assessor.packs") / "scaffold", "")


def _below(folder: Traversable, prefix: str) -> Iterator[tuple[str, str]]:
    for item in folder.iterdir():
        if item.is_dir():
            yield from _below(item, f"{prefix}{item.name}/")
        else:
            yield f"{prefix}{item.name}", item.read_text(encoding="utf-8")
