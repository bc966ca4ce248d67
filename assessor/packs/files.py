"""The text files of a pack's folder, and the content hash over them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

MAX_FILE_BYTES = 512 * 1024
MAX_PACK_BYTES = 4 * 1024 * 1024


def read_files(folder: Path) -> tuple[dict[str, str], list[str]]:
    """Every file by its path below the folder, and what is wrong with those that cannot be read.

    Names that begin with a dot are the business of editors and version control and are left out.
    """
    files: dict[str, str] = {}
    problems: list[str] = []
    for path in _paths(folder):
        name = path.relative_to(folder).as_posix()
        problem = _problem(path)
        if problem:
            problems.append(f"{name}: {problem}")
        elif path.is_file():
            files[name] = path.read_text(encoding="utf-8")
    return files, problems + size_problems(files)


def size_problems(files: Mapping[str, str]) -> list[str]:
    """What is too large or not text; asked again of files that come from a database."""
    sizes = {name: len(text.encode("utf-8", "replace")) for name, text in files.items()}
    problems = [
        f"{name}: {size:,} bytes; a file may have {MAX_FILE_BYTES:,}, so generate large data with SQL"
        for name, size in sizes.items()
        if size > MAX_FILE_BYTES
    ]
    problems += [f"{name}: not text (it contains NUL)" for name, text in files.items() if "\0" in text]
    if sum(sizes.values()) > MAX_PACK_BYTES:
        problems.append(f"the pack has {sum(sizes.values()):,} bytes; {MAX_PACK_BYTES:,} are allowed")
    return problems


def content_hash(files: Mapping[str, str]) -> str:
    """SHA-256 over paths and contents in the order of the paths; lengths keep the borders unambiguous."""
    digest = hashlib.sha256()
    for name, text in sorted(files.items()):
        for part in (name.encode(), text.encode()):
            digest.update(f"{len(part)}:".encode())
            digest.update(part)
    return digest.hexdigest()


def _paths(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name == "__pycache__":
            continue
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from _paths(path)


def _problem(path: Path) -> str | None:
    if path.is_symlink():
        return "a symbolic link; a pack holds ordinary files only"
    if path.is_dir():
        return None
    if not path.is_file():
        return "not an ordinary file"
    if path.stat().st_size > MAX_PACK_BYTES:
        return f"larger than {MAX_PACK_BYTES:,} bytes"
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return "not text (it is not UTF-8)"
    return None
