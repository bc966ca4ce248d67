"""The sandbox's postgresql.conf as settings, so that containers and local processes run with the same ones."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources


def read_settings(major: int) -> dict[str, str]:
    """The settings of sandbox/image for a major version, e.g. {"jit": "off"}."""
    folder = resources.files("sandbox") / "image"
    names = ["postgresql.conf", *(f"since{since}.conf" for since in (17, 18) if major >= since)]
    texts = [(folder / name).read_text(encoding="utf-8") for name in names]
    return dict(setting for text in texts for setting in _parse(text))


def _parse(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            yield name.strip(), value.strip().strip("'")
