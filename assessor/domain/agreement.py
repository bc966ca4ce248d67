"""How far two raters agree beyond chance: Cohen's kappa with quadratic weights.

Who of a pair was first means nothing, so each pair counts in both orders, half each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MIN_PAIRS = 20
"""With fewer pairs no number is stated: it would be chance."""

Pair = tuple[int, int]


@dataclass(frozen=True)
class Agreement:
    """What is known of one criterion. `kappa` is 1 for full agreement, 0 for chance; None where it cannot be said."""

    pairs: int
    same: int
    """Pairs with the same level."""
    near: int
    """Pairs that differ by one level at most."""
    kappa: float | None


def agreement(pairs: Sequence[Pair]) -> Agreement:
    """Of pairs of levels that two people gave to the same answer."""
    same = sum(one == other for one, other in pairs)
    near = sum(abs(one - other) <= 1 for one, other in pairs)
    kappa = weighted_kappa(pairs) if len(pairs) >= MIN_PAIRS else None
    return Agreement(len(pairs), same, near, kappa)


def weighted_kappa(pairs: Sequence[Pair]) -> float | None:
    """Quadratic weights; None where everybody gave the same level, so that there is nothing to agree on."""
    levels = [level for pair in pairs for level in pair]
    if len(set(levels)) == 1:
        return None
    observed = sum((one - other) ** 2 for one, other in pairs) / len(pairs)
    mean = sum(levels) / len(levels)
    by_chance = 2 * sum((level - mean) ** 2 for level in levels) / len(levels)
    return round(1 - observed / by_chance, 3)
