"""What a rule is, and what a verification says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from assessor.packs.verify.evidence import Evidence


@dataclass(frozen=True)
class Rule:
    """One thing a pack must prove. `name` is a sentence that is true of a good pack."""

    name: str
    problems: Callable[[Evidence], Iterable[str]]
    """One sentence for everything that is wrong, with what to do."""
    dear: bool = False
    """Whether it runs hundreds of queries or more, so that who is in a hurry may leave it out."""


@dataclass(frozen=True)
class Problem:
    """What broke which rule."""

    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.text}"


@dataclass(frozen=True)
class VerifyReport:
    """The outcome of a verification, with what was counted."""

    slug: str
    rules: int
    samples: int
    checks: int
    problems: tuple[Problem, ...]
    seconds: float
    counts: Mapping[str, int] = field(default_factory=dict)
    """What rules counted, e.g. "mutants", "killed", "equivalent" and "survived"."""

    @property
    def ok(self) -> bool:
        """Has the pack proved itself?"""
        return not self.problems
