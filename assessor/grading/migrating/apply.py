"""A change set applied in one go, with nobody else there: what probes then look at."""

from __future__ import annotations

from assessor.grading.migrating.text import ChangeSet, Statement, Step, Unreadable, read_change_set
from assessor.grading.probing.session import ProbeSession
from assessor.grading.probing.stage import Form, ProbeStage
from assessor.grading.session import Ended, Stopped
from sandbox.provider import CANDIDATE_ROLE

MOST_TIMES = 3_000
"""Of a repeated statement."""


def _apply(stage: ProbeStage, text: str, openly: bool) -> None:
    changes = read(text)
    with stage.session(CANDIDATE_ROLE) as session:
        for step in changes.steps:
            try:
                begin(session, changes)
                run_step(session, step, openly=openly)
                session.renew()
            except Stopped as stopped:
                where = f'step "{step.name}": {stopped.reason}'
                raise Stopped(stopped.ended, where, stopped.sqlstate) from stopped


STEPS = Form(_apply, reshapes=True)
"""Step by step; each may change tables."""


def read(text: str) -> ChangeSet:
    """The change set of a text. Raises Stopped(REFUSED)."""
    try:
        return read_change_set(text)
    except Unreadable as error:
        raise Stopped(Ended.REFUSED, str(error)) from error


def begin(session: ProbeSession, changes: ChangeSet) -> None:
    """Give a session what holds in every step. Raises Stopped."""
    session.ask("SELECT pg_catalog.set_config('lock_timeout', '0', false)")
    for statement in changes.settings:
        session.tell(statement.text)


def run_step(session: ProbeSession, step: Step, *, openly: bool = False) -> None:
    """Run the statements of a step, a repeated one until it changes no row. Raises Stopped."""
    for statement in step.statements:
        rows = session.tell(statement.text, openly=openly)
        for _ in range(MOST_TIMES if step.repeat and rows else 0):
            if not session.tell(statement.text, openly=openly):
                break
        else:
            if step.repeat and rows:
                raise endless()


def endless() -> Stopped:
    """Why a repeated statement is not repeated for ever."""
    return Stopped(Ended.ERROR, f"after {MOST_TIMES:,} times it still changes rows")


def units(step: Step) -> list[tuple[Statement, ...]]:
    """The statements of a step by transactions: those from BEGIN to COMMIT, and each of the others."""
    found: list[list[Statement]] = []
    is_open = False
    for statement in step.statements:
        if is_open:
            found[-1].append(statement)
        else:
            found.append([statement])
        is_open = statement.begins or (is_open and not statement.ends)
    return [tuple(unit) for unit in found]
