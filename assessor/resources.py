"""The one way to the folders that are not Python: page templates, challenge packs and translations.

In a checkout they are the top-level folders of that name; in an installed wheel they lie inside the package.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from assessor.errors import ConfigurationError

NAMES: Final = ("templates", "challenges", "translations")

_PACKAGE: Final = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """Return the folder "templates", "challenges" or "translations"."""
    if name not in NAMES:
        raise ValueError(f"There is no resource {name!r}; there are {', '.join(NAMES)}.")
    installed, checkout = _PACKAGE / "_data" / name, _PACKAGE.parent / name
    for folder in (installed, checkout):
        if folder.is_dir():
            return folder
    problem = f"The folder {name!r} is missing: neither {installed} nor {checkout} exists."
    raise ConfigurationError([f"{problem} Install assessor again, or run it from a complete checkout."])
