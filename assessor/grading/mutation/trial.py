"""Run mutants on datasets until one tells each of them from the original."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from queue import SimpleQueue

from assessor.grading.compare import compare
from assessor.grading.mutation.model import Mutant
from assessor.grading.mutation.wire import Failed, Wire
from assessor.grading.table import ResultTable

_AT_ONCE = 2
_MORE_ROWS = 10_000
"""A mutant with so many rows too many need not be read to its end."""

_SPILL_MB = 32
_SECONDS = 1.5
_SLOWER = 50
"""A mutant may take as long as this, or so many times as long as the original: who takes longer is noticed."""

Tell = Callable[[str], None]
Judge = Callable[["Trial"], "Trial"]


@dataclass(frozen=True)
class Bed:
    """A dataset to try mutants on: its database, and what the original gives there."""

    name: str
    database: str
    expected: ResultTable
    order: tuple[int, ...] = ()
    """Positions of the sort keys that are asked for."""
    seconds: float = 0.0
    """How long the original takes."""


class Fate(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    SURVIVED = "survived"
    INVALID = "invalid"
    """PostgreSQL stops it with an error on every dataset: nobody could hand it in."""


@dataclass(frozen=True)
class Trial:
    """A mutant and its fate so far, with the dataset that killed it or the error that it always gives."""

    mutant: Mutant
    fate: Fate = Fate.SURVIVED
    why: str = ""
    right: bool = False
    """Has it given the right result somewhere?"""
    endless: bool = False
    """Was it stopped because it took too long or gave too much?"""

    @property
    def decided(self) -> bool:
        """Can no further dataset change its fate?"""
        return self.fate is Fate.KILLED or (self.fate is Fate.INVALID and not self.why.startswith(_MAYBE))


_MAYBE = "so far: "


def try_mutants(
    dsn: str,
    beds: Sequence[Bed],
    mutants: Sequence[Mutant],
    tell: Tell,
    clock: Callable[[], float] = time.monotonic,
) -> list[Trial]:
    """The fate of every mutant. Quick datasets come first, and a mutant that is killed is not run again."""
    trials = [Trial(mutant) for mutant in mutants]
    progress = _Progress(clock, tell, len(beds), len(trials))
    for bed in sorted(beds, key=lambda one: one.seconds):
        alive = [number for number, trial in enumerate(trials) if not trial.decided]
        with _judges(dsn, bed) as judge, ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="mutants") as pool:
            for number, trial in zip(
                alive, pool.map(judge, [trials[number] for number in alive]), strict=True
            ):
                trials[number] = trial
                progress.ran(trial.decided)
        progress.bed_done()
    return [replace(trial, why=trial.why.removeprefix(_MAYBE)) for trial in trials]


def timed(dsn: str, beds: Sequence[Bed], original: str) -> tuple[list[Bed], list[str]]:
    """The beds with the seconds that the original takes, and where it is not right as it is written here."""
    measured, wrong = [], []
    for bed in beds:
        with Wire(dsn, bed.database, seconds=120.0, rows=len(bed.expected.rows) + _MORE_ROWS) as wire:
            started = time.monotonic()
            problem = _problem(wire, bed, original)
            measured.append(replace(bed, seconds=time.monotonic() - started))
        if problem:
            wrong.append(f"{bed.name}: {problem}")
    return measured, wrong


def _problem(wire: Wire, bed: Bed, text: str) -> str:
    try:
        return compare(bed.expected, wire.fetch(text), bed.order).message
    except Failed as failed:
        return str(failed)


@contextmanager
def _judges(dsn: str, bed: Bed) -> Iterator[Judge]:
    """A judge that several threads may ask at once."""
    wires: SimpleQueue[Wire] = SimpleQueue()
    with ExitStack() as stack:
        for _ in range(_AT_ONCE):
            seconds = max(_SECONDS, _SLOWER * bed.seconds)
            wires.put(
                stack.enter_context(
                    Wire(dsn, bed.database, seconds, len(bed.expected.rows) + _MORE_ROWS, _SPILL_MB)
                )
            )

        def judge(trial: Trial) -> Trial:
            wire = wires.get()
            try:
                return _judged(trial, wire, bed)
            finally:
                wires.put(wire)

        yield judge


def _judged(trial: Trial, wire: Wire, bed: Bed) -> Trial:
    """Killed where it differs; an error kills, too, if it is not the fate on all datasets."""
    try:
        actual = wire.fetch(trial.mutant.sql)
    except Failed as failed:
        why = f"{bed.name}: {failed}"
        if failed.final and not trial.right:
            return replace(trial, fate=Fate.INVALID, why=str(failed))
        if failed.noticed or trial.right:
            return replace(trial, fate=Fate.KILLED, why=why, endless=failed.noticed)
        return replace(trial, fate=Fate.INVALID, why=f"{_MAYBE}{why}")
    message = compare(bed.expected, actual, bed.order).message
    if message or trial.fate is Fate.INVALID:
        return replace(trial, fate=Fate.KILLED, why=f"{bed.name}: {message}" if message else trial.why)
    return replace(trial, right=True)


class _Progress:
    """Says every few seconds how far it is: "120 of 380, about 14 s left"."""

    def __init__(self, clock: Callable[[], float], tell: Tell, beds: int, total: int) -> None:
        self._clock, self._tell = clock, tell
        self._beds, self._total = beds, total
        self._ran = self._decided = 0
        self._started = self._last = clock()

    def ran(self, decided: bool) -> None:
        """One mutant ran on one dataset."""
        self._ran += 1
        self._decided += decided
        if self._clock() - self._last >= _EVERY:
            self._say()

    def bed_done(self) -> None:
        """All that are alive ran on one dataset."""
        self._beds -= 1
        if not self._beds:
            self._tell(f"{self._total} of {self._total}")

    def _say(self) -> None:
        self._last = self._clock()
        each = (self._last - self._started) / self._ran
        left = each * (self._total - self._decided) * max(self._beds, 1)
        self._tell(f"{self._decided} of {self._total}, about {left:.0f} s left")


_EVERY = 2.0
