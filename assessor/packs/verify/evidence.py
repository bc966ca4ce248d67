"""What the rules look at: every shipped text graded once, and labs to look into."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from assessor.domain.outcomes import GradingResult
from assessor.packs.loader import Pack, Sample
from assessor.packs.templates import lab_template
from sandbox.provider import Limits, Owner, Progress, SandboxHandle, SandboxProvider, SandboxSpec, silent

_LIMITS = Limits(disk_mb=2048)
"""Datasets are set up once more beside themselves."""


@dataclass(frozen=True)
class GradedSample:
    """A sample with what it got."""

    sample: Sample
    result: GradingResult


@dataclass(frozen=True)
class Evidence:
    """A pack, what its texts got, and where labs come from."""

    pack: Pack
    provider: SandboxProvider
    reference: GradingResult
    empty: GradingResult
    samples: tuple[GradedSample, ...]
    progress: Progress = silent
    """For rules that take long."""
    counts: dict[str, int] = field(default_factory=dict)
    """What rules counted on their way, for the report."""
    with_made: Pack | None = None
    """The pack with datasets made from a secret, if it asks for them: what the answers were graded on."""

    @property
    def whole(self) -> Pack:
        """The pack as it is graded."""
        return self.with_made or self.pack

    @contextmanager
    def lab(self) -> Iterator[SandboxHandle]:
        """A lab of the pack in which no answer runs."""
        handle = self.provider.start(SandboxSpec(lab_template(self.whole), Owner("lab", "verify"), _LIMITS))
        try:
            yield handle
        finally:
            self.provider.stop(handle)
