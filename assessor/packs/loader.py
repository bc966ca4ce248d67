"""Load packs: from a folder while they are written, from stored files when they are graded long after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from assessor.errors import NotFound, PackInvalid
from assessor.packs.files import content_hash, read_files, size_problems
from assessor.packs.names import (
    EXPECTED,
    SPEC,
    STATEMENT,
    SUBMISSIONS,
    datasets_of,
    matches,
    reference_of,
)
from assessor.packs.shown import in_markdown
from assessor.packs.spec import ChallengeSpec, Dataset, Expectation, Expectations, Role
from assessor.packs.structure import add_structural_problems
from assessor.packs.toml import Model, TomlFile, read_toml

_REQUIRED = {
    SPEC: "what the challenge is",
    STATEMENT: "all that the candidate reads",
    EXPECTED: "what the samples must get",
}


@dataclass(frozen=True)
class Sample:
    """A submission shipped in the pack, with everything it was promised."""

    path: str
    text: str
    expectations: tuple[Expectation, ...]


@dataclass(frozen=True)
class Pack:
    """A challenge with everything it needs, valid by construction."""

    spec: ChallengeSpec
    files: Mapping[str, str]
    expectations: Expectations
    hash: str
    seed: str = ""
    """Digest of what its hidden datasets were synthesised from; empty if none are added (see packs.hidden)."""

    @classmethod
    def from_folder(cls, path: Path) -> Pack:
        """Read a pack's folder. Raises PackInvalid with all problems at once."""
        if not path.is_dir():
            raise NotFound(f"There is no folder {path}.")
        files, problems = read_files(path)
        return cls._checked(files, problems, path.name)

    @classmethod
    def from_files(cls, files: Mapping[str, str]) -> Pack:
        """The pack of stored files. Raises PackInvalid."""
        return cls._checked(files, size_problems(files), None)

    @classmethod
    def _checked(cls, files: Mapping[str, str], problems: list[str], folder: str | None) -> Pack:
        problems = problems + [
            f"{name}: missing; it holds {what}" for name, what in _REQUIRED.items() if not files.get(name)
        ]
        spec = _read(files, SPEC, ChallengeSpec)
        if not files.get(reference := reference_of(spec.model)):
            problems.append(f"{reference}: missing; it holds the author's answer")
        expected = _read(files, EXPECTED, Expectations)
        add_structural_problems(spec, expected, files, folder)
        problems += spec.problems + expected.problems
        if problems or spec.model is None or expected.model is None:
            raise PackInvalid(problems)
        return cls(spec.model, MappingProxyType(dict(files)), expected.model, content_hash(files))

    @property
    def statement(self) -> str:
        """All that the candidate reads, as Markdown: the statement, and the interleavings that are visible."""
        return self.files[STATEMENT] + in_markdown(self.spec)

    @property
    def reference(self) -> str:
        """The author's answer."""
        return self.files[reference_of(self.spec)]

    @property
    def has_data(self) -> bool:
        """Whether there are datasets: without any there is neither a sandbox nor a lab."""
        return bool(self.spec.dataset)

    @property
    def visible(self) -> Dataset:
        """The dataset of the candidate's sandbox."""
        return next(dataset for dataset in self.spec.dataset if dataset.role is Role.VISIBLE)

    @property
    def graded(self) -> tuple[Dataset, ...]:
        """The datasets that checks use, in the order of the spec."""
        used = {name for check in self.spec.data_checks for name in datasets_of(check, self.spec)}
        used |= {self.visible.name} if self.spec.probed else set()  # where an answer is applied first
        return tuple(dataset for dataset in self.spec.dataset if dataset.name in used)

    @property
    def samples(self) -> tuple[Sample, ...]:
        """Every shipped submission."""
        names = sorted(name for name in self.files if name.startswith(SUBMISSIONS) and name != EXPECTED)
        return tuple(Sample(name, self.files[name], self._promised(name)) for name in names)

    def dataset(self, name: str) -> Dataset:
        """A dataset by its name. Raises NotFound."""
        for dataset in self.spec.dataset:
            if dataset.name == name:
                return dataset
        raise NotFound(f"{self.spec.slug} has no dataset {name}.")

    def _promised(self, name: str) -> tuple[Expectation, ...]:
        return tuple(promise for promise in self.expectations.expect if matches(promise.files, name))


def find_packs(root: Path) -> list[Path]:
    """The folders below `root` that hold a challenge.toml, in the order of their names."""
    if not root.is_dir():
        raise NotFound(f"There is no folder {root}.")
    return sorted(path.parent for path in root.glob(f"*/{SPEC}"))


def load_packs(folders: Iterable[Path]) -> tuple[list[Pack], list[str]]:
    """The packs that can be read, and every problem of the others, each behind its pack's name."""
    loaded, problems = [], []
    for folder in folders:
        try:
            loaded.append(Pack.from_folder(folder))
        except PackInvalid as error:
            problems += [f"{folder.name}/{problem}" for problem in error.problems]
    return loaded, problems


def _read(files: Mapping[str, str], name: str, model: type[Model]) -> TomlFile[Model]:
    """A missing file has been reported already and gives no further problems."""
    return read_toml(name, files[name], model) if files.get(name) else TomlFile(name)
