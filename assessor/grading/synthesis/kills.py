"""Which candidates are sound, and which mutants each kills."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from random import Random

from assessor.grading.compare import equal
from assessor.grading.synthesis.candidates import Candidate
from assessor.grading.synthesis.dataset import Draft
from assessor.grading.synthesis.server import NEVER_ENDS, TOO_MUCH, Answer, Query, Refused, Scratch
from assessor.grading.table import ResultTable

_ENOUGH = 15
"""Candidates that kill a mutant before it is not run any more: there will be one among the datasets chosen."""
_EMPTY, _RARE = 25, 3
"""Candidates without a result on which all mutants run; further ones are for mutants that fewer have killed."""
_SURE = 5
"""Candidates that kill a mutant before it is no question whether one of them is sound in every order of insertion."""
_ENDLESS = 2
"""Candidates on which a mutant may run without an end before it is not run any more."""

_GENERATION = 25
"""Offspring after which parents are chosen anew."""
_PARENTS = 40

Step = Callable[[int, int], None]
Offspring = Callable[[Sequence[Draft]], Draft | None]


@dataclass
class Trial:
    """A sound candidate, what the reference gives on it, and the mutants it kills by position."""

    candidate: Candidate
    expected: Answer
    kills: set[int] = field(default_factory=set)
    whole: bool = False
    """Whether `kills` is all that it kills."""


class Court:
    """Runs references and mutants on candidates."""

    def __init__(
        self,
        scratch: Scratch,
        references: Sequence[str],
        order: Sequence[int],
        rng: Random,
        readings: Sequence[str] = (),
    ) -> None:
        self.scratch, self.order, self.rng = scratch, order, rng
        self.references = [scratch.prepare(text) for text in references]
        self.references += self._prepared(readings).values()
        self._suspects: dict[int, Query] = {}
        self._running: dict[int, Query] = {}
        self._killers: Counter[int] = Counter()
        self._endless: Counter[int] = Counter()
        self._empties = 0
        self._known: tuple[Answer | None, dict[object, bool]] = (None, {})
        """What is known of other results beside one: most mutants give one of a few."""

    def gives_rows(self) -> bool:
        """Does the first reference give any on the data that is loaded?"""
        return bool(self.scratch.run(self.references[:1])[0].rows)

    def sound(self, draft: Draft, shuffles: int = 1) -> Answer | None:
        """What the first reference gives, if all give the same in every order of insertion; it stays loaded."""
        expected: Answer | None = None
        for arranged in [*self._arranged(draft, shuffles), draft]:
            self.scratch.load(arranged)
            for answer, query in zip(self._answers(), self.references, strict=True):
                expected = answer if expected is None else expected
                if not self.same(expected, answer, query):
                    return None
        return expected

    def _answers(self) -> list[Answer]:
        """What the references give. Where one needs room to work, all get it."""
        answers = self.scratch.run(self.references)
        while any(answer.state == TOO_MUCH for answer in answers) and self.scratch.give_room():
            answers = self.scratch.run(self.references)
        return answers

    def holds(self, trial: Trial, shuffles: int) -> bool:
        """Is it sound in that many orders of insertion, too?"""
        return self.sound(trial.candidate.draft, shuffles) is not None

    def _arranged(self, draft: Draft, shuffles: int) -> list[Draft]:
        others = [{name: rows[::-1] for name, rows in draft.items()}]
        return others + [
            {name: self.rng.sample(rows, len(rows)) for name, rows in draft.items()}
            for _ in range(shuffles - 1)
        ]

    def same(self, expected: Answer, answer: Answer, query: Query) -> bool:
        """Is it the same result by the rules that answers are compared by? A failure is the same as nothing."""
        if expected.rows is None or answer.rows is None or expected.count != answer.count:
            return False
        if self._known[0] is not expected:
            self._known = (expected, {})
        told, key = self._known[1], (query.types, answer.rows)
        if key not in told:
            wanted = ResultTable(self.references[0].columns, expected.rows)
            told[key] = equal(wanted, ResultTable(query.columns, answer.rows), self.order)
        return told[key]

    def suspect(self, mutants: Sequence[str]) -> None:
        """Prepare the mutants that candidates are to be tried on."""
        self._suspects = self._prepared(mutants)
        self._running = dict(self._suspects)

    def complete(self, trial: Trial) -> None:
        """Find all that a trial kills, also what was not run on it because many others kill it.

        What does not end stays out: each time costs as much as hundreds of others.
        """
        if trial.whole:
            return
        self.scratch.load(trial.candidate.draft)
        ending = {n: query for n, query in self._suspects.items() if self._endless[n] < _ENDLESS}
        trial.kills |= self._killed(trial.expected, ending)
        trial.whole = True

    def trial(self, candidate: Candidate) -> Trial | None:
        """What a candidate kills, unless it is not sound."""
        expected = self.sound(candidate.draft)
        if expected is None:
            return None
        running = self._running
        self._empties += not expected.count
        if not expected.count and self._empties > _EMPTY:
            running = {number: query for number, query in running.items() if self._killers[number] < _RARE}
        return Trial(candidate, expected, self._killed(expected, running))

    def trials(self, candidates: Sequence[Candidate], step: Step) -> list[Trial]:
        """Every sound candidate with what it kills."""
        found: list[Trial] = []
        for number, candidate in enumerate(candidates):
            step(number, len(candidates))
            trial = self.trial(candidate)
            if trial is not None:
                found.append(trial)
        return found

    def evolve(self, found: list[Trial], offspring: Offspring, tries: int, step: Step) -> None:
        """Add offspring of the datasets that kill what few others kill."""
        parents: list[Draft] = []
        known = {repr(sorted(trial.candidate.draft.items())) for trial in found}
        for number in range(tries if found else 0):
            step(number, tries)
            if number % _GENERATION == 0:
                parents = [trial.candidate.draft for trial in _fittest(found)]
            draft = offspring(parents)
            if draft is None or repr(sorted(draft.items())) in known:
                continue
            known.add(repr(sorted(draft.items())))
            trial = self.trial(Candidate(draft))
            if trial is not None:
                found.append(trial)

    def hunt(
        self,
        found: list[Trial],
        another: Offspring,
        wanted: AbstractSet[int],
        tries: int,
        shuffles: int,
        step: Step,
    ) -> None:
        """Add what kills those of the mutants wanted that nothing kills in so many orders of insertion."""
        largest = sorted(found, key=lambda trial: -trial.expected.count)[:_PARENTS]
        parents = [trial.candidate.draft for trial in (*_fittest(found), *largest)]
        left = {n: query for n, query in self._suspects.items() if n in wanted - self._firm(found, shuffles)}
        for number in range(tries if found else 0):
            step(number, tries)
            if not left:
                return
            draft = another(parents)
            expected = draft and self.sound(draft)
            if draft and expected:
                trial = Trial(Candidate(draft), expected, self._killed(expected, left))
                if trial.kills and self.holds(trial, shuffles):
                    found.append(trial)
                    left = {n: query for n, query in left.items() if n not in trial.kills}

    def _firm(self, found: Sequence[Trial], shuffles: int) -> set[int]:
        """What is surely killed: by many, or by one that is sound in so many orders of insertion."""
        firm = {n for n in self._suspects if self._killers[n] >= _SURE}
        for trial in found:
            if trial.kills - firm and self.holds(trial, shuffles):
                firm |= trial.kills
        return firm

    def _prepared(self, mutants: Sequence[str]) -> dict[int, Query]:
        """Those that PostgreSQL parses and that give as many columns as the reference."""
        found = {}
        for number, text in enumerate(mutants):
            try:
                query = self.scratch.prepare(text)
            except Refused:
                continue
            if len(query.columns) == len(self.references[0].columns):
                found[number] = query
        return found

    def _killed(self, expected: Answer, running: dict[int, Query]) -> set[int]:
        answers = self.scratch.run(list(running.values()), rows=expected.count)
        killed = {
            number
            for (number, query), answer in zip(running.items(), answers, strict=True)
            if not self.same(expected, answer, query)
        }
        ends = {number for number, answer in zip(running, answers, strict=True) if answer.state in NEVER_ENDS}
        self._killers.update(killed)
        self._endless.update(ends)
        for number in killed:
            if self._killers[number] == _ENOUGH or self._endless[number] == _ENDLESS:
                self._running.pop(number, None)
        return killed


def _fittest(found: Sequence[Trial]) -> list[Trial]:
    """Those whose kills are rarest."""
    tally = Counter(number for trial in found for number in trial.kills)
    ranked = sorted(found, key=lambda trial: -sum(1 / tally[number] ** 2 for number in trial.kills))
    return ranked[:_PARENTS]
