"""One text in a session of its own, which ends with it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

from sandbox.errors import ConnectionLost
from sandbox.execution.exchange import unsendable
from sandbox.execution.results import RunLimits, RunOutcome, RunResult, SessionState
from sandbox.execution.session import DEFAULT_LIMITS, open_session, unreachable

_LEFT_OPEN = "The text left a transaction open; it was rolled back."


def run(
    dsn: str,
    sql: str,
    limits: RunLimits = DEFAULT_LIMITS,
    application_name: str = "assessor",
    *,
    platform_dsn: str | None = None,
) -> RunResult:
    """Run the whole text as the role of `dsn`; never raises for what the text does.

    Statements without BEGIN of their own form one transaction, as the simple query protocol has it. The session ends
    with the run: settings, temporary tables and open transactions do not outlive it. It takes at most limits.seconds
    plus about 5 seconds for connecting and 4 for ending a session that resists.
    """
    refused = unsendable(sql)
    if refused is not None:
        return RunResult(RunOutcome.ERROR, error=refused, message=refused.message)
    try:
        session = open_session(dsn, platform_dsn=platform_dsn, application_name=application_name)
    except ConnectionLost as error:
        return unreachable(str(error))
    with closing(session):
        result = session.run(sql, limits)
        left_open = session.state in (SessionState.IN_TRANSACTION, SessionState.FAILED)
    if left_open and result.outcome is RunOutcome.OK:
        return replace(result, notices=(*result.notices, _LEFT_OPEN))
    return result
