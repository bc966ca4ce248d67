"""Valid datasets by the hundred: random ones of many profiles, and edits of them towards every target."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from assessor.grading.synthesis.budget import Budget
from assessor.grading.synthesis.dataset import MAX_ROWS, Draft
from assessor.grading.synthesis.domains import Domains
from assessor.grading.synthesis.draw import Drawer, Profile, profiles
from assessor.grading.synthesis.edits import put_in_one, values_of, with_rows
from assessor.grading.synthesis.families import again, origins
from assessor.grading.synthesis.plot import Plot
from assessor.grading.synthesis.reading import Hints
from assessor.grading.synthesis.server import Scratch
from assessor.grading.synthesis.targets import targets
from assessor.grading.synthesis.tell import Deviation, Teller, deviations
from assessor.grading.synthesis.valid import Pack, entries, settle, settle_packs, topped_up

_TRIES = 3
"""Drafts of a kind that are made until the reference gives rows on one: most mutants need some to differ."""
_CHANGED = 0.5
"""Share of later candidates that are changes of good ones."""
_PACK_TRIES = 500
_MOST_PACKS = 80
_PACK = Profile(rows=(0, 2), width=2, copies=0.7, steps=0.5)

Step = Callable[[int, int], None]
Change = Callable[[Draft, Sequence[Draft]], Draft]


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
        budget: Budget,
        gives_rows: Callable[[], bool],
    ) -> None:
        """`gives_rows` says whether the reference gives any on the data that is loaded."""
        self.budget, self.gives_rows = budget, gives_rows
        self._lively: list[Draft] = []
        self.scratch, self.hints, self.domains, self.plots, self.rng = scratch, hints, domains, plots, rng
        self.invariants = invariants
        self.drawer = Drawer(scratch.schema, domains, rng)
        self.teller = Teller(scratch.schema, domains, self.drawer, hints.counts, rng)
        self.packs = list(self._packs()) if invariants else []
        self._origins = origins(scratch.schema)
        self.targets = list(targets(scratch.schema, hints, domains))

    def candidates(self, step: Step) -> list[Candidate]:
        """Random ones first; each different from the others."""
        found: dict[str, Candidate] = {}
        bases = [*self._told(step), *(Candidate(draft) for draft in self._random(step))]
        self.rng.shuffle(bases)
        for candidate in [*bases, *self._targeted([base.draft for base in bases], step)]:
            text = repr(sorted(candidate.draft.items()))
            if text not in found or not found[text].shows:
                found[text] = candidate
        return list(found.values())

    def _random(self, step: Step) -> Iterator[Draft]:
        for number in range(self.budget.random):
            step(number, self.budget.random)
            draft = self._tried(lambda: self.valid(self.drawer.draft(profiles(self.rng))))
            if draft is not None:
                yield draft

    def _tried(self, make: Callable[[], Draft | None]) -> Draft | None:
        """A draft on which the reference gives rows, or the last one made."""
        draft = None
        for _ in range(_TRIES):
            draft = make()
            if draft is not None and self.gives_rows():
                self._lively.append(draft)
                break
        return draft

    def _told(self, step: Step) -> Iterator[Candidate]:
        """Every deviation in turn, alone, beside a story as it should be, and beside others."""
        wanted = [(plot, each) for plot in self.plots for each in deviations(plot)]
        for number in range(self.budget.told if wanted else 0):
            step(number, self.budget.told)
            plot, first = wanted[number % len(wanted)]
            others = list(deviations(plot))
            draft = self._tried(lambda: self._story(plot, first, others))  # noqa: B023 - called at once
            if draft is not None:
                yield Candidate(draft, first.shows)

    def _story(self, plot: Plot, first: Deviation, others: Sequence[Deviation]) -> Draft | None:
        beside = [self.rng.choice((others[0], self.rng.choice(others))) for _ in range(self._company())]
        packs = self.teller.tell(plot, [first, *beside], self._plain_or_not())
        return settle_packs(self.scratch, packs)

    def _company(self) -> int:
        return self.rng.choice((0, 1, 1, 2, 3, 4))

    def _plain_or_not(self) -> Profile:
        """Mostly without NULLs but those that a story is about."""
        profile = profiles(self.rng)
        return replace(profile, nulls=0.0) if self.rng.random() < 0.6 else profile

    def valid(self, draft: Draft) -> Draft | None:
        """What is valid of a draft, made up for with packs where invariants cost many rows."""
        settled = settle(self.scratch, draft, self.invariants)
        if settled is None or not self.packs or settled == draft:
            return settled
        chosen = self.rng.sample(self.packs, min(len(self.packs), 8))
        return topped_up(self.scratch, settled, chosen) or settled

    def _targeted(self, bases: list[Draft], step: Step) -> Iterator[Candidate]:
        most = max(target.times for target in self.targets)
        rounds = [(target, n) for n in range(most) for target in self.targets]
        rounds = [(target, n) for target, n in rounds if n < target.times][: self.budget.targeted]
        lively = self._lively or bases
        rich = [base for base in lively if all(base.values())] or lively
        for number, (target, _) in enumerate(rounds):
            step(number, len(rounds))
            draft = target.edit(self.rng.choice(rich), self.rng) if rich else target.edit({}, self.rng)
            settled = settle(self.scratch, draft, self.invariants)
            if settled is not None:
                yield Candidate(settled, target.shows if settled == draft else "")

    def another(self, parents: Sequence[Draft]) -> Draft | None:
        """A story told once more, or a small change of one of the datasets."""
        if not self.plots or self.rng.random() < _CHANGED:
            return self.offspring(parents)
        plot = self.rng.choice(self.plots)
        told = list(deviations(plot))
        return self._story(plot, self.rng.choice(told), told)

    def offspring(self, parents: Sequence[Draft]) -> Draft | None:
        """A small change of one of the datasets, or two of them together."""
        draft = self.rng.choice(parents)
        for _ in range(self.rng.choice((1, 1, 2, 3))):
            draft = self.rng.choice(self._changes)(draft, parents)
        return settle(self.scratch, draft, self.invariants)

    @property
    def _changes(self) -> list[Change]:
        usual: list[Change] = [
            self._cell,
            self._cell,
            self._cell,
            self._less,
            self._more,
            self._target,
            self._together,
        ]
        return [*usual, self._again, self._again] if self._origins else usual

    def _cell(self, draft: Draft, parents: Sequence[Draft]) -> Draft:
        """Another value in one place, often one that is elsewhere in the column or NULL."""
        column = self.rng.choice(self.scratch.schema.columns)
        values = [*values_of(draft, column), *self.domains.pools[column.key].all]
        value = None if column.nullable and self.rng.random() < 0.25 else self.rng.choice(values or [""])
        return put_in_one(column, value)(draft, self.rng)

    def _less(self, draft: Draft, parents: Sequence[Draft]) -> Draft:
        """One row fewer."""
        name = self.rng.choice([name for name, rows in draft.items() if rows] or [""])
        rows = list(draft.get(name, ()))
        if rows:
            del rows[self.rng.randrange(len(rows))]
        return {**draft, name: rows} if name else draft

    def _more(self, draft: Draft, parents: Sequence[Draft]) -> Draft:
        """One row more, like one that is there."""
        table = self.rng.choice(self.scratch.schema.tables)
        profile = Profile(copies=1.0, nulls=0.1)
        row = self.drawer.row(table, draft, self.drawer.tiny(profile), profile)
        return with_rows(draft, table.name, [*draft[table.name], row])

    def _again(self, draft: Draft, others: Sequence[Draft]) -> Draft:
        """One row once more, with what refers to it."""
        return again(self.rng.choice(self._origins), self.scratch.schema)(draft, self.rng)

    def _target(self, draft: Draft, parents: Sequence[Draft]) -> Draft:
        return self.rng.choice(self.targets).edit(draft, self.rng)

    def _together(self, draft: Draft, parents: Sequence[Draft]) -> Draft:
        """The rows of another dataset as well, as far as there is room."""
        other = self.rng.choice(parents)
        return {name: [*rows, *other[name]][:MAX_ROWS] for name, rows in draft.items()}

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
