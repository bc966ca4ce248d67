"""How much is tried. Counts and not seconds, so that a busy machine makes the same datasets as an idle one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Budget:
    """Bounds of a synthesis; the usual ones take a few seconds."""

    random: int = 70
    """Drafts drawn at random."""
    told: int = 140
    """Drafts that act out the references."""
    targeted: int = 320
    """Edits towards a kind of data."""
    offspring: int = 250
    """Small changes of good datasets."""
    hunt: int = 2500
    """Candidates that are made only for mutants known to be mistakes, as long as nothing kills one of them."""
    mutants: int = 250
    """Mutants of a reference that are run."""
    probes: int = 400
    """Probes of a reference that are run."""
