"""The plot of a pack, as labs and sandboxes play it."""

from __future__ import annotations

from assessor.packs.spec import ChallengeSpec
from sandbox.cast import Plot


def plot_of(spec: ChallengeSpec) -> Plot:
    """Everybody who plays, without what is only said of them."""
    return Plot.from_json(
        {
            "actors": [each.model_dump(exclude={"shows"}) for each in spec.actor],
            "clients": [each.model_dump(exclude={"shows"}) for each in spec.client],
            "connections": spec.incident.connections,
        }
    )
