"""Small files, packages that say what they are for, exemptions with reasons, no notes to self."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST = 400

OURS = (
    "assessor",
    "sandbox",
    "tests",
    "deploy",
    "templates",
    "challenges",
    ".ci",
    "hatch_build.py",
    "Makefile",
)
CODE = {".py", ".ts", ".mjs", ".css", ".html", ".sql", ".sh", ".toml", ".conf", ".yaml", ""}

GENERATED = {"__pycache__", "dist", "node_modules"}

# What a linter, type checker or coverage tool is told to overlook, and the reason that must follow on the line.
EXEMPTION = re.compile(
    r"#\s*(noqa\b(?::\s*[A-Z]+[0-9]+(?:,\s*[A-Z]+[0-9]+)*)?|type:\s*ignore(?:\[[\w, -]+\])?|pragma:\s*no cover)"
)
NOTE = re.compile(
    r"\b(T[O]DO|F[I]XME|X[X]X|H[A]CK)\b(?!\s*\(?#\d+)"
)  # the brackets keep this line from finding itself


def sources() -> list[Path]:
    """Every file of ours, without asking git: a machine that tests may have none."""
    places = [ROOT / name for name in OURS]
    found = [file for place in places for file in (place.rglob("*") if place.is_dir() else [place])]
    return sorted(f for f in found if f.is_file() and f.suffix in CODE and not GENERATED & set(f.parts))


def where(file: Path, number: int) -> str:
    return f"{file.relative_to(ROOT)}:{number}"


def lines() -> list[tuple[Path, int, str]]:
    return [
        (file, number, line)
        for file in sources()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
    ]


def test_there_are_sources() -> None:
    assert len(sources()) > 50


def test_files_are_short() -> None:
    """Generated rows are data, so SQL may be longer."""
    counted = {
        file: len(file.read_text(encoding="utf-8").splitlines())
        for file in sources()
        if file.suffix != ".sql"
    }
    assert not {str(file.relative_to(ROOT)): length for file, length in counted.items() if length > LONGEST}


def test_no_note_without_an_issue() -> None:
    assert not [where(file, number) for file, number, line in lines() if NOTE.search(line)]


def unexplained(line: str) -> bool:
    """Two exemptions on a line may share one reason, so what follows the last one counts."""
    return bool(EXEMPTION.search(line)) and not re.search(
        r"\w{3,}\W+\w|\w\W+\w{3,}", EXEMPTION.sub("#", line).split("#")[-1]
    )


def test_every_exemption_states_its_reason() -> None:
    python = [entry for entry in lines() if entry[0].suffix == ".py" and entry[0] != Path(__file__)]
    assert not [
        f"{where(file, number)}: {line.strip()}" for file, number, line in python if unexplained(line)
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("x = 1  # noqa: S101", True),
        ("x = 1  # noqa", True),
        ("x = 1  # type: ignore[misc]", True),
        ("x = 1  # noqa: S101 - the tests compare it", False),
        ("x = 1  # type: ignore[misc]  # noqa: S101 - the library is untyped", False),
        ("x = 1  # type: ignore[misc]  # the library is untyped", False),
        ("x = 1  # one", False),
    ],
)
def test_the_search_for_exemptions_itself(line: str, expected: bool) -> None:
    assert unexplained(line) is expected


@pytest.mark.parametrize("package", ["assessor", "sandbox"])
def test_every_package_says_what_it_is_for(package: str) -> None:
    folders = {
        file.parent
        for file in sources()
        if file.suffix == ".py" and package in file.relative_to(ROOT).parts[:1]
    }
    silent = []
    for folder in sorted(folders):
        init = folder / "__init__.py"
        if not init.exists() or not ast.get_docstring(ast.parse(init.read_text(encoding="utf-8"))):
            silent.append(str(folder.relative_to(ROOT)))
    assert not silent
