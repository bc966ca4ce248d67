"""What the parts of challenge.toml are made of."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Competency = Annotated[str, StringConstraints(pattern=r"^[A-I][1-9]$")]
RelativePath = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9_*-][A-Za-z0-9_.*-]*(/[A-Za-z0-9_*-][A-Za-z0-9_.*-]*)*$")
]
SqlState = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{5}$")]
RoleName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$", max_length=40)]
Sql = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Strict(BaseModel):
    """Immutable; an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Level(StrEnum):
    """Seniority a challenge asks for."""

    FOUNDATION = "foundation"
    SENIOR = "senior"
