"""What is installed is locked, hashed, and names no place to fetch it from: every machine has its own."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-build.lock", "requirements-node.lock")
NPM_LOCK = json.loads((ROOT / "package-lock.json").read_text())


def locked(name: str) -> dict[str, int]:
    """Package -> number of hashes in a lock file."""
    blocks = re.split(r"\n(?=[a-z0-9])", (ROOT / name).read_text())
    pinned = (block for block in blocks if re.match(r"[a-z0-9-]+==", block))
    return {block.split("==")[0]: block.count("--hash=sha256:") for block in pinned}


def direct(requirements: list[object]) -> set[str]:
    """Names of plain requirements."""
    return {re.split(r"[\[<>=!~; ]", entry)[0].lower() for entry in requirements if isinstance(entry, str)}


@pytest.mark.parametrize("name", [*LOCKS, "package-lock.json", ".npmrc", "package.json"])
def test_no_lock_names_a_place(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert not re.search(r"^\s*(--(extra-)?index-url|--find-links|-i|-f|registry\s*=)", text, re.MULTILINE)


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_hashed(name: str) -> None:
    packages = locked(name)
    assert packages
    assert not [package for package, hashes in packages.items() if hashes == 0]


@pytest.mark.parametrize(
    ("name", "requirements"),
    [
        ("requirements.lock", PROJECT["project"]["dependencies"]),
        ("requirements-dev.lock", PROJECT["project"]["dependencies"]),
        ("requirements-dev.lock", PROJECT["dependency-groups"]["dev"]),
        ("requirements-build.lock", PROJECT["dependency-groups"]["build"]),
        ("requirements-node.lock", PROJECT["dependency-groups"]["node"]),
    ],
)
def test_every_requirement_is_locked(name: str, requirements: list[object]) -> None:
    assert direct(requirements) <= set(locked(name)), "run `make lock`"


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-build.lock"])
def test_everything_is_the_same_version_where_it_is_tested(name: str) -> None:
    def versions(lock: str) -> set[str]:
        return set(re.findall(r"^([a-z0-9-]+==[^ ]+)", (ROOT / lock).read_text(), re.MULTILINE))

    assert versions(name) <= versions("requirements-dev.lock")


def test_npm_packages_are_pinned_exactly_and_have_integrity() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    for name, version in (package["dependencies"] | package["devDependencies"]).items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name
        assert NPM_LOCK["packages"][f"node_modules/{name}"]["version"] == version
    for name, entry in NPM_LOCK["packages"].items():
        assert not name or entry.get("integrity"), name
        assert "resolved" not in entry, name
