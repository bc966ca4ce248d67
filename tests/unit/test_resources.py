from __future__ import annotations

from pathlib import Path

import pytest

from assessor import resources
from assessor.errors import ConfigurationError


def test_a_checkout_has_them_at_the_top() -> None:
    root = Path(__file__).parents[2]
    assert resources.resource("templates") == root / "templates"
    assert resources.resource("challenges") == root / "challenges"


def test_a_wheel_has_them_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "assessor" / "_data" / "challenges"
    inside.mkdir(parents=True)
    (tmp_path / "challenges").mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "assessor")
    assert resources.resource("challenges") == inside


def test_an_incomplete_installation_is_said_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "assessor")
    with pytest.raises(ConfigurationError, match=r"'templates' is missing.*Install assessor again"):
        resources.resource("templates")


def test_an_unknown_name_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="no resource 'secrets'"):
        resources.resource("secrets")
