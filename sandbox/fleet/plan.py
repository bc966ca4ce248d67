"""What a fleet is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FleetPlan:
    """Nodes, the first of which is born with the template's databases, and what happened to them before anybody came.

    Every node has a folder /node of its own (PGDATA is /node/data) and shares /archive with the others.
    """

    nodes: tuple[str, ...]
    """Names, which are host names in their network, too."""
    story: str
    """A runbook (see sandbox.fleet.runbook) that is run once, while the template is prepared. It ends with the
    accident: servers that run then run on arrival."""
    database: str = "challenge"
    """The template's database that the first node is born with; on every node it is called challenge."""
