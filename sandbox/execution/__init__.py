"""Run a candidate's text in a sandbox and bring back a bounded result.

What may not live here: starting servers, and any opinion on whether a result is right.
"""

from sandbox.execution.explaining import Explained, NotExplainable, explaining, plan_of
from sandbox.execution.results import (
    Column,
    ResultSet,
    RunLimits,
    RunOutcome,
    RunResult,
    SessionState,
    SqlError,
)
from sandbox.execution.runner import run
from sandbox.execution.session import Session, open_session, unreachable

__all__ = [
    "Column",
    "Explained",
    "NotExplainable",
    "ResultSet",
    "RunLimits",
    "RunOutcome",
    "RunResult",
    "Session",
    "SessionState",
    "SqlError",
    "explaining",
    "open_session",
    "plan_of",
    "run",
    "unreachable",
]
