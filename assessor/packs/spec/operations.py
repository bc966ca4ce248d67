"""Several servers and their accident: what a runbook is tried on, and what must be true afterwards."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from assessor.packs.spec.base import Competency, RelativePath, Slug, Sql, Strict

Node = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*$", max_length=20)]


class FleetEvent(Strict):
    """What happens after a runbook, before anybody looks: a script on one node, which waits for what it needs."""

    on: Node
    shows: str = Field(min_length=3)
    """For the scorecard, e.g. "an order comes in"."""
    run: Sql


class Finding(Strict):
    """A question to the server on a node; the query gives one boolean, or must be refused."""

    name: Slug
    on: Node
    shows: str = Field(min_length=3)
    """As the end of "Fails when ...", e.g. "an order is missing"."""
    holds: Sql | None = None
    refused: Sql | None = None
    """Must fail, or find no server; instead of `holds`."""


class Operations(Strict):
    """The fleet as a whole."""

    nodes: list[Node] = Field(default=[], max_length=4)
    """The first is born with the dataset."""
    story: RelativePath = "setup/story.sql"
    """A runbook: how the fleet came to where the candidate finds it."""
    event: list[FleetEvent] = []
    finding: list[Finding] = []


class FindingsCheck(Strict):
    """Whether all is found as it must be."""

    id: Slug
    title: str
    competencies: list[Competency] = Field(min_length=1)
    points: float = Field(gt=0)
    requires: list[Slug] = []
    type: Literal["findings"]
    findings: list[Slug] = Field(min_length=1)
