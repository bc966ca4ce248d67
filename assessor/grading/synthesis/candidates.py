"""Valid datasets by the hundred: random ones of many profiles, and edits of them towards every target."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from assessor.grading.synthesis.dataset import Draft
from assessor.grading.synthesis.domains import Domains
from assessor.grading.synthesis.draw import Drawer, Profile, profiles
from assessor.grading.synthesis.plot import Plot
from assessor.grading.synthesis.reading import Hints
from assessor.grading.synthesis.server import Scratch
from assessor.grading.synthesis.targets import targets
from assessor.grading.synthesis.tell import Teller
from assessor.grading.synthesis.valid import Pack, entries, settle, settle_packs, topped_up

RANDOM = 70
TOLD = 110
MOST_TARGETED = 320
_PACK_TRIES = 500
_MOST_PACKS = 80
_PACK = Profile(rows=(0, 2), width=2, copies=0.7, steps=0.5)

Step = Callable[[int, int], None]


@dataclass(frozen=True)
class Candidate:
    """A valid dataset and what it was made for; no words when it is random."""

    draft: Draft
    shows: str = ""


class Maker:
    """Makes candidates for one schema."""

    def __init__(
        self,
        scratch: Scratch,
        hints: Hints,
        domains: Domains,
        plots: Sequence[Plot],
        rng: Random,
        invariants: bool,
    ) -> None:
        self.scratch, self.hints, self.domains, self.plots, self.rng = scratch, hints, domains, plots, rng
        self.invariants = invariants
        self.drawer = Drawer(scratch.schema, domains, rng)
        self.teller = Teller(scratch.schema, domains, self.drawer, hints.counts, rng)
        self.packs = list(self._packs()) if invariants else []

    def candidates(self, step: Step) -> list[Candidate]:
        """Random ones first; each different from the others."""
        found: dict[str, Candidate] = {}
        told = [Candidate(draft) for draft in self._told(step)]
        bases = [*told, *(Candidate(draft) for draft in self._random(step))]
        self.rng.shuffle(bases)
        for candidate in [*bases, *self._targeted([base.draft for base in bases], step)]:
            found.setdefault(repr(sorted(candidate.draft.items())), candidate)
        return list(found.values())

    def _random(self, step: Step) -> Iterator[Draft]:
        for number in range(RANDOM):
            step(number, RANDOM)
            draft = self.valid(self.drawer.draft(profiles(self.rng)))
            if draft is not None:
                yield draft

    def _told(self, step: Step) -> Iterator[Draft]:
        for number in range(TOLD if self.plots else 0):
            step(number, TOLD)
            stories = self.rng.choice((1, 1, 2, 2, 3, 4, 5))
            packs = self.teller.tell(self.rng.choice(self.plots), stories, profiles(self.rng))
            draft = settle_packs(self.scratch, packs)
            if draft is not None:
                yield draft

    def valid(self, draft: Draft) -> Draft | None:
        """What is valid of a draft, made up for with packs where invariants cost many rows."""
        settled = settle(self.scratch, draft, self.invariants)
        if settled is None or not self.packs or settled == draft:
            return settled
        chosen = self.rng.sample(self.packs, min(len(self.packs), 8))
        return topped_up(self.scratch, settled, chosen) or settled

    def _targeted(self, bases: list[Draft], step: Step) -> Iterator[Candidate]:
        wanted = [target for target in targets(self.scratch.schema, self.hints, self.domains)]
        rounds = [(target, n) for n in range(max((each.times for each in wanted), default=0)) for target in wanted]
        rounds = [(target, n) for target, n in rounds if n < target.times][:MOST_TARGETED]
        rich = [base for base in bases if all(base.values())] or bases
        for number, (target, _) in enumerate(rounds):
            step(number, len(rounds))
            draft = target.edit(self.rng.choice(rich), self.rng) if rich else target.edit({}, self.rng)
            settled = settle(self.scratch, draft, self.invariants)
            if settled is not None:
                yield Candidate(settled, target.shows if settled == draft else "")

    def _packs(self) -> Iterator[Pack]:
        """Small datasets that satisfy the invariants, found by trying."""
        found: set[Pack] = set()
        for _ in range(_PACK_TRIES):
            draft = self.drawer.draft(_PACK)
            pack = tuple(entries(self.scratch.schema, draft))
            if pack and pack not in found and self.scratch.load(draft):
                found.add(pack)
                yield pack
            if len(found) >= _MOST_PACKS:
                return
