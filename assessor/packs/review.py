"""What types alone cannot say of a change set: files and lines that must be there, and kinds of problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assessor.packs.lines import Path
from assessor.packs.names import repeated
from assessor.packs.spec import AlarmsCheck, ChallengeSpec, DefectCheck, Place
from assessor.packs.toml import TomlFile

SpecFile = TomlFile[ChallengeSpec]


def add_review_problems(file: SpecFile, spec: ChallengeSpec, files: Mapping[str, str]) -> None:
    """Add every structural problem of a change set."""
    for key in ("file", "category", "innocent"):
        if key not in spec.model_fields_set:
            file.problem((key,), "missing; it is required")
    if sum(isinstance(check, AlarmsCheck) for check in spec.check) != 1:
        file.problem(("check",), 'exactly one must have type = "alarms"')
    if not spec.defects:
        file.problem(("check",), 'at least one must have type = "defect"')
    _files(file, spec, files)
    _names(file, spec)
    texts = {change.path: files.get(change.path, "").splitlines() for change in spec.file}
    for path, place in _places(spec):
        _place(file, path, place, texts)


def _files(file: SpecFile, spec: ChallengeSpec, files: Mapping[str, str]) -> None:
    for index, change in enumerate(spec.file):
        if change.path not in files:
            file.problem(("file", index, "path"), f'the pack has no file "{change.path}"')
    for index, name in repeated(change.path for change in spec.file):
        file.problem(("file", index, "path"), f'file "{name}" is there twice')


def _names(file: SpecFile, spec: ChallengeSpec) -> None:
    known = [category.id for category in spec.category]
    for index, name in repeated(known):
        file.problem(("category", index, "id"), f'category "{name}" is there twice')
    for path, categories in _categories(spec):
        for name in categories:
            if name not in known:
                file.problem((*path, "categories"), f'no category "{name}"; allowed: {", ".join(known)}')


def _places(spec: ChallengeSpec) -> Iterator[tuple[Path, Place]]:
    for index, check in enumerate(spec.check):
        if isinstance(check, DefectCheck):
            yield ("check", index), check
            yield from ((("check", index, "also", number), each) for number, each in enumerate(check.also))
    yield from ((("innocent", index), each) for index, each in enumerate(spec.innocent))
    yield from ((("remark", index), each) for index, each in enumerate(spec.remark))


def _categories(spec: ChallengeSpec) -> Iterator[tuple[Path, Sequence[str]]]:
    for index, check in enumerate(spec.check):
        if isinstance(check, DefectCheck):
            yield ("check", index), check.categories
    yield from ((("remark", index), each.categories) for index, each in enumerate(spec.remark))


def _place(file: SpecFile, path: Path, place: Place, texts: Mapping[str, Sequence[str]]) -> None:
    if place.file not in texts:
        file.problem((*path, "file"), f'no file "{place.file}"; allowed: {", ".join(texts)}')
        return
    (first, last), lines = place.lines, texts[place.file]
    if not first <= last <= len(lines):
        file.problem((*path, "lines"), f"must be [first, last] between 1 and {len(lines)}")
    elif place.quotes not in "\n".join(lines[first - 1 : last]):
        found = [number for number, line in enumerate(lines, 1) if place.quotes in line]
        hint = f"; it is in line {', '.join(map(str, found))}" if found else ""
        file.problem((*path, "quotes"), f'"{place.quotes}" is not in lines {first} to {last}{hint}')
