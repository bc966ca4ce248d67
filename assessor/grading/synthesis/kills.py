"""Which candidates are sound, and which mutants each kills."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from assessor.grading.compare import compare
from assessor.grading.match import DIVIDED_TOLERANCE, Row, divided, same_bag
from assessor.grading.synthesis.candidates import Candidate
from assessor.grading.synthesis.dataset import Draft
from assessor.grading.synthesis.server import Answer, Query, Refused, Scratch
from assessor.grading.table import ResultTable

STATEMENT_TIMEOUT = "57014"
_EASY_AFTER = 60
"""Candidates after which mutants that most of them kill are not run any more."""
_EASY = 0.4

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
        self._running: dict[int, Query] = {}
        self._known: tuple[Answer | None, list[Row]] = (None, [])

    def sound(self, draft: Draft, shuffles: int = 1) -> Answer | None:
        """What the first reference gives, if all give the same in every order of insertion; it stays loaded."""
        expected: Answer | None = None
        for arranged in [*self._arranged(draft, shuffles), draft]:
            self.scratch.load(arranged)
            for answer, query in zip(self.scratch.run(self.references), self.references, strict=True):
                expected = answer if expected is None else expected
                if not self.same(expected, answer, query):
                    return None
        return expected

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
        if expected.rows == answer.rows and self.references[0].columns == query.columns:
            return True
        wanted = ResultTable(self.references[0].columns, expected.rows)
        given = ResultTable(query.columns, answer.rows)
        if not self.order:
            return self._same_bag(expected, wanted, given)
        return compare(wanted, given, self.order).equal

    def _same_bag(self, expected: Answer, wanted: ResultTable, given: ResultTable) -> bool:
        """What compare() finds where no order is asked for, without its search for words."""
        pairs = list(zip(wanted.columns, given.columns, strict=True))
        if any(one.reader.family != two.reader.family for one, two in pairs):
            return False
        if self._known[0] is not expected:
            self._known = (expected, wanted.values())
        left, right = self._known[1], given.values()
        tolerances = [
            max(
                one.reader.tolerance,
                two.reader.tolerance,
                DIVIDED_TOLERANCE
                if any(divided([row[n] for row in rows]) for rows in (left, right))
                else 0.0,
            )
            for n, (one, two) in enumerate(pairs)
        ]
        return same_bag(left, right, tolerances)

    def suspect(self, mutants: Sequence[str]) -> None:
        """Prepare the mutants that candidates are to be tried on."""
        self._running = self._prepared(mutants)

    def trial(self, candidate: Candidate) -> Trial | None:
        """What a candidate kills, unless it is not sound."""
        expected = self.sound(candidate.draft)
        return None if expected is None else Trial(candidate, expected, self._killed(expected, self._running))

    def trials(self, candidates: Sequence[Candidate], step: Step) -> list[Trial]:
        """Every sound candidate with what it kills."""
        found: list[Trial] = []
        for number, candidate in enumerate(candidates):
            step(number, len(candidates))
            trial = self.trial(candidate)
            if trial is not None:
                found.append(trial)
                self._spare_easy(found)
        return found

    def _spare_easy(self, found: Sequence[Trial]) -> None:
        if len(found) == _EASY_AFTER:
            tally = Counter(number for trial in found for number in trial.kills)
            easy = [number for number in self._running if tally[number] >= _EASY * _EASY_AFTER]
            for number in easy:
                del self._running[number]

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
        killed = set()
        for (number, query), answer in zip(list(running.items()), answers, strict=True):
            if answer.state == STATEMENT_TIMEOUT:
                del running[number]  # it never ends on any data: not worth its time
            elif not self.same(expected, answer, query):
                killed.add(number)
        return killed


def _fittest(found: Sequence[Trial]) -> list[Trial]:
    """Those whose kills are rarest."""
    tally = Counter(number for trial in found for number in trial.kills)
    ranked = sorted(found, key=lambda trial: -sum(1 / tally[number] ** 2 for number in trial.kills))
    return ranked[:_PARENTS]
