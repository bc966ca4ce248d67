"""What must be documented is tested."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from assessor.cli.main import assessor
from assessor.config import VARIABLES

ROOT = Path(__file__).parents[2]
DOCS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").rglob("*.md")]

WORDS = (
    "organisation", "user", "pack", "challenge", "kind", "competency", "assessment", "invitation", "attempt", "draft",
    "run", "submission", "sandbox", "lab", "dataset", "reference", "sample", "mutant", "check", "outcome", "scorecard",
    "review", "rubric", "pool", "claim", "reap",
)  # fmt: skip


def commands(group: click.Group, path: str) -> Iterator[str]:
    """Every command below a group, as a user types it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        elif not command.hidden:
            yield f"{path} {name}"


@pytest.mark.parametrize("command", sorted(commands(assessor, "assessor")))
def test_every_command_is_documented(command: str) -> None:
    assert f"`{command}" in (ROOT / "docs" / "commands.md").read_text()


def settings_in_sources() -> set[str]:
    """Every environment variable of ours that the code names, also outside of assessor.config."""
    files = [file for package in ("assessor", "sandbox") for file in (ROOT / package).rglob("*.py")]
    found = {
        name
        for file in files
        for name in re.findall(r'"(ASSESSOR_[A-Z_]+)"', file.read_text(encoding="utf-8"))
    }
    return found | set(VARIABLES)


@pytest.mark.parametrize("variable", sorted(settings_in_sources()))
def test_every_setting_is_documented(variable: str) -> None:
    assert f"`{variable}`" in (ROOT / "docs" / "configuration.md").read_text()


def test_no_setting_is_documented_that_does_not_exist() -> None:
    table = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "configuration.md").read_text(), re.MULTILINE)
    assert table
    assert set(table) <= settings_in_sources()


@pytest.mark.parametrize("word", WORDS)
def test_every_word_is_in_the_glossary(word: str) -> None:
    assert re.search(rf"^\| [^|]*\b{word}\b", (ROOT / "docs" / "glossary.md").read_text(), re.MULTILINE)


@pytest.mark.parametrize("document", DOCS, ids=lambda file: str(file.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", document.read_text())
    local = [target for target in targets if "://" not in target and not target.startswith("mailto:")]
    assert not [target for target in local if not (document.parent / target).exists()]


@pytest.mark.parametrize(
    "target", re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)
)
def test_every_make_target_is_documented(target: str) -> None:
    assert f"make {target}" in (ROOT / "CONTRIBUTING.md").read_text()


def test_the_version_of_the_package_has_a_place_in_the_changelog() -> None:
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text()


def test_every_screenshot_is_shown_and_there() -> None:
    folder = ROOT / "docs" / "screenshots"
    shown = set(re.findall(r"\(([\w-]+\.webp)\)", (folder / "README.md").read_text()))
    assert shown == {picture.name for picture in folder.glob("*.webp")}
    assert sum(picture.stat().st_size for picture in folder.iterdir()) < 9 * 2**20
