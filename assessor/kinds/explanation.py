"""How a query fares, for the author of its pack: everything that a candidate is not told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from assessor.domain.outcomes import CheckOutcome, Verdict
from assessor.grading.mutation.matrix import Killed
from assessor.grading.mutation.trial import Fate
from assessor.grading.show import Difference


@dataclass(frozen=True)
class DatasetReport:
    """What the query does on one dataset; `rule` is the one it breaks."""

    name: str
    role: str
    shows: str
    verdict: str
    """"right", "wrong" or "not run"."""
    rule: str | None = None
    message: str = ""
    difference: Difference | None = None


@dataclass(frozen=True)
class WorkReport:
    """Work in one check. `scales` and `growth` are as in the scorecard's evidence, None where nothing was measured."""

    check: str
    title: str
    scales: tuple[Mapping[str, Any], ...]
    growth: Mapping[str, float | None]
    counted: int | None
    """The work that is scored: what was done on the largest data, or more for how it grows."""
    points: float
    """What this work earns where the result is right and every required check has passed."""
    max_points: float
    problem: str = ""
    """Why it was not measured on all data."""


@dataclass(frozen=True)
class MutantsReport:
    """Mutants of the reference and the datasets that kill them."""

    killed: tuple[Killed, ...] = ()
    datasets: tuple[str, ...] = ()
    """Those on which all of them ran."""
    equivalent: frozenset[tuple[str, str]] = frozenset()
    """Operator and change of those that equivalent.toml argues away."""
    left_out: int = 0
    """How many more there would be without the bound."""
    problem: str = ""
    """Why none could be tried."""

    def by(self, dataset: str) -> list[Killed]:
        """Those that a dataset kills."""
        return [one for one in self.killed if dataset in one.by]

    def only_by(self, dataset: str) -> list[Killed]:
        """Those that no other dataset kills."""
        return [one for one in self.killed if one.by == (dataset,) and not one.endless]

    def fate(self, one: Killed) -> str:
        """ "killed", "survived", "invalid" or, where a survivor is marked, "equivalent"."""
        marked = (one.mutant.operator, one.mutant.change) in self.equivalent
        return "equivalent" if marked and one.fate is Fate.SURVIVED else one.fate.value

    def counts(self) -> dict[str, int]:
        """As `assessor pack verify` counts them; invalid mutants are none."""
        fates = [self.fate(one) for one in self.killed]
        counted = {fate: fates.count(fate) for fate in ("killed", "equivalent", "survived")}
        return {"mutants": sum(counted.values()), **counted}

    def to_json(self) -> dict[str, Any]:
        """A JSON-able dict."""
        mutants = [
            {
                "operator": one.mutant.operator,
                "change": one.mutant.description,
                "fate": self.fate(one),
                "killed_by": list(one.by),
                "endless": one.endless,
            }
            for one in self.killed
        ]
        return {**self.counts(), "left_out": self.left_out, "problem": self.problem, "all": mutants}


@dataclass(frozen=True)
class Explanation:
    """All of it; outcomes and score are what a candidate would get."""

    slug: str
    verdict: Verdict
    score: float
    outcomes: tuple[CheckOutcome, ...]
    datasets: tuple[DatasetReport, ...]
    works: tuple[WorkReport, ...]
    mutants: MutantsReport

    def to_json(self) -> dict[str, Any]:
        """A JSON-able dict."""
        return {
            "pack": self.slug,
            "verdict": self.verdict.value,
            "score": self.score,
            "checks": [_outcome(outcome) for outcome in self.outcomes],
            "datasets": [
                {**asdict(one), "kills": [each.mutant.description for each in self.mutants.by(one.name)]}
                for one in self.datasets
            ],
            "work": [asdict(work) for work in self.works],
            "mutants": self.mutants.to_json(),
        }


def _outcome(outcome: CheckOutcome) -> dict[str, Any]:
    return {
        "check": outcome.check,
        "title": outcome.title,
        "verdict": outcome.verdict.value,
        "points": outcome.points,
        "max_points": outcome.max_points,
        "message": outcome.message,
    }
