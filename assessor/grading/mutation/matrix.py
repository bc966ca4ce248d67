"""Which dataset kills which mutant: for authors, who want to see what each dataset is good for."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assessor.grading.mutation.model import Mutant
from assessor.grading.mutation.trial import Bed, Fate, Tell, Trial, try_mutants


@dataclass(frozen=True)
class Killed:
    """A mutant with its fate and the names of all datasets that tell it from the original."""

    mutant: Mutant
    fate: Fate
    by: tuple[str, ...] = ()
    endless: bool = False
    """It had to be stopped, and was not run on the datasets that were left: others would kill it, too."""


def kills(
    dsn: str,
    beds: Sequence[Bed],
    mutants: Sequence[Mutant],
    tell: Tell,
    clock: Callable[[], float] = time.monotonic,
) -> list[Killed]:
    """Every mutant on every dataset, unlike try_mutants(), which stops at the first dataset that kills one.

    One that has to be stopped is run no further: each time would take as long as all the others together.
    """
    started = clock()
    tried: dict[Mutant, dict[str, Trial]] = {mutant: {} for mutant in mutants}
    for number, bed in enumerate(beds, 1):
        where = f"dataset {number} of {len(beds)}"
        left = [mutant for mutant, trials in tried.items() if not _endless(trials)]
        for trial in try_mutants(dsn, [bed], left, _telling(tell, where), clock):
            tried[trial.mutant][bed.name] = trial
        seconds = (clock() - started) / number * (len(beds) - number)
        tell(f"{where} done, about {seconds:.0f} s left")
    return [_killed(mutant, trials) for mutant, trials in tried.items()]


def _telling(tell: Tell, where: str) -> Tell:
    return lambda text: tell(f"{where}: {text}")


def _endless(trials: Mapping[str, Trial]) -> bool:
    return any(trial.endless for trial in trials.values())


def _killed(mutant: Mutant, trials: Mapping[str, Trial]) -> Killed:
    """An error kills, too, where the mutant runs elsewhere; one that never runs is no mutant."""
    if all(trial.fate is Fate.INVALID for trial in trials.values()):
        return Killed(mutant, Fate.INVALID)
    by = tuple(name for name, trial in trials.items() if trial.fate is not Fate.SURVIVED)
    return Killed(mutant, Fate.KILLED if by else Fate.SURVIVED, by, _endless(trials))
