"""submissions/expected.toml: what the sample answers must get."""

from __future__ import annotations

from pydantic import Field

from assessor.packs.spec.base import RelativePath, Slug, Strict


class Expectation(Strict):
    """One [[expect]] of submissions/expected.toml: what files must get."""

    files: RelativePath
    """A glob below submissions/, e.g. "accepted/*.sql"."""
    score: tuple[float, float]
    """The lowest and highest score, 0 to 100."""
    failing: list[Slug] = []
    """Exactly the checks that must not pass."""
    message: str = ""
    """A part of some outcome's message."""


class Expectations(Strict):
    """The whole of submissions/expected.toml."""

    expect: list[Expectation] = Field(min_length=1)
