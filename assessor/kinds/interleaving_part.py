"""An interleaving as a part of a check: played in each of its permutations, against the reference's outcomes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any

from assessor.domain.outcomes import Verdict
from assessor.grading.interleaving import Actor, Play, Played, perform
from assessor.grading.probing import ProbeLab
from assessor.grading.reference import References
from assessor.grading.session import Stopped
from assessor.grading.table import ResultTable
from assessor.kinds.interleaving_judging import RIGHT, Judged, judged, keyed, outcome_tables, unkeyed
from assessor.kinds.probe_judging import failed
from assessor.packs.loader import Pack
from assessor.packs.spec import Interleaving
from assessor.packs.spec.interleavings import DISCONNECT
from assessor.packs.templates import lab_databases

_ALL_SERIAL = 3
"""Up to so many sessions every order of them counts; more must be alike enough for one."""


@dataclass(frozen=True)
class FoundPlay:
    """What an answer did in an interleaving: in the first permutation that is not right, or in the last."""

    interleaving: Interleaving
    number: int
    """Of the permutation, from 1."""
    judged: Judged = RIGHT
    played: Played | None = None

    @property
    def shows(self) -> str:
        """What meets what."""
        return self.interleaving.shows

    @property
    def rule(self) -> str | None:
        """The rule that is broken, or None."""
        return self.judged[0]

    @property
    def message(self) -> str:
        """Without hidden values."""
        return self.judged[1]

    def evidence(self) -> dict[str, Any]:
        """For the scorecard."""
        one = self.interleaving
        return {
            "name": one.name,
            "verdict": (Verdict.FAILED if self.rule else Verdict.PASSED).value,
            "rule": self.rule,
            "shows": one.shows,
            "message": self.message,
            "sessions": [{"name": name, "role": role} for name, (role, _) in one.sessions.items()],
            "permutation": self.number,
            "permutations": len(one.orders()),
            "moments": [each.to_json() for each in self.played.moments] if self.played else [],
        }


class InterleavingPart:
    """An interleaving of a pack."""

    def __init__(self, pack: Pack, one: Interleaving) -> None:
        self._one = one
        self._database = lab_databases(pack)[one.dataset]
        self._key = f"interleaving {one.name}"
        self.name, self.dataset = one.name, one.dataset

    def expected(self, lab: ProbeLab) -> dict[str, ResultTable]:
        """What the reference gives in serial orders, or in the permutations. Raises GradingFault where it cannot."""
        tables: dict[str, ResultTable] = {}
        for number, order in enumerate(self._right_orders()):
            try:
                played = _performed(lab, self._play(order))
            except Stopped as stopped:
                raise failed(self._one, stopped.reason) from stopped
            kept = replace(played, reads=played.reads[: len(self._one.reads)])
            tables |= keyed(self._key, number, outcome_tables(kept))
        return tables

    def found(self, lab: ProbeLab, expected: References) -> FoundPlay:
        """What the answer in the lab does."""
        outcomes = unkeyed(self._key, expected.tables)
        found = FoundPlay(self._one, 0)
        for number, order in enumerate(self._one.orders(), 1):
            right = outcomes[number - 1 : number] if self._one.outcome == "same" else outcomes
            try:
                played = _performed(lab, self._play(order))
            except Stopped as stopped:
                return FoundPlay(self._one, number, (stopped.ended.value, stopped.reason))
            found = FoundPlay(self._one, number, judged(self._one, played, right), played)
            if found.rule:
                break
        return found

    def _right_orders(self) -> list[tuple[str, ...]]:
        one = self._one
        if one.outcome != "serial":
            return one.orders() if one.outcome == "same" else []
        names = list(one.sessions)
        orders = permutations(names) if len(names) <= _ALL_SERIAL else [tuple(names)]
        return [tuple(name for name in order for _ in one.sessions[name][1]) for order in orders]

    def _play(self, order: tuple[str, ...]) -> Play:
        one = self._one
        actors = tuple(Actor(name, role, steps) for name, (role, steps) in one.sessions.items())
        reads = (*one.reads, *one.holds.values())
        return Play(self._database, actors, order, tuple(one.setup), frozenset(one.retry), reads, DISCONNECT)


def _performed(lab: ProbeLab, play: Play) -> Played:
    return lab.act(play.database, lambda room: perform(room, play))
