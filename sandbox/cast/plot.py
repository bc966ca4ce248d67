"""Who plays in an incident: what they say, and how the trouble shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Actor:
    """Sessions that make the trouble, or that have honest work under way in it."""

    name: str
    """Also its application_name, and so what a candidate reads in pg_stat_activity."""
    role: str
    opens: tuple[str, ...]
    """Statements at the start, each in the session's open transaction if there is one."""
    ends: str = "idle"
    """How the last of them is left: "idle" (answered), "blocked" or "running"."""
    sessions: int = 1
    finishes: tuple[str, ...] = ()
    """Statements after a recovery that still must work: the honest work's end."""
    again: bool = False
    """Whether it comes back after a recovery and tries the same anew."""


@dataclass(frozen=True)
class Client:
    """A part of the live workload: sessions that ask for the same again and again."""

    name: str
    role: str
    run: tuple[str, ...]
    suffers: str = "blocked"
    """How the trouble shows: "blocked", "refused" (no session any more), "failing", "slow", or "works"."""
    sessions: int = 1
    most_blocks: int | None = None
    """So many blocks its only statement may touch to count as working."""


@dataclass(frozen=True)
class Plot:
    """All of them in the order in which they come, actors first."""

    actors: tuple[Actor, ...]
    clients: tuple[Client, ...]
    connections: Mapping[str, int] = field(default_factory=dict)
    """How many sessions a role may have; a role that is not named has no limit of its own."""

    @property
    def roles(self) -> tuple[str, ...]:
        """Every role that somebody logs in as."""
        roles = [actor.role for actor in self.actors] + [client.role for client in self.clients]
        return tuple(dict.fromkeys(roles))

    def to_json(self) -> dict[str, Any]:
        """What from_json reads."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Plot:
        """A plot from its JSON; lists become tuples."""
        return cls(
            tuple(Actor(**_tupled(each)) for each in data["actors"]),
            tuple(Client(**_tupled(each)) for each in data["clients"]),
            dict(data["connections"]),
        )


def _tupled(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
