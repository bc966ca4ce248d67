"""Built scripts and styles: `asset('app.css')` in a template gives the URL of the hashed file."""

from __future__ import annotations

import json
from pathlib import Path

from flask import Flask, current_app, url_for

from assessor.errors import AssessorError


class AssetsNotBuilt(AssessorError):
    """The scripts and styles of the pages are not built yet: run "make setup"."""


def init_app(app: Flask) -> None:
    """Offer `asset` to templates."""
    app.jinja_env.globals["asset"] = asset


def asset(name: str) -> str:
    """The URL of a built file, e.g. asset("challenge.js")."""
    return url_for("static", filename=f"dist/{built_name(Path(current_app.static_folder or ''), name)}")


def built_name(static: Path, name: str) -> str:
    """The hashed name that the manifest gives for `name`; AssetsNotBuilt where there is none."""
    try:
        manifest = json.loads((static / "dist" / "manifest.json").read_text())
        return str(manifest[name])
    except (OSError, ValueError, KeyError) as problem:
        raise AssetsNotBuilt() from problem
