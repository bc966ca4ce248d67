"""What is installed with assessor may be used under Apache-2.0: no GPL but psycopg's LGPL, which is only linked to."""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHOICE = {"pyphen": "MPL"}
"""Packages under several licences at the user's choice, and the one that is chosen."""
LESSER = {"psycopg", "psycopg-binary", "psycopg-pool"}
COPYLEFT = re.compile(r"GPL|General Public Licen[cs]e|SSPL|Business Source", re.IGNORECASE)
RUNTIME = sorted(set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE)))


def licence(name: str) -> str:
    """What a distribution says of its licence."""
    about = metadata(name)
    stated = [about.get("License-Expression") or "", (about.get("License") or "").split("\n")[0]]
    classifiers = [entry for entry in about.get_all("Classifier") or [] if entry.startswith("License ::")]
    return " | ".join(part for part in (*stated, *classifiers) if part)


@pytest.mark.parametrize("name", RUNTIME)
def test_licence_of_a_runtime_package(name: str) -> None:
    try:
        stated = licence(name)
    except PackageNotFoundError:
        # The lock serves every platform; what this one does not install, it does not judge.
        assert re.search(rf"^{name}==\S+ ;", (ROOT / "requirements.lock").read_text(), re.MULTILINE), (
            "run make setup"
        )
        return
    assert stated, f"{name} states no licence"
    if name in LESSER:
        assert re.search(r"LGPL|Lesser", stated)
    elif name in CHOICE:
        assert CHOICE[name] in stated
    else:
        assert not COPYLEFT.search(stated), stated


def test_the_scan_knows_a_gpl_when_it_sees_one() -> None:
    assert COPYLEFT.search("GNU General Public License v3 (GPLv3)")
    assert COPYLEFT.search("AGPL-3.0-only")
    assert not COPYLEFT.search("MIT | Apache-2.0 | MPL-2.0 | PostgreSQL")


def test_the_project_itself_is_apache() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert json.loads((ROOT / "package.json").read_text())["license"] == "Apache-2.0"
