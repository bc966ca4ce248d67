"""What an operator of mutation proposes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assessor.grading.mutation.facts import Facts
from assessor.grading.mutation.model import Node


@dataclass(frozen=True)
class Change:
    """A node to put in place of another, and what to say of it; by default "old became new"."""

    new: Node
    words: str = ""


Changes = Callable[[Node, Facts], Iterator[Change]]


@dataclass(frozen=True)
class Operator:
    """One kind of mistake: what a node may become."""

    name: str
    changes: Changes
